"""People's decisions: labels, undo, second looks, and the confidence learned from them."""
