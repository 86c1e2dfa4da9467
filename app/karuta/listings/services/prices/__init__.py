"""The price guide: sales are read from a table, and asked what is usual."""
