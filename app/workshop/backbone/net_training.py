"""A network, its optimiser and its loss, step by step: the common part of all our trainings. Knows no pictures."""

from __future__ import annotations

import argparse
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
import torch.nn.functional as F  # noqa: N812

from karuta.json_files import read_json
from workshop.backbone.full_steps import Memory, Schedule
from workshop.backbone.run_folder import RunFolder

# Batches that each painter may have ready.
DRAWN_AHEAD = 6

Net = TypeVar("Net", bound=torch.nn.Module)


@dataclass(frozen=True, kw_only=True)
class NetConfig:
    """All that determines a run of any network, apart from the pictures."""

    steps: int
    warmup: int
    fall: int
    rate: float
    weight_decay: float
    frozen_stages: int
    seed: int

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.steps, self.warmup, self.fall, self.rate)


class NetTraining(Generic[Net]):
    """Adam with weight decay over what is not frozen, at the rate of the config's schedule."""

    def __init__(self, net: Net, config: NetConfig) -> None:
        self.net = net
        self.step = 0
        self._schedule = config.schedule
        trained = [parameter for parameter in net.parameters() if parameter.requires_grad]
        self._optimiser = torch.optim.AdamW(trained, lr=config.rate, weight_decay=config.weight_decay)

    def descend(self, loss: torch.Tensor, *, clip: float | None = None) -> dict[str, float | int]:
        """One gradient step. `clip`: the largest gradient norm. Returns what every log shows."""
        rate = self._schedule.at(self.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if clip is not None:
            torch.nn.utils.clip_grad_norm_(self.net.parameters(), clip)
        self._optimiser.step()
        self.step += 1
        return {"step": self.step - 1, "rate": rate, "loss": float(loss.detach())}

    def state(self) -> dict[str, object]:
        return {"step": self.step, "net": self.net.state_dict(), "optimiser": self._optimiser.state_dict()}

    def restore(self, state: Mapping[str, Any]) -> None:
        self.step = int(state["step"])
        self.net.load_state_dict(state["net"])
        self._optimiser.load_state_dict(state["optimiser"])


def config_values(path: Path, *pairs: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A recipe's values, and its mix apart; `pairs`: the keys of the mix that are tuples."""
    values = read_json(path, dict[str, Any])
    mix = values.pop("mix")
    return values, {**mix, **{name: tuple(mix[name]) for name in pairs}}


def run_parser(command: str, about: str | None, *, start: str) -> argparse.ArgumentParser:
    """The options of every training. `start`: what a run can begin with, in words."""
    parser = argparse.ArgumentParser(prog=f"python -m workshop.backbone.{command}", description=about)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--catalogue", type=Path, required=True, help="a folder with cards.jsonl, images.csv, images/")
    parser.add_argument("--sharp", type=Path, help="larger pictures under the same file names")
    parser.add_argument("--other-faces", type=Path, help="images.csv and images/: the cards in another language")
    parser.add_argument("--run", type=Path, required=True, help="the run's folder, outside the repository")
    parser.add_argument("--start", type=Path, help=start)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--painters", type=int, default=0, help="processes that draw pictures ahead of the training")
    parser.add_argument("--save-every", type=int, default=25)
    return parser


def chosen_run(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> argparse.Namespace:
    """The parsed options; also sets torch's number of threads."""
    chosen = parser.parse_args(argv)
    torch.set_num_threads(chosen.threads)
    return chosen


def contrastive(
    photographed: torch.Tensor,
    clean: torch.Tensor,
    *,
    cards: torch.Tensor,
    memory: Memory | None,
    temperature: float,
) -> tuple[torch.Tensor, float]:
    """The loss, and the share of photos nearest to their own card.

    Symmetric InfoNCE; photos are also contrasted with the memory's cards. `photographed`, `clean`: (n, dimension) unit
    vectors, pair by pair; `cards`: (n,) numbers, all different.
    """
    own = torch.arange(len(cards))
    to_clean = photographed @ clean.T / temperature
    back = F.cross_entropy(to_clean.T, own)
    if memory is not None and len(memory.cards):
        others = photographed @ memory.vectors.T / temperature
        others = others.masked_fill(cards[:, None] == memory.cards[None, :], float("-inf"))
        to_clean = torch.cat([to_clean, others], dim=1)
    there = F.cross_entropy(to_clean, own)
    right = float((to_clean.argmax(dim=1) == own).float().mean())
    return (there + back) / 2, right


Drawn = TypeVar("Drawn")


class TrainingRun(Protocol):
    """A network and its optimiser, advanced one step at a time."""

    @property
    def step(self) -> int:
        """The number of steps taken."""

    def state(self) -> dict[str, object]: ...

    def restore(self, state: dict[str, object]) -> None: ...


@dataclass(frozen=True)
class TrainingPlan(Generic[Drawn]):
    """How a training runs: `steps` in all, what is drawn for each, and what each logs.

    `config`: as the run's folder keeps it. `entry`: the run's row in the table of runs. `cost`: the log's column for
    the seconds this process spent drawing. `painters`: processes that draw ahead; 0: each step draws its own.
    """

    steps: int
    draw: Callable[[int], Drawn]
    take: Callable[[Drawn], dict[str, float | int]]
    config: Mapping[str, Any]
    entry: Mapping[str, str | float | int]
    cost: str
    painters: int = 0


def run_steps(training: TrainingRun, plan: TrainingPlan[Any], run: RunFolder, *, save_every: int) -> None:
    """Steps from the last checkpoint until there are `plan.steps`; logged, and saved every `save_every` steps."""
    checkpoint = run.load()
    if checkpoint is not None:
        training.restore(checkpoint)
        run.cut_log(training.step)
    run.begin(plan.config)
    draws = _draws(plan, range(training.step, plan.steps))
    while training.step < plan.steps:
        began, cpu = time.monotonic(), time.process_time()
        drawn = next(draws)
        made = time.process_time() - cpu
        figures = plan.take(drawn)
        cost = {"cpu_s": time.process_time() - cpu, plan.cost: made, "wall_s": time.monotonic() - began}
        run.note({**figures, **cost})
        if training.step % save_every == 0 or training.step == plan.steps:
            run.save(training.state())
    run.enter(plan.entry)


def _draws(plan: TrainingPlan[Drawn], steps: Iterable[int]) -> Iterator[Drawn]:
    """Draw the batch of each step, in order."""
    if not plan.painters:
        yield from map(plan.draw, steps)
        return
    with ProcessPoolExecutor(plan.painters, get_context("fork"), _begin_painting, (plan.draw,)) as pool:
        ahead: deque[Future[Drawn]] = deque()
        for step in steps:
            ahead.append(pool.submit(_painted, step))
            if len(ahead) > DRAWN_AHEAD * plan.painters:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()


_draw: Callable[[int], Any] | None = None


def _begin_painting(draw: Callable[[int], Any]) -> None:
    global _draw  # noqa: PLW0603 # a pool's process keeps what it was forked with
    _draw = draw


def _painted(step: int) -> Any:
    assert _draw is not None
    return _draw(step)
