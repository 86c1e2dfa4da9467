"""Exports of labels, for tests that need one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from karuta.services.exports.export_sets import ExportRequest, export
from karuta.services.exports.formats import ExportFormat
from karuta.store.label_file import LabelFile


def export_labels(file: LabelFile, out: Path, *, form: ExportFormat, **how: Any) -> int:
    """How many were written."""
    return export(file, out, ExportRequest(form), **how).labels
