"""Printing, edition, language and rarity: what is read in the photos is held against the title, and accuses rarely."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_listings import key, reader

from karuta.domain.match import Verdict
from karuta.domain.printing.answer import Illegible, MadeOut, PrintingAnswer, PrintingVerdict, RankedCode
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.printing.verifying import Fit, FreePath, Verified
from karuta.listings.domain.check.judge_listing import CatalogueFacts, judged_listing
from karuta.listings.domain.check.judge_printing import PrintingFacts
from karuta.listings.domain.check.listing import CloseUp, FieldFinding, ListingFinding, SeenCard, SeenMatch, described

READER = reader()


def read(code: str, *, edition: str | None = None) -> PrintingAnswer:
    return PrintingAnswer(
        PrintingVerdict.READ, (RankedCode(code, "en", 0.99),), MadeOut(set_code=code, edition=edition)
    )


def likely(code: str, probability: float = 0.8) -> PrintingAnswer:
    return PrintingAnswer(PrintingVerdict.LIKELY, (RankedCode(code, "en", probability),))


def illegible(reason: Illegible, *, edition: str | None = None) -> PrintingAnswer:
    return PrintingAnswer(PrintingVerdict.ILLEGIBLE, read=MadeOut(edition=edition), reason=reason)


OTHER = PrintingAnswer(PrintingVerdict.OTHER, read=MadeOut(set_code="XYZ-EN001"))
NONE = PrintingAnswer(PrintingVerdict.NONE, read=MadeOut(passcode="28891358"))


def judged(title: str, *prints: PrintingAnswer | None, card: str = "wizard", also: str = "") -> ListingFinding:
    printings = PrintingFacts(READER.owners_of, READER.rarities_of, READER.languages_of)
    facts = CatalogueFacts(lambda one: True, READER.may_mean, printings)
    matches = (SeenMatch(key(card), card, 0.99),)
    seen = [
        SeenCard(f"{number}.jpg", Verdict.SURE, matches, printing=one) for number, one in enumerate(prints, start=1)
    ]
    if also:
        seen.append(SeenCard("also.jpg", Verdict.SURE, (SeenMatch(key(also), also, 0.99),)))
    return judged_listing(described(READER.read(title), None, READER.owners_of), seen, (), facts)


def field(finding: ListingFinding, name: str) -> FieldFinding:
    return next(field_finding for field_finding in finding.fields if field_finding.field == name)


def verdict(finding: ListingFinding, name: str) -> tuple[str, str | None]:
    found = field(finding, name)
    return found.verdict.value, None if found.because is None else found.because.value


@pytest.mark.parametrize(
    ("title", "prints", "said", "over_all"),
    [
        ("Ember Wizard KZF-EN001", [read("KZF-EN001")], ("agrees", None), "match"),
        ("Ember Wizard KZF EN001", [read("KZF-EN001")], ("agrees", None), "match"),
        ("Ember Wizard KZF-EN001", [read("KZF-JP001")], ("differs", None), "wrong_printing"),
        ("Ember Wizard KZF-EN001", [likely("KZF-JP001")], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard KZF-EN001", [likely("KZF-EN001")], ("agrees", None), "match"),
        ("Ember Wizard KZF-EN001", [likely("KZF-EN001", 0.6)], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard KZF-EN001", [OTHER], ("cannot_tell", "catalogue"), "match"),
        ("Ember Wizard KZF-EN001", [NONE], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard KZF-EN001", [illegible(Illegible.SMALL)], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard KZF-EN001", [None], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard", [read("KZF-EN001")], ("not_stated", None), "match"),
        # The clearest of several photos counts; two that contradict each other accuse nobody.
        ("Ember Wizard KZF-EN001", [illegible(Illegible.SMALL), read("KZF-EN001")], ("agrees", None), "match"),
        ("Ember Wizard KZF-EN001", [likely("KZF-JP001"), read("KZF-EN001")], ("agrees", None), "match"),
        ("Ember Wizard KZF-EN001", [read("KZF-JP001"), read("KZF-EN001")], ("cannot_tell", "photo"), "match"),
        ("Ember Wizard KZF-EN001", [read("KZF-JP001"), read("KZF-FR001")], ("differs", None), "wrong_printing"),
        # A code that the catalogue lacks was looked for beside the others.
        ("Ember Wizard ABC-EN123", [read("ABC-EN123")], ("agrees", None), "match"),
        ("Ember Wizard ABC-EN123", [read("KZF-EN001")], ("differs", None), "wrong_printing"),
        ("Ember Wizard ABC-EN123", [illegible(Illegible.BLURRED)], ("cannot_tell", "catalogue"), "match"),
        # Of several cards nobody knows whose code it is.
        ("Ember Wizard KZF-EN001 lot", [read("KZF-JP001")], ("cannot_tell", "title"), "match"),
    ],
)
def test_a_set_code_is_held_against_what_is_read(
    title: str, prints: list[PrintingAnswer | None], said: tuple[str, str | None], over_all: str
) -> None:
    finding = judged(title, *prints)
    assert verdict(finding, "printing") == said
    assert finding.verdict.value == over_all


def test_only_the_code_of_the_card_that_title_and_photos_agree_on_accuses() -> None:
    finding = judged("Ember Wizard KZF-EN001", read("KZF-EN002"), card="girl")
    assert finding.verdict.value == "wrong_card"
    assert verdict(finding, "printing") == ("cannot_tell", "photo")
    two = judged("Ember Wizard KZF-EN001 / Frost Hawk", read("KZF-JP001"), also="wolf")
    assert verdict(two, "printing") == ("cannot_tell", "title") and two.verdict.value == "match"


@pytest.mark.parametrize(
    ("title", "edition", "said"),
    [
        ("Ember Wizard 1st edition", "first", ("agrees", None)),
        ("Ember Wizard 1st edition", "limited", ("differs", None)),
        ("Ember Wizard unlimited", "first", ("differs", None)),
        ("Ember Wizard limited edition", "first", ("differs", None)),
        ("Ember Wizard limited", "first", ("cannot_tell", "title")),
        ("Ember Wizard unlimited", None, ("cannot_tell", "photo")),
        ("Ember Wizard 1st edition", None, ("cannot_tell", "photo")),
        ("Ember Wizard", "first", ("not_stated", None)),
    ],
)
def test_an_edition_differs_only_where_other_words_stand_on_the_card(
    title: str, edition: str | None, said: tuple[str, str | None]
) -> None:
    finding = judged(title, illegible(Illegible.BLURRED, edition=edition))
    assert verdict(finding, "edition") == said
    assert field(finding, "edition").photo == edition
    assert (finding.verdict.value == "wrong_printing") == (said[0] == "differs")


def test_photos_with_the_words_of_two_editions_accuse_nobody() -> None:
    both = [illegible(Illegible.BLURRED, edition=edition) for edition in ("first", "limited")]
    assert verdict(judged("Ember Wizard unlimited", *both), "edition") == ("cannot_tell", "photo")


@pytest.mark.parametrize(
    ("title", "answer", "said", "seen"),
    [
        ("Ember Wizard japanese", read("KZF-JP001"), ("agrees", None), "ja"),
        ("Ember Wizard english", read("KZF-JP001"), ("differs", None), "ja"),
        ("Ember Wizard DE", read("KZF-JP001"), ("cannot_tell", "title"), "ja"),
        ("Ember Wizard KZF-EN001", read("KZF-JP001"), ("differs", None), "ja"),
        ("Ember Wizard english", likely("KZF-JP001"), ("cannot_tell", "photo"), None),
        ("Ember Wizard japanese", NONE, ("agrees", None), "ja"),
        ("Ember Wizard english", NONE, ("cannot_tell", "photo"), "ja"),
        ("Ember Wizard", read("KZF-JP001"), ("not_stated", None), "ja"),
    ],
)
def test_the_language_is_that_of_the_code(
    title: str, answer: PrintingAnswer, said: tuple[str, str | None], seen: str | None
) -> None:
    found = field(judged(title, answer), "language")
    assert verdict(judged(title, answer), "language") == said
    assert found.photo == seen


def test_the_language_is_said_of_one_code_or_of_several() -> None:
    one, two = read("KZF-JP001"), read("ABC-JP002")
    assert field(judged("Ember Wizard japanese", one), "language").reason == (
        "The set code in the photos (KZF-JP001) is Japanese."
    )
    assert field(judged("Ember Wizard japanese", one, two), "language").reason == (
        "The set codes in the photos (KZF-JP001 and ABC-JP002) are Japanese."
    )


@pytest.mark.parametrize(
    ("title", "answer", "said", "seen"),
    [
        ("Ember Wizard ultra rare", read("KZF-JP001"), ("agrees", None), "Ultra Rare"),
        ("Ember Wizard ghost rare", read("KZF-JP001"), ("differs", None), "Ultra Rare"),
        ("Ember Wizard super", read("KZF-JP001"), ("cannot_tell", "title"), "Ultra Rare"),
        ("Ember Wizard rare", read("KZF-JP001"), ("cannot_tell", "title"), "Ultra Rare"),
        ("Ember Wizard ultra rare", read("KZF-EN001"), ("cannot_tell", "photo"), None),
        ("Ember Wizard ghost rare", read("KZF-EN001"), ("cannot_tell", "catalogue"), None),
        ("Ember Wizard ghost rare", likely("KZF-JP001"), ("cannot_tell", "photo"), None),
        ("Ember Wizard ghost rare", read("ABC-EN123"), ("cannot_tell", "catalogue"), None),
        ("Ember Wizard", read("KZF-JP001"), ("not_stated", None), "Ultra Rare"),
    ],
)
def test_the_code_decides_the_rarity_where_it_was_printed_in_one(
    title: str, answer: PrintingAnswer, said: tuple[str, str | None], seen: str | None
) -> None:
    assert verdict(judged(title, answer), "rarity") == said
    assert field(judged(title, answer), "rarity").photo == seen


def test_print_that_is_another_cards_is_the_reason_why_nothing_is_sure() -> None:
    printings = PrintingFacts(READER.owners_of, READER.rarities_of, READER.languages_of)
    facts = CatalogueFacts(lambda one: True, READER.may_mean, printings)
    words = described(READER.read("Ember Wizard"), None, READER.owners_of)
    one = SeenCard("a.jpg", Verdict.UNSURE, (SeenMatch(key("girl"), "girl", 0.6),), print_says=PrintSays.CONTRADICTS)
    found = judged_listing(words, [one], (), facts).fields[0]
    assert found.reason.startswith("What is printed on the card")
    alone = judged_listing(words, [replace(one, print_says=None)], (), facts).fields[0]
    assert alone.reason == "What the photos show was not recognised for sure."


def test_a_close_up_of_the_code_counts_beside_a_photo_of_the_card() -> None:
    printings = PrintingFacts(READER.owners_of, READER.rarities_of, READER.languages_of)
    facts = CatalogueFacts(lambda one: True, READER.may_mean, printings)
    words = described(READER.read("Ember Wizard KZF-EN001"), None, READER.owners_of)
    whole = SeenCard("a.jpg", Verdict.SURE, (SeenMatch(key("wizard"), "wizard", 0.99),))
    near = CloseUp("b.jpg", read("KZF-JP001"), ((0.0, 0.0), (9.0, 0.0), (9.0, 3.0), (0.0, 3.0)))
    assert judged_listing(words, [whole], (), facts, [near]).verdict.value == "wrong_printing"
    assert judged_listing(words, [], (), facts, [near]).verdict.value == "cannot_tell"


@pytest.mark.parametrize(("free", "over_all"), [("KZF-JPO0", "wrong_printing"), ("JP-1", "match"), ("", "match")])
def test_a_code_that_nobody_would_read_there_without_knowing_it_accuses_nobody(free: str, over_all: str) -> None:
    said = Verified((Fit("KZF-JP001", -1.0), Fit("KZF-EN001", -9.0)), FreePath(free, -12.0))
    finding = judged("Ember Wizard english KZF-EN001", replace(read("KZF-JP001"), verified=said))
    assert finding.verdict.value == over_all
    agreeing = judged("Ember Wizard KZF-JP001", replace(read("KZF-JP001"), verified=said))
    assert verdict(agreeing, "printing") == ("agrees", None)
