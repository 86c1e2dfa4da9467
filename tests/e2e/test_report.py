"""`karuta report FILE`: what is sent to whoever helps is complete, and names nobody and nothing of theirs."""

from __future__ import annotations

import getpass
import json
import zipfile
from pathlib import Path

import pytest
from tests.e2e.conftest import Karuta, photo
from tests.e2e.test_bugs import planted
from tests.kept import flip

from karuta import __version__, paths
from karuta.engine.recognise import Recogniser
from karuta.log.log_file import NAME
from karuta.services.library.doctor import CHECKS
from karuta.services.library.report import FINDINGS, VERSIONS


def entries(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


@pytest.mark.plants_bugs
@pytest.mark.usefixtures("stocked")
def test_a_report_has_versions_findings_and_log_and_no_name_path_or_photo(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = photo(tmp_path / "Hanako's party.jpg", 6)
    assert karuta("confirm", picture, "6", "--annotator", "Chiyo").code == 0
    flip(next((library / "artworks").rglob("*.png")))
    picture.unlink()
    with monkeypatch.context() as patched:
        patched.setattr(Recogniser, "recognise", planted)
        karuta("lookup", photo(tmp_path / "Hanako at home.jpg", 5))
    (paths.log_folder() / f"{NAME}.1").write_text(f"an older entry of {getpass.getuser()}\n", encoding="utf-8")

    out = tmp_path / "report.zip"
    ended = karuta("report", out)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Report written to {out}; it contains no names and no pictures.\n"

    texts = entries(out)
    assert list(texts) == [VERSIONS, FINDINGS, NAME, f"{NAME}.1"]
    assert f"Karuta {__version__}" in texts[VERSIONS] and "Labels: 1 photo, 1 label by 1 annotator" in texts[VERSIONS]
    findings = [json.loads(line) for line in texts[FINDINGS].splitlines()]
    assert {"library", "networks", "log"} <= {finding["check"] for finding in findings}
    (artworks,) = (finding for finding in findings if finding["check"] == "artworks")
    assert not artworks["ok"] and "24 of 24 picture files are there" in artworks["message"]
    assert artworks["rows"] == [] and artworks["advice"]
    assert "TypeError: 'NoneType' object is not callable" in texts[NAME]
    personal = [Path.home(), tmp_path, library, tmp_path.name, "Hanako", "Chiyo", "party", "ohajiki"]
    for name, text in texts.items():
        assert not [word for word in personal if str(word).casefold() in text.casefold()], name
        assert getpass.getuser() not in text.split()


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.usefixtures("stocked")
def test_what_a_check_says_of_a_damaged_library_names_no_folder(
    karuta: Karuta, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    """Whatever a check says, of a library of which every file is a torn one."""
    for file in [file for file in library.rglob("*") if file.is_file()]:
        file.write_bytes(file.read_bytes()[:100])
    monkeypatch.setattr("karuta.services.library.doctor.CHECKS", {check: CHECKS[check]})
    out = tmp_path / "report.zip"
    assert karuta("report", out, "--json").json == [{"labels": None, "photos": None, "action": None, "file": str(out)}]
    for text in entries(out).values():
        assert str(tmp_path) not in text and tmp_path.name not in text


def test_a_report_needs_no_library_and_replaces_no_file_unasked(karuta: Karuta, library: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.zip"
    assert karuta("report", out).code == 0
    assert not library.exists()
    before = out.read_bytes()
    ended = karuta("report", out)
    assert ended.code == 1
    assert ended.sentence == f"{out} already exists; choose another name, or replace it with --force."
    assert out.read_bytes() == before
    assert karuta("report", out, "--force").code == 0
    assert karuta("report", tmp_path).sentence == f"{tmp_path} is a folder; choose a file to write to."
    assert karuta("report", tmp_path / "none" / "report.zip").code == 1
    assert karuta("report").code == 2
