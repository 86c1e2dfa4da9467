"""An evening in small: cards labelled with real keys; a right first suggestion costs one, and no label is wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.annotator import Annotator, Case, Photos, ScriptedRecogniser, make_photos
from tests.window import play_with_engine

from karuta.bootstrap import run
from karuta.paths import LibraryFolder

SIGHTINGS = amount(300, least=60)


@pytest.mark.long(share=True)
def test_an_annotator_needs_one_key_where_the_first_is_right_and_at_most_1_4_over_all(
    library: LibraryFolder, tmp_path: Path
) -> None:
    photos = make_photos(tmp_path / "photos", library, sightings=SIGHTINGS)
    annotator = Annotator(photos)
    engine = ScriptedRecogniser(photos).open
    assert play_with_engine(engine, library, [tmp_path / "photos"], annotator.work) == 0
    assert annotator.decided == {case: SIGHTINGS * case.value // 100 for case in Case}
    assert annotator.keys[Case.FIRST] / annotator.decided[Case.FIRST] == 1.0
    assert annotator.keys.total() / SIGHTINGS <= 1.4
    assert in_the_store(library, tmp_path) == expected(photos)


def expected(photos: Photos) -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (name, str(number)): sight.label for name, sights in photos.items() for number, sight in enumerate(sights, 1)
    }


def in_the_store(library: LibraryFolder, tmp_path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    """Kind and card of each sighting, as the label file gives them out."""
    out = tmp_path / "labels.csv"
    assert run(["--library", str(library.root), "labels", "export", str(out)]) == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    found = {(row["photo"], row["sighting"]): (row["kind"], row["name"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_scripted_cards_are_as_often_right_as_they_should_be(library: LibraryFolder, tmp_path: Path) -> None:
    photos = make_photos(tmp_path / "photos", library, sightings=100)
    sights = [sight for item in photos.values() for sight in item]
    names = [[match.name for match in sight.matches] for sight in sights]
    places = [
        listed.index(sight.name) if sight.name in listed else None for sight, listed in zip(sights, names, strict=True)
    ]
    assert sum(place == 0 for place in places) == 80
    assert sum(place is not None and 0 < place < 5 for place in places) == 12
    assert sum(sight.name is None for sight in sights) == 3
