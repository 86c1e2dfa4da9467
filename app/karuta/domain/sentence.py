"""An English sentence that remembers its template and values, so that the window can say it in another language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, Self


class Sentence(str):
    """A `str` with the `template` and `values` that it was made of.

    The template is a literal where the sentence is made; packaging/translate.py collects it from there. A value may be
    a `Sentence` itself. Without values the template is the text, braces included.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        if isinstance(template, cls) and not values:
            return template
        plain = {name: _plain(value) for name, value in values.items()}
        sentence = super().__new__(cls, filled(template, plain))
        sentence.template = str(template)
        sentence.values = plain
        return sentence


# Not of what is dots alone, as a path may be.
_ENDED = re.compile(r"(?<=[^./\\])[.。]$")
_STOPPED = re.compile(r"\{(\w+)\}[.。;]")


def filled(template: str, values: Mapping[str, object]) -> str:
    """The text of a template. Where a full stop follows a value that is a sentence itself, one of the two is enough."""
    if not values:
        return template
    named = ((name, values.get(name)) for name in _STOPPED.findall(template))
    stopped = {name: _ENDED.sub("", value) for name, value in named if isinstance(value, str)}
    return template.format(**{**values, **stopped})


_QUOTED_LETTERS = 80


def quoted(text: object) -> str:
    """A stranger's text, cut to the length of a line, for use in a sentence."""
    shown = str(text)
    return shown if len(shown) <= _QUOTED_LETTERS else f"{shown[: _QUOTED_LETTERS - 1]}…"


def listed(items: Sequence[str]) -> str:
    """Several things in a sentence, as a language lists them: `A`, `A and B`, `A, B and C`."""
    if len(items) < 2:
        return items[0] if items else ""
    return Sentence("{first} and {last}", first=commas(items[:-1]), last=items[-1])


def commas(items: Sequence[str]) -> str:
    """Things beside each other. Halved, so that thousands of them are nested only a few times."""
    if len(items) < 2:
        return items[0] if items else ""
    half = len(items) // 2
    return Sentence("{first}, {second}", first=commas(items[:half]), second=commas(items[half:]))


def as_values(sentence: Sentence) -> dict[str, Any]:
    """As JSON values, to carry it to another process; `from_values` makes the sentence again."""
    values = {
        name: as_values(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return {"template": sentence.template, "values": values}


def from_values(stored: Mapping[str, Any]) -> Sentence:
    """Raises `ValueError` if these are not a sentence's values."""
    template, fields = stored.get("template"), stored.get("values")
    if not isinstance(template, str) or not isinstance(fields, Mapping):
        raise ValueError("no sentence")
    values = {name: from_values(value) if isinstance(value, Mapping) else value for name, value in fields.items()}
    # A template was a literal where it was made. One that is read may ask for anything, even a million spaces.
    for _, name, spec, conversion in Formatter().parse(template) if values else ():
        if name is not None and (name not in values or spec or conversion):
            raise ValueError("a sentence without its values")
    return Sentence(template, **values)


def of_texts(texts: Sequence[str], values: Sequence[Mapping[str, Any]] | None) -> tuple[Sentence, ...]:
    """Sentences from stored texts and, beside them, values.

    Older records have no values; their texts are taken as they are.
    """
    if values is None:
        return tuple(Sentence(text) for text in texts)
    return tuple(from_values(value) for value in values)


def _plain(value: object) -> object:
    """A nested sentence stays one.

    An error becomes its text, because the error itself would keep its traceback alive.
    """
    value = getattr(value, "sentence", value)
    return value if isinstance(value, str | int | float) else str(value)


def counted(number: int, noun: str) -> str:
    """`0 cards`, `1 card`, `2,000 cards`"""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted_labels(number: int) -> Sentence:
    return Sentence("1 label") if number == 1 else Sentence("{count} labels", count=f"{number:,}")


def counted_cards(number: int) -> Sentence:
    return Sentence("1 card") if number == 1 else Sentence("{count} cards", count=f"{number:,}")


_THINGS = {
    "artwork": (Sentence("1 artwork"), Sentence("{count} artworks")),
    "crop": (Sentence("1 crop"), Sentence("{count} crops")),
    "event": (Sentence("1 event"), Sentence("{count} events")),
    "file": (Sentence("1 file"), Sentence("{count} files")),
    "pair": (Sentence("1 pair"), Sentence("{count} pairs")),
    "photo": (Sentence("1 photo"), Sentence("{count} photos")),
    "contrast map": (Sentence("1 contrast map"), Sentence("{count} contrast maps")),
    "row": (Sentence("1 row"), Sentence("{count} rows")),
    "thumbnail": (Sentence("1 thumbnail"), Sentence("{count} thumbnails")),
    "vector": (Sentence("1 vector"), Sentence("{count} vectors")),
}


def counted_things(number: int, noun: str) -> Sentence:
    """As `counted`, of a noun of the table above."""
    single, several = _THINGS[noun]
    return single if number == 1 else Sentence(several.template, count=f"{number:,}")
