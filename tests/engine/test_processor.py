"""A processor without AVX: Annoy is not asked, the exact search answers, and a person is told once."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

import numpy as np
import pytest

from karuta.engine import index
from karuta.engine.index import annoy_available, build_index, can_run_annoy
from karuta.engine.search import PictureVectors


@pytest.fixture
def without_avx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    monkeypatch.setattr(index, "_features", lambda: {"SSE42": True, "AVX": False})
    # Were it loaded nevertheless, the real one could end the process.
    monkeypatch.setitem(sys.modules, "annoy", type(sys)("annoy"))


@pytest.mark.usefixtures("without_avx")
def test_without_avx_annoy_is_not_there(tmp_path: Path) -> None:
    assert not annoy_available()
    stock = PictureVectors(("0" * 64,), np.ones((1, 1), np.float32))
    assert build_index(tmp_path, stock, model_hash="m" * 64).annoy is None


@pytest.mark.usefixtures("without_avx")
def test_what_nothing_is_known_of_is_taken_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_features", dict)
    assert can_run_annoy()
