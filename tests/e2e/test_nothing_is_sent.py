"""Nothing is sent anywhere and nothing is written but in Karuta's own folders: seen from outside the process.

The same for 40 seconds, with the window: `python -m tests.lab.nothing_sent`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tests import published
from tests.e2e.conftest import pack, photo
from tests.loopback import Loopback
from tests.outside import Seen, has_strace, watched

from karuta.engine.model import load_model
from karuta.engine.sessions import WouldSend
from karuta.paths import resources_folder

LABELS = 20
# All that a person does without the window, in one process: cards, labels, a lookup, a step of a training.
A_DAY = """
import sys
from karuta import bootstrap
cards, shots = sys.argv[1:]
for line in (
    ["catalogue", "add", cards],
    ["labels", "import", f"{shots}/truth.csv", "--annotator", "anna"],
    ["lookup", f"{shots}/1.jpg"],
    ["train", "--steps", "1", "--simulated", "0"],
    ["doctor"],
):
    if code := bootstrap.run(line):
        sys.exit(code)
"""


def own_folders(home: Path) -> list[Path]:
    """Where Karuta keeps the library, settings and logs of a person with this home."""
    return [home / ".local" / "share" / "karuta", home / ".local" / "state" / "karuta", home / ".config" / "karuta"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("a home")


@pytest.fixture(scope="module")
def day(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """A day's work by a person whose surroundings ask for what ONNX Runtime sends."""
    cards, shots = pack(tmp_path_factory.mktemp("pack") / "cards"), tmp_path_factory.mktemp("shots")
    rows = [f"{photo(shots / f'{seed}.jpg', seed).name},{seed}" for seed in range(1, LABELS + 1)]
    (shots / "truth.csv").write_text("\n".join(["photo,card_id", *rows, ""]), encoding="utf-8")
    command = [sys.executable, "-c", A_DAY, str(cards), str(shots)]
    seen = watched(command, home=home, more={"ORT_DISABLE_TELEMETRY": "0"})
    assert seen.code == 0, seen.said
    assert "The candidate" in seen.said, seen.said
    return seen


@pytest.mark.long
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has these folders")
def test_no_file_is_left_outside_of_karutas_own_folders(day: Seen, home: Path) -> None:
    assert day.left, "nothing was seen at all"
    strays = [path for path in day.left if not any(path.is_relative_to(folder) for folder in own_folders(home))]
    assert not strays


@pytest.mark.long
@pytest.mark.skipif(not has_strace(), reason="only strace sees files that are gone again, and none may look here")
def test_no_file_is_written_outside_of_karutas_own_folders(day: Seen, home: Path) -> None:
    assert day.written, "nothing was seen at all"
    folders = [*own_folders(home), *(parent for folder in own_folders(home) for parent in folder.parents)]
    strays = [path for path in day.strays(*own_folders(home), home / "tmp") if path not in folders]
    assert not strays


@pytest.mark.long
def test_no_socket_is_opened(day: Seen) -> None:
    if day.sockets is None:
        pytest.skip("there is no strace that may look, and this system has no list of sockets")
    assert not day.sockets


def test_the_one_command_that_downloads_is_seen_to_and_leaves_nothing_elsewhere(tmp_path: Path) -> None:
    with Loopback(published.yaml_yugi()).serving() as server:
        command = [sys.executable, "-m", "karuta", "catalogue", "fetch", "yaml-yugi", "--mirror", server.address]
        seen = watched(command, home=tmp_path)
    assert seen.code == 0, seen.said
    assert seen.sockets is None or seen.sockets
    assert not [path for path in seen.left if not any(path.is_relative_to(folder) for folder in own_folders(tmp_path))]


def test_what_looks_from_outside_sees_sockets_and_files(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, socket\n"
        "one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "one.connect(('127.0.0.1', 9))\n"
        "pathlib.Path(os.environ['HOME'], 'identifier').write_text('this computer')\n"
    )
    seen = watched([sys.executable, "-c", code], home=tmp_path)
    assert seen.code == 0, seen.said
    assert seen.left == (tmp_path / "identifier",)
    assert seen.strays(tmp_path / "karuta") == [tmp_path / "identifier"]
    if has_strace():
        assert seen.sockets
        assert seen.written is not None and tmp_path / "identifier" in seen.written


@pytest.mark.parametrize("said", [None, "0", "", "false"])
@pytest.mark.parametrize(
    "begun", ["karuta", "karuta.bootstrap", "karuta.training.head.train", "karuta.engine.sessions"]
)
def test_every_process_of_ours_begins_without_telemetry_whatever_the_shell_says(
    tmp_path: Path, said: str | None, begun: str
) -> None:
    code = (
        f"import os, sys, {begun}\n"
        "assert os.environ['ORT_DISABLE_TELEMETRY'] == '1'\n"
        "assert 'onnxruntime' not in sys.modules\n"  # nor any time before this variable
    )
    given = {} if said is None else {"ORT_DISABLE_TELEMETRY": said}
    seen = watched([sys.executable, "-c", code], home=tmp_path, more=given)
    assert seen.code == 0, seen.said


@pytest.mark.parametrize("said", [None, "0", "true"])
def test_no_network_is_opened_that_could_send(said: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY")
    if said is not None:
        monkeypatch.setenv("ORT_DISABLE_TELEMETRY", said)
    (model,) = (resources_folder() / "models").glob("*/model.json")
    with pytest.raises(WouldSend):
        load_model(model.parent)
    assert os.environ.get("ORT_DISABLE_TELEMETRY") == said
