"""Pages by the title that no other page bears: what a text points to by saying one in full."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ingest.terms import words

SHORTEST = 3
"""Characters of a title at least: "II" is no name."""

_APPOSITION = re.compile(r"\s*\([^()]*\)\s*$")
"""What is added to a title to tell it from another: "Charles Andrews (politician)"."""

PageKey = tuple[str, int]
"""Source id and number of a page."""


class Titles:
    """The titles that one page alone bears, and that begin as names do, with a capital or a figure."""

    def __init__(self, pages: Iterable[tuple[str, PageKey]]) -> None:
        """Takes the title of every page with the page."""
        bearing: dict[str, list[PageKey]] = defaultdict(list)
        for title, page in pages:
            bearing[_APPOSITION.sub("", title).strip()].append(page)
        by_word: dict[str, list[tuple[str, PageKey]]] = defaultdict(list)
        for title, (page, *others) in bearing.items():
            first = words(title)[:1]
            if first and not others and len(title) >= SHORTEST and not first[0][0].islower():
                by_word[first[0]].append((title, page))
        self._by_word: Mapping[str, list[tuple[str, PageKey]]] = dict(by_word)

    def named_in(self, text: str) -> list[PageKey]:
        """The pages whose title stands in the text, whole and letter for letter, in the titles' order."""
        return [
            page
            for word in dict.fromkeys(words(text))
            for title, page in self._by_word.get(word, ())
            if title in text and re.search(rf"(?<!\w){re.escape(title)}(?!\w)", text)
        ]
