"""From what was read to a playbook that can be written: ids, ends, types, reasons."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from playbook.adoption.naming import Ids, Labels, language_of
from playbook.adoption.placing import placed
from playbook.adoption.writing import playbook_file, settings_file
from playbook.crm import Target
from playbook.messages import LANGUAGES, _, closest, speaking
from playbook.model import BUILT_IN_FIELDS, FAILED, FieldId, StageKind
from playbook.rollout.plain import line
from playbook.rollout.reading import Found, Note
from playbook.rollout.records import LOSS_REASON
from playbook.rollout.setup import FieldSetup, ReasonSetup, Setup, StageSetup
from playbook.wording import listed, term

_FIELD_TYPES: Final = frozenset(
    {
        "text",
        "long-text",
        "number",
        "money",
        "percent",
        "date",
        "yes-no",
        "choice",
        "choices",
        "user",
        "contact",
        "company",
        "link",
        "file",
    }
)
_FEWER: Final = {"flag": "yes-no", "rating": "number"}
_LONGEST_OF_A_STAGE: Final = 17
"""Characters of a stage's id, so that every CRM has room for it."""
_ENDS: Final[tuple[StageKind, ...]] = ("won", "lost")


@dataclass(frozen=True)
class Adopted:
    """The files, and what people should look at."""

    files: Mapping[str, str]
    notes: tuple[Note, ...]


def adopted(found: Found, target: Target, language: str | None = None) -> Adopted:
    """A playbook for every pipeline: in the folder itself, or each in one of its own."""
    folders = Ids()
    files: dict[str, str] = {}
    notes: list[Note] = []
    for setup in found.setups:
        whole, asked = _whole(setup, target.surface.stage_kinds, language)
        folder = folders.give(whole.id, whole.name, "process")
        whole = replace(whole, id=folder)
        before = "" if len(found.setups) == 1 else f"{folder}/"
        others = [each for each in found.setups if each is not setup]
        about = [
            note
            for note in found.notes
            if _is_about(note, setup) or not any(_is_about(note, other) for other in others)
        ]
        said = [*about, *asked]
        files[f"{before}playbook.yaml"] = "".join(playbook_file(whole, target, said))
        settings = settings_file(whole, target)
        if settings:
            files[f"{before}crm.yaml"] = settings
        notes += asked
    return Adopted(files, (*found.notes, *notes))


def _is_about(note: Note, setup: Setup) -> bool:
    own = {setup.key, setup.name}
    for each in setup.stages:
        own |= {each.key, each.name}
    return note.where in own


def _whole(setup: Setup, kinds: Collection[str], language: str | None) -> tuple[Setup, list[Note]]:
    """The set-up with ids for everything and with its ends, and what there is to ask."""
    notes: list[Note] = []
    names = [setup.name]
    names += [each.name for each in setup.stages]
    names += [each.name for each in setup.fields]
    tag = language or language_of(names)
    name = line(setup.name) or _("Sales process")
    with speaking(closest(tag)):
        words = {str(kind): term(kind) for kind in ("open", *_ENDS)}
    stages = _stages(setup, words, kinds, notes)
    fields, reasons = _fields(setup, notes), _reasons(setup.reasons, notes)
    if not reasons:
        reasons = _reasons(_options_as_reasons(fields), notes)
    kept = [each for each in fields if each.ids != (str(LOSS_REASON),)]
    asked = [each for each in fields if each.ids == (str(LOSS_REASON),)]
    whole = replace(
        setup,
        id=Ids().give(setup.id, name, "process"),
        name=name,
        language=tag,
        stages=tuple(stages),
        fields=(*kept, *asked),
        reasons=tuple(reasons),
    )
    return whole, [*notes, *_misplaced(whole)]


def _misplaced(setup: Setup) -> Iterator[Note]:
    """Fields that the CRM requires in some stages, and not in those behind them."""
    names = {each.id: each.name for each in setup.stages}
    for each in setup.fields:
        more = placed(setup, each).more
        if more:
            why = _(
                "It is not required in {stages} there. A playbook asks for it from a stage on; "
                "is that right?"
            )
            stages = listed(names[id] for id in more)
            yield Note("question", each.name, _("field to fill"), why.format(stages=stages))


def _stages(
    setup: Setup, words: Mapping[str, str], kinds: Collection[str], notes: list[Note]
) -> list[StageSetup]:
    """Open stages first, then the ends; those that a CRM keeps as a status are added."""
    ids, labels = Ids(longest=_LONGEST_OF_A_STAGE), Labels()
    given: list[StageSetup] = []
    for each in setup.stages:
        if not each.is_active:
            why = _("it is switched off in the CRM")
            notes.append(Note("left out", each.name, _("stage"), why))
            continue
        id = ids.give(each.id, each.name, "stage")
        name = labels.give(each.name, id)
        _note_renamed(notes, each.name, name)
        given.append(replace(each, id=id, name=name))
    ordered = sorted(given, key=lambda each: _rank(each.kind))
    if [each.id for each in ordered] != [each.id for each in given]:
        why = _("stages in which deals end stand behind the others now")
        notes.append(Note("left out", setup.name, _("order"), why))
    for kind in _ENDS:
        if not any(each.kind == kind for each in ordered):
            name = labels.give(words[kind], kind)
            if kind in kinds:
                question = _("The CRM has no such stage, so it was added. What is it there?")
                notes.append(Note("question", name, _("stage"), question))
            end = StageSetup(id=ids.give(kind, name, kind), name=name, kind=kind)
            ordered = sorted([*ordered, end], key=lambda each: _rank(each.kind))
    if not any(each.kind in ("lead", "open") for each in ordered):
        question = _("The CRM has no stage in which deals are open. What are the stages?")
        notes.append(Note("question", setup.name, _("stages"), question))
        ordered.insert(
            0, StageSetup(id=ids.give("open", "", "open"), name=labels.give(words["open"], "open"))
        )
    return ordered


def _rank(kind: str) -> int:
    if kind == "won":
        return 1
    if kind == "after-sale":
        return 2
    return 3 if kind in FAILED else 4 if kind == "parked" else 0


def _fields(setup: Setup, notes: list[Note]) -> list[FieldSetup]:
    ids, labels, found = Ids(map(str, BUILT_IN_FIELDS)), Labels(), []
    for each in setup.fields:
        type = _FEWER.get(each.type, each.type)
        if type not in _FIELD_TYPES:
            why = _("the format has no type for it ({type})").format(type=line(each.type))
            notes.append(Note("left out", each.name, _("field"), why))
            continue
        if type in ("choice", "choices") and not each.options:
            why = _("Which options does it have? The CRM gave none, so it is a text now.")
            notes.append(Note("question", each.name, _("field"), why))
            type = "text"
        if type == "choice" and {_yes_or_no(option.name) for option in each.options} == {1, 0}:
            type = "yes-no"
        own = "-".join(each.ids)
        if own == LOSS_REASON and each.options:
            found.append(replace(each, ids=(own,), type=type))
            continue
        if own in BUILT_IN_FIELDS and (not each.is_ours or type == BUILT_IN_FIELDS[FieldId(own)]):
            found.append(replace(each, ids=(own,), type=type))
            continue
        id = ids.give(own, each.name, "field")
        name = labels.give(each.name, id)
        _note_renamed(notes, each.name, name)
        found.append(replace(each, ids=(id,), name=name, type=type))
    return found


def _yes_or_no(name: str) -> int:
    """1 for a yes and 0 for a no, in the languages that the tool speaks; else another number."""
    said = line(name).casefold()
    for language in LANGUAGES:
        with speaking(language):
            if said in (_("Yes").casefold(), _("No").casefold()):
                return int(said == _("Yes").casefold())
    return -1


def _reasons(reasons: Iterable[ReasonSetup], notes: list[Note]) -> list[ReasonSetup]:
    ids, labels, found = Ids(), Labels(), []
    for each in reasons:
        id = ids.give(each.id, each.name, "reason")
        name = labels.give(each.name, id)
        _note_renamed(notes, each.name, name)
        found.append(replace(each, id=id, name=name))
    return found


def _note_renamed(notes: list[Note], there: str, here: str) -> None:
    if line(there) and here != line(there):
        question = _("The CRM has this name twice, so it is “{name}” here. What is it really?")
        notes.append(Note("question", there, _("name"), question.format(name=here)))


def _options_as_reasons(fields: Sequence[FieldSetup]) -> list[ReasonSetup]:
    """Reasons that a CRM keeps as the options of our own field for them."""
    return [
        ReasonSetup(id=option.key, name=option.name)
        for each in fields
        if each.ids == (str(LOSS_REASON),)
        for option in each.options
    ]
