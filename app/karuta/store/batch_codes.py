"""Reads from labels.db which codes the newest labels of a batch have. Writes nothing."""

from __future__ import annotations

from karuta.store.label_file import LabelFile

# Among so many of the newest events: it is asked before each photo is shown.
_NEWEST = 300
# What is read as no printing of the card says nothing of it.
_READ = """CASE WHEN json_valid(print_read) AND json_extract(print_read, '$.verdict') = 'read'
    THEN json_extract(print_read, '$.read.set_code') END"""
_CODES = f"""SELECT coalesce(printing, {_READ}) AS code FROM true_labels
    WHERE kind = 'confirm' AND code IS NOT NULL AND photo_sha256 <> ? AND id IN (
        SELECT id FROM (SELECT id, batch, printing, print_read FROM events ORDER BY id DESC LIMIT {_NEWEST})
        WHERE batch = ? AND (printing IS NOT NULL OR print_read IS NOT NULL))"""


def codes_of_batch(file: LabelFile, batch: str, *, besides: str) -> list[str]:
    """The code that each of the batch's newest confirmed cards has: as a person said it, else as it was read.

    `besides`: the hash of a photo that does not speak for itself.
    """
    return [str(code).upper() for (code,) in file.rows(_CODES, [besides, batch])]
