"""Cases of the rules of Beranda."""

from tests.rules.cases.case import right, wrong


def _dipa(number, year="2024"):
    return f"kode_satker | tahun | triwulan | nomor_dipa\n658021 | {year} | IV | {number}"


def _dated(day, quarter="IV", year="2024"):
    return f"tahun | triwulan | tanggal_laporan\n{year} | {quarter} | {day}"


RO = "pagu | realisasi_tw4\n1000 | 900"


def _named(name, level="Kabupaten/Kota", province="Sumatera Selatan"):
    return f"nama_satker | tingkat | provinsi | tahun\n{name} | {level} | {province} | 2024"


OWN = _dipa("SP DIPA-076.01.2.658021/2024")
NO_HYPHEN = _dipa("SP DIPA 076.01.2.658021/2024")
LAST = _dated("2025-01-16")

CASES = [
    right("ID204", "half a year later", identitas=_dated("2025-07-02"), anggaran=RO),
    wrong(
        "ID204",
        "half a year and a day",
        "tanggal_laporan",
        identitas=_dated("2025-07-03"),
        anggaran=RO,
    ),
    right("ID204", "another year is another mistake", identitas=_dated("2026-01-16"), anggaran=RO),
    right("ID204", "no quarter", identitas=_dated("2024-01-16", quarter=""), anggaran=RO),
    right("ID204", "no year", identitas=_dated("2024-01-16", year=""), anggaran=RO),
    right(
        "ID201",
        "no satker code",
        identitas="kode_satker | nomor_dipa\n | SP DIPA-076.01.2.658021/2024",
    ),
    right("ID202", "no year", identitas=_dipa("SP DIPA-076.01.2.658021/2024", year="")),
    right("ID203", "no DIPA number", identitas=_dipa("")),
    right("ID205", "no year", identitas=_dated("2024-01-16", year="")),
    right("ID206", "no name", identitas=_named("")),
    right("ID207", "no level", identitas=_named("KPU Kota Prabumulih", level="")),
    right("ID208", "a kota lies in any province", identitas=_named("KPU Kota Prabumulih")),
    right("ID208", "no province", identitas=_named("KPU Provinsi Bali", "Provinsi", "")),
    right("ID209", "no province", identitas=_named("KIP Kota Sabang", province="")),
    right("ID209", "KPU", identitas=_named("KPU Kota Prabumulih")),
    wrong(
        "ID201",
        "DIPA of another satker",
        "nomor_dipa",
        identitas=_dipa("SP DIPA-076.01.2.658127/2024"),
    ),
    right("ID201", "own DIPA, with a hyphen", identitas=OWN),
    right("ID201", "own DIPA, as printed without one", identitas=NO_HYPHEN),
    right("ID201", "no DIPA number given", identitas=_dipa("")),
    wrong(
        "ID202",
        "DIPA of last year",
        "nomor_dipa",
        identitas=_dipa("SP DIPA-076.01.2.658021/2023"),
    ),
    right("ID202", "DIPA of the year", identitas=OWN),
    wrong(
        "ID203",
        "DIPA of another ministry",
        "nomor_dipa",
        identitas=_dipa("SP DIPA-059.06.2.658021/2024"),
    ),
    right("ID203", "DIPA of KPU", identitas=OWN),
    wrong(
        "ID204",
        "dated before year end",
        "tanggal_laporan",
        identitas=_dated("2024-12-16"),
        anggaran=RO,
    ),
    wrong(
        "ID204",
        "dated eight months late",
        "tanggal_laporan",
        identitas=_dated("2025-09-01"),
        anggaran=RO,
    ),
    wrong(
        "ID204",
        "TW II dated in May",
        "tanggal_laporan",
        identitas=_dated("2024-05-31", quarter="II"),
        anggaran=RO,
    ),
    right("ID204", "LKj of 16 January", identitas=LAST, anggaran=RO),
    right(
        "ID204",
        "last day of the quarter",
        identitas=_dated("2024-06-30", quarter="II"),
        anggaran=RO,
    ),
    right("ID204", "a plan signed in January", identitas=_dated("2024-01-08", quarter="I")),
    right(
        "ID204",
        "forms for results, still empty",
        identitas=_dated("2024-01-08", quarter="I"),
        anggaran="pagu | realisasi_tw1",
    ),
    right("ID204", "no date", identitas=_dated(""), anggaran=RO),
    wrong("ID205", "date two years off", "tanggal_laporan", identitas=_dated("2026-01-16")),
    wrong("ID205", "date before the year", "tanggal_laporan", identitas=_dated("2023-12-30")),
    right("ID205", "date in the next year", identitas=LAST),
    wrong("ID206", "no KPU in the name", "nama_satker", identitas=_named("Kota Prabumulih")),
    right("ID206", "KPU", identitas=_named("KPU Kota Prabumulih")),
    right("ID206", "KIP", identitas=_named("KIP Kabupaten Aceh Besar", province="Aceh")),
    right("ID206", "written out", identitas=_named("Komisi Pemilihan Umum Kota Prabumulih")),
    wrong(
        "ID207",
        "kota as provinsi",
        "tingkat",
        identitas=_named("KPU Kota Prabumulih", level="Provinsi"),
    ),
    wrong(
        "ID207",
        "provinsi as kabupaten/kota",
        "tingkat",
        identitas=_named("KPU Provinsi Jawa Barat", province="Jawa Barat"),
    ),
    right("ID207", "kota as kabupaten/kota", identitas=_named("KPU Kota Prabumulih")),
    right("ID207", "the centre", identitas=_named("Sekretariat Jenderal KPU", level="Pusat")),
    wrong(
        "ID208",
        "name and choice differ",
        "provinsi",
        identitas=_named("KPU Provinsi Jawa Barat", level="Provinsi", province="Jawa Timur"),
    ),
    right(
        "ID208",
        "abbreviated name",
        identitas=_named("KPU Provinsi NTB", level="Provinsi", province="Nusa Tenggara Barat"),
    ),
    wrong("ID209", "KIP elsewhere", "nama_satker", identitas=_named("KIP Kota Prabumulih")),
    right("ID209", "KIP in Aceh", identitas=_named("KIP Kabupaten Aceh Besar", province="Aceh")),
]
