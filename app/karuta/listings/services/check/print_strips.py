"""The place of a set code, or of an edition, in a listing's photo, small, for reports. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from karuta.domain.errors import KarutaError
from karuta.domain.label import Points
from karuta.listings.domain.check.listing import FieldVerdict, ListingFinding, ListingVerdict, SeenCard
from karuta.services.catalogue.catalogue_pictures import flat_strip
from karuta.services.evaluation.report_pictures import inline

WIDEST = 240
_MOST = 2


def strips_json(finding: ListingFinding, folder: Path, *, but: Sequence[str] = ()) -> list[str]:
    """Of a wrong printing, where it can be seen that it is: `data:` URIs, at most two.

    `folder`: of the photos; `but`: those that are shown to nobody.
    """
    if finding.verdict is not ListingVerdict.WRONG_PRINTING:
        return []
    differs = {one.field for one in finding.fields if one.verdict is FieldVerdict.DIFFERS}
    places = [(one.photo, corners) for one in finding.seen for corners in _places(one, is_edition="edition" in differs)]
    places += [(one.photo, one.code_at) for one in finding.close_ups]
    places = [(photo, corners) for photo, corners in places if photo not in but]
    return [uri for photo, corners in places[:_MOST] if (uri := _strip(folder / photo, corners)) is not None]


def _places(seen: SeenCard, *, is_edition: bool) -> Iterator[Points]:
    if seen.is_believed:
        yield from (one for one in (seen.edition_at if is_edition else None, seen.code_at) if one is not None)


def _strip(photo: Path, corners: Points) -> str | None:
    try:
        return inline(flat_strip(photo, corners), longest=WIDEST).uri
    except (KarutaError, OSError, ValueError):
        return None
