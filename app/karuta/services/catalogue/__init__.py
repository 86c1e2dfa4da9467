"""Cards and their pictures: adding packs, searching, showing, the index."""
