"""Whether a sentence says what the statements it cites say, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Literal

from bot.model.bodies import others
from bot.model.claim import Claim, Evidence, held_in
from bot.model.clauses import frames
from bot.model.doers import turned
from bot.model.loaded import degrees, duties, expected, is_turned_round, negations, opposite, sides
from bot.model.quantities import dates, measures, numbers
from bot.model.roles import exchanged
from bot.model.stages import otherwise
from bot.model.wording import Word, Wording, content, wording
from ingest.terms import fold, instruments

Fault = Literal[
    "nothing",
    "quote",
    "number",
    "unit",
    "date",
    "instrument",
    "name",
    "polarity",
    "stage",
    "degree",
    "role",
    "words",
    "sense",
]
"""What a sentence says that its sources do not, in the order in which it is looked for."""

LANGUAGES = ("en", "fr", "es")
"""Those whose sentences can be checked: word for word over sources in any of them."""
MISSING = 0.2
"""Share of a sentence's words of content that need not stand in what it cites where the two are in different
languages (one word in any case), as the lexicon does not have every word; in one language all must."""
KNOWN_MISSING = 0
"""How many of these may be words that the lexicon knows, verbs aside, whose English has most forms."""
_QUOTED = re.compile(r"“([^”]+)”|«\s*([^»]+?)\s*»|\"([^\"]+)\"")
_NUMBERED = re.compile(r"\bno[.°]? ?(?=\d)", re.IGNORECASE)
"""The abbreviation of "number", which denies nothing."""
_BUT = re.compile(r"[,.;:()\n]|\b(?:but|mais|pero|sino)\b")
_OLD = re.compile(r"\b(?:old|oldest|ancient)\b")
"""What French and Spanish say with the words for "former" too."""
_EXCEPT = re.compile(r"\b(?:except|unless|save|other than|sauf|hormis|salvo|excepto)\b(.*)")
_NOBODY = {
    language: re.compile(rf"(?:^|[,;:(]\s*|\b(?:{joins})\s)(?:{words})\b(?! longer|\. ?\d| \d)")
    for language, joins, words in (
        ("en", "and|but|that", "no|none of|nobody|neither"),
        ("fr", "et|mais|que", "aucune?|nul(?:le)?|personne"),
        ("es", "y|pero|que", "ningun[oa]?|nadie"),
    )
}
"""A denial of all there are."""
_ALLOWED = frozenset("allowed permitted able entitled anything anyone anybody any".split())
"""Words behind a negation that say nothing of their own: "not allowed to", "not anything"."""
_ONE_BY_ONE = (frozenset((row, side) for row in range(1, 100) for side in range(4)), frozenset({(1, 1)}))
"""Sides of rows of opposed words on which one word is not as good as another, in English and across
languages: who closes a thing has not cancelled it, who sees it rise sees it grow."""
_REACH = 3
"""Words of content that a negation turns round."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came of checking one sentence."""

    fault: Fault | None = None
    """What is wrong with it first of all; None when it is supported."""
    about: str = ""
    """The words at fault."""

    @property
    def supported(self) -> bool:
        """Whether it may be shown."""
        return self.fault is None


def verify(sentence: str, evidence: Sequence[Evidence], language: str) -> Verdict:
    """The verdict on a sentence in a language (ISO 639-1) beside all that it cites.

    Every number, date, name and instrument has to stand there, with its unit, and words in quotation marks to
    the letter; no denial, degree, duty or cause may be added or lost; numbers and names keep what they belong
    to; and the other words of content have to stand there too, in this form or one like it, across languages
    nearly all of them by way of the lexicon. A sentence in another language than `LANGUAGES` is never
    supported: it cannot be read here.
    """
    if not evidence or language not in LANGUAGES or not any(c.isalnum() for c in sentence):
        return Verdict(fault="nothing")
    quotes = [" ".join(next(filter(None, found)).split()) for found in _QUOTED.findall(sentence)]
    held = [" ".join(_plain_marks(each.whole).split()) for each in evidence]
    for quote in quotes:
        if not any(_plain_marks(quote).rstrip(" .,;:") in text for text in held):
            return Verdict(fault="quote", about=quote)
    said = _QUOTED.sub(" ", sentence) if quotes else sentence
    for fault, check in _CHECKS:
        if about := next(check(Claim(said, language), evidence), None):
            return Verdict(fault=fault, about=about)
    return Verdict()


def load_words() -> None:
    """Nothing; reads the lexicons and lists that the first sentence would wait for, some seconds."""
    for language, said in (("en", "Cooperatives made jobs."), ("fr", "Elles créaient."), ("es", "Crearon.")):
        verify(said, [Evidence(text="Cooperatives create employment.")], language)


def _plain_marks(text: str) -> str:
    return text.translate(str.maketrans("’‘“”–—\u00a0", "''\"\"-- "))


def _instruments(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    there = {name for each in evidence for name in instruments(each.whole)}
    yield from (name for name in instruments(claim.text) if name not in there)


def _names(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    yield from (word.said for word in _missing(claim, held_in(evidence)) if word.is_name)


def _missing(claim: Claim, held: Wording) -> list[Word]:
    """The words of content that do not stand there; two that do as one ("Viet Nam") are not missing."""
    abroad = claim.language != "en"
    missing = [
        word
        for word in claim.content
        if not (held.says_itself(word) if abroad and _is_loaded(word) else held.says(word))
    ]
    names = [fold(word.said) for word in claim.content if word.is_name]
    joined = {one + two for one, two in pairwise(names)} & held.terms
    return [word for word in missing if not any(fold(word.said) in each for each in joined if word.is_name)]


def _polarity(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    denied = _denied(claim.text, claim.language, near=True)
    theirs = [scope for each in evidence for scope in _denied(each.text, each.language)]
    prefixed = {bare for term in held_in(evidence).terms if (bare := is_turned_round(term))}
    theirs += [_Scope(head=frozenset(), all=frozenset({term})) for term in prefixed]
    for scope in denied:
        if not theirs or (scope.all and not any(scope.meets(each) for each in theirs)):
            yield "not"
    mine = _ways(claim.content)
    for scope in theirs:
        if scope.head and scope.head & mine and not any(scope.meets(each) for each in denied):
            affirmed = any(
                scope.head & _ways(content(part, each.language))
                for each in evidence
                for part in _affirmed(each.whole, each.language)
            )
            if not affirmed and not (_excepted(evidence) & mine):
                yield "without not"
        elif len(scope.words) > 2 and sum(bool(word & mine) for word in scope.words) > 1 and not denied:
            yield "without not"
    held = held_in(evidence)
    for word in claim.content:
        if held.says_itself(word) or any(_ways([word]) & scope.all for scope in denied):
            continue
        for term in {way[0] for way in word.ways if len(way) == 1 or "-" in word.said}:
            if any(opposite(term, other) for other in held.terms):
                yield word.said
        loaded = _is_loaded(word) or (word.is_verb and any(sides(way[0]) for way in word.ways[:3]))
        if loaded and _opposed(word, held.terms) and not _compared(word, evidence):
            yield word.said
    own = frozenset().union(*(wording(each.text, each.language).terms for each in evidence))
    for word in claim.content:
        if _is_loaded(word) and _opposed(word, own) and not _ways([word]) & own:
            yield word.said
    yield from _elsewhere(claim, evidence)


def _elsewhere(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Words that another clause than the one told of says, and that one turns round: fell, and rose."""
    told = [wording(part, each.language).terms for each in evidence for part in _clauses(each.text)]
    for part in _clauses(claim.text):
        some = content(part, claim.language)
        for word in some:
            if not _is_loaded(word):
                continue
            others = [other for other in some if other is not word]
            shared = [sum(bool(_ways([other]) & terms) for other in others) for terms in told]
            nearest = [terms for n, terms in zip(shared, told, strict=True) if n and n == max(shared)]
            if nearest and all(_opposed(word, terms) and not _ways([word]) & terms for terms in nearest):
                yield word.said


def _clauses(text: str) -> list[str]:
    return re.split(
        r"[,;:.()\n]\s|\b(?:while|whereas|although|but|tandis que|alors que|mais|mientras que|aunque"
        r"|pero)\b",
        text,
    )


def _opposed(word: Word, terms: frozenset[str]) -> bool:
    """Whether a text has a word on another side of a row of opposed words, and none on the same one."""
    rows = {row for row, _ in _places(word)}
    return any(row in rows for term in terms for row, _ in sides(term)) and not _same_side(word, terms)


def _is_loaded(word: Word) -> bool:
    """Whether its likeliest meanings are among the opposed words."""
    return any(sides(way[0]) for way in word.ways[:2] if len(way) == 1)


def _compared(word: Word, evidence: Sequence[Evidence]) -> bool:
    """Whether it says that something rose or fell where a source says that it is more or less."""
    told = {name for each in evidence for names in degrees(each.whole) for name in names}
    change = {"above": sides("rise"), "below": sides("fall")}
    return any(name in told and places & _places(word) for name, places in change.items())


def _places(word: Word) -> set[tuple[int, int]]:
    return {place for way in word.ways if len(way) == 1 for place in sides(way[0])}


def _same_side(word: Word, held: frozenset[str], *, but: Container[tuple[int, int]] = ()) -> bool:
    mine = {place for place in _places(word) if place not in but}
    return any(mine & sides(term) for term in held)


def _degrees(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    there = {name for each in evidence for names in degrees(each.whole) for name in names}
    for names in sorted(degrees(claim.text), key=sorted):
        told_so = (names == {"cause"} and any(_changes(each) for each in evidence)) or (
            names == {"former"} and any(_OLD.search(each.whole) for each in evidence)
        )
        if not names & there and not told_so:
            yield " or ".join(sorted(names))
    for each in evidence:
        coming = {
            way for word in content(expected(each.text, each.language), each.language) for way in word.ways
        }
        if (
            coming
            and not expected(claim.text, claim.language)
            and "later" not in {n for ns in degrees(claim.text) for n in ns}
        ):
            due = {
                way for _, text in duties(claim.text) for w in content(text, claim.language) for way in w.ways
            }
            yield from (word.said for word in claim.content if coming.intersection(word.ways) - due)
    said = _NOBODY[claim.language].search(fold(claim.text))
    if said and not any(_NOBODY.get(e.language, _NOBODY["en"]).search(fold(e.text)) for e in evidence):
        yield "no"
    theirs = [
        (name, _ways(content(text, each.language)[:2]))
        for each in evidence
        for name, text in duties(each.whole)
    ]
    for name, text in duties(claim.text):
        verb = _ways(content(text, claim.language)[:1], near=claim.language != "en")
        same = {other for other, told in theirs if verb & told}
        if same and name not in same:
            yield f"{name}{text}"


def _changes(each: Evidence) -> bool:
    """Whether something is told to make something else more or less: a cause, told without the word."""
    more = sides("rise") | sides("fall")
    return any(
        frame.doer and frame.done_to and any(sides(term) & more for term in frame.verb)
        for frame in frames(each.text, each.language)
    )


def _words(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    held = held_in(evidence)
    denied = frozenset().union(*(scope.all for scope in _denied(claim.text, claim.language)))
    missing = {
        word.said: word
        for word in _missing(claim, held)
        if not (_ways([word]) & denied and claim.language != "en")
        and not (
            _is_loaded(word)
            and (
                _same_side(word, held.terms, but=_ONE_BY_ONE[claim.language != "en"])
                or _compared(word, evidence)
            )
        )
    }
    abroad = any(each.language != claim.language for each in evidence)
    n = len({word.said for word in claim.content})
    known = sum(word.known and not (word.is_verb and not _is_loaded(word)) for word in missing.values())
    if missing and (not abroad or known > KNOWN_MISSING or len(missing) > max(1, n * MISSING)):
        yield ", ".join(missing)


_Check = Callable[[Claim, Sequence[Evidence]], Iterator[str]]
_CHECKS: tuple[tuple[Fault, _Check], ...] = (
    ("number", numbers),
    ("unit", measures),
    ("date", dates),
    ("instrument", _instruments),
    ("name", _names),
    ("name", others),
    ("polarity", _polarity),
    ("stage", otherwise),
    ("degree", _degrees),
    ("role", exchanged),
    ("role", turned),
    ("words", _words),
)


@dataclass(frozen=True)
class _Scope:
    """What a word of negation turns round, as stems."""

    head: frozenset[str]
    all: frozenset[str]
    words: tuple[frozenset[str], ...] = ()

    def meets(self, other: _Scope) -> bool:
        return bool(self.all & other.all)


def _denied(text: str, language: str, *, near: bool = False) -> list[_Scope]:
    """What is denied, each with the words alike if `near`; a negation reaches to the next or a "but"."""
    text = _NUMBERED.sub("number ", text)
    plain = fold(text)
    text = text if len(text) == len(plain) else plain
    ends = [match.span() for match in _BUT.finditer(plain)]
    found = []
    for begin, end in zip([0, *(b for _, b in ends)], [*(a for a, _ in ends), len(plain)], strict=True):
        clause, said = plain[begin:end], text[begin:end]
        scopes = []
        places = negations(clause, language)
        for (start, end), (then, _) in zip_longest(places, places[1:], fillvalue=(len(clause), 0)):
            after = tuple(w for w in content(said[end:then], language) if fold(w.said) not in _ALLOWED)[
                :_REACH
            ]
            before = content(said[:start], language)[-2:]
            if clause[start:end].startswith("den") or not after:
                after, before = before[::-1], ()  # "allowances are denied to them"
            head = after[:1] or before[-1:]
            scopes.append(
                _Scope(
                    head=_ways(head, near=near),
                    all=_ways(after or before, near=near),
                    words=tuple(_ways([word]) for word in after),
                )
            )
        if scopes and language != "en":  # "no ... ninguno" denies once
            apart = [clause[a:b].startswith(("sans", "sin")) for a, b in places]
            first = next((each for each, alone in zip(scopes, apart, strict=True) if not alone), None)
            joined = [each for each, alone in zip(scopes, apart, strict=True) if not alone]
            scopes = [each for each, alone in zip(scopes, apart, strict=True) if alone]
            if first:
                scopes.append(_Scope(head=first.head, all=frozenset().union(*(each.all for each in joined))))
        found += scopes
    return found


def _excepted(evidence: Sequence[Evidence]) -> frozenset[str]:
    """What the sources except from what they say."""
    parts = [(match[1], each.language) for each in evidence for match in _EXCEPT.finditer(each.text)]
    return frozenset().union(*(_ways(content(part, language)) for part, language in parts))


def _affirmed(text: str, language: str) -> list[str]:
    """The parts of a text between its commas that deny nothing."""
    plain = _NUMBERED.sub("number ", fold(text))
    return [part for part in re.split(r"[,.;:()\n]", plain) if not negations(part, language)]


def _ways(some: Iterable[Word], *, near: bool = False) -> frozenset[str]:
    return frozenset(
        way[0] for word in some for way in (*word.ways, *(word.alike if near else ())) if len(way) == 1
    )
