"""Parts that any room of the window may use; knows no card, no photo and no label."""
