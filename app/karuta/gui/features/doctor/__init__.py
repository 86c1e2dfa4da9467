"""What is wrong with a library, and its repair, in the window."""
