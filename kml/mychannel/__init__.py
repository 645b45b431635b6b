"""Your own channel."""
