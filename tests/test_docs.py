"""Made pages are as the code is now."""

import re
from pathlib import Path

import pytest

from playbook import docs, pipeline

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", sorted(docs.pages()))
def test_a_made_file_is_current(name: str) -> None:
    written = (ROOT / name).read_text("utf-8")
    assert written == docs.pages()[name], "run: python -m playbook.docs"


def links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    return re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)


@pytest.mark.parametrize(
    "page",
    sorted(
        path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))
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
