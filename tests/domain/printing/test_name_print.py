"""A printed name is compared with the catalogue's in any language; names that are a part of others do not win by it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.named import line

from karuta.domain.card import CardKey
from karuta.domain.printing.evidence import LongerNames, NameLine, SeenName, as_compared

RED, BLUE, GIRL, MAGICIAN = (CardKey("yugioh", name) for name in ("red", "blue", "girl", "magician"))
NAMES = {
    "Ojama Red": RED,
    "おジャマ・レッド": RED,
    "Ojama Blue": BLUE,
    "Dark Magician Girl": GIRL,
    "Dark Magician": MAGICIAN,
    "Magicien Sombre": MAGICIAN,
}


def seen(row: NameLine, names: Mapping[str, CardKey] = NAMES, *, all_names: tuple[str, ...] = tuple(NAMES)) -> SeenName:
    return SeenName(
        row,
        {as_compared(name): frozenset((key,)) for name, key in names.items()},
        {as_compared(name): name for name in names},
        LongerNames(map(as_compared, all_names)),
    )


@pytest.mark.parametrize("text", ["OJAMA BLUE", "Ojama  Blue", "ｏｊａｍａ　ｂｌｕｅ"])
def test_a_name_is_read_however_it_is_set(text: str) -> None:
    found = seen(line(text))
    assert found.read == "Ojama Blue" and found.owners() == {BLUE}
    said = found.witness([RED, BLUE])
    assert said.weight(BLUE) > 6 and said.weight(RED) == 0 and said.weight_elsewhere == 0


def test_kana_of_either_kind_are_one_name() -> None:
    assert seen(line("おじゃまれっど")).read == "おジャマ・レッド"


def test_a_letter_that_could_be_another_does_not_hide_the_name() -> None:
    found = seen(line("OJAMA BLVE", doubts={7: {"v": 0.6, "u": 0.4}}))
    assert found.read == "Ojama Blue"


def test_letters_in_which_two_names_differ_decide_only_if_they_are_clear() -> None:
    names = {"Harpie Lady 1": RED, "Harpie Lady 2": BLUE}
    clear, unclear = line("HARPIE LADY 2"), line("HARPIE LADY 2", doubts={10: {"2": 0.55, "1": 0.45}})
    assert seen(clear, names, all_names=tuple(names)).read == "Harpie Lady 2"
    found = seen(unclear, names, all_names=tuple(names))
    assert found.read is None
    said = found.witness([RED, BLUE])
    assert abs(said.weight(RED) - said.weight(BLUE)) < 1


def test_a_name_that_others_begin_or_end_with_does_not_win_over_them() -> None:
    """Glare may hide the rest."""
    found = seen(line("DARK MAGICIAN"))
    assert found.read is None and found.owners() == frozenset()
    said = found.witness([GIRL, MAGICIAN])
    assert 0 < said.weight(MAGICIAN) - said.weight(GIRL) < 4
    assert seen(line("DARK MAGICIAN GIRL")).read == "Dark Magician Girl"


def test_a_longer_name_that_is_not_among_those_compared_speaks_for_elsewhere() -> None:
    few = {"Dark Magician": MAGICIAN}
    found = seen(line("DARK MAGICIAN"), few, all_names=("Dark Magician", "Dark Magician of Chaos"))
    assert found.read is None
    said = found.witness([MAGICIAN])
    assert 0 < said.weight(MAGICIAN) - said.weight_elsewhere < 4
    assert seen(line("DARK MAGICIAN"), few, all_names=("Dark Magician",)).read == "Dark Magician"


def test_a_name_of_another_card_than_the_matches_speaks_for_elsewhere() -> None:
    said = seen(line("OJAMA BLUE")).witness([RED, GIRL])
    assert said.weight_elsewhere > 6 and said.weight(RED) == said.weight(GIRL) == 0


def test_a_name_that_hardly_fits_says_nothing() -> None:
    found = seen(line("OJAMA BLVE", doubts={7: {"v": 0.97, "u": 0.03}}))
    assert -8 < max(found.ratios.values()) < -4
    assert found.read is None and found.witness([RED, BLUE]).weight(BLUE) == 0


@pytest.mark.parametrize("text", ["歐佳瑪．藍", "OB", "", "MAGI"], ids=["unknown language", "short", "empty", "a part"])
def test_what_is_no_name_of_the_catalogue_says_nothing(text: str) -> None:
    found = seen(line(text))
    assert found.read is None and found.owners() == frozenset()
    said = found.witness([RED, BLUE])
    assert said.weight(RED) == said.weight(BLUE) == said.weight_elsewhere == 0
