"""The room of slow work: the only room that starts threads or processes."""
