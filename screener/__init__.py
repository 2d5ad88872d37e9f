"""Screens patients before a ketamine infusion for migraine; a clinician decides."""
