"""Finds the licence texts of all that a bundle holds: packages by their metadata, libraries by Debian's."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from karuta.services.library.describe_program import describe_program, licence_files

ROOT = Path(__file__).resolve().parents[2]
TEXTS = Path(__file__).with_name("licences")
# Inside, but required by none of Karuta's packages.
ALSO = ("karuta", "pyinstaller")
# Packages without a text of their own: theirs lies in `licences` here, or is Karuta's own licence.
STANDARD = frozenset(("PySide6_Essentials", "shiboken6", "flatbuffers"))
Text = tuple[str, Path]
"""Where it goes, below `licences/`; where it lies."""


def inside(libraries: Iterable[Path]) -> list[Text]:
    """All texts. `libraries`: those of the system that are inside. Raises `ValueError` for a package without one."""
    own = [(file.name, file) for file in sorted(TEXTS.iterdir())]
    return [*own, *of_packages((*required(), *ALSO)), *of_libraries(libraries)]


def required() -> list[str]:
    """The packages that Karuta's metadata names, and theirs; `pip` is required by one, and is not inside."""
    parts = describe_program(ROOT / "resources").parts
    return [part.name for part in parts if part.version and part.name != "pip"]


def of_packages(names: Iterable[str]) -> Iterator[Text]:
    for name in names:
        texts = licence_files(metadata.distribution(name))
        if not texts and name not in STANDARD:
            raise ValueError(f"The package {name} brings no licence text; put it into {TEXTS} and its name beside it.")
        for file in texts:
            yield f"{name}/{'-'.join(file.parts[1:])}", Path(str(file.locate()))


def is_installed(name: str) -> bool:
    return bool([*metadata.distributions(name=name)])


def of_libraries(libraries: Iterable[Path]) -> Iterator[Text]:
    for package in debian_packages_of(libraries):
        yield f"debian/{package}", Path("/usr/share/doc", package, "copyright")


def debian_packages_of(libraries: Iterable[Path]) -> dict[str, list[Path]]:
    """The packages that own these files, each with its own, sorted; none where there is no dpkg."""
    owned: dict[str, list[Path]] = {}
    if shutil.which("dpkg") is not None:
        for library in libraries:
            for owner in _owners(library):
                owned.setdefault(owner, []).append(library)
    return dict(sorted(owned.items()))


def _owners(library: Path) -> Iterator[str]:
    # Debian lists a file as it was unpacked: in /lib or in /usr/lib, which are one folder.
    for place in (library.resolve(), Path("/", *library.resolve().parts[2:])):
        asked = subprocess.run(["dpkg", "-S", str(place)], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            yield asked.stdout.partition(":")[0]
            return
