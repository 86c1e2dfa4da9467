"""What a listing's photos say together of the printing of the card that its title sells. Pure, reads nothing.

The clearest reading wins: one printing that was read for sure in one photo outweighs any that was not in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from karuta.domain.card import CardKey
from karuta.domain.printing.answer import Illegible, PrintingAnswer, PrintingVerdict
from karuta.listings.domain.check.listing import CloseUp, SeenCard
from karuta.listings.domain.titles.title_parts import code_key

# Of several photos in which nothing is legible, why it is not in the one that comes nearest.
_NEAREST = (Illegible.BLURRED, Illegible.COVERED, Illegible.SMALL)


PLAIN = 0.6
"""How much of a code has to be read without knowing any code, 0 to 1."""


@dataclass(frozen=True)
class ShownPrintings:
    """`prints`: of each sighting of the sold cards that was read."""

    prints: tuple[PrintingAnswer, ...] = ()

    @classmethod
    def of(
        cls, seen: Sequence[SeenCard], sold: AbstractSet[CardKey], close_ups: Sequence[CloseUp] = ()
    ) -> ShownPrintings:
        shown = (one for one in seen if one.is_believed and one.matches[0].card in sold)
        whole = (one.printing for one in shown if one.printing is not None)
        return cls((*whole, *(one.printing for one in close_ups)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The set codes that were read for sure."""
        read = (one.read.set_code for one in self._with(PrintingVerdict.READ))
        return tuple(dict.fromkeys(code for code in read if code is not None))

    @property
    def is_plain(self) -> bool:
        """Whether a code that was read for sure stands there for whoever knows none: only then may it accuse."""
        return any(_is_plain(one) for one in self._with(PrintingVerdict.READ))

    @property
    def editions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.read.edition for one in self.prints if one.read.edition is not None))

    @property
    def likely(self) -> tuple[str, float] | None:
        """The likeliest code where none was read for sure, and how probable it is."""
        ranked = [one.codes[0] for one in self._with(PrintingVerdict.LIKELY) if one.codes]
        best = max(ranked, key=lambda code: code.probability, default=None)
        return None if best is None or self.codes else (best.set_code, best.probability)

    @property
    def strange(self) -> str | None:
        """What is legible in the place of a code and is none of the card's."""
        return next((one.read.set_code for one in self._with(PrintingVerdict.OTHER) if one.read.set_code), None)

    @property
    def has_none(self) -> bool:
        """Whether it is of a frame without a code."""
        return any(self._with(PrintingVerdict.NONE))

    @property
    def illegible(self) -> Illegible | None:
        """Why none can be read."""
        reasons = {one.reason for one in self._with(PrintingVerdict.ILLEGIBLE)}
        return next((reason for reason in _NEAREST if reason in reasons), None)

    def _with(self, verdict: PrintingVerdict) -> list[PrintingAnswer]:
        return [one for one in self.prints if one.verdict is verdict]


def _is_plain(answer: PrintingAnswer) -> bool:
    """Of a murky strip the code that fits best may fit well by chance, a short one above all."""
    said, code = answer.verified, answer.read.set_code
    if said is None or said.free is None or code is None:
        return said is None
    return SequenceMatcher(None, said.free.text, code).ratio() >= PLAIN


def same_code(one: str, other: str) -> bool:
    """Whether two codes are one, however they are written."""
    return code_key(one) == code_key(other)
