"""Confirms which card a photo shows, from its file: look it up, add it, store the label; all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from karuta.domain.card import Card
from karuta.domain.desk import DeskPhoto, LiveSighting
from karuta.domain.errors import PictureError
from karuta.domain.journal import Action
from karuta.domain.label import WHOLE_PHOTO, ChosenCard, Evidence, Kind, LabelError, Origin
from karuta.domain.photo import Arrival, Refused
from karuta.domain.printing.answer import kept_text
from karuta.domain.recheck import ReviewAnswer, followed
from karuta.domain.sentence import counted
from karuta.paths import LibraryFolder
from karuta.services.labels.decide import Choice, decide
from karuta.services.lookups.add_photos import seen_file
from karuta.services.lookups.look_up import Look, Recognise, keep_look, look_up
from karuta.services.lookups.read_desk_print import ReadDeskPrint, unread_print
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.photos import SeenFile, arrive
from karuta.store.rechecks import disputed_among

FindCard = Callable[[str], Card]
"""Gives the card that `game:card_id` or a bare id names; raises `CatalogueError`."""


class WhichSighting(LabelError):  # noqa: N818 - reads as what is asked
    """It is not clear which sighting of the photo is confirmed; `sightings` are the choices."""

    def __init__(self, message: str, sightings: tuple[LiveSighting, ...]) -> None:
        super().__init__(message)
        self.sightings = sightings


@dataclass(frozen=True)
class ConfirmRequest:
    """`sighting`: from 1 in reading order, 0 for the whole photo, None for the only one."""

    photo: Path
    card: str
    sighting: int | None = None
    printing: str | None = None
    batch: str | None = None
    listing: str | None = None
    finish: str | None = None


@dataclass(frozen=True)
class Confirmed:
    """The label as it was stored. `printing_known` is false if the catalogue lists no such printing of the card.

    `remark`: what others had said, where people disagreed about it or do so now.
    """

    action: Action
    card: ChosenCard
    photo: str
    sighting: int | None
    printing_known: bool
    remark: str = ""


def confirm_photo(
    library: LibraryFolder,
    request: ConfirmRequest,
    *,
    origin: Origin,
    find_card: FindCard,
    recognise: Recognise,
    read_print: ReadDeskPrint = unread_print,
) -> Confirmed:
    """Store that a photo shows a card, as the same label event as in the window, with what `read_print` reads.

    Whoever gives a command has seen nobody's label: one that says otherwise is told of, and stays in dispute with this
    one. What is disputed already is settled: `labels conflicts` and the remark name what everybody said.

    Raises `CatalogueError`, `PictureError`, `WhichSighting`, `LibraryError`; the label file is unchanged then.
    """
    card = find_card(request.card)
    chosen, printing_known = _chosen(card, request.printing)
    chosen = replace(chosen, finish=request.finish)
    seen = seen_file(Arrival(request.photo, request.batch, request.listing))
    if isinstance(seen, Refused):
        raise PictureError(seen.code, seen.message)
    look = look_up(request.photo, seen.sha256, library, recognise)
    if look.error is not None:
        raise look.error
    with LabelFile.open_writing(library) as file, file.writing():
        desk = _put_on_the_desk(file, seen, look, origin)
        sighting = _sighting(desk, request)
        answers, label = (sighting or desk).answers, sighting.label if sighting else desk.whole_photo
        settles = label is not None and label.is_disputed
        choice = Choice(
            photo_sha256=seen.sha256,
            kind=Kind.CONFIRM,
            sighting_id=sighting.sighting_id if sighting else WHOLE_PHOTO,
            card=chosen,
            batch=request.batch,
            listing=request.listing,
            follows=followed(answers) if settles else (),
            evidence=None if sighting is None else _evidence(sighting, request.photo, look, chosen, read_print),
        )
        action = decide(file, [choice], origin)
        is_disputed = bool(disputed_among(file, [seen.sha256]) & {(seen.sha256, choice.sighting_id)})
    number = sighting.number if sighting else None
    others = [word for word in answers if settles or word.annotator != origin.annotator]
    remark = _remark(others, settled=settles) if settles or is_disputed else ""
    return Confirmed(action, chosen, desk.photo.name, number, printing_known, remark)


def _evidence(
    sighting: LiveSighting, photo: Path, look: Look, card: ChosenCard, read_print: ReadDeskPrint
) -> Evidence | None:
    """The sighting's own, with what is printed if the card is this one; None where that says nothing."""
    print_read = None if look.seen is None else read_print(photo, look.seen.size, sighting)
    answer = None if print_read is None else print_read.printings.get(card.key)
    return None if answer is None else replace(sighting.evidence, print_read=kept_text(answer))


def _remark(answers: Sequence[ReviewAnswer], *, settled: bool) -> str:
    words = "; ".join(f"{word.annotator} said {word.text}" for word in answers)
    if settled:
        return f"This settles what people disagreed about: {words}. `karuta undo` makes it disputed again."
    return f"It is disputed now: {words}. Whoever decides it once more settles it; `karuta labels conflicts` lists it."


def _put_on_the_desk(file: LabelFile, seen: SeenFile, look: Look, origin: Origin) -> DeskPhoto:
    arrive(file, seen, device=origin.device)
    keep_look(file, seen.sha256, look)
    return on_the_desk(file, [seen.sha256])[0]


def _sighting(desk: DeskPhoto, request: ConfirmRequest) -> LiveSighting | None:
    """The sighting meant; None for the whole photo."""
    name, sightings = desk.photo.name, desk.sightings
    if request.sighting == 0:
        return None
    if request.sighting is not None:
        if (sighting := desk.numbered(request.sighting)) is not None:
            return sighting
        raise WhichSighting(f"{name} has {_counted(len(sightings))}; there is no card {request.sighting}.", sightings)
    if len(sightings) == 1:
        return sightings[0]
    if not sightings:
        raise WhichSighting(f"No card was found in {name}; `--sighting 0` labels the whole photo.", ())
    raise WhichSighting(f"{name} has {_counted(len(sightings))}; say which with --sighting N.", sightings)


def _counted(count: int) -> str:
    return counted(count, "card") if count else "no cards"


def _chosen(card: Card, printing: str | None) -> tuple[ChosenCard, bool]:
    """The card with its printing, written as in the catalogue if it lists that printing."""
    code = (printing or "").strip()
    if not code:
        return ChosenCard(card.key, card.name), True
    listed = next((p.set_code for p in card.printings if p.set_code.casefold() == code.casefold()), None)
    return ChosenCard(card.key, card.name, listed or code), listed is not None
