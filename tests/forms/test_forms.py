"""The declarations of the forms hold together: headings, formulas, twins and help texts."""

from __future__ import annotations

import re
from graphlib import CycleError

import pytest

import sakip_excel.kamus  # noqa: F401 - registers every rule that there is
from sakip_excel.changes import FORMULA_NAMES
from sakip_excel.compute import in_order
from sakip_excel.forms import BY_KEY, FORMS, Computed, Field, Form, Kind
from sakip_excel.forms.references import MissingReferenceError, render, structured
from sakip_excel.report.layout import RINGKASAN_SHEET, ringkasan_form
from sakip_excel.rules.registry import RULES
from sakip_excel.workbook.formulas import translate
from sakip_excel.workbook.headings import normal

ALL_FORMS = (*FORMS, ringkasan_form(lambda _: True))
FIELDS = [(form, field) for form in ALL_FORMS for field in (*form.cells, *form.columns)]
COMPUTED = [(form, field) for form, field in FIELDS if field.computed is not None]
_TEXT = re.compile(r'"[^"]*"|\[(?:[^\[\]]|\[[^\[\]]*\])*\]')
_NUMBER = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?:E\+[0-9]+)?(?![\w.(])")
_WORD = re.compile(r"\b[A-Za-z_][\w.]*\b(?!\()")
_LOGIC = {"TRUE", "FALSE"}
ALGEBRA = {"0", "1", "2", "100"}
QUARTER_NUMBERS = {"3", "4"}
ALL_NUMBERS = {"1E+300"}


def ids(pairs: list[tuple[Form, Field]]) -> list[str]:
    """Return names for parametrised fields."""
    return [f"{form.key}.{field.key}" for form, field in pairs]


class EveryForm:
    """A layout in which everything is there, as in the template."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def this_row(self, key: str, row: int) -> str:
        """Return a structured reference or the name of a named cell."""
        assert row == 0
        if any(c.key == key for c in self.form.cells):
            return key
        return structured(self.form.table, self.form[key].heading, this_row=True)

    def column(self, key: str) -> str:
        """Return a structured reference to a column."""
        assert any(c.key == key for c in self.form.columns), key
        return structured(self.form.table, self.form[key].heading, this_row=False)


def rendered(form: Form, field: Field) -> str:
    """Return a computed field's formula as it stands in the template."""
    return render(field.computed.formula, form.key, {f.key: EveryForm(f) for f in ALL_FORMS})


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_headings_are_unique(form):
    """No two columns of a form look alike once case, blanks and punctuation are off."""
    headings = [normal(c.heading) for c in form.columns]
    assert len(set(headings)) == len(headings)
    assert all(headings)


def test_keys_sheets_tables_and_areas_are_unique():
    """A key, sheet, Table or letter pair stands for one form only."""
    for values in (
        [f.key for f in ALL_FORMS],
        [f.sheet for f in ALL_FORMS],
        [f.area for f in ALL_FORMS],
        [f.table for f in ALL_FORMS if f.table],
    ):
        assert len(set(values)) == len(values)
    assert ALL_FORMS[-1].sheet == RINGKASAN_SHEET


def test_names_of_cells_are_unique_in_the_workbook():
    """Named cells of all forms share one name space, without regard to case."""
    names = [f.key.casefold() for form in ALL_FORMS for f in form.cells]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_every_reference_of_a_formula_is_there(form, field):
    """Every placeholder of a formula is a column or named cell of a declared form."""
    formula = rendered(form, field)
    assert "{" not in formula
    assert formula.count("(") == formula.count(")")


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_formulas_fit_into_a_cell(form, field):
    """A formula as written stays below the 8.192 characters that Excel takes."""
    assert 0 < len(rendered(form, field)) < 8192
    assert not field.computed.formula.startswith("=")


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_formulas_hold_no_constants(form, field):
    """No scale, cap or target is hidden in a formula: only 0, 1, 2, 100 and quarter numbers."""
    formula = _TEXT.sub("", rendered(form, field).replace('"<1E+300"', ""))
    # SUBSTITUTE and ROUND take a number of digits, CHOOSE and comparisons the quarter.
    numbers = set(_NUMBER.findall(formula))
    quarters = set(re.findall(r"triwulan_ke>=([1-4])", formula))
    allowed = ALGEBRA | quarters
    if "LEFT(TRIM(metode_predikat),5)" in formula:
        allowed = allowed | {"5"}
    assert numbers <= allowed


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_names_in_formulas_are_declared(form, field):
    """Every name that a formula uses is a named cell of a form or listed in FORMULA_NAMES."""
    words = set(_WORD.findall(_TEXT.sub("", rendered(form, field))))
    cells = {c.key for f in ALL_FORMS for c in f.cells}
    tables = {f.table for f in FORMS if f.table}
    assert words - cells - tables - _LOGIC <= FORMULA_NAMES


def test_declared_names_are_used():
    """FORMULA_NAMES lists no name that nothing uses, or old workbooks would be called wrong."""
    everything = " ".join(rendered(form, field) for form, field in COMPUTED)
    assert {n for n in FORMULA_NAMES if not re.search(rf"\b{n}\b", everything)} == set()


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_every_formula_has_a_twin(form, field):
    """A computed column has a row function, a computed cell a cell function, never both."""
    is_cell = any(c.key == field.key for c in form.cells)
    assert (field.computed.cell is not None) == is_cell
    assert (field.computed.row is not None) != is_cell


@pytest.mark.parametrize(("form", "field"), FIELDS, ids=ids(FIELDS))
def test_prompts_fit_and_headings_speak(form, field):
    """Help fits into Excel's prompt of 255 characters; money and ratios show their unit."""
    assert field.heading.strip() == field.heading != ""
    assert len(field.help) <= 255
    assert len(field.heading) <= 255
    in_table = any(c.key == field.key for c in form.columns)
    if field.kind is Kind.MONEY:
        assert "(Rp)" in field.heading
    if field.kind is Kind.RATIO and in_table:
        assert "%" in field.heading


@pytest.mark.parametrize(
    ("form", "field"),
    [(form, f) for form, f in FIELDS if f.is_input],
    ids=ids([(form, f) for form, f in FIELDS if f.is_input]),
)
def test_inputs_are_explained(form, field):
    """Every input has help; patterns have a hint in words and an example that fits them."""
    assert field.help.endswith((".", "...", ")"))
    if field.pattern:
        assert field.pattern_hint
        assert re.fullmatch(field.pattern, field.example)
    if field.choices:
        assert field.example in ("", *field.choices)
    assert form.table or not field.unique


def test_columns_in_the_order_of_their_formulas():
    """Computed columns are computed after those that their formulas refer to."""
    order = [f.key for f in in_order(BY_KEY["anggaran"].columns)]
    assert order.index("realisasi") < order.index("sisa")
    assert order.index("capaian_ro") < order.index("seharusnya") < order.index("efisiensi_rp")
    assert order.index("serapan") < order.index("selisih")


def test_circles_are_detected():
    """Two formulas that refer to each other are a fault of the declaration."""
    fields = tuple(
        Field(key, key, Kind.NUMBER, "", computed=Computed("{" + other + "}", row=lambda *_: 1))
        for key, other in (("satu", "dua"), ("dua", "satu"))
    )
    with pytest.raises(CycleError):
        in_order(fields)


@pytest.mark.parametrize("form", ALL_FORMS, ids=lambda f: f.key)
def test_no_form_has_a_circle(form):
    """Every form can be computed in some order."""
    computed = [f for f in form.columns if f.computed]
    assert len(in_order(form.columns)) == len(computed)
    assert len(in_order(form.cells)) == sum(1 for f in form.cells if f.computed)


def test_special_signs_in_headings_are_escaped():
    """Brackets, quotes and # in a heading are written as Excel stores them."""
    written = structured("tblPK", "Target ['24] #1", this_row=True)
    assert written == "tblPK[[#This Row],[Target '[''24'] '#1]]"


def test_a_missing_form_is_named():
    """A formula that needs a form which is not there names the form."""
    with pytest.raises(MissingReferenceError, match="pk"):
        render("{pk:kode}", "kinerja", {})


@pytest.mark.parametrize(("form", "field"), COMPUTED, ids=ids(COMPUTED))
def test_formulas_do_not_depend_on_their_place(form, field):
    """A formula reads the same in every row: it has no relative address that would shift."""
    formula = rendered(form, field)
    assert translate(formula, 7, 0) == formula


def test_the_forms_stand_in_working_order():
    """Identity comes first, then what was promised, planned, reached and spent."""
    wanted = ["identitas", "pk", "pk_anggaran", "rak", "kinerja", "anggaran"]
    assert [f.key for f in FORMS if f.key in wanted] == wanted


@pytest.mark.parametrize("form", [f for f in FORMS if f.table], ids=lambda f: f.key)
def test_what_a_form_says_of_its_columns_is_there(form):
    """Totals stand over columns of their form, no two over the same; frozen columns exist."""
    keys = {c.key for c in form.columns}
    above = [cell.above for cell in form.cells]
    assert len(set(above)) == len(above)
    assert {*above, *form.repeated, *form.new_page, form.frozen} - {""} <= keys
    assert "" not in above
    assert form.columns[0].is_input


def test_lists_of_one_name_are_one_list():
    """Fields with the same key offer the same choices: the template has one list for them."""
    lists = {}
    for form in FORMS:
        for field in (*form.cells, *form.columns):
            if field.choices and field.kind is Kind.CHOICE:
                assert lists.setdefault(field.key, field.choices) == field.choices


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.key)
def test_letters_of_codes_belong_to_one_form(form):
    """A form has two capitals of its own: every code that starts so is about that form."""
    assert re.fullmatch("[A-Z]{2}", form.area)
    own = [rule for code, rule in RULES.items() if code.startswith(form.area)]
    assert own
    assert all(form.key in rule.needs for rule in own)
