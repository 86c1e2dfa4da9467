"""The title reader's training goes on after a kill; what is written of it reads strips of any width. Needs `train`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from karuta.domain.printing.letters import CLASSES, LETTERS  # noqa: E402
from karuta.engine.sessions import open_session  # noqa: E402
from workshop.backbone import train_names  # noqa: E402
from workshop.backbone.codes_net import NamesNetwork  # noqa: E402
from workshop.backbone.export_names import READER  # noqa: E402
from workshop.backbone.export_names import main as export  # noqa: E402
from workshop.backbone.run_folder import RunFolder  # noqa: E402
from workshop.backbone.train_codes import prepared  # noqa: E402
from workshop.code_reader import typefaces  # noqa: E402

RECIPE = Path(train_names.__file__).parents[1] / "name_reader" / "recipes" / "name-reader.json"


def trained(tmp_path: Path, run: str, *, steps: int) -> dict[str, torch.Tensor]:
    """The shipped recipe, in steps of four strips; the rate does not fall yet."""
    config = tmp_path / f"{steps}.json"
    config.write_text(json.dumps(json.loads(RECIPE.read_text()) | {"steps": steps, "fall": 0, "strips": 4}))
    words = tmp_path / "words"
    words.write_text("winter\nhawk\n")
    arguments = ["--config", str(config), "--words", str(words), "--run", str(tmp_path / run), "--batches", "1"]
    assert train_names.main(arguments) == 0
    state = RunFolder(tmp_path / run).load()
    assert state is not None
    return dict(state["net"])


@pytest.fixture(autouse=True)
def one_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pillow's own font alone, which every computer has."""
    face = typefaces.type_faces([])[0]
    monkeypatch.setattr(train_names, "type_faces", lambda *_, **__: [face])
    monkeypatch.setattr(train_names, "parted_by_family", lambda faces, _: ([faces], [faces]))


def test_what_is_exported_reads_strips_of_any_width_as_the_network_does(tmp_path: Path) -> None:
    net = NamesNetwork()
    net.load_state_dict(trained(tmp_path, "run", steps=2))
    assert export(["--reader", str(tmp_path / "run"), "--out", str(tmp_path / "out")]) == 0
    reader = open_session(tmp_path / "out" / READER, threads=1)
    for width in (64, 136, 512):
        strips = prepared(np.random.default_rng(width).integers(256, size=(2, 32, width), dtype=np.uint8))
        (answer,) = reader.run(["letters"], {"strips": strips})
        assert answer.shape == (2, len(LETTERS) + 1, 1, width // 4) and answer.shape[1] == CLASSES
        with torch.no_grad():
            wanted = net.eval()(torch.from_numpy(strips)).numpy()
        assert np.abs(answer - wanted).max() < 0.05
    assert (tmp_path / "out" / READER).stat().st_size < 800_000
