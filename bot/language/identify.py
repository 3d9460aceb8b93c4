"""The language of a short text.

Languages with a dictionary are told apart by their words, others by their script or their commonest words.
"""

from __future__ import annotations

import math
import unicodedata
from functools import lru_cache
from typing import Any

from bot.language.dictionary import LANGUAGES, dictionary
from ingest.stopwords import STOPWORDS
from ingest.terms import fold, words

LIKELIER = 1.9
"""Powers of ten by which a word without diacritics has to be commoner in another language than in English to
be one of that: "emploi" (4.6) and "Tunisie" (2.4) are, "Malta" (1.8 in Spanish subtitles) is not."""

_SCRIPTS = (
    ("HANGUL", "ko"),
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("CJK", "zh"),
    ("ARABIC", "ar"),
    ("CYRILLIC", "ru"),
    ("THAI", "th"),
    ("DEVANAGARI", "hi"),
)
_INDONESIAN = frozenset(
    "apa siapa kapan dimana mana mengapa bagaimana berapa yang dan dari untuk dengan dalam ke di pada ini itu"
    " adalah oleh tentang sudah telah akan tidak apakah negara tahun".split()
)


def language_of(text: str) -> str:
    """ISO 639-1 code of a short text's language; "en" when nothing tells."""
    letters = [c for c in text if c.isalpha()]
    if not letters:
        return "en"
    names = [unicodedata.name(c, "") for c in letters]
    for script, language in _SCRIPTS:
        if sum(name.startswith(script) for name in names) > len(letters) / 4:
            return language
    said = words(text)
    if len(said) > 1 and text.isascii() and all(word[0].isupper() for word in said):
        return "en"  # a name: "Costa Rica"
    found = {fold(word) for word in said}
    counts = {each: len(found & STOPWORDS[each]) for each in LANGUAGES}
    indonesian = len(found & _INDONESIAN)
    best = max(counts.values())
    if indonesian > best:
        return "id"
    leaders = [each for each in LANGUAGES if counts[each] == best]
    if best and len(leaders) == 1:
        return leaders[0]
    if not best and text.isascii():
        return _by_words(found)
    return str(_identifier().classify(text)[0])


def _by_words(found: set[str]) -> str:
    """The language in which the words are commonest: "emploi" is French; names alone are English."""
    likely = {each: sum(_commonness(word, each) for word in found) for each in LANGUAGES}
    best = max(LANGUAGES, key=lambda each: likely[each])
    return best if likely[best] - likely["en"] > LIKELIER else "en"


def _commonness(word: str, language: str) -> float:
    """Decimal logarithm of how often a word stands among so many of the language."""
    listed = dictionary(language)
    return math.log10((listed.counts.get(word, 0) + 1) / listed.total)


@lru_cache(maxsize=1)
def _identifier() -> Any:  # noqa: ANN401 - py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(LANGUAGES))
    return identifier
