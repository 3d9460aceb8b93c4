"""Words of degree, duty, time and cause: a sentence tells those of its sources and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.language.opposites import sides
from bot.model.claim import Claim, Evidence
from bot.model.clauses import frames
from bot.model.loaded import degrees, duties, expected
from bot.model.stages import bidden
from bot.model.wording import content, forms_of, ways
from ingest.terms import fold

_TOLD_TOO: Mapping[str, str] = {
    "all": r"anyone|anybody|whoever|whatever|worldwide|nationwide|throughout|(?:around|across) the world|global\w*"
    r"|overall|full|complete\w*|total\w*|in any case|per|daily|weekly|monthly|yearly|annual\w*",
    "only": r"(?:limit|restrict|confin)ed to|nothing but|sole|single|just|exclusive|other than|not [^.;]{1,60} but"
    r"|(?:no|not|none|nobody|never|nor|neither|cannot)\b[^.;]{1,160}\b(?:unless|except|until|save|without)",
    "most": r"particularly|especially|principal\w*|chief\w*|main|bulk|predominantly|essentially|above all",
    "many": r"number of|much|lots?|great deal|large|widely|extensive|wide|broad",
    "few": r"small number|limited number|hardly|scarce\w*|little",
    "first": r"earliest|begin\w*|original\w*|primary",
    "top": r"main|key|major|principal|chief|core|primary|prime|foremost|\w{3,}est|older|elder\w*|most \w+",
    "least": r"minors?|smaller|lower|less|younger|minim\w+",
    "must": r"obligations?|duty|duties|bound|undertakes? to|incumbent|necessary|essential|to be \w+(?:ed|en|wn)|no \w+ may",
    "may": r"can|able|entitled|entitles?|need not|permit\w*|allow\w*|rights? to|the right|option\w*|free to|discretion\w*|authori[sz]\w+"
    r"|empower\w*|capab\w+|opportunit\w+|enabl\w+|exempt\w*|practicable|feasible|as appropriate|where appropriate|liable|helps?|subject to",
    "cause": r"by reason of|grounds?|in view of|on account of|as a result|given that|since(?! (?:then|\d|[a-z]+ \d))|reasons?|in order|with a view to|so as to"
    r"|ensur\w+|trigger\w*|brings? about|brought about|rise to|arising|provok\w+|generat\w+|based|calculated to|purposes?|entail\w*|involv\w*|impl(?:y|ies)",
    "later": r"provid\w+|stipulat\w+|lays? down|laid down|sets? out|prescri\w+|envisag\w+|contemplat\w+|includ\w+|is to|are to",
    "former": r"preceding|foregoing|above|prior|earlier|past|long|seniority",
    "now": r"existing|present|so far|to date|in force|in progress|continu\w+|already|(?:is|are) being|(?:is|are) \w+ing|in operation",
    "before": r"within|not later than|no later than|preced\w+|in advance|pending|due",
    "after": r"upon|once|on (?:completion|production|receipt|expiry|termination)|as of|from|consult\w+|follow\w+|expir\w+|end of|new|post-\w+",
    "above": r"greater|larger|longer|older|beyond|excess|a minimum of|further|additional|wider|broader|better|(?:eas|fast|cheap|quick|strong|simpl|saf|deep|clos|young|short|low|small)i?er",
    "below": r"cheaper|smaller|shorter|younger|slower|easier|a maximum of|not exceed\w*|under|within",
}  # fmt: skip
"""What a source says, folded, for a word of degree that a sentence has, without being such a word everywhere."""
_TOLD = {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _TOLD_TOO.items()}
_OLD = re.compile(r"\b(?:old|oldest|ancient)\b")
"""What French and Spanish say with the words for "former" too."""
_NOBODY = {
    language: re.compile(rf"(?:^|[,;:(]\s*|\b(?:{joins})\s)(?:{words})\b(?! longer|\. ?\d| \d)")
    for language, joins, words in (
        ("en", "and|but|that", "no|none of|nobody|neither"),
        ("fr", "et|mais|que", "aucune?|nul(?:le)?|personne"),
        ("es", "y|pero|que", "ningun[oa]?|nadie"),
    )
}
"""A denial of all there are."""
_BARRED = {
    "en": r"(?:may|must|shall|can|could) not|cannot|(?:no(?:body|ne| one)?|neither|nor)\b[^.;]{1,90}?\b(?:may|must|shall|can)",
    "fr": r"n(?:e |')(?:\w+ )?(?:peu(?:t|vent)|pourr\w+|doi(?:t|vent)|devr\w+)",
    "es": r"(?:no|nunca|tampoco|nadie|ningun\w*(?: [\w,]+){1,12}?) (?:se )?(?:pued(?:e|en)|podran?|deben?|deberan?)",
}
"""What may not be: a duty and a permission are the same where they are denied."""
_FORBIDDEN = re.compile(
    r"\b(?:prohibit\w*|forb[ia]d\w*|ban(?:s|ned)?|not (?:be )?(?:permitted|allowed|liable)|interdi\w+|prohib\w+)\b"
)
_ALONE = {
    "en": r"(?:may|can|must|shall) (?=only\b)",
    "fr": r"n(?:e |')(?:peu(?:t|vent)|doi(?:t|vent)) (?=(?:\w+ ){1,8}qu[e'])",
    "es": r"(?<=solo )(?:se )?(?:pued(?:e|en)|podran?)",
}
"""A permission within bounds: "may only be" says that it is limited."""
_ONE = re.compile(
    r"(?:^|[.,;:\n]\s*|\b(?:that|which) )an? ((?:[\w'-]+ ){1,5}?)(?:shall|must|may|who|which|whose|to whom)\b"
    r"|\b(?:any|each|every|no|per) ((?:[\w'-]+ ?){1,4})"
)
"""What English says of all of a kind by one of it: "A Member shall"."""
_TWO = re.compile(r"\b(?:and|both|two|either|equal\w*|same|likewise)\b|&")
"""What "both" says of two things that are named."""
_STILL = re.compile(r"\b(?:still|remain\w*|continu\w+)\b")
"""What French says with the word for "always" too."""
_EVERY = re.compile(
    r"\b((?:tout|toute|chaque|todo|toda|cada|every|each|tous les|toutes les|todos los|todas las|all(?: the)?) )([\w'-]+)"
)
_ANY = re.compile(r"tout|toda? ")
"""French and Spanish for "any"."""
_RULED = re.compile(
    r"(?:^|[.;:\n]\s*|, )(?!(?:some|many|most|few|several|certain|both|half|\d+|two|three)\b)"
    r"((?:[\w'-]+ ){0,3}[\w'-]+s'?) (?:shall|must|may|are entitled|have the right)\b"
)
"""What is ruled of a kind, and so of all of it: "Seafarers shall"."""


def grades(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The words of degree, duty, time and cause in a sentence that its sources do not bear out."""
    said = _plainly(claim, evidence)
    there = {name for each in evidence for names in degrees(each.whole) for name in names}
    for names in sorted(degrees(said), key=sorted):
        if not names & there and not any(_is_told(name, evidence) for name in names):
            yield " or ".join(sorted(names))
    yield from _happened(claim, evidence)
    if _NOBODY[claim.language].search(fold(claim.text)) and not any(map(_denies_all, evidence)):
        yield "no"
    theirs = [
        (name, ways(content(text, each.language)[:2]) | forms_of(_first(text), each.language))
        for each in evidence
        for name, text in duties(each.whole)
    ]
    for name, text in duties(said):
        first = content(text, claim.language)[:1]
        same = {other for other, told in theirs if ways(first) & told}
        if not same and claim.language != "en":
            same = {other for other, told in theirs if ways(first, near=True) & told}
        if same and name not in same:
            yield f"{name}{text}"


def _first(text: str) -> str:
    """The verb behind a word of duty: "require" is a word of duty itself and none of content."""
    return next((word for word in text.split() if word not in ("be", "not", "also", "only")), "")


def _plainly(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """A sentence without the words of duty that say there what its sources say in others."""
    text = fold(claim.text)
    barred = any(
        re.search(rf"\b(?:{_BARRED.get(each.language, _BARRED['en'])})\b", fold(each.whole))
        or _FORBIDDEN.search(fold(each.whole))
        for each in evidence
    )
    if barred:
        text = re.sub(rf"\b(?:{_BARRED[claim.language]})\b", " ", text)
    if any(_TOLD["only"].search(fold(each.whole)) for each in evidence):
        text = re.sub(rf"\b(?:{_ALONE[claim.language]})", "", text)
    if any(_TWO.search(fold(each.whole)) for each in evidence):
        text = re.sub(r"\b(?:both|ambos|ambas|equally|egale(?:ment|s)?)\b", " ", text)
    if any(_STILL.search(fold(each.whole)) for each in evidence):
        text = re.sub(r"\b(?:toujours|siempre)\b", " ", text)
    for every in _singled(claim, evidence):
        text = text.replace(every, "", 1)
    return text


def _is_told(name: str, evidence: Sequence[Evidence]) -> bool:
    """Whether sources say what a word of degree says without such a word."""
    other = {"above": "below", "below": "above"}.get(name)
    turned = any(other in names for each in evidence for names in degrees(each.whole))
    if not turned and any(_TOLD[name].search(fold(each.whole)) for each in evidence):
        return True
    if name == "cause":
        return any(_changes(each) for each in evidence)
    if name == "must":
        return any(True for each in evidence for _ in bidden(each))
    if name == "former":
        return any(_OLD.search(each.whole) for each in evidence)
    return False


def _singled(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The words of all that a sentence has of one kind that sources tell of by "any" or "a" such."""
    of, ruled = _kinds(_ONE, evidence), _kinds(_RULED, evidence)
    each_any = any(re.search(r"\bany\b", fold(each.whole)) for each in evidence)
    for match in _EVERY.finditer(fold(claim.text)):
        kind = ways(content(match[2], claim.language))
        one = not re.search(r"s |all", match[1])
        if kind & ruled or (one and (kind & of or (of and not kind) or (each_any and _ANY.match(match[1])))):
            yield match[1]


def _kinds(pattern: re.Pattern[str], evidence: Sequence[Evidence]) -> frozenset[str]:
    """What sources say in the group of a pattern that stands there."""
    found = (
        (match[match.lastindex or 0], each.language)
        for each in evidence
        for match in pattern.finditer(fold(each.text))
    )
    return frozenset().union(*(ways(content(text, language)) for text, language in found))


def _denies_all(each: Evidence) -> bool:
    """Whether a source denies something of all there are."""
    pattern = _NOBODY.get(each.language, _NOBODY["en"])
    return bool(pattern.search(fold(each.text)))


def _happened(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """What a sentence tells as a fact and its sources as to come or wished for."""
    due = duties(claim.text)
    if (
        any(name == "must" for name, _ in due)
        or expected(claim.text, claim.language)
        or any("later" in names for names in degrees(claim.text))
    ):
        return
    for each in evidence:
        coming = {
            way for word in content(expected(each.text, each.language), each.language) for way in word.ways
        }
        owed = {way for _, text in due for word in content(text, claim.language) for way in word.ways}
        yield from (word.said for word in claim.content if coming.intersection(word.ways) - owed)


def _changes(each: Evidence) -> bool:
    """Whether something is told to make something else more or less: a cause, told without the word."""
    more = sides("rise") | sides("fall")
    return any(
        frame.doer and frame.done_to and any(sides(term) & more for term in frame.verb)
        for frame in frames(each.text, each.language)
    )
