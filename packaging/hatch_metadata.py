"""Hatchling's hook: the wheel's own page and addresses, which depend on where the project is hosted."""

from __future__ import annotations

import sys
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface


class AddressesHook(MetadataHookInterface):
    def update(self, metadata: dict[str, object]) -> None:
        sys.path.insert(0, str(Path(self.root, "packaging", "bundle_parts")))
        from addresses import addresses  # type: ignore[import-not-found]

        its_addresses = addresses()
        text = Path(self.root, "packaging", "wheel.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": its_addresses.page(text)}
        author = {"name": "The Karuta developers"}
        metadata["authors"] = [author | {"email": its_addresses.mail} if its_addresses.mail else author]
        metadata["urls"] = {"Homepage": its_addresses.project} if its_addresses.project else {}
