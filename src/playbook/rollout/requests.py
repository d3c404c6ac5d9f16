"""Requests to a CRM's API as files, with a small program beside them that sends them.

An answer's id is needed where the next request names what it has made:
``keep`` says under which name to keep which value of the answer. In a later
path, and as a key of a body, ``{{name}}`` stands for it; in a body ``kept``
does, so that nothing an author wrote is ever taken for a place to fill.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files as resources
from typing import Any

from playbook.files import Files
from playbook.messages import _
from playbook.rollout.checklist import Step


@dataclass(frozen=True)
class Request:
    """One call of an API."""

    name: str
    method: str
    path: str
    body: Any = None
    keep: Mapping[str, str] = field(default_factory=dict)
    """For each name the way to a value in the answer: ``data.id``."""


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


def kept(name: str) -> dict[str, str]:
    """A value in a body that an earlier answer gives."""
    return {"$kept": name}


def written(requests: Iterable[Request], server: Server) -> Files:
    """The requests as files in their order, the server, and the program that sends them."""
    made: dict[str, str] = {}
    for number, request in enumerate(requests, start=1):
        whole: dict[str, Any] = {"method": request.method, "path": request.path}
        if request.body is not None:
            whole["body"] = request.body
        if request.keep:
            whole["keep"] = dict(request.keep)
        made[f"requests/{number:02}-{request.name}.json"] = _text(whole)
    made["server.json"] = _text(
        {
            "address": server.address,
            "headers": dict(server.headers),
            "variables": list(server.variables),
            "form": server.form,
        }
    )
    made["send.py"] = (resources("playbook.rollout") / "send.py").read_text("utf-8")
    return made


def sending(server: Server, where: str) -> Step:
    """The step in which an administrator sends the requests; ``where`` a key is made."""
    how = _(
        "Make a key for the API there, and set it as the environment variable {variables}. Then "
        "run this in this folder; Python 3 is enough. Each file in requests/ is one request. What "
        "has been sent is noted in sent.json, so you can run it again after a mistake."
    )
    named = ", ".join(f"`{each}`" for each in server.variables)
    return Step(
        _("Send the requests"),
        f"**{where}**\n\n{how.format(variables=named)}",
        (),
        ("python3 send.py",),
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
