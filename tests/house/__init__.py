"""The code base itself."""
