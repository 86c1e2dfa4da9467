"""The window that a person sees: PySide6; decides nothing about cards."""
