"""Words of English quotations in French or Spanish: a help to read them, from the lexicon for questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bot.language.translate import LANGUAGES, headwords
from ingest.terms import fold, is_stopword

LONGEST = 5
"""Words of the longest English expression looked up."""
MOST = 24
"""Words explained under one answer; names and expressions of several words are kept first."""
ALIKE = 0.6
"""Likeness, 0 to 1, from which one of several translations is taken to be right: "report", "rapport"."""

_UNTOLD = frozenset(
    "one two three four five six seven eight nine ten hundred thousand million billion trillion "
    "people social".split()
)
"""Not explained: a billion is a milliard in French, people are no "peuple", and "social" is the same."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NAMED = re.compile(r"\b(?!(?:de|du|des|d|la|le|les|l|et|en|del|los|las|el|y|e)\b)[^\W\d_]")
"""The letters of a name that are capitals; the lexicon has none."""
_VERB = {
    "fr": re.compile(r"\w{2,}(?:er|ir|re|oir|isent|issent|vent)"),
    "es": re.compile(r"\w{2,}(?:[aei]r(?:se)?|z[ck]an?)"),
}
"""A word that may be a verb: "fournir". Translated by itself it says nothing of who does what when."""
_BREAKS = {
    "fr": r"(?= (?:de|d['’]|du|des|à|au|en|pour|par|sur|sans|avec)\b)",
    "es": r"(?= (?:de|del|a|en|para|por|sobre|sin|con)\b)",
}
"""Where the part of an expression ends that takes the plural."""


@dataclass(frozen=True, kw_only=True)
class Gloss:
    """A word or expression of a quotation and what it is in the reader's language."""

    said: str
    means: str
    is_name: bool


def glossary(quotes: Sequence[str], language: str) -> list[Gloss]:
    """What the words of English quotations mean, in the order they come, each once.

    Only what the lexicon tells with some certainty: names, expressions of several words, and words that have
    one translation or one that looks alike. Empty for a language without a lexicon.
    """
    if language not in LANGUAGES:
        return []
    found: dict[str, Gloss] = {}
    for quote in quotes:
        tokens = [match[0] for match in _WORD.finditer(quote)]
        at = 0
        while at < len(tokens):
            gloss, length = _longest(tokens[at : at + LONGEST], language)
            at += length
            if gloss and gloss.said.lower() != gloss.means.lower():
                found.setdefault(fold(gloss.means), gloss)
    kept = sorted(found.values(), key=lambda each: not (each.is_name or " " in each.said))[:MOST]
    return [each for each in found.values() if each in kept]


def _longest(tokens: Sequence[str], language: str) -> tuple[Gloss | None, int]:
    for length in range(len(tokens), 0, -1):
        said = " ".join(tokens[:length])
        # An abbreviation stays what it is: "ILO", "oPt".
        if length == 1 and (is_stopword(said, "en") or said[1:] != said[1:].lower() or fold(said) in _UNTOLD):
            continue
        entries = _reversed(language).get(_key(tokens[:length]), [])
        if entries:
            return _chosen(said, entries, language), length
    return None, 1


def _chosen(said: str, entries: Sequence[_Way], language: str) -> Gloss | None:
    """The translation of an expression; None if none of several can be told to be the right one."""
    name = said[:1].isupper() and any(way.english[:1].isupper() for way in entries)
    fitting = [way for way in entries if way.english[:1].isupper()] if name else list(entries)
    if name:  # an inhabitant is no country: "québécois"
        fitting = [w for w in fitting if not re.fullmatch(fold(w.english) + r"\w{3,}", fold(w.headword))]
    elif " " not in said and not any(_is_plural(said, way.english) for way in fitting):
        fitting = [way for way in fitting if not _VERB[language].fullmatch(way.headword)]
    if not fitting:
        return None

    def likeness(way: _Way) -> float:
        return SequenceMatcher(None, fold(way.headword), fold(way.english)).ratio()

    best = min(fitting, key=lambda way: (way.rank, -likeness(way)))
    several = len({way.headword for way in fitting}) > 1
    if not name and " " not in said and several and (best.rank > 0 or likeness(best) < ALIKE):
        return None
    means = best.headword
    if name:
        means = _NAMED.sub(lambda word: word[0].upper(), means)
    elif _is_plural(said, best.english):
        means = plural(means, language)
    return Gloss(said=said, means=means, is_name=name)


def _is_plural(said: str, english: str) -> bool:
    last, singular = fold(said).split()[-1], fold(english).split()[-1]
    return last != singular and last.endswith("s") and not singular.endswith("s")


def plural(expression: str, language: str) -> str:
    """The plural of a French or Spanish noun with its adjectives; what a preposition joins stays as it is.

    By the regular endings: "entreprise sociale" to "entreprises sociales", "canal" to "canaux".
    """
    parts = re.split(_BREAKS[language], expression, maxsplit=1)
    ending = _french if language == "fr" else _spanish
    return "".join([" ".join(map(ending, parts[0].split(" "))), *parts[1:]])


def _french(word: str) -> str:
    if word.endswith(("s", "x", "z")):
        return word
    if word.endswith(("eau", "eu")):
        return f"{word}x"
    return re.sub(r"(?:al|(?<=trav)ail)$", "aux", word) if word.endswith(("al", "travail")) else f"{word}s"


def _spanish(word: str) -> str:
    if word.endswith("s") or word in ("y", "e", "o", "u"):
        return word
    if word.endswith("ión"):
        return f"{word[:-3]}iones"
    if word.endswith("z"):
        return f"{word[:-1]}ces"
    return f"{word}s" if word[-1] in "aeiouáéó" else f"{word}es"


@dataclass(frozen=True, kw_only=True)
class _Way:
    headword: str
    english: str
    rank: int
    """How many ways to say the headword in English come before this one."""


@lru_cache(maxsize=len(LANGUAGES))
def _reversed(language: str) -> dict[tuple[str, ...], list[_Way]]:
    """The ways of the lexicon by the stems of their English."""
    found: dict[tuple[str, ...], list[_Way]] = defaultdict(list)
    for headword, ways in headwords(language):
        for rank, english in enumerate(ways):
            if tokens := _WORD.findall(english):
                found[_key(tokens)].append(_Way(headword=headword, english=english, rank=rank))
    return dict(found)


def _key(tokens: Sequence[str]) -> tuple[str, ...]:
    """The words, the last one in the singular. No stems: "projects" and "projections" have one."""
    *first, last = (fold(token) for token in tokens)
    if not last.endswith(("ss", "us", "is")):
        last = re.sub(r"(?<=\w\w)ies$", "y", last) if last.endswith("ies") else last.removesuffix("s")
    return (*first, last)
