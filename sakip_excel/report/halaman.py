"""The first page of Ringkasan besides its figures: ready or not, words, charts, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.changes import layouts
from sakip_excel.forms.excel import is_error, spelled
from sakip_excel.locate import header_cells, single_cell
from sakip_excel.report import writing
from sakip_excel.report.blocks import Block
from sakip_excel.report.live import SCALE_ROWS
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE, NOT_REACHED, is_blank, is_number
from sakip_excel.workbook.refs import cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.base import Value
    from sakip_excel.report.blocks import Figure, Line
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

READY, NOT_READY = "SIAP DIKIRIM", "BELUM SIAP DIKIRIM"
GRAPHS = {"grafik_program": 6, "grafik_sasaran": 12}
"""Places in the charts, by name of the cells behind them.

A chart looks at a fixed range: LibreOffice draws nothing from a defined name that moves, and no
program draws well over errors. Fewer items are spread over the places with gaps in between.
"""
_ANCHORS = {
    "pk": ("PK", "kode"),
    "pk_anggaran": ("PK Anggaran", "kode_program"),
    "rak": ("RAK", "kegiatan"),
    "kinerja": ("Kinerja", "kode"),
    "anggaran": ("Anggaran", "kode_program"),
}
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


def page_figures(
    report: Report, counts: Mapping[str, int] | None = None, *, sealed: bool = False
) -> dict[str, Figure]:
    """Return value and declared formula of each named cell of the page.

    Args:
        report: the report with the figures of Ringkasan computed.
        counts: findings by severity, None before the first check.
        sealed: whether the workbook carries a seal.
    """
    reasons = _reasons(report, counts, sealed=sealed)
    ready = f'IF(kesiapan_alasan="","{READY}","{NOT_READY}")'
    found: dict[str, Figure] = {
        "kesiapan": (NOT_READY if reasons[0] else READY, ready),
        "kesiapan_alasan": reasons,
        "ttd_tanggal": _date(report),
        "ttd_jabatan": _signatory(report),
        "ttd_penyusun": (_identity(report, "penyusun"), 'penyusun&""'),
    }
    if "kinerja" in report.forms:
        found["rk_per_predikat"] = _by_class(report)
    if "anggaran" in report.forms:
        cells = report.forms["ringkasan"].cells
        for key in ("pagu", "realisasi"):
            found[f"rk_terbilang_{key}"] = _in_words(f"rk_{key}", cells.excel(f"rk_{key}"))
    return found


def _reasons(report: Report, counts: Mapping[str, int] | None, *, sealed: bool) -> tuple[str, str]:
    """Return why the workbook cannot be sent yet; empty when it can."""
    errors = 0 if counts is None else counts.get("galat", 0)
    values = ["belum diperiksa" if counts is None else ""]
    values.append(f"{errors} galat harus diperbaiki" if errors else "")
    wrong = 'jumlah_galat&" galat harus diperbaiki; "'
    formulas = [
        'IF(ISNUMBER(jumlah_galat),"","belum diperiksa; ")',
        f'IF(ISNUMBER(jumlah_galat),IF(jumlah_galat=0,"",{wrong}),"")',
    ]
    for form, (sheet, key) in _ANCHORS.items():
        if form in report.forms:
            rows = [r.excel(key) for r in report.forms[form].rows]
            empty = not any(not is_error(v) and not is_blank(v) for v in rows)
            values.append(f"{sheet} belum diisi" if empty else "")
            filled = f'SUMPRODUCT(--ISNUMBER(1/(TRIM({{{form}:{key}}})<>"")))'
            formulas.append(f'IF({filled}=0,"{sheet} belum diisi; ","")')
    values.append("" if sealed else "belum disegel")
    formulas.append('IF(TRIM(segel)="","belum disegel; ","")')
    joined = "&".join(formulas)
    text = "".join(f"{v}; " for v in values if v)
    # The last separator goes; without any reason nothing is left.
    return text[: max(len(text) - 2, 0)], f"LEFT({joined},MAX(0,LEN({joined})-2))"


def _identity(report: Report, key: str) -> Value:
    data = report.forms.get("identitas")
    return None if data is None else data.cells.excel(key)


def _signatory(report: Report) -> Figure:
    name = _identity(report, "nama_satker")
    return "Sekretaris " + ("" if name is None else str(name)), '"Sekretaris "&nama_satker'


def _date(report: Report) -> Figure:
    """Return the date of the report in words, on every PC in Indonesian."""
    from datetime import date, timedelta

    months = ",".join(f'"{month}"' for month in _MONTHS)
    day = "tanggal_laporan"
    spoken = f'DAY({day})&" "&CHOOSE(MONTH({day}),{months})&" "&YEAR({day})'
    formula = f'IF(ISNUMBER({day}),IFERROR({spoken},""),"")'
    serial = _identity(report, "tanggal_laporan")
    if not is_number(serial) or not 60 < serial < 2_958_466:
        return "", formula
    found = date(1899, 12, 30) + timedelta(days=int(serial))
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}", formula


def _by_class(report: Report) -> Figure:
    """Return how many indikator are in each class of the scale, best first, and in none."""
    rows = report.forms["kinerja"].rows
    words = [r.excel("predikat") for r in rows]
    column, pieces = "{kinerja:predikat}", []
    for at in range(SCALE_ROWS, 0, -1):
        name = f"INDEX(skala_nama,{at})"
        piece = f'" · "&{name}&" "&COUNTIF({column},{name})'
        pieces.append(piece if at == 1 else f'IF({name}=INDEX(skala_nama,{at - 1}),"",{piece})')
    shown = [f"{n} {words.count(n)}" for n in reversed(report.settings.skala_predikat.names)]
    for name in (NOT_REACHED, NO_CASE, NOT_COMPUTABLE):
        counted = f'COUNTIF({column},"{name}")'
        pieces.append(f'IF({counted}=0,""," · {name} "&{counted})')
        shown += [f"{name} {words.count(name)}"] if words.count(name) else []
    blank = sum(r.excel("kode") is not None and r.excel("predikat") is None for r in rows)
    counted = f'SUMPRODUCT(--ISNUMBER(1/((TRIM({{kinerja:kode}})<>"")*({column}=""))))'
    pieces.append(f'IF({counted}=0,""," · Belum ada capaian "&{counted})')
    shown += [f"Belum ada capaian {blank}"] if blank else []
    return " · ".join(shown), f"MID({'&'.join(pieces)},4,999)"


def _in_words(name: str, amount: Value) -> Figure:
    """Return an amount in words that shows only while it is still that amount."""
    words = spelled(amount)
    stale = f'IF(ISNUMBER({name}),"{writing.STALE}","")'
    if words is None or not is_number(amount):
        return (writing.STALE if is_number(amount) else ""), stale
    return words, f"IF({name}={int(amount)},{writing.literal(str(words))},{stale})"


def write_page(
    made: ChangeList, book: Book, report: Report, counts: Mapping[str, int] | None
) -> None:
    """Add the named cells of the page to the changes; one that the workbook lacks is left out."""
    if "ringkasan" not in report.forms:
        return
    where = layouts(report)
    seal = single_cell(book, "segel")
    stamp = None if seal is None else book.cell(*seal)
    sealed = stamp is not None and not is_blank(stamp.value)
    for name, figure in page_figures(report, counts, sealed=sealed).items():
        place = header_cells(book, name)
        if place is not None:
            sheet, row, left, _ = place
            Block((sheet, row - 1, left, left), book.names).write(made, [[figure]], where, ())


def write_graphs(
    made: ChangeList, book: Book, report: Report, lists: Mapping[str, tuple[Block, Sequence[Line]]]
) -> None:
    """Add the cells behind the charts to the changes.

    Args:
        made: the list of changes to add to.
        book: the workbook.
        report: the report with the figures of Ringkasan computed.
        lists: the lists on Ringkasan with their lines, by name.
    """
    feeds = {
        "grafik_program": ("blok_anggaran", _money_items),
        "grafik_sasaran": ("blok_sasaran", _sasaran_items),
    }
    where = layouts(report)
    for name, (source, items) in feeds.items():
        place = header_cells(book, name)
        if place is None or source not in lists:
            continue
        block, listed = Block(place, book.names), lists[source]
        width = block.right - block.left + 1
        found = items(report, *listed)
        block.write(made, spread(found, GRAPHS[name], width), where, ())


def spread(items: Sequence[Line], places: int, width: int) -> list[Line]:
    """Return the items at even distances over the places of a chart, empty lines in between."""
    shown: list[Line] = [[(None, None)] * width for _ in range(places)]
    stride = max(1, places // len(items)) if items else 1
    for number, item in enumerate(items[:places]):
        shown[number * stride] = item
    return shown


def _money_items(report: Report, block: Block, lines: Sequence[Line]) -> list[Line]:
    """Return the satker and its programs: label, pagu, realisasi; the last label tells of more."""
    cells = report.forms["ringkasan"].cells
    keys = ("rk_pagu", "rk_realisasi", "rk_serapan")
    total = [(cells.excel(k), f"{{ringkasan:@{k}}}") for k in keys]
    items, program = [_money_item("Satker", total)], ""
    for row, line in enumerate(lines, block.header_row + 1):
        code = str(line[0][0])
        if not program or not code.startswith(f"{program}."):
            program = code
            figures = [(line[i][0], cell_name(row, block.left + i)) for i in (2, 3, 4)]
            items.append(_money_item(code, figures))
    if not lines:
        return []
    places = GRAPHS["grafik_program"]
    if len(items) > places:
        more = len(items) - places
        items = items[:places]
        items[-1][0] = (f"{items[-1][0][0]} (dan {more} program lain)", None)
    return items


def _money_item(label: str, figures: Sequence[tuple[Value, str]]) -> Line:
    """Return label, pagu and realisasi of one place; the label has the figures in juta."""
    (pagu, pagu_ref), (spent, spent_ref), (part, part_ref) = figures
    millions = [(v / 10**6 if is_number(v) else v) for v in (pagu, spent)]
    refs = [f"IF(ISNUMBER({r}),{r}/10^6,{r})" for r in (pagu_ref, spent_ref)]
    percent = writing.as_ratio(part) + ("%" if is_number(part) else "")
    shown = f"{label} {percent}\n" + " / ".join(map(writing.as_money, millions))
    sign = f'IF(ISNUMBER({part_ref}),"%","")&CHAR(10)'
    formula = (
        f"{writing.literal(label + ' ')}&{writing.ratio(part_ref)}&{sign}&"
        f'{writing.money(refs[0])}&" / "&{writing.money(refs[1])}'
    )
    values: Line = [_drawn(pagu, pagu_ref), _drawn(spent, spent_ref)]
    return [(shown, formula), *values]


def _drawn(value: Value, ref: str) -> Figure:
    """Return a value to draw; nothing where there is no number."""
    return (value if is_number(value) else ""), f'IF(ISNUMBER({ref}),{ref},"")'


def _sasaran_items(report: Report, block: Block, lines: Sequence[Line]) -> list[Line]:
    """Return label and mean capaian of each sasaran; the upper level is left out."""
    del report
    codes = [str(line[0][0]) for line in lines]
    items: list[Line] = []
    for row, line in enumerate(lines, block.header_row + 1):
        code, mean = codes[row - block.header_row - 1], line[4][0]
        if any(other.startswith(f"{code}.") for other in codes):
            continue
        at, ref = cell_name(row, block.left), cell_name(row, block.left + 4)
        sign = f'IF(ISNUMBER({ref}),"%","")'
        shown = f"{code}  {writing.as_ratio(mean)}" + ("%" if is_number(mean) else "")
        items.append([(shown, f'{at}&"  "&{writing.ratio(ref)}&{sign}'), _drawn(mean, ref)])
    places = GRAPHS["grafik_sasaran"]
    if len(items) > places:
        text, _ = items[places - 1][0]
        items[places - 1][0] = (f"{text} (dan {len(items) - places} sasaran lain)", None)
    return items[:places]
