"""A questionnaire as data: what a browser needs to count the answers as ``scoring`` says they count."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from playbook import scoring
from playbook.model import Answer, FieldId, Question, QuestionId, Questionnaire, Test
from playbook.renderers.handbook.html.book import Book

Data = dict[str, Any]

_ELSEWHERE: Data = {"elsewhere": True}
"""A test of something that the questionnaire does not know: nobody is kept from answering by it."""


def sheet(book: Book, questionnaire: Questionnaire) -> str:
    """The questionnaire's points, rules and tests as JSON."""
    rules = questionnaire.scoring
    data: Data = {
        "scored": rules is not None,
        "method": rules.method if rules else "sum",
        "pass": rules.pass_ if rules else None,
        "weights": dict(rules.weights) if rules else {},
        "floors": dict(rules.floors) if rules else {},
        "bands": [{"from": band.from_, "name": band.name} for band in rules.bands] if rules else [],
        "best": scoring.of_questionnaire(book.playbook, questionnaire).high,
        "elements": _elements(book, questionnaire),
        "questions": [
            _question(book, questionnaire, number) for number in range(len(questionnaire.questions))
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _elements(book: Book, questionnaire: Questionnaire) -> Mapping[str, Data]:
    """The elements that can give points, with the least and the most."""
    found = scoring.of_elements(book.playbook, questionnaire)
    return {
        id: {"low": each.low, "high": each.high}
        for id, each in found.items()
        if each.high > 0 or each.low < 0
    }


def _question(book: Book, questionnaire: Questionnaire, number: int) -> Data:
    each = questionnaire.questions[number]
    reach = scoring.of_question(book.playbook, each)
    data: Data = {
        "id": each.id,
        "element": each.element or "",
        "type": book.playbook.type_of_question(each),
        "must": each.level == "must",
        "points": {option.id: option.points or 0 for option in book.options(each)},
        "rules": [{**_operator(rule), "points": rule.points} for rule in each.score],
        "low": reach.low,
        "high": reach.high,
    }
    if each.for_:
        data["for"] = list(each.for_)
    if each.when is not None:
        data["when"] = _test(each.when, questionnaire.questions[:number])
    if each.knock_out is not None:
        data["stop"] = _operator(each.knock_out)
    return data


def _operator(each: Answer) -> Data:
    """The one operator that is given, and what it compares with."""
    name = next(iter(each.operators), "")
    value = getattr(each, name) if name else None
    return {"is": name.rstrip("_"), "value": list(value) if isinstance(value, tuple) else value}


def _test(each: Test, before: Sequence[Question]) -> Data:
    if each.all:
        return {"all": [_test(inner, before) for inner in each.all]}
    if each.any:
        return {"any": [_test(inner, before) for inner in each.any]}
    if each.segment:
        return {"segment": each.segment}
    id = each.answer or _written_to(each.field, before)
    if id is None or all(question.id != id for question in before):
        return _ELSEWHERE
    return {"answer": id, **_operator(each)}


def _written_to(field: FieldId | None, before: Sequence[Question]) -> QuestionId | None:
    """The question whose answer is written to a field."""
    found = (question.id for question in before if field and question.field == field)
    return next(found, None)
