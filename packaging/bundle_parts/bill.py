"""The bill of materials of a bundle, in CycloneDX's form: what is inside, by name, version, licence and hash.

A library that came inside a package is named within it, by its file: ICU in Qt's, libheif in pi_heif's.

Written by hand: CycloneDX's own library brings seven packages, and what it would find out is known here already.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bundle_parts import licences
from karuta import __version__
from karuta.services.library.describe_program import ProgramPart, describe_program

ROOT = Path(__file__).resolve().parents[2]
NAME = "bill-of-materials.cdx.json"
_SPEC = "1.6"
_NATIVE = re.compile(r"\.so(\.|$)|\.(dll|pyd|dylib|onnx)$")
# Where a package does not name its licence as SPDX does: Jinja2's and protobuf's texts are BSD's of three clauses.
_SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "Apache-2.0 OR BSD-3-Clause",
}
Component = dict[str, object]


def bill(files: Iterable[Path]) -> str:
    """JSON. `files`: what is inside of libraries and of other packages' networks. The same bundle has the same bill."""
    parts = {part.name: part for part in describe_program(ROOT / "resources").parts}
    also = (name for name in licences.ALSO if name not in ("karuta", *parts) and licences.is_installed(name))
    names = [*licences.required(), *also]
    inner = sorted(set(files))
    of_system = [file for file in inner if not file.is_relative_to(sys.prefix)]
    inside = [*(_package(name, parts.get(name), inner) for name in names), *_models(), *_system(of_system)]
    refs = {canonicalize_name(str(component["name"])): component["bom-ref"] for component in inside}
    needs = {
        ref: [refs[needed] for needed in _needs(name) if needed in refs]
        for name in names
        if (ref := refs[canonicalize_name(name)])
    }
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": _SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(inside))}",
        "version": 1,
        "metadata": {"component": _component("application", "karuta", __version__, "Apache-2.0")},
        "components": inside,
        "dependencies": [{"ref": ref, "dependsOn": needed} for ref, needed in needs.items()],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def is_native(file: Path) -> bool:
    """Whether it is a library, a module of one, or a network."""
    return _NATIVE.search(file.name) is not None


def missing(text: str, folder: Path) -> list[str]:
    """The libraries and networks in a bundle's folder that its bill does not name."""
    named = {held["name"] for component in json.loads(text)["components"] for held in component["components"]}
    return sorted({file.name for file in folder.rglob("*") if is_native(file) and file.is_file()} - named)


def _component(kind: str, name: str, version: str, licence: str, **more: object) -> Component:
    return {
        "type": kind,
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "licenses": [_licence(licence)] if licence else [],
        "components": [],
        **more,
    }


def _licence(text: str) -> dict[str, object]:
    """An SPDX expression; where there is none, the words of the package."""
    try:
        return {"expression": canonicalize_license_expression(_SPDX.get(text, text))}
    except InvalidLicenseExpression:
        return {"license": {"name": text}}


def _package(name: str, part: ProgramPart | None, files: Iterable[Path]) -> Component:
    distribution = metadata.distribution(name)
    licence = (
        part.licence
        if part
        else distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
    )
    own = {Path(str(file.locate())).resolve() for file in distribution.files or ()}
    return _component(
        "library",
        name,
        distribution.version,
        licence.partition("\n")[0],
        purl=f"pkg:pypi/{name.lower()}@{distribution.version}",
        components=[_file(file) for file in files if file.resolve() in own],
    )


def _needs(name: str) -> list[str]:
    """What a package requires here, by the names of indexes."""
    required = [Requirement(line) for line in metadata.requires(name) or ()]
    here = [each for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]
    return sorted({canonicalize_name(each.name) for each in here})


def _file(file: Path) -> Component:
    return {"type": "file", "name": file.name, "hashes": [_hash(file)]}


def _hash(file: Path) -> dict[str, str]:
    return {"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}


def _models() -> Iterator[Component]:
    for folder in sorted(path for path in (ROOT / "resources" / "models").iterdir() if path.is_dir()):
        (card,) = folder.glob("*.json")
        licence = str(json.loads(card.read_text(encoding="utf-8")).get("licence", "Apache-2.0")).partition(". ")[0]
        networks = [_file(file) for file in sorted(folder.glob("*.onnx"))]
        yield _component("machine-learning-model", folder.name, __version__, licence, components=networks)


def _system(files: Sequence[Path]) -> Iterator[Component]:
    """Debian's packages, and Python with what no package of Debian's owns."""
    packages = licences.debian_packages_of(files)
    for package, own in packages.items():
        asked = ["dpkg-query", "--show", "--showformat=${Version}", package]
        version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        address = f"pkg:deb/debian/{package}@{version}"
        yield _component("library", package, version, "", purl=address, components=[_file(file) for file in own])
    rest = sorted(set(files).difference(*packages.values()))
    own_files = [_file(file) for file in rest if file.is_relative_to(sys.base_prefix)]
    yield _component("library", "Python", platform.python_version(), "PSF-2.0", components=own_files)
