"""Networks of the workshop: detector, corners, code reader; trained, exported, made quick."""
