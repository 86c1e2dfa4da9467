"""The letters that a code reader knows, and the numbers that its network has for them. Draws and reads nothing."""

from __future__ import annotations

# The network's output 0 is "no letter here"; the letters follow in this order.
BLANK = 0
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/"
CLASSES = len(LETTERS) + 1
_NUMBERS = {letter: number for number, letter in enumerate(LETTERS, 1)}


def is_readable(text: str) -> bool:
    """Whether the alphabet has every letter of it, and it has one; `EN???` is nobody's code."""
    return bool(text) and not text.strip(LETTERS)


def numbers_of(text: str) -> tuple[int, ...]:
    """Raises `KeyError` for a letter that is not in the alphabet."""
    return tuple(_NUMBERS[letter] for letter in text)


def text_of(numbers: tuple[int, ...]) -> str:
    return "".join(LETTERS[number - 1] for number in numbers)
