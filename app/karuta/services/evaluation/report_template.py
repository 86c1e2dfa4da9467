"""Makes pages from the templates in `resources/templates` with Jinja2, and the small pictures inside them.

Each value is escaped where it stands, and one that is missing is an error. Jinja2 is loaded with the first page,
because most commands write none.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from karuta.domain.errors import PictureError
from karuta.engine.decode import open_picture
from karuta.files import write_whole
from karuta.paths import check_target, resources_folder

if TYPE_CHECKING:
    from jinja2 import Environment


def page_text(template: str, /, **facts: object) -> str:
    """The whole page. Of the facts, text is escaped and floats are written with at most two decimals."""
    return "".join(_parts(template, facts))


def fill_page(path: Path, template: str, /, **facts: object) -> Path:
    """Write a page as it is made, so that memory stays flat; all of it or nothing. Raises `OSError`, `KarutaError`.

    Half a character, as a file's name may have, becomes a question mark. The same facts give the same bytes.
    """

    def fill(beside: Path) -> None:
        with beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.writelines(_parts(template, facts))

    check_target(path, force=True)
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


CARD_PIXELS = 300
"""The longer side of a card's picture, drawn at half of it: sharp on a dense screen, about 15 kB."""
PHOTO_PIXELS = 640


@dataclass(frozen=True)
class InlinePicture:
    """A picture in a page: its `data:` URI, its size there, and the scale from full-size pixels to its own."""

    uri: str
    width: int
    height: int
    scale: float = 1.0


def inline(pixels: NDArray[np.uint8], *, longest: int = CARD_PIXELS) -> InlinePicture:
    """`pixels`: (height, width, 3) uint8, RGB, upright; scaled down to `longest`, never up."""
    image = Image.fromarray(pixels)
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=82, optimize=True)
    uri = "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
    return InlinePicture(uri=uri, width=image.width, height=image.height, scale=image.width / pixels.shape[1])


def inline_file(path: Path | None, *, longest: int = CARD_PIXELS) -> InlinePicture | None:
    """A picture file, upright; None without a path, or if the file cannot be read as a picture."""
    if path is None:
        return None
    try:
        picture = open_picture(path)
        small = inline(picture.pixels(longest=longest), longest=longest)
    except PictureError:
        return None
    return InlinePicture(
        uri=small.uri, width=small.width, height=small.height, scale=small.width / max(1, picture.size[0])
    )
