"""Variants: playbooks that extend another."""

from playbook.rules import Severity, page


@page("PB901", Severity.ERROR)
def unusable_base() -> None:
    """What a variant extends is there, and does not extend the variant in turn.

    ## Why
    Without its base a variant is a list of differences from nothing.

    ## Wrong
    ```yaml
    extends: no-such-playbook
    reason: Partners own the first call
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, exit: [The partner has signed]}]
    ```
    """


@page("PB902", Severity.ERROR)
def difference_from_nothing() -> None:
    """What a variant changes, keeps, removes or stands beside is in its base.

    ## Why
    A slip in an id would add an empty stage, or change nothing, where a
    change was meant.

    ## Wrong
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualifed, max_days: 30}]
    ```

    ## Right
    ```yaml
    # file: base.yaml
    id: base
    name: Base
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    # file: partner.yaml
    extends: base.yaml
    reason: Partners sign for the buyer
    stages: [{id: qualified, max_days: 30}]
    ```
    """
