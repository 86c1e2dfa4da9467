"""What the Return key does to the card on the desk: never more than the screen says. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from karuta.domain.label import Kind
from karuta.domain.match import Verdict

# If no match was marked, Return does what the verdict says. *Unsure* says nothing, so a person has to mark a match.
_SAYS = {
    Verdict.SURE: Kind.CONFIRM,
    Verdict.LIKELY: Kind.CONFIRM,
    Verdict.UNKNOWN: Kind.UNKNOWN,
    Verdict.UNREADABLE: Kind.UNREADABLE,
}


@dataclass(frozen=True)
class ReturnKey:
    """`kind`: None if Return does nothing. `place`: of the match that it confirms, from 0."""

    kind: Kind | None = None
    place: int | None = None


def what_return_does(
    verdict: Verdict | None,
    *,
    matches: int,
    marked: int | None = None,
    is_decided: bool = False,
    is_back: bool = False,
    is_ruled_out: bool = False,
) -> ReturnKey:
    """`verdict`: None if no card was seen or looked up. `matches`: how many are listed. `is_back`: a back was
    recognised. `is_ruled_out`: a person refused the card that the verdict is about, so the verdict says nothing.

    `marked`: the match that a person marked. On a card that is decided Return does nothing, unless a person marked
    another match.
    """
    if marked is not None and 0 <= marked < matches:
        return ReturnKey(Kind.CONFIRM, marked)
    if is_decided or verdict is None:
        return ReturnKey()
    kind = Kind.BACK if is_back else _SAYS.get(verdict)
    if kind is Kind.CONFIRM:
        return ReturnKey(kind, 0) if matches and not is_ruled_out else ReturnKey()
    return ReturnKey(kind)
