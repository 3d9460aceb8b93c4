"""Whether the numbers, units and dates of a sentence stand in what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bot.model.claim import Claim, Evidence
from bot.model.figures import Figure, calendar, figures, units
from bot.model.numerals import CARDINALS, cardinals, lies_within, multiples, ordinals, vague
from bot.model.wording import forms_of
from ingest.terms import fold, instruments, stem

_WORD = r"(\d+|" + "|".join(sorted({"one", "un", "une", "uno", "una"}.union(*CARDINALS.values()))) + ")"
_OUT_OF = re.compile(
    rf"\b{_WORD}(?: \w+)? (?:(?:out )?of every|out of(?: every)?|in(?: every)?|sur|de cada) {_WORD}\b"
)
"""A share: "two out of three", "one member in five"."""
_CLOCK = re.compile(
    rf"\b{_WORD}(?:[:.h](\d\d))? ?(a\.? ?m\b|p\.? ?m\b"
    r"|(?:(?:heures?|h) )?(?:du matin|du soir|de l'apres-midi)"
    r"|de la (?:manana|noche|tarde)|in the (?:morning|evening|afternoon)|at night)"
)
"""An hour with the half of the day that it is in."""
_CLOCK_24 = re.compile(r"\b([01]?\d|2[0-4])(?:[:h]| h | ?heures? )([0-5]\d)\b")
_LATE = re.compile(r"p|.*(?:soir|apres-midi|noche|tarde|evening|afternoon|night)")
_TIMES = re.compile(rf"\b{_WORD}(?:[- ]?fold| times| fois| veces)\b|\b(twice|thrice)\b")
_VAGUE_OF = re.compile(
    r"(?i)(?:dozen|hundred|thousand|m?b?illion|millone|ain|milli?er|milliard|ciento|mil|decena|docena)e?s "
    r"(?:(?:of|de) |d['’])(\w+)"
)
"""What "thousands of" counts."""
_OFTEN = re.compile(
    r"\b(?:every|each|per|chaque|par|cada|por|tous les|toutes les|todos los|todas las) "
    r"(?:jour|day|dia|semaine|week|semana|mois|month|mes|an|annee|year|ano)(?:s|es)?\b"
)
"""How often: once in each of some time."""
_EVERY_OTHER = re.compile(
    r"\bevery (?:other|second|two|2|three|3|four|4|few|couple of) (?:day|week|month|year)s?\b"
)
"""How often: less than that."""
_MONTH_OF = re.compile(r"\b(?:mois d[e']|mes de|month of) ?[a-z]+")
"""Before the name of a month: no length of time."""
_LABEL = re.compile(r"(?i)(.*?)\b(?:no\.?|n[°º]|n[uú]m\.?) ?(\d{3,})\b")
"""A number that something is known by, with what stands before it."""
_NO_COUNT = (
    (
        re.compile(r"\b(?:les|los|las|ces|estos|estas|the|these) (?:two|deux|dos)\b"),
        re.compile(r"\b(?:both|either|neither)\b"),
    ),
    (
        re.compile(r"\b(?:two|deux|dos)(?= (?:sexes|sexos)\b)"),
        re.compile(r"\b(?:men and women|women and men|both sexes|either sex|male and female|gender\w*)\b"),
    ),
    (
        re.compile(r"\b(?:un |le |les |des |aux |au |du )?tiers\b(?! d[eu]s?\b)"),
        re.compile(r"\bthird (?:part|person)\w*"),
    ),
)
"""Number words of expressions that tell no number, folded, with what they say."""
_ONE = re.compile(r"(?<![\w-])one (?!of\b|another\b|who\b|that\b|which\b)([a-z]+)")


def numbers(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The numbers of a sentence that do not stand in what it cites, in words and in order as well."""
    claim = Claim(_uncounted(claim, evidence), claim.language)
    told = _all_figures(evidence)
    there = {(figure.value, figure.part) for figure in told}
    if any(re.search(r"\bevery (?:other|second)\b", fold(each.whole)) for each in evidence):
        there.add((Decimal(2), 1))
    runs = [run for each in evidence for run in re.findall(r"(?<![\d.,])\d+(?![\d.,]*\d)", each.whole)]
    digits = {int(run) for run in runs}
    shares = {share for each in evidence for share in _shares(each.whole, each.language)}
    parts = _out_of(claim.text, claim.language) if shares else {}
    clocks = {time for each in evidence for time in _clocks(each.whole, each.language)}
    said_at = _clocks(claim.text, claim.language)
    for figure in figures(claim.text, claim.language):
        named = figure.part == 1 and figure.value % 1 == 0 and int(figure.value) in digits
        if (figure.value, figure.part) in there or named:
            yield from _hour(figure, clocks, told)
            continue
        if said_at and not figure.value:
            continue  # "7:00"
        hour = int(figure.value) * 60
        timed = hour in clocks and (figure.unit == "hour" or hour in _clocks_24(claim.text))
        if (
            _share(figure) not in shares
            and parts.get(int(figure.value)) not in shares
            and not timed
            and hour + 720 not in clocks & said_at
        ):
            yield str(figure.value)
    yield from (f"{time // 60}:{time % 60:02}" for time in sorted(said_at - clocks))
    for some, every in sorted(_pairs(claim.text, claim.language)):
        both = any(one.value == some and two.value == every for one, two in pairwise(told))
        if Fraction(some, every) not in shares and not both:
            yield f"{some} out of {every}"
    tokens = {fold(word) for each in evidence for word in re.findall(r"[\w-]+", each.whole)}
    for word in re.findall(r"[\w-]*[^\W\d_]\d[\w-]*", claim.text):  # "COVID-19", "R193"
        if fold(word) not in tokens and not instruments(word) and not re.fullmatch(r"h\d\d", word):
            yield word
    places = {place for each in evidence for place in ordinals(each.whole, each.language)} | digits
    yield from (f"no. {place}" for place in sorted(ordinals(claim.text, claim.language) - places))
    times = {times for each in evidence for times in multiples(each.whole)}
    times |= {_integer(word, each.language) for each in evidence for word in _times(each.whole)}
    times |= {
        int(after.value / before.value)
        for before, after in pairwise(told)
        if before.unit == after.unit and 0 < before.value < after.value and not after.value % before.value
    }
    yield from (f"{each} times" for each in sorted(multiples(claim.text) - times))
    scales = {power for each in evidence for power in vague(each.whole, each.language)}
    for power in sorted(vague(claim.text, claim.language) - scales):
        counts = [each for each in told if lies_within(each.value, power) and not each.is_year]
        counted = _VAGUE_OF.search(claim.text)
        nouns = forms_of(counted[1], claim.language) if counted else frozenset()
        if not counts or (nouns and all(each.after and each.after not in nouns for each in counts)):
            yield f"10 to the power of {power}"
    yield from _single(claim, told)
    whole = " ".join(fold(each.whole) for each in evidence)
    if (often := _OFTEN.search(fold(claim.text))) and _EVERY_OTHER.search(whole) and not _OFTEN.search(whole):
        yield often[0]
    for each in evidence:
        yield from _labelled(claim, each)


def _labelled(claim: Claim, each: Evidence) -> Iterator[str]:
    """The number of an act where it is another one's, as their years tell: "the Code of 2008, No. 6938"."""
    told = {number: before for before, number in _LABEL.findall(each.text)}
    mine = [number for _, number in _LABEL.findall(claim.text)]
    years = {str(figure.value) for figure in figures(claim.text, claim.language) if figure.is_year}
    if len(mine) == 1 and mine[0] in told and len(told) > 1:
        others = " ".join(before for number, before in told.items() if number != mine[0])
        if any(year in others and year not in told[mine[0]] for year in years):
            yield f"no. {mine[0]}"


def _uncounted(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """A sentence without the number words that count nothing where sources say the same without a number."""
    text = fold(claim.text)
    text = text if len(text) == len(claim.text) else claim.text
    for counted, said in _NO_COUNT:
        for match in reversed(list(counted.finditer(text))):
            if any(said.search(fold(each.whole)) for each in evidence):
                text = text[: match.start()] + text[match.end() :]
                claim = Claim(claim.text[: match.start()] + claim.text[match.end() :], claim.language)
    return claim.text


def measures(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The numbers of a sentence that have another unit, or another bound, than in what it cites."""
    there = {unit for each in evidence for unit in units(each.whole)}
    shares = {share for each in evidence for share in _shares(each.whole, each.language)}
    clocks = any(_clocks(each.whole, each.language) for each in evidence)
    fractions = {_share(figure) for figure in figures(claim.text, claim.language)} & shares
    mine = set(units(claim.text))
    if clocks:
        mine.discard("hour")
    if fractions:
        mine.discard("%")
    if ordinals(claim.text, claim.language):
        mine.discard("second")
    if _MONTH_OF.search(fold(claim.text)):
        mine.discard("month")
    yield from sorted(mine - there)
    told = _all_figures(evidence)
    for figure in figures(claim.text, claim.language):
        same = [each for each in told if (each.value, each.part) == (figure.value, figure.part)]
        if same and figure.unit and not any(each.unit in (figure.unit, "") for each in same):
            yield f"{figure.value} {figure.unit}"
        if same and not figure.unit and all(each.unit in ("%", "points") for each in same):
            yield f"{figure.value}"
        if (
            same
            and figure.bound
            and not figure.is_year
            and not any(each.bound == figure.bound for each in same)
            and not (figure.bound == "under" and any(each.leading == "within" for each in same))
        ):
            yield f"{figure.bound} {figure.value}"


def dates(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The months and days that what is cited does not name, and numbers told of another time."""
    there = {day for each in evidence for day in calendar(each.whole, each.language)}
    yield from sorted(calendar(claim.text, claim.language) - there)
    told = _all_figures(evidence)
    for figure in figures(claim.text, claim.language):
        dated = [each.when for each in told if each.value == figure.value and each.when]
        if figure.when and dated and not any(figure.when & when for when in dated):
            yield f"{figure.value}, {', '.join(sorted(figure.when))}"


def _all_figures(evidence: Sequence[Evidence]) -> list[Figure]:
    return [figure for each in evidence for figure in figures(each.whole, each.language)]


def _share(figure: Figure) -> Fraction | None:
    """What share of a whole a number tells: of "a fifth", of "20 per cent"."""
    if figure.unit == "%":
        return Fraction(figure.value) / 100
    return Fraction(figure.value) / figure.part if figure.part > 1 or figure.value < 1 else None


def _shares(text: str, language: str) -> set[Fraction]:
    told = {_share(figure) for figure in figures(text, language)} | set(_out_of(text, language).values())
    return {share for share in told if share is not None}


def _out_of(text: str, language: str) -> dict[int, Fraction]:
    """The shares told as "two out of three", by both numbers."""
    return {number: Fraction(*pair) for pair in _pairs(text, language) for number in pair}


def _pairs(text: str, language: str) -> set[tuple[int, int]]:
    told = ((_integer(one, language), _integer(two, language)) for one, two in _OUT_OF.findall(fold(text)))
    return {(some, every) for some, every in told if 0 < some < every <= 100}


def _integer(word: str, language: str) -> int:
    if word.isdigit():
        return int(word)
    return cardinals(language).get(word, int(word in ("one", "un", "une", "uno", "una")))


def _clocks(text: str, language: str) -> set[int]:
    """The times of day that a text names, in minutes, as far as it tells morning from evening."""
    plain = fold(text)
    found = _clocks_24(text)
    for said, minute, half in _CLOCK.findall(plain):
        hour = _integer(said, language)
        if 0 < hour <= 12:
            late = 12 * bool(_LATE.match(half)) if hour < 12 else 12 * bool(_LATE.match(half)) - 12
            found.add(60 * (hour + late) + int(minute or 0))
    if re.search(r"\b(?:noon|midday|midi|mediodia)\b", plain):
        found.add(720)
    return found


def _clocks_24(text: str) -> set[int]:
    return {60 * int(hour) + int(minute) for hour, minute in _CLOCK_24.findall(fold(text))}


def _times(text: str) -> list[str]:
    return [word or once for word, once in _TIMES.findall(fold(text))]


def _hour(figure: Figure, clocks: set[int], told: Sequence[Figure]) -> Iterator[str]:
    """An hour of the morning where its number is told of the evening alone."""
    time = int(figure.value) * 60
    lasting = any(each.value == figure.value and each.unit == "hour" for each in told)
    if figure.unit == "hour" and time + 720 in clocks and time not in clocks and not lasting:
        yield f"{figure.value} h"


def _single(claim: Claim, told: Sequence[Figure]) -> Iterator[str]:
    """What "one" counts of which sources tell another number and no single one: "in one county"."""
    if claim.language != "en" or any(figure.value == figure.part == 1 for figure in told):
        return
    for match in _ONE.finditer(fold(claim.text)):
        counted = stem(match[1], "en")
        if any(figure.after == counted and figure.value > 1 and not figure.is_year for figure in told):
            yield match[0]
