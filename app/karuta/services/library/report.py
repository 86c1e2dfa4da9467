"""Packs what somebody sends to whoever looks after Karuta for them: versions, what `doctor` says and the log.

No name, path or text of a person's is in it. Changes nothing in the library.
"""

from __future__ import annotations

import json
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

from karuta.files import write_whole
from karuta.log.log import Log, report_text
from karuta.log.log_file import log_files
from karuta.log.shorten import Shortener
from karuta.services.library.describe_program import library_facts
from karuta.services.library.doctor import Finding, RepairContext, examine

VERSIONS, FINDINGS = "versions.txt", "doctor.jsonl"
"""Names in the zip; the log's files keep theirs."""


def write_report(out: Path, context: RepairContext, log: Log) -> None:
    """Write the zip to `out`, whole or not at all. Raises `OSError`."""
    shortener = log.shortener()
    # First, because what fails in it is in the log then.
    findings = [asdict(_without_names(finding, shortener)) for finding in examine(context)]
    texts = {
        VERSIONS: report_text((), library_facts(context.folder)),
        FINDINGS: "".join(f"{json.dumps(finding, ensure_ascii=False)}\n" for finding in findings),
    }
    texts |= {file.name: _logged(file, shortener) for file in log_files(log.file.path.parent) if file.is_file()}
    write_whole(out, lambda beside: _pack(beside, texts))


def _without_names(finding: Finding, shortener: Shortener) -> Finding:
    """As `karuta doctor --json` prints it, without the rows, which are photos, cards and files."""
    advice = None if finding.advice is None else shortener.sentence(finding.advice)
    return replace(finding, message=shortener.sentence(finding.message), advice=advice, rows=())


def _logged(file: Path, shortener: Shortener) -> str:
    """A file of the log, whose entries were shortened when they were written; why, where it cannot be read."""
    try:
        return shortener.without_names(file.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        return f"{shortener.error(error)}\n"


def _pack(path: Path, texts: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in texts.items():
            packed.writestr(name, text)
