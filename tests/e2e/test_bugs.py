"""A bug in a command: one sentence that says where the report is, exit code 1, and what was to be read stays whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.conftest import Karuta, photo

from karuta import paths
from karuta.engine.recognise import Recogniser
from karuta.log.log_file import NAME

pytestmark = pytest.mark.plants_bugs


def planted(*_: object, **__: object) -> None:
    raise TypeError("'NoneType' object is not callable")


def logged() -> str:
    file = paths.log_folder() / NAME
    return file.read_text(encoding="utf-8") if file.is_file() else ""


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (("catalogue", "info", "--json"), "karuta.cli.catalogue.describe_catalogue"),
        (("doctor", "--json"), "karuta.services.library.doctor.shipped_model_folder"),
        (("index", "info", "--json"), "karuta.cli.catalogue.describe_index"),
        (("labels", "stats", "--json"), "karuta.cli.labels.count_labels"),
        (("train", "--json"), "karuta.cli.train.retrain_head"),
    ],
)
@pytest.mark.usefixtures("stocked")
def test_a_bug_in_a_command_is_one_sentence_and_its_traceback_is_in_the_log(
    karuta: Karuta, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], place: str
) -> None:
    karuta("labels", "import", labels_of(folder))
    monkeypatch.setattr(place, planted)
    ended = karuta(*command)
    assert ended.code == 1
    assert ended.sentence == f"Something in Karuta went wrong; a report of it is in {paths.log_folder() / NAME}."
    assert all(json.loads(line) for line in ended.out.splitlines())
    text = logged()
    assert f" {command[0]}[" in text and text.count(" BUG ") == 1
    assert "TypeError: 'NoneType' object is not callable" in text
    assert str(folder) not in text


def labels_of(folder: Path) -> Path:
    path = folder.parent / "labels.csv"
    path.write_text("photo,card_id\nnone.jpg,1\n", encoding="utf-8")
    return path


def test_a_known_error_leaves_no_trace(karuta: Karuta, tmp_path: Path) -> None:
    assert karuta("lookup", photo(tmp_path / "p.jpg", 1)).code == 1
    assert karuta("nonsense").code == 2
    assert logged() == ""


@pytest.mark.usefixtures("stocked")
def test_a_bug_in_one_photos_walk_costs_the_others_nothing_and_is_in_the_log(
    karuta: Karuta, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = [photo(tmp_path / f"{name}.jpg", 6) for name in ("hanako at home", "b")]
    recognise = Recogniser.recognise

    def stumbles(self: Recogniser, path: Path, **options: object) -> object:
        return planted() if path == photos[0] else recognise(self, path, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Recogniser, "recognise", stumbles)
    ended = karuta("lookup", *photos, "--json")
    assert ended.code == 1
    first, second = ended.json
    assert first["error"]["code"] == "internal" and "TypeError" not in first["error"]["message"]
    assert second["sightings"][0]["matches"][0]["card_id"] == "6"
    assert ended.sentence.startswith("Something in Karuta went wrong; a report")
    assert "TypeError" in logged() and "hanako" not in logged()


@pytest.mark.usefixtures("stocked")
def test_doctor_names_the_log_and_says_whether_it_holds_recent_bugs(
    karuta: Karuta, monkeypatch: pytest.MonkeyPatch
) -> None:

    def said() -> dict[str, object]:
        ended = karuta("doctor", "--json")
        assert ended.code == 0
        (found,) = [finding for finding in ended.json if finding["check"] == "log"]
        return found

    assert str(paths.log_folder() / NAME) in str(said()["message"]) and "no bug" in str(said()["message"])
    with monkeypatch.context() as patched:
        patched.setattr("karuta.cli.catalogue.describe_catalogue", planted)
        karuta("catalogue", "info")
    found = said()
    assert found["ok"] and str(found["message"]).startswith("1 bug in the last seven days")
    assert str(paths.log_folder() / NAME) in str(found["message"]) and found["advice"]


@pytest.mark.usefixtures("stocked")
def test_where_no_report_can_be_written_that_is_said(
    karuta: Karuta, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(paths, "log_folder", lambda: tmp_path / "file" / "log")
    monkeypatch.setattr("karuta.cli.catalogue.describe_catalogue", planted)
    ended = karuta("catalogue", "info", "--json")
    assert (ended.code, ended.out) == (1, "")
    assert "no report could be written" in ended.sentence


REAL = """
import sys
sys.argv[0] = "karuta"
import karuta.bootstrap as b
{before}
b.main()
"""


def really(tmp_path: Path, before: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real program in a process of its own."""
    home = {name: str(tmp_path) for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")}
    return subprocess.run(
        [sys.executable, "-c", REAL.format(before=before), "--library", str(tmp_path / "library"), *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | home | {"XDG_STATE_HOME": str(tmp_path / "state")},
    )


def log_of(tmp_path: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob(NAME))


@pytest.mark.parametrize(
    "before",
    [
        "b.paths.resources_folder = lambda: {}['resources']",
        "b.command_line.run = lambda *_: 1 // 0",
    ],
)
def test_a_bug_before_any_command_begins_is_in_the_log(tmp_path: Path, before: str) -> None:
    ended = really(tmp_path, before, "doctor", "--json")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("Something in Karuta went wrong; a report") and ended.stderr.count("\n") == 1
    assert " BUG " in log_of(tmp_path)


def test_two_commands_that_fail_at_once_write_into_one_log(tmp_path: Path) -> None:
    before = "b.paths.resources_folder = lambda: {}[sys.argv[-1]]"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", REAL.format(before=before), "doctor"],
            env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(3)
    ]
    assert [process.wait(120) for process in started] == [1, 1, 1]
    assert log_of(tmp_path).count(" BUG ") == 3
