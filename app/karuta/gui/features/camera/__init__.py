"""A live camera: cards in its picture are outlined and looked up by themselves."""
