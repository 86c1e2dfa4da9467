"""Supply and demand: counts of tables and of the library, what is shown first, and its files."""
