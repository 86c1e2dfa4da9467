"""The starter is no package of Karuta's: its folder is put on the path for its tests alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))


@pytest.fixture
def root() -> Path:
    return ROOT
