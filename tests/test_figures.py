"""The page of figures: it is what its command makes of the results, it is short, and a check's figures reach it."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.lab import figures
from tests.lab.figures import Row

ROW = Row(
    "cards found", "9 of 10", 10, "59.6-98.2", "99 %", "missed", "python -m x", "abc1234", "2026-11-29", "a machine"
)


def test_the_page_is_what_its_command_makes_and_is_short() -> None:
    text = figures.PAGE.read_text(encoding="utf-8")
    assert text == figures.page(), "python -m tests.lab.figures"
    assert len(text.encode()) <= figures.MOST_BYTES, "take out what no longer holds: the history keeps it"


def test_all_results_are_of_a_check_and_stand_on_the_page() -> None:
    kept = {path.stem for path in figures.RESULTS.glob("*.json")}
    assert kept <= {check for checks in figures.SECTIONS.values() for check in checks}
    checks = [check for checks in figures.SECTIONS.values() for check in checks]
    assert [check for check in checks if check not in kept and not figures.has_program(check)] == []


def test_a_figure_takes_the_place_of_the_older_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    for row in (ROW, replace(ROW, what="cards lost", machine="another"), replace(ROW, figure="10 of 10")):
        figures.keep("keys", row)
    rows = figures.read(tmp_path / "keys.json")
    assert [(row.what, row.figure) for row in rows] == [("cards found", "10 of 10"), ("cards lost", "9 of 10")]
    page = figures.page()
    assert "| cards found | 10 of 10 (59.6-98.2) | 99 %: missed | keys | 2026-11-29 abc1234 a |\n" in page
    assert "| cards lost | 9 of 10 (59.6-98.2) | 99 %: missed | | 2026-11-29 abc1234 b |\n" in page
    assert page.endswith("; *a*: a machine; *b*: another.\n")


@pytest.mark.parametrize(
    ("k", "aims", "outcome"),
    [
        (97, {"least": 0.97}, "97 %: met"),
        (98, {"least": 0.99}, "99 %: within"),
        (90, {"least": 0.99}, "99 %: missed"),
        (0, {"most": 0.0}, "none: met"),
        (1, {"most": 0.01}, "≤ 1 %: met"),
        (9, {"most": 0.01}, "≤ 1 %: missed"),
    ],
)
def test_an_aim_is_met_missed_or_within_the_interval(
    capsys: pytest.CaptureFixture[str], k: int, aims: dict[str, float], outcome: str
) -> None:
    figures.share("cards", k, 100, **aims)
    assert capsys.readouterr().out.endswith(f"; aim {outcome}\n")


@pytest.mark.skipif(
    not shutil.which("git") or not (figures.ROOT / ".git").exists(), reason="the commit is asked of git"
)
def test_a_kept_figure_has_its_command_without_folders_and_its_commit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran: list[dict[str, str]] = []
    monkeypatch.setattr(figures, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(figures, "RESULTS", tmp_path)

    def run(command: tuple[str, ...], *, env: dict[str, str], check: bool) -> subprocess.CompletedProcess[str]:
        ran.append(env)
        return subprocess.CompletedProcess(command, 3)

    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "run", run)
        assert figures.main(["keys", "--folder", str(tmp_path), "--seed", "2"]) == 3
    monkeypatch.setenv(figures._KEPT, ran[0][figures._KEPT])
    figures.tell("keys", "74", 1, aim="72", met=False)
    (row,) = figures.read(tmp_path / "keys.json")
    assert row.command == "python -m tests.lab.keys --folder DIR --seed 2"
    assert len(row.commit.removesuffix("+")) == 7 and row.date and row.machine and row.outcome == "missed"
