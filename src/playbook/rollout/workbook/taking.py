"""Takes workbooks and tables in: our own by their hidden sheet, others by their headings."""

from typing import Final

from playbook.rollout import csv_files
from playbook.rollout.reading import Dump, Found, Note
from playbook.rollout.setup import Setup
from playbook.rollout.workbook import reading, recognising
from playbook.rollout.workbook.opening import Sheet, opened

COMPANIONS: Final = (".md", ".py", ".schema.json", "server.json", "sent.json")
"""What our exports put beside a workbook; nothing of the set-up stands in it alone."""


def read(dump: Dump) -> Found:
    """The processes in files that people have; a whole folder of an export of ours will do.

    Raises:
        Refused: a file is no workbook, too large, or says nothing of stages.

    """
    setups, notes, others = list[Setup](), list[Note](), list[Sheet]()
    tables: dict[str, bytes] = {}
    files = {name: content for name, content in dump.items() if not name.endswith(COMPANIONS)}
    for name, content in sorted((files or dump).items()):
        if csv_files.is_ours(name, content):
            tables[name] = content
        elif not name.startswith("requests/") and "/requests/" not in name:
            sheets = opened(name, content)
            if reading.is_ours(sheets):
                found = reading.read(sheets)
                setups += found.setups
                notes += found.notes
            else:
                others += sheets
    if tables and not setups:
        setups.append(csv_files.read(tables))
    if others or not setups:
        found = recognising.read(others)
        setups += found.setups
        notes += found.notes
    return Found(tuple(setups), tuple(notes))
