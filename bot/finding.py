"""What is found on a question, part by part: the statements that answer, the outcome, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.compose import OWN, SAYS, Group, compose, grouped, page_whole, with_heads
from bot.membership import asked_of, lists
from bot.parts import Part, parts_of
from bot.phrases import phrases
from bot.place import LAST, Place, place_in
from bot.premise import Premise, contradicted
from bot.question import Question, is_short, standing_alone, understand
from bot.refuse import refused
from bot.support import Knows, judge, names_in
from bot.types import Hit, Outcome
from ingest.terms import fold, words
from ingest.types import Library, SlideRef, Source

IN_PLACE = 0.25
"""Share of a question that has to stand on a page that it names: the reader has said where the answer is."""
LISTED = 0.4
"""Share of a question that a list says, from which it is the list that is asked about."""
TOGETHER = 3
"""Pages, the first ones found, on which both sides of a comparison are looked for together."""

Search = Callable[[Question], list[Hit]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What the sources say on a question."""

    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    outcome: Outcome
    remarks: tuple[str, ...] = ()
    """Sentences of the bot's own that belong under the quotations, or in place of a refusal's first one."""

    corrects: bool = False
    """Whether the question takes for granted what the sources say otherwise."""

    @property
    def certainty(self) -> float:
        """The chance, by the reader, that one of the pages quoted answers, 0 to 1; 0 if none was read."""
        read = [group.hit.reading.probability for group in self.groups if group.hit.reading]
        return max(read, default=0.0)


class Finder:
    """Finds what answers a question, in as many searches as it has parts."""

    def __init__(self, search: Search, library: Library, *, knows: Knows) -> None:
        """Searches with `search`; `knows` tells whether the sources say a name."""
        self._search = search
        self._library = library
        self._knows = knows

    def find(self, asked: Question) -> Finding:
        """The finding on a question as it was understood."""
        if refused(asked.text):
            return Finding(hits=tuple(self._search(asked)), groups=(), outcome="out_of_scope")
        place = place_in(asked.text)
        return (
            (self._in_place(asked, place) if place else None)
            or (self._mentions(asked) if asked.seeks == "mentions" else None)
            or self._parts(asked)
            or self._membership(asked)
            or self._plain(_unrestricted(asked))
        )

    def _plain(self, asked: Question) -> Finding:
        hits = self._search(asked)
        groups = compose(asked, hits)
        outcome = judge(asked, hits, groups, knows=self._knows)
        plain = Finding(hits=tuple(hits), groups=tuple(groups), outcome=outcome)
        counts = asked.seeks == "number"
        if (outcome == "answered") != counts or (premise := self._premise(asked, hits)) is None:
            return plain
        if counts:  # how many were founded is no answer to how many were closed
            quoted = any(line.passage == premise.match.passage for group in groups for line in group.lines)
            return replace(plain, outcome="not_in_sources") if quoted else plain
        group = grouped(premise.hit, with_heads(premise.hit, [premise.match.passage]))
        remark = phrases(asked.language).otherwise.format(what=premise.act)
        return Finding(
            hits=tuple(hits), groups=(group,), outcome="answered", remarks=(remark,), corrects=True
        )

    def _premise(self, asked: Question, hits: Sequence[Hit]) -> Premise | None:
        """What the sources say where the question takes the opposite for granted; None if they do not."""
        names = names_in(asked.text, asked.language)

        def stand(text: str) -> bool:
            said = fold(text)
            return all(any(fold(way) in said for way in ways) for ways in names)

        return contradicted(asked.text, asked.language, hits, stand) if names else None

    def _mentions(self, asked: Question) -> Finding | None:
        """Every statement on what is named; None when there is none."""
        hits = self._search(asked)
        groups = compose(asked, hits)
        if groups:
            return Finding(hits=tuple(hits), groups=tuple(groups), outcome="answered")
        if any(word[:1].isupper() for word in asked.about.split()):
            return Finding(hits=tuple(hits), groups=(), outcome="not_in_sources")
        return None

    def _in_place(self, asked: Question, place: Place) -> Finding | None:
        """What the pages say that the question names by number; None when it is not clear whose pages."""
        sources = [s for s in self._library.sources() if self._library.page_count(s.source_id)]
        decks = [s for s in sources if s.kind == "deck"]
        fitting = decks if place.is_slide and decks else sources
        if len(fitting) != 1:
            fitting = [s for s in fitting if self._is_named(s, asked)]
        if len(fitting) != 1:
            return None
        count = self._library.page_count(fitting[0].source_id)
        numbers = [count if number == LAST else number for number in place.numbers]
        pages = tuple(SlideRef(source_id=fitting[0].source_id, page=n) for n in numbers if 1 <= n <= count)
        if not pages:
            own = phrases(asked.language)
            unit = own.units[self._library.page(fitting[0].source_id, count).unit].lower()
            sentence = own.no_such_page.format(title=fitting[0].title, unit=unit, count=count)
            return Finding(hits=(), groups=(), outcome="not_in_sources", remarks=(sentence,))
        narrowed = replace(asked, text=place.rest or asked.text, pages=pages, leans_on="", answered="")
        hits = self._search(narrowed)
        whole = [page_whole(hit) for hit in hits if hit.matches]
        if not place.rest:
            by_page = tuple(sorted(whole, key=lambda group: group.hit.page))
            return Finding(
                hits=tuple(hits), groups=by_page, outcome="answered" if by_page else "not_in_sources"
            )
        groups = compose(narrowed, hits)
        outcome = judge(narrowed, hits, groups, knows=self._knows)
        if outcome != "answered":  # few words are left once the page is named; they have to stand there
            said = max((match.coverage_in_context for hit in hits for match in hit.matches), default=0.0)
            outcome = "answered" if groups and said >= IN_PLACE else "not_in_sources"
        return Finding(hits=tuple(hits), groups=tuple(groups), outcome=outcome)

    def _is_named(self, source: Source, asked: Question) -> bool:
        return source.title.casefold() in asked.text.casefold()

    def _parts(self, asked: Question) -> Finding | None:
        """The parts of a question each on their own, then joined; None for a question of one part."""
        parts = parts_of(asked.text)
        if not parts:
            return None
        found = self._sides(asked, parts) if parts[0].side else self._questions(asked, parts)
        if found is None:
            return None
        answered = [finding for finding in found if finding.outcome == "answered"]
        if not answered:
            return None
        missing = [p.name for p, finding in zip(parts, found, strict=True) if finding.outcome != "answered"]
        sentence = phrases(asked.language).nothing_on
        return Finding(
            hits=_joined_hits(found),
            groups=_joined_groups(answered),
            outcome="partly" if missing else "answered",
            remarks=tuple(sentence.format(what=what) for what in missing),
        )

    def _sides(self, asked: Question, parts: Sequence[Part]) -> list[Finding] | None:
        """The sides of a comparison: from the page that speaks of all of them, or each where it is found.

        None when a statement says most of the question: then it is searched for as it stands.
        """
        asked = replace(asked, seeks="statement")
        together = [self._search(replace(asked, about=part.side))[:TOGETHER] for part in parts]
        shared = next((refs for hits in zip(*together, strict=False) if (refs := _apart(hits))), ())
        first = together[0][0].matches if together[0] else ()
        said = max((match.coverage_in_context for match in first), default=0.0)
        spoken_of = all(any(self._knows(word) for word in words(part.side)) for part in parts)
        if not shared and spoken_of and said >= OWN and any(part.text != part.side for part in parts):
            return None
        found = []
        for part in parts:
            question = replace(asked, text=part.text, about=part.side, pages=shared)
            hits = self._search(question)
            groups = compose(question, hits)
            # Whether a side is spoken of is seen from its statements: a name alone is like no question.
            outcome: Outcome = "answered" if groups else "not_in_sources"
            found.append(Finding(hits=tuple(hits), groups=tuple(groups), outcome=outcome))
        return found

    def _questions(self, asked: Question, parts: Sequence[Part]) -> list[Finding]:
        """Two questions in one; the second may go on from the first and has then no answer without it."""
        first = self._plain(replace(understand(parts[0].text), language=asked.language))
        found = [first]
        for part in parts[1:]:
            question = replace(understand(part.text), language=asked.language)
            if not is_short(question):
                found.append(self._plain(question))
            elif first.outcome == "answered":
                leaning = replace(question, leans_on=parts[0].text)
                found.append(self._plain(standing_alone(leaning, self._knows)))
            else:
                found.append(first)
        return found

    def _membership(self, asked: Question) -> Finding | None:
        """The list that is asked about, when the name that is asked for is not in it."""
        for name, rest in asked_of(asked):
            hits = self._search(replace(asked, text=rest, about=name))
            listing = lists(asked, hits)
            if listing is None:
                continue
            items = {line.passage for line in listing.lines}
            said = max(m.coverage_in_context for m in listing.hit.matches if m.passage in items)
            outcome = judge(replace(asked, text=rest), hits, [listing], knows=self._knows)
            if outcome != "answered" and said < LISTED:
                continue
            sentence = phrases(asked.language).not_named.format(name=name)
            return Finding(hits=tuple(hits), groups=(listing,), outcome="answered", remarks=(sentence,))
        return None


def _unrestricted(asked: Question) -> Question:
    """The question as one that asks for no mentions."""
    return replace(asked, about="", seeks="statement") if asked.about else asked


def _key(hit: Hit) -> tuple[str, int]:
    return hit.source_id, hit.page


def _apart(hits: Sequence[Hit]) -> tuple[SlideRef, ...]:
    """The page, if it has a statement of its own on each side; `hits` are that page as each side sees it."""
    said = [{match.passage for match in hit.matches if match.about >= SAYS} for hit in hits]
    own = [each.difference(*(other for other in said if other is not each)) for each in said]
    return (SlideRef(source_id=hits[0].source_id, page=hits[0].page),) if all(own) else ()


def _joined_hits(found: Sequence[Finding]) -> tuple[Hit, ...]:
    """The pages of all parts, best first, each once."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in (hit for finding in found for hit in finding.hits):
        key = _key(hit)
        if key not in best or best[key].score < hit.score:
            best[key] = hit
    return tuple(sorted(best.values(), key=lambda hit: -hit.score))


def _joined_groups(found: Sequence[Finding]) -> tuple[Group, ...]:
    """The groups of all parts in their order, those of one page as one."""
    joined: dict[tuple[str, int], Group] = {}
    for group in (group for finding in found for group in finding.groups):
        key = _key(group.hit)
        joined[key] = joined[key].joined(group) if key in joined else group
    return tuple(joined.values())
