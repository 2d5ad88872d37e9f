"""What happens later: rendering, mail, and whatever else nobody should wait for."""
