"""What is said of a card that no photo shows, and a set, in the window's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from karuta.gui.kit.dialog import FindRow
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP, comma_list
from karuta.listings.domain.set_numbers import KnownSet

_VALUES: Mapping[str, str] = {
    "mint": QT_TRANSLATE_NOOP("Entries", "Mint"),
    "near_mint": QT_TRANSLATE_NOOP("Entries", "Near mint"),
    "good": QT_TRANSLATE_NOOP("Entries", "Good"),
    "played": QT_TRANSLATE_NOOP("Entries", "Played"),
    "damaged": QT_TRANSLATE_NOOP("Entries", "Damaged"),
    "plain": QT_TRANSLATE_NOOP("Entries", "Plain"),
    "foil": QT_TRANSLATE_NOOP("Entries", "Foil"),
    "reverse": QT_TRANSLATE_NOOP("Entries", "Reverse holo"),
}
_WHOLE = QT_TRANSLATE_NOOP("Entries", "All sets of {game}")


def value_words(value: str | None) -> str:
    """Of a condition or a finish; a language is its code."""
    text = _VALUES.get(value or "")
    return QCoreApplication.translate("Entries", text) if text is not None else (value or "").upper()


def listed_values(values: Iterable[str | None]) -> str:
    return comma_list(value_words(value) for value in values if value)


def set_words(known: KnownSet) -> str:
    return known.set or QCoreApplication.translate("Entries", _WHOLE).format(game=known.game)


def set_rows(sets: Sequence[KnownSet]) -> list[FindRow]:
    """For `FindDialog`."""
    texts = [(f"{set_words(one)}   {one.name}", one.game, f"{one.numbers:,}") for one in sets]
    return [FindRow("   ".join(text), " ".join(text[:2])) for text in texts]
