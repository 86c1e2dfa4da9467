"""Imports every module of Karuta without what the bundle leaves out, and fails where one of them wanted it."""

from __future__ import annotations

import importlib
import pkgutil
import sys

from slim import UNUSED_MODULES

import karuta

# Extras that are not in the bundle; Karuta says so where one is asked for.
EXTRAS = ("torch", "torchvision", "timm", "onnx", "dask", "distributed", "psycopg", "PySide6.QtMultimedia")


def main() -> None:
    sys.modules.update(dict.fromkeys(UNUSED_MODULES))  # type: ignore[arg-type] - None means: not to be imported
    for module in pkgutil.walk_packages(karuta.__path__, "karuta."):
        if not module.name.endswith("__main__"):
            try:
                importlib.import_module(module.name)
            except ModuleNotFoundError as error:
                if error.name not in EXTRAS:
                    raise


if __name__ == "__main__":
    main()
