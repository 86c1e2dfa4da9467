"""A batch is often one set: where most of its codes agree, other cards of the batch are likelier of that set. Pure.

It orders printings and reads none: a code is *read* by its letters alone, whatever the batch is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from karuta.domain.card import Printing
from karuta.domain.printing.answer import BatchSet, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.judging import MOST_CODES, issues
from karuta.domain.statistics import wilson

# Of fewer codes nothing is said; and of a batch like this surely most cards are of the set (the share's lower bound).
LEAST_CODES, MOST = 5, 0.5


def set_of(code: str) -> str:
    """`LOB` of `LOB-EN005`."""
    return code.partition("-")[0]


def batch_set(codes: Sequence[str]) -> BatchSet | None:
    """The set that these codes agree on, one for each card of a batch; None where they are few or differ."""
    sets = Counter(set_of(code) for code in codes if "-" in code)
    if not codes or not sets:
        return None
    name, agree = min(sets.items(), key=lambda one: (-one[1], one[0]))
    if len(codes) < LEAST_CODES or wilson(agree, len(codes)).low <= MOST:
        return None
    lines = Counter(_line(code) for code in codes if set_of(code) == name)
    return BatchSet(name, agree, len(codes), min(lines, key=lambda one: (-lines[one], one)))


def within(answer: PrintingAnswer, printings: Sequence[Printing], batch: BatchSet | None) -> PrintingAnswer:
    """The answer with its codes as the batch orders them, marked so; as it is where that says nothing.

    What was read stays read. Of what is not legible the batch's own codes are offered, under the same verdict.
    """
    if batch is None or answer.verdict not in (PrintingVerdict.LIKELY, PrintingVerdict.ILLEGIBLE):
        return answer
    codes = issues(printings)
    inside = [code for code in codes if set_of(code) == batch.name]
    if not inside or (len(inside) == len(codes) and answer.verdict is PrintingVerdict.LIKELY):
        return answer
    share = wilson(batch.agree, batch.of).low
    if answer.verdict is PrintingVerdict.ILLEGIBLE:
        # Those in the language of the batch stand first.
        inside.sort(key=lambda code: (_line(code) != batch.line, code))
        ranked = tuple(replace(codes[code], probability=share / len(inside)) for code in inside[:MOST_CODES])
        return replace(answer, codes=ranked, batch=batch)
    here, elsewhere = share / len(inside), (1 - share) / (len(codes) - len(inside))
    before = sum(one.probability for one in answer.codes)
    weights = [one.probability * (here if set_of(one.set_code) == batch.name else elsewhere) for one in answer.codes]
    found = [
        replace(one, probability=before * weight / sum(weights))
        for one, weight in zip(answer.codes, weights, strict=True)
    ]
    ranked = tuple(sorted(found, key=_likeliest))
    if [one.set_code for one in ranked] == [one.set_code for one in answer.codes]:
        return answer
    return replace(answer, codes=ranked, batch=batch)


def _likeliest(code: RankedCode) -> float:
    return -code.probability


def _line(code: str) -> str:
    """`LOB-EN` of `LOB-EN005`: one set in one language."""
    return code.rstrip("0123456789")
