"""From how well codes fit to a verdict: two numbers decide, and what is no code of the card is said."""

from __future__ import annotations

import pytest
from tests.printed import judged, murk, strip

from karuta.domain.card import Printing
from karuta.domain.printing.answer import Illegible, MadeOut, PrintingAnswer, PrintingVerdict
from karuta.domain.printing.judging import BOUNDS, beside_the_first, is_faint
from karuta.domain.printing.verifying import SeenStrip
from karuta.print_table import print_table

CARD = [Printing("LOB-EN005", lang="en"), Printing("LOB-DE005", lang="de"), Printing("PE-04", lang="en")]


def test_a_clear_code_is_read_with_its_language() -> None:
    found = judged([strip(""), strip("LOB-DE005")], CARD, game="yugioh")
    assert found.verdict is PrintingVerdict.READ
    assert (found.read.set_code, found.codes[0].set_code, found.codes[0].lang) == ("LOB-DE005", "LOB-DE005", "de")
    assert found.codes[0].probability > 0.98


def test_letters_that_two_codes_could_be_are_ranked_and_not_read() -> None:
    doubt = {4: {"D": 0.6, "E": 0.4}, 5: {"E": 0.6, "N": 0.4}}
    found = judged([strip("LOB-DE005", doubts=doubt)], CARD, game="yugioh")
    assert found.verdict is PrintingVerdict.LIKELY
    assert [code.set_code for code in found.codes[:2]] == ["LOB-DE005", "LOB-EN005"]
    assert found.read.set_code is None
    assert sum(code.probability for code in found.codes) < 1


@pytest.mark.parametrize("codes", [["LOB-EN005", "PE-04"], ["LOB-EN005"]], ids=["another code", "no other code"])
def test_a_sibling_is_not_read_for_a_code_that_the_card_lacks(codes: list[str]) -> None:
    """LOB-DN005 is seen through a murk that leaves LOB-EN005 possible; all others are far away, which is no merit."""
    found = judged(
        [strip("LOB-DN005", doubts={4: {"D": 0.8, "E": 0.2}})], [Printing(code) for code in codes], game="yugioh"
    )
    assert found.verified is not None and found.verified.ratio > BOUNDS.ratio
    assert found.verified.margin > BOUNDS.margin
    assert found.verdict is not PrintingVerdict.READ


def test_a_legible_code_of_another_card_is_said_and_is_no_printing_of_this_one() -> None:
    found = judged([strip("SDK-001")], CARD, game="yugioh")
    assert (found.verdict, found.read.set_code, found.codes) == (PrintingVerdict.OTHER, "SDK-001", ())


def test_legible_words_that_are_no_code_are_not_said_to_be_one() -> None:
    assert judged([strip("KAZUKITAKAHASHI")], CARD, game="yugioh").verdict is PrintingVerdict.ILLEGIBLE


@pytest.mark.parametrize("code", ["PE-04", "LOB-EN005"])
def test_a_short_code_does_not_win_where_nothing_is_legible(code: str) -> None:
    """Without the ratio to the free path it would: the fewer letters, the less can be wrong."""
    found = judged([murk()], [Printing(code)], game="yugioh")
    assert (found.verdict, found.reason) == (PrintingVerdict.ILLEGIBLE, Illegible.BLURRED)


@pytest.mark.parametrize(
    ("strips", "reason"),
    [([murk(capitals=5)], Illegible.SMALL), ([strip("", surely=0.999), strip("", surely=0.999)], Illegible.COVERED)],
)
def test_why_it_is_illegible_is_said(strips: list[object], reason: Illegible) -> None:
    assert judged(strips, CARD, game="yugioh").reason is reason  # type: ignore[arg-type]


@pytest.mark.parametrize("strips", [[murk()], [strip("", surely=0.999)]], ids=["blurred", "no letter in sight"])
def test_sharpened_strips_order_codes_that_cannot_be_read_and_read_none(strips: list[SeenStrip]) -> None:
    faint = judged(strips, CARD, game="yugioh")
    assert is_faint(faint, print_table().of("yugioh")) and not is_faint(faint, print_table().of("magic"))
    for code in ("LOB-DE005", "LOB-EN005", "PE-04"):
        # Of the three strips one fits a code, and what the others say of it counts for nothing.
        found = judged(strips, CARD, game="yugioh", sharpened=[strip(code), murk(), strip("", surely=0.999)])
        assert (found.verdict, found.reason) == (PrintingVerdict.ILLEGIBLE, Illegible.BLURRED)
        assert found.codes[0].set_code == code and len(found.codes) == len(CARD)
        assert found.read.set_code is None and sum(ranked.probability for ranked in found.codes) <= BOUNDS.likely


def test_what_can_be_read_or_has_many_codes_is_not_sharpened() -> None:
    many = [Printing(f"LOB-EN{number:03}") for number in range(BOUNDS.few + 1)]
    row = print_table().of("yugioh")
    assert not is_faint(judged([strip("LOB-EN005")], CARD, game="yugioh"), row)
    assert not is_faint(judged([murk()], many, game="yugioh"), row)
    assert not is_faint(judged([murk()], CARD[:1], game="yugioh"), row)


def test_a_placeholder_is_no_code_and_a_code_of_two_languages_names_none() -> None:
    both = [Printing("MAMO-EN???", lang="en"), Printing("LOB-005", lang="en"), Printing("LOB-005", lang="fr")]
    found = judged([strip("LOB-005")], both, game="yugioh")
    assert [(code.set_code, code.lang) for code in found.codes] == [("LOB-005", None)]


def test_a_code_that_was_read_as_the_first_matchs_is_legible_beside_the_others_too() -> None:
    read = judged([strip("LOB-EN005")], CARD, game="yugioh")
    other = PrintingAnswer(
        PrintingVerdict.ILLEGIBLE, read=MadeOut(passcode="37132349"), reason=Illegible.BLURRED, verified=read.verified
    )
    assert beside_the_first(other, read) == PrintingAnswer(
        PrintingVerdict.OTHER, read=MadeOut(set_code="LOB-EN005", passcode="37132349")
    )
    assert beside_the_first(other, other) == other
    assert beside_the_first(read, read) == read
