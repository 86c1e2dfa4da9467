"""Evaluating: every photo is asked once, an error costs only itself, and the gravest failures keep their pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.judged import Answering, catalogue, photo, recognition, row, sighting

from karuta.domain.card import Artwork
from karuta.domain.errors import ModelError, PictureError
from karuta.domain.evaluation import Evaluation
from karuta.domain.judging import Failing
from karuta.domain.match import CatalogueView, Verdict
from karuta.domain.truth import Truth, TruthError, TruthPhoto
from karuta.services.evaluation.evaluate import evaluate


def truth(*photos: TruthPhoto) -> Truth:
    return Truth(photos, ())


def test_every_photo_is_looked_up_once_in_the_folder_it_lies_in() -> None:
    recogniser = Answering({"a.jpg": recognition(sighting("a")), "b.jpg": recognition()})
    both = truth(photo(row("a"), row("b"), name="a.jpg"), photo(row("b"), name="sub/b.jpg"))
    measured = evaluate(both, Path("photos"), recognise=recogniser, model="m@1", index="exact")
    assert recogniser.asked == [Path("photos/a.jpg"), Path("photos/sub/b.jpg")]
    assert (measured.model, measured.index) == ("m@1", "exact")


def test_an_unreadable_photo_is_an_error_and_wrong_and_the_others_are_still_measured() -> None:
    recogniser = Answering({"a.jpg": recognition(sighting("a")), "cut.jpg": PictureError("truncated", "cut off.")})
    names = ("gone.jpg", "cut.jpg", "a.jpg")
    measured = evaluate(truth(*(photo(row("a"), name=name) for name in names)), Path(), recognise=recogniser)
    right = measured.right_at_1
    assert right is not None
    assert (right.k, right.n) == (1, 3)
    assert [(outcome.photo.name, outcome.error) for outcome in measured.unread] == [
        ("gone.jpg", "missing"),
        ("cut.jpg", "truncated"),
    ]


@pytest.mark.plants_bugs
def test_a_bug_met_by_one_photo_is_its_internal_error(caplog: pytest.LogCaptureFixture) -> None:
    recogniser = Answering({"a.jpg": ZeroDivisionError("oh"), "b.jpg": recognition(sighting("b"))})
    measured = evaluate(
        truth(photo(row("a"), name="a.jpg"), photo(row("b"), name="b.jpg")), Path(), recognise=recogniser
    )
    assert [outcome.error for outcome in measured.unread] == ["internal"]
    assert "ZeroDivisionError" in caplog.text


def test_an_error_of_the_library_ends_the_evaluation() -> None:
    with pytest.raises(ModelError):
        evaluate(truth(photo(row("a"))), Path(), recognise=Answering({"p.jpg": ModelError("altered.")}))


def failing(measured: Evaluation) -> list[tuple[Failing, bool]]:
    return [(failure.failing, failure.crop is not None) for failure in measured.failures]


def grave_and_light() -> tuple[Truth, Answering]:
    answers = {
        "light.jpg": recognition(sighting("a"), sighting("x", score=0.2)),
        "missed.jpg": recognition(),
        "wrong.jpg": recognition(sighting("b")),
        "worse.jpg": recognition(sighting("b", score=0.95)),
        "sure.jpg": recognition(sighting("b", Verdict.SURE, score=0.5)),
        "stranger.jpg": recognition(sighting("b")),
        "right.jpg": recognition(sighting("a")),
    }
    rows = {"stranger.jpg": row("")}
    return truth(*(photo(rows.get(name, row("a")), name=name) for name in answers)), Answering(answers)


def test_failures_stand_the_gravest_first_and_the_surest_of_a_kind_first() -> None:
    photos, recogniser = grave_and_light()
    measured = evaluate(photos, Path("in"), recognise=recogniser, crops=100)
    assert [failure.photo for failure in measured.failures] == [
        "sure.jpg",
        "stranger.jpg",
        "worse.jpg",
        "wrong.jpg",
        "missed.jpg",
        "light.jpg",
    ]
    assert measured.failures[-1].card is None
    assert measured.failures[-1].sighting == 1


def test_only_the_gravest_keep_their_crops() -> None:
    photos, recogniser = grave_and_light()
    assert failing(evaluate(photos, Path(), recognise=recogniser, crops=2)) == [
        (Failing.SURE_AND_WRONG, True),
        (Failing.STRANGER_ACCEPTED, True),
        (Failing.WRONG, False),
        (Failing.WRONG, False),
        (Failing.MISSED, False),
        (Failing.FALSE_SIGHTING, False),
    ]


def two_games() -> CatalogueView:
    artworks: list[Artwork] = [*catalogue("ab").artworks, *catalogue("bc", game="h").artworks]
    return CatalogueView.of(artworks)


def test_an_id_that_two_games_have_is_refused_naming_both_and_the_line() -> None:
    with pytest.raises(TruthError) as caught:
        evaluate(
            truth(photo(row("a"), row("b", line=7))), Path(), recognise=Answering({}), view=two_games(), source="t.csv"
        )
    assert str(caught.value) == "t.csv line 7: the card id b is g:b and h:b; write one of them."


def test_cards_that_no_picture_stands_for_are_named_once_and_count_as_wrong() -> None:
    rows = [row("z"), row("z"), row("y|a"), row("")]
    measured = evaluate(truth(photo(*rows)), Path(), recognise=Answering({}), view=catalogue("abc"))
    assert measured.not_in_catalogue == ("z",)
