"""LibreOffice as the judge of our workbooks: it computes every cell anew."""

import io
import re
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

OFFICE: Final = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(not OFFICE, reason="there is no LibreOffice on this computer")

DAY: Final = date(2026, 1, 15)
"""The day that our stored values are computed for."""
_STORED: Final = re.compile(r"(</f>)<v>[^<]*</v>")
_TODAY: Final = re.compile(r'(<c r="B3" s="\d+")><f>TODAY\(\)</f>(?:<v>[^<]*</v>)?')


def opened(content: bytes, *, computed: bool = True) -> Any:
    """A workbook, with the values of its formulas or with the formulas themselves."""
    openpyxl = pytest.importorskip("openpyxl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know the data bars of today's Excel
        return openpyxl.load_workbook(io.BytesIO(content), data_only=computed)


def saved(workbook: Any) -> bytes:
    """The bytes of a workbook that a test has changed."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def on(day: date, content: bytes) -> bytes:
    """A workbook as of a day, without the values that we have stored."""
    days = (day - date(1899, 12, 30)).days

    def without_values(text: str) -> str:
        return _STORED.sub(r"\1", _TODAY.sub(rf"\1><v>{days}</v>", text))

    return rewritten(content, without_values)


def rewritten(content: bytes, change: Any) -> bytes:
    """A workbook whose sheets have another text."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = change(data.decode("utf-8")).encode("utf-8")
            new.writestr(name, data)
    return stream.getvalue()


def recalculated(folder: Path, files: Mapping[str, bytes], into: str = "xlsx") -> dict[str, bytes]:
    """What LibreOffice makes of workbooks, all opened in one go."""
    assert OFFICE
    source, target = folder / "given", folder / "made"
    source.mkdir(parents=True)
    for name, content in files.items():
        (source / f"{name}.xlsx").write_bytes(content)
    profile = (folder / "profile").as_uri()
    command = [OFFICE, "--headless", f"-env:UserInstallation={profile}", "--convert-to", into]
    command += ["--outdir", str(target), *map(str, sorted(source.iterdir()))]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return {name: (target / f"{name}.{into}").read_bytes() for name in files}


def values(workbook: Any) -> dict[tuple[str, str], Any]:
    """The values of all cells; an empty text counts as an empty cell, a day as its number."""
    found = {}
    for sheet in workbook.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = cell.value
                if isinstance(value, datetime):
                    value = (value - datetime(1899, 12, 30)).days  # noqa: DTZ001 - a day in a sheet
                if value not in (None, ""):
                    found[sheet.title, cell.coordinate] = value
    return found


def parts(content: bytes, prefix: str) -> dict[str, str]:
    """The texts of the parts of a workbook whose names begin so."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        return {name: archive.read(name).decode("utf-8") for name in sorted(names)}
