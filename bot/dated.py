"""Dates: what holds only as of one, how one is written, and which question is about a later one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.terms import fold
from ingest.types import Source

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_ISO = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d))?)?")
_YEAR = re.compile(r"(?<![\w.,/$€£-])((?:19|20)\d\d)(?!\w|[.,/-]\d| ?[€$£%])")
"""A year of this century or the last that stands alone: no amount, no "2022/23", no part of a symbol."""
_SPAN = re.compile(r"\b((?:19|20)\d\d)(?: ?[-–—/] ?((?:19|20)?\d\d)(?!\d))?")
"""A year, or the first and the last of several: "1997-2014", "2020/21"."""
_LAST_YEAR = re.compile(r"\b(?:last year|l'an(?:nee)? (?:derniere?|passee?)|el ano pasado)\b")

_PROCESS = (
    r"(?:considering|consulting|debating|designing|developing|discussing|drafting|elaborating|examining"
    r"|exploring|finali[sz]ing|implementing|negotiating|organi[sz]ing|planning|preparing|piloting|reviewing"
    r"|revising|supporting|working on)\b"
)
"""Present participles of what goes on for a time and then is over."""
_PASSING = re.compile(
    r"\b(?:currently|at present|presently|nowadays|these days|at the moment|right now|now that"
    r"|(?<!well )as of (?:\d|now|today|the (?:end|beginning))|(?<!up )to date"
    r"|(?<!in )so far(?! as| is)|until now|up to now|not yet|yet to be|has yet to|recently|newly|lately"
    r"|soon(?! (?:as|after))"
    r"|(?:last|this|next|coming) (?:year|month|week|quarter|semester)"
    r"|(?:recent|latest) (?:\w+ ){0,2}(?:developments?|years|months|weeks|changes|events|figures|data"
    r"|surveys?|stud(?:y|ies)|reports?|estimates?|editions?|releases?)|ongoing|underway|under way"
    r"|upcoming|forthcoming|in progress|in preparation"
    r"|(?:is|are) (?:\w+ )?under (?:discussion|review|preparation|negotiation|consideration|construction"
    r"|development)"
    r"|(?:is|are|due|scheduled|planned|expected) to be (?:adopted|published|held|launched|completed)"
    r"|present (?:members?|membership|chair|composition)"
    r"|will be (?:adopted|held|published|launched|presented|discussed|organi[sz]ed|completed|finali[sz]ed)"
    r"|(?:is|are) (?:planned|scheduled|expected|foreseen)"
    r"|(?:is|are) being \w+|(?:have|has) been \w+ing"
    rf"|(?:is|are) (?:also )?{_PROCESS}|(?:have|has) (?:also )?been {_PROCESS}"
    r"|actuellement|a l'heure actuelle|en ce moment|a ce jour|recemment|prochainement|en cours|pas encore"
    r"|l'an(?:nee)? (?:derniere?|prochaine?)|cette annee|ce mois-ci|a venir"
    r"|actualmente|en la actualidad|en este momento|hasta la fecha|recientemente|proximamente|en curso"
    r"|todavia no|aun no|el (?:ano|mes) (?:pasado|proximo)|este (?:ano|mes))\b"
)
"""What a statement says that was so when it was written and may be so no more, folded."""
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|where|unless|whether|likely|si|lorsque|cuando) ")
_RULE = re.compile(r"\b(?:shall|should|must|may(?! \d)|doit|doivent|debera|deberan|debe|deben)\b")
"""Rules and suppositions speak of what goes on without saying that it does."""
_NOW = re.compile(
    r"\b(?:currently|at present|presently|nowadays|these days|at the moment|right now|today|as of now|so far"
    r"|to date|up to date|until now|still|yet|any ?more|no longer|recent(?:ly)?|latest|newest|ongoing"
    r"|underway|current(?! of)|(?:last|this|next) (?:year|month|week)|upcoming|in the end"
    r"|actuellement|aujourd'hui|en ce moment|a l'heure actuelle|a ce jour|pas encore|desormais|recemment"
    r"|finalement|toujours (?:en|au|dans|valable|actif|active|membre)|encore (?:en|au|dans|valable)"
    r"|l'an(?:nee)? (?:derniere?|prochaine?)|cette annee|en cours(?! d)|actuel(?:le)?s?"
    r"|actualmente|hoy|ahora|todavia|aun|en este momento|a la fecha|hasta la fecha|reciente(?:mente|s)?"
    r"|finalmente|vigentes?|en curso|actual(?:es)?|el (?:ano|mes) (?:pasado|proximo)|este (?:ano|mes))\b"
    r"|(?<!^)\bnow\b(?! and)"
)
"""What a question says that is about the day it is asked, folded; a "now" that opens it says nothing."""


def is_passing(statement: str) -> bool:
    """Whether a statement says what was so, or was to come, when it was written. English, French, Spanish."""
    plain = fold(statement)
    found = _PASSING.search(plain)
    return found is not None and not _RULE.search(plain) and not _SUPPOSED.search(plain[: found.start()])


def is_about_now(question: str) -> bool:
    """Whether a question is about the day it is asked. English, French and Spanish."""
    return _NOW.search(fold(question).strip(" ¿¡")) is not None


def written(iso: str, language: str = "en") -> str:
    """An ISO date in a language, as precise as it is: "15 March 2021"; anything else unchanged.

    English for a language other than English, French and Spanish.
    """
    found = _ISO.fullmatch(iso)
    if not found or not found[2]:
        return iso
    language = language if language in _MONTHS else "en"
    of = " de " if language == "es" else " "
    month = f"{_MONTHS[language].split()[int(found[2]) - 1]}{of}{found[1]}"
    if not found[3]:
        return month
    day = "1er" if language == "fr" and found[3] == "01" else str(int(found[3]))
    return f"{day}{of}{month}"


def latest(sources: Iterable[Source]) -> str:
    """The date of the newest of the sources that were read, ISO 8601; empty when one of them has no date."""
    dates = [source.date for source in sources if source.path is not None]
    return max(dates, default="") if all(_ISO.fullmatch(date) for date in dates) else ""


def years_after(question: str, date: str) -> list[str]:
    """The years a question names that are later than the date; none when the date is unknown."""
    return [year for year in _YEAR.findall(question) if date and year > date[:4]]


def is_of_another_year(question: str, said: str, date: str) -> bool:
    """Whether a question names a year, or several, and what is quoted speaks of none of them.

    `said` is all that stands on a page quoted, `date` (ISO 8601) that of its source: "last year" says the one
    before, and a question of the source's own year is about what holds as the source says it. A page that
    speaks of no year, of a source without a date, is of any.
    """
    years = {int(year) for year in _YEAR.findall(question)}
    known: set[int] = set()
    for first, last in _SPAN.findall(said):
        known.update(range(int(first), int(first[: 4 - len(last)] + last) + 1))
    if date:
        known.add(int(date[:4]))
        if _LAST_YEAR.search(fold(said)):
            known.add(int(date[:4]) - 1)
    return bool(years) and bool(known) and years.isdisjoint(known)


def dates_to_say(question: str, quoted: Iterable[tuple[str, str]]) -> list[str]:
    """The dates that belong under quotations, oldest first, each once.

    `quoted` are statements with the date of their source. A date belongs there when the statement is passing
    or the question is about now; a source without a date has none to say.
    """
    now = is_about_now(question)
    return sorted({date for statement, date in quoted if date and (now or is_passing(statement))})
