"""Karuta knows a trading card when it sees one."""

import os

__version__ = "0.2.0"

# ONNX Runtime 1.32, once imported, writes an identifier of this computer into the person's cache folder. After some 25
# s it sends it to its maker, with the paths and the processor. This variable, set before that import, stops both;
# `disable_telemetry_events()` stops neither. Every process of ours begins with this file, so it is set here. It is not
# merely a default, because a person's `0` would mean yes. `engine/sessions` refuses to run a network without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
