"""The parts of a question that asks for two things: the sides of a comparison, two questions in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.stopwords import STOPWORDS
from ingest.terms import fold, words

ALONE = 3
"""Words of content from which the first of two questions stands alone."""
SIDE_WORDS = 8
"""Words of the longest side of a comparison: a longer one was not read rightly."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the things that a question asks for."""

    text: str
    """The part as a question of its own."""
    side: str = ""
    """The side of a comparison that its statements have to speak of; empty for a question of its own."""

    @property
    def name(self) -> str:
        """What to call it when nothing is found on it."""
        return self.side or self.text


_WHO = r"(?:which|who|what|lequel|laquelle|quel(?:le)?|cu[áa]l|qui[ée]n|qu[ée])"
_OR = r"(?:or|ou|o)"
_COMPARISONS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:(?:can|could) you |please |veuillez )?compar(?:e|ez|er|a|ar)\b:? (?P<left>.+?) "
        r"(?:and|with|to|against|versus|vs\.?|et|avec|à|aux?|y|con) (?P<right>.+)",
        r"(?:.*\b)?(?:differences?|distinctions?|similarit(?:y|ies)|comparison|diff[ée]rences?|comparaison"
        r"|diferencias?|distinci[óo]n|comparaci[óo]n)\b[^?]*? (?:between|entre) (?P<left>.+?) "
        r"(?:and|et|y|e) (?P<right>.+)",
        r"(?:how|in what way|where) (?:do|does|did|is|are) (?P<left>.+?) (?:differ|different|distinct) from "
        r"(?P<right>.+)",
        r"(?:how|in what way|where) (?:do|does|did|are) (?P<left>.+?) and (?P<right>.+?) "
        r"(?:differ(?:ent)?|compare)\b(?P<tail>.*)",
        r"(?:en quoi|comment) (?P<left>.+?) (?:diff[èe]re(?:nt)?|se distingue(?:nt)?)"
        r"(?:-(?:t-)?(?:il|elle|ils|elles))? (?:de|du|des|d['’]) ?(?P<right>.+)",
        r"(?:en|de) qu[ée] (?:forma |manera )?se (?:diferencian?|distinguen?) (?P<left>.+?) (?:del?|y|con) "
        r"(?P<right>.+)",
        rf"{_WHO} (?P<tail>[^,:]+)[,:] (?P<left>.+?) {_OR} (?P<right>.+)",
        rf"(?P<left>.+?) {_OR} (?P<right>[^,:]+)[,:] {_WHO} (?P<tail>.+)",
        r"(?P<left>.+?) (?:and|et|y) (?P<right>.+?),? respecti(?:vely|vement|vamente)\b(?P<tail>.*)",
        r"(?P<left>.+?) (?:versus|vs\.?|compared (?:to|with)|par rapport (?:à|aux?)|frente al?) "
        r"(?P<right>.+)",
    )
)
"""Ways to ask for a comparison; the left side may have the words before it that belong to both."""
_TAIL = re.compile(
    r"(?P<tail>\s*[,:;(]\s*.*| (?:when|if|in terms of|with (?:regard|respect) to|regarding"
    r"|concerning|as regards|in|on|for|quand|lorsque|en termes de|en mati[èe]re de|concernant|pour|dans"
    r"|cuando|en cuanto a|con respecto a|respecto a|para|sobre) .*)$",
    re.IGNORECASE,
)
"""What stands behind the right side and belongs to both."""
_PREPOSITION = re.compile(
    r"(?:by|in|of|for|from|with|on|under|at|to|par|en|aux?|de|du|des|dans|pour|chez|sous|à|por|del|para|con"
    r"|bajo|a) |d['’]",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"^(?:that|those|the ones?|celles?|celui|ceux|el|la|los|las|lo) (?:\w+ )?"
    r"(?=(?:by|in|of|for|from|with|on|under|at|par|en|de|du|des|dans|pour|chez|por|del|para)\b)",
    re.IGNORECASE,
)
"""A word that stands for what belongs to both: "that in South Africa"."""
_DETERMINER = re.compile(
    r"(?:(?:the|an?|those of|that of|le|la|les|une?|celles? de|ceux de|el|los|las|una?)\s+|l['’])",
    re.IGNORECASE,
)
_NAME_AT_END = re.compile(
    r"(?<!\S)(?:(?:the|la|le|les|el|los|las) |l['’])?"
    r"(?:[A-ZÀ-Ý0-9][\w.’'&/-]*(?: (?:of|de|du|del|the|and) (?=[A-ZÀ-Ý]))? ?)+$"
)

_ASKING = (
    r"(?:what|when|who|where|why|how|which|whose|qui|quand|où|pourquoi|comment|combien|quel(?:le)?s?"
    r"|qu[ée]|cu[áa]l(?:es)?|qui[ée]n(?:es)?|d[óo]nde|cu[áa]ndo|c[óo]mo|cu[áa]nt[oa]s?|por qu[ée])\b"
)
"""Words of asking, at which the second of two questions begins."""
_BEGINNING = rf"(?:{_ASKING}|(?:que|qu['’]|est-ce|is|are|was|were|does|do|did|has|have|can)\b)"
_TWO_QUESTIONS = re.compile(
    rf"(?P<one>(?:(?:in|on|at|by|for|à|dans|de|en|a) )?{_BEGINNING}.+?)"
    rf"(?:\?\s+(?:(?:and|et|y) )?(?:¿\s*)?(?={_BEGINNING})|,? (?:and|et|y) (?:¿\s*)?(?={_ASKING}))"
    r"(?P<two>.+)",
    re.IGNORECASE,
)
"""Two questions, each with its word of asking."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|will|should|est|sont|etait|a|ont|peut|es|son|fue|era"
    r"|esta|estan|ha|han|hay|tiene|puede)\b"
)
_NAMED = re.compile(r"\S.*(?:\s|['’])[A-ZÀ-Ý]")


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a question, at least two; empty for a question that asks for one thing."""
    plain = text.strip(" ¿¡?!.")
    return _sides(plain) or _questions(plain)


def _sides(text: str) -> tuple[Part, ...]:
    match = next(filter(None, (pattern.fullmatch(text) for pattern in _COMPARISONS)), None)
    if not match:
        return ()
    left, right = match["left"].strip(), match["right"].strip()
    tail = (match.groupdict().get("tail") or "").strip()
    right = _POINTING.sub("", right, count=1)
    behind = _TAIL.search(right)
    if behind and behind.start() > 0:
        right, tail = right[: behind.start()].strip(), behind["tail"].strip(" ,:;")
    lead, left, right = _same_place(left, right)
    sides = [
        _DETERMINER.sub("", side, count=1) if _DETERMINER.match(side) else side for side in (left, right)
    ]
    if not all(_content(side) and len(side.split()) <= SIDE_WORDS for side in sides):
        return ()
    if fold(sides[0]) == fold(sides[1]):
        return ()
    return tuple(Part(text=" ".join(f"{lead} {side} {tail}".split()), side=side) for side in sides)


def _same_place(left: str, right: str) -> tuple[str, str, str]:
    """What belongs to both sides, and the sides: "steps taken by", "Japan", "the Philippines"."""
    preposition = _PREPOSITION.match(right)
    if preposition:
        same = [m for m in _PREPOSITION.finditer(left) if fold(m[0]) == fold(preposition[0])]
        same = [m for m in same if m.start() == 0 or not left[m.start() - 1].isalnum()]
        if same:
            at = same[-1]
            return left[: at.end()].strip(), left[at.end() :], right[preposition.end() :]
    if right[:1].isupper() or re.match(r"(?:the|la|le|les|el|los|las) [A-ZÀ-Ý]|l['’][A-ZÀ-Ý]", right):
        name = _NAME_AT_END.search(left)
        if name and name.start() > 0:
            return left[: name.start()].strip(), name[0], right
    return "", left, right


def _questions(text: str) -> tuple[Part, ...]:
    match = _TWO_QUESTIONS.fullmatch(text)
    if not match:
        return ()
    one, two = match["one"].strip(" ,?"), match["two"].strip(" ¿?")
    if not _content(two) or not (_content(one) >= ALONE or _VERB.search(fold(one)) or _NAMED.search(one)):
        return ()  # "which age and how many months are required": one question
    return Part(text=f"{one}?"), Part(text=f"{two[:1].upper()}{two[1:]}?")


def _content(text: str) -> int:
    """Words that say something."""
    stop = STOPWORDS["en"] | STOPWORDS["fr"] | STOPWORDS["es"]
    return sum(fold(word) not in stop for word in words(text))
