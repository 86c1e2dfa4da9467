"""Sets of event kinds as SQL. `domain/label` says what a kind is for; queries use these sets."""

from __future__ import annotations

from collections.abc import Collection

from karuta.domain.label import Kind


def sql_list(kinds: Collection[Kind]) -> str:
    """`('confirm', 'unknown')`, in the order in which the kinds are declared, so the text is always the same."""
    return "(" + ", ".join(f"'{kind.value}'" for kind in Kind if kind in kinds) + ")"
