"""A batch whose codes agree on a set orders the printings of its other cards, and reads none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.printed import judged, murk, strip

from karuta.domain.card import Printing
from karuta.domain.printing.answer import BatchSet, PrintingAnswer, PrintingVerdict
from karuta.domain.printing.judging import batch_set, within

OF_LOB = ["LOB-EN001", "LOB-EN020", "LOB-DE005", "LOB-EN100", "LOB-EN044"]
LOB = BatchSet("LOB", 5, 5, "LOB-EN")
ISSUES = [Printing(code, lang="en") for code in ("LOB-DE009", "LOB-EN009", "SDK-EN009")]


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (OF_LOB, LOB),
        (OF_LOB[:4], None),
        ([*OF_LOB, "SDK-001", "SDK-002"], None),
        ([*OF_LOB, *OF_LOB[:3], "SDK-001"], BatchSet("LOB", 8, 9, "LOB-EN")),
        (["12345678"] * 9, None),
        ([], None),
    ],
    ids=["all agree", "too few", "too many differ", "one differs", "codes without a set", "none"],
)
def test_a_batch_is_of_a_set_where_surely_most_of_its_codes_are(codes: list[str], said: BatchSet | None) -> None:
    assert batch_set(codes) == said


def two_codes_that_fit_alike() -> PrintingAnswer:
    return judged(
        [strip("LOB-EN009", doubts={0: {"L": 0.5, "S": 0.5}, 1: {"O": 0.5, "D": 0.5}, 2: {"B": 0.45, "K": 0.55}})],
        ISSUES,
        game="yugioh",
    )


def test_codes_that_fit_alike_are_ordered_by_the_batch_and_none_is_read() -> None:
    before = two_codes_that_fit_alike()
    assert before.verdict is PrintingVerdict.LIKELY and before.codes[0].set_code == "SDK-EN009"
    found = within(before, ISSUES, replace(LOB, agree=40, of=40))
    assert (found.verdict, found.codes[0].set_code) == (PrintingVerdict.LIKELY, "LOB-EN009")
    assert found.batch is not None and found.read.set_code is None
    assert sum(code.probability for code in found.codes) == pytest.approx(
        sum(code.probability for code in before.codes)
    )


def test_what_is_not_legible_stays_so_and_the_batchs_codes_are_offered_its_language_first() -> None:
    found = within(judged([murk()], ISSUES, game="yugioh"), ISSUES, LOB)
    assert found.verdict is PrintingVerdict.ILLEGIBLE and found.reason is not None
    assert [code.set_code for code in found.codes] == ["LOB-EN009", "LOB-DE009"]
    assert sum(code.probability for code in found.codes) < 0.6


@pytest.mark.parametrize("code", ["SDK-EN009", "ABC-EN001"])
def test_a_code_that_is_legible_is_not_overruled_by_its_batch(code: str) -> None:
    before = judged([strip(code)], ISSUES, game="yugioh")
    assert within(before, ISSUES, LOB) == before and before.verdict is not PrintingVerdict.LIKELY


def test_a_card_that_is_not_in_the_set_is_as_it_was() -> None:
    before = judged([murk()], ISSUES[2:], game="yugioh")
    assert within(before, ISSUES[2:], LOB) == before
    assert within(before, ISSUES, None) == before
