"""What an author should look at: settings and messages that nothing uses."""

import re

from screener.definition.model import Questionnaire
from screener.definition.problems import Problems

_SETTING = re.compile(r"settings\.([a-z0-9_]+)")


def check_use(questionnaire: Questionnaire, written: str, problems: Problems) -> None:
    """Warn of settings and messages that nothing uses.

    `written` is the text of the main file: a setting is used where it is named in it.
    """
    named = set(_SETTING.findall(written))
    for setting in questionnaire.settings.values():
        if setting.name not in named:
            problems.warn(setting.place, "no condition and no text uses it", f"setting {setting.name}")
    said = {rule.patient for rule in questionnaire.rules.values()}
    for message in questionnaire.messages.values():
        if message.code not in said:
            problems.warn(message.place, "no rule says it", f"message {message.code}")
