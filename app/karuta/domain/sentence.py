"""A sentence in English that remembers what it was made of, so that the window can say it in another language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any, Self


class Sentence(str):
    """Text like any other; `template` and `values` are what it was made of.

    The template is a literal at the place where the sentence is made: packaging/translate.py collects it from there.
    A value may be a `Sentence` itself. Without values the template is the text, braces and all.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Self:
        if isinstance(template, cls) and not values:
            return template
        plain = {name: _plain(value) for name, value in values.items()}
        sentence = super().__new__(cls, template.format(**plain) if plain else template)
        sentence.template = str(template)
        sentence.values = plain
        return sentence


def as_values(sentence: Sentence) -> dict[str, Any]:
    """What JSON can carry to another process; `from_values` makes the sentence of it again."""
    values = {
        name: as_values(value) if isinstance(value, Sentence) else value for name, value in sentence.values.items()
    }
    return {"template": sentence.template, "values": values}


def from_values(found: Mapping[str, Any]) -> Sentence:
    """Raises `ValueError` where these are no sentence's values."""
    template, said = found.get("template"), found.get("values")
    if not isinstance(template, str) or not isinstance(said, Mapping):
        raise ValueError("no sentence")
    values = {name: from_values(value) if isinstance(value, Mapping) else value for name, value in said.items()}
    # Where it was made, it was a literal; what is read may ask for anything, a million spaces too.
    for _, name, spec, conversion in Formatter().parse(template) if values else ():
        if name is not None and (name not in values or spec or conversion):
            raise ValueError("a sentence without its values")
    return Sentence(template, **values)


def of_texts(texts: Sequence[str], values: Sequence[Mapping[str, Any]] | None) -> tuple[Sentence, ...]:
    """What was written down as texts and, beside them, as values; of before there were any, the texts as they are."""
    if values is None:
        return tuple(Sentence(text) for text in texts)
    return tuple(from_values(one) for one in values)


def _plain(value: object) -> object:
    """An error's own sentence stays one; an error itself would keep its traceback alive."""
    value = getattr(value, "sentence", value)
    return value if isinstance(value, str | int | float) else str(value)
