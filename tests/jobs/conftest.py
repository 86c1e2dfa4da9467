"""For tests of the lanes: no screen."""

from __future__ import annotations

import os

# With a screen like people have, where the window's tests have said so first.
if not os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
