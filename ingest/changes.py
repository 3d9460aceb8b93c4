"""What is new in a source since it was last read: pages added, removed, edited, moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from ingest.types import Page

ChangeKind = Literal["added", "removed", "edited", "moved"]
KINDS: tuple[ChangeKind, ...] = ("added", "removed", "edited", "moved")

_ALIKE = 0.5
"""Share of their words that two pages without a common title have in common when one is the other, edited."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of one page."""

    kind: ChangeKind
    title: str
    page: int | None = None
    """Its number now, None when it was removed."""
    was: int | None = None
    """Its number before, None when it was added. An edited page may have another number than it had."""


@dataclass(frozen=True, kw_only=True)
class SourceChanges:
    """What is new in one source."""

    source_id: str
    changes: tuple[Change, ...]
    """By their place: now, or before for pages that are gone."""

    @property
    def touched(self) -> frozenset[int]:
        """The numbers, as they were before, of which a citation no longer shows what it showed."""
        return frozenset(change.was for change in self.changes if change.was is not None)


def page_changes(old: Sequence[Page], new: Sequence[Page]) -> tuple[Change, ...]:
    """What became of each page that is not where it was or not what it was."""
    before, after = [_said(page) for page in old], [_said(page) for page in new]
    pairs: dict[int, int] = {}
    """Where in `old` each page of `new` comes from."""
    gaps: list[tuple[range, range]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs |= dict(zip(range(c, d), range(a, b), strict=True))
        else:
            gaps.append((range(a, b), range(c, d)))
    _pair_equal(before, after, pairs)
    for gone, come in gaps:
        _pair_alike(old, new, gone, come, pairs)
    _pair_alike(old, new, range(len(old)), range(len(new)), pairs, titles_only=True)
    changes = [
        Change(kind="removed", title=old[at].title, was=old[at].number)
        for at in range(len(old))
        if at not in pairs.values()
    ]
    for at, page in enumerate(new):
        if at not in pairs:
            changes.append(Change(kind="added", title=page.title, page=page.number))
            continue
        was = old[pairs[at]]
        if before[pairs[at]] != after[at]:
            changes.append(Change(kind="edited", title=page.title, page=page.number, was=was.number))
        elif was.number != page.number:
            changes.append(Change(kind="moved", title=page.title, page=page.number, was=was.number))
    return tuple(sorted(changes, key=lambda change: (change.page or change.was or 0, change.kind)))


def _said(page: Page) -> tuple[str, str, bool]:
    return page.text, page.notes, page.hidden


def _pair_equal(
    before: Sequence[tuple[str, str, bool]], after: Sequence[tuple[str, str, bool]], pairs: dict[int, int]
) -> None:
    """Pairs the pages that say the same at another place; blank ones are like any other and stay apart."""
    taken = set(pairs.values())
    free: dict[tuple[str, str, bool], list[int]] = defaultdict(list)
    for at, said in enumerate(before):
        if at not in taken and said[0]:
            free[said].append(at)
    for at, said in enumerate(after):
        if at not in pairs and free.get(said):
            pairs[at] = free[said].pop(0)


def _pair_alike(
    old: Sequence[Page],
    new: Sequence[Page],
    gone: range,
    come: range,
    pairs: dict[int, int],
    *,
    titles_only: bool = False,
) -> None:
    """Pairs each page that has come with the likest one that has gone, in their order."""
    taken = set(pairs.values())
    free = [at for at in gone if at not in taken]
    for at in come:
        if at in pairs or not free:
            continue
        likeness = [_likeness(old[other], new[at], titles_only=titles_only) for other in free]
        best = max(range(len(free)), key=likeness.__getitem__)
        if likeness[best] >= _ALIKE:
            pairs[at] = free.pop(best)


def _likeness(old: Page, new: Page, *, titles_only: bool) -> float:
    if old.title and old.title == new.title:
        return 1.0
    if titles_only:
        return 0.0
    left, right = set(old.text.lower().split()), set(new.text.lower().split())
    return len(left & right) / max(1, len(left | right))
