"""Numbers and dates of a sentence with what they count, in English, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from bot.model.numerals import (
    CARDINALS,
    PARTS,
    SCALES,
    cardinals,
    fraction,
    is_numeral,
    is_tens_of_ordinal,
    parts_of_compound,
    singular,
    spelled,
)
from ingest.terms import fold, is_stopword, number, stem

Bound = Literal["over", "under", ""]

_MONTHS = (
    "january janvier enero", "february fevrier febrero", "march mars marzo", "april avril abril",
    "may mai mayo", "june juin junio", "july juillet julio", "august aout agosto",
    "september septembre septiembre setiembre", "october octobre octubre", "november novembre noviembre",
    "december decembre diciembre",
)  # fmt: skip
_DAYS = (
    "monday lundi lunes", "tuesday mardi martes", "wednesday mercredi miercoles", "thursday jeudi jueves",
    "friday vendredi viernes", "saturday samedi sabado", "sunday dimanche domingo",
)  # fmt: skip
_CALENDAR = {
    word: f"{kind}{at}"
    for kind, names in (("month", _MONTHS), ("weekday", _DAYS))
    for at, some in enumerate(names, 1)
    for word in some.split()
}
_WEEKDAYS = {word: day for word, day in _CALENDAR.items() if day.startswith("weekday")}
_AMBIGUOUS = frozenset({"may", "march", "mars"})
"""Months only where they are written as such: with a capital, not at the beginning; in French after a number."""
_UNITS = {
    word: unit
    for unit, words in {
        "%": "% percent percentage pourcent pourcentage porcentaje",
        "usd": "$ us$ usd dollar dolar dolare",
        "eur": "€ eur euro",
        "gbp": "£ gbp pound sterling",
        "rm": "rm myr ringgit",
        "jpy": "¥ jpy yen",
        "chf": "chf franc franco",
        "inr": "₹ inr rupee roupie rupia",
        "second": "second seconde segundo",
        "minute": "minute minuto",
        "hour": "hour hourly heure hora",
        "day": "day weekday daily jour journee dia",
        "week": "week weekly semaine semana",
        "month": "month monthly moi mensuel mes mese mensual",
        "decade": "decade decennie decada decenio",
        "gram": "gram gramme gramo",
        "kg": "kg kilogram kilogramme kilo kilogramo",
        "tonne": "ton tonne tonelada",
        "km": "km kilometre kilometer kilometro",
        "metre": "metre meter metro",
        "hectare": "hectare hectarea",
        "litre": "litre liter litro",
    }.items()
    for word in words.split()
}
_OVER = re.compile(
    r"\b(?:more than|over|above|exceed(?:s|ing|ed)?|at least|upwards? of|plus de|plus d|au moins|au minimum|como minimo(?: el)?|au-dessus de"
    r"|(?:over|above) the age of|superieure? a|mas de|al menos|por lo menos|por encima de|superior a)$"
)
_NOT_OVER = re.compile(
    r"\b(?:(?:no|not) (?:more than|over|above|exceeding)|n(?:e|')\W?(?:\w+ ){1,4}plus d[e']?|pas plus d[e']?|no (?:\w+ ){0,3}mas de"
    r"|(?:n(?:e |')(?:\w+ )?(?:pas )?(?:exced|depass)\w+(?: pas)?|(?:no|sin) (?:\w+ )?(?:exced\w+|superen?|superan?|superar|superior(?:es)?)"
    r"(?: a| de)?)(?: (?:les?|los|las|el))?"
    r"|maximum(?: of| de)?|as much as|as many as|(?:shall|must|may|can|do|does) not exceed)$"
)
_NOT_UNDER = re.compile(
    r"\b(?:(?:no|not) (?:less than|fewer than|under|below)|n(?:e|')\W?(?:\w+ ){1,4}moins d[e']?|pas moins d[e']?|no (?:\w+ ){0,3}menos de"
    r"|minimum(?: of| de)?)$"
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|(?:under|below) the age of|under|below|at most|up to|nearly|almost|close to|barely|moins de|moins d|pres de"
    r"|au plus|au maximum|como (?:maximo|mucho)(?: el)?|presque|au-dessous de|inferieure? a|jusqu'a|menos de|casi|cerca de|a lo sumo|por debajo de"
    r"|inferior a|hasta)$"
)
_SPACE = "[\u0020\u00a0\u2009\u202f]"
_TOKEN = re.compile(
    rf"\d{{1,3}}(?:{_SPACE}\d{{3}})+(?![\d])|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*|US\$|[%$€£¥₹]|[.;:!?,()]"
)
_NEAR = 3
"""Words between a number and the date that belongs to it: "501 in 2010", "11,421 jobs in 2015"."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of a text."""

    value: Decimal
    """With its scale: "1.2 billion" is 1,200,000,000; of "two thirds" it is 2, and `part` 3."""
    part: int = 1
    """What it is divided by in words, 1 for a whole number."""
    unit: str = ""
    """What kind of quantity it is, where a sign or a word beside it tells; empty for a plain number."""
    bound: Bound = ""
    """Whether it is told as more, or less, than that."""
    when: frozenset[str] = frozenset()
    """The year, month or day beside it."""
    before: str = ""
    """Stem of the nearest word of content before it."""
    after: str = ""
    """Stem of the nearest word of content after it."""
    leading: str = ""
    """The word right before it, whatever it is: "of", "in"."""
    rest: str = ""
    """What follows, up to the next number or the end of its clause."""

    @property
    def is_year(self) -> bool:
        """Whether it may be one."""
        return not self.unit and self.part == 1 and 1800 <= self.value <= 2100 and self.value % 1 == 0


@lru_cache(maxsize=4096)
def figures(text: str, language: str) -> tuple[Figure, ...]:
    """The numbers of a text in order, those written in words too; "one" is none, it is mostly a pronoun."""
    return tuple(_figures(_tokens(text, language), text, language))


@lru_cache(maxsize=4096)
def calendar(text: str, language: str) -> frozenset[str]:
    """The months and days of the week that a text names, such as "month12"."""
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    return frozenset(found for at in range(len(tokens)) if (found := _named_day(tokens, at, language)))


_NO_UNIT = re.compile(
    r"\b(?:(?:au|a|du) jour|al dia|hoy en dia|de nos jours|orden del dia|day off|these days|le jour ou|el dia en que|the (?:day|date) (?:on which|when|that|you)|day-to-day|d'un jour a l'autre)\b"
)
"""Expressions with the word for a day that tell no length of time."""
_POINTS = re.compile(r"\bpercentage points?\b|\bpoints? de pourcentage\b|\bpuntos? porcentual(?:es)?\b")
"""Differences between two percentages, which are none themselves."""


def units(text: str) -> frozenset[str]:
    """The units that a text speaks of, signs and words alike."""
    plain = _NO_UNIT.sub(" ", _POINTS.sub(" ", fold(text)))
    tokens = [match[0] for match in _TOKEN.finditer(plain)]
    found = {_UNITS.get(token) or _UNITS.get(singular(token)) or "" for token in tokens}
    if re.search(r"\b(?:per cent|pour cent|por ciento)\b", plain):
        found.add("%")
    if _POINTS.search(fold(text)):
        found.add("points")
    return frozenset(found - {""})


def is_counted(word: str, language: str) -> bool:
    """Whether a word is a number, a scale, a unit or a day: it is checked as one and not as a word."""
    plain = fold(word)
    tables = (CARDINALS.get(language, {}), SCALES.get(language, {}), _UNITS, _WEEKDAYS, PARTS)
    return (
        plain in _CALENDAR
        or is_numeral(plain, language)
        or any(each in table for each in (plain, singular(plain)) for table in tables)
    )


def _tokens(text: str, language: str) -> list[tuple[str, int]]:
    """The words, numbers and signs of a text with where they stand; of "twenty-one" both."""
    found = []
    for match in _TOKEN.finditer(text):
        at = match.start()
        for part in parts_of_compound(match[0], language):
            found.append((part, at))
            at += len(part) + 1
    return found


def _figures(tokens: list[tuple[str, int]], text: str, language: str) -> Iterator[Figure]:
    words = [token for token, _ in tokens]
    values = [_value(words, at, language) for at in range(len(words))]
    ends = {at: at + 1 for at, value in enumerate(values) if value is not None}
    for at in range(len(words)):
        if at not in ends or words[at][0].isalpha():
            _read_spelled(words, at, language, values, ends)
    at = 0
    while at < len(words):
        value = values[at]
        if value is None or at not in ends:
            at += 1
            continue
        end = ends[at]
        part = 1
        while end < len(words) and (power := _scale(words[end], language)):
            value *= Decimal(10) ** power
            end += 1
        if end < len(words) and (divisor := PARTS.get(singular(fold(words[end])))) and value < 20:
            part = divisor
            end += 1
        elif divisor := fraction(words, at):
            part = divisor
        for half in _and_a_half(words, end):
            value += Decimal("0.5")
            ends.pop(half, None)
        start = at - 1 if at and fold(words[at - 1]) in _UNITS else at
        yield Figure(
            value=value.normalize(),
            part=part,
            unit=_unit(words, at, end),
            bound=_bound(fold(text[: tokens[start][1]])),
            when=_when(words, values, at, end, language),
            before=_content(words[:start][::-1], language),
            after=_content(words[end:], language),
            leading=fold(words[start - 1]) if start else "",
            rest=_rest(tokens, values, end, text),
        )
        at = end


def _rest(tokens: list[tuple[str, int]], values: list[Decimal | None], at: int, text: str) -> str:
    end = next((i for i in range(at, len(tokens)) if values[i] is not None or tokens[i][0] in ".;:!?"), None)
    return text[tokens[at][1] : len(text) if end is None else tokens[end][1]] if at < len(tokens) else ""


def _value(words: list[str], at: int, language: str) -> Decimal | None:
    word = words[at]
    if word[0].isdigit():
        plain = number(re.sub(_SPACE, "", word)).replace(",", ".")
        return Decimal(plain) if plain.count(".") < 2 else None  # "B3.2.2" is no number
    plain = fold(word)
    if (
        plain in PARTS
        and not (at and _value(words, at - 1, language))
        and plain in ("half", "moitie", "mitad")
    ):
        return Decimal("0.5")
    if plain in ("halve", "halved", "halves", "halving") and not (at and _value(words, at - 1, language)):
        return Decimal("0.5")
    if plain in ("cent", "ciento") and at and fold(words[at - 1]) in ("pour", "por"):
        return None
    known = cardinals(language).get(plain)
    return None if known is None else Decimal(known)


def _read_spelled(
    words: list[str], at: int, language: str, values: list[Decimal | None], ends: dict[int, int]
) -> None:
    """Notes the number written in words or as a fraction at a place, where one begins there."""
    if at and values[at - 1] is not None and any(start < at < end for start, end in ends.items()):
        return
    if is_tens_of_ordinal(words, at, language):
        values[at] = None
        ends.pop(at, None)
        return
    if fold(words[at]) in ("cent", "ciento") and at and fold(words[at - 1]) in ("pour", "por", "per"):
        return
    one = at + 1 < len(words) and singular(fold(words[at + 1])) in PARTS and fold(words[at]) == "one"
    if found := spelled(words, at, language):
        value, end = found
        values[at:end] = [Decimal(value)] * (end - at)
        for inner in range(at, end):
            ends.pop(inner, None)
        ends[at] = end
    elif one or (values[at] is None and fraction(words, at) and fold(words[at - 1]) != "one"):
        values[at] = Decimal(1)
        ends[at] = at + 1


def _and_a_half(words: list[str], end: int) -> Iterator[int]:
    """Where "and a half" stands right behind a number, or behind what it counts."""
    plain = [fold(word) for word in words[end : end + 4]]
    spoken = (["and", "a", "half"], ["et", "demi"], ["et", "demie"], ["y", "medio"], ["y", "media"])
    for shift in (0, 1):
        for each in spoken:
            if plain[shift : shift + len(each)] == each:
                yield end + shift + len(each) - 1


def _scale(word: str, language: str) -> int:
    plain = fold(word)
    scales = SCALES.get(language, SCALES["en"])
    return (
        scales.get(plain)
        or scales.get(singular(plain))
        or (SCALES["en"].get(plain, 0) if len(plain) < 3 else 0)
    )


def _unit(words: list[str], at: int, end: int) -> str:
    """The unit by a sign or word right before the number or within two words after it."""
    if at and (unit := _UNITS.get(fold(words[at - 1]))):
        return unit
    after = [fold(word) for word in words[end : end + 3]]
    if _POINTS.match(" ".join(after)):
        return "points"
    if after[:2] in (["per", "cent"], ["pour", "cent"], ["por", "ciento"]):
        return "%"
    skipped = after[1:2] if after[:1] in (["de"], ["d"], ["of"]) else after[:1]
    return next((_UNITS.get(word) or _UNITS.get(singular(word)) or "" for word in skipped), "")


def _bound(before: str) -> Bound:
    plain = re.sub(r"(?:\ban? (?:estimated|total of)|['’])?\s*$", "", before).rstrip()
    if _NOT_OVER.search(plain):
        return "under"
    if _NOT_UNDER.search(plain) or _OVER.search(plain):
        return "over"
    return "under" if _UNDER.search(plain) else ""


def _when(words: list[str], values: list[Decimal | None], at: int, end: int, language: str) -> frozenset[str]:
    """Years and months beside a number, up to the next number that is none or the end of a clause."""
    found = set()
    for span in (range(end, min(end + _NEAR, len(words))), range(at - 1, max(at - _NEAR, -1), -1)):
        for near in span:
            value = values[near]
            if day := _named_day(words, near, language):
                found.add(day)
            elif value is not None and words[near].isdigit() and 1800 <= value <= 2100:
                if span.step > 0:
                    found.add(str(value))
                break
            elif words[near] in ".;:,!?" or (value is not None and span.step > 0):
                break
    return frozenset(found)


def _named_day(words: list[str], at: int, language: str) -> str:
    word = words[at]
    named = _CALENDAR.get(fold(word), "") or _WEEKDAYS.get(singular(fold(word)), "")
    if named and fold(word) in _AMBIGUOUS and language == "en":
        beside = (at and words[at - 1][0].isdigit()) or (at + 1 < len(words) and words[at + 1][0].isdigit())
        return named if word[:1].isupper() and (beside or (at and words[at - 1][0].islower())) else ""
    if named and fold(word) == "mars" and language == "fr":
        return named if at and not word[:1].isupper() else ""
    return named


def _content(words: list[str], language: str) -> str:
    for word in words[:5]:
        if word[0].isdigit() or word in ".;:!?":
            return ""
        if word[0].isalpha() and not is_stopword(word, language) and len(word) > 1:
            return stem(word, language)
    return ""
