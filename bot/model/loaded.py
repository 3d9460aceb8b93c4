"""Words that may not be brought in: one of them turns what a source says into something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from bot.language.lemmas import is_to_come
from ingest.terms import fold, stem

_NEGATIONS = {
    "en": r"\b(?:(?:not|no)(?![.°]? ?\d)(?! longer| (?:more|less|fewer|later|earlier) than\b)|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|unable"
    r"|den(?:y|ies|ied|ying)|lacks?|lacked|lacking|absence|shortages?|free (?:of|from)|(?:refus|fail)(?:es?|s|ed|ing) to|\w+n't)\b",
    "fr": r"\b(?:pas|jamais|aucune?s?|ni|sans|nullement|rien|nul(?:le)?|manqu(?:e|ent|ait)|absence|penurie"
    r"|faute d[e']|prive\w* d[e']|refus\w+ d[e']|non)\b|\bne\b(?! (?:\S+ ){1,4}que\b)|\bn'(?!\S+ (?:\S+ ){0,3}que\b)",
    "es": r"\b(?:no(?![.°]? ?\d)|nunca|jamas|ningun[oa]?s?|ni|sin|nada|nadie|tampoco|carece[n]?|faltan?|ausencia"
    r"|escasez|se neg\w+ a|se niega[n]? a)\b",
}
_DEGREES: Mapping[str, str] = {
    "all": r"all|every(?! (?:year|month|week|day))|everyone|everybody|each(?! (?:year|month|week|day))|entire|entirely|whole|fully|always|tous|toutes?(?! les (?:ans|mois|semaines|jours))|tout|chaque(?! (?:annee|mois|semaine|jour))|entier|entiere"
    r"|toujours|todos?(?! los (?:anos|meses|dias))|todas?(?! las semanas)|(?<!uno de )(?<!una de )cada(?! (?:ano|mes|semana|dia))|entero|entera|siempre|both|equally|egales?|both",
    "only": r"only|solely|exclusively|alone|merely|seule?s?|seulement|uniquement|exclusivement|solo|unic[oa]s?|unicamente"
    r"|exclusivamente|si solas|si solos",
    "most": r"(?<!at )most|mostly|mainly|majority|primarily|largely|plupart|majorite|majoritairement|principalement|surtout"
    r"|mayoria|mayor parte|principalmente",
    "many": r"many|numerous|multiple|large number|growing number|nombreux|nombreuses|beaucoup|muchos|muchas"
    r"|numerosos|numerosas|multiples|wide array|wide range",
    "few": r"few|fewest|rarely|seldom|peu|rarement|pocos|pocas|raramente",
    "first": r"first|firstly|initial|premiers?|premieres?|primer|primera|primero|primeros|primeras",
    "top": r"top|largest|biggest|greatest|highest|leading|best|premiers?|premieres?|principales|mayores|primer[oa]?s?"
    r"|grandes|plus grand(?:e)?s?",
    "least": r"lowest|smallest|worst|least|pires?|moindres?|peor(?:es)?|menor(?:es)?",
    "must": r"must|shall|obliged|obligatory|required|requires?|compulsory|mandatory|(?<!not )ha(?:ve|s) to|(?<!not )need(?:s|ed)? to"
    r"|doit|doivent|obligatoires?|tenu[es]{0,2} de|(?<!no )tienen? que|(?<!no )debe|(?<!no )deben|obligatori[oa]s?|obligad[oa]s?",
    "may": r"may|might|could|possibl[ey]|potential(?:ly)?|potentiel\w*|eventuel\w*|eventual(?:es)?|posibles?|possibles?|perhaps|peut|peuvent|pourrait|pourraient|puede|pueden|podria|podrian",
    "cause": r"because|thanks|due to|caus(?:e|es|ed|ing)|led to|leads? to|results? in|resulted in|resulting|owing"
    r"|therefore|consequently|hence|grace a|a cause|parce|conduit|entraine\w*|gracias a|debido|a causa|porque"
    r"|provoc\w+|por lo tanto|so that",
    "later": r"will|shall|going to|plans? to|planned|future|upcoming|expects?|expected|intends?|forthcoming|soon(?! as)"
    r"|prevoit|prevu\w*|futur\w*|avenir|preve|previst[oa]s?|futuro|envisage\w*|underway",
    "former": r"former(?! (?:\d|l[ea]s? |des |une? ))|formerly|previous|previously|once|used to be|no longer|ancien(?:ne)?s?|precedent\w*"
    r"|ya no|ne plus",
    "now": r"current|currently|present|presently|now|today|ongoing|underway|actuels?|actuelles?|actuellement"
    r"|aujourd'hui|en cours|actual(?:es)?|actualmente|hoy|ahora",
    "before": r"before|by(?= (?:the end of )?\d{4})|by the end|prior to|d'ici|until|hasta(?= \d{4})|previous|before|ago|avant|antes|earlier|down from",
    "after": r"after|afterwards|later|following|since|apres|suite|despues|tras|posterior\w*|depuis|luego|then|subsequently",
    "above": r"above|(?<!no )(?<!not )more|over(?= [\d$€])|(?<!no )(?<!not )more than|(?:no|not) (?:less|fewer) than|higher|exceed\w*|plus de|plus que|superieure?s?|au-dessus|mas de|mas que|superior(?:es)?"
    r"|encima|greater than|larger than|at least|au moins|al menos|outnumber\w*",
    "below": r"below|(?<!no )(?<!not )less|under(?= [\d$€])|under(?= (?:[a-z]+teen|[a-z]+ty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|(?<!no )(?<!not )less than|(?:no|not) more than|at most|(?<!no )(?<!not )fewer|lower|moins|inferieure?s?|au-dessous|menos|inferior(?:es)?|debajo|smaller than"
    r"|nearly|almost|up to|cerca de|presque|casi",
}
"""Words of degree, duty, cause and time by what they tell, folded, in three languages. A sentence may tell what
the source tells and no more."""
_OPPOSED = """
increase rise rose risen grow grew grown growth gain expand expansion swell climb up double triple extend lengthen widen raise | decrease fall fell fallen decline drop shrink shrank shrunk reduce reduction diminish lower down halve lose loss cut slash dwindle plunge contract shorten narrow lessen
begin began begun start launch open initiate establish establishment create creation found introduce commence | close stop cease terminate finish conclude complete completion abolish repeal cancel withdraw dissolve suspend abandon discontinue shut
adopt enact pass approve sign ratify promulgate | propose proposal draft plan develop negotiate negotiation discuss discussion consider prepare | refuse reject decline veto dismiss repeal revoke abolish withdraw
accept agree welcome approve endorse | refuse reject oppose object decline
allow permit let authorize authorise entitle | ban bans forbid forbade prohibit prevent bar outlaw
keep kept retain maintain preserve | lose lost abandon drop forfeit
earn gain profit win won | lose lost
build built construct erect rebuild | demolish destroy dismantle
lend lent | borrow
hire recruit employ engage | fire dismiss sack
exempt waive | charge impose levy
support help assist promote encourage strengthen boost advance foster stimulate favour support | oppose reject resist ignore block hinder ban forbid prohibit weaken undermine discourage criticize condemn fight
contain include comprise | omit exclude lack miss
private privately | public publicly government governmental state | joint jointly common collective collectively share
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
"""Words of which a source has to use one of the same side: the sides of a row speak of the same things otherwise."""
_EXPECTED = re.compile(
    r"\b(?:will|would|shall|should|expect(?:s|ed)?|plan(?:s|ned)?|intend(?:s|ed)?|hope(?:s|d)?|forecasts?|request(?:s|ed)?"
    r"|calls? for|called for|promise[sd]?|pledge[sd]?|wants?|wanted|wish(?:es|ed)?|seeks?|sought|demand(?:s|ed) (?:that|for|to)"
    r"|urge[sd]?|recommend(?:s|ed)?|ask(?:s|ed)? (?:for|to)|considering|propose[sd]?|agreed to|decided to"
    r"|demand(?:es?|ent|ait)|solicit\w+|prevoi(?:t|ent)|propos(?:e|ent|ait|aient|er)|envisagent?|souhait\w+|veu(?:t|lent)"
    r"|promet\w*|promis|preve|preven|espera|esperan|planean?|propuso|propone[n]?|quieren?|desean?|pide[n]?|pedido|(?:is|are) to|pidio|pidieron"
    r"|prometi\w+|promete[n]?)\b((?:[^\w.;:()\n]+(?!(?:and|but|while|et|mais|y|pero)\b)\w+){1,4})"
)
"""What is to come or only wished for, with the words that tell what."""
_AT_MOST = re.compile(r"\b(?:ne |n'|no )(?:\w+ ){1,4}(?:plus d[e']|mas de)(?= ?\d)")
"""No more than a number: "ne peut dépasser plus de 10 %"."""
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non|dis|de|mis)-?")


def duties(text: str) -> list[tuple[str, str]]:
    """What a text says must or may be done, with the words behind the word of duty: ("must", "report every year")."""
    found = []
    for name in ("must", "may"):
        pattern = rf"\b(?:{_DEGREES[name]})\b((?:[ ’']+\w+){{1,5}})"
        plain = fold(text)
        said = text if len(plain) == len(text) else plain
        found += [(name, said[match.start(1) : match.end(1)]) for match in re.finditer(pattern, plain)]
    return found


def expected(text: str, language: str) -> str:
    """The words of a text that tell what is to come or wished for; empty where nothing is."""
    told = [found[1] for found in _EXPECTED.finditer(fold(text))]
    told += [word for word in re.findall(r"[^\W\d_]+", text) if is_to_come(word, language)]
    return " ".join(told)


def is_turned_round(word: str) -> str:
    """The word that a prefix turns round, or nothing: "guard" of "unguard"."""
    bare = _stripped(word)
    return bare if bare != word and word.startswith(("un", "non", "dis")) else ""


def negations(text: str, language: str) -> list[tuple[int, int]]:
    """Where the words of negation stand in a folded text, but for those of a bound: "no more than 10"."""
    bounds = [match.span() for match in _AT_MOST.finditer(text)]
    found = (match.span() for match in re.finditer(_NEGATIONS.get(language, _NEGATIONS["en"]), text))
    return [(a, b) for a, b in found if not any(start <= a < end for start, end in bounds)]


@lru_cache(maxsize=8192)
def is_negation(word: str, language: str) -> bool:
    """Whether a word, alone, is one of negation."""
    return bool(re.fullmatch(_NEGATIONS.get(language, _NEGATIONS["en"]), fold(word)))


@lru_cache(maxsize=2048)
def degrees(text: str) -> frozenset[frozenset[str]]:
    """What each word of degree, duty, cause or time in a text may tell, by the names of `_DEGREES`."""
    plain = _AT_MOST.sub(" at most ", fold(text))
    found: dict[tuple[int, int], set[str]] = {}
    for name, pattern in _compiled().items():
        for match in pattern.finditer(plain):
            found.setdefault(match.span(), set()).add(name)
    whole = {  # "al menos" is no "menos"
        span: names
        for span, names in found.items()
        if not any(a <= span[0] and span[1] <= b and (a, b) != span for a, b in found)
    }
    return frozenset(frozenset(names) for names in whole.values())


@lru_cache(maxsize=8192)
def is_degree(word: str) -> bool:
    """Whether a word, alone, is one of degree, duty, cause or time."""
    plain = fold(word)
    return any(pattern.fullmatch(plain) for pattern in _compiled().values())


@lru_cache(maxsize=8192)
def sides(english: str) -> frozenset[tuple[int, int]]:
    """The rows of opposed words and the sides in them that a stemmed English word belongs to."""
    return _sides().get(english, frozenset())


def opposite(one: str, other: str) -> bool:
    """Whether two stems are a word and the word with a prefix that turns it round: "guard", "unguard"."""
    if one == other:
        return False
    for_profit = {one[:3], other[:3]} == {"for", "non"} and one[3:] == other[3:]
    return for_profit or _stripped(one) == other or _stripped(other) == one


def _stripped(word: str) -> str:
    bare = _PREFIX.sub("", word)
    return bare if len(bare) > 3 else word


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _DEGREES.items()}


@lru_cache(maxsize=1)
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    found: dict[str, set[tuple[int, int]]] = {}
    for word, place in _opposed():
        found.setdefault(stem(word, "en"), set()).add(place)
    return {word: frozenset(places) for word, places in found.items()}


def _opposed() -> Iterator[tuple[str, tuple[int, int]]]:
    for row, line in enumerate(_OPPOSED.strip().splitlines()):
        for side, some in enumerate(line.split("|")):
            for word in some.split():
                yield word, (row, side)
