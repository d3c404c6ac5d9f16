"""Set-ups made at random, and workbooks for the tests."""

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import strategies as st
from tests.crm.samples import playbook, rolled_out

from playbook.crm import Settings
from playbook.messages import closest, speaking
from playbook.model import FORECAST_ORDER, Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.setup import (
    Choice,
    FieldSetup,
    ReasonSetup,
    Setup,
    StageSetup,
    TaskSetup,
)
from playbook.rollout.workbook.shapes import KINDS, TYPES

HOSTILE: Final = (
    "=1+1",
    '=HYPERLINK("http://evil.example","x")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "http://evil.example",
    "mailto:a@evil.example",
    "{=1}",
    "<b>&amp;</b>",
    "_x0041_",
    "=SUM('Stages'!A1)",
    "名字\n=2",
    "' OR 1=1 --",
    "LEN(x)",
    '&P&"Arial"&D',
)
"""What must stay a text, wherever a spreadsheet finds it."""

TEXT: Final = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.sampled_from(HOSTILE),
)
NAME: Final = TEXT.filter(bool)
_ID: Final = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
_TAGS: Final = st.sampled_from(["bg", "en", "zh-CN", "de"])
_NAMES: Final = st.dictionaries(_TAGS, TEXT, max_size=2)
_DAYS: Final = st.none() | st.integers(0, 1_000_000)
_TASKS: Final = st.builds(
    TaskSetup,
    name=NAME,
    detail=TEXT,
    kind=st.none() | st.sampled_from(["call", "email"]),
    days=_DAYS,
)
_STAGES: Final = st.builds(
    StageSetup,
    id=st.just("") | _ID,
    key=TEXT,
    name=NAME,
    kind=st.sampled_from(KINDS),
    probability=st.none() | st.integers(0, 100),
    forecast=st.none() | st.sampled_from(FORECAST_ORDER),
    days=_DAYS,
    guidance=TEXT,
    tasks=st.lists(_TASKS, max_size=2).map(tuple),
    criteria=st.lists(TEXT, max_size=3).map(tuple),
    names=_NAMES,
    is_active=st.booleans(),
)
_FIELDS: Final = st.builds(
    FieldSetup,
    ids=st.lists(_ID, max_size=3).map(tuple),
    kind=st.sampled_from(["field", "question", "segment", "phase", "role"]),
    key=TEXT,
    name=NAME,
    type=st.sampled_from(TYPES),
    about=TEXT,
    options=st.lists(st.builds(Choice, TEXT, TEXT), max_size=3).map(tuple),
    required=st.lists(TEXT, max_size=3).map(tuple),
    is_ours=st.booleans(),
    names=_NAMES,
)
_REASONS: Final = st.builds(ReasonSetup, id=st.just("") | _ID, key=TEXT, name=NAME, names=_NAMES)
SETUPS: Final = st.builds(
    Setup,
    id=st.just("") | _ID,
    key=TEXT,
    name=NAME,
    language=st.sampled_from(["en", "zh-CN", "bg"]),
    currency=st.none() | st.sampled_from(["EUR", "CNY"]),
    stages=st.lists(_STAGES, min_size=1, max_size=3).map(tuple),
    fields=st.lists(_FIELDS, max_size=3).map(tuple),
    reasons=st.lists(_REASONS, max_size=2).map(tuple),
    teams=st.lists(TEXT, max_size=2).map(tuple),
    names=_NAMES,
)
"""Any set-up that there could be."""


def rollout(name: str, what: Path | Playbook, **values: Any) -> Rollout:
    """A playbook on its way to a target."""
    model = playbook(what) if isinstance(what, Path) else what
    with speaking(closest(model.language)):
        made = Rollout(model, Settings(values), target(name).surface)
        assert made.setup.name  # made now, in the language of the playbook
    return made


def without_places(setup: Setup) -> Setup:
    """A set-up as it can be read back: without the places of its pieces in a playbook."""
    stages = (
        replace(stage, at=(), tasks=tuple(replace(task, at=()) for task in stage.tasks))
        for stage in setup.stages
    )
    return replace(
        setup,
        stages=tuple(stages),
        fields=tuple(replace(field, at=()) for field in setup.fields),
        reasons=tuple(replace(reason, at=()) for reason in setup.reasons),
    )


def in_one_language(setup: Setup) -> Setup:
    """A set-up as a workbook holds it: in one language, and without what only a CRM knows."""
    return replace(
        setup,
        names={},
        stages=tuple(replace(stage, names={}) for stage in setup.stages),
        fields=tuple(replace(field, names={}) for field in setup.fields),
        reasons=tuple(replace(reason, names={}) for reason in setup.reasons),
    )


def book(name: str, what: Path | Playbook, **values: Any) -> bytes:
    """The workbook that a target makes."""
    files = rolled_out(name, what, **values).files
    (content,) = (each for file, each in files.items() if file.endswith(".xlsx"))
    assert isinstance(content, bytes)
    return content


def saved(workbook: Any) -> bytes:
    """The bytes of a workbook that a test has made or changed."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def filled(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook that is not ours, with these sheets."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(workbook)


def attacked(text: str) -> str:
    """A playbook in which a text stands wherever an author may write one."""
    import json

    said = json.dumps(text, ensure_ascii=False)
    return f"""
        id: sale
        name: {said}
        currency: EUR
        fields:
          one: {{name: {said}, type: text, about: {said}}}
          two: {{name: Two, type: choice, options: [{{id: a, name: {said}}}, {{id: b, name: B}}]}}
        reasons: {{dear: {{name: {said}}}}}
        questionnaires:
          bant:
            framework: bant
            name: {said}
            questions:
              - {{id: much, element: budget, ask: {said}, type: text, why: {said}}}
        stages:
          - id: open
            name: {said}
            goal: {said}
            guidance: {said}
            must_fill: [one]
            tasks: [{{do: {said}}}]
            exit: [{{criterion: {said}}}]
          - {{id: won, name: Won, kind: won}}
          - {{id: lost, name: Lost, kind: lost}}
        """
