"""Names of sheets and places, and what stands around the rows, as no Excel writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from tests.hostile.cases import (
    ANY,
    BOOK,
    STYLES,
    Case,
    changed,
    parts,
    sheet_part,
    table_area,
    table_part,
)
from tests.hostile.wordlists import FORMULAS, SCRIPTS
from tests.workbook.packages import MAIN

FORM, TABLE = sheet_part("PK"), table_part("tblPK")
TOP, LAST_COLUMN, LAST = table_area("tblPK")
FIRST = TOP + 1


def _replaced(part: str, pattern: str, new: str, count: int = 1) -> dict[str, bytes]:
    text, found = re.subn(pattern.encode(), lambda _: new.encode(), parts()[part], count=count)
    assert found, pattern
    return {part: text}


def named_cases(
    group: str, made: dict[str, tuple[dict[str, bytes], frozenset[str]]]
) -> Iterator[Case]:
    """Yield cases from changes to the template and what may come of them, by name."""
    for name, (changes, expected) in made.items():
        yield Case(f"{group}/{name}", lambda c=changes: changed(c), expected)


def _named(name: str) -> dict[str, bytes]:
    """Return the workbook part in which the sheet PK has another name."""
    return _replaced(BOOK, '<sheet name="PK"', f'<sheet name="{escape(name, {chr(34): "&quot;"})}"')


def sheets() -> Iterator[Case]:
    """Yield names of sheets, and elements around the rows, that are wrong."""
    made = {f"name-{name}": (_named(text), ANY) for name, text in SCRIPTS.items()}
    for n, text in enumerate(FORMULAS):
        made[f"name-formula-{n}"] = (_named(text), ANY)
    made |= {
        "name-empty": (_named(""), ANY),
        "name-twice": (_named("PK Anggaran"), ANY),
        "name-case": (_named("pk anggaran"), ANY),
        "name-long": (_named("n" * 100_000), ANY),
        "name-quote": (_named('PK"&1&"'), ANY),
        "name-apostrophe": (_named("O'PK''"), ANY),
        "name-terminal": (_named("PK&#27;[2J"), ANY),
        "name-climb": (_named("../../PK"), ANY),
        "name-lines": (
            _replaced(BOOK, '<sheet name="PK"', '<sheet name="PK&#10;baris&#9;dua"'),
            ANY,
        ),
        "same-part": (_replaced(BOOK, 'r:id="rId3"', 'r:id="rId2"'), ANY),
        "hidden-all": (_replaced(BOOK, 'r:id="rId', 'state="veryHidden" r:id="rId', 0), ANY),
        "state-odd": (_replaced(BOOK, 'r:id="rId', 'state="ramai" r:id="rId', 0), ANY),
        "area-far": (_replaced(BOOK, r"Beranda!\$C\$\d+", "Beranda!$ZZZ$9999999", 0), ANY),
        "area-zero": (_replaced(BOOK, r"Beranda!\$C\$\d+", "Beranda!$A$0", 0), ANY),
        "area-huge": (_replaced(BOOK, r"Beranda!\$C\$\d+", "Beranda!$A$1:$XFD$1048576", 0), ANY),
        "area-error": (_replaced(BOOK, r"Beranda!\$C\$\d+", "#REF!", 0), ANY),
        "area-same": (_replaced(BOOK, r"Beranda!\$\w\$\d+", "Beranda!$C$6", 0), ANY),
        "area-header": (_replaced(BOOK, r"Beranda!\$\w\$\d+", f"PK!$B${TOP}", 0), ANY),
        "area-lists": (_replaced(BOOK, r"Referensi!\$\w+\$\d+", "Referensi!$ZZZ$9", 0), ANY),
        "version-newer": (_replaced("docProps/custom.xml", r"<vt:i4>\d+", "<vt:i4>99"), ANY),
    }
    for version in (
        "<vt:r8>nan</vt:r8>",
        "<vt:r8>inf</vt:r8>",
        "<vt:r8>-1e308</vt:r8>",
        "<vt:lpwstr>²</vt:lpwstr>",
        f"<vt:lpwstr>{'9' * 5000}</vt:lpwstr>",
        f"<vt:i4>{'9' * 5000}</vt:i4>",
        "<vt:bool>x</vt:bool>",
        "",
    ):
        new = _replaced("docProps/custom.xml", r"<vt:i4>\d+</vt:i4>", version)
        made[f"version-{version[4:12]}"] = (new, ANY)
    yield from named_cases("sheet", made)
    yield from named_cases("around", dict(_around()))


def _around() -> Iterator[tuple[str, tuple[dict[str, bytes], frozenset[str]]]]:
    rows = rf'<row r="{FIRST}" spans="[^"]*"'
    for number in ("0", "-1", "1048577", "99999999999", "abc", "", "5", "²"):
        yield f"row-{number}", (_replaced(FORM, rows, f'<row r="{number}"'), ANY)
    for spans in ("a:b", "", "9:1", "1:99999999999", "1", ":", "²:³", "1:2 4:x"):
        yield f"spans-{spans}", (_replaced(FORM, rows, f'<row r="{FIRST}" spans="{spans}"'), ANY)
    for area in (
        "#REF!",
        "",
        "ZZZZ9",
        "A1:ZZZ9",
        "B2:A1",
        "A1:B2:C3",
        "1:x",
        "A:1",
        "A1:XFD1048576",
    ):
        yield (
            f"dimension-{area}",
            (_replaced(FORM, '<dimension ref="[^"]*"', f'<dimension ref="{area}"'), ANY),
        )
        merged = f'</sheetData><mergeCells><mergeCell ref="{area}"/></mergeCells>'
        yield f"merged-{area}", (_replaced(FORM, "</sheetData>", merged), ANY)
        yield (
            f"filter-{area}",
            (_replaced(FORM, "</sheetData>", f'</sheetData><autoFilter ref="{area}"/>'), ANY),
        )
        yield (
            f"table-{area}",
            (
                _replaced(
                    TABLE,
                    '<table([^>]*) ref="[^"]*"',
                    f'<table xmlns="{MAIN}" displayName="tblPK" ref="{area}"',
                ),
                ANY,
            ),
        )
    for column in ('min="x" max="1"', 'min="1"', "", 'min="-5" max="99999"', 'min="²" max="³"'):
        yield f"column-{column}", (_replaced(FORM, '<col min="1" max="1"', f"<col {column}"), ANY)
    tables = {
        "no-header": ("<table ", '<table headerRowCount="0" '),
        "totals": ("totalsRowShown", "totalsRowCount"),
        "totals-many": ('totalsRowShown="0"', 'totalsRowCount="99999"'),
        "other-name": ('"tblPK"', '"tblRAK"'),
        "same-name": ('"tblPK"', '"tblPKAnggaran"'),
        "formula-name": ('"tblPK"', '"=cmd|x"'),
        "columns": ("<tableColumn .*</tableColumns>", "</tableColumns>"),
        "column-name": ('name="Kode"', 'name="=1+1"'),
    }
    for name, (old, new) in tables.items():
        yield f"table-{name}", (_replaced(TABLE, old, new, 0), ANY)
    for code in (
        "[" * 9_000,
        '"' + "x" * 9_000,
        "_*" * 4_000,
        "0" * 9_000 + "%",
        "",
        "&#10;",
        "[DBNum1]@",
        "\\" * 5_000,
    ):
        escaped = escape(code, {'"': "&quot;"}).replace("&amp;#", "&#")
        new = f'<numFmts count="1"><numFmt numFmtId="9" formatCode="{escaped}"/></numFmts><fonts'
        yield f"format-{code[:4]}-{len(code)}", (_replaced(STYLES, "<fonts", new), ANY)
