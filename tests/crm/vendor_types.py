"""Requests as TypeScript, and what the compiler says of them by the vendors' own types.

The packages are where scripts/test.py has installed them.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from playbook.crm import Export

_GIVEN: Final = os.environ.get("PLAYBOOK_TEST_CRM_TYPES")
FOLDER: Final = Path(_GIVEN or Path(sys.prefix) / "crm-types")
NEEDED: Final = [
    pytest.mark.node,
    pytest.mark.skipif(
        not _GIVEN and not (FOLDER / "installed.json").is_file(),
        reason="what CRMs say of their own APIs in types is not installed: scripts/test.py does",
    ),
]
"""The marks of tests that need them."""

_PACKAGES: Final = {
    "pipedrive": "pipedrive/dist/versions/v2/index.d.ts",
    "attio": "attio-ts-sdk/dist/index.d.mts",
    "notion": "@notionhq/client/build/src/index.d.ts",
}
_ATTRIBUTES: Final = "V2ByTargetByIdentifierAttributes"
_TYPES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "pipedrive": (
        (r"POST /pipelines", "AddPipelineRequest"),
        (r"POST /stages", "AddStageRequest"),
        (r"POST /dealFields", "AddDealFieldRequest"),
    ),
    "attio": (
        (r"POST .*/attributes", f"Post{_ATTRIBUTES}Data['body']"),
        (r"POST .*/options", f"Post{_ATTRIBUTES}ByAttributeOptionsData['body']"),
        (r"POST .*/statuses", f"Post{_ATTRIBUTES}ByAttributeStatusesData['body']"),
        (r"PATCH .*/statuses/.*", f"Patch{_ATTRIBUTES}ByAttributeStatusesByStatusData['body']"),
    ),
    "notion": (
        (r"POST /databases", "CreateDatabaseParameters"),
        (r"POST /pages", "CreatePageParameters"),
        (r"POST /views", "CreateViewParameters"),
        (r"PATCH /blocks/.*/children", "Omit<AppendBlockChildrenParameters, 'block_id'>"),
    ),
}
_KEPT: Final[Mapping[str, Any]] = {"pipedrive": 7, "attio": "an-id", "notion": "an-id"}
"""What stands for a value that an earlier answer gives."""
_OPTIONS: Final = {
    "compilerOptions": {
        "module": "nodenext",
        "moduleResolution": "nodenext",
        "noEmit": True,
        "skipLibCheck": True,
        "strict": True,
        "target": "es2022",
        "types": [],
    },
    "include": ["*.mts"],
}


def source(target: str, export: Export) -> str:
    """The bodies of all requests of an export, each with the vendor's type for it."""
    lines: list[str] = []
    names: set[str] = set()
    for file, text in sorted(export.files.items()):
        if not file.startswith("requests/"):
            continue
        request = json.loads(str(text))
        if "body" not in request:
            continue
        kind = _type(target, f"{request['method']} {request['path']}")
        names.update(re.findall(r"\b[A-Z]\w{8,}", kind))
        body = json.dumps(_filled(target, request["body"]))
        lines.append(f"// {file}\nexport const r{len(lines)}: {kind} = {body};")
    package = (FOLDER / "node_modules" / _PACKAGES[target]).as_posix()
    package = re.sub(r"\.d\.(m?)ts$", r".\1js", package)
    wanted = ", ".join(sorted(names - {"Omit"}))
    return "\n".join((f"import type {{ {wanted} }} from {json.dumps(package)};", *lines, ""))


def _type(target: str, call: str) -> str:
    for pattern, kind in _TYPES[target]:
        if re.fullmatch(pattern, call):
            return kind
    raise AssertionError(f"no type is known for {call}")


def _filled(target: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_filled(target, each) for each in value]
    if isinstance(value, dict) and list(value) == ["$kept"]:
        return _KEPT[target]
    if isinstance(value, dict):
        return {key: _filled(target, each) for key, each in value.items()}
    return value


def faults(sources: Mapping[str, str], folder: Path) -> dict[str, list[str]]:
    """What the compiler has to say of each source."""
    for name, text in sources.items():
        (folder / f"{name}.mts").write_text(text, "utf-8")
    (folder / "tsconfig.json").write_text(json.dumps(_OPTIONS), "utf-8")
    node = json.loads((FOLDER / "installed.json").read_text("utf-8"))["node"]
    compiler = FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
    run = subprocess.run(
        [node, str(compiler), "--pretty", "false", "--project", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    found: dict[str, list[str]] = {name: [] for name in sources}
    for line in run.stdout.splitlines():
        said = re.match(r"(.+?)\.mts\(\d+,\d+\): error (.+)", line)
        if said:
            found[said[1]].append(said[2])
    assert run.returncode == 0 or any(found.values()), run.stdout + run.stderr
    return found
