"""Forms made from a questionnaire's questions: what is offered, what was typed, and the raw answer that follows.

Nothing here decides whether an answer is right: `engine.coercion` does, for
every way in.
"""
