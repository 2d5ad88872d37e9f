"""Settings, sources and messages: what rules and texts refer to."""

from decimal import Decimal

from screener.definition.document import QuestionnaireDocument, SettingDocument
from screener.definition.model import Message, Range, Setting, Source
from screener.definition.names import MessageCode, SettingName, SourceKey
from screener.definition.placeholders import Texts
from screener.definition.problems import Problems
from screener.definition.sites import Site


def read_settings(document: QuestionnaireDocument, site: Site, problems: Problems) -> dict[SettingName, Setting]:
    """Every setting by name; `site` is that of the whole file."""
    settings = {}
    for name, written in document.settings.items():
        at = site.at("settings", name)
        for index, key in enumerate(written.sources):
            problems.expect(key, document.sources, "source", at.at("sources", index).place, f"setting {name}")
        settings[SettingName(name)] = Setting(
            name=SettingName(name),
            value=written.value,
            unit=written.unit,
            sensible=_sensible(written, at, f"setting {name}", problems),
            why=written.why,
            sources=tuple(SourceKey(key) for key in written.sources),
            confidence=written.confidence,
            place=at.place,
        )
    return settings


def _sensible(written: SettingDocument, at: Site, subject: str, problems: Problems) -> tuple[Decimal, Decimal] | None:
    match written.sensible:
        case None:
            return None
        case Range(low=Decimal() as low, high=Decimal() as high):
            if not low <= written.value <= high:
                problems.warn(at.at("value").place, f"is outside what is sensible, {low} to {high}", subject)
            return low, high
        case _:
            problems.refuse(at.at("sensible").place, "must be a range such as `18 to 21`", subject)
            return None


def read_sources(document: QuestionnaireDocument, site: Site) -> dict[SourceKey, Source]:
    """Every source by its key."""
    return {
        SourceKey(key): Source(
            SourceKey(key), source.title, source.addresses, source.read, site.at("sources", key).place
        )
        for key, source in document.sources.items()
    }


def read_messages(document: QuestionnaireDocument, site: Site, texts: Texts) -> dict[MessageCode, Message]:
    """Every message to patients by its code."""
    messages = {}
    for code, message in document.messages.items():
        at = site.at("messages", code)
        text = texts.read(message.text, at.at("text"), f"message {code}")
        messages[MessageCode(code)] = Message(MessageCode(code), text, message.order, message.urgent, at.place)
    return messages
