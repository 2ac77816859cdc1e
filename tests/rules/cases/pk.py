"""Cases of the rules of the PK and of PK Anggaran; wordings are those of the real documents."""

from tests.rules.cases.case import FORM, right, wrong


def _target(indikator, satuan, target, jenis="", arah="Naik"):
    line = f"1.1.1 | Sasaran | {indikator} | {jenis} | {satuan} | {arah} | {target}"
    return f"kode | sasaran | indikator | jenis | satuan | arah | target\n{line}"


def _names(*indikator):
    lines = [f"1.1.{n} | Sasaran | {name} | 90" for n, name in enumerate(indikator, 1)]
    return "\n".join(["kode | sasaran | indikator | target", *lines])


def _sasaran(*rows):
    return "\n".join(["kode | tujuan | sasaran | indikator", *rows])


ADHOC = "Persentase badan adhoc yang dibentuk dan dievaluasi"
AKIP = "Nilai akuntabilitas kinerja (SAKIP) KPU Kota Prabumulih"
OPEN = "Nilai Keterbukaan Informasi Publik"
SHORTAGE = "Persentase kekurangan anggaran dalam pemenuhan kebutuhan logistik"
PUNISHED = "Persentase pegawai yang dijatuhi hukuman disiplin"
NOT_LISTED = "Persentase Pemilih yang Tidak Masuk dalam Daftar Pemilih Tetap"
DIPA = "nama_satker | tahun | revisi_dipa | pagu_dipa\nKPU Kota X | 2024 | {} | {}"
SPLIT = "kode_program | program | anggaran\nCQ | Pemilu | 16416186000\nWA | Dukungan | 2411733000"

UNITS = [
    wrong("PK209", "growth", "target@1", pk=_target("Persentase peningkatan", "%", "150")),
    right("PK201", "about SPIP, no level", pk=_target("Persentase unit dengan SPIP", "", "90")),
    right("PK201", "about SPIP, 3%", pk=_target("Persentase temuan SPIP", "", "3%")),
    right("PK201", "low, not about levels", pk=_target(ADHOC, "", "3")),
    right("PK201", "no target", pk=_target("Persentase unit dengan SPIP", "", "")),
    wrong("PK201", "level 1", "target@1", pk=_target("Persentase SPIP", "", "1")),
    wrong("PK201", "level 5", "target@1", pk=_target("Persentase SPIP", "", "5")),
    wrong("PK205", "3% is no level", "target@1", pk=_target("Nilai Maturitas SPIP", "", "3%")),
    right("PK206", "no jenis", pk=_target(ADHOC, "%", "90")),
    right("PK205", "another name", pk=_target("Persentase SOP", "", "80%", jenis="Level")),
    right("PK205", "another jenis", pk=_target("Terbitnya SOP", "", "80", jenis="Jumlah")),
    right("PK205", "level 1", pk=_target("Nilai Maturitas SPIP", "", "1")),
    right("PK205", "level 5", pk=_target("Nilai Maturitas SPIP", "", "5")),
    right("PK207", "the name says it", pk=_target("Jumlah SOP", "%", "70", jenis="Jumlah")),
    right("PK207", "levels have a rule", pk=_target("Kematangan", "", "80%", jenis="Level")),
    right("PK208", "score 0", pk=_target(OPEN, "", "0", jenis="Nilai")),
    right("PK208", "score 100", pk=_target(OPEN, "", "100", jenis="Nilai")),
    wrong("PK208", "score 100,5", "target@1", pk=_target(OPEN, "", "100.5", jenis="Nilai")),
    wrong("PK208", "score below 0", "target@1", pk=_target(OPEN, "", "-1", jenis="Nilai")),
    right("PK208", "blank", pk=_target(OPEN, "", "", jenis="Nilai")),
    right("PK208", "not understood", pk=_target(OPEN, "", "'baik sekali", jenis="Nilai")),
    right("PK208", "a share", pk=_target(ADHOC, "%", "900", jenis="Persentase")),
    wrong("PK209", "by jenis", "target@1", pk=_target("Terbitnya SOP", "", "101", "Persentase")),
    right("PK209", "a count by jenis", pk=_target("Terbitnya SOP", "", "101", "Jumlah")),
    right("PK209", "blank", pk=_target(ADHOC, "%", "")),
    wrong("PK201", "count of people", "target@1", pk=_target(ADHOC, "", "2.498 Orang")),
    wrong("PK201", "unit in its column", "target@1", pk=_target(ADHOC, "Laporan", "2")),
    wrong("PK201", "a grade", "target@1", pk=_target("Persentase nilai mandiri", "", "BB")),
    wrong(
        "PK201",
        "SPIP level without a unit",
        "target@1",
        pk=_target("Persentase ketaatan pengisian kartu kendali SPIP", "", "3.5"),
    ),
    right("PK201", "percent format", pk=_target(ADHOC, "", "90%")),
    right("PK201", "number with % as unit", pk=_target(ADHOC, "%", "90")),
    right("PK201", "percent typed as text", pk=_target(ADHOC, "", "'97,5%")),
    right("PK201", "no unit at all", pk=_target(ADHOC, "", "90")),
    wrong(
        "PK202",
        "reports in percent",
        "target@1",
        pk=_target("Jumlah Laporan yang tepat waktu", "", "95%"),
    ),
    wrong("PK202", "a grade", "target@1", pk=_target("Jumlah badan adhoc", "", "B")),
    right(
        "PK202", "reports counted", pk=_target("Jumlah Laporan yang tepat waktu", "Laporan", "2")
    ),
    wrong("PK203", "score in percent", "target@1", pk=_target(OPEN, "%", "95")),
    wrong("PK203", "opinion counted", "target@1", pk=_target("Opini BPK", "Laporan", "1")),
    wrong("PK203", "index in percent", "target@1", pk=_target("Indeks RB", "", "80%")),
    right("PK203", "score", pk=_target(OPEN, "Nilai", "95")),
    right("PK203", "opinion", pk=_target("Opini BPK atas Laporan Keuangan", "Opini", "WTP")),
    wrong("PK204", "70% for B", "target@1", pk=_target(AKIP, "", "70%")),
    wrong(
        "PK204",
        "self-evaluation 100%",
        "target@1",
        pk=_target("Hasil Nilai Evaluasi Mandiri atas Akuntabilitas Kinerja", "%", "100"),
    ),
    right("PK204", "a letter", pk=_target(AKIP, "", "B")),
    right("PK204", "a score", pk=_target(AKIP, "Nilai", "70")),
    right(
        "PK204",
        "a share of units with B",
        pk=_target("Persentase KPU yang mendapatkan nilai akuntabilitas kinerja B", "%", "100"),
    ),
    wrong("PK205", "SPIP in percent", "target@1", pk=_target("Nilai Maturitas SPIP", "", "100%")),
    wrong("PK205", "APIP level 6", "target@1", pk=_target("Nilai Kapabilitas APIP", "Level", "6")),
    wrong("PK205", "by jenis", "target@1", pk=_target("Kematangan sistem", "", "0", jenis="Level")),
    right("PK205", "SPIP level 3", pk=_target("Nilai Maturitas SPIP", "Level", "3")),
    right("PK205", "APIP level 2,5", pk=_target("Tingkat Kapabilitas APIP", "", "2.5")),
    wrong("PK206", "count for a share", "jenis@1", pk=_target(ADHOC, "%", "90", jenis="Jumlah")),
    wrong("PK206", "share for a count", "jenis@1", pk=_target("Jumlah SOP", "", "5", "Persentase")),
    right("PK206", "same", pk=_target(ADHOC, "%", "90", jenis="Persentase")),
    right("PK206", "Nilai as Predikat", pk=_target(AKIP, "", "B", jenis="Predikat")),
    right("PK206", "misspelt Presentase", pk=_target("Presentase SOP", "", "9", "Persentase")),
    right("PK206", "name says nothing", pk=_target("Terbitnya SOP", "", "5", jenis="Jumlah")),
    wrong(
        "PK207",
        "percentage of people",
        "target@1",
        pk=_target("Pegawai terlatih", "Orang", "12", jenis="Persentase"),
    ),
    wrong(
        "PK207", "predikat in percent", "target@1", pk=_target("AKIP", "", "70%", jenis="Predikat")
    ),
    wrong("PK207", "count in percent", "target@1", pk=_target("SOP", "%", "70", jenis="Jumlah")),
    right("PK207", "people counted", pk=_target("Pegawai terlatih", "Orang", "12", "Jumlah")),
    right("PK207", "predikat by letter", pk=_target("AKIP", "", "B", jenis="Predikat")),
    wrong("PK208", "no opinion", "target@1", pk=_target("Opini BPK", "", "B", jenis="Opini")),
    wrong("PK208", "score 101", "target@1", pk=_target(AKIP, "", "101", jenis="Predikat")),
    wrong("PK208", "opinion as grade", "target@1", pk=_target(AKIP, "", "WTP", jenis="Predikat")),
    wrong("PK208", "letter for a score", "target@1", pk=_target(OPEN, "", "B", jenis="Nilai")),
    right("PK208", "a grade", pk=_target(AKIP, "", "BB", jenis="Predikat")),
    right("PK208", "a score", pk=_target(AKIP, "", "70.01", jenis="Predikat")),
    right("PK208", "an opinion", pk=_target("Opini BPK", "", "WTP", jenis="Opini")),
    wrong("PK209", "90 in a percent format", "target@1", pk=_target(ADHOC, "%", "9000%")),
    wrong("PK209", "101 percent", "target@1", pk=_target(ADHOC, "%", "101")),
    right("PK209", "100 percent", pk=_target(ADHOC, "%", "100%")),
    right("PK209", "another unit is another mistake", pk=_target(ADHOC, "", "2.498 Orang")),
    right("PK209", "2.498 people", pk=_target("Jumlah badan adhoc", "Orang", "2498")),
]

DIRECTIONS = [
    right("PK210", "nothing unwanted", pk=_target(ADHOC, "%", "90")),
    right("PK211", "49%", pk=_target(PUNISHED, "%", "49", arah="Turun")),
    right("PK211", "upwards", pk=_target(ADHOC, "%", "90")),
    right("PK211", "blank", pk=_target(PUNISHED, "%", "", arah="Turun")),
    wrong("PK211", "by jenis", "target@1", pk=_target("Absen", "", "60", "Persentase", "Turun")),
    wrong("PK211", "by its mark", "target@1", pk=_target("Absen", "", "60%", arah="Turun")),
    wrong("PK219", "by its name", "target@1", pk=_target("Jumlah laporan", "", "2.5")),
    right("PK219", "half a percent", pk=_target(ADHOC, "%", "97.5")),
    right("PK219", "blank", pk=_target("Jumlah laporan", "", "", jenis="Jumlah")),
    right("PK219", "by jenis a score", pk=_target("Jumlah skor", "", "2.5", jenis="Nilai")),
    wrong("PK210", "shortage", "arah@1", pk=_target(SHORTAGE, "%", "100")),
    wrong("PK210", "punished", "arah@1", pk=_target(PUNISHED, "%", "90")),
    wrong("PK210", "not on the roll", "arah@1", pk=_target(NOT_LISTED, "%", "1")),
    wrong("PK210", "revisions", "arah@1", pk=_target("Jumlah revisi rencana kerja", "Kali", "12")),
    wrong("PK210", "disputes", "arah@1", pk=_target("Jumlah sengketa yang dihadapi", "", "1")),
    right("PK210", "shortage going down", pk=_target(SHORTAGE, "%", "5", arah="Turun")),
    right("PK210", "disputes won", pk=_target("Persentase sengketa yang dimenangkan", "%", "90")),
    right(
        "PK210",
        "disturbances dealt with",
        pk=_target("Persentase gangguan keamanan yang dapat ditanggulangi", "%", "100"),
    ),
    right(
        "PK210",
        "complaints followed up",
        pk=_target("Persentase pengaduan masyarakat yang ditindaklanjuti", "%", "95"),
    ),
    right(
        "PK210",
        "without any case",
        pk=_target("Persentase pengadaan tanpa ada kasus kerugian negara", "%", "100"),
    ),
    wrong("PK211", "90% punished", "target@1", pk=_target(PUNISHED, "%", "90", arah="Turun")),
    wrong("PK211", "50% in format", "target@1", pk=_target(PUNISHED, "", "50%", arah="Turun")),
    right("PK211", "1% not on the roll", pk=_target(NOT_LISTED, "%", "1", arah="Turun")),
    right("PK211", "60 revisions", pk=_target("Jumlah revisi", "Kali", "60", "Jumlah", "Turun")),
    wrong("PK215", "0 upwards", "target@1", pk=_target(ADHOC, "%", "0")),
    right("PK215", "0 downwards", pk=_target("Jumlah sengketa", "", "0", arah="Turun")),
    right("PK215", "blank", pk=_target(ADHOC, "%", "")),
    wrong("PK219", "half a report", "target@1", pk=_target("Jumlah laporan", "", "2.5", "Jumlah")),
    right("PK219", "two reports", pk=_target("Jumlah laporan", "", "2", jenis="Jumlah")),
]

ROWS = [
    right("PK212", "twice within", pk=_names("KPU dengan persentase A di atas persentase B")),
    right("PK212", "short words", pk=_names("Jumlah SOP; juknis")),
    right("PK213", "other words", pk=_names("Persentase anggaran", "Persentase pegawai")),
    right("PK213", "PPK and PPPK", pk=_names("Jumlah pegawai PPK", "Jumlah pegawai PPPK")),
    right("PK213", "another letter", pk=_names("Persentase pengadaan", "Persentase pengaduan")),
    right("PK213", "numbers", pk=_names("Jumlah ruang 10001", "Jumlah ruang 10010")),
    wrong(
        "PK213",
        "a letter missing",
        "indikator@2",
        pk=_names("Persentase penegakan disiplin", "Persentase penegakkan Disiplin"),
    ),
    right("PK214", "no code", pk=_sasaran("| | Akuntabel | A", "1.1 | | Akuntabel | B")),
    right("PK214", "no sasaran", pk=_sasaran("1.1 | | | A", "2.1 | | | B")),
    right(
        "PK216",
        "a blank is filled in elsewhere",
        pk=_sasaran("1.1.1 | T | S | A", "1.1.2 | T | | B"),
    ),
    wrong(
        "PK218",
        "told by jenis or by name",
        FORM,
        pk="kode | indikator | jenis | target\n1.1 | A | Persentase | 100\n"
        "1.2 | Persentase B | | 100\n1.3 | Persentase C | | 100%\n1.4 | D | Jumlah | 100",
    ),
    right(
        "PK218",
        "counts of 100",
        pk="kode | indikator | jenis | target\n1.1 | Jumlah A | Jumlah | 100\n"
        "1.2 | B | Jumlah | 100\n1.3 | Persentase C | | 100%",
    ),
    right("PK220", "both blank", pk=_sasaran("1.1.1 | | | A")),
    right("PK221", "letters behind the point", pk=_sasaran("1.1.2a | | S | A", "1.1.² | | S | A")),
    right("PK221", "no point", pk=_sasaran("7 | | S | A")),
    wrong(
        "PK212",
        "semicolon",
        "indikator@1",
        pk=_names("KPU yang membentuk Pusat Pendidikan; Persentase KPU dengan RPP digital"),
    ),
    wrong(
        "PK212",
        "numbered",
        "indikator@1",
        pk=_names("1. Persentase logistik yang tepat 2. Persentase logistik yang dirawat"),
    ),
    wrong(
        "PK212",
        "lines",
        "indikator@1",
        pk=_names("Persentase pegawai yang dilayani\\nJumlah pegawai yang dilatih"),
    ),
    wrong(
        "PK212",
        "run together",
        "indikator@1",
        pk=_names("Persentase Permohonan Informasi Persentase publikasi tahapan"),
    ),
    right(
        "PK212", "list of things", pk=_names("Persentase logistik tepat jenis, jumlah dan waktu")
    ),
    right("PK212", "broken line", pk=_names("Persentase logistik yang\\ntepat jenis dan waktu")),
    right("PK212", "a number in words", pk=_names("Persentase PAW dalam 5 (lima) hari kerja")),
    wrong(
        "PK213",
        "other words, same question",
        "indikator@2",
        pk=_names(
            "Persentase Pemutakhiran Data Pemilih Tepat Waktu",
            "Persentase pelaksanaan pemutakhiran data pemilih yang tepat waktu oleh KPU Kota "
            "Prabumulih",
        ),
    ),
    wrong(
        "PK213",
        "AKIP asked twice",
        "indikator@2",
        pk=_names("Nilai Evaluasi atas Akuntabilitas Kinerja KPU Kota Prabumulih", AKIP),
    ),
    wrong(
        "PK213",
        "slip of the pen",
        "indikator@3",
        pk=_names(
            "Persentase arsip yang dikelola",
            "Jumlah SOP",
            "Persentase arsip yang dikeloal",
        ),
    ),
    right(
        "PK213",
        "one word more is another question",
        pk=_names(
            "Persentase Partisipasi Pemilih dalam Pemilu",
            "Persentase Partisipasi Pemilih Perempuan dalam Pemilu",
            "Persentase Partisipasi Pemilih Disabilitas dalam Pemilu",
        ),
    ),
    right("PK213", "numbered stages", pk=_names("Jumlah SOP tahap 1", "Jumlah SOP tahap 2")),
    wrong(
        "PK214",
        "sasaran 11 is 38",
        "sasaran@2",
        pk=_sasaran(
            "11.1 | | Meningkatnya akuntabilitas | A", "38.1 | | Meningkatnya Akuntabilitas. | B"
        ),
    ),
    wrong(
        "PK214",
        "sasaran 7 and 23",
        "sasaran@2",
        pk=_sasaran(
            "7.1 | | Terwujudnya Tahapan Pemilu/Pemilihan Sesuai Jadwal | A",
            "23.1 | | Terwujudnya Penyelenggaraan Pemilu/Pemilihan Sesuai Jadwal. | B",
        ),
    ),
    right("PK214", "two sasaran", pk=_sasaran("1.1 | | Akuntabel | A", "2.1 | | Terbuka | B")),
    right("PK214", "one number", pk=_sasaran("1.1 | | Akuntabel | A", "1.2 | | Akuntabel | B")),
    wrong(
        "PK216",
        "another sasaran under 1.1",
        "sasaran@2",
        pk=_sasaran("1.1.1 | T | Kebijakan kuat | A", "1.1.2 | T | Pemilu yang aman | B"),
    ),
    right(
        "PK216",
        "capitals and points",
        pk=_sasaran("1.1.1 | T | Kebijakan Kuat | A", "1.1.2 | T | kebijakan kuat. | B"),
    ),
    wrong(
        "PK217",
        "another tujuan under 1",
        "tujuan@2",
        pk=_sasaran("1.1.1 | KPU mandiri | S | A", "1.2.1 | Pemilu serentak | S2 | B"),
    ),
    right(
        "PK217",
        "two tujuan",
        pk=_sasaran("1.1.1 | KPU mandiri | S | A", "2.1.1 | Pemilu serentak | S2 | B"),
    ),
    right(
        "PK217",
        "codes of two parts have no tujuan",
        pk=_sasaran("1.1 | A | S | A", "1.2 | B | S | B"),
    ),
    wrong(
        "PK218",
        "all 100",
        FORM,
        pk="kode | indikator | satuan | target\n1.1 | Persentase A | % | 100\n"
        "1.2 | Persentase B | % | 100\n1.3 | Persentase C | | 100%\n1.4 | Jumlah D | | 7",
    ),
    right(
        "PK218",
        "one at 90",
        pk="kode | indikator | satuan | target\n1.1 | Persentase A | % | 100\n"
        "1.2 | Persentase B | % | 90\n1.3 | Persentase C | % | 100",
    ),
    right(
        "PK218",
        "two only",
        pk="kode | indikator | satuan | target\n1.1 | Persentase A | % | 100\n"
        "1.2 | Persentase B | % | 100",
    ),
    wrong(
        "PK220", "copied tujuan", "sasaran@1", pk=_sasaran("1.1.1 | KPU Mandiri | KPU mandiri | A")
    ),
    right("PK220", "own text", pk=_sasaran("1.1.1 | KPU mandiri | Kebijakan yang kuat | A")),
    wrong("PK221", "1.1.2 missing", "kode@2", pk=_sasaran("1.1.1 | | S | A", "1.1.3 | | S | B")),
    right(
        "PK221",
        "out of order but complete",
        pk=_sasaran("1.1.2 | | S | A", "1.1.1 | | S | B", "1.2.1 | | S2 | C"),
    ),
]

ANGGARAN = [
    wrong(
        "PA202",
        "PK and RO differ after a revision",
        FORM,
        identitas=DIPA.format("3", "5"),
        pk_anggaran=SPLIT,
        anggaran="kode_program | pagu\nWA | 2702417000",
    ),
    right("PA201", "no pagu given", identitas=DIPA.format("", ""), pk_anggaran=SPLIT),
    right(
        "PA201",
        "nothing filled in",
        identitas=DIPA.format("", "40377837000"),
        pk_anggaran="program | anggaran\nPemilu | ",
    ),
    right("PA202", "no RO yet", pk_anggaran=SPLIT, anggaran="kode_program | pagu\nWA | "),
    right(
        "PA202",
        "no PK yet",
        pk_anggaran="program | anggaran\nPemilu | ",
        anggaran="kode_program | pagu\nWA | 5",
    ),
    wrong(
        "PA202",
        "without Beranda",
        FORM,
        identitas="-",
        pk_anggaran=SPLIT,
        anggaran="kode_program | pagu\nWA | 2702417000",
    ),
    right("PA204", "both blank", pk_anggaran="program | anggaran\n | 1\n | 2"),
    wrong(
        "PA204",
        "name again without its code",
        "program@2",
        pk_anggaran="kode_program | program | anggaran\n | Pemilu | 1\n | Program Pemilu | 2",
    ),
    wrong(
        "PA201",
        "PK of the first DIPA, no revision named",
        "total_anggaran",
        identitas=DIPA.format("", "40377837000"),
        pk_anggaran=SPLIT,
        pk_anggaran_cells="total_anggaran\n=18827919000",
    ),
    wrong(
        "PA201",
        "without a cell for the total",
        FORM,
        identitas=DIPA.format("0", "40377837000"),
        pk_anggaran=SPLIT,
    ),
    right("PA201", "same", identitas=DIPA.format("", "18827919000"), pk_anggaran=SPLIT),
    right("PA201", "revised", identitas=DIPA.format("3", "40377837000"), pk_anggaran=SPLIT),
    wrong(
        "PA202",
        "PK and RO differ",
        FORM,
        pk_anggaran="program | anggaran\nDukungan Manajemen | 2885908000",
        anggaran="kode_program | pagu\nWA | 2702417000",
    ),
    right(
        "PA202",
        "PK and RO agree",
        pk_anggaran="program | anggaran\nDukungan Manajemen | 2702417000",
        anggaran="kode_program | pagu\nWA | 2638483000\nWA | 63934000",
    ),
    wrong(
        "PA203",
        "split of the first DIPA after a revision",
        FORM,
        identitas=DIPA.format("3", "40377837000"),
        pk_anggaran=SPLIT,
    ),
    right("PA203", "new split", identitas=DIPA.format("3", "18827919000"), pk_anggaran=SPLIT),
    right("PA203", "no revision", identitas=DIPA.format("0", "40377837000"), pk_anggaran=SPLIT),
    wrong(
        "PA204",
        "program by code",
        "kode_program@2",
        pk_anggaran="kode_program | program | anggaran\nCQ | Pemilu | 1\n076.01.CQ | Lain | 2",
    ),
    wrong(
        "PA204",
        "program by name",
        "program@2",
        pk_anggaran="program | anggaran\nProgram Dukungan Manajemen | 1\nDukungan manajemen | 2",
    ),
    right("PA204", "two programs", pk_anggaran=SPLIT),
]

CASES = [*UNITS, *DIRECTIONS, *ROWS, *ANGGARAN]
