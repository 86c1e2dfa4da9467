"""What lines that were read on a slab's label say: the company by its own word, the rest by its own forms."""

from __future__ import annotations

import pytest

from karuta.domain.finish import Slab
from karuta.domain.printing.slab_label import slab_of


@pytest.mark.parametrize(
    ("lines", "numbers", "figures", "slab"),
    [
        (["1999 pokemon", "gem mt", "psa"], ["12345678"], ["10"], Slab("PSA", "10", "12345678")),
        (["gem mt10", "psa"], [], [], Slab("PSA", "10")),
        (["nm mt", "psa"], [], [], Slab("PSA")),
        (["nm mt", "psa"], [], ["85"], Slab("PSA", "8.5")),
        (["gem mint", "beckett"], ["0012345678"], ["95"], Slab("BGS", "9.5", "0012345678")),
        (["gem mint", "cgc"], ["12345678"], [], Slab("CGC")),
        (["mint", "nm", "cgc"], [], ["9"], Slab("CGC")),
        (["mint", "psa"], ["12345678", "87654321"], ["7"], Slab("PSA")),
        (["gem mint", "psa", "cgc"], ["12345678"], ["10"], None),
        (["gem mint 10", "upsadaisy"], ["12345678"], ["10"], None),
        ([], [], [], None),
    ],
)
def test_a_grade_needs_its_word_and_a_number_its_length(
    lines: list[str], numbers: list[str], figures: list[str], slab: Slab | None
) -> None:
    assert slab_of(lines, numbers, figures) == slab
