"""The places of resources, the library and logs, and what nothing is written over. Opens and creates nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from karuta.domain.errors import KarutaError, LibraryError
from karuta.files import note_library, size_or_none, stat_or_none, written_over

_LIBRARY = "KARUTA_LIBRARY"
LABELS, CATALOGUE = "labels.db", "catalogue.db"


@dataclass(frozen=True)
class LibraryFolder:
    """The places inside one library: a folder with everything a person has.

    `made`: where crops and thumbnails that it lacks are kept, and found, while it can only be looked at.
    """

    root: Path
    made: Path | None = None

    def __post_init__(self) -> None:
        note_library(self.root)

    def __reduce__(self) -> tuple[type[LibraryFolder], tuple[Path, Path | None]]:
        """Made anew in another process, which notes it too."""
        return LibraryFolder, (self.root, self.made)

    @property
    def labels_db(self) -> Path:
        return self.root / LABELS

    @property
    def catalogue_db(self) -> Path:
        return self.root / CATALOGUE

    @property
    def watched_json(self) -> Path:
        return self.root / "watched.json"

    @property
    def sources_json(self) -> Path:
        return self.root / "sources.json"

    @property
    def tables_json(self) -> Path:
        return self.root / "tables.json"

    @property
    def last_listings_json(self) -> Path:
        return self.root / "last-listings.json"

    @property
    def shots_db(self) -> Path:
        return self.root / "shots.db"

    @property
    def photos(self) -> Path:
        return self.root / "photos"

    @property
    def nicknames_csv(self) -> Path:
        """The person's own names for cards, added to the table that ships with Karuta. Only the person writes it."""
        return self.root / "nicknames.csv"

    @property
    def sales_csv(self) -> Path:
        """The person's own table of sales, which prices are read from. Only the person writes it."""
        return self.root / "sales.csv"

    @property
    def listing_titles_csv(self) -> Path:
        """The person's own templates for titles of listings. Only the person writes it."""
        return self.root / "listing-titles.csv"

    @property
    def replies_csv(self) -> Path:
        """The person's own templates for replies to sellers. Only the person writes it."""
        return self.root / "replies.csv"

    @property
    def shown_first_csv(self) -> Path:
        """The person's own rules of what is shown first in *Supply and demand*. Only the person edits it."""
        return self.root / "shown-first.csv"

    @property
    def artworks(self) -> Path:
        return self.root / "artworks"

    @property
    def crops(self) -> Path:
        return self.root / "crops"

    @property
    def thumbnails(self) -> Path:
        return self.root / "thumbnails"

    @property
    def index(self) -> Path:
        return self.root / "index"

    @property
    def contrasts(self) -> Path:
        """The artworks' contrast maps, so that none is decoded for it; may be deleted at any time."""
        return self.root / "reliefs"

    @property
    def siblings(self) -> Path:
        """Pairs of artworks that are nearly one picture; may be deleted at any time."""
        return self.root / "siblings"

    @property
    def titles(self) -> Path:
        """The names that titles may use, as a reader of titles needs it; may be deleted at any time."""
        return self.root / "titles"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def standard_tests(self) -> Path:
        """Simulated photos as a network saw them, so that a second gate is fast. May be deleted at any time."""
        return self.root / "standard-tests"

    @property
    def self_tests(self) -> Path:
        """Results of catalogues' own tests, one file a state of the catalogue. May be deleted at any time."""
        return self.root / "self-tests"

    @property
    def listing_looks(self) -> Path:
        """Looks at the photos of listings, one file a listing. May be deleted at any time."""
        return self.root / "listing-looks"

    @property
    def training(self) -> Path:
        """The state of trainings between runs: features and checkpoints. All of it can be made again."""
        return self.root / "training"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def damaged(self) -> Path:
        """The folder to which damaged files are moved when sound ones replace them. Nothing reads it."""
        return self.root / "damaged"

    @property
    def witness_json(self) -> Path:
        """The least that the label file held, remembered outside it."""
        return self.backups / "witness.json"

    @property
    def opening(self) -> Path:
        """A mark for each photo that is being opened; nearly always empty."""
        return self.root / "opening"

    @property
    def set_aside(self) -> Path:
        """A mark for each photo that ended the program; it is not opened until a person wants that."""
        return self.root / "set-aside"

    @property
    def window_lock(self) -> Path:
        """Held while a window has the library open."""
        return self.root / "window.lock"

    @property
    def queue_view(self) -> Path:
        """The filter and order in which the queue was viewed. No label depends on it."""
        return self.root / "queue-view.json"

    @property
    def kept_queries(self) -> Path:
        """The words that a person has kept for the queue's search, each under a name."""
        return self.root / "kept-queries.json"

    def artwork_file(self, picture_sha256: str, suffix: str) -> Path:
        """Artworks are stored by content, because two packs may both bring a `0001.webp`. `suffix` with its dot."""
        return self.artworks / picture_sha256[:2] / f"{picture_sha256}{suffix.lower()}"


def is_library(folder: Path) -> bool:
    """Whether a folder holds labels or a catalogue."""
    # Not as a `LibraryFolder`, which would be one from now on.
    return any((folder / name).is_file() for name in (LABELS, CATALOGUE))


def check_target(out: Path, *, force: bool, reads: Iterable[Path | None] = ()) -> None:
    """Make sure that a file may be written where a person names `out`. Raises `KarutaError`; see `refuse_replacing`."""
    if out.is_dir():
        raise KarutaError("{out} is a folder; choose a file to write to.", out=out)
    folder = written_over(out).absolute().parent
    if not folder.is_dir():
        raise KarutaError("There is no folder {path}; make it first.", path=folder)
    refuse_replacing(out, force=force, reads=reads)


def refuse_replacing(out: Path, *, force: bool, reads: Iterable[Path | None] = ()) -> None:
    """Raise `KarutaError` where something is there that a person did not wish to replace (`force`), or never may.

    That is what lies in a library, and `reads`: files, or whole folders, that are read for what is written.
    """
    if not out.exists():
        return
    # As it is named and as it is: a link may lead into a library, or out of one.
    around = [*Path(os.path.normpath(out.absolute())).parents, *out.resolve().parents]
    library = next(filter(is_library, around), None)
    if library is not None:
        raise KarutaError(
            "{out} belongs to the library {library}, so it is not written over; choose a place outside it.",
            out=out,
            library=library,
        )
    places = {_identity(place) for place in (out, *around)} - {None}
    if any(read is not None and _identity(read) in places for read in reads):
        raise KarutaError("{out} is read for this, so it is not written over; choose another name.", out=out)
    if not force:
        raise KarutaError("{out} already exists; choose another name, or replace it with --force.", out=out)


def _identity(path: Path) -> tuple[int, int] | None:
    status = stat_or_none(path)
    return None if status is None else (status.st_dev, status.st_ino)


def resources_folder() -> Path:
    """Inside the package in a wheel and in the bundle; beside `app/` in an editable install.

    Raises `LibraryError` if neither exists: the installation is broken.
    """
    package = Path(__file__).resolve().parent
    for place in (package / "resources", package.parents[1] / "resources"):
        if (place / "models").is_dir():
            return place
    raise LibraryError("Karuta's resources are missing beside {package}; install Karuta again.", package=package)


def user_folder() -> Path:
    """The platform's data folder for Karuta; it need not exist."""
    return Path(platformdirs.user_data_dir("karuta", appauthor=False))


def library_folder(option: str | None) -> LibraryFolder:
    """`--library`, else `KARUTA_LIBRARY`, else the platform's data folder. Raises `LibraryError` for a file."""
    chosen = option or os.environ.get(_LIBRARY)
    place = Path(chosen).expanduser() if chosen else user_folder() / "library"
    if size_or_none(place) is not None:
        raise LibraryError("{path} is a file, not a library's folder; name a folder.", path=place)
    return LibraryFolder(place.absolute())


def workers_library(asking: LibraryFolder) -> LibraryFolder:
    """`KARUTA_LIBRARY` where this process works for another computer, else the same folder as there."""
    return library_folder(None) if os.environ.get(_LIBRARY) else asking


def demo_library_folder() -> LibraryFolder:
    return LibraryFolder(user_folder() / "demo")


def fetched_folder(source: str) -> Path:
    """The folder for fetched lists and pictures of a source, unless a person says where."""
    return user_folder() / "fetched" / source


def log_folder() -> Path:
    return Path(platformdirs.user_log_dir("karuta", appauthor=False))


def state_folder() -> Path:
    """Data that may be deleted at any time: how far a check of a library came. The folder need not exist."""
    return Path(platformdirs.user_state_dir("karuta", appauthor=False))


def settings_file() -> Path:
    """A person's settings; the file need not exist."""
    return Path(platformdirs.user_config_dir("karuta", appauthor=False)) / "settings.json"
