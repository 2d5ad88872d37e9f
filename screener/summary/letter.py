"""The letter that takes an invitation to a patient on paper. It says nothing about anybody's health."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from babel.dates import format_date


@dataclass(frozen=True, slots=True)
class LetterWords:
    """One language's words; `{}` takes what stands beside them."""

    title: str
    greeting: str
    ask: str
    scan: str
    qr: str
    """What the picture is, for who cannot see it."""
    or_type: str
    at: str
    code: str
    born: str
    until: str
    pause: str
    private: str
    help: str
    call: str
    emergency: str
    reference: str


LETTER_WORDS: Final[Mapping[str, LetterWords]] = {
    "en": LetterWords(
        title="Before your visit",
        greeting="Dear {},",
        ask="Please answer some questions before you come. It can be done on a phone, with the lights low, and in as "
        "many sittings as you like.",
        scan="Point your phone's camera at this square and open the link.",
        qr="QR code: the private link",
        or_type="Or type it in",
        at="Go to {}",
        code="Type this code:",
        born="You are asked for your birth date, so that nobody else opens it by mistake.",
        until="Please open it by {}.",
        pause="You can stop at any time. Every page that you have saved is kept, and the same link brings you back.",
        private="This link is yours alone. Please do not pass it on.",
        help="If you would rather answer on the phone or on paper, tell us.",
        call="Call us: {}",
        emergency="Nobody watches the form around the clock. In an emergency call 911. If you are thinking of ending "
        "your life, call or text 988.",
        reference="Reference {}",
    ),
    "es": LetterWords(
        title="Antes de su visita",
        greeting="Hola, {}:",
        ask="Por favor, conteste unas preguntas antes de venir. Puede hacerlo en un teléfono, con poca luz, y en "
        "tantas veces como quiera.",
        scan="Apunte con la cámara de su teléfono a este cuadro y abra el enlace.",
        qr="Código QR: el enlace privado",
        or_type="O escríbalo",
        at="Vaya a {}",
        code="Escriba este código:",
        born="Se le pide su fecha de nacimiento para que nadie más lo abra por error.",
        until="Por favor, ábralo antes del {}.",
        pause="Puede parar cuando quiera. Cada página que guardó se conserva, y el mismo enlace lo trae de vuelta.",
        private="Este enlace es solo para usted. Por favor, no lo comparta.",
        help="Si prefiere contestar por teléfono o en papel, díganoslo.",
        call="Llámenos: {}",
        emergency="Nadie vigila el formulario todo el tiempo. En una emergencia llame al 911. Si está pensando en "
        "quitarse la vida, llame al 988 o envíele un mensaje de texto con la palabra AYUDA.",
        reference="Referencia {}",
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One invitation, ready to be set on paper."""

    language: str
    clinic: str
    phone: str
    name: str
    link: str
    """The private link, which the square holds."""
    address: str
    """Where the code is typed, as people type it: `screening.clinic.example/code`."""
    code: str
    until: str
    """The day in words."""
    reference: str
    words: LetterWords
    dated: datetime


def letter(
    *,
    language: str,
    clinic: str,
    phone: str,
    name: str,
    link: str,
    address: str,
    code: str,
    last_day: date,
    reference: str,
    dated: datetime,
) -> Letter:
    """The letter in that language, or in English where there is none in it."""
    spoken = language if language in LETTER_WORDS else "en"
    return Letter(
        language=spoken,
        clinic=clinic,
        phone=phone,
        name=name,
        link=link,
        address=address.removeprefix("https://").removeprefix("http://"),
        code=code,
        until=format_date(last_day, "long", locale=f"{spoken}_US"),
        reference=reference,
        words=LETTER_WORDS[spoken],
        dated=dated,
    )
