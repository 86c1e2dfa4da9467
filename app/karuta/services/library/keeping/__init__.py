"""The things that a library keeps: how each kind of thing is checked, and how it is rebuilt."""
