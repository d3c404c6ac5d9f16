"""Sends the requests in this folder to the CRM, one after the other, and stops at a refusal.

It needs nothing but Python. What has been sent is noted in sent.json; a second
run goes on from there.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PLACE = re.compile(r"\{\{([A-Za-z0-9_.-]+)\}\}")


def main() -> int:
    """Send what has not been sent yet."""
    server = json.loads((HERE / "server.json").read_text("utf-8"))
    missing = [name for name in server["variables"] if not os.environ.get(name)]
    if missing:
        print("Set these environment variables first:", ", ".join(missing), file=sys.stderr)
        return 2
    noted = HERE / "sent.json"
    sent = json.loads(noted.read_text("utf-8")) if noted.exists() else {"done": [], "kept": {}}
    for file in sorted((HERE / "requests").glob("*.json")):
        if file.name in sent["done"]:
            continue
        request = json.loads(file.read_text("utf-8"))
        answer, refusal = send(server, request, {**os.environ, **sent["kept"]})
        if refusal:
            print(f"{file.name}: {refusal}", file=sys.stderr)
            return 1
        for name, way in request.get("keep", {}).items():
            sent["kept"][name] = reached(answer, way)
        sent["done"].append(file.name)
        noted.write_text(json.dumps(sent, indent=2) + "\n", "utf-8")
        print(file.name)
    return 0


def send(
    server: dict[str, Any], request: dict[str, Any], values: dict[str, Any]
) -> tuple[Any, str]:
    """The answer to a request, or why it was refused."""
    url = put_in(server["address"] + request["path"], values)
    headers = {name: put_in(value, values) for name, value in server["headers"].items()}
    body = filled(request.get("body"), values)
    data = None
    if body is not None and server.get("form"):
        data = urllib.parse.urlencode(body).encode()
    elif body is not None:
        data = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    call = urllib.request.Request(url, data, headers, method=request["method"])
    try:
        with urllib.request.urlopen(call, timeout=60) as response:
            text = response.read().decode()
    except urllib.error.HTTPError as error:
        return None, f"{error.code} {error.read().decode(errors='replace')[:2000]}"
    except urllib.error.URLError as error:
        return None, str(error.reason)
    return (json.loads(text) if text.strip() else None), ""


def put_in(text: str, values: dict[str, Any]) -> str:
    """A path or a header with what has been kept in the places for it."""
    return PLACE.sub(lambda found: str(values[found[1]]), text)


def filled(value: Any, values: dict[str, Any]) -> Any:
    """A body with what has been kept; texts are left as they are, whatever is written in them."""
    if isinstance(value, list):
        return [filled(each, values) for each in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["$kept"]:
        return values[value["$kept"]]
    return {
        put_in(key, values) if PLACE.fullmatch(key) else key: filled(each, values)
        for key, each in value.items()
    }


def reached(answer: Any, way: str) -> Any:
    """The value at the end of a way such as ``data.0.id``."""
    for step in way.split("."):
        answer = answer[int(step)] if isinstance(answer, list) else answer[step]
    return answer


if __name__ == "__main__":
    sys.exit(main())
