"""What a check and the queue say in words: cards by the window's names, and in how many listings a photo stands."""

from __future__ import annotations

from karuta.domain.imported import NamedPlace
from karuta.domain.queue import PhotoState, QueueRow
from karuta.domain.sentence import Sentence
from karuta.gui.features.check.verdict_words import reason_words
from karuta.gui.queue.queue_words import also_words


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
        "The title names {named}; the photos surely show {shown}.", named="Storm, the Elder, Storm", shown="Storm"
    )
    assert reason_words(reason, names) == "The title names 嵐の長老, 嵐; the photos surely show 嵐."
    both = Sentence("{first} {second}", first=reason, second=Sentence("The description says {what}.", what="Storm"))
    assert reason_words(both, names).endswith("show 嵐. The description says Storm.")
    assert reason_words("as it is: Storm", names) == "as it is: Storm"
