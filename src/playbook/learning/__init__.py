"""What a new colleague can practise: questions made from the definition, and the author's own.

``course`` makes quizzes of a playbook: one about the whole process, and one for
each stage and each role. They know no form; a page, a package for a learning
platform, cards and sheets are made from the same values. Nothing is drawn by
chance: the same playbook and the same seed give the same questions.
"""

from playbook.learning.choosing import course
from playbook.learning.items import Course, Item, Kind, Quiz

__all__ = ["Course", "Item", "Kind", "Quiz", "course"]
