"""Which model answers, and the way back, where the file that says it was damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karuta.domain.cancel import CancelToken
from karuta.domain.errors import LibraryError
from karuta.paths import LibraryFolder
from karuta.services.library.keeping.checking import RepairContext
from karuta.services.library.keeping.models_kept import mend_models
from karuta.services.models.active_model import ACTIVE, Switch, active_model, make_active
from karuta.services.models.promote_model import roll_back_model


@pytest.fixture
def folder(tmp_path: Path) -> LibraryFolder:
    """A library in which `one` answered, then `two`, then `three`."""
    folder = LibraryFolder(tmp_path / "library")
    for name, before in (("one", None), ("two", "one"), ("three", "two")):
        (folder.models / name).mkdir(parents=True)
        (folder.models / name / "model.json").touch()
        make_active(folder, Switch(name, "2026-11-25T12:00:00+00:00", by="gate", instead_of=before))
    folder.catalogue_db.touch()
    return folder


def damage_an_entry(folder: LibraryFolder) -> None:
    path = folder.models / ACTIVE
    said = json.loads(path.read_text(encoding="utf-8"))
    said["history"][2]["instead_of"] = 7
    path.write_text(json.dumps(said), encoding="utf-8")


def test_a_damaged_entry_is_counted_and_the_model_goes_on_answering(folder: LibraryFolder) -> None:
    damage_an_entry(folder)
    active = active_model(folder)
    assert active is not None
    assert (active.name, active.unread, len(active.history)) == ("three", 1, 2)


def test_a_rollback_guesses_no_model_from_a_history_with_a_hole(folder: LibraryFolder) -> None:
    damage_an_entry(folder)
    with pytest.raises(LibraryError, match=r"is damaged and no longer says .* promote NAME"):
        roll_back_model(folder, cancel=CancelToken(), told=lambda what, done, total: None)
    active = active_model(folder)
    assert active is not None and active.name == "three"


def test_a_repair_begins_the_history_again_and_keeps_the_damaged_one(folder: LibraryFolder) -> None:
    damage_an_entry(folder)
    damaged = (folder.models / ACTIVE).read_bytes()
    told = list(mend_models(RepairContext(folder, Path("nowhere"))))
    assert [str(message).partition(";")[0] for message in told] == ["The history of the active model begins again"]
    active = active_model(folder)
    assert active is not None and (active.name, active.unread) == ("three", 0)
    assert [path.read_bytes() for path in folder.damaged.rglob(ACTIVE)] == [damaged]
    with pytest.raises(LibraryError, match="nothing to roll back to"):
        roll_back_model(folder, cancel=CancelToken(), told=lambda what, done, total: None)
