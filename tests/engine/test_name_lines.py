"""What the network says at each cell becomes lines, each once, from its own upper left round."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from karuta.engine.name_lines import CELL, LineFinder, NameLine, lines_of

Said = NDArray[np.float32]


def silent(rows: int = 128, columns: int = 128) -> Said:
    said = np.zeros((5, rows, columns), np.float32)
    said[0] = -6
    return said


def say(
    said: Said,
    middle: tuple[float, float],
    *,
    degrees: float = 0.0,
    length: float = 200.0,
    capitals: float = 20.0,
    logit: float = 4.0,
) -> NDArray[np.float64]:
    """What a sure network says of a straight line, written into `said`; the line's corners."""
    x, y = np.meshgrid(*((np.arange(n) + 0.5) * CELL for n in said.shape[:0:-1]))
    way = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
    normal = np.array([-way[1], way[0]])
    along = (x - middle[0]) * way[0] + (y - middle[1]) * way[1]
    below = (x - middle[0]) * normal[0] + (y - middle[1]) * normal[1]
    inside = (np.abs(along) <= length / 2) & (np.abs(below) <= 0.3 * capitals)
    for channel, value in enumerate((logit, way[0], way[1], np.log(capitals / 16))):
        said[channel][inside] = value
    said[4][inside] = -below[inside] / capitals
    half, up = way * length / 2, normal * capitals / 2
    return np.asarray(middle) + np.array([-half - up, half - up, half + up, -half + up])


class Told:
    """In place of the network: says what it was told, and keeps the shape and values that it was asked with."""

    def __init__(self, said: Said) -> None:
        self.said, self.asked = said, np.zeros(0)

    def run(self, outputs: Any, inputs: dict[str, Said]) -> list[Said]:
        (self.asked,) = inputs.values()
        return [self.said[None]]


def one(lines: list[NameLine]) -> NameLine:
    (line,) = lines
    return line


@pytest.mark.parametrize("degrees", [0, 17, 90, 135, 180, 263, 355])
def test_a_line_at_any_angle_begins_where_it_is_read_from(degrees: float) -> None:
    said = silent()
    corners = say(said, (250, 261), degrees=degrees)
    line = one(lines_of(said))
    # Along the line its ends may be a cell off, and are widened by a fifth of the capitals.
    assert np.abs(line.corners - corners).max() < 9
    assert np.abs((line.corners[3] - line.corners[0]) - (corners[3] - corners[0])).max() < 0.5
    assert line.capitals == pytest.approx(20, rel=0.01)


def test_lines_close_together_stay_apart_and_the_likeliest_is_first() -> None:
    said = silent()
    for number, logit in enumerate((1.0, 3.0, 2.0)):
        say(said, (200, 100 + 24 * number), degrees=3, capitals=14, logit=logit)
    say(said, (420, 256), degrees=90, logit=5.0)
    lines = lines_of(said)
    assert [round(float(line.corners[:, 1].mean()), -1) for line in lines] == [260, 120, 150, 100]
    assert [line.belief for line in lines] == sorted((line.belief for line in lines), reverse=True)


@pytest.mark.parametrize(("gap", "count"), [(30, 1), (80, 2)])
def test_pieces_of_one_line_are_joined_over_a_small_gap(gap: float, count: int) -> None:
    said = silent()
    say(said, (100, 200), length=120, degrees=0)
    say(said, (220 + gap, 200), length=120, degrees=0)
    lines = lines_of(said)
    assert len(lines) == count
    assert max(float(np.ptp(line.corners[:, 0])) for line in lines) == pytest.approx(
        (240 + gap if count == 1 else 120) + 8, abs=8
    )


def test_pieces_that_only_stand_side_by_side_are_not_joined() -> None:
    said = silent()
    say(said, (100, 200), length=120)
    say(said, (250, 200), length=120, capitals=34)
    say(said, (100, 300), length=120)
    say(said, (250, 300), length=120, degrees=180)
    assert len(lines_of(said)) == 4


def test_a_photo_of_any_size_is_asked_in_whole_steps() -> None:
    said = silent(16, 24)
    corners = say(said, (40, 32), length=50)
    told = Told(said)
    line = one(LineFinder(told).lines(np.full((50, 70, 3), 255, np.uint8)))
    assert told.asked.shape == (1, 1, 64, 96)
    assert told.asked[0, 0, 49, 69] == pytest.approx(2) and not told.asked[0, 0, 50:].any()
    assert np.abs(line.corners - corners).max() < 9
