"""What happened, in words: each event as something that is done."""

from __future__ import annotations

from collections.abc import Mapping

from cur_rules.texts import Text

# fmt: off
_HAPPENED: Mapping[str, Text] = {
    "identified":            Text("сообщение выявлено", "message identified"),
    "excluded":              Text("исключено из обработки", "excluded from processing"),
    "routed":                Text("направлено Исполнителю", "routed to the Executor"),
    "executor_notified":     Text("Исполнитель извещён", "Executor notified"),
    "block_head_informed":   Text("сообщено руководителю блока ЦУР", "head of the sector block informed"),
    "returned":              Text("возвращено Координатору", "returned to the Coordinator"),
    "information_provided":  Text("направлены сведения для общего ответа", "information sent for the joint answer"),
    "draft_submitted":       Text("проект ответа направлен", "draft submitted"),
    "approved":              Text("проект согласован", "draft approved"),
    "sent_back":             Text("проект возвращён на доработку", "draft sent back for rework"),
    "published":             Text("ответ размещён", "answer published"),
    "reclassified":          Text("изменён вид срока", "class of the term changed"),
    "unpublishable":         Text("отмечено, что ответ разместить нельзя", "marked as unpublishable"),
    "answer_assessed":       Text("ответ оценён", "answer assessed"),
    "satisfaction_recorded": Text("записана оценка автора", "author's satisfaction recorded"),
    "crime_detected":        Text("отмечены сведения о преступлении", "signs of a crime detected"),
    "crime_reported":        Text("сообщено в правоохранительные органы", "reported to law enforcement"),
    "resonance_flagged":     Text("отмечен общественный резонанс", "public resonance flagged"),
    "chair_informed":        Text("сообщено председателю Комитета", "chair of the Committee informed"),
    "head_informed":         Text("доложено Главе Республики", "reported to the Head of the Republic"),
    "story_proposed":        Text("кейс предложен", "story proposed"),
    "story_approved":        Text("кейс согласован", "story approved"),
    "story_refused":         Text("в согласовании кейса отказано", "story refused"),
    "story_published":       Text("кейс опубликован", "story published"),
    "story_reported":        Text("о публикации сообщено", "publication reported"),
    "rating_compiled":       Text("рейтинг составлен", "rating compiled"),
    "rating_submitted":      Text("рейтинг направлен в Комитет", "rating submitted to the Committee"),
    "rating_approved":       Text("рейтинг согласован", "rating approved"),
    "rating_returned":       Text("рейтинг возвращён", "rating given back"),
    "rating_forwarded":      Text("рейтинг передан дальше", "rating passed on"),
    "report_submitted":      Text("текст доклада направлен в Комитет", "report's text submitted"),
    "report_approved":       Text("текст доклада согласован", "report's text approved"),
    "report_refused":        Text("в согласовании текста отказано", "report's text refused"),
    "report_presented":      Text("доклад представлен", "report presented"),
}

_KINDS: Mapping[str, Text] = {
    "final":                 Text("окончательный", "final"),
    "interim":               Text("промежуточный", "interim"),
    "widespread":            Text("широкий", "widespread"),
    "potential":             Text("возможный", "potential"),
}
# fmt: on


def happened(event: str) -> Text:
    """Say what happened; an unknown event goes by its name.

    >>> happened("sent_back").ru
    'проект возвращён на доработку'
    """
    return _HAPPENED.get(event) or Text(event, event)


def kind_text(kind: str) -> Text:
    """Say of what kind a draft or a resonance is.

    >>> kind_text("interim").en
    'interim'
    """
    return _KINDS.get(kind) or Text(kind, kind)
