"""Writes the reference of the command line and of HTTP as pages, from the program itself.

    python docs/handbook/reference.py PROGRAM FOLDER
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

PYTHON = """# Python

Everything that the module offers. The functions of the module are the methods of one shared `Engine`.

```{eval-rst}
.. automodule:: corridor

.. autoclass:: corridor.Engine
   :members:

.. autoclass:: corridor.Plan
   :members:
.. autoclass:: corridor.Itinerary
.. autoclass:: corridor.Distance
.. autoclass:: corridor.Answer
   :members: to_dict
.. autoclass:: corridor.Table
   :members:

.. autoexception:: corridor.CorridorError
.. autoexception:: corridor.NoRouteError
.. autoexception:: corridor.BadRowWarning

.. automodule:: corridor.spark
   :members: pairs, plans, matrix, matrix_schema
.. automodule:: corridor.compat.searoute
   :members: searoute, setup_P
.. autoclass:: corridor.compat.searoute.AreaFeature
   :members: create, contains, distance
.. autoclass:: corridor.compat.searoute.PortProps
.. autoclass:: corridor.compat.searoute.Ports
   :members:
.. automodule:: corridor.compat.scgraph
   :members: GeoGraph
```
"""


def told(program: str, *arguments: str) -> str:
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [program, *arguments], check=True, capture_output=True, text=True, env=environment, timeout=60
    )
    return done.stdout.rstrip()


def verbs(help_text: str) -> list[str]:
    """The commands that a help text lists."""
    listed = re.search(r"^Commands:\n((?:  .*\n)+)", help_text + "\n", re.MULTILINE)
    if listed is None:
        return []
    return [line.split()[0] for line in listed[1].splitlines() if re.match(r"  [a-z]", line) and "  help" != line[:6]]


def command_line(program: str) -> str:
    whole = told(program, "--help")
    page = ["# The command line", "", "As the program itself says it (`corridor --help`, `corridor VERB --help`).", ""]
    page += ["```text", whole, "```", ""]
    for verb in verbs(whole):
        text = told(program, verb, "--help")
        page += [f"## corridor {verb}", "", "```text", text, "```", ""]
        for part in verbs(text):
            page += [f"### corridor {verb} {part}", "", "```text", told(program, verb, part, "--help"), "```", ""]
    return "\n".join(page)


def http(program: str) -> str:
    api = json.loads(told(program, "serve", "--openapi"))
    shapes = api["components"]["schemas"]
    page = ["# HTTP", "", api["info"].get("description", ""), ""]
    page += ["Shapes of questions and answers follow the paths. All of it is `/v1/openapi.json`.", ""]
    for path, methods in api["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, dict) or "responses" not in operation:
                continue
            page += [f"## {method.upper()} {path}", "", operation.get("summary", ""), "", operation.get("description", ""), ""]
            fields = operation.get("parameters", [])
            if fields:
                page += ["| field | | |", "|---|---|---|"]
                page += [_row(f["name"], f.get("schema", {}), f.get("required", False), f.get("description", "")) for f in fields]
                page.append("")
            for word, holder in (("Asked with", operation.get("requestBody", {})), ("Answers", operation["responses"].get("200", {}))):
                for kind, content in holder.get("content", {}).items():
                    page += [f"{word} `{kind}`: {_type(content.get('schema', {}))}", ""]
    page += ["## Shapes", ""]
    for name, shape in sorted(shapes.items()):
        page += [f"### {name}", "", _plain(shape.get("description", "")), ""]
        if shape.get("enum"):
            page += ["One of " + ", ".join(f"`{value}`" for value in shape["enum"]) + ".", ""]
        if shape.get("properties"):
            required = shape.get("required", [])
            page += ["| field | | |", "|---|---|---|"]
            page += [_row(field, of, field in required, of.get("description", "")) for field, of in shape["properties"].items()]
            page.append("")
    return "\n".join(page)


def _row(name: str, schema: dict[str, Any], required: bool, description: str) -> str:
    kind = _type(schema) + (", required" if required else "")
    return f"| `{name}` | {kind} | {_plain(description)} |"


def _plain(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|").replace("<", "&lt;")


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_type(one) for one in schema[key] if one.get("type") != "null"))
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        kind = " or ".join(word for word in kind if word != "null")
    return f"list of {_type(schema['items'])}" if kind == "array" and "items" in schema else str(kind)


def main(program: str, folder: str) -> None:
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    for name, page in (("cli", command_line(program)), ("http", http(program)), ("python", PYTHON)):
        (place / f"{name}.md").write_text(page + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
