"""Cases of the rules of the RAK; wordings are those of the RAK of Kota Probolinggo."""

from tests.rules.cases.case import FORM, right, wrong

KEYS = "indikator | target | satuan | rencana_aksi"


def _row(indikator, target="90", satuan="%", aksi="Ketersediaan logistik"):
    return f"{KEYS}\n{indikator} | {target} | {satuan} | {aksi}"


def _ticks(*rows):
    """Return a RAK whose rows are eight marks: four planned, four done; ``.`` is none."""
    quarters = [f"{kind}_tw{n}" for kind in ("rencana", "realisasi") for n in (1, 2, 3, 4)]
    lines = [" | ".join(["kegiatan", "indikator", *quarters, "bukti"])]
    for number, row in enumerate(rows, 1):
        marks, _, evidence = row.partition(" ")
        cells = ["" if mark == "." else mark for mark in marks]
        lines.append(" | ".join(["Logistik", f"Persentase {number}", *cells, evidence]))
    return "\n".join(lines)


QUARTER_2 = "tahun | triwulan\n2024 | II"
TWO = "Persentase Pegawai yang dilayani tepat waktu; Jumlah PNS yang lulus S2"

CASES = [
    right("RK206", "half", rak=_row("Persentase pelanggaran", "49.9")),
    wrong("RK206", "from half on", "target@1", rak=_row("Persentase pelanggaran", "50")),
    right("RK206", "a count", rak=_row("Jumlah pelanggaran", "60", "Kasus")),
    right("RK206", "blank", rak=_row("Persentase pelanggaran", "")),
    right("RK207", "outcome and action", rak=_row("Tersedianya Data Kepegawaian", aksi="Mendata")),
    right("RK207", "two measures", rak=_row("Persentase A", aksi="Persentase B")),
    right("RK208", "unnamed", rak=_ticks("........").replace("Persentase 1", "")),
    wrong(
        "RK208",
        "named by its action",
        "rencana_tw1@1",
        rak="rencana_aksi | rencana_tw1 | rencana_tw2 | rencana_tw3 | rencana_tw4\nRapat | | | | ",
    ),
    wrong(
        "RK211",
        "TW I was not planned",
        "realisasi_tw2@1",
        identitas=QUARTER_2,
        rak=_ticks(".✓......"),
    ),
    right("RK211", "an unknown mark", identitas=QUARTER_2, rak=_ticks("✓...?...")),
    wrong("RK201", "two under one target", "indikator@1", rak=_row(TWO)),
    right("RK201", "one", rak=_row("Persentase penyediaan logistik Pemilu")),
    wrong("RK202", "reports in percent", "target@1", rak=_row("Jumlah laporan", "100%", "")),
    wrong("RK202", "second of two", "target@1", rak=_row(TWO, "100")),
    right("RK202", "reports counted", rak=_row("Jumlah laporan", "2", "Laporan")),
    right("RK202", "no target", rak=_row("Jumlah laporan", "", "")),
    wrong("RK203", "SPIP in percent", "target@1", rak=_row("Nilai Maturitas SPIP", "100%", "")),
    wrong("RK203", "APIP in percent", "target@1", rak=_row("Nilai Kapabilitas APIP", "100")),
    right("RK203", "no level", rak=_row("Tersusunnya laporan", "100%")),
    right("RK203", "SPIP level 3", rak=_row("Nilai Maturitas SPIP", "3", "Level")),
    wrong("RK204", "share of people", "target@1", rak=_row("Persentase adhoc", "2498", "Orang")),
    right("RK204", "share in percent", rak=_row("Persentase adhoc", "100")),
    wrong("RK205", "AKIP in percent", "target@1", rak=_row("Nilai akuntabilitas kinerja", "70")),
    wrong("RK205", "index in percent", "target@1", rak=_row("Indeks RB", "80%", "")),
    right("RK205", "score", rak=_row("Nilai keterbukaan informasi", "95", "Nilai")),
    wrong(
        "RK206",
        "fewer disputes 100%",
        "target@1",
        rak=_row("Penurunan jumlah sengketa hukum yang diajukan ke MK", "100%", ""),
    ),
    right("RK206", "disputes won 100%", rak=_row("Persentase sengketa yang dimenangkan", "100%")),
    right(
        "RK206",
        "regions at risk that were taught",
        rak=_row("Persentase Daerah Potensi Pelanggaran yang mendapatkan Pendidikan", "100"),
    ),
    right("RK206", "low target", rak=_row("Persentase pelanggaran", "5")),
    wrong(
        "RK207",
        "swapped",
        "indikator@1",
        rak=_row(
            "Tersedianya Data dan Informasi Kepegawaian",
            aksi="Persentase Pegawai yang tercatat secara akurat",
        ),
    ),
    right(
        "RK207",
        "in place",
        rak=_row(
            "Persentase PNS yang menduduki Jabatan Fungsional",
            aksi="Tersedianya jabatan fungsional",
        ),
    ),
    wrong("RK208", "nothing ticked", "rencana_tw1@2", rak=_ticks("✓.......", "........")),
    right("RK208", "one quarter", rak=_ticks("...v....")),
    right("RK208", "an unknown mark is asked about elsewhere", rak=_ticks("?.......")),
    wrong("RK209", "all quarters everywhere", FORM, rak=_ticks("٧٧VV....", "√√√√....", "vvvv....")),
    right("RK209", "one row with three", rak=_ticks("٧٧VV....", "√√√√....", ".vvv....")),
    wrong(
        "RK209",
        "one of ten with three",
        FORM,
        rak=_ticks(*["٧٧VV...."] * 9, ".vvv....", "........"),
    ),
    right("RK209", "two rows only", rak=_ticks("٧٧VV....", "√√√√....")),
    wrong("RK210", "done without evidence", "bukti@1", rak=_ticks("✓...✓...")),
    right("RK210", "with evidence", rak=_ticks("✓...✓... Laporan", "✓.......")),
    wrong(
        "RK211",
        "late since TW II",
        "realisasi_tw2@1",
        identitas=QUARTER_2,
        rak=_ticks("✓✓✓✓✓...", "..✓✓...."),
    ),
    right("RK211", "done", identitas=QUARTER_2, rak=_ticks("✓✓✓✓✓✓..")),
    right("RK211", "no quarter stated", identitas="tahun\n2024", rak=_ticks("✓✓✓✓....")),
    wrong(
        "RK212", "done in TW III", "realisasi_tw3@1", identitas=QUARTER_2, rak=_ticks("✓✓✓.✓✓✓.")
    ),
    right("RK212", "done so far", identitas=QUARTER_2, rak=_ticks("✓✓✓.✓✓..")),
    right("RK212", "no quarter stated", identitas="tahun\n2024", rak=_ticks("✓✓✓.✓✓✓✓")),
    wrong(
        "RK213",
        "same row twice",
        "indikator@2",
        rak=f"{KEYS}\nPersentase logistik | 90 | % | Pengadaan\nPresentase Logistik | 90 | % | "
        "pengadaan",
    ),
    right(
        "RK213",
        "same indikator, other action",
        rak=f"{KEYS}\nPersentase logistik | 90 | % | Pengadaan\nPersentase logistik | 90 | % | "
        "Distribusi",
    ),
]
