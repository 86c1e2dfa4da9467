"""The history of labels: which action an undo takes back, identifiers, and rows of imported files. Stores nothing.

An action is one thing that a person did: one event, or many (a bulk confirm, an import). Undo and redo are events too.
The result depends only on the set of events and their identifiers, which are in time order. So two copies of a library
that are merged agree, whichever was merged into which. Reads no clock, no dice and no file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from karuta.domain.card import CardKey
from karuta.domain.label import NO_REMARKS, WHOLE_PHOTO, Kind, Points, Remarks
from karuta.domain.shape import Plain

# A UUIDv7 is 48 bits of milliseconds, 4 of version, 12 random, 2 of variant, 62 random (RFC 9562).
_TAIL_BITS = 74
_LATEST_MS = (1 << 48) - 1
# An identifier that must follow an earlier one takes a random step. Otherwise two copies of a library, both with clocks
# behind its newest event, would count up through the same identifiers.
_STEP_BITS = 48
ENTROPY_BYTES = 10


def uuid7(*, now_ms: int, entropy: bytes, after: str | None = None) -> str:
    """A UUIDv7 in the usual lower-case form, in which text order is time order.

    It is greater than `after` even if the clock went back, so the newest event stays the newest. `entropy`:
    `ENTROPY_BYTES` random bytes.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a UUIDv7 takes {ENTROPY_BYTES} random bytes, not {len(entropy)}")
    random = int.from_bytes(entropy, "big")
    moment = min(max(now_ms, 0), _LATEST_MS)
    number = (moment << _TAIL_BITS) | (random & ((1 << _TAIL_BITS) - 1))
    if after is not None and number <= (earlier := _number(after)):
        number = earlier + 1 + (random & ((1 << _STEP_BITS) - 1))
    return _written(number)


DAY_MS = 86_400_000
AHEAD_MS = DAY_MS
"""Clocks that are right differ by less, in whatever zones they were set."""
FURTHEST_MS = 366 * DAY_MS
_PAUSE_MS = 31 * DAY_MS
_LAST_MS = 253_402_300_799_000  # of the year 9999, the last that `datetime` has
# Nothing was labelled with Karuta before.
_BEGAN_MS = 1_767_225_600_000  # 2026-01-01


def waits(identifier: str, time: str | None, *, now: datetime) -> bool:
    """Whether a row is taken from another library only later, because a clock that was ahead has stamped it.

    Its identifier says so and its `time`, which is the clock's. Where the clock was right and the identifier had to
    follow one that was ahead, it is taken up to a year ahead, as it always was.
    """
    ahead = moment_ms(identifier) - _ms(now)
    return ahead > AHEAD_MS and (ahead > FURTHEST_MS or (time or "") > iso(now + timedelta(milliseconds=AHEAD_MS)))


def moment_of(identifier: str) -> datetime:
    return datetime.fromtimestamp(min(moment_ms(identifier), _LAST_MS) / 1000, UTC)


def taken_from(identifier: str) -> datetime:
    """When `waits` ends for this identifier."""
    return moment_of(identifier) - timedelta(milliseconds=AHEAD_MS)


def is_behind(now: datetime, *, before: str | None, after: str, newest: str) -> bool:
    """Whether it is this clock that is wrong where it stands between two identifiers of one library, `after` far ahead.

    A clock that jumped ahead left a gap before `after`: a long one, or one that is longer than what lies behind it, up
    to `newest`. A library that was in use all the time has none.
    """
    if _ms(now) < _BEGAN_MS or before is None:
        return _ms(now) < _BEGAN_MS
    gap = moment_ms(after) - moment_ms(before)
    return gap <= min(_PAUSE_MS, moment_ms(newest) - moment_ms(after))


def first_ahead(now: datetime, *, of: str | None = None) -> str:
    """The least identifier that is ahead of a clock, and of `of` if that is later."""
    moment = max(_ms(now), 0 if of is None else moment_ms(of))
    return uuid7(now_ms=moment + AHEAD_MS, entropy=bytes(ENTROPY_BYTES))


def iso(moment: datetime) -> str:
    """ISO 8601 UTC, with milliseconds."""
    utc = moment.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def moment_ms(identifier: str) -> int:
    """The milliseconds since 1970 in a UUIDv7."""
    return int(identifier[:8] + identifier[9:13], 16)


def _number(identifier: str) -> int:
    """The 122 bits without version and variant."""
    bits = int(identifier.replace("-", ""), 16)
    return (bits >> 80 << 74) | ((bits >> 64 & 0xFFF) << 62) | (bits & ((1 << 62) - 1))


def _written(number: int) -> str:
    if number >> (48 + _TAIL_BITS):
        raise OverflowError("no UUIDv7 is left after the latest one")
    bits = (
        (number >> 74 << 80) | (0x7 << 76) | ((number >> 62 & 0xFFF) << 64) | (0b10 << 62) | (number & ((1 << 62) - 1))
    )
    text = f"{bits:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def sighting_id(photo_sha256: str, corners: Sequence[Sequence[float]]) -> str:
    """The identifier of a sighting, from its photo and its corners rounded to the nearest pixel.

    Two computers that look the same photo up with the same model give its sightings the same identifiers, so their
    labels meet.
    """
    pixels = " ".join(str(round(float(value))) for point in corners for value in point)
    return hashlib.sha256(f"{photo_sha256} {pixels}".encode()).hexdigest()[:32]


@dataclass(frozen=True)
class JournalEntry:
    """The parts that undo needs to know of an event. Only an undo or a redo has a `target_action_id`."""

    event_id: str
    action_id: str
    kind: Kind
    target_action_id: str | None = None


@dataclass(frozen=True)
class Action:
    """One thing that a person did.

    `kind`, `card` (its name), `key`, `photo` (its file's name) and `sighting` are those of its first event, which was
    about that sighting or, with `WHOLE_PHOTO`, about the photo. `photos`: the hashes of all photos that it touches.
    `printing`: the set code that its first event names. `time`: of that event.
    """

    action_id: str
    events: int
    kind: Kind
    card: str | None
    photo: str
    photos: frozenset[str]
    sighting: str = WHOLE_PHOTO
    key: CardKey | None = None
    printing: str | None = None
    time: str = ""

    @property
    def is_of_several(self) -> bool:
        """Whether it is about more than one photo, so about more than is on the screen."""
        return len(self.photos) > 1


def action_to_undo(newest_first: Iterable[JournalEntry]) -> str | None:
    """The annotator's last action that is not undone, or None. Reads back no further than needed."""
    settled: dict[str, bool] = {}
    for entry in newest_first:
        if entry.target_action_id is not None:
            # The newest undo or redo of an action counts, and it is always newer than the action.
            settled.setdefault(entry.target_action_id, entry.kind is Kind.UNDO)
        elif not settled.get(entry.action_id, False):
            return entry.action_id
    return None


def actions_to_redo(newest_first: Iterable[JournalEntry]) -> Iterator[str]:
    """The actions that one redo after the other would bring back: undone since the annotator last did something new."""
    settled: set[str] = set()
    for entry in newest_first:
        if entry.target_action_id is None:
            return
        if entry.target_action_id not in settled and entry.kind is Kind.UNDO:
            yield entry.target_action_id
        settled.add(entry.target_action_id)


def action_to_redo(newest_first: Iterable[JournalEntry]) -> str | None:
    """The action that the annotator's last undo took back (and no redo restored); None once they did something else."""
    return next(actions_to_redo(newest_first), None)


@dataclass(frozen=True)
class LostRedo:
    """What no redo brings back any more, because something new was done: so many labels, or other things that a person
    said. `action_id`, `photo_sha256`, `photo_name`, `sighting_id`: of the last of them that was undone, where its
    history begins.
    """

    labels: int
    action_id: str
    photo_sha256: str
    photo_name: str
    sighting_id: str


@dataclass(frozen=True)
class NamedPlace:
    """The place where a photo was stored: the file's name, its batch and its listing."""

    photo: str
    batch: str | None = None
    listing: str | None = None


@dataclass(frozen=True)
class ExportedLabel:
    """One row of an export. `line`: from 1, counting the header. A field is None if the row does not say.

    `number`: the sighting's, in reading order. `corners` None: a label about the whole photo. `card` is also None if
    the kind names none. `bare_id`: a card's id without its game. `game`: of a back, whose it is. `remarks`: of
    its photo. A row of the kind `flag` or `note` is no label: it says who remarked that, and when. `print_read`: what
    was made out of the card's print, as an event keeps it.
    """

    line: int
    photo: str
    photo_sha256: str | None
    number: int | None
    corners: Points | None
    kind: Kind
    card: CardKey | None
    bare_id: str | None
    name: str | None
    printing: str | None
    annotator: str | None
    time: str | None
    batch: str | None
    listing: str | None
    imported_from: str | None
    places: tuple[NamedPlace, ...] = ()
    game: str | None = None
    remarks: Remarks = NO_REMARKS
    print_read: str | None = None
    finish: str | None = None


@dataclass(frozen=True)
class SkippedLabel:
    """A row that was not imported: its line in the file (from 1, counting the header) and why."""

    line: int
    photo: str
    reason: str


@dataclass(frozen=True)
class ImportConflict:
    """A row that contradicts the current label. `stays`: the current label is later, and remains."""

    line: int
    photo: str
    in_library: str
    in_file: str
    stays: bool


@dataclass(frozen=True)
class Imported:
    """Counts: `added` label events; `same`: rows imported before; `replaced`: added labels that follow another one.

    `remarks`: added flags and notes. `missing`: photos without a file, so that their labels stand alone.
    """

    added: int
    same: int
    replaced: int
    skipped: tuple[SkippedLabel, ...]
    action: Action | None
    conflicts: tuple[ImportConflict, ...] = ()
    missing: tuple[str, ...] = ()
    remarks: int = 0


@dataclass(frozen=True)
class ChangeMade(Plain):
    """A receipt: how many labels and photos, the action that an undo takes back, a file; None without one."""

    labels: int | None = None
    photos: int | None = None
    action: str | None = None
    file: str | None = None
