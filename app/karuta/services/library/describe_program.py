"""The parts of this program and of the open library: for the About page and for bug reports. Changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from karuta import __version__
from karuta.domain.errors import KarutaError
from karuta.domain.sentence import counted
from karuta.domain.shape import Misshapen
from karuta.engine.model import model_hash, read_model_card
from karuta.json_files import read_json
from karuta.paths import LibraryFolder
from karuta.services.catalogue.browse_cards import describe_catalogue
from karuta.services.labels.open_labels import count_labels, labels_for_reading
from karuta.services.library.open_library import active_model_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONG = 60
_LICENCE_FILE = re.compile(r"licen[cs]es?|copying|notice|thirdpartynotices", re.IGNORECASE)


@dataclass(frozen=True)
class ProgramPart:
    """Somebody else's work that the program uses. `text`: the licence, with notices; "" where the part brings none."""

    name: str
    version: str
    licence: str
    address: str = ""
    text: str = ""


@dataclass(frozen=True)
class ProgramFacts:
    """`parts`: installed packages by name; then icons and models."""

    version: str
    parts: tuple[ProgramPart, ...]


@dataclass(frozen=True)
class _Licensed:
    licence: str


# What comes inside the program or inside another part, so that no package's metadata lists it.
_WITHIN = (
    ProgramPart("libheif, libde265", "", "LGPL-3.0", "https://github.com/strukturag/libheif"),
    ProgramPart("Lucide", "", "ISC", "https://lucide.dev"),
)


def describe_program(resources: Path) -> ProgramFacts:
    """Read from the packages' own metadata, so it describes what is installed here; a bundle has their texts apart."""
    bundled = resources.parents[1] / "licences"
    return ProgramFacts(__version__, (*_packages(bundled), *_WITHIN, *_models(resources)))


def licence_files(package: metadata.Distribution) -> list[metadata.PackagePath]:
    """The texts of its licence that it brings along."""
    files = package.files or ()
    texts = [file for file in files if file.suffix not in (".py", ".pyc")]
    # In a folder for them (PEP 639) each may be called after its licence.
    return [file for file in texts if _LICENCE_FILE.match(file.name) or file.parts[1:2] == ("licenses",)]


def _packages(bundled: Path) -> Iterator[ProgramPart]:
    parts: dict[str, ProgramPart] = {}
    waiting = ["karuta"]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        key = _key(name)
        if key in seen:
            continue
        seen.add(key)
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # of another platform, or an extra that is not installed
        # What an extra asks for is for those who develop.
        waiting += [
            match[0] for line in package.requires or () if "extra ==" not in line and (match := _NAME.match(line))
        ]
        if key != "karuta":
            parts[key] = _part(package, bundled)
    yield from (parts[key] for key in sorted(parts))


def _part(package: metadata.Distribution, bundled: Path) -> ProgramPart:
    about = package.metadata
    address = _first(package, "Home-page")
    for line in about.get_all("Project-URL") or ():
        label, _, url = line.partition(",")
        if not address or label.strip().casefold() in ("homepage", "home", "source", "repository"):
            address = url.strip()
    name, licence = str(about["Name"]), _licence(package)
    # Some of a package's own files are gone in a bundle.
    texts = [Path(str(file.locate())) for file in licence_files(package)]
    texts = [file for file in texts if file.is_file()] or sorted((bundled / name).glob("*"))
    return ProgramPart(name, package.version, licence, address, "\n\n".join(_text(file) for file in texts))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _licence(package: metadata.Distribution) -> str:
    """The SPDX expression, else the short text, else the classifiers."""
    about = package.metadata
    text = _first(package, "License-Expression") or _first(package, "License")
    if text and "\n" not in text and len(text) <= _LONG and text.upper() != "UNKNOWN":
        return text
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License :: ")
    ]
    return ", ".join(classified) or text[:_LONG].partition("\n")[0] or "?"


def _first(package: metadata.Distribution, name: str) -> str:
    return next((line.strip() for line in package.metadata.get_all(name) or ()), "")


def _models(resources: Path) -> Iterator[ProgramPart]:
    for card in sorted((resources / "models").glob("*/model.json")):
        try:
            licensed = read_json(card, _Licensed)
            yield ProgramPart(card.parent.name, "", licensed.licence.partition(". ")[0])
        except (OSError, Misshapen):
            continue  # doctor reports what is wrong with it


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()


def library_facts(library: LibraryFolder) -> list[str]:
    """A line each for labels, catalogue and model; one that cannot be read says so and why."""
    return [_line(name, read, library) for name, read in (("Labels", _labels), ("Cards", _cards), ("Model", _model))]


def _line(name: str, read: Callable[[LibraryFolder], str], library: LibraryFolder) -> str:
    try:
        return f"{name}: {read(library)}"
    except KarutaError as error:
        return f"{name}: not read, {type(error).__name__}: {error.sentence.template}"
    except OSError as error:
        return f"{name}: not read, {type(error).__name__} {error.errno}"


def _labels(library: LibraryFolder) -> str:
    with labels_for_reading(library) as file:
        counts = count_labels(file)
    photos, who = counted(counts.photos_in_queue, "photo"), counted(len(counts.by_annotator), "annotator")
    return f"{photos}, {counted(counts.labels, 'label')} by {who}, {counts.events} events"


def _cards(library: LibraryFolder) -> str:
    summary = describe_catalogue(library)
    games, packs = counted(len(summary.cards_by_game), "game"), counted(len(summary.packs), "pack")
    return f"{counted(summary.cards, 'card')} of {games} in {packs}, {counted(summary.artworks, 'artwork')}"


def _model(library: LibraryFolder) -> str:
    return model_hash(read_model_card(active_model_folder(library)))[:12]
