"""Office files are ZIP archives of XML: checked before a library is let near them."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from ingest.errors import ParseError

MAX_BYTES = 500_000_000
"""Everything in the archive, unpacked."""
MAX_XML_BYTES = 100_000_000
"""All XML in the archive, unpacked: in memory it takes ten times as much."""
MAX_PARTS = 20_000
MAX_RATIO = 200
"""Unpacked to packed size of a part of more than a megabyte."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
_CHUNK = 1 << 20


def check(path: Path, *, called: str, main_part: str) -> None:
    """Nothing, when the archive may be read: of bearable size, whole, and without XML that defines entities.

    `called` is what the reader calls the format; `main_part` is the folder that tells it from the others.
    Raises ParseError.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if start == _OLE:
        if _ENCRYPTED in path.read_bytes():
            raise ParseError(f"{path.name!r} is encrypted with a password. Save a copy without one.")
        raise ParseError(
            f"{path.name!r} is in the format of before 2007. Convert it with LibreOffice: "
            f"soffice --headless --convert-to {path.suffix[1:]} {path.name!r}"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(path, parts)
            if not any(part.filename.startswith(main_part) for part in parts):
                raise ParseError(f"{path.name!r} is not {called}. Give it the suffix of its real format.")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    _check_xml(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        if "password" in str(error):
            raise ParseError(
                f"{path.name!r} is encrypted with a password. Save a copy without one."
            ) from error
        raise ParseError(
            f"{path.name!r} is not {called}, or is damaged ({error}). Save it again in the program that "
            "made it, or take it out of the corpus."
        ) from error


def _check_sizes(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    size = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if size > MAX_BYTES or xml > MAX_XML_BYTES or len(parts) > MAX_PARTS:
        raise ParseError(
            f"{path.name!r} unpacks to {size // 1_000_000} MB in {len(parts)} parts, more than is read "
            f"({MAX_BYTES // 1_000_000} MB, {MAX_XML_BYTES // 1_000_000} MB of it XML, {MAX_PARTS} parts). "
            "Split it, or make its pictures smaller."
        )
    for part in parts:
        if part.file_size > 1_000_000 and part.file_size > MAX_RATIO * max(1, part.compress_size):
            raise ParseError(
                f"{path.name!r} holds a part that unpacks to more than {MAX_RATIO} times its size "
                f"({part.filename!r}), as archives made to do harm do. Take it out of the corpus."
            )


def check_xml(path: Path, data: bytes, *, part: str = "") -> None:
    """Nothing, when the XML defines no entities. Raises ParseError."""
    if any(doctype in data for doctype in _DOCTYPES):
        where = f" ({part!r})" if part else ""
        raise ParseError(
            f"{path.name!r} holds XML with a document type declaration{where}, which "
            "Office never writes and which can do harm. Take it out of the corpus."
        )


def _check_xml(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    tail = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            check_xml(path, tail + chunk, part=part.filename)
            tail = chunk[-20:]
