"""What is found while a file is read: its bytes, its YAML, the slips of typing."""

from playbook.rules import Severity, page


@page("PB001", Severity.ERROR)
def not_utf8() -> None:
    """A playbook is saved as UTF-8.

    ## Why
    Other encodings turn Chinese and Bulgarian letters into noise on the next
    computer. Every editor can save as UTF-8; most do unless told otherwise.
    """


@page("PB002", Severity.ERROR)
def empty_file() -> None:
    """A playbook's file has something in it.

    ## Why
    An empty file says nothing, and is usually one that was not saved.

    ## Wrong
    ```yaml
    # file: playbook.yaml
    currency: EUR
    # file: glossary.yaml
    # to be written
    ```

    ## Right
    ```yaml
    # file: playbook.yaml
    currency: EUR
    # file: glossary.yaml
    decider: {name: Decider, means: The person who can sign}
    ```
    """


@page("PB003", Severity.ERROR)
def too_large() -> None:
    """Files, texts, numbers and nesting stay within sane limits.

    ## Why
    No real playbook comes near the limits (a megabyte a file, 64 000
    characters a text, 64 levels, 100 000 values). What passes them is a slip
    or an attack, and would make every tool slow.

    ## Wrong
    ```yaml
    metrics: {new_per_month: 123456789012345678901234567890}
    ```

    ## Right
    ```yaml
    metrics: {new_per_month: 12}
    ```
    """


@page("PB004", Severity.ERROR)
def hidden_character() -> None:
    """No characters that nobody can see.

    ## Why
    Control characters, zero-width spaces and marks that turn the direction of
    text come with copying from web pages. They make two texts differ that
    look the same, and can make a file read otherwise than it looks.
    """


@page("PB005", Severity.ERROR)
def tab() -> None:
    """Lines are indented with plain spaces, not with TABs.

    ## Why
    YAML does not allow TABs there, because editors show them in different
    widths, and the wide spaces of a Chinese keyboard are text to it. Two
    spaces a level are usual.
    """


@page("PB006", Severity.ERROR)
def unreadable_line() -> None:
    """Every line follows YAML's rules.

    ## Why
    From a line that cannot be read on, nothing can be understood. Look at the
    line and the one above: spaces, colons, quotes and brackets.

    ## Wrong
    ```yaml
    rules: [Only a signed order counts]
    Everything below is new
    about: For new customers
    ```

    ## Right
    ```yaml
    rules: [Only a signed order counts]
    # Everything below is new
    about: For new customers
    ```
    """


@page("PB007", Severity.ERROR)
def quote() -> None:
    """A quote that opens is closed, once.

    ## Why
    Text needs quotes only if it begins with a special sign or contains a
    colon followed by a space. An apostrophe within single quotes ends them.

    ## Wrong
    ```yaml
    about: 'The buyer's budget'
    ```

    ## Right
    ```yaml
    about: The buyer's budget
    ```
    """


@page("PB008", Severity.ERROR)
def colon() -> None:
    """A key is followed by a plain colon and a space.

    ## Why
    The full-width colon of a Chinese keyboard, a colon without a space, and a
    space that only looks like one do not separate a key from its value.

    ## Wrong
    ```yaml
    about：For new customers
    currency: EUR
    ```

    ## Right
    ```yaml
    about: For new customers
    currency: EUR
    ```
    """


@page("PB009", Severity.ERROR)
def list_marker() -> None:
    """A list item begins with a hyphen and a space.

    ## Why
    Dashes, bullets and asterisks look like list markers to people, and are
    text to YAML.

    ## Wrong
    ```yaml
    rules:
      – Only a signed order counts
    ```

    ## Right
    ```yaml
    rules:
      - Only a signed order counts
    ```
    """


@page("PB010", Severity.ERROR)
def bracket() -> None:
    """A bracket that opens is closed, and is a plain one.

    ## Why
    Without its end YAML reads on into the next lines and fails there. The
    full-width brackets and commas of a Chinese keyboard are text to YAML.

    ## Wrong
    ```yaml
    rules: [Only a signed order counts
    currency: EUR
    ```

    ## Right
    ```yaml
    rules: [Only a signed order counts]
    currency: EUR
    ```
    """


@page("PB011", Severity.ERROR)
def text_needs_quotes() -> None:
    """A text with a colon and a space in it, or a special first sign, is in quotes.

    ## Why
    YAML reads what stands before the colon as a key. The signs % @ ` at the
    beginning of a text are reserved.

    ## Wrong
    ```yaml
    rules:
      - Budget: confirmed by the CFO
    ```

    ## Right
    ```yaml
    rules:
      - "Budget: confirmed by the CFO"
    ```
    """


@page("PB012", Severity.ERROR)
def indentation() -> None:
    """The lines of a block begin in the same column.

    ## Why
    YAML sees by the column what belongs to what.

    ## Wrong
    ```yaml
    metrics:
      win_rate: 25
       cycle_days: 60
    ```

    ## Right
    ```yaml
    metrics:
      win_rate: 25
      cycle_days: 60
    ```
    """


@page("PB013", Severity.ERROR)
def doubled_key() -> None:
    """A key stands once in a block.

    ## Why
    YAML tools keep one of the two values in silence, and not all the same
    one.

    ## Wrong
    ```yaml
    currency: EUR
    currency: BGN
    ```

    ## Right
    ```yaml
    currency: EUR
    ```
    """


@page("PB014", Severity.ERROR)
def yaml_feature() -> None:
    """Tags, merge keys and other rarities of YAML are not used.

    ## Why
    They make a file hard to read for colleagues and do what nobody expects.
    What is shared goes to `every_stage`, to a library (`uses`) or to a base
    (`extends`).

    ## Wrong
    ```yaml
    about: !important Read this first
    ```

    ## Right
    ```yaml
    about: Read this first
    ```
    """


@page("PB015", Severity.ERROR)
def merge_conflict() -> None:
    """No marks of a merge conflict are left.

    ## Why
    Git writes both versions into the file when two people changed the same
    lines. Somebody has to choose.

    ## Wrong
    ```yaml
    <<<<<<< HEAD
    currency: EUR
    =======
    currency: BGN
    >>>>>>> branch
    ```

    ## Right
    ```yaml
    currency: EUR
    ```
    """


@page("PB016", Severity.ERROR)
def second_document() -> None:
    """One file holds one playbook.

    ## Why
    Three hyphens begin a second document in the same file, and what follows
    would be lost.

    ## Wrong
    ```yaml
    currency: EUR
    ---
    about: For new customers
    ```

    ## Right
    ```yaml
    currency: EUR
    about: For new customers
    ```
    """


@page("PB017", Severity.WARNING)
def old_boolean() -> None:
    """Words such as no, on and yes are in quotes where they are text.

    ## Why
    YAML 1.1 reads them as true or false, and many tools still do: Norway's
    code NO becomes false. Playbooks read them as words; as answers (`equals:
    no`) they need no quotes.

    ## Wrong
    ```yaml
    about: NO
    ```

    ## Right
    ```yaml
    about: "NO"
    ```
    """


@page("PB018", Severity.WARNING)
def leading_zero() -> None:
    """A number has no leading zero.

    ## Why
    Some YAML tools read 010 as eight.

    ## Wrong
    ```yaml
    metrics: {cycle_days: 060}
    ```

    ## Right
    ```yaml
    metrics: {cycle_days: 60}
    ```
    """


@page("PB019", Severity.WARNING)
def curly_quotes() -> None:
    """Quotes round a whole text are straight, or there are none.

    ## Why
    YAML knows only the straight quotes " and '. Curly ones, which word
    processors put in, become part of the text and show up in the CRM.

    ## Wrong
    ```yaml
    about: “For new customers”
    ```

    ## Right
    ```yaml
    about: For new customers
    ```
    """


@page("PB020", Severity.WARNING)
def lost_to_comment() -> None:
    """A text with a space and a number sign in it is in quotes.

    ## Why
    From there on the line is a comment: "Plan #2" becomes "Plan" in silence.
    A note for colleagues has a space after its number sign.

    ## Wrong
    ```yaml
    about: For customers of plan #2
    ```

    ## Right
    ```yaml
    about: "For customers of plan #2"
    currency: EUR # a note for colleagues
    ```
    """


@page("PB021", Severity.ERROR)
def comma_trap() -> None:
    """A text with a comma is in quotes where it stands in braces.

    ## Why
    Within { } a comma begins the next key, so the second half of the text
    becomes a key without a value.

    ## Wrong
    ```yaml
    roles: {rep: {name: Rep, about: Calls first, then writes}}
    ```

    ## Right
    ```yaml
    owner: rep
    roles: {rep: {name: Rep, about: "Calls first, then writes"}}
    ```
    """


@page("PB022", Severity.ERROR)
def swallowed_item() -> None:
    """The items of a list begin in the same column.

    ## Why
    An item that begins further to the right is read as part of the text
    above it, so a criterion or a task is lost in silence.

    ## Wrong
    ```yaml
    rules:
      - Only a signed order counts
       - No discount before the need is confirmed
    ```

    ## Right
    ```yaml
    rules:
      - Only a signed order counts
      - No discount before the need is confirmed
    ```
    """


@page("PB023", Severity.WARNING)
def comma_in_brackets() -> None:
    """A text with a comma is in quotes where it stands in brackets.

    ## Why
    Within [ ] a comma begins the next item, so that one task becomes two, of
    which the second begins in the middle of a sentence.

    ## Wrong
    ```yaml
    rules: [Call first, then write the mail]
    ```

    ## Right
    ```yaml
    rules: ["Call first, then write the mail"]
    ```
    """


@page("PB024", Severity.WARNING)
def point_in_thousands() -> None:
    """A number has no sign between its thousands.

    ## Why
    In YAML the point is a decimal one: 10.000 is ten. Half of Europe writes
    ten thousand so, and the gate of a deal would ask for ten euros.

    ## Wrong
    ```yaml
    metrics: {average_deal: 10.000}
    ```

    ## Right
    ```yaml
    metrics: {average_deal: 10000}
    ```
    """


@page("PB025", Severity.WARNING)
def sentence_without_hyphen() -> None:
    """Each sentence of a list begins with a hyphen of its own.

    ## Why
    A line without a hyphen, further in than the one above, goes on with that
    one: two criteria become one, and a gate is lost.

    ## Wrong
    ```yaml
    rules:
      - Call before you write a message
        Send the summary on the same day
    ```

    ## Right
    ```yaml
    rules:
      - Call before you write a message
      - Send the summary on the same day
    ```
    """
