"""Says what kind of source a file or folder is and opens it; reads no more of it than that takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError
from karuta.services.catalogue.sources.card_source import SourceOptions
from karuta.services.catalogue.sources.source_formats import FORMATS, Opened, SourceFormat

AUTO = "auto"


@contextmanager
def open_source(path: Path, *, format: str = AUTO, options: SourceOptions, cancel: CancelToken) -> Iterator[Opened]:
    """The source at a path, for as long as it is read; its parts, where they are packs of their own.

    Raises `CatalogueError` where there is none, or none of the format that was asked for.
    """
    del cancel
    if not path.exists():
        raise CatalogueError("There is no {path}; name a file, a folder or a zip with cards.", path=path)
    if options.pictures is not None and not options.pictures.is_dir():
        raise CatalogueError("There is no folder {path} with pictures.", path=options.pictures)
    yield format_of(path, format).open(path, options)


def format_of(path: Path, format: str = AUTO) -> SourceFormat:
    """Raises `CatalogueError`."""
    if format != AUTO:
        (asked,) = (one for one in FORMATS if one.name == format)
        if not asked.is_it(path):
            raise _is_not(path, asked)
        return asked
    for one in FORMATS:
        if one.is_it(path):
            return one
    raise CatalogueError(
        "{path} holds no cards that Karuta can read; help, Libraries and catalogues, says what it can.", path=path
    )


def _is_not(path: Path, asked: SourceFormat) -> CatalogueError:
    other = next((one for one in FORMATS if one.is_it(path)), None)
    if other is None:
        return CatalogueError(
            "{path} is not {title}: that is {reads}.", path=path, title=asked.title, reads=asked.reads
        )
    return CatalogueError(
        "{path} is not {title} but {other}; leave the format out, and Karuta sees that by itself.",
        path=path,
        title=asked.title,
        other=other.title,
    )
