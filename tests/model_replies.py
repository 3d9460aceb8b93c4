"""What the check makes of a language model's replies: true sentences kept, inventions cut.

    python tests/model_replies.py [--home HOME] [--list] [--file FILE]

model_replies.jsonl has the replies of a language model to the prompts that the bot makes for questions about
the presentation, written outside of the program as a chat model writes them. Another reader told which
sentences what they cite supports, and made inventions of them. With --home, a RAPPORTEUR_HOME in which the
checker may be kept, the network reads them too. Only those with `looked_at` were looked at while the check
was improved; --list shows the mistakes among them.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims import ALWAYS, told

from bot.model.checked import Check, Checker
from bot.model.claim import Evidence
from bot.model.reply import sentences
from bot.model.verify import verify
from ingest.reader import prepare_reader
from ingest.settings import Settings

FILE = Path(__file__).with_name("model_replies.jsonl")


@dataclass(frozen=True)
class Said:
    """A sentence of a reply, or one made of it, beside what it cites."""

    kind: str
    """ "true", "untrue", or what was invented."""
    text: str
    language: str
    evidence: tuple[Evidence, ...]
    looked_at: bool


def replies(file: Path = FILE) -> list[dict[str, Any]]:
    """The rows of a file of replies."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def said(rows: list[dict[str, Any]]) -> Iterator[Said]:
    """Every sentence of the replies and every invention."""
    for row in rows:
        statements = [
            Evidence(text=each["text"], context=each["under"].replace(" / ", "\n"), language="en")
            for each in row["statements"]
        ]
        true = [("true" if each["true"] else "untrue", each) for each in row["sentences"]]
        for kind, each in (*true, *((each["kind"], each) for each in row["inventions"])):
            evidence = tuple(statements[n - 1] for n in each["cited"] if 0 < n <= len(statements))
            # As the bot reads it: without the marks of a list.
            (text,) = [one.text for one in sentences([f"{each['said']} "])][:1]
            yield Said(kind, text, row["language"], evidence, row["looked_at"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--file", type=Path, default=FILE)
    args = parser.parse_args()
    check: Check = verify
    if args.home:
        check = Checker(prepare_reader(Settings.read({"RAPPORTEUR_HOME": args.home}), "checker"))
    n: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for each in said(replies(args.file)):
        verdict = check(each.text, each.evidence, each.language)
        good = verdict.supported == (each.kind == "true")
        group = "inventions: number, date, name, instrument" if each.kind in ALWAYS else "other inventions"
        if each.kind in ("true", "untrue"):
            group = f"{each.kind} sentences, {each.language}"
        key = ("looked at" if each.looked_at else "not looked at", group)
        n[key] += 1
        right[key] += good
        if args.list and each.looked_at and not good:
            print(f"  {each.kind:10} {verdict.fault or '':9} {verdict.about[:30]:30} {each.text}")
    for half, group in sorted(n):
        print(f"{half:14} {group:45} {told(right[half, group], n[half, group])}")


if __name__ == "__main__":
    main()
