"""Crops travel between the libraries of a team, when somebody asks for them. Photos never do.

Each is decoded before it is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import PictureError
from karuta.domain.sentence import Sentence
from karuta.engine.decode import open_picture
from karuta.services.labels.second_look import conflicts
from karuta.services.labels.team import LONGEST, entered, opened_store
from karuta.store.label_file import LabelFile
from karuta.store.lock import scratch_folder
from karuta.store.picture_files import crop_at_hand, keep_crop, keep_stand_in, sound_crop
from karuta.store.teamed import TeamAway as TeamAway
from karuta.store.teamed import TeamError as TeamError
from karuta.store.teamed import (
    crops_known,
    crops_of_labelled,
    portions,
    write_crop,
)

if TYPE_CHECKING:
    from karuta.services.labels.team import TeamServer

_CROPS = 500
"""So many are sent with one push, and asked for at once."""
_ASKED_AT_ONCE = 5000
_CROP_PIXELS = 4_000_000


@dataclass(frozen=True)
class FetchedCrops:
    """Crops that came; that nobody has sent yet, and were asked for; and what was refused, and why."""

    came: int
    asked: int
    refused: list[Sentence]


def send_crops(file: LabelFile, server: TeamServer, token: CancelToken) -> int:
    """Send crops that somebody asked for and that are here. Returns how many."""
    sent = 0
    for sighting, crop in _crops_to_send(file, server):
        token.check()
        kept = sound_crop(file.folder, crop)
        if kept is not None and kept.path.stat().st_size <= LONGEST:
            server.add_crop(sighting, kept.path.read_bytes())
            sent += 1
            if sent == _CROPS:
                break
    return sent


def _crops_to_send(file: LabelFile, server: TeamServer) -> Iterator[tuple[str, str]]:
    """The sightings whose crops somebody asked for and that are here, with the crop's name. Asks for what is here, and
    not for all that is wanted: that may be as much as a stranger likes.
    """
    for some in portions(crops_known(file), most=_ASKED_AT_ONCE) if server.wants_crops() else ():
        named = dict(some)
        yield from ((sighting, named[sighting]) for sighting in server.crops_to_send(list(named)))


def fetch_crops(
    file: LabelFile, url: str, *, only_conflicts: bool = False, cancel: CancelToken | None = None
) -> FetchedCrops:
    """Take the crops of labelled sightings that are not here, and ask for those that nobody has sent yet.

    `only_conflicts`: of sightings on which people disagree.
    """
    token = cancel or CancelToken()
    crops = crops_of_labelled(file)
    if only_conflicts:
        crops = [
            (conflict.sighting_id, conflict.crop_sha256) for conflict, _ in conflicts(file) if conflict.sighting_id
        ]
    lacking = {name: crop for name, crop in crops if crop is None or crop_at_hand(file.folder, crop) is None}
    if not lacking:
        return FetchedCrops(0, 0, [])
    came: set[str] = set()
    refused: list[Sentence] = []
    with opened_store(url, token) as server, scratch_folder("karuta-team-") as folder:
        entered(file, server)
        for sighting, role, data in server.crops(sorted(lacking)):
            token.check()
            came.add(sighting)
            fault = _fault_of_crop(folder / "crop.webp", data)
            if fault is not None:
                refused.append(
                    Sentence(
                        "The crop of sighting {sighting}, sent by {role}: {fault}",
                        sighting=sighting,
                        role=role,
                        fault=fault,
                    )
                )
                continue
            name = lacking[sighting]
            if name is None:
                write_crop(file, sighting, keep_crop(file.folder, data))
            elif hashlib.sha256(data).hexdigest() == name:
                keep_crop(file.folder, data)
            else:
                keep_stand_in(file.folder, name, data)
        asked = sorted(lacking.keys() - came)
        for some in portions(asked, most=_CROPS):
            server.want(some)
    return FetchedCrops(len(came) - len(refused), len(asked), refused)


def _fault_of_crop(path: Path, data: bytes) -> Sentence | None:
    """Why these bytes are no crop. `path`: where they are tried."""
    try:
        path.write_bytes(data)
        picture = open_picture(path)
        if len(data) > LONGEST or prod(picture.size) > _CROP_PIXELS:
            return Sentence("it is too large")
        picture.pixels()
    except PictureError:
        return Sentence("it is no picture")
    return None
