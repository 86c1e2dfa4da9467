"""Keys of one's own: no key ever belongs to two commands, whatever is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from karuta.gui.kit.command_table import COMMANDS, FORMER, GROUPS, MENUS
from karuta.gui.kit.commands import Commands
from karuta.gui.kit.dialog import FindDialog
from karuta.gui.kit.keys import KeyMap, can_be_used, canonical
from karuta.gui.kit.theme import Icons, Theme
from karuta.paths import resources_folder

DEFAULTS = {command.id: command.keys for command in COMMANDS}
ids = st.sampled_from([*DEFAULTS, "no such command"])
some_keys = st.sampled_from(["X", "1", "Ctrl+Z", "Return", "Esc", "Alt+F", "Ctrl+K, Ctrl+C", "F9", "", "?", "nonsense"])
changes = st.dictionaries(ids, st.lists(some_keys, max_size=3).map(tuple), max_size=6)


def owners(keys: KeyMap) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id in DEFAULTS:
        for key in keys[id]:
            found.setdefault(key, []).append(id)
    return found


def test_without_changes_the_keys_are_those_of_the_table() -> None:
    keys = KeyMap(DEFAULTS, {})
    assert keys.changes == {}
    assert {id: keys[id] for id in DEFAULTS} == {id: tuple(map(canonical, had)) for id, had in DEFAULTS.items()}


@given(changes)
def test_whatever_a_file_says_no_key_has_two_commands_and_none_is_unusable(said: dict[str, tuple[str, ...]]) -> None:
    for key, those in owners(KeyMap(DEFAULTS, said)).items():
        assert len(those) == 1
        assert can_be_used(key)


@given(changes)
def test_what_is_kept_as_changes_gives_the_same_keys_again(said: dict[str, tuple[str, ...]]) -> None:
    keys = KeyMap(DEFAULTS, said)
    again = KeyMap(DEFAULTS, keys.changes)
    assert all(again[id] == keys[id] for id in DEFAULTS)


def test_a_menu_has_ten_entries_at_the_most_and_all_together_63() -> None:
    lengths = Counter(command.menu for command in COMMANDS if command.menu)
    assert set(lengths) == set(MENUS)
    assert max(lengths.values()) <= 10, lengths
    assert lengths.total() <= 63, lengths


def test_what_is_in_no_menu_has_a_key_and_a_place_on_the_sheet() -> None:
    assert [command.id for command in COMMANDS if not command.menu and not command.keys] == ["change-keys"]
    assert {command.group for command in COMMANDS} == set(GROUPS)


ROW = re.compile(r"^\| `(?P<id>[\w-]+)` \| (?P<text>[^|]+) \| (?P<before>[^|]+) \| (?P<now>[^|]+) \|$", re.MULTILINE)
PAGE = Path(__file__).parents[2] / "app" / "karuta" / "gui" / "commands.md"


def test_the_page_of_commands_says_where_each_is_and_what_became_of_those_of_before() -> None:
    rows = {row["id"]: row for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    titles = {id: title.replace("&", "") for id, title in MENUS.items()} | {"": "key only"}
    table = {command.id: command for command in COMMANDS}
    now = {id: row["now"] for id, row in rows.items() if not row["now"].startswith("gone: ")}
    assert now == {id: titles[command.menu] for id, command in table.items()}
    assert {id: row["text"] for id, row in rows.items() if id in table} == {
        id: f"{command.text} {id[-1]}" if re.fullmatch(r"(confirm-\d|printing-[23])", id) else command.text
        for id, command in table.items()
    }
    before = Counter(row["before"] for row in rows.values() if row["before"] != "new")
    assert (before.total(), before.total() - before["key only"]) == (101, 87)
    assert rows.keys() - now.keys() == {"auto-confirm", "bias", "models"}, "nothing else is gone"
    assert FORMER.keys() <= rows.keys() - now.keys() and set(FORMER.values()) <= table.keys()


def test_every_command_is_found_by_its_words_in_either_language(speak: Callable[[str], object]) -> None:
    window = QWidget()
    speak("ja")
    done: list[str] = []
    does = {command.id: partial(done.append, command.id) for command in COMMANDS}
    commands = Commands(window, Icons(resources_folder() / "icons", Theme(dark=False)))
    commands.join(does)
    listed = COMMANDS
    dialog = FindDialog([commands.row(command) for command in listed], title="", name="", parent=window)
    dialog.chosen.connect(lambda at: commands[listed[at].id].trigger())
    for said in ("demand listings", "探された 出品"):
        dialog.text.setText(said)
        assert len(dialog._shown_places) == 1
        QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    assert done == ["listed", "listed"]
    done.clear()
    # A command that is in no menu stands with its group of the sheet.
    dialog.text.setText("move next photo")
    assert dialog._shown_places == [[command.id for command in listed].index("next")]
    dialog.text.setText("listed" * 9)
    dialog.text.setText("no such command")
    QTest.keyClick(dialog.text, Qt.Key.Key_Return)
    commands["undo"].setEnabled(False)
    assert commands.row(next(command for command in listed if command.id == "undo")).shown.endswith("今は使えません")
    assert not done
