"""A live camera: what it sees is outlined and looked up by itself."""
