"""What a person sees: PySide6; decides nothing about cards."""
