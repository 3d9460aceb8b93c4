"""The kind of thing a question asks for, and whether a text holds one: a figure, date, money, name, place."""

from __future__ import annotations

import re

from bot.language.dictionary import is_small
from bot.language.regions import names_country
from bot.question import Question
from bot.synonyms import near_to
from ingest.terms import fold, is_stopword, terms, words
from ingest.vocabulary import explanations

_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?"
    r"|thousands?|million|billion|half|twice|once)\b"
)
_COUNTS = re.compile(r"\b(?:how many|how much|combien|cuant[oa]s?)\b")
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_NO_COUNT = re.compile(
    r"\[[^\]]{1,8}\]|^\s*\(?(?:\d{1,2}|one)[.)]"
    r"|\b(?:no|nos|nr|n°|articles?|art|sections?|chapter|part|week|phase|session|item|paragraphs?|step|version"
    r"|rec|recommendation|convention|law|lecture|slide|page|figure|table|annex|round|grade)\.? ?(?:no\.? ?)?"
    r"\(?\d[\d./]*"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?(?: day)?(?: of)? {_MONTH}|\b{_MONTH} \d{{1,2}}(?: ?[-–] ?\d{{1,2}})?"
    r"|\b\d+(?:st|nd|rd|th)\b|(?<![\d,.$€£])(?:19|20)\d\d(?![\d,%]|\.\d)|\b[a-z]+\d+\b"
)
"""Numbers that count nothing: of an article or a week, a date, a year, a list's mark. Folded."""
_DATE = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:year|month|week)|next (?:year|month|week)"
    r"|yesterday|today|century|decades?)\b|\b\d{1,2}[.:/]\d{1,2}\b"
)
_HOW_LONG = re.compile(r"\b(?:how long|combien de temps|quelle duree|cuanto (?:tiempo|duran?))\b")
_DURATION = re.compile(
    r"\b(?:never|forever|permanent(?:ly)?|indefinite(?:ly)?|unlimited|as long as|until|throughout"
    r"|decades?|years?|months?|weeks?|days?|hours?)\b"
)
"""How a duration is said without a figure, folded."""
_ASKS_SHARE = re.compile(
    r"\b(?:what|which) (?:percentage|percent|per cent|proportion)\b|\b(?:quel(?:le)? (?:est la |est le )?"
    r"(?:pourcentage|proportion)|(?:que|cual es el|cual es la) (?:porcentaje|proporcion))\b"
)
_SHARE = re.compile(
    r"%|\b(?:per ?cent|percentage|half|halves|thirds?|quarters?|fifths?|tenths?|majority|minority"
    r"|(?:one|two|three|four|\d{1,2}) in (?:ten|five|four|three|two|\d{1,3}(?!\d))"
    r"|out of|pour cent|moitie|tiers|por ciento|mitad|tercio)\b|\d ?/ ?\d"
)
_ASKS_MONEY = re.compile(
    r"\b(?:budgets?|how much (?:money|does (?:\S+ ){1,6}cost|did (?:\S+ ){1,6}cost|is (?:\S+ ){1,6}paid)"
    r"|what does (?:\S+ ){1,6}cost|combien (?:coute|cela coute|d'argent)"
    r"|presupuestos?|cuanto (?:cuesta|dinero))\b"
)
_MONEY = re.compile(
    r"[$€£¥]|\b(?:usd|eur|gbp|chf|rm|dollars?|euros?|pounds?|francs?|million|billion|budgets?|free of charge"
    r"|for free|fees?|costs?|presupuesto|gratuite?s?)\b"
)
_ASKS_NAME = re.compile(
    r"\b(?:name of the (?:\w+ ){0,2}|comment s'appelle (?:l[ae]s? |l')?|como se llama (?:el |la )?)"
    r"(?:head|director|chief|chair(?:man|woman|person)?|president|minister|speaker|coordinator|manager|author"
    r"|person|official|expert|secondee|winner|laureate|personne|directeur|directrice|presidente?|ministre|responsable|cheffe?|coordinat(?:eur|rice)"
    r"|persona|directora?|presidenta|ministr[oa]|jef[ea]|coordinadora?)\b"
)
_PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof)\b|\b[A-ZÀ-Ý][a-zà-ÿ’'-]+ (?:[A-Z]\. )?[A-ZÀ-Ý][a-zà-ÿ’'-]+\b")
"""Two capitalised words in a row, as a person's name has them."""

_ASKS_WHO = re.compile(
    r"\b(?:who|which (?:person|people|experts?|officials?|speakers?)) (?:\w+ ){0,2}?"
    r"(?:won|wins|signed|signs|spoke|speaks|wrote|writes|authored|drafted|moderate[ds]|facilitated|nominated"
    r"|elected|appointed)\b|\bwho (?:were|was|are|is) the (?:\w+ ){0,2}?(?:speakers?|winners?|authors?"
    r"|panell?ists?|moderators?|facilitators?|signator(?:y|ies)|laureates?)\b|\bby name\W*$"
    r"|\bqui a (?:gagne|remporte|signe|parle|ecrit|redige|anime)\b"
    r"|\bquien(?:es)? (?:gano|ganaron|firmo|firmaron|hablo|escribio|redacto)\b"
)
"""Who did what only persons and bodies with a name do."""
_CALLED = re.compile(r"(?<![.!?] )(?<!^)\b[A-ZÀ-Ý][\wÀ-ÿ’'&-]+")
"""A word written as a name, or an abbreviation, not the first of its sentence."""
_STANDS_FOR = re.compile(
    r"\bwhat (?:does|do|did|is) (?:the (?:abbreviations?|acronyms?|letters|initials) )?(?P<en>[\w.&-]+)"
    r" (?:stands? for|short for|in full)\b"
    r"|\bwhat is (?P<en2>[\w.&-]+) (?:short|an (?:acronym|abbreviation)) (?:for|of)\b"
    r"|\bque (?:signifie|veut dire|designe) (?:le sigle|l['’]acronyme|l['’]abreviation) (?P<fr>[\w.&-]+)"
    r"|\bque significan? (?:las siglas|la sigla|el acronimo|la abreviatura) (?P<es>[\w.&-]+)"
)
"""Asks for the long form of an abbreviation, folded."""
_ASKS_COUNTRIES = re.compile(
    r"\b(?:which|what|in which|in what) (?:\w+ ){0,2}?countr(?:y|ies)\b|^(?:dans |en )?quels? (?:\w+ )?pays\b"
    r"|\ben (?:que|cual|cuales) pais(?:es)?\b|^¿? ?que paises\b"
)
_HOW_MANY = re.compile(r"\bhow many\b", re.IGNORECASE)
_ANYTHING = frozenset("times occasions things ones kinds sorts of".split())
"""What is counted where a text says it by another word: the editions of an event."""
_ANYBODY = frozenset("people persons individuals folks humans".split())
"""Who is counted where a text may say what they are: members, workers."""
COUNTED = 3
"""Words after "how many" that may name what is counted."""

_KINDS = ((_ASKS_SHARE, _SHARE), (_ASKS_MONEY, _MONEY))


def has_type(question: Question, text: str) -> bool:
    """Whether a text holds what the question asks for; any text will do for a question of no such kind."""
    asked, said = fold(question.text), fold(text)
    if any(asks.search(asked) and not kind.search(said) for asks, kind in _KINDS):
        return False
    if _ASKS_NAME.search(asked) and not _PERSON.search(text):
        return False
    if _ASKS_WHO.search(asked) and not _calls(text, question.text):
        return False
    if (short := _STANDS_FOR.search(asked)) and not spells_out(next(filter(None, short.groups())), text):
        return False
    if _ASKS_COUNTRIES.search(asked) and not names_country(text):
        return False
    pattern = {"number": _FIGURE, "date": _DATE}.get(question.seeks)
    if _COUNTS.search(asked) and question.seeks == "number":
        said = " ".join(_NO_COUNT.sub(" ", said).split())
        for figure in re.findall(r"\d[\d.,]*", asked):  # what the question says itself is no answer to it
            said = re.sub(rf"(?<![\d.,]){re.escape(figure.rstrip('.,'))}(?![\d]|[.,]\d)", " ", said)
    if pattern is None or pattern.search(said):
        return True
    return bool(_HOW_LONG.search(asked) and _DURATION.search(said))


def _calls(text: str, asked: str) -> bool:
    """Whether a text has a name that the question does not say itself."""
    mine = set(re.findall(r"\w+", fold(asked)))
    return any(mine.isdisjoint(re.findall(r"\w+", fold(name))) for name in _CALLED.findall(text))


def spells_out(short: str, text: str) -> bool:
    """Whether a text explains an abbreviation, or has words in a row that begin with its letters.

    Small words and two others may stand between them.
    """
    if any(fold(each) == fold(short) for each, _ in explanations(text)):
        return True
    letters = re.sub(r"[^a-z]", "", fold(short))
    initials = "".join(word[0] for word in re.findall(r"[a-z]+", fold(text)) if not is_small(word))
    windows = (initials[at : at + len(letters) + 2] for at in range(len(initials)))
    in_order = re.compile(".*".join(letters))
    return len(letters) > 1 and any(in_order.match(window) for window in windows)


def says_counted(english: str, text: str) -> bool:
    """Whether a text names what an English question asks the number of, or something near it.

    A number of "SSEOs" is none of cooperatives. Any text will do for another question, and for one that
    counts "times": that is whatever the text counts.
    """
    counts = _HOW_MANY.search(english)
    counted: list[str] = []
    rest = english[counts.end() :] if counts else ""
    for word in words(rest):
        nameless = word.isupper() or not word[:1].isupper()
        if len(counted) == COUNTED or not nameless or (counted and is_stopword(word, "en")):
            break
        if fold(word) in _ANYTHING:
            return True
        if fold(word) in _ANYBODY:
            return _says_who(fold(word), rest, text)
        counted += terms(word, "en")
    said = frozenset(terms(text, "en"))
    near = (way for term in counted for way in ((term,), *near_to(term)))
    return not counted or any(said.issuperset(way) for way in near)


def _says_who(word: str, rest: str, text: str) -> bool:
    """Whether a text speaks of people, or says what else a question says of those it counts: "members"."""
    said = frozenset(terms(text, "en"))
    asked = (each for each in words(rest) if each.islower() and not is_stopword(each, "en"))
    return not said.isdisjoint(term for each in (word, "people", *asked) for term in terms(each, "en"))
