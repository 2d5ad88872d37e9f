"""A browser in a few words, so that a member knows their own sessions again. Never used to decide anything."""

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
"""What the browser's own words hold, most telling first, and how people call it."""


def device(user_agent: str) -> str:
    """`Firefox on Windows`."""
    return f"{first_of(BROWSERS, user_agent, 'A browser')} on {first_of(SYSTEMS, user_agent, 'another system')}"


def first_of(signs: tuple[tuple[str, str], ...], text: str, otherwise: str) -> str:
    """The words of the first sign that the text holds."""
    return next((words for sign, words in signs if sign in text), otherwise)
