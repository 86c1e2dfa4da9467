"""Sets of event kinds as SQL. `domain/label` says what a kind is for; queries use these sets."""

from __future__ import annotations

from collections.abc import Collection

from karuta.domain.label import Kind

# Of an event `e`: its action was not taken back, or was brought back since.
IN_FORCE = """coalesce((SELECT u.kind FROM events AS u
    WHERE u.target_action_id = e.action_id ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'"""


def sql_list(kinds: Collection[Kind]) -> str:
    """`('confirm', 'unknown')`, in the order in which the kinds are declared, so the text is always the same."""
    return "(" + ", ".join(f"'{kind.value}'" for kind in Kind if kind in kinds) + ")"
