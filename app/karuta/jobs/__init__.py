"""Where slow work runs: the only room that starts threads or processes."""
