"""One module a family of pictures; each has `paint(sheet, motif)` and knows its own forms."""
