"""What cards were sold for: one sale, how its cells are read, and what is usual."""
