"""What the title reader is taught to say of a name, and what names are compared with."""

from __future__ import annotations

import pytest

from karuta.domain.printing.letters import LETTERS, letters_of, numbers_of, text_of


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Urza’s Æther-Well", "urzas aether well"),
        ("D.D. Dämon, der Große!", "dd damon der grosse"),
        ("Number 39: Fire // Ice & Łódź", "number 39 fire ice lodz"),
        ("!?", ""),
        ("ブラック・マジシャン", ""),
        ("Magier ブ", ""),
    ],
)
def test_marks_and_accents_are_not_read_and_other_scripts_not_at_all(name: str, letters: str) -> None:
    assert letters_of(name) == letters
    assert letters_of(letters) == letters
    assert text_of(numbers_of(letters)) == letters


def test_nothing_is_the_first_class() -> None:
    assert numbers_of(LETTERS) == tuple(range(1, 38))
