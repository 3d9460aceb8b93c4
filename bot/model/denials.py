"""What a sentence denies, and what its sources do: no denial may be added or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.language.opposites import sides
from bot.model.claim import Claim, Evidence, held_in
from bot.model.loaded import degrees, is_turned_round, negations, opposite
from bot.model.opposed import is_beside, is_compared, is_loaded, is_opposed
from bot.model.wording import content, ways, wording
from ingest.terms import fold, is_stopword, stem, words

_NUMBERED = re.compile(r"\bno[.°]? ?(?=\d)", re.IGNORECASE)
"""The abbreviation of "number", which denies nothing."""
_BUT = re.compile(r"[,.;:()\n]|\b(?:but|mais|pero|sino)\b")
_EXCEPT = re.compile(r"\b(?:except|unless|save|other than|sauf|hormis|salvo|excepto)\b(.*)")
_ALLOWED = frozenset("allowed permitted able entitled anything anyone anybody any".split())
"""Words behind a negation that say nothing of their own: "not allowed to", "not anything"."""
_DENIES_TOO = re.compile(
    r"\b(?:unless|lack\w*|shortages?|inadequa\w+|insufficien\w+|incomplet\w+|inappropriat\w+|invalid\w*|illegal\w*|illicit\w*|unlawful\w*"
    r"|impossib\w+|unable|insuffisan\w+|inadecuad\w+|insuficien\w+|penurie|escasez|avoid\w*|prevent\w*|prohibit\w*|forb[ia]d\w*|refrain\w*|exclu\w+|rather than|instead of|regardless|irrespective|bar(?:s|red)"
    r"|evit\w+|empech\w+|interdi\w+|exclu\w+|prohib\w+|imped\w+|impid\w+|independ\w+ment\w* d[eu]|absten\w+|abstien\w+)\b"
)
"""Verbs that deny, folded: they answer a denial, and need none themselves."""
_WITHOUT = re.compile(
    r"(?:unless|without|sans|sin|lack|absence|ausencia|free)\b|(?:lack|shortage|manqu|carec|ina|insu|inco)"
)
_NEXT = re.compile(
    r"(?<=\w\w) (?:an?|the|une?|le|la|les|des|du|una|el|los|las) (?=\w)(?<! de la )(?<! à la )(?<! a la )",
    re.IGNORECASE,
)
"""Where another phrase begins: "sin licencia | un preaviso"."""
_NON = re.compile(r"\bnon-([^\W\d_]{4,})")
_TURNED = re.compile(r"^(?:un|in|il|im)")
_NOT_UNLESS = re.compile(
    r"\b(?:no|not|none|nobody|never|nor|neither|cannot)\b[^.;]{1,160}\b(?:unless|except|until|save|without|before)\b"
)
"""What English denies but for a case: "only" in that case."""
_FAR = 14
"""Words that a denial of a source may turn round where a sentence denies one of them."""
_REACH = 3
"""Words of content that a negation turns round."""


@dataclass(frozen=True)
class Scope:
    """What a word of negation turns round, as stems."""

    head: frozenset[str]
    all: frozenset[str]
    words: tuple[frozenset[str], ...] = ()
    lacks: bool = False
    """Whether it says what somebody is without: "traders without a licence"."""

    def meets(self, other: Scope) -> bool:
        """Whether both turn the same round."""
        return bool(self.all & (other.head if self.lacks and not other.lacks else other.all))


def polarity(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The denials that a sentence adds or leaves out, and the words that it turns into their opposites."""
    mine_denied = denied(claim.text, claim.language, near=True)
    theirs = [scope for each in evidence for scope in denied(each.text, each.language)]
    answers = [scope for each in evidence for scope in _answering(each.text, each.language)]
    mine_too = [*mine_denied, *_answering(claim.text, claim.language)]
    only = any("only" in names for names in degrees(claim.text))
    prefixed = {bare for term in held_in(evidence).terms if (bare := is_turned_round(term))}
    prefixed |= {stem(bare, "en") for each in evidence for bare in _NON.findall(each.whole.lower())}
    theirs += [Scope(head=frozenset(), all=frozenset({term}), lacks=True) for term in prefixed]
    answers += theirs
    for scope in mine_denied:
        if not answers or (scope.all and not any(scope.meets(each) for each in answers)):
            yield "not"
    barred = {
        word.said  # "not allowed" is "prohibited"
        for word in claim.content
        if (mine_denied and fold(word.said) in _ALLOWED) or (answers and is_denial(word.said))
    }
    mine = ways(claim.content)
    for scope in theirs:
        if only and any(_NOT_UNLESS.search(fold(each.text)) for each in evidence):
            continue
        if scope.head and scope.head & mine and not any(scope.meets(each) for each in mine_too):
            if len(theirs) == 1 and any(each.meets(one) for each in mine_too for one in answers):
                continue
            affirmed = any(
                scope.head & ways(content(part, each.language))
                for each in evidence
                for part in _affirmed(each.whole, each.language)
            )
            if not affirmed and not (_excepted(evidence) & mine):
                yield "without not"
        elif len(scope.words) > 2 and sum(bool(word & mine) for word in scope.words) > 1 and not mine_too:
            yield "without not"
    held = held_in(evidence)
    for word in claim.content:
        if held.says_itself(word) or any(ways([word]) & scope.all for scope in mine_denied):
            continue
        if word.said in barred:
            continue
        for term in {way[0] for way in word.ways if len(way) == 1 or "-" in word.said}:
            if any(opposite(term, other) for other in held.terms):
                yield word.said
        loaded = is_loaded(word) or (word.is_verb and any(sides(way[0]) for way in word.ways[:3]))
        opposed = loaded and is_opposed(word, held.terms) and not is_compared(word, evidence)
        if opposed and not is_beside(word, claim.content, held.terms):
            yield word.said
    own = frozenset().union(*(wording(each.text, each.language).terms for each in evidence))
    for word in claim.content:
        opposed = is_loaded(word) and is_opposed(word, own) and not ways([word]) & own
        if opposed and word.said not in barred and not is_beside(word, claim.content, own):
            yield word.said
    yield from (said for said in _elsewhere(claim, evidence) if said not in barred)


def is_denial(word: str) -> bool:
    """Whether a word is a verb that denies, or a form of one: "prohibited"."""
    return bool(_DENIES_TOO.fullmatch(fold(word)))


def _elsewhere(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Words that another clause than the one told of says, and that one turns round: fell, and rose."""
    told = [wording(part, each.language).terms for each in evidence for part in _clauses(each.text)]
    for part in _clauses(claim.text):
        some = content(part, claim.language)
        for word in some:
            if not is_loaded(word):
                continue
            others = [other for other in some if other is not word]
            shared = [sum(bool(ways([other]) & terms) for other in others) for terms in told]
            nearest = [terms for n, terms in zip(shared, told, strict=True) if n and n == max(shared)]
            if nearest and all(
                is_opposed(word, terms) and not ways([word]) & terms and not is_beside(word, some, terms)
                for terms in nearest
            ):
                yield word.said


def _clauses(text: str) -> list[str]:
    return re.split(
        r"[,;:.()\n]\s|\b(?:while|whereas|although|but|tandis que|alors que|mais|mientras que|aunque"
        r"|pero)\b",
        text,
    )


def denied(text: str, language: str, *, near: bool = False) -> list[Scope]:
    """What is denied, each with the words alike if `near`; a negation reaches to the next or a "but"."""
    text = _NUMBERED.sub("number ", text)
    plain = fold(text)
    text = text if len(text) == len(plain) else plain
    plain = re.sub(r"\bbut\b", "fin", plain) if language == "fr" else plain  # an aim there
    ends = [match.span() for match in _BUT.finditer(plain)]
    found = []
    for begin, end in zip([0, *(b for _, b in ends)], [*(a for a, _ in ends), len(plain)], strict=True):
        clause, said = plain[begin:end], text[begin:end]
        scopes = []
        places = negations(clause, language)
        for (start, end), (then, _) in zip_longest(places, places[1:], fillvalue=(len(clause), 0)):
            lacks = bool(_WITHOUT.match(clause, start))
            phrase = _NEXT.split(said[end:then], maxsplit=1)[0]
            behind = phrase if lacks and content(phrase, language) else said[end:then]
            after = tuple(w for w in content(behind, language) if fold(w.said) not in _ALLOWED)[:_REACH]
            before = content(said[:start], language)[-2:]
            if clause[start:end].startswith("den") or not after:
                after, before = before[::-1], ()  # "allowances are denied to them"
            head = after[:1] or before[-1:]
            scopes.append(
                Scope(
                    head=ways(head, near=near),
                    all=ways(after or before, near=near),
                    words=tuple(ways([word]) for word in after),
                    lacks=lacks,
                )
            )
        if scopes and language != "en":  # "no ... ninguno" denies once
            joined = [each for each in scopes if not each.lacks]
            scopes = [each for each in scopes if each.lacks]
            if joined:
                every = frozenset().union(*(each.all for each in joined))
                scopes.append(Scope(head=joined[0].head, all=every))
        found += scopes
    return found


def _answering(text: str, language: str) -> list[Scope]:
    """What a text denies in any way, each with all the words that it may turn round: "without A becoming B"."""
    plain = _NUMBERED.sub("number ", fold(text))
    text = text if len(text) == len(plain) else plain
    found = []
    for clause in re.split(r"[,.;:()\n]|\b(?:but|mais|pero|sino)\b", text):
        folded = fold(clause)
        said = clause if len(folded) == len(clause) else folded
        denials = [match.span() for match in _DENIES_TOO.finditer(folded)]
        spans = sorted({*negations(folded, language, priced=True), *denials})
        for (start, end), (then, _) in zip_longest(spans, spans[1:], fillvalue=(len(said), 0)):
            after = " ".join(said[end:then].split()[:_FAR])
            if not after or _DENIES_TOO.match(folded, start):  # "night work is prohibited"
                after = f"{said[:start]} {_TURNED.sub('', said[start:end])} {after}"
            grammar = {stem(word, language) for word in words(after) if is_stopword(word, language)}
            every = wording(after, language).terms - grammar
            lacks = bool(_WITHOUT.match(folded, start))
            found.append(Scope(head=frozenset(), all=every, lacks=lacks))
    return found


def _excepted(evidence: Sequence[Evidence]) -> frozenset[str]:
    """What the sources except from what they say."""
    parts = [(match[1], each.language) for each in evidence for match in _EXCEPT.finditer(each.text)]
    return frozenset().union(*(ways(content(part, language)) for part, language in parts))


def _affirmed(text: str, language: str) -> list[str]:
    """The parts of a text between its commas that deny nothing."""
    plain = _NUMBERED.sub("number ", fold(text))
    return [part for part in re.split(r"[,.;:()\n]", plain) if not negations(part, language)]
