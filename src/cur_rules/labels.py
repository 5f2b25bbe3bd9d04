"""What the events, the roles and the conditions are called on a button, on an arrow and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from cur_rules.texts import Text

# fmt: off
_EVENTS: Mapping[str, Text] = {
    "identified":            Text("выявить сообщение", "identify the message"),
    "excluded":              Text("исключить из обработки", "exclude from processing"),
    "routed":                Text("направить Исполнителям", "route to the Executors"),
    "executor_notified":     Text("известить Исполнителя", "notify the Executor"),
    "block_head_informed":   Text("сообщить руководителю блока ЦУР", "inform the head of the sector block"),
    "returned":              Text("вернуть Координатору", "return to the Coordinator"),
    "information_provided":  Text("направить сведения для общего ответа", "send information for the joint answer"),
    "draft_submitted":       Text("направить проект ответа", "submit the draft answer"),
    "approved":              Text("согласовать проект", "approve the draft"),
    "sent_back":             Text("вернуть на доработку", "send back for rework"),
    "published":             Text("разместить ответ", "publish the answer"),
    "reclassified":          Text("изменить срок: обычный или сокращённый", "set the standard or the shortened term"),
    "unpublishable":         Text("отметить, что ответ разместить нельзя", "mark as unpublishable"),
    "answer_assessed":       Text("оценить ответ", "assess the answer"),
    "satisfaction_recorded": Text("записать оценку автора", "record the author's satisfaction"),
    "crime_detected":        Text("отметить сведения о преступлении", "record signs of a crime"),
    "crime_reported":        Text("сообщить в правоохранительные органы", "report to law enforcement"),
    "resonance_flagged":     Text("отметить общественный резонанс", "flag public resonance"),
    "chair_informed":        Text("сообщить председателю Комитета", "inform the chair of the Committee"),
    "head_informed":         Text("доложить Главе Республики", "report to the Head of the Republic"),
    "story_proposed":        Text("предложить кейс", "propose the story"),
    "story_approved":        Text("согласовать кейс", "approve the story"),
    "story_refused":         Text("отказать в согласовании", "refuse the story"),
    "story_published":       Text("опубликовать кейс", "publish the story"),
    "story_reported":        Text("сообщить о публикации", "report the publication"),
    "rating_compiled":       Text("составить рейтинг", "compile the rating"),
    "rating_submitted":      Text("направить рейтинг в Комитет", "submit to the Committee"),
    "rating_approved":       Text("согласовать рейтинг", "approve the rating"),
    "rating_returned":       Text("вернуть рейтинг", "give the rating back"),
    "rating_forwarded":      Text("передать рейтинг дальше", "pass the rating on"),
    "report_submitted":      Text("направить текст в Комитет", "submit the text to the Committee"),
    "report_approved":       Text("согласовать текст", "approve the text"),
    "report_refused":        Text("отказать в согласовании", "refuse the text"),
    "report_presented":      Text("представить доклад", "present the report"),
}

_CONDITIONS: Mapping[str, Text] = {
    "by_answering_body":     Text("отвечающий Исполнитель", "the answering body"),
    "by_co_executor":        Text("соисполнитель", "a co-executor"),
    "final_answer":          Text("окончательный", "final"),
    "interim_answer":        Text("промежуточный", "interim"),
    "unanswered":            Text("пока ответа нет", "before any answer"),
    "crime_detected":        Text("если сведения есть", "once there are signs"),
    "resonance_flagged":     Text("если резонанс отмечен", "once it is flagged"),
    "chair_informed":        Text("если председатель знает", "once the chair knows"),
}

ROLES: Mapping[str, Text] = {
    "executor":              Text("Исполнитель", "Executor"),
    "coordinator":           Text("Координатор", "Coordinator"),
    "cur":                   Text("ЦУР", "Regional control centre"),
    "committee":             Text("Комитет", "Committee"),
    "committee_chair":       Text("Председатель Комитета", "Chair of the Committee"),
}
"""The roles of the act."""
# fmt: on


def event_title(event: str) -> Text:
    """Return what an event is called; an unknown one goes by its name.

    >>> event_title("sent_back").ru
    'вернуть на доработку'
    """
    return _EVENTS.get(event) or Text(event, event)


def condition_title(condition: str) -> Text:
    """Return what a condition of a row is called; an unknown one goes by its name.

    >>> condition_title("interim_answer").ru
    'промежуточный'
    """
    return _CONDITIONS.get(condition) or Text(condition, condition)
