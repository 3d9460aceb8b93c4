"""What a picture is said to show, unless nobody has said it."""

from __future__ import annotations

import re

from ingest.page import one_line

_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|emf|wmf|tiff?|bmp|webp)$", re.IGNORECASE)
_BY_MACHINE = re.compile(
    r"\s*(?:Description automatically generated.*|AI-generated content may be incorrect\.?)$"
)


def alt_text(said: str | None) -> str:
    """The description on one line, without a machine's remark on it; "" for none and for a file's name."""
    text = _BY_MACHINE.sub("", one_line(said or ""))
    named = _FILE_NAME.match(text.rsplit("\\", 1)[-1].rsplit("/", 1)[-1].replace(" ", "_"))
    return "" if named else text
