"""What is found while the shape of a playbook is checked against its schema."""

from playbook.rules import Severity, page


@page("PB040", Severity.ERROR)
def unknown_key() -> None:
    """Every key is one that the format knows.

    ## Why
    A key with a slip in it would be passed over, and with it a gate or a
    limit that everybody believes to be there.

    ## Wrong
    ```yaml
    metrics: {win_rat: 25}
    ```

    ## Right
    ```yaml
    metrics: {win_rate: 25}
    ```
    """


@page("PB041", Severity.ERROR)
def missing_key() -> None:
    """What a block cannot do without is there.

    ## Why
    A stage without a name, or a field without a type, cannot be shown or set
    up anywhere.

    ## Wrong
    ```yaml
    stages:
      - id: qualified
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - id: qualified
        name: Qualified
        exit: [The buyer has signed]
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """


@page("PB042", Severity.ERROR)
def wrong_type() -> None:
    """A value is of the kind its key takes: a text, a number, a list, true or false.

    ## Why
    Percent are whole numbers (20, not 20 % and not 0.2), days are numbers,
    flags are true or false. So every tool and every CRM reads the same.

    ## Wrong
    ```yaml
    metrics: {win_rate: 25%}
    ```

    ## Right
    ```yaml
    metrics: {win_rate: 25}
    ```
    """


@page("PB043", Severity.ERROR)
def unknown_word() -> None:
    """Where there is a list of words to choose from, the value is one of them.

    ## Why
    Other words have no meaning for the tool or for a CRM.

    ## Wrong
    ```yaml
    record: opportunity
    ```

    ## Right
    ```yaml
    record: deal
    ```
    """


@page("PB044", Severity.ERROR)
def out_of_range() -> None:
    """Numbers, texts and lists keep within what makes sense.

    ## Why
    A probability of 120 % or an empty text is a slip of the hand.

    ## Wrong
    ```yaml
    metrics: {win_rate: 125}
    ```

    ## Right
    ```yaml
    metrics: {win_rate: 25}
    ```
    """


@page("PB045", Severity.ERROR)
def bad_date() -> None:
    """A date is a day in the calendar, written YEAR-MONTH-DAY.

    ## Why
    01/02/2027 is January in America and February in Bulgaria.

    ## Wrong
    ```yaml
    effective_from: 01/02/2027
    ```

    ## Right
    ```yaml
    effective_from: 2027-02-01
    ```
    """


@page("PB046", Severity.ERROR)
def bad_id() -> None:
    """An id has lower-case Latin letters, digits and hyphens, and at most 20 of them.

    ## Why
    Ids go into file names, links and the codes of CRMs, of which some allow
    no more. People read names, and those may be in any language.

    ## Wrong
    ```yaml
    stages:
      - {id: Qualified Lead, name: Qualified lead, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```

    ## Right
    ```yaml
    stages:
      - {id: qualified-lead, name: Qualified lead, exit: [The buyer has signed]}
      - {id: won, name: Won, kind: won}
      - {id: lost, name: Lost, kind: lost}
    ```
    """
