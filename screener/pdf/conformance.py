"""One file that is both PDF/A-3a and PDF/UA-1: archived for good, and readable by a screen reader.

WeasyPrint writes either claim. Both must stand in the one `rdf:RDF` of the
document's metadata, and PDF/A wants the other's vocabulary explained.
"""

import functools
import io
from importlib.resources import files

import pydyf
from weasyprint.css import ColorProfile

VARIANT = "pdf/a-3a"
COLORS = "srgb"
PROFILE_AS_GIVEN = "given"
"""Any other word: by its own name for sRGB, WeasyPrint would open the profile's file and leave it open."""

_CLAIM = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1" />\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>The part of ISO 14289 that this file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
_END = b"</rdf:RDF>"
_DOUBTFUL_END = b"\r"
_STREAM, _ENDSTREAM = b"\nstream\n", b"\nendstream"


def color_profile() -> ColorProfile:
    """What the colors mean, which an archive has to say. Made anew for each file: it remembers where it stands."""
    return ColorProfile(io.BytesIO(_srgb()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@functools.cache
def _srgb() -> bytes:
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def claim_accessibility(pdf: pydyf.PDF) -> None:
    """Write the PDF/UA-1 claim into the metadata, before the file is closed."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    (content,) = metadata.stream
    if content.count(_END) != 1:
        raise ValueError("the metadata is not what this was written for")
    metadata.stream = [content.replace(_END, _CLAIM + _END)]
    metadata.compress = False  # for tools that look for it without knowing PDF


def settle_streams(pdf: pydyf.PDF) -> None:
    """Compress every stream once and for all; left alone, each is compressed again for the file's identifier.

    What would end in a carriage return stays as it is: with the line end that follows, some readers take it for
    the end of a line and find the stream shorter than it says.
    """
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.compress:
            _settle(stream)


def has_doubtful_end(written: bytes) -> bool:
    """Whether a stream that the writer itself added ends in a carriage return."""
    return _DOUBTFUL_END + _ENDSTREAM in written


def shift(pdf: pydyf.PDF, by: int) -> None:
    """Add objects that nobody refers to, so that what the writer adds comes out otherwise."""
    for _ in range(by):
        pdf.add_object(pydyf.Dictionary({"Type": "/Filler"}))


def _settle(stream: pydyf.Stream) -> None:
    compressed = _payload(stream)
    stream.compress = False
    if not compressed.endswith(_DOUBTFUL_END):
        stream.stream = [compressed]
        stream.extra["Filter"] = "/FlateDecode"


def _payload(stream: pydyf.Stream) -> bytes:
    data: bytes = stream.data
    return data[data.index(_STREAM) + len(_STREAM) : -len(_ENDSTREAM)]
