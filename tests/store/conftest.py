"""What is stored is stored under any clock."""

from __future__ import annotations

from tests.clocks import any_clock as any_clock
