"""Browsers: what patients see and send. Views parse, call one service and answer; templates hold the words."""
