"""What operators and authors type, as they type it."""
