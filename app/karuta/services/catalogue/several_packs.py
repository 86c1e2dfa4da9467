"""One report for a source that was several packs. Adds nothing itself."""

from __future__ import annotations

from collections.abc import Sequence

from karuta.services.catalogue.add_pack import AddReport, Tally, Unpaired


def together(reports: Sequence[AddReport], *, name: str) -> AddReport:
    """`name`: what the packs are called together. For one pack, its own report."""
    if len(reports) == 1:
        return reports[0]
    return AddReport(
        pack=name,
        cards=_sum([one.cards for one in reports]),
        artworks=_sum([one.artworks for one in reports]),
        skipped=tuple(row for one in reports for row in one.skipped),
        seconds=round(sum(one.seconds for one in reports), 3),
        mended=sum(one.mended for one in reports),
        format=reports[0].format,
        joined=sum(one.joined for one in reports),
        unpaired=Unpaired(
            pictures=sum(one.unpaired.pictures for one in reports), cards=sum(one.unpaired.cards for one in reports)
        ),
        backs=_sum([one.backs for one in reports]),
        packs=tuple(one.pack for one in reports),
    )


def _sum(tallies: Sequence[Tally]) -> Tally:
    return Tally(
        added=sum(one.added for one in tallies),
        changed=sum(one.changed for one in tallies),
        same=sum(one.same for one in tallies),
    )
