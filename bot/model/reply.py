"""The reply of a language model, sentence by sentence as it comes, with what each sentence cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 1200
"""Characters after which a stretch without an end is taken as one sentence: it will hardly be supported."""
QUOTED: Final = re.compile(r"“([^”]+)”|«\s*([^»]+?)\s*»|\"([^\"]+)\"")
"""Words in quotation marks, each kind of mark with a group of its own."""

_MARKERS = r"(?:\s*[\[【]\s*\^?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*[\]】])"
_END = re.compile(rf"[.!?…。！？][\"”»’')]*{_MARKERS}*(?=\s)|{_MARKERS}+[.!?…]?(?=\s+[^\s\[【.])|\n")
_ITS_MARKERS = re.compile(rf"{_MARKERS}+[.!?…]?")
_UNFINISHED = re.compile(r"\s*[\[【][\s\d,;–^-]*$")
_MARKER = re.compile(r"[\[【]\s*\^?(\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*)\s*[\]】]")
_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,2}[.)])\s+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:No|Nos|no|nos|núm|Núm|Rec|Art|art|Arts|Conv|Dr|Mr|Mrs|Ms|St|vs|cf|approx|fig|Fig|p|pp|ed|eds|vol|e\.g|i\.e|etc"
    r"|al|M|Mme|Sr|Sra|EE\.UU|ej|Inc|Ltd|Co)|\b[A-Z])\.$"
)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_MARKUP = re.compile(r"\*\*|__|`+|(?<!\w)[*_]|[*_](?!\w)|^\s*(?:#{1,6}|>)\s+")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of a reply."""

    text: str
    """Without markers and markup."""
    cited: tuple[int, ...]
    """The numbers of the statements that it cites, in order."""
    is_item: bool = False
    """Whether it begins an item of a list."""
    begins: bool = False
    """Whether it begins a paragraph or an item."""
    whole: bool = True
    """False for the rest of a reply that ended in mid-sentence."""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a reply, each as soon as it is known to be whole."""
    held = ""
    begins = True
    for piece in pieces:
        held = _THOUGHT.sub("", held + piece) if "</think>" in held + piece else held + piece
        if held.lstrip().startswith("<think>"):
            continue
        while (end := _end_of(held)) is not None:
            made = _sentence(held[:end], begins=begins, whole=True)
            begins = "\n" in held[max(end - 1, 0) : end] or (begins and made is None)
            held = held[end:]
            if held.startswith("\n"):
                begins, held = True, held.lstrip("\n")
            if made:
                yield made
    left = _THOUGHT.sub("", held).strip()
    whole = bool(re.search(rf"(?:[.!?…。！？][\"”»’')]*{_MARKERS}*|{_MARKERS})$", left))
    last = _sentence(left, begins=begins, whole=whole)
    if last:
        yield last


def unquoted(text: str) -> str:
    """The text without what stands in quotation marks; all of it where nothing else does."""
    rest = QUOTED.sub(" ", text)
    return rest if any(character.isalpha() for character in rest) else text


def _end_of(held: str) -> int | None:
    """Where the first whole sentence ends; None if none is known to be whole yet."""
    for match in _END.finditer(held):
        before = held[: match.end()]
        after = held[match.end() :].lstrip(" ")
        if match[0] == "\n":
            return match.end()
        bare = re.sub(rf"{_MARKERS}+$", "", before)
        ambiguous = bare.endswith(".") and bare == before
        if ambiguous and (_ABBREVIATED.search(bare) or after[:1].isdigit() or after[:1].islower()):
            continue
        markers = _ITS_MARKERS.match(held, match.end())
        end = markers.end() if markers else match.end()
        if not held[end:].strip(" ") or _UNFINISHED.match(held, end):
            return None  # its markers may still come
        return end
    return len(held) if len(held) > LONGEST else None


def _sentence(stretch: str, *, begins: bool, whole: bool) -> Sentence | None:
    item = _ITEM.match(stretch) if begins else None
    bare = stretch[item.end() :] if item else stretch
    cited: list[int] = []
    for group in _MARKER.findall(bare):
        numbers = [int(number) for number in re.findall(r"\d+", group)]
        spread = re.fullmatch(r"\s*\d+\s*[–-]\s*\d+\s*", group)
        cited += range(numbers[0], min(numbers[-1], numbers[0] + 9) + 1) if spread else numbers
    text = _MARKUP.sub("", re.sub(r"\s+([.,;:!?])", r"\1", _MARKER.sub("", bare)))
    text = " ".join(text.split())
    if not any(character.isalnum() for character in text):
        return None
    return Sentence(
        text=text, cited=tuple(dict.fromkeys(cited)), is_item=bool(item), begins=begins, whole=whole
    )
