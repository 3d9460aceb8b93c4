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
from claims import claims
from train_checker import written

from bot.model.checked import Checker
from bot.model.verify import verify
from ingest.reader import prepare_reader
from ingest.settings import Settings

KEPT = {"dev_kept", "dev2"}
STEPS = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


def main(home: str) -> None:
    """Prints the table."""
    checker = Checker(prepare_reader(Settings.read({"RAPPORTEUR_HOME": home}), "checker"))
    odds: dict[str, list[tuple[bool, float]]] = defaultdict(list)
    for one in (*written(held_out=True), *(one for one in claims() if one.half in KEPT)):
        if one.language == "en":
            fault: str = verify(one.text, [one.evidence], one.language).fault or "none"
            odds[fault].append((one.kind == "true", checker.log_odds(one.text, [one.evidence])))
    for fault, some in sorted(odds.items()):
        true, made = [o for is_true, o in some if is_true], [o for is_true, o in some if not is_true]
        print(f"{fault}: {len(true)} true, {len(made)} invented; standing from log odds of")
        print("  " + "  ".join(f"{s:g}: {_from(true, s)}/{_from(made, s)}" for s in STEPS))


def _from(odds: list[float], least: float) -> int:
    return sum(each >= least for each in odds)


if __name__ == "__main__":
    main(sys.argv[1])
