"""Words as dictionaries have them: the infinitive of a verb, the singular of a noun."""

from __future__ import annotations

import re
from functools import lru_cache

from simplemma import lemmatize

from bot.language.translate import headwords, wider

_PAST = {
    "felt": "feel", "left": "leave", "rose": "rise", "thought": "think", "won": "win", "bore": "bear",
    "bound": "bind", "bit": "bite", "shook": "shake", "broke": "break",
}  # fmt: skip
"""Pasts that the list takes for other words."""
_ENDINGS = {
    "fr": (
        "issent issant issait issaient it is ira iront irait iraient ie ies i".split(),
        "e es ent ons ant ait aient a èrent é ée és ées era eront erait eraient t s u ue us ues ra "
        "ront".split(),
    ),
    "es": (
        [],
        "a an ó aron aba aban ando ado ada ados adas e en ió ieron ía ían iendo ido ida idos idas ará arán "
        "erá erán irá irán aría arían ería erían".split(),
    ),
}
"""Endings of conjugated verbs: those of French verbs in -ir first."""
_NOUNS = frozenset(
    "air avenir désir loisir menuisier noir pair plaisir soir souvenir centre chambre chiffre guerre lettre "
    "livre maire "
    "maître membre mètre ministre nombre ordre père mère frère quatre salaire terre titre affaire horaire "
    "lugar hogar taller mujer alquiler par mar bar ayer cualquier pilar solar popular militar escolar "
    "familiar similar "
    "particular auxiliar circular regular titular líder poder deber súper primer tercer".split()
)
"""Headwords that end as infinitives do and are none, or are other words more often."""
_BASES = {"fr": ("er", "ir", "re"), "es": ("ar", "er", "ir")}


@lru_cache(maxsize=16384)
def bases(word: str, language: str) -> tuple[str, ...]:
    """The dictionary forms that a word in lower case may be of, likeliest first, not the word itself.

    Where the list knows none, infinitives that are headwords of the lexicon are tried ("fr" and "es").
    """
    found = [lemma(word, language)]
    found.append(lemma(found[0], language))  # "condamnée" is of "condamné", and that of "condamner"
    known = _infinitives(language) if language in _ENDINGS else frozenset()
    if known and (found[0] == word or not known.intersection(found)):
        first, others = _ENDINGS[language]
        tried = [word.removesuffix(end) + "ir" for end in first if word.endswith(end)]
        tried += [re.sub(r"i(?:e|es|ent)$", "yer", word)]  # "emploie"
        ends = sorted((end for end in others if word.endswith(end)), key=len, reverse=True)
        tried += [word.removesuffix(end) + base for end in ends for base in _BASES[language]]
        tried += [re.sub("è(?=[^aeiou]+er$)", "é", each) for each in tried if "è" in each]
        tried += [re.sub("è(?=[^aeiou]+er$)", "e", each) for each in tried if "è" in each]
        found += [each for each in tried if each in known][:1]
    return tuple(each for each in dict.fromkeys(found) if each != word)


@lru_cache(maxsize=2)
def _infinitives(language: str) -> frozenset[str]:
    words = (*(word for word, _ in headwords(language)), *wider(language))
    return frozenset(word for word in words if word.endswith(_BASES[language])) - _NOUNS


@lru_cache(maxsize=8192)
def is_to_come(word: str, language: str) -> bool:
    """Whether a word is a verb in the future or conditional: "financera", "construiría"."""
    if language == "es":
        found = re.fullmatch(r"(\w+[aei]r)(?:á|án|emos|ía|ían)", word.lower())
        return bool(found and (found[1] in _infinitives("es") or lemma(found[1], "es") == found[1]))
    if language == "fr":
        found = re.fullmatch(r"(\w+?)(?:a|ont|ait|aient)", word.lower())
        if not found or not found[1].endswith("r"):
            return False
        irregular = "ser aur fer ir pourr devr voudr viendr tiendr verr saur faudr recevr"
        return found[1] in irregular.split() or bool({found[1], found[1] + "e"} & _infinitives("fr"))
    return False


def is_verb(word: str, language: str) -> bool:
    """Whether a French or Spanish word in lower case may be a form of a verb."""
    return language in _BASES and not _infinitives(language).isdisjoint((word, *bases(word, language)))


@lru_cache(maxsize=16384)
def lemma(word: str, language: str) -> str:
    """The dictionary form of a word, the word itself where none is known; the first call takes half a second.

    Languages are "en", "fr" and "es" (lists of simplemma, inside the package).
    """
    known = _PAST.get(word) if language == "en" else None
    return known or (lemmatize(word, lang=language).lower() if word else "")
