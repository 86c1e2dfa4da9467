"""Steps: they teach, they end the same however often they were interrupted, and what diverges is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.training.head.drawn import old_projection, tilted_stock

from karuta.training.head.fit import State, load_state, save_state, take_step
from karuta.training.head.stock import TrainingStock, right_at_1
from karuta.training.head.task import HeadRecipe, TrainingError, run_name

RECIPE = HeadRecipe(steps=150, batch=32, others=30, rate=3e-3, pull=0.1)
OLD = old_projection()


def trained(stock: TrainingStock, recipe: HeadRecipe, *, until: int | None = None, state: State | None = None) -> State:
    state = state or State.beginning(OLD)
    while state.step < (until or recipe.steps):
        take_step(state, stock, recipe, old=OLD)
    return state


def share(stock: TrainingStock, state: State) -> float:
    return float(right_at_1(stock, state.projection)["new_cards"].mean())


def test_what_is_learned_holds_for_cards_without_a_label() -> None:
    stock = tilted_stock(noise=2.0)
    before, after = share(stock, State.beginning(OLD)), share(stock, trained(stock, RECIPE))
    assert before < 0.8
    assert 1 - after < 0.5 * (1 - before)


def test_an_interrupted_training_ends_as_an_unbroken_one(tmp_path: Path) -> None:
    stock = tilted_stock()
    unbroken = trained(stock, replace(RECIPE, steps=30))
    state = trained(stock, replace(RECIPE, steps=30), until=7)
    for until in (11, 24, 30):
        save_state(tmp_path / "state", state, run="r")
        found = load_state(tmp_path / "state", run="r", shape=OLD.shape)
        assert found is not None
        state = trained(stock, replace(RECIPE, steps=30), until=until, state=found)
    np.testing.assert_array_equal(state.projection, unbroken.projection)
    assert state.losses == unbroken.losses


@pytest.mark.parametrize("at", [0, 40, 2000, -1])
def test_a_damaged_state_is_none(tmp_path: Path, at: int) -> None:
    path = tmp_path / "state"
    save_state(path, trained(tilted_stock(), RECIPE, until=2), run="r")
    data = bytearray(path.read_bytes())
    data[at] ^= 0x10
    path.write_bytes(data)
    assert load_state(path, run="r", shape=OLD.shape) is None


def test_the_state_of_another_run_or_shape_is_none(tmp_path: Path) -> None:
    save_state(tmp_path / "state", State.beginning(OLD), run="r")
    assert load_state(tmp_path / "state", run="other", shape=OLD.shape) is None
    assert load_state(tmp_path / "state", run="r", shape=(3, 3)) is None
    assert load_state(tmp_path / "nowhere", run="r", shape=OLD.shape) is None


@pytest.mark.parametrize("rate", [30.0, 1e30])
def test_a_rate_that_diverges_is_said_with_the_rate(rate: float) -> None:
    with pytest.raises(TrainingError, match=r"diverged at step \d+ .* below"), np.errstate(all="ignore"):
        trained(tilted_stock(), replace(RECIPE, rate=rate, pull=0.0))


def test_a_name_changes_with_all_that_decides_the_outcome() -> None:
    names = {
        run_name(recipe, training_set=labels, parent=parent)
        for recipe in (RECIPE, replace(RECIPE, seed=2))
        for labels in ("a", "b")
        for parent in ("c", "d")
    }
    assert len(names) == 8


def test_batches_hide_a_crops_own_card_and_weigh_what_was_refused() -> None:
    stock = tilted_stock()
    batch = stock.batch(3, RECIPE)
    size = RECIPE.batch
    own = np.arange(size)
    assert (batch.offsets[own, own] == 0).all()
    for row in range(size):
        same = (batch.candidates == batch.candidates[row]).all(axis=1)
        same[row] = False
        assert np.isneginf(batch.offsets[row, same]).all()
    weighed = batch.offsets == np.float32(np.log(RECIPE.hard))
    assert weighed[: size // 2].sum() == size // 2
    assert not weighed[size // 2 :].any()
