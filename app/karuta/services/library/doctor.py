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
from karuta.engine.name_reader import load_name_reader
from karuta.log.log import summary
from karuta.paths import LibraryFolder
from karuta.services.backups.label_state import why_read_only
from karuta.services.catalogue.beside_catalogue import add_again
from karuta.services.labels.open_labels import labels_for_writing
from karuta.services.library.keeping.checking import REPAIR, Check, Mend, fine, wrong
from karuta.services.library.keeping.checking import Finding as Finding
from karuta.services.library.keeping.checking import RepairContext as RepairContext
from karuta.services.library.keeping.kept import KEPT
from karuta.services.library.move_library import end_broken_move
from karuta.services.library.open_library import INT8_FOLDER, shipped_model_folder
from karuta.services.lookups.read_names import shipped_name_reader
from karuta.store import labels_schema
from karuta.store.cards import Catalogue
from karuta.store.damaged import thin_out_damaged
from karuta.store.database import is_older
from karuta.store.lock import without_window, writer
from karuta.store.move_marks import refuse_while_moved
from karuta.system_libraries import (
    JAPANESE_FONT,
    has_display,
    how_to_get,
    how_to_install,
    lacks_japanese_font,
    missing_for_window,
)

log = logging.getLogger(__name__)

LEAST_FREE_BYTES = 200_000_000


def examine(context: RepairContext) -> list[Finding]:
    """Every check of `CHECKS`, in order. A check that fails says so, and the others still run."""
    findings: list[Finding] = []
    for name, check in CHECKS.items():
        findings.extend(without_repeats(look(context, name, check), findings))
    context.progress.remember()
    return findings


def look(context: RepairContext, name: str, check: Check) -> list[Finding]:
    """The result of a check, or why it could not run."""
    try:
        return list(check(context))
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


def without_repeats(new: list[Finding], before: Sequence[Finding]) -> list[Finding]:
    """Without findings that repeat another: several checks depend on one damaged model."""
    named = {finding.message for finding in before if not finding.ok}
    return [finding for finding in new if finding.ok or finding.message not in named]


def _advice_in(sentence: str) -> str | None:
    """Our sentences end with what to do, after the last semicolon."""
    head, _, tail = sentence.rstrip(".").rpartition("; ")
    return tail if head else None


def _shipped_model(context: RepairContext) -> Iterator[Finding]:
    model = load_model(shipped_model_folder(context.resources))
    yield fine("shipped model", f"{model.title} is whole and computes what it should")


def _networks(context: RepairContext) -> Iterator[Finding]:
    """Say which form of the networks finds cards here, and why."""
    folder = context.resources / INT8_FOLDER
    is_quick, share = gains(folder), probed(folder)
    form = "cards are found by the eight-bit networks" if is_quick else "cards are found by the exact networks"
    if share is None:
        yield fine("networks", f"{form}: the eight-bit ones cannot be tried here")
        return
    why = f"the eight-bit ones take {share:.0%} of the exact ones' time here, and are chosen below {GAIN:.0%}"
    if is_quick != (share < GAIN):
        why = f"{CHOSEN} or an earlier measurement chose them; measured now, {why}"
    yield fine("networks", f"{form}: {why}")


def _window(context: RepairContext) -> Iterator[Finding]:
    """A machine without a display needs no window."""
    del context
    if missing := missing_for_window():
        text = Sentence("it needs {libraries}, which this system lacks", libraries=commas(missing))
        advice = Sentence("{packages} brings that", packages=how_to_get(missing))
        yield Finding("window", ok=not has_display(), message=text, advice=advice)
    if lacks_japanese_font():
        text = Sentence("this system has no Japanese font, so Japanese names are shown as boxes")
        advice = Sentence("{packages} brings one", packages=how_to_install([JAPANESE_FONT]))
        yield Finding("fonts", ok=not has_display(), message=text, advice=advice)


def _annoy(context: RepairContext) -> Iterator[Finding]:
    del context
    if annoy_available():
        yield fine("annoy", "the index module is installed")
    elif not can_run_annoy():
        message = "this processor has no AVX, which the index module needs; exact search is used instead"
        yield fine("annoy", message)
    else:
        yield fine("annoy", "not available here; exact search is used instead")


def _name_reader(context: RepairContext) -> Iterator[Finding]:
    load_name_reader(shipped_name_reader(context.resources))
    yield fine("name reader", "names are read where a picture is not sure")


def _library(context: RepairContext) -> Iterator[Finding]:
    root = context.folder.root
    refuse_while_moved(root)
    if not context.folder.catalogue_db.is_file():
        if not root.is_dir() or not any(root.iterdir()):
            text = "none yet at {place}; `karuta catalogue add FOLDER` makes one, `karuta demo` shows one that is ready"
            yield fine("library", Sentence(text, place=root))
            return
        lost = add_again(context.folder)
        message = f"there is no library at {root}" if lost is None else Sentence("its catalogue.db is gone")
        advice = lost or "run `karuta catalogue add FOLDER`, or `karuta demo` to try the bundled one"
        yield wrong("library", message, advice)
        return
    yield fine("library", f"at {root}")
    if (read_only := why_read_only(context.folder)) is not None:
        yield fine("library", Sentence("it cannot be written ({reason}) and is read", reason=read_only.reason))
    free = shutil.disk_usage(root).free
    space = Sentence("{size} GB free", size=f"{free / 1e9:.1f}")
    is_enough = free >= LEAST_FREE_BYTES
    yield fine("disk", space) if is_enough else wrong("disk", space, Sentence("free some space on this disk"))


def _log(context: RepairContext) -> Iterator[Finding]:
    """A past bug is no present fault: it is reported, with nothing to do about it here."""
    if context.log_folder is None:
        return
    bugs = summary(context.log_folder)
    if bugs.last is None:
        yield fine("log", f"no bug was ever noted; one would be, in {bugs.file}")
    elif not bugs.recent:
        yield fine("log", f"no bug in the last seven days; {bugs.file} holds older ones")
    else:
        last = bugs.last.isoformat(sep=" ", timespec="minutes")
        message = f"{counted(bugs.recent, 'bug')} in the last seven days, the last at {last}; {bugs.file} has reports"
        yield fine("log", message, "send what `karuta report FILE` writes to whoever looks after Karuta for you")


CHECKS: dict[str, Check] = {
    "shipped model": _shipped_model,
    "networks": _networks,
    "window": _window,
    "annoy": _annoy,
    "name reader": _name_reader,
    "library": _library,
    **{kept.name: kept.checked_in for kept in KEPT},
    "log": _log,
}


def repair(context: RepairContext) -> list[Finding]:
    """The findings afterwards, with what was done about each. Every file is read.

    Each kind is checked after those that it depends on were mended. Raises `LibraryError` if another process is
    changing the library.
    """
    folder = context.folder
    moved = _ended_move(folder)
    is_there = folder.root.is_dir()
    rows = {kept.name: kept for kept in KEPT}
    findings: list[Finding] = []
    with writer(folder.root / "catalogue.lock", "karuta doctor --repair") if is_there else nullcontext():
        _bring_up_to_date(folder)
        for name, check in CHECKS.items():
            results = look(context, name, check)
            kept = rows.get(name)
            # What only is not kept yet is no fault, and made as well.
            needs_mending = any(not finding.ok or finding.advice == REPAIR for finding in results)
            if is_there and kept is not None and kept.mend is not None and needs_mending:
                is_locked = kept.locked_by_window and not (kept.reopens_after and context.has_window)
                repairs = _mended(context, kept.mend, is_locked=is_locked)
                results = _with(look(context, name, check), repairs, name)
            if name == "library":
                results = _with(results, moved, name)
            findings.extend(without_repeats(results, findings))
        if is_there:
            thin_out_damaged(folder)
    # A catalogue that could not be read was put aside: now there is none.
    return [
        *without_repeats(
            [finding for finding in look(context, "library", CHECKS["library"]) if not finding.ok], findings
        ),
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


def _mended(context: RepairContext, mend: Mend, *, is_locked: bool) -> tuple[str, ...]:
    """The repairs that were done, up to any error. `is_locked`: an open window holds it."""
    done: list[str] = []
    try:
        # None is open, and none opens meanwhile.
        with without_window(context.folder.window_lock) if is_locked else nullcontext():
            # One by one, so that what was done before an error is still reported.
            done.extend(mend(context))
    except KarutaError as error:
        done.append(error.sentence)
    except OSError as error:
        done.append(refused_by_system(error))
    return tuple(done)


def _with(findings: list[Finding], repairs: tuple[str, ...], name: str) -> list[Finding]:
    """Show what was done with what is still wrong, else with the kind's first finding; what that says already is not
    said again.
    """
    repairs = tuple(said for said in repairs if all(said != finding.message for finding in findings))
    if not repairs:
        return findings
    if not findings:
        return [Finding(name, ok=True, message="mended", done=repairs)]
    place = next((at for at, finding in enumerate(findings) if not finding.ok), 0)
    return [replace(finding, done=repairs) if at == place else finding for at, finding in enumerate(findings)]
