"""A listing is judged field by field, and a seller is accused only when it is certain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.made_listings import key, reader

from karuta.domain.card import CardKey
from karuta.domain.match import Verdict
from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.judge_listing import CatalogueFacts, judged_listing
from karuta.listings.domain.check.judge_printing import PrintingFacts
from karuta.listings.domain.check.listing import (
    Because,
    FieldVerdict,
    ListingFinding,
    ListingVerdict,
    PhotoTrouble,
    SeenCard,
    SeenMatch,
    SeenName,
    described,
)

READER = reader()
SURE, LIKELY, UNSURE = Verdict.SURE, Verdict.LIKELY, Verdict.UNSURE


def seen(card: str, verdict: Verdict = SURE, *, photo: str = "a.jpg", beside: float = 0.0, other: str = "") -> SeenCard:
    matches = [SeenMatch(key(card), card, 0.99)]
    if other:
        matches.append(SeenMatch(key(other), other, beside))
    return SeenCard(photo, verdict, tuple(matches))


def named(card: str, *owners: str) -> SeenCard:
    """A card that looks like `card` and bears the name of `owners`."""
    place = ((0.0, 0.0), (9.0, 0.0), (9.0, 1.0), (0.0, 1.0))
    return replace(seen(card), name=SeenName("Read", tuple(key(owner) for owner in owners), place))


BACK = SeenCard("b.jpg", Verdict.UNKNOWN, (), "kazeyomi")


def judged(title: str, *shown: SeenCard, without: str = "", description: str = "") -> ListingFinding:
    def pictured(card: CardKey) -> bool:
        return card.card_id != without

    printings = PrintingFacts(READER.owners_of, READER.rarities_of, READER.languages_of)
    facts = CatalogueFacts(pictured, READER.may_mean, printings)
    about = READER.read(description) if description else None
    return judged_listing(described(READER.read(title), about, READER.owners_of), shown, (), facts)


def field(finding: ListingFinding, name: str) -> tuple[FieldVerdict, Because | None]:
    found = next(field_finding for field_finding in finding.fields if field_finding.field == name)
    return found.verdict, found.because


@pytest.mark.parametrize(
    ("title", "shown", "verdict"),
    [
        ("Ember Wizard", [seen("wizard")], "match"),
        ("Ember Wizard", [seen("wizard", LIKELY)], "match"),
        ("Ember Wizard", [seen("girl")], "wrong_card"),
        ("Ember Wizard KZF-EN001", [seen("girl"), BACK], "wrong_card"),
        ("Ember Wizard", [seen("girl", LIKELY)], "cannot_tell"),
        ("Ember Wizard", [seen("girl", UNSURE)], "cannot_tell"),
        ("Ember Wizard", [seen("girl"), seen("wizard", UNSURE, photo="c.jpg")], "cannot_tell"),
        ("Ember Wizard", [seen("girl"), seen("storm", Verdict.UNREADABLE)], "cannot_tell"),
        ("Ember Wizard", [seen("girl", other="wizard", beside=0.3)], "cannot_tell"),
        ("Ember Wizard", [seen("girl"), seen("wizard", photo="c.jpg")], "match"),
        ("Ember Wizard lot", [seen("girl")], "cannot_tell"),
        ("Ember Wizard / Frost Hawk", [seen("girl")], "cannot_tell"),
        ("Ember Wizard / Frost Hawk", [seen("wizard")], "cannot_tell"),
        ("Ember Wizard / Frost Hawk", [seen("wizard"), seen("wolf")], "match"),
        ("Silver Soldier", [seen("twin-2")], "match"),
        ("Silver Soldier", [seen("girl")], "wrong_card"),
        ("Silver Soldier", [seen("girl", other="twin-2", beside=0.3)], "cannot_tell"),
        ("Ember Wizard KZT-EN003", [seen("girl")], "cannot_tell"),
        ("Ember Wizard KZT-EN003", [seen("wizard")], "wrong_printing"),
        ("Ember Wizard KZT-EN003", [seen("storm")], "cannot_tell"),
        ("Kzt-en003 Unheard Mountain Hermit Envoy", [seen("storm")], "cannot_tell"),
        ("Super Union", [seen("fusion")], "cannot_tell"),
        ("Super Union", [seen("wolf")], "cannot_tell"),
        ("Ember Wizard Lvl 7", [seen("wolf")], "cannot_tell"),
        ("Ember Wizard (ATK 3000)", [seen("wolf")], "wrong_card"),
        ("Ember Wizard of Silent Mountain", [seen("wizard")], "cannot_tell"),
        ("Ember Wizard Zoltar", [seen("wolf")], "cannot_tell"),
        ("Ember Wizard Zoltar", [seen("wizard")], "match"),
        ("Ember Wizard / Zoltar", [seen("wolf")], "cannot_tell"),
        ("熾火ウィザード 静山の者", [seen("wizard")], "cannot_tell"),
        ("Lantern", [seen("lantern")], "cannot_tell"),
        ("Lantern", [seen("wolf")], "wrong_card"),
        ("Lantern KZL-EN003", [seen("lantern")], "wrong_card"),
        ("EWG 1st", [seen("wolf")], "wrong_card"),
        ("EWG 1st", [seen("girl")], "match"),
        ("EWG Zoltar", [seen("wolf")], "cannot_tell"),
        ("EWG", [seen("guard")], "cannot_tell"),
        ("EWG", [seen("jewel")], "wrong_card"),
        ("オキウィザ 美品", [seen("girl")], "cannot_tell"),
        ("オキウィザ 美品", [seen("wolf")], "wrong_card"),
        ("Silent", [seen("wolf")], "cannot_tell"),
        ("Silent", [seen("valley")], "cannot_tell"),
        ("silent", [seen("wolf")], "cannot_tell"),
        ("Silent auction", [seen("wolf")], "cannot_tell"),
        ("ナイト・ジャグラー", [seen("wolf")], "wrong_card"),
        ("ナイト・ジャグラー", [seen("number")], "match"),
        ("card Ember Wizard", [seen("wolf")], "wrong_card"),
        ("Ember Wizard x2", [seen("girl"), seen("girl", LIKELY)], "wrong_card"),
        ("Ember Wizard x2", [seen("girl"), seen("wolf", LIKELY)], "cannot_tell"),
        ("Ember Wizard, NM", [seen("wolf")], "wrong_card"),
        ("Ember Wizard deck box", [seen("wolf")], "cannot_tell"),
        ("storm", [seen("girl")], "cannot_tell"),
        ("Silent Mountain Hermit", [seen("girl")], "cannot_tell"),
        ("Ember Wizard", [BACK], "cannot_tell"),
        ("Ember Wizard", [], "cannot_tell"),
        ("Ember Wizard proxy", [seen("wizard")], "not_genuine"),
        ("Ember Wizard x2", [seen("wizard")], "match"),
        ("Ember Wizard x3", [seen("wizard"), seen("wizard")], "count_differs"),
        ("Ember Wizard x2", [seen("wizard"), seen("wizard")], "match"),
        ("Ember Wizard x2", [seen("wizard"), seen("wizard", photo="c.jpg")], "match"),
        ("Ember Wizard x1", [seen("wizard"), seen("wizard")], "count_differs"),
    ],
)
def test_a_listing_is_judged(title: str, shown: list[SeenCard], verdict: str) -> None:
    assert judged(title, *shown).verdict == ListingVerdict(verdict)


def test_a_card_without_a_picture_cannot_be_missed_in_a_photo() -> None:
    finding = judged("Ember Wizard", seen("girl"), without="wizard")
    assert finding.verdict is ListingVerdict.CANNOT_TELL
    assert field(finding, "card") == (FieldVerdict.CANNOT_TELL, Because.CATALOGUE)


def test_nobody_is_accused_while_a_photo_could_not_be_read() -> None:
    printings = PrintingFacts(READER.owners_of, READER.rarities_of, READER.languages_of)
    facts = CatalogueFacts(lambda card: True, READER.may_mean, printings)
    words = described(READER.read("Ember Wizard"), None, READER.owners_of)
    trouble = PhotoTrouble("gone.jpg", "missing", Sentence("There is no file gone.jpg."))
    finding = judged_listing(words, [seen("girl")], [trouble], facts)
    assert finding.verdict is ListingVerdict.CANNOT_TELL and field(finding, "card")[1] is Because.PHOTO
    assert judged_listing(words, [seen("wizard")], [trouble], facts).verdict is ListingVerdict.MATCH


def test_what_is_not_read_from_photos_is_said() -> None:
    finding = judged("Ember Wizard KZF-EN001 1st Ultra Rare NM x1", seen("wizard"))
    for name in ("printing", "edition", "language", "rarity", "condition"):
        assert field(finding, name) == (FieldVerdict.CANNOT_TELL, Because.PHOTO)
    assert field(finding, "count") == (FieldVerdict.AGREES, None)
    assert field(finding, "genuine") == (FieldVerdict.NOT_STATED, None)
    assert [field_finding.field for field_finding in finding.fields] == [
        *("card", "printing", "edition", "language", "rarity", "count", "genuine", "condition", "finish")
    ]
    assert all(field_finding.reason for field_finding in finding.fields)


def test_the_catalogue_is_the_reason_where_it_knows_otherwise() -> None:
    assert field(judged("Ember Wizard KZF-EN001 Ghost Rare", seen("wizard")), "rarity")[1] is Because.CATALOGUE
    assert field(judged("Ember Wizard ABC-EN123", seen("wizard")), "printing")[1] is Because.CATALOGUE


def test_a_set_code_of_another_card_than_the_photos_show_differs() -> None:
    finding = judged("Ember Wizard KZT-EN003", seen("wizard"))
    assert field(finding, "card")[0] is FieldVerdict.AGREES
    (printing,) = [field_finding for field_finding in finding.fields if field_finding.field == "printing"]
    assert printing.verdict is FieldVerdict.DIFFERS
    assert printing.reason == "The set code KZT-EN003 is that of another card; the photos show wizard."
    finding = judged("Ember Wizard KZT-EN003", seen("storm"))
    assert field(finding, "card") == (FieldVerdict.CANNOT_TELL, Because.TITLE)
    assert finding.fields[0].reason == (
        "The title names Ember Wizard, but its set code is that of Storm; the photos show storm."
    )


def test_two_photos_may_show_one_card_twice() -> None:
    two = [seen("wizard"), seen("wizard", photo="c.jpg")]
    assert field(judged("Ember Wizard x2", *two), "count") == (FieldVerdict.CANNOT_TELL, Because.PHOTO)
    assert field(judged("Ember Wizard x1", *two), "count") == (FieldVerdict.AGREES, None)
    assert field(judged("Ember Wizard x3", *two), "count") == (FieldVerdict.CANNOT_TELL, Because.PHOTO)
    assert field(judged("Ember Wizard x3", two[0], two[0]), "count") == (FieldVerdict.DIFFERS, None)


def test_words_of_a_copy_in_the_description_alone_accuse_nobody() -> None:
    finding = judged("Ember Wizard", seen("wizard"), description="This is a proxy")
    assert finding.verdict is ListingVerdict.MATCH
    assert field(finding, "genuine") == (FieldVerdict.CANNOT_TELL, Because.TITLE)


def test_the_description_s_number_is_counted_where_the_title_has_none() -> None:
    shown = [seen("wizard"), seen("wizard")]
    assert judged("Ember Wizard", *shown, description="you get 3 copies").verdict is ListingVerdict.COUNT_DIFFERS
    finding = judged("Ember Wizard x2", *shown, description="you get 3 copies")
    assert finding.verdict is ListingVerdict.MATCH
    (count,) = [field_finding for field_finding in finding.fields if field_finding.field == "count"]
    assert count.reason.endswith("The description says 3.")


@pytest.mark.parametrize(
    ("title", "doubtful", "verdict"),
    [
        ("Ember Wizard x2", SeenCard("a.jpg", Verdict.UNKNOWN, ()), "cannot_tell"),
        ("Ember Wizard x2", seen("girl", LIKELY), "cannot_tell"),
        ("Ember Wizard x2", seen("girl"), "differs"),
        ("Ember Wizard x2", BACK, "cannot_tell"),
        ("Ember Wizard x3", SeenCard("a.jpg", Verdict.UNKNOWN, ()), "differs"),
        ("Ember Wizard x1", SeenCard("a.jpg", Verdict.UNKNOWN, ()), "agrees"),
    ],
)
def test_a_card_that_was_not_recognised_may_be_one_more(title: str, doubtful: SeenCard, verdict: str) -> None:
    assert field(judged(title, seen("wizard"), doubtful), "count")[0] == verdict


def test_copies_of_a_card_that_is_not_known_are_no_lot() -> None:
    (count,) = [finding for finding in judged("Something Else x2", seen("wizard")).fields if finding.field == "count"]
    assert (count.verdict, count.because) == (FieldVerdict.CANNOT_TELL, Because.TITLE)
    assert count.reason == "The title names no card that the catalogue knows."


@pytest.mark.parametrize(
    ("title", "finish", "verdict"),
    [
        ("Ember Wizard foil", "foil", "agrees"),
        ("Ember Wizard キラ", "foil", "agrees"),
        ("Ember Wizard non-foil", "plain", "agrees"),
        *[("Ember Wizard holo", finish, "cannot_tell") for finish in ("plain", "reverse", None)],
        ("Ember Wizard", "foil", "not_stated"),
        ("Ember Wizard Starfoil Rare", "foil", "not_stated"),
    ],
)
def test_a_finish_agrees_or_cannot_be_told_and_accuses_nobody(title: str, finish: str | None, verdict: str) -> None:
    finding = judged(title, replace(seen("wizard"), finish=finish))
    assert field(finding, "finish")[0] == verdict and finding.verdict is ListingVerdict.MATCH
    assert verdict == "agrees" or all(each.photo is None for each in finding.fields if each.field == "finish")


@pytest.mark.parametrize(
    ("title", "shown", "verdict", "words"),
    [
        ("Ember Wizard", named("wizard", "wizard"), "match", "its name can be read there"),
        ("Ember Wizard", named("girl", "girl", "twin-2"), "wrong_card", "its name can be read there"),
        ("Ember Wizard", named("girl", "wizard"), "cannot_tell", "Read, is not that of the card"),
        ("Ember Wizard", named("girl", "storm"), "cannot_tell", "Read, is not that of the card"),
    ],
)
def test_a_name_that_was_read_bears_a_card_out_and_nobody_is_accused_against_it(
    title: str, shown: SeenCard, verdict: str, words: str
) -> None:
    finding = judged(title, shown)
    assert finding.verdict == verdict and words in str(finding.fields[0].reason)
