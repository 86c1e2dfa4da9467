"""For tests of disputes: plain Python that says where people disagree, and random histories on several laptops.

The oracle reads events alone, and what whoever decided had before their eyes from whoever let them decide.
"""

from __future__ import annotations

import csv
import io
import json
import random
from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from karuta.domain.label import WHOLE_PHOTO, Kind, Origin
from karuta.domain.queue import QueueFilter, Trait
from karuta.domain.recheck import followed
from karuta.paths import LibraryFolder
from karuta.services.exports.formats import ExportFormat
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.second_look import conflicts
from karuta.services.labels.undo import NothingLeft, redo, undo
from karuta.store.confirmed_crops import confirmed_crops
from karuta.store.exemplars import exemplars_of
from karuta.store.label_file import LabelFile
from karuta.store.queue import queue_ids, queue_page, queue_rows
from tests.labelling import ANNA, BEN, CHIE, LEFT, RIGHT, at_desk, chosen, settle, square
from tests.merging import exported, laptop, merged, places

Place = tuple[str, str]
Seen = dict[str, frozenset[str]]
"""Event -> the labels that its maker had before their eyes."""
PERSONS = ("confirm", "unknown", "unreadable", "no_card", "back", "withdraw")


class Word(NamedTuple):
    """What a person said last of a place."""

    event: str
    annotator: str
    answer: tuple[str, str | None, str | None]
    printing: str | None

    def differs_from(self, other: Word) -> bool:
        if self.annotator == other.annotator:
            return False
        if self.answer != other.answer:
            return True
        return bool(self.printing and other.printing and self.printing != other.printing)


def standing_words(file: LabelFile, seen: Mapping[str, frozenset[str]]) -> dict[Place, list[Word]]:
    """Of each place with a label by a person: each one's last word that nobody answered knowingly."""
    rows = file.rows(
        "SELECT id, action_id, target_action_id, kind, annotator, photo_sha256, sighting_id, game, card_id, printing "
        "FROM events ORDER BY id"
    )
    stands: dict[str, bool] = {}
    for _, _, target, kind, *_ in rows:
        if kind in ("undo", "redo"):
            stands[target] = kind == "redo"
    of_place: dict[Place, list[tuple[str, str, str, Word]]] = defaultdict(list)
    for event, action, _, kind, who, photo, sighting, game, card, printing in rows:
        if photo is not None and kind in PERSONS and stands.get(action, True):
            of_place[photo, sighting].append((event, who, kind, Word(event, who, (kind, game, card), printing)))
    found: dict[Place, list[Word]] = {}
    for place, said in of_place.items():
        if said[-1][2] == "withdraw":
            continue
        last = {who: (kind, word) for _, who, kind, word in said}
        answered = {known for event, *_ in said for known in seen.get(event, ())}
        found[place] = [word for kind, word in last.values() if kind != "withdraw" and word.event not in answered]
    return found


def disagreeing(file: LabelFile, seen: Mapping[str, frozenset[str]]) -> set[Place]:
    """Where people disagree."""
    words = standing_words(file, seen)
    return {place for place, said in words.items() if any(one.differs_from(other) for one in said for other in said)}


def shown_disputes(library: LibraryFolder, out: Path) -> dict[str, set[Place]]:
    """By where it is shown, what is said to be disputed. What only names photos is filled up from the desk."""
    csv_text = exported(library, out, ExportFormat.CSV).decode("utf-8-sig")
    lines = [json.loads(line) for line in exported(library, out, ExportFormat.JSONL).splitlines()]
    with LabelFile.open_reading(library) as file:
        photos = [photo for (photo,) in file.rows("SELECT sha256 FROM photos ORDER BY 1")]
        at_the_desk: set[Place] = set()
        numbers: dict[tuple[str, str], Place] = {}
        for photo in photos:
            shown = at_desk(file, photo)
            for one in (*shown.sightings, shown):
                label = shown.whole_photo if one is shown else one.label
                said = {word.answer for word in one.answers}, {word.printing for word in one.answers} - {None}
                name = label.sighting_id if label else WHOLE_PHOTO
                if label is not None:
                    numbers[photo, str(label.sighting or "")] = photo, name
                if label is not None and label.is_disputed:
                    assert max(map(len, said)) > 1, "it is disputed, and nothing is said of what people disagree about"
                    at_the_desk.add((photo, name))
        rows = {row.photo_sha256 for row in queue_page(file) if row.is_disputed}
        assert rows == {row.photo_sha256 for row in queue_rows(file, photos) if row.is_disputed}
        assert rows == set(queue_ids(file, queue_filter=QueueFilter(traits=frozenset({Trait.DISPUTED}))))
        return {
            "desk": at_the_desk,
            "list": {place for place in at_the_desk if place[0] in rows}
            | {(photo, "?") for photo in rows - {photo for photo, _ in at_the_desk}},
            "csv": {
                numbers[row["photo_sha256"], row["sighting"]]
                for row in csv.DictReader(io.StringIO(csv_text))
                if row["disputed"] == "1"
            },
            "jsonl": {
                numbers[row["photo_sha256"], str(row["sighting"] or "")] for row in lines if row["disputed"] == 1
            },
            "conflicts": {(one.photo_sha256, one.sighting_id) for one, _ in conflicts(file)},
        }


def taught(library: LibraryFolder) -> set[Place]:
    """The places from which anything learns."""
    with LabelFile.open_reading(library) as file:
        crops = {(crop.photo_sha256, crop.sighting_id) for crop in confirmed_crops(file)}
        return crops | {one.place for one in exemplars_of(file, None, model_hash="m", dimension=1)}


STEPS = (*["command"] * 8, "desk", "desk", "undo", "redo", "merge", "settle")
PRINTINGS = (None, "SHP-001", "SHP-002")


@dataclass
class Team:
    """Laptops with the same photos, and what everybody had before their eyes. What happens is drawn by `dice`."""

    folder: Path
    dice: random.Random
    laptops: list[LibraryFolder] = field(default_factory=list)
    seen: Seen = field(default_factory=dict)

    def __post_init__(self) -> None:
        shapes = ((LEFT, RIGHT), (LEFT, RIGHT), (square(7, 12), RIGHT))
        self.people = self.dice.sample((ANNA, BEN, CHIE), self.dice.randint(2, 3))
        for number in range(len(self.people)):
            self.laptops.append(laptop(self.folder, f"laptop {number}", squares=self.dice.choice(shapes), photos=1))

    def work(self, steps: int) -> None:
        for _ in range(steps):
            at = self.dice.randrange(len(self.laptops))
            step = self.dice.choice(STEPS)
            # Somebody works at another one's laptop now and then.
            who = self.people[at] if self.dice.random() < 0.8 else self.dice.choice(self.people)
            if step == "merge":
                merged(self.laptops[at], self.dice.choice(self.laptops[:at] + self.laptops[at + 1 :]).root, by=who)
                continue
            with LabelFile.open_writing(self.laptops[at]) as file, suppress(NothingLeft):
                if step in ("undo", "redo"):
                    (undo if step == "undo" else redo)(file, who)
                elif step == "settle":
                    self.settle_one(file, who)
                else:
                    self._label(file, who, at_the_desk=step == "desk")

    def _label(self, file: LabelFile, who: Origin, *, at_the_desk: bool) -> None:
        photos = [(photo, "") for (photo,) in file.rows("SELECT sha256 FROM photos")]
        photo, sighting = self.dice.choice([*places(file), *places(file), *photos])
        kinds = [Kind.CONFIRM] * 6 + [Kind.UNKNOWN, Kind.NO_CARD, Kind.WITHDRAW]
        kind = self.dice.choice(kinds)
        card = replace(chosen(self.dice.choice((1, 1, 1, 2))), printing=self.dice.choice(PRINTINGS))
        choice = Choice(photo, kind, sighting, card if kind is Kind.CONFIRM else None)
        if at_the_desk:
            shown = at_desk(file, photo)
            subject = next((one for one in shown.sightings if one.sighting_id == sighting), shown)
            if sighting and subject is shown:
                return  # a newer look has another sighting there
            choice = replace(choice, follows=followed(subject.answers))
        self._decided(file, choice, who)

    def settle_one(self, file: LabelFile, who: Origin, *, at_most: int = 1) -> int:
        """Decide what people disagree about on the page that shows it; how many were left before."""
        found = conflicts(file)
        for one, _ in self.dice.sample(found, min(at_most, len(found))):
            word = self.dice.choice(one.answers)
            before = standing_words(file, self.seen)
            card = replace(chosen(int(word.card.card_id)), printing=word.printing) if word.card else None
            self._saw(file, settle(file, one, word.kind, card, who).action_id, before)
        return len(found)

    def _decided(self, file: LabelFile, choice: Choice, who: Origin) -> None:
        before = standing_words(file, self.seen) if choice.follows else {}
        self._saw(file, decide(file, [choice], who).action_id, before)

    def _saw(self, file: LabelFile, action: str, before: Mapping[Place, Collection[Word]]) -> None:
        for event, photo, sighting in file.rows(
            "SELECT id, photo_sha256, sighting_id FROM events WHERE action_id = ?", [action]
        ):
            self.seen[event] = frozenset(word.event for word in before.get((photo, sighting), ()))

    def merge_all(self) -> None:
        """Everybody takes everybody's, in any order."""
        for _ in range(2):
            pairs = [(one, other) for one in self.laptops for other in self.laptops if one is not other]
            for one, other in self.dice.sample(pairs, len(pairs)):
                merged(one, other.root, by=self.dice.choice(self.people))

    def expected(self) -> set[Place]:
        with LabelFile.open_reading(self.laptops[0]) as file:
            return disagreeing(file, self.seen)


def disputing_history(folder: Path, seed: int) -> int:
    """Every disagreement is shown everywhere, and one decision settles each; how many there were before."""
    dice = random.Random(seed)
    team = Team(folder, dice)
    team.work(dice.randint(10, 26))
    team.merge_all()
    expected, out = team.expected(), folder / "out"
    for library in team.laptops:
        for place, shown in shown_disputes(library, out).items():
            assert shown == expected, f"seed {seed}: {place}"
        assert not taught(library) & expected, f"seed {seed}"
    with LabelFile.open_writing(dice.choice(team.laptops)) as file:
        assert team.settle_one(file, dice.choice(team.people), at_most=len(expected)) == len(expected)
    team.merge_all()
    assert team.expected() == set(), f"seed {seed}"
    for library in team.laptops:
        assert not any(shown_disputes(library, out).values()), f"seed {seed}: settled"
    return len(expected)
