"""What all tests share: where the real data may lie, a home of their own, and patience on slow machines."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import karuta  # noqa: F401 - first of all: it keeps ONNX Runtime from sending, whoever else would import that

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# A slow machine is no failure: the default deadline of 200 ms a case would make it one.
hypothesis.settings.register_profile("karuta", deadline=None)
hypothesis.settings.load_profile("karuta")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="the real data is not beside this checkout"))


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


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the person's own library, settings or logs."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "KARUTA_LIBRARY"):
        monkeypatch.delenv(name, raising=False)
