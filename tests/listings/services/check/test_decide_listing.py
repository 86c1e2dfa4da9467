"""What is decided about a listing teaches only where the agent said which card it is; one undo takes both back."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.labelling import ToldRecogniser, chosen, draw_photo, square

from karuta.domain.errors import PictureError
from karuta.domain.label import Kind, Origin, Source
from karuta.domain.photo import Arrival
from karuta.domain.sentence import Sentence
from karuta.listings.domain.check.checked import CheckOutcome, ListingDecision, SettledCheck, ShownListing, agreed
from karuta.listings.domain.check.listing import (
    Described,
    FieldFinding,
    FieldVerdict,
    ListingFinding,
    ListingVerdict,
)
from karuta.listings.domain.titles.reading import TitleReading
from karuta.listings.services.check.decide_listing import (
    NamedCard,
    decide_listing,
    kept_decisions,
    named_card,
    settle_listing,
)
from karuta.store.label_file import LabelFile

AGENT = Origin("aya", "desk", Source.CHECK)
SHOWN = ShownListing("k1", "L1", "monday", "Storm", "", (), ListingVerdict.WRONG_CARD)


def named(file: LabelFile, photo: Path, *, far: float = 0.0) -> NamedCard:
    corners = tuple((x + far, y + far) for x, y in square())
    listing = Arrival(photo, "monday", "L1")
    return named_card(file.folder, photo, corners, chosen(1), listing=listing, recognise=ToldRecogniser())


def labels(file: LabelFile) -> list[tuple[object, ...]]:
    return file.rows("SELECT kind, card_id, batch, listing, source FROM current_labels")


def test_a_decision_alone_teaches_nothing(file: LabelFile) -> None:
    decide_listing(file, SHOWN, ListingDecision(CheckOutcome.MATCH), AGENT)
    assert labels(file) == [] and file.rows("SELECT * FROM photos") == []
    assert kept_decisions(file, ["k1"])["k1"].decision.outcome is CheckOutcome.MATCH


def test_a_named_card_is_a_label_and_one_undo_takes_both_back(file: LabelFile, tmp_path: Path) -> None:
    said = ListingDecision(CheckOutcome.DIFFERS, "card", card=chosen(1))
    decide_listing(file, SHOWN, said, AGENT, named=named(file, draw_photo(tmp_path / "a.png")))
    assert labels(file) == [("confirm", "1", "monday", "L1", "check")]
    kept = kept_decisions(file, ["k1"])["k1"]
    assert kept.decision.card == chosen(1)
    assert settle_listing(file, Kind.UNDO, AGENT, lambda asked: False) == SettledCheck(kept, is_done=False)
    assert kept_decisions(file, ["k1"]) == {"k1": kept}, "nothing is done that may not be"
    assert settle_listing(file, Kind.UNDO, AGENT, lambda asked: asked == kept) == SettledCheck(kept, is_done=True)
    assert labels(file) == [] and kept_decisions(file, ["k1"]) == {}


def test_nothing_is_stored_where_the_photo_shows_no_card_at_that_place(file: LabelFile, tmp_path: Path) -> None:
    with pytest.raises(PictureError):
        decide_listing(
            file,
            SHOWN,
            ListingDecision(CheckOutcome.MATCH),
            AGENT,
            named=named(file, draw_photo(tmp_path / "a.png"), far=1000),
        )
    assert kept_decisions(file, ["k1"]) == {} and file.rows("SELECT * FROM photos") == []
    with pytest.raises(PictureError):
        named(file, tmp_path / "gone.png")


@pytest.mark.parametrize(
    ("verdict", "outcome", "field"),
    [
        ("match", CheckOutcome.MATCH, None),
        ("wrong_card", CheckOutcome.DIFFERS, "card"),
        ("wrong_printing", CheckOutcome.DIFFERS, "edition"),
        ("count_differs", CheckOutcome.DIFFERS, "count"),
        ("not_genuine", CheckOutcome.DIFFERS, "genuine"),
        ("cannot_tell", CheckOutcome.CANNOT_TELL, None),
        ("error", CheckOutcome.CANNOT_TELL, None),
    ],
)
def test_who_agrees_says_what_the_finding_says(verdict: str, outcome: CheckOutcome, field: str | None) -> None:
    edition = FieldFinding("edition", FieldVerdict.DIFFERS, "first", "unlimited", Sentence("It differs."))
    title = TitleReading("Storm")
    finding = ListingFinding(ListingVerdict(verdict), (edition,), Described(title, title), ())
    assert agreed(finding) == ListingDecision(outcome, field)
