"""The optional signature: a wrapper around the same bytes, which shows any change."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from screener.pdf.signing import Seal, SigningError
from tests.pdf.certificates import PASSPHRASE, made_certificate
from tests.pdf.vignettes import pdf_of


@pytest.fixture(scope="module")
def certificate() -> tuple[bytes, x509.Certificate]:
    return made_certificate()


@pytest.fixture(scope="module")
def seal(certificate: tuple[bytes, x509.Certificate], tmp_path_factory: pytest.TempPathFactory) -> Seal:
    file = tmp_path_factory.mktemp("seal") / "clinic.p12"
    file.write_bytes(certificate[0])
    return Seal(file, PASSPHRASE)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of("V01")


def status(signed: bytes, certificate: x509.Certificate) -> PdfSignatureStatus:
    root = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    reader = PdfFileReader(io.BytesIO(signed))
    with ThreadPoolExecutor(1) as aside:  # a browser's event loop may be running in this one
        context = ValidationContext(trust_roots=[root])
        return aside.submit(validate_pdf_signature, reader.embedded_signatures[0], context).result()


class TestASignedSummary:
    def test_holds_the_kept_bytes_unchanged(self, seal: Seal, pdf: bytes) -> None:
        assert seal.sign(pdf).startswith(pdf)

    def test_can_be_made_where_an_event_loop_is_running(self, seal: Seal, pdf: bytes) -> None:
        async def sign() -> bytes:
            return seal.sign(pdf)

        with ThreadPoolExecutor(1) as aside:
            assert aside.submit(asyncio.run, sign()).result().startswith(pdf)

    def test_is_valid_and_whole(self, seal: Seal, pdf: bytes, certificate: tuple[bytes, x509.Certificate]) -> None:
        found = status(seal.sign(pdf), certificate[1])
        assert (found.intact, found.valid, found.trusted) == (True, True, True)

    def test_shows_a_change(self, seal: Seal, pdf: bytes, certificate: tuple[bytes, x509.Certificate]) -> None:
        signed = bytearray(seal.sign(pdf))
        place = signed.index(b"/Producer")
        signed[place + 11] ^= 1
        assert not status(bytes(signed), certificate[1]).intact


class TestACertificate:
    def test_that_cannot_be_read_is_refused_in_words(self, seal: Seal, pdf: bytes) -> None:
        with pytest.raises(SigningError, match=r"clinic\.p12 cannot be read"):
            Seal(seal.file, b"another").sign(pdf)
        with pytest.raises(SigningError):
            Seal(Path("missing.p12"), PASSPHRASE).sign(pdf)
