"""What the fuzzers share: worksheets out of choices, and reading and patching with the promises.

A choice is a call ``pick(n)`` that gives a whole number below n; hypothesis and libFuzzer both can.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sakip_excel.errors import SakipError
from sakip_excel.workbook import replace
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.cell import Value, same_value
from sakip_excel.workbook.patch import Patch
from tests.workbook.packages import DECLARATION, MAIN, STRICT, pack, parts

Pick = Callable[[int], int]

_NUMBERS = (
    "1", "0", "-1", "1.5", "1E+5", "1e-300", "9007199254740993", "nan", "1_0", " 2 ", "", "x", "٣",
)  # fmt: skip
_TEXTS = (
    "teks", "", " a ", "a&amp;b", "&#65;", "&lt;v&gt;", "_x000D_", "_x005F_", "x" * 40, "é選😀",
    "<![CDATA[<c>]]>", "<!-- x -->", "a>b", "\n", "\ta", "&#x10FFFF;", "=1+1", "_xD800_",
)  # fmt: skip
_FORMULAS = (
    "<f>A1+1</f>", '<f t="shared" ref="A1:C9" si="0">B2*$C3</f>', '<f t="shared" si="0"/>',
    '<f t="shared" si="1"/>', '<f t="array" ref="A1:B2">A1:B2</f>', "<f/>",
    "<f>\"a\"&amp;'b c'!A1</f>",
    '<f t="dataTable" ref="C3:C5" r1="A1"/>', "<f>[1]X!A1</f>", "<f ca='1'>NOW()</f>",
)  # fmt: skip
_TYPES = ("", "", ' t="n"', ' t="s"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t="d"',
          " t='str'", ' t="zzz"', ' vm="1"', ' cm="1"')  # fmt: skip
_SPACES = ("", "", "", "", " ", "\n", "\n  ", "<!-- -->", "<?x y?>")
_AFTER = (
    "", "", '<mergeCells><mergeCell ref="B2:C3"/></mergeCells>', '<autoFilter ref="A1:C5"/>',
    '<sheetProtection sheet="1"/>', '<mergeCells><mergeCell ref="x"/></mergeCells>',
    "<extLst><ext/></extLst>",
)  # fmt: skip
_BEFORE = (
    "", "", '<dimension ref="A1"/>', '<dimension ref="x"/>',
    '<cols><col min="1" max="3" style="1"/></cols>',
    '<cols><col min="x" max="3"/></cols>', "<!-- <sheetData> -->",
)  # fmt: skip
_PLACES = ("A1", "B2", "C3", "A9", "D4", "XFD1048576", "AA10", "C1", "B5")
_VALUES: tuple[Value, ...] = (
    None, 1, -2.5, True, "teks", "=1+1", " a ", "a\nb", "x\r\x0b\x00", "<&>", "_x000D_",
    "😀", "\ud800", 1e300, 0.1 + 0.2,
)  # fmt: skip
_NEW_FORMULAS = (None, None, None, "A1+1", 'IF(A1>1,"<&>","")', "SUM(B2:C3)")


def one_of(pick: Pick, choices: tuple) -> object:
    """Return one of the choices."""
    return choices[pick(len(choices))]


def sheet_xml(pick: Pick) -> str:
    """Return a well-formed worksheet, as odd as the choices have it."""
    prefix = one_of(pick, ("", "", "", "x:"))
    space = one_of(pick, (MAIN, MAIN, MAIN, STRICT, "urn:lain"))
    rows = "".join(_row(pick, number) for number in range(1, 2 + pick(6)))
    rows = one_of(pick, (rows, rows, rows, ""))
    body = f"{one_of(pick, _BEFORE)}<sheetData>{rows}</sheetData>{one_of(pick, _AFTER)}"
    name = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    if prefix:
        for tag in (
            "sheetData",
            "row",
            "c",
            "v",
            "f",
            "is",
            "t",
            "mergeCell",
            "mergeCells",
            "dimension",
        ):
            body = body.replace(f"<{tag}", f"<{prefix}{tag}").replace(
                f"</{tag}", f"</{prefix}{tag}"
            )
    return f'{DECLARATION}<{prefix}worksheet {name}="{space}">{body}</{prefix}worksheet>'


def _row(pick: Pick, number: int) -> str:
    shown = one_of(pick, (number, number, number, number * 3, 12 - number, 1_048_576, 0, ""))
    address = one_of(pick, (f' r="{shown}"', f' r="{shown}"', f" r = '{shown}'", ""))
    more = one_of(pick, ("", "", ' spans="1:3"', ' spans="x"', ' s="1" customFormat="1"', " "))
    if not pick(6):
        return f"<row{address}{more}/>"
    cells = "".join(_cell(pick, column, shown) for column in range(1, 1 + pick(4)))
    return (
        f"<row{address}{more}>{cells}</row{one_of(pick, ('', '', '', ' '))}>{one_of(pick, _SPACES)}"
    )


def _cell(pick: Pick, column: int, row: object) -> str:
    letters = one_of(pick, ("ABCD"[column], "ABCD"[column], "ABCD"[3 - column], "XFD", "ZZZ", "b"))
    address = one_of(
        pick, (f' r="{letters}{row}"', f' r="{letters}{row}"', f" r='{letters}{row}'", "")
    )
    style = one_of(pick, ("", ' s="1"', ' s="0"', ' s="x"'))
    head = f"<c{address}{style}{one_of(pick, _TYPES)}"
    if not pick(5):
        return head + "/>"
    formula = one_of(pick, ("", "", "", *_FORMULAS))
    text = one_of(pick, _NUMBERS + _TEXTS)
    value = one_of(pick, (
        f"<v>{text}</v>", f"<v>{one_of(pick, _NUMBERS)}</v>", f"<is><t>{text}</t></is>", "",
        f'<is><t xml:space="preserve">{text}</t></is>', "<v/>", "<is/>", "<is><t/></is>",
        f"<is><r><rPr/><t>{text}</t></r><r><t> b</t></r><rPh><t>ph</t></rPh></is>", "<extLst/>",
    ))  # fmt: skip
    return f"{head}>{formula}{one_of(pick, _SPACES)}{value}</c>"


def workbook(pick: Pick) -> bytes:
    """Return a workbook with the one sheet Data that the choices made."""
    strings = (
        f'<sst xmlns="{MAIN}"><si><t>satu</t></si><si><r><t>du</t></r><r><t>a</t></r></si></sst>'
    )
    made = parts(
        sheet_xml(pick), links=[("sharedStrings", "sharedStrings.xml")],
        overrides=[("xl/sharedStrings.xml", "sharedStrings")], xl__sharedStrings_xml=strings,
    )  # fmt: skip
    return pack(made)


def mutated(data: bytes, pick: Pick) -> bytes:
    """Return the bytes with a few of them changed, cut out or doubled."""
    new = bytearray(data)
    for _ in range(1 + pick(6)):
        at, length = pick(len(new) or 1), 1 + pick(8)
        way = pick(4)
        if way == 0:
            new[at : at + 1] = bytes([pick(256)])
        elif way == 1:
            del new[at : at + length]
        elif way == 2:
            new[at:at] = new[at : at + length]
        else:
            other = pick(len(new) or 1)
            new[at : at + length] = new[other : other + length]
    return bytes(new)


def read_all(data: bytes) -> Book | None:
    """Read everything that a workbook holds; None when it is refused."""
    try:
        book = Book(Path("acak.xlsx"), data)
        for sheet in book.sheets:
            book.rows(sheet)
            xml = book.sheet_xml(sheet)
            _ = xml.merged, xml.filtered, xml.protected
        _ = book.tables, book.properties, book.names
    except SakipError:
        return None
    return book


def patch_some(book: Book, pick: Pick) -> None:
    """Set some cells at random and make sure that the result reads back as meant.

    Two cells of one address, and addresses that lead back, are found out when the result is read
    back before it takes the place of the original; then nothing is written.

    Raises:
        AssertionError: another cell changed, or one does not hold what was set, and it would have
            been written.
    """
    patch = Patch(book)
    for _ in range(1 + pick(5)):
        if not book.sheets:
            return
        sheet = book.sheets[pick(len(book.sheets))]
        value, formula = one_of(pick, _VALUES), one_of(pick, _NEW_FORMULAS)
        try:
            patch.set(sheet, str(one_of(pick, _PLACES)), value, formula)
        except SakipError:
            continue
    try:
        data = patch.to_bytes()
    except SakipError:
        return
    try:
        after = Book(Path("acak.xlsx"), data)
        if replace._changed_parts(after, patch) or replace._wrong_cells(after, patch):
            return
    except SakipError:
        return
    assert after.sheets == book.sheets
    for sheet in book.sheets:
        _compare(book.rows(sheet), after.rows(sheet), patch.edits.get(sheet, {}))


def _compare(before: dict, after: dict, edits: dict) -> None:
    places = {(r, c) for rows in (before, after) for r, cells in rows.items() for c in cells}
    for row, column in places | edits.keys():
        found = after.get(row, {}).get(column)
        if (row, column) not in edits:
            assert found == before.get(row, {}).get(column), (row, column)
        elif found is None:
            assert edits[row, column] == (None, None), (row, column)
        else:
            wanted = edits[row, column]
            assert found.formula == wanted.formula, (row, column)
            assert same_value(found.value, wanted.value), (row, column)
