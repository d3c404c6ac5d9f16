"""Questions as they are asked, and questionnaires as sheets to score on."""

from collections.abc import Iterator, Sequence

from playbook import scoring, wording
from playbook.manuscript.blocks import (
    Block,
    Box,
    Chapter,
    Checklist,
    Facts,
    Heading,
    Items,
    Paragraph,
    Row,
    Table,
    Tick,
    Words,
)
from playbook.manuscript.draft import Draft, anchor
from playbook.manuscript.prose import lead, prose
from playbook.manuscript.rows import points, row, rows
from playbook.manuscript.words import plain, sentence, soft, tag
from playbook.messages import _, p_
from playbook.model import Answer, Band, KnockOut, Option, Question, Questionnaire


def question(draft: Draft, each: Question, questionnaire: Questionnaire) -> Box:
    """A question as it is asked in a stage: what to listen for, and what ends the deal."""
    element = tag(wording.element_name(questionnaire, each.element)) if each.element else ()
    title = (*plain(each.ask), *element, *_tags(draft, each))
    blocks = (*rows(*_about(draft, each), *_knock_out(draft, each)),)
    return Box("question", title, blocks, 4)


def chapter(draft: Draft, it: Questionnaire) -> Chapter:
    """A questionnaire as a sheet: every question with its answers and points, and what they mean."""
    return Chapter(
        anchor("questionnaire", it.id),
        wording.questionnaire_name(it),
        _("Buyer and questions"),
        tuple(_sheet(draft, it)),
        ("questionnaire", it.id),
    )


def _sheet(draft: Draft, it: Questionnaire) -> Iterator[Block]:
    yield from lead(it.about)
    yield Facts(tuple(_facts(draft, it)))
    for id in it.element_ids:
        own = [each for each in it.questions if each.element == id]
        if own:
            yield Heading(plain(wording.element_name(it, id)))
            yield from _conditions(draft, it, id)
            yield from (_scored(draft, each, it) for each in own)
    loose = [each for each in it.questions if each.element not in it.element_ids]
    if loose:
        others = len(loose) < len(it.questions)
        yield Heading(plain(_("Further questions") if others else _("Questions")))
        yield from (_scored(draft, each, it) for each in loose)
    yield from _scoring(draft, it)


def _facts(draft: Draft, it: Questionnaire) -> Iterator[tuple[str, Words]]:
    yield _("Questions"), plain(draft.local.number(len(it.questions)))
    if it.scoring and it.scoring.pass_ is not None:
        passed = it.scoring.pass_
        is_count = it.scoring.method == "count"
        best = draft.local.number(scoring.of_questionnaire(draft.playbook, it).high)
        score = draft.local.number(passed) if is_count else points(draft, passed)
        yield _("Passed from"), (*plain(score), *soft(f" {_('of {best}').format(best=best)}"))
    ids = {each.id for each in it.questions}
    asking = [
        stage.id
        for stage in draft.playbook.stages
        if any(each.id in ids for each in draft.playbook.asked_in(stage))
    ]
    if asking:
        yield _("Asked in"), draft.linked("stage", asking)


def _conditions(draft: Draft, it: Questionnaire, id: str) -> Iterator[Block]:
    """What a part of a framework needs and how much it counts."""
    if it.scoring is None:
        return
    floors = {str(element): floor for element, floor in it.scoring.floors.items()}
    weights = {str(element): weight for element, weight in it.scoring.weights.items()}
    said = ""
    if id in floors:
        least = points(draft, floors[id])
        said = _("At least {points} here, or it is not passed.").format(points=least)
    if id in weights:
        times = _("Weight: {times}.").format(times=draft.local.number(weights[id]))
        said = f"{said}{wording.gap(said)}{times}" if said else times
    if said:
        yield Paragraph(soft(said))


def _scored(draft: Draft, each: Question, it: Questionnaire) -> Box:
    """A question on a sheet, with its answers to tick."""
    type = draft.playbook.type_of_question(each) or "text"
    title = (*plain(each.ask), *tag(wording.term(type)), *_tags(draft, each))
    ticks = tuple(_answers(draft, each, it))
    blocks: list[Block] = [Checklist(ticks)] if ticks else []
    written = draft.link("field", each.field) if each.field else ()
    blocks += rows(
        *_about(draft, each),
        row(_("Written to"), written),
        row(_("Score"), *_score(draft, each)),
        *_knock_out(draft, each),
    )
    return Box("question", title, tuple(blocks), 3, anchor("question", each.id))


def _tags(draft: Draft, each: Question) -> Words:
    level = tag(wording.term(each.level)) if each.level != "must" else ()
    stop = tag(_("Knock-out")) if each.knock_out else ()
    return (*level, *draft.only_for(each.for_), *stop)


def _about(draft: Draft, each: Question) -> Iterator[Row]:
    if each.when:
        yield row(_("Only if"), plain(wording.test(draft.playbook, each.when)))
    yield row(_("Why"), plain(each.why))
    yield row(_("Listen for"), plain(each.listen_for))
    if each.probes:
        probes = tuple((Paragraph(plain(probe)),) for probe in each.probes)
        yield row(_("Ask further"), Items(probes))


def _choices(draft: Draft, each: Question) -> Sequence[Option]:
    field = draft.playbook.fields.get(each.field) if each.field else None
    return field.options if field else each.options


def _answers(draft: Draft, each: Question, it: Questionnaire) -> Iterator[Tick]:
    """The answers to choose from; an open question has none."""
    type = draft.playbook.type_of_question(each)
    if type == "yes-no":
        counts = it.scoring is not None and not each.score
        yield Tick(plain(p_("answer", "yes")), plain(points(draft, 1)) if counts else ())
        yield Tick(plain(p_("answer", "no")), plain(points(draft, 0)) if counts else ())
    elif type == "rating":
        for number in range(each.max + 1):
            yield Tick(plain(draft.local.number(number)))
    for option in _choices(draft, each):
        worth = plain(points(draft, option.points)) if option.points is not None else ()
        yield Tick(plain(option.name), worth)


def _score(draft: Draft, each: Question) -> Iterator[Block]:
    """How answers count that are not simply ticked."""
    if each.score:
        lines = (
            sentence(
                _("{answer}: {points}"),
                answer=_given(draft, each, rule),
                points=points(draft, rule.points),
            )
            for rule in each.score
        )
        yield Items(tuple((Paragraph(line),) for line in lines))
    elif draft.playbook.type_of_question(each) == "rating":
        words = _("From 0 to {max}: as many points").format(max=each.max)
        yield Paragraph(plain(words))


def _given(draft: Draft, each: Question, rule: Answer) -> str:
    """An answer that fits, as a clause."""
    is_money = draft.playbook.type_of_question(each) == "money"
    unit = draft.playbook.currency if is_money else None
    clause = wording.answer(rule, tuple(_choices(draft, each)), unit)
    return clause.format(subject=_("The answer"))


def _knock_out(draft: Draft, each: Question) -> Iterator[Row]:
    stop: KnockOut | None = each.knock_out
    if stop is None:
        return
    given, stage = _given(draft, each, stop), draft.link("stage", stop.move_to)
    if stop.reason:
        words = sentence(
            _("{answer}: the deal moves to {stage}, with the reason “{reason}”."),
            answer=given,
            stage=stage,
            reason=draft.link("reason", stop.reason),
        )
    else:
        words = sentence(_("{answer}: the deal moves to {stage}."), answer=given, stage=stage)
    yield row(_("Ends the deal if"), words)


def _scoring(draft: Draft, it: Questionnaire) -> Iterator[Block]:
    """How the answers become a score, and what a score means."""
    each = it.scoring
    if each is None:
        return
    yield Heading(plain(_("How the answers count")))
    words = {
        "sum": _("The points of all answers are added up."),
        "mean": _("The score is the average of the elements."),
        "lowest": _("The weakest element is the score."),
        "count": _("Every element with at least one point counts one."),
        "all": _("Every element needs at least one point."),
    }[each.method]
    if each.pass_ is not None:
        best = draft.local.number(scoring.of_questionnaire(draft.playbook, it).high)
        passed = _("It is passed from {score}; the best possible is {best}.")
        score = draft.local.number(each.pass_)
        words = f"{words}{wording.gap(words)}{passed.format(score=score, best=best)}"
    yield Paragraph(plain(words))
    if each.bands:
        yield _bands(draft, each.bands)


def _bands(draft: Draft, bands: Sequence[Band]) -> Table:
    """What a score means, from the lowest on."""
    columns = [
        (_("From"), [plain(draft.local.number(band.from_)) for band in bands]),
        (_("Result"), [plain(band.name) for band in bands]),
    ]
    if any(band.about for band in bands):
        columns.append((_("What it means"), [_in_a_cell(prose(band.about)) for band in bands]))
    return Table(
        tuple(plain(label) for label, _cells in columns),
        tuple(zip(*(cells for _label, cells in columns), strict=True)),
        numbers=(0,),
    )


def _in_a_cell(blocks: Sequence[Block]) -> Words:
    """The paragraphs of a text in a table."""
    paragraphs = [each.words for each in blocks if isinstance(each, Paragraph)]
    return tuple(
        run
        for number, words in enumerate(paragraphs)
        for run in ((*plain("\n"), *words) if number else words)
    )
