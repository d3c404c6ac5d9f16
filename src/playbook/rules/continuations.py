"""What begins when a deal is won: the next one."""

from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import Continuation, Playbook
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB218", Severity.WARNING)
def lap_without_new_deal(context: Context) -> Iterator[Remark]:
    """What begins again after a sale begins as a new deal.

    ## Why
    A deal that goes round is won twice: it has no cycle, no amount of its own
    and no day on which it was won, and the win rate never closes. A new lap
    is a new deal, under `continues`. Where an account or a contract moves
    through the stages, it may go round.

    ## Wrong
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: care, name: Care, kind: after-sale, next: [qualified]}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    continues: {again: {playbook: example, from: [care], stage: qualified, deal: new, start: {days: 300, after: close-date}}}
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: care, name: Care, kind: after-sale}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook = context.playbook
    if playbook.record not in ("deal", "lead"):
        return
    for at, name in (*_rings(context), *_same_deals(playbook)):
        message = _("After {stage} the same deal begins again, and would be won twice.")
        help = _("Begin a new deal under `continues`, with `deal: new`.")
        yield Remark(at, message.format(stage=name), help)


def _rings(context: Context) -> Iterator[tuple[At, str]]:
    """The moves that lead from behind the sale to before it."""
    stages = context.playbook.stage
    for ring in context.flow.cycles:
        last = stages[ring[-1]]
        if any(stages[id].kind == "won" for id in ring) and last.next and ring[0] in last.next:
            yield (*last.at, "next", last.next.index(ring[0])), called(last.name, last.id)


def _same_deals(playbook: Playbook) -> Iterator[tuple[At, str]]:
    """The ways on into the same playbook that take a won deal along."""
    for each in playbook.continues.values():
        ends = [stage for stage in _sources(playbook, each) if stage[1] in ("won", "after-sale")]
        if each.playbook == playbook.id and each.deal == "same" and ends:
            yield (*each.at, "deal"), ends[0][0]


def _sources(playbook: Playbook, way: Continuation) -> Iterator[tuple[str, str]]:
    """The names and kinds of the stages that a way on begins in; left out: won."""
    for stage in playbook.stages:
        if stage.id in way.from_ if way.from_ is not None else stage.kind == "won":
            yield called(stage.name, stage.id), stage.kind


@rule("PB223", Severity.WARNING)
def next_deal_at_no_time(context: Context) -> Iterator[Remark]:
    """A deal that follows on another says when it begins, or what sets it off.

    ## Why
    "Renewal" begins on a day: ninety before the contract ends, or when the
    customer asks. Without either it begins when somebody remembers. A first
    sketch is left in peace.

    ## Wrong
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    continues: {renewal: {playbook: example, deal: new}}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Sales rep}}
    continues: {renewal: {playbook: example, deal: new, about: The customer asks for a further year}}
    ```
    """
    playbook = context.playbook
    if context.is_sketch:
        return
    for each in playbook.continues.values():
        kinds = {kind for _name, kind in _sources(playbook, each)}
        is_said = each.start is not None or each.about is not None
        if each.deal == "new" and not is_said and kinds & {"won", "after-sale"}:
            message = _("Nothing says when {name} begins.")
            help = _("Add `start:`, such as {example}, or `about:` with what sets it off.")
            yield Remark(
                each.at,
                message.format(name=called(each.name or each.id, each.id)),
                help.format(example="{days: 300, after: close-date}"),
            )
