"""Words of grammar in three languages, and endings of participles: what a clause is told by."""

from __future__ import annotations

import re

CLASSES = {
    "en": {
        "be": "is are was were be been being gets got",
        "have": "has have had having",
        "modal": "will would shall should may might can could must do does did to cannot",
        "prep": "of in on at for from with without by to among between under over into onto through during "
        "since "
        "until against about as per within across after before than despite via towards toward upon near "
        "including like below above beyond",
        "sub": "that which who whom whose while whereas although though because when where if so unless "
        "after before as "
        "since until",
        "conj": "and or but yet nor",
        "det": "the a an this these those its their his her our my your each every some any no all both one "
        "another "
        "many most several",
        "pron": "it they he she we you i them him us",
        "adv": "not never now also then only already still just ever often always yet mostly mainly nearly "
        "soon",
    },
    "fr": {
        "be": "est sont etait etaient fut furent ete etre sera seront serait seraient soit soient etant",
        "have": "a ont avait avaient aura auront aurait auraient ait aient ayant eu",
        "modal": "peut peuvent pourrait pourraient doit doivent devrait devraient va vont pour",
        "prep": "de d du des en dans sur a au aux par avec sans pour chez entre sous vers depuis pendant "
        "contre des "
        "parmi selon lors afin des apres avant malgre via hors durant grace",
        "sub": "qui que qu dont ou lequel laquelle lesquels lesquelles tandis alors lorsque quand si parce "
        "comme "
        "puisque bien car",
        "conj": "et ou mais ni",
        "det": "le la les l un une ce cet cette ces son sa ses leur leurs notre nos votre chaque quelques "
        "plusieurs "
        "aucun aucune tout toute tous toutes deux certains certaines",
        "pron": "il elle ils elles on nous vous je y en se s lui ne n",
        "adv": "pas plus jamais aussi encore deja maintenant toujours desormais surtout principalement "
        "seulement "
        "actuellement ensuite egalement aujourd'hui",
    },
    "es": {
        "be": "es son fue fueron era eran sido ser sera seran seria serian esta estan estaba estaban",
        "have": "ha han habia habian habra habran haya hayan haber he habria habrian",
        "modal": "puede pueden podria podrian debe deben deberia deberian va van para",
        "prep": "de del en a al por con sin para entre sobre bajo hacia desde durante contra segun hasta "
        "tras ante "
        "mediante via mas",
        "sub": "que quien quienes cual cuales cuyo cuya mientras aunque porque cuando donde si como pues",
        "conj": "y e o u pero sino ni",
        "det": "el la los las un una unos unas este esta estos estas ese esa su sus nuestro cada algunos "
        "algunas "
        "ningun ninguna todo toda todos todas lo dos varios varias ambos",
        "pron": "el ella ellos ellas se le les nos me te",
        "adv": "no nunca ya tambien aun todavia ahora siempre solo solamente principalmente actualmente "
        "despues "
        "entonces unicamente",
    },
}  # fmt: skip
"""Words of grammar, folded. One may be of several classes: "after" the flood, "after" it came."""
BY = {"en": {"by"}, "fr": {"par"}, "es": {"por"}}
"""Prepositions of who does what is done."""
TO = {"en": {"to"}, "fr": {"a", "au", "aux"}, "es": {"a", "al"}}
"""Prepositions of whom something is done for."""
OF = {"en": {"of"}, "fr": {"de", "d", "du", "des"}, "es": {"de", "del"}}
"""Prepositions of what something is of."""
WHO = {"en": {"that", "which", "who"}, "fr": {"qui"}, "es": {"que", "quien", "quienes"}}
"""Relative pronouns that are the doer."""
WHOM = {"en": {"that", "which", "whom"}, "fr": {"que", "qu"}, "es": {"que"}}
"""Relative pronouns of what something is done to."""
TIME = frozenset(
    "year years month months week weeks day days today later ans an annee annees mois semaine semaines jour "
    "jours fois "
    "ano anos mes meses semana semanas dia dias vez veces".split()
)
"""Nouns that tell when, and are no verb's."""
MOVES = frozenset(
    "aller arriver devenir descendre entrer monter mourir naître partir parvenir passer rester retourner "
    "revenir "
    "sortir tomber venir".split()
)
"""French verbs that are active with "être"."""
PARTICIPLE = {
    "fr": (
        ("er", re.compile(r"ée?s?$")),
        ("", re.compile(r"(?:[iu]|uit|[cd]it|crit|ert|aint|eint|mis|pris|quis)e?s?$")),
    ),
    "es": (
        ("ar", re.compile(r"ad[oa]s?$")),
        ("", re.compile(r"(?:[ií]d|iert|uest|crit|ech|vist|uelt)[oa]s?$")),
    ),
}
"""Endings of participles by those of infinitives."""
NO_PARTICIPLE = frozenset(
    "rose fell grew went came began gave took wrote chose drove spoke broke stole knew flew drew threw "
    "shrank sank saw did ate arose withdrew undertook overtook outgrew".split()
)
"""English pasts that are no participles: nothing is "rose by" anybody."""
