"""Words as people shorten them in messages: "ppl" for people, "bcp" for beaucoup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SHORTHAND: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "abt": "about", "acc": "according", "agmt": "agreement", "b4": "before", "bc": "because",
        "btw": "by the way", "cos": "because", "coz": "because", "dept": "department",
        "depts": "departments", "gov": "government", "govs": "governments", "govt": "government",
        "govts": "governments", "hq": "headquarters", "hv": "have", "intl": "international",
        "mgmt": "management", "natl": "national", "ngos": "non-governmental organizations",
        "org": "organization", "orgs": "organizations", "pls": "please", "plz": "please",
        "ppl": "people", "reps": "representatives", "shd": "should", "thru": "through", "thx": "thanks",
        "tho": "though", "u": "you", "ur": "your", "whats": "what is", "wheres": "where is",
        "whos": "who is", "hows": "how is", "wld": "would", "wrt": "with regard to", "yr": "year",
        "yrs": "years",
    },
    "fr": {
        "bcp": "beaucoup", "ds": "dans", "gvt": "gouvernement", "ns": "nous", "pb": "problème",
        "pcq": "parce que", "pdt": "pendant", "pr": "pour", "qd": "quand", "qq": "quelques",
        "qqn": "quelqu'un", "svp": "s'il vous plaît", "stp": "s'il te plaît", "tjs": "toujours",
        "tt": "tout", "ts": "tous",
    },
    "es": {
        "gob": "gobierno", "k": "que", "msj": "mensaje", "pq": "por qué", "q": "que", "tb": "también",
        "tmb": "también", "xfa": "por favor", "xq": "por qué",
    },
}  # fmt: skip
"""By language (ISO 639-1), in lower case. Words that are also others in that language are left out."""
