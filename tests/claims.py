"""How many inventions the check of a model's words cuts, and how many true sentences it keeps.

    python tests/claims.py [--half PART] [--list] [--home HOME]

With --home, a RAPPORTEUR_HOME in which the checker may be kept, the network reads them too, as it does when
a language model is set; without, the rules judge alone.

Sentences are those of claims*.yaml and, for numbers, dates, names and instruments, inventions made of each
true one by exchanging one thing. Statements of claims.yaml were tuned on and held out by turns. A part that
had been measured was looked at and learned from afterwards: docs/evaluation.md has the first figures of each.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.model.checked import Check, Checker
from bot.model.claim import Evidence
from bot.model.verify import verify
from ingest.reader import prepare_reader
from ingest.settings import Settings

ALWAYS = ("number", "date", "name", "instrument")
"""Kinds of invention that have to be cut always."""
OTHER_NAMES = ("Belgium", "Kenya", "Geneva", "OECD", "Bangladesh", "Acme", "Peru", "UNICEF")
NAMES = re.compile(
    r"\b(?:Korea|Corée|Corea|South Africa|Afrique du Sud|Sudáfrica|Philippines|Filipinas|Indonesia|Indonésie"
    r"|Japan|Japon|Japón|Nepal|Népal|Mongolia|Mongolie|Colombia|Colombie|Luxembourg|Luxemburgo|Tunisia|Tunisie|Túnez"
    r"|ICA|FAO|India|Inde|Djibouti|Selva|Jordan|Jordanie|Jordania|Peru|Pérou|Perú|Nordic|Lindholm|Norra|Ostby|Kall|Arden)\b"
)
FILES = {"": ("tuned", "held"), "_second": ("second",), "_third": ("third",), "_fresh": ("fresh",),
         "_dev": ("dev", "dev_kept"), "_dev2": ("dev2",), "_fourth": ("fourth", "fourth_kept")}  # fmt: skip
"""Files by the end of their name, and the parts of the figures that their statements are by turns."""
FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Claim:
    """A sentence beside the statement it cites."""

    kind: str
    """ "true", or what was invented."""
    text: str
    language: str
    evidence: Evidence
    half: str


def claims() -> Iterator[Claim]:
    """Every sentence with its half."""
    chance = random.Random(7)
    files = [yaml.safe_load((FOLDER / f"claims{name}.yaml").read_text("utf-8")) for name in FILES]
    places = [
        (name, at, each) for name, some in zip(FILES, files, strict=True) for at, each in enumerate(some)
    ]
    for name, at, each in places:
        half = FILES[name][at % len(FILES[name])]
        evidence = Evidence(text=each["text"], context=each["context"])
        for said in each["said"]:
            ((language, text),) = said.items()
            yield Claim("true", text, language, evidence, half)
            for kind, made in exchanged(text, chance):
                yield Claim(kind, made, language, evidence, half)
        for invented in each["invented"]:
            ((kind, text),) = invented.items()
            *language, kind = kind.split()
            yield Claim(kind, text, language[0] if language else "en", evidence, half)


def exchanged(text: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Sentences made of a true one by another number, year, instrument or name."""
    for found in re.finditer(r"\d+(?:[.,  ]\d+)*", text):
        run = found[0]
        at = chance.randrange(len(run))
        while not run[at].isdigit():
            at = chance.randrange(len(run))
        digit = (
            str((int(run[at]) + chance.randrange(1, 9)) % 10)
            if at or len(run) == 1
            else str(int(run[0]) % 9 + 1)
        )
        other = run[:at] + digit + run[at + 1 :]
        if other == run or (len(run) == 1 and digit == "0"):
            continue
        made = text[: found.start()] + other + text[found.end() :]
        before = text[: found.start()].rstrip()
        if before.endswith(("No.", "no", "núm.", "R.")) and not run.startswith(("9520", "6938")):
            yield "instrument", made
        else:
            yield ("date" if re.fullmatch(r"(?:19|20)\d\d", run) else "number"), made
    if names := NAMES.findall(text):
        yield "name", text.replace(chance.choice(names), chance.choice(OTHER_NAMES), 1)


def told(right: int, n: int) -> str:
    """A share with its n and 95 % interval."""
    share, z = right / n, 1.96  # Wilson 1927
    centre, reach = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low, high = ((centre + side * reach) / (1 + z * z / n) for side in (-1, 1))
    return f"{right}/{n} = {right / n:.1%} ({low:.1%} to {high:.1%})"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--half", default="all")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--home")
    args = parser.parse_args()
    check: Check = verify
    if args.home:
        check = Checker(prepare_reader(Settings.read({"RAPPORTEUR_HOME": args.home}), "checker"))
    parts = [part for some in FILES.values() for part in some]
    for half in parts if args.half == "all" else args.half.split(","):
        n: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for claim in (each for each in claims() if each.half == half):
            verdict = check(claim.text, [claim.evidence], claim.language)
            good = verdict.supported == (claim.kind == "true")
            groups = [claim.kind]
            if claim.kind == "true":
                groups.append(f"true, {claim.language}")
            else:
                groups.append("always" if claim.kind in ALWAYS else "rest")
            n.update(groups)
            right.update(groups if good else [])
            if args.list and not good:
                print(f"  {claim.kind:10} {verdict.fault or '':9} {verdict.about[:40]:40} {claim.text}")
        print(f"{half}:")
        for group in sorted(n, key=lambda g: (g not in ("true", "always", "rest"), g)):
            print(f"  {group:12} {told(right[group], n[group])}")


if __name__ == "__main__":
    main()
