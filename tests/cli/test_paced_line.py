"""A long command says how fast it goes and how long it will take: on a terminal at once, in a pipe now and then."""

from __future__ import annotations

import io

import pytest

from karuta.cli import output
from karuta.cli.output import PacedLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *reports: tuple[float, int], total: int) -> list[str]:
    moments = iter([at for at, _ in reports])
    line = PacedLine("listings", stream, clock=lambda: next(moments))
    for _, done in reports:
        line(done, total)
    return stream.getvalue().split("\r")[1:]


def test_rate_and_time_left_are_said_once_they_are_known() -> None:
    first, second, third, last = shown(Terminal(), (0, 1000), (10, 1050), (20, 1100), (30, 10_000), total=10_000)
    assert first.rstrip() == "listings [##                       ] 1,000/10,000"
    assert second.rstrip().endswith("1,050/10,000, 5.0 a second, 30 min left")
    assert third.rstrip().endswith("1,100/10,000, 5.0 a second, 30 min left")
    assert last.endswith("\n") and "left" not in last and len(last.rstrip("\n")) >= len(third.rstrip())


def test_in_a_pipe_short_work_leaves_nothing_and_long_work_a_line_every_half_minute(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "SECONDS_IN_A_PIPE", 30.0)
    pipe = io.StringIO()
    assert shown(pipe, (0, 0), (10, 50), (29, 60), total=60) == [] and not pipe.getvalue()
    shown(pipe, (0, 0), (20, 100), (40, 200), (60, 300), (80, 400), (81, 1000), total=1000)
    assert pipe.getvalue().splitlines() == [
        "listings 200/1,000, 5.0 a second, 3 min left",
        "listings 400/1,000, 5.0 a second, 2 min left",
    ]
