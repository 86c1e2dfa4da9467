"""Whatever becomes of a file of ours, the commands that read it end in a sentence, and doctor names it.

Thousands of damages, through every command and the window: `python -m tests.lab.damaged_files`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from tests.amounts import amount
from tests.damaged_library import DOCTOR, DamagedLibrary, build_library

from karuta import paths
from karuta.domain.queue import QueueView
from karuta.gui.shell.window_layout import WindowLayout, read_layout
from karuta.services.library import doctor
from karuta.services.library.doctor import Finding
from karuta.services.library.kept_files import damaged_files, put_damaged_files_aside, watched_folder
from karuta.services.lookups.read_queue import read_queue_view
from karuta.settings import Settings, damaged_settings, put_damaged_settings_aside, read_settings

KINDS = (
    "manifest.json",
    "the index's vectors",
    "the index's list",
    "active.json",
    "model.json",
    "model.json without a seal",
    "another model.json",
    "another model.json without a seal",
    "projection.npy",
    "golden.npy",
    "learned_from.txt",
)
CONVENIENCES = ("settings.json", "queue-view.json", "watched.json", "window.json")
# Commands that take longer than a tenth of a second are asked about one damage in so many.
SLOW = ("lookup", "train", "doctor", "compare", "rollback", "rebuild")
ONE_IN = 10
DAMAGES = amount(20)


@pytest.fixture(scope="module")
def home_of_the_module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
            patch.setenv(name, str(home))
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module")
def built(home_of_the_module: None, tmp_path_factory: pytest.TempPathFactory) -> DamagedLibrary:
    del home_of_the_module
    return build_library(tmp_path_factory.mktemp("damaged"))


@pytest.fixture
def whole(built: DamagedLibrary, monkeypatch: pytest.MonkeyPatch) -> Iterator[DamagedLibrary]:
    """The library as it was built, in its own home."""
    monkeypatch.setenv("HOME", str(built.settings.parents[1]))
    yield built
    built.put_back()


@pytest.mark.long(share=True)
@pytest.mark.parametrize("name", CONVENIENCES)
def test_what_is_only_convenient_never_stops_anything_and_is_put_aside(whole: DamagedLibrary, name: str) -> None:
    (kind,) = (kind for kind in whole.kinds if kind.name == name)
    settings, library = paths.settings_file(), whole.library
    for seed in range(amount(100)):
        whole.damage(kind, seed)
        before = kind.path.read_bytes()
        assert isinstance(read_settings(settings), Settings) and isinstance(read_layout(kind.path), WindowLayout)
        assert isinstance(read_queue_view(library), QueueView)
        assert watched_folder(library) is None  # it is watched elsewhere, or nowhere
        told = [damaged_settings(settings), *damaged_files(library)]
        assert {file.path for file in told if file is not None} <= {kind.path}
        said = [put_damaged_settings_aside(settings), *put_damaged_files_aside(library)]
        assert [sentence is None for sentence in said] == [file is None for file in told], seed
        if any(said):
            aside = kind.path.with_name(f"{kind.path.name}.damaged")
            assert aside.read_bytes() == before and aside.name in next(filter(None, said))
        assert damaged_settings(settings) is None and not damaged_files(library)
        whole.put_back()


@pytest.mark.long(share=True)
@pytest.mark.parametrize("name", KINDS)
def test_damage_ends_in_a_sentence_and_doctor_names_it(whole: DamagedLibrary, name: str) -> None:
    (kind,) = (kind for kind in whole.kinds if kind.name == name)
    for seed in range(DAMAGES):
        whole.damage(kind, seed)
        is_told = False
        for command in kind.commands:
            if command[0] == "gui" or (seed % ONE_IN and any(word in SLOW for word in command[:2])):
                continue
            ran = whole.run(command)
            assert ran.complaint is None, (seed, command, ran.err)
            is_told = is_told or ran.is_told
            if command[1] in ("rollback", "rebuild"):
                whole.put_back()
                whole.damage(kind, seed)
        if not seed % ONE_IN:
            seen = whole.run(DOCTOR)
            assert seen.complaint is None, (seed, seen.err)
            assert not is_told or kind.check in wrong_in(seen.out), (seed, seen.out)
        whole.put_back()


def wrong_in(lines: str) -> set[str]:
    """The checks that found something."""
    return {said["check"] for said in map(json.loads, lines.splitlines()) if not said["ok"]}


@pytest.mark.plants_bugs
def test_doctor_goes_on_after_a_check_that_fails_in_a_way_that_nobody_thought_of(
    whole: DamagedLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(patient: object) -> Iterator[Finding]:
        raise KeyError(patient)

    monkeypatch.setitem(doctor.CHECKS, "index", broken)
    ran = whole.run(DOCTOR)
    assert ran.code == 1 and wrong_in(ran.out) == {"index"}
    checked = {json.loads(line)["check"] for line in ran.out.splitlines()}
    assert {"labels", "crops"} <= checked, "the checks after it were made"
