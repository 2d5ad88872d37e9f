"""A PDF signed with the clinic's certificate: the kept bytes, unchanged, with a signature after them (PAdES B-B).

Whoever opens it sees that nothing was changed since. The signature holds the
moment of signing, so it is no part of what is the same byte for byte.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from screener.config import Settings
from screener.errors import Refusal


class SigningError(Refusal):
    """The clinic's certificate cannot be used; the words name no secret."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The clinic's key and certificate, as a PKCS #12 file."""

    file: Path
    passphrase: bytes

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The clinic's, by its settings; None where it has none."""
        passphrase = settings.signing_passphrase.get_secret_value().encode()
        return cls(settings.signing_file, passphrase) if settings.signing_file else None

    def sign(self, pdf: bytes) -> bytes:
        """The PDF with a signature that shows nowhere on its pages. Raises `SigningError`."""
        # In a thread of its own: the library runs an event loop, and there may be one here already.
        with ThreadPoolExecutor(1) as aside:
            return aside.submit(self._sign, pdf).result()

    def _sign(self, pdf: bytes) -> bytes:
        # Imported here: 0.4 seconds that only clinics with a certificate should wait for.
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers

        load = signers.SimpleSigner.load_pkcs12
        signer = load(str(self.file), passphrase=self.passphrase or None)  # type: ignore[no-untyped-call]
        if signer is None:
            raise SigningError(f"The certificate in {self.file.name} cannot be read with this passphrase.")
        signed = io.BytesIO()
        signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            signers.PdfSignatureMetadata(field_name="Clinic", subfilter=fields.SigSeedSubFilter.PADES),
            signer=signer,
            output=signed,
        )
        return signed.getvalue()
