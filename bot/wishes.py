"""How statements that answer usually look, by the way the question asks."""

from __future__ import annotations

import re

from ingest.terms import fold

LIFT = 1.15
"""Factor for a statement that looks like what is asked for.

Tried at 1, 1.1, 1.15 and 1.2 on three sets of questions: 1.1 and 1.2 are as good as 1.15, and better than 1
where the sources are legal texts.
"""

_WISHES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (  # a definition
        re.compile(
            r"^(?:so |and )?(?:what|who)(?:'s| is| are| counts as| does)\b(?!.*\b(?:about|in|on|for)\b.{20})"
            r"|\b(?:defin\w+|mean(?:s|t|ing)?)\b|^(?:is|are) (?:someone|somebody|a person|an? \w+)\b"
            r"|^qu'?(?:est-ce que?|est-ce qu')\b|\bsignifie|\bque (?:es|son|significa)\b"
        ),
        re.compile(
            r"\bmeans\b|\brefers? to\b|\bdefined as\b|\bis (?:understood|a term)\b"
            r"|\bthe (?:term|expression|word)\b|\bstands? for\b|^definition\b"
        ),
    ),
    (  # a reason
        re.compile(r"\b(?:why|for what (?:reasons?|purposes?)|how come|pourquoi|por que)\b"),
        re.compile(
            r"\b(?:because|due to|since|in order to|so that|so as to|therefore|reasons?|as a result|owing to"
            r"|to avoid|to ensure|leads? to|caused?|given|despite|with a view to|purpose)\b"
        ),
    ),
    (  # where words come from
        re.compile(
            r"\b(?:come|comes|came|taken|quoted) from\b|\bsources? (?:of|for)\b|\b(?:which|what) report\b"
            r"|\bwho (?:said|says|wrote|stated)\b|\bwhose (?:words|definition|statement)\b"
            r"|\bd'ou vient\b|\bqui a (?:dit|ecrit)\b"
            r"|\bde donde (?:viene|procede)\b|\bquien (?:dijo|escribio)\b"
        ),
        re.compile(
            r"^\s*(?:--|[—–]|source\b)|\bsource:|\breport on\b|\bstatement:"
            r"|\b(?:report|statement|declaration)\b.*\b(?:19|20)\d\d$|^.{0,60}, (?:19|20)\d\d$"
        ),
    ),
    (  # an address
        re.compile(r"\b(?:links?|url|web ?(?:sites?|pages?)|download|liens?|site web|enlaces?|sitio web)\b"),
        re.compile(r"https?://|\bwww\.|\b[\w-]+\.(?:com|org|net|int|eu|io|edu|gov)\b"),
    ),
    (  # an amount or limit
        re.compile(
            r"\b(?:what|which) (?:ages?|weight|size|height|depth|distance|temperature|length|amount|limit|cap"
            r"|fee|price|cost|share|rate)\b|\b(?:minimum|maximum|max|min|youngest|oldest|longest|shortest"
            r"|length of|cap)\b|\bquel(?:le)? (?:age|duree|taille)\b|\bque edad\b"
        ),
        re.compile(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|sixteen|eighteen"
            r"|twenty|thirty|sixty|hundred|thousand)\b"
        ),
    ),
)
"""Ways to ask, and what the statements that answer say; both folded."""


def lift(asked: str, text: str) -> float:
    """The factor for a statement: LIFT when it looks like what the question asks for, otherwise 1."""
    plain, said = fold(asked).strip("¿¡ "), fold(text)
    return LIFT if any(asks.search(plain) and looks.search(said) for asks, looks in _WISHES) else 1.0
