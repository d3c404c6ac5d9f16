"""Field ids in double braces: they stand for values that there are."""

import re
from collections.abc import Iterator

from playbook.findings import At
from playbook.messages import _
from playbook.model import BUILT_IN_FIELDS, AssetId, FieldId
from playbook.model.walk import Leaf
from playbook.rules import Context, Remark, Severity, called, rule
from playbook.suggest import did_you_mean

_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]{1,80}?)\s*\}\}")


@rule("PB623", Severity.WARNING)
def unknown_placeholder(context: Context) -> Iterator[Remark]:
    """A placeholder in double braces is the id of a field.

    ## Why
    Nothing can be put in for what is no field, and the e-mail goes out with
    braces in it.

    ## Wrong
    ```yaml
    deal_name: "{{acount}}, new business"
    ```

    ## Right
    ```yaml
    deal_name: "{{account}}, new business"
    ```
    """
    fields = (*context.playbook.fields, *BUILT_IN_FIELDS)
    for leaf in context.playbook.texts:
        for id in _in(leaf):
            if id not in fields:
                message = _('There is no field "{id}" to put in here.').format(id=id)
                yield Remark(leaf.at, message, did_you_mean(id, fields))


def _in(leaf: Leaf) -> list[str]:
    """The placeholders in a text that has values put in; elsewhere braces are braces."""
    is_filled = leaf.at[-1] == "deal_name" or (
        leaf.at[0] == "assets" and leaf.at[-1] in ("text", "subject")
    )
    return _PLACEHOLDER.findall(leaf.value) if is_filled else []


@rule("PB624", Severity.INFO)
def placeholder_too_early(context: Context) -> Iterator[Remark]:
    """What an e-mail or a form puts in is known in the stage where it is used.

    ## Why
    A proposal that goes out two stages before its price is agreed has a gap
    where the price should be.

    ## Wrong
    ```yaml
    fields: {price: {name: Price, type: money}}
    assets: {offer: {name: Offer, text: "We offer it for {{price}}."}}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, tasks: [{do: Send the offer, assets: [offer]}], exit: [The buyer has answered the offer in writing]}
      - {id: contract, name: Contract, max_days: 14, tasks: [Agree on the price], must_fill: [price], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    fields: {price: {name: Price, type: money}}
    assets: {offer: {name: Offer, text: "We offer it for {{price}}."}}
    stages:
      - {id: qualified, name: Qualified, max_days: 14, tasks: [Agree on the price, {do: Send the offer, assets: [offer]}], must_fill: [price], exit: [The buyer has answered the offer in writing]}
      - {id: contract, name: Contract, max_days: 14, tasks: [Send the contract], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
    playbook, filled = context.playbook, context.flow.possibly
    needed: dict[AssetId, list[FieldId]] = {}
    for leaf in playbook.texts:
        if leaf.at[0] == "assets":
            needed.setdefault(AssetId(str(leaf.at[1])), []).extend(map(FieldId, _in(leaf)))
    for at, asset in _used_in_stages(context):
        stage = playbook.stages[int(at[1])]
        for id in dict.fromkeys(needed.get(asset, ())):
            field = playbook.fields.get(id)
            if field is None or field.filled_by == "system" or field.default is not None:
                continue
            later = any(id in filled[each.id] for each in playbook.stages)
            if later and stage.is_before_the_sale and id not in filled[stage.id]:
                message = _("{asset} puts in {field}, which is filled in a later stage.")
                name = playbook.assets[asset].name
                message = message.format(asset=called(name, asset), field=called(field.name, id))
                help = _("Fill it here or before, or use the asset later.")
                yield Remark(at, message, help)


def _used_in_stages(context: Context) -> Iterator[tuple[At, AssetId]]:
    for leaf in context.playbook.references:
        if (
            leaf.kind is AssetId
            and leaf.at[0] == "stages"
            and leaf.value in context.playbook.assets
        ):
            yield leaf.at, AssetId(leaf.value)
