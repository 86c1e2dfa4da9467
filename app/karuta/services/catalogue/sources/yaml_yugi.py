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
from karuta.services.catalogue.catalogue_rows import BadRow
from karuta.services.catalogue.join_cards import with_printings
from karuta.services.catalogue.sources import loose
from karuta.services.catalogue.sources.card_source import Rows, SourceCard
from karuta.services.catalogue.sources.gather_rows import read_objects
from karuta.services.catalogue.sources.yugioh import GAME, passcodes, whole_number

FORMAT = "yaml-yugi"
PICTURE_FOLDERS = ("images", "pics", "pictures", ".")

_RUBY = re.compile(r"<ruby>(.*?)<rt>(.*?)</rt>(?:<rp>.*?</rp>)?</ruby>", re.DOTALL)
_TAG = re.compile(r"<rp>.*?</rp>|</?(?:ruby|rb|rt|rp|br)\s*/?>", re.DOTALL)
_SOUNDS = {"ja_romaji": "ja-Latn", "ko_rr": "ko-Latn"}


def is_yaml_yugi(head: str) -> bool:
    return '"yugipedia_page_id"' in head or ('"konami_id"' in head and '"password"' in head)


def read_files(files: Sequence[Path], game: str | None) -> Rows:
    """Every card once, even if both the list and the card's own file exist."""
    return read_objects(files, lambda value, _: _card(value, game or GAME), "name", "sets")


def _card(value: Any, game: str) -> SourceCard:
    if value.get("name") is None:
        raise BadRow("{field} is missing", field="name")
    if not isinstance(value["name"], dict):
        raise BadRow("{field} is not an object", field="name")
    names, numbers = _names(value), _numbers(value)
    konami, page = (loose.text(whole_number(value.get(name))) for name in ("konami_id", "yugipedia_page_id"))
    codes = passcodes(numbers)
    if konami and _is_rush(value):
        card_id, codes["rush_id"] = f"rush{konami}", konami
    elif konami:
        card_id = codes["konami_id"] = konami
    else:
        card_id = codes.get("passcode") or (page and f"yugipedia{page}")
    if not names:
        raise BadRow("it has no name in any language")
    if not card_id:
        raise BadRow("it has no konami_id, password or page id")
    card = Card(
        key=CardKey(game, card_id),
        names=names,
        readings=_readings(value),
        codes={**codes, **loose.without_empty(yugipedia_page_id=page)},
        kind=loose.text(value.get("card_type")) or ("Skill" if "Skill" in loose.text(value.get("type_line")) else ""),
        facts=_facts(value),
        printings=with_printings((), _issues(value)),
    )
    files = [loose.text(image.get("image")) for image in loose.objects(value.get("images"))]
    stems = [Path(file).stem for file in (*files, loose.text(value.get("image_front")))]
    pictures = (*map(str, numbers), *stems, card_id)
    return SourceCard(card, pictures=tuple(dict.fromkeys(filter(None, pictures))))


def _numbers(value: Any) -> list[int]:
    """Its passcodes, the printed one first."""
    numbers = [value.get("password"), *loose.items(value.get("fake_password"))]
    return list(dict.fromkeys(number for entry in numbers if (number := whole_number(entry))))


def _is_rush(value: Any) -> bool:
    if value.get("password") is not None:
        return False
    if not _sets(value):
        # One that is not out yet: cards of Rush Duels do not have this key at all.
        return "password" not in value
    return any(code.startswith("RD/") for row in _sets(value) for code in [loose.text(row[1].get("set_number"))])


def _names(value: Any) -> dict[str, str]:
    names = value.get("name")
    if not isinstance(names, dict):
        return {}
    plain = {lang: _base(loose.text(name)) for lang, name in names.items() if lang not in _SOUNDS}
    return {lang: name for lang, name in plain.items() if name}


def _readings(value: Any) -> dict[str, str]:
    """How a name is read: from its ruby, or in Latin letters if it has none."""
    names = value["name"]
    readings = {
        lang: reading
        for lang in ("ja", "ko")
        if (name := loose.text(names.get(lang))) and (reading := _reading(name)) != _base(name)
    }
    sounds = {lang: loose.text(names.get(key)) for key, lang in _SOUNDS.items()}
    return {**readings, **{lang: sound for lang, sound in sounds.items() if sound}}


def _base(name: str) -> str:
    return loose.one_line(_TAG.sub("", _RUBY.sub(r"\1", name)))


def _reading(name: str) -> str:
    return loose.one_line(_TAG.sub("", _RUBY.sub(r"\2", name)))


def _facts(value: Any) -> dict[str, Any]:
    level = {key: value.get(key) for key in ("level", "rank", "pendulum_scale") if isinstance(value.get(key), int)}
    points = {key: value.get(key) for key in ("atk", "def") if isinstance(value.get(key), int | str)}
    return loose.without_empty(
        type_line=loose.text(value.get("monster_type_line")) or loose.text(value.get("type_line")),
        property=loose.text(value.get("property")),
        attribute=loose.text(value.get("attribute")),
        **level,
        **points,
    )


def _sets(value: Any) -> list[tuple[str, Any]]:
    sets_of = value.get("sets")
    return (
        [(lang, row) for lang, sets in sets_of.items() for row in loose.objects(sets)]
        if isinstance(sets_of, dict)
        else []
    )


def _issues(value: Any) -> Iterator[Printing]:
    for lang, issue in _sets(value):
        if code := loose.text(issue.get("set_number")):
            yield Printing(code, loose.text(issue.get("set_name")), lang, tuple(loose.texts(issue.get("rarities"))))
