"""Sets of event kinds as SQL: what a kind is for is said in `domain/label`, and queries ask with these."""

from __future__ import annotations

from collections.abc import Collection

from karuta.domain.label import Kind


def sql_list(kinds: Collection[Kind]) -> str:
    """`('confirm', 'unknown')`, in the order in which the kinds are declared: the same text each time."""
    return "(" + ", ".join(f"'{kind.value}'" for kind in Kind if kind in kinds) + ")"
