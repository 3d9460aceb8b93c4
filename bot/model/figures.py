"""Numbers and dates of a sentence with what they count, in English, French and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ingest.terms import fold, is_stopword, number, stem

Bound = Literal["over", "under", ""]

_WORDS: dict[str, dict[str, int]] = {
    "en": dict(
        zip(
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
            "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred".split(),
            (*range(2, 21), *range(30, 101, 10)),
            strict=True,
        )
    )
    | {"dozen": 12, "twice": 2, "both": 2},
    "fr": dict(
        zip(
            "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
            "quarante cinquante soixante cent".split(),
            (*range(2, 17), 20, 30, 40, 50, 60, 100),
            strict=True,
        )
    )
    | {"douzaine": 12},
    "es": dict(
        zip(
            "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
            "diecisiete dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa "
            "cien".split(),
            (*range(2, 21), *range(30, 101, 10)),
            strict=True,
        )
    )
    | {"docena": 12, "ciento": 100},
}
_SCALES: dict[str, dict[str, int]] = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "m": 6, "mn": 6, "bn": 9, "k": 3},
    "fr": {"mille": 3, "millier": 3, "million": 6, "milliard": 9, "billion": 12},
    "es": {"mil": 3, "millar": 3, "millon": 6, "millone": 6, "billon": 12, "billone": 12},
}
"""Powers of ten by word, folded and without a plural's s; a billion is one thing in English, another in French."""
_PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10,
    "fourth": 4, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "moitie": 2, "demi": 2, "tier": 3, "quart": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
    "neuvieme": 9, "dixieme": 10,
    "mitad": 2, "tercio": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5,
    "sexto": 6, "sexta": 6, "septimo": 7, "septima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9,
    "decimo": 10, "decima": 10,
}  # fmt: skip
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
    r"\b(?:more than|over|above|exceed(?:s|ing|ed)?|at least|upwards? of|plus de|plus d|au moins|au-dessus de"
    r"|superieure? a|mas de|al menos|por lo menos|por encima de|superior a)$"
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|under|below|at most|up to|nearly|almost|close to|barely|moins de|moins d|pres de"
    r"|au plus|presque|au-dessous de|inferieure? a|jusqu'a|menos de|casi|cerca de|a lo sumo|por debajo de"
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
    return tuple(_figures([(m[0], m.start()) for m in _TOKEN.finditer(text)], text, language))


@lru_cache(maxsize=4096)
def calendar(text: str, language: str) -> frozenset[str]:
    """The months and days of the week that a text names, such as "month12"."""
    tokens = [match[0] for match in _TOKEN.finditer(text)]
    return frozenset(found for at in range(len(tokens)) if (found := _named_day(tokens, at, language)))


def units(text: str) -> frozenset[str]:
    """The units that a text speaks of, signs and words alike."""
    tokens = [fold(match[0]) for match in _TOKEN.finditer(text)]
    found = {_UNITS.get(token) or _UNITS.get(_singular(token)) or "" for token in tokens}
    if re.search(r"\b(?:per cent|pour cent|por ciento)\b", fold(text)):
        found.add("%")
    return frozenset(found - {""})


def is_counted(word: str, language: str) -> bool:
    """Whether a word is a number, a scale, a unit or a day: it is checked as one and not as a word."""
    plain = fold(word)
    tables = (_WORDS.get(language, {}), _SCALES.get(language, {}), _UNITS, _WEEKDAYS, _PARTS)
    return plain in _CALENDAR or any(each in table for each in (plain, _singular(plain)) for table in tables)


def _figures(tokens: list[tuple[str, int]], text: str, language: str) -> Iterator[Figure]:
    words = [token for token, _ in tokens]
    values = [_value(words, at, language) for at in range(len(words))]
    at = 0
    while at < len(words):
        value = values[at]
        if value is None:
            at += 1
            continue
        end = at + 1
        part = 1
        while end < len(words) and (power := _scale(words[end], language)):
            value *= Decimal(10) ** power
            end += 1
        if end < len(words) and (divisor := _PARTS.get(_singular(fold(words[end])))):
            part = divisor
            end += 1
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
        return Decimal(number(re.sub(_SPACE, "", word)).replace(",", ".")) if word.count(".") < 3 else None
    plain = fold(word)
    if (
        plain in _PARTS
        and not (at and _value(words, at - 1, language))
        and plain in ("half", "moitie", "mitad")
    ):
        return Decimal("0.5")
    if plain in ("halve", "halved", "halves", "halving") and not (at and _value(words, at - 1, language)):
        return Decimal("0.5")
    if plain in ("cent", "ciento") and at and fold(words[at - 1]) in ("pour", "por"):
        return None
    known = _WORDS.get(language, _WORDS["en"]).get(plain)
    return None if known is None else Decimal(known)


def _scale(word: str, language: str) -> int:
    plain = fold(word)
    scales = _SCALES.get(language, _SCALES["en"])
    return (
        scales.get(plain)
        or scales.get(_singular(plain))
        or (_SCALES["en"].get(plain, 0) if len(plain) < 3 else 0)
    )


def _singular(plain: str) -> str:
    return plain[:-1] if plain.endswith("s") and len(plain) > 2 else plain


def _unit(words: list[str], at: int, end: int) -> str:
    """The unit by a sign or word right before the number or within two words after it."""
    if at and (unit := _UNITS.get(fold(words[at - 1]))):
        return unit
    after = [fold(word) for word in words[end : end + 3]]
    if after[:2] in (["per", "cent"], ["pour", "cent"], ["por", "ciento"]):
        return "%"
    skipped = after[1:2] if after[:1] in (["de"], ["d"], ["of"]) else after[:1]
    return next((_UNITS.get(word) or _UNITS.get(_singular(word)) or "" for word in skipped), "")


def _bound(before: str) -> Bound:
    plain = re.sub(r"(?:\ban? (?:estimated|total of)|['’])?\s*$", "", before).rstrip()
    if _OVER.search(plain):
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
    named = _CALENDAR.get(fold(word), "") or _WEEKDAYS.get(_singular(fold(word)), "")
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
