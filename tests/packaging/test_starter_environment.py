"""The starter's environment: when it is whole, how it is set up, and how it heals; nothing is downloaded here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from starter import install
from starter.environment import UNFINISHED, Environment
from starter.install import SetUpFailed


@pytest.fixture
def ours(tmp_path: Path) -> Environment:
    requirements = tmp_path / "packaging" / "requirements"
    requirements.mkdir(parents=True)
    (requirements / "run.txt").write_text("a==1\n", encoding="utf-8")
    (requirements / "dev.txt").write_text("a==1\nb==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    return Environment(root=tmp_path, folder=tmp_path / ".venv" / "x-3.11")


class Machine:
    """In place of venv and pip: notes what it is asked for, and fails or is killed where it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.on: dict[str, Callable[[Environment], int]] = {}

    def run(self, ours: Environment, command: Sequence[str]) -> int:
        kind = next(word for word in ("venv", "--requirement", "--editable") if word in command)
        what = Path(command[-1]).stem if kind == "--requirement" else kind
        self.asked.append(what)
        if what == "venv":
            ours.python.parent.mkdir(parents=True)
            ours.python.touch()
        return self.on.pop(what, lambda ours: 0)(ours)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine()
    monkeypatch.setattr(install, "run", machine.run)
    monkeypatch.setattr(install, "need_venv", lambda log: None)
    monkeypatch.setattr(install, "need_libraries", lambda log: None)
    return machine


def is_ready(ours: Environment, lock: str) -> bool:
    return ours.expected_lines(lock) <= ours.installed()


def fails_saying(text: str) -> Callable[[Environment], int]:
    def fail(ours: Environment) -> int:
        ours.log.write_text(text, encoding="utf-8")
        return 1

    return fail


def is_killed(ours: Environment) -> int:
    raise KeyboardInterrupt


def test_the_first_set_up_makes_everything_and_the_second_nothing(ours: Environment, machine: Machine) -> None:
    assert not is_ready(ours, "run")
    install.bring_to(ours, "run")
    assert machine.asked == ["venv", "run", "--editable"]
    assert is_ready(ours, "run")
    install.bring_to(ours, "run")
    assert len(machine.asked) == 3


def test_the_tests_environment_adds_to_the_demos_and_holds_it(ours: Environment, machine: Machine) -> None:
    install.bring_to(ours, "run")
    assert not is_ready(ours, "dev")
    install.bring_to(ours, "dev")
    assert machine.asked == ["venv", "run", "--editable", "dev", "--editable"]
    assert is_ready(ours, "dev")
    assert is_ready(ours, "run")


def test_a_changed_lock_is_installed_into_what_is_there(ours: Environment, machine: Machine) -> None:
    install.bring_to(ours, "dev")
    ours.requirements("run").write_text("a==2\n", encoding="utf-8")
    ours.requirements("dev").write_text("a==2\nb==1\n", encoding="utf-8")
    assert not is_ready(ours, "run")
    machine.asked.clear()
    install.bring_to(ours, "run")
    assert machine.asked == ["run", "--editable"]
    assert is_ready(ours, "run")
    assert not is_ready(ours, "dev")


@pytest.mark.parametrize("step", ["venv", "run", "--editable"])
def test_an_interrupted_set_up_begins_anew(ours: Environment, machine: Machine, step: str) -> None:
    machine.on[step] = is_killed
    with pytest.raises(KeyboardInterrupt):
        install.bring_to(ours, "run")
    assert not is_ready(ours, "run")
    left = ours.folder / "half a package"
    left.touch()
    machine.asked.clear()
    install.bring_to(ours, "run")
    assert machine.asked == ["venv", "run", "--editable"]
    assert not left.exists()
    assert is_ready(ours, "run")


def test_what_was_whole_stays_when_pip_fails_to_add_to_it(ours: Environment, machine: Machine) -> None:
    install.bring_to(ours, "run")
    machine.on["dev"] = fails_saying("ERROR: no room")
    with pytest.raises(SetUpFailed):
        install.bring_to(ours, "dev")
    assert is_ready(ours, "run")
    assert not is_ready(ours, "dev")


def test_a_broken_network_is_one_sentence(ours: Environment, machine: Machine) -> None:
    machine.on["run"] = fails_saying("WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n" * 9)
    with pytest.raises(SetUpFailed) as failed:
        install.bring_to(ours, "run")
    assert "check the network" in str(failed.value)
    assert "\n" not in str(failed.value)
    assert ours.stamp.read_text(encoding="utf-8").strip() == UNFINISHED


def test_a_place_that_cannot_be_written_is_one_sentence(ours: Environment, machine: Machine) -> None:
    (ours.root / ".venv").touch()
    with pytest.raises(SetUpFailed) as failed:
        install.bring_to(ours, "run")
    assert "KARUTA_ENVIRONMENT" in str(failed.value)
    assert "\n" not in str(failed.value)


def test_the_environment_of_a_moved_checkout_is_not_whole(ours: Environment, machine: Machine, tmp_path: Path) -> None:
    install.bring_to(ours, "run")
    moved = tmp_path / "elsewhere"
    (moved / "packaging").mkdir(parents=True)
    for part in ("packaging/requirements", "pyproject.toml", ".venv"):
        (ours.root / part).rename(moved / part)
    assert not is_ready(Environment(root=moved, folder=moved / ".venv" / ours.folder.name), "run")


HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from starter.one_at_a_time import only_one
with only_one(Path(sys.argv[2]), lambda: None):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_starter_waits_until_the_first_is_gone(root: Path, tmp_path: Path) -> None:
    from starter.one_at_a_time import only_one

    lock = tmp_path / "x.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(root / "packaging"), str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as first:
        assert first.stdin is not None
        assert first.stdout is not None
        assert first.stdout.readline().strip() == b"held"
        waited = []

        def let_it_die() -> None:
            waited.append(first.poll() is None)
            first.kill()

        with only_one(lock, let_it_die):
            pass
    assert waited == [True]
