"""Training a model's projection with numpy alone, on features that its network gave once; knows no torch."""
