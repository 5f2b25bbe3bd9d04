"""Who and what the journals are about: bodies of unequal size and diligence, their topics, the places.

The ids are opaque; nothing here names a person.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from cur_rules.testing.generator.dice import Dice, Quantiles, Weighted, weighted

if TYPE_CHECKING:
    from cur_rules.testing.generator.script import By, Fields

_MUNICIPAL_TOPICS = ("благоустройство", "ЖКХ", "дороги", "вывоз мусора", "освещение", "бездомные животные")

# The order is that of size: the first body gets most messages (their share falls as 1 / place).
_BODIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    #  body               place of a municipal body   topics, the most frequent first
    ("adm-ulan-ude",      "Улан-Удэ",                 _MUNICIPAL_TOPICS),
    ("mintrans",          "",                         ("дороги", "общественный транспорт", "электроснабжение")),
    ("minzdrav",          "",                         ("здравоохранение", "запись к врачу", "лекарства")),
    ("minstroy",          "",                         ("ЖКХ", "отопление", "строительство", "ветхое жильё")),
    ("minobr",            "",                         ("школы", "детские сады", "питание в школах")),
    ("minsoc",            "",                         ("пособия", "социальная помощь", "льготы")),
    ("minprirody",        "",                         ("вывоз мусора", "свалки", "качество воздуха", "Байкал")),
    ("gosstroynadzor",    "",                         ("управляющие компании", "капитальный ремонт", "строительство")),
    ("adm-ivolginsk",     "Иволгинский район",        _MUNICIPAL_TOPICS),
    ("adm-kabansk",       "Кабанский район",          _MUNICIPAL_TOPICS),
    ("adm-zaigraevo",     "Заиграевский район",       _MUNICIPAL_TOPICS),
    ("rst",               "",                         ("тарифы", "отопление", "электроснабжение")),
    ("minselhoz",         "",                         ("сельское хозяйство", "поддержка фермеров", "цены на продукты")),
    ("adm-severobaykalsk", "Северобайкальск",         _MUNICIPAL_TOPICS),
    ("minsport",          "",                         ("спортивные площадки", "секции для детей")),
    ("mincult",           "",                         ("дома культуры", "праздники", "библиотеки")),
    ("adm-tarbagatay",    "Тарбагатайский район",     _MUNICIPAL_TOPICS),
    ("upr-vet",           "",                         ("бездомные животные", "ветеринарная помощь")),
    ("adm-selenga",       "Селенгинский район",       _MUNICIPAL_TOPICS),
    ("agentstvo-les",     "",                         ("лесные пожары", "рубка леса", "дрова")),
    ("agentstvo-gochs",   "",                         ("паводок", "лесные пожары", "лёд на реках")),
    ("minimush",          "",                         ("земельные участки", "аренда имущества")),
    ("mintourism",        "",                         ("туризм", "Байкал")),
    ("adm-pribaykal",     "Прибайкальский район",     _MUNICIPAL_TOPICS),
    ("adm-tunka",         "Тункинский район",         _MUNICIPAL_TOPICS),
    ("adm-kyakhta",       "Кяхтинский район",         _MUNICIPAL_TOPICS),
    ("agentstvo-zan",     "",                         ("занятость", "пособия")),
    ("minecon",           "",                         ("поддержка предпринимателей", "цены на продукты")),
    ("adm-zakamensk",     "Закаменский район",        _MUNICIPAL_TOPICS),
    ("minprom",           "",                         ("торговля", "связь и интернет")),
    ("adm-barguzin",      "Баргузинский район",       _MUNICIPAL_TOPICS),
    ("adm-bichura",       "Бичурский район",          _MUNICIPAL_TOPICS),
    ("adm-khorinsk",      "Хоринский район",          _MUNICIPAL_TOPICS),
    ("adm-mukhorshibir",  "Мухоршибирский район",     _MUNICIPAL_TOPICS),
    ("minfin",            "",                         ("налоги", "бюджет")),
    ("adm-dzhida",        "Джидинский район",         _MUNICIPAL_TOPICS),
    ("upr-zags",          "",                         ("запись актов гражданского состояния",)),
    ("adm-kizhinga",      "Кижингинский район",       _MUNICIPAL_TOPICS),
    ("upr-okn",           "",                         ("памятники", "реставрация")),
    ("adm-eravna",        "Еравнинский район",        _MUNICIPAL_TOPICS),
    ("agentstvo-arhiv",   "",                         ("архивные справки",)),
    ("adm-kurumkan",      "Курумканский район",       _MUNICIPAL_TOPICS),
    ("adm-muya",          "Муйский район",            _MUNICIPAL_TOPICS),
    ("adm-bauntovsk",     "Баунтовский район",        _MUNICIPAL_TOPICS),
    ("adm-oka",           "Окинский район",           _MUNICIPAL_TOPICS),
)  # fmt: skip

_PLACES = weighted(
    ("Улан-Удэ", 50.0), *((place, 2.0) for _, place, _ in _BODIES if place and place != "Улан-Удэ")
)  # fmt: skip

_PACE: Quantiles = (0.85, 0.95, 1.0, 1.06, 1.2)
_SLIPS: Quantiles = (0.2, 0.5, 0.8, 1.3, 2.6)

NETWORKS = weighted(("vk", 0.57), ("ok", 0.424), ("telegram", 0.006))
OTHER_NETWORK = {"vk": "ok", "ok": "vk", "telegram": "vk"}
IMPORTANCE = weighted(("обычная", 80), ("высокая", 16), ("срочная", 4))
GROUNDS = weighted(("obscene", 45), ("insulting", 40), ("threat", 9), ("intent_to_harm", 6))
RETURN_REASONS = ("не относится к полномочиям", "вопрос местного значения", "дом обслуживает другая организация")
REWORK_COMMENTS = ("нет сроков", "ответ не по существу", "добавьте фото", "сократите", "уточните исполнителя работ")
VANISHED_REASONS = ("сообщение удалено автором", "комментарии закрыты", "страница заблокирована")
AGENCIES = ("полиция", "прокуратура", "следственный комитет")
REFUSAL_REASONS = ("работы ещё не закончены", "нет фотографий до и после", "тема освещена ранее")
PROPOSALS = ("добавить разрез по каналам", "уточнить число повторных сообщений", "описать принятые меры")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that answers.

    Attributes:
        id: Its id.
        location: The place of a municipal body, "" of a ministry.
        topics: What it is asked about.
        pace: How long it takes, as a multiple of the usual.
        slips: How often it misses a term, as a multiple of the usual.
        by: How its events name it.
    """

    id: str
    location: str
    topics: Weighted[str]
    pace: float
    slips: float
    by: By

    def named(self, stage: int) -> Fields:
        """Return the body as an executor in a routing."""
        fields: Fields = {"body": self.id}
        if stage > 1:
            fields["stage"] = stage
        if self.location:
            fields["municipal"] = True
        return fields


class Subject(NamedTuple):
    """What a message is about, and the case that had it."""

    case: str
    network: str
    topic: str
    location: str


@dataclass(slots=True)
class World:
    """The bodies of one journal, and the latest message to each: a repeat refers to it."""

    bodies: Weighted[Body]
    latest: dict[str, Subject] = field(default_factory=dict[str, Subject])

    def other(self, dice: Dice, *taken: str) -> Body:
        """Draw a body that is not one of those taken."""
        while True:
            body = dice.pick(self.bodies)
            if body.id not in taken:
                return body

    def subject(self, dice: Dice, body: Body, case: str) -> Subject:
        """Draw what a message to a body is about."""
        location = body.location or dice.pick(_PLACES)
        return Subject(case, dice.pick(NETWORKS), dice.pick(body.topics), location)


def make_world(dice: Dice, bodies: int) -> World:
    """Draw the diligence of the bodies; their sizes are fixed, and so is the diligence of all of them together."""
    sizes = [1 / (number + 1) for number in range(bodies)]
    paces, slips = (_evened([dice.draw(spread) for _ in sizes], sizes) for spread in (_PACE, _SLIPS))
    return World(weighted(*((_body(number, paces[number], slips[number]), size) for number, size in enumerate(sizes))))


def _evened(values: list[float], sizes: list[float]) -> list[float]:
    """Scale values so that their mean over all messages is 1: no seed makes the whole region lazy."""
    mean = _total([value * size for value, size in zip(values, sizes, strict=True)]) / _total(sizes)
    return [value / mean for value in values]


def _total(values: list[float]) -> float:
    # Not `sum`, which rounds otherwise since Python 3.12.
    return reduce(add, values, 0.0)


def _body(number: int, pace: float, slips: float) -> Body:
    known = number < len(_BODIES)
    name, location, topics = _BODIES[number] if known else (f"body-{number + 1}", "", ("прочее",))
    asked = weighted(*((topic, 1 / (place + 1)) for place, topic in enumerate(topics)))
    return Body(name, location, asked, pace, slips, {"role": "executor", "body": name})
