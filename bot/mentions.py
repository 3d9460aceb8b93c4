"""What every mention is asked for: "Where is COPAC mentioned?", "Everything on Tunisia"."""

from __future__ import annotations

import re

_EN = (
    r"(?:the|this|these|your|all)(?: whole| entire)? "
    r"(?:slides?|deck|presentation|briefing|documents?|sources?|pages?)"
)
_FR = r"(?:la|le|cette|ce|les|ces) (?:diapositives?|présentation|documents?|sources?|pages?)"
_ES = (
    r"(?:la|el|esta|este|las|los|estas|estos) "
    r"(?:diapositivas?|presentaci[óo]n|documentos?|fuentes?|p[áa]ginas?)"
)
"""The sources themselves."""
_ON = r"(?:about|on|regarding|concerning)"
_SUR = r"(?:sur|au sujet d[eu]s?|à propos d[eu]s?|concernant|d[eu]s?)"
_SOBRE = r"(?:sobre|acerca del?|respecto (?:al?|del?)|del?)"

_PLACES = r"(?:slides?|pages?|passages?|places?|statements?|bullets?)"
_MENTION = (
    r"(?:mentions?|discuss(?:es)?|covers?|address(?:es)?|concerns?|names?|cites?|refers? to|deals? with"
    r"|(?:talks?|speaks?) (?:about|of)|(?:is|are) (?:about|on)|(?:has|have|contains?) the (?:words?|names?))"
)

_ASKED = re.compile(
    "|".join(
        (
            rf"(?:all|every|each|any)(?: of)?(?: the)? {_PLACES} (?:that|which) (?:\w+ )??{_MENTION}",
            rf"(?:all|every|each|any)(?: of)?(?: the)? {_PLACES} (?:where|in which|on which)",
            r"(?:everything|anything|all)(?: (?:that|which))?"
            rf"(?: (?:is|was|there is|you have|{_EN}))?"
            rf"(?: (?:said|says?|stated|written|mentioned|have|has|contains?))?(?: in {_EN})? {_ON}",
            r"(?:all|every|any)(?: the)? (?:mentions?|references?|statements?|information|occurrences?"
            r"|slides?|pages?|passages?) (?:about|on|of|to|regarding|concerning|mentioning)",
            r"what(?:'s|’s| is| was| else is) (?:there|said|stated|mentioned|written)"
            rf"(?: (?:across|in) {_EN})? {_ON}",
            rf"what (?:do|does|did) {_EN} (?:say|mention|tell us|contain|have)(?: to say)? {_ON}",
            r"(?:which|what) (?:slides|pages) (?:\w+ )?(?:mention|discuss|cover|address|concern|name"
            r"|talk (?:about|of)|speak (?:about|of)|refer to|deal with|are (?:about|on))",
            r"tout(?: ce (?:qui|que|qu['’]on))?"
            rf"(?: (?:est|se|les|la|y|dite?s?|disent|sait|diapositives|présentation))* {_SUR}\b",
            r"tout ce qui concerne",
            r"toutes les (?:mentions|références|informations|diapositives)"
            r"(?: (?:d[eu]s?|sur|à|qui (?:mentionnent|parlent de|traitent de|évoquent)))?",
            rf"(?:que|qu['’]est-ce que) (?:dit-on|dit|disent)(?: {_FR})? {_SUR}",
            r"(?:dans |sur )?quelles (?:diapositives|pages) (?:mentionnent|évoquent|citent|abordent"
            r"|concernent|(?:parlent|traitent) d[eu]s?|portent sur|parle-t-on d[eu]s?)",
            r"todo(?: lo que)?(?: (?:se|dice|dicen|hay|la|las|presentaci[óo]n|diapositivas))*"
            rf" {_SOBRE}",
            r"todas las (?:menciones|referencias|diapositivas)"
            r"(?: (?:del?|al?|sobre|que (?:mencionan|hablan del?|tratan del?|citan)))?",
            rf"qu[ée] (?:se dice|dicen?)(?: (?:en )?{_ES})? {_SOBRE}",
            r"(?:en )?qu[ée] (?:diapositivas|p[áa]ginas) (?:mencionan|citan|abordan"
            r"|(?:hablan|tratan) (?:del?|sobre)|se (?:habla|menciona|trata)n?(?: (?:del?|sobre|a))?)",
        )
    ),
    re.IGNORECASE,
)
"""How a question begins that asks for every mention; what it is about follows."""
_WHERE = re.compile(
    r"(?:where|(?:on |in )?(?:which|what) (?:slides|pages)) (?:is|are|was|were|does|do) (?P<en>.+?) "
    r"(?:ever |also )?(?:mentioned|discussed|talked about|referred to|named|cited|appear|shown|come up)\b"
    r"|(?:sur|dans) quelles (?:diapositives|pages) (?:est|sont)(?:-il|-elle|-ils|-elles)? "
    r"(?:mentionnée?s?|citée?s?|évoquée?s?) (?P<fr4>.+)"
    r"|(?:sur|dans) quelles (?:diapositives|pages) (?P<fr5>.+?) (?:est|sont|apparaît|apparaissent)"
    r"(?:-(?:ils?|elles?))?(?: (?:mentionnée?s?|citée?s?|évoquée?s?))?"
    r"|où (?:est|sont)(?:-il|-elle|-ils|-elles)? (?:mentionnée?s?|citée?s?|évoquée?s?) (?P<fr1>.+)"
    r"|où (?P<fr2>.+?) (?:est|sont)-(?:ils?|elles?) (?:mentionnée?s?|citée?s?|évoquée?s?)"
    r"|où (?:parle-t-on|est-il question) (?:d[eu]s?|d['’]) ?(?P<fr3>.+)"
    r"|d[óo]nde se (?:mencionan?|citan?|hablan?|nombran?)(?: (?:del?|al?|sobre))? (?P<es>.+)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:(?:the|an?|le|la|les|du|des|el|los|las)\s+|[ld]['’])", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:(?:this|that|the|your|la|le|cette|cet|ce|esta|este|el) )?(?:lists?|agenda|menu|topics?|subjects?"
    r"|matters?|issues?|slides?|pages?|it|them|this|that|here|liste|ordre du jour|sujets?|questions?|cela"
    r"|lista|temas?|ello|esto)",
    re.IGNORECASE,
)
"""What names nothing that a source could mention: "everything on the list"."""
_AFTER = re.compile(
    rf"(?:,.*|[ ,]+(?:(?:across|throughout|anywhere in|in|from|on|within) {_EN}(?: .*)?"
    rf"|(?:dans|sur) (?:toutes? )?{_FR}(?: .*)?|(?:en|a lo largo de) (?:todas? )?{_ES}(?: .*)?"
    r"|please|(?:is|are) (?:mentioned|named|cited|discussed|spoken of|referred to)))\W*$",
    re.IGNORECASE,
)
"""What stands behind it and names the sources themselves."""


def mentioned(text: str) -> str:
    """What every mention is asked for, as it is typed; empty for a question that does not ask so."""
    where, asked = _WHERE.search(text), _ASKED.search(text)
    if where:
        what = next(filter(None, where.groups()))
    elif asked:
        what = text[asked.end() :]
    else:
        return ""
    what = _AFTER.sub("", what.strip(' ?!.¿¡:"“”«»'))
    article = _ARTICLE.match(what)
    what = (what[article.end() :] if article else what).strip(' ?!.,:"“”«»')
    return "" if _NOTHING.fullmatch(what) else what
