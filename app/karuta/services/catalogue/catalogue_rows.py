"""Turns one line of cards.jsonl into a card, or says what is wrong with it. Reads no files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from karuta.domain.card import Card, CardKey, Printing
from karuta.domain.sentence import Sentence

# The longest name of a printed card has 141 characters, a basic land some thousand printings in all languages.
MOST_NAME = 1000
MOST_PRINTINGS = 20_000
MOST_CHARACTERS = 2_000_000


class BadRow(ValueError):  # noqa: N818 - the row, not the class of error, is the point
    """A row that is left out. `reason` says why; the window has it in its own language."""

    def __init__(self, template: str, **values: object) -> None:
        self.reason = Sentence(template, **values)
        super().__init__(self.reason)


def card_from_json(line: str) -> Card:
    """The card of a line; unknown keys are ignored. Raises `BadRow`."""
    row = _object(line)
    game, card_id = (_required(row, key) for key in ("game", "card_id"))
    if ":" in game:
        raise BadRow("game may not contain a colon, which separates it from the card id")
    names = _texts(row, "names")
    if not names and "names" in row:
        raise BadRow("names has no name in any language")
    if not names:
        raise BadRow("{field} is missing", field="names")
    return Card(
        key=CardKey(game, card_id),
        names=names,
        readings=_texts(row, "readings"),
        codes=_mapping(row, "codes"),
        kind=_text(row.get("kind"), "kind"),
        facts=_mapping(row, "facts"),
        printings=_printings(row),
    )


def refuse_endless(card: Card) -> None:
    """Whatever brought the card: no name is longer than a page, no card than a book. Raises `BadRow`."""
    texts_of = {"names": card.names.values(), "readings": card.readings.values(), "id": card.key, "kind": [card.kind]}
    for field, texts in texts_of.items():
        if any(len(text) > MOST_NAME for text in texts):
            raise BadRow("{field} is longer than {most} characters", field=field, most=f"{MOST_NAME:,}")
    if len(card.printings) > MOST_PRINTINGS:
        raise BadRow("it has more than {most} printings", most=f"{MOST_PRINTINGS:,}")
    printings = (
        len(printing.set_code) + len(printing.set_name) + len(printing.lang) + sum(map(len, printing.rarities))
        for printing in card.printings
    )
    if sum(printings) + len(repr((card.codes, card.facts))) > MOST_CHARACTERS:
        raise BadRow("longer than {megabytes} MB", megabytes=MOST_CHARACTERS // 1_000_000)


def _object(line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line, parse_constant=_no_number, parse_float=_finite)
        if "\\u" in line:
            # A lone surrogate can be written in JSON, but not stored.
            json.dumps(row, ensure_ascii=False).encode("utf-8")
    except BadRow:
        raise
    except UnicodeEncodeError as error:
        raise BadRow("holds half a character (a lone surrogate)") from error
    except (ValueError, RecursionError) as error:
        raise BadRow("not JSON") from error
    if not isinstance(row, dict):
        raise BadRow("not a JSON object")
    return row


def _no_number(name: str) -> NoReturn:
    raise BadRow("not JSON: {value} is not a number", value=name)


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:
        raise BadRow("not JSON: {value} is too large", value=text)
    return number


def _required(row: Mapping[str, Any], key: str) -> str:
    text = _text(row.get(key), key)
    if not text:
        raise BadRow("{field} is missing", field=key)
    if not text.isprintable():
        raise BadRow("{field} holds a character that cannot be shown", field=key)
    return text


def _text(value: Any, what: str) -> str:
    """Text without surrounding spaces; a whole number (a card id, say) becomes its digits."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise BadRow("{field} is not text", field=what)
    return value.strip()


def _mapping(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = row.get(key)
    if not value:
        return {}
    if not isinstance(value, dict):
        raise BadRow("{field} is not an object", field=key)
    return value


def _texts(row: Mapping[str, Any], key: str) -> dict[str, str]:
    """Non-empty texts by language."""
    texts = {lang: _text(text, f"{key}.{lang}") for lang, text in _mapping(row, key).items()}
    return {lang: text for lang, text in texts.items() if text}


def _printings(row: Mapping[str, Any]) -> tuple[Printing, ...]:
    value = row.get("printings")
    if not value:
        return ()
    if not isinstance(value, list):
        raise BadRow("{field} is not a list", field="printings")
    return tuple(_printing(entry) for entry in value)


def _printing(value: Any) -> Printing:
    if not isinstance(value, dict):
        raise BadRow("a printing is not an object")
    set_code, set_name, lang = (
        _text(value.get(key), f"{key} of a printing") for key in ("set_code", "set_name", "lang")
    )
    return Printing(set_code, set_name, lang, _rarities(value.get("rarities")))


def _rarities(value: Any) -> tuple[str, ...]:
    if not value:
        return ()
    each: Sequence[Any] = [value] if isinstance(value, str) else value
    if not isinstance(each, list):
        raise BadRow("{field} is not a list", field="rarities of a printing")
    return tuple(text for text in (_text(entry, "a rarity") for entry in each) if text)
