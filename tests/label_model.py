"""A plain Python model of labels: lists and two stacks a person; what the label file is compared with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from karuta.domain.label import LABELS, Kind, Origin, Points, parsed_corners
from karuta.services.labels.decide import Choice
from karuta.store.label_file import LabelFile

Standing = dict[tuple[str, str], tuple[str, str | None, str]]
"""(photo, sighting) -> (kind, card id, annotator)."""

Struck = dict[tuple[str, str], str]
"""(sighting, card id) -> annotator."""


class ModelOfLabels:
    """Every action in order, whether it stands, and who may take what back."""

    def __init__(self) -> None:
        self._log: list[tuple[int, Origin, Choice]] = []
        self._stands: list[bool] = []
        self._done: dict[str, list[int]] = defaultdict(list)
        self._undone: dict[str, list[int]] = defaultdict(list)

    @property
    def actions(self) -> int:
        return len(self._stands)

    def act(self, who: Origin, choices: Sequence[Choice]) -> None:
        self._log += [(len(self._stands), who, choice) for choice in choices]
        self._done[who.annotator].append(len(self._stands))
        self._undone[who.annotator].clear()
        self._stands.append(True)

    def undo(self, who: Origin) -> bool:
        return self._move(self._done[who.annotator], self._undone[who.annotator], stands=False)

    def redo(self, who: Origin) -> bool:
        return self._move(self._undone[who.annotator], self._done[who.annotator], stands=True)

    def take_in(self, who: Origin, sighting: str, card_id: str) -> bool:
        """Take back what they ruled out there, whatever they did since."""
        strikes = [
            action
            for action, by, choice in self._log
            if by.annotator == who.annotator
            and _is_strike(choice)
            and (choice.sighting_id, _card(choice)) == (sighting, card_id)
        ]
        done = self._done[who.annotator]
        action = next((action for action in strikes if action in done), None)
        if action is None:
            return False
        done.append(done.pop(done.index(action)))
        return self.undo(who)

    def _move(self, here: list[int], there: list[int], *, stands: bool) -> bool:
        if not here:
            return False
        action = here.pop()
        there.append(action)
        self._stands[action] = stands
        if stands:
            there.sort()  # an undo takes back the newest action, whenever it was brought back
        return True

    def current(self) -> Standing:
        """Walk through everything that stands: a person replaces all, a machine only where no person stands."""
        result: Standing = {}
        for action, who, choice in self._log:
            if not self._stands[action] or choice.kind not in LABELS:
                continue
            place = (choice.photo_sha256, choice.sighting_id)
            by_person = place in result and result[place][0] != Kind.AUTO_CONFIRM
            if choice.kind is Kind.WITHDRAW:
                result.pop(place, None)
            elif choice.kind is not Kind.AUTO_CONFIRM or not by_person:
                card = choice.card.key.card_id if choice.card else None
                result[place] = (choice.kind.value, card, who.annotator)
        return result

    def corners(self) -> dict[tuple[str, str], Points]:
        """Where each sighting is whose corners a person set: the last word that stands."""
        return {
            (choice.photo_sha256, choice.sighting_id): choice.corners
            for action, _, choice in self._log
            if self._stands[action] and choice.kind is Kind.CORNERS and choice.corners
        }

    def struck(self) -> Struck:
        """What was ruled out without a label, and not confirmed by a person since; who said so last."""
        result: Struck = {}
        for action, who, choice in self._log:
            if self._stands[action] and (card := _card(choice)) is not None:
                claim = (choice.sighting_id, card)
                if _is_strike(choice):
                    result[claim] = who.annotator
                elif choice.kind is Kind.CONFIRM:
                    result.pop(claim, None)
        return result

    def stack(self, arrived: Sequence[str]) -> list[str]:
        """The queue: in order of arrival, what was skipped behind it, without what was removed."""
        order, gone = list(arrived), set()
        for action, _, choice in self._log:
            if self._stands[action] and choice.kind is Kind.SKIP and choice.card is None:
                order.remove(choice.photo_sha256)
                order.append(choice.photo_sha256)
            elif self._stands[action] and choice.kind is Kind.REMOVE:
                gone.add(choice.photo_sha256)
        return [photo for photo in order if photo not in gone]


def _card(choice: Choice) -> str | None:
    return choice.card.key.card_id if choice.card else None


def _is_strike(choice: Choice) -> bool:
    return choice.kind is Kind.SKIP and choice.card is not None


def corners_standing(file: LabelFile) -> dict[tuple[str, str], Points | None]:
    """The corners that persons set as the file's view has them."""
    rows = file.rows("SELECT photo_sha256, sighting_id, corners FROM corners_by_hand")
    assert len(rows) == len({row[:2] for row in rows})
    return {(row[0], row[1]): parsed_corners(row[2]) for row in rows}


def standing(file: LabelFile) -> Standing:
    """The current labels as the file's view has them."""
    rows = file.rows("SELECT photo_sha256, sighting_id, kind, card_id, annotator FROM current_labels")
    assert len(rows) == len({row[:2] for row in rows})
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}
