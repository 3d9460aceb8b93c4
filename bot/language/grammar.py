"""Small words and endings of French and Spanish, and what they are in English."""

from __future__ import annotations

import re

CONTRACTED = {"fr": {"au": "à", "aux": "à", "du": "de", "des": "de"}, "es": {"al": "a", "del": "de"}}
"""Prepositions joined with an article, as they stand in a headword."""
QUESTION_WORDS = {
    "fr": {
        "combien": "how many",
        "quand": "when",
        "ou": "where",
        "qui": "who",
        "pourquoi": "why",
        "comment": "how",
        "quel": "which",
        "quelle": "which",
        "quels": "which",
        "quelles": "which",
    },
    "es": {
        "cuanto": "how much",
        "cuanta": "how much",
        "cuantos": "how many",
        "cuantas": "how many",
        "cuando": "when",
        "donde": "where",
        "quien": "who",
        "quienes": "who",
        "como": "how",
        "cual": "which",
        "cuales": "which",
    },
}
"""Words that ask, folded."""
PHRASES = {
    "fr": {
        "a quoi sert": "what is the purpose of",
        "a quoi servent": "what is the purpose of",
        "c est quoi": "what is",
        "combien d": "how many",
        "combien de": "how many",
        "combien de temps": "how long",
        "comment s appelle": "what is the name of",
        "est ce que": "is it that",
        "pour quoi": "why",
        "qu est ce que": "what is",
        "qu est ce qu": "what is",
        "que contient": "what is in",
        "que fait": "what does",
        "que font": "what do",
        "y a t il": "are there",
        "y avait il": "were there",
    },
    "es": {
        "como se llama": "what is the name of",
        "cual es": "what is",
        "cuales son": "what are",
        "cuanto tiempo": "how long",
        "de que trata": "what is about",
        "para que sirve": "what is the purpose of",
        "para que sirven": "what is the purpose of",
        "por que": "why",
        "que es": "what is",
        "que son": "what are",
    },
}
"""Ways to ask, folded, that are not understood word by word."""
LINKS = {
    "fr": {
        "de": "of",
        "du": "of the",
        "des": "of",
        "d": "of",
        "dans": "in",
        "en": "in",
        "pour": "for",
        "avec": "with",
        "sur": "on",
        "par": "by",
        "et": "and",
        "entre": "between",
        "le": "the",
        "la": "the",
        "les": "the",
        "est": "is",
        "sont": "are",
    },
    "es": {
        "de": "of",
        "del": "of the",
        "en": "in",
        "para": "for",
        "con": "with",
        "sobre": "on",
        "por": "by",
        "y": "and",
        "entre": "between",
        "el": "the",
        "la": "the",
        "los": "the",
        "las": "the",
        "es": "is",
        "son": "are",
        "hay": "are there",
    },
}
"""Words that say nothing about the subject and that a reader of the English misses."""
CONJUGATED = {
    "fr": re.compile(r"(?:ait|aient|iez|ez|ons|ent|ant|e[zr]a|eront|era|oient?|oie|é|és|ée|ées)$"),
    "es": re.compile(r"(?:aban?|[óé]|aron|ieron|ió|[ai]d[oa]s?|ando|iendo|ará|arán|an|en|ían?)$"),
}
"""How a verb form ends, mostly; a noun that ends so is in the lexicon as it is."""
BASE = {"fr": re.compile(r"(?:e?s|e)$"), "es": re.compile(r"(?:e?s|[oa]s?)$")}
"""What a noun or adjective ends with beyond its headword."""
INFINITIVE = {"fr": re.compile(r"(?:er|ir|re)$"), "es": re.compile(r"[aei]r(?:se)?$")}
COGNATES = {
    "fr": "ités ity ité ity tés ty té ty eurs ors eur or iques ic ique ic ismes ism isme ism es e".split(),
    "es": (
        "idades ity idad ity ciones tion ción tion ismos ism ismo ism dores tors dor tor icos ic ico ic"
        " ica ic ias y ia y ivos ive ivo ive as s es s"
    ).split(),
}
"""Endings of words that are much the same in English, each with what it is there, in turn."""
