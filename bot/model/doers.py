"""Whether a sentence has somebody else do what its sources tell: "A hires B" and "B hires A"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model.clauses import Frame, Stems, frames
from bot.model.claim import Claim, Evidence


def turned(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The verbs of a sentence whose doer and what they are done to are others in what it cites."""
    theirs = [frame for each in evidence for frame in frames(each.whole, each.language)]
    for mine in frames(claim.text, claim.language):
        same = [frame for frame in theirs if mine.verb & frame.verb]
        if same and all(_differs(mine, frame, theirs) for frame in same):
            yield f"who {mine.said}"


def _differs(mine: Frame, told: Frame, theirs: Sequence[Frame]) -> bool:
    if mine.is_open or told.is_open:
        return False
    doers, done = (*told.doer, *told.near), told.done_to
    if _meet(mine.doer, done) and not _meet((*mine.doer, *mine.near), doers) and (doers or mine.done_to):
        return True
    if _meet(mine.done_to, told.doer) and not _meet(mine.done_to, done):
        return True
    if _meet(mine.doer, told.given_to) and doers and not _meet((*mine.doer, *mine.near), doers):
        return True
    if mine.doer and doers and not _meet((*mine.doer, *mine.near), (*doers, *done)):
        return any(_meet(mine.doer, other.doer) for other in theirs if not other.verb & told.verb)
    return False


def _meet(some: Sequence[Stems], others: Sequence[Stems]) -> bool:
    return any(one & other for one in some for other in others)
