"""Kills an ingest at random moments and asks the index a question after each.

    python tests/calibration/kills.py [N] [SEED]

An index of one version of a deck is in use and `rapporteur ingest` is reading another, with the real model; N
times (50) the process is ended as `kill -9` ends it, at a moment drawn at random over the time that an ingest
takes. After each the index has to answer from the old version or from the new one; then an ingest has to
succeed. Prints how often which version answered, and fails when neither did.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bot.wire import Bot
from ingest.settings import Settings

DECK = "# Cooperatives\n\n- Cooperatives give jobs to {} million people\n\n---\n\n# Banks\n\n- They lend\n\n"
FILLER = "---\n\n# Part {}\n\n- Part {} tells of members, of their votes and of {} other things\n\n"
QUESTION = "How many people have jobs thanks to cooperatives?"
OLD, NEW = "27", "280"


def deck(millions: str) -> str:
    """A version of the deck: its first slide and a hundred others differ from the other version's."""
    return DECK.format(millions) + "".join(FILLER.format(at, at, millions) for at in range(100))


def main() -> None:
    """Prints the counts; exits with 1 when the index ever failed to answer."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 20261)
    models = Settings.read().home_path / "models"
    counted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        corpus, home, kept = place / "corpus", place / "home", place / "kept"
        corpus.mkdir()
        if models.is_dir():  # else the first ingest prepares it
            shutil.copytree(models, home / "models")
        settings = Settings(corpus=str(corpus), home=str(home))
        (corpus / "deck.md").write_text(deck(OLD), encoding="utf-8")
        run(settings).wait()
        shutil.copytree(home, kept)
        (corpus / "deck.md").write_text(deck(NEW), encoding="utf-8")
        start = time.perf_counter()
        run(settings).wait()
        whole = time.perf_counter() - start
        print(f"an ingest takes {whole:.1f} s")
        kills = 0
        while kills < rounds:
            shutil.rmtree(home)
            shutil.copytree(kept, home)
            process = run(settings)
            time.sleep(dice.uniform(0, whole * 1.05))
            process.kill()
            how = "killed" if process.wait() < 0 else "ended before the kill"
            kills += how == "killed"
            counted[f"{how}, {said(settings)}"] += 1
            again = run(settings).wait()
            counted[f"ingested again with status {again}, {said(settings)}"] += 1
    for what, count in sorted(counted.items()):
        print(f"{count:4d} {what}")
    sys.exit(any("neither" in what for what in counted))


def run(settings: Settings) -> subprocess.Popen[bytes]:
    """An ingest in a process of its own."""
    environment = os.environ | {"RAPPORTEUR_CORPUS": settings.corpus, "RAPPORTEUR_HOME": settings.home}
    return subprocess.Popen(
        [sys.executable, "-c", "from bot.cli import main; main()", "ingest"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def said(settings: Settings) -> str:
    """Which version answers."""
    try:
        answer = Bot(settings).ask(QUESTION)
    except Exception as error:  # whatever it is, it is what is measured
        return f"neither answered: {type(error).__name__}: {error}"
    quoted = " ".join(citation.quote for citation in answer.citations)
    for words, version in ((f"{NEW} million", "new"), (f"{OLD} million", "old")):
        if words in quoted:
            return f"the {version} version answered"
    return f"neither answered: {answer.text[:80]!r}"


if __name__ == "__main__":
    main()
