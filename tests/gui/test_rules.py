"""What holds for the whole window: commands complete, no colour outside the theme, every text translated."""

from __future__ import annotations

import ast
import errno
import importlib.util
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication

import karuta.gui
from karuta.domain.errors import LibraryError, ModelError
from karuta.domain.sentence import Sentence
from karuta.gui.kit.command_table import COMMANDS, MENUS, NEEDS
from karuta.gui.kit.translate import code_words, error_words
from karuta.paths import resources_folder

ROOM = Path(karuta.gui.__file__).parent
WING = ROOM.parent / "listings" / "gui"
ROOT = Path(__file__).resolve().parents[2]

NOUN = Sentence("label file")


def packaging_module(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_is_declared_once_and_no_two_share_a_key() -> None:
    ids = [command.id for command in COMMANDS]
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(ids) == len(set(ids))
    assert len(keys) == len(set(keys))
    assert {command.menu for command in COMMANDS} <= {"", *MENUS}


def test_what_commands_need_is_told_by_somebody() -> None:
    needed = {need for command in COMMANDS for need in command.needs}
    assert needed == NEEDS
    told = "".join(text for path, text, _ in modules() if path.name != "command_table.py")
    assert not [need for need in needed if f'"{need.rstrip("123456789")}' not in told]


def test_no_key_that_is_held_down_decides_again() -> None:
    assert {command.id for command in COMMANDS if command.repeats} == {
        *("next", "previous", "next-match", "previous-match", "zoom-in", "zoom-out")
    }


def test_every_icon_that_a_command_names_is_there() -> None:
    for command in COMMANDS:
        assert not command.icon or (resources_folder() / "icons" / f"{command.icon}.svg").is_file(), command.icon


@cache
def modules() -> list[tuple[Path, str, ast.Module]]:
    """The window's modules, with their text, parsed once for all tests."""
    texts = [(path, path.read_text(encoding="utf-8")) for room in (ROOM, WING) for path in sorted(room.rglob("*.py"))]
    return [(path, text, ast.parse(text)) for path, text in texts]


def place_of(path: Path) -> str:
    return path.relative_to(ROOM if path.is_relative_to(ROOM) else ROOM.parent).as_posix()


# What makes Qt read a text as markup, or guess -> the modules that do so: with templates of ours, and the rest escaped.
MAY_READ_MARKUP: dict[str, set[str]] = {
    "setHtml": {"listings/gui/check/outgoing.py"},  # prints the page of listings/services/check/evidence_sheet.py
    "escape": set(),  # shown as they are where a text is plain
    "QTextDocument": {"listings/gui/check/outgoing.py", "shell/help_window.py"},
    "setMarkdown": {"shell/help_window.py"},  # the pages of help
    "QTextBrowser": {"shell/help_window.py"},
    "setTitle": {"kit/commands.py"},  # of a menu
    "setTextFormat": {"kit/prose.py", "shell/last_words.py"},  # to plain text
    "QMessageBox": {"kit/dialog_kit.py", "shell/last_words.py"},
}
NOBODY_READS_MARKUP = (
    *("setWhatsThis", "insertHtml", "appendHtml", "setLabel", "setLabels", "setToolTipsVisible", "QTextEdit"),
    *("QWhatsThis", "QErrorMessage", "QProgressDialog", "QInputDialog", "QGraphicsTextItem", "QStaticText", "TextItem"),
)


def test_no_text_is_read_as_markup_but_by_templates_of_ours() -> None:
    """Labels and tooltips are plain by the style (`kit/prose.py`); these would go around it."""
    found: dict[str, set[str]] = {name: set() for name in (*MAY_READ_MARKUP, *NOBODY_READS_MARKUP)}
    for path, _, tree in modules():
        nodes = list(ast.walk(tree))
        called = {getattr(node.func, "attr", "") for node in nodes if isinstance(node, ast.Call)}
        for name in called | {node.name for node in nodes if isinstance(node, ast.alias)}:
            found.get(name, set()).add(place_of(path))
    assert found == {name: MAY_READ_MARKUP.get(name, set()) for name in found}


def test_colours_stand_in_the_theme_alone_and_no_style_sheet_anywhere() -> None:
    wrong = []
    for path, text, tree in modules():
        if "setStyleSheet" in text:
            wrong.append(f"{path.name} sets a style sheet")
        if path.name == "theme.py":
            continue
        if found := re.search(r"#[0-9a-fA-F]{6}\b|GlobalColor\.(?!transparent)", text):
            wrong.append(f"{path.name} has a colour: {found[0]}")
        calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
        if any(isinstance(called, ast.Name) and called.id == "QColor" for called in calls):
            wrong.append(f"{path.name} makes a colour")
    assert not wrong


def test_nobody_sleeps_or_turns_the_loop_by_hand() -> None:
    never = ("processEvents", ".terminate(", "QThread", "time.sleep")
    found = {(path.name, word) for path, text, _ in modules() for word in never if word in text}
    assert found == {("window_lock.py", "time.sleep")}


# PrintSays of several alone: where there is one, another sentence is said, or none.
OF_SEVERAL = {
    "{count} decisions are not saved: {reason}",
    "{count} files could not be opened as pictures.",
    "{count} cards",
    "{count} photos selected",
    "{count} new matches",
    "{pictured} of {cards} cards would have a picture",
    "{fits} of {labels} labels will be exported: {reasons}.",
    "Looking up {count} photos again",
    "{name} agreed with themselves {same} of {count} times (95 % CI {low}-{high} %)",
    "{other} agreed with {name} {same} of {count} times (95 % CI {low}-{high} %)",
    "Karuta closed unexpectedly while opening {count} photos, so they were set aside.",
    "Do it again: {count} labels",
}
NUMBERED = re.compile(
    r"\{\w+\} (?:new |more |marked |selected |later |automatic )?"
    r"(?:artworks|cards|decisions|events|files|labels|matches|models|photos|pictures|rows|sightings|suggestions|times)\b"
)


def test_nothing_is_said_of_one_cards() -> None:
    """What says a number is handed it, so that a language has its singular; or it is said of several alone."""
    said = set[str]()
    for _, _, tree in modules():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and len(node.args) > 2]
        with_number = {id(text) for call in calls for text in call.args}
        said |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in with_number
            if NUMBERED.search(node.value)
        }
    assert said == OF_SEVERAL


def test_english_says_one_card_and_two_cards(speak: Callable[[str], object]) -> None:
    speak("en")
    said = [QCoreApplication.translate("PhotoView", "{count} cards", "", n).format(count=n) for n in (0, 1, 2)]
    assert said == ["0 cards", "1 card", "2 cards"]


def test_every_text_is_translated_and_the_translations_are_up_to_date() -> None:
    assert packaging_module("translate").complaints() == []


def test_an_error_of_any_room_is_said_in_the_language_of_the_window(speak: Callable[[str], object]) -> None:
    error = LibraryError("The {noun} at {path} is damaged; `karuta doctor` says what can be done.", noun=NOUN, path="x")
    assert error_words(error) == "The label file at x is damaged; Help > Check the library says what can be done."
    mend = "`karuta doctor --repair` restores it, or says what does"
    assert error_words(ModelError("It is gone", mend)).startswith("It is gone; Help > Check the library > Repair rest")
    assert code_words("empty", "a.jpg is an empty file.") == "a.jpg is an empty file."
    speak("ja")
    assert error_words(error) == (
        "ラベルファイル x が壊れています。対処は「ヘルプ」>「ライブラリを点検」で確認できます。"
    )
    assert error_words(ModelError("There is no model in {folder}", folder="m")) == (
        "m にモデルがありません。Karuta をインストールし直してください。"
    )
    assert error_words(OSError(errno.ENOSPC, "x", "labels.db")) == (
        "labels.db のあるディスクがいっぱいです。空きを作って、もう一度試してください。失われたものはありません。"
    )
    assert error_words(OSError(errno.EACCES, "x", "labels.db")) == "アクセスが許可されていません (labels.db)."
    assert code_words("empty", "a.jpg is an empty file.") == "空のファイルです。写真をコピーし直してください。"


def test_a_sentence_that_is_no_literal_template_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = packaging_module("translate").sentences
    (tmp_path / "store").mkdir()
    text = 'class OddError(KarutaError): ...\nraise OddError(f"{x} is odd")\nraise OddError("{x} is even", x=x)\n'
    (tmp_path / "store" / "odd.py").write_text("class KarutaError(Exception): ...\n" + text)
    pages = tmp_path / "resources" / "templates"
    pages.mkdir(parents=True)
    (pages / "odd.html").write_text('<p>{{ _("Page {x}", x=x) }}\n<b title="{{ _(x) }}">{{ say(x) }}</b></p>')
    for name, value in (("SOURCES", tmp_path), ("ROOT", tmp_path), ("ROOMS", ("store",))):
        monkeypatch.setattr(module, name, value)
    places = module.made_sentences()
    assert module.loose(places) == ["store/odd.py:3", "resources/templates/odd.html:2"]
    assert module.templates(places) == ["Page {x}", "{x} is even"]
