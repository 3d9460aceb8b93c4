"""Questions about what a picture shows, where the sources have no more of it in words than its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.compose import Group
from ingest.terms import fold

_PICTURE = re.compile(
    r"\b(?:charts?|graphs?|diagrams?|pictures?|photos?|photographs?|images?|maps?|drawings?|infographics?"
    r"|(?:the|this|that|which|what|a) figure|graphiques?|schemas?|diagrammes?|illustrations?|cartes?"
    r"|(?:la|cette|une) figure|graficos?|graficas?|diagramas?|esquemas?|imagen(?:es)?|fotos?|mapas?"
    r"|ilustracion(?:es)?)\b"
)
"""Words for a picture, folded."""
_OF_ITSELF = re.compile(
    r"\b(?:sources?|authors?|captions?|titles?|called|titled|who (?:made|drew|took|is the)"
    r"|(?:come|taken|borrowed) from"
    r"|whose|a qui|de qui|auteurs?|legendes?|titres?|d'ou vient"
    r"|fuentes?|autor(?:es|a)?|leyendas?|titulos?|de donde|de quien)\b"
)
"""Words for what a caption tells of a picture, folded."""


def is_only_announced(question: str, groups: Sequence[Group]) -> bool:
    """Whether a question is about what a picture shows and only captions and titles were found on it."""
    plain = fold(question)
    kinds = {line.passage.kind for group in groups for line in group.lines}
    return bool(
        _PICTURE.search(plain) and not _OF_ITSELF.search(plain) and kinds and kinds <= {"caption", "title"}
    )
