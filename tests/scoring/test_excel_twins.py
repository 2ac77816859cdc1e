"""LibreOffice, recalculating, agrees with the scores on figures that are hard to round."""

from __future__ import annotations

import random

import pytest
import xlsxwriter

from sakip_excel.scoring.anggaran import (
    capaian_ro,
    efisiensi,
    efisiensi_gabungan,
    efisiensi_rp,
    nilai_efisiensi,
    pooled,
    seharusnya,
    selisih,
    serapan,
)
from sakip_excel.scoring.capaian import capaian_down, capaian_up, mean, predikat
from sakip_excel.scoring.grades import AKIP, grade_of
from sakip_excel.scoring.outcome import is_number
from sakip_excel.scoring.scales import SCALES
from tests.tools.libreoffice import LibreOffice, requires_libreoffice

SHEET = "Kembar"
ROWS = 1200
NONE = '"Tidak dapat dihitung"'


def guarded(condition, formula):
    """Return a formula that gives the words instead of a division by zero."""
    return f"IF({condition}=0,{NONE},{formula})"


def lookup(cell, scale):
    """Return the formula that names the class of a value in percent points."""
    bounds = ",".join(f"{bound:G}" for bound in scale.bounds)
    names = ",".join(f'"{name}"' for name in scale.names)
    return f"LOOKUP(ROUND({cell},2),{{{bounds}}},{{{names}}})"


def budget_rows(rng):
    """Return pagu, realisasi, TVRO and RVRO, often with realisasi exactly as it should be."""
    for _ in range(ROWS):
        tvro, rvro, unit_cost = rng.randrange(400), rng.randrange(400), rng.randrange(1, 10**8)
        yield tvro * unit_cost, rvro * unit_cost + rng.choice([0, 0, 0, 1, -1]), tvro, rvro


def measure_rows(rng):
    """Return target and realisasi, mostly at a class bound or half a hundredth beside it."""
    bounds = sorted({band.lower for scale in (AKIP, *SCALES) for band in scale.bands})
    for _ in range(ROWS):
        if rng.random() < 0.3:
            yield rng.randrange(1, 5000), rng.randrange(6000)
        else:
            yield 20_000, max(0, int(rng.choice(bounds)) * 200 + rng.randrange(-4, 5))


def budget_formulas(row):
    """Return the formulas beside pagu, realisasi, TVRO and RVRO in columns A to D."""
    return (
        guarded(f"A{row}", f"B{row}/A{row}"),
        guarded(f"C{row}", f"D{row}/C{row}"),
        f"IF(ISNUMBER(F{row}),A{row}*F{row},F{row})",
        f"IF(ISNUMBER(G{row}),G{row}-B{row},G{row})",
        f"IF(ISNUMBER(H{row}),{guarded(f'G{row}', f'H{row}/G{row}')},H{row})",
        f"IF(ISNUMBER(E{row}),1-E{row},E{row})",
        f"IF(ISNUMBER(I{row}),MIN(1,MAX(0,0.5+I{row}/0.2*0.5)),I{row})",
    )


def budget_scores(pagu, realisasi, tvro, rvro):
    """Return what Python computes for the same columns."""
    rate, done = serapan(pagu, realisasi), capaian_ro(tvro, rvro)
    should = seharusnya(pagu, done)
    e = efisiensi(should, realisasi)
    ne = nilai_efisiensi(e) if is_number(e) else e
    return rate, done, should, efisiensi_rp(should, realisasi), e, selisih(rate), ne


def measure_formulas(row):
    """Return the formulas beside target and realisasi in columns M and N."""
    return (
        f"N{row}/M{row}",
        f"MAX(0,(2*M{row}-N{row})/M{row})",
        lookup(f"MIN(100,O{row}*100)", AKIP),
        *(lookup(f"O{row}*100", scale) for scale in SCALES),
    )


def measure_scores(target, realisasi):
    """Return what Python computes for the same columns."""
    up = capaian_up(target, realisasi)
    words = [predikat(up, scale) for scale in SCALES]
    return up, capaian_down(target, realisasi), grade_of(min(100, up * 100)), *words


def agree(ours, theirs):
    """Return whether two results are the same to the 15 digits that the file keeps."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return ours == theirs
    return ours == pytest.approx(theirs, rel=1e-14, abs=0)


@pytest.fixture(scope="module")
def rows():
    """Return budget and measure rows, the same on every run."""
    rng = random.Random(2024)  # noqa: S311 - figures for a test, no secret
    return list(zip(budget_rows(rng), measure_rows(rng), strict=True))


@pytest.fixture(scope="module")
def recalculated(rows, tmp_path_factory):
    """Return every cell as LibreOffice computes it."""
    path = tmp_path_factory.mktemp("kembar") / "kembar.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        for number, (budget, measure) in enumerate(rows):
            cells = (*budget, *(f"={f}" for f in budget_formulas(number + 1)), "", *measure)
            sheet.write_row(number, 0, cells)
            sheet.write_row(number, 14, [f"={f}" for f in measure_formulas(number + 1)])
        totals = (
            f"SUM(B1:B{ROWS})/SUM(A1:A{ROWS})",
            f'SUM(H1:H{ROWS})/SUMIF(H1:H{ROWS},"<1E+300",G1:G{ROWS})',
            f"AVERAGE(O1:O{ROWS})",
        )
        sheet.write_row(ROWS, 0, [f"={f}" for f in totals])
    return LibreOffice().recalculated(path)


def letters(first, count):
    """Return column letters from a letter on."""
    return [chr(ord(first) + step) for step in range(count)]


@requires_libreoffice
def test_budget_columns_agree(rows, recalculated):
    """Serapan to NE are the same in Python and in a spreadsheet, zeros and signs included."""
    for number, (budget, _) in enumerate(rows, start=1):
        scores = budget_scores(*budget)
        for letter, ours in zip(letters("E", len(scores)), scores, strict=True):
            theirs = recalculated[SHEET, f"{letter}{number}"]
            assert agree(ours, theirs), f"{letter}{number}: {budget} {ours!r} {theirs!r}"


@requires_libreoffice
def test_capaian_and_its_words_agree(rows, recalculated):
    """Capaian, grades and the words of all scales are the same, ties included."""
    for number, (_, measure) in enumerate(rows, start=1):
        scores = measure_scores(*measure)
        for letter, ours in zip(letters("O", len(scores)), scores, strict=True):
            theirs = recalculated[SHEET, f"{letter}{number}"]
            assert agree(ours, theirs), f"{letter}{number}: {measure} {ours!r} {theirs!r}"


@requires_libreoffice
def test_totals_agree(rows, recalculated):
    """Pooled serapan, pooled efisiensi and the mean capaian are the same."""
    budgets = [budget for budget, _ in rows]
    should = [seharusnya(pagu, capaian_ro(tvro, rvro)) for pagu, _, tvro, rvro in budgets]
    spent = [realisasi for _, realisasi, _, _ in budgets]
    ours = (
        pooled((pagu, realisasi) for pagu, realisasi, _, _ in budgets),
        efisiensi_gabungan(zip(should, spent, strict=True)),
        mean(capaian_up(*measure) for _, measure in rows).value,
    )
    total_row = ROWS + 1
    for letter, value in zip("ABC", ours, strict=True):
        assert value == pytest.approx(recalculated[SHEET, f"{letter}{total_row}"], rel=1e-11)
