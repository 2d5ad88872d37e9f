"""What operators and authors type."""
