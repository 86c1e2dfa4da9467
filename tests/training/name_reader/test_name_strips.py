"""Title lines are drawn as photos show them, again and again the same, and say which letters are wholly in view."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from karuta.domain.printing.letters import letters_of
from workshop.code_reader.strips import Wear
from workshop.code_reader.typefaces import UNFIT_FOR_NAMES, TypeFace, parted_by_family, type_faces
from workshop.name_reader.name_strips import TitleLook, TitleMaker
from workshop.name_reader.names import NameMaker, NameMix

MIX = NameMix(
    spoken=0.4,
    digits=0.1,
    roman=0.1,
    code=0.1,
    short=0.1,
    joined=0.3,
    apostrophe=0.2,
    ending=0.2,
    capitals=0.2,
    small=0.1,
)
MILD = Wear(pixels=(20, 24), tilt=0.0, lift=0.0, size=0.01, blur=0.01, noise=0.1, covered=0.0, cut=0.0)
PLAIN = TitleLook(
    widths=((128, 0.5), (256, 0.5)), first=2, squeezed=(0.6, 1.1), small_capitals=0.0, outlined=0.0, shadowed=0.0,
    on_art=0.0, signs=0.0, frames=0.0, lines=0.0, bent=0.0, tight=0.0, empty=0.0,
)  # fmt: skip
ALL = replace(
    PLAIN, small_capitals=0.5, outlined=0.5, shadowed=0.5, on_art=0.5, signs=0.7, frames=0.7, lines=0.7, bent=0.7,
    tight=0.5, empty=0.1,
)  # fmt: skip


def maker(*, look: TitleLook = PLAIN, wear: Wear = MILD) -> TitleMaker:
    """In Pillow's own font alone, which every computer has."""
    return TitleMaker([type_faces([], unfit=UNFIT_FOR_NAMES)], NameMaker(MIX, ["winter", "hawk"]), look, wear, seed=3)


def test_a_step_is_always_the_same_and_its_width_is_its_own() -> None:
    rough = replace(MILD, tilt=4.0, lift=0.25, size=0.18, covered=0.5, cut=0.3, looks=2)
    one, again = (maker(look=ALL, wear=rough).batch(5, size=6) for _ in range(2))
    assert (one.pixels == again.pixels).all() and one.letters.tolist() == again.letters.tolist()
    widths = {maker().batch(step, size=1).pixels.shape for step in range(12)}
    assert widths == {(1, 32, 128), (1, 32, 256)}
    assert all(maker().batch(step, size=1).pixels.shape[2] == 128 for step in range(2))


def test_a_cut_title_says_the_letters_that_are_wholly_in_view() -> None:
    rng = np.random.default_rng(2)
    cut = maker(wear=replace(MILD, cut=1.0))
    said = {cut.strips(256, rng, "Winter-Hawk’s Eye")[0].written for _ in range(30)}
    assert len(said) > 5 and all(text in letters_of("Winter-Hawk’s Eye") for text in said)
    assert maker().strips(256, rng, "Winter-Hawk’s Eye")[0].written == "winter hawks eye"


def test_a_family_is_learned_from_or_held_out_as_a_whole() -> None:
    fonts = (SimpleNamespace(getname=lambda name=name: (f"{name} Serif Bold", "")) for name in "ABC" * 2)
    learned, held_out = parted_by_family([TypeFace(None, cast(Any, font), 24) for font in fonts], ["B Serif", "D"])
    assert [[face.font.getname()[0] for face in family] for family in held_out] == [["B Serif Bold"] * 2]
    assert [len(family) for family in learned] == [2, 2]
