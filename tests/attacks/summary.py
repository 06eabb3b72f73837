"""The table that a run of the attack suite ends with: what was tried in each profile, and what got through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

ATTACK = re.compile(r"test_attacks\.py::test_an_attack_gains_nothing\[(?P<profile>.*)-(?P<group>\w+)-(?P<name>\w+)\]")
TWIN = re.compile(r"test_attacks\.py::test_its_legitimate_twin_keeps_full_marks\[(?P<profile>.*)-(?P<group>\w+)-\w+\]")


def lines(outcomes: Mapping[str, str]) -> list[str]:
    """The table, from the outcome (passed, failed, skipped) of each test by its id; nothing if no attack was tried."""
    attacks = _counts(outcomes, ATTACK)
    twins = _counts(outcomes, TWIN)
    if not attacks:
        return []
    made = [f"{'profile':26} {'group':10}  attacks  stopped  got through  not tried  twins ok"]
    for (profile, group), count in sorted(attacks.items()):
        twin = twins.get((profile, group), Counter[str]())
        made.append(
            f"{profile:26} {group:10} {count.total():8} {count['passed']:8} {count['failed']:12} "
            f"{count['skipped']:10} {twin['passed']:5}/{twin.total()}"
        )
    total = sum(attacks.values(), Counter[str]())
    made.append(f"{total.total() - total['skipped']} tried, {total['failed']} got through")
    return made


def _counts(outcomes: Mapping[str, str], pattern: re.Pattern[str]) -> dict[tuple[str, str], Counter[str]]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    for test, outcome in outcomes.items():
        if found := pattern.search(test):
            counts.setdefault((found["profile"], found["group"]), Counter())[outcome] += 1
    return counts

