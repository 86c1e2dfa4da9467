"""Says what is wrong with an installation and a library, and the one thing to do about each; mends nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from karuta.domain.counted import counted
from karuta.domain.errors import IndexDamaged, KarutaError
from karuta.engine.index import annoy_available, open_index
from karuta.engine.model import Model, load_model
from karuta.log.recent import summary
from karuta.paths import LibraryFolder
from karuta.services.backups.check_backups import check_backups
from karuta.services.catalogue.index_place import index_folder
from karuta.services.labels.check_labels import check_labels
from karuta.services.library.kept_files import damaged_files, damaged_settings
from karuta.services.library.open_library import library_model, shipped_model_folder
from karuta.services.models.list_models import list_models
from karuta.store.cards import Catalogue
from karuta.store.catalogue_schema import SCHEMA

LEAST_FREE_BYTES = 200_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `ok`: nothing to do. `advice`: the one thing to do, or None. `rows`: each one at fault."""

    check: str
    ok: bool
    message: str
    advice: str | None = None
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Patient:
    folder: LibraryFolder
    resources: Path
    settings: Path | None = None
    log_folder: Path | None = None
    second: Path | None = None


Check = Callable[[Patient], Iterator[Finding]]


def examine(
    folder: LibraryFolder,
    resources: Path,
    *,
    settings: Path | None = None,
    log_folder: Path | None = None,
    second: Path | None = None,
) -> list[Finding]:
    """Every check of `CHECKS`, in order; a check that cannot run says so and the others still do.

    `settings`: the file with them, and `log_folder` that of the log, where they are looked at too. `second`: where
    backups lie on another disk.
    """
    patient = Patient(folder, resources, settings, log_folder, second)
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            findings.extend(check(patient))
        except KarutaError as error:
            findings.append(Finding(name, ok=False, message=str(error), advice=_advice_in(str(error))))
        except OSError as error:
            reason = f"{error.strerror or error} ({error.filename})"
            findings.append(Finding(name, ok=False, message=reason, advice="mend that, then run `karuta doctor` again"))
    return findings


def _advice_in(sentence: str) -> str | None:
    """Our sentences end with what to do, after the last semicolon."""
    head, found, tail = sentence.rstrip(".").rpartition("; ")
    return tail if found and head else None


def _shipped_model(patient: Patient) -> Iterator[Finding]:
    model = load_model(shipped_model_folder(patient.resources))
    yield Finding("shipped model", ok=True, message=f"{model.title} is whole and gives its golden vectors")


def _annoy(patient: Patient) -> Iterator[Finding]:
    del patient
    if annoy_available():
        yield Finding("annoy", ok=True, message="the index module is installed")
    else:
        yield Finding("annoy", ok=True, message="not available here; exact search answers instead")


def _library(patient: Patient) -> Iterator[Finding]:
    root = patient.folder.root
    if not patient.folder.catalogue_db.is_file():
        yield Finding(
            "library",
            ok=False,
            message=f"there is no library at {root}",
            advice="run `karuta catalogue add FOLDER`, or `karuta demo` to try the bundled one",
        )
        return
    yield Finding("library", ok=True, message=f"at {root}")
    free = shutil.disk_usage(root).free
    enough = free >= LEAST_FREE_BYTES
    yield Finding(
        "disk",
        ok=enough,
        message=f"{free / 1e9:.1f} GB free",
        advice=None if enough else "free some space on this disk",
    )


def _catalogue(patient: Patient) -> Iterator[Finding]:
    if not patient.folder.catalogue_db.is_file():
        return
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        complaint = catalogue.quick_check()
        view = catalogue.view()
    if complaint:
        yield Finding(
            "catalogue",
            ok=False,
            message=f"damaged: {complaint}",
            advice=SCHEMA.restored,
        )
        return
    pictures = f"{counted(len(view.artworks), 'artwork')} of {counted(view.card_count, 'card')}"
    yield Finding("catalogue", ok=bool(view.artworks), message=pictures, advice=None if view.artworks else _ADD)


_ADD = "run `karuta catalogue add FOLDER`"


def _library_model(patient: Patient) -> Iterator[Finding]:
    if not patient.folder.catalogue_db.is_file():
        return
    model = library_model(patient.folder)
    yield Finding("model", ok=True, message=f"{model.title} is whole and gives its golden vectors")
    for offered in list_models(patient.folder, patient.resources):
        if offered.shipped:
            yield Finding(
                "newer model",
                ok=True,
                message=f"this release ships {offered.title}; the library keeps answering with {model.title}",
                advice=f"`karuta model promote {offered.name}` changes to it if it is no worse here",
            )
        elif offered.fault is not None:
            yield Finding(
                "models",
                ok=False,
                message=offered.fault,
                advice=f"delete the folder {offered.folder} or put a sound copy in its place; it answers nothing",
            )


def _index(patient: Patient) -> Iterator[Finding]:
    if not patient.folder.catalogue_db.is_file():
        return
    model: Model = library_model(patient.folder)
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        live = sorted(catalogue.view().by_picture)
        lacking = catalogue.missing_vectors(live, model.hash)
    rebuild = "run `karuta index rebuild`"
    place = index_folder(patient.folder, model.hash)
    try:
        _, stock, manifest = open_index(place, model_hash=model.hash, dimension=model.embedder.dimension)
    except IndexDamaged as error:
        message = f"{error}; exact search answers meanwhile"
        yield Finding("index", ok=not annoy_available(), message=message, advice=rebuild)
        return
    behind = len(set(live) - set(stock.pictures))
    yield Finding(
        "index",
        ok=not behind,
        message=f"{manifest.name}@{manifest.index_hash[:12]} holds {counted(len(stock), 'artwork')}, {behind} behind",
        advice=rebuild if behind else None,
    )
    if lacking:
        yield Finding("vectors", ok=False, message=f"no vector for {counted(len(lacking), 'artwork')}", advice=rebuild)


def _artworks(patient: Patient) -> Iterator[Finding]:
    if not patient.folder.catalogue_db.is_file():
        return
    with Catalogue.open_reading(patient.folder.catalogue_db) as catalogue:
        files = [patient.folder.artwork_file(p, catalogue.suffix_of(p)) for p in sorted(catalogue.view().by_picture)]
    gone = sum(not path.is_file() for path in files)
    yield Finding(
        "artworks",
        ok=not gone,
        message=f"{len(files) - gone} of {len(files)} picture files are there",
        advice="add their catalogue folder again" if gone else None,
    )


def _labels(patient: Patient) -> Iterator[Finding]:
    for found in check_labels(patient.folder):
        yield Finding(found.check, ok=found.ok, message=found.message, advice=found.advice, rows=found.rows)


def _small_files(patient: Patient) -> Iterator[Finding]:
    """Without which everything goes on."""
    found = damaged_files(patient.folder)
    if patient.settings is not None and (settings := damaged_settings(patient.settings)) is not None:
        found.append(settings)
    for one in found:
        advice = f"open the window, which puts {one.path.name} aside, or delete it"
        yield Finding(one.path.stem, ok=False, message=str(one.sentence).rstrip("."), advice=advice)


def _backups(patient: Patient) -> Iterator[Finding]:
    for found in check_backups(patient.folder, patient.second):
        yield Finding(found.check, ok=found.ok, message=found.message, advice=found.advice)


def _log(patient: Patient) -> Iterator[Finding]:
    """A bug that was is no fault that is: it is told, and nothing is to be done about it here."""
    if patient.log_folder is None:
        return
    found = summary(patient.log_folder)
    if found.last is None:
        yield Finding("log", ok=True, message=f"no bug was ever noted; one would be, in {found.file}")
    elif not found.recent:
        yield Finding("log", ok=True, message=f"no bug in the last seven days; {found.file} holds older ones")
    else:
        last = found.last.isoformat(sep=" ", timespec="minutes")
        message = f"{counted(found.recent, 'bug')} in the last seven days, the last at {last}; {found.file} has reports"
        yield Finding("log", ok=True, message=message, advice="give that file to whoever looks after Karuta for you")


CHECKS: dict[str, Check] = {
    "shipped model": _shipped_model,
    "annoy": _annoy,
    "library": _library,
    "catalogue": _catalogue,
    "model": _library_model,
    "index": _index,
    "artworks": _artworks,
    "labels": _labels,
    "backups": _backups,
    "small files": _small_files,
    "log": _log,
}
