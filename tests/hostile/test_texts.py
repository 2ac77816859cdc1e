"""Texts that look like formulas stay texts, and formulas of others are copied, never run."""

import json
import re
from contextlib import redirect_stdout
from io import StringIO
from xml.sax.saxutils import escape

import pytest

from sakip_excel import cli
from sakip_excel.pipeline import process_workbook
from sakip_excel.workbook.book import Book
from tests.hostile.cases import BOOK, changed, parts
from tests.hostile.contents import cell
from tests.hostile.surroundings import FIRST, FORM
from tests.hostile.wordlists import FORMULAS, SCRIPTS
from tests.workbook.packages import unpack


def processed(tmp_path, changes):
    """Return the workbook before and after processing."""
    path, result = tmp_path / "laporan.xlsx", tmp_path / "hasil.xlsx"
    path.write_bytes(changed(changes))
    process_workbook(path, result)
    return Book.open(path), Book.open(result)


def formulas(book):
    """Return every formula of a workbook by sheet and cell."""
    return {
        (sheet, row, column): found.formula
        for sheet in book.sheets
        for row, cells in book.rows(sheet).items()
        for column, found in cells.items()
        if found.formula is not None
    }


def without_texts(formula):
    """Return a formula without its quoted texts, where anything may stand."""
    return re.sub(r'"(?:[^"]|"")*"', '""', formula)


def typed_in(column, texts):
    """Return the sheet PK with these texts typed into one column of its Table."""
    sheet = parts()[FORM]
    for row, text in enumerate(texts, FIRST):
        inline = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
        new = f'<c r="{column}{row}" t="inlineStr">{inline}</c>'.encode()
        sheet = re.sub(rb'<c r="%s%d"[^>]*/>' % (column.encode(), row), lambda _, n=new: n, sheet)
    return {FORM: sheet}


@pytest.mark.parametrize("texts", [FORMULAS[:11], FORMULAS[11:]])
def test_typed_formulas_never_become_formulas(tmp_path, texts):
    """Whatever is typed as text in an input, no formula of the result holds it outside quotes."""
    before, after = processed(tmp_path, typed_in("B", texts))
    old = formulas(before)
    added = [without_texts(f) for place, f in formulas(after).items() if old.get(place) != f]
    for row, text in enumerate(texts, FIRST):
        found = after.cell("PK", f"B{row}")
        assert (found.value, found.formula) == (before.cell("PK", f"B{row}").value, None)
        bare = text.strip().removeprefix("=")
        assert not [formula for formula in added if bare in formula]


@pytest.mark.parametrize("texts", [FORMULAS[:11], FORMULAS[11:]])
def test_typed_formulas_reach_validasi_as_text(tmp_path, texts):
    """A wrong Arah that looks like a formula is quoted on Validasi in a text cell."""
    _, after = processed(tmp_path, typed_in("G", texts))
    cells = [cell for cells in after.rows("Validasi").values() for cell in cells.values()]
    for text in texts:
        holding = [found for found in cells if text.strip() in str(found.value)]
        assert holding, text
        assert [found.formula for found in holding if found.formula is not None] == []


def test_texts_reach_the_console_without_control_signs(tmp_path):
    """Neither the report nor its JSON can steer a terminal."""
    path = tmp_path / "laporan.xlsx"
    text = "_x001B_[2J_x001B_]0;jahat_x0007_ _x009B_31m"
    sheet = cell(f'<c r="G{FIRST}" t="inlineStr"><is><t>{text}</t></is></c>', f"G{FIRST}")
    path.write_bytes(changed(sheet))
    for more in ([], ["--json"]):
        out = StringIO()
        with redirect_stdout(out):
            cli.main(["periksa", str(path), "--semua", *more])
        assert "[2J" in out.getvalue()
        assert "\x1b" not in out.getvalue()
        assert "\x07" not in out.getvalue()
    entry = json.loads(out.getvalue())["berkas"][0]
    assert any("\x1b[2J" in finding["tertulis"] for finding in entry["temuan"])


@pytest.mark.parametrize(
    "formula",
    [
        "cmd|'/c calc'!A0",
        "[1]Lain!A1",
        'WEBSERVICE("http://127.0.0.1:9/"&amp;A1)',
        'HYPERLINK("http://127.0.0.1:9/")',
        'CALL("kernel32","WinExec","JCJ","calc",0)',
    ],
)
def test_formulas_of_others_are_kept_and_never_run(tmp_path, formula):
    """A formula that calls out stays, sign by sign, with the result that the file brings."""
    xml = f'<c r="B{FIRST}"><f>{formula}</f><v>42</v></c>'
    path, result = tmp_path / "laporan.xlsx", tmp_path / "hasil.xlsx"
    path.write_bytes(changed(cell(xml)))
    process_workbook(path, result)
    assert xml.encode() in unpack(result.read_bytes())[FORM]


def test_external_links_are_kept_byte_for_byte(tmp_path):
    """The part that names another workbook is copied, not followed and not lost."""
    part = "xl/externalLinks/externalLink1.xml"
    link = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    )
    path, result = tmp_path / "laporan.xlsx", tmp_path / "hasil.xlsx"
    path.write_bytes(changed({part: link}))
    process_workbook(path, result)
    assert unpack(result.read_bytes())[part] == link


@pytest.mark.parametrize("name", ['PK"&1&"', "O'PK", "=1+1", "+PK", "@PK", *SCRIPTS.values()])
def test_sheet_names_stay_inside_their_quotes(tmp_path, name):
    """A sheet name in a link of Validasi is text, with its quotes doubled."""
    quoted = name.replace("&", "&amp;").replace('"', "&quot;")
    book = unpack(changed({}))[BOOK].decode().replace('<sheet name="PK"', f'<sheet name="{quoted}"')
    book = re.sub(r"(?<=>)PK!", "'" + quoted.replace("'", "''") + "'!", book)
    path, result = tmp_path / "laporan.xlsx", tmp_path / "hasil.xlsx"
    path.write_bytes(changed({BOOK: book}))
    process_workbook(path, result)
    after = Book.open(result)
    links = [
        without_texts(found.formula)
        for cells in after.rows("Validasi").values()
        for found in cells.values()
        if found.formula and found.formula.startswith("HYPERLINK")
    ]
    assert links
    assert set(links) == {'HYPERLINK("","")'}
