"""Cases of the rules about texts; most sentences stand in the real documents."""

from tests.rules.cases.case import right, wrong

PROVINCE = "nama_satker | tingkat | provinsi | tahun\nKPU Provinsi Bali | Provinsi | Bali | 2024"
PUSAT = "nama_satker | tingkat | provinsi | tahun\nSetjen KPU | Pusat | | 2024"
SHOUTED = (
    "nama_satker | tingkat | provinsi | tahun\n"
    "KPU Kabupaten Kubu Raya | Kabupaten/Kota | Kalimantan Barat | 2024"
)


def _pk(text):
    return f"kode | indikator\n1.1.1 | {text}"


def _note(text):
    return f"kode | hambatan\n1.1.1 | {text}"


def _says(text, result="85"):
    pk = "kode | indikator | jenis | arah | target\n1.1.1 | Persentase A | Persentase | Naik | 100"
    return {"pk": pk, "kinerja": f"kode | realisasi_tw4 | hambatan\n1.1.1 | {result} | {text}"}


AT = "indikator@1"

PLACES = [
    right(
        "TX102",
        "abbreviated, with words behind it",
        identitas="nama_satker | provinsi\nKPU Kota Mataram | Nusa Tenggara Barat",
        pk=_pk("Renstra KPU Provinsi NTB Semester I"),
    ),
    right(
        "TX102",
        "another way to write it",
        identitas="nama_satker | provinsi\nKPU Kota Yogyakarta | DI Yogyakarta",
        pk=_pk("KPU Provinsi D.I. Yogyakarta dan Provinsi Daerah Istimewa Yogyakarta"),
    ),
    right(
        "TX102", "no province chosen", identitas="nama_satker\nKPU Kota X", pk=_pk("Provinsi Bali")
    ),
    right("TX102", "satker without a name", identitas="provinsi\nBali", pk=_pk("Kota Prabumulih")),
    right(
        "TX102",
        "satker named after its provinsi",
        identitas="nama_satker | provinsi\nKPU Provinsi Bali | Bali",
        pk=_pk("Kabupaten Gianyar"),
    ),
    wrong("TX102", "another kabupaten", AT, pk=_pk("Pegawai KPU Kabupaten Pacitan")),
    wrong("TX102", "kabupaten of the same name", AT, pk=_pk("Warga Kabupaten Prabumulih")),
    wrong("TX102", "another provinsi", AT, pk=_pk("Renstra KPU Provinsi NTB")),
    wrong("TX102", "own name misspelt", AT, pk=_pk("KPU Kota Perabumulih")),
    right(
        "TX102", "own kota", pk=_pk("KPU Kota Prabumulih, PPK dan PPS Kota Prabumulih Tahun 2024")
    ),
    right("TX102", "generic", pk=_pk("KPU Kabupaten/Kota dan KPU Provinsi dan kota besar")),
    right("TX102", "own provinsi", pk=_pk("KPU Provinsi Sumatera Selatan")),
    right("TX102", "in capitals", identitas=SHOUTED, pk=_pk("KPU KABUPATEN KUBU RAYA YANG TERTIB")),
    right(
        "TX102", "a provincial satker's kabupaten", identitas=PROVINCE, pk=_pk("Kabupaten Gianyar")
    ),
    wrong(
        "TX102",
        "a provincial satker's neighbour",
        AT,
        identitas=PROVINCE,
        pk=_pk("Provinsi Banten"),
    ),
    right("TX102", "the centre", identitas=PUSAT, pk=_pk("Kabupaten Gianyar dan Provinsi Bali")),
    wrong(
        "TX110",
        "provincial indikator",
        AT,
        pk=_pk("Persentase anggota KPU Provinsi yang diseleksi"),
    ),
    wrong("TX110", "national media", AT, pk=_pk("Publikasi di 10 media massa Nasional")),
    wrong("TX110", "drafting PKPU", AT, pk=_pk("Persentase rancangan Peraturan KPU yang disusun")),
    wrong("TX110", "Setjen", AT, pk=_pk("Laporan Audit di Lingkungan Setjen KPU")),
    right("TX110", "coordination upwards", pk=_pk("Koordinasi dengan KPU Provinsi")),
    right("TX110", "following PKPU", pk=_pk("Keputusan yang sesuai dengan Peraturan KPU")),
    right(
        "TX110",
        "provincial satker",
        identitas=PROVINCE,
        pk=_pk("Anggota KPU Provinsi yang diseleksi"),
    ),
    wrong("TX111", "Presentase", AT, pk=_pk("Presentase penyediaan logistik")),
    right("TX111", "Persentase, presentasi", pk=_pk("Persentase presentasi yang diadakan")),
]

YEARS = [
    wrong(
        "TX104",
        "the rule came after it",
        AT,
        pk=_pk("PKPU Nomor 5 Tahun 2025 tentang Renstra 2020-2024"),
    ),
    right(
        "TX104", "a rule of its time", pk=_pk("PKPU Nomor 5 Tahun 2020 tentang Renstra 2020-2024")
    ),
    right(
        "TX104",
        "a rule made two years ahead",
        pk=_pk("UU Nomor 5 Tahun 2018 tentang RPJMN 2020-2024"),
    ),
    right("TX104", "first year", identitas="tahun\n2020", pk=_pk("Renstra 2020-2024")),
    right("TX104", "the year after", identitas="tahun\n2025", pk=_pk("Renstra 2020-2024")),
    wrong("TX104", "two years after", AT, identitas="tahun\n2026", pk=_pk("Renstra 2020-2024")),
    right("TX104", "no year", identitas="-", pk=_pk("Renstra 2015-2019")),
    right("TX103", "no year", identitas="nama_satker\nKPU", pk=_pk("Kegiatan tahun 2020")),
    wrong("TX103", "2020 in 2024", AT, pk=_pk("Kegiatan tahun 2020")),
    wrong("TX103", "2019 results", AT, pk=_pk("Nilai Tahun 2019 sudah diumumkan")),
    wrong("TX103", "next year in a plan", AT, pk=_pk("Kegiatan tahun 2025")),
    right("TX103", "this and last year", pk=_pk("Kegiatan tahun 2024 melanjutkan 2023")),
    right("TX103", "law", pk=_pk("Sesuai Undang-Undang Nomor 7 Tahun 2017 tentang Pemilu")),
    right("TX103", "decree number", pk=_pk("Keputusan 5/PR.03-1-Kpt/03/KPU/I/2018")),
    right("TX103", "period", pk=_pk("Renstra 2020-2024")),
    right(
        "TX103",
        "election",
        identitas="tahun\n2026",
        pk=_pk("Daerah Pemilihan untuk Pemilu Tahun 2024"),
    ),
    right("TX103", "amount", pk=_pk("Belanja Rp 2.020.000 dan 20201 lembar")),
    right("TX103", "follow-up next year", kinerja=_note("Diperbaiki pada tahun 2025")),
    wrong("TX104", "RPJMN 2020-2025", AT, pk=_pk("Sesuai RPJMN 2020-2025")),
    wrong(
        "TX104",
        "a rule of 2015 for 2020-2024",
        AT,
        pk=_pk("Peraturan KPU Nomor 63 Tahun 2015 tentang Renstra KPU 2020-2024"),
    ),
    wrong("TX104", "past period", AT, pk=_pk("Renstra KPU Tahun 2015-2019")),
    right("TX104", "RPJMN 2020-2024", pk=_pk("RPJMN Tahun 2020 – 2024")),
    right("TX104", "no period", pk=_pk("Renstra KPU")),
    wrong("TX105", "UU 15/2011", AT, pk=_pk("Undang-Undang Nomor 15 Tahun 2011")),
    wrong("TX105", "PKPU 14/2022", AT, pk=_pk("Peraturan KPU Nomor 14 Tahun 2022")),
    right("TX105", "UU 7/2017", pk=_pk("UU Nomor 7 Tahun 2017")),
    right("TX105", "PKPU 14/2020", pk=_pk("Peraturan KPU Nomor 14 Tahun 2020")),
    wrong("TX106", "claim in a PK", AT, pk=_pk("Kinerja 2024 dapat memenuhi target")),
    wrong("TX106", "result in a PK", AT, pk=_pk("Sasaran telah tercapai")),
    right("TX106", "a measure", pk=_pk("Persentase target kinerja yang telah tercapai")),
    right("TX106", "a result in Kinerja", kinerja=_note("Sasaran telah tercapai")),
    wrong("TX107", "old term", AT, pk=_pk("Dokumen Penetapan Kinerja")),
    right("TX107", "term in force", pk=_pk("Dokumen Perjanjian Kinerja, penetapan target kinerja")),
]

FIGURES = [
    right("TX108", "Indonesian text in a cell", anggaran="pagu\n'40.377.837.000"),
    right("TX109", "no such score", kinerja=_note("nilai 171,2 dengan predikat B")),
    right("TX112", "nothing computed", **_says("tergolong Berhasil", "")),
    wrong("TX108", "English thousands", "hambatan@1", kinerja=_note("pagu 40,377,837,000")),
    wrong("TX108", "English percent", "hambatan@1", kinerja=_note("serapan 82.21%")),
    wrong("TX108", "in a cell for money", "pagu@1", anggaran="pagu\n'40,377,837,000"),
    right("TX108", "Indonesian", kinerja=_note("pagu 40.377.837.000, serapan 82,21%, ayat 1,2")),
    right("TX108", "number in a cell", anggaran="pagu\n40377837000"),
    wrong(
        "TX109", "71,2 is not B", "hambatan@1", kinerja=_note("nilai 71,2 dengan konversi nilai B")
    ),
    wrong(
        "TX109",
        "above 70 is not B",
        "hambatan@1",
        kinerja=_note("hasil di atas 70 dengan predikat B"),
    ),
    wrong("TX109", "the letter first", "hambatan@1", kinerja=_note("predikat B (71,2)")),
    right("TX109", "71,2 is BB", kinerja=_note("nilai 71,2 dengan predikat BB")),
    right("TX109", "70 is B", kinerja=_note("mencapai 70 dengan predikat B")),
    right("TX109", "no score", kinerja=_note("3 satker mendapat nilai minimal B")),
    wrong("TX112", "Berhasil for 85%", "hambatan@1", **_says("tergolong Berhasil")),
    right("TX112", "Sangat Berhasil for 85%", **_says("tergolong Sangat Berhasil")),
    right("TX112", "Berhasil for 84%", **_says("predikat Berhasil", "84")),
    right("TX112", "word in passing", **_says("KPU berhasil menata arsip")),
]

CASES = [*PLACES, *YEARS, *FIGURES]
