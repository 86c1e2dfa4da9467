"""Models from the menu: measured, promoted, gone back to; and a switch by a command beside the window is noticed."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from tests.learning import RESOURCES, candidate, poorly, silent, slightly
from tests.window import Condition, Hand, photograph, play

from karuta.domain.cancel import CancelToken
from karuta.paths import LibraryFolder
from karuta.services.models import promote_model as service
from karuta.services.models.active_model import active_model
from karuta.services.models.promote_model import PromotionRequest, roll_back_model
from karuta.settings import Settings, write_settings
from karuta.store.label_file import LabelFile

Steps = Generator[Condition, None, None]
SHIPPED = "lite0-relief1376"


def answering(library: LibraryFolder) -> str:
    active = active_model(library)
    assert active is not None
    return active.name


def test_a_model_is_promoted_by_choice_and_rolled_back(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate(library, "twin", change=slightly)
    photo = photograph(tmp_path / "p.png", 4)
    promote = service.promote_model
    # Eight crops rule no loss out; the gate itself is tested elsewhere.
    monkeypatch.setattr("karuta.domain.gate.ALLOWED_LOSS", 1.0)
    monkeypatch.setattr(
        "karuta.gui.features.models.commands.promote_model",
        lambda folder, resources, wish, **more: promote(
            folder, resources, PromotionRequest(wish.name, few_labels=wish.few_labels, crops=8), **more
        ),
    )
    asked: list[str] = []

    def agrees(title: str, text: str, *, deed: str) -> bool:
        del title, deed
        asked.append(text)
        return True

    def walk(hand: Hand) -> Steps:
        yield hand.shows("p.png")
        hand.window.ask.agrees = agrees  # type: ignore[method-assign]
        hand.window.commands["models"].trigger()
        dialog = hand.window.dialogs.current
        assert dialog.note.text() == "Reading the models…", "an empty list says what it waits for"
        assert not dialog.force.isVisible(), "nothing was refused"
        yield lambda: dialog.list.topLevelItemCount() == 2
        assert "Reading" not in dialog.note.text()
        assert not dialog.promote.isEnabled() and not dialog.rollback.isEnabled()
        dialog.choose("twin")
        assert dialog.promote.isEnabled()
        dialog.promote.click()
        yield lambda: asked
        yield lambda: answering(library) == "twin" and hand.work.tasks.is_idle
        hand.window.commands["models"].trigger()
        yield hand.window.dialogs.current.rollback.isEnabled
        hand.window.dialogs.current.rollback.click()
        yield lambda: answering(library) == SHIPPED and hand.work.tasks.is_idle
        yield hand.shows("p.png")

    assert play(["--library", library.root, "gui", photo], walk) == 0
    assert len(asked) == 1 and "no label" in asked[0]


@pytest.mark.long
def test_measuring_promotes_nothing_and_its_table_stays(
    library: LibraryFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate(library, "poor", change=poorly)
    write_settings(tmp_path / "settings.json", Settings(language="en"))
    promote = service.promote_model
    monkeypatch.setattr(
        "karuta.gui.features.models.commands.promote_model",
        lambda folder, resources, wish, **more: promote(folder, resources, replace(wish, crops=20), **more),
    )
    asked: list[str] = []

    def agrees(*, answer: bool) -> Callable[..., bool]:
        def agree(title: str, text: str, *, deed: str) -> bool:
            assert deed == "Promote anyway" == title
            asked.append(text)
            return answer

        return agree

    def opened(hand: Hand) -> Steps:
        hand.window.commands["models"].trigger()
        yield lambda: hand.window.dialogs.current.list.topLevelItemCount() == 2
        hand.window.dialogs.current.choose("poor")

    def walk(hand: Hand) -> Steps:
        yield lambda: hand.is_settled
        yield from opened(hand)
        dialog = hand.window.dialogs.current
        assert dialog.promote.isEnabled() and dialog.force.isHidden() and dialog.table.isHidden()
        dialog.task.click()
        assert dialog.task.text() == "Stop" and not dialog.promote.isEnabled()
        yield dialog.table.isVisible
        assert hand.work.tasks.is_idle and answering(library) == SHIPPED
        assert dialog.chosen.name == "poor" and dialog.table.topLevelItemCount() >= 2
        assert dialog.table.topLevelItem(0).text(0) == "Standard test"
        assert "does not pass. On the standard test" in dialog.note.text()
        # What was refused is promoted by its own button alone, which asks.
        assert not dialog.promote.isEnabled() and dialog.force.isVisible() and dialog.force.isEnabled()
        dialog.reject()
        yield lambda: hand.window.dialogs.current is None
        yield from opened(hand)
        dialog = hand.window.dialogs.current
        assert dialog.table.topLevelItemCount() >= 2 and "does not pass" in dialog.note.text()
        hand.window.ask.agrees = agrees(answer=False)  # type: ignore[method-assign]
        dialog.force.click()
        yield lambda: len(asked) == 1
        assert hand.work.tasks.is_idle and answering(library) == SHIPPED
        yield from opened(hand)
        hand.window.ask.agrees = agrees(answer=True)  # type: ignore[method-assign]
        hand.window.dialogs.current.force.click()
        yield lambda: answering(library) == "poor" and hand.work.tasks.is_idle
        # Measured against a model that does not answer any more: it says nothing about now.
        yield from opened(hand)
        assert hand.window.dialogs.current.measurement is None
        hand.window.dialogs.current.reject()
        yield lambda: hand.window.dialogs.current is None

    assert play(["--library", library.root, "gui"], walk) == 0
    assert len(asked) == 2 and "standard test" in asked[0]
    switch = active_model(library)
    assert switch is not None and switch.history[-1].by == "force"


@pytest.mark.long
def test_what_is_undecided_is_looked_up_again_by_the_new_model_and_labels_stay(
    library: LibraryFolder, tmp_path: Path
) -> None:
    candidate(library, "twin", change=slightly)
    photos = [photograph(tmp_path / f"{name}.png", number) for number, name in enumerate("abcd", start=4)]

    def looked_by() -> dict[str, str]:
        with LabelFile.open_reading(library) as file:
            rows = file.rows("""SELECT q.name, l.model FROM queue AS q JOIN lookups AS l ON l.id = (
                SELECT max(id) FROM lookups WHERE photo_sha256 = q.photo_sha256)""")
        return {name: model.partition("@")[0] for name, model in rows}

    def labels() -> list[tuple[object, ...]]:
        with LabelFile.open_reading(library) as file:
            return [tuple(row) for row in file.rows("SELECT * FROM events WHERE kind = 'confirm' ORDER BY id")]

    def walk(hand: Hand) -> Steps:
        work = hand.work
        yield hand.shows("a.png")
        yield lambda: set(looked_by()) == {"a.png", "b.png", "c.png", "d.png"} and work.lookup_queue.is_idle
        hand.press(Qt.Key.Key_1)
        yield hand.shows("b.png")
        before = labels()
        assert len(before) == 1
        wish = PromotionRequest("twin", force=True, crops=8)
        service.promote_model(library, RESOURCES, wish, cancel=CancelToken(), told=silent)
        # The list on the desk changes under nobody's hand: a newer one waits there for a key.
        wanted = {"a.png": SHIPPED, "b.png": "twin", "c.png": "twin", "d.png": "twin"}
        yield lambda: looked_by() == wanted and work.lookup_queue.is_idle
        assert hand.on_desk == "b.png" and labels() == before
        roll_back_model(library, cancel=CancelToken(), told=silent)
        yield lambda: set(looked_by().values()) == {SHIPPED} and work.lookup_queue.is_idle
        assert hand.on_desk == "b.png" and labels() == before

    assert play(["--library", library.root, "gui", *photos], walk) == 0


@pytest.mark.long
def test_the_window_notices_that_a_command_changed_the_model(library: LibraryFolder, tmp_path: Path) -> None:
    candidate(library, "poor", change=poorly)
    first, second = photograph(tmp_path / "a.png", 4), photograph(tmp_path / "b.png", 5)
    seen: list[object] = []

    def walk(hand: Hand) -> Steps:
        yield hand.shows("a.png")
        hand.work.outside_changes.catalogue_changed.connect(lambda: seen.append(1))
        wish = PromotionRequest("poor", force=True, crops=20)
        service.promote_model(library, RESOURCES, wish, cancel=CancelToken(), told=silent)
        yield lambda: seen
        seen.clear()
        roll_back_model(library, cancel=CancelToken(), told=silent)
        yield lambda: seen
        hand.drop(second)
        yield lambda: hand.work.lookup_queue.is_idle and hand.work.queue_model.rowCount() == 2

    assert play(["--library", library.root, "gui", first], walk) == 0
