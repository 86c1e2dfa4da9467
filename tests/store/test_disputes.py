"""Where people disagree: one rule, seen in the list, at the photo and in the export until one decision settles it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.disputing import disputing_history
from tests.labelling import ANNA, BEN, chosen
from tests.merging import laptop, places

from karuta.domain.journal import Action
from karuta.domain.label import Kind, Origin
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.second_look import conflicts
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_counts


@pytest.mark.long(share=True)
@pytest.mark.parametrize("seed", range(amount(50)))
def test_every_disagreement_is_shown_until_one_decision_settles_it_everywhere(tmp_path: Path, seed: int) -> None:
    disputing_history(tmp_path, seed)


PrintSays = tuple[Kind, int | None, str | None]
SAME: PrintSays = (Kind.CONFIRM, 1, None)
RULE: dict[str, tuple[PrintSays, PrintSays, str | None]] = {
    "the same card": (SAME, SAME, None),
    "another card": (SAME, (Kind.CONFIRM, 2, None), "card"),
    "not in the catalogue": (SAME, (Kind.UNKNOWN, None, None), "card"),
    "no card at all": (SAME, (Kind.NO_CARD, None, None), "card"),
    "unreadable": ((Kind.UNKNOWN, None, None), (Kind.UNREADABLE, None, None), "card"),
    "both unknown": ((Kind.UNKNOWN, None, None), (Kind.UNKNOWN, None, None), None),
    "a label without a printing disputes nothing": ((Kind.CONFIRM, 1, "SHP-001"), SAME, None),
    "another printing": ((Kind.CONFIRM, 1, "SHP-001"), (Kind.CONFIRM, 1, "SHP-002"), "printing"),
    "the same printing": ((Kind.CONFIRM, 1, "SHP-001"), (Kind.CONFIRM, 1, "shp-001"), None),
    "another printing of another card": ((Kind.CONFIRM, 1, "SHP-001"), (Kind.CONFIRM, 2, "SHP-002"), "card"),
    "withdrawn": (SAME, (Kind.WITHDRAW, None, None), None),
}


@pytest.fixture
def library(tmp_path: Path) -> LibraryFolder:
    return laptop(tmp_path, "library", photos=1)


def say(file: LabelFile, who: Origin, said: PrintSays, *, at: int = 0, follows: tuple[str, ...] = ()) -> Action:
    kind, card, printing = said
    photo, sighting = places(file)[at] if at >= 0 else (places(file)[0][0], "")
    named = None if card is None else replace(chosen(card), printing=printing)
    return decide(file, [Choice(photo, kind, sighting, named, follows=follows)], who)


def kinds_of_dispute(file: LabelFile) -> list[str]:
    return [one.conflict for one, _ in conflicts(file)]


@pytest.mark.parametrize("at", [0, -1], ids=["a sighting", "the whole photo"])
@pytest.mark.parametrize("name", RULE)
def test_two_people_disagree_about_a_card_or_its_printing(library: LibraryFolder, name: str, at: int) -> None:
    one, other, expected = RULE[name]
    with LabelFile.open_writing(library) as file:
        say(file, ANNA, one, at=at)
        say(file, BEN, other, at=at)
        assert kinds_of_dispute(file) == [expected][: expected is not None]
        assert count_labels(file).disagreements == len(kinds_of_dispute(file)) == queue_counts(file).disputed
