"""Test questions from YAML, every problem with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.questions.cases import KINDS, Case, Evidence, Expect, Kind, Problem, Variant
from bot.types import Turn

VERSION = "1"
CASE_KEYS = (
    *("id", "question", "language", "asker", "type", "expect", "manner", "refusal", "history", "evidence"),
    *("near", "facts", "forbidden", "reference", "note", "answered_by", "variants"),
)
EVIDENCE_KEYS = ("source", "page", "quote")
TURN_KEYS = ("role", "content")
VARIANT_KEYS = ("language", "question")


class CaseReader:
    """Reads cases from YAML; what is wrong with them is collected in `problems`, never raised."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self._case_id = ""

    def cases(self, text: str) -> list[Case]:
        """The cases of the text, to be trusted only when `problems` is empty afterwards."""
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._report(mark.line + 1 if mark else 1, f"not valid YAML: {error.problem}")
            return []
        except yaml.YAMLError as error:
            self._report(1, f"not valid YAML: {error}")
            return []
        if root is None:
            self._report(1, "the file is empty; it starts with 'version: 1' and 'questions:'")
            return []
        fields = self._fields(root, ("version", "questions"))
        version = self._text(fields, "version", root, required=True)
        if version and version != VERSION:
            self._report(_line(fields["version"]), f"version is {version!r}; this program reads version 1")
        if "questions" not in fields:
            self._report(_line(root), "'questions' is missing")
        first_lines: dict[str, int] = {}
        cases = []
        for node in self._items(fields, "questions"):
            case = self._case(node)
            self._case_id = ""
            if case.id and case.id in first_lines:
                self._report(
                    case.line, f"the id is taken by the question on line {first_lines[case.id]}", case.id
                )
            first_lines.setdefault(case.id, case.line)
            cases.append(case)
        return cases

    def _case(self, node: yaml.Node) -> Case:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "id" and isinstance(value, yaml.ScalarNode):
                self._case_id = value.value
        before = len(self.problems)
        fields = self._fields(node, CASE_KEYS)
        case = Case(
            id=self._text(fields, "id", node, required=True),
            question=self._text(fields, "question", node, required=True),
            language=self._text(fields, "language", node, required=True),
            type=self._text(fields, "type", node, required=True),
            expect=self._expect(fields, node),
            asker=self._text(fields, "asker", node),
            manner=self._text(fields, "manner", node),
            refusal=self._refusal(fields),
            history=tuple(self._turn(item) for item in self._items(fields, "history")),
            evidence=tuple(self._evidence(item) for item in self._items(fields, "evidence")),
            near=tuple(self._evidence(item) for item in self._items(fields, "near")),
            facts=tuple(self._pattern(item, "facts") for item in self._items(fields, "facts")),
            forbidden=tuple(self._pattern(item, "forbidden") for item in self._items(fields, "forbidden")),
            reference=self._text(fields, "reference", node),
            note=self._text(fields, "note", node),
            answered_by=self._text(fields, "answered_by", node),
            variants=tuple(self._variant(item) for item in self._items(fields, "variants")),
            line=_line(node),
        )
        self._check_language(case.language, fields)
        sound = len(self.problems) == before
        if sound and case.expect == "answer" and not (case.evidence or case.facts):
            self._report(case.line, "expects an answer, so it needs 'evidence' or 'facts' to judge one by")
        if case.expect == "decline" and case.evidence:
            self._report(
                _line(fields["evidence"]), "expects a decline, so its pages are 'near', not 'evidence'"
            )
        if case.expect == "decline" and case.facts:
            self._report(_line(fields["facts"]), "expects a decline, so it has no 'facts'")
        if case.expect == "answer" and case.refusal:
            self._report(_line(fields["refusal"]), "expects an answer, so it has no 'refusal'")
        return case

    def _check_language(self, language: str, fields: dict[str, yaml.Node]) -> None:
        if language and not re.fullmatch("[a-z]{2,3}", language):
            self._report(_line(fields["language"]), f"language {language!r} is not a code such as 'en'")

    def _refusal(self, fields: dict[str, yaml.Node]) -> Kind | None:
        refusal = self._text(fields, "refusal", fields["refusal"]) if "refusal" in fields else ""
        if not refusal:
            return None
        for kind in KINDS:
            if refusal == kind:
                return kind
        self._report(_line(fields["refusal"]), f"refusal is {refusal!r}; known are {', '.join(KINDS)}")
        return None

    def _variant(self, node: yaml.Node) -> Variant:
        fields = self._fields(node, VARIANT_KEYS)
        variant = Variant(
            language=self._text(fields, "language", node, required=True),
            question=self._text(fields, "question", node, required=True),
        )
        self._check_language(variant.language, fields)
        return variant

    def _expect(self, fields: dict[str, yaml.Node], node: yaml.Node) -> Expect:
        expect = self._text(fields, "expect", node, required=True)
        if expect == "decline":
            return "decline"
        if expect not in ("answer", ""):
            self._report(_line(fields["expect"]), f"expect is {expect!r}; write answer or decline")
        return "answer"

    def _evidence(self, node: yaml.Node) -> Evidence:
        fields = self._fields(node, EVIDENCE_KEYS)
        page = self._text(fields, "page", node, required=True)
        if page and not re.fullmatch("[1-9][0-9]{0,5}", page):
            self._report(_line(fields["page"]), f"page {page!r} is not a number from 1")
            page = ""
        return Evidence(
            source=self._text(fields, "source", node, required=True),
            page=int(page or 1),
            quote=self._text(fields, "quote", node),
            line=_line(node),
        )

    def _turn(self, node: yaml.Node) -> Turn:
        fields = self._fields(node, TURN_KEYS)
        role = self._text(fields, "role", node, required=True)
        if role not in ("user", "assistant", ""):
            self._report(_line(fields["role"]), f"role is {role!r}; write user or assistant")
        content = self._text(fields, "content", node, required=True)
        return Turn(role="assistant" if role == "assistant" else "user", content=content)

    def _pattern(self, node: yaml.Node, key: str) -> str:
        pattern = self._scalar(node, f"an item of {key!r}")
        if not isinstance(node, yaml.ScalarNode):
            return pattern
        try:
            matches_nothing = re.compile(pattern).search("") is not None
        except re.error as error:
            self._report(_line(node), f"the pattern {pattern!r} of {key!r} does not compile: {error}")
        else:
            if matches_nothing:
                self._report(_line(node), f"the pattern {pattern!r} of {key!r} is found in every text")
        return pattern

    def _fields(self, node: yaml.Node, known: Sequence[str]) -> dict[str, yaml.Node]:
        """The node by key; a key without a value is left out."""
        if not isinstance(node, yaml.MappingNode):
            self._report(_line(node), f"expected keys and values ({', '.join(known)})")
            return {}
        fields: dict[str, yaml.Node] = {}
        for key_node, value in node.value:
            key = key_node.value
            if key not in known:
                self._report(_line(key_node), f"unknown key {key!r}; known are {', '.join(known)}")
            elif key in fields:
                self._report(_line(key_node), f"{key!r} is given twice")
            elif value.tag != "tag:yaml.org,2002:null":
                fields[key] = value
        return fields

    def _items(self, fields: dict[str, yaml.Node], key: str) -> list[yaml.Node]:
        node = fields.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self._report(_line(node), f"{key!r} is not a list; start each item with '- '")
            return []
        return list(node.value)

    def _text(
        self, fields: dict[str, yaml.Node], key: str, parent: yaml.Node, *, required: bool = False
    ) -> str:
        node = fields.get(key)
        text = self._scalar(node, repr(key)) if node is not None else ""
        # A parent that is not keys and values, or a value that is not text, has been reported already.
        reported = not isinstance(parent, yaml.MappingNode) or isinstance(node, yaml.CollectionNode)
        if required and not text and not reported:
            self._report(_line(node or parent), f"{key!r} is missing")
        return text

    def _scalar(self, node: yaml.Node, what: str) -> str:
        """The words as written, whatever type YAML would take them for."""
        if isinstance(node, yaml.ScalarNode):
            return str(node.value).strip()
        self._report(_line(node), f"{what} is not a line of text")
        return ""

    def _report(self, line: int, message: str, case_id: str | None = None) -> None:
        case_id = self._case_id if case_id is None else case_id
        self.problems.append(Problem(path=self.path, line=line, case_id=case_id, message=message))


def as_yaml(items: Sequence[object]) -> str:
    """A block of YAML list items, keys in the order they have; words that YAML reads otherwise are quoted."""
    return yaml.safe_dump(
        list(items), allow_unicode=True, sort_keys=False, default_flow_style=False, width=108
    )


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
