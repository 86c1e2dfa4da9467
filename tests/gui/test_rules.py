"""What holds for the whole window: commands complete, no colour outside the theme, every text translated."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path

import pytest

import karuta.gui
from karuta.gui.commands import COMMANDS, MENUS
from karuta.gui.theme import Role, Theme
from karuta.paths import resources_folder

ROOM = Path(karuta.gui.__file__).parent
ROOT = Path(__file__).resolve().parents[2]


def test_every_command_is_declared_once_and_no_two_share_a_key() -> None:
    ids = [command.id for command in COMMANDS]
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert {command.menu for command in COMMANDS} <= {"", *MENUS}


def test_every_icon_that_a_command_names_is_there() -> None:
    for command in COMMANDS:
        assert not command.icon or (resources_folder() / "icons" / f"{command.icon}.svg").is_file(), command.icon


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_colours_stand_in_the_theme_alone_and_no_style_sheet_anywhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "setStyleSheet" not in text
    if path.name != "theme.py":
        assert not re.search(r"#[0-9a-fA-F]{6}\b|GlobalColor\.(?!transparent)", text)
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        assert not [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "QColor"]


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda path: path.name)
def test_nobody_sleeps_or_turns_the_loop_by_hand(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "processEvents" not in text
    assert ".terminate(" not in text
    assert "QThread" not in text
    assert path.name == "one_window.py" or "time.sleep" not in text


def test_every_text_is_translated_and_the_translations_are_up_to_date() -> None:
    place = ROOT / "packaging" / "translate.py"
    spec = importlib.util.spec_from_file_location("translate", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.complaints() == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("role", "least"), [(Role.TEXT, 7.0), (Role.MUTED, 4.5), (Role.GOOD, 4.5), (Role.BAD, 4.5)])
@pytest.mark.parametrize("ground", [Role.SURFACE, Role.WINDOW, Role.CHOSEN])
def test_words_can_be_read_on_their_ground(dark: bool, role: Role, least: float, ground: Role) -> None:  # noqa: FBT001
    theme = Theme(dark)

    def light(role: Role) -> float:
        parts = (theme.colour(role).redF(), theme.colour(role).greenF(), theme.colour(role).blueF())
        red, green, blue = ((p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4) for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    one, other = sorted((light(role), light(ground)))
    assert (other + 0.05) / (one + 0.05) >= least
