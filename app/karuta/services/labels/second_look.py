"""A blind second look at confirmed sightings, what it says about each annotator, and where people disagree."""

from __future__ import annotations

from hashlib import sha256

from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import Action
from karuta.domain.label import BY_A_MACHINE, ChosenCard, Evidence, Kind, Origin
from karuta.domain.match import Match
from karuta.domain.recheck import BLIND, RECHECKS, Disagreement, followed
from karuta.services.labels.decide import Choice, decide
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


def blind(desk: DeskPhoto, sighting_id: str) -> int | None:
    """The place of a sighting in its photo; None if it is gone, or has no match to show."""
    places = [place for place, one in enumerate(desk.sightings) if one.sighting_id == sighting_id and one.matches]
    return places[0] if places else None


def look_again(
    file: LabelFile,
    photo_sha256: str,
    sighting_id: str,
    *,
    kind: Kind,
    card: ChosenCard | None,
    origin: Origin,
    evidence: Evidence | None = None,
    shown: tuple[Match, ...] | None = None,
) -> Action:
    """Keep what a second look found, beside the label, which stays. `kind`: as a label would say it. `evidence`: of
    the look that was on the screen; `shown`: its matches as a lot had ordered them there.

    What only a machine has said gets its first word of a person, a label like any other. Raises `LabelError` and
    `LibraryError`; nothing was saved, then.
    """
    said = [label for label in labels_of(file, [photo_sha256]) if label.sighting_id == sighting_id]
    is_first_word = bool(said) and all(label.kind in BY_A_MACHINE for label in said)
    kept_as = kind if is_first_word else RECHECKS[kind]
    by = None if shown is None else BLIND
    choice = Choice(photo_sha256, kept_as, sighting_id, card, evidence=evidence, shown=shown, reordered_by=by)
    return decide(file, [choice], origin)


def conflicts(file: LabelFile) -> list[tuple[Disagreement, int | None]]:
    """The disputed sightings, each with the sighting's number in its photo (None: the whole photo)."""
    found = disagreements(file)
    labels = labels_of(file, list(dict.fromkeys(item.photo_sha256 for item in found)))
    numbers = {(label.photo_sha256, label.sighting_id): label.sighting for label in labels}
    return [(item, numbers.get((item.photo_sha256, item.sighting_id))) for item in found]


def settle(file: LabelFile, one: Disagreement, kind: Kind, card: ChosenCard | None, origin: Origin) -> Action:
    """Decide what people disagree about, knowing what each of them said. Raises `LabelError` and `LibraryError`."""
    choice = Choice(one.photo_sha256, kind, one.sighting_id, card, follows=followed(one.said))
    return decide(file, [choice], origin)
