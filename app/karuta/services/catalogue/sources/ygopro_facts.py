"""What the numbers in a `cards.cdb` mean, in Karuta's words. Tables only.

The values are those of the clients' scripts (https://github.com/ProjectIgnis/CardScripts, constant.lua).
"""

from __future__ import annotations

from typing import Any

from karuta.services.catalogue.sources.yugioh import whole_number
from karuta.store.cards_cdb import CdbRow

MONSTER, SPELL, TRAP, TOKEN = 0x1, 0x2, 0x4, 0x4000
_SKILL, _XYZ, _PENDULUM, _LINK = 0x8000000, 0x800000, 0x1000000, 0x4000000

_ATTRIBUTES = {1: "EARTH", 2: "WATER", 4: "FIRE", 8: "WIND", 16: "LIGHT", 32: "DARK", 64: "DIVINE"}
_RACES = (
    *("Warrior", "Spellcaster", "Fairy", "Fiend", "Zombie", "Machine", "Aqua", "Pyro", "Rock", "Winged Beast"),
    *("Plant", "Insect", "Thunder", "Dragon", "Beast", "Beast-Warrior", "Dinosaur", "Fish", "Sea Serpent", "Reptile"),
    *("Psychic", "Divine-Beast", "Creator God", "Wyrm", "Cyberse", "Illusion"),
)
_KINDS_OF_MONSTER = {
    0x40: "Fusion",
    0x80: "Ritual",
    0x2000: "Synchro",
    _XYZ: "Xyz",
    _PENDULUM: "Pendulum",
    _LINK: "Link",
    0x400: "Union",
    0x800: "Gemini",
    0x200: "Spirit",
    0x200000: "Flip",
    0x400000: "Toon",
    0x1000: "Tuner",
    0x10: "Normal",
    0x20: "Effect",
}
_PROPERTIES = {
    0x80: "Ritual",
    0x10000: "Quick-Play",
    0x20000: "Continuous",
    0x40000: "Equip",
    0x80000: "Field",
    0x100000: "Counter",
}
_UNKNOWN_POINTS = -2


def kind_of(bits: int) -> str:
    for bit, kind in ((TOKEN, "Token"), (_SKILL, "Skill"), (MONSTER, "Monster"), (SPELL, "Spell"), (TRAP, "Trap")):
        if bits & bit:
            return kind
    return ""


def facts_of(row: CdbRow) -> dict[str, Any]:
    """The facts of the row; values that are not numbers are left out."""
    bits = whole_number(row.type) or 0
    if not bits & MONSTER:
        named = [name for bit, name in _PROPERTIES.items() if bits & bit]
        return {"property": named[0] if named else "Normal"} if bits & (SPELL | TRAP) else {}
    return {
        key: value
        for key, value in (
            ("type_line", _type_line(whole_number(row.race) or 0, bits)),
            ("attribute", _ATTRIBUTES.get(whole_number(row.attribute) or 0)),
            (_level_word(bits), (whole_number(row.level) or 0) & 0xFF or None),
            ("atk", _points(row.atk)),
            ("def", None if bits & _LINK else _points(row.defence)),
        )
        if value not in (None, "")
    }


def _type_line(race: int, bits: int) -> str:
    races = [name for at, name in enumerate(_RACES) if race >> at & 1]
    kinds = [name for bit, name in _KINDS_OF_MONSTER.items() if bits & bit]
    return " / ".join((*races[:1], *kinds))


def _level_word(bits: int) -> str:
    return "link" if bits & _LINK else "rank" if bits & _XYZ else "level"


def _points(value: Any) -> int | str | None:
    if value == _UNKNOWN_POINTS:
        return "?"
    return 0 if value == 0 and not isinstance(value, bool) else whole_number(value)
