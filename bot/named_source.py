"""The source that a question names: "in the Home Work Convention", "the insurgency session"."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.terms import fold, instruments, is_stopword, terms, words
from ingest.types import Source

MOST = 3
"""Sources that a name may fit; one that fits more names none."""
ALONE = 2
"""Words that say something, from which a question without the name is searched for by itself."""
AS_GOOD = 0.9
"""A source fits as well as the best from this share of its score."""

_KINDS = {
    "convention": "convention conventions convenio convenios",
    "recommendation": "recommendation recommendations recommandation recommandations "
    "recomendacion recomendaciones",
    "protocol": "protocol protocols protocole protocoles protocolo protocolos",
    "report": "report reports rapport rapports informe informes",
    "statement": "statement declaration declaracion resolution resolucion",
    "guide": "guide guides manual manuel guia handbook paper brief",
    "deck": "deck slides presentation session sessions lecture lectures course briefing diapositives "
    "diapositivas presentacion seance cours sesion curso",
}
_KIND_OF = {word: kind for kind, said in _KINDS.items() for word in said.split()}
"""What kind of source a word names, folded."""
_LINKS = frozenset(
    "of the on and for in to by a an concerning de du des la le les sur el los y en et".split()
)
"""Words within a name, folded."""
_SPEAKING = re.compile(r"[^\W\d_]+|(?:1[89]|20)\d\d|[rc]?\d{1,3}")
"""Terms of a name that a question may say: words, years and numbers, not the rest of a file's name."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_INSIDE = re.compile(
    r"\b(?:in|under|within|according to|dans|selon|en|seg[úu]n|bajo|d['’]apr[èe]s) (?:the |la |le |el )?$",
    re.IGNORECASE,
)
"""How the place to look in is led to."""
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a question looks for its answer."""

    sources: frozenset[str]
    """The ids of the sources named."""
    rest: str
    """The question without the name, or with it if little is left ("When was the ... adopted?")."""


@dataclass(frozen=True, kw_only=True)
class _Name:
    source_id: str
    said: frozenset[str]
    """Terms of the title or of the id."""
    kinds: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class _Fit:
    """How well a run of words of the question names a source."""

    weight: float
    """Rarity of its words among the names of all sources."""
    share: float
    """Share of the name that it says, 0 to 1."""
    start: int
    end: int

    @property
    def score(self) -> float:
        return self.weight * (1 + self.share) / 2


def address_in(text: str, sources: Sequence[Source]) -> Address | None:
    """The sources named in a question; None when none is, or so many fit that it tells nothing.

    A name is a run of words of a source's title or id, with its year or the word for what it is
    ("convention", "session"), or set before a colon.
    """
    if len(sources) < 2:
        return None
    names = _names(tuple((s.source_id, s.title, s.kind) for s in sources))
    years = _years(text)
    names = tuple(name for name in names if not years or years & name.said) or names
    holding = Counter(term for said in _said_by_source(names).values() for term in said)
    weight = {term: math.log(len(sources) / count) for term, count in holding.items()}
    fits: dict[str, _Fit] = {}
    for name in names:
        found = _fit(text, name, weight)
        if found and (name.source_id not in fits or found.score > fits[name.source_id].score):
            fits[name.source_id] = found
    if not fits:
        return None
    most = max(fit.weight for fit in fits.values())
    if sum(fit.weight >= AS_GOOD * most for fit in fits.values()) > min(MOST, len(sources) - 1):
        return None
    top = max(fit.score for fit in fits.values())
    fitting = {source: fit for source, fit in fits.items() if fit.score >= AS_GOOD * top}
    start, end = min(f.start for f in fitting.values()), max(f.end for f in fitting.values())
    rest = " ".join(f"{text[:start]} {text[end:]}".split()).strip(" ,:;–-")
    alone = sum(not is_stopword(word, "en") for word in words(rest)) >= ALONE
    return Address(sources=frozenset(fitting), rest=rest if alone else text)


@lru_cache(maxsize=8)
def _names(sources: tuple[tuple[str, str, str], ...]) -> tuple[_Name, ...]:
    found = []
    for source_id, title, kind in sources:
        for name in (title.replace("_", " "), source_id.replace("-", " ")):
            said = frozenset(term for term in terms(name, "en") if _SPEAKING.fullmatch(term))
            kinds = {_KIND_OF[fold(word)] for word in words(name) if fold(word) in _KIND_OF}
            found.append(
                _Name(
                    source_id=source_id,
                    said=said,
                    kinds=frozenset(kinds | ({"deck"} if kind == "deck" else set())),
                )
            )
    return tuple(found)


def _years(text: str) -> set[str]:
    """The years that the kind of a source stands beside: "the convention of 1921", "the 1921 convention"."""
    said = [fold(word) for word in _WORD.findall(text) if fold(word) not in _LINKS]
    beside = zip((*said[1:], ""), said, ("", *said[:-1]), strict=True)
    return {
        word
        for after, word, before in beside
        if _YEAR.fullmatch(word) and (after in _KIND_OF or before in _KIND_OF)
    }


def _said_by_source(names: Iterable[_Name]) -> dict[str, set[str]]:
    said: dict[str, set[str]] = {}
    for name in names:
        said.setdefault(name.source_id, set()).update(name.said)
    return said


def _fit(text: str, name: _Name, weight: dict[str, float]) -> _Fit | None:
    """How well the likeliest run of words names the source, and where the run stands."""
    best: _Fit | None = None
    for run in _runs(text, name):
        matched = {term for _, said, _ in run for term in said}
        start, end = run[0][0].start(), run[-1][0].end()
        prefixed = not words(text[:start]) and re.match(r"\s*[:–-]\s", text[end:])
        cue = prefixed or any(is_cue for _, _, is_cue in run)
        own = sum(weight[term] for term in matched if term not in _KIND_OF)
        placed = prefixed or (instruments(text[start:end]) and _INSIDE.search(text[:start]))
        if not cue or not own or (len(run) < 2 and not placed):
            continue  # a year alone, or an instrument that is spoken of, names no place to look in
        whole = sum(weight[term] for term in name.said)
        if all(_YEAR.fullmatch(fold(m[0])) for m, _, _ in run if fold(m[0]) not in _KIND_OF):
            whole = own  # "the convention of 1996" says as much of a long name as of a short one
        if best is None or own > best.weight:
            best = _Fit(weight=own, share=own / whole, start=start, end=end)
    return best


def _runs(text: str, name: _Name) -> Iterable[list[tuple[re.Match[str], list[str], bool]]]:
    """Runs of words that name the source, with stop words between them: (word, its terms, is it a cue)."""
    run: list[tuple[re.Match[str], list[str], bool]] = []
    pending = 0
    for match in _WORD.finditer(text):
        said = [term for term in terms(match[0], "en") if term in name.said]
        kind = _KIND_OF.get(fold(match[0]))
        if said or (kind and kind in name.kinds):
            cue = kind in name.kinds or bool(_YEAR.fullmatch(match[0])) or bool(instruments(match[0]))
            run.append((match, said, cue))
            pending = 0
        elif run and pending < 2 and fold(match[0]) in _LINKS:
            pending += 1
        elif run:
            yield run
            run, pending = [], 0
    if run:
        yield run
