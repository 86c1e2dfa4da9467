"""The locked dependencies: hashes for all, no registry's address, one pin in both, all that pyproject asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ("run", "dev", "camera", "team", "bundle")
# Every combination for which the lock is meant.
PLATFORMS = [
    {"sys_platform": "linux", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_machine": "aarch64"},
    {"sys_platform": "win32", "platform_machine": "AMD64"},
    {"sys_platform": "darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_machine": "x86_64"},
]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")


class Pin(NamedTuple):
    name: str
    version: str
    marker: str
    hashes: frozenset[str]


def text(root: Path, lock: str) -> str:
    return (root / "packaging" / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")


def pins(root: Path, lock: str) -> list[Pin]:
    found = []
    for line in text(root, lock).replace("\\\n", " ").splitlines():
        requirement, *hashes = line.split("--hash=")
        parsed = Requirement(requirement.strip())
        (specifier,) = parsed.specifier
        assert specifier.operator == "==", line
        found.append(
            Pin(
                name=canonicalize_name(parsed.name),
                version=specifier.version,
                marker=str(parsed.marker or ""),
                hashes=frozenset(word.strip() for word in hashes),
            )
        )
    return found


def asked_for(root: Path, lock: str) -> list[Requirement]:
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    wanted = [*project["dependencies"], *pyproject["dependency-groups"]["build"]]
    if lock != "run":
        wanted += {**project["optional-dependencies"], **pyproject["dependency-groups"]}[lock]
    return [Requirement(line) for line in wanted]


def surroundings(python: str, platform: dict[str, str]) -> dict[str, str]:
    return {**platform, "python_version": python, "python_full_version": f"{python}.1", "extra": ""}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_hashes_and_no_address(root: Path, lock: str) -> None:
    assert len(pins(root, lock)) > 20
    for pin in pins(root, lock):
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", value) for value in pin.hashes), pin.name
    for sign in ("://", " @ ", "index-url", "find-links", "#"):
        assert sign not in text(root, lock), sign


def test_the_tests_lock_holds_all_of_the_demos_lock(root: Path) -> None:
    """One that the tests need wherever they run has no marker there."""
    for lock in LOCKS:
        locked = set(pins(root, lock))
        locked |= {
            pin._replace(marker=of_run.marker) for pin in locked for of_run in pins(root, "run") if not pin.marker
        }
        assert not set(pins(root, "run")) - locked, lock


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize("python", PYTHONS)
def test_what_pyproject_asks_for_is_locked_on_every_platform(root: Path, lock: str, python: str) -> None:
    locked = [(pin, Marker(pin.marker) if pin.marker else None) for pin in pins(root, lock)]
    for platform in PLATFORMS:
        here = surroundings(python, platform)
        chosen = {pin.name: pin.version for pin, marker in locked if marker is None or marker.evaluate(here)}
        for wanted in asked_for(root, lock):
            if wanted.marker is None or wanted.marker.evaluate(here):
                version = chosen.get(canonicalize_name(wanted.name))
                assert version is not None, (wanted, here)
                assert version in wanted.specifier, (wanted, version, here)


@pytest.mark.parametrize("lock", LOCKS)
def test_python_3_11_gets_the_pyside_that_does_not_abort(root: Path, lock: str) -> None:
    for pin in pins(root, lock):
        if pin.name.startswith("pyside6") and Marker(pin.marker).evaluate(surroundings("3.11", PLATFORMS[0])):
            assert tuple(int(part) for part in pin.version.split(".")) < (6, 12)
