"""A card's finish, and the label of the slab that it is in, as a photo shows them. Pure values.

Neither says which card it is: foil and plain are one drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from karuta.domain.shape import Plain

FOIL: Final = "foil"
PLAIN: Final = "plain"
FINISHES: Final = (FOIL, "reverse", PLAIN)
"""As they are stored, never translated. `foil`: the art shines, alone or with the rest; `reverse`: all but the art."""


@dataclass(frozen=True)
class Finish(Plain):
    """`value`: one of `FINISHES`, None where the photo does not tell. `probability`: of the likeliest, 0 to 1."""

    value: str | None
    probability: float


NOT_TOLD = Finish(None, 0.0)


@dataclass(frozen=True)
class Slab(Plain):
    """What a grading company's label says, each None where it was not read."""

    company: str | None = None
    grade: str | None = None
    number: str | None = None

    @property
    def text(self) -> str:
        """`PSA 10 12345678`, without what was not read."""
        return " ".join(part for part in (self.company, self.grade, self.number) if part)


NO_SLAB = Slab()
