"""A blind review's order says nothing, and every reader of what was shown finds the lookup's own order again."""

from __future__ import annotations

from pathlib import Path

from tests.lab.replay import shown_events
from tests.labelling import ANNA, MACHINE, ToldRecogniser, chosen, draw_photo, library_in, look_again, match, put_photo

from karuta.domain.bias import Told
from karuta.domain.cancel import CancelToken
from karuta.domain.label import Kind
from karuta.domain.recheck import BLIND, best_first, drawn_by_lot
from karuta.services.labels.decide import Choice, decide
from karuta.store.confirmed_crops import confirmed_labels, said_about_shown
from karuta.store.current_labels import on_the_desk
from karuta.store.label_file import LabelFile
from karuta.store.refusals import answers_of, standing_answers
from karuta.store.shown_events import told_counts

MATCHES = tuple(match(number, round(0.9 - number / 10, 6)) for number in range(1, 6))


def test_every_match_comes_first_about_as_often() -> None:
    first = [drawn_by_lot(MATCHES, str(seed))[0].card.card_id for seed in range(1000)]
    assert all(150 < first.count(str(number)) < 250 for number in range(1, 6))
    assert drawn_by_lot(MATCHES, "7") == drawn_by_lot(MATCHES, "7")


def test_the_order_of_the_lookup_is_found_again_and_any_other_order_stays() -> None:
    lot = MATCHES[::-1]
    assert best_first(lot, BLIND) == MATCHES
    assert best_first(lot, "rejections") == lot and best_first(lot, None) == lot


def test_no_figure_takes_a_place_drawn_by_lot_for_an_opinion(tmp_path: Path) -> None:
    """A machine's label that a person follows in a blind review is a label like any other, so all readers meet it."""
    lot = MATCHES[::-1]
    with LabelFile.open_writing(library_in(tmp_path)) as file:
        photo = put_photo(file, draw_photo(tmp_path / "p.png"), recognise=ToldRecogniser(matches=MATCHES))
        seen = on_the_desk(file, [photo])[0].sightings[0]
        decide(file, [Choice(photo, Kind.AUTO_CONFIRM, seen.sighting_id, chosen(1))], MACHINE)
        look_again(
            file,
            photo,
            seen.sighting_id,
            kind=Kind.CONFIRM,
            card=chosen(1),
            origin=ANNA,
            evidence=seen.evidence,
            shown=lot,
        )
        [stored] = file.rows("SELECT kind, reordered_by FROM events WHERE annotator = 'anna'")
        assert stored == ("confirm", BLIND)
        [outcome] = said_about_shown(file, model_hash="a" * 64, newest=10, cancel=CancelToken())
        assert outcome.shown == MATCHES
        assert [answer.answered.shown for answer in standing_answers(file, [photo])] == [MATCHES]
        assert [answer.answered.refused for answer in answers_of(file, [photo])] == [()]
        assert [label.refused for label in confirmed_labels(file)] == [()]
        assert [event.shown for some in shown_events(file) for event in some][-1] == MATCHES
        [told] = told_counts(file)
        assert isinstance(told, Told) and told.suggested == MATCHES[0].card == told.card
