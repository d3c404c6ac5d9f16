"""Mistakes that nobody had in mind who wrote the messages: what is not yet said as it should be.

That each is found where it was made is tested with all other mistakes, in test_mistakes.py.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from playbook import pipeline

MISTAKES: Final = Path(__file__).resolve().parents[1] / "mistakes"
CASES: Final[list[dict[str, Any]]] = yaml.safe_load(
    (MISTAKES / "held_out.yaml").read_text("utf-8")
)["cases"]
WISHES: Final = [case for case in CASES if "wish" in case]


def test_there_are_enough_of_them_in_every_language() -> None:
    assert len(CASES) >= 60
    for language in ("english", "chinese", "bulgarian"):
        assert sum(case.get("base") == language for case in CASES) >= 20
    assert len(WISHES) < len(CASES) / 5


@pytest.mark.parametrize("case", WISHES, ids=[case["name"] for case in WISHES])
def test_a_wish_is_only_a_wish(case: dict[str, Any], tmp_path: Path) -> None:
    base = (MISTAKES / "base" / f"{case['base']}.yaml").read_text("utf-8")
    file = tmp_path / "playbook.yaml"
    file.write_text(base.replace(case["old"], case["new"]), "utf-8")
    line = int(case["finding"].split(":")[0])
    said = [
        f"{each.message} {each.help}"
        for each in pipeline.lint([file], date(2026, 11, 21)).findings
        if each.place.line == line
    ]
    assert said
    assert not any(case["wish"] in each for each in said), "it has come true: move it to `says`"
