"""What there is to fetch of a source: its hosts and their rules, its lists, and where their cards' pictures are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9!_-][A-Za-z0-9!._-]{0,99}")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


@dataclass(frozen=True)
class WantedList:
    """A list of cards. `file`: where it lies in the folder. `is_it`: whether a file begins as such a list does.

    `most_bytes`: of what comes, and of what it unpacks to. `follow`: the address is only where the list's own address
    is said; this finds it there (raises `ValueError`). `members`: it is a zip, of which these files are wanted; `file`
    is one of them.
    """

    url: str
    file: str
    is_it: Callable[[str], bool]
    most_bytes: int
    follow: Callable[[bytes], str] | None = None
    members: re.Pattern[str] | None = None
    language: str = "en"


@dataclass(frozen=True)
class WantedPicture:
    """`file`: where it lies in the folder; "" where the list gives a name that no file may have. `sets`: its sets.

    `is_again`: its artwork has a picture from another set already; it is wanted where its own set is asked for.
    """

    file: str
    url: str
    sets: frozenset[str] = frozenset()
    is_again: bool = False


@dataclass(frozen=True)
class FetchPlan:
    """One source that can be fetched.

    `list_hosts`, `picture_hosts`: nothing else is ever asked. `interval`: seconds between two questions at least.
    `pictures`: those of all cards in a folder's lists, in their order. `list_bytes`, `picture_count`,
    `picture_bytes` (of one): about how much there is, for a first guess; what comes corrects it.
    """

    lists: Sequence[WantedList]
    list_hosts: tuple[str, ...]
    interval: float
    list_bytes: int
    pictures: Callable[[Path], Iterator[WantedPicture]] | None = None
    picture_hosts: tuple[str, ...] = ()
    picture_count: int = 0
    picture_bytes: int = 0
    languages: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "languages", tuple(dict.fromkeys(one.language for one in self.lists)))

    @property
    def hosts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.list_hosts, *self.picture_hosts)))


def picture_file(*parts: str) -> str:
    """A place for a picture below `images`; "" where a part is no name that every system takes for a file."""
    if not all(_NAME.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts):
        return ""
    return "/".join(("images", *parts))
