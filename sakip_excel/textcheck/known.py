"""What the workbook says: the figures, names and periods with which a text is compared."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sakip_excel.rules._look import date_of, indikator_of, plain
from sakip_excel.rules.regions import Region, own_region
from sakip_excel.scoring.outcome import is_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sakip_excel.forms.data import Record
    from sakip_excel.report_data import Report
    from sakip_excel.scoring.outcome import Measure
    from sakip_excel.scoring.scales import Scale

_WHOLE: Final = 0.005


@dataclass(frozen=True, slots=True)
class Money:
    """Pagu and realisasi of one thing.

    Attributes:
        label: what it is, as printed in a sentence.
        pagu: rupiah.
        realisasi: rupiah; None when the workbook has none.
        level: ``satker``, ``program``, ``kegiatan``, ``RO``, ``sasaran`` or ``indikator``.
        efisiensi: every ratio that may be called its efisiensi.
    """

    label: str
    pagu: float
    realisasi: float | None
    level: str
    efisiensi: tuple[float, ...] = ()

    @property
    def serapan(self) -> float | None:
        """Return realisasi over pagu as a ratio, None where it cannot be computed."""
        return None if self.realisasi is None or not self.pagu else self.realisasi / self.pagu


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indikator of PK with what Kinerja says about it.

    Attributes:
        name: as printed in PK.
        sasaran: its sasaran.
        jenis: Persentase, Jumlah, Nilai, Predikat, Opini or Level; may be empty.
        target: target of PK.
        measured: whether Kinerja has a row for it.
        realisasi: to the reported quarter.
        capaian: ratio, or the words that say why there is none.
    """

    name: str
    sasaran: str
    jenis: str
    target: Measure | None
    measured: bool = False
    realisasi: Measure | None = None
    capaian: object = None

    @property
    def missed(self) -> bool:
        """Return whether the target was clearly not reached."""
        if is_number(self.capaian):
            return self.capaian < 1 - 1e-9
        return str(self.capaian or "").casefold() == "tidak tercapai"


@dataclass
class Known:
    """Everything that a text is compared with.

    Attributes:
        year: report year, 0 when Beranda does not say.
        satker: name of the satker.
        level: Kabupaten/Kota, Provinsi or Pusat.
        province: its province.
        code: code of the satker, six digits.
        dated: date of the report.
        scale: predicate scale in force.
        money: every pagu and realisasi, the satker's first.
        amounts: what every single amount of the workbook is.
        indicators: the indikator of PK.
        capaian: mean capaian of the satker as a ratio, None when it cannot be computed.
        tujuan: the different tujuan in the order of PK.
    """

    year: int
    satker: str
    level: str
    province: str
    code: str
    dated: date | None
    scale: Scale
    money: list[Money] = field(default_factory=list)
    amounts: dict[int, str] = field(default_factory=dict)
    indicators: list[Indicator] = field(default_factory=list)
    capaian: float | None = None
    tujuan: tuple[str, ...] = ()

    @property
    def own(self) -> Region | None:
        """Return the satker's own region."""
        return own_region(self.satker)

    @property
    def total(self) -> Money | None:
        """Return pagu and realisasi of the whole satker, None without a form Anggaran."""
        return next((m for m in self.money if m.level == "satker"), None)

    @property
    def complete(self) -> bool:
        """Return whether the rows of Anggaran add up to the pagu of the DIPA on Beranda."""
        dipa = next((a for a, label in self.amounts.items() if label == "pagu DIPA"), None)
        total = self.total
        return total is not None and (dipa is None or abs(total.pagu - dipa) <= _WHOLE * dipa)

    @property
    def sasaran(self) -> tuple[str, ...]:
        """Return the different sasaran in the order of PK."""
        return tuple(dict.fromkeys(i.sasaran for i in self.indicators if i.sasaran))

    def pair(self, pagu: float, realisasi: float) -> Money | None:
        """Return what has exactly this pagu and realisasi."""
        return next((m for m in self.money if (m.pagu, m.realisasi) == (pagu, realisasi)), None)


def known_from(report: Report) -> Known:
    """Return what a computed report says."""
    identitas = report.forms.get("identitas")
    cells = identitas.cells if identitas else None

    def text(key: str) -> str:
        return cells.text(key) if cells else ""

    known = Known(
        report.year or 0,
        report.satker,
        text("tingkat"),
        text("provinsi"),
        text("kode_satker"),
        date_of(cells, "tanggal_laporan") if cells else None,
        report.settings.skala_predikat,
    )
    known.indicators = list(_indicators(report))
    known.money = list(_money(report))
    known.tujuan = _tujuan(report)
    known.amounts = dict(_amounts(report, known))
    mean = report.forms["kinerja"].cells.computed.get("rata_capaian") if _has(report) else None
    known.capaian = mean if is_number(mean) else None
    return known


def _has(report: Report, form: str = "kinerja") -> bool:
    return form in report.forms


def _tujuan(report: Report) -> tuple[str, ...]:
    rows = report.forms["pk"].rows if _has(report, "pk") else []
    return tuple(dict.fromkeys(r.text("tujuan") for r in rows if r.text("tujuan")))


def _indicators(report: Report) -> Iterator[Indicator]:
    """Yield the indikator of PK, else those of Kinerja."""
    rows = report.forms["kinerja"].rows if _has(report) else []
    measured = {r.text("kode"): r for r in rows if r.text("kode")}
    if _has(report, "pk") and report.forms["pk"].rows:
        for row in report.forms["pk"]:
            yield _indicator(row, measured.get(row.text("kode")))
    else:
        for row in rows:
            yield _indicator(row, row)


def _indicator(row: Record, measured: Record | None) -> Indicator:
    name = row.text("indikator") or indikator_of(row)
    target: object = row.computed.get("target_terbaca") or row.computed.get("target")
    target = row.parsed.get("target") if target is None else target
    base = Indicator(
        name,
        row.text("sasaran"),
        row.text("jenis"),
        _measure(target),
    )
    if measured is None:
        return base
    return Indicator(
        base.name,
        base.sasaran,
        base.jenis,
        base.target,
        measured=True,
        realisasi=measured.computed.get("realisasi"),
        capaian=measured.computed.get("capaian"),
    )


def _measure(value: object) -> Measure | None:
    """Return a target as a number where it is one, "12 Kali" and "97,5%" typed as text too."""
    from sakip_excel.values.number import parse_number

    if isinstance(value, str):
        read = parse_number(value).value
        return value if read is None else read
    return value if is_number(value) else None


def _money(report: Report) -> Iterator[Money]:
    """Yield the satker, programs, kegiatan, RO, sasaran and indikator with their money."""
    if _has(report, "anggaran"):
        yield from _anggaran(report)
    if _has(report):
        rows = [r for r in report.forms["kinerja"] if r.number("pagu")]
        names = {r.row: r.text("indikator") for r in rows}
        yield from (_sum(f"indikator {names[r.row]}", [r], "indikator") for r in rows)
        for name, members in _groups(rows, "sasaran"):
            yield _sum(f"sasaran {name}", members, "sasaran")


def _anggaran(report: Report) -> Iterator[Money]:
    form = report.forms["anggaran"]
    rows = [r for r in form if r.number("pagu") is not None]
    cells = form.cells.computed
    total = _sum("seluruh satker", rows, "satker")
    ratios = [cells.get("total_efisiensi"), cells.get("total_selisih")]
    yield Money(
        total.label,
        total.pagu,
        total.realisasi,
        "satker",
        tuple(ratio for ratio in ratios if is_number(ratio)),
    )
    for level, key in (("program", "kode_program"), ("kegiatan", "kode_kegiatan")):
        for name, members in _groups(rows, key):
            yield _sum(f"{level} {name}", members, level)
    for row in rows:
        code = ".".join(
            row.text(k) for k in ("kode_kegiatan", "kode_kro", "kode_ro") if row.text(k)
        )
        yield _sum(f"RO {code}", [row], "RO")


def _groups(rows: list[Record], key: str) -> Iterator[tuple[str, list[Record]]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        if row.text(key):
            found[row.text(key)].append(row)
    yield from found.items()


def _sum(label: str, rows: list[Record], level: str) -> Money:
    """Return pooled pagu and realisasi of rows of Anggaran or Kinerja."""
    pagu = sum(r.number("pagu") or 0 for r in rows)
    spent = [_spent(r) for r in rows]
    realisasi = None if None in spent else sum(s for s in spent if s is not None)
    rest = () if realisasi is None or not pagu else (1 - realisasi / pagu,)
    return Money(label, pagu, realisasi, level, rest)


def _spent(row: Record) -> float | None:
    if "realisasi" in row.computed and "sisa" in row.computed:  # a row of Anggaran
        return row.number("realisasi")
    return row.number("realisasi_anggaran")


def _amounts(report: Report, known: Known) -> Iterator[tuple[int, str]]:
    """Yield every amount of the workbook; the most important label comes last and stays."""
    for money in reversed(known.money):
        if money.realisasi is not None:
            yield round(money.pagu - money.realisasi), f"sisa {money.label}"
            yield round(money.realisasi), f"realisasi {money.label}"
        yield round(money.pagu), f"pagu {money.label}"
    if _has(report, "pk_anggaran"):
        form = report.forms["pk_anggaran"]
        for row in form:
            amount = row.number("anggaran")
            if amount:
                yield round(amount), f"anggaran PK program {row.text('kode_program')}"
        total = form.cells.computed.get("total_anggaran")
        if is_number(total):
            yield round(total), "anggaran PK"
    if _has(report, "identitas"):
        dipa = report.forms["identitas"].cells.number("pagu_dipa")
        if dipa:
            yield round(dipa), "pagu DIPA"


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name as a text is searched for them: letters only, one spelling."""
    spelled = {"presentase": "persentase", "prosentase": "persentase", "adhok": "adhoc"}
    found = (w for w in plain(text).replace("%", " ").split() if w.isalpha() and len(w) > 1)
    return tuple(spelled.get(word, word) for word in found)
