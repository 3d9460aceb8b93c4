"""Whether a sentence says what the statements it cites say, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.model.bodies import others
from bot.model.claim import Claim, Evidence, held_in
from bot.model.denials import denied, is_denial, polarity
from bot.model.doers import turned
from bot.model.framing import has_verb, is_supplied, matter
from bot.model.grades import grades
from bot.model.loaded import degrees, negations
from bot.model.mixing import mixed
from bot.model.opposed import ONE_BY_ONE, is_compared, is_loaded, is_on_same_side
from bot.model.quantities import dates, measures, numbers
from bot.model.reply import QUOTED
from bot.model.roles import exchanged
from bot.model.stages import otherwise
from bot.model.wording import Word, Wording, content, ways, wording
from ingest.terms import fold, instruments, stem, words

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
    "mix",
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
_ALLOWS = frozenset(
    stem(word, "en") for word in "allow permit authorize authorise entitle able possible".split()
)
"""What "may" says with a word."""
_MARKS = re.compile(r"[“”«»\"]")
_TERM = re.compile(r"\"([^\"]{3,80})\"")


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
    quotes = [" ".join(next(filter(None, found)).split()) for found in QUOTED.findall(sentence)]
    held = [" ".join(_plain_marks(each.whole).split()) for each in evidence]
    said = sentence
    for quote in quotes:
        plain = _plain_marks(quote).rstrip(" .,;:")
        if any(plain in text or plain[:1].lower() + plain[1:] in text for text in held):
            said = said.replace(quote, " ", 1) if quote in said else QUOTED.sub(" ", said)
        elif not _is_term(quote, evidence, language):
            return Verdict(fault="quote", about=quote)
    said = matter(_MARKS.sub(" ", said), language)
    for fault, check in _CHECKS:
        if about := next(check(Claim(said, language), evidence), None):
            return Verdict(fault=fault, about=about)
    return Verdict()


def load_words() -> None:
    """Nothing; reads the lexicons and lists that the first sentence would wait for, some seconds."""
    for language, said in (("en", "Cooperatives made jobs."), ("fr", "Elles créaient."), ("es", "Crearon.")):
        verify(said, [Evidence(text="Cooperatives create employment.")], language)


def _is_term(quote: str, evidence: Sequence[Evidence], language: str) -> bool:
    """Whether words in quotation marks put a term into another language that a source has in such marks."""
    mine = content(quote, language)
    for each in evidence:
        for term in _TERM.findall(_plain_marks(each.whole)) if each.language != language else ():
            theirs = content(term, each.language)
            held = wording(term, each.language)
            if (
                mine
                and len(theirs) <= sum(max(len(word.parts), 1) for word in mine) + 1
                and all(held.says(word) for word in mine)
            ):
                return True
    return False


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
        if not (held.says_itself(word) if abroad and is_loaded(word) else held.says(word))
    ]
    names = [fold(word.said) for word in claim.content if word.is_name]
    joined = {one + two for one, two in pairwise(names)} & held.terms
    spelled = _spelled(claim.content, held)
    return [
        word
        for word in missing
        if word.said not in spelled and not any(fold(word.said) in each for each in joined if word.is_name)
    ]


def _spelled(some: Sequence[Word], held: Wording) -> set[str]:
    """The words that together spell an abbreviation that is used there: "task force" of "TF"."""
    runs = (some[at : at + length] for length in range(2, 7) for at in range(len(some) - length + 1))
    return {word.said for run in runs if "".join(fold(w.said)[0] for w in run) in held.short for word in run}


def _words(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    held = held_in(evidence)
    turned_round = frozenset().union(*(scope.all for scope in denied(claim.text, claim.language)))
    missing = {
        word.said: word
        for word in _missing(claim, held)
        if not (ways([word]) & turned_round and claim.language != "en")
        and not (
            is_loaded(word)
            and (
                is_on_same_side(word, held.terms, but=ONE_BY_ONE[claim.language != "en"])
                or is_compared(word, evidence)
            )
        )
    }
    if not any(has_verb(each.text, each.language) for each in evidence):
        missing = {said: word for said, word in missing.items() if not is_supplied(word, claim.language)}
    missing = {said: word for said, word in missing.items() if not _is_told_by_grammar(word, evidence)}
    abroad = any(each.language != claim.language for each in evidence)
    n = len({word.said for word in claim.content})
    known = sum(word.known and not (word.is_verb and not is_loaded(word)) for word in missing.values())
    if missing and (not abroad or known > KNOWN_MISSING or len(missing) > max(1, n * MISSING)):
        yield ", ".join(missing)


def _is_told_by_grammar(word: Word, evidence: Sequence[Evidence]) -> bool:
    """Whether sources say a verb with "may" or "not": what is allowed, and what is prohibited."""
    if not _ALLOWS.isdisjoint(way[0] for way in word.ways if len(way) == 1):
        told = {name for each in evidence for names in degrees(each.whole) for name in names}
        return "may" in told or any(is_denial(word) for each in evidence for word in words(each.text))
    return is_denial(word.said) and any(negations(fold(each.text), each.language) for each in evidence)


_Check = Callable[[Claim, Sequence[Evidence]], Iterator[str]]
_CHECKS: tuple[tuple[Fault, _Check], ...] = (
    ("number", numbers),
    ("unit", measures),
    ("date", dates),
    ("instrument", _instruments),
    ("name", _names),
    ("name", others),
    ("polarity", polarity),
    ("stage", otherwise),
    ("degree", grades),
    ("role", exchanged),
    ("role", turned),
    ("mix", mixed),
    ("words", _words),
)
