"""How far along a sentence tells a thing to be: asked for, to come, under way, done or at its end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from bot.language.lemmas import bases, is_to_come, is_verb, lemma
from bot.language.relations import relations
from bot.language.translate import translate, wider
from bot.model.claim import Claim, Evidence
from bot.model.loaded import duties, expected
from bot.model.wording import forms_of
from ingest.terms import fold, terms

Stage = Literal["possible", "to come", "under way", "done"]

_TO_COME = r"due|about|set|scheduled|slated|expected|planned|going|yet|likely|supposed|meant|intended"
_ASKS = (
    r"(?:call(?:s|ed|ing)? (?:up)?on|ask(?:s|ed|ing)?|order(?:s|ed|ing)?|urg(?:es?|ed|ing)"
    r"|invit(?:es?|ed|ing)|request(?:s|ed|ing)?|instruct(?:s|ed)?|encourag(?:es?|ed|ing)|advis(?:es?|ed)|want(?:s|ed)?"
    r"|requir(?:es?|ed))\b[^.;:]{0,50}?"
)
_UNDERTAKES = (
    r"(?:undertak(?:es?|en)|undertook|commit(?:s|ted)?(?: itself| themselves)?|promis(?:es?|ed)"
    r"|pledg(?:es?|ed)|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|hop(?:es?|ed|ing)|aim(?:s|ed|ing)?|agree[sd]?|decid(?:es?|ed)|propos(?:es?|ed)"
    r"|offer(?:s|ed)?|want(?:s|ed)?|wish(?:es|ed)?|threaten(?:s|ed)?|vow(?:s|ed)?)"
)
_NOT_YET = re.compile(
    rf"\b(?:{_ASKS}|{_UNDERTAKES}|(?:is|are|was|were|be|has|have) (?:still )?(?:{_TO_COME})|(?:is|are)) "
    r"to (?:be )?([a-z]+)|\b(?:will|would|shall) (?:not |soon |then |also |[a-z]+ly )?(?:be )?([a-z]+)"
)
"""What is asked for, promised or planned, with its verb."""
_SHALL = re.compile(r"\bshall\b([^.;]*)")
_FURTHER = re.compile(r"(?:, |\band |\bor )(?:[a-z]+ly )?([a-z]+)\b")
"""A further verb of what shall be: "shall, after consulting them, establish and review"."""
_POSSIBLE = re.compile(
    r"\b(?:should|may|might|could) (?:not |also )?(?:be )?([a-z]+)"
    r"|\b(?:refus(?:es?|ed|al)|fail(?:s|ed)|declin(?:es?|ed)|tri(?:es|ed)|attempt(?:s|ed)?|seeks?|sought"
    r"|unable) to (?:be )?([a-z]+)|\border(?:s|ed) (?:the |its |their )?([a-z]+)"
)
_UNDER_WAY = re.compile(
    r"\b(?:is|are|still|now|currently)(?: \w+ly| still| now)? (?!being)([a-z]+ing)\b"
    r"|(?<!was )(?<!were )\bbeing(?: \w+ly)? ([a-z]+)"
)
_DONE = re.compile(
    r"\b(?:has|have|had)(?: \w+ly| now| already| since| also| just)?(?: been)? (?!been|being|to\b)([a-z]+)"
    r"|\b(?:was|were)(?: \w+ly| then| also)? (?!being|to\b)([a-z]+(?:ed|en|wn|ld|nt|ne|ought|aught"
    r"|ilt|id|ut))\b"
)
_PAST = re.compile(r"\b([a-z]+ed)\b")
_BIDDEN = re.compile(r"^\W*(?:\(?[a-z0-9]\)\s*)?([a-z]+) (?!and\b|of\b|is\b|are\b|was\b|were\b|has\b|have\b)")
"""What a list asks for or aims at by a verb alone: "Provide guidelines"."""
_ABROAD: dict[str, tuple[tuple[Stage, re.Pattern[str]], ...]] = {
    "fr": (
        ("under way", re.compile(r"en train d(?:e |')(\w+)|en cours d(?:e |')(\w+)")),
        (
            "done",
            re.compile(
                r"\b(?:a|ont|avait|avaient)(?: déjà| depuis| aussi| également)?(?: été)? "
                r"(\w+(?:é|ée|és|ées|i|is|it|ie|ies|u|ue|us|ues|ert|uit|its|aint))\b|\b(?:fut|furent) (\w+)"
            ),
        ),
        (
            "to come",
            re.compile(r"\b(?:va|vont|devrait|devraient|sera|seront|serait|seraient)(?: être)? (\w+)"),
        ),
    ),
    "es": (
        (
            "under way",
            re.compile(r"\b(?:est[aá]n?|sigue|siguen) (?:siendo (\w+d[oa]s?)|(?!siendo)(\w+ndo))\b"),
        ),
        (
            "done",
            re.compile(
                r"\b(?:ha|han|había|habían)(?: sido| ya)? (\w+[aií]d[oa]s?)\b"
                r"|\bfue(?:ron)? (\w+[aií]d[oa]s?)\b"
                r"|\b(\w+(?:ó|aron|ieron|jeron))\b"
            ),
        ),
        ("to come", re.compile(r"\b(?:van? a (?:ser )?|ser(?:á|án|ía|ían) )(\w+)")),
    ),
}
_ENDED = {
    "en": r"giv(?:e|es|en|ing) up|gave up|call(?:s|ed) off|wound (?:up|down)|c[ao]me[s]? to an end|put an end"
    r"|draw(?:s|n)? to a close|drew to a close|has ended|have ended|is over|pull(?:s|ed) out"
    r"|turn(?:s|ed) down",
    "fr": r"pr(?:is|end|ennent|endre) fin|m(?:is|et|ettent|ettre) (?:un terme|fin)|arriv\w+ a (?:son )?terme"
    r"|touche\w* a sa fin|renonc\w+|est (?:termine|acheve|clos)\w*|s'est (?:termine|acheve)\w*",
    "es": r"(?:puso|pone|pusieron|puesto|poner) (?:fin|termino)|lleg\w+ a su (?:fin|termino)|toc\w+ a su fin"
    r"|renunci\w+|dej(?:o|a|aron|ado) de|(?:ha|han) (?:terminado|concluido|finalizado)"
    r"|termino|finalizo|concluyo",
}
"""What tells that something is at an end or given up, without a verb that says so alone."""
_END = re.compile(
    r"\b(?:end(?:s|ed|ing)?|finish\w*|conclu\w+|complet\w+|culminat\w+|terminat\w+|clos(?:e|es|ed|ing|ure)|ceas\w+"
    r"|stop\w*|abandon\w*|discontinu\w+|drop\w*|withdr\w+|renounc\w+|expir\w+|dissol\w+|abolish\w*|wound|wind"
    r"|shut\w*|quit|cancel\w*|suspend\w*|until|no longer"
    r"|(?:gave|given|give|giving) up|laps\w+|fin|termin\w*"
    r"|acheve\w*|call\w* off|turn\w* down|pull\w* out|scrap\w*|left|leav\w+|reject\w+|refus\w+|declin\w+"
    r"|waiv\w+|walk\w* away|over)\b"
)
_FORBIDDEN = {
    ("under way", "done"), ("to come", "done"), ("done", "to come"), ("done", "under way"),
    ("to come", "under way"), ("under way", "to come"), ("possible", "done"), ("possible", "under way"),
}  # fmt: skip
"""What a source tells beside what a sentence makes of it."""


def otherwise(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The verbs of a sentence that tell a thing at another stage than what it cites does."""
    said = fold(claim.text)
    ended = re.search(rf"\b(?:{_ENDED[claim.language]})\b", said)
    if ended and not any(
        _END.search(fold(each.text)) or re.search(_ENDED.get(each.language, _ENDED["en"]), fold(each.text))
        for each in evidence
    ):
        yield ended[0]
    told: dict[str, set[Stage]] = defaultdict(set)
    for each in evidence:
        for forms, stage in (*stages(each.text, each.language), *bidden(each)):
            for form in forms:
                told[form].add(stage)
    open_still = bool(expected(claim.text, claim.language) or duties(claim.text) or _NOT_YET.search(said))
    for forms, stage in stages(claim.text, claim.language):
        theirs = {each for form in forms for each in told.get(form, ())}
        if theirs and stage not in theirs and all((each, stage) in _FORBIDDEN for each in theirs):
            if theirs == {"to come"} and stage == "done" and open_still:
                continue
            yield f"{stage}: {sorted(forms)[0]}"


@lru_cache(maxsize=2048)
def stages(text: str, language: str) -> tuple[tuple[frozenset[str], Stage], ...]:
    """The verbs of a text whose forms tell how far along it is, each by the stems it may be known by."""
    found: list[tuple[frozenset[str], Stage]] = []
    plain = fold(text)
    if language == "en":
        for stage, pattern in (
            ("to come", _NOT_YET),
            ("possible", _POSSIBLE),
            ("under way", _UNDER_WAY),
            ("done", _DONE),
            ("done", _PAST),
        ):
            for match in pattern.finditer(plain):
                word = next(filter(None, match.groups()))
                base = _base(word)
                if "v" not in relations().kinds.get(base, "") and word != "given":
                    continue
                if pattern is _PAST and not _is_finite(plain, match.start()):
                    continue
                found.append((_forms(word, "en"), stage))  # type: ignore[arg-type]
        for rule in _SHALL.finditer(plain):
            for word in _FURTHER.findall(rule[1]):
                if lemma(word, "en") == word and relations().kinds.get(word, "").startswith("v"):
                    found.append((_forms(word, "en"), "to come"))
    elif language in _ABROAD:
        lower = text.lower().replace("’", "'")
        for stage, pattern in _ABROAD[language]:
            for match in pattern.finditer(lower if len(lower) == len(text) else plain):
                word = next(filter(None, match.groups()))
                if is_verb(word, language) or any(is_verb(base, language) for base in bases(word, language)):
                    found.append((_forms(word, language), stage))
        found += [
            (_forms(word, language), "to come")
            for word in re.findall(r"[^\W\d_]+", lower)
            if is_to_come(word, language)
        ]
    return tuple((forms, stage) for forms, stage in found if forms)


def bidden(each: Evidence) -> Iterator[tuple[frozenset[str], Stage]]:
    """The verb in the form that bids with which a statement in English begins: what is to be done."""
    opening = _BIDDEN.match(fold(each.text)) if each.language == "en" else None
    verb = opening[1] if opening else ""
    if verb and lemma(verb, "en") == verb and relations().kinds.get(verb, "").startswith("v"):
        yield _forms(verb, "en"), "to come"


def _is_finite(plain: str, at: int) -> bool:
    """Whether a past form stands as a verb of its own and not behind "be", "have" or an article."""
    before = re.findall(r"[a-z']+|[,;:.()]", plain[:at])
    if not before or before[-1] in tuple(",;:.()"):
        return False
    helps = (
        "is are was were be been being has have had the a an of by its their and or as not newly to".split()
    )
    return before[-1] not in helps and not before[-1].endswith("ly")


def _base(word: str) -> str:
    """The dictionary form of an English word; "determining" is of the verb, though it may be an adjective."""
    base = lemma(word, "en")
    if base != word or not word.endswith("ing"):
        return base
    bare = word.removesuffix("ing")
    return next((each for each in (bare, bare + "e") if "v" in relations().kinds.get(each, "")), base)


def _forms(word: str, language: str) -> frozenset[str]:
    if language == "en":
        base = _base(word)
        return (
            frozenset({base}) | forms_of(word, "en") | forms_of(base, "en")
            if base not in ("be", "have", "do")
            else frozenset()
        )
    each = (word, *bases(word, language))
    english = [way for base in each for piece in translate(base, language) for way in piece.english]
    english += [way for base in each for way in wider(language).get(base, ())]
    told = (terms(way, "en") for way in english)
    return forms_of(word, language) | {stems[0] for stems in told if len(stems) == 1}
