"""What all tests share: which of them run, in how many processes, where the real data may lie, a home of their own.

`start.py test` is the quick suite; `--all` runs those marked `long` too, and of those with a share all the examples.

Circles of garbage are looked for between tests. By itself Python looks in any thread that makes objects, and
pytest-xdist listens in one of its own: widgets of the last test were freed there while Qt still used them.
"""

from __future__ import annotations

import gc
import logging
import math
import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

import karuta  # noqa: F401 - first of all: it keeps ONNX Runtime from sending, whoever else would import that
from karuta.cli import output
from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from tests import amounts, remembered
from tests.comparison import told_shortly

if TYPE_CHECKING:
    from karuta.store.label_file import LabelFile
    from tests.commands import Run
    from tests.lost_labels import Had

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# A slow machine is no failure: the default deadline of 200 ms a case would make it one.
hypothesis.settings.register_profile("karuta", deadline=None)
hypothesis.settings.load_profile("karuta")


# A process of the suite has held 1.5 GB at most.
BYTES_A_PROCESS = 3 * 2**30
MOST_PROCESSES = 8

# Thousands of labels are written, and a real disk takes 2-6 ms to say that one is safe. The whole suite needs 2 GB.
MEMORY_DISK = Path("/dev/shm")
BYTES_OF_FILES = 6 * 2**30

# What the last test made is looked through before the next one, everything before each of so many.
ALL_GARBAGE_EVERY = 10
TESTS = count(1)

CRASHED: list[str] = []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process a core for many tests, as far as the memory goes; for few tests this one alone.

    That one is ready at once, and lets print and debug. `-n 3` overrides it.
    """
    if asks_for_few(config):
        return 0
    processes = min(cores(), memory() // BYTES_A_PROCESS, MOST_PROCESSES)
    if processes < 2:
        return 0
    # numpy's own threads would only be in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if memory() >= processes * BYTES_A_PROCESS + BYTES_OF_FILES and has_room(MEMORY_DISK):
        # Where pytest makes its temporary folders.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY_DISK))
    return processes


def has_room(disk: Path) -> bool:
    return os.access(disk, os.W_OK) and shutil.disk_usage(disk).free >= BYTES_OF_FILES


def asks_for_few(config: pytest.Config) -> bool:
    """Some tests by name, the failed ones again, single files, or output that is to be seen as it comes."""
    option = config.option
    named = [Path(str(argument).partition("::")[0]) for argument in config.args]
    return bool(
        option.keyword
        or option.markexpr not in ("", "long")
        or option.capture == "no"
        or getattr(option, "lf", False)
        or all(path.suffix == ".py" for path in named)
    )


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def memory() -> int:
    """The machine's, in bytes; where it does not say, as much as four processes want."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 4 * BYTES_A_PROCESS


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run what is long too, and all examples of the others")
    parser.addoption(
        "--networks",
        choices=("int8", "exact"),
        default="int8",
        help="the form of the networks that find cards: int8 where it answers as it should, or always the exact one",
    )


def pytest_configure(config: pytest.Config) -> None:
    gc.disable()
    # A suite that was begun in the background inherits that Ctrl+C is ignored, and the programs it starts would too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # The processes of a test would each compile the whole program for themselves.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    remembered.remember()
    # Before any module of tests is read: their decorators ask for it.
    amounts.runs_all = config.getoption("--all")
    remembered.choose_form(int8=config.getoption("--networks") == "int8")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--all"):
        left_out = [item for item in items if is_long(item)]
        items[:] = [item for item in items if not is_long(item)]
        config.hook.pytest_deselected(items=left_out)
    # What takes long begins first, so that no process is left alone with it at the end.
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the real data is not beside this checkout"))


def is_long(item: pytest.Item) -> bool:
    """Whether the quick suite does without it; where it has a share, the quick suite runs that."""
    return any(not mark.kwargs.get("share") for mark in item.iter_markers("long"))


@pytest.hookimpl(optionalhook=True)
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport, sched: object) -> None:
    """A process that died ends the run, with the name of the test it died in; the others would wait for its rest."""
    del sched
    report.longrepr = f"the process died in {crashitem}; run it alone with -n 0 to see why"
    CRASHED.append(crashitem)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if CRASHED and report.nodeid == CRASHED[0]:
        pytest.exit(f"the process died in {CRASHED[0]}", returncode=1)


def pytest_collection_finish() -> None:
    # The modules stay; looking through them before every tenth test would take a third of the suite's time.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    # Before a test, when nothing holds the last one's photos and networks any more; what is left then is kept for long.
    gc.collect(1 if next(TESTS) % ALL_GARBAGE_EVERY else 2)
    return (yield)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    return told_shortly(op, left, right)


@pytest.fixture
def shared_data() -> Path:
    """The real data beside the checkout; for tests marked `shared`."""
    return SHARED


class _BugsHeard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.entries: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("karuta."):
            self.entries.append(logging.Formatter().format(record))


@pytest.fixture(autouse=True)
def no_bug(request: pytest.FixtureRequest) -> Iterator[None]:
    """A bug that is caught, logged and lived with is a failure all the same, except where it was planted."""
    heard, root = _BugsHeard(), logging.getLogger()
    root.addHandler(heard)
    yield
    root.removeHandler(heard)
    if heard.entries and request.node.get_closest_marker("plants_bugs") is None:
        pytest.fail(f"a bug is in the log:\n{heard.entries[0]}", pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def no_line_of_progress() -> Iterator[None]:
    """What a command prints does not depend on how busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(output, "SECONDS_IN_A_PIPE", math.inf)
        yield


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> LibraryFolder:
    """The demo library, made once a process. Who writes takes a copy of it (`copied_demo`)."""
    from karuta.paths import resources_folder
    from karuta.services.library.demo import ready_demo

    library = LibraryFolder(tmp_path_factory.mktemp("demo") / "library")
    ready_demo(library, resources_folder(), cancel=CancelToken(), progress=lambda *_: None)
    return library


@pytest.fixture(scope="session")
def copied_demo(made_demo: LibraryFolder) -> Callable[[Path], LibraryFolder]:
    """A copy of the demo library, at a place that is not there yet."""
    return lambda place: LibraryFolder(Path(shutil.copytree(made_demo.root, place)))


@pytest.fixture(scope="module")
def made() -> LibraryFolder | None:
    """What `library` is a copy of. A module whose tests need more than an empty one makes it here, once."""
    return None


@pytest.fixture
def library(made: LibraryFolder | None, tmp_path: Path) -> LibraryFolder:
    """A library of this test's own; without `made` its folder is not there yet."""
    library = LibraryFolder(tmp_path / "library")
    if made is not None:
        shutil.copytree(made.root, library.root)
    return library


@pytest.fixture
def file(library: LibraryFolder) -> Iterator[LabelFile]:
    """Its label file, open for writing. Whatever a test does: the queue says what the labels say, and seals hold."""
    from karuta.store.label_file import LabelFile
    from karuta.store.label_health import label_health

    with LabelFile.open_writing(library) as opened:
        yield opened
        assert label_health(opened).queue_astray == 0
        assert opened.broken_seals() == []


@pytest.fixture(scope="session")
def had_once(tmp_path_factory: pytest.TempPathFactory) -> Had:
    from tests.lost_labels import library_with_backup

    folder = tmp_path_factory.mktemp("had")
    return library_with_backup(LibraryFolder(folder / "library"), folder / "photos")


@pytest.fixture
def had(had_once: Had, library: LibraryFolder, tmp_path: Path) -> Had:
    """`library` with labels and a backup, of which a test loses what it wants."""
    return had_once.copied(library, tmp_path / "photos")


@pytest.fixture
def run(library: LibraryFolder, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line on `library`."""
    from tests.commands import commands_on

    return commands_on(library, capsys)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders for one test each; `mktemp` would look through all of thousands for the next number."""
    base = tmp_path_factory.mktemp("homes")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the person's own library, settings or logs."""
    home = next(homes)
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
