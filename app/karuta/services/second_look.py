"""A blind second look at confirmed sightings, what it says of each annotator, and where persons disagree."""

from __future__ import annotations

from karuta.domain.desk import DeskPhoto
from karuta.domain.journal import Action
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.domain.recheck import RECHECKS, Agreement, Disagreement
from karuta.services.decide import Choice, decide
from karuta.store import rechecks
from karuta.store.label_file import LabelFile

SEED = "second look"


def second_looks(file: LabelFile, annotator: str, *, count: int, seed: str = SEED) -> list[tuple[str, str]]:
    """(photo, sighting) of a random sample of confirmed sightings on which this annotator has had no second look.

    The same labels and seed give the same sample.
    """
    return rechecks.waiting(file, annotator, count=count, seed=f"{seed}:{annotator}")


def blind(desk: DeskPhoto, sighting_id: str) -> int | None:
    """The place of a sighting in its photo; None where it is there no more, or has no match to be shown."""
    places = [place for place, one in enumerate(desk.sightings) if one.sighting_id == sighting_id and one.matches]
    return places[0] if places else None


def look_again(
    file: LabelFile, photo_sha256: str, sighting_id: str, *, kind: Kind, card: ChosenCard | None, origin: Origin
) -> Action:
    """Keep what a second look found, beside the label, which stays. `kind`: as a label would say it.

    Raises `LabelError` and `LibraryError`; nothing was saved, then.
    """
    return decide(file, [Choice(photo_sha256, RECHECKS[kind], sighting_id, card)], origin)


def agreement(file: LabelFile) -> list[Agreement]:
    """Of each annotator's labels that had a second look, how many it found as they were."""
    return rechecks.agreement(file)


def disagreements(file: LabelFile) -> list[Disagreement]:
    """Every sighting about which persons, or one person twice, say different things."""
    return rechecks.disagreements(file)
