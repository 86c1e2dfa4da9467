"""What a look rests on and how its list was searched: whether it is still valid, and how to repeat it. Pure values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from karuta.domain.errors import DamagedRow
from karuta.domain.shape import Misshapen, parsed, shaped

NO_READER: str | None = None
"""In place of a reader's hash while there is no reader. A reader gives its own, and every older look is then stale."""

EXACT = "exact"
"""How a list was searched that came from comparing with every vector; so was one that says nothing."""


@dataclass(frozen=True)
class Grounds:
    """What answered. `artworks_hash`: of the live artworks as this model embeds them, without exemplars.

    A look with other grounds than the present ones is stale. Exemplars do not count, or every label would make every
    look stale.
    """

    model_hash: str
    artworks_hash: str
    reader_hash: str | None = NO_READER


@dataclass(frozen=True)
class Forest:
    """An Annoy forest that proposed candidates, which were then compared exactly.

    `forest`: the hash of its file. `pictures`: the hash of the pictures in it. `beside`: the hash of those added since,
    which were searched exactly. `nodes`: the least number of nodes that it inspected.
    """

    forest: str
    pictures: str
    trees: int
    seed: int
    nodes: int
    beside: str | None = None


def searched_text(forest: Forest | None) -> str:
    """As text, for looks and events."""
    return EXACT if forest is None else json.dumps(asdict(forest), separators=(",", ":"))


def parsed_searched(text: str | None) -> Forest | None:
    """What `searched_text` wrote; None for an exact search. Raises `DamagedRow` for any other text."""
    if text is None or text == EXACT:
        return None
    try:
        return shaped(parsed(text), Forest)
    except Misshapen as error:
        raise DamagedRow() from error
