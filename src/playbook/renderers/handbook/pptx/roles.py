"""Who does what."""

from collections.abc import Iterator

from playbook import wording
from playbook.duties import Duties
from playbook.manuscript.blocks import Paragraph
from playbook.manuscript.prose import prose
from playbook.manuscript.words import text
from playbook.messages import _
from playbook.model import RoleId
from playbook.renderers.handbook.pptx import colours
from playbook.renderers.handbook.pptx.fitting import Para
from playbook.renderers.handbook.pptx.show import Show
from playbook.renderers.handbook.pptx.tables import Cell, Layout, tables

_LAYOUT = Layout((170.0, 200.0, 310.0, 200.0), 84.0, 500.0)
_MOST = 110.0


def slides(show: Show) -> None:
    """The roles with their stages, tasks and approvals."""
    roles = show.draft.described_roles
    if not roles:
        return
    head = (_("Role"), _("Owns"), _("Does"), _("Approves"))
    rows = [tuple(_row(show, id)) for id in roles]
    title = _("Roles")
    for canvas, page in tables(show, title, head, rows, _LAYOUT, title):
        show.tell(canvas, *(f"role-{roles[place]}" for place in page))


def _row(show: Show, id: RoleId) -> Iterator[Cell]:
    own = show.draft.duties.get(id, Duties())
    name = Para(text=wording.role_name(show.playbook, id), size=13, bold=True, colour="accent1")
    role = show.playbook.roles.get(id)
    about = next(
        (
            text(each.words)
            for each in prose(role.about if role else None)
            if isinstance(each, Paragraph)
        ),
        "",
    )
    said = Para(text=about, size=10.5, colour=colours.SOFT)
    yield (name, *((said,) if about else ()))
    owned: list[str] = [each.work.name for each in (*own.owns, *own.phases)]
    done: list[str] = [each.part.do for each in own.does] or [
        wording.headed(_("Is asked for advice"), each.part.do) for each in own.consulted
    ]
    approved = [wording.criterion(show.playbook, each.part) for each in own.approves]
    columns: tuple[list[str], ...] = (owned, done, approved)
    for column, found in enumerate(columns, 1):
        paras = tuple(Para(text=each, size=11.5, sign="dot", after=2) for each in found)
        wide = _LAYOUT.widths[column] - 18
        yield show.fit(paras, wide, _MOST, least=11, most_lines=2)
