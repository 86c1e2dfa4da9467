"""The bill of materials of a bundle, in CycloneDX's form: what is inside, by name, version, licence and hash.

Written by hand: CycloneDX's own library brings seven packages, and what it would find out is known here already.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import uuid
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from bundle_parts import licences
from karuta import __version__
from karuta.services.library.describe_program import ProgramPart, describe_program

ROOT = Path(__file__).resolve().parents[2]
NAME = "bill-of-materials.cdx.json"
_SPEC = "1.6"
Component = dict[str, object]


def bill(libraries: Iterable[Path]) -> str:
    """JSON. `libraries`: those of the system that are inside. The same bundle has the same bill."""
    parts = {part.name: part for part in describe_program(ROOT / "resources").parts}
    also = (name for name in licences.ALSO if name not in ("karuta", *parts) and licences.is_installed(name))
    names = [*licences.required(), *also]
    inside = [*(_package(name, parts.get(name)) for name in names), *_models(), *_debian(libraries)]
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": _SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, json.dumps(inside))}",
        "version": 1,
        "metadata": {"component": _component("application", "karuta", __version__, "Apache-2.0")},
        "components": inside,
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _component(kind: str, name: str, version: str, licence: str, **more: object) -> Component:
    licences = [{"license": {"name": licence}}] if licence else []
    return {
        "type": kind,
        "bom-ref": f"{name}@{version}",
        "name": name,
        "version": version,
        "licenses": licences,
        **more,
    }


def _package(name: str, part: ProgramPart | None) -> Component:
    distribution = metadata.distribution(name)
    licence = (
        part.licence
        if part
        else distribution.metadata.get("License-Expression") or distribution.metadata.get("License") or ""
    )
    return _component(
        "library",
        name,
        distribution.version,
        licence.partition("\n")[0],
        purl=f"pkg:pypi/{name.lower()}@{distribution.version}",
    )


def _models() -> Iterator[Component]:
    for card in sorted((ROOT / "resources" / "models").glob("*/model.json")):
        card_values = json.loads(card.read_text(encoding="utf-8"))
        hashes = [
            {"alg": "SHA-256", "content": hashlib.sha256(file.read_bytes()).hexdigest()}
            for file in sorted(card.parent.glob("*.onnx"))[:1]
        ]
        licence = str(card_values.get("licence", "")).partition(". ")[0]
        yield _component("machine-learning-model", card.parent.name, __version__, licence, hashes=hashes)


def _debian(libraries: Iterable[Path]) -> Iterator[Component]:
    for package in licences.debian_packages_of(libraries):
        asked = ["dpkg-query", "--show", "--showformat=${Version}", package]
        version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        yield _component("library", package, version, "", purl=f"pkg:deb/debian/{package}@{version}")
