"""How well a criterion can be judged: its grade, and what its wording lacks most.

Everything here is pure and quick, so that an editor can ask while someone types.
"""

from playbook.grading.faults import Fault, Lack, fault, faults
from playbook.grading.grade import Grade, Letter, Mark, Quality, grade
from playbook.grading.proof import could_show_the_buyer
from playbook.grading.table import Row, rows

__all__ = [
    "Fault",
    "Grade",
    "Lack",
    "Letter",
    "Mark",
    "Quality",
    "Row",
    "could_show_the_buyer",
    "fault",
    "faults",
    "grade",
    "rows",
]
