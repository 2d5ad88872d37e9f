"""The meaning of answers."""
