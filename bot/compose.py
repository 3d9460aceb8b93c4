"""Which statements answer: all that belong to the answer, whole lists, and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.question import Question
from bot.types import Hit, Match
from ingest.terms import fold
from ingest.types import Passage

PAGES = 4
"""Pages an answer is looked for on; mentions are looked for on every page that was found."""
BESIDE = 0.85
"""A statement beside the best one belongs to the answer from this share of the best one's score."""
ELSEWHERE = 0.92
"""The same for a statement on another page."""
OWN = 0.5
"""A statement speaks for itself when it holds this share of the terms it holds together with its context;
below it is the title or lead-in that was asked about, and the whole list under it is the answer."""
LIST_LIMIT = 24
"""Statements of the longest list given whole."""
WITHOUT_TYPE = 0.8
"""Factor for a statement that has no figure when one is asked for, or no date."""
TITLE_ALONE = 0.8
"""Factor for the title of a page that has nothing else."""

_ATTRIBUTION = re.compile(r"\s*(?:--|[—–]|source\b)", re.IGNORECASE)
"""How a line begins that says whose words stand beside it."""
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion)\b"
)
_DATE = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|last (?:year|month|week)|next (?:year|month|week)|yesterday|today|century|decades?)\b"
)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The statements of one page that belong to the answer, in reading order."""

    hit: Hit
    statements: tuple[Passage, ...]


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    hit: Hit
    match: Match
    score: float


def compose(question: Question, hits: Sequence[Hit]) -> list[Group]:
    """The statements that answer, grouped by page, the most telling page first; empty when there is none."""
    candidates = [
        _Candidate(hit=hit, match=match, score=_fitness(question, hit, match))
        for hit in hits[:PAGES]
        for match in hit.matches
    ]
    if not candidates:
        return []
    if question.seeks == "mentions":
        return _mentions(hits)
    best = max(candidates, key=lambda c: c.score)
    if question.seeks == "location":
        return [Group(hit=best.hit, statements=(best.match.passage,))]
    whole = _asks_for_whole(question, best)
    chosen: dict[tuple[str, int], list[Passage]] = {}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        key = (candidate.hit.source_id, candidate.hit.page)
        same_page = key == (best.hit.source_id, best.hit.page)
        if candidate.score >= best.score * (BESIDE if same_page else ELSEWHERE):
            found = (
                _under(candidate) if whole and _same_kind(candidate, best) else _with_attributed(candidate)
            )
            known = chosen.setdefault(key, [])
            known += [passage for passage in found if passage not in known]
    if whole:
        _add_continuations(best, hits, chosen)
    else:
        _complete_lists(hits, chosen)
    by_key = {(hit.source_id, hit.page): hit for hit in hits}
    return [
        Group(hit=by_key[key], statements=_tidy(by_key[key], passages)) for key, passages in chosen.items()
    ]


def _fitness(question: Question, hit: Hit, match: Match) -> float:
    """A statement's score among all candidates: its own, lifted by its page's."""
    fits = has_type(question, match.passage.text)
    bare = _is_title(match.passage) and len(hit.matches) == 1
    return (match.score + hit.score / 2) * (1.0 if fits else WITHOUT_TYPE) * (TITLE_ALONE if bare else 1.0)


def has_type(question: Question, text: str) -> bool:
    """Whether a text holds what the question seeks: a figure, a date; any text will do for the rest."""
    pattern = {"number": _FIGURE, "date": _DATE}.get(question.seeks)
    return pattern is None or bool(pattern.search(fold(text)))


def _is_title(passage: Passage) -> bool:
    return passage.kind == "title"


def _asks_for_whole(question: Question, best: _Candidate) -> bool:
    """Whether the best statement was found by its title or lead-in more than by its own words."""
    if question.seeks in ("number", "date"):
        return False
    if _is_title(best.match.passage):
        return True
    return best.match.coverage < OWN * best.match.coverage_in_context


def _same_kind(candidate: _Candidate, best: _Candidate) -> bool:
    return _is_title(candidate.match.passage) == _is_title(best.match.passage) or candidate.hit is best.hit


def _under(candidate: _Candidate) -> list[Passage]:
    """The whole list or section that a statement stands in or heads."""
    passage = candidate.match.passage
    page = [match.passage for match in candidate.hit.matches]
    if _is_title(passage):
        below = [p for p in page if p.context.split("\n")[0] == passage.text]
        return [passage, *below] if len(below) <= LIST_LIMIT else [passage]
    siblings = [p for p in page if p.context == passage.context]
    lead_in = [p for p in page if p.text == passage.context.split("\n")[-1] and not _is_title(p)]
    return [*lead_in, *siblings] if len(siblings) <= LIST_LIMIT else [passage]


def _complete_lists(hits: Sequence[Hit], chosen: dict[tuple[str, int], list[Passage]]) -> None:
    """Adds the rest of a list of which more than half was chosen: a list is given whole."""
    for hit in hits:
        known = chosen.get((hit.source_id, hit.page), [])
        for context in {passage.context for passage in known if passage.kind == "bullet"}:
            items = [
                m.passage for m in hit.matches if m.passage.kind == "bullet" and m.passage.context == context
            ]
            taken = sum(passage in known for passage in items)
            if taken > 2 and taken > len(items) / 2:
                known += [passage for passage in items if passage not in known]


def _with_attributed(candidate: _Candidate) -> list[Passage]:
    """A statement; with an attribution, the words it attributes: those before it, or else those after it."""
    passage = candidate.match.passage
    if not _ATTRIBUTION.match(passage.text):
        return [passage]
    page = sorted((match.passage for match in candidate.hit.matches), key=lambda p: p.start)
    words = [p for p in page if p.kind in ("paragraph", "quote") and not _ATTRIBUTION.match(p.text)]
    before = [p for p in words if p.end <= passage.start]
    after = [p for p in words if p.start >= passage.end]
    return [*(before[-1:] or after[:1]), passage]


def _add_continuations(
    best: _Candidate, hits: Sequence[Hit], chosen: dict[tuple[str, int], list[Passage]]
) -> None:
    """Adds the neighbouring pages that go on under the same title."""
    title = best.match.passage.context.split("\n")[0] or best.match.passage.text
    near = {best.hit.page - 1, best.hit.page + 1}
    for hit in hits:
        if hit.source_id == best.hit.source_id and hit.page in near:
            heads = [m for m in hit.matches if _is_title(m.passage) and m.passage.text == title]
            if heads:
                found = _under(_Candidate(hit=hit, match=heads[0], score=0))
                known = chosen.setdefault((hit.source_id, hit.page), [])
                known += [passage for passage in found if passage not in known]


def _mentions(hits: Sequence[Hit]) -> list[Group]:
    """Every statement that holds as much of what was asked about as the fullest one nearly does."""
    fullest = max(match.coverage for hit in hits for match in hit.matches)
    if fullest == 0:
        return []
    groups = []
    for hit in sorted(hits, key=lambda h: (h.source_id, h.page)):
        found = [m.passage for m in hit.matches if m.coverage >= 0.75 * fullest]
        if found:
            groups.append(Group(hit=hit, statements=_tidy(hit, found)))
    return groups


def _tidy(hit: Hit, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """In reading order; the title only where it is all there is or heads a list given whole."""
    ordered = sorted(set(passages), key=lambda p: p.start)
    below = [p for p in ordered if not _is_title(p)]
    heads = [p for p in ordered if _is_title(p) and p.text.rstrip().endswith(":")]
    return tuple([*heads, *below]) if below else tuple(ordered)
