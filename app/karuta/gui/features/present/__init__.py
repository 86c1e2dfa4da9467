"""Present mode: cards shown large, out of photos that are dropped, out of a folder or live, and nothing is stored."""
