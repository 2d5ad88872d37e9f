"""Databases that earlier programs made, opened by this one."""
