"""What every form says of a quiz: its title, what it asks for, and how it is known again."""

from hashlib import sha256

from playbook import wording
from playbook.learning.items import Course, Item, Quiz
from playbook.local import Local
from playbook.messages import _, n_, p_
from playbook.model import Playbook, QuestionnaireId, RoleId, StageId, TrackId


def title(quiz: Quiz) -> str:
    """What a quiz is called."""
    return _("The whole process") if quiz.kind == "process" else quiz.name


def about(course: Course, quiz: Quiz) -> str:
    """How many questions a quiz has, and how many must be right."""
    if not quiz.scored:
        return _("Stories to work through; compare your answers with good ones.")
    count = len(quiz.items)
    words = n_(
        "{count} question; it is passed with {percent} right.",
        "{count} questions; it is passed with {percent} right.",
        count,
    )
    percent = Local(course.playbook.language).percent(course.pass_mark)
    return words.format(count=count, percent=percent)


def key(course: Course, quiz: Quiz) -> str:
    """By what a browser remembers the answers to a quiz."""
    return f"{course.playbook.id}/{course.playbook.language}/{quiz.id}"


def fingerprint(quiz: Quiz) -> str:
    """What tells whether remembered answers are still answers to the same questions."""
    return sha256(repr(quiz.items).encode()).hexdigest()[:12]


def letter(number: int) -> str:
    """What an answer is called among others."""
    return chr(ord("A") + number % 26)


def answer(item: Item) -> str:
    """The right answer in one line: letters, or what stands in which order."""
    if item.kind == "open":
        return ""
    if item.kind == "order":
        return " → ".join(item.answers)
    letters = [letter(at) for at in item.right]
    if item.kind == "match":
        pairs = zip(item.options, letters, strict=True)
        said = (_("{left} – {right}").format(left=left, right=right) for left, right in pairs)
        return wording.together(said)
    return p_("list", ", ").join(letters)


def reason(item: Item) -> str:
    """Why it is so, in one line; what is announced by a colon follows it."""
    if item.kind == "open":
        return ""
    if not item.quotes or not item.why.endswith((":", "：")):
        return item.why
    quotes = item.quotes
    if len(quotes) > 1:
        quotes = tuple(each.strip().rstrip(".。") for each in quotes)
    return f"{item.why}{wording.gap(item.why)}{wording.together(quotes)}"


def place(playbook: Playbook, part: tuple[str, str] | None) -> str:
    """What the page of a handbook is called that a question is about."""
    kind, id = part or ("", "")
    if kind == "stage":
        return playbook.stage[StageId(id)].name
    if kind == "role":
        return wording.role_name(playbook, RoleId(id))
    if kind == "questionnaire":
        return wording.questionnaire_name(playbook.questionnaires[QuestionnaireId(id)])
    if kind == "question":
        owners = playbook.questionnaires.values()
        asking = (each for each in owners if id in [one.id for one in each.questions])
        return wording.questionnaire_name(next(asking))
    if kind == "phase":
        return playbook.tracks[TrackId(id.split(".")[0])].name
    return {
        "overview": _("Overview"),
        "segment": _("Overview"),
        "buyer": _("Buyer journey"),
        "buyer_step": _("Buyer journey"),
        "buyer_role": _("Buyer journey"),
        "objection": _("Objections"),
        "competitor": _("Competitors"),
        "asset": _("Material"),
        "term": _("Glossary"),
    }.get(kind, "")
