"""No command waits for what a person names as a file: a named pipe that nobody writes to, a device without end.

Walks the whole table of commands, so a new one that opens a file by itself stands here too.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import click
import pytest
from tests.e2e.conftest import Karuta
from tests.e2e.test_promises import every_command

from karuta.cli.table_path import TablePath

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")

COMMANDS = dict(every_command())
# They stay open until somebody closes their window.
WINDOWS = {"gui", "demo"}
PATH_WORDS = ("FILE", "DIR", "PHOTO", "PATH", "BACKUP", "REPORT", ".csv", "SOURCE")


def takes_a_path(parameter: click.Parameter) -> bool:
    if isinstance(parameter.type, click.Choice):
        return False
    word = str(parameter.make_metavar(click.Context(click.Command("any"))))
    return isinstance(parameter.type, TablePath | click.Path) or any(part in word for part in PATH_WORDS)


def given() -> Iterator[tuple[str, str]]:
    for name, command in COMMANDS.items():
        if name not in WINDOWS:
            yield from ((name, parameter.name or "") for parameter in command.params if takes_a_path(parameter))


def is_table(name: str, parameter: str) -> bool:
    return any(each.name == parameter and isinstance(each.type, TablePath) for each in COMMANDS[name].params)


def line_with(name: str, parameter: str, value: str) -> list[str]:
    """A command line with this value, and with something for each argument that it cannot do without."""
    options, arguments = list[str](), list[str]()
    for each in COMMANDS[name].params:
        is_asked = each.name == parameter
        if isinstance(each, click.Argument) and (each.required or is_asked):
            arguments.append(value if is_asked else "3")
        elif is_asked:
            options += [each.opts[0], value]
    return [*name.split(), *options, *arguments]


def never(number: int, frame: FrameType | None) -> None:
    raise AssertionError("it waits")


@pytest.fixture
def bounded() -> Iterator[None]:
    """A wait without end fails, and is no end of the tests."""
    before = signal.signal(signal.SIGALRM, never)
    signal.alarm(100)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_the_walk_meets_every_table() -> None:
    named = set(given())
    assert {("check", "listings"), ("labels import", "file"), ("labels merge", "other"), ("price", "sales")} <= named
    assert {("evaluate", "truth"), ("listed", "searches"), ("fill", "sales"), ("inventory", "template")} <= named
    assert {("model compare", "truth"), ("catalogue add", "map_file"), ("lookup", "photos")} <= named


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    yield str(pipe), "/dev/zero"
    assert pipe.is_fifo() and Path("/dev/zero").is_char_device()


@pytest.mark.usefixtures("bounded")
def test_a_named_pipe_and_a_device_are_no_table(karuta: Karuta, endless: tuple[str, ...]) -> None:
    for name, parameter, value in ((*each, value) for each in given() if is_table(*each) for value in endless):
        ended = karuta(*line_with(name, parameter, value))
        assert ended.code == 1, (name, parameter, ended)
        assert value in ended.sentence and "device or a named pipe" in ended.sentence, (name, parameter, ended)


@pytest.mark.long
@pytest.mark.usefixtures("bounded")
def test_no_command_waits_for_them_whatever_they_stand_for(
    karuta: Karuta, folder: Path, endless: tuple[str, ...]
) -> None:
    karuta("catalogue", "add", folder)
    for name, parameter, value in ((*each, value) for each in given() for value in endless):
        ended = karuta(*line_with(name, parameter, value))
        assert ended.code in (1, 2), (name, parameter, ended)
        assert "went wrong" not in ended.err and "Traceback" not in ended.err, (name, parameter, ended)


def test_a_table_is_opened_at_one_door() -> None:
    """What is called FILE and read is a `TablePath`; others are written, or are photos and folders."""
    read = {"--sales", "--searches", "--template", "--map-file"}
    for name, command in COMMANDS.items():
        for parameter in command.params:
            if read & set(parameter.opts) or parameter.name in ("truth", "listings", "file", "other"):
                assert isinstance(parameter.type, TablePath), (name, parameter.name)
