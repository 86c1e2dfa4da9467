"""Undo and redo by action, read off the events alone, do what a plain pair of stacks does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karuta.domain.journal import JournalEntry, action_to_redo, action_to_undo
from karuta.domain.label import Kind


class Stacks:
    """Undo as everybody knows it from an editor."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.undone: list[str] = []

    def act(self, action: str) -> None:
        self.done.append(action)
        self.undone.clear()

    def undo(self) -> str | None:
        if not self.done:
            return None
        self.undone.append(self.done.pop())
        return self.undone[-1]

    def redo(self) -> str | None:
        if not self.undone:
            return None
        self.done.append(self.undone.pop())
        return self.done[-1]


@given(st.lists(st.sampled_from(["act", "bulk", "undo", "redo"]), max_size=60))
def test_the_events_of_any_evening_say_what_two_stacks_say(evening: list[str]) -> None:
    stacks, entries = Stacks(), list[JournalEntry]()
    for number, step in enumerate(evening):
        newest_first = list(reversed(entries))
        if step in ("act", "bulk"):
            stacks.act(f"action {number}")
            for part in range(3 if step == "bulk" else 1):
                entries.append(JournalEntry(f"{number}.{part}", f"action {number}", Kind.CONFIRM))
            continue
        undoing = step == "undo"
        expected = stacks.undo() if undoing else stacks.redo()
        target = action_to_undo(newest_first) if undoing else action_to_redo(newest_first)
        assert target == expected
        if target is not None:
            entries.append(JournalEntry(f"{number}", f"{number}", Kind.UNDO if undoing else Kind.REDO, target))
