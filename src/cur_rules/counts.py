"""How many findings there are, shown or not: by verdict, by duty, and by who owed it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cur_rules.findings import Finding, Verdict
from cur_rules.regulation import implements
from cur_rules.schemas import CountsRecord
from cur_rules.trace import Owner


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of the duties of one owner.

    Attributes:
        owner: The owner, or None where nobody is named.
        verdicts: How many findings of each verdict there are.
        clauses: How many breaches there are of each clause, in the order of the act; "order" comes last.
        longest: The longest delay of a breach, in seconds.
    """

    owner: Owner | None
    verdicts: Counter[Verdict]
    clauses: dict[str, int]
    longest: float

    @property
    def total(self) -> int:
        """How many findings there are."""
        return self.verdicts.total()

    @property
    def breached(self) -> int:
        """How many of them are breaches."""
        return self.verdicts[Verdict.BREACHED]


@dataclass(slots=True)
class Counts:
    """How many findings there are, shown or not; those of different cases can be merged.

    Attributes:
        found: The findings by owner, duty and verdict.
        longest: The longest delay of a breach by owner, in seconds.
        cases: How many cases there are.
        clean: How many of them have no breach.
        events: How many events there are.
    """

    found: Counter[tuple[Owner | None, str, Verdict]] = field(
        default_factory=Counter[tuple[Owner | None, str, Verdict]]
    )
    longest: dict[Owner | None, float] = field(default_factory=dict[Owner | None, float])
    cases: int = 0
    clean: int = 0
    events: int = 0

    def add(self, finding: Finding) -> None:
        """Count a finding."""
        self.found[finding.owner, finding.duty, finding.verdict] += 1
        if finding.verdict is Verdict.BREACHED:
            self.longest[finding.owner] = max(self.longest.get(finding.owner, 0), finding.late_s or 0)

    def add_many(self, duty: str, verdict: Verdict, owner: Owner | None, number: int) -> None:
        """Count findings alike: a duty, its verdict and who owed it."""
        self.found[owner, duty, verdict] += number

    def merge(self, other: Counts) -> None:
        """Take in the counts of other cases."""
        self.found.update(other.found)
        for owner, late in other.longest.items():
            self.longest[owner] = max(self.longest.get(owner, 0), late)
        self.cases += other.cases
        self.clean += other.clean
        self.events += other.events

    @property
    def total(self) -> int:
        """How many findings there are."""
        return self.found.total()

    @property
    def verdicts(self) -> dict[str, int]:
        """How many findings of each verdict there are; every verdict is named."""
        numbers = {verdict.value: 0 for verdict in Verdict}
        for (_, _, verdict), number in self.found.items():
            numbers[verdict.value] += number
        return numbers

    @property
    def duties(self) -> dict[str, dict[str, int]]:
        """How many findings of each verdict a duty has; the duties stand in the order of the act."""
        numbers: dict[str, Counter[str]] = {}
        for (_, duty, verdict), number in self.found.items():
            numbers.setdefault(duty, Counter())[verdict.value] += number
        return {duty: dict(sorted(numbers[duty].items())) for duty in sorted(numbers, key=duty_order)}

    @implements("3.4")
    def standings(self) -> list[Standing]:
        """Return what became of the duties of each owner; who has most breaches comes first."""
        verdicts: dict[Owner | None, Counter[Verdict]] = {}
        clauses: dict[Owner | None, Counter[str]] = {}
        for (owner, duty, verdict), number in self.found.items():
            verdicts.setdefault(owner, Counter())[verdict] += number
            if verdict is Verdict.BREACHED:
                clauses.setdefault(owner, Counter())[duty.partition(".")[0]] += number
        found = [
            Standing(owner, mine, _by_clause(clauses.get(owner, {})), self.longest.get(owner, 0))
            for owner, mine in verdicts.items()
        ]
        return sorted(found, key=_most_breaches_first)

    def as_dict(self) -> CountsRecord:
        """Return the counts as the contract's JSON object, its keys in a fixed order."""
        return {"verdicts": self.verdicts, "duties": self.duties, "cases": self.cases, "events": self.events}


def _by_clause(numbers: dict[str, int]) -> dict[str, int]:
    return dict(sorted(numbers.items(), key=lambda item: duty_order(item[0])))


def _most_breaches_first(one: Standing) -> tuple[int, int, str, str]:
    role, body = one.owner or ("", None)
    return (-one.breached, -one.total, body or "", role)


def duty_order(duty: str) -> tuple[int, str]:
    """Sort duties by clause, as a lawyer reads them; `order` comes last.

    >>> sorted(["order", "10.decision", "9.notify", "9.draft"], key=duty_order)
    ['9.draft', '9.notify', '10.decision', 'order']
    """
    clause = duty.partition(".")[0]
    return (int(clause) if clause.isdigit() else 99, duty)
