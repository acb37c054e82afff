"""The archive copy of a PDF: valid as PDF/A-3u beside PDF/UA-1, with files that it carries.

WeasyPrint writes one variant at a time: what PDF/A asks for is added to the accessible document, by
pikepdf.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Mapping
from hashlib import md5
from importlib.resources import files
from typing import Any

from app.documents.pdf import PdfFailure

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
   <pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
   <pdfuaid:part>1</pdfuaid:part>{producer}
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   {author}
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
    xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name>
     <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of PDF/UA standard</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""

_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}


def archived(pdf: bytes, attached: Mapping[str, bytes]) -> bytes:
    """A PDF of ours as an archive copy that carries these files, by their names. The same document
    and the same files give the same bytes. Raises PdfFailure."""
    import pikepdf

    try:
        return _archived(pdf, attached)
    except pikepdf.PdfError as error:
        raise PdfFailure(f"the archive copy could not be made: {error}") from None


def _archived(pdf: bytes, attached: Mapping[str, bytes]) -> bytes:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            for annotation in page.get("/Annots", []):
                annotation["/F"] = 4  # printed, as all that is kept
        _attach(document, attached)
        _describe(document)
        for own in document.objects:
            if isinstance(own, pikepdf.Stream) and own.get("/Filter") == "/FlateDecode":
                _end_plainly(own)
        out = io.BytesIO()
        document.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def _end_plainly(stream: Any) -> None:
    """Have the bytes of a stream end with another sign than that of an end of line, which readers
    cannot tell from the one that follows: written in ASCII, it ends with `~>`."""
    import pikepdf

    raw = stream.read_raw_bytes()
    if raw[-1:] in (b"\r", b"\n"):
        filters = [pikepdf.Name("/ASCII85Decode"), pikepdf.Name("/FlateDecode")]
        stream.write(_in_ascii(raw), filter=pikepdf.Array(filters))


def _in_ascii(raw: bytes) -> bytes:
    """The bytes in the ASCII of PDF, with its end."""
    return base64.a85encode(raw, adobe=True).removeprefix(b"<~")


def _packed(document: Any, data: bytes) -> Any:
    import pikepdf

    stream = pikepdf.Stream(document, b"")
    stream.write(zlib.compress(data, 9), filter=pikepdf.Name("/FlateDecode"))
    return stream


def _attach(document: Any, attached: Mapping[str, bytes]) -> None:
    import pikepdf

    names, related = pikepdf.Array(), pikepdf.Array()
    for name in sorted(attached):
        ending = name[name.rindex(".") :]
        stream = _packed(document, attached[name])
        stream["/Type"] = pikepdf.Name("/EmbeddedFile")
        stream["/Subtype"] = pikepdf.Name("/" + _TYPES[ending])
        stream["/Params"] = pikepdf.Dictionary(
            Size=len(attached[name]),
            ModDate="D:20000101000000Z",
            CheckSum=pikepdf.String(md5(attached[name], usedforsecurity=False).digest()),
        )
        file_stream = document.make_indirect(stream)
        file = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name("/Filespec"),
                F=name,
                UF=name,
                Desc=name,
                AFRelationship=pikepdf.Name("/Data"),
                EF=pikepdf.Dictionary(F=file_stream, UF=file_stream),
            )
        )
        names.extend((pikepdf.String(name), file))
        related.append(file)
    if names:
        root = document.Root
        root["/Names"] = root.get("/Names", pikepdf.Dictionary())
        root["/Names"]["/EmbeddedFiles"] = pikepdf.Dictionary(Names=names)
        root["/AF"] = related


def _describe(document: Any) -> None:
    """The colours that are meant, and what standards the file follows."""
    import pikepdf

    icc = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    profile = _packed(document, icc)
    profile["/N"] = 3
    document.Root["/OutputIntents"] = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name("/OutputIntent"),
                S=pikepdf.Name("/GTS_PDFA1"),
                OutputConditionIdentifier="sRGB IEC61966-2.1",
                DestOutputProfile=document.make_indirect(profile),
            )
        ]
    )
    metadata = pikepdf.Stream(document, _metadata(document.docinfo))
    metadata["/Type"], metadata["/Subtype"] = pikepdf.Name("/Metadata"), pikepdf.Name("/XML")
    document.Root["/Metadata"] = document.make_indirect(metadata)


def _metadata(info: Any) -> bytes:
    from markupsafe import escape

    def said(key: str) -> str:
        return str(escape(str(info.get(key, ""))))

    author, producer = said("/Author"), said("/Producer")
    authors = f"<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>"
    return _XMP.format(
        title=said("/Title"),
        author=authors if author else "",
        producer=f"\n   <pdf:Producer>{producer}</pdf:Producer>" if producer else "",
    ).encode()
