"""Tells a person which of the small files were damaged when a window opened. They are put aside, and all goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from karuta.domain.sentence import Sentence
from karuta.gui.kit.failures import ignored_if_known
from karuta.gui.kit.translate import words_of
from karuta.gui.library.session import Session
from karuta.services.library.kept_files import put_damaged_files_aside, put_damaged_settings_aside


def mended_settings(path: Path) -> list[Sentence]:
    """Before the settings are read. Returns what is to be said once there is a window."""
    with suppress(OSError):  # then they are read as they are, and no file is lost
        said = put_damaged_settings_aside(path)
        return [said] if said is not None else []
    return []


def tell_of_damaged_files(session: Session, earlier: list[Sentence], tell: Callable[[str], object]) -> None:
    """`earlier`: what else is to be said."""

    def known(found: list[Sentence]) -> None:
        if earlier or found:
            tell("\n".join(words_of(one) for one in (*earlier, *found)))

    session.files_lane.submit(
        lambda library, token: put_damaged_files_aside(library), done=known, failed=ignored_if_known(lambda: known([]))
    )
