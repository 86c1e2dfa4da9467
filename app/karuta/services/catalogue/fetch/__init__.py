"""Cards from where their projects publish them, into a folder that `karuta catalogue add` reads; adds none."""
