"""A questionnaire laid open for people to read: a table of all that is asked, a form on paper, a map of its paths."""
