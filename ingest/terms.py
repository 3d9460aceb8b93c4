"""Text as search terms: folded, stemmed by language, with numbers and instruments in one form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from Stemmer import Stemmer

from ingest.stopwords import STOPWORDS

TERMS_VERSION = "3"

_SNOWBALL = {"en": "english", "fr": "french", "es": "spanish"}
"""Languages with a stemmer (Snowball, Porter 2001); words of any other are only folded."""

_WORD = re.compile(r"[^\W_]+(?:[.,’'/&-][^\W_]+)*", re.UNICODE)
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_INSTRUMENT = re.compile(
    r"\b(?:(?P<r>recommendations?|recommandations?|recomendaci[oó]n(?:es)?|rekomendasi|rec|r)"
    r"|(?P<c>conventions?|convenios?|konvensi|conv|c))"
    r"(?:\b|(?=\d))[.,]?(?:\s*(?:concerning|of|de|ilo|oit|bit)\b)*[,\s]*(?:(?:19|20)\d\d\b[,\s]*)?"
    r"\(?\s*(?:n[o°ºu]s?[.]?|n[uú]m[.]?|number|numéro|número)?\s*[°º.]?\s*(?P<number>\d{1,3})\b(?![\d.,%]*\d|%)",
    re.IGNORECASE,
)
"""A Convention or Recommendation by its number: R193, R. 193, Rec No.193, Recommendation, 2002 (No. 193)."""

_CAPITALS = re.compile(r"\b[A-Z]{2,6}(?:[ -][A-Z]{2,6}){1,3}\b")
"""An abbreviation written in parts: "UN TF SSE" is also "UNTFSSE"."""
_LETTER_FORM = re.compile(r"[RCrc]\d{2,3}|[RC][. ] ?\d{2,3}")
"""How an instrument is written with a single letter: "R193", "r193", "R. 193"; not "a c 12"."""


@lru_cache(maxsize=16)
def _stemmer(language: str) -> Stemmer | None:
    return Stemmer(_SNOWBALL[language]) if language in _SNOWBALL else None


def fold(text: str) -> str:
    """The text in lower case without diacritics, apostrophes made straight."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: str) -> list[str]:
    """The words of a text as written; "My.Coop", "UN-led" and "279.4" are one word each."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def instruments(text: str) -> list[str]:
    """The numbered ILO instruments a text names, as "r193" or "c087", in order."""
    return [
        ("r" if found["r"] else "c") + found["number"].zfill(3)
        for found in _INSTRUMENT.finditer(unicodedata.normalize("NFC", text))
        if _is_instrument(found)
    ]


def written_out(text: str) -> str:
    """The text with every numbered ILO instrument in one form, "Recommendation 193" or "Convention 87"."""

    def name(found: re.Match[str]) -> str:
        kind = "Recommendation" if found["r"] else "Convention"
        return f"{kind} {int(found['number'])}" if _is_instrument(found) else found[0]

    return _INSTRUMENT.sub(name, unicodedata.normalize("NFC", text))


def _is_instrument(found: re.Match[str]) -> bool:
    return len(found["r"] or found["c"]) > 1 or bool(_LETTER_FORM.fullmatch(found[0]))


def stem(word: str, language: str) -> str:
    """The stem of one word in that language, folded."""
    stemmer = _stemmer(language)
    plain = word.replace("’", "'").lower()
    return fold(stemmer.stemWord(plain) if stemmer else plain)


def terms(text: str, language: str, *, keep_stopwords: bool = False) -> list[str]:
    """Search terms of a text in a language, in order, repeated as often as they stand in it.

    A compound gives its parts and, written together, the whole ("My.Coop": my, coop, mycoop); a number keeps
    its digits only once its separators are made points ("279,4" and "279.4" are one term); an instrument
    gives its short name ("r193") besides, and an abbreviation in parts the whole ("UN TF SSE": untfsse). Stop
    words are left out unless asked for.
    """
    found: list[str] = []
    named = instruments(text)
    for word in words(text):
        if _LETTER_FORM.fullmatch(word) and word[0].lower() + word[1:].zfill(3) in named:
            continue
        if _NUMBER.fullmatch(word):
            found.append(number(word))
            continue
        parts = [part for part in re.split(r"[.,’'/&-]", word) if part]
        if len(parts) > 1:
            parts = [part for part in parts if len(part) > 1 or part.isdigit()]
            whole = "".join(parts)
            if len(parts) > 1 and not any(p.isdigit() for p in parts):
                found.append(stem(whole, language))
        found += [
            number(part) if part.isdigit() else stem(part, language)
            for part in parts
            if keep_stopwords or not is_stopword(part, language)
        ]
    joined = [stem(re.sub(r"[ -]", "", match[0]), language) for match in _CAPITALS.finditer(text)]
    return found + named + joined


def number(word: str) -> str:
    """A number in one form: thousands joined, the decimal separator a point, a fraction kept."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", word):
        return re.sub(r"[.,]", "", word)
    return word.replace(",", ".")


def is_stopword(word: str, language: str) -> bool:
    """Whether a word of that language says nothing about the subject."""
    return fold(word) in STOPWORDS.get(language, STOPWORDS["en"])
