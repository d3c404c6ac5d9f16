"""A set-up as a workbook for people who type it into a CRM, and back again.

``titles`` are the names of sheets and columns; crm.yaml may give others, so that
a sheet can look like the template of a vendor. ``tables`` says what stands in
the sheets, as plain data of ``shapes``, ``pages`` is the first sheet, ``looks`` how it all
looks, ``writing`` makes the file, and ``making`` puts it together. ``index`` is
the hidden sheet that tells who is who; with it ``reading`` takes the workbook
back. ``opening`` opens any workbook without harm, ``sorting`` puts its cells
under headings that are known, ``recognising`` makes sense of them, and
``taking`` decides between the two.
"""

from playbook.rollout.workbook.making import (
    NAME,
    SETTINGS,
    UNSURE,
    first,
    in_chinese,
    typed_in,
    workbook,
)
from playbook.rollout.workbook.taking import read
from playbook.rollout.workbook.titles import CHINESE, Titles

__all__ = [
    "CHINESE",
    "NAME",
    "SETTINGS",
    "UNSURE",
    "Titles",
    "first",
    "in_chinese",
    "read",
    "typed_in",
    "workbook",
]
