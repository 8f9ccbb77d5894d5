#!/usr/bin/env python3
"""A second program that merges hearken's files, written after docs/format.md and for clearness, not for speed.

    merge.py            merges the inputs of every vector here, in every order, and compares the bytes
    merge.py FILE...    merges files and writes what comes out to standard output

It trusts its inputs: a file that the page calls invalid is not refused.
"""

import hashlib
import itertools
import json
import sys
from pathlib import Path

SESSION = (
    "format version id instrument details writers participants notes responses summaries themes probes scripts "
    "attendance pauses theme_log marks pairs same_as".split(),
    "withdrawals erasures erased deleted others formerly".split(),
)
STUDY = ("format version id details writers plan sites sheets codebook findings keys".split(), SESSION[1])
COLLECTION = ("format version sessions withdrawals erasures".split(), ["others"])
OTHER = (
    "format in session formerly id version title lang source laptop initials label role recipient sector consent sheet items "
    "state at until jump_ms question theme prompt kind strand strands site held_on planned_minutes planned_sessions order "
    "silence participant scope versions reason answer empty text probes words for against of stage flags tags notes "
    "said_at opened from scripts themes prompts codebook deleted undoes".split(),
    "stamp over linked earlier conflicts".split(),
)
ORDERS = {"hearken/session": SESSION, "hearken/study": STUDY, "hearken/collection": COLLECTION}
NO_LIST = {"format", "version", "id", "instrument", "details"}


class Number(str):
    """A number, in the digits it was written with."""


def parse(text):
    return json.loads(text, parse_int=Number, parse_float=Number)


# Writing: one canonical form.


def in_order(names, order):
    first, last = order

    def place(name):
        if name in first:
            return (0, first.index(name), b"")
        if name in last:
            return (2, last.index(name), b"")
        return (1, 0, name.encode())

    return sorted(names, key=place)


def is_escaped(code):
    return (
        code < 0x20 or 0x7F <= code <= 0x9F or code in (0x61C, 0x200E, 0x200F, 0xFEFF)
        or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069
    )


def scalar(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Number, int)):
        return str(value)
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    letters = (short.get(c) or (f"\\u{ord(c):04x}" if is_escaped(ord(c)) else c) for c in value)
    return '"' + "".join(letters) + '"'


def compact(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{scalar(name)}:{compact(value[name])}" for name in in_order(value, OTHER)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(compact, value)) + "]"
    return scalar(value)


def pretty(value, order=OTHER, depth=0):
    """`deleted` and `others` at the top of a file follow the order of that file; a session in a collection its own."""
    inner, end = "  " * (depth + 1), "\n" + "  " * depth
    if isinstance(value, dict) and value:
        def below(name):
            item = value[name]
            if name in ("deleted", "others") and order is not OTHER:
                return pretty_members(item, order, depth + 1)
            if name == "sessions" and order is COLLECTION:
                return pretty_list(item, SESSION, depth + 1)
            return pretty(item, OTHER, depth + 1)

        members = (f"{inner}{scalar(name)}: {below(name)}" for name in in_order(value, order))
        return "{\n" + ",\n".join(members) + end + "}"
    if isinstance(value, list) and value:
        return pretty_list(value, OTHER, depth)
    return {dict: "{}", list: "[]"}.get(type(value)) or scalar(value)


def pretty_list(items, order, depth):
    if not items:
        return "[]"
    inner = "  " * (depth + 1)
    return "[\n" + ",\n".join(inner + pretty(item, order, depth + 1) for item in items) + "\n" + "  " * depth + "]"


def pretty_members(members, order, depth):
    """An object that is sorted by `order`, and everything in it as usual."""
    if not members:
        return "{}"
    inner = "  " * (depth + 1)
    lines = (f"{inner}{scalar(n)}: {pretty(members[n], OTHER, depth + 1)}" for n in in_order(members, order))
    return "{\n" + ",\n".join(lines) + "\n" + "  " * depth + "}"


# What a session or a study holds: sets.


def by_bytes(text):
    return text.encode()


def are_entries(value):
    return isinstance(value, list) and all(
        isinstance(item, dict) and {"id", "stamp", "over"} <= item.keys() for item in value
    )


class Copy:
    """A copy of a session or of a study, as the sets it is made of."""

    def __init__(self, file):
        self.format, self.order = file["format"], ORDERS[file["format"]]
        self.ids = {file["id"], *file.get("formerly", [])}
        self.lists = set()  # names of lists that were seen, also empty ones
        self.versions = {}  # (list, id): {(stamp, canonical body, over): body}
        self.marks = {}  # (list, id): {stamp: (over, is linked)}
        self.records = {"withdrawals": {}, "erasures": {}}  # by canonical text
        self.plain = {}  # name: values by canonical text
        self.instruments = {}  # by canonical text
        for name, value in file.items():
            if name in self.records:
                self.records[name].update((compact(record), record) for record in value)
            elif name == "erased":
                for mark in value:
                    self.mark(mark["in"], mark.get("id", ""), mark["stamp"], mark["over"], mark.get("linked", False))
            elif name == "deleted":
                for inner, entries in value.items():
                    self.take_list(inner, entries)
            elif name == "others":
                for inner, values in value.items():
                    for one in values:
                        self.take(inner, one)
            elif name not in ("format", "version", "id", "formerly"):
                self.take(name, value)

    def take(self, name, value):
        first, last = self.order
        if name == "instrument":
            self.instruments[compact(value)] = value
        elif name in first and name not in NO_LIST or name == "details":
            self.take_list(name, value)
        elif name not in first + last and are_entries(value):
            self.take_list(name, value)
        else:
            self.plain.setdefault(name, {})[compact(value)] = value

    def take_list(self, name, value):
        if name == "details":
            return self.take_entry(name, value)
        self.lists.add(name)
        for entry in value:
            self.take_entry(name, entry)

    def take_entry(self, name, entry):
        held = self.versions.setdefault((name, entry.get("id", "")), {})
        for version in [entry, *entry.get("earlier", []), *entry.get("conflicts", [])]:
            skipped = ("id", "stamp", "over", "earlier", "conflicts")
            body = {name: value for name, value in version.items() if name not in skipped}
            for name_of_set in ("tags", "flags"):
                if name_of_set in body:
                    body[name_of_set] = sorted(set(body[name_of_set]), key=by_bytes)
            if body.get("deleted") is False:
                del body["deleted"]
            held[version["stamp"], compact(body), tuple(sorted(set(version["over"])))] = body

    def mark(self, name, entry, stamp, over, is_linked):
        marks = self.marks.setdefault((name, entry), {})
        held_over, held_linked = marks.get(stamp, (set(), True))
        marks[stamp] = (held_over | set(over), held_linked and is_linked)

    # Joining.

    def join(self, other):
        self.ids |= other.ids
        self.lists |= other.lists
        self.instruments.update(other.instruments)
        for entry, versions in other.versions.items():
            self.versions.setdefault(entry, {}).update(versions)
        for name, records in other.records.items():
            self.records[name].update(records)
        for name, values in other.plain.items():
            self.plain.setdefault(name, {}).update(values)
        for (name, entry), marks in other.marks.items():
            for stamp, (over, is_linked) in marks.items():
                self.mark(name, entry, stamp, over, is_linked)

    # Erasing.

    def withdrawn(self):
        """The widest scope by seat, links followed."""
        entries = [*self.versions, *self.marks]
        links = [entry.split("=") for name, entry in entries if name == "same_as" and entry.count("=") == 1]
        scopes = {}
        for scope in ("quotes", "everything"):
            records = self.records["withdrawals"].values()
            seats = grown(
                {record["participant"] for record in records if record["scope"] == scope},
                lambda seats: {seat for link in links if seats & set(link) for seat in link},
            )
            scopes.update(dict.fromkeys(seats, scope))
        return scopes

    def erase(self):
        scopes = self.withdrawn()
        for name, entry in {*self.versions, *self.marks}:
            self.erase_entry(name, entry, scopes)

    def erase_entry(self, name, entry, scopes):
        versions, marks = self.versions.get((name, entry), {}), self.marks.get((name, entry), {})
        stamps = {stamp for stamp, _, _ in versions} | marks.keys()
        edges = [(stamp, set(over)) for stamp, _, over in versions]
        edges += [(stamp, over) for stamp, (over, _) in marks.items()]
        erasures = self.records["erasures"].values()
        here = [record for record in erasures if (record["in"], record.get("id", "")) == (name, entry)]
        is_seat = name == "participants" and scopes.get(entry) == "everything"

        def is_named(stamp):
            return is_seat or any(stamp in record.get("versions", [stamp]) for record in here)

        def is_withdrawn(body):
            scope = scopes.get(body.get("participant")) if names_somebody(body) else None
            return scope == "everything" or scope == "quotes" and body.get("kind") == "quote"

        start = {stamp for stamp in stamps if is_named(stamp)}
        start |= {stamp for stamp, (_, is_linked) in marks.items() if not is_linked}
        start |= {stamp for (stamp, _, _), body in versions.items() if is_withdrawn(body)}
        said = grown(start, lambda said: {s for stamp, over in edges if stamp in said for s in over & stamps})
        unnamed = [(stamp, set(over)) for (stamp, _, over), body in versions.items() if not names_somebody(body)]
        linked = grown(
            marks.keys() - said,
            lambda linked: {stamp for stamp, over in unnamed if stamp not in said and over & (said | linked)},
        )
        for version in list(versions):
            stamp, _, over = version
            if stamp in said or stamp in linked and not names_somebody(versions[version]):
                del versions[version]
                self.mark(name, entry, stamp, over, stamp not in said)
        for stamp in said & marks.keys():
            marks[stamp] = (marks[stamp][0], False)
        if not versions:
            self.versions.pop((name, entry), None)

    # Back to a file.

    def file(self):
        first, _ = self.order
        shown, *formerly = sorted(self.ids)
        file = {"format": self.format, "version": 1, "id": shown, "formerly": formerly}
        file.update((name, []) for name in {*first, *self.lists} - NO_LIST)
        deleted, others = {}, {}
        for name, entry in sorted(self.versions, key=lambda key: (key[0], by_bytes(key[1]))):
            written, is_deleted = written_entry(self.versions[name, entry])
            target = deleted if is_deleted else file
            if name == "details":
                target[name] = written
            else:
                target.setdefault(name, []).append(written | {"id": entry})
        with_entries = {name for name, _ in self.versions}
        for name, values in self.plain.items():
            is_taken = name in first + self.order[1] or name in with_entries
            show(values, sorted(values, key=by_bytes), name, None if is_taken else file, others)
        by_version = lambda text: (int(self.instruments[text]["version"]), hashlib.sha256(text.encode()).digest())
        show(self.instruments, sorted(self.instruments, key=by_version), "instrument", file, others)
        file.update((name, in_text_order(records)) for name, records in self.records.items())
        file["erased"] = [
            {"in": name, "stamp": stamp, "over": sorted(over)}
            | ({"id": entry} if entry else {})
            | ({"linked": True} if is_linked else {})
            for (name, entry), marks in sorted(self.marks.items())
            for stamp, (over, is_linked) in sorted(marks.items())
        ]
        return file | {"deleted": deleted, "others": others}


def grown(members, more):
    """A set with all that follows from it, until nothing does."""
    members = set(members)
    while not (new := more(members)) <= members:
        members |= new
    return members


def names_somebody(body):
    return isinstance(body.get("participant"), str) and not isinstance(body["participant"], Number)


def in_text_order(values):
    return [values[text] for text in sorted(values, key=by_bytes)]


def show(values, texts, name, file, others):
    """Shows the last of the values in a file, if there is one to show it in, and keeps the rest under `others`."""
    if file is not None and texts:
        file[name] = values[texts.pop()]
    if texts:
        others[name] = in_text_order({text: values[text] for text in texts})


def written_entry(versions):
    greatest_first = sorted(versions, key=lambda v: (v[0], by_bytes(v[1]), v[2]), reverse=True)
    replaced = {stamp for by, _, over in versions for stamp in over if stamp < by}
    heads = [version for version in greatest_first if version[0] not in replaced]
    standing = [head for head in heads if not versions[head].get("deleted")]
    top = (standing or heads)[0]

    def written(version):
        stamp, _, over = version
        return versions[version] | {"stamp": stamp, "over": list(over)}

    entry = written(top)
    earlier = [written(version) for version in greatest_first if version not in heads]
    conflicts = [written(head) for head in heads if head != top]
    entry |= {"earlier": earlier} if earlier else {}
    entry |= {"conflicts": conflicts} if conflicts else {}
    return entry, not standing


def merged(texts):
    """The text that merging these files gives."""
    files = [parse(text) for text in texts]
    copies = [Copy(file) for file in files if file["format"] != "hearken/collection"]
    records, plain = {"withdrawals": {}, "erasures": {}}, {}
    for file in files:
        if file["format"] == "hearken/collection":
            copies += [Copy(session) for session in file.get("sessions", [])]
            for name, held in records.items():
                held.update((compact(record), record) for record in file.get(name, []))
            for name in file.keys() - {*COLLECTION[0], *COLLECTION[1]}:
                plain.setdefault(name, {})[compact(file[name])] = file[name]
            for name, values in file.get("others", {}).items():
                plain.setdefault(name, {}).update((compact(value), value) for value in values)
    apart = []
    for copy in copies:
        while one := next((other for other in apart if other.ids & copy.ids), None):
            apart.remove(one)
            copy.join(one)
        apart.append(copy)
    for copy in apart:
        for name, held in records.items():
            for record in held.values():
                if {record.get("session"), *record.get("formerly", [])} & copy.ids:
                    known = {n: value for n, value in record.items() if n not in ("session", "formerly")}
                    copy.records[name][compact(known)] = known
        copy.erase()
    written = [copy.file() for copy in sorted(apart, key=lambda copy: min(copy.ids))]
    if len(written) == 1 and not plain and not any(records.values()):
        return pretty(written[0], ORDERS[written[0]["format"]]) + "\n"
    file, others = {"format": "hearken/collection", "version": 1, "sessions": written}, {}
    file.update((name, in_text_order(held)) for name, held in records.items())
    for name, values in plain.items():
        show(values, sorted(values, key=by_bytes), name, file, others)
    return pretty(file | {"others": others}, COLLECTION) + "\n"


def check():
    count = 0
    for vector in sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir()):
        texts = [path.read_text(encoding="utf-8") for path in sorted(vector.glob("[0-9]*.json"))]
        expected = (vector / "merged.json").read_text(encoding="utf-8")
        for order in itertools.permutations([*texts, expected]):
            if merged(order) != expected:
                sys.exit(f"{vector.name}: other bytes than merged.json")
        count += 1
    print(f"{count} vectors: the same bytes in every order")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(merged([Path(path).read_text(encoding="utf-8") for path in sys.argv[1:]]))
    else:
        check()
