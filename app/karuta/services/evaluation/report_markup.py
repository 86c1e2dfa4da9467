"""Builds HTML and SVG from nested tags. Whatever is not markup is escaped, so no text can become markup."""

from __future__ import annotations

import html


class Html(str):
    """Markup that goes into a page as it is. Made only by `tag`, `joined` and constants, never from outside text."""

    __slots__ = ()


VOID = frozenset({"meta", "img", "br", "hr", "link", "input", "col"})


def tag(name: str, /, *children: Html | str | None, **attributes: str | float | None) -> Html:
    """`<name ...>children</name>`: a str child is escaped, an `Html` child is not, None is left out.

    Attributes: a trailing underscore is dropped (`class_`), others become hyphens (`aria_label`), None is left out;
    floats are written short.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(_short(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")


def joined(*children: Html | str | None) -> Html:
    """The children one after the other, text escaped."""
    return Html(
        "".join(
            child if isinstance(child, Html) else html.escape(child, quote=False)
            for child in children
            if child is not None
        )
    )


def _short(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
