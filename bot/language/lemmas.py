"""Words as dictionaries have them: the infinitive of a verb, the singular of a noun."""

from __future__ import annotations

import re
from functools import lru_cache

from simplemma import lemmatize

from bot.language.translate import headwords

_ENDINGS = {
    "fr": (("issent", "issant", "issait", "issaient", "it", "is", "ira", "iront", "irait", "iraient", "ie", "ies", "i"),
           ("e", "es", "ent", "ons", "ant", "ait", "aient", "a", "ait", "èrent", "é", "ée", "és", "ées", "era", "eront",
            "erait", "eraient", "t", "s", "u", "ue", "us", "ues", "ra", "ront")),
    "es": ((), ("a", "an", "ó", "aron", "aba", "aban", "ando", "ado", "ada", "ados", "adas", "e", "en", "ió", "ieron",
                "ía", "ían", "iendo", "ido", "ida", "idos", "idas", "ará", "arán", "erá", "erán", "irá", "irán", "aría",
                "arían", "ería", "erían")),
}  # fmt: skip
"""Endings of conjugated verbs: those of French verbs in -ir first."""
_BASES = {"fr": ("er", "ir", "re"), "es": ("ar", "er", "ir")}


@lru_cache(maxsize=16384)
def bases(word: str, language: str) -> tuple[str, ...]:
    """The dictionary forms that a word in lower case may be of, likeliest first, not the word itself.

    Where the list knows none, infinitives that are headwords of the lexicon are tried ("fr" and "es").
    """
    found = [lemma(word, language)]
    found.append(lemma(found[0], language))  # "condamnée" is of "condamné", and that of "condamner"
    if found[0] == word and language in _ENDINGS:
        known = _infinitives(language)
        first, others = _ENDINGS[language]
        tried = [word.removesuffix(end) + "ir" for end in first if word.endswith(end)]
        ends = sorted((end for end in others if word.endswith(end)), key=len, reverse=True)
        tried += [word.removesuffix(end) + base for end in ends for base in _BASES[language]]
        tried += [re.sub("è(?=[^aeiou]+er$)", "é", each) for each in tried if "è" in each]
        tried += [re.sub("è(?=[^aeiou]+er$)", "e", each) for each in tried if "è" in each]
        found += [each for each in tried if each in known][:1]
    return tuple(each for each in dict.fromkeys(found) if each != word)


@lru_cache(maxsize=2)
def _infinitives(language: str) -> frozenset[str]:
    return frozenset(word for word, _ in headwords(language) if word.endswith(_BASES[language]))


@lru_cache(maxsize=16384)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word, the word itself where none is known; the first call takes half a second.

    Languages are "en", "fr" and "es" (lists of simplemma, inside the package).
    """
    return lemmatize(word, lang=language).lower()
