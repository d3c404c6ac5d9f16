"""What a page of the preview has more than one of the handbook."""

from playbook.files import Files
from playbook.messages import _, language
from playbook.templating import assets, fill

LIVE = "-/"
"""Where what belongs to the preview is; no page of a handbook is there."""
_NOTHING = "default-src &#39;none&#39;;"
_BACK_HERE = f"{_NOTHING} connect-src &#39;self&#39;;"
_HEAD = "</head>"
_LIVE_HEAD = (
    f'<link rel="stylesheet" href="/{LIVE}live.css"><script src="/{LIVE}live.js" defer></script>'
)


def live_assets() -> Files:
    """The script and the style of the preview."""
    return {LIVE + name: content for name, content in assets("serve/assets").items()}


def live(page: str) -> str:
    """A page that reloads itself and shows what is found in it."""
    return page.replace(_NOTHING, _BACK_HERE, 1).replace(_HEAD, _LIVE_HEAD + _HEAD, 1)


def waiting(problem: str) -> str:
    """The page while there is none yet, because something in the playbook stops it."""
    words = {
        "language": language(),
        "title": _("The handbook cannot be made yet"),
        "problem": problem,
        "hint": _("Mend it and save the file; this page then shows the handbook."),
        "policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'",
    }
    return live(fill("serve/waiting.html", words))
