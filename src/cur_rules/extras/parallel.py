"""The audit in several processes: each takes the cases that fall to it, whatever line they stand on.

Every process reads every line but parses only its own; a line whose case cannot be seen without parsing
is parsed by all. Should one id stand on lines of different processes, only a run in one process can tell
whether it is a conflict, so then one process does it all.
"""

from __future__ import annotations

import heapq
import json
import re
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from cur_rules.audit import Auditor, Counts
from cur_rules.extras.files import JournalFiles, expanded
from cur_rules.extras.forms import Wish, make_form
from cur_rules.problems import Problem

_CASE = re.compile(rb'"case"\s*:\s*"([^"\\]*)"').search


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a run that falls to one process."""

    paths: tuple[str, ...]
    stdin: Path | None
    as_of: datetime
    readings: Mapping[str, str]
    wish: Wish
    index: int
    of: int
    output: str

    def wants(self, raw: bytes) -> bool:
        """Tell whether a line is to be parsed here; all parse the one whose case cannot be seen."""
        case = _seen_case(raw)
        return case is None or crc32(case) % self.of == self.index

    def takes(self, case: str) -> bool:
        """Tell whether a case falls to this process."""
        return crc32(case.encode("utf-8", "surrogatepass")) % self.of == self.index


def _seen_case(raw: bytes) -> bytes | None:
    found = _CASE(raw) if raw.count(b'"case"') == 1 else None
    return found[1] if found else None


@dataclass(slots=True)
class Done:
    """What the processes have found; the blocks of each lie sorted in a file."""

    counts: Counts
    problems: list[Problem]
    sha256: str
    outputs: list[Path]
    folder: tempfile.TemporaryDirectory[str]

    def blocks(self) -> Iterator[str]:
        """Yield the findings in the order of one process."""
        for _, block in heapq.merge(*map(_lines, self.outputs), key=lambda pair: pair[0]):
            yield block


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", errors="surrogatepass") as stream:
        for line in stream:
            case, block = json.loads(line)
            yield case, block


def feed(files: JournalFiles, auditor: Auditor, share: Share | None = None) -> list[Problem]:
    """Give an auditor the events of some journals, of a share only its own; return the problems."""
    problems: list[Problem] = []
    for item in files.items():
        if isinstance(item, Problem):
            problems.append(item)
        elif share is None or share.takes(item.case):
            auditor.feed(item)
    return problems


class Part(NamedTuple):
    """What one process has found; the findings lie in the output file of its share."""

    counts: Counts
    problems: list[Problem]
    sha256: str
    ids: array[int]


def _work(share: Share) -> Part:
    """Read, judge and write the findings of a share, each with its case."""
    files = JournalFiles(share.paths, wanted=share.wants, stdin=share.stdin)
    auditor = Auditor(as_of=share.as_of, readings=share.readings)
    problems = feed(files, auditor, share)
    form = make_form(share.wish, auditor.regulation)
    with Path(share.output).open("w", encoding="utf-8", errors="surrogatepass") as stream:
        for finding in auditor.findings(met=share.wish.everything):
            stream.write(json.dumps((finding.case, form.block(finding)), ensure_ascii=False) + "\n")
    return Part(auditor.counts, problems, files.sha256, array("Q", sorted(map(_short, files.reader.ids))))


def _short(event_id: str) -> int:
    return int.from_bytes(blake2b(event_id.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def audited_in_parallel(
    paths: list[str], stdin: Path | None, as_of: datetime, readings: Mapping[str, str], wish: Wish, jobs: int
) -> Done | None:
    """Audit journals in several processes.

    Returns:
        What they have found, or None if an id stands on lines of two of them, which only one process can judge.
    """
    folder = tempfile.TemporaryDirectory(prefix="cur-rules-")
    shares = [
        Share(tuple(paths), stdin, as_of, dict(readings), wish, index, jobs, str(Path(folder.name) / f"{index}.jsonl"))
        for index in range(jobs)
    ]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        parts = list(pool.map(_work, shares))
    if _share_an_id(parts):
        return None
    counts = Counts()
    for part in parts:
        counts.merge(part.counts)
    problems = _in_order(paths, [problem for part in parts for problem in part.problems])
    return Done(counts, problems, parts[0].sha256, [Path(share.output) for share in shares], folder)


def _share_an_id(parts: list[Part]) -> bool:
    return any(one == other for one, other in pairwise(heapq.merge(*(part.ids for part in parts))))


def _in_order(paths: list[str], problems: list[Problem]) -> list[Problem]:
    """Put the problems in the order of the journals, each once: several processes may have met it."""
    found = sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
    order = {name: place for place, name in enumerate(expanded(paths))}
    return sorted(found, key=lambda problem: order.get(problem.file, len(order)))
