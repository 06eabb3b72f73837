"""Which submissions are nearly the same? Code is compared by the fingerprints of its tokens, as copydetect takes them.

Names, comments and spaces do not count. What the lab's own notebook has is left out, and so is what many students have:
there are not many ways to write a short function, and nobody is to be suspected for the usual one.
"""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from autograder.feedback.class_summary import Likeness, Similar
from autograder.feedback.class_tokens import tokens
from autograder.submissions import Found, SubmissionError, read

PERCENT = 80
"""Two submissions are listed if this much of the code of both is the same."""
PASSAGE = 25
"""Characters of the tokens' line (a name is one of them) that have to agree for a passage to be the same."""
LEAST = 300
"""Submissions with fewer characters of their own are not compared: they would be alike by chance."""
LONGEST = 128 << 10
"""Characters of code; a solution of all exercises has a tenth of it."""
USUAL_IN = 10
USUAL_SHARE = 0.1
"""A passage that is in more submissions than both say is the usual way to write something."""
MOST = 200
"""So many groups are listed."""
CANDIDATES = 0.6
"""Share of common fingerprints from which on two submissions are compared passage by passage."""


class NoCopydetectError(Exception):
    """Submissions cannot be compared for want of a library; the text says which."""


class _Fingerprint(Protocol):
    """What is used of copydetect's `CodeFingerprint`."""

    hashes: set[int]
    hash_idx: dict[int, list[int]]
    filtered_code: str
    token_coverage: float


@dataclass(frozen=True)
class _Print:
    """A submission's fingerprint without what is not the student's own."""

    student: str
    taken: _Fingerprint


def demand() -> None:
    """`NoCopydetectError` if submissions cannot be compared here, before much work is done."""
    if find_spec("copydetect") is None:
        raise NoCopydetectError(
            "--similar needs the library copydetect. Install it with: pip install 'nonconvex-lab[similar]'"
        )


def likeness(template: Path, submissions: Iterable[Found]) -> Likeness:
    """Compare all submissions with each other; `template` is the lab's notebook, whose code does not count.

    `NoCopydetectError` without the library. Nobody is compared if the template cannot be read.
    """
    demand()
    codes, not_compared = _codes(submissions)
    try:
        lines = tokens([_given(template), *codes.values()])
    except SubmissionError as why:
        return Likeness(not_compared=dict.fromkeys(codes, f"the lab's own notebook cannot be read: {why}"))
    if lines[0] is None:
        return Likeness(not_compared=dict.fromkeys(codes, "the lab's own notebook could not be taken apart in time"))
    given = set(_fingerprint(lines[0]).hashes)
    prints: list[_Print] = []
    for student, line in zip(codes, lines[1:], strict=True):
        if line is None:
            not_compared[student] = "its code could not be taken apart in time"
            continue
        taken = _without(_fingerprint(line), given)
        if taken.token_coverage >= LEAST:
            prints.append(_Print(student, taken))
    same = _identical(prints)
    unlike = [group[0] for group in same]
    found = [Similar(students=tuple(sorted(p.student for p in group)), percent=100) for group in same if len(group) > 1]
    found += _pairs(_unusual(unlike))
    found.sort(key=lambda each: (-each.percent, each.students))
    return Likeness(alike=tuple(found[:MOST]), more=max(0, len(found) - MOST), not_compared=not_compared)


def _codes(submissions: Iterable[Found]) -> tuple[dict[str, str], dict[str, str]]:
    """Each student's code, and whose is not compared for what reason; what is no submission is neither."""
    codes: dict[str, str] = {}
    refused: dict[str, str] = {}
    for each in submissions:
        try:
            code = "\n".join(cell.source for cell in read(each).cells)
        except SubmissionError:
            continue
        if len(code) > LONGEST:
            refused[each.student] = f"its code has more than {LONGEST >> 10} thousand characters"
        else:
            codes[each.student] = code
    return codes, refused


def _given(template: Path) -> str:
    """The code that every student has been given; a course of one's own may do without a notebook."""
    if not template.exists():
        return ""
    return "\n".join(cell.source for cell in read(Found("template", (template,))).cells)


def _fingerprint(line: str) -> _Fingerprint:
    # every fingerprint, not one of a window: the hashes are salted, so a choice among them would change from run to run
    copydetect: Any = import_module("copydetect")
    return copydetect.CodeFingerprint("submission.py", PASSAGE, 1, filter=False, fp=io.StringIO(line))


def _without(taken: _Fingerprint, hashes: Collection[int]) -> _Fingerprint:
    """Leave some passages out (copydetect's own way to do so loses passages that a submission has twice)."""
    utils: Any = import_module("copydetect.utils")
    taken.hash_idx = {key: places for key, places in taken.hash_idx.items() if key not in hashes}
    taken.hashes = set(taken.hash_idx)
    taken.token_coverage = float(utils.get_token_coverage(taken.hash_idx, PASSAGE, len(taken.filtered_code)))
    return taken


def _identical(prints: Sequence[_Print]) -> list[list[_Print]]:
    """Submissions of the same passages, in the order of the first."""
    groups: dict[frozenset[int], list[_Print]] = defaultdict(list)
    for each in prints:
        groups[frozenset(each.taken.hashes)].append(each)
    return list(groups.values())


def _unusual(prints: Sequence[_Print]) -> list[_Print]:
    """The submissions without the passages that many have, if enough is left of them."""
    counts = Counter(chain.from_iterable(each.taken.hashes for each in prints))
    usual = {key for key, count in counts.items() if count > max(USUAL_IN, USUAL_SHARE * len(prints))}
    left = [_Print(each.student, _without(each.taken, usual)) for each in prints]
    return [each for each in left if each.taken.token_coverage >= LEAST]


def _pairs(prints: Sequence[_Print]) -> Iterator[Similar]:
    """All pairs that are nearly the same."""
    copydetect: Any = import_module("copydetect")
    for first, second in _candidates(prints):
        one, other = prints[first], prints[second]
        _, shares, _ = copydetect.compare_files(one.taken, other.taken)
        percent = int(100 * min(shares))
        if percent >= PERCENT:
            yield Similar(students=tuple(sorted((one.student, other.student))), percent=percent)


def _candidates(prints: Sequence[_Print]) -> list[tuple[int, int]]:
    """Pairs with many fingerprints in common: one product of sparse matrices instead of half a million comparisons."""
    sparse: Any = import_module("scipy.sparse")
    columns: dict[int, int] = {}
    places = [columns.setdefault(key, len(columns)) for each in prints for key in each.taken.hashes]
    if not places:
        return []
    sizes = np.array([len(each.taken.hashes) for each in prints])
    held = sparse.csr_matrix((np.ones(len(places), np.int32), places, np.concatenate([[0], np.cumsum(sizes)])))
    common = sparse.triu(held @ held.T, k=1).tocoo()
    alike = common.data >= CANDIDATES * np.maximum(sizes[common.row], sizes[common.col])
    return sorted(zip(common.row[alike].tolist(), common.col[alike].tolist(), strict=True))
