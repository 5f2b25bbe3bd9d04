"""The two tables of the portal: cases as they stand, and the events that led there, a journal line each."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from cur_rules import IRKUTSK, Case
from cur_rules.journal import line_of
from cur_rules.persistence import StaleVersionError, dump, load, version_of


class Base(DeclarativeBase):
    """The tables."""


class CaseRow(Base):
    """A case as `cur_rules.persistence` stores it, and its version for the optimistic check."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(32), index=True)
    record: Mapped[str] = mapped_column(Text)


class EventRow(Base):
    """An event, a line of the journal; no two of them bring a case to the same version."""

    __tablename__ = "events"
    __table_args__ = (UniqueConstraint("case_id", "version"),)
    number: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    version: Mapped[int]
    line: Mapped[str] = mapped_column(Text)


def load_case(session: Session, case_id: str) -> Case:
    """Return a case; one that nobody has registered has not begun."""
    record = session.scalar(select(CaseRow.record).where(CaseRow.id == case_id))
    return Case(case_id) if record is None else load(record)


def store_case(session: Session, before: Case, after: Case) -> None:
    """Store a case that has gone on, unless somebody else has taken it on since it was loaded."""
    seen, now = version_of(before), {"version": version_of(after), "state": after.state.value, "record": dump(after)}
    rows = update(CaseRow).where(CaseRow.id == after.id, CaseRow.version == seen).values(now)
    change = rows if seen else insert(CaseRow).values(id=after.id, **now)
    try:
        stored = session.scalar(change.returning(CaseRow.version))
    except IntegrityError:  # two clerks have registered the same id at once
        stored = None
    if stored is None:
        raise StaleVersionError(after.id, seen, seen + 1)
    lines = [line_of(event, IRKUTSK) for event in after.events[seen:]]
    session.add_all(EventRow(case_id=after.id, version=n, line=line) for n, line in enumerate(lines, seen + 1))


def journal(session: Session) -> list[str]:
    """Return the lines of the journal in the order in which they were stored."""
    return list(session.scalars(select(EventRow.line).order_by(EventRow.number)))
