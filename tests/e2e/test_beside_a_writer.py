"""Readers live through writers: lookups while a pack is being added, after it was killed, and a second writer waits."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.amounts import amount
from tests.e2e.conftest import CARDS, Karuta, pack, photo
from tests.waiting import until

from karuta.store.lock import writer

MORE = range(201, 201 + amount(240, least=60))
# The catalogue's own test, of simulated photos, is not what is written.
ADD = ("catalogue", "add", "--no-self-test")


def command(library: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "karuta", "--library", str(library), *map(str, arguments)]


def reading(process: subprocess.Popen[bytes], library: Path) -> bool:
    """Wait until the writer has begun to write (its lock's holder is named), or has ended already."""
    holder = library / "catalogue.holder"
    return until(lambda: holder.is_file() or process.poll() is not None) and holder.is_file()


@pytest.mark.long(share=True)
def test_lookups_answer_while_a_pack_is_added_and_after_it_was_killed(
    karuta: Karuta, folder: Path, library: Path, tmp_path: Path
) -> None:
    karuta("catalogue", "add", folder)
    more = pack(tmp_path / "more", game="menko", seeds=MORE)
    picture = photo(tmp_path / "p.jpg", 7)
    adding = subprocess.Popen(command(library, *ADD, more), stdout=subprocess.DEVNULL)
    begun = reading(adding, library)
    beside = [karuta("lookup", picture, "--json") for _ in range(3)]
    adding.send_signal(signal.SIGKILL)
    adding.wait()
    after = karuta("lookup", picture, "--json")
    assert begun
    for ended in (*beside, after):
        assert ended.code == 0, ended.err
        assert ended.json[0]["sightings"][0]["matches"][0]["card_id"] == "7"

    again = karuta(*ADD, more, "--json")
    assert again.code == 0, again.err
    counts = again.json[0]["artworks"]
    assert counts["added"] + counts["same"] == len(MORE)
    assert karuta("doctor").code == 0
    (info,) = karuta("catalogue", "info", "--json").json
    assert info["artworks"] == CARDS + len(MORE)


def test_a_second_writer_is_told_who_is_writing(
    karuta: Karuta, folder: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karuta.store import lock

    monkeypatch.setattr(lock, "WAIT_SECONDS", 0.1)
    with writer(library / "catalogue.lock", "karuta catalogue add"):
        ended = (
            karuta("index", "rebuild") if (library / "catalogue.db").exists() else karuta("catalogue", "add", folder)
        )
    assert ended.code == 1
    assert "karuta catalogue add" in ended.sentence and "process" in ended.sentence
    assert karuta("catalogue", "add", folder).code == 0


def test_lookups_are_flushed_one_by_one(karuta: Karuta, folder: Path, library: Path, tmp_path: Path) -> None:
    karuta("catalogue", "add", folder)
    picture = photo(tmp_path / "p.jpg", 7)
    with subprocess.Popen(
        command(library, "lookup", "--json", *[picture] * 40), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        first = json.loads(process.stdout.readline())
        still_running = process.poll() is None
        rest = process.stdout.read().splitlines()
    assert first["photo"] == str(picture) and still_running and len(rest) == 39
