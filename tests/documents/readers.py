"""Reads written documents with programs that are not ours, and compares them with what the document says.

    python3 readers.py FOLDER [CHROMIUM]

FOLDER is what `cargo run --example documents` wrote. Of each document there, NAME.json says what the others have to say:
python-docx reads NAME.docx, openpyxl NAME.xlsx, markdown-it NAME.md, the csv module NAME.csv, and a browser NAME.html;
without CHROMIUM no page is opened; openxml-audit holds the first two to the schemas of their format, and axe the page to what a screen reader needs.
Afterwards each kind of file is spoiled in several ways, and every spoiled one has to be found: a check that cannot fail
says nothing.
"""

import contextlib
import csv
import io
import json
import math
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import axe_playwright_python
import docx
import openpyxl
from markdown_it import MarkdownIt
from playwright.sync_api import sync_playwright

# What openxml-audit misses and ISO 29500 part 1 (11.3.10) does not ask for: a file may have these parts.
NOT_ASKED_FOR = re.compile(r"A required relationship type '\S+/(fontTable|theme)' is missing\.")

LEVELS = {"section": 1, "part": 2, "point": 3}


class Wrong(Exception):
    """What a file says is not what its document says."""


def same(what, found, wanted):
    if found != wanted:
        raise Wrong(f"{what}: found {found!r}, wanted {wanted!r}")


def holds(what, is_so):
    if not is_so:
        raise Wrong(what)


# What a document says, from its JSON.


def visible(text):
    """What a reader may see: by the rule of the program, written down a second time."""
    out = []
    for letter in text:
        code = ord(letter)
        if letter == "\n":
            out.append("\n")
        elif letter == "\t":
            out.append("    ")
        elif code == 0x7F:
            out.append("\u2421")
        elif code < 0x20:
            out.append(chr(0x2400 + code))
        elif (0x80 <= code <= 0x9F or code in (0x61C, 0x200E, 0x200F, 0xFEFF, 0xFFFE, 0xFFFF)
              or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069):
            out.append(f"<U+{code:04X}>")
        else:
            out.append(letter)
    return "".join(out)


def bare(text):
    """Words without blanks, for writers and readers lay them out."""
    return "".join(visible(text).split())


def flat(blocks):
    for block in blocks:
        if block["kind"] == "together":
            yield from flat(block["blocks"])
        else:
            yield block


def as_table(chart):
    unit = f" ({chart['unit']})" if chart["unit"] else ""
    rows = [[{"kind": "text", "text": row["name"]}, *row["amounts"]] for row in chart["rows"]]
    return {"caption": chart["title"], "head": ["", *(name + unit for name in chart["names"])], "rows": rows,
            "has_row_heads": True, "remarks": [chart["in_words"]], "drawn": chart["drawn"],
            "plain": [*chart["names"], chart["unit"]]}


class Said:
    """What one document says."""

    def __init__(self, path):
        self.json = json.loads(path.read_text(encoding="utf-8"))
        same("the format", self.json["format"], "hearken/document")
        self.blocks = list(flat(self.json["blocks"]))

    def of(self, kind):
        return [block for block in self.blocks if block["kind"] == kind]

    def headings(self):
        return [(LEVELS[block["level"]], bare(block["text"])) for block in self.of("heading")]

    def tables(self):
        """Tables and charts, these as tables, in order."""
        return [as_table(block) if block["kind"] == "chart" else {**block, "drawn": None}
                for block in self.blocks if block["kind"] in ("table", "chart")]

    def numbers(self):
        for table in self.tables():
            yield from (cell for row in table["rows"] for cell in row if cell["kind"] == "number")

    def words(self):
        """Every word outside of charts and tables, and those in them."""
        yield self.json["title"]
        yield from self.json["foot"]
        for block in self.blocks:
            for name in ("text", "label", "words", "source", "title", "in_words"):
                if isinstance(block.get(name), str):
                    yield block[name]
            for item in block.get("items", []):
                yield from (item[name] for name in ("label", "text", "leads_to") if item[name])
            yield from block.get("lines", [])
        for table in self.tables():
            yield from filter(None, [table["caption"], *table.get("plain", table["head"]), *table["remarks"]])
            yield from (shown(cell) for row in table["rows"] for cell in row)


def shown(cell):
    return {"tick": ""}.get(cell["kind"], cell.get("shown", cell.get("text", "")))


def every_word(what, said, found):
    found = bare(found)
    for words in said.words():
        holds(f"{what} has lost {words!r}", bare(words) in found)


def by_its_schemas(path):
    auditor = Path(sys.executable).with_name("openxml-audit")
    told = subprocess.run([auditor, "--output", "json", path], capture_output=True, text=True, check=False).stdout
    (audited,) = json.loads(told)
    for error in audited["errors"]:
        said = f"{error['part_uri']} {error['path']}: {error['description']}"
        holds(said, NOT_ASKED_FOR.fullmatch(error["description"]))


# A word processor's file, by python-docx.


def check_docx(path, said):
    file = docx.Document(path)
    styled = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    same("the title", [bare(text) for style, text in styled if style == "Title"], [bare(said.json["title"])])
    found = [(int(style[-1]), bare(text)) for style, text in styled if re.fullmatch(r"Heading [1-3]", style)]
    same("headings", found, said.headings())
    quotes = [bare(f"“{block['words']}”") for block in said.of("quote")]
    same("quotes", [bare(text) for style, text in styled if style == "Quote"], quotes)
    items = [item["mark"] for block in said.of("list") for item in block["items"]]
    same("points", sum(style == "List Bullet" for style, _ in styled), items.count("point"))
    same("other items", sum(style == "List" for style, _ in styled), len(items) - items.count("point"))
    tables = said.tables()
    captions = [bare(table["caption"]) for table in tables if table["caption"]]
    same("captions", [bare(text) for style, text in styled if style.lower() == "caption"], captions)
    docx_tables(file, tables)
    every_word("the file", said, docx_text(file))
    names = [node.get(docx.oxml.ns.qn("w:name")) for node in file.element.iter(docx.oxml.ns.qn("w:bookmarkStart"))]
    anchors = [block for block in said.of("heading") if block["anchor"]]
    anchors += [number for number in said.numbers() if number["anchor"]]
    same("the number of bookmarks", len(names), len(anchors))
    same("names of bookmarks that stand twice", len({name.lower() for name in names}), len(names))
    holds("a bookmark has a name that Word does not take", all(re.fullmatch(r"[A-Za-z]\w{0,39}", name) for name in names))
    same("the title of the file", bare(file.core_properties.title), bare(said.json["title"]))
    lang = said.json["lang"] or "en"
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*", lang):
        same("the language", file.core_properties.language, lang)
    sessions(custom_of_docx(path), said)
    by_its_schemas(path)


def docx_tables(file, tables):
    qn = docx.oxml.ns.qn
    grids = [table for table in file.tables if table.style.name == "Table Grid"]
    wanted = [table for table in tables if table["drawn"] in (None, "heat")]
    same("the number of tables", len(grids), len(wanted))
    for grid, table in zip(grids, wanted):
        # `rows` and `cells` of python-docx look every cell up anew; the elements are quick.
        rows = [[bare("".join(node.text or "" for node in cell.iter(qn("w:t")))) for cell in row.iter(qn("w:tc"))]
                for row in grid._tbl.iter(qn("w:tr"))]
        width = max(map(len, [table["head"], *table["rows"]]))
        head = [[bare(text) for text in table["head"]]] if table["head"] else []
        cells = [["☐" if cell["kind"] == "tick" else bare(shown(cell)) for cell in row] for row in table["rows"]]
        same("cells", rows, [row + [""] * (width - len(row)) for row in head + cells])
        repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in grid._tbl.iter(qn("w:tr"))]
        same("the rows that every page repeats", repeated, [True] * len(head) + [False] * len(cells))
        fills = [node.get(qn("w:fill")) for node in grid._tbl.iter(qn("w:shd"))]
        shaded = sum(cell["kind"] == "shaded" for row in table["rows"] for cell in row)
        if table["drawn"] == "heat":
            shaded = sum(cell.get("value") is not None for row in table["rows"] for cell in row)
        same("shaded cells", len(fills), shaded)
    described = [node.get(qn("w:val")) for node in file.element.iter(qn("w:tblDescription"))]
    charts = [table for table in tables if table["drawn"]]
    same("charts in words", [bare(words) for words in described], [bare(chart["remarks"][0]) for chart in charts])


def docx_text(file):
    qn = docx.oxml.ns.qn
    texts = [node.text or "" for node in file.element.iter(qn("w:t"))]
    return "".join(texts + [node.get(qn("w:val")) for node in file.element.iter(qn("w:tblDescription"))])


def custom_of_docx(path):
    for part in docx.opc.package.OpcPackage.open(path).iter_parts():
        if part.partname == "/docProps/custom.xml":
            root = docx.oxml.parse_xml(part.blob)
            return {node.get("name"): "".join(node.itertext()) for node in root}
    raise Wrong("the file has no properties of its own")


def sessions(properties, said):
    names = sorted(properties, key=lambda name: (len(name), name))
    found = " ".join(properties[name] for name in names if name.startswith("hearken-sessions"))
    same("the sessions", bare(found), bare(" ".join(said.json["sessions"])))
    holds("a property is too long", all(len(value) <= 255 for value in properties.values()))


# A workbook, by openpyxl.


def check_xlsx(path, said):
    book = openpyxl.load_workbook(path)
    tables = said.tables()
    same("the first sheet", book.sheetnames[0], "Report")
    same("the last sheet", book.sheetnames[-1], "About")
    holds("a name of a sheet is too long", all(len(name.encode("utf-16-le")) <= 62 for name in book.sheetnames))
    for sheet in book:
        holds("a cell is a formula", all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row))
    for sheet, table in zip(book.worksheets[1:], tables):
        xlsx_table(sheet, table)
    text = "".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
    described = "".join(zipfile.ZipFile(path).read(name).decode() for name in zipfile.ZipFile(path).namelist()
                        if name.startswith("xl/drawings/drawing"))
    for entity, letter in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")]:
        described = described.replace(entity, letter)
    found = bare(text + described)
    for words in said.words():
        number = re.match(r"\d+", words)
        holds(f"the workbook has lost {words!r}", bare(words) in found or (number and number[0] in found))
    same("the title of the file", bare(book.properties.title), bare(said.json["title"]))
    same("the day it says it was made", book.properties.created.year, 2000)
    sessions({one.name: one.value for one in book.custom_doc_props.props}, said)
    anchors = [bare(number["anchor"]) for number in said.numbers() if number["anchor"]]
    if anchors:
        listed = [bare(str(row[2].value)) for row in book["Numbers"].iter_rows(min_row=2)]
        same("the numbers that can be found", listed, anchors)
    by_its_schemas(path)


def xlsx_table(sheet, table):
    row = 1
    if table["caption"]:
        same("the caption", bare(sheet.cell(row, 1).value), bare(table["caption"]))
        row += 1
    if table["head"]:
        same("heads", [bare(sheet.cell(row, column + 1).value or "") for column in range(len(table["head"]))],
             [bare(head) for head in table["head"]])
        row += 1
        width = max(map(len, [table["head"], *table["rows"]]))
        column = "B" if table["has_row_heads"] and width > 1 else "A"
        same("what stays in sight", sheet.freeze_panes, f"{column}{row}")
    for cells in table["rows"]:
        for column, cell in enumerate(cells):
            xlsx_cell(sheet, sheet.cell(row, column + 1), cell)
        row += 1
    drawn = len(sheet._charts)
    same("charts", drawn, int(table["drawn"] in ("stacked", "paired") and bool(table["rows"])))


def xlsx_cell(sheet, found, cell):
    words = "☐" if cell["kind"] == "tick" else shown(cell)
    if cell["kind"] == "number" and cell["value"] is not None and words.startswith(str(cell["value"])):
        same("a number", (found.data_type, found.value), ("n", cell["value"]))
        behind = words[len(str(cell["value"])):]
        same("how a number looks", found.number_format, f'0"{behind}"' if behind else "0")
        return
    same("a cell", bare(found.value or ""), bare(words))
    # Columns of one width are one entry, under the letter of the first.
    widths = [one.width for one in sheet.column_dimensions.values() if one.min <= found.column <= one.max]
    width = widths[0] if widths else 8
    lines = sum(max(1, math.ceil(len(line) / width)) for line in words.split("\n"))
    height = sheet.row_dimensions[found.row].height or 15
    holds(f"a row is too low for {words[:40]!r}: {height}", height >= min(409, 14.5 * lines))


# Markdown, by markdown-it.


def check_md(path, said):
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    page = path.read_text(encoding="utf-8")
    tokens = parser.parse(page)
    found, text = [], []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            inner = "".join(child.content for child in tokens[place + 1].children)
            found.append((int(token.tag[1]) - 1, bare(inner)))
        if token.type == "html_block":
            holds(f"markup stands in it: {token.content!r}", token.content.startswith("<!-- hearken-sessions: "))
        holds(f"something is taken for code: {token.content!r}", token.type not in ("fence", "code_block"))
        for child in token.children or []:
            holds(f"something is obeyed: {child.type} {child.content!r}",
                  child.type in ("text", "hardbreak", "softbreak", "strong_open", "strong_close", "em_open", "em_close",
                                 "text_special") or (child.type == "html_inline" and child.content == "<br>"))
            text.append(child.content if child.type in ("text", "text_special") else "")
    same("headings", found, [(0, bare(said.json["title"])), *said.headings()])
    same("quotes", sum(token.type == "blockquote_open" for token in tokens), len(said.of("quote")))
    ruled = len(said.of("ruled"))
    same("tables", sum(token.type == "table_open" for token in tokens), len(said.tables()) + ruled)
    every_word("the page", said, "".join(text))


# Rows, by the csv module.


def check_csv(path, said):
    tables = [table for table in said.tables() if not table["drawn"]] or said.tables()
    bytes_ = path.read_bytes()
    holds("a line does not end as RFC 4180 says", re.search(rb"\r\n$", bytes_))
    rows = list(csv.reader(io.StringIO(bytes_.decode("utf-8"), newline=""), strict=True))
    for cell in (cell for row in rows for cell in row):
        holds(f"a cell is a formula: {cell!r}", not cell.startswith(("=", "+", "-", "@", "\t", "\r")))
    wanted = []
    for place, table in enumerate(tables):
        wanted += [[]] if place else []
        wanted += [[table["caption"] or f"Table {place + 1}"]] if len(tables) > 1 else []
        wanted += [table["head"]] if table["head"] else []
        wanted += [[shown(cell) for cell in row] for row in table["rows"]]
    plain = [[bare(cell.removeprefix("'")) for cell in row] for row in rows]
    same("rows", plain, [[bare(cell.removeprefix("'")) for cell in row] for row in wanted])


# A page, in a browser.

# Milliseconds; far more than it takes, even on a machine that is busy with many other things.
PATIENCE = 180_000


class Browser:
    def __init__(self, play, chromium):
        self.browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"], timeout=PATIENCE)
        (self.axe,) = Path(axe_playwright_python.__file__).parent.glob("axe*.js")

    def check(self, path, said):
        page = self.browser.new_page(viewport={"width": 900, "height": 1200})
        page.set_default_timeout(PATIENCE)
        try:
            self.look(page, path, said)
            # Run by the browser's own tools, so it needs no leave of the page, which allows no script.
            page.evaluate(self.axe.read_text(encoding="utf-8"))
            barriers = page.evaluate("axe.run()")["violations"]
            same("what keeps somebody out", [(one["id"], one["nodes"][0]["html"]) for one in barriers], [])
        finally:
            page.close()

    @staticmethod
    def look(page, path, said):
        told, asked = [], []
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        address = path.resolve().as_uri()
        page.goto(address)
        same("what the browser says", told, [])
        same("what the page asks for", asked, [address])
        texts = "nodes => nodes.map(node => [node.tagName, node.textContent])"
        headings = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", texts)
        same("headings", [(int(tag[1]) - 1, bare(text)) for tag, text in headings],
             [(0, bare(said.json["title"])), *said.headings()])
        same("scripts", page.evaluate("document.scripts.length"), 0)
        heads = page.eval_on_selector_all("th", "nodes => nodes.filter(node => node.textContent && !node.scope).length")
        same("heads that do not say of what", heads, 0)
        rows = page.eval_on_selector_all("th[scope=row]", "nodes => nodes.length")
        with_heads = [t for t in said.tables() if t["has_row_heads"] and t["drawn"] in (None, "heat")]
        same("heads of rows", rows, sum(len(table["rows"]) for table in with_heads))
        captions = page.eval_on_selector_all("caption, figcaption", "nodes => nodes.map(node => node.textContent)")
        same("captions", [bare(text) for text in captions],
             [bare(table["caption"]) for table in said.tables() if table["caption"] is not None])
        same("quotes", page.locator("blockquote").count(), len(said.of("quote")))
        drawings = page.eval_on_selector_all("svg", """nodes => nodes.map(node => [node.getAttribute('role'),
            document.getElementById(node.getAttribute('aria-labelledby'))?.textContent,
            document.getElementById(node.getAttribute('aria-describedby'))?.textContent])""")
        charts = [chart for chart in said.of("chart") if chart["drawn"] != "heat"]
        same("drawings", [[role, bare(title), bare(words)] for role, title, words in drawings],
             [["img", bare(chart["title"]), bare(chart["in_words"])] for chart in charts])
        ids = page.eval_on_selector_all("[id]", "nodes => nodes.map(node => node.id)")
        same("ids that stand twice", len(set(ids)), len(ids))
        for number in said.numbers():
            if number["anchor"] and re.fullmatch(r"[\w.-]+", number["anchor"], re.ASCII):
                text = page.evaluate("id => document.getElementById(id)?.textContent ?? ''", number["anchor"])
                holds(f"{number['anchor']} does not lead to its number", bare(number["shown"]) in bare(text))
        meta = page.evaluate("document.querySelector('meta[name=hearken-sessions]')?.content ?? ''")
        same("the sessions", bare(meta), bare(" ".join(said.json["sessions"])))
        every_word("the page", said, page.evaluate("document.body.textContent"))
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        holds(f"the page is {over} pixels too wide", path.stem != "report" or over <= 0)


# Spoiled files.


def respelled(path, out, part, old, new):
    """A copy of a file with one text of a part replaced, which has to stand there."""
    if part is None:
        data = path.read_bytes()
        if old.encode() not in data:
            sys.exit(f"nothing to spoil: {old!r} in {path.name}")
        out.write_bytes(data.replace(old.encode(), new.encode(), 1))
        return
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(out, "w") as spoiled:
        for name in whole.namelist():
            data = whole.read(name)
            if name == part:
                if old.encode() not in data:
                    sys.exit(f"nothing to spoil: {old!r} in {name}")
                data = data.replace(old.encode(), new.encode(), 1)
            spoiled.writestr(name, data)


SPOILED = [
    ("docx", "word/document.xml", '<w:pStyle w:val="Heading1"/>', '<w:pStyle w:val="Normal"/>'),
    ("docx", "word/document.xml", "<w:tblHeader/>", ""),
    ("docx", "word/document.xml", ">under 3<", ">2<"),
    ("docx", "word/document.xml", '<w:pStyle w:val="Quote"/>', '<w:pStyle w:val="Normal"/>'),
    ("docx", "docProps/custom.xml", "p6r8t0001", "p6r8t0009"),
    ("docx", "word/document.xml", "<w:keepNext/><w:keepLines/>", '<w:jc w:val="left"/><w:keepNext/><w:keepLines/>'),
    ("docx", "word/document.xml", 'w:val="clear"', 'w:val="clearly"'),
    ("xlsx", "xl/worksheets/sheet2.xml", "<v>14</v>", "<v>15</v>"),
    ("xlsx", "xl/worksheets/sheet2.xml", "<v>14</v>", "<f>7+7</f><v>14</v>"),
    ("xlsx", "xl/sharedStrings.xml", "We find out in March", "We find out in May"),
    ("xlsx", "xl/worksheets/sheet2.xml", "<pane ", "<panes "),
    ("xlsx", "docProps/custom.xml", "p6r8t0001", "p6r8t0009"),
    ("md", None, "## Funding", "Funding"),
    ("md", None, "What eight rooms", "What <b>eight</b> rooms"),
    ("md", None, "What eight rooms", "What [eight](x) rooms"),
    ("csv", None, "under 3", "=1+1"),
    ("csv", None, "\r\n\r\n", "\r\n"),
    ("html", None, "<main>", "<main><script>alert(1)</script>"),
    ("html", None, "<main>", '<main><img src="http://127.0.0.1:9/x.png">'),
    ("html", None, '<h2 id="theme.funding">', '<h4 id="theme.funding">'),
    ("html", None, ' scope="row"', ""),
    ("html", None, 'role="img"', ""),
    ("html", None, 'id="q1.yes"', 'id="q1.yess"'),
    ("html", None, "under 3", "two"),
    ("html", None, '<html lang="en-GB"', "<html"),
]


def main(folder, chromium):
    checked = 0
    checks = {"docx": check_docx, "xlsx": check_xlsx, "md": check_md, "csv": check_csv}
    with sync_playwright() if chromium else contextlib.nullcontext() as play:
        if play:
            checks["html"] = Browser(play, chromium).check
        to_spoil = [spoiled for spoiled in SPOILED if spoiled[0] in checks]
        for path in sorted(folder.glob("*.json")):
            said = Said(path)
            for ending, check in checks.items():
                try:
                    check(path.with_suffix(f".{ending}"), said)
                except Wrong as wrong:
                    sys.exit(f"{path.stem}.{ending}: {wrong}")
                checked += 1
                print(f"{path.stem}.{ending} says what its document says")
        said = Said(folder / "report.json")
        (folder / "spoiled").mkdir(exist_ok=True)
        for ending, part, old, new in to_spoil:
            spoiled = folder / "spoiled" / f"report.{ending}"
            respelled(folder / f"report.{ending}", spoiled, part, old, new)
            try:
                checks[ending](spoiled, said)
            except Wrong as found:
                checked += 1
                print(f"spoiled {ending} is found: {str(found).splitlines()[0][:110]}")
                continue
            sys.exit(f"a {ending} with {new!r} for {old!r} was not found")
    if checked < 2 * len(checks) + len(to_spoil):
        sys.exit(f"only {checked} files were looked at")
    print(f"{checked} passed, 0 failed")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) == 3 else "")
