"""Two families of errors: known ones, told to a person in one sentence, and bugs, which are ours.

Everything that a person can cause or mend is a `KarutaError` (its text is one clear sentence that says what, whose and
what next) or a refusal by the system. Anything else is a bug: `karuta.log` keeps its traceback, and a person is told
once that something went wrong.
"""

from __future__ import annotations

import errno
from typing import Literal, TypeGuard

from karuta.domain.sentence import Sentence

PictureCode = Literal[
    "missing",
    "empty",
    "not_a_picture",
    "truncated",
    "too_large",
    "too_long",
    "too_slow",
    "unsupported",
    "no_permission",
    "internal",
]


class KarutaError(Exception):
    """A known error, as one sentence for a person. The command ends with exit code 1.

    `KarutaError("There is no {noun} at {path}.", noun=..., path=...)`: the text is English here, and the window has the
    template in its own language.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.sentence = Sentence(template, **values)
        super().__init__(self.sentence)


_WENT_WRONG = Sentence("Something in Karuta went wrong.")


class Bug(KarutaError):  # noqa: N818 - the other family, as whoever asked hears of it
    """A bug. The log has its traceback; whoever asked learns only that something went wrong."""

    def __init__(self) -> None:
        super().__init__(_WENT_WRONG)


class PictureError(KarutaError):
    """A file that cannot be shown or looked up. `code` is one of the codes of `lookup` (help, *Commands and files*)."""

    def __init__(self, code: PictureCode, template: str, **values: object) -> None:
        super().__init__(template, **values)
        self.code: PictureCode = code
        self.message = self.sentence

    @property
    def reason(self) -> str:
        """The sentence without the photo's name at its start, for use after that name and a colon."""
        name = self.sentence.values.get("name", "")
        return self.sentence.removeprefix(f"{name} is ").removeprefix(f"{name} ")


class LibraryError(KarutaError):
    """The library is missing, older, newer, damaged or in use. The sentence says what mends it."""


class LibraryReadOnly(LibraryError):  # noqa: N818 - the condition is the point
    """A library that is not to be written now is whole: it is read, and whatever would write says so.

    `reason`: why, in a few words.
    """

    def __init__(self, template: str, *, reason: str, **values: object) -> None:
        super().__init__(template, reason=reason, **values)
        self.reason = reason
        self._values = values

    def again(self) -> LibraryReadOnly:
        """The same, to be raised once more: an error grows with each time."""
        return LibraryReadOnly(self.sentence.template, reason=self.reason, **self._values)


_REPLACED = Sentence(
    "The {noun} at {path} was moved or replaced while it was open; nothing was saved. Open the library again."
)


class LibraryReplaced(LibraryError):  # noqa: N818 - the condition is the point
    """A file is no longer the one that was opened. Whoever holds it cannot go on; opening it again helps."""

    def __init__(self, noun: str, path: object) -> None:
        super().__init__(_REPLACED, noun=noun, path=path)


_DAMAGED_ROW = Sentence("A row of the label file is not as it was written; `karuta doctor` says which.")


class DamagedRow(LibraryError):  # noqa: N818 - the condition is the point
    """A row of the label file holds what Karuta never writes: the disk changed it."""

    def __init__(self) -> None:
        super().__init__(_DAMAGED_ROW)


class NotKept(LibraryError):  # noqa: N818 - the condition is the point
    """An event was written into the label file and is not in it."""

    def __init__(self, path: object) -> None:
        super().__init__(_NOT_KEPT, path=path)


_NOT_KEPT = Sentence(
    "Nothing was saved: the label file at {path} did not keep what was written into it; `karuta doctor` says why."
)


class CatalogueError(KarutaError):
    """A catalogue folder, a pack or a card id that cannot be used as given."""


_INSTALL = Sentence("install Karuta again")
_FAULT_AND_MEND = Sentence("{fault}; {mend}.")


class ModelError(KarutaError):
    """A model that is missing, altered or not made for this program.

    The sentence says what is wrong and what mends it.
    """

    def __init__(self, fault: str, mend: str = _INSTALL, **values: object) -> None:
        self.fault = Sentence(fault, **values)
        self.mend = Sentence(mend)
        super().__init__(_FAULT_AND_MEND, fault=self.fault, mend=self.mend)


class IndexDamaged(KarutaError):  # noqa: N818 - the condition, not the class of error, is the point
    """The index on the disk cannot be trusted. The exact search is used instead; `karuta index rebuild` mends it."""


class Cancelled(KarutaError):  # noqa: N818 - reads as what happened
    """The person asked to stop; nothing is lost."""


Known = KarutaError | OSError
"""Errors that a person can cause or mend: our sentence, or the system's refusal."""

# The system says these only because of a mistake in the program.
_MISTAKES = frozenset({errno.EBADF, errno.EFAULT})


def is_known(error: BaseException) -> TypeGuard[Known]:
    """Whether the error is a known one. Everything else is a bug.

    Refusals by the system have a number; an `OSError` without one comes from a library that failed.
    """
    if isinstance(error, OSError):
        return error.errno is not None and error.errno not in _MISTAKES
    return isinstance(error, KarutaError)


FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
"""Errors of the system where a disk, or a person's share of it, is full."""
DISK_FULL = Sentence("The disk with {path} is full; free some space and try again. Nothing was lost.")
_FULL = Sentence("The disk is full; free some space and try again. Nothing was lost.")

# The most common refusals of a disk; `strerror` knows English alone.
_REASONS = {
    errno.ENOSPC: Sentence("No space left on device"),
    errno.EACCES: Sentence("Permission denied"),
    errno.EPERM: Sentence("Operation not permitted"),
    errno.EROFS: Sentence("Read-only file system"),
    errno.ENOENT: Sentence("No such file or directory"),
    errno.EIO: Sentence("Input/output error"),
}


class IrregularFile(OSError):  # noqa: N818 - what it is; whoever opened it says whose
    """A device, a pipe or the like where a file is wanted: reading it may never end."""

    def __init__(self, path: object) -> None:
        super().__init__(errno.EINVAL, Sentence("it is a device or a pipe, not a file"), str(path))


def reason_of(error: OSError) -> str:
    """Why the system refused, without its number."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def why(error: BaseException) -> Sentence:
    """An error as one sentence; of a bug only that there was one."""
    if not is_known(error):
        return _WENT_WRONG
    return error.sentence if isinstance(error, KarutaError) else refused_by_system(error)


def not_written(path: object, error: OSError) -> LibraryError:
    """The error for a file of the library that could not be written."""
    if error.errno in FULL:
        return LibraryError(DISK_FULL.template, path=path)
    return LibraryError(
        "{path} could not be written ({reason}); fix that and try again. Nothing was lost.",
        path=path,
        reason=reason_of(error),
    )


def refused_by_system(error: OSError) -> Sentence:
    """The operating system's error as one sentence."""
    if error.errno in FULL:
        return Sentence(DISK_FULL.template, path=error.filename) if error.filename else _FULL
    reason = reason_of(error)
    return Sentence(
        "{reason}{place}. Nothing was lost; fix that and run the command again.",
        reason=reason if isinstance(reason, Sentence) else reason.rstrip("."),
        place=f" ({error.filename})" if error.filename else "",
    )
