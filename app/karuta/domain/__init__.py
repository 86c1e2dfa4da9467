"""Facts and decisions: standard library and numpy types only; nothing here touches a file, a screen or a clock."""
