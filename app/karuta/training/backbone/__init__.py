"""The only place with torch: defines the networks, trains them and writes them as ONNX. Answers no photos."""
