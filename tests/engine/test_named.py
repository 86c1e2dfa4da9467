"""Which name is on which card, and what picture and name together say of it."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

import numpy as np

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import Match, Verdict
from karuta.domain.pixels import Pixels
from karuta.domain.printing.evidence import PrintSays
from karuta.domain.printing.names import FittingName, ReadName
from karuta.domain.printing.places import NamePlace, PrintTable
from karuta.domain.ranking import Ranking
from karuta.domain.sighting import Corners
from karuta.engine.name_outlines import bands, outlines
from karuta.engine.named import NamedView, paired, turned_to, with_name
from karuta.engine.proposal_views import ProposalView
from karuta.print_table import print_table

GAME = "magic"
OGRE, ARREST, SLEEP = (CardKey(GAME, name) for name in ("Ogre Marauder", "Thopter Arrest", "Sleep"))
EMPTY = np.zeros(1, dtype=np.float32)


def square(left: float, top: float, wide: float, tall: float) -> Corners:
    return np.array([(left, top), (left + wide, top), (left + wide, top + tall), (left, top + tall)], dtype=np.float64)


def line(card: CardKey, left: float, top: float, *, capitals: float = 20.0, loss: float = 0.0) -> ReadName:
    name = card.card_id
    box = square(left, top, 9.0 * len(name), capitals)
    return ReadName(name.lower(), box, (FittingName(name, frozenset([card]), len(name), loss, 0),))


def match(card: CardKey, probability: float) -> Match:
    return Match(card, card.card_id, f"{card.card_id}.webp", "a" * 64, 0.8, probability, exemplar=False)


def seen(corners: Corners, verdict: Verdict, *matches: Match) -> NamedView:
    crop: Pixels = np.zeros((8, 6, 3), dtype=np.uint8)
    view = ProposalView(corners, crop, EMPTY, EMPTY, (), 0.9)  # type: ignore[arg-type]
    return NamedView(view, Ranking(matches, verdict))


class Called:
    table: PrintTable = print_table()
    places: Sequence[NamePlace] = ()

    def read(self, pixels: Pixels) -> list[ReadName]:
        raise AssertionError(pixels.shape)

    def read_at(self, pixels: Pixels, bands: Sequence[Corners]) -> ReadName | None:
        raise AssertionError(bands)

    def place_on(self, artwork: Artwork) -> NamePlace | None:
        raise AssertionError(artwork)

    def called(self, card: CardKey) -> str:
        return card.card_id

    def unread(self, cards: Set[CardKey]) -> Set[CardKey]:
        raise AssertionError(cards)


CARD = square(100, 100, 300, 420)


def test_the_name_at_its_place_is_the_cards_and_a_line_elsewhere_on_it_is_text() -> None:
    known = seen(CARD, Verdict.LIKELY, match(OGRE, 0.9))
    name, text = line(ARREST, 120, 117), line(SLEEP, 130, 350)
    pairing = paired([known], [text, name], print_table())
    assert pairing.on == {0: name} and not pairing.beside


def test_a_line_where_another_card_lies_over_it_is_not_its_own_but_a_card_of_its_own() -> None:
    known, name = seen(CARD, Verdict.LIKELY, match(OGRE, 0.9)), line(ARREST, 120, 117)
    shown = np.ones((8, 4), dtype=bool)
    shown[0] = False
    partly = replace(known, view=replace(known.view, blocks=shown))
    pairing = paired([partly], [name], print_table())
    assert not pairing.on and list(pairing.beside) == [name]


def test_on_a_card_whose_name_stands_nobody_knows_where_only_its_own_name_says_something() -> None:
    strange = CardKey("a game without a row", "Ogre Marauder")
    known = seen(CARD, Verdict.LIKELY, replace(match(OGRE, 0.9), card=strange))
    assert not paired([known], [line(ARREST, 120, 117)], print_table()).on
    own = replace(line(OGRE, 120, 350), fits=(FittingName("Ogre Marauder", frozenset([strange]), 13, 0.0, 0),))
    assert paired([known], [own], print_table()).on == {0: own}


def test_a_name_that_agrees_is_taken_wherever_it_stands() -> None:
    name = line(OGRE, 130, 350)
    assert paired([seen(CARD, Verdict.LIKELY, match(OGRE, 0.9))], [name], print_table()).on == {0: name}


def test_an_outline_on_which_two_names_lie_is_no_card() -> None:
    lines = [line(OGRE, 120, 117), line(ARREST, 120, 170)]
    pairing = paired([seen(CARD, Verdict.UNKNOWN)], lines, print_table())
    assert pairing.several == {0} and not pairing.on and list(pairing.beside) == lines


def test_a_name_beside_all_cards_is_one_of_its_own_and_read_twice_it_is_one() -> None:
    name = line(SLEEP, 600, 300)
    again = replace(name, box=name.box + 3, fits=(replace(name.fits[0], loss=0.4),))
    pairing = paired([seen(CARD, Verdict.SURE, match(OGRE, 1.0))], [again, name], print_table())
    assert list(pairing.beside) == [name] and not pairing.on


def test_a_name_alone_is_likely_at_most_where_a_picture_should_have_agreed() -> None:
    unknown = seen(CARD, Verdict.UNKNOWN, match(ARREST, 0.02))
    pictured = {OGRE: Artwork(OGRE, "Ogre Marauder", "o.webp", "main", "b" * 64)}
    bare = with_name(unknown, line(OGRE, 120, 117), Called(), {}, k=5)
    shown = with_name(unknown, line(OGRE, 120, 117), Called(), pictured, k=5)
    assert (bare.ranking.verdict, shown.ranking.verdict) == (Verdict.SURE, Verdict.LIKELY)
    assert [match.card for match in bare.ranking.matches] == [OGRE, ARREST]
    assert (shown.ranking.matches[0].by, shown.ranking.matches[0].artwork) == ("name", "o.webp")
    assert sum(match.probability or 0 for match in shown.ranking.matches) <= 1
    # What the picture had scored of it is kept with the answer, and so in a label.
    listed = with_name(
        seen(CARD, Verdict.UNKNOWN, match(ARREST, 0.1), match(OGRE, 0.02)),
        line(OGRE, 120, 117),
        Called(),
        pictured,
        k=5,
    )
    first = listed.ranking.matches[0]
    assert (first.card, first.by, first.score, first.reordered) == (OGRE, "name", 0.8, True)


def test_picture_and_name_that_agree_are_surer_and_that_differ_never_sure() -> None:
    likely = seen(CARD, Verdict.LIKELY, match(OGRE, 0.9), match(ARREST, 0.05))
    agreeing = with_name(likely, line(OGRE, 120, 117), Called(), {}, k=5)
    assert (agreeing.ranking.verdict, agreeing.says) == (Verdict.SURE, PrintSays.AGREES)
    sure = replace(likely, ranking=replace(likely.ranking, verdict=Verdict.SURE))
    differing = with_name(sure, line(SLEEP, 120, 117), Called(), {}, k=5)
    assert differing.ranking.verdict is not Verdict.SURE
    assert {OGRE, SLEEP} <= {match.card for match in differing.ranking.matches[:2]}


def test_an_outline_is_turned_to_the_way_its_name_is_read() -> None:
    upside_down = np.roll(CARD, 2, axis=0)
    assert np.array_equal(turned_to(upside_down, line(OGRE, 120, 117)), CARD)


def test_from_a_name_the_card_lies_where_the_games_row_says() -> None:
    place = print_table().of(GAME).name
    assert place is not None
    tall = 420.0
    capitals = 0.6 * place.tall * tall
    name = line(OGRE, 100 + place.left * 300, 100 + place.middle * tall - capitals / 2, capitals=capitals)
    assert (
        min(
            float(np.abs(outline - square(100, 100, tall * place.shape, tall)).max())
            for outline in outlines(name, place)
        )
        < 1
    )


def test_on_an_outlined_card_its_name_stands_where_the_games_row_says_whichever_way_up_it_is() -> None:
    place = print_table().of(GAME).name
    assert place is not None
    top = CARD[0] + np.array([place.left * 300, place.middle * 420])
    laid = bands(CARD, place)
    nearest = min(np.linalg.norm((band[0] + band[3]) / 2 - top) for band in laid)
    assert nearest < 0.01 * 420
    turned = [np.sort(band.ravel()) for band in bands(np.roll(CARD, 2, axis=0), place)]
    assert all(any(np.allclose(np.sort(band.ravel()), other) for other in turned) for band in laid)
