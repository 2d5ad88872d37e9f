"""Each questionnaire in the repository keeps its own promises."""
