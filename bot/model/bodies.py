"""Names of bodies, offices and groups by a common noun: a council is no committee, a union no association."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.language.lemmas import lemma
from bot.model.claim import Claim, Evidence, held_in
from bot.model.wording import Word
from ingest.terms import fold, stem

_ROWS = """
ministry department
minister
government administration cabinet
parliament congress legislature senate
council board
committee commission
court tribunal judge
union
cooperative co-operative coop
association society
federation confederation league
foundation charity
agency
university college faculty
school
bank
company firm enterprise business corporation
municipality city town commune village district
county province region
police
army
church
party
secretariat
inspectorate inspector
ombudsman mediator
prosecutor
mayor
president chair chairman chairperson chairwoman
secretary
treasurer
director
auditor
farmer peasant grower smallholder
fisher fisherman
driver
teacher
student pupil
nurse
doctor physician
parent mother father
child minor
refugee
migrant immigrant
tenant
customer client consumer
supplier
volunteer
widow
"""
"""Each row says the same, or may be said so in another language; another row says something else."""
_NOUNS = frozenset(_ROWS.split())


def others(claim: Claim, evidence: Sequence[Evidence]) -> Iterator[str]:
    """Bodies and groups that a sentence speaks of and what it cites does not, though it speaks of others."""
    held = held_in(evidence)
    there = {row for term in held.terms for row in _rows().get(term, ())}
    for word in claim.content:
        mine = _rows_of(word, claim.language)
        if not mine or mine & there or not there or held.says_itself(word):
            continue
        if not (held.short and word.is_name) and fold(word.said) not in held.terms:
            yield word.said


def _rows_of(word: Word, language: str) -> frozenset[int]:
    """The rows of what a word most likely says; of "employment", which has the stem of "employer", none."""
    if word.is_verb or " " in word.said:
        return frozenset()
    if language == "en" and lemma(word.said.lower(), "en") not in _NOUNS:
        return frozenset()
    own = [way[0] for way in word.ways if len(way) == 1][:2]
    return frozenset(row for term in own for row in _rows().get(term, ()))


@lru_cache(maxsize=1)
def _rows() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for row, line in enumerate(_ROWS.strip().splitlines()):
        for word in line.split():
            found.setdefault(stem(word, "en"), set()).add(row)
    return {term: frozenset(rows) for term, rows in found.items()}
