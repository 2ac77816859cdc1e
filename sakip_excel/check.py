"""Check a workbook: find the forms, compute, understand, validate, apply the rules."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from sakip_excel.collection import no_collection
from sakip_excel.compute import compute
from sakip_excel.errors import NewerTemplateError, NotTemplateError, SakipError
from sakip_excel.exchange.seal import SealStatus, read_status
from sakip_excel.exchange.seal_words import seal_findings
from sakip_excel.locate import locate, single_cell
from sakip_excel.normalise import normalise
from sakip_excel.report.layout import TEMPLATE_VERSION
from sakip_excel.report.validasi import (
    Listed,
    ValidasiSheet,
    carry_over,
    computed_figures,
    find_validasi,
    in_order,
    read_listed,
)
from sakip_excel.restored import check_restored
from sakip_excel.rules.registry import RULES, run_rules
from sakip_excel.scoring.outcome import is_number
from sakip_excel.structure import structure_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sakip_excel.finding import Finding
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


@dataclass
class Checked:
    """A checked workbook.

    Attributes:
        book: the workbook as read.
        report: its forms, understood and computed.
        findings: everything that was found, must-fix first.
        validasi: where Validasi stands; None when the workbook has none.
        listed: rows of Validasi from the last processing.
        seal: whether it is sealed and its inputs are still those that were sealed.
    """

    book: Book
    report: Report
    findings: list[Finding] = field(default_factory=list)
    validasi: ValidasiSheet | None = None
    listed: list[Listed] = field(default_factory=list)
    seal: SealStatus = field(default_factory=SealStatus)


def check_book(book: Book) -> Checked:
    """Return what is wrong in a workbook; nothing is written.

    Raises:
        NotTemplateError: no form of ours is in the workbook.
        NewerTemplateError: it was made from a newer template than this program knows.
        DamagedError, UnsafeError: a sheet cannot be read.
    """
    with no_collection():
        begun = _understand(book)
        (validated,) = _validated([begun])
        return _conclude(begun, validated)


def check_books(books: Iterable[Book]) -> list[Checked | SakipError]:
    """Return for each workbook what `check_book` returns or raises, in order.

    Quicker than one by one, because the rows of all are validated together. Everything stays in
    memory until the end: eight workbooks at a time are as quick as more.
    """
    with no_collection():
        results = [_or_error(_understand_one_of_many, book) for book in books]
        begun = [each for each in results if isinstance(each, _Begun)]
        validated = iter(_validated(begun))
        return [
            _or_error(_conclude, each, next(validated)) if isinstance(each, _Begun) else each
            for each in results
        ]


def _or_error(
    step: Callable[_Parameters, _Result], *args: _Parameters.args, **kwargs: _Parameters.kwargs
) -> _Result | SakipError:
    try:
        return step(*args, **kwargs)
    except SakipError as error:
        return error


@dataclass(frozen=True, slots=True)
class _Begun:
    """A workbook whose forms were found, computed and understood, and what was found so far."""

    book: Book
    report: Report
    findings: list[Finding]


def _understand(book: Book) -> _Begun:
    _refuse_newer(book)
    version = template_version(book)
    if version is None:
        _refuse_rekap(book)
    located = locate(book, version=version)
    report = located.report
    if not any(data.form.table for data in report.forms.values()):
        raise NotTemplateError(
            f"{book.path.name} bukan buku kerja SAKIP: tidak ada lembar isian yang dikenal.",
            "Pakailah templat, atau samakan judul kolom dengan templat (lihat sakip kamus).",
        )
    compute(report)
    findings = list(structure_findings(book, located, _template_name(book)))
    for data in report.forms.values():
        findings += normalise(data)
    return _Begun(book, report, findings)


def _refuse_rekap(book: Book) -> None:
    """Make sure that a rekap is not taken for the workbook of a satker."""
    from sakip_excel.consolidate.read import REKAP_PROPERTY

    if REKAP_PROPERTY in book.properties:
        raise NotTemplateError(
            f"{book.path.name} adalah rekap dari sakip gabung, bukan buku kerja satker.",
            "Pilih buku kerja satkernya; rekap diperbarui dengan sakip gabung.",
        )


def _understand_one_of_many(book: Book) -> _Begun:
    begun = _understand(book)
    book.drop_texts()  # they take more memory than all that was read from them
    return begun


def _validated(begun: Sequence[_Begun]) -> list[list[Finding]]:
    from sakip_excel.schema import validate_many

    return validate_many(each.report for each in begun)


def _conclude(begun: _Begun, validated: list[Finding]) -> Checked:
    book, report = begun.book, begun.report
    findings = begun.findings + validated
    by_rules = _with_the_cells_figure(report, run_rules(report))
    findings += _without_repeats(check_restored(report, book.names), by_rules)
    validasi = find_validasi(book)
    listed = read_listed(book, validasi)
    findings += carry_over(report, findings, listed)
    seal = read_status(book, report)
    findings += seal_findings(book, report, seal)
    return Checked(book, report, in_order(findings, book.sheets), validasi, listed, seal)


def _without_repeats(restored: list[Finding], by_rules: list[Finding]) -> list[Finding]:
    """Leave out the general finding about a figure typed over where a rule says more about it."""
    special = {(f.sheet, f.cell) for f in by_rules if RULES[f.code].restored}
    return [f for f in restored if (f.sheet, f.cell) not in special] + by_rules


def _with_the_cells_figure(report: Report, findings: list[Finding]) -> list[Finding]:
    """Let every finding about a formula typed over show what the formula gives.

    By that figure the next run knows whether the finding is still the same.
    """
    figures = {
        form: computed_figures(report.forms[form])
        for form in {f.form for f in findings if RULES[f.code].restored}
    }
    return [
        replace(f, computed=figures[f.form].get(f.cell, f.computed))
        if RULES[f.code].restored
        else f
        for f in findings
    ]


def template_version(book: Book) -> int | None:
    """Return the template version of a workbook, None when it says none."""
    value: object = book.properties.get("sakip_templat_versi")
    if value is None:
        place = single_cell(book, "templat_versi")
        cell = None if place is None else book.cell(*place)
        value = None if cell is None else cell.value
    if is_number(value):
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return None


def template_label(book: Book) -> str:
    """Return name and version of the template, e.g. ``sakip_satker 1``; empty when unknown."""
    version = template_version(book)
    parts = (_template_name(book), "" if version is None else str(version))
    return " ".join(part for part in parts if part)


def _template_name(book: Book) -> str:
    """Return the name of the template of a workbook, empty when it says none."""
    name: object = book.properties.get("sakip_templat")
    if name is None:
        place = single_cell(book, "templat_id")
        cell = None if place is None else book.cell(*place)
        name = None if cell is None else cell.value
    return "" if name is None else str(name)


def _refuse_newer(book: Book) -> None:
    version = template_version(book)
    if version is not None and version > TEMPLATE_VERSION:
        raise NewerTemplateError(
            f"{book.path.name} dibuat dari templat versi {version}; program ini mengenal sampai "
            f"versi {TEMPLATE_VERSION}.",
            "Perbarui program sakip_excel, lalu ulangi.",
        )
