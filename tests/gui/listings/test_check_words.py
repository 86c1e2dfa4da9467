"""What a check and the queue say in words: cards by the window's names, and in how many listings a photo stands."""

from __future__ import annotations

import json
from collections.abc import Callable

from karuta.domain.journal import NamedPlace
from karuta.domain.queue import PhotoState, QueueRow
from karuta.domain.sentence import Sentence, as_values, from_values, listed
from karuta.gui.kit.translate import comma_list, words_of
from karuta.gui.queue.queue_model import also_words
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision
from karuta.listings.domain.check.words import FIELD_NAMES, agreeing_sentence, value_sentence
from karuta.listings.gui.check.field_table import reason_words


def row(batch: str | None, listing: str | None, *also: NamedPlace) -> QueueRow:
    return QueueRow(
        photo_sha256="a" * 64,
        name="p.jpg",
        state=next(iter(PhotoState)),
        sightings=0,
        decided=0,
        whole_photo=None,
        verdict=None,
        certainty=None,
        top_card=None,
        skipped=False,
        batch=batch,
        listing=listing,
        error=None,
        also=also,
    )


def test_a_file_that_was_watched_and_dropped_stands_in_no_two_listings() -> None:
    assert also_words(row("inbox", None, NamedPlace("p.jpg"))) == ""
    assert also_words(row(None, None, NamedPlace("p.jpg", "inbox"))) == ""
    assert also_words(row("march", "4711", NamedPlace("p.jpg", "march", "4712"))) == "2 listings"
    assert also_words(row("march", "4711", NamedPlace("p.jpg", "march", "4712"), NamedPlace("p.jpg"))) == "2 listings"


def test_a_reason_names_cards_as_the_window_does() -> None:
    names = {"Storm": "嵐", "Storm, the Elder": "嵐の長老"}
    reason = Sentence(
        "The title names {named}; the photos clearly show {shown}.",
        named=listed(["Storm, the Elder", "Storm"]),
        shown="Storm",
    )
    assert reason_words(reason, names) == "The title names 嵐の長老 and 嵐; the photos clearly show 嵐."
    both = Sentence("{first} {second}", first=reason, second=Sentence("The description says {what}.", what="Storm"))
    assert reason_words(both, names).endswith("show 嵐. The description says Storm.")
    assert reason_words("as it is: Storm", names) == "as it is: Storm"


def test_lists_have_the_commas_of_the_windows_language(speak: Callable[[str], object]) -> None:
    reason = Sentence("The title names {named}, and the photos show them.", named=listed(["A", "B", "C"]))
    assert reason_words(reason, {"B": "乙"}) == "The title names A, 乙 and C, and the photos show them."
    speak("ja")
    assert "「A、乙、C」" in reason_words(reason, {"B": "乙"})
    assert comma_list(["A", "B"]) == words_of(value_sentence("printing", "A, B")) == "A、B"


def test_the_key_says_which_field_differs() -> None:
    assert words_of(agreeing_sentence(ListingDecision(CheckOutcome.DIFFERS, "printing"))) == "Agree: printing differs"
    # Every field that a finding has can be agreed with.
    assert all(words_of(agreeing_sentence(ListingDecision(CheckOutcome.DIFFERS, field))) for field in FIELD_NAMES)


def test_a_reason_of_an_earlier_version_is_shown_as_it_was_stored() -> None:
    stored = json.loads(json.dumps(as_values(Sentence("The photos surely show {shown}, {n}.", shown="Storm", n=2))))
    assert reason_words(from_values(stored), {"Storm": "嵐"}) == "The photos surely show 嵐, 2."
