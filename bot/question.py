"""What a question asks: its language, the kind of answer it seeks, and what it leans on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.language.dictionary import is_small
from bot.language.identify import language_of
from bot.mentions import mentioned
from bot.refuse import without_orders
from bot.types import Turn
from ingest.terms import fold, words
from ingest.types import SlideRef

Seeks = Literal["statement", "list", "number", "date", "location", "link", "comparison", "mentions"]

ANSWER_CHARS = 600
"""How much of an earlier answer is looked at."""

Mend = Callable[[str, str], str]
"""Gives a text in a language (ISO 639-1) with its misspelt words mended."""

NAMED = 3
"""Words of content up to which all of a question can be what every mention is asked for."""
POINTING = 3
"""Words of content up to which a question with a pronoun is taken to point back."""

_GOES_ON = re.compile(
    r"(?:and|but|so|also|what about|how about|et|mais|qu'en est-il|qu en est il|y|pero|que hay de"
    r"|(?:in|for|with|since|dans|pour|avec|para|con|sin)(?= (?:\S+ ){0,2}\S+\?*$))\b"
)
"""How a question begins that goes on from the one before, folded."""
_POINTS = re.compile(
    r"\b(?:that|this|these|those|it|its|they|them|their|there|he|she|his|her|the same|do so|did so|the former"
    r"|the latter|cela|ca|celle-ci|celui-ci|ceux-ci|ils|elles|leurs?|eux|y a-t-il aussi|la-bas"
    r"|eso|esto|ellos|ellas|alli|ahi|lo mismo|sus?)\b"
)
"""Words that point back to what was said, folded."""
_EXPLETIVE = re.compile(
    r"\b(?:is|are|was|were|has|have|do|does|did|can|will) (?:there|it true(?: that)?|it possible(?: that)?)\b"
    r"|\bthere (?:is|are|was|were|any|a|an)\b|\b(?:what|how|where|when|who|why) (?:is|are|was) (?:it|this|that) (?:about|called)\b"
    r"|\bit (?:is |was )?(?:going to |about to )?(?:rains?|snows?)\b|\bis it going to\b"
    r"|\bthis (?:presentation|deck|briefing|document|slide|slides|consultation|talk|workshop)\b"
    r"|\bthese (?:slides|documents|presentations)\b|\bil y a\b|\by a-t-il\b(?! aussi)|\best-ce que\b"
)
"""The same words where they point to nothing ("are there ...") or to the sources themselves."""

_ASKS: tuple[tuple[Seeks, re.Pattern[str]], ...] = (
    (
        "mentions",
        re.compile(
            r"\b(?:across the (?:deck|slides|presentation|documents?)|every mention|all mentions"
            r"|everything (?:\w+ )?(?:said|about|on)|wherever|summari[sz]e (?:what|all|everything)"
            r"|tout ce qui|toutes les mentions|todo lo que|todas las menciones)\b"
        ),
    ),
    (
        "comparison",
        re.compile(
            r"\b(?:compare[ds]?|comparison|difference between|differ|versus|vs|comparez?|difference entre"
            r"|compara[rd]?|diferencia entre)\b"
        ),
    ),
    (
        "location",
        re.compile(
            r"\b(?:(?:which|what|on what|on which) (?:slide|page)|slide number|where in the (?:deck|presentation|slides)"
            r"|(?:quelle?|sur quelle) (?:diapositive|page)|(?:que|cual|en que) (?:diapositiva|pagina))\b"
        ),
    ),
    (
        "link",
        re.compile(
            r"\b(?:link|url|web ?(?:site|page|address)|download|lien|site (?:web|internet)|telecharger"
            r"|enlace|sitio web|pagina web|descargar)\b"
            r"|\bou (?:puis-je|peut-on|pouvons-nous|trouver|consulter|lire|telecharger|se procurer)\b"
            r"|\bdonde (?:(?:puedo|podemos|se puede) )?(?:consultar|encontrar|leer|obtener|descargar|ver)\b"
            r"|\bwhere (?:can|could|do|to) .*\b(?:get|find|read|obtain)\b"
            r"|\b(?:a|any|some) (?:page|place|site|document)s? (?:where|on which) (?:i|we|one|you|people) (?:can|could|may)\b"
            r"|\b(?:some|any)where (?:i|we|one|you|people) (?:can|could|may) (?:\w+ )?(?:read|look|find|see|learn|get)\b"
        ),
    ),
    (
        "number",
        re.compile(
            r"\b(?:how (?:many|much|large|big|high|old|long)|what (?:number|percentage|share|proportion|percent|is the (?:number|total))"
            r"|combien|quel(?:le)? (?:part|pourcentage|nombre|proportion)|cuant[oa]s?|que porcentaje)\b"
        ),
    ),
    (
        "date",
        re.compile(
            r"(?:^|\b(?:and|et|y|since|until|by|from|know|me|depuis|desde|hasta|saber|[:,;]) |[:,;] )"
            r"[¿\s]*(?:when|quand|cuando)\b|\b(?:when|quand|cuando)\W*$"
            r"|\b(?:what (?:year|date|month|day)|which year|how long ago|quelle (?:annee|date)"
            r"|en quelle annee|(?:que|en que) (?:ano|fecha)|kapan)\b"
        ),
    ),
    (
        "list",
        re.compile(
            r"\b(?:list|name (?:the|all|every)|which|what (?:are|were|kinds?|types?|sorts?|other)|all the|every|who (?:are|has|have)|where (?:does|do|did|has|have|is|are)"
            r"|enumerate|members|countries|contries|main (?:parts|points|areas)|examples"
            r"|quel(?:le)?s|lesquels|lesquelles|listez?|citez|enumerez|dans quels|qui sont"
            r"|cuales|que (?:paises|sectores|organizaciones|proyectos|tipos)|quienes|enumer[ae]|lista)\b"
        ),
    ),
)

_SMALL_TALK = re.compile(
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|thanks?(?: you)?(?: very much| a lot)?|bye|goodbye"
    r"|ok(?:ay)?|bonjour|bonsoir|salut|merci(?: beaucoup)?|au revoir|hola|buenos dias|buenas tardes"
    r"|(?:muchas )?gracias|adios)[ !.,]*)+"
)
"""Greetings and thanks, folded."""
_DEFINES = re.compile(
    r"(?:please )?(?:can you |could you |how (?:do|would|does|can) (?:you|one|we|the ilo) )?define (.+)"
    r"|how (?:is|are) (.+) defined|what(?:'s| is| are) the (?:definition|meaning)s? of (.+)"
    r"|(?:the )?definition of (.+)|what (?:does|do) (.+) (?:mean|stand for)|what is meant by (.+)",
    re.IGNORECASE,
)
"""Ways to ask for a definition."""
_FRAME = re.compile(
    r"\b(?:according to|as per|across|in|from) (?:the|this|these|your) (?:presentation|deck|briefing|slides|documents?|sources)\b"
    r"|\b(?:d['’]après|selon|dans) (?:la|cette|les|ces) (?:présentation|diapositives|documents|sources)\b"
    r"|\b(?:según|en) (?:la|esta|las|los|estas|estos) (?:presentación|diapositivas|documentos|fuentes)\b",
    re.IGNORECASE,
)
"""Phrases that name the sources themselves and nothing in them."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question with what was read out of it."""

    text: str
    """As it was typed, its misspelt words mended."""
    language: str
    """ISO 639-1 code."""
    seeks: Seeks
    typed: str = ""
    """As it was typed, when that is something else."""
    leans_on: str = ""
    """The earlier question it points back to, when it cannot be understood alone."""
    answered: str = ""
    """The beginning of the answer to that earlier question."""
    about: str = ""
    """What every statement of the answer has to speak of: a name whose mentions are asked for, say."""
    pages: tuple[SlideRef, ...] = ()
    """The only pages to be answered from, when the question names them."""

    @property
    def searched(self) -> str:
        """The words to search for: those typed but for phrases such as "according to the presentation".

        A definition is looked for as slides head it: "What is ...?".
        """
        text = " ".join(_FRAME.sub(" ", self.text).split()) or self.text
        defined = _DEFINES.fullmatch(text.rstrip("?!. "))
        return f"What is {next(filter(None, defined.groups()))}?" if defined else text

    @property
    def understood_as(self) -> str | None:
        """What is searched for, when that is more than what was typed."""
        if self.leans_on:
            return f"{self.leans_on} — {self.text}"
        # Nobody has to be told of an accent or a space.
        return self.text if self.typed and _letters(self.typed) != _letters(self.text) else None


def as_typed(text: str, language: str) -> str:  # noqa: ARG001
    """The text as it is: mends nothing."""
    return text


def understand(text: str, history: Sequence[Turn] = (), mend: Mend = as_typed) -> Question:
    """The question as it is to be answered, with what `mend` mends.

    Orders and markup in it are words like any others, but where a question stands beside orders it alone is
    looked for.
    """
    typed = " ".join(text.split())
    earlier = _said(history, "user")
    asked = without_orders(typed)
    text = mend(asked, _spoken(asked, earlier))
    plain = fold(text)
    language = _spoken(text, earlier)
    leans_on = mend(_leaned_on(earlier), language) if earlier and _leans(text) else ""
    about = "" if leans_on else mentioned(text)
    seeks: Seeks = next((each for each, pattern in _ASKS if pattern.search(plain)), "statement")
    if seeks == "mentions" and not leans_on and not about:
        left = _FRAME.sub(" ", text)
        about = left if len(_content(left)) <= NAMED else ""
        seeks = "list"
    return Question(
        text=text,
        typed="" if text == typed else typed,
        language=language,
        seeks="mentions" if about else seeks,
        leans_on=leans_on,
        answered=_last_answer(history) if leans_on else "",
        about=about,
    )


def standing_alone(question: Question, knows: Callable[[str], bool]) -> Question:
    """The question without what it leans on, if it speaks of something and the sources know none of it.

    "Hello" and "Is it going to rain tomorrow?" go on from nothing; "What's it meant to achieve?" points back.
    """
    if _POINTS.search(_EXPLETIVE.sub(" ", fold(question.text))):
        return question
    spoken_of = _content(question.text)
    foreign = question.language != "en"  # its words are not those of the sources, known or not
    if not question.leans_on or not spoken_of or foreign or any(knows(word) for word in spoken_of):
        return question
    return replace(question, leans_on="", answered="")


def going_on(question: Question, history: Sequence[Turn], mend: Mend = as_typed) -> Question | None:
    """The question as one that leans on the one before; None where it does already or nothing was asked before."""
    earlier = _said(history, "user")
    if question.leans_on or not earlier or is_small_talk(question.text):
        return None
    return replace(
        question,
        leans_on=mend(_leaned_on(earlier), question.language),
        answered=_last_answer(history),
        about="",
        seeks="list" if question.seeks == "mentions" else question.seeks,
    )


def is_short(question: Question) -> bool:
    """Whether a question says too little to be searched for without the one it was asked with."""
    content = _content(question.text)
    named = any(word[:1].isupper() for word in content[1:]) or any(word.isupper() for word in content[:1])
    return _leans(question.text) or (len(content) < POINTING and not named)


def is_small_talk(text: str) -> bool:
    """Whether a message greets or thanks and asks nothing."""
    return bool(_SMALL_TALK.fullmatch(fold(text).strip(" !.,?¿¡")))


def _spoken(text: str, earlier: Sequence[str]) -> str:
    """The language of a question; a short one is in that of the question before."""
    return language_of(text if len(text) > 12 or not earlier else f"{earlier[-1]} {text}")


def _leans(text: str) -> bool:
    plain = _EXPLETIVE.sub(" ", fold(text)).strip("¿¡ ")
    content = _content(text)
    if _GOES_ON.match(plain) or not content:
        return True
    # A longer question mostly has in itself what its pronouns point to ("which countries ... their laws").
    return len(content) <= POINTING and bool(_POINTS.search(plain))


def _leaned_on(earlier: Sequence[str]) -> str:
    """The last question, after the one that it goes on from: "and Mexico?" says nothing without it."""
    alone = next((text for text in reversed(earlier) if not _leans(text)), earlier[0])
    return " ".join(" ".join(dict.fromkeys((alone, earlier[-1]))).split())


def _said(history: Sequence[Turn], role: Literal["user", "assistant"]) -> list[str]:
    """What one side said so far, blank turns left out."""
    return [turn.content for turn in history if turn.role == role and turn.content.strip()]


def _last_answer(history: Sequence[Turn]) -> str:
    answers = _said(history, "assistant")
    return " ".join(answers[-1].split())[:ANSWER_CHARS] if answers else ""


def _letters(text: str) -> str:
    return re.sub(r"[ -]", "", fold(text))


def _content(text: str) -> list[str]:
    return [word for word in words(text) if not is_small(word)]
