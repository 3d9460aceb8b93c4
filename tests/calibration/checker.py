"""Chooses when the checker overrules the rules (bot/model/checked.py).

    python tests/calibration/checker.py HOME

HOME is a RAPPORTEUR_HOME in which the checker may be kept. Asked are sentences that it did not learn from:
every tenth statement of tests/calibration/claims and the parts of tests/claims*.yaml named `KEPT`. Prints,
for each fault that the rules find and for none, how many true sentences and inventions stand from each of
some log odds on.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))
import json

from claims import claims
from train_checker import CLAIMS, HELD_OUT

from bot.model.checked import Checker
from bot.model.claim import Evidence
from bot.model.verify import verify
from ingest.reader import prepare_reader
from ingest.settings import Settings

KEPT = {"dev_kept", "dev2"}
STEPS = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


def sentences() -> list[tuple[str, str, str, Evidence]]:
    """Kind ("true" or what was invented), sentence, language and evidence of each."""
    found = [(one.kind, one.text, one.language, one.evidence) for one in claims() if one.half in KEPT]
    for file in sorted(CLAIMS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines()[HELD_OUT - 1 :: HELD_OUT]:
            row = json.loads(line)
            evidence = Evidence(text=row["text"], context=row["context"])
            found += [("true", text, language, evidence) for language, text in row["true"]]
            found += [(kind, text, language, evidence) for language, kind, text in row["false"]]
    return found


def main(home: str) -> None:
    """Prints the table."""
    checker = Checker(prepare_reader(Settings.read({"RAPPORTEUR_HOME": home}), "checker"))
    odds: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for kind, text, language, evidence in sentences():
        fault: str = verify(text, [evidence], language).fault or "none"
        if language == "en":
            odds[fault].append((kind == "true", checker.log_odds(text, [evidence])))
    for fault, some in sorted(odds.items()):
        true, made = [o for is_true, o in some if is_true], [o for is_true, o in some if not is_true]
        print(f"{fault}: {len(true)} true, {len(made)} invented; standing from log odds of")
        print("  " + "  ".join(f"{s:g}: {_from(true, s)}/{_from(made, s)}" for s in STEPS))


def _from(odds: list[float], least: float) -> int:
    return sum(each >= least for each in odds)


if __name__ == "__main__":
    main(sys.argv[1])
