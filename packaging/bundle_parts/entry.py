"""The bundle's program: the same commands as `karuta`; a name that ends in `-gui` opens the window (Windows)."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

# A worker process is this program again, and becomes one here.
multiprocessing.freeze_support()

# The bundle's libraries are for Karuta alone, not for the browser or the file manager that it opens.
if (before := os.environ.pop("LD_LIBRARY_PATH_ORIG", None)) is not None:
    os.environ["LD_LIBRARY_PATH"] = before
elif sys.platform == "linux":
    os.environ.pop("LD_LIBRARY_PATH", None)

if sys.argv[1:2] == ["karuta.engine.draw_pdf"]:  # as `jobs.starter.run_apart` asks for it
    from karuta.engine.draw_pdf import main as draw

    sys.exit(draw(sys.argv[2:]))

from karuta.bootstrap import main, main_gui  # noqa: E402 - needs the lines above

(main_gui if Path(sys.executable).stem.endswith("-gui") else main)()
