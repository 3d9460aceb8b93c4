"""English words of which one turns round what the other says: who repeals an act has not adopted it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ingest.terms import stem

_ACTS = """
increase rise rose risen grow grew grown growth gain expand expansion swell climb up double triple extend lengthen widen raise | decrease fall fell fallen decline drop shrink shrank shrunk reduce reduction diminish lower down halve lose loss cut slash dwindle plunge contract shorten narrow lessen
begin began begun start launch open initiate establish establishment create creation found introduce commence | close stop cease terminate end expire expiry lapse finish conclude complete completion abolish repeal cancel withdraw dissolve suspend abandon discontinue shut
adopt enact pass approve sign ratify promulgate | propose proposal draft plan develop negotiate negotiation discuss discussion consider prepare | refuse reject decline veto dismiss repeal revoke abolish withdraw
accept agree welcome approve endorse | refuse reject oppose object decline
allow permit let entitle | ban bans forbid forbade prohibit prevent bar outlaw
keep kept retain maintain preserve | lose lost abandon drop forfeit
earn gain profit win won | lose lost
build built construct erect rebuild | demolish destroy dismantle
lend lent | borrow
hire recruit employ engage | fire dismiss sack
exempt waive | charge impose levy
support help assist promote encourage strengthen boost advance foster stimulate favour support | oppose reject resist ignore block hinder ban forbid prohibit weaken undermine discourage criticize condemn fight limit restrict curb
join accede | quit exit
register enrol | dissolve deregister
"""
"""What is done."""
_OTHERS = """
contain include comprise | omit exclude lack miss
private privately | public publicly state | joint jointly common collective collectively share
central centrally | democratic democratically | autonomous independent autonomy
formal | informal
urban city | rural countryside
man male boy father | woman female girl mother
large big great | small little minor
strong | weak
voluntary voluntarily volunteer | compulsory involuntary forced
paid remunerated | unpaid
employed employment job work worker | unemployed unemployment jobless
employer firm company | employee worker
seller sell sold sale | buyer buy bought purchase | lend lent loan borrow | give gave given donate donation grant
import | export
success succeed achieve | fail failure
rich wealthy | poor poverty
profit profitable | turnover revenue sale | income wage pay salary | cost expense debt deficit loss
member | observer
best better improve improvement | worst worse worsen deteriorate
safe safety protect protection guard | unsafe danger hazard risk
free charge fee
easy | difficult
young youth | old elderly
national domestic | international foreign
"""
_COUNT = len(_ACTS.strip().splitlines())

Place = tuple[int, int]
"""A row of opposed words, and a side in it."""


@lru_cache(maxsize=8192)
def sides(english: str) -> frozenset[Place]:
    """The rows of opposed words and the sides in them that a stemmed English word belongs to.

    Of such words a text that is supported has to use one of the same side: the sides of a row speak of the
    same things otherwise.
    """
    return _sides().get(english, frozenset())


def acts(english: str) -> frozenset[Place]:
    """The same where the word is one of doing."""
    return frozenset(place for place in sides(english) if place[0] < _COUNT)


@lru_cache(maxsize=1)
def _sides() -> dict[str, frozenset[Place]]:
    found: dict[str, set[Place]] = {}
    for word, place in _opposed():
        found.setdefault(stem(word, "en"), set()).add(place)
    return {word: frozenset(places) for word, places in found.items()}


def _opposed() -> Iterator[tuple[str, Place]]:
    for row, line in enumerate((_ACTS.strip() + _OTHERS.rstrip()).splitlines()):
        for side, some in enumerate(line.split("|")):
            for word in some.split():
                yield word, (row, side)
