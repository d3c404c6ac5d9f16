"""Requests to a CRM's API as files, with a small program beside them that sends them.

An answer's id is needed where the next request names what it has made:
``keep`` says under which name to keep which value of the answer. In a later
path, and as a key of a body, ``{{name}}`` stands for it; in a body ``kept``
does, or ``text`` in words of ours, so that nothing an author wrote is ever
taken for a place to fill.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files as resources
from typing import Any, Final

from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step
from playbook.wording import listed

PROGRAM: Final = "send.py"
"""What sends the requests of a folder; where it is, no CRM has given the files beside it."""
Way = str | Sequence[str | Mapping[str, Any]]
"""Where in an answer: ``data.id``, or steps of which a map finds the one with these values."""


@dataclass(frozen=True)
class Request:
    """One call of an API."""

    name: str
    method: str
    path: str
    body: Any = None
    keep: Mapping[str, Way] = field(default_factory=dict)
    """For each name the way to a value in the answer; if one is missing, nothing more is sent."""
    seek: Mapping[str, Way] = field(default_factory=dict)
    """The same for values that may be missing."""
    needs: str = ""
    """What has to have been found; else it is not sent."""
    is_there: int | None = None
    """The status with which the CRM refuses what it has already; then it is left as it is."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """How the API of a CRM is reached. It holds no secret, but where one is looked for."""

    address: str
    """Where the API is; ``{{NAME}}`` stands for an environment variable."""
    headers: Mapping[str, str]
    """What every request carries; ``{{NAME}}`` stands for an environment variable."""
    variables: tuple[str, ...]
    """The environment variables that are needed."""
    form: bool = False
    """Whether bodies are sent as a form, and not as JSON."""
    basic: str = ""
    """The environment variable with the key that is sent as a user without a password."""


def kept(name: str) -> dict[str, str]:
    """A value in a body that an earlier answer gives."""
    return {"$kept": name}


def text(words: str) -> dict[str, str]:
    """Words of ours in a body, in which ``{{name}}`` stands for what an earlier answer gives."""
    return {"$text": words}


def written(requests: Iterable[Request], server: Server) -> Files:
    """The requests as files in their order, the server, and the program that sends them."""
    made: dict[str, str] = {}
    every = list(requests)
    digits = max(2, len(str(len(every))))
    for number, request in enumerate(every, start=1):
        whole: dict[str, Any] = {"method": request.method, "path": request.path}
        if request.body is not None:
            whole["body"] = request.body
        more = {
            "keep": request.keep,
            "seek": request.seek,
            "needs": request.needs,
            "is_there": request.is_there,
        }
        whole |= {key: value for key, value in more.items() if value}
        made[f"requests/{number:0{digits}}-{request.name}.json"] = _text(whole)
    told: dict[str, Any] = {
        "address": server.address,
        "headers": dict(server.headers),
        "variables": list(server.variables),
        "form": server.form,
        "words": {
            "unset": _("Set these environment variables first: {names}"),
            "is_there": _("It is there already, and stays as it is: {path}"),
            "missing": _("not in the answer: {what}"),
            "unfit": _("this cannot be sent; see whether these are right: {names}"),
            "unreachable": _("nothing answers at {address}: {why}"),
            "no_answer": _("this is no answer of an API: {text}"),
        },
    }
    if server.basic:
        told["basic"] = server.basic
    made["server.json"] = _text(told)
    made[PROGRAM] = (resources("playbook.rollout") / PROGRAM).read_text("utf-8")
    return made


def sending(server: Server, where: str) -> Step:
    """The step in which an administrator sends the requests; ``where`` a key is made."""
    how = _(
        "Make a key for the API there, and set it in the environment: {variables}. Then "
        "run this in this folder; Python 3 is enough. Each file in requests/ is one request. What "
        "has been sent is noted in sent.json, so you can run it again after a mistake."
    )
    named = listed(f"`{each}`" for each in server.variables)
    set_so = dict.fromkeys(server.variables, "…")
    return _sending(f"**{where}**\n\n{how.format(variables=named)}", set_so)


def sending_with(**values: str) -> Step:
    """The same where no page makes a key: how a shell gets the value of each variable."""
    how = _(
        "Set the variables as shown here, with values of your own; it takes an administrator. Each "
        "file in requests/ is one request. What has been sent is noted in sent.json, so you can "
        "run it again after a mistake."
    )
    return _sending(how, values)


def _sending(how: str, values: Mapping[str, str]) -> Step:
    windows = _("In PowerShell on Windows, {line} sets a variable, and {program} sends.")
    said = windows.format(line=f'`$env:{next(iter(values))} = "…"`', program="`py send.py`")
    lines = (f"export {name}={value}" for name, value in values.items())
    return Step(_("Send the requests"), f"{how}\n\n{said}", (), (*lines, "python3 send.py"))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
