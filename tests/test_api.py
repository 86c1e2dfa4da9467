"""`import karuta` says what the commands say, and its help page runs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import karuta
from karuta import bootstrap, paths
from tests.packs import card, write_pack
from tests.window import photograph

COUNT = 5


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    numbers = range(1, COUNT + 1)
    return write_pack(
        tmp_path / "cards",
        [card(str(n)) for n in numbers],
        images=[(f"{n}.png", str(n), "main") for n in numbers],
        pictures={f"{n}.png": n for n in numbers},
    )


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
    heavy = ("PySide6", "onnxruntime", "numpy", "karuta.")
    code = f"import sys, karuta; assert not [name for name in sys.modules if name.startswith({heavy})]"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {"Error", "Library", "open"} <= set(dir(karuta))
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
    assert isinstance(found[1].error, karuta.Error) and found[1].error.code == "missing"


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


def test_a_known_error_is_a_sentence_and_changes_nothing(library: karuta.Library, photo: Path, tmp_path: Path) -> None:
    with pytest.raises(karuta.Error, match=r"karuta\.open\(path, create=True\)"):
        karuta.open(tmp_path / "nowhere")
    for photo_given, card_id in ((photo, "nobody"), (tmp_path / "gone.jpg", "3")):
        with pytest.raises(karuta.Error):
            library.confirm(photo_given, card_id)
    with pytest.raises(karuta.Error):
        library.add(tmp_path / "gone")
    for wrong in (lambda: library.lookup(photo, k=0), lambda: next(library.lookups(str(photo))), library.undo):
        with pytest.raises(karuta.Error):
            wrong()
    assert library.labels() == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_of_help_runs(
    language: str, pack: Path, photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (paths.resources_folder() / "help" / language / "7-python.md").read_text(encoding="utf-8")
    monkeypatch.chdir(photo.parent)
    exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), {})
    said = capsys.readouterr().out
    assert "gone.jpg missing There is no file" in said and "match" in said
