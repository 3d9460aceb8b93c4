"""Which statements answer: all that belong to the answer, whole lists, and no others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.asked_for import has_type
from bot.enumeration import announced, enumerated, joined_to, leads
from bot.question import Question
from bot.types import Hit, Match, chance
from bot.wishes import lift
from ingest.terms import fold
from ingest.types import Passage

PAGES = 4
"""Pages an answer is looked for on; mentions are looked for on every page that was found."""
BESIDE = 0.85
"""A statement beside the best one belongs to the answer from this share of the best one's score."""
ELSEWHERE = 0.92
"""The same for a statement on another page."""
ALSO = 0.5
"""A page beside the best one belongs to the answer from this share of the best one's chance to answer, by the
reader. With 0.5, citation_precision on the decks is 0.87, without the condition 0.85; recall is the same."""
OWN = 0.5
"""A statement speaks for itself when it holds this share of what it holds together with its context; below
it is the title or lead-in that was asked about, and the whole list under that is the answer."""
TITLE_SAYS = 0.3
"""Share of the question that the title of a page says when its list is what is asked for."""
LIST_LIMIT = 24
"""Statements of the longest list given whole."""
WITHOUT_TYPE = 0.8
"""Factor for a statement that has no figure when one is asked for, or no date."""
LONG_CHARS = 420
LONG = 0.85
"""Factor for a statement of more than so many characters: it says many things, and holds words by chance."""
NAMELESS = 0.2
"""What a statement loses that says, itself or above it, none of the names and numbers of the question."""
TITLE_ALONE = 0.8
"""Factor for the title of a page that has nothing else."""
ASKS_TOO = 0.6
"""The same for such a title that is a question: it is like the one asked, and answers nothing."""

TOLD = 0.2
"""What the chance that a statement answers, by the reader, adds to its score. With 0, 0.1, 0.2 and 0.3,
fact_recall over eight sets of questions (n 379) is 0.76, 0.78, 0.78 and 0.78, citation_precision 0.79, 0.81,
0.81 and 0.81."""
UNREAD = 0.5
"""Share of the lowest chance of those read that a statement has that was found too far down to be read."""

SAYS = 0.75
"""A statement speaks of what is named from this share of it: "Republic of Korea" is said by "Korea"."""
MENTIONS = 80
"""Statements of the longest answer when every mention is asked for; the likeliest pages are kept."""

_ATTRIBUTION = re.compile(r"\s*(?:--|[—–]|source\b)", re.IGNORECASE)
"""How a line begins that says whose words stand beside it."""
_IN_FULL = re.compile(
    r"\b(?:(?:full|complete|whole|entire) list|in full|list (?:them )?all|name (?:them )?all|all of them"
    r"|liste (?:complete|entiere)|lista (?:completa|entera)|todos ellos|tous les? (?:citer|nommer))\b"
)
"""Ways to say that a list is to be whole, folded."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One statement of an answer."""

    passage: Passage
    depth: int
    """How many lines above it in the group it stands under."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The statements of one page that belong to the answer, in reading order."""

    hit: Hit
    lines: tuple[Line, ...]

    def joined(self, other: Group) -> Group:
        """The statements of both groups, which are of one page."""
        return grouped(self.hit, [line.passage for line in (*self.lines, *other.lines)])


@dataclass(frozen=True, kw_only=True)
class _Candidate:
    hit: Hit
    match: Match
    score: float


def compose(question: Question, hits: Sequence[Hit]) -> list[Group]:
    """The statements that answer, grouped by page, the most telling page first; empty when there is none."""
    if question.seeks == "mentions":
        return _mentions(hits)
    candidates = [
        _Candidate(hit=hit, match=match, score=fitness(question, hit, match))
        for hit in hits[:PAGES]
        for match in hit.matches
        if match.about >= SAYS or not question.about
    ]
    if not candidates:
        return []
    best = max(candidates, key=lambda c: c.score)
    if question.seeks == "location":
        return [grouped(best.hit, [best.match.passage])]
    whole = _asks_for_whole(question, best)
    headed = whole and best.match.passage.kind == "title"
    chosen: dict[tuple[str, int], list[Passage]] = {}
    for candidate in sorted(candidates, key=lambda c: -c.score):
        same_page = candidate.hit is best.hit
        if not same_page and (headed or not _also(candidate.hit, best.hit)):
            continue  # the page that the question names by its title answers alone
        if candidate.score >= best.score * (BESIDE if same_page else ELSEWHERE):
            found = _whole_list(candidate) if whole and same_page else _with_its_own(candidate)
            if candidate is best and question.seeks == "list":
                found = [*found, *_list_beside(candidate)]
            chosen.setdefault(_key(candidate.hit), []).extend(found)
    if whole:
        chosen = _continued(best, hits, chosen)
    by_key = {_key(hit): hit for hit in hits}
    groups = [grouped(by_key[key], _complete(by_key[key], passages)) for key, passages in chosen.items()]
    # A title announces; beside a page that says more it is left out.
    return [group for group in groups if _says_more(group)] or groups


def _says_more(group: Group) -> bool:
    """Whether a group has more than a title."""
    return any(line.passage.kind != "title" for line in group.lines)


def _key(hit: Hit) -> tuple[str, int]:
    return hit.source_id, hit.page


def _also(hit: Hit, best: Hit) -> bool:
    """Whether another page may belong to the answer, by the reader; any may where the best was not read."""
    if best.reading is None:
        return True
    return hit.reading is not None and hit.reading.probability >= ALSO * best.reading.probability


def fitness(question: Question, hit: Hit, match: Match) -> float:
    """A statement's score among all candidates: its own, lifted by its page's (more so in a follow-up).

    And by what reading it told.
    """
    score = match.score + hit.score * (1.0 if question.leans_on else 0.5)
    # The reader has learned English alone; behind the question before, it reads for that one's answer too.
    if question.language == "en" and not question.leans_on:
        score += TOLD * _told(hit, match)
    if match.passage.kind == "title" and len(hit.matches) == 1:
        score *= ASKS_TOO if match.passage.text.rstrip().endswith("?") else TITLE_ALONE
    if not question.about:
        score *= 1 - NAMELESS * (1 - match.about)
    score *= lift(question.text, match.passage.text)
    if len(match.passage.text) > LONG_CHARS:
        score *= LONG
    return score if has_type(question, match.passage.text) else score * WITHOUT_TYPE


def _told(hit: Hit, match: Match) -> float:
    """The chance that a statement answers, by the reader, 0 to 1; 0 where none of its page was read."""
    odds = hit.reading.statements if hit.reading else ()
    told = {read.passage: chance(each) for read, each in zip(hit.matches, odds, strict=False)}
    return told.get(match.passage, UNREAD * min(told.values(), default=0.0))


def _asks_for_whole(question: Question, best: _Candidate) -> bool:
    """Whether the best statement was found by its title or lead-in more than by its own words.

    Or the question says that the list is to be whole.
    """
    if _IN_FULL.search(fold(question.text)):
        return True
    if best.match.passage.kind == "title":
        return not (question.seeks in ("number", "date") and has_type(question, best.match.passage.text))
    if question.seeks in ("number", "date") and has_type(question, best.match.passage.text):
        return False
    return best.match.coverage < OWN * best.match.coverage_in_context


def _passages(hit: Hit) -> list[Passage]:
    return sorted((match.passage for match in hit.matches), key=lambda p: p.start)


def _below(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """The statements a title, heading, lead-in or outer bullet stands over."""
    heads = passage.kind in ("title", "heading", "bullet") or passage.text.rstrip().endswith(":")
    below = [p for p in page if p.start > passage.start and passage.text in p.context.split("\n")]
    if not heads or not below:
        below = enumerated(passage, page) or announced(passage, page)
    return below if len(below) <= LIST_LIMIT else []


def _above(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """The heading, lead-in and outer bullets a statement stands under, the title left out."""
    context = passage.context.split("\n")
    above = [p for p in page if p.kind != "title" and p.start < passage.start and p.text in context]
    return above or leads(passage, page)


def _whole_list(candidate: _Candidate) -> list[Passage]:
    """The whole list or section that a statement stands in or heads."""
    passage, page = candidate.match.passage, _passages(candidate.hit)
    below = _below(passage, page)
    if below or passage.kind == "title":
        return [passage, *below]
    siblings = [p for p in page if p.context == passage.context and p.kind == passage.kind]
    return siblings if len(siblings) <= LIST_LIMIT else [passage]


def _list_beside(candidate: _Candidate) -> list[Passage]:
    """The list of the page that a sentence beside it speaks of ("All publications are available at ...").

    It is the one list of the page, under a title that says some of what is asked for.
    """
    passage, page = candidate.match.passage, _passages(candidate.hit)
    title = next((match for match in candidate.hit.matches if match.passage.kind == "title"), None)
    if passage.kind != "paragraph" or title is None or title.coverage < TITLE_SAYS:
        return []
    items = [p for p in page if p.kind == "bullet"]
    return items if items and {p.context for p in items} == {title.passage.text} else []


def _with_its_own(candidate: _Candidate) -> list[Passage]:
    """A statement with what it stands over; an attribution with the words it attributes."""
    passage, page = candidate.match.passage, _passages(candidate.hit)
    if passage.kind == "title":
        return [passage]
    if not _ATTRIBUTION.match(passage.text):
        return [passage, *_below(passage, page)]
    words = [p for p in page if p.kind in ("paragraph", "quote") and not _ATTRIBUTION.match(p.text)]
    before = [p for p in words if p.end <= passage.start]
    after = [p for p in words if p.start >= passage.end]
    return [*(before[-1:] or after[:1]), passage]


def _complete(hit: Hit, passages: Sequence[Passage]) -> list[Passage]:
    """The passages, lists of which more than half was chosen made whole, each with what it stands under."""
    page = _passages(hit)
    chosen = set(passages)
    for context in {p.context for p in passages if p.kind == "bullet"}:
        items = [p for p in page if p.kind == "bullet" and p.context == context]
        taken = sum(p in chosen for p in items)
        if taken > 2 and taken > len(items) / 2:
            chosen.update(items)
    for passage in list(chosen):
        chosen.update(joined_to(passage, page))
    for passage in list(chosen):
        chosen.update(_above(passage, page))
    return list(chosen)


def _continued(
    best: _Candidate, hits: Sequence[Hit], chosen: dict[tuple[str, int], list[Passage]]
) -> dict[tuple[str, int], list[Passage]]:
    """The choice with the best page's neighbours of the same title; first these pages, in reading order."""
    run = [_key(best.hit)]
    passage = best.match.passage
    title = passage.text if passage.kind == "title" else passage.context.split("\n")[0]
    for hit in hits:
        if hit.source_id == best.hit.source_id and abs(hit.page - best.hit.page) == 1:
            heads = [m for m in hit.matches if m.passage.kind == "title" and m.passage.text == title]
            if heads:
                found = _whole_list(_Candidate(hit=hit, match=heads[0], score=0))
                chosen.setdefault(_key(hit), []).extend(found)
                run.append(_key(hit))
    return {key: chosen[key] for key in dict.fromkeys([*sorted(run), *chosen])}


def _mentions(hits: Sequence[Hit]) -> list[Group]:
    """Every statement that speaks of what is named, itself or above it, in reading order."""
    groups: list[Group] = []
    count = 0
    for hit in hits:
        said = [m.passage for m in hit.matches if m.about >= SAYS]
        count += len(said)
        if said and (count <= MENTIONS or not groups):
            groups.append(grouped(hit, with_heads(hit, said)))
    return sorted(groups, key=lambda group: _key(group.hit))


def page_whole(hit: Hit) -> Group:
    """All statements of a page."""
    return grouped(hit, _passages(hit))


def with_heads(hit: Hit, passages: Sequence[Passage]) -> list[Passage]:
    """The statements with what they stand under."""
    page = _passages(hit)
    return [*(parent for passage in passages for parent in _above(passage, page)), *passages]


def list_of(hit: Hit, passage: Passage) -> list[Passage]:
    """The list that a statement heads or is an item of; the statement alone if there is none."""
    match = next(match for match in hit.matches if match.passage == passage)
    return _whole_list(_Candidate(hit=hit, match=match, score=0))


def grouped(hit: Hit, passages: Sequence[Passage]) -> Group:
    """In reading order; the title, which stands over the group, only where it is all there is."""
    ordered = sorted(set(passages), key=lambda p: p.start)
    body = [p for p in ordered if p.kind != "title"]
    lines = body or ordered
    return Group(hit=hit, lines=tuple(Line(passage=p, depth=len(_above(p, body))) for p in lines))
