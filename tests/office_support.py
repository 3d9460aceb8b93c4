"""Word and OpenDocument files as the tests write them: just the parts that say something."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_NAMESPACES = (
    f"{_W} "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = f"""<w:styles {_W}>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Titre2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="My own"/><w:basedOn w:val="Titre2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titre"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Cite"><w:name w:val="Quote"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {_W}>
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
  <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="*"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""


def archive(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """A ZIP archive of those parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return path


def docx(path: Path, body: str, *, links: Mapping[str, str] | None = None, **parts: str) -> Path:
    """A Word file of that body; `links` are external relations by id, `parts` others by their name."""
    relations = "".join(
        f'<Relationship Id="{key}" Type="x" Target="{url}" TargetMode="External"/>'
        for key, url in (links or {}).items()
    )
    relations += '<Relationship Id="chart" Type="x" Target="charts/chart1.xml"/>'
    named = {
        f"word/{name.replace('__', '/')}.xml": f"<{text.split(' ', 1)[0]} {_NAMESPACES} {text.split(' ', 1)[1]}"
        for name, text in parts.items()
    }
    return archive(
        path,
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" '
            'Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            "word/styles.xml": STYLES,
            "word/numbering.xml": NUMBERING,
            **named,
        },
    )


def p(text: str, style: str = "", *, num: tuple[int, int] | None = None, inner: str = "") -> str:
    """A paragraph of Word."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num:
        properties += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{inner}</w:p>"


def odf(path: Path, body: str, *, styles: str = "", meta: str = "", **parts: str) -> Path:
    """An OpenDocument file of that body (`<office:text>...`), with its automatic styles."""
    return archive(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument",
            "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}"
            f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
            **{
                f"{name.replace('__', '/').replace('_', ' ')}.xml": f"<office:document-content {_ODF}>{text}"
                "</office:document-content>"
                for name, text in parts.items()
            },
        },
    )


def flat(body: str) -> str:
    """An OpenDocument file in one piece."""
    return f"<office:document {_ODF}><office:body>{body}</office:body></office:document>"
