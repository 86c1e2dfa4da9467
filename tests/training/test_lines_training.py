"""The finder of lines learns, survives a kill, and is written as it answers. Needs the extra `train`."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from karuta.engine.sessions import open_session  # noqa: E402
from workshop.backbone import train_lines  # noqa: E402
from workshop.backbone.lines_net import LinesNetwork, lines_graph, prepared  # noqa: E402
from workshop.backbone.net_training import TrainingPlan, run_steps  # noqa: E402
from workshop.backbone.run_folder import RunFolder  # noqa: E402
from workshop.backbone.train_lines import LinesTraining, measure, read_config  # noqa: E402
from workshop.code_reader.typefaces import type_faces  # noqa: E402
from workshop.name_reader.scenes import SceneMaker  # noqa: E402

# Threads that wait for each other take longer than these small pieces.
torch.set_num_threads(1)

RECIPE = Path(train_lines.__file__).parents[1] / "name_reader" / "recipes" / "line-finder.json"
RECIPE_CONFIG = read_config(RECIPE)
CONFIG = replace(RECIPE_CONFIG, steps=4, warmup=1, fall=2, mix=replace(RECIPE_CONFIG.mix, pieces=((64, 2), (96, 1))))


def maker() -> SceneMaker:
    return SceneMaker(type_faces([]), CONFIG.mix, seed=1)


def trained(folder: Path, *, steps: int, painters: int = 0) -> LinesTraining:
    torch.manual_seed(1)
    training = LinesTraining(LinesNetwork(), CONFIG)
    plan = TrainingPlan(
        steps, maker().batch, training.take, asdict(CONFIG), {"what": "lines"}, cost="pieces_cpu_s", painters=painters
    )
    run_steps(training, plan, RunFolder(folder), save_every=2)
    return training


def test_the_file_answers_as_the_network_at_any_size_and_is_small(tmp_path: Path) -> None:
    net = trained(tmp_path / "run", steps=2).net
    assert set(measure(net, maker(), steps=1)) == {"recall", "precision", "right way up", "ln height off by"}
    net.eval()
    lines_graph(net).save(tmp_path / "finder.onnx")
    session = open_session(tmp_path / "finder.onnx", threads=1)
    for height, width in ((64, 96), (160, 32)):
        photo = prepared(np.random.default_rng(1).integers(0, 256, (1, height, width)).astype(np.uint8))
        with torch.no_grad():
            wanted = net(torch.from_numpy(photo)).numpy()
        assert np.abs(session.run(None, {"photo": photo})[0] - wanted).max() < 0.02
    assert (tmp_path / "finder.onnx").stat().st_size < 400_000
