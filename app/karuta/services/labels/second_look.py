"""A blind second look at confirmed sightings, what it says about each annotator, and where people disagree."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from karuta.domain.label import BY_A_MACHINE
from karuta.domain.recheck import RECHECKS, Disagreement
from karuta.services.labels.decide import Choice
from karuta.services.labels.own_confidence import waiting_for_a_blind_look
from karuta.store.current_labels import labels_of
from karuta.store.label_file import LabelFile
from karuta.store.rechecks import agreement as agreement
from karuta.store.rechecks import disagreements as disagreements
from karuta.store.rechecks import waiting

SEED = "second look"


def second_looks(file: LabelFile, annotator: str, *, count: int) -> list[tuple[str, str]]:
    """(photo, sighting) of a random sample of confirmed sightings on which this annotator has had no second look.

    Up to half of them are sampled machine labels, which look like all others. The same labels and seed give the same
    sample.
    """
    seed = f"{SEED}:{annotator}"
    unseen = waiting_for_a_blind_look(file)
    machines = [(label.photo_sha256, label.sighting_id) for label in unseen if label.sighting_id]
    persons = waiting(file, annotator, count=count, seed=seed)
    some = machines[: max(count - len(persons), (count + 1) // 2)]
    drawn = [*some, *persons[: count - len(some)]]
    return sorted(drawn, key=lambda place: sha256(f"{seed}:{place}".encode()).digest())


def beside_the_label(file: LabelFile, choice: Choice) -> Choice:
    """The choice as a second look keeps it: beside the label, which stays.

    What only a machine has said gets its first word of a person, a label like any other.
    """
    labels = [label for label in labels_of(file, [choice.photo_sha256]) if label.sighting_id == choice.sighting_id]
    is_first_word = bool(labels) and all(label.kind in BY_A_MACHINE for label in labels)
    return choice if is_first_word else replace(choice, kind=RECHECKS[choice.kind])


def conflicts(file: LabelFile) -> list[tuple[Disagreement, int | None]]:
    """The disputed sightings, each with the sighting's number in its photo (None: the whole photo)."""
    disputed = disagreements(file)
    labels = labels_of(file, list(dict.fromkeys(item.photo_sha256 for item in disputed)))
    numbers = {(label.photo_sha256, label.sighting_id): label.sighting for label in labels}
    return [(item, numbers.get((item.photo_sha256, item.sighting_id))) for item in disputed]
