"""The parts of the window: each shows one thing and says what a person did with it; none decides."""
