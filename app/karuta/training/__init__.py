"""The workshop, always in its own process: simulated photos, models, heads."""
