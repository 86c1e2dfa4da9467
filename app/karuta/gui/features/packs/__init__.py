"""What each pack brought, what a new one would do, and taking one back."""
