"""Sets of event kinds as SQL. `domain/label` says what a kind is for; queries use these sets."""

from __future__ import annotations

from collections.abc import Collection

from karuta.domain.label import Kind

_IMPORTED = """EXISTS (SELECT 1 FROM events AS i WHERE i.action_id = {e}.action_id AND i.kind = 'import'
    AND i.device = {e}.device AND i.annotator = {annotator})"""


def settled_by(annotator: str, *, e: str = "e") -> str:
    """Whether an undo or a redo by `annotator` reaches the event `e`, both as SQL: it is theirs, or their import
    brought it, on the same device. What anybody else says of its action says nothing of it.
    """
    return f"({e}.annotator = {annotator} OR {_IMPORTED.format(e=e, annotator=annotator)})"


def in_force(e: str) -> str:
    """Whether the event `e` was not taken back, or was brought back since, as SQL."""
    return f"""coalesce((SELECT u.kind FROM events AS u WHERE u.target_action_id = {e}.action_id
        AND {settled_by("u.annotator", e=e)} ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'"""


IN_FORCE = in_force("e")


def sql_list(kinds: Collection[Kind]) -> str:
    """`('confirm', 'unknown')`, in the order in which the kinds are declared, so the text is always the same."""
    return "(" + ", ".join(f"'{kind.value}'" for kind in Kind if kind in kinds) + ")"
