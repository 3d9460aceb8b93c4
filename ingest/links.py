"""The graph of sources: what the slides of the decks link to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from ingest.page import shortened
from ingest.types import Page, SlideRef, Source

_LONGEST_ID = 60
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


def same_address(url: str) -> str:
    """The address without what the same page may also be written with: scheme, `www.`, place, last slash."""
    parts = urlsplit(url.strip())
    host = (parts.netloc or "").lower().removeprefix("www.")
    path = parts.path.rstrip("/").removesuffix("/index.html")
    return f"{host}{path}" + (f"?{parts.query}" if parts.query else "")


def linked_sources(decks: Iterable[tuple[Source, Sequence[Page]]], known: Sequence[Source]) -> list[Source]:
    """The known sources with the slides that link to them, and after them a source for every other link.

    Links of hidden slides do not count. A source that the slides add has no file; its title is the words that
    were linked, its id is made of its address.
    """
    places = {same_address(source.url): source.source_id for source in known if source.url}
    sources = {source.source_id: source for source in known}
    for deck, pages in decks:
        for page in pages:
            if page.hidden:
                continue
            for link in page.links:
                if not link.url.startswith(("http://", "https://")):
                    continue
                address = same_address(link.url)
                if address not in places:
                    added = _added(link.url, link.text, deck.language, set(sources))
                    places[address] = added.source_id
                    sources[added.source_id] = added
                here = SlideRef(source_id=deck.source_id, page=page.number)
                source = sources[places[address]]
                if here not in source.linked_from and source.source_id != deck.source_id:
                    sources[source.source_id] = replace(source, linked_from=(*source.linked_from, here))
    return list(sources.values())


def _added(url: str, said: str, language: str, taken: set[str]) -> Source:
    source_id = _NOT_IN_ID.sub("-", same_address(url).lower()).strip("-") or "link"
    if len(source_id) > _LONGEST_ID or source_id in taken:
        mark = hashlib.sha256(url.encode()).hexdigest()[:8]
        source_id = f"{source_id[: _LONGEST_ID - 9].rstrip('-')}-{mark}"
    bare = same_address(said) == same_address(url) or not any(character.isalpha() for character in said)
    title = same_address(url) if bare else shortened(said)
    return Source(source_id=source_id, title=title, kind="document", url=url, language=language)
