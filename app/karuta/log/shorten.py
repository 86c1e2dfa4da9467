"""Removes whatever could identify somebody from what is written down: folders, files, names, their texts.

What stays is the program's own: its lines of code, the names in them, numbers, and what Python and the system say in
English. Anything uncertain is removed.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import getpass
import linecache
import os
import platform
import re
import sysconfig
import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from types import CodeType, TracebackType

from karuta.domain.errors import KarutaError
from karuta.domain.sentence import Sentence, filled

GONE = "…"
_MOST_LETTERS = 2_000
_MOST_ERRORS = 8
_FIRST_FRAMES, _LAST_FRAMES = 15, 35
_PACKAGES = ("site-packages", "dist-packages")
_OURS = Path(__file__).resolve().parents[1]
_PYTHON = sysconfig.get_paths()["stdlib"]

# Names of Python itself that occur in its messages.
_PYTHONS_WORDS = frozenset(dir(builtins)) | {"NoneType", "function", "method", "module", "generator", "coroutine"}
_IDENTIFIER = re.compile(r"[A-Za-z_]\w*", re.ASCII)

_QUOTED = re.compile(r"(?<![A-Za-z0-9])([bBrRuU]?)(['\"`])(?:(.*?)(?<!\\)\2(?![A-Za-z0-9])|.*$)", re.DOTALL)
_ABSOLUTE = re.compile(r"(?<![\w.])(?:[A-Za-z]:[\\/]|\\\\|(?:file|https?|qrc):|~?/(?=\S))[^\n]*")
_RELATIVE = re.compile(r"[^\s…]*(?<!\bI)[\\/][^\s…]+")
# File endings that people have, and our own: an ending identifies nobody.
_PEOPLES_ENDINGS = "jpeg|jpg|jfif|png|webp|heic|heif|avif|tiff|tif|bmp|gif|dng|mp4|mov|pdf|csv|tsv|txt|xlsx|xls|zip"
_OUR_ENDINGS = "db|json|jsonl|onnx|npy|ann|lock|log|md|py|pyd|so|dll|ts|qm|svg"
_ENDING = re.compile(rf"\.({_PEOPLES_ENDINGS}|{_OUR_ENDINGS})\b", re.IGNORECASE)
_FILE = re.compile(rf"[^\n:;,(){GONE}]+\.({_PEOPLES_ENDINGS})\b", re.IGNORECASE)
_MAIL = re.compile(r"\S+@\S+\.\w+")
_HASH = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{8,}\b")
_FOREIGN = re.compile(r"[^\x00-\x7f…]+")
_FIGURES = re.compile(r"[\d.,]+")
_GONE_TWICE = re.compile(rf"{GONE}(?:\s*{GONE})+")


@dataclass(frozen=True)
class Shortener:
    """`names`: of the user and the computer; they are removed wherever they stand."""

    names: frozenset[str] = frozenset()

    def text(self, text: str, *, words: Collection[str] = ()) -> str:
        """A message of any origin. A quoted word stays if it is one of `words` or Python's own."""

        def quoted(match: re.Match[str]) -> str:
            inside = match.group(3)
            if inside is not None and self._is_of_the_program(inside, words):
                return match.group()
            return f"{match.group(1)}'{GONE}{_suffix_of(inside or '')}'"

        text = _QUOTED.sub(quoted, text[:_MOST_LETTERS])
        text = _ABSOLUTE.sub(lambda match: GONE + _suffix_of(match.group()), text)
        text = _MAIL.sub(GONE, text)
        text = _RELATIVE.sub(lambda match: GONE + _suffix_of(match.group()), text)
        text = _FILE.sub(lambda match: f"{GONE}.{match.group(1)}", text)
        text = self.without_names(text)
        text = _HASH.sub(rf"\1{GONE}", text)
        text = _FOREIGN.sub(GONE, text)
        return _GONE_TWICE.sub(GONE, text)

    def without_names(self, text: str) -> str:
        """A text in which nothing but these names may be personal."""
        for name in self.names:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", GONE, text, flags=re.IGNORECASE)
        return text

    def sentence(self, text: str) -> str:
        """A sentence for a person: our own words stay, and of what was put into them the figures."""
        if not isinstance(text, Sentence):
            return self.text(text)
        return filled(text.template, {name: self._put_in(value) for name, value in text.values.items()})

    def _put_in(self, value: object) -> object:
        if isinstance(value, Sentence):
            return self.sentence(value)
        is_text = isinstance(value, str) and not _FIGURES.fullmatch(value)
        return f"{GONE}{_suffix_of(str(value))}" if is_text else value

    def value(self, value: object) -> object:
        """A value that goes into a line of the log."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, PurePath):
            return f"{GONE}{_suffix_of(value.name)}"
        if isinstance(value, BaseException):
            return self.error(value)
        return self.text(str(value))

    def error(self, error: BaseException) -> str:
        """An error in a line, without its traceback."""
        message = self._message(error, _words_of(error))
        return f"{_kind(error)}: {message}" if message else _kind(error)

    def traceback(self, error: BaseException) -> str:
        """An error with its traceback, and with the errors that caused it."""
        return "\n".join(self._chain(error, set()))

    def _chain(self, error: BaseException, seen: set[int]) -> Iterator[str]:
        seen.add(id(error))
        before, how = error.__cause__, "which led to"
        if before is None and not error.__suppress_context__:
            before, how = error.__context__, "and while that was dealt with"
        if before is not None and id(before) not in seen and len(seen) < _MOST_ERRORS:
            yield from self._chain(before, seen)
            yield how
        yield from _lines_of(error.__traceback__)
        yield self.error(error)
        if isinstance(error, BaseExceptionGroup):
            for exception in error.exceptions[:_MOST_ERRORS]:
                yield f"  among them {self.error(exception)}"

    def _message(self, error: BaseException, words: Collection[str]) -> str:
        if isinstance(error, KarutaError):
            return error.sentence.template
        if isinstance(error, OSError) and error.errno is not None:
            code = errno.errorcode.get(error.errno, str(error.errno))
            places = [
                f"{GONE}{_suffix_of(str(name))}" for name in (error.filename, error.filename2) if name is not None
            ]
            return " ".join([code, os.strerror(error.errno), *places])
        if isinstance(error, SyntaxError):
            return self.text(error.msg or "", words=words)
        if isinstance(error, BaseExceptionGroup):
            return self.text(error.message, words=words)
        try:
            return self.text(str(error), words=words)
        except Exception:  # an error that cannot describe itself must not hide where it came from
            return "(it could not be written down)"

    def _is_of_the_program(self, text: str, words: Collection[str]) -> bool:
        is_word = _IDENTIFIER.fullmatch(text) is not None and (text in words or text in _PYTHONS_WORDS)
        return is_word and text.casefold() not in {name.casefold() for name in self.names}


def names_here(*others: str) -> frozenset[str]:
    """The names of the user and the computer, as the system has them, and `others`."""
    names = {*others, Path.home().name, platform.node(), platform.node().partition(".")[0]}
    with contextlib.suppress(KeyError, OSError, ImportError):  # the system does not know the user
        names.add(getpass.getuser())
    return frozenset(name for name in names if len(name) > 1)


def place_of_code(path: str) -> str:
    """A file of code, without the folder in which it is installed."""
    if path.startswith("<"):
        return path
    given = Path(path)
    for part in _PACKAGES:
        if part in given.parts:
            return "/".join(given.parts[given.parts.index(part) + 1 :])
    if given.is_relative_to(_OURS):
        return given.relative_to(_OURS.parent).as_posix()
    if given.is_relative_to(_PYTHON):
        return f"python/{given.relative_to(_PYTHON).as_posix()}"
    if not given.is_absolute() and given.parts[:1] == ("karuta",):
        return given.as_posix()  # a frozen program's
    return f"{GONE}{given.suffix}"


def _kind(error: BaseException) -> str:
    kind = type(error)
    return (
        kind.__qualname__ if kind.__module__ in ("builtins", "__main__") else f"{kind.__module__}.{kind.__qualname__}"
    )


def _lines_of(trace: TracebackType | None) -> Iterator[str]:
    frames = list(traceback.walk_tb(trace))
    for at, (frame, line) in enumerate(frames):
        if _FIRST_FRAMES <= at < len(frames) - _LAST_FRAMES:
            if at == _FIRST_FRAMES:
                yield f"  ({len(frames) - _FIRST_FRAMES - _LAST_FRAMES} more)"
            continue
        code = frame.f_code
        place = place_of_code(code.co_filename)
        yield f"  {place}:{line} in {code.co_qualname}"
        source = linecache.getline(code.co_filename, line, frame.f_globals).strip()
        if source and not place.startswith((GONE, "<")):
            yield f"    {source}"


def _words_of(error: BaseException) -> frozenset[str]:
    """Names in the code that an error came through, and in its own message."""
    words: set[str] = set()
    for frame, _ in list(traceback.walk_tb(error.__traceback__))[-_LAST_FRAMES:]:
        if not place_of_code(frame.f_code.co_filename).startswith(GONE):
            words |= _words_in(frame.f_code)
    if isinstance(error, AttributeError | NameError | ImportError):
        words.add(error.name or "")
    if isinstance(error, AttributeError):
        words.add(type(error.obj).__name__)
    return frozenset(words)


def _words_in(code: CodeType) -> set[str]:
    constants = {const for const in code.co_consts if isinstance(const, str)}
    return {*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars, *constants}


def _suffix_of(name: str) -> str:
    endings = _ENDING.findall(name)
    return f".{endings[-1].casefold()}" if endings else ""
