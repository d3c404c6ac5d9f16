"""Who gets a new deal."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, rule


@rule("PB217", Severity.WARNING)
def deal_without_route(context: Context) -> Iterator[Remark]:
    """Every new deal finds a line of the routing, and every line finds deals.

    ## Why
    The first line that fits wins. If each says `for` which deals it is, a
    deal of none of them belongs to nobody; and what stands after a line for
    all deals is never read. Only a former owner, or what `about` says, may
    be missing, so that the next line is read.

    ## Wrong
    ```yaml
    segments: {large: {name: Large}}
    routing:
      - {for: [large], how: territory}
    ```

    ## Right
    ```yaml
    segments: {large: {name: Large}}
    routing:
      - {for: [large], how: territory}
      - {how: round-robin}
    ```
    """
    playbook = context.playbook
    for number, route in enumerate(playbook.routing[:-1]):
        if not route.for_ and not route.about and route.how != "former-owner":
            message = _("This line is for all deals, so the lines after it are never read.")
            help = _("Say `for` which deals it is, or let it come last.")
            yield Remark(playbook.routing[number].at, message, help)
            return
    named = {id for route in playbook.routing for id in route.for_}
    if not playbook.routing or not playbook.routing[-1].for_:
        return
    groups: dict[str, set[str]] = {}
    for segment in playbook.segments.values():
        groups.setdefault(segment.group or "", set()).add(segment.id)
    groups.pop("", None)
    wholes: list[set[str]] = [*groups.values(), set(playbook.for_) or {""}]
    if not any(whole <= named for whole in wholes):
        message = _("A new deal that is in none of these segments belongs to nobody.")
        help = _("Add a last line without `for`.")
        yield Remark(playbook.routing[-1].at, message, help)
