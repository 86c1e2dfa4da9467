"""A file of listings is checked against photos: every row has its line, and a broken run goes on to the same bytes."""

from __future__ import annotations

import csv
import json
import pickle
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from tests.close_ups import close_up
from tests.commands import Run

from karuta.domain.errors import KarutaError
from karuta.domain.printing.answer import PrintingVerdict
from karuta.jobs.pool import in_order
from karuta.listings.domain.check.listing import SoldListing
from karuta.listings.services.check import check_shards
from karuta.listings.services.check.check_listings import WantedReport, check_listings, opened_table
from karuta.listings.services.check.check_report import COLUMNS, ReportRow, write_csv
from karuta.listings.services.check.check_shards import CheckProvenance, CheckSetup, FoundShard, Shard, found_shard
from karuta.listings.services.check.listing_line import ListingLine
from karuta.paths import LibraryFolder, resources_folder

PHOTOS = resources_folder() / "demo" / "photos"
HEADER = ["listing_id", "title", "description", "price", "currency", "photos", "=shop"]
ROWS = [
    ["L1", "First Light on Mount Asahina NM", "KZF-EN001, damaged", "5", "USD", "01-plain.jpg", "a"],
    ["L2", "Icefall Horn 1st edition", "", "5", "USD", "01-plain.jpg", "b"],
    ["L3", "First Light on Mount Asahina proxy", "", "", "", "copy.jpg", "c"],
    ["L4", "朝比奈山の初日 美品 3枚", "", "", "", "02-tilted.jpg|gone.jpg", "=1+1"],
    ["L5", "Icefall Horn", "", "", "", "gone.jpg", "d"],
    ["L6", "</script><b>", "", "", "", "19-no-card.jpg", "e"],
    ["", "no id", "", "", "", "01-plain.jpg", "f"],
]


@pytest.fixture(scope="module")
def place(copied_demo: Callable[[Path], LibraryFolder], tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("check")
    copied_demo(place / "library")
    for name in ("01-plain.jpg", "02-tilted.jpg", "19-no-card.jpg"):
        shutil.copy(PHOTOS / name, place / name)
    with Image.open(PHOTOS / "01-plain.jpg") as image:
        image.resize((image.width // 2, image.height // 2)).save(place / "copy.jpg", quality=70)
    prices = "".join(f"K001,{price},USD\n" for price in (100, 110, 120, 130, 140))
    LibraryFolder(place / "library").sales_csv.write_text("card_id,price,currency\n" + prices)
    with write_table(place / "listings.csv", *ROWS, header=HEADER).open("ab") as file:
        file.write(b"L8,too few\r\nL9,\xff\xfe,,,,01-plain.jpg,g\r\n")
    return place


@pytest.fixture
def library(place: Path) -> LibraryFolder:
    return LibraryFolder(place / "library")


@pytest.fixture
def lines(run: Run, place: Path, tmp_path: Path) -> list[dict[str, Any]]:
    reports = ("--out", tmp_path / "report.csv", "--html", tmp_path / "report.html")
    told = run("check", place / "listings.csv", "--json", *reports)
    assert told.code == 1
    return told.json


def write_table(path: Path, *rows: list[str], header: list[str] = HEADER[:6]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def rows_of(page: str) -> list[Any]:
    """What the page's table shows."""
    found: list[Any] = json.loads(page.partition('id="rows">')[2].partition("</script>")[0])
    return found


def test_every_row_has_its_line_and_the_reports_say_the_same(lines: list[dict[str, Any]], tmp_path: Path) -> None:
    verdicts = {line["listing_id"]: line["verdict"] for line in lines}
    assert [line["listing_id"] for line in lines] == ["L1", "L2", "L3", "L4", "L5", "L6", "", "L8", "L9"]
    assert verdicts["L1"] == "match" and verdicts["L2"] == "wrong_card"
    # Before anybody is accused the name on the card is read, too.
    assert [line["cards"][0]["name_read"] for line in lines[:2]] == [None, "First Light on Mount Asahina"]
    # Its second photo is missing, and might show the title's card.
    assert verdicts["L4"] == "cannot_tell"
    assert verdicts["L3"] == "not_genuine"
    assert verdicts["L5"] == verdicts["L8"] == verdicts["L9"] == verdicts[""] == "error"
    assert verdicts["L6"] == "cannot_tell"
    first = lines[0]
    assert list(first)[:8] == [*("listing_id", "verdict", "fields", "cards", "title", "price", "same_photos", "error")]
    assert first["cards"][0]["card_id"] == "K001" and first["cards"][0]["printing"]["verdict"] in {*PrintingVerdict}
    assert len(first["cards"][0]["printing"]["corners"]) == 4
    assert first["same_photos"] == ["L2", "L3"]
    assert lines[3]["error"]["code"] == "missing" and lines[3]["verdict"] != "error"
    assert lines[4]["error"]["code"] == "missing" and lines[7]["error"]["code"] == "bad_row"
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    added = "verdict card_id name set_code reasons buried better_title shown_code"
    assert rows[0] == [*HEADER[:-1], "'=shop", *added.split()]
    # The seller's own columns are no formulas in a spreadsheet, nor is the header.
    assert [row[:7] for row in rows[1:8]] == [[cell.replace("=1", "'=1") for cell in row] for row in ROWS]
    assert [row[7] for row in rows[1:]] == [line["verdict"] for line in lines]
    assert rows[1][8:11] == ["K001", "First Light on Mount Asahina", "KZF-EN001"]
    assert first["price"]["verdict"] == "low" and first["price"]["median"] == 120
    assert "price: It is far below the others; half of 5 sales lie at 110.00 to 130.00 USD." in rows[1][11]
    assert first["description"] == {"added": {"printing": "KZF-EN001"}, "against": {"condition": "damaged"}}
    assert first["title"]["set_codes"] == [] and "The description says damaged." in rows[1][11]
    assert lines[2]["price"]["n"] == 0 and "price" not in rows[3][11]
    page = without_pictures((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "</script><b>" not in page and "http" not in page.replace("http-equiv", "")
    widths = dict(re.findall(r'th\[data-word="([^"]+)"\] \{ width: (\d+)%', page))
    assert tuple(widths) == COLUMNS and sum(map(int, widths.values())) == 100
    cells = rows_of(page)
    words = json.loads(page.partition('id="words">')[2].partition("</script>")[0])
    assert words["wrong_card"] == ["Wrong card", "別のカード"] and words["no_code"][0] == "no set code"
    reasons = [told(page, row[5], "en") for row in cells]
    assert "Condition: " in "".join(reasons) and "condition: " not in "".join(reasons)
    assert "Price: It is far below the others; half of 5 sales lie at 110.00 to 130.00 USD." in reasons[0]
    in_japanese = "".join(told(page, row[5], "ja") for row in cells)
    assert "価格：ほかより大きく低い" in in_japanese and "The " not in in_japanese and "{" not in in_japanese
    assert '<option value="cannot_tell" data-word="cannot_tell">' in page
    assert [row[2] for row in cells] == [line["verdict"] for line in lines]
    assert cells[0][9]["verdict"] == "low" and cells[0][9]["asked"] == 5 and len(cells[0][9]["comparables"]) == 5
    assert cells[2][9] is None


NOTHING_FOUND = ListingLine(
    listing_id="L1",
    verdict="cannot_tell",
    fields=(),
    cards=(),
    title={"cards": [], "set_codes": []},
    price={"verdict": "cannot_tell"},
    same_photos=(),
    error=None,
    line=2,
    description={"added": {}, "against": {}},
    cards_sold=(),
    close_ups=(),
    photo_errors=(),
    photos_elsewhere=(),
    buried={"reasons": [], "better": None},
)


@pytest.mark.parametrize("raw", [False, True])
def test_a_sellers_cells_are_no_formulas_in_the_report_unless_they_are_wanted_raw(tmp_path: Path, *, raw: bool) -> None:
    own = ("=1+1", "+SUM(A1)", "-x", "@x", "\t=1", "\r=1", "a\r=b", "-5", "+3.50", "-1,234.5e-3")
    report: Any = SimpleNamespace(table=SimpleNamespace(columns=own), rows=lambda: [ReportRow(listing, NOTHING_FOUND)])
    listing = SoldListing(2, "L1", "", (), own)
    write_csv(tmp_path / "own.csv", report, raw=raw)
    with (tmp_path / "own.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    wanted = own if raw else tuple(f"'{cell}" for cell in own[:6]) + own[6:]
    assert tuple(header[: len(own)]) == tuple(row[: len(own)]) == wanted


def told(page: str, sentences: list[Any], language: str) -> str:
    """As the page's script puts sentences together."""
    pairs = json.loads(page.partition('id="sentences">')[2].partition("</script>")[0])

    def said(one: Any) -> str:
        if not isinstance(one, list):
            return str(one)
        values = {name: said(value) for name, value in one[1].items()} if len(one) > 1 else {}
        template = pairs[one[0]][language == "ja"]
        return template.format(**values) if values else template

    return " ".join(map(said, sentences))


def test_a_wrong_printing_is_marked_in_the_page_and_its_place_in_the_photo_is_shown(
    run: Run, place: Path, tmp_path: Path
) -> None:
    title = "🔥 First Light on Mount Asahina KZF-EN003"
    table = write_table(place / "printing.csv", ["L1", title, "", "", "", "01-plain.jpg"])
    page = tmp_path / "page.html"
    line = run("check", table, "--json", "--html", page).one
    assert line["verdict"] == "wrong_printing" and "strips" not in line
    text = page.read_text(encoding="utf-8")
    (row,) = rows_of(text)
    (start, end), strips = row[-2][0], row[-1]
    units = title.encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == "KZF-EN003"
    assert len(strips) == 1 and strips[0].startswith("data:image/jpeg;base64,")
    assert "img-src data:" in text


def test_a_photo_from_elsewhere_on_this_computer_is_looked_up_but_shown_only_when_that_is_wanted(
    run: Run, place: Path, tmp_path: Path
) -> None:
    page, sheets, photo = tmp_path / "page.html", tmp_path / "sheets", str(place / "01-plain.jpg")
    row = ["L1", "First Light on Mount Asahina KZF-EN003", "", "", "", photo]
    table = write_table(tmp_path / "listings.csv", row)
    reports = ("--html", page, "--sheets", sheets, "--force", "--json")
    shown = []
    for more in ((), ("--photos-anywhere",)):
        line = run("check", table, *reports, *more).one
        assert line["verdict"] == "wrong_printing" and line["photos_elsewhere"] == ([] if more else [photo])
        text = page.read_text(encoding="utf-8")
        (row,) = rows_of(text)
        reason = "01-plain.jpg lies outside the folder of the listings, so"
        assert (reason in told(text, row[5], "en")) is not bool(more)
        (sheet,) = (path.read_text(encoding="utf-8") for path in sheets.iterdir())
        assert (reason in sheet) is not bool(more) and "SHA-256" in sheet
        shown.append((len(row[-1]), 'alt="01-plain.jpg"' in sheet, 'alt="In the photo"' in sheet))
    assert shown == [(0, False, False), (1, True, True)]


@pytest.mark.long
def test_a_close_up_of_the_code_beside_a_photo_of_the_card_says_its_printing(run: Run, place: Path) -> None:
    close_up(place / "near.png", "KZF-EN001", degrees=8)
    # So small that its own code is not looked at.
    with Image.open(PHOTOS / "01-plain.jpg") as image:
        image.resize((image.width // 3, image.height // 3)).save(place / "far.png")
    photos = {"N1": "far.png|near.png", "N2": "near.png"}
    rows = [[id, "First Light on Mount Asahina KZF-EN001", "", "", "", some] for id, some in photos.items()]
    told = run("check", write_table(place / "near.csv", *rows), "--json")
    both, alone = told.json
    assert told.code == 0
    assert [shot["photo"] for shot in both["close_ups"]] == ["near.png"]
    (printing,) = [field for field in both["fields"] if field["field"] == "printing"]
    assert (printing["verdict"], printing["photo"]) == ("agrees", "KZF-EN001")
    # A code alone does not say that the card is there.
    assert alone["close_ups"] == [] and alone["verdict"] == "cannot_tell"


def test_a_run_that_was_broken_off_goes_on_and_ends_in_the_same_bytes(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_shards, "ROWS", 3)
    whole, broken = (WantedReport(tmp_path / f"{name}.csv", tmp_path / f"{name}.html") for name in "ab")
    checked: list[int] = []

    def counted(shard: Shard) -> FoundShard:
        checked.append(shard.number)
        return found_shard(shard)

    def run(wanted: WantedReport, *, until: int = 99) -> None:
        def some(work: object, pieces: Iterator[Shard], **how: Any) -> Iterator[FoundShard]:
            del work
            for number, done in enumerate(in_order(counted, pieces, **how), start=1):
                yield done
                if number == until:
                    raise KeyboardInterrupt

        assert wanted.out is not None
        setup = CheckSetup(
            LibraryFolder(place / "library"), resources_folder(), place, wanted.out.with_name(wanted.out.name + ".work")
        )
        table = opened_table(place / "listings.csv", {}, wanted)
        check_listings(setup, table, wanted, run=some, jobs=1, each=lambda row: None)

    run(whole)
    assert checked == [0, 1, 2]
    with pytest.raises(KeyboardInterrupt):
        run(broken, until=1)
    assert not (tmp_path / "b.csv").exists()
    run(broken)
    assert checked == [0, 1, 2, 0, 1, 2]
    for kind in ("csv", "html"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def without_pictures(page: str) -> str:
    return re.sub(r"base64,[\w+/=]+", "", page)


def sheet_of(place: Path, folder: Path, *, with_titles: bool = False) -> str:
    """The evidence sheet of the first listing, without its pictures, whose letters may spell any short word."""
    folder.mkdir()
    wanted = WantedReport(folder / "r.csv")
    setup = CheckSetup(
        *(LibraryFolder(place / "library"), resources_folder(), place, folder / "work"),
        sheets=folder / "sheets",
        with_titles=with_titles,
    )
    table = opened_table(place / "listings.csv", {}, wanted)
    check_listings(setup, table, wanted, run=in_order, jobs=1, each=lambda row: None)
    return without_pictures((folder / "sheets" / "0000002-L1.html").read_text(encoding="utf-8"))


@pytest.mark.long
def test_a_sheet_names_no_other_sellers_sale_unless_asked(place: Path, tmp_path: Path) -> None:
    sales = LibraryFolder(place / "library").sales_csv
    before = sales.read_bytes()
    rows = "".join(f"K001,Sold by Ben,{price},USD,ben-1\n" for price in (100, 110, 120, 130, 140))
    try:
        sales.write_text("card_id,title,price,currency,listing_id\n" + rows, encoding="utf-8")
        sheet = sheet_of(place, tmp_path / "one")
        assert "120 USD" in sheet and "line 3" in sheet and "Ben" not in sheet and "ben-1" not in sheet
        assert "Sold by Ben" in sheet_of(place, tmp_path / "two", with_titles=True)
    finally:
        sales.write_bytes(before)


def here(work: Callable[[Any], Any], pieces: Iterator[Any], **how: Any) -> Iterator[Any]:
    """Like a cluster whose worker is this process: everything that it is given was packed."""
    begin, given = pickle.loads(pickle.dumps((how["begin"], how["given"])))
    begin(*given)
    yield from (pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(piece))))) for piece in pieces)


def checked_elsewhere(place: Path, out: Path, *, run: object = here, sheets: Path | None = None) -> WantedReport:
    wanted = WantedReport(out, out.with_suffix(".html"))
    work = out.with_name(out.name + ".work")
    setup = CheckSetup(LibraryFolder(place / "library"), resources_folder(), place, work, sheets=sheets, made="today")
    table = opened_table(place / "listings.csv", {}, wanted)
    check_listings(setup, table, wanted, run=run, jobs=1, is_elsewhere=True, each=lambda row: None)  # type: ignore[arg-type]
    return wanted


def test_a_worker_with_another_catalogue_or_other_photos_ends_the_run_in_a_sentence(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(place / "library", tmp_path / "copy")
    with (tmp_path / "copy" / "nicknames.csv").open("a", encoding="utf-8") as file:
        file.write("game,nickname,name\nyugioh,Asahi,First Light on Mount Asahina\n")
    monkeypatch.setenv("KARUTA_LIBRARY", str(tmp_path / "copy"))
    with pytest.raises(KarutaError, match=r"^Worker .* has another table of words or nicknames than this computer;"):
        checked_elsewhere(place, tmp_path / "a.csv")
    monkeypatch.setenv("KARUTA_LIBRARY", str(tmp_path / "nothing"))
    with pytest.raises(KarutaError, match=r"^Worker .*: There is no library at "):
        checked_elsewhere(place, tmp_path / "a.csv")
    monkeypatch.delenv("KARUTA_LIBRARY")

    def without_photos(work: Callable[[Any], Any], pieces: Iterator[Any], **how: Any) -> Iterator[Any]:
        setup, provenance = how["given"]
        return here(work, pieces, begin=how["begin"], given=(replace(setup, photos=tmp_path / "none"), provenance))

    with pytest.raises(KarutaError, match=r"does not have the photo 01-plain.jpg as this computer has it"):
        checked_elsewhere(place, tmp_path / "b.csv", run=without_photos)


def provenance(model: str) -> CheckProvenance:
    return CheckProvenance("1", model, "r", "i", "c", "w", "a")


def test_other_listings_are_not_taken_for_those_that_were_checked(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = opened_table(place / "listings.csv", {}, WantedReport())
    setup = CheckSetup(LibraryFolder(place / "library"), resources_folder(), place, tmp_path / "work")
    check_shards.prepared_work(setup, table, provenance("m"))
    (tmp_path / "work" / "0000000.jsonl").write_text("kept")
    check_shards.prepared_work(setup, table, provenance("m"))
    assert (tmp_path / "work" / "0000000.jsonl").exists()
    check_shards.prepared_work(setup, table, provenance("another"))
    assert not (tmp_path / "work" / "0000000.jsonl").exists()
    # Lines of an older form lack what this program's reports need.
    (tmp_path / "work" / "0000000.jsonl").write_text("kept")
    monkeypatch.setattr(check_shards, "FORM", check_shards.FORM + 1)
    check_shards.prepared_work(setup, table, provenance("another"))
    assert not (tmp_path / "work" / "0000000.jsonl").exists()
