"""Word documents and slides that several tests look at, and what LibreOffice makes of them."""

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final
from unicodedata import category

from tests.office.books import EVERYTHING, ROOT
from tests.office.books import playbook as book
from tests.office.calc import OFFICE

from playbook import registry, translate
from playbook.assembly import assemble
from playbook.brand import Brand
from playbook.build import build
from playbook.drawing.markup import plain
from playbook.manuscript.blocks import Run
from playbook.model import Playbook
from playbook.pipeline import valid
from playbook.renderers import Choices

_LABELS: Final = map(
    json.loads, (ROOT / "tests" / "pictures" / "labels.txt").read_text("utf-8").splitlines()
)
PAYLOADS: Final = (
    *(ROOT / "tests" / "handbook" / "payloads.txt").read_text("utf-8").splitlines(),
    # no font has signs for private use, and the picture of the process says so
    *(each for each in _LABELS if not {"Co", "Cn"} & set(map(category, plain(each)))),
    "</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>",
    '{ INCLUDETEXT "C:\\\\x.txt" } \\o "1-3"',
    "TOC \\o PAGEREF _Toc1 \\h",
    "</a:t></a:r><a:fld type='slidenum'>",
    "_x0041_ &#65; &amp; <![CDATA[x]]>",
    "a\u0000b\u0001c\ud800d\ufffee\u000b\u000c",
)
WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def made(form: str, *playbooks: Playbook, brand: Brand | None = None) -> bytes:
    """A handbook in a form."""
    renderer = registry.renderer(form, "handbook")
    [(name, content)] = renderer.render(playbooks, Choices(brand=brand or Brand())).items()
    assert name == f"{playbooks[0].id}.{form}"
    assert isinstance(content, bytes)
    return content


@cache
def translated(name: str, language: str) -> Playbook:
    """A shipped playbook in one of its further languages."""
    loaded = valid(ROOT / "playbooks" / name / "playbook.yaml")
    catalogue = loaded.catalogues[language]
    return translate.translated(build(loaded.document), loaded.document, catalogue)


@cache
def attacked(turn: int) -> Playbook:
    """The playbook with everything, and an attack in each of its texts; others each turn."""
    document = assemble(EVERYTHING).document
    data = json.loads(json.dumps(document.data))
    for number, leaf in enumerate(book(EVERYTHING).texts):
        holder: Any = data
        for step in leaf.at[:-2]:
            holder = holder[step]
        last = holder[leaf.at[-2]] if len(leaf.at) > 1 else data
        attack = f"x{number} {PAYLOADS[(number + turn) % len(PAYLOADS)]} y"
        if isinstance(last, str):
            holder[leaf.at[-2]] = attack
        else:
            last[leaf.at[-1]] = attack
    return build(replace(document, data=data))


def runs(value: object) -> Iterator[Run]:
    """All runs in blocks, chapters or a manuscript, in order."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from runs(each)
    elif is_dataclass(value) and not isinstance(value, Playbook):
        for field in fields(value):
            yield from runs(getattr(value, field.name))


def squeezed(text: str) -> str:
    """A text without spaces and without what no file may hold."""
    return "".join(plain(text).split())


def part(content: bytes, name: str) -> str:
    """A part of a file, as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode("utf-8")


def names(content: bytes) -> list[str]:
    """The parts of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def printed(folder: Path, form: str, content: bytes) -> bytes:
    """The PDF that LibreOffice makes of a file."""
    assert OFFICE
    source = folder / f"given.{form}"
    source.write_bytes(content)
    profile = (folder / "profile").as_uri()
    command = [OFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return (folder / "given.pdf").read_bytes()
