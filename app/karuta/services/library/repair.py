"""`karuta doctor --repair`: rebuilds whatever can be rebuilt, and reports what it did and what it could not.

Nothing is lost: a damaged file is moved into the library's folder `damaged` when a sound one replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace

from karuta.domain.errors import KarutaError, LibraryError, refused_by_system
from karuta.services.library.doctor import CHECKS, look, told_once
from karuta.services.library.keeping.kept import KEPT, Kept
from karuta.services.library.keeping.rounds import REPAIR, Finding, Patient
from karuta.store.damaged import thin_out_damaged
from karuta.store.lock import without_window, writer


def repair(patient: Patient) -> list[Finding]:
    """The findings afterwards, with what was done about each. Every file is read.

    Each kind is checked after those that it depends on were mended. Raises `LibraryError` if another process is
    changing the library.
    """
    folder = patient.folder
    is_there = folder.root.is_dir()
    rows = {kept.name: kept for kept in KEPT}
    findings: list[Finding] = []
    with writer(folder.root / "catalogue.lock", "karuta doctor --repair") if is_there else nullcontext():
        for name, check in CHECKS.items():
            found = look(patient, name, check)
            kept = rows.get(name)
            # What only is not kept yet is no fault, and made as well.
            is_wanted = any(not one.ok or one.advice == REPAIR for one in found)
            if is_there and kept is not None and kept.mend is not None and is_wanted:
                done = _mended(patient, kept)
                found = _with(look(patient, name, check), done, name)
            findings.extend(told_once(found, findings))
        if is_there:
            thin_out_damaged(folder)
    # A catalogue that could not be read was put aside: now there is none.
    return [*told_once([one for one in look(patient, "library", CHECKS["library"]) if not one.ok], findings), *findings]


def _mended(patient: Patient, kept: Kept) -> tuple[str, ...]:
    """What was done, up to any error."""
    assert kept.mend is not None
    done: list[str] = []
    try:
        with _window_shut(patient, kept):
            # One by one, so that what was done before an error is still reported.
            done.extend(kept.mend(patient))
    except KarutaError as error:
        done.append(error.sentence)
    except OSError as error:
        done.append(refused_by_system(error))
    return tuple(done)


@contextmanager
def _window_shut(patient: Patient, kept: Kept) -> Iterator[None]:
    """For files that an open window holds: none is open, and none opens meanwhile. Raises `LibraryError`."""
    with ExitStack() as held:
        if kept.held:
            try:
                held.enter_context(without_window(patient.folder.window_lock))
            except LibraryError as error:
                raise LibraryError(
                    "A window has the library open and is using this; close it and run `karuta doctor --repair` again."
                ) from error
        yield


def _with(found: list[Finding], done: tuple[str, ...], name: str) -> list[Finding]:
    """What was done is shown with what is still wrong, else with the kind's first finding."""
    if not done:
        return found
    if not found:
        return [Finding(name, ok=True, message="mended", done=done)]
    place = next((at for at, one in enumerate(found) if not one.ok), 0)
    return [replace(one, done=done) if at == place else one for at, one in enumerate(found)]
