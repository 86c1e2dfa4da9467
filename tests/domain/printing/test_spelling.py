"""How probable a string is: the sum over every way to lay it out along a strip."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from tests.printed import said

from karuta.domain.printing.verifying import BLANK, CLASSES, free_path, log_likelihoods, numbers_of


def summed(logs: np.ndarray, text: str) -> float:
    """By writing down every layout."""
    wanted, total = numbers_of(text), 0.0
    for path in itertools.product(sorted({BLANK, *wanted}), repeat=len(logs)):
        letters = tuple(n for i, n in enumerate(path) if n != BLANK and (i == 0 or path[i - 1] != n))
        if letters == wanted:
            total += float(np.exp(sum(logs[at, n] for at, n in enumerate(path))))
    return float(np.log(total)) if total else -np.inf


@pytest.mark.parametrize("seed", range(3))
def test_all_layouts_of_each_string_are_counted_once(seed: int) -> None:
    chances = np.random.default_rng(seed).dirichlet(np.full(CLASSES, 0.3), size=6)
    logs = np.log(chances + 1e-9).astype(np.float32)
    texts = ["A", "AB", "AA", "ABC", "AAA", "ABAB", "0-A"]
    assert log_likelihoods(logs[None], texts)[0] == pytest.approx([summed(logs, text) for text in texts], abs=1e-4)


def test_a_string_for_which_there_is_no_room_has_no_probability() -> None:
    assert log_likelihoods(said("A")[None, :3], ["AAA"])[0, 0] < -500


def test_strips_and_strings_that_are_summed_together_are_summed_as_if_alone() -> None:
    strips = np.stack([said("LOB-EN005"), said("LOB-EN006", surely=0.7), said("SDY-039")])
    texts = ["LOB-EN005", "LOB-EN006", "LOB-E005", "SDY-039", "SDY-0399", "LOBB-EN005"]
    together = log_likelihoods(strips, texts)
    alone = [[log_likelihoods(strip[None], [text])[0, 0] for text in texts] for strip in strips]
    assert together == pytest.approx(np.array(alone))


def test_a_long_strip_does_not_run_out_of_numbers() -> None:
    """Every layout of a wrong string has a probability far below what a float holds."""
    logs = np.tile(said("ABCD-EN001", surely=0.999999), (20, 1))
    wrong = log_likelihoods(logs[None], ["ZZZZ-ZZ999", "ABCD-EN001"])
    assert np.isfinite(wrong).all() and wrong.max() < -300


@pytest.mark.parametrize("text", ["LOB-EN005", "AABB-11", "89631139"])
def test_the_free_path_spells_what_is_there(text: str) -> None:
    found = free_path(said(text))
    assert found.text == text
    assert log_likelihoods(said(text)[None], [text])[0, 0] == pytest.approx(found.log, abs=0.5)
