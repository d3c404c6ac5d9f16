"""SuiteCRM: the package is PHP of plain values, adds and never takes away, and is read back."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.crm.deals import Deal, Judge
from tests.crm.samples import CHINESE, EVERYTHING, PUBLISHED, playbook, rolled_out

from playbook.build import build
from playbook.crm import Export, Settings
from playbook.crm.suitecrm import php
from playbook.errors import Refused
from playbook.messages import closest, speaking
from playbook.model import Playbook
from playbook.registry import target
from playbook.rollout.compiling import Rollout
from playbook.rollout.reading import Found
from playbook.source import parse

Build = Callable[[str], Playbook]
ALL = [EVERYTHING, CHINESE, *PUBLISHED]
STAGES: Final = "sales_stage_dom"
ODDS: Final = "sales_probability_dom"
USUAL: Final = {
    "Prospecting": "10",
    "Qualification": "20",
    "Proposal/Price Quote": "65",
    "Closed Won": "100",
    "Closed Lost": "0",
}
"""Some of the stages that are delivered, with their probabilities."""
_LITERAL: Final = re.compile(r"'((?:[^'\\]|\\\\|\\')*)'")
_PLAIN: Final = re.compile(
    r"(?:<\?php|\s|\$[a-zA-Z_]+|\[|\]|=>|=|;|,|\(|\)|array|true|false|null|-?\d|'')+"
)


def literals(text: str) -> list[str]:
    """The strings in a PHP file; what is left of it has no room for anything of an author's."""
    rest = _LITERAL.sub("''", text)
    assert _PLAIN.fullmatch(rest), rest
    return [re.sub(r"\\(.)", r"\1", each) for each in _LITERAL.findall(text)]


def assignments(export: Export, name: str) -> list[php.Assignment]:
    return list(php.assignments(str(export.files[name])))


def merged(text: str, original: Mapping[str, Any]) -> dict[str, Any]:
    """SuiteCRM's way with the lists of a package: a list that is not exempt is replaced."""
    added: dict[str, Any] = {}
    exempt = []
    for name, keys, value in php.assignments(text):
        if name == "exemptDropdowns":
            exempt.append(value)
        elif name == "app_list_strings" and len(keys) == 1:
            added[keys[0]] = value
        elif name == "app_list_strings":
            added.setdefault(keys[0], {})[keys[1]] = value
    kept = {key: each for key, each in original.items() if key not in added or key in exempt}
    return {
        key: {**kept.get(key, {}), **added.get(key, {})} for key in dict.fromkeys([*kept, *added])
    }


def found(dump: Mapping[str, bytes]) -> Found:
    read = target("suitecrm").read
    assert read is not None
    return read(dump)


def wanted(model: Playbook) -> Rollout:
    """What the CRM is to hold, in the playbook's language."""
    plan = Rollout(model, Settings(), target("suitecrm").surface)
    with speaking(closest(model.language)):
        assert plan.setup
    return plan


def sources(export: Export) -> dict[str, str]:
    return {name: str(text) for name, text in export.files.items() if name.endswith(".php")}


@pytest.mark.parametrize("version", ["8", "7"])
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_every_file_is_plain_values_and_nothing_else(path: Path, version: str) -> None:
    for name, text in sources(rolled_out("suitecrm", path, version=version)).items():
        literals(text)
        statements = re.findall(r"^\$", _LITERAL.sub("''", text), re.MULTILINE)
        assert len(list(php.assignments(text))) == len(statements), name


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_php_itself_says_yes(path: Path, tmp_path: Path) -> None:
    interpreter = shutil.which("php")
    if not interpreter:
        pytest.skip("there is no php here")
    for number, text in enumerate(sources(rolled_out("suitecrm", path)).values()):
        file = tmp_path / f"{number}.php"
        file.write_text(text, "utf-8")
        done = subprocess.run([interpreter, "-l", str(file)], capture_output=True, check=False)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_stages_are_added_and_both_lists_have_the_same_keys(path: Path) -> None:
    export = rolled_out("suitecrm", path)
    original = {STAGES: dict.fromkeys(USUAL, "x"), ODDS: USUAL, "industry_dom": {"a": "A"}}
    for name, text in sources(export).items():
        if name.startswith("language/application/"):
            lists = merged(text, original)
            assert [*lists[STAGES]] == [*lists[ODDS]]
            assert [*lists[STAGES]][: len(USUAL)] == [*USUAL]
            assert lists["industry_dom"] == {"a": "A"}
            without = text.replace("$exemptDropdowns", "$other")
            assert "Prospecting" not in merged(without, original)[STAGES]


def test_what_the_manifest_installs_is_there() -> None:
    export = rolled_out("suitecrm", EVERYTHING)
    (manifest, installed) = assignments(export, "manifest.php")
    assert (manifest.name, installed.name) == ("manifest", "installdefs")
    assert isinstance(installed.value, dict)
    named = [
        str(each["from"]).removeprefix("<basepath>/")
        for section in ("language", "vardefs")
        for each in installed.value[section].values()
    ]
    assert {*named} == {*sources(export)} - {"manifest.php"}
    columns = [each["name"] for each in installed.value["custom_fields"].values()]
    assert len(columns) == len({*columns})
    relations = [
        each for each in installed.value["custom_fields"].values() if each["type"] == "relate"
    ]
    assert relations
    assert all(each["ext3"] in columns for each in relations)
    (command,) = re.findall(r"^python3 -m zipfile.*$", str(export.files["SETUP.md"]), re.MULTILINE)
    assert {name.split("/")[0] for name in sources(export)} == {*command.split()[5:]}


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_files_give_everything_back(path: Path) -> None:
    export = rolled_out("suitecrm", path)
    usual = php.file(
        php.assigned("app_list_strings", (STAGES,), {key: key for key in USUAL}),
        php.assigned("GLOBALS", ("app_list_strings", ODDS), USUAL),
    )
    dump = {"en_us.lang.php": usual, **sources(export)}
    (setup,) = found({name: text.encode() for name, text in dump.items()}).setups
    plan = wanted(playbook(path))
    stages = {each.key: each for each in setup.stages}
    assert {*USUAL} <= {*stages}
    ends = {"won": "Closed Won", "lost": "Closed Lost"}
    keys = {each.id: each.key for each in plan.stages}
    for kind, key in ends.items():
        if first := next((each for each in plan.stages if each.kind == kind), None):
            keys[first.id] = key
            assert stages[key].kind == kind
    ours = [each for each in plan.stages if each.key not in ends.values()]
    assert [(each.id, each.name, each.probability) for each in ours] == [
        (stage.id, stage.name, stage.probability) for stage in (stages[each.key] for each in ours)
    ]
    assert [(each.key, each.name, [*each.options], {*each.required}) for each in setup.fields] == [
        (each.key, each.name, [*each.options], {keys[id] for id in each.required})
        for each in plan.added
    ]


def test_the_list_of_fields_is_read_too() -> None:
    export = rolled_out("suitecrm", EVERYTHING)
    rows = {
        "name": {"type": "name"},
        "pb_region_c": {"type": "enum", "len": 100},
        "pb_decider_id_c": {"type": "id"},
        "pb_where_c": {"type": "address"},
    }
    answer = {"data": {"type": "fields", "attributes": rows}}
    dump = {name: text.encode() for name, text in sources(export).items() if "language" in name}
    result = found({**dump, "fields.json": json.dumps(answer).encode()})
    (setup,) = result.setups
    (field,) = setup.fields
    assert (field.key, field.name, field.type) == ("pb_region_c", "Region", "choice")
    assert [each.name for each in field.options] == ["Europe", "America", 'Asia & "the rest"']
    assert [(each.where, each.what) for each in result.notes] == [("pb_where_c", "address")]


GATED = """
id: sale
name: Sale
fields:
  need: {name: Need, type: text}
  worth: {name: Worth, type: money}
  why: {name: Why, type: choice, options: [{id: a, name: A}]}
stages:
  - {id: first, name: First, must_fill: [need], exit: [{id: w, check: {field: worth, is: filled}}]}
  - {id: second, name: Second, exit: [{id: s, check: {field: amount, is: filled}}]}
  - {id: third, name: Third, exit: [The buyer has signed]}
  - {id: won, name: Won, kind: won}
  - {id: lost, name: Lost, kind: lost, must_fill: [why]}
"""
ENDS: Final = {"won": "Closed Won", "lost": "Closed Lost"}
VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "need": st.sampled_from([None, "x"]),
    "worth": st.sampled_from([None, 5]),
    "amount": st.sampled_from([None, 7]),
    "why": st.sampled_from([None, "a"]),
}


def refused(rules: Mapping[str, Any], deal: Mapping[str, Any]) -> bool:
    """Whether a deal cannot be saved in the browser: any of several rules is enough."""
    return any(
        deal.get(field) is None
        for field, logic in rules.items()
        for rule in logic.values()
        if rule["key"] == "required"
        for name, values in rule["params"]["activeOnFields"].items()
        if deal[name] in values.values()
    )


@cache
def gated() -> tuple[Playbook, Export, Mapping[str, str]]:
    """A playbook with gates, what is made of it, and the keys of its fields."""
    model = build(parse(GATED))
    keys = {field.ids[0]: field.key for field in wanted(model).setup.fields}
    made = rolled_out("suitecrm", model)
    return model, made, keys


@given(st.fixed_dictionaries(VALUES), st.sampled_from(["first", "second", "third", "won", "lost"]))
def test_what_is_required_agrees_with_the_playbook(values: Mapping[str, Any], stage: str) -> None:
    model, export, keys = gated()
    rules = {
        keys[2]: value
        for _name, keys, value in assignments(export, "vardefs/playbook_sale.php")
        if keys[3] == "logic"
    }
    row = {keys[id]: value for id, value in values.items()}
    judge = Judge(model, Deal({id: value for id, value in values.items() if value is not None}))
    passed = {"second": ["first"], "third": ["first", "second"], "won": ["first", "second"]}
    found = {str(each.id): each for each in model.stages}
    may = all(
        judge.holds(each.check)
        for id in passed.get(stage, [])
        for each in found[id].exit
        if each.check
    )
    filled = [each for id in passed.get(stage, []) for each in found[id].must_fill]
    filled += [*found["lost"].must_fill] if stage == "lost" else []
    may = may and all(values[str(id)] is not None for id in filled)
    key = ENDS.get(stage, f"pb_sale__{stage}")
    assert refused(rules, {**row, "sales_stage": key}) == (not may)


def test_before_version_8_people_see_to_the_gates() -> None:
    newer, older = (rolled_out("suitecrm", EVERYTHING, version=each) for each in ("8", "7"))
    assert "'logic'" in newer.files["vardefs/playbook_machine_sales.php"]
    assert "'logic'" not in older.files["vardefs/playbook_machine_sales.php"]
    how = {each.at: each for each in older.fates}
    for each in newer.fates:
        if each.how.startswith("required in: "):
            assert how[each.at].outcome == "by hand"


def test_won_and_lost_are_the_stages_that_it_counts(built: Build) -> None:
    model = built(
        """
        id: sale
        name: Sale
        stages:
          - {id: open, name: Open, exit: [The buyer has signed]}
          - {id: won, name: Signed, kind: won}
          - {id: more, name: More, kind: won}
          - {id: lost, name: Lost, kind: lost}
        """
    )
    export = rolled_out("suitecrm", model)
    stages = [
        keys[1]
        for name, keys, _value in assignments(export, "language/application/en_us.php")
        if keys[:1] == (STAGES,) and name == "app_list_strings"
    ]
    assert stages == ["pb_sale__open", "pb_sale__more"]
    told = {each.at: each.how for each in export.fates if len(each.at) == 2}
    assert [told["stages", number] for number in range(4)] == [
        "stage pb_sale__open",
        "stage Closed Won",
        "stage pb_sale__more",
        "stage Closed Lost",
    ]
    assert "used for “Signed”, “Lost”" in str(export.files["SETUP.md"])


HOSTILE = [
    "'; system('id'); $x = '",
    "\\'; eval($_POST[0]); //",
    "\\",
    "?><?php phpinfo(); ?>",
    "{php}echo 1;{/php} {$smarty.now} {literal}",
    '<script>alert(1)</script> &lt;b&gt; & "quotes"',
    "' onmouseover='alert(1)",
    "$name ${name} {$name} `id`",
    "*/ // # <<<EOT",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_an_authors_text_stays_text(text: str) -> None:
    field = {
        "name": text,
        "type": "choice",
        "about": text,
        "options": [{"id": "o", "name": text}],
    }
    stages = [
        {"id": "open", "name": text, "exit": ["x"]},
        {"id": "won", "name": "Won", "kind": "won"},
        {"id": "lost", "name": "Lost", "kind": "lost"},
    ]
    whole = {"id": "sale", "name": text, "fields": {"a": field}, "stages": stages}
    export = rolled_out("suitecrm", build(parse(json.dumps(whole))))
    said = []
    for name, content in sources(export).items():
        for each in literals(content):
            if not each.startswith("<basepath>/"):
                assert not {*each} & {*"<>{}"}, (name, each)
            said.append(html.unescape(each))
    assert said.count(text) == 5 if "&lt;" not in text else said.count(text) == 3
    values = [
        value
        for name, content in sources(export).items()
        if name.startswith(("language/Opp", "vardefs"))
        for _name, _keys, value in php.assignments(content)
    ]
    assert [html.unescape(str(each)) for each in values[:2]] == [text, text]
    assert not any({*str(each)} & {*"'\""} for each in values[:2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<?php $a = 'x';", [("a", (), "x")]),
        ("<?php $GLOBALS['a']['b'] = \"x\\n\\$y\";", [("a", ("b",), "x\n$y")]),
        (
            "<?php $a['b'][] = array('k' => 1, 2, null => false,);",
            [
                ("a", ("b", ""), {"k": 1, "1": 2, "": False}),
            ],
        ),
        ("<?php $a = [['x'], 'y' => -3];", [("a", (), {"0": {"0": "x"}, "y": -3})]),
        (
            "<?php if (!defined('s')) { die('no'); } $a = 1; // $b = 2;\n# $c = 3;\n/* $d = 4; */",
            [
                ("a", (), 1),
            ],
        ),
        ("<?php $a = 'x' . 'y'; $b = f('x'); $c = $d['e']; $f = 'g';", [("f", (), "g")]),
        ("<?php $a = array(1, 2; $b = 'c';", [("b", (), "c")]),
        ("<?php $a = 'it\\'s \\\\ \\n';", [("a", (), "it's \\ \\n")]),
        ("<?php $a = ", []),
        ("<?php $a = " + "[" * 99 + "]" * 99 + "; $b = 1;", [("b", (), 1)]),
        ("", []),
    ],
    ids=[
        *("text", "globals", "array", "nested", "other", "computed", "broken", "quotes", "cut"),
        *("deep", "nothing"),
    ],
)
def test_plain_values_are_read_and_nothing_else(text: str, expected: list[Any]) -> None:
    assert list(php.assignments(text)) == expected


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=9),
        lambda inner: st.dictionaries(st.text(min_size=1, max_size=5), inner, max_size=3),
        max_leaves=9,
    )
)
def test_what_is_written_is_read_back(value: Any) -> None:
    text = php.file(php.assigned("a", ("b", "c"), value))
    (only,) = php.assignments(text)
    assert only == ("a", ("b", "c"), value)


@given(st.text(alphabet="<?php $ab='\"\\[]()=>,;array 1\n", max_size=60))
def test_what_is_read_may_be_anything(text: str) -> None:
    assert all(isinstance(each.name, str) for each in php.assignments(text))
    try:
        assert found({"en_us.php": text.encode()}).setups
    except Refused:
        return


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.php", b""),
        ("a.php", b"<?php $x = 1;"),
        ("a.php", b"\xff\xfe"),
        ("a.json", b"{}"),
        ("a.json", b"["),
        ("a.json", b'{"data": {"attributes": {"a_c": 1}}}'),
    ],
)
def test_what_is_no_set_up_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(Refused, match=r"“a\.\w+”(: it is .*Wanted is| is not) what"):
        found({name: content})


def test_labels_are_written_in_every_language_that_it_has(built: Build) -> None:
    text = """
    id: sale
    name: {0}
    fields: {{a: {{name: {0}, type: choice, options: [{{id: o, name: {0}}}]}}, b: {{name: B, type: yes-no}}}}
    stages:
      - {{id: open, name: {0}, exit: [The buyer has signed]}}
      - {{id: won, name: Won, kind: won}}
      - {{id: lost, name: Lost, kind: lost}}
    """
    others = {
        tag: replace(built(text.format(f"In {tag}")), language=tag) for tag in ("bg", "zh-CN", "mn")
    }
    model = built(
        text.replace("id: sale", "id: sale\n    languages: [bg, zh-CN, mn]").format("Own")
    )
    export = target("suitecrm").export(model, Settings({}, {}, others))
    for pack, name, yes in (
        ("en_us", "Own", "Yes"),
        ("bg_BG", "In bg", "Да"),
        ("zh_CN", "In zh-CN", "是"),
    ):
        lists = merged(str(export.files[f"language/application/{pack}.php"]), {})
        assert lists[STAGES]["pb_sale__open"] == lists["pb_a_list"]["o"] == name
        assert lists["pb_b_list"]["yes"] == yes
        labels = {
            keys: value
            for _n, keys, value in assignments(export, f"language/Opportunities/{pack}.php")
        }
        assert labels["LBL_PB_A",] == name
    (fate,) = (each for each in export.fates if each.at == ("languages",))
    assert (fate.outcome, fate.how) == ("dropped", "SuiteCRM has no language for: mn")
    dump = {name: text.encode() for name, text in sources(export).items()}
    (setup,) = found(dump).setups
    assert setup.stages[0].names == {"bg-BG": "In bg", "zh-CN": "In zh-CN"}
