"""Says whether a row of somebody else's label file is one that Karuta writes. Seals find damage, not lies.

Rows whose seals bear them out are checked one by one, and named; those of looks, which can be made again, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import NoneType
from typing import Any

from karuta.domain.errors import KarutaError
from karuta.domain.finish import FINISHES
from karuta.domain.label import LABELS, STRIKES, Kind, Source, annotator_name, names_a_card, parsed_corners
from karuta.domain.match import Verdict
from karuta.domain.recheck import RECHECKS
from karuta.domain.sentence import quoted
from karuta.store.match_json import check_matches
from karuta.store.seals import MADE_WITH, SUGGESTED, seal_of

LOOKS = {
    "photos": ("sha256", "bytes"),
    "sightings": ("id", "photo_sha256", "corners", "crop_sha256"),
    "lookups": ("id", "photo_sha256", "time", "width", "height", "error_code", "error", *MADE_WITH),
    "suggestions": (*SUGGESTED, "seal", "seen_as"),
}
"""What else a label file brings: it can be made again, and has no seals but those of `suggestions`."""

_UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SHA256 = re.compile("[0-9a-f]{64}")
_SIGHTING = re.compile("([0-9a-f]{32})?")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_KINDS = {kind.value for kind in Kind}
_SOURCES = {source.value for source in Source}
_SETTLES = (Kind.UNDO, Kind.REDO)
_OF_NO_PHOTO = (*_SETTLES, Kind.IMPORT, Kind.CHECK)
_LABELS = {*LABELS, *STRIKES, Kind.CORNERS, *RECHECKS.values()}
_VERDICTS = {verdict.value for verdict in Verdict}
_BLOBS = {("events", "embedding"), ("outlines", "embedding"), ("places", "name"), ("places", "path")}
_NUMBERS = {"file_line", "number", "inside", "arrived", "certainty"}


class Unfit(ValueError):  # noqa: N818 - the condition is the point
    """Why a row is none that Karuta writes."""


def check_row(table: str, columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    """The values of a sealed row by column. Raises `Unfit` where Karuta does not write such a row, and whatever reading
    it raises as that.
    """
    values = dict(zip(columns, row, strict=True))
    try:
        _CHECKS[table](values)
    except Unfit:
        raise
    except (KarutaError, ValueError, KeyError, TypeError) as error:
        raise Unfit("it is not as Karuta writes it") from error
    if (name := _odd_column(table, columns, tuple(map(type, row)))) is not None:
        raise Unfit(f"its {name} is of another kind")
    return values


@lru_cache
def _odd_column(table: str, columns: tuple[str, ...], kinds: tuple[type, ...]) -> str | None:
    """The first column that holds what Karuta does not write there."""
    for name, kind in zip(columns, kinds, strict=True):
        is_number = kind in (int, float) and name in _NUMBERS
        if kind not in (str, NoneType) and not is_number and not (kind is bytes and (table, name) in _BLOBS):
            return name
    return None


def _need(value: object, pattern: re.Pattern[str], what: str) -> None:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise Unfit(f"its {what} is none")


def _matches(text: object) -> None:
    if text is not None:
        check_matches(text)  # type: ignore[arg-type]


def _vector(data: object) -> None:
    if data is not None and (not isinstance(data, bytes) or len(data) % 4):
        raise Unfit("its embedding is none")


def _check_event(event: dict[str, Any]) -> None:
    kind, photo = event["kind"], event["photo_sha256"]
    if kind not in _KINDS or event["source"] not in _SOURCES or kind == Kind.MERGE:
        raise Unfit(f"an event of the kind {quoted(kind)} is not known")
    _need(event["id"], _UUID, "identifier")
    _need(event["action_id"], _UUID, "action")
    _need(event["time"], _TIME, "time")
    if not isinstance(event["device"], str) or annotator_name(event["annotator"]) != event["annotator"]:
        raise Unfit("its annotator is none")
    if (kind in _SETTLES) != (event["target_action_id"] is not None):
        raise Unfit(f"a label `{kind}` does not settle an action")
    if kind in _SETTLES:
        _need(event["target_action_id"], _UUID, "action")
    if photo is None:
        if kind not in _OF_NO_PHOTO:
            raise Unfit("it names no photo")
        return
    _need(photo, _SHA256, "photo")
    _need(event["sighting_id"], _SIGHTING, "sighting")
    corners = parsed_corners(event["corners"])
    if (corners is None or len(corners) != 4) if event["sighting_id"] else corners is not None:
        raise Unfit("its corners do not fit its sighting")
    names_one = kind == Kind.RECHECK_CONFIRM or names_a_card(Kind(kind), event["sighting_id"])
    if kind in _LABELS and names_one != (event["card_id"] is not None):
        raise Unfit("its card does not fit its kind")
    if event["card_id"] is not None and not (event["game"] and event["name"]):
        raise Unfit("its card has no game or no name")
    if event["finish"] not in (None, *FINISHES):
        raise Unfit("its finish is none")
    _matches(event["shown"])
    _vector(event["embedding"])


def _check_place(place: dict[str, Any]) -> None:
    _need(place["id"], _UUID, "identifier")
    _need(place["photo_sha256"], _SHA256, "photo")
    _need(place["time"], _TIME, "time")
    path = place["path"]
    if place["inside"] and (not isinstance(path, str) or ".." in path.split("/") or path.startswith("/")):
        raise Unfit("its path leads out of the library")


def _check_outline(outline: dict[str, Any]) -> None:
    _need(outline["id"], _UUID, "identifier")
    _need(outline["photo_sha256"], _SHA256, "photo")
    if outline["verdict"] not in _VERDICTS or len(parsed_corners(outline["corners"]) or ()) != 4:
        raise Unfit("its verdict or its corners are none")
    _matches(outline["matches"])
    _vector(outline["embedding"])


def _check_import(row: dict[str, Any]) -> None:
    _need(row["id"], _UUID, "identifier")


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    "events": _check_event,
    "places": _check_place,
    "outlines": _check_outline,
    "imports": _check_import,
}


def _fits_photo(row: Sequence[Any]) -> bool:
    return bool(_SHA256.fullmatch(row[0])) and isinstance(row[1], int) and row[1] >= 0


def _fits_sighting(row: Sequence[Any]) -> bool:
    name, photo, corners, crop = row
    fits = _SIGHTING.fullmatch(name) and name and _SHA256.fullmatch(photo) and (crop is None or _SHA256.fullmatch(crop))
    return bool(fits) and len(parsed_corners(corners) or ()) == 4


def _fits_lookup(row: Sequence[Any]) -> bool:
    sizes = all(size is None or (isinstance(size, int) and 0 < size < 1 << 20) for size in row[3:5])
    is_plain = {type(row[2]), *map(type, row[5:])} <= {str, NoneType}
    return bool(_UUID.fullmatch(row[0]) and _SHA256.fullmatch(row[1])) and sizes and is_plain


def _fits_suggestion(row: Sequence[Any]) -> bool:
    *values, seal, seen_as = row
    check_matches(row[SUGGESTED.index("matches")])
    _vector(row[SUGGESTED.index("embedding")])
    verdict = row[SUGGESTED.index("verdict")]
    is_named = all(name is None or _SIGHTING.fullmatch(name) for name in (values[1], seen_as))
    return verdict in _VERDICTS and is_named and seal in (None, seal_of("suggestions", SUGGESTED, values))


_FIT: dict[str, Callable[[Sequence[Any]], bool]] = {
    "photos": _fits_photo,
    "sightings": _fits_sighting,
    "lookups": _fits_lookup,
    "suggestions": _fits_suggestion,
}


def fit_rows(table: str, rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return [row for row in rows if _is_fit(_FIT[table], row)]


def _is_fit(fit: Callable[[Sequence[Any]], bool], row: Sequence[Any]) -> bool:
    try:
        return fit(row)
    except (KarutaError, ValueError, TypeError):
        return False
