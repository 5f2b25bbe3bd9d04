"""The state machines of the act: one row a sentence, its norm last but for what breaks it."""

from __future__ import annotations

from cur_rules.acts.buryatia_288.states import MessageState as M
from cur_rules.acts.buryatia_288.states import RatingState as Rt
from cur_rules.acts.buryatia_288.states import ReportState as Rp
from cur_rules.acts.buryatia_288.states import StoryState as S
from cur_rules.regulation import SAME, Actor, Procedure, Transition
from cur_rules.texts import Text

_FINAL = (M.ANSWERED, M.EXCLUDED, M.UNPUBLISHABLE)
_BEGUN = tuple(state for state in M if state is not M.START)
_LIVE = tuple(state for state in _BEGUN if state not in _FINAL)
_ASSIGNED = (M.ROUTED, M.ON_APPROVAL, M.REWORK, M.APPROVED, M.INTERIM_PUBLISHED, M.ANSWERED)
_UNAPPROVED = (M.ROUTED, M.ON_APPROVAL, M.REWORK, M.INTERIM_PUBLISHED)

# fmt: off
MESSAGE = Procedure("message", Text("Сообщение", "Message"), M.START, _FINAL, (
    #          event                   from                                    to                   norm     guard
    Transition("identified",           (M.START,),                             M.IDENTIFIED,        "5.1"),
    Transition("routed",               (M.IDENTIFIED, M.ROUTED, M.RETURNED),   M.ROUTED,            "5.2"),
    Transition("returned",             (M.ROUTED,),                            M.RETURNED,          "7.1",   "by_answering_body"),
    Transition("returned",             (M.ROUTED,),                            M.ROUTED,            "7.1",   "by_co_executor"),
    Transition("draft_submitted",      (M.ROUTED, M.INTERIM_PUBLISHED),        M.ON_APPROVAL,       "9.3"),
    Transition("draft_submitted",      (M.REWORK,),                            M.ON_APPROVAL,       "11.2"),
    Transition("approved",             (M.ON_APPROVAL,),                       M.APPROVED,          "10.1"),
    Transition("sent_back",            (M.ON_APPROVAL,),                       M.REWORK,            "10.1"),
    Transition("published",            (M.APPROVED,),                          M.ANSWERED,          "12.1",  "final_answer"),
    Transition("published",            (M.APPROVED,),                          M.INTERIM_PUBLISHED, "12.1",  "interim_answer"),
    Transition("published",            _UNAPPROVED,                            M.ANSWERED,          "12.3",  "final_answer", irregular="5.approval"),
    Transition("published",            _UNAPPROVED,                            M.INTERIM_PUBLISHED, "12.3",  "interim_answer", irregular="5.approval"),
    Transition("published",            (M.EXCLUDED,),                          SAME,                "18.1",  irregular="18.processed"),
    Transition("excluded",             _LIVE,                                  M.EXCLUDED,          "18.1"),
    Transition("unpublishable",        _LIVE,                                  M.UNPUBLISHABLE,     "12.1"),
    Transition("reclassified",         _LIVE,                                  SAME,                "6.1b",  "unanswered"),
    Transition("executor_notified",    _BEGUN,                                 SAME,                "6.2a"),
    Transition("block_head_informed",  _BEGUN,                                 SAME,                "6.2c"),
    Transition("information_provided", _ASSIGNED,                              SAME,                "15.2",  "by_co_executor"),
    Transition("answer_assessed",      _BEGUN,                                 SAME,                "21.1a"),
    Transition("satisfaction_recorded", _BEGUN,                                SAME,                "3.3"),
    Transition("crime_detected",       _BEGUN,                                 SAME,                "19.1"),
    Transition("crime_reported",       _BEGUN,                                 SAME,                "19.1",  "crime_detected"),
    Transition("resonance_flagged",    _BEGUN,                                 SAME,                "24.1"),
    Transition("chair_informed",       _BEGUN,                                 SAME,                "24.1",  "resonance_flagged"),
    Transition("head_informed",        _BEGUN,                                 SAME,                "24.2",  "chair_informed"),
), (
    (M.START,             Text("не выявлено", "not identified")),
    (M.IDENTIFIED,        Text("выявлено", "identified")),
    (M.ROUTED,            Text("направлено Исполнителю", "routed")),
    (M.RETURNED,          Text("возвращено Координатору", "returned")),
    (M.ON_APPROVAL,       Text("проект на согласовании", "draft on approval")),
    (M.REWORK,            Text("проект на доработке", "draft in rework")),
    (M.APPROVED,          Text("проект согласован", "draft approved")),
    (M.INTERIM_PUBLISHED, Text("дан промежуточный ответ", "interim answer published")),
    (M.ANSWERED,          Text("дан ответ", "answered")),
    (M.EXCLUDED,          Text("не подлежит обработке", "excluded")),
    (M.UNPUBLISHABLE,     Text("ответ разместить невозможно", "unpublishable")),
))

STORY = Procedure("story", Text("Успешный кейс", "Success story"), S.START, (S.PUBLISHED,), (
    Transition("story_proposed",       (S.START, S.REFUSED),                   S.PROPOSED,          "23.2"),
    Transition("story_approved",       (S.PROPOSED,),                          S.APPROVED,          "23.3"),
    Transition("story_refused",        (S.PROPOSED,),                          S.REFUSED,           "23.3"),
    Transition("story_published",      (S.APPROVED,),                          S.PUBLISHED,         "23.1"),
    Transition("story_published",      (S.START, S.PROPOSED, S.REFUSED),       S.PUBLISHED,         "23.2",  irregular="23.approval"),
    Transition("story_reported",       (S.PUBLISHED,),                         SAME,                "23.5"),
), (
    (S.START,             Text("не предложен", "not proposed")),
    (S.PROPOSED,          Text("предложен", "proposed")),
    (S.APPROVED,          Text("согласован", "approved")),
    (S.REFUSED,           Text("отказано", "refused")),
    (S.PUBLISHED,         Text("опубликован", "published")),
))

RATING = Procedure("rating", Text("Рейтинг", "Rating"), Rt.START, (Rt.FORWARDED,), (
    Transition("rating_compiled",      (Rt.START, Rt.RETURNED),                Rt.COMPILED,         "21.1"),
    Transition("rating_submitted",     (Rt.COMPILED,),                         Rt.SUBMITTED,        "21.2"),
    Transition("rating_approved",      (Rt.SUBMITTED,),                        Rt.APPROVED,         "21.3"),
    Transition("rating_returned",      (Rt.SUBMITTED,),                        Rt.RETURNED,         "21.2"),
    Transition("rating_forwarded",     (Rt.APPROVED,),                         Rt.FORWARDED,        "21.3"),
), (
    (Rt.START,            Text("не составлен", "not compiled")),
    (Rt.COMPILED,         Text("составлен", "compiled")),
    (Rt.SUBMITTED,        Text("на согласовании", "on approval")),
    (Rt.APPROVED,         Text("согласован", "approved")),
    (Rt.RETURNED,         Text("возвращён", "returned")),
    (Rt.FORWARDED,        Text("направлен дальше", "forwarded")),
))

REPORT = Procedure("report", Text("Ежеквартальный доклад", "Quarterly report"), Rp.START, (Rp.PRESENTED,), (
    Transition("report_submitted",     (Rp.START, Rp.REFUSED),                 Rp.SUBMITTED,        "25.2"),
    Transition("report_approved",      (Rp.SUBMITTED,),                        Rp.APPROVED,         "25.3"),
    Transition("report_refused",       (Rp.SUBMITTED,),                        Rp.REFUSED,          "25.3"),
    Transition("report_presented",     (Rp.APPROVED,),                         Rp.PRESENTED,        "25.1"),
    Transition("report_presented",     (Rp.START, Rp.SUBMITTED, Rp.REFUSED),   Rp.PRESENTED,        "25.2",  irregular="25.approval"),
), (
    (Rp.START,            Text("текст не представлен", "not submitted")),
    (Rp.SUBMITTED,        Text("текст на согласовании", "on approval")),
    (Rp.APPROVED,         Text("текст согласован", "approved")),
    (Rp.REFUSED,          Text("в согласовании отказано", "refused")),
    (Rp.PRESENTED,        Text("доклад представлен", "presented")),
))

PROCEDURES = (MESSAGE, STORY, RATING, REPORT)

ACTORS = (
    #     event                    who may                               the answering body alone
    Actor("identified",            ("coordinator",)),
    Actor("excluded",              ("coordinator",)),
    Actor("routed",                ("coordinator",)),
    Actor("reclassified",          ("coordinator",)),
    Actor("unpublishable",         ("coordinator",)),
    Actor("executor_notified",     ("coordinator",)),
    Actor("approved",              ("coordinator",)),
    Actor("sent_back",             ("coordinator",)),
    Actor("block_head_informed",   ("coordinator", "cur")),
    Actor("answer_assessed",       ("coordinator", "cur")),
    Actor("satisfaction_recorded", ("coordinator", "cur")),
    Actor("resonance_flagged",     ("coordinator", "cur")),
    Actor("chair_informed",        ("coordinator", "cur")),
    Actor("returned",              ("executor",)),
    Actor("information_provided",  ("executor",)),
    Actor("draft_submitted",       ("executor",),                        answering=True),
    Actor("published",             ("executor",),                        answering=True),
    Actor("crime_detected",        ("executor", "coordinator")),
    Actor("crime_reported",        ("executor", "coordinator")),
    Actor("head_informed",         ("committee_chair",)),
    Actor("story_proposed",        ("executor",)),
    Actor("story_published",       ("executor",)),
    Actor("story_reported",        ("executor",)),
    Actor("story_approved",        ("committee",)),
    Actor("story_refused",         ("committee",)),
    Actor("rating_approved",       ("committee",)),
    Actor("rating_returned",       ("committee",)),
    Actor("rating_forwarded",      ("committee",)),
    Actor("report_approved",       ("committee",)),
    Actor("report_refused",        ("committee",)),
    Actor("rating_compiled",       ("cur",)),
    Actor("rating_submitted",      ("cur",)),
    Actor("report_submitted",      ("cur",)),
    Actor("report_presented",      ("cur",)),
)
# fmt: on
