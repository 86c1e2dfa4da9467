"""Makes eight-bit forms of a model's detector and corners net, and the probe by which a processor is tried.

python -m workshop.backbone.quicken MODEL OUT --catalogue FOLDER [--photos 120] [--seed 5]

MODEL: a model's folder; OUT: that of forms in eight bits (`engine/int8_networks`). Ranges come from simulated photos.
Needs `onnx` (the extra `train`). It trains nothing, and it says how far answers are apart; what that does to lookups
`tests.lab.lookup_pairs` and `tests.lab.recognition` measure.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper
from onnx.utils import extract_model
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static

from karuta.engine.decode import decode
from karuta.engine.embed import NetSession
from karuta.engine.int8_networks import CARD, FORMAT, answers, relative_error
from karuta.engine.model import load_model, read_model_card
from karuta.engine.prepare import InputSpec
from karuta.engine.sessions import open_session
from karuta.files import file_hash, make_folder, write_whole
from karuta.training.model_folder import save_array
from karuta.training.photographer import Grade, photograph
from workshop.artworks import artwork_files

log = logging.getLogger(__name__)

NETS = ("detector", "corners")
# The probe: so many convolutions of the corners net, from its input.
PROBE_NET, PROBE_CONVOLUTIONS = "corners", 9
PHOTO = (500, 667)
# Views of a network that ranges are taken from.
MOST_VIEWS = 240
# Convolutions that stay exact. The last ones' sums are the answers: in eight bits a corner would have 255 places. So a
# corner at a peak is off by 0.7 of the detector's pixels, and by 0.9 with the very last alone, at a ninth less time.
FIRST_EXACT, LAST_EXACT = 3, 8
# How far off an outline may be, in shares of its width and height.
SLANT = 0.06
AT_ONCE = 4

Views = NDArray[np.float32]
"""(n, 3, height, width), as a network takes them."""


@dataclass(eq=False)
class _Listening:
    """A session that keeps what it was asked."""

    session: NetSession
    heard: list[NDArray[np.float32]]

    def run(self, outputs: list[str] | None, inputs: dict[str, Any]) -> list[Any]:
        self.heard.extend(next(iter(inputs.values())))
        return self.session.run(outputs, inputs)


class _Views(CalibrationDataReader):  # type: ignore[misc]
    def __init__(self, views: Views, *, name: str) -> None:
        self._parts: Iterator[dict[str, Views]] = iter(
            [{name: views[at : at + AT_ONCE]} for at in range(0, len(views), AT_ONCE)]
        )

    def get_next(self) -> dict[str, Views] | None:
        return next(self._parts, None)


def views_of(model: Path, faces: Sequence[Path], *, photos: int, seed: int) -> dict[str, Views]:
    """The views that the model's networks get while it looks for the cards of simulated photos of these faces."""
    detector: Any = load_model(model, threads=1).detector
    heard: dict[str, list[NDArray[np.float32]]] = {name: [] for name in NETS}
    for name, part in (("detector", detector._detector), ("corners", detector._corners)):
        part._session = _Listening(part._session, heard[name])
    rng = np.random.default_rng(seed)
    for number in range(photos):
        face = decode(faces[int(rng.integers(len(faces)))])
        scene = photograph([face], grade=list(Grade)[number % 3], rng=rng, size=PHOTO)
        for proposal in detector.propose(scene.pixels):
            # Outlines that are far off, too: what was never seen would be cut off.
            slanted = proposal.corners + rng.normal(0, SLANT, (4, 2)) * np.ptp(proposal.corners, axis=0)
            detector.refine_loose(scene.pixels, slanted)
    return {name: np.stack(views)[rng.permutation(len(views))[:MOST_VIEWS]] for name, views in heard.items()}


def plain_graph(file: Path) -> onnx.ModelProto:
    """The network with float32 weights in place of widened float16 ones, and a name for each step."""
    model = onnx.load(file)
    held = {entry.name: entry for entry in model.graph.initializer}
    widened = [step for step in model.graph.node if step.op_type == "Cast" and step.input[0] in held]
    for step in widened:
        values = numpy_helper.to_array(held.pop(step.input[0])).astype(np.float32)
        held[step.output[0]] = numpy_helper.from_array(values, step.output[0])
        model.graph.node.remove(step)
    del model.graph.initializer[:]
    model.graph.initializer.extend(held.values())
    for number, step in enumerate(model.graph.node):
        step.name = f"{step.op_type}_{number}"
    return model


def exact_steps(model: onnx.ModelProto) -> list[str]:
    """The first convolutions and the last, by name, and what joins those into answers."""
    steps = [step.name for step in model.graph.node if step.op_type == "Conv"]
    return [*steps[:FIRST_EXACT], *steps[-LAST_EXACT:], *(s.name for s in model.graph.node if s.op_type == "Concat")]


def quickened(exact: Path, out: Path, views: Views, *, but: Sequence[str] = ()) -> None:
    """Weights a channel each, ranges as they were seen. `but`: steps that stay exact."""
    quantize_static(
        exact,
        out,
        _Views(views, name="pictures"),
        quant_format=QuantFormat.QDQ,
        per_channel=True,
        nodes_to_exclude=list(but),
        calibrate_method=CalibrationMethod.MinMax,
        op_types_to_quantize=["Conv", "Add", "Concat", "Resize", "Clip"],
        activation_type=QuantType.QUInt8,
        weight_type=QuantType.QInt8,
    )


def narrowed(file: Path) -> None:
    """Weights that stayed exact, written as float16 and widened when they are loaded, as in the exact files."""
    model = onnx.load(file)
    read = {name for step in model.graph.node if step.op_type == "Conv" for name in step.input}
    for held in list(model.graph.initializer):
        values = numpy_helper.to_array(held)
        if held.name in read and values.dtype == np.float32 and values.ndim == 4:
            model.graph.initializer.remove(held)
            model.graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), f"{held.name}_16"))
            step = onnx.helper.make_node("Cast", [f"{held.name}_16"], [held.name], to=onnx.TensorProto.FLOAT)
            model.graph.node.insert(0, step)
    onnx.save(model, file)


def make_forms(model: Path, out: Path, views: dict[str, Views]) -> None:
    """All files of `out`, and its card last."""
    card = read_model_card(model)
    make_folder(out)
    forms = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for net in NETS:
            spec = _spec(card[net]["input"])
            file, golden = f"{net}.onnx", f"{net}.npy"
            graph = plain_graph(model / card[net]["file"])
            onnx.save(graph, work / f"{net}.onnx")
            quickened(work / f"{net}.onnx", out / file, views[net], but=exact_steps(graph))
            narrowed(out / file)
            exact = answers(open_session(model / card[net]["file"], threads=1), spec)
            save_array(out / golden, exact[None])
            far = relative_error(answers(open_session(out / file, threads=1), spec), exact)
            log.info("%s: its answers are apart by %.4f of their size", net, far)
            forms.append({**_entry(out, file), "of": card[net]["sha256"], "golden": _entry(out, golden), "apart": far})
        probe = _probe(work, out, views[PROBE_NET])
    text = json.dumps({"format": FORMAT, "forms": forms, "probe": probe}, indent=1) + "\n"
    write_whole(out / CARD, lambda beside: beside.write_bytes(text.encode()))


def _probe(work: Path, out: Path, views: Views) -> list[dict[str, str]]:
    """The first layers of a net in both forms, all of them in eight bits in one; their input may have any size."""
    whole = work / f"{PROBE_NET}.onnx"
    steps = onnx.load(whole).graph.node
    last = [step.output[0] for step in steps if step.op_type == "Conv"][PROBE_CONVOLUTIONS - 1]
    files = ("probe-exact.onnx", "probe-quick.onnx")
    extract_model(str(whole), str(work / "slice.onnx"), ["pictures"], [last])
    model = onnx.load(work / "slice.onnx")
    for value in (*model.graph.input, *model.graph.output):
        for at, side in enumerate(value.type.tensor_type.shape.dim):
            if at != 1:
                side.dim_param = f"side{at}"
    del model.graph.value_info[:]
    onnx.save(model, out / files[0])
    quickened(out / files[0], out / files[1], views[:AT_ONCE])
    return [_entry(out, file) for file in files]


def _spec(card: dict[str, Any]) -> InputSpec:
    mean, scale = tuple(card["mean"]), tuple(card["scale"])
    return InputSpec(width=card["width"], height=card["height"], mean=mean, scale=scale)


def _entry(folder: Path, file: str) -> dict[str, str]:
    return {"file": file, "sha256": file_hash(folder / file)}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--catalogue", type=Path, action="append", required=True, help="given again: another game's")
    parser.add_argument("--photos", type=int, default=120)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    groups = [[file.path for file in artwork_files(folder) if not file.held_out] for folder in asked.catalogue]
    least = min(len(group) for group in groups)
    faces = [path for group in groups for path in group[:least]]
    make_forms(asked.model, asked.out, views_of(asked.model, faces, photos=asked.photos, seed=asked.seed))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
