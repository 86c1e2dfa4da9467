"""The project's addresses, from one row for all packages, and what is left out of them where one is empty."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "addresses.toml"
_WANTED = {
    "project": "the project's page in the wheel, the .deb, the metainfo and the Windows installer",
    "pictures": "the picture on the wheel's own page and in the metainfo",
    "mail": "the maintainer's address in the wheel and the .deb, which package archives ask for",
    "app_id": "a metainfo id that software centres list, the macOS bundle's id, the name in winget and Flatpak",
    "downloads": "the manifests for winget and Flatpak",
}
_COMPLAINTS = {
    "project": "url-homepage-missing",
    "app_id": "cid-desktopapp-is-not-rdns",
    "mail": "malformed-contact",
}
"""What AppStream and lintian call the lack of an address."""
_PICTURE = re.compile(r"!\[[^\]]*\]\(packaging/screenshots/([^)]+)\)\n*")


@dataclass(frozen=True)
class Addresses:
    """Each "" until somebody hosts the project."""

    project: str = ""
    pictures: str = ""
    app_id: str = ""
    mail: str = ""
    downloads: str = ""

    def left_out(self) -> Iterator[str]:
        """A sentence for each that is empty."""
        for field in fields(self):
            if not getattr(self, field.name):
                yield f"Left out, for `{field.name}` in {FILE.name} is empty: {_WANTED[field.name]}."

    def page(self, text: str) -> str:
        """The wheel's own page as package indexes show it: its pictures from their host, or none."""
        if not self.pictures:
            return _PICTURE.sub("", text)
        return text.replace("](packaging/screenshots/", f"]({self.pictures}")

    def metainfo(self, text: str) -> str:
        """The metainfo with its id, page and pictures."""
        more = f'  <url type="homepage">{self.project}</url>\n' if self.project else ""
        if self.pictures:
            image = f"<image>{self.pictures}window-en-light.webp</image>"
            more += f'  <screenshots>\n    <screenshot type="default">{image}</screenshot>\n  </screenshots>\n'
        if not self.app_id:
            text = text.replace('<developer id="@ID@">', "<developer>")
        return text.replace("@ID@", self.app_id or "karuta").replace("  @ADDRESSES@\n", more)

    def waiting(self) -> set[str]:
        """What AppStream and lintian may complain of while addresses are empty."""
        return {complaint for name, complaint in _COMPLAINTS.items() if not getattr(self, name)}


def addresses(file: Path = FILE) -> Addresses:
    return Addresses(**tomllib.loads(file.read_text(encoding="utf-8")))
