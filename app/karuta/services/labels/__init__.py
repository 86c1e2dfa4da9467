"""What persons decide: labels, undo, second looks, confidence from them."""
