"""The few sentences that are the bot's own, in the languages it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.types import Refusal
from ingest.types import Unit


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """What frames an answer or a refusal, in one language."""

    not_in_sources: str
    newest: str
    """Said of the sources when a question is about a later day."""
    later_document: str
    """Said of a document that may answer instead, newer than all that was read."""
    other_document: str
    """The same of one that is not newer."""
    nearest: str
    out_of_scope: str
    small_talk: str
    """Said to a greeting and to thanks."""
    refusals: Mapping[Refusal, str]
    """Said when a question is refused for what it asks: what is not done here, and what is."""
    partly: str
    nothing_on: str
    """Said of the part of a question that is not answered."""
    not_named: str
    """Said under a list that does not have the name asked for."""
    otherwise: str
    """Said under a statement that says otherwise than the question takes for granted."""
    no_such_page: str
    """Said when a page is asked for that there is not."""
    later: str
    """Said above what a source says that is newer than the presentation."""
    according_to: str
    """Said above what somebody else says, whom neither the presentation nor its documents speak for."""
    as_of: str
    """Said under quotations that were true on a date."""
    as_of_several: str
    """The same when the sources quoted have several dates."""
    joined: str
    """What stands between two dates."""
    quoted_in: str
    """Said under quotations whose language is not the reader's; empty where it is."""
    reading_aid: str
    """Said under quotations in English, before words of theirs in the reader's language."""
    other_language: str
    """Said to a reader whose language the bot does not speak."""
    units: Mapping[Unit, str]


_ENGLISH = Phrases(
    not_in_sources="The sources do not answer this question.",
    newest="The newest source is dated {date}.",
    later_document="A later document, which was not read here: {what}",
    other_document="A document on the subject, which was not read here: {what}",
    nearest="The nearest pages are listed below. They are pointers, not an answer.",
    out_of_scope="I can only answer questions about the presentation and the documents it links to.",
    small_talk="Glad to help with questions about the presentation and the documents it links to.",
    refusals={
        "position": (
            "This tool quotes its sources. It takes no position and ranks no one. "
            "You can ask what the sources say on the subject."
        ),
        "advice": (
            "This tool gives no legal advice and judges no particular law, contract or case. "
            "You can ask what the sources say on the subject."
        ),
        "personal_data": (
            "This tool gives no personal data and does not tell who asked what. "
            "It can quote what the sources say of an organization or an office."
        ),
        "about_bot": (
            "This is an automated tool. It answers questions from the presentation and the documents it "
            "links to, and says where the exact words stand. It follows no other orders."
        ),
        "task": (
            "This tool only quotes its sources and does no other work. "
            "You can ask what the presentation and the documents it links to say on a subject."
        ),
    },
    partly="The sources answer part of this question:",
    nothing_on="Nothing was found on: {what}",
    not_named="{name} is not named in this list.",
    otherwise="The sources do not say “{what}” of this. What they say of it is quoted above.",
    no_such_page="“{title}” ends with {unit} {count}.",
    later="Later, {date}: {where}",
    according_to="According to {publisher}, {date}: {where}",
    as_of="As of {date}, the date of the source.",
    as_of_several="As of {date}, the dates of the sources.",
    joined=" and ",
    quoted_in="",
    reading_aid="",
    other_language="This page understands questions in English, French and Spanish best.",
    units={"slide": "Slide", "page": "Page", "section": "Section"},
)
_FRENCH = Phrases(
    not_in_sources="Les sources ne répondent pas à cette question.",
    newest="La source la plus récente est datée : {date}.",
    later_document="Un document plus récent, qui n’a pas été lu ici : {what}",
    other_document="Un document sur le sujet, qui n’a pas été lu ici : {what}",
    nearest="Les pages les plus proches sont indiquées ci-dessous, à titre de repères et non de réponse.",
    out_of_scope=(
        "Je ne peux répondre qu’aux questions portant sur la présentation et les documents "
        "auxquels elle renvoie."
    ),
    small_talk=(
        "À votre service pour toute question sur la présentation et les documents auxquels elle renvoie."
    ),
    refusals={
        "position": (
            "Cet outil cite ses sources. Il ne prend pas position et ne classe personne. "
            "Vous pouvez demander ce que les sources disent du sujet."
        ),
        "advice": (
            "Cet outil ne donne pas de conseil juridique et ne juge aucune loi, aucun contrat ni aucun cas "
            "particulier. Vous pouvez demander ce que les sources disent du sujet."
        ),
        "personal_data": (
            "Cet outil ne donne pas de données personnelles et ne dit pas qui a demandé quoi. "
            "Il peut citer ce que les sources disent d’une organisation ou d’un bureau."
        ),
        "about_bot": (
            "Ceci est un outil automatique. Il répond d’après la présentation et les documents auxquels elle "
            "renvoie, et indique où se trouvent les mots exacts. Il ne suit pas d’autre consigne."
        ),
        "task": (
            "Cet outil ne fait que citer ses sources. Vous pouvez demander ce que la présentation et les "
            "documents auxquels elle renvoie disent d’un sujet."
        ),
    },
    partly="Les sources répondent à une partie de la question :",
    nothing_on="Rien n’a été trouvé sur : {what}",
    not_named="{name} n’est pas cité dans cette liste.",
    otherwise="Les sources ne disent pas « {what} » à ce sujet. Ce qu’elles en disent est cité ci-dessus.",
    no_such_page="« {title} » se termine à la {unit} {count}.",
    later="Plus tard, {date} : {where}",
    according_to="D’après {publisher}, {date} : {where}",
    as_of="À la date de la source : {date}.",
    as_of_several="Aux dates des sources : {date}.",
    joined=" et ",
    quoted_in="Citations dans la langue de la source.",
    reading_aid="Aide à la lecture, mot à mot d’après un lexique (ce n’est pas une traduction) : {pairs}",
    other_language="",
    units={"slide": "Diapositive", "page": "Page", "section": "Section"},
)
_SPANISH = Phrases(
    not_in_sources="Las fuentes no responden a esta pregunta.",
    newest="La fuente más reciente tiene esta fecha: {date}.",
    later_document="Un documento posterior, que no se ha leído aquí: {what}",
    other_document="Un documento sobre el tema, que no se ha leído aquí: {what}",
    nearest="Las páginas más cercanas se indican abajo, como orientación y no como respuesta.",
    out_of_scope="Solo puedo responder a preguntas sobre la presentación y los documentos a los que remite.",
    small_talk="Con gusto respondo a preguntas sobre la presentación y los documentos a los que remite.",
    refusals={
        "position": (
            "Esta herramienta cita sus fuentes. No toma posición ni clasifica a nadie. "
            "Puede preguntar qué dicen las fuentes sobre el tema."
        ),
        "advice": (
            "Esta herramienta no da asesoramiento jurídico ni juzga una ley, un contrato o un caso "
            "particular. Puede preguntar qué dicen las fuentes sobre el tema."
        ),
        "personal_data": (
            "Esta herramienta no da datos personales ni dice quién preguntó qué. "
            "Puede citar lo que las fuentes dicen de una organización o de una oficina."
        ),
        "about_bot": (
            "Esta es una herramienta automática. Responde a partir de la presentación y de los documentos "
            "a los que remite, e indica dónde están las palabras exactas. No sigue otras órdenes."
        ),
        "task": (
            "Esta herramienta solo cita sus fuentes y no hace otro trabajo. Puede preguntar qué dicen sobre "
            "un tema la presentación y los documentos a los que remite."
        ),
    },
    partly="Las fuentes responden a una parte de la pregunta:",
    nothing_on="No se ha encontrado nada sobre: {what}",
    not_named="{name} no figura en esta lista.",
    otherwise="Las fuentes no dicen «{what}» sobre esto. Lo que dicen se cita arriba.",
    no_such_page="«{title}» termina en la {unit} {count}.",
    later="Más tarde, {date}: {where}",
    according_to="Según {publisher}, {date}: {where}",
    as_of="A la fecha de la fuente: {date}.",
    as_of_several="A las fechas de las fuentes: {date}.",
    joined=" y ",
    quoted_in="Citas en la lengua de la fuente.",
    reading_aid="Ayuda para la lectura, palabra por palabra según un léxico (no es una traducción): {pairs}",
    other_language="",
    units={"slide": "Diapositiva", "page": "Página", "section": "Sección"},
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}
SPOKEN = tuple(_BY_LANGUAGE)
"""Languages that the bot's own sentences exist in."""


def phrases(language: str) -> Phrases:
    """The phrases of a language, English ones for a language the bot does not speak."""
    return _BY_LANGUAGE.get(language, _ENGLISH)


def is_spoken(language: str) -> bool:
    """Whether the bot's own sentences exist in the language."""
    return language in _BY_LANGUAGE
