"""Models from the menu: measured, promoted, gone back to; and a switch by a command beside the window is noticed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.gui.test_training import page, training
from tests.learning import candidate, poorly, slightly
from tests.window import Condition, Hand, Steps, window_with

from karuta.domain.errors import LibraryError
from karuta.domain.gate import RARE_CARDS, WHOLE, Comparison, Paired
from karuta.domain.sentence import Sentence
from karuta.domain.statistics import Gain, wilson
from karuta.gui.features.learn.learn_dialog import LabelsSoFar, LearnDialog, LibraryModels
from karuta.paths import LibraryFolder
from karuta.services.models import promote_model as service
from karuta.services.models.active_model import active_model
from karuta.services.models.list_models import ListedModel
from karuta.services.models.measurements import Measurement
from karuta.services.models.promote_model import PromotionRequest

SHIPPED = "lite0-relief1376"


def answering(library: LibraryFolder) -> str:
    active = active_model(library)
    return active.name


__all__ = ["page", "training"]


@pytest.mark.long
@window_with(before=True, p=4)
def test_a_model_is_promoted_by_choice_and_rolled_back(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    candidate(hand.library, "twin", change=slightly)
    promote = service.promote_model
    # Eight crops rule no loss out; the gate itself is tested elsewhere.
    monkeypatch.setattr("karuta.domain.gate.ALLOWED_LOSS", 1.0)
    troubles = [LibraryError("The disk is full.")]

    def promoted(folder: LibraryFolder, resources: Path, wish: PromotionRequest, **more: Any) -> Measurement:
        if troubles:
            raise troubles.pop()
        return promote(folder, resources, replace(wish, crops=8), **more)

    monkeypatch.setattr("karuta.gui.features.learn.commands.promote_model", promoted)
    asked: list[list[str]] = []
    yield
    yield hand.shows("p.png")
    asked.append(hand.answers())
    dialog = hand.opens("train", LearnDialog)
    assert dialog.note.text() == "Reading the models…", "an empty list says what it waits for"
    assert not dialog.force.isVisible(), "nothing was refused"
    yield lambda: dialog.list.topLevelItemCount() == 2
    assert "Reading" not in dialog.note.text()
    assert not dialog.promote.isEnabled() and not dialog.rollback.isEnabled()
    dialog.list.choose("twin")
    assert dialog.promote.isEnabled()
    dialog.promote.click()
    yield lambda: dialog.note.text() == "The disk is full." and dialog.promote.isEnabled()
    dialog.promote.click()
    assert dialog.task.text() == "Stop" and not dialog.promote.isEnabled()
    yield lambda: asked[0]
    yield lambda: answering(hand.library) == "twin" and dialog.headline.text() == "Active: twin"
    assert hand.work.tasks.is_idle and dialog.chosen.active
    dialog.rollback.click()
    yield lambda: dialog.headline.text() == f"Active: {SHIPPED}"
    assert answering(hand.library) == SHIPPED and not dialog.rollback.isEnabled()
    yield from hand.closes()
    yield hand.shows("p.png")
    yield hand.ended
    assert len(asked[0]) == 1 and "no label" in asked[0][0]


def listed(name: str, *, active: bool = False) -> ListedModel:
    return ListedModel(
        name,
        Path(name),
        active=active,
        shipped=False,
        title=f"{name}@1",
        hash=name,
        made="2026-11-26",
        fault=None,
        embedded=5,
        pictures=5,
        switches=(),
        card=None,
    )


def test_the_page_says_how_good_each_model_is_and_what_there_is_to_train_on(page: LearnDialog) -> None:
    whole = Paired(both=75, only_old=15, only_new=5, neither=5, cards=50, by_card=Gain(-0.1, -0.2, -0.05))
    asked = Comparison("standard test", {WHOLE: whole, RARE_CARDS: whole}, {})
    worse = Measurement(
        (Sentence("it is worse"),), model="new@1", instead_of="old@1", time="2026-11-28T09:30:00", sets=(asked,)
    )
    models = [listed("old", active=True), listed("new"), listed("other")]
    measured = {"new": worse, "other": replace(worse, model="changed@2")}
    page.show_models(LibraryModels(models, "older", measured))
    assert page.headline.text() == "Active: old" and page.quality.text() == "Counting labels…"
    page.show_labels(LabelsSoFar(0, {}))
    assert page.quality.text().startswith("No label ")
    page.list.choose("new")
    page.show_labels(LabelsSoFar(412, {"old@1": wilson(97, 100)}))
    assert page.quality.text() == "First suggestion accepted: 97 of 100, 97.0 % (95 % CI 91.5 % – 99.0 %)"
    assert page.training.labels.text() == "Confirmed labels to train on: 412"
    rows = [[item.text(column) for column in (0, 3, 4)] for item in page.list.items]
    # What was measured of other files says nothing.
    assert rows == [["old", "97 / 100", "Active"], ["new", "–", "Does not pass"], ["other", "–", "Candidate"]]
    # What was chosen stays chosen, and is what the buttons are about.
    assert page.chosen == models[1] and not page.promote.isEnabled() and page.force.isVisibleTo(page)
    shown = [[item.text(column) for column in range(5)] for item in page.table.items]
    figures = ["100", "90", "80", "-10.00 (-20.00 – -1.11)"]
    assert shown == [["Standard test", *figures], ["  rare cards", *figures]]
    page.begin()
    usable = [button.isEnabled() for button in (page.task, page.promote, page.force, page.rollback)]
    assert usable == [True, False, False, False] and page.task.text() == "Stop"
    page.end()
    assert page.rollback.isEnabled() and page.rollback.toolTip().startswith("older ")


@pytest.mark.long
@window_with(before=True)
def test_measuring_promotes_nothing_and_its_table_stays(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> Steps:
    candidate(hand.library, "poor", change=poorly)
    promote = service.promote_model
    monkeypatch.setattr(
        "karuta.gui.features.learn.commands.promote_model",
        lambda folder, resources, wish, **more: promote(folder, resources, replace(wish, crops=20), **more),
    )
    asked: list[list[str]] = []

    def opened(hand: Hand) -> Generator[Condition, None, LearnDialog]:
        dialog = hand.opens("train", LearnDialog)
        yield lambda: dialog.list.topLevelItemCount() == 2
        dialog.list.choose("poor")
        return dialog

    yield
    dialog = yield from opened(hand)
    assert dialog.promote.isEnabled() and dialog.force.isHidden() and dialog.table.isHidden()
    dialog.task.click()
    assert dialog.task.text() == "Stop" and not dialog.promote.isEnabled()
    yield dialog.table.isVisible
    assert hand.work.tasks.is_idle and answering(hand.library) == SHIPPED
    assert dialog.chosen.name == "poor" and dialog.table.topLevelItemCount() >= 2
    assert dialog.table.topLevelItem(0).text(0) == "Standard test"
    assert "does not pass. On the standard test" in dialog.note.text()
    # What was refused is promoted by its own button alone, which asks.
    assert not dialog.promote.isEnabled() and dialog.force.isVisible() and dialog.force.isEnabled()
    yield from hand.closes()
    dialog = yield from opened(hand)
    assert dialog.table.topLevelItemCount() >= 2 and "does not pass" in dialog.note.text()
    asked.append(hand.answers([False, True]))
    dialog.force.click()
    assert asked[0][0].startswith("Promote anyway: ") and asked[0][0].endswith("[Promote anyway]")
    assert hand.work.tasks.is_idle and answering(hand.library) == SHIPPED
    dialog.force.click()
    yield lambda: answering(hand.library) == "poor" and hand.work.tasks.is_idle
    # Measured against a model that does not answer any more: it says nothing about now.
    yield lambda: dialog.chosen.active and dialog.measurement is None
    yield hand.ended
    assert len(asked[0]) == 2 and "standard test" in asked[0][0]
    switch = active_model(hand.library)
    assert switch is not None and switch.history[-1].by == "force"
