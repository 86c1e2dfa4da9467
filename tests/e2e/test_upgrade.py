"""A library of 0.1.0 opens with everything in it, and 0.1.0 refuses what was brought up to date, in a sentence."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import library_0_1_0
from tests.e2e.conftest import Karuta

ROOT = Path(__file__).resolve().parents[2]
# The last one before the version became 0.2.0.
COMMIT = "45f51fc0"

Old = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Old:
    """Runs Python with the code of 0.1.0: `-m karuta ...` or a script."""
    git = ("git", "-C", str(ROOT))
    packed = subprocess.run([*git, "archive", COMMIT, "app", "resources", "tests"], capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"this checkout has no history: {packed.stderr.decode().strip()}")
    code = tmp_path_factory.mktemp("code")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(code, filter="data")
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (code / "app", code)))}

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *map(str, words)]
        return subprocess.run(command, env=variables, cwd=code, capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="module")
def made(old: Old, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the library of 0.1.0, its photos and its own export of the labels."""
    folder = tmp_path_factory.mktemp("made")
    done = old(library_0_1_0.__file__, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "library", tmp_path / "library")
    return tmp_path / "library"


def test_a_library_of_0_1_0_opens_with_everything_in_it_and_replay_proves_each_label(
    karuta: Karuta, old: Old, made: Path, library: Path, tmp_path: Path
) -> None:
    before = json.loads((library / "models" / "active.json").read_text(encoding="utf-8"))["model"]
    assert "-head-" in before
    repaired = karuta("doctor", "--repair")
    assert repaired.code == 0, repaired.out
    assert len(list((library / "backups").glob("labels-v*"))) > len(
        list((made / "library" / "backups").glob("labels-v*"))
    )

    rows = karuta("labels", "export", tmp_path / "after.csv")
    assert rows.code == 0, rows.err
    was, now = (table(path) for path in (made / "before.csv", tmp_path / "after.csv"))
    assert len(was) == library_0_1_0.LABELS
    assert [{name: row[name] for name in was[0]} for row in now] == was

    packs = {pack["pack"]: pack["cards"] for pack in karuta("pack", "list", "--json").json}
    assert packs == {"catalogue": 224, "menko": 12}
    active = next(model for model in karuta("model", "list", "--json").json if model["active"])
    assert active["name"] == before
    found = karuta("lookup", next((made / "photos").glob("*.jpg")), "--json").json[0]
    assert found["model"].startswith(before) and found["sightings"]

    replayed = karuta("labels", "replay", "--json")
    assert replayed.code == 0, replayed.err
    assert len(replayed.json) > 0.9 * library_0_1_0.LABELS
    assert all(label["same_list"] and label["checked"] == label["shown"] for label in replayed.json)

    # And back: the older program says why it does not, and writes nothing.
    held = {path: path.read_bytes() for path in (library / "labels.db", library / "catalogue.db")}
    photo = next((made / "photos").glob("*.jpg"))
    for words in (("lookup", photo), ("labels", "export", tmp_path / "x.csv"), ("confirm", photo, "K001"), ("undo",)):
        refused = old("-m", "karuta", "--library", library, *words)
        assert refused.returncode == 1 and "by a newer Karuta" in refused.stderr, (words, refused)
        assert len(refused.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in held} == held


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row["photo"], row["sighting"]))
