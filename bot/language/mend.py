"""The misspelt words of a question, mended by the words of the sources."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from string import ascii_lowercase

from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import extract

from bot.language.dictionary import LANGUAGES, Dictionary, by_shape, dictionary, is_right
from bot.language.shorthand import SHORTHAND
from bot.language.translate import translate
from ingest.terms import fold, is_stopword, stem, terms
from ingest.vocabulary import Vocabulary

SHORTEST = 5
"""Letters of the shortest word in which any slip is mended; in a shorter one only letters that changed
places, and slips in the words a question is asked with."""
TWO_SLIPS = 8
"""Letters from which a word may have two slips."""
ENDING = 3
"""Last letters of a word that a derived one may differ in."""
SLIP = 4.0
"""How much rarer a word with a slip is than the word itself, in decades."""
LIKELY_SLIP = 0.4
"""Share of a slip that is taken off when the letters are the same but for their order or their doubling."""
MISSING = 0.1
"""Share taken off when a letter was left out."""
FIRST_LETTER = 0.6
"""Share added when the first letter is another: people rarely err there."""
UNTRANSLATED = 0.3
"""Share added when a word of another language than the question's is meant."""
IN_SOURCES = 0.1
"""Weight of how common a word is in the sources beside how common it is in its language. From 0.1 to 1 as
many words are repaired; at 0.1 the fewest that the sources lack are turned into words that they have."""
ASKED_WITH = 1.0
"""Decades by which the words of `ASKING` are commoner in questions than elsewhere."""
UNSEEN = 1e-8
"""Share of a language's words that one which is in no list is taken to have."""
REMEMBERED = 10_000
"""Words whose mending is remembered."""

ASKING = {
    "en": frozenset(
        """what when where which who how why compare countries date define definition difference example
        examples link list meaning members name number page percentage slide slides website year""".split()
    ),
    "fr": frozenset(
        """quand quel quelle quels quelles combien comment pourquoi annee comparer definition difference
        exemple exemples lien liste membres nombre page pays pourcentage signifie diapositive""".split()
    ),
    "es": frozenset(
        """que cual cuales cuando cuanto cuantos como donde quien ano comparar definicion diferencia ejemplo
        ejemplos enlace fecha lista miembros numero pagina paises porcentaje significa diapositiva""".split()
    ),
}
"""Words that tell what is sought, folded: worth mending whether or not the sources say them."""

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_NO_PROSE = re.compile(r"\d|[@_\\<>={}]|//|\w\.\w")
"""What a number, an address, markup or a name such as "My.Coop" has and no word of prose."""
_APART = re.compile(r"\b([^\W\d_]{2,}) (?=([^\W\d_]{3,})\b)")


class Mender:
    """Mends questions put to one corpus. Safe to share between threads."""

    def __init__(
        self, vocabulary: Vocabulary, languages: Collection[str], *, is_word: Callable[[str], bool]
    ) -> None:
        """Mends towards the vocabulary of sources in those languages.

        `is_word` tells further right words: those that the embedder knows whole.
        """
        self._vocabulary = vocabulary
        self._languages = frozenset(languages)
        self._is_word = is_word
        self._total = sum(vocabulary.words.values()) or 1
        self._stems = frozenset(stem(word, each) for each in languages for word in vocabulary.words)
        self._by_shape = by_shape(word for word in vocabulary.words if word.isalpha())
        self._mended = lru_cache(maxsize=REMEMBERED)(self._mend)

    def mend(self, text: str, language: str) -> str:
        """The text with each misspelt word that is near a word of the sources mended, else as it is.

        Numbers, abbreviations, right words and words the sources have are never changed, nor is a text in a
        language without a dictionary.
        """
        if language not in LANGUAGES or not self._languages & {language, "en"}:
            return text
        normal = unicodedata.normalize("NFC", text)

        def chunk(match: re.Match[str]) -> str:
            if _NO_PROSE.search(match[0]):
                return match[0]
            named = match.start() > 0 and not match[0].islower()
            return _WORD.sub(lambda word: self._in_its_case(word[0], language, named), match[0])

        mended = _CHUNK.sub(chunk, normal)
        if language in self._languages:
            mended = _APART.sub(self._joined, mended)
        return text if mended == normal else mended

    def _joined(self, match: re.Match[str]) -> str:
        """The first of two words, joined to the second if the sources write the two as one."""
        first, second = fold(match[1]), fold(match[2])
        known = self._vocabulary.words
        alone = first in known or is_stopword(first, "en") or is_stopword(second, "en")
        if alone or not match[1].islower():
            return match[0]
        return match[1] + ("" if first + second in known else "-" if f"{first}-{second}" in known else " ")

    def _in_its_case(self, word: str, language: str, named: bool) -> str:
        if meant := self._meant(word, language):
            return meant
        if len(word) < 3 or not (word.islower() or word.istitle()):
            return word
        mended = self._mended(word.lower(), language, named)
        return mended[0].upper() + mended[1:] if word[0].isupper() else mended

    def _meant(self, word: str, language: str) -> str:
        """What a word in lower case is short for, if the sources do not use it; else empty."""
        if word in self._vocabulary.words or word in self._vocabulary.abbreviations:
            return ""
        return SHORTHAND.get(language, {}).get(word, "")

    def _mend(self, typed: str, language: str, named: bool) -> str:
        """The word meant; `typed` itself when it is right or nothing near it is known."""
        right, word = dictionary(language), fold(typed)
        if word in self._vocabulary.abbreviations or self._is_right(word, language):
            return self._accented(typed, right.spelled.get(word, typed), language)
        best, least = typed, math.inf
        for each, distance in self._near(word, right):
            spelled = right.spelled.get(each, each)
            if stem(spelled, language) == stem(typed, language) and (
                language != "en" or each.startswith(word)
            ):
                return typed  # a form of a right word: the French and Spanish lists lack many
            unlikely = self._slips(word, each, distance, language) * SLIP - self._decades(each, language)
            if unlikely < least:
                best, least = spelled, unlikely
        return best if self._is_meant(word, fold(best), language, named) else typed

    def _is_right(self, word: str, language: str) -> bool:
        return (
            word in self._vocabulary.words
            or self._is_word(word)
            or is_right(word, language)
            or (language != "en" and bool(_english(word, language)))
        )

    def _accented(self, typed: str, spelled: str, language: str) -> str:
        """The word with the diacritics without which the lexicon does not know it."""
        if language in self._languages or not typed.isascii() or typed in dictionary(language).bare:
            return typed
        return spelled if _english(spelled, language) and not _english(typed, language) else typed

    def _near(self, word: str, right: Dictionary) -> Iterator[tuple[str, int]]:
        """Right words and words of the sources with the number of slips that make the word of them."""
        reach = 2 if len(word) >= TWO_SLIPS else 1
        found: dict[str, int] = {}
        for length in range(len(word) - reach, len(word) + reach + 1):
            for words in (right.by_shape, self._by_shape):
                alike = words.get((word[0], length), ())
                for each, distance, _ in extract(
                    word, alike, scorer=OSA.distance, score_cutoff=reach, limit=None
                ):
                    found[each] = int(distance)
        rest = word[1:]
        others = [word[1] + word[0] + word[2:]]
        if len(word) > SHORTEST:
            others += [rest, *(letter + end for letter in ascii_lowercase for end in (word, rest))]
        found |= {each: 1 for each in others if each in right.counts or each in self._vocabulary.words}
        for each, distance in found.items():
            if distance <= reach and _is_slip(word, each, distance):
                yield each, distance

    def _slips(self, word: str, each: str, distance: int, language: str) -> float:
        """How many slips it takes, an unlikely one counting for more."""
        swapped = sorted(each) == sorted(word)
        slips = float(distance)
        if swapped or _single(each) == _single(word):
            slips -= LIKELY_SLIP
        if each[0] != word[0] and not swapped:
            slips += FIRST_LETTER
        if len(each) > len(word):
            slips -= MISSING
        if language not in self._languages and each not in dictionary(language).counts:
            slips += UNTRANSLATED
        return slips

    def _decades(self, word: str, language: str) -> float:
        """How common a word is in questions to these sources, as a decimal logarithm."""
        right = dictionary(language)
        in_sources = self._vocabulary.words.get(word, 0) / self._total
        share = right.counts.get(word, 0) / right.total + in_sources * IN_SOURCES + UNSEEN
        return math.log10(share) + (ASKED_WITH if word in ASKING[language] else 0.0)

    def _is_meant(self, word: str, best: str, language: str, named: bool) -> bool:
        """Whether the likeliest right word is of any use, and not what the typed word is derived from."""
        if word.startswith(best) and _single(word) != _single(best):
            return False
        if named and not self._is_name(best, language):
            near = OSA.distance(word, best, score_cutoff=1) <= 1
            return near and len(word) >= TWO_SLIPS and self._is_said(best, language)
        if named and len(word) < SHORTEST:
            return False
        asked_with = best in ASKING[language] or is_stopword(best, language)
        return asked_with or self._is_said(best, language)

    def _is_said(self, word: str, language: str) -> bool:
        """Whether the sources say the folded word in some form or language."""
        if word in self._vocabulary.words or language in self._languages:
            return word in self._vocabulary.words or stem(word, language) in self._stems
        spelled = dictionary(language).spelled.get(word, word)
        ways = (terms(way, "en") for way in _english(spelled, language))
        return any(way and self._stems.issuperset(way) for way in ways)

    def _is_name(self, word: str, language: str) -> bool:
        if language in self._languages or word in self._vocabulary.names:
            return word in self._vocabulary.names
        spelled = dictionary(language).spelled.get(word, word)
        return self._is_said(word, language) and any(way[0].isupper() for way in _english(spelled, language))


def _english(word: str, language: str) -> tuple[str, ...]:
    """The ways the lexicon has to say a word in English; none for one it does not know."""
    return tuple(
        way
        for piece in translate(word, language)
        if not (piece.guessed or piece.links)
        for way in piece.english
    )


def _single(word: str) -> str:
    """The word with each doubled letter written once."""
    return re.sub(r"(.)\1", r"\1", word)


def _is_slip(word: str, each: str, distance: int) -> bool:
    """Whether letters may have gone wrong so.

    Short words are near too many others; two other letters at the end make a derived word ("tripartism").
    """
    if len(word) >= SHORTEST:
        return distance == 1 or Prefix.similarity(word, each) < min(len(word), len(each)) - ENDING
    swapped = sorted(each) == sorted(word)
    asked_with = any(each in ASKING[some] or is_stopword(each, some) for some in LANGUAGES)
    if len(word) == 3 or not asked_with:
        return swapped and (asked_with or len(word) > 3)
    return len(each) > 3 or _single(each) == _single(word)
