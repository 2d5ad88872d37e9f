"""What can happen in a questionnaire, shown by a witness or refuted by what clashes; pure."""
