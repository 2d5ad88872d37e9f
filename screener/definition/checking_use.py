"""What an author should look at: settings and messages that nothing uses, and dates that cannot be."""

import re
from datetime import date

from screener.definition.model import Questionnaire
from screener.definition.problems import Problems

_SETTING = re.compile(r"settings\.([a-z0-9_]+)")


def check_use(questionnaire: Questionnaire, written: str, problems: Problems, *, as_of: date | None) -> None:
    """Warn of settings and messages that nothing uses, and of sources said to be checked after `as_of`.

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
    for rule in questionnaire.rules.values():
        if as_of is not None and rule.checked is not None and rule.checked > as_of:
            problems.warn(rule.place, f"`checked` is {rule.checked}, which is after {as_of}", f"rule {rule.id}")
