"""Stands for Qt's modules of OpenGL (9 MB), which pyqtgraph imports and Karuta never lets it draw with."""

from __future__ import annotations

import sys
from types import ModuleType

MODULES = ("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets")

for _name in MODULES:
    _module = ModuleType(_name)
    # A base class at its import; made, it would fail.
    _module.QOpenGLWidget = object  # type: ignore[attr-defined]
    sys.modules[_name] = _module
