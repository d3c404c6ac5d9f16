"""What every roll-out needs: nothing is forgotten, and what people read is harmless and short."""

import copy
import functools
import html
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from tests.crm import golden
from tests.crm.samples import (
    CHINESE,
    EVERYTHING,
    PUBLISHED,
    loaded,
    playbook,
    rolled_out,
    untold,
)

from playbook import pipeline
from playbook.build import build
from playbook.cli import main
from playbook.crm import Settings, salesforce
from playbook.messages import speaking
from playbook.model import Playbook
from playbook.registry import all_targets, target
from playbook.rollout import telling
from playbook.rollout.checklist import Step, markdown, safe
from playbook.rollout.compiling import Rollout
from playbook.rollout.inventory import READING, inventory, kinds
from playbook.rollout.labels import labels
from playbook.rollout.misfits import misfits
from playbook.schema import check
from playbook.source import parse

Build = Callable[[str], Playbook]

STARTER = Path(__file__).parents[2] / "playbooks/b2b-starter"
TARGETS = sorted(all_targets())


def test_every_kind_of_piece_has_a_name() -> None:
    assert set(labels()) == kinds()
    assert kinds() >= READING


@pytest.mark.parametrize(
    "known",
    [
        salesforce.tellers(),
        telling.known(),
    ],
    ids=["salesforce", "all others"],
)
def test_every_target_has_something_to_say_of_every_kind_of_piece(
    known: Iterable[str],
) -> None:
    assert set(known) == kinds() - READING


def test_the_sample_uses_every_kind_of_piece() -> None:
    assert kinds() - {item.kind for item in inventory(playbook(EVERYTHING))} == {"playbook.record"}


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize("path", [EVERYTHING, CHINESE, *PUBLISHED], ids=lambda path: path.stem)
def test_something_is_said_of_everything_that_an_author_wrote(path: Path, name: str) -> None:
    export = rolled_out(name, path)
    assert untold(playbook(path), export.fates) == []
    assert all(each.how for each in export.losses)


@pytest.mark.parametrize("name", TARGETS)
def test_a_section_that_an_exporter_forgets_is_noticed(name: str) -> None:
    model, fates = playbook(EVERYTHING), rolled_out(name, EVERYTHING).fates
    written = untold(model, ())
    assert len(written) > 150
    for at in written:
        left = [each for each in fates if each.at[: len(at)] != at]
        assert at in untold(model, left)


def test_every_place_is_named_once() -> None:
    places = [item.at for item in inventory(playbook(EVERYTHING))]
    assert len(places) == len(set(places))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("stage.max_days", "30 days"),
        ("stage.overdue", "→ Lost (No answer)"),
        ("stage.on_leave", "Qualified on = today (only if it is empty); First amount = Amount"),
        ("stage.on_enter", "Contract end = today + 365 days"),
        ("stage.handover", "Application engineer, Region, BANT"),
        ("stage.wake_up", "90 days → Qualified"),
        ("stage.leave_by", "30 days before “Close date”"),
        ("stage.asks", "BANT"),
        ("stage.confirms", "BANT (Budget)"),
        ("stage.by_segment", "Small: longest stay 21 days, probability 20%"),
        ("stage.back", "agreed by Sales manager; with a reason"),
        ("stage.buyer_roles", "Champion (1)"),
        ("stage.tasks", "Visit the workshop; Send the recap (due: 24 hours after"),
        ("criterion.verified_by", "Legal, Sales manager"),
        ("criterion.if_rejected", "Lead"),
        ("question.knock_out", "The answer is empty → Fridge"),
        ("field.keep_months", "24 months"),
        ("playbook.routing", "Large – Sales rep – to the former owner; in turn"),
        ("playbook.continues", "machine-sales (90 days before “Contract end”)"),
    ],
)
def test_what_a_piece_says_is_in_words(kind: str, said: str) -> None:
    found = [item.said for item in inventory(playbook(EVERYTHING)) if item.kind == kind]
    assert any(each.startswith(said) for each in found), found


@pytest.mark.parametrize(
    "text",
    [
        "# heading",
        "[link](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "**bold** _it_ `code`",
        "1. list",
        "- list",
        "| a | b |",
        "&lt;b&gt;",
        "line\n\n# next",
        "~~gone~~ ![x](y)",
        "\\*not bold",
    ],
)
def test_an_authors_text_stays_text_in_markdown(text: str) -> None:
    page = markdown("T", ["I"], [Step("S", "W", (safe(text),))])
    parsed = MarkdownIt("js-default").parse(page)
    inline = [token for token in parsed if token.type == "inline"][-1]
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}
    said = "".join(child.content for child in inline.children or ())
    assert said == "[ ] " + " ".join(text.split())


@pytest.mark.parametrize("name", TARGETS)
def test_every_step_that_people_take_is_on_the_page(name: str) -> None:
    export = rolled_out(name, EVERYTHING, base=name == "salesforce")
    page = str(export.files["SETUP.md"])
    points = [line for line in page.splitlines() if line.startswith("- [ ] ")]
    by_hand = [each for each in export.fates if each.outcome == "by hand"]
    said_with_another = {"with the stage", "people decide; the Path names the segments"}
    assert len(points) == len([each for each in by_hand if each.how not in said_with_another])
    numbers = [int(line[3:].split(".")[0]) for line in page.splitlines() if line.startswith("## ")]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("folder", golden.SAMPLES)
def test_the_files_are_those_that_were_agreed(folder: str) -> None:
    root = golden.GOLDEN / folder
    kept = {
        file.relative_to(root).as_posix(): file.read_text("utf-8")
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }
    assert golden.kept(golden.SAMPLES[folder], golden.exported(folder)) == kept, (
        "run: python -m tests.crm.golden"
    )


def broken() -> Iterator[tuple[str, str]]:
    """The sample with each of its references in turn leading nowhere."""
    document = loaded(EVERYTHING).document
    for leaf in build(document).references:
        data = copy.deepcopy(document.data)
        holder = functools.reduce(_at, leaf.at[:-1], data)
        if isinstance(holder, dict) and leaf.at[-1] in holder and holder[leaf.at[-1]] != leaf.value:
            holder["nowhere"] = holder.pop(leaf.at[-1])
        elif _at(holder, leaf.at[-1]) == leaf.value:
            holder[leaf.at[-1]] = "nowhere"
        else:
            continue
        yield document.path(leaf.at), json.dumps(data)


def _at(value: Any, step: Any) -> Any:
    try:
        return value[step]
    except (KeyError, IndexError, TypeError):
        return None


@pytest.mark.parametrize(
    "text",
    [
        "[{id: a, name: A, kind: won}]",
        "[{id: a, name: A, kind: lost}]",
        "[{id: a, name: A, kind: parked}]",
        "[{id: a, name: A, from: [b]}, {id: b, name: B, from: [a]}]",
        "[{id: a, name: A, next: [a]}, {id: a, name: A}]",
        "[{id: a, name: A, kind: after-sale, exit: [{id: x, check: {segment: s}}]}]",
    ],
)
@pytest.mark.parametrize("name", TARGETS)
def test_a_playbook_with_mistakes_can_be_counted(name: str, text: str, built: Build) -> None:
    assert rolled_out(name, built(f"id: sale\nname: Sale\nstages: {text}\n")).fates


@pytest.mark.parametrize("name", TARGETS)
def test_references_that_lead_nowhere_do_not_stop_the_count(name: str, built: Build) -> None:
    """The linter asks what is lost while such mistakes are still there."""
    tried = 0
    for _path, text in broken():
        document = parse(text)
        if not check(document):
            tried += 1
            assert rolled_out(name, build(document)).losses
    assert tried > 100


@pytest.mark.parametrize("name", TARGETS)
def test_the_command_writes_the_folder_and_says_what_is_left(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["export", name, str(CHINESE), "-o", str(out), "--format", "json"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (out / "SETUP.md").is_file()
    assert {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} >= set(
        told["files"]
    )
    assert sum(told["summary"].values()) == len(told["parts"])
    assert told["summary"]["written"] + told["summary"]["by hand"] > 0
    assert all(part["line"] > 0 for part in told["parts"])


def test_settings_beside_the_playbook_are_used(tmp_path: Path) -> None:
    (tmp_path / "playbook.yaml").write_text(CHINESE.read_text("utf-8"), "utf-8")
    crm = "targets: {hubspot: {version: v3, prefix: acme}, salesforce: {prefix: Ac, api_version: '60.0'}}\n"
    (tmp_path / "crm.yaml").write_text(crm, "utf-8")
    for name in TARGETS:
        result = CliRunner().invoke(
            main, ["export", name, str(tmp_path), "-o", str(tmp_path / name)]
        )
        assert result.exit_code == 0, result.output
    request = json.loads(
        next((tmp_path / "hubspot/requests").glob("*-pipeline.json")).read_text("utf-8")
    )
    assert (request["path"], request["body"]["pipelineId"]) == (
        "/crm/v3/pipelines/deals",
        "acme_zhi_zao_xiao_shou",
    )
    manifest = (tmp_path / "salesforce/manifest/package.xml").read_text("utf-8")
    assert "<version>60.0</version>" in manifest
    assert "Opportunity.Ac_Yu_Suan__c" in manifest


def test_a_crm_has_its_names_in_the_language_that_crm_yaml_gives(tmp_path: Path) -> None:
    sales, dump = tmp_path / "sales", tmp_path / "out/playbook.json"
    shutil.copytree(STARTER, sales)

    def said(language: str, *command: str) -> Result:
        (sales / "crm.yaml").write_text(f"targets: {{csv: {{language: {language}}}}}\n", "utf-8")
        return CliRunner().invoke(main, [*command])

    export = ("export", "csv", str(sales), "-o", str(tmp_path / "out"))
    assert said("bg", *export).exit_code == 0
    there = json.loads(dump.read_text("utf-8"))
    assert there["language"] == "bg"
    stage = there["stages"][1]
    assert stage["name"] == "Проучване"
    assert stage["names"]["en"] == "Discovery"
    assert set(stage["names"]) == {"en", "zh-CN"}
    assert "Настройка" in (tmp_path / "out/SETUP.md").read_text("utf-8")
    compare = ("compare", "csv", str(sales), str(dump))
    agreed, drifted = said("bg", *compare), said("en", *compare)
    assert (agreed.exit_code, drifted.exit_code) == (0, 1), agreed.output
    assert "Discovery" in drifted.output
    for command in (export, compare):
        refused = said("de", *command)
        assert refused.exit_code == 1
        assert "crm.yaml:1:" in refused.output
        assert 'is not translated into "de"' in refused.output
        silenced = said("de}}  # playbook: ignore PB926 -- a test #", *command)
        assert silenced.exit_code == 2
        assert 'is not translated into "de"' in silenced.output
    main_file = sales / "playbook.yaml"
    named = main_file.read_text("utf-8").replace("languages: [zh-CN, bg]", "languages: [bg, de]")
    main_file.write_text(named, "utf-8")
    untranslated = said("de", *export)
    assert untranslated.exit_code == 1
    assert "playbook translate begins one" in untranslated.output


def test_lint_counts_what_an_export_leaves(tmp_path: Path) -> None:
    sales = tmp_path / "sales"
    shutil.copytree(STARTER, sales)
    (sales / "crm.yaml").write_text(f"targets: {{{': {}, '.join(TARGETS)}: {{}}}}\n", "utf-8")
    left = [each.message for each in pipeline.lint([sales]).findings if each.code == "PB922"]
    assert len(left) == len(TARGETS)
    for name, message in zip(TARGETS, left, strict=True):
        _loaded, export = pipeline.export(name, sales / "playbook.yaml", lambda settings: settings)
        found = Counter(fate.outcome for fate in export.fates)
        assert message.startswith(f"In {name} {found['by hand']} parts")
        assert f"and {found['dropped']} stay" in message


def test_what_fits_is_the_same_whoever_looks(built: Build) -> None:
    model = built(
        f"""
        id: sale
        name: 销售
        language: zh-CN
        reasons: {{money: {{name: {"钱" * 31}}}, price: {{name: {"贵" * 31}, under: money}}}}
        stages: [{{id: talk, name: 谈}}, {{id: won, name: 赢, kind: won}}, {{id: lost, name: 输, kind: lost}}]
        """
    )
    for language in ("en", "zh-CN"):
        with speaking(language):
            assert list(misfits(model, Settings(), target("twenty").surface)) == []


def test_a_translated_reason_has_the_colon_of_its_language(built: Build) -> None:
    text = """
        id: sale
        name: Sale
        language: {}
        reasons: {{money: {{name: {}}}, price: {{name: {}, under: money}}}}
        stages: [{{id: talk, name: Talk}}]
        """
    english, chinese = (
        built(text.format("en", "Money", "Price")),
        built(text.format("zh-CN", "钱", "太贵")),
    )
    settings = Settings(
        {"name": "Mine", "stages": {"talk": "Chat"}}, translations={"zh-CN": chinese}
    )
    setup = Rollout(english, settings, target("csv").surface).setup
    assert setup.reasons[1].name == "Money: Price"
    assert setup.reasons[1].names == {"zh-CN": "钱：太贵"}
    # What crm.yaml calls otherwise is called so in every language.
    assert (setup.name, setup.names) == ("Mine", {"zh-CN": "Mine"})
    assert (setup.stages[0].name, setup.stages[0].names) == ("Chat", {"zh-CN": "Chat"})


@pytest.mark.parametrize("name", ["hubspot", "pipedrive", "odoo", "zhike", "csv"])
def test_people_read_the_names_that_a_stage_has_there(name: str) -> None:
    settings = Settings({"stages": {"qualified": "Halfway there"}})
    export = target(name).export(playbook(EVERYTHING), settings)
    setup = str(export.files["SETUP.md"])
    assert "Halfway there" in setup
    assert "Qualified:" not in setup


@pytest.mark.parametrize("name", TARGETS)
def test_teams_that_crm_yaml_names_are_given_the_pipeline(name: str) -> None:
    export = target(name).export(playbook(CHINESE), Settings({"teams": ["Sofia & co", "Plovdiv"]}))
    there = html.unescape("\n".join(str(each) for each in export.files.values()))
    assert "Sofia & co" in there
    assert "Plovdiv" in there


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"stages": {"qualifed": "X"}}, 'There is no stage "qualifed".'),
        ({"fields": {"regon": "X"}}, 'There is no field "regon".'),
        ({"fields": {"machine": "same", "pain": "Same"}}, "two things would have the name"),
        ({"options": {"region": {"euro": "X"}}}, 'There is no option "euro".'),
        ({"options": {"machine": {"x": "X"}}}, 'There is no option "x".'),
        ({"options": {"nothing": {"x": "X"}}}, 'There is no field "nothing".'),
        ({"prefix": "My Sales!"}, "takes no names that begin with"),
        ({"name": "Sales", "stages": {"lead": "New lead"}, "fields": {"region": "area"}}, ""),
    ],
)
def test_names_in_crm_yaml_that_mean_nothing_are_found(values: dict[str, Any], said: str) -> None:
    found = list(misfits(playbook(EVERYTHING), Settings(values), target("hubspot").surface))
    messages = [each.message for each in found]
    assert all(each.help for each in found)
    assert any(said in each for each in messages) if said else messages == [], messages
