"""Assets: where they are, and whether they are still looked after."""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from playbook.messages import _
from playbook.rules import Context, Remark, Severity, called, rule


@rule("PB731", Severity.ERROR)
def asset_not_there(context: Context) -> Iterator[Remark]:
    """The file of an asset is there, and inside the workspace.

    ## Why
    The colleague who needs the slides five minutes before the talk finds a
    name and no file. A path is written from the playbook's folder. What is on
    the web stands under `url`.

    ## Wrong
    ```yaml
    assets: {deck: {name: First deck, path: slides/first.pptx}}
    stages:
      - {id: qualified, name: Qualified, assets: [deck], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    assets: {plan: {name: Test plan, path: files/plan.txt}}
    stages:
      - {id: qualified, name: Qualified, assets: [plan], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: files/plan.txt
    Who tests what until when
    ```
    """
    for asset in context.playbook.assets.values():
        at = (*asset.at, "path")
        refusal = context.refusal(at, asset.path) if asset.path else None
        if refusal:
            message = _('The file "{path}" of the asset {name} cannot be used.')
            message = message.format(path=asset.path, name=called(asset.name, asset.id))
            yield Remark(at, message, refusal)


@rule("PB733", Severity.WARNING)
def asset_overdue(context: Context) -> Iterator[Remark]:
    """An asset is looked at again by the day that was set for it.

    ## Why
    Old prices and old logos reach buyers by way of assets that nobody has
    opened for a year.

    ## Wrong
    ```yaml
    assets: {prices: {name: Price list, text: By the month, review_by: 2020-01-31}}
    stages:
      - {id: qualified, name: Qualified, assets: [prices], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    assets: {prices: {name: Price list, text: By the month, review_by: 2099-01-31}}
    stages:
      - {id: qualified, name: Qualified, assets: [prices], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for asset in context.playbook.assets.values():
        if asset.review_by is not None and asset.review_by < context.today:
            message = _("The asset {name} was to be looked at again by {day}.")
            message = message.format(
                name=called(asset.name, asset.id), day=asset.review_by.isoformat()
            )
            help = _("Look at it, bring it up to date, and write the next day.")
            yield Remark((*asset.at, "review_by"), message, help)


@rule("PB735", Severity.WARNING)
def address_for_buyers(context: Context) -> Iterator[Remark]:
    """A link is encrypted, and one for buyers leads to where they can get.

    ## Why
    Browsers warn of `http`. And an address inside our own network opens for
    everyone in the office, so that nobody notices that it opens for no buyer.

    ## Wrong
    ```yaml
    assets: {tour: {name: Tour, url: "http://example.com/tour", audience: buyer}}
    stages:
      - {id: qualified, name: Qualified, assets: [tour], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    assets: {tour: {name: Tour, url: "https://example.com/tour", audience: buyer}}
    stages:
      - {id: qualified, name: Qualified, assets: [tour], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    for asset in context.playbook.assets.values():
        at, url = (*asset.at, "url"), asset.url or ""
        if not url.startswith("http"):
            continue
        inside = _is_inside(url)
        if inside and asset.audience == "buyer":
            message = _("This link is for buyers, and leads into our own network.")
            yield Remark(at, message, _("Put it where buyers get to, or write audience: internal."))
        elif not inside and url.startswith("http:"):
            message = _("This link is not encrypted.")
            help = _("Write https, if the server has it.")
            yield Remark(at, message, help, f"https{url.removeprefix('http')}")


_OURS = re.compile(r"(?:^|\.)(?:localhost|local|internal|intranet|lan|corp|home|test)$")


def _is_inside(url: str) -> bool:
    """Whether an address is that of a computer in a network of one's own."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or _OURS.search(host) is not None
