"""Reads yaml-yugi: one JSON file per card, or the whole list. Knows no other source.

What the files are (https://github.com/DawnbrandBots/yaml-yugi, README.md and src/job_ocgtcg.py; seen 2026-11):
- `konami_id` is the publisher's id, `password` the passcode as a number; either may be null. `fake_password`, a number
  or a list, is what simulators use for a card that has none yet.
- `name` has every language, null where there is none; `ja_romaji` and `ko_rr` are how a name sounds in Latin letters.
  Japanese and Korean names hold `<ruby>base<rt>reading</rt></ruby>`, older files `<rb>` too.
- `sets` is by language: `set_number`, `set_name`, `rarities`, which may be null. Numbers that are not known yet hold
  `?`.
- Rush Duel cards (`data/rush`) have no `password` and set numbers that begin with `RD/`; their `konami_id` is of
  another register. Skills (`data/tcg-speed-skill`) have neither, `yugipedia_page_id` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.catalogue_folder import SkippedRow
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import SourceCard
from karuta.services.catalogue.sources.yugioh import GAME, passcode, read_objects, whole_number

FORMAT = "yaml-yugi"
PICTURE_FOLDERS = ("images", "pics", "pictures", ".")

_RUBY = re.compile(r"<ruby>(.*?)<rt>(.*?)</rt>(?:<rp>.*?</rp>)?</ruby>", re.DOTALL)
_TAG = re.compile(r"<rp>.*?</rp>|</?(?:ruby|rb|rt|rp|br)\s*/?>", re.DOTALL)
_SOUNDS = {"ja_romaji": "ja-Latn", "ko_rr": "ko-Latn"}


def is_yaml_yugi(head: str) -> bool:
    return '"yugipedia_page_id"' in head or ('"konami_id"' in head and '"password"' in head)


def read_files(files: Sequence[Path], game: str | None) -> Iterator[SourceCard | SkippedRow]:
    """Every card once, even if both the list and the card's own file exist."""
    return read_objects(files, lambda value, _: _card(value, game or GAME) or _fault(value), "name", "sets")


def _fault(value: Any) -> Sentence:
    if not isinstance(value.get("name"), dict):
        if value.get("name") is None:
            return Sentence("{field} is missing", field="name")
        return Sentence("{field} is not an object", field="name")
    if not _names(value):
        return Sentence("it has no name in any language")
    return Sentence("it has no konami_id, password or page id")


def _card(value: Any, game: str) -> SourceCard | None:
    """None if it has no name or no number."""
    names = _names(value)
    numbers = _numbers(value)
    is_rush = _is_rush(value)
    konami, page = whole_number(value.get("konami_id")), whole_number(value.get("yugipedia_page_id"))
    if is_rush and konami:
        card_id, codes = f"rush{konami}", {"rush_id": str(konami)}
    elif konami:
        card_id, codes = str(konami), {"konami_id": str(konami)}
    elif numbers:
        card_id, codes = passcode(numbers[0]), {}
    else:
        card_id, codes = f"yugipedia{page}" if page else "", {}
    if not names or not card_id:
        return None
    all_codes: dict[str, Any] = {**({"passcode": passcode(numbers[0])} if numbers else {}), **codes}
    if len(numbers) > 1:
        all_codes["other_passcodes"] = [passcode(number) for number in numbers[1:]]
    if page:
        all_codes["yugipedia_page_id"] = str(page)
    card = Card(
        key=CardKey(game, card_id),
        names=names,
        readings=_readings(value),
        codes=all_codes,
        kind=loose.text(value.get("card_type")) or ("Skill" if "Skill" in loose.text(value.get("type_line")) else ""),
        facts=_facts(value),
        printings=_printings(value),
    )
    pictures = [str(number) for number in numbers]
    pictures += [Path(loose.text(object_.get("image"))).stem for object_ in loose.objects(value.get("images"))]
    pictures += [Path(loose.text(value.get("image_front"))).stem, card_id]
    return SourceCard(card, "", 0, tuple(dict.fromkeys(picture for picture in pictures if picture)))


def _numbers(value: Any) -> list[int]:
    """Its passcodes, the printed one first."""
    said = [value.get("password"), *loose.items(value.get("fake_password"))]
    return list(dict.fromkeys(number for entry in said if (number := whole_number(entry))))


def _is_rush(value: Any) -> bool:
    if value.get("password") is not None:
        return False
    if not _sets(value):
        # One that is not out yet: cards of Rush Duels do not have this key at all.
        return "password" not in value
    return any(code.startswith("RD/") for set_ in _sets(value) for code in [loose.text(set_[1].get("set_number"))])


def _names(value: Any) -> dict[str, str]:
    said = value.get("name")
    if not isinstance(said, dict):
        return {}
    plain = {lang: _base(loose.text(name)) for lang, name in said.items() if lang not in _SOUNDS}
    return {lang: name for lang, name in plain.items() if name}


def _readings(value: Any) -> dict[str, str]:
    """How a name is read: from its ruby, or in Latin letters if it has none."""
    said = value["name"]
    found = {
        lang: reading
        for lang in ("ja", "ko")
        if (name := loose.text(said.get(lang))) and (reading := _reading(name)) != _base(name)
    }
    sounds = {lang: loose.text(said.get(key)) for key, lang in _SOUNDS.items()}
    return {**found, **{lang: sound for lang, sound in sounds.items() if sound}}


def _base(name: str) -> str:
    return loose.one_line(_TAG.sub("", _RUBY.sub(r"\1", name)))


def _reading(name: str) -> str:
    return loose.one_line(_TAG.sub("", _RUBY.sub(r"\2", name)))


def _facts(value: Any) -> dict[str, Any]:
    level = {key: value.get(key) for key in ("level", "rank", "pendulum_scale") if isinstance(value.get(key), int)}
    points = {key: value.get(key) for key in ("atk", "def") if isinstance(value.get(key), int | str)}
    return loose.said(
        type_line=loose.text(value.get("monster_type_line")) or loose.text(value.get("type_line")),
        property=loose.text(value.get("property")),
        attribute=loose.text(value.get("attribute")),
        **level,
        **points,
    )


def _sets(value: Any) -> list[tuple[str, Any]]:
    said = value.get("sets")
    return (
        [(lang, object_) for lang, sets in said.items() for object_ in loose.objects(sets)]
        if isinstance(said, dict)
        else []
    )


def _printings(value: Any) -> tuple[Printing, ...]:
    found: dict[tuple[str, str], Printing] = {}
    for lang, one in _sets(value):
        code = loose.text(one.get("set_number"))
        if not code:
            continue
        there = found.get((code, lang), Printing(code, loose.text(one.get("set_name")), lang))
        more = tuple(rarity for rarity in loose.texts(one.get("rarities")) if rarity not in there.rarities)
        found[code, lang] = Printing(code, there.set_name, lang, (*there.rarities, *more))
    return tuple(found.values())
