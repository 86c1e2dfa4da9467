"""Trains a model's projection with numpy alone, on features that its network computed once. Knows no torch."""
