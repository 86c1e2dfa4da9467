"""What an evaluation found is kept beside the trainings, and read again, also as an earlier version wrote it."""

from __future__ import annotations

from pathlib import Path

from karuta.domain.gate import NEW_CARDS, WHOLE, Comparison, Paired
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import Gain
from karuta.paths import LibraryFolder
from karuta.services.models.compare_on_labels import ChangedAnswer, ListedCard
from karuta.services.models.measurements import Measurement, keep_measurement, kept_measurement

ALL = Paired(both=75, only_old=15, only_new=5, neither=5, cards=50, by_card=Gain(-0.1, -0.2, -0.05))
FOX = ListedCard("ohajiki", "1", "Fox")
MEASURED = Measurement(
    (Sentence("it is worse by {points}", points="3"),),
    Sentence("there are too few labels"),
    model="new@1",
    instead_of="old@1",
    time="2026-11-28T09:30:00+00:00",
    sets=(Comparison("labels", {WHOLE: ALL, NEW_CARDS: ALL}, {"batch": {"": ALL}}),),
    changes=(ChangedAnswer("a" * 64, "s", (FOX,), ()),),
)


def test_a_measurement_is_read_as_it_was_kept(tmp_path: Path) -> None:
    keep_measurement(LibraryFolder(tmp_path), "new", MEASURED)
    found = kept_measurement(LibraryFolder(tmp_path), "new")
    assert found == MEASURED and found.worse[0].values == {"points": "3"}
    assert kept_measurement(LibraryFolder(tmp_path), "another") is None
