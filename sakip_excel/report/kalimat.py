"""Sentences about the tables of the LKj, each tied to the figures that it speaks about.

Python writes them: an amount in words or a comparison cannot be said by a formula that anybody
could read. Each cell holds a formula that compares what the tables show now with what they showed
then, and gives the sentence only while both are the same. So text and table cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sakip_excel.forms.excel import spelled
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.forms.references import MissingReferenceError, render
from sakip_excel.report import writing
from sakip_excel.report.lampiran import TableLine, below_target
from sakip_excel.report.live import positions
from sakip_excel.report.ringkasan import PLAIN_CODE, groups_of, mean, per_program
from sakip_excel.report.tables import CAPAIAN, EFISIENSI, HAMBATAN, RAK_TABLE, SASARAN, LineKind
from sakip_excel.scoring import capaian as score
from sakip_excel.scoring.outcome import NOT_REACHED, is_number
from sakip_excel.values.display import percent
from sakip_excel.values.terbilang import spell_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping, Sequence

    from sakip_excel.changes import SheetLayout
    from sakip_excel.forms.base import Value
    from sakip_excel.forms.data import Record
    from sakip_excel.report.blocks import Figure, PrintedTable
    from sakip_excel.report_data import Report

_NAMES = ("triwulan_ke", "skala_ke")
_LONGEST = 8000
"""Characters of a formula; Excel takes 8192."""


@dataclass
class Sentence:
    """A sentence under construction and what it depends on.

    Attributes:
        report: the report.
        table: the table that it speaks about.
        parts: what it says.
        guards: declared formula and present text of everything it says.
    """

    report: Report
    table: PrintedTable
    parts: list[str] = field(default_factory=list)
    guards: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Add a sentence."""
        self.parts.append(text)

    def shown(self, line: str, column: str) -> str:
        """Return what stands in a cell of the table; the sentence depends on it."""
        cell = self.table.figures.get((line, column))
        if cell is None:
            return ""
        self.guards.append((cell.reference, cell.shown))
        return cell.shown

    def watch(self, formula: str, value: Value) -> Value:
        """Return a value after noting that the sentence depends on it."""
        self.guards.append((formula, writing.as_text(value)))
        return value

    def figure(self, key: str, write: Callable[[str], str], twin: Callable[[Value], str]) -> str:
        """Return a named figure of Ringkasan as text."""
        value = twin(self.report.forms["ringkasan"].cells.excel(key))
        self.guards.append((write(f"{{ringkasan:@{key}}}"), value))
        return value

    def identity(self, key: str) -> str:
        """Return a cell of Beranda as text."""
        data = self.report.forms.get("identitas")
        value = writing.as_text(data.cells.excel(key) if data else None)
        self.guards.append((writing.text(f"{{identitas:@{key}}}"), value))
        return value

    def cell(self, where: Mapping[str, SheetLayout], names: Container[str]) -> Figure:
        """Return the sentence and the formula that guards it, where the workbook allows one."""
        text = " ".join(self.parts)
        guards = dict(self.guards)
        if any(name in guards and name not in names for name in _NAMES):
            return text, None
        try:
            cells = [render(formula, "", where) for formula in guards]
        except MissingReferenceError:
            return text, None
        formula = writing.guarded_text(text, cells, list(guards.values()))
        return text, formula if len(formula) <= _LONGEST else None


def sentence_lines(
    report: Report,
    printed: Mapping[str, PrintedTable],
    where: Mapping[str, SheetLayout],
    names: Container[str],
) -> list[TableLine]:
    """Return the lines of the sheet of sentences.

    Args:
        report: the report with its figures computed.
        printed: where the figures of each table stand, by its name.
        where: layouts that turn declared formulas into the workbook's.
        names: defined names of the workbook, lower case.
    """
    lines: list[TableLine] = []
    for name, maker in _MAKERS.items():
        for sentence in maker(report, printed[name]) if name in printed else ():
            if sentence.parts:
                number = len(lines) + 1
                cells: dict[str, Figure] = {
                    "no": (number, None),
                    "tabel": (sentence.table.title, None),
                    "kalimat": sentence.cell(where, names),
                }
                lines.append(TableLine(LineKind.ROW, cells=cells))
    return lines


def _about(sentence: Sentence) -> str:
    """Return whose figures they are: ``KPU Kota Prabumulih tahun 2024``."""
    name, year = sentence.identity("nama_satker"), sentence.identity("tahun")
    return f"{name or 'satker'} tahun {year}" if year else name or "satker"


def _until(sentence: Sentence) -> str:
    quarter = sentence.report.quarter
    sentence.watch("triwulan_ke", quarter)
    return f"sampai Triwulan {QUARTERS[quarter - 1]}" if quarter else "sampai triwulan ini"


def _word(sentence: Sentence, average: Value) -> str:
    """Return predikat and scale in brackets."""
    scale = sentence.report.settings.skala_predikat
    sentence.watch("skala_ke", positions(sentence.report)["skala"])
    return f"({score.predikat(average, scale)}, skala {scale.name})"


def _satker(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    rows = report.forms["kinerja"].rows
    s, average = Sentence(report, table), report.forms["kinerja"].cells.excel("rata_capaian")
    coded = [r for r in rows if r.excel("kode") is not None]
    if not coded:
        return
    s.watch('SUMPRODUCT(--(TRIM({kinerja:kode})<>""))', len(coded))
    s.say(f"Capaian kinerja {_about(s)} {_until(s)} diukur dengan {len(coded)} indikator.")
    if is_number(average):
        known = sum(is_number(r.excel("capaian_dibatasi")) for r in rows)
        s.watch("COUNT({kinerja:capaian_dibatasi})", known)
        shown = s.shown("jumlah:satker", "capaian")
        s.say(f"{known} indikator dapat dihitung, dengan rata-rata {shown}% {_word(s, average)}.")
        s.say(_reached(s, rows, ""))
    yield s
    before = s.table.figures.get(("jumlah:satker", "capaian_lalu"))
    if before is not None and before.shown and is_number(average):
        yield _compared(report, table)


def _compared(report: Report, table: PrintedTable) -> Sentence:
    """Return the sentence that compares the means of the two years."""
    s, data = Sentence(report, table), report.forms["kinerja"]
    now, then = s.shown("jumlah:satker", "capaian"), s.shown("jumlah:satker", "capaian_lalu")
    before = mean(r.excel("capaian_lalu") for r in data.rows)
    average = data.cells.excel("rata_capaian")
    if is_number(before) and is_number(average):
        difference = writing.as_ratio(abs(average - before))
        change = "sama dengan" if difference == "0,00" else f"{difference} poin persen di "
        change += "" if difference == "0,00" else "atas" if average > before else "bawah"
        s.say(f"Rata-rata capaian {now}% {change} rata-rata tahun sebelumnya ({then}%).")
    return s


def _reached(s: Sentence, rows: Sequence[Record], criteria: str) -> str:
    """Return how many indikator reached their target; the sentence depends on the counts."""
    values = [r.excel("capaian") for r in rows]
    reached = sum(is_number(v) and v >= 1 for v in values)
    missed = sum(below_target(v) for v in values)
    column = "{kinerja:capaian}"
    s.watch(f'COUNTIFS({column},">=1"{criteria})', reached)
    fewer = f'COUNTIFS({column},"<1"{criteria})+COUNTIFS({column},"{NOT_REACHED}"{criteria})'
    s.watch(fewer, missed)
    others = len([r for r in rows if r.excel("kode") is not None]) - reached - missed
    if reached + missed == 1 and not others:
        return "Target tercapai." if reached else "Target belum tercapai."
    known = f"{reached} indikator mencapai target"
    if missed and reached:
        known = f"{known} dan {missed} belum"
    elif missed:
        known = f"{missed} indikator belum mencapai target"
    return f"{known}; {others} tidak dinilai dengan angka." if others else f"{known}."


def _sasaran(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    for code, rows in groups_of(report.forms["kinerja"].rows).items():
        if not PLAIN_CODE.fullmatch(code):
            continue
        s, line = Sentence(report, table), f"jumlah:{code}"
        criteria = f',{{kinerja:kode}},"{code}.*"'
        title = next((writing.as_text(r.excel("sasaran")) for r in rows if r.excel("sasaran")), "")
        s.watch(f"COUNTIFS({criteria[1:]})", len(rows))
        average = mean(r.excel("capaian_dibatasi") for r in rows)
        shown = s.shown(line, "capaian")
        named = f"Sasaran {code} ({title})" if title else f"Sasaran {code}"
        result = (
            f"rata-rata capaiannya {shown}% {_word(s, average)}"
            if is_number(average)
            else "capaiannya belum dapat dihitung"
        )
        s.say(f"{named} diukur dengan {len(rows)} indikator; {result}.")
        s.say(_reached(s, rows, criteria))
        if is_number(sum_of(rows)):
            pagu, spent, part = (
                s.shown(line, k) for k in ("pagu", "realisasi_anggaran", "serapan")
            )
            s.say(f"Anggaran pendukungnya Rp {pagu}, terealisasi Rp {spent} atau {part}%.")
        yield s


def sum_of(rows: Sequence[Record]) -> Value:
    """Return the pooled serapan of rows of Kinerja; None without pagu or realisasi."""
    pagu, spent = (
        [v for r in rows if is_number(v := r.excel(key))] for key in ("pagu", "realisasi_anggaran")
    )
    return sum(spent) / sum(pagu) if spent and sum(pagu) else None


def _efisiensi(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    cells = report.forms["anggaran"].cells
    s, line = Sentence(report, table), "jumlah:satker"
    if not is_number(cells.excel("total_serapan")):
        return
    pagu, spent, part = (s.shown(line, k) for k in ("pagu", "realisasi", "serapan"))
    in_words = [_spelled(cells.excel(key)) for key in ("total_pagu", "total_realisasi")]
    s.say(
        f"Pagu {_about(s)} sebesar Rp {pagu}{in_words[0]} dengan realisasi {_until(s)} sebesar "
        f"Rp {spent}{in_words[1]} atau {part}%{_spelled_percent(part)}."
    )
    yield s
    yield from _absorption(report, table)
    s = Sentence(report, table)
    if is_number(cells.excel("total_efisiensi")):
        s.say(
            "Terhadap pengeluaran seharusnya (pagu x capaian RO), efisiensinya "
            f"{s.shown(line, 'efisiensi')}%; angka ini analisis efisiensi LKj, bukan NKA."
        )
        yield s
    yield from _programs(report, table)


def _spelled_percent(shown: str) -> str:
    """Return printed percent points, 2.928,26, in words in brackets; nothing beyond all words."""
    try:
        return f" ({spell_percent(shown.replace('.', ''))})"
    except ValueError:
        return ""


def _spelled(amount: Value) -> str:
    words = spelled(amount)
    return f" ({words})" if words else ""


def _absorption(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    """Yield how far absorption is from the track of the quarter, and what is above its pagu."""
    s = Sentence(report, table)
    gap = report.forms["ringkasan"].cells.excel("rk_beda_serapan")
    if "ringkasan" in report.forms and is_number(gap):
        goal = s.figure("rk_target_serapan", writing.ratio, writing.as_ratio)
        s.figure("rk_beda_serapan", writing.ratio, writing.as_ratio)
        side = "di atas" if gap >= 0 else "di bawah"
        far = percent(abs(gap)).removesuffix("%")
        s.say(f"Serapan {_until(s)} {far} poin persen {side} patokan {goal}% (informasi).")
    over = sum(is_number(v) and v < 0 for v in (r.excel("sisa") for r in report.forms["anggaran"]))
    s.watch('COUNTIF({anggaran:sisa},"<0")', over)
    if over:
        s.say(f"{over} RO mempunyai realisasi di atas pagu.")
    yield s


def _programs(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    for code, rows, _ in per_program(report.forms["anggaran"]):
        s, line = Sentence(report, table), f"induk:{code}"
        pagu, spent, part, saved = (
            s.shown(line, k) for k in ("pagu", "realisasi", "serapan", "efisiensi")
        )
        title = next((writing.as_text(r.excel("program")) for r in rows if r.excel("program")), "")
        named = f"Program {code} ({title})" if title else f"Program {code}"
        if part and part[-1].isdigit() and saved and saved[-1].isdigit():
            s.say(f"{named}: pagu Rp {pagu}, realisasi Rp {spent} ({part}%), efisiensi {saved}%.")
            yield s


def _hambatan(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    rows = report.forms["kinerja"].rows
    s = Sentence(report, table)
    counts = []
    for key in ("hambatan", "tindak_lanjut"):
        counts.append(sum(not r.is_blank(key) for r in rows))
        s.watch(f'SUMPRODUCT(--ISNUMBER(1/(TRIM({{kinerja:{key}}})<>"")))', counts[-1])
    silent = sum(
        below_target(r.excel("capaian")) and r.typed("hambatan") in {None, ""} for r in rows
    )
    missed = ("<1", NOT_REACHED)
    formula = "+".join(
        f'COUNTIFS({{kinerja:capaian}},"{text}",{{kinerja:hambatan}},"")' for text in missed
    )
    s.watch(formula, silent)
    if any(counts) or silent:
        s.say(f"Hambatan ditulis untuk {counts[0]} indikator dan tindak lanjut untuk {counts[1]}.")
    if silent:
        s.say(f"{silent} indikator di bawah target belum disertai hambatan.")
    yield s


def _rak(report: Report, table: PrintedTable) -> Iterator[Sentence]:
    s = Sentence(report, table)
    if "ringkasan" not in report.forms:
        return
    planned, done = (
        s.figure(key, writing.count, writing.as_count)
        for key in ("rk_direncanakan", "rk_terlaksana")
    )
    part = s.figure("rk_capaian_rak", writing.ratio, writing.as_ratio)
    if planned in {"", "0"}:
        return
    until = _until(s)
    s.say(
        f"{until[0].upper()}{until[1:]} direncanakan {planned} pelaksanaan rencana aksi dan "
        f"terlaksana {done}, atau {part}%."
    )
    late = sum(r.excel("status") == "Terlambat" for r in report.forms["rak"])
    s.watch('COUNTIF({rak:status},"Terlambat")', late)
    if late:
        s.say(f"{late} indikator kegiatan terlambat.")
    yield s


_MAKERS: dict[str, Callable[[Report, PrintedTable], Iterator[Sentence]]] = {
    CAPAIAN.name: _satker,
    SASARAN.name: _sasaran,
    EFISIENSI.name: _efisiensi,
    HAMBATAN.name: _hambatan,
    RAK_TABLE.name: _rak,
}
