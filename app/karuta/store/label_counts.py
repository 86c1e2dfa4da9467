"""Counts labels for `labels stats`, in about a second for a million events; writes nothing."""

from __future__ import annotations

from collections import Counter

from karuta.domain.card import CardKey
from karuta.domain.label import is_truth
from karuta.domain.label_counts import LabelCounts
from karuta.store import rechecks
from karuta.store.label_file import LabelFile
from karuta.store.standing import standing_groups


def label_counts(file: LabelFile) -> LabelCounts:
    """Everything that `labels stats` reports. Raises `LibraryError`."""
    groups = standing_groups(file)
    kinds: Counter[str] = Counter()
    annotators: Counter[str] = Counter()
    for group in groups:
        kinds[group.kind.value] += group.labels
        annotators[group.annotator] += group.labels
    photos = file.one(
        """SELECT count(*), coalesce(sum(NOT removed), 0), coalesce(sum(state = 'done' AND NOT removed), 0),
        coalesce(sum(judged_twice), 0), coalesce(sum(disputed), 0) FROM queued"""
    )
    known, queued, done, judged_twice, disputed = photos or (0, 0, 0, 0, 0)
    newest = file.one("SELECT time FROM events ORDER BY id DESC LIMIT 1")
    events = file.one("SELECT count(*) FROM events")
    reviewed = rechecks.agreement(file)
    return LabelCounts(
        events=events[0] if events else 0,
        labels=sum(kinds.values()),
        truth=sum(group.labels for group in groups if is_truth(group.kind)),
        photos=known,
        photos_in_queue=queued,
        photos_done=done,
        cards=len({(group.game, group.card_id) for group in groups if group.card_id is not None}),
        by_kind=dict(sorted(kinds.items())),
        by_annotator=dict(sorted(annotators.items())),
        judged_twice=judged_twice,
        disagreements=disputed,
        last=newest[0] if newest else None,
        agreement={one.annotator: one.upheld for one in reviewed if one.is_own},
        reviewed=[one for one in reviewed if not one.is_own],
    )


def labels_of_cards(file: LabelFile) -> dict[CardKey, int]:
    """How many current labels each card has, in the catalogue or not. Raises `LibraryError`."""
    found: Counter[CardKey] = Counter()
    for group in standing_groups(file):
        if group.game is not None and group.card_id is not None:
            found[CardKey(group.game, group.card_id)] += group.labels
    return dict(found)
