"""`import karuta` says what the commands say, and its help page runs."""

from __future__ import annotations

import io
import json
import pickle
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import karuta
from karuta import bootstrap, paths
from karuta.services.lookups.given_photo import GivenPhoto
from tests.packs import card, small_pack, write_pack
from tests.window import photograph

COUNT = 5


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return small_pack(tmp_path / "cards", COUNT)


@pytest.fixture
def library(tmp_path: Path, pack: Path) -> Iterator[karuta.Library]:
    with karuta.open(tmp_path / "library", create=True) as library:
        assert library.add(pack).to_dict()["cards"] == {"added": COUNT, "changed": 0, "same": 0}
        yield library


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return photograph(tmp_path / "photo.jpg", 3)


def printed(library: karuta.Library, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    capsys.readouterr()
    bootstrap.run(["--library", str(library.path), *arguments, "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_importing_it_loads_nothing_and_it_is_typed() -> None:
    heavy = ("PySide6", "onnxruntime", "numpy", "PIL", "karuta.")
    code = f"import sys, karuta; assert not [name for name in sys.modules if name.startswith({heavy})]"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {"Error", "Library", "open"} <= set(dir(karuta))
    assert all(getattr(karuta, name) is not None for name in karuta.__all__)
    assert (Path(karuta.__file__).parent / "py.typed").is_file()
    with pytest.raises(AttributeError):
        karuta.nothing  # noqa: B018


def test_a_lookup_is_the_line_of_the_command(
    library: karuta.Library, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photos = [str(photo), str(photo.with_name("gone.jpg"))]
    found = list(library.lookups(photos))
    untimed = [{**line, "timings_ms": None} for line in printed(library, capsys, "lookup", *photos)]
    assert [{**answer.to_dict(), "timings_ms": None} for answer in found] == untimed
    assert found[0].sightings[0].matches[0].card_id == "3"
    assert found[1].error == karuta.PhotoFault("missing", str(found[1].error))


def test_labels_searches_and_checks_are_those_of_the_commands(
    library: karuta.Library, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = library.confirm(photo, "3", printing="AB-EN001", annotator="ann")
    (label,) = library.labels()
    printed(library, capsys, "labels", "export", str(tmp_path / "out.jsonl"))
    assert label.to_dict() == json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert library.lookup(photo.rename(tmp_path / "again.jpg")).sightings[0].matches[0].card_id == "3"
    assert library.undo(annotator="ann") == done and library.labels() == []
    found = library.search(label.name or "")
    assert [card.to_dict() for card in found] == printed(library, capsys, "catalogue", "search", label.name or "")
    listing = library.check({"title": label.name, "photos": [tmp_path / "again.jpg"]})
    table = tmp_path / "listings.csv"
    table.write_text(f"listing_id,title,photos\n1,{label.name},again.jpg\n", encoding="utf-8")
    (line,) = printed(library, capsys, "check", str(table))
    assert {key: listing.to_dict()[key] for key in ("verdict", "fields", "title", "price")} == {
        key: line[key] for key in ("verdict", "fields", "title", "price")
    }
    assert list(listing.to_dict()) == list(line)
    broken = library.check({"title": "half\0a title", "photos": [tmp_path / "again.jpg"], "price": None})
    assert broken.verdict == "error" and broken.error is not None and broken.error["code"] == "bad_row"


def test_info_cards_titles_and_prices_are_those_of_the_commands(
    library: karuta.Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sales = tmp_path / "sold.csv"
    sales.write_text("card_id,price,currency,date\n" + "3,5,USD,2026-11-25\n" * 6, encoding="utf-8")
    asked: list[tuple[Any, tuple[str, ...]]] = [
        (library.info(), ("catalogue", "info")),
        (library.card("ohajiki:3"), ("catalogue", "show", "3")),
        (library.title("Card 3 AB-EN001 near mint"), ("title", "Card 3 AB-EN001 near mint")),
        (library.price("3", sales=sales), ("price", "3", "--sales", str(sales))),
    ]
    for answer, arguments in asked:
        assert [answer.to_dict()] == printed(library, capsys, *arguments)
        assert len(repr(answer)) < 2000
    assert [card.card_id for card in library.cards()] == [str(number) for number in range(1, COUNT + 1)]


def test_an_evaluation_and_an_inventory_are_those_of_the_commands(
    library: karuta.Library, photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text(f"photo,card_id,light\n{photo.name},3,dim\ngone.jpg,1,day\n", encoding="utf-8")
    told: list[tuple[int, int]] = []
    measured = library.evaluate(truth, progress=lambda done, total: told.append((done, total))).to_dict()
    (line,) = printed(library, capsys, "evaluate", str(truth))
    assert {**measured, "latency_ms": None} == {**line, "latency_ms": None} and measured["errors"]
    assert told[-1] == (2, 2)
    out = tmp_path / "list.csv"
    listed = library.inventory([str(photo), "gone.jpg"], out=out)
    assert [row.to_dict() for row in listed.rows] == printed(library, capsys, "inventory", str(photo))
    assert [error.code for error in listed.errors] == ["missing"] and listed.files == (str(out),) and out.is_file()
    library.confirm(photo, "3")
    confirmed = library.inventory(confirmed=True)
    assert [row.to_dict() for row in confirmed.rows] == printed(library, capsys, "inventory", "--confirmed")
    assert (confirmed.rows[0].card_id, confirmed.rows[0].count) == ("3", 1)


def test_labels_are_exported_and_an_undo_is_redone(library: karuta.Library, photo: Path, tmp_path: Path) -> None:
    done = library.confirm(photo, "3", annotator="ann")
    assert library.undo(annotator="ann") == library.redo(annotator="ann") == done
    out = tmp_path / "labels.csv"
    assert library.export(out) == karuta.ChangeMade(labels=1, file=str(out))
    with pytest.raises(karuta.Error, match=r"labels\.csv"):
        library.export(out)
    library.export(tmp_path / "coco", "coco", photos=True)
    assert (tmp_path / "coco" / "annotations.json").is_file()


def given(photo: Path) -> dict[str, GivenPhoto]:
    """One photo in all ways in which it may be given."""
    data = photo.read_bytes()
    picture = Image.open(io.BytesIO(data))
    return {str(photo): photo, "<bytes>": data, "<array>": np.asarray(picture.convert("RGB")), "<picture>": picture}


def size_of(photo: Path) -> tuple[int, int]:
    with Image.open(photo) as picture:
        return picture.size


def test_a_photo_is_a_path_bytes_an_array_or_a_picture_and_has_its_pictures_afterwards(
    library: karuta.Library, photo: Path
) -> None:
    answers = list(library.lookups(given(photo).values()))
    assert [answer.photo for answer in answers] == list(given(photo))
    shown = [np.asarray(answer.sightings[0].crop(), dtype=float) for answer in answers]
    for answer, crop in zip(answers, shown, strict=True):
        (sighting,) = answer.sightings
        assert sighting.matches[0].card_id == "3" and answer.size == size_of(photo)
        assert np.abs(crop - shown[0]).mean() < 2 and crop.shape == (960, 660, 3)
        assert np.isclose(np.linalg.norm(sighting.embedding), 1, atol=1e-3)
        picture = np.asarray(sighting.matches[0].picture().resize((660, 960)), dtype=float)
        other = np.asarray(sighting.matches[1].picture().resize((660, 960)), dtype=float)
        assert np.abs(picture - crop).mean() < np.abs(other - crop).mean()
        for held in (sighting, sighting.matches[0]):
            assert Image.open(io.BytesIO(held._repr_png_() or b"")).format == "PNG"
        assert Image.open(io.BytesIO(answer._repr_png_() or b"")).size == (440, 330)
        assert repr(answer) == f"<Photo {answer.photo}: 1 card>"
    assert repr(answers[0].sightings[0]).startswith("<Sighting ")
    assert len(pickle.dumps(answers[0])) < 20_000


def test_a_turned_picture_stands_upright(library: karuta.Library, photo: Path, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = tmp_path / "turned.png"
    with Image.open(photo) as picture:
        picture.transpose(Image.Transpose.ROTATE_90).save(turned, exif=exif)
    of_file, of_picture = library.lookups([turned, Image.open(io.BytesIO(turned.read_bytes()))])
    assert of_file.size == of_picture.size == size_of(photo)
    assert np.allclose(of_file.sightings[0].corners, of_picture.sightings[0].corners)


def test_a_confirmed_photo_given_as_bytes_is_not_matched_with_its_own_crop(
    library: karuta.Library, photo: Path
) -> None:
    library.confirm(photo, "3")
    (of_path, of_bytes) = library.lookups([photo, photo.read_bytes()])
    assert of_path.sightings == of_bytes.sightings and not of_bytes.sightings[0].matches[0].exemplar


class ManyPixels(Image.Image):
    """As a picture of 400 megapixels, without them."""

    size = (20_000, 20_000)  # type: ignore[assignment]


def closed(photo: Path) -> Image.Image:
    picture = Image.open(photo)
    picture.close()
    return picture


HOSTILE: dict[str, Callable[[karuta.Library, Path], object]] = {
    "uint8": lambda library, photo: library.lookup(np.zeros((9, 9, 3))),  # type: ignore[arg-type]
    "uint8, RGB; this": lambda library, photo: library.lookup(np.zeros((9, 9), np.uint8)),
    "height, width": lambda library, photo: library.lookup(np.zeros((0, 9, 3), np.uint8)),
    "type int": lambda library, photo: library.lookup(7),  # type: ignore[arg-type]
    "closed or damaged": lambda library, photo: library.lookup(closed(photo)),
    "at most 250": lambda library, photo: library.lookup(ManyPixels()),
    "empty": lambda library, photo: library.lookup(b""),
    "is not a picture": lambda library, photo: library.lookup(b"nothing"),
    "damaged or cut off": lambda library, photo: library.lookup(photo.read_bytes()[:300]),
    "no file": lambda library, photo: library.lookup(photo.with_name("gone.jpg")),
    "k is 0": lambda library, photo: library.lookup(photo, k=0),
    "jobs is 0": lambda library, photo: library.lookups([photo], jobs=0),
    "takes a list": lambda library, photo: library.lookups(photo.read_bytes()),  # type: ignore[arg-type]
    "ohajiki:3. and .other:3": lambda library, photo: library.card("3"),
    "nobody": lambda library, photo: library.card("nobody"),
    "nobody.": lambda library, photo: library.price("nobody"),
    "no truth file": lambda library, photo: library.evaluate(photo.with_name("truth.csv")),
    "is of photos, or": lambda library, photo: library.inventory(),
    "cardmarket": lambda library, photo: library.inventory(confirmed=True, shop="nobody"),
    "label-studio": lambda library, photo: library.export(photo.with_name("out"), "xml"),
    "No card nobody": lambda library, photo: library.confirm(photo, "nobody"),
    "Nothing to redo": lambda library, photo: library.redo(annotator="ann"),
    "There is no library": lambda library, photo: karuta.open(photo.with_name("nowhere")),
}


def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    library: karuta.Library, photo: Path, tmp_path: Path
) -> None:
    """As an error, or as that of an answer, so that one photo costs the others nothing."""
    library.add(write_pack(tmp_path / "other", [card("3", game="other")]))
    for sentence, ask in HOSTILE.items():
        try:
            answer = ask(library, photo)
        except karuta.Error as error:
            said = str(error)
        else:
            assert isinstance(answer, karuta.PhotoResult) and answer.error is not None and not answer.sightings, (
                sentence
            )
            said = str(answer.error)
        assert re.search(sentence, said) and "\n" not in said and said.endswith("."), (sentence, said)
    assert library.labels() == []


def test_a_closed_library_stays_closed(library: karuta.Library, photo: Path) -> None:
    library.lookup(photo)
    going_on = library.lookups([photo])
    library.close()
    library.close()
    asked: list[Callable[[], object]] = [
        *(library.info, library.cards, library.labels, library.undo, library.redo),
        *(lambda: library.lookup(photo), lambda: next(going_on), lambda: library.confirm(photo, "3")),
        *(
            lambda: library.card("3"),
            lambda: library.search("3"),
            lambda: library.title("3"),
            lambda: library.add(photo),
        ),
        *(lambda: library.price("3"), lambda: library.check({}), lambda: library.inventory(confirmed=True)),
        *(lambda: library.export(photo.with_name("out.csv")), lambda: library.evaluate(photo)),
    ]
    for call in asked:
        with pytest.raises(karuta.Error, match="closed"):
            call()


def test_four_threads_have_the_answers_of_one(library: karuta.Library, tmp_path: Path) -> None:
    photos = [photograph(tmp_path / f"{number}.jpg", number) for number in range(1, COUNT + 1)] * 2

    def untimed(photo: Path) -> dict[str, Any]:
        return {**library.lookup(photo).to_dict(), "timings_ms": None}

    alone = [untimed(photo) for photo in photos]
    library._opened = None
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(untimed, photos)) == alone


def test_processes_have_the_answers_of_one_and_many_can_be_stopped(library: karuta.Library, photo: Path) -> None:
    told: list[tuple[int, int]] = []
    photos = list(given(photo).values())
    answers = list(library.lookups(photos, jobs=2, progress=lambda done, total: told.append((done, total))))
    alone = list(library.lookups(photos))
    assert [answer.sightings[0].matches for answer in answers] == [answer.sightings[0].matches for answer in alone]
    assert [answer.sightings[0].crop().size for answer in answers] == [(660, 960)] * len(photos)
    assert told == [(number, len(photos)) for number in range(1, len(photos) + 1)]
    token = karuta.CancelToken()
    going_on = library.lookups([photo] * 3, cancel=token)
    next(going_on)
    token.cancel()
    with pytest.raises(karuta.Cancelled):
        next(going_on)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_help_runs(
    language: str, pack: Path, photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (paths.resources_folder() / "help" / language / "7-python.md").read_text(encoding="utf-8")
    monkeypatch.chdir(photo.parent)
    names: dict[str, Any] = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), names)
    said = capsys.readouterr().out
    with names["server"] as server, ThreadPoolExecutor(1) as pool:
        serving = pool.submit(server.handle_request)
        asked = urllib.request.Request(f"http://127.0.0.1:{server.server_port}", data=photo.read_bytes())
        with urllib.request.urlopen(asked) as answer:
            assert json.load(answer)["sightings"][0]["matches"][0]["card_id"] == "3"
        serving.result()
    names["library"].close()
    assert "gone.jpg missing There is no file" in said and "match" in said
