"""The life of one message, from its identification to what follows the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cur_rules.testing.generator import rates
from cur_rules.testing.generator import world as things
from cur_rules.testing.generator.days import office_time, slowness
from cur_rules.testing.generator.script import CHAIR, COORDINATOR, CUR, By, Fields, Row, Script

if TYPE_CHECKING:
    from cur_rules.testing.generator.dice import Dice, Quantiles
    from cur_rules.testing.generator.world import Body, Subject, World


class Message:
    """Writes the events of one message.

    Args:
        script: Where to.
        world: Who there is.
        dice: What happens.
        at: When the Coordinator identifies it, in seconds since 1970.
    """

    __slots__ = ("at", "body", "dice", "haste", "partners", "script", "shortened", "subject", "world")

    def __init__(self, script: Script, world: World, dice: Dice, at: int) -> None:
        self.script, self.world, self.dice, self.at = script, world, dice, at
        self.body: Body = dice.pick(world.bodies)
        self.partners: list[Body] = []
        self.shortened = dice.chance(rates.SHORTENED)
        self.haste = slowness(at) * (rates.SHORTENED_HASTE if self.shortened else 1.0)
        self.subject: Subject = world.subject(dice, self.body, script.case)

    def write(self) -> None:
        """Write everything that happens to the message, whenever."""
        self._identify()
        outside = self.subject.network == "telegram"
        if outside and self.dice.chance(rates.LEFT_ALONE):
            return
        if self.dice.chance(rates.EXCLUDED):
            self._exclude()
            return
        ready = self._assign()
        if not self.dice.chance(rates.FORGOTTEN):
            self._answer(ready)
        self._happenings()
        self._disturb()

    # --- the coordinator's part ---------------------------------------------------------------

    def _identify(self) -> None:
        dice = self.dice
        earlier = self.world.latest.get(self.body.id) if dice.chance(rates.REPEAT) else None
        if earlier is not None:
            self.subject = earlier._replace(case=self.script.case)
        self.world.latest[self.body.id] = self.subject
        own: Fields = {"topic": self.subject.topic, "location": self.subject.location}
        own["importance"] = dice.pick(things.IMPORTANCE)
        if dice.chance(rates.FIELD_MISSING):
            del own[dice.one(tuple(own))]
        if self.shortened:
            own["shortened"] = True
        if earlier is not None:
            own["repeat_of"] = earlier.case
        if dice.chance(rates.POSTED):
            own["posted_at"] = self.at - dice.seconds(rates.POSTED_BEFORE)
        if dice.chance(rates.OFFICIAL):
            own["official_account"] = True
        self.script.write("identified", self.at, COORDINATOR, network=self.subject.network, **own)

    def _exclude(self) -> None:
        dice = self.dice
        at = self._assign() if dice.chance(rates.EXCLUDED_ROUTED) else self.at
        at += dice.seconds(rates.EXCLUDED_AFTER)
        self.script.cut(at)
        self.script.write("excluded", at, COORDINATOR, ground=dice.pick(things.GROUNDS))
        if dice.chance(rates.EXCLUDED_ANSWERED):
            self._published(at + dice.seconds(rates.DECISION))

    def _assign(self) -> int:
        """Route the message until somebody keeps it; return when that body got it."""
        dice = self.dice
        at = self.at + dice.seconds(rates.ROUTED_AFTER)
        received = self._route(at)
        if not dice.chance(rates.HEAD_NOT_INFORMED):
            by = CUR if dice.chance(rates.HEAD_INFORMED_BY_CUR) else COORDINATOR
            self.script.write("block_head_informed", at + dice.seconds(rates.HEAD_INFORMED_AFTER), by)
        while dice.chance(rates.RETURNED):
            at = self._return(self.body, received) + dice.seconds(rates.REROUTED_AFTER)
            self.body = self.world.other(dice, self.body.id)
            received = self._route(at)
        return received

    def _route(self, at: int) -> int:
        """Route the message to a body, perhaps with partners; return when the body was told."""
        dice = self.dice
        own: Fields = {}
        self.partners = self._draw_partners()
        team = list(self.partners)
        if team and not dice.chance(rates.RESPONSIBLE_MISSING):
            own["responsible"] = self.body.id
            team.insert(dice.below(len(team) + 1), self.body)
        else:
            team.insert(0, self.body)
        stage = 2 if self.partners and dice.chance(rates.SECOND_STAGE) else 1
        executors = [body.named(stage if body is self.body else 1) for body in team]
        self.script.write("routed", at, COORDINATOR, executors=executors, **own)
        received = at
        for body in team:
            told = self._notify(body, at)
            received = told if body is self.body else received
        return received

    def _draw_partners(self) -> list[Body]:
        partners: list[Body] = []
        if self.dice.chance(rates.JOINT):
            for _ in range(self.dice.pick(rates.PARTNERS)):
                partners.append(self.world.other(self.dice, self.body.id, *(body.id for body in partners)))
        return partners

    def _notify(self, body: Body, at: int) -> int:
        if self.dice.chance(rates.NOTICE_MISSING):
            return at
        told = at + self._span(rates.NOTICE_LATE, rates.NOTICE, rates.LATE_NOTICE)
        self.script.write("executor_notified", told, COORDINATOR, body=body.id)
        return told

    def _return(self, body: Body, received: int) -> int:
        at = received + self._span(rates.RETURN_LATE * body.slips, rates.RETURN, rates.LATE_RETURN)
        reason = self.dice.one(things.RETURN_REASONS)
        self.script.write("returned", at, body.by, self._told(at), body=body.id, reason=reason)
        return at

    # --- the answer ----------------------------------------------------------------------------

    def _answer(self, ready: int) -> None:
        dice = self.dice
        informed = max((self._inform(partner, ready) for partner in self.partners), default=ready)
        drafted = max(self._drafted(), informed + dice.seconds(rates.NOTICE))
        if dice.chance(rates.UNAPPROVED):
            self._publish_unapproved(drafted)
            return
        kind = "interim" if dice.chance(rates.INTERIM) else "final"
        published = self._agree(drafted, kind)
        if kind == "interim":
            days = dice.pick(rates.FINAL_AFTER)
            if not days:
                return
            published = self._agree(office_time(published, days, dice.random()), "final")
        self._follow_up(published)

    def _inform(self, partner: Body, received: int) -> int:
        """Write the part of a co-executor; return when the answering body had it, as far as it waits for it."""
        dice = self.dice
        if dice.chance(rates.RETURNED_PARTNER):
            return self._return(partner, received)
        if dice.chance(rates.INFORMATION_NEVER * partner.slips):
            return received
        at = received + self._span(rates.INFORMATION_LATE * partner.slips, rates.INFORMATION, rates.LATE_INFORMATION)
        both = ["responsible", "coordinator"]
        if dice.chance(rates.ONE_RECIPIENT * partner.slips):
            both = [dice.one(both)]
        elif dice.chance(rates.ONE_RECIPIENT_FIRST):
            self._information(partner, at, both[:1])
            at, both = at + dice.seconds(rates.SECOND_RECIPIENT_AFTER), both[1:]
        self._information(partner, at, both)
        return at

    def _information(self, partner: Body, at: int, to: list[str]) -> None:
        self.script.write("information_provided", at, partner.by, body=partner.id, to=to)

    def _drafted(self) -> int:
        """Draw when the first draft is ready: the pace of the body, but it knows its term."""
        late = self.dice.chance(rates.DRAFT_LATE * self.body.slips)
        if self.shortened:
            usual, missed, limit = rates.SHORTENED_DRAFT, rates.LATE_SHORTENED_DRAFT, rates.SHORTENED_DRAFT_LIMIT
        else:
            usual, missed, limit = rates.DRAFT, rates.LATE_DRAFT, rates.DRAFT_LIMIT
        if late:
            return self.at + self.dice.seconds(missed)
        taken = self.dice.draw(usual) * self.body.pace * slowness(self.at)
        return self.at + int(60 * (taken if taken < limit else limit - 30 * self.dice.random()))

    def _agree(self, at: int, kind: str) -> int:
        """Write the rounds of a draft until it is approved, and its publication; return when that was."""
        dice, slips = self.dice, self.body.slips
        self._draft(at, kind)
        decided = at + self._step(rates.DECISION_LATE, rates.DECISION, rates.LATE_DECISION)
        for share in rates.SENT_BACK:
            if not dice.chance(share):
                break
            self._decide("sent_back", decided, comment=dice.one(things.REWORK_COMMENTS))
            at = decided + self._step(rates.REWORK_LATE * slips, rates.REWORK, rates.LATE_REWORK)
            self._draft(at, kind)
            decided = at + self._step(rates.DECISION_LATE, rates.DECISION, rates.LATE_DECISION)
        self._decide("approved", decided)
        at = decided + self._step(rates.PUBLICATION_LATE * slips, rates.PUBLICATION, rates.LATE_PUBLICATION)
        self._published(at)
        return at

    def _draft(self, at: int, kind: str) -> None:
        self.script.write("draft_submitted", at, self.body.by, self._told(at), body=self.body.id, kind=kind)

    def _decide(self, event: str, at: int, **own: str) -> None:
        self.script.write(event, at, COORDINATOR, self._told(at), **own)

    def _publish_unapproved(self, at: int) -> None:
        if self.dice.chance(0.5):
            self._draft(at, "final")
        self._published(at + self.dice.seconds(rates.PUBLICATION))

    def _published(self, at: int) -> None:
        dice, network, own = self.dice, self.subject.network, dict[str, bool]()
        if dice.chance(rates.OTHER_NETWORK):
            network = things.OTHER_NETWORK[network]
        if dice.chance(rates.EVIDENCE):
            own["evidence_available"] = True
            if not dice.chance(rates.EVIDENCE_FORGOTTEN * self.body.slips):
                own["evidence_attached"] = True
        repeat = "repeat_of" in self.script.rows[0]
        if dice.chance(rates.MEASURES_IN_REPEAT if repeat else rates.MEASURES):
            own["measures_reported"] = True
        self.script.write("published", at, self.body.by, network=network, **own)

    def _follow_up(self, published: int) -> None:
        dice = self.dice
        if dice.chance(rates.ASSESSED):
            at = office_time(published, 1 + dice.below(3), dice.random())
            form, substance = dice.pick(rates.MARKS), dice.pick(rates.MARKS)
            self.script.write("answer_assessed", at, CUR, format=form, substance=substance)
        if dice.chance(rates.SATISFIED):
            at = office_time(published, 1 + dice.below(4), dice.random())
            self.script.write("satisfaction_recorded", at, CUR, score=dice.pick(rates.MARKS))

    # --- what is out of the ordinary -------------------------------------------------------------

    def _happenings(self) -> None:
        if self.dice.chance(rates.CRIME):
            self._crime()
        if self.dice.chance(rates.RESONANCE):
            self._resonance()

    def _crime(self) -> None:
        dice = self.dice
        by: By = COORDINATOR if dice.chance(rates.CRIME_BY_COORDINATOR) else self.body.by
        at = self.at + dice.seconds(rates.RESONANCE_STEP)
        self.script.write("crime_detected", at, by)
        if dice.chance(rates.CRIME_REPORTED):
            at += dice.seconds(rates.CRIME_REPORTED_AFTER)
            self.script.write("crime_reported", at, by, agency=dice.one(things.AGENCIES))

    def _resonance(self) -> None:
        dice = self.dice
        at = self.at + dice.seconds(rates.RESONANCE_STEP)
        self.script.write("resonance_flagged", at, CUR, kind=dice.one(("widespread", "potential")))
        if not dice.chance(rates.CHAIR_INFORMED):
            return
        at += dice.seconds(rates.RESONANCE_STEP)
        self.script.write("chair_informed", at, CUR)
        if dice.chance(rates.HEAD_OF_REPUBLIC_INFORMED):
            self.script.write("head_informed", at + dice.seconds(rates.RESONANCE_STEP), CHAIR)

    def _disturb(self) -> None:
        dice = self.dice
        if dice.chance(rates.RECLASSIFIED):
            self._reclassify()
        if dice.chance(rates.WRONG_ACTOR):
            self._swap_actor()
        if dice.chance(rates.OUT_OF_ORDER):
            self._echo()
        if dice.chance(rates.VANISHED):
            self._vanish()

    def _before_answer(self, after: Quantiles) -> int | None:
        """Draw a moment while the message awaits its first answer, or None if the answer is faster."""
        at = self.at + self.dice.seconds(after)
        answer = self.script.first("published")
        return at if answer is None or at < answer["at"] else None

    def _reclassify(self) -> None:
        at = self._before_answer(rates.RECLASSIFIED_AFTER)
        if at is not None:
            self.script.write("reclassified", at, COORDINATOR, shortened=not self.shortened)

    def _vanish(self) -> None:
        at = self._before_answer(rates.VANISHED_AFTER)
        if at is not None:
            self.script.cut(at)
            self.script.write("unpublishable", at, COORDINATOR, reason=self.dice.one(things.VANISHED_REASONS))

    def _swap_actor(self) -> None:
        """Let an event be brought about by one who may not."""
        another = self.world.other(self.dice, self.body.id)
        usurpers = {"routed": CUR, "approved": self.body.by, "published": COORDINATOR, "draft_submitted": another.by}
        row = self._one_of(*usurpers)
        if row is not None and "by" in row:
            row["by"] = usurpers[row["event"]]

    def _echo(self) -> None:
        """Let an event come a second time, when the state does not allow it any more."""
        row = self._one_of("draft_submitted", "approved", "sent_back", "published")
        if row is not None:
            self.script.repeat(row, self.dice.seconds(rates.ECHO))

    def _one_of(self, *events: str) -> Row | None:
        rows = [row for row in self.script.rows if row["event"] in events]
        return self.dice.one(rows) if rows else None

    # --- spans ------------------------------------------------------------------------------------

    def _told(self, at: int) -> int | None:
        """Draw when the addressee of a notice is told, or None if nothing is recorded."""
        return None if self.dice.chance(rates.NOT_TOLD) else at + self.dice.seconds(rates.TOLD)

    def _span(self, share: float, usual: Quantiles, late: Quantiles) -> int:
        return self.dice.seconds(late if self.dice.chance(share) else usual)

    def _step(self, share: float, usual: Quantiles, late: Quantiles) -> int:
        """Draw a span of the agreement: usual, or late with that share; a shortened term makes haste."""
        if self.dice.chance(share):
            return self.dice.seconds(late)
        return int(min(self.haste, 1.0) * self.dice.seconds(usual))
