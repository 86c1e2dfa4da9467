"""What is printed joins what the picture says, and never decides alone against it without saying so."""

from __future__ import annotations

import pytest

from karuta.domain.card import CardKey
from karuta.domain.match import Match, Verdict
from karuta.domain.printing.evidence import PrintSays, PrintWitness, joined

RED, BLUE, BLACK = (CardKey("yugioh", name) for name in ("red", "blue", "black"))
FITS, FITS_NOT = -0.2, -25.0


def match(card: CardKey, probability: float | None) -> Match:
    return Match(card, card.card_id, "a.webp", "0" * 64, 0.5, probability, exemplar=False)


MATCHES = [match(RED, 0.70), match(BLUE, 0.25), match(BLACK, 0.01)]


def witness(card: CardKey | None = None, *, elsewhere: float | None = None) -> PrintWitness:
    ratios = {key: FITS if key == card else FITS_NOT for key in (RED, BLUE, BLACK)}
    return PrintWitness(ratios, elsewhere)


def test_a_print_that_agrees_makes_a_likely_card_sure() -> None:
    found = joined(MATCHES, Verdict.LIKELY, [witness(RED), witness(RED)])
    assert (found.verdict, found.print_says) == (Verdict.SURE, PrintSays.AGREES)
    assert found.matches[0].card == RED and found.matches[0].probability == pytest.approx(1, abs=0.01)
    assert not any(candidate.reordered for candidate in found.matches)


def test_a_number_of_the_second_card_puts_it_first_and_marks_who_moved() -> None:
    found = joined(MATCHES, Verdict.LIKELY, [witness(), witness(BLUE)])
    assert [candidate.card for candidate in found.matches] == [BLUE, RED, BLACK]
    assert [candidate.reordered for candidate in found.matches] == [True, True, False]
    assert sum(candidate.probability or 0 for candidate in found.matches) <= 1


def test_where_nothing_is_legible_nothing_changes() -> None:
    found = joined(MATCHES, Verdict.SURE, [witness(), witness(), PrintWitness()])
    assert (found.verdict, found.print_says) == (Verdict.SURE, None)
    assert [candidate.probability for candidate in found.matches] == pytest.approx([0.70, 0.25, 0.01])
    assert [candidate.card for candidate in found.matches] == [RED, BLUE, BLACK]


def test_a_number_of_nobody_here_takes_sure_away_and_says_why() -> None:
    found = joined(MATCHES, Verdict.SURE, [witness(), witness(elsewhere=FITS)])
    assert (found.verdict, found.print_says) == (Verdict.UNSURE, PrintSays.CONTRADICTS)
    assert (found.matches[0].probability or 0) < 0.2


def test_a_contradiction_outweighs_no_verdict_upwards() -> None:
    found = joined(MATCHES, Verdict.UNKNOWN, [witness(), witness(elsewhere=FITS)])
    assert found.verdict is Verdict.UNKNOWN


def test_a_stranger_that_the_print_names_is_that_card() -> None:
    new = CardKey("yugioh", "new")
    stranger = Match(new, "New", "", "", -1.0, None, exemplar=False)
    weak = [match(RED, 0.05), match(BLUE, 0.02)]
    found = joined(weak, Verdict.UNKNOWN, [witness(), witness(elsewhere=FITS)], stranger=stranger)
    assert found.matches[0].card == new and found.matches[0].by == "reading"
    assert len(found.matches) == 2 and found.verdict is Verdict.LIKELY
    both = joined(weak, Verdict.UNKNOWN, [witness(elsewhere=FITS)] * 2, stranger=stranger)
    assert both.verdict is Verdict.SURE


def test_one_witness_alone_does_not_make_sure_whom_the_picture_does_not_know() -> None:
    weak = [match(RED, 0.2), match(BLUE, 0.02)]
    assert joined(weak, Verdict.UNKNOWN, [witness(RED), PrintWitness()]).verdict is Verdict.LIKELY
    assert joined(weak, Verdict.UNKNOWN, [witness(RED), witness(RED)]).verdict is Verdict.SURE
