"""What this computer's processor can do. Loads nothing, and never runs what it asks about."""

from __future__ import annotations

import platform
from collections.abc import Mapping

import numpy as np

X86 = frozenset({"amd64", "x86_64"})


def can_run_annoy() -> bool:
    """False where Annoy's wheel would end the process with its first vector: on an x86 processor without AVX.

    What numpy has read of the processor says it, for it is the same on all systems and counts what the system allows;
    `/proc/cpuinfo` names the host's in an emulator. Other processors have wheels of their own.
    """
    return platform.machine().lower() not in X86 or _features().get("AVX", True)


def _features() -> Mapping[str, bool]:
    """By name, as numpy itself chooses its loops; nothing where a later numpy keeps them elsewhere."""
    core = getattr(np, "_core", None)
    found: Mapping[str, bool] = getattr(getattr(core, "_multiarray_umath", None), "__cpu_features__", {})
    return found
