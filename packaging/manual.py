"""Writes the man page and the completions of the command line, from the commands themselves, into packaging/shared.

    .venv/<platform>-<python>/bin/python packaging/manual.py      after a change of a command or its options

Wheel and .deb put them where the system looks. One page has all commands: `karuta COMMAND --help` says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from karuta.bootstrap import root

SHARED = Path(__file__).resolve().parent / "shared"
COMPLETIONS = {"bash": "karuta", "zsh": "_karuta", "fish": "karuta.fish"}
"""The file's name by shell, as each of them looks for it."""


def files() -> dict[str, str]:
    """What belongs into `shared`, by name."""
    made = {"karuta.1": "\n".join((*_head(), *_commands(root, ()), *_foot())) + "\n"}
    for shell, name in COMPLETIONS.items():
        kind = get_completion_class(shell)
        assert kind is not None
        made[f"{shell}/{name}"] = kind(root, {}, "karuta", "_KARUTA_COMPLETE").source() + "\n"
    return made


def _head() -> Iterator[str]:
    yield '.TH KARUTA 1 "" "Karuta" "User commands"'
    yield from (".SH NAME", "karuta \\- know a trading card when you see one")
    yield from (".SH SYNOPSIS", ".B karuta", "[\\-\\-library DIR] COMMAND [ARGUMENT]...", ".br")
    yield from (".B karuta", "[PHOTO | FOLDER | LIBRARY]...", ".SH DESCRIPTION", _plain(root.help or ""))
    yield from (
        ".SH OPTIONS",
        *_options(root, click.Context(root, info_name="karuta", **root.context_settings)),
        ".SH COMMANDS",
    )


def _commands(group: click.Group, names: tuple[str, ...]) -> Iterator[str]:
    context = click.Context(group, info_name="karuta", **root.context_settings)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        pieces = " ".join(command.collect_usage_pieces(inner))
        yield from (f".SS {_plain(' '.join((*names, name)))}", f".B karuta {' '.join((*names, name))}", _plain(pieces))
        yield from (".PP", _plain(command.help or ""))
        yield from _options(command, inner)
        if isinstance(command, click.Group):
            yield from _commands(command, (*names, name))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        # Each has --help; an argument without words of its own stands in the usage already.
        if record is not None and record[1] and (parameter.name != "help" or context.parent is None):
            yield from (".TP", f"\\fB{_plain(record[0])}\\fR", _plain(record[1]))


def _foot() -> Iterator[str]:
    yield from (".SH EXIT STATUS", "0: done. 1: failed, or some input did. 2: wrong usage.")
    yield from (".SH ENVIRONMENT", ".TP", ".B KARUTA_LIBRARY", "The library, where no option names one.")
    yield from (".SH SEE ALSO", "The window's help (F1) explains the commands, their JSON and all files.")


def _plain(text: str) -> str:
    """Without troff's own characters; paragraphs stay, lines are joined."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\b", "")))
    safe = (part.replace("\\", "\\e").replace("-", "\\-") for part in paragraphs if part)
    return "\n.PP\n".join(re.sub(r"^([.'])", r"\\&\1", part) for part in safe)


def main() -> None:
    for name, text in files().items():
        path = SHARED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
