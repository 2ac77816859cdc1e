"""The page Ringkasan besides its figures: ready or not, words, lists, charts, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.changes import layouts
from sakip_excel.exchange.seal_state import SealState
from sakip_excel.exchange.seal_words import CHANGED_MARK
from sakip_excel.forms import FORMS
from sakip_excel.forms.excel import is_error, spelled
from sakip_excel.locate import header_cells
from sakip_excel.report import writing
from sakip_excel.report.blocks import Block
from sakip_excel.report.layout import KEY_BLOCKS
from sakip_excel.report.live import SCALE_ROWS
from sakip_excel.report.notes import move_notes, notes_among, theirs_in_short_list
from sakip_excel.report.pokok import key_lines, upper
from sakip_excel.scoring.outcome import NO_CASE, NOT_COMPUTABLE, NOT_REACHED, is_blank, is_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sakip_excel.changes import ChangeList
    from sakip_excel.forms.base import Value
    from sakip_excel.report.blocks import Figure, Line
    from sakip_excel.report_data import Report
    from sakip_excel.workbook.book import Book

READY, NOT_READY = "SIAP DIKIRIM", "BELUM SIAP DIKIRIM"
_UNSEALED = {
    SealState.NONE: "belum disegel",
    SealState.CHANGED: "berubah setelah disegel",
    SealState.INTACT: "",
}
GRAPHS = {"grafik_program": 6, "grafik_sasaran": 9}
"""Places in the charts, by name of the cells behind them.

A chart looks at a fixed range: LibreOffice draws nothing from a defined name that moves, and no
program draws well over errors. Fewer items are spread over the places with gaps in between.
"""
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)


def page_figures(
    report: Report,
    counts: Mapping[str, int] | None = None,
    seal: SealState = SealState.NONE,
) -> dict[str, Figure]:
    """Return value and declared formula of each named cell of the page.

    Args:
        report: the report with the figures of Ringkasan computed.
        counts: findings by severity, None before the first check.
        seal: whether the workbook is sealed and still as it was then.
    """
    reasons = _reasons(report, counts, seal)
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


def _reasons(report: Report, counts: Mapping[str, int] | None, seal: SealState) -> tuple[str, str]:
    """Return why the workbook cannot be sent yet; empty when it can."""
    errors = 0 if counts is None else counts.get("galat", 0)
    values = ["belum diperiksa" if counts is None else ""]
    values.append(f"{errors} galat harus diperbaiki" if errors else "")
    wrong = 'jumlah_galat&" galat harus diperbaiki; "'
    formulas = [
        'IF(ISNUMBER(jumlah_galat),"","belum diperiksa; ")',
        f'IF(ISNUMBER(jumlah_galat),IF(jumlah_galat=0,"",{wrong}),"")',
    ]
    for form in FORMS:
        if form.table and not form.optional and form.key in report.forms:
            sheet, key = form.sheet, form.columns[0].key
            rows = [r.excel(key) for r in report.forms[form.key].rows]
            empty = not any(not is_error(v) and not is_blank(v) for v in rows)
            values.append(f"{sheet} belum diisi" if empty else "")
            filled = f'SUMPRODUCT(--ISNUMBER(1/(TRIM({{{form.key}:{key}}})<>"")))'
            formulas.append(f'IF({filled}=0,"{sheet} belum diisi; ","")')
    values.append(_UNSEALED[seal])
    unsealed, altered = f"{_UNSEALED[SealState.NONE]}; ", f"{_UNSEALED[SealState.CHANGED]}; "
    started = f'LEFT(TRIM(segel),{len(CHANGED_MARK)})="{CHANGED_MARK}"'
    formulas.append(f'IF(TRIM(segel)="","{unsealed}",IF({started},"{altered}",""))')
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
    made: ChangeList,
    book: Book,
    report: Report,
    counts: Mapping[str, int] | None,
    seal: SealState = SealState.NONE,
) -> None:
    """Add the named cells of the page to the changes; one that the workbook lacks is left out."""
    if "ringkasan" not in report.forms:
        return
    where = layouts(report)
    for name, figure in page_figures(report, counts, seal).items():
        place = header_cells(book, name)
        if place is not None:
            sheet, row, left, _ = place
            Block((sheet, row - 1, left, left), book.names).write(made, [[figure]], where, ())


def write_graphs(
    made: ChangeList, book: Book, report: Report, lists: Mapping[str, tuple[Block, Sequence[Line]]]
) -> None:
    """Add what the page shows of the complete lists to the changes: short lists, charts.

    Args:
        made: the list of changes to add to.
        book: the workbook.
        report: the report with the figures of Ringkasan computed.
        lists: the complete lists with their lines, by name.
    """
    for name, source in KEY_BLOCKS.items():
        place = header_cells(book, name)
        if place is not None and source in lists:
            block, shown = Block(place, book.names), key_lines(*lists[source])
            block.write(made, shown, None, ())
            rows = range(block.header_row + 1, block.header_row + len(shown) + 1)
            columns = range(block.left, block.right + 1)
            notes = notes_among(book, block.sheet, columns, rows, theirs_in_short_list)
            move_notes(made, book, block.sheet, notes, rows[-1])
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
    """Return the satker and its programs: label, pagu, realisasi."""
    cells = report.forms["ringkasan"].cells
    keys = ("rk_pagu", "rk_realisasi", "rk_serapan")
    total = [(cells.excel(k), f"{{ringkasan:@{k}}}") for k in keys]
    items = [_money_item(("Satker", '"Satker"'), total)]
    for number in upper([str(line[0][0]) for line in lines]):
        line = lines[number]
        figures = [(line[i][0], block.reference(number, i)) for i in (2, 3, 4)]
        items.append(_money_item((str(line[0][0]), block.reference(number, 0)), figures))
    return _fitted(items, GRAPHS["grafik_program"]) if lines else []


def _fitted(items: list[Line], places: int) -> list[Line]:
    """Return what a chart has places for; the last place tells how many are left out."""
    if len(items) <= places:
        return items
    more = len(items) - places + 1
    return [*items[: places - 1], [(f"{more} lainnya", None), *[("", None)] * (len(items[0]) - 1)]]


def _money_item(label: tuple[str, str], figures: Sequence[tuple[Value, str]]) -> Line:
    """Return label with serapan below it, pagu and realisasi of one place."""
    (pagu, pagu_ref), (spent, spent_ref), (part, part_ref) = figures
    shown = f"{label[0]}\n{writing.as_ratio(part)}" + ("%" if is_number(part) else "")
    sign = f'IF(ISNUMBER({part_ref}),"%","")'
    formula = f"{label[1]}&CHAR(10)&{writing.ratio(part_ref)}&{sign}"
    return [(shown, formula), _drawn(pagu, pagu_ref), _drawn(spent, spent_ref)]


def _drawn(value: Value, ref: str) -> Figure:
    """Return a value to draw; nothing where there is no number."""
    return (value if is_number(value) else ""), f'IF(ISNUMBER({ref}),{ref},"")'


def _sasaran_items(report: Report, block: Block, lines: Sequence[Line]) -> list[Line]:
    """Return label and mean capaian of each sasaran; the upper level is left out."""
    del report
    codes = [str(line[0][0]) for line in lines]
    items: list[Line] = []
    for number, (code, line) in enumerate(zip(codes, lines, strict=True)):
        mean = line[4][0]
        if any(other.startswith(f"{code}.") for other in codes):
            continue
        at, ref = block.reference(number, 0), block.reference(number, 4)
        sign = f'IF(ISNUMBER({ref}),"%","")'
        shown = f"{code}  {writing.as_ratio(mean)}" + ("%" if is_number(mean) else "")
        items.append([(shown, f'{at}&"  "&{writing.ratio(ref)}&{sign}'), _drawn(mean, ref)])
    return _fitted(items, GRAPHS["grafik_sasaran"])
