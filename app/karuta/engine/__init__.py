"""Pixels in, numbers out: onnxruntime, annoy, Pillow, numpy. No Qt, no SQL."""
