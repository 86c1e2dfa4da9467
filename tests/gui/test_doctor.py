"""Check the library: what is wrong and what was mended, in the language of the window; nothing changes by looking."""

from __future__ import annotations

import ast
from collections.abc import Generator
from pathlib import Path

import pytest
from tests.window import Condition, Hand, Steps, photograph, play, window_with

import karuta.services
from karuta import paths
from karuta.gui.features.doctor import DoctorDialog, check_name
from karuta.paths import LibraryFolder
from karuta.services.library.doctor import CHECKS
from karuta.settings import Settings, write_settings

MAKERS = ("Finding", "fine", "wrong")


def opened(hand: Hand) -> Generator[Condition, None, DoctorDialog]:
    dialog = hand.opens("doctor", DoctorDialog)
    yield dialog.again.isEnabled
    return dialog


def lines(dialog: DoctorDialog) -> str:
    return "\n".join(dialog.list.item(row).text() for row in range(dialog.list.count()))


def test_every_check_has_a_name_in_the_window() -> None:
    told = set(CHECKS)
    for path in Path(karuta.services.__file__).parent.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
        makers = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MAKERS and call.args]
        told |= {call.args[0].value for call in makers if isinstance(call.args[0], ast.Constant)}  # type: ignore[misc]
    assert told > {"twins", "looks", "catalogue"}
    assert not [check for check in told if check_name(check) == check]


@pytest.mark.long
@pytest.mark.parametrize(
    ("language", "wrong", "advice", "done"),
    [
        (
            "en",
            "Thumbnails: 0 of 1 thumbnail there and intact",
            "Repair fixes this.",
            "1 thumbnail made again",
        ),
        ("ja", "サムネイル：サムネイル1件のうち0件", "「修復」で直ります。", "サムネイル1件を写真から作り直しました"),
    ],
)
@window_with(3, before=True)
def test_what_is_wrong_is_said_and_mended_when_a_person_wants_it(
    hand: Hand, library: LibraryFolder, language: str, wrong: str, advice: str, done: str
) -> Steps:
    write_settings(paths.settings_file(), Settings(language=language))

    def thumbnails() -> list[Path]:
        return [path for path in library.thumbnails.rglob("*") if path.is_file()]

    yield
    yield hand.shows("3.png")
    yield lambda: hand.is_settled and bool(thumbnails())
    [thumbnail] = thumbnails()
    thumbnail.unlink()
    dialog = yield from opened(hand)
    assert wrong in lines(dialog) and advice in lines(dialog)
    assert not thumbnail.exists()
    dialog.repair.click()
    assert not dialog.repair.isEnabled()
    yield dialog.again.isEnabled
    assert done in lines(dialog)
    assert thumbnail.is_file()


@pytest.mark.long
def test_a_damaged_catalogue_is_mended_from_within_its_window(library: LibraryFolder, tmp_path: Path) -> None:
    """It has nothing else in its hands that could be; whoever has only the window is not sent to a command."""
    library.catalogue_db.write_bytes(library.catalogue_db.read_bytes()[:4096] + b"\xff" * 8192)

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.on_desk == "3.png"
        dialog = yield from opened(hand)
        assert "catalogue.db is damaged" in lines(dialog) and "`karuta doctor" not in lines(dialog)
        dialog.repair.click()
        yield dialog.again.isEnabled
        assert "catalogue.db could not be read and lies in" in lines(dialog)
        assert not library.catalogue_db.exists() and list((library.root / "damaged").rglob("catalogue.db"))

    assert play(["--library", library.root, "gui", photograph(tmp_path / "3.png", 3)], walk) == 0
