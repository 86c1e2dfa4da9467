"""Pictures that hardly differ are known as such, and a crop is told from them by what differs alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.pictures import card

from karuta.domain.card import Artwork, CardKey
from karuta.domain.match import CatalogueView
from karuta.domain.pixels import Pixels
from karuta.engine.sibling_file import SiblingPairs, SiblingsDamaged, keep_siblings, read_siblings, sound_siblings
from karuta.engine.siblings import Siblings, near_rows, not_told_apart
from karuta.engine.similarity import ContrastMaps

ONE, OTHER, THIRD = "aa", "bb", "cc"


def with_other_band(picture: Pixels, *, seed: int) -> Pixels:
    """The same but for a band across it, as wide as a name."""
    changed = picture.copy()
    tall, wide = picture.shape[:2]
    band = np.random.default_rng(seed).integers(0, 256, (4, 11, 3), dtype=np.uint8)
    changed[: tall // 8] = np.kron(band, np.ones((tall // 32 + 1, wide // 11 + 1, 1), dtype=np.uint8))[
        : tall // 8, :wide
    ]
    return changed


FACE = with_other_band(card(1), seed=3)
SIBLING = with_other_band(FACE, seed=4)
PICTURES = {ONE: FACE, OTHER: SIBLING, THIRD: card(2)}


def artwork(picture: str, number: str) -> Artwork:
    return Artwork(CardKey("game", number), f"Card {number}", f"{picture}.png", "main", picture)


VIEW = CatalogueView.of([artwork(ONE, "1"), artwork(OTHER, "2"), artwork(THIRD, "3")])


def test_only_pictures_whose_vectors_are_near_are_siblings() -> None:
    rows = np.array([(1, 0, 0), (0.7, 0.714, 0), (0, 0, 1)], dtype=np.float32)
    assert [pair for pair in near_rows(rows, rows) if pair[0] < pair[1]] == [(0, 1)]


def test_two_artworks_of_one_card_and_what_has_left_the_catalogue_are_no_siblings() -> None:
    assert Siblings([(ONE, OTHER)], VIEW).of(ONE) == [OTHER]
    one_card = CatalogueView.of([artwork(ONE, "1"), artwork(OTHER, "1")])
    assert not Siblings([(ONE, OTHER)], one_card).of(ONE)
    assert Siblings([(ONE, "gone")], VIEW).hash is None


def test_what_is_known_of_siblings_has_another_hash_for_other_pairs() -> None:
    assert Siblings([(OTHER, ONE)], VIEW).hash == Siblings([(ONE, OTHER)], VIEW).hash
    assert Siblings([(ONE, THIRD)], VIEW).hash != Siblings([(ONE, OTHER)], VIEW).hash


@pytest.mark.parametrize(("shown", "left"), [(FACE, []), (SIBLING, [OTHER])])
def test_a_crop_is_told_apart_by_the_part_that_differs(shown: Pixels, left: list[str]) -> None:
    assert not_told_apart(shown, ONE, [OTHER], ContrastMaps(PICTURES.get)) == left


def test_a_crop_whose_differing_part_is_hidden_is_not_told_apart() -> None:
    hidden = FACE.copy()
    hidden[: len(hidden) // 8] = 127
    assert not_told_apart(hidden, ONE, [OTHER], ContrastMaps(PICTURES.get)) == [OTHER]
    assert not not_told_apart(hidden, ONE, [], ContrastMaps(PICTURES.get))


def test_equal_pictures_are_never_told_apart() -> None:
    assert not_told_apart(FACE, ONE, [OTHER], ContrastMaps({ONE: FACE, OTHER: FACE}.get)) == [OTHER]


def test_what_was_compared_is_read_as_it_was_kept_and_damage_is_noticed(tmp_path: Path) -> None:
    kept = SiblingPairs("00" * 32, ("11" * 32, "22" * 32, "33" * 32), np.array([(2, 0)], dtype=np.uint32))
    assert read_siblings(tmp_path / "siblings").pictures == ()
    keep_siblings(tmp_path / "siblings", kept)
    assert read_siblings(tmp_path / "siblings").named == [("33" * 32, "11" * 32)]
    path = tmp_path / "siblings" / "pairs"
    path.write_bytes(path.read_bytes()[:-1] + b"\x07")
    with pytest.raises(SiblingsDamaged):
        read_siblings(tmp_path / "siblings")
    assert sound_siblings(tmp_path / "siblings").pictures == ()
