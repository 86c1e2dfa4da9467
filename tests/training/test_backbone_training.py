"""Trainings learn, survive a kill, and write what the engine reads. Runs where the extra `train` is installed."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("timm")
pytest.importorskip("onnx")

from tests.training.drawn_catalogue import drawn_catalogue  # noqa: E402

from karuta.domain.errors import ModelError  # noqa: E402
from karuta.engine.cards_net import CardsNet, RefinedDetector  # noqa: E402
from karuta.engine.model import load_model  # noqa: E402
from karuta.engine.prepare import InputSpec, network_input  # noqa: E402
from karuta.engine.sessions import open_session  # noqa: E402
from karuta.training.model_folder import project, write_card  # noqa: E402
from workshop.backbone import net_training  # noqa: E402
from workshop.backbone.assemble import Ingredients  # noqa: E402
from workshop.backbone.corners_net import CornersNetwork  # noqa: E402
from workshop.backbone.detector_net import DetectorNet, detector_graph  # noqa: E402
from workshop.backbone.embedder_net import EmbedderNet  # noqa: E402
from workshop.backbone.export import LEVELS  # noqa: E402
from workshop.backbone.export_trained import export  # noqa: E402
from workshop.backbone.full_steps import Memory  # noqa: E402
from workshop.backbone.graph import INPUT, embedder_graph  # noqa: E402
from workshop.backbone.lite0 import Pooling, read_weights  # noqa: E402
from workshop.backbone.net_training import contrastive  # noqa: E402
from workshop.backbone.norms_back import read_detector, read_first_weights  # noqa: E402
from workshop.backbone.pretrained import build_backbone, build_network  # noqa: E402
from workshop.backbone.refit import RefitPlan, refitted  # noqa: E402
from workshop.backbone.run_folder import RunFolder  # noqa: E402
from workshop.backbone.train_corners import CornersConfig, CornersTraining  # noqa: E402
from workshop.backbone.train_corners import read_config as corners_config  # noqa: E402
from workshop.backbone.train_detector import DetectorConfig, DetectorTraining, begin, input_spec  # noqa: E402
from workshop.backbone.train_detector import read_config as detector_config  # noqa: E402
from workshop.backbone.train_detector import train as train_detector  # noqa: E402
from workshop.backbone.train_embedder import EmbedderConfig, EmbedderTraining  # noqa: E402
from workshop.backbone.train_embedder import read_config as embedder_config  # noqa: E402
from workshop.outlines import OutlineMix  # noqa: E402
from workshop.pairs import PairMaker, PairMix, pair_sources  # noqa: E402
from workshop.scenes import Framed, SceneMaker, SceneMix  # noqa: E402

RECIPES = Path(net_training.__file__).parent / "recipes"
SPEC = InputSpec(width=44, height=64, mean=(127.0, 127.0, 127.0), scale=(1 / 128, 1 / 128, 1 / 128))
SIDE = 96
EMBEDDER = EmbedderConfig(
    steps=4, warmup=1, fall=1, rate=4e-4, weight_decay=0.01, pairs=4, temperature=0.05, memory=8, memory_from=1,
    frozen_stages=2, gem_power=3.0, seed=1, mix=PairMix(),
)  # fmt: skip
DETECTOR = DetectorConfig(
    steps=4, warmup=1, fall=1, rate=2e-3, weight_decay=0.0, scenes=2, side=SIDE, frozen_stages=2, seed=1, mix=SceneMix()
)


CORNERS = CornersConfig(
    steps=4, warmup=1, fall=1, rate=1e-3, weight_decay=0.0, views=4, frozen_stages=2, seed=1, mix=OutlineMix()
)
VIEW = InputSpec(width=48, height=64, mean=SPEC.mean, scale=SPEC.scale)


class Killed(Exception):  # noqa: N818 # it is no error of the program
    """What stands for `kill -9` in these tests."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return drawn_catalogue(tmp_path_factory.mktemp("catalogue") / "cards", 12)


def embedder_training(config: EmbedderConfig) -> EmbedderTraining:
    projection = np.random.default_rng(1).normal(size=(1281, 8)).astype(np.float32)
    net = EmbedderNet(build_backbone(pooling=Pooling("gem", 3.0)), projection, frozen_stages=config.frozen_stages)
    return EmbedderTraining(net, config, spec=SPEC)


def detector_training(config: DetectorConfig) -> DetectorTraining:
    torch.manual_seed(config.seed)
    return DetectorTraining(DetectorNet(frozen_stages=config.frozen_stages), config)


class KilledScenes(SceneMaker):
    def scene(self, number: int) -> Framed:
        if number == 6:
            raise Killed
        return super().scene(number)


def same_weights(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    return all(torch.equal(a, b) for a, b in zip(one.state_dict().values(), other.state_dict().values(), strict=True))


def logged(run: Path) -> list[list[str]]:
    """Steps, rates and losses; the times differ."""
    with (run / "log.csv").open(encoding="utf-8", newline="") as file:
        return [row[:4] for row in csv.reader(file)]


def test_a_detector_that_was_killed_ends_as_an_unbroken_one(catalogue: Path, tmp_path: Path) -> None:
    faces = sorted((catalogue / "images").iterdir())
    how = {"side": SIDE, "mix": DETECTOR.mix, "seed": 1}
    unbroken, resumed = detector_training(DETECTOR), detector_training(DETECTOR)
    train_detector(unbroken, SceneMaker(faces, **how), RunFolder(tmp_path / "unbroken"), save_every=2)
    with pytest.raises(Killed):
        train_detector(
            detector_training(DETECTOR), KilledScenes(faces, **how), RunFolder(tmp_path / "killed"), save_every=2
        )
    train_detector(resumed, SceneMaker(faces, **how), RunFolder(tmp_path / "killed"), save_every=2)
    assert same_weights(resumed.net, unbroken.net)
    assert logged(tmp_path / "killed") == logged(tmp_path / "unbroken")


def test_weights_come_back_from_a_file_and_answer_the_same(tmp_path: Path) -> None:
    made = build_backbone(pooling=Pooling("gem", 3.0))
    with torch.no_grad():
        made.network.conv_head.weight.mul_(1.3)
    embedder_graph(made, height=64, width=44).save(tmp_path / "e.onnx")
    again = build_backbone(pretrained=False, pooling=Pooling("gem", 3.0))
    read_weights(again.network, tmp_path / "e.onnx")
    pictures = torch.rand(2, 3, 64, 44, generator=torch.Generator().manual_seed(3)) * 2 - 1
    with torch.inference_mode():
        cosines = torch.cosine_similarity(again(pictures), made(pictures), dim=1)
    assert float(cosines.min()) > 0.9999, "weights are stored in half precision"
    first = CornersNetwork(pretrained=False, size=VIEW.size)
    read_first_weights(first.network, tmp_path / "e.onnx")
    detector_graph(DetectorNet(), side=SIDE).save(tmp_path / "d.onnx")
    with pytest.raises(ModelError, match="convolutions"):
        read_weights(again.network, tmp_path / "d.onnx")


def test_a_refitted_network_is_smaller_and_tells_its_cards_apart(catalogue: Path) -> None:
    backbone = build_backbone(pooling=Pooling("gem", 3.0))
    pooling = Pooling("gem", 3.0, bands=((0, 4), (4, 8)))
    plan = RefitPlan(
        catalogue, None, None, pairs=64, seed=1, pooling=pooling, mix=PairMix(), reduced=6, dimension=5, threads=1
    )
    projection = refitted(backbone, plan)
    assert backbone.pooled == 12
    assert projection.shape == (13, 5)
    batch = PairMaker(pair_sources(catalogue), spec=training_spec(), mix=PairMix(grades=(1.0, 0.0, 0.0)), seed=9).batch(
        0, size=8
    )
    photos, cards = (
        project(features(backbone, pictures), projection) for pictures in (batch.photographed, batch.clean)
    )
    assert ((photos @ cards.T).argmax(axis=1) == np.arange(len(photos))).mean() > 0.6


def training_spec() -> InputSpec:
    return InputSpec(width=176, height=256, mean=SPEC.mean, scale=SPEC.scale, levels=LEVELS)


def features(backbone: torch.nn.Module, pictures: np.ndarray) -> np.ndarray:
    with torch.inference_mode():
        pooled = backbone(torch.from_numpy(network_input(list(pictures), training_spec()))).numpy()
    return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True))


def test_a_few_steps_on_the_same_pairs_lower_the_loss_and_leave_the_frozen_stages(catalogue: Path) -> None:
    sources = pair_sources(catalogue)
    batch = PairMaker(sources, spec=SPEC, mix=EMBEDDER.mix, seed=1).batch(0, size=6)
    training = embedder_training(replace(EMBEDDER, steps=20, memory_from=99))
    before = {name: value.clone() for name, value in training.net.state_dict().items()}
    losses = [float(training.take(batch, batch.sources)["loss"]) for _ in range(6)]
    assert losses[-1] < 0.7 * losses[0]
    after = training.net.state_dict()
    frozen = ("backbone.network.conv_stem", "backbone.network.blocks.0.", "backbone.network.blocks.1.")
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert not [name for name in changed if name.startswith(frozen) or "running" in name]
    assert {
        "weight",
        "bias",
        "backbone.network.conv_head.weight",
        "backbone.network.blocks.2.0.conv_pw.weight",
    } < changed


def test_the_detector_answers_in_onnx_as_in_torch(tmp_path: Path) -> None:
    torch.manual_seed(4)
    net = DetectorNet()
    pictures = torch.rand(2, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(3)) * 2 - 1
    with torch.no_grad():
        net(pictures)  # BatchNorm of the decoder has seen something
    net.eval()
    detector_graph(net, side=SIDE).save(tmp_path / "d.onnx")
    session = open_session(tmp_path / "d.onnx", threads=1)
    (found,) = session.run(None, {INPUT: pictures.numpy()})
    with torch.inference_mode():
        wanted = net(pictures).numpy()
    assert found.shape == (2, 9, SIDE // 8, SIDE // 8)
    assert np.abs(found - wanted).max() < 0.01 * np.abs(wanted).max()
    assert (tmp_path / "d.onnx").stat().st_size < 4_000_000
    spec = InputSpec(width=SIDE, height=SIDE, mean=SPEC.mean, scale=SPEC.scale)
    assert isinstance(CardsNet(session, input_name=INPUT, spec=spec).propose(np.zeros((90, 70, 3), np.uint8)), list)


def test_a_photo_is_told_from_the_memorys_cards_but_not_from_its_own() -> None:
    vectors = torch.eye(3)[:2]
    cards = torch.tensor([4, 5])
    memory = Memory(3, 3)
    memory.add(vectors, cards)
    alone, _ = contrastive(vectors, vectors, cards=cards, memory=None, temperature=0.1)
    own, right = contrastive(vectors, vectors, cards=cards, memory=memory, temperature=0.1)
    assert right == 1.0
    assert own > alone, "each meets the other card in the memory"
    memory.add(vectors, torch.tensor([6, 7]))
    assert memory.cards.tolist() == [5, 6, 7]
    _, wrong = contrastive(vectors, vectors * 0.9, cards=cards, memory=memory, temperature=0.1)
    assert wrong == 0.0


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("embedder", embedder_config),
        ("detector", detector_config),
        ("detector-corners", detector_config),
        ("corners", corners_config),
    ],
)
def test_each_recipe_can_be_read(name: str, read: object) -> None:
    config = read(RECIPES / f"{name}.json")  # type: ignore[operator]
    assert sum(config.mix.grades) == pytest.approx(1.0)
    assert config.steps > config.warmup
    assert config.schedule.at(config.steps - 1) <= config.rate


VERDICT = RECIPES / "verdict.json"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of an embedder's and a detector's training before their first step."""
    folder = tmp_path_factory.mktemp("runs")
    embedder, detector = RunFolder(folder / "embedder"), RunFolder(folder / "detector")
    embedder.begin(asdict(EMBEDDER))
    embedder.save(embedder_training(EMBEDDER).state())
    detector.begin(asdict(DETECTOR))
    detector.save(detector_training(DETECTOR).state())
    corners = RunFolder(folder / "corners")
    corners.begin(asdict(CORNERS))
    corners.save(CornersTraining(CornersNetwork(), CORNERS).state())
    return folder


def test_trainings_become_a_model_with_a_detector_whose_hash_is_the_embedders(runs: Path, tmp_path: Path) -> None:
    parts = Ingredients(embedder=runs / "embedder", base=None, detector=runs / "detector")
    export(parts, tmp_path / "whole", verdict=VERDICT, made="2026-01-01")
    whole = load_model(tmp_path / "whole")
    assert isinstance(whole.detector, CardsNet)
    assert whole.detector.side == SIDE
    better = Ingredients(embedder=None, base=tmp_path / "whole", detector=runs / "detector", corners=runs / "corners")
    export(better, tmp_path / "better", verdict=VERDICT, made="2026-01-01")
    refined = load_model(tmp_path / "better")
    assert isinstance(refined.detector, RefinedDetector)
    assert refined.hash == whole.hash
    kept = Ingredients(embedder=None, base=tmp_path / "better", detector=None)
    export(kept, tmp_path / "kept", verdict=VERDICT, made="2026-01-01")
    model = load_model(tmp_path / "kept")
    assert isinstance(model.detector, RefinedDetector), "what is not named is the base's"
    assert model.hash == whole.hash, "equal hashes, comparable vectors, whatever the detector"


def test_an_altered_detector_or_one_of_another_kind_is_refused(runs: Path, tmp_path: Path) -> None:
    parts = Ingredients(embedder=runs / "embedder", base=None, detector=runs / "detector")
    export(parts, tmp_path / "model", verdict=VERDICT, made="2026-01-01")
    folder = tmp_path / "model"
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    write_card(folder, {**card, "detector": {**card["detector"], "kind": "boxes"}})
    with pytest.raises(ModelError, match=r"kind. is .boxes"):
        load_model(folder)
    write_card(folder, card)
    with (tmp_path / "model" / "detector.onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(ModelError, match=r"detector\.onnx was altered"):
        load_model(tmp_path / "model")


def test_a_file_that_is_trained_on_answers_as_before_and_its_layers_have_their_scale_again(tmp_path: Path) -> None:
    detector = DetectorNet()
    with torch.no_grad():  # as after a training: no layer's numbers are of the usual size
        for norm in (module for module in detector.modules() if isinstance(module, torch.nn.BatchNorm2d)):
            norm.weight.mul_(1.5)
            norm.bias.add_(0.1)
    detector_graph(detector.eval(), side=SIDE).save(tmp_path / "detector.onnx")
    rng = np.random.default_rng(4)
    scenes = [Framed(rng.integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8), (), ()) for _ in range(4)]
    read, begun = DetectorNet(), DetectorNet()
    read_detector(read, tmp_path / "detector.onnx")
    begin(begun, tmp_path / "detector.onnx", lambda: scenes)
    assert all(module.training for module in begun.deep.modules())
    pictures = torch.from_numpy(network_input([scene.pixels for scene in scenes], input_spec(SIDE)))
    with torch.inference_mode():
        wanted = read.eval()(pictures)
        assert torch.allclose(begun.eval()(pictures), wanted, atol=5e-3 * float(wanted.abs().max()))
        begun.train()
        # What a batch says of itself is what was measured, so the first step starts from the file's answers.
        assert torch.allclose(begun(pictures), wanted, atol=0.1 * float(wanted.abs().max()))
    ours = begun.network.blocks[3][0].conv_pw.weight.detach()
    published = build_network(pretrained=True).blocks[3][0].conv_pw.weight.detach()
    assert 0.2 < float(ours.std() / published.std()) < 5.0
