"""A submission in words: what a clinician reads, before any page or paper. Pure."""
