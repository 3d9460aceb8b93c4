"""A parsed file as JSON: what the process that reads files hands over, checked before it is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, TypeVar, get_args

from ingest.page import Parsed
from ingest.types import Block, BlockKind, Link, Page, SourceKind, Unit

_T = TypeVar("_T")


def to_json(parsed: Parsed) -> bytes:
    """The parsed file in UTF-8."""
    return json.dumps(asdict(parsed), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes, *, source_id: str) -> Parsed:
    """The parsed file, its pages said to be of that source whatever the data says.

    Raises ValueError when the data is not what `to_json` writes: of the right types, pages numbered from 1,
    blocks that lie within their page's text.
    """
    held = _of(dict, json.loads(data))
    pages = tuple(_page(page, source_id, number) for number, page in enumerate(_list(held["pages"]), start=1))
    kind: SourceKind = _one_of(held["kind"], get_args(SourceKind))
    return Parsed(
        pages=pages,
        kind=kind,
        title=_of(str, held["title"]),
        warnings=tuple(_of(str, warning) for warning in _list(held["warnings"])),
    )


def _page(data: Any, source_id: str, number: int) -> Page:  # noqa: ANN401
    page = _of(dict, data)
    if page["number"] != number:
        raise ValueError(f"page {number} is numbered {page['number']!r}")
    text = _of(str, page["text"])
    unit: Unit = _one_of(page["unit"], get_args(Unit))
    return Page(
        source_id=source_id,
        number=number,
        title=_of(str, page["title"]),
        text=text,
        blocks=tuple(_block(block, len(text)) for block in _list(page["blocks"])),
        notes=_of(str, page["notes"]),
        links=tuple(
            Link(text=_of(str, link["text"]), url=_of(str, link["url"])) for link in _list(page["links"])
        ),
        hidden=_of(bool, page["hidden"]),
        unit=unit,
        label=_of(str, page["label"]),
    )


def _block(data: Mapping[str, Any], length: int) -> Block:
    kind: BlockKind = _one_of(data["kind"], get_args(BlockKind))
    number = data["number"]
    block = Block(
        kind=kind,
        start=_of(int, data["start"]),
        end=_of(int, data["end"]),
        level=_of(int, data["level"]),
        number=None if number is None else _of(int, number),
    )
    if not 0 <= block.start <= block.end <= length:
        raise ValueError(f"a block from {block.start} to {block.end} in a text of {length} characters")
    return block


def _of(kind: type[_T], value: object) -> _T:
    if not isinstance(value, kind):
        raise ValueError(f"{type(value).__name__} where {kind.__name__} is due")
    return value


def _list(value: object) -> Sequence[Any]:
    return _of(list, value)


def _one_of(value: object, allowed: Sequence[str]) -> Any:  # noqa: ANN401 - a literal of the caller's
    if value not in allowed:
        raise ValueError(f"{value!r} where one of {', '.join(allowed)} is due")
    return value
