"""Sends the requests in this folder to the CRM, one after the other, and stops at a refusal.

It needs nothing but Python. What has been sent is noted in sent.json; a second
run goes on from there. What it says stands in server.json, in the language of
SETUP.md.
"""

import base64
import io
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOO_MUCH = (429, 503)
"""What a CRM answers when it is asked too much at once."""
PAUSES = (1, 3, 10, 30)
"""Seconds to wait then."""
REFUSED = 400
BROKEN = 1000
"""No answer at all."""
PLACE = re.compile(r"\{\{([A-Za-z0-9_.-]+)\}\}")


def main() -> int:
    """Send what has not been sent yet."""
    for stream in (sys.stdout, sys.stderr):  # words that a terminal cannot show stop nothing
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    server = json.loads((HERE / "server.json").read_text("utf-8"))
    for name in server["variables"]:  # what was pasted may end with a line break
        os.environ[name] = os.environ.get(name, "").strip()
    missing = [name for name in server["variables"] if not os.environ[name]]
    if missing:
        print(server["words"]["unset"].format(names=", ".join(missing)), file=sys.stderr)
        return 2
    noted = HERE / "sent.json"
    sent = json.loads(noted.read_text("utf-8")) if noted.exists() else {"done": [], "kept": {}}
    for file in sorted((HERE / "requests").glob("*.json")):
        if file.name in sent["done"]:
            continue
        request = json.loads(file.read_text("utf-8"))
        if "needs" not in request or sent["kept"].get(request["needs"]) is not None:
            refusal = carried_out(server, request, sent["kept"])
            if refusal:
                print(f"{file.name}: {refusal}", file=sys.stderr)
                return 1
            print(file.name)
        sent["done"].append(file.name)
        noted.write_text(json.dumps(sent, indent=2) + "\n", "utf-8")
    return 0


def carried_out(server: dict[str, Any], request: dict[str, Any], kept: dict[str, Any]) -> str:
    """Send a request and keep what later ones need of the answer; why it could not be done."""
    answer, refusal = send(server, request, {**os.environ, **kept})
    if refusal:
        return refusal
    for name, way in request.get("seek", {}).items():
        kept[name] = reached(answer, filled(way, kept))
    missing = []
    for name, way in request.get("keep", {}).items():
        kept[name] = reached(answer, filled(way, kept))
        if kept[name] is None:
            missing.append(json.dumps(filled(way, kept), ensure_ascii=False))
    return server["words"]["missing"].format(what="; ".join(missing)) if missing else ""


def send(
    server: dict[str, Any], request: dict[str, Any], values: dict[str, Any]
) -> tuple[Any, str]:
    """The answer to a request, or why it was refused."""
    url = put_in(server["address"], values).rstrip("/") + put_in(request["path"], values)
    headers = {name: put_in(value, values) for name, value in server["headers"].items()}
    if server.get("basic"):
        secret = f"{values[server['basic']]}:".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(secret).decode()}"
    body = filled(request.get("body"), values)
    data = None
    if body is not None and server.get("form"):
        data = urllib.parse.urlencode(body).encode()
    elif body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    try:
        call = urllib.request.Request(url, data, headers, method=request["method"])
        status, text = answered(call)
        for pause in PAUSES:
            if status not in TOO_MUCH:
                break
            time.sleep(pause)
            status, text = answered(call)
    except ValueError:  # no address, or signs in it or in a key that cannot be sent
        return None, server["words"]["unfit"].format(names=", ".join(server["variables"]))
    if status == request.get("is_there"):
        print(server["words"]["is_there"].format(path=request["path"]))
        return None, ""
    if status >= REFUSED:
        if status < BROKEN:
            return None, f"{status} {text[:2000]}"
        place = "/".join(url.split("/")[:3])  # what comes after it may hold a key
        return None, server["words"]["unreachable"].format(address=place, why=text)
    try:
        return (json.loads(text) if text.strip() else None), ""
    except ValueError:
        return None, server["words"]["no_answer"].format(text=text[:200])


def answered(call: urllib.request.Request) -> tuple[int, str]:
    """The status of an answer, and its text."""
    try:
        with urllib.request.urlopen(call, timeout=60) as response:
            return response.status, response.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (urllib.error.URLError, OSError) as error:
        return BROKEN, str(getattr(error, "reason", error))


def put_in(text: str, values: dict[str, Any]) -> str:
    """A path or a header with what has been kept in the places for it."""
    return PLACE.sub(lambda found: str(values[found[1]]), text)


def filled(value: Any, values: dict[str, Any]) -> Any:
    """A body or a way with what has been kept; texts are left as they are, whatever is in them."""
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$kept"]:
        return values[value["$kept"]]
    if list(value) == ["$text"]:
        return put_in(value["$text"], values)
    return {
        put_in(key, values) if PLACE.fullmatch(key) else key: filled(each, values)
        for key, each in value.items()
    }


def reached(answer: Any, way: Any) -> Any:
    """The value at the end of a way such as ``data.0.id``; None if there is nothing.

    A step in braces leads to the first in a list that has these values.
    """
    for step in way.split(".") if isinstance(way, str) else way:
        if isinstance(answer, list) and isinstance(step, dict):
            rows = [each for each in answer if isinstance(each, dict)]
            answer = next((each for each in rows if step.items() <= each.items()), None)
        elif isinstance(answer, list):
            answer = {str(number): each for number, each in enumerate(answer)}.get(str(step))
        else:
            answer = answer.get(step) if isinstance(answer, dict) else None
    return answer


if __name__ == "__main__":
    sys.exit(main())
