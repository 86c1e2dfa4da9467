"""Recognises what kind of source a file or folder is, and opens it. Reads no more of it than that takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import CatalogueError, reason_of
from karuta.services.catalogue.sources.card_source import CardSource, SourceOptions
from karuta.services.catalogue.sources.picture_folder import pack_name
from karuta.services.catalogue.sources.source_formats import FORMATS, SourceFormat
from karuta.services.catalogue.sources.unpack_zip import is_zip, unpacked

AUTO = "auto"


@contextmanager
def open_source(
    path: Path, *, format: str = AUTO, options: SourceOptions, cancel: CancelToken
) -> Iterator[tuple[CardSource, ...]]:
    """The source at a path, for as long as it is read; or its parts, if they are packs of their own.

    Raises `CatalogueError` if there is none, or none of the requested format.
    """
    if not path.exists():
        raise CatalogueError("There is no {path}; name a file, a folder or a zip with cards.", path=path)
    if options.pictures is not None and not options.pictures.is_dir():
        raise CatalogueError("There is no folder {path} with pictures.", path=options.pictures)
    path = _only_zip(path, format) or path
    if not is_zip(path):
        with _readable():
            opened = format_of(path, format).open(path, options)
        yield _called(path, opened)
        return
    with unpacked(path, cancel) as archive:
        with _readable():
            opened = format_of(archive.root, format, named=path).open(archive.root, options)
        opened[0].damaged = archive.damaged
        yield _called(path, opened)


def _called(path: Path, opened: tuple[CardSource, ...]) -> tuple[CardSource, ...]:
    for source in opened:
        source.whole = Path(pack_name(path)).stem if path.is_file() else pack_name(path)
    return opened


def _only_zip(path: Path, format: str) -> Path | None:
    """The one zip in a folder that has no cards itself, as a download may leave it there."""
    if not path.is_dir() or any(format_.is_it(path) for format_ in FORMATS if format in (AUTO, format_.name)):
        return None
    with _readable():
        zips = [item for item in path.iterdir() if is_zip(item)]
    return zips[0] if len(zips) == 1 else None


@contextmanager
def _readable() -> Iterator[None]:
    """A refusal by the system becomes one sentence that names the file."""
    try:
        yield
    except OSError as error:
        raise CatalogueError(
            "{path} cannot be read: {reason}.", path=error.filename or "The source", reason=reason_of(error)
        ) from error


def format_of(path: Path, format: str = AUTO, *, named: Path | None = None) -> SourceFormat:
    """`named`: the path that a person gave, if that is a zip. Raises `CatalogueError`."""
    if format != AUTO:
        (asked,) = (format_ for format_ in FORMATS if format_.name == format)
        if not asked.is_it(path):
            raise _is_not(path, asked, named or path)
        return asked
    for format_ in FORMATS:
        if format_.is_it(path):
            return format_
    raise CatalogueError(
        "{path} contains no cards that Karuta can read; Help, Libraries and catalogues, lists what it can.",
        path=named or path,
    )


def _is_not(path: Path, asked: SourceFormat, named: Path) -> CatalogueError:
    other = next((format_ for format_ in FORMATS if format_.is_it(path)), None)
    if other is None:
        return CatalogueError(
            "{path} is not {title}: that is {reads}.", path=named, title=asked.title, reads=asked.reads
        )
    return CatalogueError(
        "{path} is not {title} but {other}; leave the format out, and Karuta sees that by itself.",
        path=named,
        title=asked.title,
        other=other.title,
    )
