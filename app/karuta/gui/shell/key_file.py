"""The file of keys, which a person edits: how it is made, what it says, and which of its lines are wrong.

A line is a command and its keys. Nothing is written over a file that is there.
"""

from __future__ import annotations

import errno
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from karuta.domain.sentence import Sentence, quoted
from karuta.files import make_folder, open_regular, write_whole
from karuta.gui.kit.command_table import COMMANDS, FORMER, GROUPS
from karuta.gui.kit.commands import group_text, key_map, text_of
from karuta.gui.kit.keys import KeyMap, can_be_used, canonical
from karuta.gui.kit.translate import QT_TRANSLATE_NOOP
from karuta.settings import Keys, Settings, write_settings

FILE = "keys.txt"
"""Beside the settings."""

_MOST_BYTES = 1_000_000
_KNOWN = {command.id for command in COMMANDS} | FORMER.keys()
_HEAD = QT_TRANSLATE_NOOP(
    "KeyFile",
    "Keys of Karuta\n"
    "A line is a command, then its keys, with spaces between them. Take the # away from a line to change it.\n"
    "A line without keys takes them away. Karuta reads this file when you come back to its window.\n"
    "Keys are written like this: U Shift+E Ctrl+K F9 Space Tab Return Enter Left PgUp Del Backspace",
)


@dataclass(frozen=True)
class KeptKeys:
    """`changes`: what the file says. `wrong`: why lines of it were passed over."""

    changes: Keys
    wrong: tuple[Sentence, ...] = ()


def read_keys(path: Path) -> KeptKeys | None:
    """None if there is no file. Raises `OSError`."""
    try:
        with io.BufferedReader(open_regular(path)) as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return None
    if len(content) > _MOST_BYTES:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return keys_in(content.decode("utf-8-sig", errors="replace"))


def keys_in(text: str) -> KeptKeys:
    """What the lines say; a wrong one counts for nothing, and the others count."""
    changes: dict[str, tuple[str, ...]] = {}
    wrong: list[Sentence] = []
    lines: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        id, *words = line.split()
        keys = [canonical(_spaced(word)) for word in words]
        fault = _fault(number, [id, *words], [id, *keys], lines)
        if fault is not None:
            wrong.append(fault)
            continue
        lines |= dict.fromkeys((id, *keys), number)
        changes[id] = tuple(keys)
    return KeptKeys(changes, tuple(wrong))


def _fault(number: int, words: list[str], values: list[str], lines: dict[str, int]) -> Sentence | None:
    """`words`: the line as it was written, a command and its keys; `values`: the same in their one form."""
    if words[0] not in _KNOWN:
        return Sentence("Line {number}: there is no command “{word}”.", number=number, word=quoted(words[0]))
    met = dict(lines)
    for at, (word, value) in enumerate(zip(words, values, strict=True)):
        if at and not can_be_used(value):
            return Sentence("Line {number}: no command can have the key “{word}”.", number=number, word=quoted(word))
        if value in met:
            earlier = met[value]
            return Sentence(
                "Line {number}: “{word}” is in line {earlier} already.", number=number, word=word, earlier=earlier
            )
        met[value] = number
    return None


def key_file_text(keys: KeyMap) -> str:
    """A file of these keys: every command with its keys, in a remark where they are the first ones."""
    return "\n".join((*_lines(keys), ""))


def _lines(keys: KeyMap) -> Iterator[str]:
    for line in QCoreApplication.translate("KeyFile", _HEAD).split("\n"):
        yield f"# {line}"
    for group in GROUPS:
        yield ""
        yield f"## {group_text(group)}"
        for command in COMMANDS:
            if command.group == group:
                sign = "" if keys.is_changed(command.id) else "#"
                yield f"# {text_of(command)}"
                yield sign + " ".join((command.id, *(key.replace(" ", "_") for key in keys[command.id])))


def make_key_file(path: Path, text: str) -> None:
    """Unless it is there. Raises `OSError`."""
    if not path.exists():
        make_folder(path.parent)
        write_whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))


def moved_keys(settings: Settings, settings_file: Path) -> Settings:
    """Put the keys that an earlier version kept among the settings into the file beside them.

    Once: then they are no longer there. If nothing can be written, they stay in force where they are.
    """
    if not settings.keys:
        return settings
    without = replace(settings, keys={})
    try:
        make_key_file(settings_file.with_name(FILE), key_file_text(key_map(settings.keys)))
        write_settings(settings_file, without)
    except OSError:
        return settings
    return without


def _spaced(word: str) -> str:
    """A key whose name has a space, such as `Volume Up`, is written with a line in its place."""
    return re.sub(r"(?<=[a-z])_(?=[A-Z])", " ", word)
