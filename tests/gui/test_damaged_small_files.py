"""Small files of a person's that are damaged: the window opens, says so, and keeps them; see `test_damaged_files`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.window import Hand, Steps, photograph, play, window_with

from karuta.domain.queue import EVERYTHING
from karuta.gui.shell.window_lock import NOTES, WindowLock, WindowNote
from karuta.paths import LibraryFolder
from karuta.settings import read_settings


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_damaged_settings_file_is_said_and_kept_and_what_is_sound_of_it_counts_on(
    library: LibraryFolder, tmp_path: Path, language: str
) -> None:
    photo, settings = photograph(tmp_path / "p.png", 3), tmp_path / "settings.json"
    text = json.dumps({"language": language, "advance": "yes", "annotator": "anna"})
    settings.write_text(text, encoding="utf-8")

    def look(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        notice = hand.window.desk_panel.notice
        yield lambda: "settings.json.damaged" in notice.text
        assert "advance" in notice.text
        assert ("壊れています" in notice.text) is (language == "ja")
        assert hand.window.commands["advance"].isChecked()

    assert play(["--library", library.root, "gui", photo], look) == 0
    assert settings.with_name("settings.json.damaged").read_text(encoding="utf-8") == text
    assert (read_settings(settings).language, read_settings(settings).annotator) == (language, "anna")


@window_with(p=3, before=True)
def test_damaged_files_of_a_library_are_said_and_kept_and_the_window_is_as_at_first(hand: Hand) -> Steps:
    bad = {
        hand.library.queue_view: '{"order": [[]]}',
        hand.library.kept_queries: '{"queries": [{"name": 3}]}',
        hand.library.watched_json: "[" * 9000,
    }
    for path, text in bad.items():
        path.write_text(text, encoding="utf-8")
    yield
    yield hand.shows("p.png")
    notice = hand.window.desk_panel.notice
    yield lambda: all(f"{path.name}.damaged" in notice.text for path in bad)
    assert hand.work.arrangement.filter == EVERYTHING
    yield hand.ended
    for path, text in bad.items():
        assert path.with_name(f"{path.name}.damaged").read_text(encoding="utf-8") == text
    yield
    yield lambda: hand.is_settled
    assert "damaged" not in hand.window.desk_panel.notice.text


def test_a_note_of_another_start_that_is_none_is_let_go(empty_library: LibraryFolder) -> None:
    lock = WindowLock(empty_library)
    assert lock.take()
    folder = empty_library.root / NOTES
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(('{"photos": ["a.png"]}', "[" * 99_999, '{"photos": 7}', "\0", '{"photos": [{}]}')):
        (folder / f"{number}.json").write_text(text, encoding="utf-8")
    (folder / "9.json").mkdir()
    assert lock.notes() == [WindowNote((Path("a.png"),))]
    assert [path.name for path in folder.iterdir()] == ["9.json"]
    lock.release()
