"""The workshop: questionnaires written, looked at, compared and published."""
