"""Puts the demo library together: `python packaging/demo/compose.py` makes resources/demo from the art in `art`.

Needs numpy and Pillow, for the photos also karuta itself, and the fonts that `kazeyomi.lettering` names (what it makes
is committed, so nobody needs the fonts but to make it again). The same machine gives the same pixels. The committed
cards were made before the art was packed as WebP: only what that lost tells a new face from them, which nobody sees.

    python packaging/demo/compose.py                    # cards and photos
    python packaging/demo/compose.py --only photos      # photos of the cards, taken afresh
    python packaging/demo/compose.py --sheet sheet.png  # a contact sheet of the cards that are there
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kazeyomi.catalogue import write_catalogue, write_pack
from kazeyomi.lettering import missing_fonts
from kazeyomi.photos import wanted_cards, write_photos
from kazeyomi.sheet import contact_sheet

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"


def main() -> int:
    parser = argparse.ArgumentParser(description="Puts the cards and photos of the demo library together.")
    parser.add_argument("--out", type=Path, default=DEMO, help="the folder to write into (default: resources/demo)")
    parser.add_argument("--only", choices=("cards", "photos"), help="make one part only")
    parser.add_argument("--sheet", type=Path, help="write a contact sheet of the cards and end")
    wish = parser.parse_args()
    if wish.sheet:
        contact_sheet(sorted((wish.out / "catalogue" / "images").glob("*.webp")), wish.sheet)
        return 0
    if missing := missing_fonts():
        tell(f"No font for {', '.join(missing)}: install the packages that kazeyomi/lettering.py names.")
        return 1
    faces = {}
    if wish.only != "photos":
        faces = write_catalogue(wish.out / "catalogue", tell=tell, keep=wanted_cards())
        write_pack(wish.out / "letters")
    if wish.only != "cards":
        write_photos(wish.out / "photos", faces, tell=tell)
    return 0


def tell(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
