"""Counts a library's labels: kinds, annotators, agreement, progress. Changes nothing."""

from __future__ import annotations

from karuta.domain.recheck import LabelCounts
from karuta.store import label_counts
from karuta.store.label_counts import counted_further
from karuta.store.label_file import LabelFile

__all__ = ["count_labels", "counted_further"]


def count_labels(file: LabelFile) -> LabelCounts:
    """Raises `LibraryError` if the file cannot be read."""
    return label_counts.label_counts(file)
