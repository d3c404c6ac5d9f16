"""Who looks after the playbook, and when."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule


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
