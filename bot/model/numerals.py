"""Numbers written in words, in English, French and Spanish: "twenty-one", "quatre-vingt-dix", "the third"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ingest.terms import fold


def _numbered(words: str, values: Sequence[int]) -> dict[str, int]:
    return dict(zip(words.split(), values, strict=True))


CARDINALS: dict[str, dict[str, int]] = {
    "en": _numbered(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred",
        (*range(2, 21), *range(30, 101, 10)),
    )
    | {"dozen": 12, "twice": 2, "both": 2, "thrice": 3},
    "fr": _numbered(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
        "quarante cinquante soixante septante huitante nonante cent",
        (*range(2, 17), *range(20, 101, 10)),
    )
    | {"douzaine": 12, "vingts": 20, "cents": 100, "dizaine": 10, "quinzaine": 15, "centaine": 100},
    "es": _numbered(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
        "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco "
        "veintiseis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta "
        "noventa cien",
        (*range(2, 31), *range(40, 101, 10)),
    )
    | {"docena": 12, "ciento": 100, "veintiun": 21, "veintiuna": 21, "decena": 10, "centenar": 100}
    | {
        f"{stem}ient{end}": 100 * times
        for times, stem in ((2, "dosc"), (3, "tresc"), (4, "cuatroc"), (6, "seisc"), (8, "ochoc"))
        for end in ("os", "as")
    }
    | {
        f"{stem}ient{end}": 100 * times
        for times, stem in ((7, "setec"), (9, "novec"))
        for end in ("os", "as")
    }
    | {"quinientos": 500, "quinientas": 500},
}
"""Numbers by word, folded; "one" is none, it is mostly a pronoun."""
SCALES: dict[str, dict[str, int]] = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "m": 6, "mn": 6, "bn": 9, "k": 3},
    "fr": {"mille": 3, "millier": 3, "million": 6, "milliard": 9, "billion": 12},
    "es": {"mil": 3, "millar": 3, "millon": 6, "millone": 6, "billon": 12, "billone": 12},
}
"""Powers of ten by word, folded and without a plural's s; an English billion is none in French."""
PARTS = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10,
    "fourth": 4, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "moitie": 2, "demi": 2, "tier": 3, "quart": 4, "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8,
    "neuvieme": 9, "dixieme": 10,
    "mitad": 2, "tercio": 3, "tercera": 3, "cuarto": 4, "cuarta": 4, "quinto": 5, "quinta": 5,
    "sexto": 6, "sexta": 6, "septimo": 7, "septima": 7, "octavo": 8, "octava": 8, "noveno": 9, "novena": 9,
    "decimo": 10, "decima": 10,
}  # fmt: skip
MULTIPLES = {
    word: times
    for times, words in {
        2: "double doubled doubles doubling twofold doublé doublent doubla doubler duplicar duplico "
        "duplicaron duplica duplicado duplicando doble",
        3: "triple tripled triples tripling treble trebled threefold tripler tripla triplent triplicar "
        "triplico triplicaron triplica triplicado thrice",
        4: "quadruple quadrupled quadruples fourfold quadrupler cuadruplicar cuadruplico cuadruplicaron "
        "cuadruplicado cuadruple",
        5: "fivefold quintuple quintupled quintupler quintuplicar quintuplico",
        10: "tenfold decupler decuple",
    }.items()
    for word in map(fold, words.split())
}
"""How many times as much a word tells, folded."""
_ORDINALS: dict[str, dict[str, int]] = {
    "en": _numbered(
        "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
        "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
        "thirtieth fortieth fiftieth hundredth",
        (*range(2, 21), 30, 40, 50, 100),
    ),
    "fr": _numbered(
        "deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme douzieme "
        "treizieme quatorzieme quinzieme seizieme vingtieme trentieme quarantieme cinquantieme centieme",
        (*range(2, 17), 20, 30, 40, 50, 100),
    )
    | {"second": 2, "seconde": 2, "dix-septieme": 17, "dix-huitieme": 18, "dix-neuvieme": 19, "tierce": 3},
    "es": {
        word: at
        for at, stem in enumerate(
            "segund tercer cuart quint sext septim octav noven decim undecim".split(), 2
        )
        for word in (stem + "o", stem + "a")
    }
    | {"tercer": 3, "duodecimo": 12, "duodecima": 12, "vigesimo": 20, "vigesima": 20}
    | {"decimotercero": 13, "decimotercera": 13, "decimocuarto": 14, "decimocuarta": 14},
}
"""Ordinals by word, folded. The first is among the words of degree."""
_LAST_OF_ORDINALS = {"first": 1, "unieme": 1, "primero": 1, "primera": 1, "primer": 1}
_AND = {"en": "and", "fr": "et", "es": "y"}
_ONE = {"en": {"one"}, "fr": {"un", "une"}, "es": {"un", "una", "uno"}}
_ARTICLES = frozenset({"a", "an", "one", "un", "une", "d'un", "d'une", "una", "uno", "la", "qu'un", "l'un"})
_OF_WHAT = frozenset(
    "of de d des du del parte next last less more fewer than higher lower l'an l'annee el la le les au en in "
    "moins plus menos mas over by each every to and et y".split()
)
"""What may stand behind a fraction; behind an ordinal stands what it counts."""
_EVERY = ("per", "each", "every", "por", "par")
_ALONE = ("mil", "mille")
"""Scales that are numbers without another: "mille membres"."""
_VAGUE = {
    "en": {"dozens": 1, "tens": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9},
    "fr": {"dizaines": 1, "douzaines": 1, "centaines": 2, "milliers": 3, "millions": 6, "milliards": 9},
    "es": {
        "decenas": 1,
        "docenas": 1,
        "cientos": 2,
        "centenares": 2,
        "miles": 3,
        "millares": 3,
        "millones": 6,
    },
}
"""Powers of ten told by a plural alone."""


def cardinals(language: str) -> dict[str, int]:
    """The numbers by word of a language, English ones for one that has none here."""
    return CARDINALS.get(language, CARDINALS["en"])


def singular(plain: str) -> str:
    """A folded word without the s of a plural."""
    return plain[:-1] if plain.endswith("s") and len(plain) > 2 else plain


def parts_of_compound(word: str, language: str) -> list[str]:
    """The words of a hyphenated one that begins with a number, else the word: "twenty-one", "five-year"."""
    some = re.split("-", word)
    first = fold(some[0])
    known = cardinals(language)
    counted = first in known or (first in _ONE.get(language, ()) and singular(fold(some[-1])) in PARTS)
    ordinal = fold(word) in _ORDINALS.get(language, {})
    return some if len(some) > 1 and counted and not ordinal else [word]


def is_numeral(plain: str, language: str) -> bool:
    """Whether a folded word tells a number, an ordinal or how many times, alone or by its parts."""
    known = CARDINALS.get(language, {})
    some = plain.split("-")
    if plain in MULTIPLES or plain in _ORDINALS.get(language, {}):
        return True
    small = {*_ONE.get(language, ()), _AND.get(language, "")}
    ends = known.keys() | small | _LAST_OF_ORDINALS.keys() | _ORDINALS.get(language, {}).keys()
    return (
        len(some) > 1
        and some[0] in known
        and all(each in ends or singular(each) in PARTS for each in some[1:])
    )


def spelled(words: Sequence[str], at: int, language: str) -> tuple[int, int] | None:
    """The number that is written in words from a place on, with the place behind it; None where none is."""
    known, scales = cardinals(language), SCALES.get(language, SCALES["en"])
    one, join = _ONE.get(language, _ONE["en"]), _AND.get(language, "and")
    plain = [fold(word) for word in words[at : at + 12]]

    def power(place: int) -> int:
        word = plain[place] if place < len(plain) else ""
        return (scales.get(word) or scales.get(singular(word)) or 0) if len(word) > 2 else 0

    def is_hundred(place: int) -> bool:
        word = plain[place] if place < len(plain) else ""
        return known.get(word) == 100 and word not in ("cien", "ciento")

    follows_article = bool(at) and fold(words[at - 1]) in ("a", "per")
    total = current = 0
    place = 0
    last = 0
    while place < len(plain):
        word = plain[place]
        value = known.get(word, 0)
        if word in one:
            begins = not place and (is_hundred(place + 1) or power(place + 1))
            value = 1 if begins or 20 <= last < 100 or (place and last >= 100) else 0
            if place and last >= 100 and not (plain[place - 1] == join or language != "en"):
                value = 0
        if place and word == join and place + 1 < len(plain):
            following = 1 if plain[place + 1] in one else known.get(plain[place + 1], 0)
            inside = {"en": last >= 100 and following, "es": 30 <= last < 100 and following < 10}
            inside["fr"] = 20 <= last < 100 and following in (1, 11)
            if following and inside.get(language):
                place += 1
                continue
            break
        if place and is_hundred(place) and 0 < current < 100:
            current, last = current * 100, 100
        elif language == "fr" and value == 20 and current % 100 == 4 and last == 4:
            current, last = current - 4 + 80, 80
        elif value and (not place or _follows(last, value, language)):
            current, last = current + value, value
        elif (exponent := power(place)) and (current or (not place and (word in _ALONE or follows_article))):
            total, current, last = total + (current or 1) * 10**exponent, 0, 10**exponent
        else:
            break
        place += 1
    return (total + current, at + place) if total + current else None


def _follows(last: int, value: int, language: str) -> bool:
    """Whether a number word may stand right behind another as part of one number."""
    if language == "fr" and last in (60, 80) and 10 <= value < 20:
        return True
    if language == "fr" and last == 10 and value in (7, 8, 9):
        return True
    return (20 <= last < 100 and last % 10 == 0 and value < 10) or (last >= 100 and value < last)


def fraction(words: Sequence[str], at: int) -> int:
    """What "a third" or "un cinquième" at a place divides by, 0 where it is none ("a third farm")."""
    plain = fold(words[at])
    part = PARTS.get(singular(plain), 0)
    if part < 3 or not at or fold(words[at - 1]) not in _ARTICLES:
        return 0
    if fold(words[at - 1]) == "la" and at + 1 < len(words) and fold(words[at + 1]) != "parte":
        return 0
    if at + 1 == len(words) or not words[at + 1][0].isalpha():
        return part
    following = fold(words[at + 1])
    return part if following in _OF_WHAT or following.startswith(("d'", "l'")) else 0


def ordinals(text: str, language: str) -> frozenset[int]:
    """The places in an order that a text names in words, the first aside; of a fraction or a time none."""
    plain = [fold(word) for word in re.findall(r"[^\W_]+(?:['’][^\W_]+)*|[.,;:]", text)]
    known = _ORDINALS.get(language, _ORDINALS["en"])
    counted = cardinals(language)
    found = set()
    for at, word in enumerate(plain):
        before = plain[at - 1] if at else ""
        value = known.get(word, 0)
        tens = counted.get(before, 0)
        if 20 <= tens < 100 and (value or word in _LAST_OF_ORDINALS):
            found.add(tens + (value or _LAST_OF_ORDINALS[word]))
        elif value and not fraction(plain, at):
            after = plain[at + 1] if at + 1 < len(plain) else ""
            counts = before in counted or before.isdigit() or before in _EVERY
            if not counts and not (word == "second" and after in ("to", "")) and after != "parte":
                found.add(value)
    return frozenset(found)


def is_tens_of_ordinal(words: Sequence[str], at: int, language: str) -> bool:
    """Whether a number word only begins an ordinal: "twenty" of "twenty-first"."""
    following = fold(words[at + 1]) if at + 1 < len(words) else ""
    tens = cardinals(language).get(fold(words[at]), 0)
    return 20 <= tens < 100 and (
        following in _LAST_OF_ORDINALS or (following in _ORDINALS.get(language, {}) and following[-1] != "s")
    )


def multiples(text: str) -> frozenset[int]:
    """How many times as much a text tells in a word: "doubled", "threefold"."""
    plain = re.findall(r"[^\W\d_]+", fold(text))
    return frozenset(MULTIPLES[word] for word in plain if word in MULTIPLES)


def vague(text: str, language: str) -> frozenset[int]:
    """The powers of ten that a text speaks of without a number: 3 of "thousands of members"."""
    known = _VAGUE.get(language, _VAGUE["en"])
    plain = re.findall(r"\w+", fold(text))
    return frozenset(
        known[word]
        for before, word in zip(["", *plain], plain, strict=False)
        if word in known and not before[:1].isdigit() and not _counts(before)
    )


def _counts(word: str) -> bool:
    return any(word in known for known in CARDINALS.values()) or word in ("quelques", "algunos", "unos")


def lies_within(value: Decimal, power: int) -> bool:
    """Whether a number may be told by a vague word: 2,310 as thousands."""
    return 2 * Decimal(10) ** power <= value < Decimal(10) ** (power + 3)
