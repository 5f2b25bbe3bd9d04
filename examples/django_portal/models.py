"""The two tables of the portal: cases as they stand, and the events that led there, a journal line each."""

from __future__ import annotations

from django.db import IntegrityError, models, transaction

from cur_rules import IRKUTSK, Case, due
from cur_rules.journal import line_of
from cur_rules.persistence import StaleVersionError, dump, load, version_of


class StoredCase(models.Model):
    """A case as `cur_rules.persistence` stores it, its version for the optimistic check, and its next term."""

    id = models.CharField(primary_key=True, max_length=64)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=32, db_index=True)
    record = models.TextField()
    next_due = models.DateTimeField(null=True, db_index=True)

    @property
    def case(self) -> Case:
        """The case itself."""
        return load(self.record)


class JournalLine(models.Model):
    """An event, a line of the journal; no two of them bring a case to the same version."""

    case = models.ForeignKey(StoredCase, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    line = models.TextField()

    class Meta:
        """One event a version."""

        constraints = (models.UniqueConstraint(fields=["case", "version"], name="one_event_a_version"),)
        ordering = ("id",)


@transaction.atomic
def store(before: Case, after: Case) -> None:
    """Store a case that has gone on, unless somebody else has taken it on since it was loaded."""
    seen, ends = version_of(before), [one.due for one in due(after, as_of=after.events[-1].at) if one.due]
    now = {"version": version_of(after), "state": after.state.value, "record": dump(after)}
    now["next_due"] = ends[0] if ends else None
    try:
        with transaction.atomic():
            rows = StoredCase.objects.filter(pk=after.id, version=seen)
            stored = rows.update(**now) if seen else StoredCase.objects.create(pk=after.id, **now)
    except IntegrityError:  # two clerks have registered the same number at once
        stored = None
    if not stored:
        raise StaleVersionError(after.id, seen, seen + 1)
    lines = [line_of(event, IRKUTSK) for event in after.events[seen:]]
    JournalLine.objects.bulk_create(
        JournalLine(case_id=after.id, version=n, line=line) for n, line in enumerate(lines, seen + 1)
    )
