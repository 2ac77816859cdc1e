"""The schemas of the forms find what a cell may not hold, cell by cell, with stable codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandera.pandas as pa
import pytest

from sakip_excel import schema
from sakip_excel.compute import compute
from sakip_excel.forms import FORMS, Kind
from sakip_excel.forms.data import FormData, Record
from sakip_excel.normalise import normalise
from sakip_excel.rules import common
from sakip_excel.schema import schema_of, validate, validate_many
from tests.tools.tiny import cell, form, report

if TYPE_CHECKING:
    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report

INPUTS = [(f, field) for f in FORMS for field in (*f.columns, *f.cells) if field.is_input]
NUMBERS = {Kind.MONEY, Kind.NUMBER, Kind.INTEGER}


def named(*conditions) -> list:
    """Return the inputs for which every condition holds, with names for the tests."""
    return [
        pytest.param(f, field, id=f"{f.key}.{field.key}")
        for f, field in INPUTS
        if all(condition(field) for condition in conditions)
    ]


def checked(data: FormData) -> list[Finding]:
    """Return what the schemas say after reading."""
    compute(report(data))
    normalise(data)
    return validate(data)


def one(declared, field, typed: str) -> set[str]:
    """Return the codes at one field that holds what was typed."""
    data = form(declared.key)
    found = cell(typed)
    cells = {} if found is None else {field.key: found}
    record = Record(9, cells)
    if any(c.key == field.key for c in declared.columns):
        data.rows = [record]
    else:
        data.cells = record = Record(0, cells)
    address = data.address(record, field.key)
    return {f.code for f in checked(data) if f.cell == address}


@pytest.mark.parametrize(("declared", "field"), named(lambda f: f.required))
def test_required_cells(declared, field):
    """A blank in a required cell of a used row is found, and only there."""
    assert one(declared, field, "") == {declared.area + common.REQUIRED}
    good = f'"{field.example}"' if field.kind not in NUMBERS else field.example
    assert one(declared, field, good) == set()


@pytest.mark.parametrize(("declared", "field"), named(lambda f: not f.required))
def test_other_cells_may_stay_blank(declared, field):
    """A blank in a cell that is not required says nothing."""
    assert one(declared, field, "") == set()


@pytest.mark.parametrize(
    ("declared", "field"), named(lambda f: f.choices, lambda f: f.strict_choices)
)
def test_choices(declared, field):
    """A text outside the list is found; every choice of the list is right."""
    assert one(declared, field, "sembarang") == {declared.area + common.NOT_IN_LIST}
    for choice in field.choices:
        assert one(declared, field, f'"{choice}"') == set()


@pytest.mark.parametrize(
    ("declared", "field"),
    named(lambda f: f.choices, lambda f: not f.strict_choices, lambda f: f.kind is Kind.CHOICE),
)
def test_lists_that_only_suggest(declared, field):
    """Where a list only suggests, another text is right too."""
    assert one(declared, field, "Hibah Pilkada") == set()


@pytest.mark.parametrize(("declared", "field"), named(lambda f: f.pattern))
def test_patterns(declared, field):
    """A code or number that breaks its pattern is found, even with a right beginning or end."""
    code = {declared.area + common.PATTERN}
    for wrong in ("???", f"{field.example} ?", f"? {field.example}"):
        assert one(declared, field, f'"{wrong}"') == code
    assert one(declared, field, f'"{field.example}"') == set()


@pytest.mark.parametrize(("declared", "field"), named(lambda f: f.minimum is not None))
def test_lowest_numbers(declared, field):
    """The lowest number is right and the next below it is found."""
    lowest = int(field.minimum)
    assert one(declared, field, str(lowest)) == set()
    assert one(declared, field, str(lowest - 1)) == {declared.area + common.OUT_OF_RANGE}


@pytest.mark.parametrize(
    ("declared", "field"), named(lambda f: f.kind in {Kind.MONEY, Kind.INTEGER})
)
def test_whole_numbers(declared, field):
    """Rupiah and counts have no decimals."""
    lowest = int(field.minimum or 0)
    assert one(declared, field, f"{lowest}.5") == {declared.area + common.NOT_WHOLE}
    assert one(declared, field, str(lowest + 1)) == set()
    assert one(declared, field, "999999999999999") == set()


@pytest.mark.parametrize(("declared", "field"), named(lambda f: f.kind is Kind.NUMBER))
def test_volumes_may_have_decimals(declared, field):
    """A volume of output may be a fraction."""
    assert one(declared, field, "0.5") == set()


@pytest.mark.parametrize(("declared", "field"), named(lambda f: f.unique))
def test_duplicates(declared, field):
    """A code used twice is found in each of its rows, in any case; blanks are no duplicates."""
    data = form(declared.key)
    first, second = field.choices[:2] or ("1.1", "1.2")
    typed = [f'"{first}"', f'"{second}"', f'" {first}"', "", ""]
    data.rows = [
        Record(row, {} if piece == "" else {field.key: cell(piece)})
        for row, piece in enumerate(typed, 20)
    ]
    found = sorted((f.cell, f.code[2:]) for f in checked(data) if f.column == field.heading)
    places = [data.address(record, field.key) for record in data.rows]
    assert found == [
        (places[0], common.DUPLICATE),
        (places[2], common.DUPLICATE),
        *((place, common.REQUIRED) for place in places[3:] if field.required),
    ]


def test_duplicates_name_their_rows():
    """The sentence about a duplicate names every row that has the code, as Excel counts them."""
    data = form("pk", 'kode\n"1.1"\n"2.1"\n"1.1"')
    messages = [f.message for f in checked(data) if f.code == "PK107"]
    assert len(messages) == 2
    assert all("5, 7" in m for m in messages)


def test_one_finding_per_cell_and_code():
    """Each cell is named once per code, however many checks fail in its row."""
    data = form(
        "anggaran", "kode_program | kode_ro | pagu | tvro\nx | 1 | -0.5 | -1\nx | 1 | -0.5 | -1"
    )
    places = [(f.cell, f.code) for f in checked(data)]
    assert len(set(places)) == len(places)
    assert {code for ref, code in places if ref == "M5"} == {"AG108", "AG109"}


def test_a_cell_in_doubt_has_one_finding():
    """What could not be understood is not called missing as well."""
    data = form("anggaran", 'kode_program | pagu\nCQ | "2,498"')
    compute(report(data))
    first = normalise(data)
    second = validate(data)
    assert [(f.code, f.cell) for f in first] == [("AG104", "M5")]
    assert "M5" not in {f.cell for f in second}


def test_columns_that_are_not_there_are_not_required():
    """A column that is missing as a whole is one finding elsewhere, not one per row."""
    data = form("pk", 'kode\n"1.1"\n"1.2"')
    del data.columns["sasaran"]
    assert "Sasaran strategis" not in {f.column for f in checked(data)}


def test_an_empty_form_passes():
    """A form without rows has nothing to say here."""
    assert validate(form("pk")) == []


@pytest.mark.parametrize("declared", FORMS, ids=lambda f: f.key)
def test_schemas_are_built_once(declared):
    """A schema is built once per process: building it costs more than using it."""
    assert schema_of(declared.key, named_cells=True) is schema_of(declared.key, named_cells=True)


def test_a_crash_in_a_check_is_our_fault(monkeypatch):
    """A check that crashes is never reported as a mistake of the user."""

    def crash(_: object) -> object:
        raise ZeroDivisionError("fault")

    broken = pa.DataFrameSchema(
        {"kode": pa.Column(object, checks=pa.Check(crash, error=common.PATTERN))}
    )
    monkeypatch.setattr(schema, "schema_of", lambda *_, **__: broken)
    with pytest.raises(RuntimeError, match="pk"):
        checked(form("pk", 'kode\n"1.1"'))


def test_a_schema_that_does_not_fit_is_our_fault(monkeypatch):
    """A wrong type of column is a fault of ours too."""
    broken = pa.DataFrameSchema({"kode": pa.Column(float)})
    monkeypatch.setattr(schema, "schema_of", lambda *_, **__: broken)
    with pytest.raises(RuntimeError):
        checked(form("pk", 'kode\n"1.1"'))


def test_a_check_without_a_code_is_our_fault(monkeypatch):
    """A check that forgot its code is not shown to the user as something else."""
    broken = pa.DataFrameSchema({"kode": pa.Column(object, checks=pa.Check.isin(["x"]))})
    monkeypatch.setattr(schema, "schema_of", lambda *_, **__: broken)
    with pytest.raises(RuntimeError, match="isin"):
        checked(form("pk", 'kode\n"1.1"'))


def understood(**tables: str) -> Report:
    """Return a report of some forms, ready for the schemas."""
    made = report(*(form(key, table) for key, table in tables.items()))
    compute(made)
    for data in made.forms.values():
        normalise(data)
    return made


def test_many_reports_are_validated_as_one_by_one():
    """Together or alone, each report has the same findings in the same order."""
    wrong = 'kode | arah | target\n"1.1" | Naek | 90\n"x" | Naik |\n"1.1" | | 5'
    reports = [
        understood(pk=wrong, rak='kode | target\n"9" | 1'),
        understood(pk='kode | arah\n"1.1" | Naik'),
        understood(anggaran="kode_program | kode_ro | pagu\nx | 1 | -0.5\nCQ | 001 | 1000"),
        understood(pk=wrong),
        understood(pk=""),
    ]
    del reports[3].forms["pk"].columns["arah"]
    alone = [[f for data in each.forms.values() for f in validate(data)] for each in reports]
    assert [len(each) > 0 for each in alone] == [True, True, True, True, False]
    assert validate_many(reports) == alone


def test_a_code_may_stand_in_two_workbooks():
    """A code used once in each of two workbooks is no duplicate; twice in one of them it is."""
    once, twice = 'kode\n"1.1"\n"1.2"', 'kode\n"1.1"\n"1.1"'
    found = validate_many([understood(pk=once), understood(pk=once), understood(pk=twice)])
    duplicates = [[f.cell for f in each if f.code == "PK107"] for each in found]
    assert duplicates == [[], [], ["A5", "A6"]]


def test_near_choices_are_suggested():
    """A choice that was probably meant is named."""
    data = form("pk", 'kode | arah\n"1.1" | Naek')
    (finding,) = [f for f in checked(data) if f.code == "PK105"]
    assert "Naik" in finding.message
    assert "Naek" in finding.message
