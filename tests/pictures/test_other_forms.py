"""What all forms of pictures have in common; kept pictures show what they are like.

They are made anew with: python -m tests.pictures.test_other_forms
Look at them before you keep them.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.pictures.samples import PLAYBOOKS, TESTS, TEXTUAL, draw, name, read

from playbook import pipeline, registry
from playbook.errors import PlaybookError
from playbook.renderers import Choices

GOLDENS = Path(__file__).parent / "goldens"
KEPT = ("bpmn", "dot", "mmd")
"""GraphML has the places of our own picture in it, which is kept elsewhere."""
SAMPLE = "drawing-seven-en"
BY_NAME = {name(path): path for path in PLAYBOOKS}


@pytest.mark.parametrize("form", KEPT)
def test_the_picture_is_like_the_kept_one(form: str) -> None:
    assert draw(read(BY_NAME[SAMPLE]), form) == (GOLDENS / f"{SAMPLE}.{form}").read_bytes()


@pytest.mark.parametrize("path", PLAYBOOKS, ids=name)
def test_two_builds_are_the_same(path: Path) -> None:
    for form in TEXTUAL:
        assert draw(read(path), form) == draw(read(path), form)


def test_a_build_does_not_depend_on_how_python_orders_its_sets() -> None:
    script = (
        "import sys\n"
        "from tests.pictures.samples import *\n"
        "made = [draw(read(path), form) for path in PLAYBOOKS[:3] for form in TEXTUAL]\n"
        "sys.stdout.buffer.write(b''.join(made))"
    )
    built = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=TESTS.parent,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(built) == 1


@pytest.mark.parametrize("form", TEXTUAL)
def test_a_form_that_cannot_show_a_view_says_so_and_names_those_that_can(form: str) -> None:
    choices = Choices(view="raci")
    with pytest.raises(PlaybookError) as stopped:
        pipeline.render([BY_NAME["b2b-starter"]], "picture", form, choices)
    said = str(stopped.value)
    assert f'A .{form} file cannot show "raci"' in said
    assert "flow" in said
    assert ".svg" in said
    assert ".png" in said
    assert ".pdf" in said


@pytest.mark.parametrize("form", [*TEXTUAL, "svg", "png", "pdf"])
def test_every_form_is_found_by_its_suffix_and_tells_what_it_is(form: str) -> None:
    member = registry.renderer(form, "picture")
    assert member.name == form
    assert member.about
    assert "flow" in member.views


def test_a_dot_file_may_also_be_called_gv() -> None:
    playbook = read(BY_NAME["smallest"])
    assert draw(playbook, "gv") == draw(playbook, "dot")


@pytest.mark.parametrize("form", TEXTUAL)
def test_a_picture_speaks_the_language_of_its_playbook(form: str) -> None:
    told = {
        "drawing-seven-en": "Exit criteria",
        "drawing-seven-zh": "推进标准",
        "drawing-seven-bg": "Критерии за преминаване",
    }
    for key, heading in told.items():
        assert heading in draw(read(BY_NAME[key]), form).decode(), key


def _keep() -> None:
    GOLDENS.mkdir(exist_ok=True)
    for form in KEPT:
        (GOLDENS / f"{SAMPLE}.{form}").write_bytes(draw(read(BY_NAME[SAMPLE]), form))


if __name__ == "__main__":
    _keep()
