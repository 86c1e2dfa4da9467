"""What a person calls the cards that the catalogue lacks: one small file of the library; knows no groups."""

from __future__ import annotations

import json
from collections.abc import Sequence

from karuta.domain.unknowns import UnknownCard
from karuta.files import write_whole
from karuta.json_files import read_kept
from karuta.paths import LibraryFolder

FILE = "unknowns.json"
# A name goes with so many of a group's cards: one of them is enough to find it again.
_KEPT_WITH = 20


def read_names(library: LibraryFolder) -> dict[str, str]:
    """The name of a group, by the sighting of some of its cards."""
    return dict(read_kept(library.root / FILE, dict[str, str], instead={}).value)


def keep_name(library: LibraryFolder, cards: Sequence[UnknownCard], name: str) -> dict[str, str]:
    """Call the group of these cards so; with an empty name, nothing any more. All names. Raises `OSError`."""
    names = {sighting: said for sighting, said in read_names(library).items() if not _is_of(sighting, cards)}
    if called := " ".join(name.split()):
        names |= {card.sighting_id: called for card in cards[:_KEPT_WITH]}
    text = json.dumps(names, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace")
    write_whole(library.root / FILE, lambda part: part.write_bytes(text))
    return names


def _is_of(sighting: str, cards: Sequence[UnknownCard]) -> bool:
    return any(card.sighting_id == sighting for card in cards)
