"""Who looks after the playbook, and when, and whether it is read."""

import re
from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB821", Severity.WARNING)
def not_looked_after(context: Context) -> Iterator[Remark]:
    """A playbook has an owner, and a day on which it is read again.

    ## Why
    A playbook that nobody owns is true for three months. A first sketch of
    nothing but stages is left in peace.

    ## Wrong
    ```yaml
    roles: {manager: {name: Sales manager}}
    owner: manager
    review_by: 2020-01-31
    ```

    ## Right
    ```yaml
    roles: {manager: {name: Sales manager}}
    owner: manager
    review_by: 2099-01-31
    ```
    """
    playbook = context.playbook
    if playbook.review_by is not None and playbook.review_by < context.today:
        message = _("This playbook was to be read again by {day}.")
        help = _("Read it, mend what has changed, and write the next day.")
        yield Remark(("review_by",), message.format(day=playbook.review_by.isoformat()), help)
    if context.is_sketch or (playbook.owner and playbook.review_by):
        return
    if playbook.owner is None and playbook.review_by is None:
        message = _("Nobody looks after this playbook.")
        help = _("Add `owner:` with a role and `review_by:` with a day.")
    elif playbook.owner is None:
        message, help = _("This playbook has no owner."), _("Add `owner:` with a role.")
    else:
        message = _("Nothing says when this playbook is read again.")
        help = _("Add `review_by:` with a day, for example three months from now.")
    yield Remark(("id",), message, help)


@rule("PB822", Severity.WARNING)
def read_again_before_it_holds(context: Context) -> Iterator[Remark]:
    """A playbook is read again after it has come into force.

    ## Why
    A day of review before the day from which the playbook holds was left over
    from the version before.

    ## Wrong
    ```yaml
    roles: {manager: {name: Sales manager}}
    owner: manager
    effective_from: 2099-06-01
    review_by: 2099-01-31
    ```

    ## Right
    ```yaml
    roles: {manager: {name: Sales manager}}
    owner: manager
    effective_from: 2099-01-31
    review_by: 2099-06-01
    ```
    """
    begins, again = context.playbook.effective_from, context.playbook.review_by
    if begins is not None and again is not None and again < begins:
        message = _("This is read again on {again}, before it holds from {begins}.")
        message = message.format(again=again.isoformat(), begins=begins.isoformat())
        yield Remark(("review_by",), message, _("Write a day after `effective_from`."))


MOST_WORDS = 400
MOST_CHINESE = 800
"""What fits on a page, and what somebody reads before a call."""
_HAN = re.compile("[\u4e00-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+")


@rule("PB823", Severity.INFO)
def page_too_long(context: Context) -> Iterator[Remark]:
    """What is said of a stage fits on a page.

    ## Why
    A stage is read in the two minutes before a call. More than 400 words, or
    800 Chinese characters, is read once, in the first week.

    ## Wrong
    ```yaml
    language: zh-CN
    name: 新客户销售
    stages:
      - id: qualified
        name: 合格
        notes: 先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。先问清楚预算来自哪里，由谁批准，什么时候能够批下来，再约下一次演示的时间。
        exit: [客户已签署合同]
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```

    ## Right
    ```yaml
    language: zh-CN
    name: 新客户销售
    stages:
      - id: qualified
        name: 合格
        notes: 先问预算，再约演示。
        exit: [客户已签署合同]
      - {id: won, name: 赢单, kind: won}
      - {id: lost, name: 丢单, kind: lost}
    ```
    """
    texts: dict[int, list[str]] = {}
    for leaf in context.playbook.texts:
        if leaf.at[0] == "stages":
            texts.setdefault(int(leaf.at[1]), []).append(leaf.value)
    for number, said in texts.items():
        stage, whole = context.playbook.stages[number], " ".join(said)
        signs = len(_HAN.findall(whole))
        words = len(_WORD.findall(whole))
        if signs > words and signs > MOST_CHINESE:
            message = _("The page of {stage} has {number} characters; {most} are read.")
            message = message.format(
                stage=called(stage.name, stage.id), number=signs, most=MOST_CHINESE
            )
        elif signs <= words and words > MOST_WORDS:
            message = _("The page of {stage} has {number} words; {most} are read.")
            message = message.format(
                stage=called(stage.name, stage.id), number=words, most=MOST_WORDS
            )
        else:
            continue
        yield Remark(
            stage.at, message, _("Move what is looked up to a page or an asset of its own.")
        )
