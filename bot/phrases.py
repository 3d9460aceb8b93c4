"""The few sentences that are the bot's own, in the languages it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.types import Unit


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What frames an answer or a refusal, in one language."""

    not_in_sources: str
    nearest: str
    out_of_scope: str
    partly: str
    quoted_in: str
    """Said under quotations whose language is not the reader's; empty where it is."""
    other_language: str
    """Said to a reader whose language the bot does not speak."""
    units: Mapping[Unit, str]


_ENGLISH = Phrases(
    not_in_sources="The sources do not answer this question.",
    nearest="The nearest pages are listed below. They are pointers, not an answer.",
    out_of_scope="I can only answer questions about the presentation and the documents it links to.",
    partly="The sources answer part of this question:",
    quoted_in="",
    other_language="This page understands questions in English, French and Spanish best.",
    units={"slide": "Slide", "page": "Page", "section": "Section"},
)
_FRENCH = Phrases(
    not_in_sources="Les sources ne répondent pas à cette question.",
    nearest="Les pages les plus proches sont indiquées ci-dessous, à titre de repères et non de réponse.",
    out_of_scope=(
        "Je ne peux répondre qu’aux questions portant sur la présentation et les documents "
        "auxquels elle renvoie."
    ),
    partly="Les sources répondent à une partie de la question :",
    quoted_in="Citations dans la langue de la source.",
    other_language="",
    units={"slide": "Diapositive", "page": "Page", "section": "Section"},
)
_SPANISH = Phrases(
    not_in_sources="Las fuentes no responden a esta pregunta.",
    nearest="Las páginas más cercanas se indican abajo, como orientación y no como respuesta.",
    out_of_scope="Solo puedo responder a preguntas sobre la presentación y los documentos a los que remite.",
    partly="Las fuentes responden a una parte de la pregunta:",
    quoted_in="Citas en la lengua de la fuente.",
    other_language="",
    units={"slide": "Diapositiva", "page": "Página", "section": "Sección"},
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}


def phrases(language: str) -> Phrases:
    """The phrases of a language, English ones for a language the bot does not speak."""
    return _BY_LANGUAGE.get(language, _ENGLISH)


def is_spoken(language: str) -> bool:
    """Whether the bot's own sentences exist in the language."""
    return language in _BY_LANGUAGE
