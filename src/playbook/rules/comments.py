"""Comments that silence a rule. They are read while findings are put together."""

from playbook.rules import Severity, page


@page("PB030", Severity.WARNING)
def comment_without_reason() -> None:
    """A comment that silences a rule says which one, and why.

    ## Why
    Whoever reads it next year must be able to judge whether the reason still
    holds. Without a rule and a reason the comment silences nothing.

    ## Wrong
    ```yaml
    stages:
      # playbook: ignore PB301
      - {id: qualified, name: Qualified, tasks: [Call the buyer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      # playbook: ignore PB301 -- a bot fills this stage, nobody decides
      - {id: qualified, name: Qualified, tasks: [Call the buyer]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """


@page("PB031", Severity.WARNING)
def unused_comment() -> None:
    """A comment that silences a rule has something to silence.

    ## Why
    What it was written for is mended. Left there, it would hide the next
    mistake of that kind.

    ## Wrong
    ```yaml
    stages:
      # playbook: ignore PB301 -- a bot fills this stage
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified, name: Qualified, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
