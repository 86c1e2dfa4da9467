"""The code reader's training learns, survives a kill, and writes what the engine reads. Needs the extra `train`."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from karuta.engine.code_reader import load_code_reader, prepared  # noqa: E402
from workshop.backbone import train_codes  # noqa: E402
from workshop.backbone.codes_net import CodesNetwork  # noqa: E402
from workshop.backbone.export_codes import main as export  # noqa: E402
from workshop.backbone.net_training import TrainingPlan, run_steps  # noqa: E402
from workshop.backbone.run_folder import RunFolder  # noqa: E402
from workshop.backbone.train_codes import ReaderTraining, read_config  # noqa: E402
from workshop.code_reader.strips import StripMaker  # noqa: E402
from workshop.code_reader.typefaces import type_faces  # noqa: E402

RECIPE = Path(train_codes.__file__).parents[1] / "code_reader" / "recipes" / "code-reader.json"
CONFIG = replace(read_config(RECIPE), steps=6, warmup=1, fall=2, strips=4)


def trained(folder: Path, *, steps: int, painters: int = 0) -> ReaderTraining:
    torch.manual_seed(1)
    training = ReaderTraining(CodesNetwork(), CONFIG)
    maker = StripMaker(type_faces([]), [], mix=CONFIG.mix, wear=CONFIG.wear, seed=1)
    plan = TrainingPlan(
        steps,
        lambda step: maker.batch(step, size=4),
        training.take,
        asdict(CONFIG),
        {"what": "codes"},
        cost="strips_cpu_s",
        painters=painters,
    )
    run_steps(training, plan, RunFolder(folder), save_every=3)
    return training


def test_a_killed_run_ends_as_an_unbroken_one_whoever_draws(tmp_path: Path) -> None:
    whole = trained(tmp_path / "whole", steps=6)
    trained(tmp_path / "killed", steps=3)
    again = trained(tmp_path / "killed", steps=6, painters=2)
    for one, other in zip(whole.net.parameters(), again.net.parameters(), strict=True):
        assert torch.equal(one, other)


def test_what_is_exported_answers_as_the_network_did(tmp_path: Path) -> None:
    training = trained(tmp_path / "run", steps=3)
    out = tmp_path / "code-reader-test"
    assert export(["--run", str(tmp_path / "run"), "--out", str(out), "--made", "2026-11-26"]) == 0
    pixels = StripMaker(type_faces([]), [], mix=CONFIG.mix, wear=CONFIG.wear, seed=1).batch(0, size=3).pixels
    training.net.eval()
    with torch.no_grad():
        wanted = torch.log_softmax(training.net(torch.from_numpy(prepared(pixels)))[:, :, 0], dim=1).numpy()
    found = load_code_reader(out).logs(pixels)
    assert np.abs(found - wanted.transpose(0, 2, 1)).max() < 0.05
    assert sum(file.stat().st_size for file in out.iterdir()) < 1_500_000
