"""Says what is wrong with an installation and a library, and the one thing to do about each. Mends nothing.

Nothing is lost: a damaged file is moved into the library's folder `damaged` when a sound one replaces it.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace

from karuta.domain.errors import KarutaError, LibraryError, ModelError, reason_of, refused_by_system
from karuta.domain.sentence import Sentence, commas, counted
from karuta.engine.index import annoy_available, can_run_annoy
from karuta.engine.int8_networks import CHOSEN, GAIN, gains, probed
from karuta.engine.model import load_model
from karuta.engine.name_reader import find_network, load_name_reader
from karuta.log.log import summary
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import why_read_only
from karuta.services.catalogue.beside_catalogue import add_again
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.library.keeping.kept import KEPT, Kept
from karuta.services.library.keeping.rounds import REPAIR, Check, fine, wrong
from karuta.services.library.keeping.rounds import Finding as Finding
from karuta.services.library.keeping.rounds import Patient as Patient
from karuta.services.library.move_library import end_broken_move
from karuta.services.library.open_library import INT8_FOLDER, shipped_model_folder
from karuta.store import labels_schema
from karuta.store.cards import Catalogue
from karuta.store.damaged import thin_out_damaged
from karuta.store.database import is_older
from karuta.store.lock import without_window, writer
from karuta.store.move_marks import refuse_while_moved
from karuta.system_libraries import has_display, how_to_get, missing_for_window

log = logging.getLogger(__name__)

LEAST_FREE_BYTES = 200_000_000


def examine(patient: Patient) -> list[Finding]:
    """Every check of `CHECKS`, in order. A check that fails says so, and the others still run."""
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        findings.extend(told_once(look(patient, name, check), findings))
    patient.rounds.remember()
    return findings


def look(patient: Patient, name: str, check: Check) -> list[Finding]:
    """The result of a check, or why it could not run."""
    try:
        return list(check(patient))
    except ModelError as error:
        # Worded as in the check of the models, so that it appears only once.
        return [wrong(name, error.fault, error.mend)]
    except KarutaError as error:
        return [wrong(name, error.sentence, _advice_in(str(error)))]
    except OSError as error:
        reason = Sentence("{reason} ({path})", reason=reason_of(error), path=error.filename or "")
        advice = Sentence("fix that, then run `karuta doctor` again")
        return [wrong(name, reason, advice)]
    except Exception:
        # A bug, or damage that nobody thought of: the other checks must not fail with it.
        log.exception("the check of %s did not end", name)
        message = Sentence("it could not be checked to the end, because something in Karuta went wrong")
        advice = Sentence("repair what the other checks say, then check again")
        return [wrong(name, message, advice)]


def told_once(new: list[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Without findings that repeat another: several checks depend on one damaged model."""
    said = {finding.message for finding in before if not finding.ok}
    return [finding for finding in new if finding.ok or finding.message not in said]


def _advice_in(sentence: str) -> str | None:
    """Our sentences end with what to do, after the last semicolon."""
    head, found, tail = sentence.rstrip(".").rpartition("; ")
    return tail if found and head else None


def _shipped_model(patient: Patient) -> Iterator[Finding]:
    model = load_model(shipped_model_folder(patient.resources))
    yield fine("shipped model", f"{model.title} is whole and gives its golden vectors")


def _networks(patient: Patient) -> Iterator[Finding]:
    """Say which form of the networks finds cards here, and why."""
    folder = patient.resources / INT8_FOLDER
    is_quick, share = gains(folder), probed(folder)
    form = "cards are found by the eight-bit networks" if is_quick else "cards are found by the exact networks"
    if share is None:
        yield fine("networks", f"{form}: the eight-bit ones cannot be tried here")
        return
    why = f"here the eight-bit ones take {share:.2f} of the exact ones' time, and have to take less than {GAIN}"
    asked = "" if is_quick == (share < GAIN) else f"; {CHOSEN} or an earlier try says so"
    yield fine("networks", f"{form}: {why}{asked}")


def _window(patient: Patient) -> Iterator[Finding]:
    """A machine without a display needs no window."""
    del patient
    if missing := missing_for_window():
        text = Sentence("it needs {libraries}, which this system lacks", libraries=commas(missing))
        advice = Sentence("{packages} brings that", packages=how_to_get(missing))
        yield Finding("window", ok=not has_display(), message=text, advice=advice)


def _annoy(patient: Patient) -> Iterator[Finding]:
    del patient
    if annoy_available():
        yield fine("annoy", "the index module is installed")
    elif not can_run_annoy():
        message = "this processor has no AVX, which the index module needs; exact search answers instead"
        yield fine("annoy", message)
    else:
        yield fine("annoy", "not available here; exact search answers instead")


def _name_reader(patient: Patient) -> Iterator[Finding]:
    del patient
    network = find_network()
    if network is None:
        yield fine("name reader", "not installed (extra `ocr`); names on cards are not read")
        return
    load_name_reader(network)
    yield fine("name reader", "names are read where a picture is not sure")


def _library(patient: Patient) -> Iterator[Finding]:
    root = patient.folder.root
    refuse_while_moved(root)
    if not patient.folder.catalogue_db.is_file():
        if not root.is_dir() or not any(root.iterdir()):
            text = "none yet at {place}; `karuta catalogue add FOLDER` makes one, `karuta demo` shows one that is ready"
            yield fine("library", Sentence(text, place=root))
            return
        lost = add_again(patient.folder)
        message = f"there is no library at {root}" if lost is None else Sentence("its catalogue.db is gone")
        advice = lost or "run `karuta catalogue add FOLDER`, or `karuta demo` to try the bundled one"
        yield wrong("library", message, advice)
        return
    yield fine("library", f"at {root}")
    if (read_only := why_read_only(patient.folder)) is not None:
        yield fine("library", Sentence("it cannot be written ({reason}) and is read", reason=read_only.reason))
    free = shutil.disk_usage(root).free
    said = Sentence("{size} GB free", size=f"{free / 1e9:.1f}")
    is_enough = free >= LEAST_FREE_BYTES
    yield fine("disk", said) if is_enough else wrong("disk", said, Sentence("free some space on this disk"))


def _log(patient: Patient) -> Iterator[Finding]:
    """A past bug is no present fault: it is reported, with nothing to do about it here."""
    if patient.log_folder is None:
        return
    found = summary(patient.log_folder)
    if found.last is None:
        yield fine("log", f"no bug was ever noted; one would be, in {found.file}")
    elif not found.recent:
        yield fine("log", f"no bug in the last seven days; {found.file} holds older ones")
    else:
        last = found.last.isoformat(sep=" ", timespec="minutes")
        message = f"{counted(found.recent, 'bug')} in the last seven days, the last at {last}; {found.file} has reports"
        yield fine("log", message, "give that file to whoever looks after Karuta for you")


CHECKS: dict[str, Check] = {
    "shipped model": _shipped_model,
    "networks": _networks,
    "window": _window,
    "annoy": _annoy,
    "name reader": _name_reader,
    "library": _library,
    **{kept.name: kept.checked_in for kept in KEPT if kept.check is not None},
    "log": _log,
}


def repair(patient: Patient) -> list[Finding]:
    """The findings afterwards, with what was done about each. Every file is read.

    Each kind is checked after those that it depends on were mended. Raises `LibraryError` if another process is
    changing the library.
    """
    folder = patient.folder
    moved = _ended_move(folder)
    is_there = folder.root.is_dir()
    rows = {kept.name: kept for kept in KEPT}
    findings: list[Finding] = []
    with writer(folder.root / "catalogue.lock", "karuta doctor --repair") if is_there else nullcontext():
        _bring_up_to_date(folder)
        for name, check in CHECKS.items():
            found = look(patient, name, check)
            kept = rows.get(name)
            # What only is not kept yet is no fault, and made as well.
            is_wanted = any(not finding.ok or finding.advice == REPAIR for finding in found)
            if is_there and kept is not None and kept.mend is not None and is_wanted:
                done = _mended(patient, kept)
                found = _with(look(patient, name, check), done, name)
            if name == "library":
                found = _with(found, moved, name)
            findings.extend(told_once(found, findings))
        if is_there:
            thin_out_damaged(folder)
    # A catalogue that could not be read was put aside: now there is none.
    return [
        *told_once([finding for finding in look(patient, "library", CHECKS["library"]) if not finding.ok], findings),
        *findings,
    ]


def _ended_move(folder: LibraryFolder) -> tuple[str, ...]:
    """What was done about a move that was broken off, or why it could not be ended."""
    try:
        done = end_broken_move(folder)
    except KarutaError as error:
        done = error.sentence
    except OSError as error:
        done = refused_by_system(error)
    return () if done is None else (done,)


def _bring_up_to_date(folder: LibraryFolder) -> None:
    """Migrate files of an older Karuta, each after a backup. What cannot be is named by the check of that file."""
    with suppress(LibraryError):
        if Catalogue.is_older(folder.catalogue_db):
            Catalogue.open_writing(folder.catalogue_db).close()
    with suppress(LibraryError):
        if is_older(folder.labels_db, labels_schema.SCHEMA):
            labels_for_writing(folder, make=False).close()


def _mended(patient: Patient, kept: Kept) -> tuple[str, ...]:
    """The repairs that were done, up to any error."""
    done: list[str] = []
    # What an open window holds: none is open, and none opens meanwhile.
    is_held = kept.held and not (kept.let_go and patient.has_window)
    try:
        with without_window(patient.folder.window_lock) if is_held else nullcontext():
            # One by one, so that what was done before an error is still reported.
            done.extend(kept.mended_in(patient))
    except KarutaError as error:
        done.append(error.sentence)
    except OSError as error:
        done.append(refused_by_system(error))
    return tuple(done)


def _with(found: list[Finding], done: tuple[str, ...], name: str) -> list[Finding]:
    """Show what was done with what is still wrong, else with the kind's first finding."""
    if not done:
        return found
    if not found:
        return [Finding(name, ok=True, message="mended", done=done)]
    place = next((at for at, one in enumerate(found) if not one.ok), 0)
    return [replace(one, done=done) if at == place else one for at, one in enumerate(found)]
