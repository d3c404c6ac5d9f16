"""The model in words, in the language in use: conditions, times, names and the terms of the trade."""

from playbook.wording.conditions import answer, criterion, test
from playbook.wording.lists import gap, headed, listed, together
from playbook.wording.names import (
    buyer_role_name,
    element_name,
    field_name,
    forecast_name,
    questionnaire_name,
    role_name,
)
from playbook.wording.terms import term
from playbook.wording.times import days, interval, moment
from playbook.wording.values import number, value_name

__all__ = [
    "answer",
    "buyer_role_name",
    "criterion",
    "days",
    "element_name",
    "field_name",
    "forecast_name",
    "gap",
    "headed",
    "interval",
    "listed",
    "moment",
    "number",
    "questionnaire_name",
    "role_name",
    "term",
    "test",
    "together",
    "value_name",
]
