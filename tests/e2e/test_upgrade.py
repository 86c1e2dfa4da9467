"""Libraries of older versions open with everything in them; those versions refuse what was brought up to date."""

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
from tests import older_library
from tests.e2e.conftest import Karuta
from tests.lab.replay import replayed
from tests.lost_labels import events
from tests.replacing import Replacing, Site, copy_of, run_killed

from karuta.paths import LibraryFolder
from karuta.services.library.open_library import bring_up_to_date
from karuta.store.label_file import LabelFile

ROOT = Path(__file__).resolve().parents[2]
# Commit and number of labels: the last one before the version became 0.2.0, and two on the way to it.
VERSIONS = {"0.1.0": ("45f51fc0", older_library.LARGE), "third wave": ("e7643c9e", 40), "fourth wave": ("2b0bfff9", 40)}

Old = Callable[..., "subprocess.CompletedProcess[str]"]
pytestmark = pytest.mark.long


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> tuple[str, int]:
    return VERSIONS[request.param]


@pytest.fixture(scope="module")
def old(version: tuple[str, int], tmp_path_factory: pytest.TempPathFactory) -> Old:
    """Runs Python with the code of an older version: `-m karuta ...` or a script."""
    commit, git = version[0], ("git", "-C", str(ROOT))
    packed = subprocess.run([*git, "archive", commit, "app", "resources", "tests"], capture_output=True, check=False)
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
def made(version: tuple[str, int], old: Old, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the older version's library, its photos and its own export of the labels."""
    folder = tmp_path_factory.mktemp("made")
    done = old(older_library.__file__, folder, version[1])
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made / "library", tmp_path / "library")
    return tmp_path / "library"


def test_an_older_library_opens_with_everything_in_it_and_replay_proves_each_label(
    karuta: Karuta, version: tuple[str, int], old: Old, made: Path, library: Path, tmp_path: Path
) -> None:
    before = json.loads((library / "models" / "active.json").read_text(encoding="utf-8"))["model"]
    is_large = version[1] >= older_library.LARGE
    assert is_large == ("-head-" in before)
    repaired = karuta("doctor", "--repair")
    assert repaired.code == 0, repaired.out
    assert len(list((library / "backups").glob("labels-v*"))) > len(
        list((made / "library" / "backups").glob("labels-v*"))
    )

    rows = karuta("labels", "export", tmp_path / "after.csv")
    assert rows.code == 0, rows.err
    was, now = (table(path) for path in (made / "before.csv", tmp_path / "after.csv"))
    assert len(was) == version[1]
    assert [{name: row[name] for name in was[0]} for row in now] == was

    packs = {pack["pack"]: pack["cards"] for pack in karuta("pack", "list", "--json").json}
    assert packs == ({"catalogue": 224, "menko": 12} if is_large else {"catalogue": older_library.SOME})
    active = next(model for model in karuta("model", "list", "--json").json if model["active"])
    assert active["name"] == before
    found = karuta("lookup", next((made / "photos").glob("*.jpg")), "--json").json[0]
    assert found["model"].startswith(before) and found["sightings"]

    labels = replayed(LibraryFolder(library))
    assert len(labels) > 0.9 * version[1]
    assert all(label.fault is None and label.same_list and label.checked == label.shown for label in labels)

    # And back: the older program says why it does not, and writes nothing.
    held = {path: path.read_bytes() for path in (library / "labels.db", library / "catalogue.db")}
    photo = next((made / "photos").glob("*.jpg"))
    # A catalogue of the later versions is still of this form: they read it, and look the photo up before they refuse.
    of_catalogue = (("lookup", photo), ("confirm", photo, "K001")) if is_large else ()
    for words in (*of_catalogue, ("labels", "export", tmp_path / "x.csv"), ("undo",)):
        refused = old("-m", "karuta", "--library", library, *words)
        assert refused.returncode == 1 and "by a newer Karuta" in refused.stderr, (words, refused)
        assert len(refused.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in held} == held


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a process that was forked")
def test_killed_while_it_is_brought_up_to_date_a_library_opens_with_everything_in_it(
    karuta: Karuta, made: Path, tmp_path: Path
) -> None:
    whole = copy_of(Site(made), tmp_path / "whole")
    writes = run_killed(UPGRADE, whole, 0)
    assert writes is not None
    for step in sorted({1 + (writes - 1) * at // 19 for at in range(20)}):
        site = copy_of(Site(made), tmp_path / "round")
        assert run_killed(UPGRADE, site, step) is None
        UPGRADE.run(site)
        assert events(site.library.labels_db) == events(made / "library" / "labels.db"), f"killed before write {step}"
        out = tmp_path / "after.csv"
        rows = karuta("--library", site.library.root, "labels", "export", out, "--force")
        assert rows.code == 0, rows.err
        was, now = table(made / "before.csv"), table(out)
        assert [{name: row[name] for name in was[0]} for row in now] == was
        shutil.rmtree(site.folder)


def brought_up_to_date(site: Site) -> None:
    bring_up_to_date(site.library)
    LabelFile.open_writing(site.library).close()


UPGRADE = Replacing("upgrade", brought_up_to_date)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row["photo"], row["sighting"]))
