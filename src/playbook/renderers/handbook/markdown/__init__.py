"""The handbook as Markdown, for the wiki that a team has: one file for each page."""

from collections.abc import Sequence

from playbook.files import Files
from playbook.model import Playbook
from playbook.renderers import Choices, Renderer
from playbook.renderers.handbook.markdown.flavours import FLAVOURS


def render(playbooks: Sequence[Playbook], choices: Choices) -> Files:
    """The files of a handbook, in the flavour that was chosen.

    Raises:
        NotFound: there is no such flavour.
        PlaybookError: a picture needs a package that is not installed.

    """
    from playbook.renderers.handbook.markdown.wiki import wiki

    return wiki(playbooks, choices)


MARKDOWN = Renderer(
    name="markdown",
    kind="handbook",
    about="Markdown for a wiki: GitHub, GitLab, Notion, Confluence or Feishu, as --flavour says",
    render=render,
    flavours=tuple(FLAVOURS),
)
