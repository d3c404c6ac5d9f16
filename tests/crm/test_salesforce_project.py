"""Salesforce: its own library finds in our projects what the manifests list, and converts them."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.crm.org import SPACE, values
from tests.crm.salesforce_tools import NEEDED, converted
from tests.crm.samples import BASE, CHINESE, EVERYTHING, PUBLISHED, TESTS, loaded, playbook

from playbook import translate
from playbook.crm import Export, Settings
from playbook.crm.salesforce import SALESFORCE
from playbook.crm.salesforce.reading import read
from playbook.model import Playbook

pytestmark = NEEDED
STARTER = TESTS.parent / "playbooks" / "b2b-starter" / "playbook.yaml"
PATHS = [STARTER, EVERYTHING, CHINESE, *PUBLISHED]


def in_other_languages(path: Path) -> dict[str, Playbook]:
    """A playbook as its catalogues say it."""
    found = loaded(path)
    return {
        tag: translate.translated(playbook(path), found.document, catalogue)
        for tag, catalogue in found.catalogues.items()
    }


def exported(path: Path) -> Export:
    """The project with all that it can hold: the list of stages, and translations."""
    base = {BASE.name: BASE.read_text("utf-8")}
    return SALESFORCE.export(playbook(path), Settings({}, base, in_other_languages(path)))


def written(files: Mapping[str, str | bytes], folder: Path) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(str(text), "utf-8")


def manifest(export: Export) -> dict[str, list[str]]:
    tree = ET.fromstring(str(export.files["manifest/package.xml"]))
    return {
        values(types, "name")[0]: sorted(values(types, "members"))
        for types in tree.iterfind(f"{SPACE}types")
    }


def below(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_every_project_is_what_its_manifest_says_and_reads_the_same_when_converted(
    tmp_path: Path,
) -> None:
    projects = []
    for number, path in enumerate(PATHS):
        source = tmp_path / f"source-{number}"
        written(exported(path).files, source)
        projects.append((source / "force-app", tmp_path / f"metadata-{number}"))
    found = converted(projects)
    for path, members, (source, target) in zip(PATHS, found, projects, strict=True):
        listed = {kind: sorted(names) for kind, names in members.items()}
        assert listed == manifest(exported(path)), path
        own, other = read(below(source)), read(below(target))
        assert own.setups == other.setups, path
        assert set(own.notes) == set(other.notes), path


def test_translations_are_in_the_project(tmp_path: Path) -> None:
    written(exported(STARTER).files, tmp_path / "source")
    (members,) = converted([(tmp_path / "source" / "force-app", tmp_path / "metadata")])
    assert members["CustomObjectTranslation"] == ["Opportunity-bg", "Opportunity-zh_CN"]
    assert members["StandardValueSetTranslation"] == [
        "OpportunityStage-bg",
        "OpportunityStage-zh_CN",
    ]
    whole = (tmp_path / "metadata/objectTranslations/Opportunity-bg.objectTranslation").read_text(
        "utf-8"
    )
    assert "<fields>" in whole


def test_a_file_in_the_wrong_place_is_noticed(tmp_path: Path) -> None:
    files = dict(exported(CHINESE).files)
    name = next(name for name in files if name.endswith("recordType-meta.xml"))
    files[name.replace("/Opportunity/", "/Account/")] = files.pop(name)
    written(files, tmp_path / "source")
    (members,) = converted([(tmp_path / "source" / "force-app", tmp_path / "metadata")])
    assert members["RecordType"] == ["Account.PB_Zhi_Zao_Xiao_Shou"]
    assert manifest(exported(CHINESE))["RecordType"] == ["Opportunity.PB_Zhi_Zao_Xiao_Shou"]
