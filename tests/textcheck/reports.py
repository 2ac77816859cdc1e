"""A small workbook with round figures, and what the text check says about a text beside it.

Pagu 60 and 40 million, realisasi 57 and 30 million: 95% and 75%, together 87%, on average 85%.
"""

from __future__ import annotations

from sakip_excel.textcheck import rules
from sakip_excel.textcheck.known import Known, known_from
from sakip_excel.textcheck.read_text import from_lines
from sakip_excel.textcheck.remark import LOOKS, Remark, run_looks
from tests.rules.build import build

assert rules  # registers the rules

IDENTITAS = """
kode_satker | nama_satker         | tingkat        | provinsi         | tahun | triwulan | {}
999901      | KPU Kota Prabumulih | Kabupaten/Kota | Sumatera Selatan | 2024  | IV       | {}
""".format("pagu_dipa | tanggal_laporan", "100000000 | 2025-01-16")
MANDIRI = "Mewujudkan KPU yang mandiri dan profesional"
EFISIEN = "Menyelenggarakan Pemilu yang demokratis tepat waktu dan efisien"
DAMAI = "Terwujudnya pemilu yang aman dan damai"
PK = "\n".join(
    " | ".join(row)
    for row in (
        ("kode", "tujuan", "sasaran", "indikator", "jenis", "arah", "target"),
        (
            "1.1.1",
            MANDIRI,
            "Terwujudnya kebijakan bidang politik yang kuat",
            "Persentase kegiatan koordinasi dengan para pihak terkait",
            *("Persentase", "Naik", "90"),
        ),
        (
            "1.2.1",
            MANDIRI,
            "Terwujudnya sumber daya manusia berkualitas",
            "Nilai Akuntabilitas Kinerja",
            *("Predikat", "Naik", "B"),
        ),
        (
            "2.3.1",
            EFISIEN,
            DAMAI,
            "Persentase informasi yang dipublikasikan paling lambat 1 hari",
            *("Persentase", "Naik", "95"),
        ),
        (
            "2.3.2",
            EFISIEN,
            DAMAI,
            "Persentase sengketa hukum yang dimenangkan KPU",
            *("Persentase", "Naik", "100"),
        ),
    )
)
KINERJA = """
kode | realisasi_tw4 | tidak_ada_kasus | pagu | realisasi_anggaran
1.1.1 | 90 | | 3000000 | 2900000
1.2.1 | CC | | |
2.3.1 | 80 | | |
2.3.2 | | Ya | |
"""
ANGGARAN = """
kode_program | kode_kegiatan | kode_kro | kode_ro | tvro | rvro | pagu | realisasi_tw4
CQ | 6709 | QGE | 001 | 1 | 1 | 60000000 | 57000000
WA | 3355 | EBA | 994 | 1 | 1 | 40000000 | 30000000
"""


def known(**tables: str) -> Known:
    """Return what the small workbook says; tables may be replaced, an empty one is left out."""
    forms = {"identitas": IDENTITAS, "pk": PK, "kinerja": KINERJA, "anggaran": ANGGARAN, **tables}
    return known_from(build(**{key: table for key, table in forms.items() if table}))


def look(code: str, text: str, **tables: str) -> list[Remark]:
    """Return what one rule says about a text beside the small workbook."""
    assert code in LOOKS
    remarks = run_looks(from_lines("LKj.txt", text), known(**tables))
    return [remark for remark in remarks if remark.finding.code == code]
