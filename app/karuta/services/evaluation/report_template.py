"""Makes pages from the templates in `resources/templates` with Jinja2.

Each value is escaped where it stands, and one that is missing is an error. Jinja2 is loaded with the first page,
because most commands write none.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from karuta.files import write_whole
from karuta.paths import resources_folder

if TYPE_CHECKING:
    from jinja2 import Environment


def page_text(template: str, /, **facts: object) -> str:
    """The whole page. Of the facts, text is escaped and floats are written with at most two decimals."""
    return "".join(_parts(template, facts))


def fill_page(path: Path, template: str, /, **facts: object) -> Path:
    """Write a page as it is made, so that memory stays flat; all of it or nothing. Raises `OSError`.

    Half a character, as a file's name may have, becomes a question mark. The same facts give the same bytes.
    """

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(_parts(template, facts))

    return write_whole(path, fill)


def _parts(template: str, facts: dict[str, object]) -> Iterator[str]:
    return templates().get_template(template).generate(facts)


@cache
def templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(resources_folder() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_short,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def _short(value: object) -> object:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else value
