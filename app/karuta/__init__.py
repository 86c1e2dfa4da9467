"""Karuta knows a trading card when it sees one."""

__version__ = "0.1.0"
