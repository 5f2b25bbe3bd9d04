"""What each duty asks, in a few words of our own, for findings and tables."""

from __future__ import annotations

from cur_rules.texts import Text

# fmt: off
TITLES = {
    "1.scope":             Text("сообщение не из «Одноклассников» и не из «ВКонтакте»", "the message is from neither Odnoklassniki nor VKontakte"),
    "5.approval":          Text("размещать только согласованный ответ", "publish only an approved answer"),
    "5.actor":             Text("действует тот, кто уполномочен", "only those act who may"),
    "6.fields":            Text("указать тему, локацию и важность", "state topic, location and importance"),
    "6.notify_executor":   Text("известить Исполнителя", "notify the Executor"),
    "6.inform_block_head": Text("сообщить руководителю отраслевого блока ЦУР", "inform the head of the sector block"),
    "7.return":            Text("вернуть непрофильное сообщение", "return a message outside one's competence"),
    "7.notify":            Text("известить Координатора о возврате", "notify the Coordinator of the return"),
    "8.answer":            Text("разместить ответ на стандартное сообщение", "publish the answer to a standard message"),
    "9.draft":             Text("направить проект ответа на согласование", "send the draft answer for approval"),
    "9.notify":            Text("известить Координатора о проекте", "notify the Coordinator of the draft"),
    "10.decision":         Text("согласовать проект или вернуть на доработку", "approve the draft or send it back"),
    "10.notify":           Text("известить Исполнителя о решении", "notify the Executor of the decision"),
    "11.rework":           Text("доработать проект и направить повторно", "rework the draft and send it again"),
    "11.notify":           Text("известить Координатора о доработанном проекте", "notify the Coordinator of the reworked draft"),
    "12.publication":      Text("разместить согласованный ответ", "publish the approved answer"),
    "12.network":          Text("отвечать в той же социальной сети", "answer in the same social network"),
    "13.answer":           Text("разместить ответ в сокращённый срок", "publish the answer within the shortened term"),
    "14.final_draft":      Text("направить проект окончательного ответа", "send the draft of the final answer"),
    "15.information":      Text("направить сведения для общего ответа", "send information for the joint answer"),
    "15.recipients":       Text("направить сведения обоим: ответственному Исполнителю и Координатору", "send the information to both the responsible Executor and the Coordinator"),
    "15.responsible":      Text("назвать ответственного Исполнителя", "name the responsible Executor"),
    "16.content":          Text("в ответе на повторное сообщение сказать о принятых мерах", "tell in the answer to a repeat what has been done"),
    "17.evidence":         Text("приложить имеющиеся фото или видео", "attach the photos or videos that exist"),
    "18.processed":        Text("не отвечать на исключённое сообщение", "do not answer an excluded message"),
    "19.crime_report":     Text("передать сведения о преступлении в правоохранительные органы", "pass information on a crime to law enforcement"),
    "23.decision":         Text("рассмотреть предложение об успешном кейсе", "decide on the proposal of a success story"),
    "23.report":           Text("сообщить о публикации успешного кейса", "report the publication of a success story"),
    "23.approval":         Text("публиковать только согласованный кейс", "publish only an approved success story"),
    "23.reasons":          Text("указать причины отказа", "give the reasons of the refusal"),
    "23.recipients":       Text("сообщить о публикации обоим: ЦУР и Комитету", "report the publication to both the regional control centre and the Committee"),
    "24.inform_chair":     Text("сообщить о резонансе председателю Комитета", "inform the chair of the Committee of the resonance"),
    "24.inform_head":      Text("доложить Главе Республики", "report to the Head of the Republic"),
    "25.presentation":     Text("представить ежеквартальный доклад", "present the quarterly report"),
    "25.decision":         Text("рассмотреть текст доклада", "decide on the text of the report"),
    "25.approval":         Text("представлять только согласованный доклад", "present only an approved report"),
    "25.proposals":        Text("при отказе направить предложения по тексту", "send proposals for the text with a refusal"),
    "order":               Text("действовать в порядке, который допускает состояние", "act in the order that the state allows"),
}
# fmt: on
