"""How far blind reviews agree: with one's own labels, and with somebody else's, never in one figure."""

from __future__ import annotations

from pathlib import Path

from tests.labelling import ANNA, BEN, ToldRecogniser, draw_photo, library_in, look_again, put_photo

from karuta.domain.card import CardKey
from karuta.domain.label import ChosenCard, Kind, Origin
from karuta.services.labels.decide import Choice, decide
from karuta.services.labels.open_labels import count_labels
from karuta.services.labels.second_look import agreement
from karuta.services.lookups.read_queue import desk
from karuta.store.label_file import LabelFile


def test_only_ones_own_blind_review_says_how_consistent_one_is(tmp_path: Path) -> None:
    with LabelFile.open_writing(library_in(tmp_path)) as file:
        photos = [put_photo(file, draw_photo(tmp_path / f"{n}.png", n), recognise=ToldRecogniser()) for n in range(3)]

        def place(photo: str) -> str:
            return desk(file, photo).sightings[0].sighting_id

        def review(photo: str, card: str, who: Origin) -> None:
            look_again(
                file, photo, place(photo), kind=Kind.CONFIRM, card=ChosenCard(CardKey("g", card), "A"), origin=who
            )

        for photo in photos:
            decide(file, [Choice(photo, Kind.CONFIRM, place(photo), ChosenCard(CardKey("g", "1"), "A"))], ANNA)
        review(photos[0], "1", ANNA)
        review(photos[1], "2", BEN)
        review(photos[2], "1", BEN)
        found = [
            (agreement_.annotator, agreement_.reviewer, agreement_.is_own, agreement_.upheld.k, agreement_.upheld.n)
            for agreement_ in agreement(file)
        ]
        anna, ben = ANNA.annotator, BEN.annotator
        assert found == [(anna, anna, True, 1, 1), (anna, ben, False, 1, 2)]
        counts = count_labels(file)
        assert {name: (share.k, share.n) for name, share in counts.agreement.items()} == {anna: (1, 1)}
        assert [(agreement_.reviewer, agreement_.upheld.k, agreement_.upheld.n) for agreement_ in counts.reviewed] == [
            (ben, 1, 2)
        ]
