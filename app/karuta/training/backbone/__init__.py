"""The backbone's bench: the only place with torch; makes the networks and writes them as ONNX, never answers photos."""
