"""What people decide: labels, undo, second looks, and the confidence learned from them."""
