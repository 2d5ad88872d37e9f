"""What may be asked, and what follows from it: the questionnaire, pure."""
