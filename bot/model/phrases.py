"""What is told of a language model's part in an answer, in the languages the bot speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Instead = Literal["late", "busy", "failed", "unsupported", "none"]
"""Why the sources are quoted instead of a model's words: too late, too busy, no reply, nothing that the
sources say, or the model found no answer in them."""


@dataclass(frozen=True, kw_only=True)
class ModelPhrases:
    """Sentences about the model's part, in one language."""

    instead: Mapping[Instead, str]
    worded: str
    """Said under an answer in a model's words."""
    cut: str
    """Said of sentences that were left out."""
    quoted: str
    """A statement in the place of such a sentence, with its marker."""


_ENGLISH = ModelPhrases(
    instead={
        "late": "The language model did not reply in time; these are the sources’ own words.",
        "busy": "The language model is busy; these are the sources’ own words.",
        "failed": "The language model could not be reached; these are the sources’ own words.",
        "unsupported": (
            "What the language model wrote could not be confirmed in the sources; these are the sources’ own words."
        ),
        "none": "The language model gave no answer; these are the sources’ own words.",
    },
    worded=(
        "Worded by a language model; every sentence was checked against the words it cites. "
        "Open a citation for the exact words."
    ),
    cut=(
        "Sentences of the language model in whose place the sources are quoted, as they could not be "
        "confirmed: {count}."
    ),
    quoted="“{quote}” {at}",
)
_FRENCH = ModelPhrases(
    instead={
        "late": "Le modèle de langage n’a pas répondu à temps ; voici les mots mêmes des sources.",
        "busy": "Le modèle de langage est occupé ; voici les mots mêmes des sources.",
        "failed": "Le modèle de langage n’a pas pu être joint ; voici les mots mêmes des sources.",
        "unsupported": (
            "Ce que le modèle de langage a écrit n’a pas pu être confirmé dans les sources ; en voici les mots mêmes."
        ),
        "none": "Le modèle de langage n’a pas donné de réponse ; voici les mots mêmes des sources.",
    },
    worded=(
        "Rédigé par un modèle de langage ; chaque phrase a été vérifiée au regard des mots qu’elle cite. "
        "Ouvrez une citation pour lire les mots exacts."
    ),
    cut=(
        "Phrases du modèle de langage à la place desquelles les sources sont citées, faute de confirmation : "
        "{count}."
    ),
    quoted="« {quote} » {at}",
)
_SPANISH = ModelPhrases(
    instead={
        "late": "El modelo de lenguaje no respondió a tiempo; estas son las palabras de las fuentes.",
        "busy": "El modelo de lenguaje está ocupado; estas son las palabras de las fuentes.",
        "failed": "No se pudo acceder al modelo de lenguaje; estas son las palabras de las fuentes.",
        "unsupported": (
            "Lo que escribió el modelo de lenguaje no pudo confirmarse en las fuentes; estas son sus palabras."
        ),
        "none": "El modelo de lenguaje no dio ninguna respuesta; estas son las palabras de las fuentes.",
    },
    worded=(
        "Redactado por un modelo de lenguaje; cada frase se ha comprobado con las palabras que cita. "
        "Abra una cita para leer las palabras exactas."
    ),
    cut=(
        "Frases del modelo de lenguaje en cuyo lugar se citan las fuentes, por no haber podido confirmarse: "
        "{count}."
    ),
    quoted="«{quote}» {at}",
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH}


def model_phrases(language: str) -> ModelPhrases:
    """Those of a language, English ones for a language the bot does not speak."""
    return _BY_LANGUAGE.get(language, _ENGLISH)
