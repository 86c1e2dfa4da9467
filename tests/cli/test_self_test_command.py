"""`karuta catalogue self-test`, and where else the command line says what a catalogue's own test found."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands import Run

from karuta.domain.self_test import AskedPhoto
from karuta.paths import LibraryFolder, resources_folder
from karuta.services.catalogue import self_test as module


@pytest.fixture
def library(
    copied_demo: Callable[[Path], LibraryFolder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> LibraryFolder:
    """Whose cards are all known, by 40 photos; nothing is really photographed here."""
    monkeypatch.setattr(module, "PHOTOS", 40)
    monkeypatch.setattr(
        module._Asker, "ask", lambda self, one: AskedPhoto(one, "plain", right=True, probability=0.99, stranger=0.1)
    )
    return copied_demo(tmp_path / "library")


def test_before_it_nothing_is_expected_and_the_keys_are_there(run: Run) -> None:
    assert run("catalogue", "info", "--json").one["self_test"] is None
    assert run("pack", "show", "demo", "--json").one["self_test"] is None
    assert "karuta catalogue self-test" in run("catalogue", "info")[1]


def test_the_command_says_what_to_expect_and_so_do_the_others_afterwards(run: Run) -> None:
    found = run("catalogue", "self-test", "--json").one["self_test"]
    assert (found["photos"], found["right"]["k"], found["accepted"]["k"]) == (40, 40, 0)
    assert found["sentence"].startswith("The right card comes first in 100 % of photos (91-100 %), and 0 % of cards")
    assert set(found["correction"]) == {"slope", "shift", "sure_from", "likely_from"}
    assert run("catalogue", "info", "--json").one["self_test"] == found
    assert run("pack", "show", "demo", "--json").one["self_test"] == found
    for command in (("catalogue", "self-test"), ("catalogue", "info"), ("pack", "show", "demo"), ("doctor",)):
        assert found["sentence"] in run(*command)[1], command


def test_adding_cards_does_it_once_they_are_live_unless_it_is_told_not_to(run: Run, library: LibraryFolder) -> None:
    source = str(resources_folder() / "demo" / "catalogue")
    code, out, said = run("catalogue", "add", source, "--pack", "demo", "--no-self-test")
    assert code == 0 and "comes first" not in out + said
    assert not library.self_tests.exists()
    code, out, said = run("catalogue", "add", source, "--pack", "demo", "--json")
    assert code == 0 and "comes first" in said
    # The report comes before the test, and is as it was.
    assert set(json.loads(out)) >= {"pack", "cards", "artworks", "skipped", "seconds"}
    assert "comes first" not in out
