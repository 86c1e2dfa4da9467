"""The file of keys: what it says counts, wrong lines are named and passed over, earlier settings move there once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from tests.window import Hand, Steps, photograph, walked

from karuta.bootstrap import run
from karuta.gui.kit.command_table import COMMANDS
from karuta.gui.kit.commands import key_map
from karuta.gui.shell.key_file import FILE, key_file_text, keys_in, make_key_file, read_keys
from karuta.gui.shell.key_sheet import KeysDialog
from karuta.paths import LibraryFolder
from karuta.settings import read_settings

ids = st.sampled_from([command.id for command in COMMANDS])
some_keys = st.sampled_from(
    ["X", "1", "Ctrl+Z", "Return", "Esc", "Alt+F", "F9", "", "?", "#", "_", "Volume Up", "Ctrl+,"]
)
changes = st.dictionaries(ids, st.lists(some_keys, max_size=3).map(tuple), max_size=6)


@given(changes)
def test_what_is_written_is_read_again(said: dict[str, tuple[str, ...]]) -> None:
    keys = key_map(said)
    kept = keys_in(key_file_text(keys))
    assert (kept.changes, kept.wrong) == (keys.changes, ())


def test_a_fresh_file_names_every_command_and_changes_nothing() -> None:
    text = key_file_text(key_map({}))
    assert keys_in(text).changes == {}
    written = [line.partition(" ")[0] for line in text.splitlines()]
    assert all(written.count(f"#{command.id}") == 1 for command in COMMANDS)
    # Without the signs before them, all lines say what holds anyway.
    bare = "\n".join(line.removeprefix("#") for line in text.splitlines() if not line.startswith(("# ", "##")))
    assert keys_in(bare).wrong == () and key_map(keys_in(bare).changes).changes == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("frobnicate F9", "Line 2: there is no command “frobnicate”."),
        ("unknown Bogus+X", "Line 2: no command can have the key “Bogus+X”."),
        ("unknown Esc", "Line 2: no command can have the key “Esc”."),
        ("unknown Alt+F", "Line 2: no command can have the key “Alt+F”."),
        ("unknown F9 F9", "Line 2: “F9” is in line 2 already."),
        ("unknown f8", "Line 2: “f8” is in line 1 already."),
        ("skip F9", "Line 2: “skip” is in line 1 already."),
        ("bias F9", "Line 2: there is no command “bias”."),
    ],
)
def test_a_wrong_line_is_named_and_the_others_count(line: str, why: str) -> None:
    kept = keys_in(f"skip F8\n{line}\nback F7\n")
    assert kept.wrong == (why,)
    assert kept.changes == {"skip": ("F8",), "back": ("F7",)}


def test_a_line_without_keys_takes_them_and_a_missing_line_leaves_them() -> None:
    keys = key_map(keys_in("# a remark\n\n  skip\nunknown   R\tF9\r\n").changes)
    assert keys["skip"] == () and keys["unknown"] == ("R", "F9")
    assert keys["unreadable"] == (), "its key is another command's now"
    assert keys["back"] == ("K",)


def test_the_key_of_a_command_that_was_joined_with_another_opens_that_one() -> None:
    assert key_map(keys_in("models F9\n").changes)["train"] == ("Ctrl+T", "F9")
    assert key_map(keys_in("models F9\ntrain F8\n").changes)["train"] == ("F8", "F9")
    assert key_map({"models": ("F9",)})["train"] == ("Ctrl+T", "F9")


def test_a_file_of_anything_is_read_in_bounds(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert read_keys(path) is None
    path.write_bytes(b"\xff\xfe\x00nonsense\nskip F8\n")
    kept = read_keys(path)
    assert kept is not None and kept.changes == {"skip": ("F8",)} and len(kept.wrong) == 1
    path.write_bytes(b"skip F8\n" + b"#" * 5_000_000)
    with pytest.raises(OSError, match="too large"):
        read_keys(path)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "not there yet" / FILE
    make_key_file(path, "skip F8\n")
    make_key_file(path, "skip F7\n")
    assert path.read_text(encoding="utf-8") == "skip F8\n"


@pytest.mark.long
def test_keys_of_earlier_settings_move_to_the_file_once(library: LibraryFolder, tmp_path: Path) -> None:
    photo = photograph(tmp_path / "p.png", 3)
    settings, file = tmp_path / "settings.json", tmp_path / FILE
    said = {"keys": {"unknown": ["R"], "unreadable": ["F9"], "models": ["F8"], "bias": ["F7"]}, "annotator": "anna"}
    settings.write_text(json.dumps(said), encoding="utf-8")

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        assert hand.window.commands["unreadable"].shortcut().toString() == "F9"
        assert hand.window.commands.hint("train") == "Ctrl+T" and hand.window.commands.keys["train"][1] == "F8"
        hand.press(Qt.Key.Key_R)
        yield lambda: hand.work.desk.label is not None
        assert hand.work.desk.label.kind == "unknown"

    walked(library, walk, photo)
    kept = keys_in(file.read_text(encoding="utf-8"))
    assert kept.changes == {"unknown": ("R",), "unreadable": ("F9",), "train": ("Ctrl+T", "F8")} and not kept.wrong
    assert read_settings(settings).keys == {} and read_settings(settings).annotator == "anna"
    # Whoever throws the file away has the first keys again, and none of long ago.
    file.unlink()

    def first_keys(hand: Hand) -> Steps:
        yield lambda: hand.window.commands.hint("unknown") == "U"

    walked(library, first_keys)
    assert not file.exists()


@pytest.mark.long
def test_the_file_is_opened_from_the_sheet_and_read_when_the_window_is_active_again(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(QUrl(url).toLocalFile())) or True)
    file = tmp_path / FILE

    def comes_back() -> None:
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)

    def walk(hand: Hand) -> Steps:
        commands, notice = hand.window.commands, hand.window.desk_panel.notice
        hand.press(Qt.Key.Key_Question)
        hand.dialog(KeysDialog).change.click()
        yield lambda: opened == [file]
        assert hand.window.dialogs.current is None
        file.write_text(file.read_text(encoding="utf-8") + "skip F8\nfrobnicate F9\n", encoding="utf-8")
        comes_back()
        yield lambda: commands.hint("skip") == "F8"
        yield lambda: "there is no command “frobnicate”" in notice.text and FILE in notice.text
        file.write_text("skip F8\n", encoding="utf-8")
        comes_back()
        yield lambda: not notice.isVisible()
        file.unlink()
        comes_back()
        yield lambda: commands.hint("skip") == "S"

    walked(library, walk)


def test_a_picture_of_the_window_moves_no_keys(library: LibraryFolder, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text(json.dumps({"keys": {"skip": ["F8"]}}), encoding="utf-8")
    assert run(["--library", str(library.root), "gui", "--screenshot", str(tmp_path / "w.png")]) == 0
    assert not (tmp_path / FILE).exists() and read_settings(tmp_path / "settings.json").keys == {"skip": ("F8",)}
