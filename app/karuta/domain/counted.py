"""How many of a thing, in English: for the command line and its pages; the window has texts of its own."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """`0 cards`, `1 card`, `2,000 cards`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
