"""The command lines of README and of the help pages run as they are written, in their order, in one folder.

Those within sentences and tables are read as a command line is, in all languages: each command and option is there.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tests import published
from tests.loopback import Loopback

from karuta import bootstrap
from karuta.cli.root import COMMANDS, in_order
from karuta.paths import resources_folder
from karuta.services.catalogue.fetch.web import WallClock

ROOT = Path(__file__).resolve().parents[2]
DEMO = resources_folder() / "demo"
SHOTS = ("01-plain.jpg", "02-tilted.jpg", "09-upside-down.jpg", "16-not-in-catalogue.jpg")
CARDS = re.compile(r"\bK0[0-3]\d\b")
"""Those of the demo that the library gets: too few for a self-test, which takes a minute."""
MEANS = {"COMMAND": "doctor", "SOURCE": "cards", "CARD_ID": "K001", "TEXT": "First Light on Mount Asahina KZF-EN001"}
"""What a person types for the words in capitals."""


def command_lines(page: Path) -> Iterator[list[str]]:
    """The words after `karuta`, of each line of the page's `sh` blocks that begins with it."""
    for block in re.findall(r"^```sh\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.M):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["karuta"]:
                yield words[1:]


def commands_in_text(page: Path) -> Iterator[list[str]]:
    """What stands between backquotes and begins with `karuta`, with all that may be left out.

    In a table a word that is no command continues the row's first one: `karuta pack list`, `show NAME`.
    """
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.M)
    for part in text.replace("\\|", "/").split("\n" if page.stem == "5-commands" else "\n\n"):
        group: list[str] = []
        for span in re.findall(r"`([^`]+)`", part.partition(" | ")[0] if part.startswith("| `karuta") else part):
            words = re.sub(r"(?<!karuta)[][]|\.\.\.", " ", span).split()
            if words[:1] == ["karuta"]:
                group = words[1:2]
                yield words[1:]
            elif part.startswith("| `karuta") and not span.startswith("-"):
                yield words if words[0] in COMMANDS else [*group, *words]


def is_read(command: click.Command, context: click.Context, words: list[str]) -> list[str]:
    """What is left over of a command line, each of whose groups and options is there. Raises `click.UsageError`."""
    _, rest, _ = command.make_parser(context).parse_args(list(words))
    if not isinstance(command, click.Group) or not rest:
        return rest
    _, below, others = command.resolve_command(context, rest)
    assert below is not None
    return is_read(below, click.Context(below, parent=context), others)


def copy_rows(table: Path, to: Path, about: re.Pattern[str], *, has_head: bool = True) -> None:
    """A table of the demo with only the rows that `about` is found in; its folder `photos` is `shots` here."""
    rows = table.read_text(encoding="utf-8").splitlines()
    kept = [row for at, row in enumerate(rows) if (has_head and at == 0) or about.search(row)]
    to.write_text("\n".join([*kept, ""]).replace("photos/", "shots/"), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a reader types them: one photo, a folder of photos, three tables, and some cards, all of the demo."""
    for name in ("shots", "cards"):
        (tmp_path / name).mkdir()
    (tmp_path / "cards" / "images").symlink_to(DEMO / "catalogue" / "images")
    copy_rows(DEMO / "catalogue" / "cards.jsonl", tmp_path / "cards" / "cards.jsonl", CARDS, has_head=False)
    copy_rows(DEMO / "catalogue" / "images.csv", tmp_path / "cards" / "images.csv", CARDS)
    for shot in SHOTS:
        shutil.copy(DEMO / "photos" / shot, tmp_path / "shots")
    shutil.copy(DEMO / "photos" / SHOTS[0], tmp_path / "photo.jpg")
    shutil.copy(DEMO / "sales.csv", tmp_path / "sold.csv")
    about = re.compile("|".join(map(re.escape, SHOTS)))
    copy_rows(DEMO / "photos" / "truth.csv", tmp_path / "truth.csv", about)
    copy_rows(DEMO / "listings.csv", tmp_path / "listings.csv", about)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KARUTA_LIBRARY", str(tmp_path / "library"))
    return tmp_path


def test_what_stands_in_running_text_is_a_command_with_its_options(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for typed in ("PATH", "写真"):
        Path(typed).touch()
    pages = (ROOT / "README.md", ROOT / "packaging/wheel.md", *sorted(resources_folder().glob("help/*/*.md")))
    wrong, read = [], 0
    for page in pages:
        for words in commands_in_text(page):
            read += 1
            try:
                line = in_order([MEANS.get(word, word) for word in words])
                left = is_read(bootstrap.root, click.Context(bootstrap.root, **bootstrap.root.context_settings), line)
            except click.UsageError as error:
                left = [error.message]
            wrong += [(page.relative_to(ROOT).as_posix(), shlex.join(words), left)] if left else []
    assert wrong == []
    assert read > 250


@pytest.mark.long
def test_the_command_lines_run_in_their_order(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A download asks a server on this computer, by `--mirror`; all else is as written."""
    monkeypatch.setattr(WallClock, "wait", lambda clock, seconds: None)
    pages = (ROOT / "README.md", *sorted((resources_folder() / "help" / "en").glob("*.md")))
    lines = [line for page in pages for line in command_lines(page)]
    with Loopback(published.ygoprodeck(3)).serving() as server:
        for line in lines:
            mirror = ["--mirror", server.address] if "fetch" in line else []
            code = bootstrap.run([MEANS.get(word, word) for word in line] + mirror)
            said = capsys.readouterr()
            assert code == 0, (line, said.out, said.err)
    for made in ("labels.csv", "measured.html", "report.csv", "report.html"):
        assert (folder / made).stat().st_size, made
