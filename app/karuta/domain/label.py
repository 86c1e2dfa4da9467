"""Labels: what a person (or, marked so, a machine) decided about a sighting. Never overwritten, only followed.

`LabelledPhoto` is a photo with its current labels, as exports for other programs need it.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from karuta.domain.card import CardKey
from karuta.domain.errors import DamagedRow, KarutaError
from karuta.domain.finish import NO_SLAB, Slab
from karuta.domain.match import Match
from karuta.domain.sentence import Sentence

Points = tuple[tuple[float, float], ...]
"""Four corners as a plain value: ((x, y), ...) in pixels of the full-size upright photo."""

WHOLE_PHOTO = ""
"""The sighting id of a label about a whole photo."""


class LabelError(KarutaError):
    """A label that cannot be given as asked. The sentence says what to give instead."""


_GONE = Sentence("{name} is no longer in the catalogue, so nothing was saved.")


class CardGone(LabelError):  # noqa: N818 - the condition is the point
    """The card was taken back from the catalogue while it still stood in a list on the screen."""

    def __init__(self, name: str) -> None:
        super().__init__(_GONE, name=name)


class Kind(StrEnum):
    """Kinds of events. The first seven are labels; skip and remove touch only the queue; undo, redo name an action.

    `back`: the back of a card, which shows no card. A recheck is the result of a second look: it stands beside the
    label and never replaces it. `corners`: a person set a sighting's corners, or drew the sighting. `import`: somebody
    read an export back, with labels that others gave. `check`: what an agent decided about a listing, of no photo.
    `note`, `flag`, `unflag`: a person's remark on a whole photo, which decides nothing about it. `merge`: somebody
    merged another library into this one. A `skip` of a sighting is a strike: it names a card that the sighting does
    not show, and moves nothing.
    """

    CONFIRM = "confirm"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    NO_CARD = "no_card"
    BACK = "back"
    WITHDRAW = "withdraw"
    AUTO_CONFIRM = "auto_confirm"
    SKIP = "skip"
    REMOVE = "remove"
    CORNERS = "corners"
    UNDO = "undo"
    REDO = "redo"
    IMPORT = "import"
    CHECK = "check"
    NOTE = "note"
    FLAG = "flag"
    UNFLAG = "unflag"
    MERGE = "merge"
    RECHECK_CONFIRM = "recheck_confirm"
    RECHECK_UNKNOWN = "recheck_unknown"
    RECHECK_UNREADABLE = "recheck_unreadable"
    RECHECK_NO_CARD = "recheck_no_card"
    RECHECK_BACK = "recheck_back"


LABELS = frozenset(
    {Kind.CONFIRM, Kind.UNKNOWN, Kind.UNREADABLE, Kind.NO_CARD, Kind.BACK, Kind.WITHDRAW, Kind.AUTO_CONFIRM},
)
NAMES_A_GAME = frozenset({Kind.BACK, Kind.RECHECK_BACK})
"""Without a card; the game may be left out, where nobody said whose back it is."""
NAMES_A_CARD = frozenset({Kind.CONFIRM, Kind.AUTO_CONFIRM, Kind.RECHECK_CONFIRM})
STRIKES = frozenset({Kind.SKIP})
"""Of a sighting. Of a whole photo, a skip is about the queue."""
BY_A_MACHINE = frozenset({Kind.AUTO_CONFIRM})
MACHINE = "karuta"
"""The annotator of what Karuta decided by itself."""
BY_A_PERSON = LABELS - BY_A_MACHINE
DECIDES = BY_A_PERSON - {Kind.WITHDRAW}
"""A person said what it is, or that nothing can be said."""
ANSWERS_A_LIST = DECIDES - {Kind.UNREADABLE}
"""Kinds that take or refuse the shown suggestions; of an unreadable crop nobody says that they were wrong."""
MOVES_IN_THE_QUEUE = frozenset({Kind.SKIP, Kind.REMOVE})
REMARKS = frozenset({Kind.NOTE, Kind.FLAG, Kind.UNFLAG})
"""No labels: of each photo the newest note counts, and the newest of flag and unflag."""
DONE_AGAIN = BY_A_PERSON | REMARKS | STRIKES | {Kind.CORNERS}
"""Kinds that a person said about what a photo shows, and can say once more as it was said; of skips, the strikes."""
CHANGES_THE_ORDER = MOVES_IN_THE_QUEUE | {Kind.UNDO, Kind.REDO, Kind.MERGE}


def names_a_card(kind: Kind, sighting_id: str) -> bool:
    """Whether an event of this kind about this sighting, or with `WHOLE_PHOTO` about a photo, names a card."""
    return kind in NAMES_A_CARD or (kind in STRIKES and sighting_id != WHOLE_PHOTO)


class Source(StrEnum):
    """How an event came in. `export`: it was decided in another library and read from its export.

    `check`: on the page that checks listings, which has an undo of its own. `merge`: a merge, its undo or its redo,
    which are this library's own business and never leave it.
    """

    COMMAND = "command"
    WINDOW = "window"
    IMPORT = "import"
    MACHINE = "machine"
    EXPORT = "export"
    CHECK = "check"
    MERGE = "merge"


@dataclass(frozen=True)
class Origin:
    """Who acts, on which device, and how the event came in."""

    annotator: str
    device: str
    source: Source


@dataclass(frozen=True)
class Subject:
    """The subject of an event: a sighting of a photo, or with `WHOLE_PHOTO` (without corners) the photo itself.

    `photo_name`: the file's name as known when the event was made.
    """

    photo_sha256: str
    photo_name: str
    sighting_id: str = WHOLE_PHOTO
    corners: Points | None = None
    batch: str | None = None
    listing: str | None = None


@dataclass(frozen=True)
class Evidence:
    """The machine's answer, kept so that a label can be replayed with any later model.

    `embedding`: the query vector as little-endian float32 bytes. `shown`: the matches in the order on the screen.
    `reordered_by`: what changed that order (for example `rejections`), None if nothing did. The hashes belong to the
    look that was shown, even if there is a newer one; `searched`: how its list was searched. `print_read`: what was
    read of the card's small print and how probable it was, as `kept_text` wrote it; None where nothing was known of it.
    """

    embedding: bytes | None = None
    shown: tuple[Match, ...] = ()
    reordered_by: str | None = None
    model: str | None = None
    model_hash: str | None = None
    index: str | None = None
    index_hash: str | None = None
    artworks_hash: str | None = None
    reader_hash: str | None = None
    searched: str | None = None
    print_read: str | None = None


NO_EVIDENCE = Evidence()


@dataclass(frozen=True)
class ChosenCard:
    """The card that a label names, with its name, so that the label can be read without the catalogue.

    `finish`: one of `FINISHES`, where a person said it.
    """

    key: CardKey
    name: str
    printing: str | None = None
    finish: str | None = None


@dataclass(frozen=True)
class FromExport:
    """Who decided what an export brings, and when; its event stands among the others at that moment.

    `event_id`: of the moment of the decision, so that the later label counts. `subject`: as the export names it.
    `time`: ISO 8601 UTC. `imported_from`: the file, in which the sighting has the number `number`.
    """

    event_id: str
    subject: Subject
    annotator: str
    time: str
    imported_from: str
    number: int | None = None


@dataclass(frozen=True)
class Decision:
    """One label (or skip, or removal) to be stored as one event of an action.

    `file_sha256`, `file_line`: where an import read it. `game`: of a back, whose it is. `note`: the text of a note,
    as `note_text` gives it; None takes the photo's note away. `follows`: identifiers of the labels that it settles.
    `from_export`: None for what is decided here and now.
    """

    kind: Kind
    subject: Subject
    card: ChosenCard | None = None
    evidence: Evidence = field(default=NO_EVIDENCE)
    file_sha256: str | None = None
    file_line: int | None = None
    game: str | None = None
    note: str | None = None
    follows: tuple[str, ...] = ()
    from_export: FromExport | None = None

    def __post_init__(self) -> None:
        if self.kind in (Kind.UNDO, Kind.REDO):
            raise ValueError("undo and redo are about an action, not about a sighting")
        if (self.card is not None) != names_a_card(self.kind, self.subject.sighting_id):
            raise ValueError(f"a label `{self.kind}` {'names no' if self.card else 'must name a'} card")
        if self.game is not None and self.kind not in NAMES_A_GAME:
            raise ValueError(f"a label `{self.kind}` names no game by itself")
        if (self.subject.corners is None) != (self.subject.sighting_id == WHOLE_PHOTO):
            raise ValueError("a sighting has corners, a whole photo has none")
        if self.kind is Kind.CORNERS and self.subject.corners is None:
            raise ValueError("corners are set of a sighting, not of a whole photo")
        if self.kind in REMARKS and self.subject.sighting_id != WHOLE_PHOTO:
            raise ValueError("notes and flags are about a whole photo")
        if self.note is not None and (self.kind is not Kind.NOTE or self.note != note_text(self.note)):
            raise ValueError(f"not the text of a note: {self.kind} {self.note!r}")


@dataclass(frozen=True)
class Label:
    """The current label of a sighting: one row of `labels export`, and the event behind it.

    `sighting`: its number in reading order from 1, None for a whole photo. `imported_from`: the file that it was read
    from, where the sighting had the number `number_in_file`. `game`: of a back, whose it is, if that was said.
    `printing_read`: the set code that was made out of its print, `printing_verdict`: how sure that was. `finish`: as
    the person said; `finish_seen`, `slab`: as the photo showed it. `is_disputed`: people disagree about it, and nobody
    has settled it.
    """

    event_id: str
    photo: str
    photo_sha256: str
    sighting_id: str
    sighting: int | None
    corners: Points | None
    kind: Kind
    card: CardKey | None
    name: str | None
    printing: str | None
    annotator: str
    time: str
    batch: str | None
    listing: str | None
    model: str | None
    imported_from: str | None = None
    number_in_file: int | None = None
    game: str | None = None
    printing_read: str | None = None
    printing_verdict: str | None = None
    finish: str | None = None
    finish_seen: str | None = None
    slab: Slab = NO_SLAB
    is_disputed: bool = False

    @property
    def is_truth(self) -> bool:
        return is_truth(self.kind)

    @property
    def is_by_machine(self) -> bool:
        return self.kind in BY_A_MACHINE


def is_truth(kind: Kind) -> bool:
    """Whether a current label may count for training, calibration, exemplars, agreement and truth.

    A machine's label may not, until a person confirms it (which makes a new label).
    """
    return kind in LABELS and kind not in BY_A_MACHINE and kind is not Kind.WITHDRAW


@lru_cache
def annotator_name(text: str) -> str:
    """A name as it is stored: one line, without spaces around it. Raises `LabelError` if it is not valid."""
    name = unicodedata.normalize("NFC", text).strip()
    if not name or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        raise LabelError("The annotator's name is empty or contains control characters; give another with --annotator.")
    return name


MOST_NOTE = 500
"""Characters of a note: some lines of a window, and a cell that every spreadsheet takes."""
# Marks that turn the direction of the text after them, also of what stands beside the note.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def note_text(text: str) -> str | None:
    """A note as it is stored: one line of at most `MOST_NOTE` characters, nothing in it that acts; None if empty.

    Line ends and other control characters become spaces. The result gives itself.
    """
    plain = _TURNS.sub("", text)
    spaced = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in plain)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))[:MOST_NOTE].rstrip() or None


@dataclass(frozen=True)
class Remarks:
    """The flag and the note of a photo."""

    is_flagged: bool = False
    note: str | None = None


NO_REMARKS = Remarks()


def storable(text: str) -> str:
    """Text as it can be stored. Bytes of a file's or folder's name that are not Unicode are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def corners_text(corners: Points | None) -> str:
    """Corners as a truth file writes them: eight numbers with spaces between; empty for a whole photo."""
    if corners is None:
        return ""
    return " ".join(f"{value:.2f}".rstrip("0").rstrip(".") for point in corners for value in point)


def as_points(corners: Sequence[Sequence[float]]) -> Points:
    """Corners, from an array or a list, as the value that labels keep: rounded to a hundredth of a pixel."""
    return tuple((round(float(x), 2) + 0.0, round(float(y), 2) + 0.0) for x, y in corners)


def parsed_corners(text: str | None) -> Points | None:
    """The corners that `corners_text` wrote. Raises `DamagedRow` for any other text."""
    if not text:
        return None
    try:
        numbers = [float(number) for number in text.split()]
        points = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    except (ValueError, AttributeError) as error:
        raise DamagedRow() from error
    if not all(map(math.isfinite, numbers)):
        raise DamagedRow()
    return points


NOT_A_CARD = (Kind.UNKNOWN, Kind.UNREADABLE, Kind.BACK)
"""Kinds that a person may give of a sighting that names no card and is one all the same, if only its back."""


@dataclass(frozen=True)
class LabelledPhoto:
    """A photo and its labels. `size` is upright (width, height), None if no lookup of it is stored.

    `file`: where the export puts the photo, else the file's last known name.
    """

    sha256: str
    file: str
    size: tuple[int, int] | None
    labels: tuple[Label, ...]

    @property
    def in_view(self) -> tuple[Label, ...]:
        """Labels by people about cards with corners. A machine's label is no truth, and `no_card` is no card."""
        return tuple(
            label
            for label in self.labels
            if label.corners is not None and is_truth(label.kind) and (label.card or label.kind in NOT_A_CARD)
        )


def card_titles(photos: list[LabelledPhoto]) -> dict[CardKey, str]:
    """A title for each card, in order of id. Cards that share a name are told apart by their ids."""
    names = {label.card: label.name or label.card.card_id for photo in photos for label in photo.in_view if label.card}
    uses = Counter(names.values())
    return {
        card: name if uses[name] == 1 else f"{name} ({card.card_id})"
        for card, name in sorted(names.items(), key=lambda item: (item[0].game, item[0].card_id))
    }


def outline(corners: Points) -> tuple[float, float, float, float]:
    """The upright bounding box of corners: left, top, right, bottom."""
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across), max(down)
