"""The differences between two set-ups of one pipeline, piece by piece."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from playbook import wording
from playbook.drift.matching import Pairs, matched, matched_in_order, moved
from playbook.errors import NotFound
from playbook.findings import At
from playbook.messages import _
from playbook.model import FAILED
from playbook.rollout.compiling import Rollout
from playbook.rollout.plain import line
from playbook.rollout.reading import Found
from playbook.rollout.records import LOSS_REASON
from playbook.rollout.setup import FieldSetup, ReasonSetup, Setup, StageSetup

Kind = Literal[
    "pipeline-name",
    "stage-missing",
    "stage-extra",
    "stage-name",
    "stage-order",
    "stage-kind",
    "stage-probability",
    "stage-forecast",
    "stage-days",
    "field-missing",
    "field-name",
    "field-type",
    "field-options",
    "gate",
    "reason-missing",
    "reason-extra",
    "reason-name",
]
"""What a program may go by; people read the words."""

Named = StageSetup | FieldSetup | ReasonSetup
_SAME_TYPE: Final = (
    frozenset({"number", "money", "percent", "rating"}),
    frozenset({"text", "long-text", "link", "file"}),
    frozenset({"choice", "yes-no", "flag"}),
)
"""Types that CRMs do not always tell apart."""


@dataclass(frozen=True)
class Difference:
    """One thing that is otherwise in the CRM."""

    kind: Kind
    at: At
    """Where the playbook says it; where it would say it, if it says nothing."""
    what: str
    """The piece, as people call it."""
    here: str
    """What the playbook says; empty if it does not know the piece."""
    there: str
    """What the CRM says; empty if it does not know the piece."""


def pipeline_of(mine: Setup, found: Found) -> Setup:
    """The pipeline of the CRM that is this playbook's: by key, by name, or the only one.

    Raises:
        NotFound: there is none, or it cannot be told which.

    """
    setups = found.setups
    by_key = [each for each in setups if mine.key and each.key == mine.key]
    by_name = [each for each in setups if each.name.casefold() == mine.name.casefold()]
    for chosen in (by_key, by_name, setups):
        if len(chosen) == 1:
            return chosen[0]
    names = wording.listed(_("“{text}”").format(text=each.name) for each in setups)
    message = _("It cannot be told which pipeline is that of “{name}”; there are: {names}.")
    raise NotFound(message.format(name=mine.name, names=names or "–"))


def compared(rollout: Rollout, mine: Setup, theirs: Setup) -> tuple[Difference, ...]:
    """Everything that is otherwise in the CRM, in the order of the playbook.

    ``mine`` is what the CRM can show of the playbook.
    """
    found: list[Difference] = []
    if rollout.surface.is_comparable("pipelines") and line(mine.name) != line(theirs.name):
        found.append(
            Difference(
                "pipeline-name", ("name",), _("Name of the pipeline"), mine.name, theirs.name
            )
        )
    stages = [each for each in theirs.stages if each.is_active]
    pairs = matched_in_order(mine.stages, stages)
    found += _stages(rollout, pairs, stages)
    found += _fields(rollout, mine, theirs, {one.id: other for one, other in pairs if other})
    found += _reasons(rollout, mine, theirs)
    return tuple(found)


def _stages(rollout: Rollout, pairs: Pairs, stages: Sequence[StageSetup]) -> Iterator[Difference]:
    there = [other for _one, other in pairs if other]
    wanted_order = moved([pair for pair in pairs if _is_open(pair[0])], stages)
    # Where no stage at all is an end, the files do not say which ones are, nor how they are called.
    are_told = any(_outcome(each) != "open" for each in stages)
    for one, other in pairs:
        what = _("Stage “{name}”").format(name=one.name)
        if other is None:
            yield Difference("stage-missing", one.at, what, one.name, "")
            continue
        if are_told or other.name != other.key:
            yield from _name("stage-name", what, one, other)
        if are_told and rollout.surface.is_comparable("ends"):
            yield from _end(what, one, other)
        yield from _stage(rollout, what, one, other)
        if one.id in wanted_order:
            yield Difference(
                "stage-order", one.at, wording.headed(what, _("order")), *wanted_order[one.id]
            )
    for other in stages:
        if not any(other is each for each in there):
            what = _("Stage “{name}”").format(name=other.name)
            yield Difference("stage-extra", ("stages",), what, "", other.name)


def _name(kind: Kind, what: str, one: Named, other: Named) -> Iterator[Difference]:
    if line(one.name) != line(other.name):
        at = (*one.at, "name")
        yield Difference(kind, at, wording.headed(what, _("name")), one.name, other.name)


def _end(what: str, one: StageSetup, other: StageSetup) -> Iterator[Difference]:
    kinds = (_outcome(one), _outcome(other))
    if kinds[0] != kinds[1]:
        yield Difference(
            "stage-kind",
            (*one.at, "kind"),
            wording.headed(what, _("kind")),
            *map(wording.term, kinds),
        )


def _stage(rollout: Rollout, what: str, one: StageSetup, other: StageSetup) -> Iterator[Difference]:
    surface = rollout.surface
    if surface.is_comparable("probability") and _differ(one.probability, other.probability):
        numbers = (one.probability, other.probability)
        said = (_("{number}%").format(number=each) for each in numbers)
        yield Difference(
            "stage-probability",
            (*one.at, "probability"),
            wording.headed(what, _("probability")),
            *said,
        )
    if (
        surface.is_comparable("forecast")
        and _is_open(one)
        and _differ(one.forecast, other.forecast)
    ):
        named = (wording.forecast_name(rollout.playbook, each) for each in _both(one, other))
        yield Difference(
            "stage-forecast",
            (*one.at, "forecast"),
            wording.headed(what, _("forecast category")),
            *named,
        )
    if surface.is_comparable("ageing") and _is_open(one) and one.days != other.days:
        days = (wording.days(each) if each else "–" for each in (one.days, other.days))
        yield Difference(
            "stage-days", (*one.at, "max_days"), wording.headed(what, _("longest stay")), *days
        )


def _both(one: StageSetup, other: StageSetup) -> tuple[Any, Any]:
    return one.forecast, other.forecast


def _differ(here: object, there: object) -> bool:
    """Whether both are known, and not the same."""
    return here is not None and there is not None and here != there


def _is_open(stage: StageSetup) -> bool:
    """Whether a stage is on the way; where an end stands in a list matters to nobody."""
    return stage.kind in ("lead", "open")


def _outcome(stage: StageSetup) -> Literal["open", "won", "lost"]:
    """What every CRM knows of a stage."""
    if stage.kind in ("won", "after-sale"):
        return "won"
    return "lost" if stage.kind in FAILED else "open"


def _fields(
    rollout: Rollout, mine: Setup, theirs: Setup, stages: Mapping[str, StageSetup]
) -> Iterator[Difference]:
    """What is otherwise with fields; those that only the CRM has are its own affair."""
    if not theirs.fields:
        return
    mapped = rollout.settings.names("fields")
    own = [each for each in mine.fields if each.is_ours or ".".join(each.ids) in mapped]
    for one, other in matched(own, theirs.fields):
        what = _("Field “{name}”").format(name=one.name)
        if other is None:
            yield Difference("field-missing", one.at, what, one.name, "")
            continue
        yield from _name("field-name", what, one, other)
        types = [rollout.surface.types.get(each.type, each.type) for each in (one, other)]
        if types[0] != types[1] and not _is_same_type(one.type, other.type):
            yield Difference(
                "field-type",
                (*one.at, "type"),
                wording.headed(what, _("type")),
                wording.term(one.type),
                wording.term(other.type) or "–",
            )
        options = [[line(each.name) for each in field.options] for field in (one, other)]
        if one.options and other.options and options[0] != options[1]:
            said = map(wording.listed, options)
            yield Difference(
                "field-options", (*one.at, "options"), wording.headed(what, _("options")), *said
            )
        yield from _gate(rollout, what, one, other, theirs, stages)


def _is_same_type(here: str, there: str) -> bool:
    return here == there or any({here, there} <= group for group in _SAME_TYPE)


def _gate(
    rollout: Rollout,
    what: str,
    one: FieldSetup,
    other: FieldSetup,
    theirs: Setup,
    stages: Mapping[str, StageSetup],
) -> Iterator[Difference]:
    """In which stages a field has to be filled; theirs are told by their keys."""
    if not rollout.surface.is_comparable("gates") or LOSS_REASON in one.ids:
        return  # the reason is asked for by the end itself
    kinds = {stage.id: stage.kind for stage in rollout.setup.stages}
    inside = {stage.id for stage in rollout.stages}
    names = {each.key: each.name for each in theirs.stages}
    names |= {stage.id: stage.name for stage in rollout.setup.stages}
    ids = {each.key: id for id, each in stages.items()}
    here = {id if id in inside else kinds[id] for id in one.required}
    off = {each.key for each in theirs.stages if not each.is_active}
    there = {ids.get(key, key) for key in other.required if key not in off}
    last = next((each.id for each in reversed(rollout.setup.stages) if each.kind == "open"), "")
    won = {"won", *(id for id, kind in kinds.items() if kind == "won")}
    for wanted in (here, there):
        if last in wanted:  # what is filled there is filled when the deal is won
            wanted -= won
    if here != there:
        order = [*names, "won", "lost"]
        said = (
            wording.listed(names.get(id, id) for id in _in_order(wanted, order)) or "–"
            for wanted in (here, there)
        )
        yield Difference("gate", one.at, _("{field}: required in").format(field=what), *said)


def _in_order(wanted: Collection[str], order: Sequence[str]) -> list[str]:
    """Ids in the order of the playbook; what it does not know comes last."""
    known = [id for id in dict.fromkeys(order) if id in wanted]
    return [*known, *sorted(set(wanted) - set(known))]


def _reasons(rollout: Rollout, mine: Setup, theirs: Setup) -> Iterator[Difference]:
    if not (mine.reasons and theirs.reasons) or not rollout.surface.is_comparable("reasons"):
        return
    pairs = matched(mine.reasons, theirs.reasons)
    known = [other for _one, other in pairs]
    for one, other in pairs:
        what = _("Reason “{name}”").format(name=one.name)
        if other is None:
            yield Difference("reason-missing", one.at, what, one.name, "")
        else:
            yield from _name("reason-name", what, one, other)
    for other in _others(theirs.reasons, known):
        what = _("Reason “{name}”").format(name=other.name)
        yield Difference("reason-extra", ("reasons",), what, "", other.name)


def _others(
    reasons: Iterable[ReasonSetup], known: Sequence[ReasonSetup | None]
) -> Iterator[ReasonSetup]:
    return (each for each in reasons if not any(each is other for other in known))
