#!/usr/bin/env python3
"""Compares what zopa reads of its case files with what PyYAML reads of them, value by value.

    python3 suite/second_reader.py DUMP_DIR

DUMP_DIR holds one JSON file for each case file, {"path": .., "tree": ..}, written by the test
`a_second_reader_reads_the_same`, and the JSON Schema as `schema`. Every value must be the same: texts
letter for letter, numbers by value, dates as they are written (2026-02-18). Then every tree must fit the schema.
"""

import datetime
import json
import pathlib
import re
import sys

import yaml


def plain(value):
    """PyYAML's value as JSON has it: dates as text."""
    if isinstance(value, dict):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value


def differences(ours, theirs, path):
    """Where two trees differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if list(ours) != list(theirs):
            yield f"{path}: keys {list(ours)} and {list(theirs)}"
            return
        for key in ours:
            yield from differences(ours[key], theirs[key], f"{path}.{key}")
    elif isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            yield f"{path}: {len(ours)} and {len(theirs)} items"
            return
        for at, pair in enumerate(zip(ours, theirs)):
            yield from differences(*pair, f"{path}[{at}]")
    elif type(ours) is bool or type(theirs) is bool:
        if ours is not theirs:
            yield f"{path}: {ours!r} and {theirs!r}"
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        if ours != theirs:
            yield f"{path}: the numbers {ours!r} and {theirs!r}"
    elif type(ours) is not type(theirs) or ours != theirs:
        yield f"{path}: {ours!r} and {theirs!r}"


TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
}


def misfits(value, schema, root, path):
    """Where a value does not fit the schema (the keywords that this schema uses)."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        yield from misfits(value, root["$defs"][name], root, path)
        return
    names = schema.get("type", [])
    names = [names] if isinstance(names, str) else names
    is_bool = isinstance(value, bool)
    fits = [isinstance(value, TYPES[name]) and (not is_bool or name == "boolean") for name in names]
    if names and not any(fits):
        yield f"{path}: {value!r} is not of type {names}"
        return
    if "const" in schema and (schema["const"] != value or is_bool):
        yield f"{path}: {value!r} is not {schema['const']!r}"
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        yield f"{path}: {value!r} does not match {schema['pattern']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: {value!r} is less than {schema['minimum']}"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            found = [list(misfits(value, choice, root, path)) for choice in schema[keyword]]
            count = sum(not misfit for misfit in found)
            if count == 0 or (keyword == "oneOf" and count > 1):
                yield f"{path}: {value!r} fits {count} of {keyword}: {found}"
    if isinstance(value, list) and "items" in schema:
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{path}: {len(value)} items"
        for at, item in enumerate(value):
            yield from misfits(item, schema["items"], root, f"{path}[{at}]")
    if isinstance(value, dict):
        for key in schema.get("required", []):
            if key not in value:
                yield f"{path}: no {key}"
        others = schema.get("additionalProperties", True)
        for key, item in value.items():
            below = schema.get("properties", {}).get(key, others)
            if below is False:
                yield f"{path}: no such key as {key}"
            elif isinstance(below, dict):
                yield from misfits(item, below, root, f"{path}.{key}")


def main(folder):
    schema = json.loads((folder / "schema").read_text(encoding="utf-8"))
    wrong, files = [], sorted(folder.glob("*.json"))
    for dump in files:
        ours = json.loads(dump.read_text(encoding="utf-8"))
        with open(ours["path"], encoding="utf-8") as text:
            theirs = plain(yaml.safe_load(text))
        name = dump.name.removesuffix(".json")
        wrong += [f"{name}: {line}" for line in differences(ours["tree"], theirs, "")]
        wrong += [f"{name}: schema: {line}" for line in misfits(ours["tree"], schema, schema, "")]
    print("\n".join(wrong[:50]))
    print(f"{len(files)} files, {len(wrong)} differences")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
