"""Features are those of the very picture whose name they are kept under."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from tests.fakes import fake_model

from karuta.domain.errors import PictureError
from karuta.files import file_hash
from karuta.training.head.features import wanted_simulation
from karuta.training.head.gather import wanted_picture
from karuta.training.head.task import PictureFile


def test_a_picture_that_is_another_by_now_has_none(tmp_path: Path) -> None:
    path, embedder = tmp_path / "card.png", fake_model().embedder
    Image.new("RGB", (60, 84), (200, 30, 30)).save(path)
    picture = PictureFile(file_hash(path), path)
    asked = [wanted_picture(picture, embedder), wanted_simulation(picture, 1, seed=1, embedder=embedder)]
    assert all(request.make().shape == (256, 176, 3) for request in asked)
    Image.new("RGB", (60, 84), (30, 30, 200)).save(path)
    for request in asked:
        with pytest.raises(PictureError, match="damaged"):
            request.make()
