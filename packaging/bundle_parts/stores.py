"""Fills the manifests with which winget and Flatpak install what somebody hosts; makes none without its address."""

from __future__ import annotations

import hashlib
import platform
import re
from collections.abc import Iterator
from pathlib import Path

from bundle_parts.addresses import Addresses

TEMPLATES = Path(__file__).with_name("manifests")
STORES = {"winget": ("karuta-setup.exe", "ID*.yaml"), "flatpak": ("karuta_*.deb", "ID.json")}
"""What each takes, as it lies in the folder, and its templates."""


def manifests(folder: Path, known: Addresses, *, version: str, date: str) -> Iterator[tuple[Path, str]]:
    """Each with its place, in a folder for its store; of the installer and the .deb that lie in `folder`."""
    if not (known.app_id and known.downloads):
        return
    for store, (takes, templates) in STORES.items():
        for package in folder.glob(takes):
            values = {
                "ID": known.app_id,
                "VERSION": version,
                "DATE": date,
                "PROJECT": known.project,
                "ADDRESS": f"{known.downloads}{package.name}",
                "SHA256": hashlib.sha256(package.read_bytes()).hexdigest(),
                "ARCHITECTURE": platform.machine(),
            }
            for template in sorted(TEMPLATES.glob(templates)):
                place = folder / store / template.name.replace("ID", known.app_id, 1)
                yield place, _filled(template.read_text(encoding="utf-8"), values)


def _filled(text: str, values: dict[str, str]) -> str:
    """Less the lines of which a value is empty."""
    empty = [f"@{name}@" for name, value in values.items() if not value]
    lines = (line for line in text.splitlines(keepends=True) if not any(name in line for name in empty))
    return re.sub(r"@([A-Z0-9]+)@", lambda found: values[found[1]], "".join(lines))
