"""Whether a sentence makes one thing of what two statements, or two items of one, tell of two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.model.claim import Claim, Evidence, held_in
from bot.model.wording import Word, Wording, content

_JOINT = re.compile(
    r"[,;:()–—]|\b(?:but|while|whereas|as well as|including|which|who|that|where|when|if|because|mais"
    r"|ainsi que|y compris|tandis que|alors que|qui|que|dont|où|si|car|pero|mientras|incluid[oa]s?|cuando"
    r"|donde|porque)\b",
    re.IGNORECASE,
)
"""Where what one statement says may end and what another says begins."""
_AND = re.compile(r"\b(?:and|or|et|ou|y|e|o|u)\b")
"""May be such a place too: "in Peru and in Chad", but not "policy and law in Peru"."""
_ITEM = re.compile(r"[^()]*\([^()]*\)")
"""What is told with something in brackets: "Trade (Tanzania)"."""
_LEADS = re.compile(r"[:—–]\s*$|\.\.\.\s*$|…\s*$|^\s*(?:--|—|–|Source\b)")
"""What stands over the statements beside it, or under them as their source, and is said with each."""

_Homes = frozenset[int]
"""The statements that have a word, by their places."""


def mixed(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """The stretches of a sentence, none of whose joints part them, that no single statement bears out."""
    leads = [each for each in evidence if _LEADS.search(each.text)]
    items = [item for each in evidence if each not in leads for item in _items(each)]
    told = [held_in([each, *leads]) for each in items]
    if len(told) < 2:
        return
    for part in _JOINT.split(claim.text):
        stretch: list[_Homes] = []
        for joined in _AND.split(part):
            homes = [_homes(word, told) for word in content(joined, claim.language)]
            if stretch and homes and not (stretch[-1] and stretch[-1] & homes[0]):
                stretch = []
            stretch += homes
            if (some := [each for each in stretch if each]) and not frozenset.intersection(*some):
                yield part.strip()


def _homes(word: Word, told: Sequence[Wording]) -> _Homes:
    """The statements that say a word as such, or else those that say one alike."""
    as_such = frozenset(at for at, held in enumerate(told) if held.says_itself(word))
    return as_such or frozenset(at for at, held in enumerate(told) if held.says(word))


def _items(each: Evidence) -> list[Evidence]:
    """A statement, or the items it consists of where each ends with something in brackets."""
    items = _ITEM.findall(each.text)
    if len(items) < 2 or len("".join(items)) < len(each.text.rstrip(" .;")):
        return [each]
    return [replace(each, text=item) for item in items]
