"""The two families of errors: the world's, told to a person in one sentence, and ours, which are bugs.

Everything that a person can cause or mend is a `KarutaError`: its text is one clear sentence that says
what, whose and what next. Anything else that escapes is a bug and keeps its traceback in the log.
"""

from __future__ import annotations

from typing import Literal

PictureCode = Literal[
    "missing",
    "empty",
    "not_a_picture",
    "truncated",
    "too_large",
    "unsupported",
    "no_permission",
    "internal",
]


class KarutaError(Exception):
    """The world's: one sentence for a person; the command ends with exit code 1."""


class PictureError(KarutaError):
    """A file that cannot be shown or looked up. `code` is one of the contract's codes."""

    def __init__(self, code: PictureCode, message: str) -> None:
        super().__init__(message)
        self.code: PictureCode = code
        self.message = message


class LibraryError(KarutaError):
    """The library is missing, older, newer, damaged or in use; the sentence names what mends it."""


class CatalogueError(KarutaError):
    """A catalogue folder, a pack or a card id that cannot be used as given."""


class ModelError(KarutaError):
    """A model that is missing, altered or does not fit this program: the fault, and what mends it."""

    def __init__(self, fault: str, mend: str = "install Karuta again") -> None:
        super().__init__(f"{fault}; {mend}.")
        self.fault = fault


class IndexDamaged(KarutaError):  # noqa: N818 - the condition, not the class of error, is the point
    """The index on disk cannot be trusted; exact search answers instead, `karuta index rebuild` mends it."""


class Cancelled(KarutaError):  # noqa: N818 - reads as what happened
    """The person asked for it; nothing is lost."""
