"""What each pack brought, what a new one would do, and the way back."""
