"""How a failed comparison of much is told: at once. pytest compares it line by line, on a CI machine always, and takes
minutes for two lists of 2,000 names, while the window of the failing script stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import zip_longest

MUCH = 100
"""So many items or lines are compared by pytest in the time of a test."""
_SHOWN = 200


def told_shortly(op: str, left: object, right: object) -> list[str] | None:
    """What stands below the assertion; None where pytest tells it, which says more about little."""
    if op != "==":
        return None
    if isinstance(left, str) and isinstance(right, str):
        return _first_difference(left.splitlines(), right.splitlines(), "lines")
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        return _first_difference(left, right, "items")
    if isinstance(left, Set) and isinstance(right, Set):
        return _missing(left, right)
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return _missing(left.items(), right.items())
    return None


def _first_difference(left: Sequence[object], right: Sequence[object], what: str) -> list[str] | None:
    if min(len(left), len(right)) < MUCH:
        return None
    nothing = object()
    pairs = enumerate(zip_longest(left, right, fillvalue=nothing))
    found = next((found for found in pairs if found[1][0] != found[1][1]), None)
    if found is None:
        return None
    at, (one, other) = found
    said = ["nothing" if value is nothing else repr(value)[:_SHOWN] for value in (one, other)]
    return [f"{len(left):,} {what} == {len(right):,} {what}", f"differ first at {at}: {said[0]} and {said[1]}"]


def _missing(left: Set[object], right: Set[object]) -> list[str] | None:
    if min(len(left), len(right)) < MUCH:
        return None
    only = [
        sorted(repr(fact) for fact in found if fact not in beside) for found, beside in ((left, right), (right, left))
    ]
    return [
        f"{len(left):,} items == {len(right):,} items",
        f"only left: {len(only[0]):,}, {', '.join(only[0])[:_SHOWN]}",
        f"only right: {len(only[1]):,}, {', '.join(only[1])[:_SHOWN]}",
    ]
