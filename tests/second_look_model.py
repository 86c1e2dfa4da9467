"""A plain Python model of second looks and of what may be an exemplar: loops over everything that stands."""

from __future__ import annotations

from karuta.domain.label import Kind
from karuta.domain.recheck import SAID
from karuta.services.labels.decide import Choice
from tests.label_model import ModelOfLabels, Standing

Place = tuple[str, str]
Word = tuple[int, str, Kind, str | None]
"""When (a place in the log), who, what, which card."""


class ModelOfSecondLooks(ModelOfLabels):
    """Second looks stand beside labels and change none of them."""

    def current(self) -> Standing:
        log, self._log = self._log, [choice for choice in self._log if choice[2].kind not in SAID]
        try:
            return super().current()
        finally:
            self._log = log

    def words(self, place: Place) -> list[Word]:
        """Everything that persons said about a sighting and that stands, second looks too."""
        return [
            (at, who.annotator, choice.kind, _card(choice))
            for at, (action, who, choice) in enumerate(self._log)
            if self._stands[action]
            and (choice.photo_sha256, choice.sighting_id) == place
            and choice.kind is not Kind.AUTO_CONFIRM
        ]

    def disputed(self, place: Place) -> bool:
        words = self.words(place)
        labels = [word for word in words if word[2] not in SAID]
        last = {word[1]: word for word in labels}
        answers = {word[2:] for word in last.values() if word[2] is not Kind.WITHDRAW}
        newest = labels[-1]
        later = [word for word in words if word[2] in SAID and word[0] > newest[0]]
        return len(answers) > 1 or any((SAID[word[2]], word[3]) != newest[2:] for word in later)

    def exemplars(self) -> dict[Place, str]:
        """Sighting -> card, of every label that may be an exemplar."""
        return {
            place: card
            for place, (kind, card, _) in self.current().items()
            if kind == Kind.CONFIRM and card is not None and place[1] and not self.disputed(place)
        }

    def agreement(self) -> dict[tuple[str, str], tuple[int, int]]:
        """(annotator, who looked) -> (second looks that found their label as it was, second looks at their labels)."""
        counted: dict[tuple[str, str], tuple[int, int]] = {}
        for place in {(choice.photo_sha256, choice.sighting_id) for _, _, choice in self._log}:
            label: Word | None = None
            for word in self.words(place):
                if word[2] not in SAID:
                    label = word
                elif label is not None and label[2] is not Kind.WITHDRAW:
                    pair = label[1], word[1]
                    upheld, looked = counted.get(pair, (0, 0))
                    same = (SAID[word[2]], word[3]) == label[2:]
                    counted[pair] = (upheld + same, looked + 1)
        return counted


def _card(choice: Choice) -> str | None:
    return choice.card.key.card_id if choice.card else None
