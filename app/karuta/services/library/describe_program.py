"""What this program consists of, for its About page: its parts with version and licence. Uses no network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from karuta import __version__
from karuta.domain.shape import Misshapen
from karuta.json_files import read_json

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LONG = 60


@dataclass(frozen=True)
class ProgramPart:
    """Somebody else's work that the program uses."""

    name: str
    version: str
    licence: str
    address: str = ""


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
    """Read from the packages' own metadata, so it describes what is installed here."""
    return ProgramFacts(__version__, (*_packages(), *_WITHIN, *_models(resources)))


def _packages() -> Iterator[ProgramPart]:
    found: dict[str, ProgramPart] = {}
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
            found[key] = _part(package)
    yield from (found[key] for key in sorted(found))


def _part(package: metadata.Distribution) -> ProgramPart:
    said = package.metadata
    address = _first(package, "Home-page")
    for line in said.get_all("Project-URL") or ():
        label, _, url = line.partition(",")
        if not address or label.strip().casefold() in ("homepage", "home", "source", "repository"):
            address = url.strip()
    return ProgramPart(said["Name"], package.version, _licence(package), address)


def _licence(package: metadata.Distribution) -> str:
    """The SPDX expression, else the short text, else the classifiers."""
    said = package.metadata
    text = _first(package, "License-Expression") or _first(package, "License")
    if text and "\n" not in text and len(text) <= _LONG and text.upper() != "UNKNOWN":
        return text
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("License :: ")
    ]
    return ", ".join(classified) or text[:_LONG].partition("\n")[0] or "?"


def _first(package: metadata.Distribution, name: str) -> str:
    return next((line.strip() for line in package.metadata.get_all(name) or ()), "")


def _models(resources: Path) -> Iterator[ProgramPart]:
    for card in sorted((resources / "models").glob("*/model.json")):
        try:
            said = read_json(card, _Licensed)
            yield ProgramPart(card.parent.name, "", said.licence.partition(". ")[0])
        except (OSError, Misshapen):
            continue  # doctor reports what is wrong with it


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).casefold()
