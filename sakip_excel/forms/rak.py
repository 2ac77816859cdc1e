"""Rencana Aksi Kinerja: what is planned and done in which quarter."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sakip_excel.forms.base import Computed, Field, Form, Kind, Value
from sakip_excel.forms.excel import QUARTER, tick
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.forms.pk import CODE_HINT, CODE_PATTERN
from sakip_excel.scoring.rak import RakProgress, rak_progress
from sakip_excel.values.marks import Tick, parse_tick

if TYPE_CHECKING:
    from sakip_excel.forms.base import Context
    from sakip_excel.forms.data import Record

PLAN = tuple(f"rencana_tw{i}" for i in range(1, 5))
DONE = tuple(f"realisasi_tw{i}" for i in range(1, 5))
_MARKS = (*PLAN, *DONE)
_ANCHORS = ("kegiatan", "indikator", "rencana_aksi")
_EMPTY = 'IFERROR(TRIM({kegiatan}&{indikator}&{rencana_aksi})="",FALSE)'


def _counted(keys: tuple[str, ...]) -> str:
    """Return a formula: the ticks of the quarters up to the reported one."""
    return "+".join(f"({QUARTER}>={i})*{tick('{' + key + '}')}" for i, key in enumerate(keys, 1))


def _scheduled() -> str:
    return "+".join(tick("{" + key + "}") for key in PLAN)


def is_ticked(record: Record, key: str) -> bool:
    """Return whether a quarter is ticked with a mark that the program knows."""
    return parse_tick(record.typed(key)) is Tick.YES


def progress(record: Record, context: Context) -> RakProgress | None:
    """Return the progress of one action up to the reported quarter; None for an unnamed row."""
    for key in _ANCHORS:
        if record.excel(key) is not None:
            return _progress(tuple([record.typed(k) for k in _MARKS]), context.quarter)
    return None


@lru_cache(maxsize=1024)
def _progress(marks: tuple[object, ...], quarter: int) -> RakProgress:
    """Return the progress for eight marks; each row is asked for four columns."""
    ticked = [parse_tick(mark) is Tick.YES for mark in marks]
    return rak_progress(ticked[: len(PLAN)], ticked[len(PLAN) :], quarter)


def _direncanakan(record: Record, context: Context) -> Value:
    found = progress(record, context)
    return None if found is None else found.direncanakan


def _terlaksana(record: Record, context: Context) -> Value:
    found = progress(record, context)
    return None if found is None else found.terlaksana


def _capaian(record: Record, context: Context) -> Value:
    found = progress(record, context)
    return None if found is None else found.capaian


def _status(record: Record, context: Context) -> Value:
    found = progress(record, context)
    return None if found is None else str(found.status)


def _quarter_fields(prefix: str, keys: tuple[str, ...], text: str) -> tuple[Field, ...]:
    return tuple(
        Field(
            key,
            f"{prefix} TW {roman}",
            Kind.TICK,
            f"{text} triwulan {roman}: pilih ✓ dari daftar atau kosongkan.",
            choices=("✓",),
            strict_choices=False,
            example="✓",
            width=10,
            aliases=(f"tw {roman}", f"tw{i}", f"triwulan {roman}") if prefix == "Rencana" else (),
        )
        for i, (key, roman) in enumerate(zip(keys, QUARTERS, strict=True), 1)
    )


RAK = Form(
    key="rak",
    order=30,
    frozen="indikator",
    repeated=("indikator", "indikator"),
    new_page=("realisasi_tw1",),
    area="RK",
    sheet="RAK",
    title="Rencana Aksi Kinerja",
    purpose="Satu baris satu indikator kegiatan.",
    table="tblRAK",
    source="RAK: Kegiatan, Indikator, Target, Kegiatan (uraian), TW I-IV, Penanggung jawab; "
    "kolom kode, satuan, realisasi dan bukti ditambahkan",
    certainty="terlihat pada dokumen contoh",
    columns=(
        Field(
            "kegiatan",
            "Kegiatan",
            Kind.TEXT,
            "Kegiatan atau sasaran program.",
            required=True,
            example="Pengelolaan Logistik",
            width=30,
            aliases=("kegiatan atau sasaran program", "sasaran program"),
        ),
        Field(
            "indikator",
            "Indikator kinerja",
            Kind.TEXT,
            "Satu indikator satu baris.",
            required=True,
            example="Persentase penyediaan logistik Pemilu",
            width=42,
            aliases=("indikator kinerja kegiatan", "indikator"),
        ),
        Field(
            "kode",
            "Kode PK",
            Kind.CODE,
            "Kode indikator PK yang didukung; boleh kosong.",
            pk_codes=True,
            pattern=CODE_PATTERN,
            pattern_hint=CODE_HINT,
            example="1.1.2",
            width=9,
        ),
        Field(
            "target",
            "Target",
            Kind.MEASURE,
            "Angka saja, atau huruf AA-D / WTP. Untuk %: 90 atau 90%.",
            required=True,
            example="100",
            width=10,
        ),
        Field("satuan", "Satuan", Kind.TEXT, "Satuan target.", example="%", width=10),
        Field(
            "rencana_aksi",
            "Rencana aksi",
            Kind.TEXT,
            "Apa yang akan dikerjakan.",
            required=True,
            example="Ketersediaan logistik Pemilu",
            width=38,
            aliases=("uraian", "kegiatan (uraian)", "aksi"),
        ),
        *_quarter_fields("Rencana", PLAN, "Direncanakan pada"),
        *_quarter_fields("Realisasi", DONE, "Terlaksana pada"),
        Field(
            "penanggung_jawab",
            "Penanggung jawab",
            Kind.TEXT,
            "Divisi atau jabatan, bukan nama orang.",
            required=True,
            example="Divisi Keuangan, Umum dan Logistik",
            width=24,
            aliases=("pic",),
        ),
        Field(
            "bukti",
            "Bukti dukung",
            Kind.TEXT,
            "Dokumen yang membuktikan pelaksanaan.",
            example="Laporan kegiatan",
            width=22,
            aliases=("bukti",),
        ),
        Field(
            "direncanakan",
            "Direncanakan s.d. TW ini",
            Kind.INTEGER,
            "Banyaknya triwulan yang direncanakan sampai triwulan yang dilaporkan.",
            width=13,
            number_format="0",
            computed=Computed(
                formula=f'IF({_EMPTY},"",{_counted(PLAN)})',
                row=_direncanakan,
            ),
        ),
        Field(
            "terlaksana",
            "Terlaksana s.d. TW ini",
            Kind.INTEGER,
            "Banyaknya triwulan yang terlaksana sampai triwulan yang dilaporkan.",
            width=13,
            number_format="0",
            computed=Computed(
                formula=f'IF({_EMPTY},"",{_counted(DONE)})',
                row=_terlaksana,
            ),
        ),
        Field(
            "capaian_rak",
            "Capaian RAK (%)",
            Kind.RATIO,
            "Terlaksana dibagi direncanakan sampai triwulan yang dilaporkan.",
            width=11,
            computed=Computed(
                formula='IF({direncanakan}="","",'
                'IF({direncanakan}=0,"",{terlaksana}/{direncanakan}))',
                row=_capaian,
            ),
        ),
        Field(
            "status",
            "Status",
            Kind.TEXT,
            "Sesuai, Terlambat, Lebih awal, Belum waktunya atau Tidak dijadwalkan.",
            width=16,
            computed=Computed(
                formula='IF({direncanakan}="","",'
                f'IF({_scheduled()}=0,"Tidak dijadwalkan",'
                "IF({terlaksana}>{direncanakan},"
                '"Lebih awal",'
                'IF({direncanakan}=0,"Belum waktunya",'
                'IF({terlaksana}<{direncanakan},"Terlambat","Sesuai")))))',
                row=_status,
            ),
        ),
    ),
)
