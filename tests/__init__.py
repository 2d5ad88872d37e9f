"""The tests: they mirror `screener/`, and read as sentences."""
