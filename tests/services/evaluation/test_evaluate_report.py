"""The report is one file that needs nothing else, escapes what it is given, and shows each failure's pictures."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.judged import Answering, catalogue, photo, recognition, row, sighting

from karuta.domain.evaluation import Evaluation
from karuta.domain.match import Verdict
from karuta.domain.truth import Truth, TruthPhoto
from karuta.services.evaluation.evaluate import evaluate
from karuta.services.evaluation.report_html import (
    Artworks,
    percent,
    write_report,
)

MADE = datetime(2030, 1, 2, 3, 4, tzinfo=UTC)
VOID = frozenset(("meta", "img", "br"))
HOSTILE = "<script>alert('x')</script>&\"'"


class Page(HTMLParser):
    """What a page is made of, and whether its tags are nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text: list[str] = []
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open, f"left open: {self.open}"

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(name)
        if name not in VOID:
            self.open.append(name)
        self.attributes += [(name, key, value) for key, value in attrs]
        self.ids += [str(value) for key, value in attrs if key == "id"]

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def of(self, name: str, key: str) -> list[str]:
        return [str(value) for tag, attribute, value in self.attributes if (tag, attribute) == (name, key)]


def measured(
    folder: Path, *, photos: list[TruthPhoto] | None = None, conditions: tuple[str, ...] = ("light",)
) -> tuple[Evaluation, Artworks]:
    files = {}
    for card in "abx":
        files[f"hash-{card}"] = folder / f"{card}.webp"
        Image.new("RGB", (59, 86), "navy").save(files[f"hash-{card}"])
    Image.new("RGB", (800, 600), "olive").save(folder / "missed.jpg")
    answers = {
        "wrong.jpg": recognition(sighting("xab", Verdict.SURE, probability=0.97)),
        "right.jpg": recognition(sighting("a", probability=0.9), sighting("b", score=0.1, probability=0.3)),
        "stranger.jpg": recognition(sighting("b", probability=0.8)),
        "missed.jpg": recognition(),
    }
    rows = photos or [
        photo(row("a", light=HOSTILE), name="wrong.jpg"),
        photo(row("a", light="dark"), name="right.jpg"),
        photo(row("", light=""), name="stranger.jpg"),
        photo(row("b", at=200, light="dark"), name="missed.jpg"),
        photo(row("nobody", light="dark"), name=f"{HOSTILE}.jpg"),
    ]
    view = catalogue("abx")
    found = evaluate(Truth(tuple(rows), conditions), folder, recognise=Answering(answers), view=view, crops=50)
    return found, Artworks(view, files.get)


def written(folder: Path, found: Evaluation, artworks: Artworks, title: str = "t") -> str:
    file = folder / "report.html"
    write_report(file, found, artworks, photos=folder, title=title, made=MADE)
    return file.read_text(encoding="utf-8")


def page(folder: Path) -> Page:
    return Page(written(folder, *measured(folder), HOSTILE))


def test_nothing_is_loaded_from_outside_and_nothing_runs(tmp_path: Path) -> None:
    read = page(tmp_path)
    assert not read.tags & {"script", "link", "iframe", "object", "embed", "form", "base"}
    addresses = [v for _, key, v in read.attributes if key in ("src", "href", "xlink:href", "action") and v]
    assert addresses
    assert all(value.startswith(("data:image/", "#")) for value in addresses)
    assert not [key for _, key, _ in read.attributes if key.startswith("on")]
    assert "default-src 'none'" in read.of("meta", "content")[0]


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    text = "".join(page(tmp_path).text)
    assert HOSTILE in text  # as the title, a condition and a photo's name
    assert text.count(HOSTILE) >= 3


def test_each_failure_shows_what_was_seen_what_it_was_taken_for_and_what_is_right(tmp_path: Path) -> None:
    alts = page(tmp_path).of("img", "alt")
    assert "seen: the crop" in alts
    assert "taken for: Card x" in alts
    assert "right: Card a" in alts
    assert all(alts)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_is_never_rounded_to_all_or_nothing(counts: tuple[int, int]) -> None:
    k, n = counts
    shown = percent(k / n)
    assert (shown == "100.0 %") == (k == n)
    assert (shown == "0.0 %") == (k == 0)
