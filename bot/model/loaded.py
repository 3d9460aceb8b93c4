"""Words that may not be brought in: one of them turns what a source says into something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.language.lemmas import is_to_come
from ingest.terms import fold

_NEGATIONS = {
    "en": r"\b(?:(?:not|no)(?![.°]? ?\d)(?! longer| (?:more|less|fewer|later|earlier) than\b)|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|unable"
    r"|den(?:y|ies|ied|ying)|lacks?|lacked|lacking|absence|shortages?|free (?:of|from)|(?:refus|fail)(?:es?|s|ed|ing) to|\w+n't)\b",
    "fr": r"\b(?:pas|jamais|aucune?s?|ni|sans|nullement|rien|nul(?:le)?|manqu(?:e|ent|ait)|absence|penurie"
    r"|faute d[e']|(?:est|sont|etre|ete|etait|etaient) prive\w* d[e']|refus\w+ d[e']|non)\b|\bne\b(?! (?:\S+ ){1,4}qu(?:e\b|'))|\bn'(?!\S+ (?:\S+ ){0,3}qu(?:e\b|'))",
    "es": r"\b(?:no(?![.°]? ?\d)|nunca|jamas|ningun[oa]?s?|ni|sin|nada|nadie|tampoco|carece[n]?|faltan?|ausencia"
    r"|escasez|se neg\w+ a|se niega[n]? a)\b",
}
_DEGREES: Mapping[str, str] = {
    "all": r"all|every(?! (?:year|month|week|day))|everyone|everybody|each(?! (?:year|month|week|day))|entire|entirely|whole|fully|always|tous|toutes?(?! les (?:fois|ans|mois|semaines|jours))|tout(?! en\b| autre| de suite| a fait| d'abord| comme| cas\b| etat de)|chaque(?! (?:fois|annee|mois|semaine|jour))|entier|entiere"
    r"|toujours|(?<!sobre )todos?(?! caso\b| lo\b| ello\b)(?! los (?:anos|meses|dias))|todas?(?! las semanas| otra)|(?<!uno de )(?<!una de )cada(?! (?:vez|ano|mes|semana|dia))|entero|entera|siempre(?! que| y cuando)|both|equally|egales?|both",
    "only": r"only|solely|exclusively|alone|merely|seule?s?|seulement|uniquement|exclusivement|solo|unic[oa]s?|unicamente"
    r"|exclusivamente|si solas|si solos",
    "most": r"(?<!at )most|mostly|mainly|majority|primarily|largely|plupart|majorite|majoritairement|principalement|surtout"
    r"|mayoria|mayor parte|principalmente",
    "many": r"many|plenty|numerous|multiple|large number|growing number|nombreux|nombreuses|beaucoup|muchos|muchas"
    r"|numerosos|numerosas|multiples|wide array|wide range",
    "few": r"(?<!\ba )few|fewest|rarely|seldom|(?<!\ba )(?<!\bun )peu(?! (?:a peu|pres))|rarement|pocos|pocas|raramente",
    "first": r"first|firstly|initial|premiers?|premieres?|primer|primera|primero|primeros|primeras",
    "top": r"top|largest|biggest|greatest|highest|leading|best|premiers?|premieres?|principales|mayores|primer[oa]?s?"
    r"|(?<!\bun )(?<!\bune )plus grand(?:e)?s?",
    "least": r"lowest|smallest|worst|least|pires?|moindres?|peor(?:es)?|(?<!los )(?<!las )(?<!de )menor(?:es)?(?! de \d+ anos| de (?:edad|\w+ anos)| que\b)",
    "must": r"must|shall|oblig(?:ed|es|e|ates?)|obligatory|required|requires?|compulsory|mandatory|(?<!not )ha(?:ve|s) to|(?<!not )need(?:s|ed)? to"
    r"|doit|doivent|obligatoires?|tenu[es]{0,2} de|(?<!no )tienen? que|(?<!no )debe|(?<!no )deben|obligatori[oa]s?|obligad[oa]s?",
    "may": r"may|might|could|possibl[ey]|potential(?:ly)?|potentiel\w*|eventuel\w*|eventual(?:es)?|posibles?|possibles?|perhaps|peut|peuvent|pourrait|pourraient|puede|pueden|podria|podrian",
    "cause": r"because|thanks|due to|caus(?:e|es|ed|ing)|led to|leads? to|results? in|resulted in|resulting|owing"
    r"|therefore|consequently|hence|grace a|a cause|parce|conduit|entraine\w*|gracias a|debido|a causa|porque"
    r"|provoc\w+|por lo tanto|so that",
    "later": r"will|shall|going to|plans? to|planned|future|upcoming|expects?|expected|intends?|forthcoming|soon(?! as)"
    r"|prevoi(?:t|ent)|prevu\w*(?! (?:par|a l'article|au|aux|dans)\b)|futur\w*|avenir|preven?|previst[oa]s?(?! (?:en|por)\b)|futuro|envisage\w*|underway",
    "former": r"former(?! (?:\d|l[ea]s? |des |une? ))|formerly|previous|previously|(?:was|were|had) once|once (?:was|were|had)|used to be|no longer|ancien(?:ne)?s?|precedent\w*"
    r"|ya no|ne plus",
    "now": r"current|currently|at present|presently|present-day|present (?:time|situation|state)|now|today|ongoing|underway|actuels?|actuelles?|actuellement"
    r"|aujourd'hui|en cours|actual(?:es)?|actualmente|hoy|ahora",
    "before": r"before|by(?= (?:the end of )?\d{4})|by the end|prior to|d'ici|until|hasta(?= \d{4})|previous|before|ago|avant|antes|earlier|down from",
    "after": r"after|afterwards|later|following|since|apres|(?<!de )(?<!pas )suite|despues|tras|posterior\w*|depuis|luego|then|subsequently",
    "above": r"above|(?<!no )(?<!not )more|over(?= [\d$€])|(?<!no )(?<!not )more than|(?:no|not) (?:less|fewer) than|higher|exceed\w*|(?<!\ben )plus de|plus que|superieure?s?|au-dessus|mas de|mas que|superior(?:es)?"
    r"|encima|au minimum|como minimo|por lo menos|greater than|larger than|longer(?: \w+)? than|at least|au moins|al menos|outnumber\w*",
    "below": r"below|(?<!no )(?<!not )less|under(?= [\d$€])|under(?= (?:[a-z]+teen|[a-z]+ty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)|(?<!no )(?<!not )less than|(?:no|not) more than|at most|(?<!no )(?<!not )fewer|lower|(?<!\ba )(?<!du )(?<!non )(?<!pas )moins(?! qu)|inferieure?s?|au-dessous|(?<!a )(?<!lo )(?<!no )menos(?! que (?:el|la|los|las|un|una|se|no)\b)|inferior(?:es)?|debajo|smaller than"
    r"|nearly|almost|up to|au maximum|tout au plus|como (?:maximo|mucho)|a lo sumo|maximum of|cerca de|presque|casi",
}
"""Words of degree, duty, cause and time by what they tell, folded, in three languages. A sentence may tell what
the source tells and no more."""
_EXPECTED = re.compile(
    r"\b(?:will|would|should|expect(?:s|ed)?|plan(?:s|ned)?|intend(?:s|ed)?|hope(?:s|d)?|forecasts?|request(?:s|ed)?"
    r"|calls? for|called for|promise[sd]?|pledge[sd]?|wants?|wanted|wish(?:es|ed)?|seeks? to|sought to|demand(?:s|ed) (?:that|for|to)"
    r"|urge[sd]?|recommend(?:s|ed)?|ask(?:s|ed)? (?:for|to)|considering|propose[sd]?|agreed to|decided to"
    r"|demand(?:es?|ent|ait)|solicit\w+|prevoi(?:t|ent)|propos(?:e|ent|ait|aient|er)|envisagent?|souhait\w+|veu(?:t|lent)"
    r"|promet\w*|promis|preve|preven|espera|esperan|planean?|propuso|propone[n]?|quieren?|desean?|pide[n]?|pedido|(?:is|are) to|pidio|pidieron"
    r"|prometi\w+|promete[n]?)\b((?:[^\w.;:()\n]+(?!(?:and|but|while|et|mais|y|pero)\b)\w+){1,4})"
)
"""What is to come or only wished for, with the words that tell what; what shall be is the rule already."""
_AT_MOST = re.compile(
    r"\b(?:(?:ne |n'|no )(?:\w+ ){1,4}(?:plus d[e']|mas de)(?= ?\d)|(?:no|pas|non) (?:mas|menos|plus|moins) (?:de|d'|que)(?= ?\w)|not (?:to )?exceed(?:ing)?\b"
    r"|n(?:e |')(?:\w+ ){0,2}?(?:pas )?(?:exced|depass)\w+(?: pas\b)?"
    r"|(?:no|sin) (?:\w+ )?(?:exced\w+|super(?:en?|an?|ar|ior(?:es)?)|rebas\w+|sobrepas\w+)\b)"
)
"""No more than a number: "ne peut dépasser plus de 10 %", "not exceeding three months"."""
_FREE = re.compile(
    r"\b(?:no (?:\w+ )?(?:fee|charge|cost)s?|free (?:of|from) (?:any )?(?:charge|cost)s?|(?:at no|without|for no) (?:extra |any )?(?:charge|cost|fee)s?"
    r"|sans (?:frais|contrepartie)|sin (?:costo|coste|cargo|contrapartida))\b"
)
"""What is to be had without paying: it says "free" and denies nothing."""
_NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely)|no (?:solo|solamente|unicamente)|non (?:seulement|plus)|sin embargo|no obstante|sans (?:delai|tarder|doute|cesse)"
    r"|sin (?:demora|dilacion|duda|cesar|falta)|without (?:delay|fail|doubt)|no doubt|no later than|not later than"
    r"|(?:a moins|avant|de peur|de crainte) qu(?:e |')(?:[\w']+ ){0,5}?n(?:e\b|'))"
)
"""Expressions with a word of negation that deny nothing: "sin embargo", "à moins qu'il n'en soit"."""
_PREFIX = re.compile(r"^(?:un|in|im|il|ir|non|dis|de|mis)-?")
_NO_PREFIX = frozenset(
    "inform import invest input insur immigr impress impos dispos display discov disclos distribut discharg discount univers"
    " union unit intern instal inspect institut intent intens interest invent incom inland indoor design detail defend deport"
    " depart describ deliv demand deriv develop instruct involv increas inclus includ intend indic depend declar decid".split()
)
"""Stems that only begin as if a prefix turned them round: "inform", "design"."""


def duties(text: str) -> list[tuple[str, str]]:
    """What a text says must or may be done, with the words behind the word of duty: ("must", "report every year")."""
    found = []
    for name in ("must", "may"):
        pattern = rf"\b(?:{_DEGREES[name]})\b((?:[ ’']+\w+){{1,5}})"
        plain = fold(text)
        said = text if len(plain) == len(text) else plain
        found += [(name, said[match.start(1) : match.end(1)]) for match in re.finditer(pattern, plain)]
    return found


_AIM = re.compile(
    r"\b(?:purpose|aim|objective|goal|idea|intention|point|task|role|function|mission)s?\b[^.;]{0,80}$"
)
"""What "is to" comes behind where it tells no future: "One purpose is to allow"."""
_HELPS = frozenset("be been have not also then only soon always never further".split())
"""Words between "will" and its verb."""


def expected(text: str, language: str) -> str:
    """The words of a text that tell what is to come or wished for; empty where nothing is."""
    told = []
    plain = fold(text)
    for found in _EXPECTED.finditer(plain):
        after = found[1].split()
        if found[0].startswith(("is", "are")) and _AIM.search(plain[: found.start()]):
            continue
        if found[0].startswith(("will", "would", "should")):  # the verb, not what it is done to
            after = [word for word in after if word not in _HELPS][:1]
        told.append(" ".join(after))
    told += [word for word in re.findall(r"[^\W\d_]+", text) if is_to_come(word, language)]
    return " ".join(told)


def is_turned_round(word: str) -> str:
    """The word that a prefix turns round, or nothing: "guard" of "unguard"."""
    bare = _stripped(word)
    return bare if bare != word and word.startswith(("un", "non", "dis")) else ""


def negations(text: str, language: str, *, priced: bool = False) -> list[tuple[int, int]]:
    """Where the words of negation stand in a folded text, but for those of a bound or a price: "no more than 10"."""
    others = (_AT_MOST, _NO_DENIAL) if priced else (_AT_MOST, _NO_DENIAL, _FREE)
    bounds = [match.span() for each in others for match in each.finditer(text)]
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


def opposite(one: str, other: str) -> bool:
    """Whether two stems are a word and the word with a prefix that turns it round: "guard", "unguard"."""
    if one == other:
        return False
    for_profit = {one[:3], other[:3]} == {"for", "non"} and one[3:] == other[3:]
    return for_profit or _stripped(one) == other or _stripped(other) == one


def _stripped(word: str) -> str:
    bare = _PREFIX.sub("", word)
    return bare if len(bare) > 3 and word not in _NO_PREFIX else word


@lru_cache(maxsize=1)
def _compiled() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{pattern})\b") for name, pattern in _DEGREES.items()}
