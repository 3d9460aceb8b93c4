"""A French or Spanish question in English words: enough to search English sources by, no download needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.resources import files

from bot.language.grammar import (
    BASE,
    COGNATES,
    CONJUGATED,
    CONTRACTED,
    INFINITIVE,
    LINKS,
    PHRASES,
    QUESTION_WORDS,
)
from ingest.terms import fold, instruments, is_stopword, stem

LANGUAGES = ("fr", "es")
"""Languages with a lexicon in `bot/language/lexicon`: a headword, its English, likeliest first."""
LONGEST = 14
"""Words of the longest expression looked up."""

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*%?|[^\W\d_]+(?:\.[^\W\d_]+|\d+)?", re.UNICODE)
"""A number, or a word; "Our.Coop" is one."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a question with its English."""

    said: str
    """The words as typed."""
    english: tuple[str, ...]
    """Ways to say it in English, likeliest first; the words themselves when they are not known."""
    content: bool
    """False for a word that says nothing about the subject."""
    guessed: bool = False
    """Whether the lexicon does not know it: the English is the word itself, and what it might be there."""
    links: bool = False
    """Whether it only joins others ("of", "the"): what a reader misses and a search does not."""


def translate(text: str, language: str, *, names: Collection[str] = ()) -> list[Piece]:
    """The text in pieces, the longest expressions the lexicon knows first; empty for another language.

    `names` are words (folded) that the sources use as names: written as names they stay what they are.
    """
    if language not in LANGUAGES:
        return []
    pieces = list(_pieces(text, language, names))
    said = {fold(piece.said) for piece in pieces}
    named = (name.upper() for name in instruments(text) if name not in said)
    return pieces + [Piece(said=name, english=(name,), content=True) for name in named]


def gloss(
    pieces: Sequence[Piece],
    stands: Callable[[str], bool] = lambda english: True,  # noqa: ARG005
    *,
    joined: bool = False,
) -> str:
    """The pieces as one line of English words: for the embedder, or `joined` by small words for the reader.

    Of several ways to say a piece, the first that stands in the sources is taken, or else the first.
    """
    return " ".join(
        next((way for way in piece.english if stands(way)), piece.english[0])
        for piece in pieces
        if piece.english and (joined or not piece.links)
    )


def headwords(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every headword of a language's lexicon with its English, likeliest first."""
    text = (files("bot.language") / "lexicon" / f"{language}.tsv").read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in text.splitlines())
    return [(headword, tuple(way for way in english.split("; ") if way)) for headword, _, english in lines]


@lru_cache(maxsize=len(LANGUAGES))
def wider(language: str) -> dict[str, tuple[str, ...]]:
    """More English of common words than is searched for: what texts may say for a headword."""
    text = (files("bot.language") / "lexicon" / f"wider_{language}.tsv").read_text(encoding="utf-8")
    lines = (line.partition("\t") for line in text.splitlines())
    return {headword: tuple(english.split("; ")) for headword, _, english in lines}


def single_words(language: str) -> frozenset[str]:
    """The words that are headwords of the language's lexicon; for "en" those of the English of them all."""
    if language in LANGUAGES:
        tokens = (_TOKEN.findall(headword) for headword, _ in headwords(language))
        return frozenset(some[0].lower() for some in tokens if len(some) == 1)
    every = (ways for each in LANGUAGES for _, ways in headwords(each))
    return frozenset(word for ways in every for way in ways for word in _TOKEN.findall(way))


def _pieces(text: str, language: str, names: Collection[str]) -> Iterator[Piece]:
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        piece, length = _longest(tokens[at : at + LONGEST], language, names)
        yield piece
        at += length


def _longest(tokens: Sequence[str], language: str, names: Collection[str]) -> tuple[Piece, int]:
    """The piece that begins here and how many words it takes."""
    lexicon = _lexicon(language)
    for length in range(len(tokens), 0, -1):
        said = tokens[:length]
        asked = PHRASES[language].get(fold(" ".join(said))) if length > 1 else None
        if asked:
            return Piece(said=" ".join(said), english=(asked,), content=False), length
        stays = length == 1 and (_is_name(said[0], names) or is_stopword(said[0], language))
        entries = [] if stays else _entries(said, language, lexicon)
        if entries:
            return Piece(said=" ".join(said), english=_ways(said, entries, language), content=True), length
    return _unknown(tokens[0], language), 1


def _entries(
    said: Sequence[str], language: str, lexicon: Mapping[tuple[str, ...], list[_Entry]]
) -> list[_Entry]:
    """The headwords with these stems; where the stemmer leaves a plural ("años"), those of the singular."""
    found = lexicon.get(_key(said, language), [])
    last = said[-1].lower()
    if found or language != "es" or not re.search(r"[aeoáéó]s$", last):
        return found
    return lexicon.get(_key([*said[:-1], last[:-1]], language), [])


def _is_name(token: str, names: Collection[str]) -> bool:
    return token[0].isupper() and fold(token) in names


def _ways(said: Sequence[str], entries: Sequence[_Entry], language: str) -> tuple[str, ...]:
    """The ways of every headword with these stems, those of the headword most like the words typed first.

    A verb form is first of all that of a verb ("lancé" is of "lancer", not of "lance"); a word written as a
    name that is no headword may be the same in English ("France" is no "franc").
    """
    typed = " ".join(said).lower()
    forms = {typed, *(BASE[language].sub(ending, typed) for ending in ("", "o", "e"))}
    verb = len(said) == 1 and CONJUGATED[language].search(typed)

    def unlike(entry: _Entry) -> tuple[bool, bool, bool, float]:
        headword, _ = entry
        return (
            headword not in forms,
            bool(verb) and not INFINITIVE[language].search(headword),
            fold(headword) != fold(typed),
            -SequenceMatcher(None, fold(headword), fold(typed)).ratio(),
        )

    ways = [way for _, ways in sorted(entries, key=unlike) for way in ways]
    is_named = (
        len(said) == 1
        and said[0].istitle()
        and not {fold(each) for each, _ in entries} & {fold(typed), fold(typed.removesuffix("s"))}
    )
    return tuple(dict.fromkeys([*said, *ways] if is_named and _stays_named(said[0], language) else ways))


def _stays_named(token: str, language: str) -> bool:
    return token.istitle() and len(token) > 3 and not CONJUGATED[language].search(token.lower())


def _key(tokens: Sequence[str], language: str) -> tuple[str, ...]:
    """Stems, of the singular where the stemmer leaves a plural as it is (French "emplois")."""
    tokens = [CONTRACTED[language].get(token.lower(), token) for token in tokens]
    singular = [
        re.sub(r"(?<=[^\Ws]{3})[sx]$", "", token.lower()) if language == "fr" else token for token in tokens
    ]
    return tuple(stem(token, language) for token in singular)


def _unknown(token: str, language: str) -> Piece:
    asked = "what" if token.lower() == "qué" else QUESTION_WORDS[language].get(fold(token), "")
    link = LINKS[language].get(fold(token), "")
    if asked or link:
        return Piece(said=token, english=(asked or link,), content=False, links=not asked)
    if (len(token) == 1 and not token.isdigit()) or is_stopword(token, language):
        return Piece(said=token, english=(), content=False)
    return Piece(said=token, english=(token, *_cognates(token, language)), content=True, guessed=True)


def _cognates(token: str, language: str) -> list[str]:
    """What an unknown word would be in English if it is much the same there: no word, perhaps."""
    plain = fold(token) if not token[0].isupper() else ""
    endings = COGNATES[language]
    ends = [(fold(own), english) for own, english in zip(endings[::2], endings[1::2], strict=True)]
    return [
        plain.removesuffix(own) + english for own, english in ends if len(plain) > 6 and plain.endswith(own)
    ]


_Entry = tuple[str, tuple[str, ...]]
"""A headword and its English ways."""


@lru_cache(maxsize=len(LANGUAGES))
def _lexicon(language: str) -> dict[tuple[str, ...], list[_Entry]]:
    """Entries by the stems of the headword."""
    found: dict[tuple[str, ...], list[_Entry]] = {}
    for headword, ways in headwords(language):
        tokens = _TOKEN.findall(headword)
        if tokens and ways:
            found.setdefault(_key(tokens, language), []).append((" ".join(tokens).lower(), ways))
    return found
