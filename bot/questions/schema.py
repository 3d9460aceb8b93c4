"""The JSON Schema of a file of test questions, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Any

from bot.questions.cases import BY_MANNER, KINDS
from bot.questions.read_yaml import CASE_KEYS, EVIDENCE_KEYS, TURN_KEYS, VARIANT_KEYS

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number"]}
"""YAML takes `2020` for a number; the questions take every word as it is written."""
_PATTERNS: Schema = {"type": "array", "items": _TEXT}
_LANGUAGE: Schema = {"type": "string", "pattern": "^[a-z]{2,3}$", "description": "ISO 639 code: en, fr, es."}
_EVIDENCE: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["source", "page"],
        "properties": {
            "source": {"type": "string", "description": "Id of a source, or the name of its file."},
            "page": {"type": "integer", "minimum": 1, "description": "As the reader counts, from 1."},
            "quote": {**_TEXT, "description": "Words of that page; left out when the whole page is meant."},
        },
    },
}
_ABOUT: dict[str, Schema] = {
    "id": {**_TEXT, "description": "No other question has it; runs are compared by it."},
    "question": {"type": "string", "description": "As a person would type it."},
    "language": _LANGUAGE,
    "asker": {"type": "string", "description": "The group that would ask it."},
    "type": {"type": "string", "description": "Kind of question, in a word; figures are given by it."},
    "expect": {
        "enum": ["answer", "decline"],
        "description": "Whether the corpus answers it; if not, a good answer says so.",
    },
    "manner": {
        "type": "string",
        "examples": ["answer_with_caveat", "correct_premise", *BY_MANNER],
        "description": "How it should be answered or declined.",
    },
    "refusal": {"enum": list(KINDS), "description": "The one kind of decline that is right."},
    "history": {
        "type": "array",
        "description": "The conversation before it.",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": list(TURN_KEYS),
            "properties": {"role": {"enum": ["user", "assistant"]}, "content": _TEXT},
        },
    },
    "evidence": {**_EVIDENCE, "description": "Every page that answers, with the words that do."},
    "near": {**_EVIDENCE, "description": "Pages that a decline may point to."},
    "facts": {**_PATTERNS, "description": "Regular expressions; a right answer matches each."},
    "forbidden": {**_PATTERNS, "description": "Regular expressions; no right answer matches any."},
    "reference": {**_TEXT, "description": "A right answer in a person's words."},
    "note": {**_TEXT, "description": "For whoever reads the file."},
    "answered_by": {**_TEXT, "description": "Where a question that the corpus does not answer is answered."},
    "variants": {
        "type": "array",
        "description": "The same question in other words or languages, to be answered from the same pages.",
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": list(VARIANT_KEYS),
            "properties": {"language": _LANGUAGE, "question": {"type": "string"}},
        },
    },
}


def schema() -> Schema:
    """The schema (draft 2020-12). `rapporteur eval --check` tells what it cannot: ids, quotes, patterns."""
    assert set(_ABOUT) == set(CASE_KEYS)  # noqa: S101 - a key that is read is a key that is told
    assert set(_EVIDENCE["items"]["properties"]) == set(EVIDENCE_KEYS)  # noqa: S101
    answer: Schema = {"properties": {"expect": {"const": "answer"}}, "required": ["expect"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Test questions of Rapporteur",
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "questions"],
        "properties": {
            "version": {"const": 1},
            "questions": {"type": "array", "items": {"$ref": "#/$defs/question"}},
        },
        "$defs": {
            "question": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "question", "language", "type", "expect"],
                "properties": _ABOUT,
                "if": answer,
                "then": {
                    "anyOf": [{"required": ["evidence"]}, {"required": ["facts"]}],
                    "not": {"required": ["refusal"]},
                },
                "else": {"not": {"anyOf": [{"required": ["evidence"]}, {"required": ["facts"]}]}},
            }
        },
    }
