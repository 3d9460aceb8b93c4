"""Whether a sentence has somebody else do what its sources tell: "A hires B" and "B hires A"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model.claim import Claim, Evidence
from bot.model.clauses import Frame, frames
from bot.model.voices import Stems
from bot.model.wording import forms_of, related
from ingest.terms import words

_CONSULTED = re.compile(r"\bconsult(?:ing|ation|ed|s)?(?: with| of)? ([^,.;:()]+)")
"""Whom something is asked."""


def turned(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The verbs of a sentence whose doer and what they are done to are others in what it cites."""
    theirs = [frame for each in evidence for frame in frames(each.whole, each.language)]
    said = _words(claim)
    asked = [
        forms_of(word, each.language)
        for each in evidence
        for match in _CONSULTED.finditer(each.text)
        for word in words(match[1])
    ]
    for mine in frames(claim.text, claim.language):
        same = [frame for frame in theirs if mine.verb & frame.verb]
        alike = [frame for frame in theirs if frame not in same and frame.verb & related(mine.verb)]
        if any(
            _meet(mine.doer, f.doer) and (_meet(mine.done_to, f.done_to) or not mine.done_to) for f in alike
        ):
            continue
        if same and all(_differs(mine, frame, theirs, said) for frame in same):
            yield f"who {mine.said}"
        if same and _meet(mine.doer, asked) and not any(_meet(mine.doer, f.doer) for f in theirs):
            yield f"who {mine.said}"  # who is consulted does not decide
        if alike and not same and all(_exchanged(mine, frame) for frame in alike):
            yield f"who {mine.said}"


def agree(claim: Claim, each: Evidence) -> bool:
    """Whether every verb of a sentence is told of the same doer, and done to the same, where it is cited."""
    theirs = frames(each.whole, each.language)
    mine = frames(claim.text, claim.language)
    return bool(mine) and all(
        any(
            frame.verb & told.verb and _meet(frame.doer, told.doer) and _meet(frame.done_to, told.done_to)
            for told in theirs
        )
        for frame in mine
    )


def _words(claim: Claim) -> list[Stems]:
    """The words of a sentence that no verb has as its doer."""
    told = {word for frame in frames(claim.text, claim.language) for word in (*frame.doer, *frame.near)}
    every = (forms_of(word, claim.language) for word in words(claim.text.replace("’", "' ")))
    return [stems for stems in every if stems and stems not in told]


def _exchanged(mine: Frame, told: Frame) -> bool:
    """Whether who does it in one is whom it is done for in the other, and the other way round or not told."""
    if not told.doer or not mine.doer or _meet((*mine.doer, *mine.near), (*told.doer, *told.near)):
        return False
    theirs, own = (*told.done_to, *told.given_to), (*mine.done_to, *mine.given_to)
    return _meet(own, told.doer) and (_meet(mine.doer, theirs) or bool(mine.given_to))


def _differs(mine: Frame, told: Frame, theirs: Sequence[Frame], said: Sequence[Stems]) -> bool:
    if mine.is_open or told.is_open:
        return False
    doers, done = (*told.doer, *told.near), told.done_to
    if _meet(mine.doer, done) and not _meet((*mine.doer, *mine.near), doers) and (doers or mine.done_to):
        return True
    if mine.doer and _meet(mine.done_to, told.doer) and not _meet(mine.done_to, done):
        return True
    if _meet(mine.doer, told.given_to) and doers and not _meet((*mine.doer, *mine.near), doers):
        return True
    if mine.doer and doers and not _meet((*mine.doer, *mine.near), (*doers, *done)):
        elsewhere = any(_meet(mine.doer, other.doer) for other in theirs if not other.verb & told.verb)
        return elsewhere or _meet(told.doer, said)
    if (
        mine.done_to
        and done
        and not (mine.doer or mine.is_relative or mine.is_reduced)
        and not _meet(mine.done_to, (*done, *doers))
    ):
        return _meet(done, said)
    return False


def _meet(some: Sequence[Stems], others: Sequence[Stems]) -> bool:
    return any(one & other for one in some for other in others)
