"""Salesforce: formulas as people write them are read, and mean what an evaluator says they mean."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.crm import repositories as found
from tests.crm.deals import Deal as Recorded
from tests.crm.org import everything, fires, record_of, salesforce_name
from tests.crm.test_salesforce_rules import DEALS, MODEL, MOVES

from playbook.crm.salesforce.reading import read
from playbook.crm.salesforce.reading.meaning import OPEN, Deal, value
from playbook.crm.salesforce.reading.syntax import (
    Call,
    Name,
    Number,
    Text,
    Unreadable,
    parsed,
    walk,
)

LEFT = 'AND(ISCHANGED(StageName), ISPICKVAL(PRIORVALUE(StageName), "Proposal"), ISBLANK(F__c))'
ONWARD = (
    'AND(ISPICKVAL(PRIORVALUE(StageName), "Qualification"), ISCHANGED(StageName), ISBLANK(F__c),'
    ' NOT(ISPICKVAL(StageName, "Closed Lost")))'
)
EITHER = (
    'AND(OR(ISPICKVAL(StageName, "Proposal"), ISPICKVAL(StageName, "Closed Won")), ISBLANK(F__c))'
)
WORDS = 'CASE(StageName, "Proposal", "late", "Closed Won", "late", "early") = "late"'
LATE = ("Proposal", "Closed Won")
RANK = 'CASE(StageName, "Prospecting", 1, "Qualification", 2, "Proposal", 3, "Closed Won", 4, 0)'
PRIOR = RANK.replace("(StageName", "(PRIORVALUE(StageName)")


def stages_of(formula: str) -> dict[str, tuple[str, ...]]:
    """Which fields a rule of the usual process requires, and in which stages."""
    files = {
        **found.stage_list(*found.STAGES),
        **found.process("Sales", start="Prospecting"),
        **found.record_type("Sales", "Sales"),
        **found.field("F__c", "Text"),
        **found.field("G__c", "Text"),
        **found.field("Choice__c", "Picklist", found.options("A")),
        **found.field("Box__c", "Checkbox"),
        **found.field("Sum__c", "Number", found.tag("formula", "1")),
        **found.rule("Rule", formula),
    }
    result = read(files)
    (setup,) = result.setups
    required = {each.key: each.required for each in setup.fields if each.required}
    assert bool(required) == ("Rule" not in {note.where for note in result.notes}), formula
    return required


@pytest.mark.parametrize(
    ("formula", "stages"),
    [
        ('AND(ISPICKVAL(StageName, "Proposal"), ISBLANK(F__c))', ("Proposal",)),
        ("and(ispickval(stagename, 'Proposal'), isblank(f__c))", ("Proposal",)),
        ('ISPICKVAL(StageName, "Proposal") && ISBLANK(F__c)', ("Proposal",)),
        ('/* late */ TEXT(StageName) = "Proposal" && NOT(NOT(ISNULL(F__c)))', ("Proposal",)),
        ('AND(TEXT(StageName) == "Proposal", LEN(F__c) = 0)', ("Proposal",)),
        ('AND(TEXT(StageName) == "Proposal", LEN(TRIM(F__c)) < 1)', ("Proposal",)),
        ('AND(TEXT(StageName) == "Proposal", !(LEN(F__c) > 0))', ("Proposal",)),
        ('AND(ISPICKVAL(StageName, "Proposal"), F__c = "")', ("Proposal",)),
        ('AND(ISPICKVAL(StageName, "Proposal"), F__c = NULL)', ("Proposal",)),
        ('AND(ISPICKVAL(StageName, "Proposal"), BLANKVALUE(F__c, "-") = "-")', ()),
        ('IF(ISPICKVAL(StageName, "Proposal"), ISBLANK(F__c), FALSE)', ("Proposal",)),
        (EITHER, LATE),
        (f"AND(ISCHANGED(StageName), {RANK} >= 3, ISBLANK(F__c))", LATE),
        (f"AND({RANK} > 2, ISBLANK(F__c))", LATE),
        (f"AND({RANK} >= 3, {PRIOR} < 3, ISBLANK(F__c))", LATE),
        (f"AND({WORDS}, ISBLANK(F__c))", LATE),
        ('AND(CONTAINS("Proposal:Closed Won", TEXT(StageName)), ISBLANK(F__c))', LATE),
        ('AND(BEGINS(TEXT(StageName), "Closed"), ISBLANK(F__c))', ("Closed Won", "Closed Lost")),
        ("AND(IsClosed, ISBLANK(F__c))", ("Closed Won", "Closed Lost")),
        ("AND(IsClosed, NOT(IsWon), ISBLANK(F__c))", ("Closed Lost",)),
        ('AND(NOT(ISPICKVAL(StageName, "Prospecting")), ISBLANK(F__c))', found.NAMES[1:]),
        ("ISBLANK(F__c)", found.NAMES),
        ("AND(NOT(ISNEW()), ISCHANGED(StageName), ISBLANK(F__c))", found.NAMES[1:]),
        (ONWARD, LATE),
        (LEFT, ("Closed Won", "Closed Lost")),
        ('AND(RecordType.DeveloperName = "Sales", IsWon, ISBLANK(F__c))', ("Closed Won",)),
    ],
)
def test_a_field_that_has_to_be_filled_is_found_however_it_is_written(
    formula: str, stages: tuple[str, ...]
) -> None:
    assert stages_of(formula) == ({"F__c": stages} if stages else {})


def test_several_fields_are_each_required_only_if_each_is() -> None:
    both = 'AND(IsWon, OR(ISBLANK(F__c), ISPICKVAL(Choice__c, "")))'
    assert stages_of(both) == {"F__c": ("Closed Won",), "Choice__c": ("Closed Won",)}
    assert stages_of("AND(IsWon, ISBLANK(F__c), ISBLANK(G__c))") == {}
    assert stages_of("AND(IsWon, NOT(ISBLANK(G__c)), ISBLANK(F__c))") == {}


@pytest.mark.parametrize(
    "formula",
    [
        'AND(IsWon, F__c <> "x")',
        "AND(IsWon, NOT(Box__c))",
        "AND(IsWon, ISBLANK(Sum__c))",
        "AND(IsWon, Amount > 10, ISBLANK(F__c))",
        "AND(IsWon, OR(ISBLANK(F__c), LEN(F__c) < 3))",
        "AND(Probability > 0.5, ISBLANK(F__c))",
        'AND(ISPICKVAL(Type, "New"), IsWon, ISBLANK(F__c))',
        "AND(IsWon, ISBLANK(Account.Industry))",
        'AND(RecordTypeId = "012000000000000", IsWon, ISBLANK(F__c))',
        "CloseDate < TODAY()",
        "ISCHANGED(StageName)",
        'AND(IsWon, REGEX(F__c, "[0-9]+"))',
        "AND(IsWon, ISBLANK(F__c), ISBLANK(G__c, F__c))",
        "IF(IsWon, ISBLANK(F__c))",
        'CASE(StageName, "Proposal", 1) = 1',
    ],
)
def test_what_is_more_than_that_is_left_out(formula: str) -> None:
    assert stages_of(formula) == {}


@pytest.mark.parametrize(
    ("formula", "tree"),
    [
        (
            "1 + 2 * 3",
            Call("+", (Number(Decimal(1)), Call("*", (Number(Decimal(2)), Number(Decimal(3)))))),
        ),
        (
            "(1 + 2) * 3",
            Call("*", (Call("+", (Number(Decimal(1)), Number(Decimal(2)))), Number(Decimal(3)))),
        ),
        ("a || b && c", Call("OR", (Name("a"), Call("AND", (Name("b"), Name("c")))))),
        ("a && b && c", Call("AND", (Name("a"), Name("b"), Name("c")))),
        ("!a = b", Call("=", (Call("NOT", (Name("a"),)), Name("b")))),
        ("a - b - c", Call("-", (Call("-", (Name("a"), Name("b"))), Name("c")))),
        ('"a\\"b\\\\c\\n"', Text('a"b\\c\n')),
        ("$User.Profile.Name", Name("$User.Profile.Name")),
        ("Owner:User.Name", Name("Owner:User.Name")),
        (" TODAY ( ) ", Call("TODAY", ())),
        ('a & "x" <> b', Call("<>", (Call("&", (Name("a"), Text("x"))), Name("b")))),
        ("-.5", Call("-", (Number(Decimal("0.5")),))),
    ],
)
def test_a_formula_is_read_by_its_binding_powers(formula: str, tree: Any) -> None:
    assert parsed(formula) == tree


@pytest.mark.parametrize(
    "formula",
    ["", "AND(", "AND(a,)", "a b", "1 +", '"open', "a ? b", "f(a b)", "(a", "a)", "“x”", "/* a"],
)
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(Unreadable):
        parsed(formula)


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["AND(", "OR(", ")", ",", "a", '"x"', "1", "=", "&&", "||", "!", "-", " "])
        | st.text(max_size=3),
        max_size=30,
    ).map("".join)
)
@example("((((" * 100)
@example("-" * 3000)
@example("1" + "+1" * 2000)
def test_anything_else_is_read_or_refused(formula: str) -> None:
    try:
        tree = parsed(formula)
    except Unreadable:
        return
    assert next(walk(tree)) == tree
    value(tree, Deal(stage="a", before=None))


def known_of(record: dict[str, Any], source: str | None, target: str) -> Deal:
    """What the reading knows of a record: which fields are empty, and the stages."""
    fields = {
        name: held
        for name, held in record.items()
        if "." not in name and not isinstance(held, bool)
    }
    return Deal(
        stage=target,
        before=source,
        blank=frozenset(
            name.lower() for name, held in fields.items() if held in (None, "", frozenset())
        ),
        filled=frozenset(
            name.lower() for name, held in fields.items() if held not in (None, "", frozenset())
        ),
        record_type=record["RecordType.DeveloperName"],
    )


def rules() -> Iterator[str]:
    yield from everything().rules.values()


@settings(max_examples=400)
@given(st.sampled_from(list(rules())), DEALS, st.sampled_from([*MOVES, (None, "lead")]))
def test_what_is_said_of_a_rule_is_what_the_evaluator_says(
    rule: str, deal: Recorded, move: tuple[str | None, str]
) -> None:
    source = salesforce_name(move[0]) if move[0] else None
    target = salesforce_name(move[1])
    record = record_of(MODEL, deal)
    said = value(parsed(rule), known_of(record, source, target))
    if said is not OPEN:
        assert said == fires(rule, record, source, target, everything())


def test_of_most_rules_something_is_known() -> None:
    """The test above would say nothing if everything were open."""
    record = record_of(MODEL, Recorded())
    known = [value(parsed(rule), known_of(record, "Qualified", "Won")) for rule in rules()]
    assert len([each for each in known if each is not OPEN]) > 15
    assert True in known
