"""XML and HTML as trees, read by lxml with everything off that reaches beyond the file."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree, html

Element: TypeAlias = Any
"""An element: the library does not type what lies inside."""

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_xml(data: bytes) -> Element:
    """The root of the XML: no entity is resolved, nothing else is read, comments are left out.

    The namespaces of strict Office files become those that everybody uses. Raises ValueError.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=False,
    )
    try:
        return etree.fromstring(
            _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data), parser=parser
        )
    except etree.XMLSyntaxError as error:
        raise ValueError(f"its XML is broken: {error}") from error


def parse_html(text: str) -> Element:
    """The root of a web page, its mistakes put right as browsers do. Raises ValueError when it is empty."""
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(_DECLARATION.sub("", text), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(str(error)) from error


def local(element: Element) -> str:
    """The element's name without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
