"""The message of one sighting's small print: a verdict on its printing, and what was made out. Pure values."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from karuta.domain.finish import Finish, Slab
from karuta.domain.printing.places import PrintPlace
from karuta.domain.printing.verifying import Verified
from karuta.domain.shape import Plain


class PrintingVerdict(StrEnum):
    """As it is stored. `READ`: one set code is certain. `LIKELY`: the first is probable. `OTHER`: a code was read, but
    none of this card's. `NONE`: the card has no set code.
    """

    READ = "read"
    LIKELY = "likely"
    OTHER = "other"
    ILLEGIBLE = "illegible"
    NONE = "none"


class Illegible(StrEnum):
    """Why a code cannot be read."""

    SMALL = "small"
    BLURRED = "blurred"
    COVERED = "covered"


@dataclass(frozen=True)
class RankedCode(Plain):
    """`lang`: the language of the printings with this code, None where there are several. `rarities`: in which it was
    printed; the code does not say which of them a card is.
    """

    set_code: str
    lang: str | None
    probability: float
    rarities: tuple[str, ...] = ()


@dataclass(frozen=True)
class MadeOut(Plain):
    """The parts that were read, each None where nothing was. `edition`: first, limited or unlimited."""

    set_code: str | None = None
    passcode: str | None = None
    name: str | None = None
    edition: str | None = None


@dataclass(frozen=True)
class BatchSet:
    """The set that most cards of a batch are of: `agree` of the `of` codes that are known. `line`: with the letters of
    the commonest language, `LOB-EN`.
    """

    name: str
    agree: int
    of: int
    line: str


@dataclass(frozen=True)
class PrintingAnswer:
    """`codes`: of the first match, best first, at most five. `reason`: why it is illegible, None unless it is.

    `batch`: what has ordered the codes besides the letters; None where nothing has.
    `place`: the line where its code was read best, else that with most letters. `edition_place`: where its edition
    was read. `finish`, `slab`: of what a label keeps; a sighting has its own.
    """

    verdict: PrintingVerdict
    codes: tuple[RankedCode, ...] = ()
    read: MadeOut = field(default_factory=MadeOut)
    reason: Illegible | None = None
    batch: BatchSet | None = None
    verified: Verified | None = field(default=None, repr=False, compare=False)
    place: PrintPlace | None = field(default=None, repr=False, compare=False)
    edition_place: PrintPlace | None = field(default=None, repr=False, compare=False)
    finish: Finish | None = None
    slab: Slab | None = None


@dataclass(frozen=True)
class PrintResult(Plain):
    """A sighting's print as `lookup --json` has it. `verdict`: read, likely, other, illegible or none."""

    verdict: str
    codes: tuple[RankedCode, ...]
    read: MadeOut
    reason: str | None


def print_result(answer: PrintingAnswer) -> PrintResult:
    reason = None if answer.reason is None else answer.reason.value
    return PrintResult(answer.verdict.value, answer.codes, answer.read, reason)


def kept_text(answer: PrintingAnswer) -> str:
    """As text, for a label: the verdict, the codes with their probabilities, and what was made out."""
    values: dict[str, object] = {
        "verdict": answer.verdict.value,
        "codes": [_kept_code(code) for code in answer.codes],
        "read": asdict(answer.read),
        "reason": None if answer.reason is None else answer.reason.value,
    }
    if answer.batch is not None:
        values["batch"] = {"set": answer.batch.name, "agree": answer.batch.agree, "of": answer.batch.of}
    values |= {name: asdict(seen) for name in ("finish", "slab") if (seen := getattr(answer, name)) is not None}
    return json.dumps(values, separators=(",", ":"))


def _kept_code(code: RankedCode) -> dict[str, object]:
    return {"set_code": code.set_code, "lang": code.lang, "probability": round(code.probability, 6)}
