"""Made pages are as the code is now."""

import re
from pathlib import Path

import pytest

from playbook import docs, pipeline
from playbook.source import parse

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_a_made_file_is_current(name: str) -> None:
    written = (ROOT / name).read_text("utf-8")
    assert written == docs.pages()[name], "run: python -m playbook.docs"


def test_nothing_stands_among_the_made_files_that_is_made_no_more() -> None:
    made = set(docs.pages())
    for folder in ("docs/zh", "docs/bg", "schemas/draft-07"):
        there = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).iterdir()}
        assert there <= made


def links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)


@pytest.mark.parametrize(
    "page",
    sorted(
        path.relative_to(ROOT).as_posix()
        for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    ),
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    for link in links(ROOT / page):
        if not link.startswith(("http:", "https:", "mailto:")):
            assert (ROOT / page).parent.joinpath(link).exists(), link


def test_the_smallest_playbook_of_the_readme_has_sixteen_lines_and_no_finding(
    tmp_path: Path,
) -> None:
    [text] = re.findall(
        r"```yaml\n(id: .*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    assert len(text.splitlines()) == 16
    path = tmp_path / "playbook.yaml"
    path.write_text(text, "utf-8")
    assert pipeline.lint([path]).findings == ()


@pytest.mark.parametrize("page", ["format.md", "zh/format.md", "bg/format.md"])
def test_the_examples_of_keys_can_be_copied(page: str) -> None:
    rows = re.findall(
        r"(?m)^\| `([a-z_]+)`\*? \|.*\| `([^`]+)` \|$", (ROOT / "docs" / page).read_text("utf-8")
    )
    assert len(rows) > 300
    wrong = [
        (key, example)
        for key, example in rows
        if parse(f"{key}: {example.replace(chr(92) + '|', '|')}\n").problems
    ]
    assert wrong == []
