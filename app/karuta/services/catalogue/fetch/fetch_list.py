"""Fetches one list of cards: goes on where it broke off, unpacks it, and takes it only where it is such a list."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, cast

from karuta.domain.errors import CatalogueError
from karuta.domain.fetch_progress import FetchMoved, FetchStep
from karuta.domain.sentence import Sentence
from karuta.services.catalogue.fetch.fetched_folder import FetchedFolder, PartNote
from karuta.services.catalogue.fetch.publishers import WantedList
from karuta.services.catalogue.fetch.web import FetchMeans, Later, Never, Patience, WebAnswer, length_of, refuse_status
from karuta.services.catalogue.sources.json_rows import json_head
from karuta.services.catalogue.sources.unpack_zip import unpacked

KEPT_SECONDS = 24 * 3600.0
"""A list that is younger is not asked for again; Scryfall asks for this much."""
_TRIES = 8
_RUBBISH = 3
"""So many tries an answer costs that came whole and is none: the next will hardly be another."""
_PIECE = 1 << 16
_MOST_INDEX = 4_000_000
_PACKED_TO = 10
"""JSON of cards packs to about a tenth."""
_VALIDATOR = re.compile(r'"[\x21\x23-\x7e]{1,200}"|[A-Za-z0-9 ,:+-]{1,60}')
_RANGE = re.compile(r"bytes (\d{1,18})-(\d{1,18})/(\d{1,18})")
_TAIL = 4096


@dataclass(frozen=True)
class ListFetch:
    """The means to fetch all lists of a run. `hosts`: that may be asked."""

    folder: FetchedFolder
    hosts: Collection[str]
    around: FetchMeans
    patience: Patience

    def is_fresh(self, card_list: WantedList) -> bool:
        if not self.folder.is_whole(card_list.file):
            return False
        if not 0 <= self.folder.age(card_list.file, self.around.clock.time()) < KEPT_SECONDS:
            return False
        # What it was made of, where a kill came between the two.
        self.folder.part(card_list.file).unlink(missing_ok=True)
        return True

    def fetch(self, card_list: WantedList) -> bool:
        """Whether it was new. Raises `CatalogueError`."""
        part = self.folder.part(card_list.file)
        try:
            url = self._address(card_list)
            return self.patience.until_given(
                lambda: self._once(card_list, url),
                tries=_TRIES,
                progress=lambda: part.stat().st_size if part.exists() else 0,
            )
        except (Later, Never) as error:
            raise CatalogueError(
                "{file} could not be downloaded: {reason}. What was downloaded so far is kept; try again later.",
                file=card_list.file,
                reason=error.reason,
            ) from error

    # Inside

    def _address(self, card_list: WantedList) -> str:
        """Its own, or the one that is said where `card_list` points."""
        if card_list.follow is None:
            return card_list.url
        follow = card_list.follow

        def once() -> str:
            asked = self.around.web.ask(card_list.url, hosts=self.hosts, headers={"Accept": "application/json"})
            with closing(asked) as answer:
                refuse_status(answer, self.around.clock)
                try:
                    return follow(whole_body(answer, _MOST_INDEX))
                except ValueError as error:
                    raise Later(Sentence("{host} has no list", host=answer.host)) from error

        return self.patience.until_given(once, tries=_TRIES)

    def _once(self, card_list: WantedList, url: str) -> bool:
        """One question, and what came of it. Raises `Later` and `Never`."""
        folder, part = self.folder, self.folder.part(card_list.file)
        note = folder.note_of(card_list.file)
        validator = note.validator if note is not None and note.url == url else ""
        have = part.stat().st_size if validator and part.exists() else 0
        is_there = bool(validator) and not part.exists() and folder.is_whole(card_list.file)
        headers = {"Accept": "application/json, */*;q=0.8", "Accept-Encoding": "gzip"}
        if have:
            headers |= {"Range": f"bytes={have}-", "If-Range": validator}
        elif is_there:
            headers |= {"If-None-Match" if validator.startswith('"') else "If-Modified-Since": validator}
        with closing(self.around.web.ask(url, hosts=self.hosts, headers=headers)) as answer:
            if answer.status == 304 and is_there:
                folder.touch(card_list.file, self.around.clock.time())
                return False
            if answer.status == 416:
                folder.drop_part(card_list.file)
                raise Later(Sentence("{host} has a newer list by now", host=answer.host))
            refuse_status(answer, self.around.clock)
            self._receive(card_list, url, answer, have if answer.status == 206 else 0)
        self._take(card_list, answer.host)
        return True

    def _receive(self, card_list: WantedList, url: str, answer: WebAnswer, have: int) -> None:
        folder, part = self.folder, self.folder.part(card_list.file)
        total = _total(answer, have)
        is_packed = _is_packed(answer) or url.endswith((".gz", ".zip")) or card_list.members is not None
        if total > card_list.most_bytes:
            raise _too_large(answer.host)
        folder.refuse_where_full(total - have + total * (_PACKED_TO if is_packed else 1))
        if not have:
            folder.drop_part(card_list.file)
            folder.keep_note(card_list.file, PartNote(url, _validator(answer)))
        with part.open("ab") as file:
            for piece in answer.pieces():
                have += len(piece)
                if have > card_list.most_bytes:
                    break
                file.write(piece)
                self.around.cancel.check()
                self.around.tell(FetchMoved(FetchStep.LISTS, card_list.file, have, total))
        if have > card_list.most_bytes:
            folder.drop_part(card_list.file)
            raise _too_large(answer.host)
        if total and have != total:
            raise Later(Sentence("{host} broke off", host=answer.host))

    def _take(self, card_list: WantedList, host: str) -> None:
        """Make the list of what came, if it is one; else drop it. Raises `Later`."""
        part = self.folder.part(card_list.file)
        try:
            if card_list.members is None:
                self.folder.put(card_list.file, lambda beside: _unpack(part, beside, card_list))
            else:
                self._take_members(card_list, part)
        except CatalogueError:
            # A zip that leads out of its folder, and the like.
            self.folder.drop_part(card_list.file)
            raise
        except (gzip.BadGzipFile, EOFError, zlib.error, ValueError) as error:
            self.folder.drop_part(card_list.file)
            raise Later(Sentence("{host} sent an incomplete list of cards", host=host), cost=_RUBBISH) from error
        part.unlink()

    def _take_members(self, card_list: WantedList, part: Path) -> None:
        """The wanted files of a zip, the one that stands for all of them last. Raises `CatalogueError`."""
        assert card_list.members is not None
        if not zipfile.is_zipfile(part):
            raise ValueError("no zip")
        with unpacked(part, self.around.cancel) as archive:
            files = {path.relative_to(archive.root).as_posix(): path for path in archive.root.rglob("*.json")}
            names = (name for name in files if card_list.members.fullmatch(name))
            members = sorted(names, key=lambda name: (name == card_list.file, name))
            if (
                archive.damaged
                or card_list.file not in members
                or not card_list.is_it(json_head(files[card_list.file]))
            ):
                raise ValueError("a zip of something else")
            for name in members:
                self.folder.put(name, partial(shutil.copyfile, files[name]))


def whole_body(answer: WebAnswer, most: int) -> bytes:
    """All of an answer. Raises `Later`, and `Never` where it is larger than that."""
    body = bytearray()
    for piece in answer.pieces():
        body += piece
        if len(body) > most:
            raise _too_large(answer.host)
    return bytes(body)


def _too_large(host: str) -> Never:
    return Never(Sentence("{host} sends a file that is too large", host=host))


def _total(answer: WebAnswer, have: int) -> int:
    """All bytes of what is asked for, 0 where it is not said. Raises `Later` for another part than the wanted one."""
    if answer.status == 206:
        content_range = _RANGE.fullmatch(answer.header("Content-Range"))
        if content_range is None or int(content_range[1]) != have:
            raise Later(Sentence("{host} sends an answer that cannot be read", host=answer.host))
        return int(content_range[3])
    return length_of(answer)


def _is_packed(answer: WebAnswer) -> bool:
    """Raises `Never` for a way of packing that was not asked for."""
    encoding = answer.header("Content-Encoding").lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise Never(Sentence("{host} sends an answer that cannot be read", host=answer.host))
    return encoding.endswith("gzip")


def _validator(answer: WebAnswer) -> str:
    """The name of this state, to the byte; "" where there is no such name, and a rest cannot be asked for."""
    for name in ("ETag", "Last-Modified"):
        validator = answer.header(name)
        if _VALIDATOR.fullmatch(validator) and (name != "ETag" or validator.startswith('"')):
            return validator
    return ""


@contextmanager
def _plain(path: Path) -> Iterator[IO[bytes]]:
    """Open a file unpacked that was packed for the way or is packed itself; whatever the answer called it."""
    with path.open("rb") as file:
        stream: io.BufferedReader = file
        for _ in range(2):
            if stream.peek(2)[:2] == b"\x1f\x8b":
                stream = io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=stream)))
        yield stream


def _unpack(part: Path, target: Path, card_list: WantedList) -> None:
    """Raises `ValueError` for what is no whole list of this kind, and what `gzip` raises."""
    size = 0
    with _plain(part) as source, target.open("wb") as file:
        while piece := source.read(_PIECE):
            size += len(piece)
            if size > card_list.most_bytes:
                raise ValueError("it unpacks to more than such a list can be")
            file.write(piece)
    with target.open("rb") as file:
        file.seek(max(0, size - _TAIL))
        ends = file.read().rstrip()[-1:]
    if ends not in (b"]", b"}") or not card_list.is_it(json_head(target)):
        raise ValueError("no list of cards")
