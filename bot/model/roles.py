"""Whether a sentence tells of whom and of what its sources tell it: who does what, what a number counts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, pairwise, product

from bot.language.opposites import sides
from bot.model.claim import Claim, Evidence
from bot.model.clauses import frames
from bot.model.doers import agree
from bot.model.figures import Figure, figures, is_counted
from bot.model.opposed import is_loaded, is_opposed
from bot.model.wording import content, forms_of, wording
from ingest.terms import fold, is_stopword, terms

_PREPOSITION = re.compile(r"\wed (?:in|at|for|to|with|from|on)\b")
"""A participle with a preposition: "established in Colombia" has what acts, or where, behind it."""
_PREPOSITIONS = "(?:in|at|of|for|to|with|from|on|by|among|de|en|dans|par|pour|du|des|por|para|con)"
_NAMED = re.compile(r"(\w+) of (?:the )?([A-Z]\w+)")
"""A thing, and the name it is of."""
_OF_THEM = re.compile(r"\W*(?:of (?:the|them|these)|d'entre|des|de (?:los|las|ellos|ellas))\b")
"""After a number: it counts some of what another number counts all of."""
_OF_A_NUMBER = re.compile(
    r"\W*(?:of (?:the|its|their|these|our)|(?:de|des|d['’]|de (?:los|las|sus|ses|leurs)))\W*"
)
"""Between the number of some and that of all."""
_IN_PARTS = re.compile(r"\b[A-Z]{2,6}(?:[ -][A-Z]{2,6}){1,3}\b")
"""An abbreviation written in parts: "UN TF SSE"."""
_DONE_TO = re.compile(r"(\w+) (?:was|were|is|are|has been|have been) (\w+ed)\b")


def exchanged(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The numbers and names that have changed places with others."""
    mine = figures(claim.text, claim.language)
    for each in evidence:
        theirs = figures(each.text, each.language)
        same_language = each.language == claim.language
        if same_language:
            yield from _crossed(mine, theirs)
            if not agree(claim, each) and (_turned(claim, each) or _mixed(claim, each)):
                yield "who does what"
        else:
            yield from _miscounted(claim, each)
        yield from _of_all(claim, each)
        yield from _numbered(claim, each)
        yield from _placed(claim, each)
    for figure, other in pairwise(mine):
        of = _OF_THEM.match(fold(figure.rest)) and not figure.unit and not other.unit
        if of and figure.part == other.part == 1 and figure.value > other.value and not other.is_year:
            yield f"{figure.value} of {other.value}"
    if len(evidence) > 1:
        yield from _apart(claim, evidence)


def _miscounted(claim: Claim, each: Evidence) -> Iterator[str]:
    """Numbers that count in one language what another number counts in the other."""
    theirs = [figure for figure in figures(each.text, each.language) if not figure.is_year]
    for figure in figures(claim.text, claim.language):
        own = [other for other in theirs if (other.value, other.part) == (figure.value, figure.part)]
        mine = _behind(figure, claim.language)
        if figure.is_year or figure.unit or figure.part > 1 or not own or not mine:
            continue
        if _OF_THEM.match(fold(figure.rest)) or any(
            _is_elliptic(one, language)
            for one, language in ((figure, claim.language), *((other, each.language) for other in own))
        ):
            continue
        counted = {form for other in own for word in _behind(other, each.language) for form in word}
        counted |= {other.before for other in own}
        elsewhere = [
            words[0] for other in theirs if other not in own and (words := _behind(other, each.language))
        ]
        if any(mine[0] & word for word in elsewhere) and not any(word & counted for word in mine[:2]):
            first = {form for other in own for word in _behind(other, each.language)[:2] for form in word}
            if any(word & first for word in mine):
                continue  # "45 members are women", of 120 members
            yield str(figure.value)


def _of_all(claim: Claim, each: Evidence) -> Iterator[str]:
    """A number of all of which a sentence tells what its source tells of some: "two of its five ferries"."""
    mine = figures(claim.text, claim.language)
    said = {figure.value for figure in mine}
    verbs = {form for frame in frames(claim.text, claim.language) for form in frame.verb}
    for some, every in pairwise(figures(each.text, each.language)):
        if not _OF_A_NUMBER.fullmatch(fold(some.rest)) or some.value in said or every.value not in said:
            continue
        told = (
            frame for frame in frames(each.text, each.language) if not (frame.is_reduced or frame.is_relative)
        )
        if any(verbs & frame.verb for frame in told) and not any(_OF_THEM.match(fold(f.rest)) for f in mine):
            yield f"all {every.value}"


def _behind(figure: Figure, language: str) -> list[frozenset[str]]:
    """The words of content behind a number, as the stems each may be known by."""
    said = re.findall(r"[^\W\d_]+", figure.rest.split(",")[0])
    return [forms for word in said if not is_counted(word, language) and (forms := forms_of(word, language))]


def _is_elliptic(figure: Figure, language: str) -> bool:
    """Whether what a number counts is not said right behind it: "61 of them", "14 June", "fell to 90"."""
    following = re.match(r"(?:d['’]|de\s)?\W*([^\W\d_]+)", figure.rest)
    if not following or figure.rest[:1] in ",(":
        return True
    return is_stopword(following[1], language) or any(day.startswith("month") for day in figure.when)


def _numbered(claim: Claim, each: Evidence) -> Iterator[str]:
    """Numbers of which a sentence tells what its source tells of another, as the words around each show."""
    told = [part for part in _parts(each.text) if any(not f.is_year for f in figures(part, each.language))]
    terms_of = [wording(part, each.language) for part in told]
    for part in _parts(claim.text):
        own = [figure for figure in figures(part, claim.language) if not figure.is_year]
        if len(own) != 1:
            continue
        value = own[0].value, own[0].part
        homes = [
            at
            for at, source in enumerate(told)
            if value in {(figure.value, figure.part) for figure in figures(source, each.language)}
        ]
        if len(homes) != 1 or len(told) < 2:
            continue
        some = content(part, claim.language)
        if any(is_loaded(word) and is_opposed(word, terms_of[homes[0]].terms) for word in some):
            yield str(own[0].value)
        stands = [[terms.says(word) for terms in terms_of] for word in some]
        alone = [where.index(True) for where in stands if sum(where) == 1]
        if (alone and not any(where[homes[0]] for where in stands) and len(alone) > 1) or (
            alone and homes[0] not in alone and len(alone) > 1
        ):
            yield str(own[0].value)


def _parts(text: str) -> list[str]:
    """The clauses of a text, as far as commas and conjunctions before a number or a verb tell them."""
    return re.split(r"[,;:]\s|\s(?:and|et|y|while|whereas|but|mais|pero)\s(?=(?:\w+\s){0,4}\d)", text)


def _placed(claim: Claim, each: Evidence) -> Iterator[str]:
    """Names behind "of" that belong to another thing: "the University of Kall"."""
    told = {
        noun: {name for other, name in _NAMED.findall(each.text) if other == noun}
        for noun, _ in _NAMED.findall(each.text)
    }
    for noun, name in _NAMED.findall(claim.text):
        if noun in told and not name.isupper() and name not in told[noun] and name in each.text:
            yield f"{noun} of {name}"


def _crossed(mine: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[str]:
    """Numbers that have changed places with one another, by the words beside them."""

    def known(figure: Figure) -> Figure | None:
        return next((f for f in theirs if (f.value, f.part) == (figure.value, figure.part)), None)

    pairs = [(figure, there) for figure in mine if figure.value >= 1 and (there := known(figure))]
    besides: tuple[Callable[[Figure], str], ...] = (
        lambda figure: figure.before,
        lambda figure: figure.after,
        lambda figure: figure.leading,
    )
    for beside, (left, right) in product(besides, combinations(pairs, 2)):
        mine_beside = [beside(each[0]) for each in (left, right)]
        source_beside = [beside(each[1]) for each in (left, right)]
        crossed = mine_beside == source_beside[::-1] and mine_beside[0] != mine_beside[1]
        if all(mine_beside) and crossed and left[0].value != right[0].value:
            yield f"{left[0].value} and {right[0].value}"
    for figure, source in pairs:
        if figure.is_year:
            continue
        mine_rows, source_rows = _rows(figure), _rows(source)
        shared = mine_rows.keys() & source_rows.keys()
        if any(not mine_rows[row] <= source_rows[row] for row in shared):
            yield str(figure.value)
        others = {f.after for f in theirs if f.value != figure.value and not f.is_year}
        own = {f.after for f in theirs if f.value == figure.value}
        partitive = _OF_THEM.match(fold(figure.rest))
        elliptic = is_stopword((source.rest.split() or [""])[0], "en")
        if figure.after and source.after and not elliptic and figure.after in others - own and not partitive:
            yield str(figure.value)


def _rows(figure: Figure) -> dict[int, set[int]]:
    """The sides of opposed words that are told of a number, by row."""
    found: dict[int, set[int]] = {}
    for term in terms(figure.rest, "en"):
        for row, side in sides(term):
            found.setdefault(row, set()).add(side)
    return found


def _turned(claim: Claim, each: Evidence) -> bool:
    """Whether two things have changed places: "A hires B" and "B hires A", "A reports what B did"."""
    mine = _sequence(claim.text, claim.language)
    theirs = _sequence(each.text, each.language)
    shared = [term for term in mine if theirs.count(term) == 1 and mine.count(term) == 1]
    by = _agents(claim.text, claim.language), _agents(each.text, each.language)
    if any(by[0].get(verb, agent) != agent for verb, agent in by[1].items()):
        return True
    if bool(by[0]) != bool(by[1]):
        return False
    if claim.language == "en" and _made_active(claim.text, each.text):
        return True
    at = [theirs.index(term) for term in shared]
    moved = [place for place, position in enumerate(at) if position != sorted(at)[place]]
    if len(at) > 3 and len(moved) == 2 and moved[1] - moved[0] > 1:
        return True
    if _PREPOSITION.search(fold(each.text)) and not _PREPOSITION.search(fold(claim.text)):
        return False
    objects = [term for term in shared if not _is_behind_preposition(term, claim)]
    return any(
        max(at[:place], default=0) > at[place] > at[place + 1] and shared[place + 1] in objects
        for place in range(1, len(at) - 1)
    )


def _is_behind_preposition(term: str, claim: Claim) -> bool:
    # A term put together from a name in two parts is no word of the sentence.
    said = [fold(word.said) for word in claim.content if word.ways[0][0] == term]
    return any(
        re.search(rf"\b{_PREPOSITIONS} (?:\w+ ){{0,2}}{re.escape(word)}\b", fold(claim.text))
        for word in said[:1]
    )


def _made_active(text: str, source: str) -> bool:
    """Whether what something is done to now does it: "the office was asked", "the office asked"."""
    done = {(m[1], m[2]) for m in _DONE_TO.finditer(fold(source))}
    return any(
        re.search(rf"\b{re.escape(what)} {re.escape(verb)}\b(?! by\b)", fold(text)) for what, verb in done
    )


def _mixed(claim: Claim, each: Evidence) -> bool:
    """Whether a sentence gives what one sentence of the source says to whom another speaks of."""
    clauses = [frozenset(_sequence(part, each.language)) for part in re.split(r"[;.]\s", each.text)]
    first, *rest = _sequence(claim.text, claim.language) or [""]
    rest = [term for term in rest if any(term in clause for clause in clauses)]
    homes = [clause for clause in clauses if first in clause]
    if len(rest) < 2 or len(homes) != 1:
        return False
    return any(clause not in homes and clause.issuperset(rest) for clause in clauses) and not homes[0] & set(
        rest
    )


def _agents(text: str, language: str) -> dict[str, str]:
    """Who does what by the words "done by": the stem of the agent by that of the verb."""
    found = {}
    for match in re.finditer(
        r"([^\W\d_]+(?:ed|wn|en|ght|ilt|ée?s?|[ai]d[oa]s?)) (?:by|par|por) ((?:[^\W\d_]+[ ’']?){1,4})", text
    ):
        verb, agent = _sequence(match[1], language), _sequence(match[2], language)
        if verb and agent:
            found[verb[-1]] = agent[0]
    return found


def _sequence(text: str, language: str) -> list[str]:
    text = _IN_PARTS.sub(lambda found: re.sub("[ -]", "", found[0]), text)
    return [word.ways[0][0] for word in content(text, language)]


def _apart(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Numbers beside a name that another of the statements cited says."""
    for clause in re.split(r"[,;:]\s| (?:and|et|y|while|whereas|tandis que|mientras que) ", claim.text):
        names = [word for word in content(clause, claim.language) if word.is_name]
        for figure in figures(clause, claim.language):
            having = [
                each for each in evidence
                if any(f.value == figure.value for f in figures(each.whole, each.language))
            ]  # fmt: skip
            if (
                names
                and having
                and not any(
                    wording(each.whole, each.language).says(name) for each in having for name in names
                )
            ):
                yield f"{names[0].said}, {figure.value}"
