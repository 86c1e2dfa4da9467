"""Karuta knows a trading card when it sees one."""

import os

__version__ = "0.2.0"

# From the moment when it is imported, ONNX Runtime 1.32 writes an identifier of this computer into the person's cache
# folder, and after some 25 s it sends it to its maker, with the paths and the processor. This variable, set before that
# import, stops both; `disable_telemetry_events()` stops neither. Every process of ours begins with this file, so it is
# set here, and not as a default: a person's `0` would be a yes. `engine/sessions` refuses to run a network without it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
