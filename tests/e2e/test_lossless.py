"""Writing into feature-rich workbooks loses nothing, and the check would notice if it did."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import pytest
from openpyxl import load_workbook

from sakip_excel.workbook.patch import Patch
from tests.tools import lossless
from tests.tools.features import features
from tests.tools.fixtures import FIXTURES, write_all
from tests.tools.libreoffice import requires_libreoffice
from tests.tools.opc import Package
from tests.tools.package import problems

SHEET = "xl/worksheets/sheet1.xml"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"
BOOK = "xl/workbook.xml"


@pytest.mark.parametrize("name", FIXTURES)
def test_fixture_is_sound_and_holds_what_it_is_named_for(name):
    """A fixture is a sound workbook, the same every time, with the feature it stands for."""
    made = FIXTURES[name]
    data = made.make()
    assert made.make() == data
    assert problems(data) == set()
    found = features(Package(data))
    assert [key for key in made.holds if not found[key]] == []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_workbook(io.BytesIO(data)).close()


@pytest.mark.parametrize("name", FIXTURES)
def test_edits_lose_nothing(name, tmp_path):
    """After some 60 edits every byte that was not asked to change is as it was."""
    path = tmp_path / name
    path.write_bytes(FIXTURES[name].make())
    result = lossless.examine(path)
    if FIXTURES[name].refused:
        assert (result.status, len(result.faults)) == (lossless.REFUSED, 1)
        assert result.faults[0].startswith(f"{FIXTURES[name].refused}: ")
    else:
        assert result.faults == []
        assert result.status == lossless.EXACT
        # Cells inside arrays and merged ranges are refused, but never most of them.
        assert len(result.meant) >= 14
        assert len(result.refused_cells) < len(result.meant)


@requires_libreoffice
def test_libreoffice_opens_every_result_and_reads_what_was_set(tmp_path):
    """LibreOffice opens each edited workbook and finds in it the values that were set.

    All but one at least: LibreOffice 25.2 refuses one already before the edit. Where it opens the
    original, it must open the result, or that is a fault.
    """
    paths = [path for path in write_all(tmp_path) if not FIXTURES[path.name].refused]
    keep = tmp_path / "hasil"
    keep.mkdir()
    results = lossless.examine_all(paths, workers=0, keep=keep)
    assert lossless.convert_all(results, paths, keep, read_values=True) >= len(paths) - 1
    assert [(r.path.name, r.faults) for r in results if r.faults] == []


# --- the check notices every kind of loss -----------------------------------------------------


def _replace(name, pattern, new):
    """Return a sabotage that changes one part once; it fails when nothing matches."""

    def sabotage(parts):
        changed, count = re.subn(pattern, new, parts[name], count=1, flags=re.DOTALL)
        assert count == 1, pattern
        parts[name] = changed

    return sabotage


def _drop(name):
    def sabotage(parts):
        del parts[name]

    return sabotage


def _add(name, data):
    def sabotage(parts):
        parts[name] = data

    return sabotage


def _flip_byte(name):
    def sabotage(parts):
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])

    return sabotage


SABOTAGES = {
    "a part is dropped": (
        "views_and_printing.xlsx",
        _drop("xl/printerSettings/printerSettings1.bin"),
        "printerSettings1.bin is gone",
    ),
    "a part is added": ("form_controls.xlsx", _add("xl/baru.xml", b"<x/>"), "xl/baru.xml is new"),
    "one bit of macros": ("macros.xlsm", _flip_byte("xl/vbaProject.bin"), "xl/vbaProject.bin: "),
    "relationships of the sheet": (
        "form_controls.xlsx",
        _replace(SHEET_RELATIONS, rb"<Relationship [^>]*ctrlProp1[^>]*>", b""),
        "dangling",
    ),
    "a content type": (
        "slicer.xlsx",
        _replace("[Content_Types].xml", rb"<Override [^>]*slicer1[^>]*>", b""),
        "[Content_Types].xml: ",
    ),
    "an extension list": (
        "rules_on_other_sheets.xlsx",
        _replace(SHEET, rb"<extLst>.*</extLst>", b""),
        "of worksheet/x14:dataValidation",
    ),
    "an attribute of the sheet": (
        "views_and_printing.xlsx",
        _replace(SHEET, rb' codeName="shKinerja"', b""),
        f"{SHEET}: byte",
    ),
    "another cell": (
        "shared_formulas.xlsx",
        _replace(SHEET, rb'(<c r="[C-D]18".*?<v>)\d', rb"\g<1>8"),
        f"{SHEET}: byte",
    ),
    "the style of an edited cell": (
        "pretty_printed.xlsx",
        _replace(SHEET, rb'(<c r="[A-F]\d+") s="2"([^>]*t="(?:inlineStr|str|b|e)")', rb"\1\2"),
        "attributes {",
    ),
    "an edited value": (
        "strings.xlsx",
        _replace(SHEET, rb"<v>40377837000</v>", b"<v>40377837001</v>"),
        "meant 40377837000",
    ),
    "an edited formula": (
        "strings.xlsx",
        _replace(SHEET, rb"<f>SUM\(A1:A3\)\*2</f>", b"<f>SUM(A1:A4)*2</f>"),
        "meant 'SUM(A1:A3)*2'",
    ),
    "an edited cell is left out": (
        "strings.xlsx",
        _replace(SHEET, rb'<c r="\w+"[^>]*><v>999999999999999</v></c>', b""),
        "is not there",
    ),
    "white space between cells": (
        "pretty_printed.xlsx",
        _replace(SHEET, rb"\n  <row", b"\n <row"),
        f"{SHEET}: byte",
    ),
    "a space in a tag": (
        "pretty_printed.xlsx",
        _replace(SHEET, rb"<dimension ref", b"<dimension  ref"),
        f"{SHEET}: byte",
    ),
    "a comment in the cells": (
        "odd_spelling.xlsx",
        _replace(SHEET, rb"<!--.*?-->", b""),
        f"{SHEET}: byte",
    ),
    "a byte order mark": (
        "byte_order_marks.xlsx",
        _replace(SHEET, rb"^\xef\xbb\xbf", b""),
        f"{SHEET}: byte",
    ),
    "the setting of calculation": (
        "shared_formulas.xlsx",
        _replace(BOOK, rb' calcId="191029"', b""),
        "calcPr lost an attribute",
    ),
    "a defined name": (
        "layout.xlsx",
        _replace(BOOK, rb"<definedName [^>]*>SUM.*?</definedName>", b""),
        f"{BOOK}: byte",
    ),
    "two cells change places": (
        "strings.xlsx",
        _replace(SHEET, rb'(<row r="1"[^>]*>)(<c .*?</c>|<c [^>]*/>)', rb'\1<c r="ZZ1"/>\2'),
        "cell order",
    ),
    "the column formula of a table": (
        "tables.xlsx",
        _replace("xl/tables/table1.xml", rb"<calculatedColumnFormula>.*?</calculated\w+>", b""),
        "table/calculatedColumnFormula",
    ),
    "a value beside those in a grown table": (
        "tables.xlsx",
        _replace(SHEET, rb'(<c r="[A-E]1[789]"[^>]*)/>', rb"\1><v>1</v></c>"),
        "not blank in a grown table",
    ),
    "the look of a row in a grown table": (
        "tables.xlsx",
        _replace(SHEET, rb'(<c r="C1[789]") s="1"', rb'\1 s="2"'),
        "does not look like the cell above",
    ),
    "the table does not grow": (
        "tables.xlsx",
        _replace("xl/tables/table1.xml", rb'ref="A12:E19"', b'ref="A12:E16"'),
        "does not cover the new rows",
    ),
}  # fmt: skip


def _rewrite(data, sabotage):
    """Return the package after a sabotage; entries that stay are packed as they were."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
        sabotage(parts)
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after:
            for name, content in parts.items():
                known = name in before.namelist()
                after.writestr(before.getinfo(name) if known else name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("what", SABOTAGES)
def test_check_notices(what, tmp_path, monkeypatch):
    """A patcher that loses one thing is caught, and for that thing."""
    name, sabotage, words = SABOTAGES[what]
    path = tmp_path / name
    path.write_bytes(FIXTURES[name].make())
    assert lossless.examine(path).status == lossless.EXACT

    class Careless(Patch):
        def to_bytes(self):
            return _rewrite(super().to_bytes(), sabotage)

    monkeypatch.setattr(lossless, "Patch", Careless)
    result = lossless.examine(path)
    assert result.status == lossless.LOST
    assert any(words in fault for fault in result.faults), result.faults


def test_check_notices_that_entries_were_packed_again(tmp_path, monkeypatch):
    """Untouched entries keep even their packed bytes, dates and order."""
    path = tmp_path / "macros.xlsm"
    path.write_bytes(FIXTURES["macros.xlsm"].make())

    class Careless(Patch):
        def to_bytes(self):
            buffer = io.BytesIO()
            with (
                zipfile.ZipFile(io.BytesIO(super().to_bytes())) as before,
                zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as after,
            ):
                for name in sorted(before.namelist()):
                    after.writestr(zipfile.ZipInfo(name), before.read(name))
            return buffer.getvalue()

    monkeypatch.setattr(lossless, "Patch", Careless)
    faults = " ".join(lossless.examine(path).faults)
    assert "entries stand in another order" in faults
    assert "entry xl/vbaProject.bin: " in faults


def test_command_reports_and_fails(tmp_path, monkeypatch, capsys):
    """The command prints the counts, ends with 0 when all is exact and with 1 after a loss."""
    for name in ("strings.xlsx", "signed.xlsx"):
        (tmp_path / name).write_bytes(FIXTURES[name].make())
    (tmp_path / "~$strings.xlsx").write_bytes(b"")
    assert lossless.main([str(tmp_path), "--workers", "0"]) == 0
    printed = capsys.readouterr().out
    assert re.search(r"workbooks +2\nexact +1\nlost +0\nfailed +0\nrefused +1\n", printed)
    assert "SignedError" in printed

    class Careless(Patch):
        def to_bytes(self):
            return _rewrite(super().to_bytes(), _drop("xl/sharedStrings.xml"))

    monkeypatch.setattr(lossless, "Patch", Careless)
    assert lossless.main([str(tmp_path), "--workers", "0"]) == 1
    assert "xl/sharedStrings.xml is gone" in capsys.readouterr().out
