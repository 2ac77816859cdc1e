"""The templates: built from the declarations, sound, complete, and right before anyone types."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree

from sakip_excel.errors import NotFoundError
from sakip_excel.forms import FORMS
from sakip_excel.report.layout import (
    BLOCK_ROWS,
    BLOCKS,
    MARK_CAPACITY,
    MARK_NAMES,
    STATUS_NAMES,
    TEMPLATE_NAMES,
    VALIDASI_COLUMNS,
    VALIDASI_TABLE,
)
from sakip_excel.template import ROSTER, TEMPLATES, template_path
from sakip_excel.template.build import build, write_all
from sakip_excel.template.styles import MARKS, ROLES
from tests.template.sizes import heights, room, width
from tests.tools.libreoffice import LibreOffice, requires_libreoffice
from tests.tools.package import problems

NAMES = sorted(TEMPLATES)
FORM_TABLES = [(name, form) for name in NAMES for form in TEMPLATES[name].forms if form.table]
WORKSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

each_template = pytest.mark.parametrize("name", NAMES)
each_form = pytest.mark.parametrize(
    ("name", "form"), FORM_TABLES, ids=[f"{name}-{form.key}" for name, form in FORM_TABLES]
)


@pytest.fixture(scope="module")
def packages() -> dict[str, bytes]:
    return {name: build(name) for name in NAMES}


@pytest.fixture(scope="module")
def books(packages) -> dict[str, openpyxl.Workbook]:
    return {name: openpyxl.load_workbook(io.BytesIO(data)) for name, data in packages.items()}


def points(digits: float) -> float:
    """Return the width in points of a column: digits of 7 pixels and 5 of padding."""
    return int(digits * 7 + 5) * 0.75


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_xml(package: bytes, sheet: str) -> etree._Element:
    """Return the XML of a worksheet; XlsxWriter numbers the parts in sheet order."""
    index = openpyxl.load_workbook(io.BytesIO(package)).sheetnames.index(sheet) + 1
    return etree.fromstring(parts(package)[f"xl/worksheets/sheet{index}.xml"])


def formulas(book: openpyxl.Workbook) -> list[tuple[str, str, str]]:
    return [
        (sheet.title, cell.coordinate, cell.value)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    ]


def test_building_twice_gives_the_same_bytes(packages):
    """A template depends on the declarations only, never on clock, computer or chance."""
    assert build("sakip_satker") == packages["sakip_satker"]


@each_template
def test_committed_file_is_a_fresh_build(name, packages):
    """The file in workbook_templates/ is what the declarations give today, byte for byte.

    Parts are compared rather than the archive, because compression differs between zlib builds.
    """
    committed = parts(template_path(name).read_bytes())
    fresh = parts(packages[name])
    assert list(committed) == list(fresh)
    assert [part for part in fresh if fresh[part] != committed[part]] == []


def test_write_all_writes_every_template(tmp_path):
    """The command writes one file per template and nothing else."""
    write_all(tmp_path / "new")
    assert sorted(p.stem for p in (tmp_path / "new").iterdir()) == sorted([*NAMES, ROSTER])


@each_template
def test_package_is_sound(name, packages):
    """Nothing in the package would make Excel offer a repair."""
    assert problems(packages[name]) == set()


@each_template
def test_opens_without_a_warning(name, packages):
    """Another reader takes the template without a word; warnings are errors in this run."""
    assert openpyxl.load_workbook(io.BytesIO(packages[name])).sheetnames[0] == "Beranda"


def test_sheets_of_the_standard_workbook(books):
    """The standard workbook has its sheets in working order, the hidden ones at the end."""
    book = books["sakip_satker"]
    assert book.sheetnames == [
        *(form.sheet for form in FORMS),
        "Ringkasan",
        "Ringkasan Rinci",
        "LKj Capaian",
        "LKj Sasaran",
        "LKj Efisiensi",
        "LKj Hambatan",
        "LKj RAK",
        "LKj Kalimat",
        "Validasi",
        "Petunjuk",
        "Referensi",
        "Segel",
        "Tanda",
    ]
    assert [s.title for s in book.worksheets if s.sheet_state != "visible"] == ["Segel", "Tanda"]


@each_template
def test_only_templates_with_figures_have_a_summary(name, books):
    """Ringkasan is there exactly when RAK, Kinerja or Anggaran is."""
    wanted = bool({"rak", "kinerja", "anggaran"} & set(TEMPLATES[name].keys))
    assert ("Ringkasan" in books[name].sheetnames) == wanted


@each_form
def test_table_has_the_declared_columns(name, form, books):
    """Each form is one Excel Table with its stable name, its headings in order and spare rows."""
    table = books[name][form.sheet].tables[form.table]
    assert [c.name for c in table.tableColumns] == [c.heading for c in form.columns]
    first, last = re.findall(r"\d+", table.ref)
    assert int(last) - int(first) == form.spare_rows
    assert table.totalsRowCount in {None, 0}


@each_form
def test_nothing_stands_below_a_table(name, form, books):
    """A Table can grow: below its last row every cell is empty."""
    sheet = books[name][form.sheet]
    last = int(re.findall(r"\d+", sheet.tables[form.table].ref)[1])
    assert sheet.max_row == last


@each_form
def test_computed_columns_hold_one_formula(name, form, books, packages):
    """A computed column has the same formula in the Table and in each row, an input has none."""
    sheet = books[name][form.sheet]
    table = sheet.tables[form.table]
    first, last = (int(n) for n in re.findall(r"\d+", table.ref))
    for index, (column, field) in enumerate(zip(table.tableColumns, form.columns, strict=True), 1):
        cells = {sheet.cell(row, index).value for row in range(first + 1, last + 1)}
        if field.is_input:
            assert column.calculatedColumnFormula is None
            assert cells == {None}
        else:
            assert cells == {f"={column.calculatedColumnFormula.attr_text}"}
    empty = {
        (cell.get("t"), cell.findtext(f"{WORKSHEET}v"))
        for cell in sheet_xml(packages[name], form.sheet).iter(f"{WORKSHEET}c")
        if cell.find(f"{WORKSHEET}f") is not None and int(re.sub(r"\D", "", cell.get("r"))) > first
    }
    assert empty <= {("str", ""), ("str", None)}


@each_template
def test_named_cells_are_there(name, books):
    """Every named cell of the forms, of the status and of the template has its name."""
    names = set(books[name].defined_names)
    cells = {cell.key for form in TEMPLATES[name].forms for cell in form.cells}
    assert cells | {*STATUS_NAMES, *TEMPLATE_NAMES, *MARK_NAMES.values()} <= names


@each_template
def test_every_name_in_a_formula_is_defined(name, books):
    """No formula, drop-down or conditional format uses a name that the template lacks."""
    book = books[name]
    texts = [formula for _, _, formula in formulas(book)]
    for sheet in book.worksheets:
        texts += [dv.formula1 or "" for dv in sheet.data_validations.dataValidation]
        texts += [f for area in sheet.conditional_formatting for r in area.rules for f in r.formula]
    bare = [re.sub(r'"[^"]*"|\w+\[(\[[^\]]*\]|[^\[\]])*\]|\'[^\']*\'', "", text) for text in texts]
    used = {w for text in bare for w in re.findall(r"\b[a-z]\w*\b(?![(!])", text)}
    assert used - set(book.defined_names) == set()


@each_template
def test_formulas_are_well_formed(name, books):
    """Brackets close and IF never gets a fourth argument, which Excel would not open."""
    wrong = [place for *place, formula in formulas(books[name]) if not _well_formed(formula)]
    assert wrong == []


def _well_formed(formula: str) -> bool:
    text = re.sub(r'"[^"]*"|\[(\[[^\]]*\]|[^\[\]])*\]', "", formula)
    stack: list[list] = []
    for sign in re.findall(r"[A-Z]+\(|\(|\)|,", text):
        if sign.endswith("("):
            stack.append([sign, 1])
        elif not stack:
            return False
        elif sign == ",":
            stack[-1][1] += 1
        else:
            function, count = stack.pop()
            if function == "IF(" and count not in {2, 3}:
                return False
    return not stack


@pytest.mark.parametrize(
    ("formula", "good"),
    [
        ('=IF(A1="(","",1)', True),
        ("=IF(A1,1,2,3)", False),
        ("=IF(A1,1,2", False),
        ("=SUM(tblA[Pagu (Rp)],1)", True),
    ],
)
def test_the_bracket_check_itself(formula, good):
    """The check of formulas sees a fourth argument and a missing bracket, nothing else."""
    assert _well_formed(formula) is good


@each_template
def test_template_says_what_it_is(name, books):
    """Name and version stand in cells and in the document properties."""
    book = books[name]
    sheet, cell = next(book.defined_names["templat_id"].destinations)
    assert book[sheet][cell].value == name
    assert {p.name: p.value for p in book.custom_doc_props.props} == {
        "sakip_templat": name,
        "sakip_templat_versi": 1,
    }


def test_beranda_starts_with_the_defaults(books):
    """Only what has a default is filled in on Beranda."""
    book = books["sakip_satker"]
    form = FORMS[0]
    filled = {}
    for field in form.cells:
        sheet, cell = next(book.defined_names[field.key].destinations)
        if field.is_input and book[sheet][cell].value is not None:
            filled[field.key] = book[sheet][cell].value
    assert filled == {
        "tingkat": "Kabupaten/Kota",
        "skala_predikat": "LAN",
        "batas_capaian": "Tanpa batas",
        "metode_predikat": "Skor, selain itu tercapai/tidak",
    }


@each_template
def test_findings_table(name, books):
    """Validasi has its Table with the headings that the program fills."""
    table = books[name]["Validasi"].tables[VALIDASI_TABLE]
    assert [c.name for c in table.tableColumns] == [heading for _, heading, _ in VALIDASI_COLUMNS]


@pytest.mark.parametrize("block", BLOCKS)
def test_lists_of_ringkasan(block, books):
    """Each list has its named header row and room for its rows below, with nothing in the way."""
    book = books["sakip_satker"]
    sheet, area = next(book.defined_names[block].destinations)
    (header,) = book[sheet][area.replace("$", "")]
    assert tuple(cell.value for cell in header) == BLOCKS[block]
    first = header[0]
    below = [
        book[sheet].cell(first.row + line, first.column + offset).value
        for line in range(1, BLOCK_ROWS + 1)
        for offset in range(len(header))
    ]
    assert set(below) == {None}


@each_template
def test_no_sheet_is_protected(name, books):
    """Excel Tables do not grow on a protected sheet, so none is."""
    assert not any(sheet.protection.sheet for sheet in books[name].worksheets)


@each_template
def test_prompts_keep_within_excels_limits(name, packages):
    """Titles, prompts, error texts and lists are never longer than Excel accepts."""
    limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 225}
    for part, data in parts(packages[name]).items():
        if part.startswith("xl/worksheets/sheet"):
            for dv in etree.fromstring(data).iter(f"{WORKSHEET}dataValidation"):
                for attribute, limit in limits.items():
                    assert len(dv.get(attribute) or "") <= limit
                assert len(dv.findtext(f"{WORKSHEET}formula1") or "") <= 255


@each_form
def test_every_column_has_its_prompt_down_to_row_2000(name, form, books):
    """Each column tells what belongs there; drop-downs reach far below the spare rows."""
    found = {str(dv.sqref): dv for dv in books[name][form.sheet].data_validations.dataValidation}
    first = int(re.findall(r"\d+", books[name][form.sheet].tables[form.table].ref)[0]) + 1
    for index, field in enumerate(form.columns, 1):
        letters = openpyxl.utils.get_column_letter(index)
        dv = found[f"{letters}{first}:{letters}2000"]
        if field.computed:
            assert dv.prompt.startswith("Dihitung otomatis. Jangan diketik.")
            assert dv.type is None
        if field.choices and field.strict_choices:
            assert (dv.type, dv.errorStyle) == ("list", None)


@each_form
def test_marks_light_up_by_severity(name, form, books):
    """Red comes before amber before blue, each stops the next, for every cell to row 2000."""
    rules = [
        (str(area.sqref), rule)
        for area in books[name][form.sheet].conditional_formatting
        for rule in area.rules
    ]
    rules.sort(key=lambda item: item[1].priority)
    assert [re.search(r"tanda_\w+", rule.formula[0])[0] for _, rule in rules] == [
        "tanda_galat",
        "tanda_peringatan",
        "tanda_info",
    ]
    last = openpyxl.utils.get_column_letter(len(form.columns))
    for area, rule in rules:
        assert area == f"A1:{last}2000"
        assert rule.stopIfTrue
        assert f'"{form.sheet}!"&ADDRESS(ROW(),COLUMN(),4)' in rule.formula[0]


@each_template
def test_marks_have_their_room(name, books):
    """Each severity has a column of its own on the hidden sheet, below its heading."""
    areas = [books[name].defined_names[n].attr_text for n in MARK_NAMES.values()]
    last = MARK_CAPACITY + 1
    assert areas == [f"Tanda!${c}$2:${c}${last}" for c in "ABC"]


@each_template
def test_every_sheet_prints_on_a4(name, books):
    """Every sheet prints on A4, one or more whole pages wide, with file, version and page below.

    The sheets with page breaks have a scale, because Excel ignores the breaks when fitting.
    """
    broken = {form.sheet for form in FORMS if form.new_page}
    for sheet in books[name].worksheets:
        assert sheet.page_setup.paperSize == 9
        fitted = sheet.sheet_properties.pageSetUpPr
        if sheet.title in {"Petunjuk", "Referensi"}:
            printed = width(sheet) * sheet.page_setup.scale / 100
            assert 0.85 < printed / room(sheet, "A4")[0] < 0.95
        elif sheet.title in broken:
            assert fitted is None or not fitted.fitToPage
        else:
            assert fitted.fitToPage
        assert sheet.oddFooter.left.text == "&F: &A"
        assert sheet.oddFooter.center.text == "sakip_excel templat v1"
        assert sheet.oddFooter.right.text == "Hal &P dari &N"


@each_form
def test_columns_are_read_without_a_lens(name, form, books):
    """Every page of a form on A4 has all its columns at 7 points or more, breaks as declared."""
    sheet = books[name][form.sheet]
    across = room(sheet, "A4")[0]
    if not form.new_page:
        assert 11 * min(1, across / width(sheet)) >= 7
        return
    sizes = [0 if field.hidden else points(field.width) for field in form.columns]
    index = {field.key: number for number, field in enumerate(form.columns)}
    starts = [index[key] for key in form.new_page]
    assert [b.id for b in sheet.col_breaks.brk] == starts
    again = sum(sizes[index[form.repeated[0]] : index[form.repeated[1]] + 1])
    scale = sheet.page_setup.scale / 100
    pages = [sum(sizes[: starts[0]])]
    pages += [again + sum(sizes[a:b]) for a, b in pairwise([*starts, len(sizes)])]
    assert 11 * scale >= 7
    assert max(pages) * scale < 0.95 * across


@each_template
def test_validasi_can_be_corrected_from_paper(name, books, packages):
    """On A4 Validasi has what a person needs, Konfirmasi last, at 7 points or more."""
    sheet = books[name]["Validasi"]
    headings = [heading for _, heading, _ in VALIDASI_COLUMNS]
    assert "Validasi!$A$1:$K$1048576<" in parts(packages[name])["xl/workbook.xml"].decode()
    assert headings[10] == "Konfirmasi"
    assert {"Penjelasan", "Yang harus dilakukan"} < set(headings[:10])
    printed = sum(points(size) for _, _, size in VALIDASI_COLUMNS[:11])
    assert 11 * room(sheet, "A4")[0] / printed >= 7


@pytest.mark.parametrize("title", ["Petunjuk", "Referensi"])
@each_template
def test_no_section_is_cut_that_fits_one_page(name, title, books):
    """Sections of Petunjuk and Referensi stand on one page; longer ones begin in its upper half."""
    sheet = books[name][title]
    breaks = {b.id for b in sheet.row_breaks.brk}
    page = room(sheet, "A4")[1] / (sheet.page_setup.scale / 100)
    used, cut, sizes = 0.0, [], heights(sheet)
    titles = [row for row in range(1, len(sizes) + 1) if sheet.cell(row, 1).font.sz == 12]
    for row, height in enumerate(sizes, 1):
        if used + height > page or row - 1 in breaks:
            used = 30
        if row in titles:
            end = min((other for other in titles if other > row), default=len(sizes) + 1)
            needed = sum(sizes[row - 1 : end - 1])
            room_left = page - used if needed <= page - 30 else needed if used <= page / 2 else 0
            if needed > room_left + 1:
                cut.append(sheet.cell(row, 1).value)
        used += height
    assert titles
    assert cut == []


@each_form
def test_headings_stay_in_view_and_on_every_page(name, form, books):
    """The header row is frozen and, from the name of the satker down, repeated in print."""
    sheet = books[name][form.sheet]
    header = int(re.findall(r"\d+", sheet.tables[form.table].ref)[0])
    assert int(re.sub(r"\D", "", sheet.freeze_panes)) == header + 1
    assert sheet.print_title_rows == f"$3:${header}"


@each_form
def test_helper_columns_are_folded_away(name, form, books):
    """Columns that only help formulas are hidden in an outline; no others are."""
    sheet = books[name][form.sheet]
    for index, field in enumerate(form.columns, 1):
        # openpyxl keeps equal neighbours as one entry under the first letter.
        entry = next(d for d in sheet.column_dimensions.values() if d.min <= index <= d.max)
        assert bool(entry.hidden) == field.hidden
        assert bool(entry.outlineLevel) == field.hidden


def test_codes_and_texts_are_text_cells(books):
    """Codes keep their zeros and a text that starts with a dash or = stays text."""
    sheet = books["sakip_satker"]["Anggaran"]
    form = next(f for f in FORMS if f.key == "anggaran")
    for index, field in enumerate(form.columns, 1):
        if field.is_input and field.kind in {"kode", "teks", "pilihan"}:
            assert sheet.cell(7, index).number_format == "@"
        if not field.is_input:
            assert sheet.cell(7, index).number_format != "@"


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("role", [*ROLES, *MARKS])
def test_text_can_be_read_on_its_fill(role):
    """Every pair of text and fill has the contrast of 4.5:1 that WCAG 2.1 asks for."""
    style = {**ROLES, **MARKS}[role]
    text, fill = style.get("font_color", "#000000"), style.get("bg_color", "#FFFFFF")
    light, dark = sorted((_luminance(text), _luminance(fill)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_every_column_is_explained(books):
    """Petunjuk names every column and named cell that people can see."""
    sheet = books["sakip_satker"]["Petunjuk"]
    explained = {sheet.cell(row, 1).value for row in range(1, sheet.max_row + 1)}
    wanted = {f.heading for form in FORMS for f in (*form.cells, *form.columns) if not f.hidden}
    assert wanted <= explained


def test_unknown_template_is_a_mistake_of_the_caller():
    """A name that is no template fails at once."""
    with pytest.raises(KeyError):
        template_path("rkt")


def test_incomplete_installation_is_explained(monkeypatch, tmp_path):
    """Without its file, a template that exists by name gives a sentence, no traceback of ours."""
    monkeypatch.setattr("sakip_excel.template._IN_SOURCE_TREE", tmp_path)
    with pytest.raises(NotFoundError, match=r"rak\.xlsx"):
        template_path("rak")


@requires_libreoffice
def test_cached_values_are_what_a_recalculation_gives(packages, tmp_path):
    """Before anyone types, every formula shows what another engine computes for it."""
    office = LibreOffice(tmp_path / "office")
    paths = []
    (tmp_path / "office").mkdir()
    for name, data in packages.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    for path, computed in office.recalculated_many(paths).items():
        shown = openpyxl.load_workbook(path, data_only=True)
        places = formulas(openpyxl.load_workbook(path))
        assert len(places) > 30
        different = [
            (sheet, cell)
            for sheet, cell, _ in places
            if (shown[sheet][cell].value or None) != (computed.get((sheet, cell)) or None)
            or (shown[sheet][cell].value == 0) != (computed.get((sheet, cell)) == 0)
        ]
        assert (path.name, different) == (path.name, [])
