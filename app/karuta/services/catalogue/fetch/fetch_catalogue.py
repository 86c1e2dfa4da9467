"""Fetches the lists and pictures of one source into a folder, and counts what could not be had; adds nothing.

Broken off at any moment, the next run asks for what is missing only, and leaves the same files to the byte.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.errors import CatalogueError
from karuta.domain.fetch_progress import (
    FetchBegun,
    FetchCounted,
    FetchEnded,
    FetchMoved,
    FetchStep,
    FetchWaits,
    MissingPicture,
)
from karuta.domain.sentence import Sentence, commas
from karuta.services.catalogue.fetch.fetch_list import ListFetch, whole_body
from karuta.services.catalogue.fetch.fetched_folder import FetchedFolder
from karuta.services.catalogue.fetch.publishers import FetchPlan, WantedList, WantedPicture
from karuta.services.catalogue.fetch.web import MOST_PAUSE, FetchMeans, Later, Never, Patience, refuse_status

# Some writers leave a little behind the end.
_TAIL = 4096


def is_whole_picture(data: bytes) -> bool:
    """JPEG, PNG or WebP. A page of text, or a picture that broke off, is none."""
    if data.startswith(b"\xff\xd8\xff"):
        return b"\xff\xd9" in data[-_TAIL:]
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return b"IEND" in data[-_TAIL:]
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return len(data) >= 8 + int.from_bytes(data[4:8], "little")
    return False


MOST_BYTES = 20_000_000
_TRIES = 4


_MOST_IN_A_ROW = 20
"""So many pictures that fail one after the other are the host's fault, not theirs."""
_ROOM_EVERY = 200
_NO_NAME = Sentence("the list gives it a name that no file may have")


@dataclass(frozen=True)
class FetchWish:
    """A person's wish of a source. `only`: pictures of these sets alone. `languages`: none: all that there are."""

    source: str
    plan: FetchPlan
    folder: Path
    pictures: bool = True
    only: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()

    @property
    def lists(self) -> Sequence[WantedList]:
        return [list_ for list_ in self.plan.lists if not self.languages or list_.language in self.languages]


def fetch_catalogue(wish: FetchWish, around: FetchMeans) -> FetchEnded:
    """Raises `CatalogueError` where a list cannot be had, the disk is full or a host wants no more questions."""
    folder = FetchedFolder(wish.folder)
    begun = around.clock.now()
    patience = Patience(
        around.clock,
        around.cancel,
        interval=wish.plan.interval,
        waits=lambda reason, seconds: around.tell(FetchWaits(reason, seconds)),
    )
    with folder.held():
        around.tell(FetchBegun(wish.source, str(wish.folder), _hosts(wish)))
        lists, received = _fetch_lists(wish, folder, around, patience)
        pictures = _wanted_pictures(wish) if wish.pictures else []
        run = _PictureRun(wish.plan, folder, around, patience)
        run.fetch(pictures)
    return FetchEnded(
        wish.source,
        str(wish.folder),
        lists,
        FetchCounted(run.new, run.same, len(run.missing)),
        tuple(run.missing),
        received + run.bytes,
        around.clock.now() - begun,
    )


def _hosts(wish: FetchWish) -> tuple[str, ...]:
    return wish.plan.hosts if wish.pictures else wish.plan.list_hosts


def _fetch_lists(
    wish: FetchWish, folder: FetchedFolder, around: FetchMeans, patience: Patience
) -> tuple[FetchCounted, int]:
    fetch = ListFetch(folder, wish.plan.list_hosts, around, patience)
    due = [list_ for list_ in wish.lists if not fetch.is_fresh(list_)]
    if due:
        folder.refuse_where_full(wish.plan.list_bytes * len(due) // len(wish.plan.lists))
    new, received = 0, 0
    for card_list in due:
        if fetch.fetch(card_list):
            new += 1
            received += (wish.folder / card_list.file).stat().st_size
    return FetchCounted(new, len(wish.lists) - new), received


def _wanted_pictures(wish: FetchWish) -> list[WantedPicture]:
    """Each once, in the order of the lists. Raises `CatalogueError` where no card is in the sets that were named."""
    if wish.plan.pictures is None:
        return []
    pictures: dict[str, WantedPicture] = {}
    for picture in wish.plan.pictures(wish.folder):
        if (picture.sets & wish.only) if wish.only else not picture.is_again:
            pictures.setdefault(picture.file or picture.url, picture)
    if wish.only and not pictures:
        raise CatalogueError(
            "No card of {source} is in the set {sets}; a set is named by its code, such as the LOB of LOB-001.",
            source=wish.source,
            sets=commas(sorted(wish.only)),
        )
    return list(pictures.values())


class _PictureRun:
    """The pictures of one run: what is here is left, what is missing is asked for, what cannot be had is counted."""

    def __init__(self, plan: FetchPlan, folder: FetchedFolder, around: FetchMeans, patience: Patience) -> None:
        self._plan = plan
        self._folder = folder
        self._around = around
        self._patience = patience
        self._in_a_row = 0
        self.new = self.same = self.bytes = 0
        self.missing: list[MissingPicture] = []

    def fetch(self, pictures: Sequence[WantedPicture]) -> None:
        due = []
        for number, picture in enumerate(pictures):
            if number % _ROOM_EVERY == 0:
                self._tell(FetchStep.CHECKING, picture.file, number, len(pictures))
                self._around.cancel.check()
            if picture.file and self._folder.is_whole(picture.file):
                self.same += 1
            else:
                due.append(picture)
        for number, picture in enumerate(due):
            if number % _ROOM_EVERY == 0:
                self._refuse_where_full(len(due) - number)
            self._fetch_one(picture)
            self._tell(FetchStep.PICTURES, picture.file, self.same + number + 1, len(pictures))

    def _fetch_one(self, picture: WantedPicture) -> None:
        if not picture.file:
            self.missing.append(MissingPicture(picture.url, str(_NO_NAME)))
            return
        try:
            data = self._patience.until_given(lambda: self._once(picture), tries=_TRIES)
        except Never as error:
            self._failed(picture, error.reason, is_hosts_fault=not error.is_missing)
        except Later as error:
            self._failed(picture, error.reason)
            if (error.seconds or 0) > MOST_PAUSE:
                raise _gives_up(error.reason) from error
        else:
            self._folder.put(picture.file, lambda beside: beside.write_bytes(data))
            self.new += 1
            self.bytes += len(data)
            self._in_a_row = 0

    def _once(self, picture: WantedPicture) -> bytes:
        """A whole JPEG, PNG or WebP. Raises `Later` and `Never`."""
        around = self._around
        asked = around.web.ask(picture.url, hosts=self._plan.picture_hosts, headers={"Accept": "image/*"})
        with closing(asked) as answer:
            refuse_status(answer, around.clock)
            data = whole_body(answer, MOST_BYTES)
        if not is_whole_picture(data):
            raise Later(Sentence("{host} sent an incomplete picture", host=answer.host), cost=2)
        return data

    def _failed(self, picture: WantedPicture, reason: Sentence, *, is_hosts_fault: bool = True) -> None:
        self.missing.append(MissingPicture(picture.file, str(reason)))
        self._in_a_row = self._in_a_row + 1 if is_hosts_fault else 0
        if self._in_a_row >= _MOST_IN_A_ROW:
            raise _gives_up(reason)

    def _refuse_where_full(self, count: int) -> None:
        each = self.bytes // self.new if self.new else self._plan.picture_bytes
        self._folder.refuse_where_full(each * count)

    def _tell(self, step: FetchStep, file: str, done: int, total: int) -> None:
        self._around.tell(FetchMoved(step, file, done, total, len(self.missing)))


def _gives_up(reason: Sentence) -> CatalogueError:
    return CatalogueError(
        "The pictures cannot be downloaded at the moment: {reason}. What was downloaded so far is kept; try again "
        "later.",
        reason=reason,
    )
