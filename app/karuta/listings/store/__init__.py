"""The wing's tables: decisions about listings, sales, demand."""
