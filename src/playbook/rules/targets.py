"""What the CRMs that a playbook is rolled out to can and cannot hold."""

from collections.abc import Iterator

from playbook.messages import _
from playbook.model import FAILED
from playbook.rules import Context, Remark, Severity, called, rule

BITRIX_LONGEST = 17
"""Bitrix24 keeps 22 characters of a stage's code, and puts C, a number and a colon before them."""


@rule("PB920", Severity.ERROR)
def salesforce_closes_it(context: Context) -> Iterator[Remark]:
    """For Salesforce, only won stages are closed in the forecast.

    ## Why
    Salesforce keeps the forecast category at the stage itself. An open stage
    in the category Closed is counted as revenue.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, forecast: closed, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {salesforce: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, forecast: commit, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {salesforce: {}}
    ```
    """
    if "salesforce" not in context.targets:
        return
    for stage in context.playbook.stages:
        if stage.forecast == "closed" and stage.kind not in ("won", *FAILED):
            message = _("Salesforce would count open deals in {stage} as closed.")
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark((*stage.at, "forecast"), message, _("Write forecast: commit."))


@rule("PB921", Severity.ERROR)
def bitrix_code(context: Context) -> Iterator[Remark]:
    """For Bitrix24, ids of stages have at most 17 characters, and ends come last.

    ## Why
    Bitrix24 keeps 22 characters of a stage's code and puts its pipeline's
    number before it; stages in progress come before success, and success
    before failure.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: technical-evaluation, name: Technical evaluation, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {bitrix24: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: evaluation, name: Technical evaluation, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {bitrix24: {}}
    ```
    """
    if "bitrix24" not in context.targets:
        return
    ended = False
    for stage in context.playbook.stages:
        if len(stage.id) > BITRIX_LONGEST:
            message = _("Bitrix24 has room for {most} characters of an id; {id} has {length}.")
            message = message.format(most=BITRIX_LONGEST, id=stage.id, length=len(stage.id))
            yield Remark((*stage.at, "id"), message, _("Choose a shorter one."))
        if ended and stage.is_before_the_sale:
            message = _("Bitrix24 wants {stage} before the stages in which deals end.")
            message = message.format(stage=called(stage.name, stage.id))
            yield Remark(stage.at, message, _("Move it up."))
        ended = ended or stage.is_end


@rule("PB922", Severity.INFO)
def not_all_fits(context: Context) -> Iterator[Remark]:
    """What a CRM cannot hold is known before the roll-out.

    ## Why
    No CRM holds a whole playbook. What it cannot hold is listed by `playbook
    export`, with what to do by hand; nothing is dropped in silence.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, probability: 90, goal: The contract is signed, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {hubspot: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, probability: 90, goal: The contract is signed, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {}
    ```
    """
    for target, place in context.targets.items():
        fates = context.fates(target)
        if fates["by hand"] or fates["dropped"]:
            message = _(
                "In {target} {by_hand} parts of this playbook are set up by hand, and {dropped} "
                "stay in the handbook."
            )
            help = _("`playbook export {target}` lists them, with what to do.")
            message = message.format(
                target=target, by_hand=fates["by hand"], dropped=fates["dropped"]
            )
            yield Remark(place, message, help.format(target=target))


_TENTH = 10


@rule("PB923", Severity.WARNING)
def hubspot_rounds(context: Context) -> Iterator[Remark]:
    """For HubSpot, probabilities are multiples of ten.

    ## Why
    HubSpot keeps the probability of a stage in tenths. With 25 % here and
    30 % there, two forecasts are made from one pipeline.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, probability: 75, max_days: 14, tasks: [Send the contract], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {hubspot: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, probability: 80, max_days: 14, tasks: [Send the contract], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {hubspot: {}}
    ```
    """
    for stage in context.playbook.stages if "hubspot" in context.targets else ():
        percent = stage.probability
        if percent is not None and stage.is_before_the_sale and percent % _TENTH:
            low = percent - percent % _TENTH
            message = _("HubSpot keeps tenths, and {percent} % is none.").format(percent=percent)
            help = _("Write {low} or {high}.").format(low=max(low, _TENTH), high=low + _TENTH)
            yield Remark((*stage.at, "probability"), message, help)


@rule("PB924", Severity.INFO)
def salesforce_one_language(context: Context) -> Iterator[Remark]:
    """For Salesforce, the guidance of a stage is in the playbook's own language.

    ## Why
    Salesforce shows one text of guidance for a stage, whoever looks at it.
    Colleagues who read another language find theirs in the handbook.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    languages: [bg]
    stages:
      - {id: contract, name: Contract, guidance: Ask who signs, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {salesforce: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, guidance: Ask who signs, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {salesforce: {}}
    ```
    """
    playbook = context.playbook
    others = [language for language in playbook.languages if language != playbook.language]
    if (
        "salesforce" in context.targets
        and others
        and any(each.guidance for each in playbook.stages)
    ):
        message = _("Salesforce shows the guidance in {language} only, and not in {others}.")
        message = message.format(language=playbook.language, others=", ".join(others))
        help = _("Send the handbook to those who read another language.")
        yield Remark(context.targets["salesforce"], message, help)


@rule("PB925", Severity.WARNING)
def bitrix_one_success(context: Context) -> Iterator[Remark]:
    """For Bitrix24, one stage is won.

    ## Why
    A pipeline in Bitrix24 ends in one stage of success. What tells two kinds
    of won deals apart is a field there.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, next: [won, extended], exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: extended, name: Won again, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {bitrix24: {}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {bitrix24: {}}
    ```
    """
    won = [stage for stage in context.playbook.stages if stage.kind == "won"]
    for stage in won[1:] if "bitrix24" in context.targets else ():
        message = _("Bitrix24 has one stage for won deals, and {stage} is a further one.")
        message = message.format(stage=called(stage.name, stage.id))
        help = _("Make one stage of them, and a field with the kind of deal.")
        yield Remark(stage.at, message, help)


@rule("PB926", Severity.ERROR)
def does_not_fit(context: Context) -> Iterator[Remark]:
    """What is written fits into the CRMs that it is rolled out to.

    ## Why
    Every CRM has room for so many stages, fields and characters. What does not
    fit would be refused there, or cut off in silence. `crm.yaml` can give a
    stage or a field another name in one CRM.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {pipedrive: {stages: {offer: Offer made}}}
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    stages:
      - {id: contract, name: Contract, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: crm.yaml
    targets: {pipedrive: {stages: {contract: Contract sent}}}
    ```
    """
    for target in context.targets:
        yield from context.misfits(target)
