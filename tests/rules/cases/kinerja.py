"""Cases of the rules of Kinerja; many figures are those of the LK of Kota Prabumulih."""

from tests.rules.cases.case import FORM, right, wrong

PK_KEYS = "kode | sasaran | indikator | jenis | arah | target"
PK_LINES = {
    "Persentase": "1.1.1 | S | Persentase kegiatan koordinasi | Persentase | Naik | 90",
    "Turun": "1.1.1 | S | Persentase Pemilih Tidak Masuk DPT | Persentase | Turun | 1",
    "Jumlah": "1.1.1 | S | Jumlah revisi | Jumlah | Turun | 12",
    "Sengketa": "1.1.1 | S | Persentase Sengketa yang dimenangkan | Persentase | Naik | 100",
    "Predikat": "1.1.1 | S | Nilai Akuntabilitas Kinerja | Predikat | Naik | B",
    "Opini": "1.1.1 | S | Opini BPK atas Laporan Keuangan | Opini | Naik | WTP",
    "Nilai": "1.1.1 | S | Nilai Keterbukaan Informasi | Nilai | Naik | 95",
    "Level": "1.1.1 | S | Nilai Maturitas SPIP | Level | Naik | 3",
    "Nol": "1.1.1 | S | Jumlah sengketa | Jumlah | Turun | 0",
    "Nol naik": "1.1.1 | S | Jumlah laporan | Jumlah | Naik | 0",
}


def _pk(kind):
    return f"{PK_KEYS}\n{PK_LINES[kind]}"


def _four(one="", two="", three="", four="", prefix="realisasi"):
    keys = " | ".join(f"{prefix}_tw{n}" for n in (1, 2, 3, 4))
    return f"kode | {keys}\n1.1.1 | {one} | {two} | {three} | {four}"


def _row(keys, values):
    return f"kode | {keys}\n1.1.1 | {values}"


def _three(results, keys="realisasi_tw4"):
    """Return PK and Kinerja with three indikator of target 90, 80 and 40."""
    pk = [
        f"1.1.{n} | S | Persentase {n} | Persentase | Naik | {t}"
        for n, t in ((1, 90), (2, 80), (3, 40))
    ]
    rows = [f"1.1.{n} | {result}" for n, result in enumerate(results, 1)]
    return {"pk": "\n".join([PK_KEYS, *pk]), "kinerja": "\n".join([f"kode | {keys}", *rows])}


def _money(*pairs):
    rows = [f"1.1.{n} | {pagu} | {spent}" for n, (pagu, spent) in enumerate(pairs, 1)]
    return "\n".join(["kode | pagu | realisasi_anggaran", *rows])


PERCENT = _pk("Persentase")
QUARTER_2 = "tahun | triwulan\n2024 | II"
EARLY = "tahun | triwulan | tanggal_laporan\n2024 | IV | 2025-01-16"
LATE = "tahun | triwulan | tanggal_laporan\n2024 | IV | 2025-06-20"
NO_CASE = "realisasi_tw4 | tidak_ada_kasus"

QUARTERS = [
    wrong(
        "KN202",
        "no quarter stated",
        "realisasi_tw2@1",
        identitas="tahun\n2024",
        pk=PERCENT,
        kinerja=_four(20, "", 50, ""),
    ),
    right(
        "KN202",
        "after the reported one",
        identitas=QUARTER_2,
        pk=PERCENT,
        kinerja=_four(20, "", "", 90),
    ),
    right("KN203", "no quarter stated", identitas="tahun\n2024", pk=PERCENT, kinerja=_four()),
    right("KN203", "no such column", pk=PERCENT, kinerja=_row("realisasi_tw1", "5")),
    right("KN203", "no code", pk=PERCENT, kinerja="kode | realisasi_tw4 | bukti\n | | BA"),
    wrong(
        "KN205",
        "another grade",
        "target_tw4@1",
        pk=_pk("Predikat"),
        kinerja=_four(four="CC", prefix="target"),
    ),
    right("KN205", "no PK", kinerja=_four(20, 40, 60, 85, prefix="target")),
    right(
        "KN205",
        "dust behind the digits",
        pk=PERCENT.replace("| 90", "| 7%"),
        kinerja=_four(four=7, prefix="target"),
    ),
    right(
        "KN226",
        "two rows",
        **_three(["85 | 85", "80 | 80", " | "], "realisasi_tw4 | realisasi_lalu"),
    ),
    wrong("KN201", "falls in TW III", "realisasi_tw3@1", pk=PERCENT, kinerja=_four(20, 50, 40, 60)),
    wrong("KN201", "a count falls", "realisasi_tw2@1", pk=_pk("Jumlah"), kinerja=_four(5, 3, 5, 6)),
    wrong(
        "KN201",
        "percent format and points mix",
        "realisasi_tw2@1",
        pk=PERCENT,
        kinerja=_four("50%", 40, 60, "90%"),
    ),
    right("KN201", "grows", pk=PERCENT, kinerja=_four(20, 50, 50, 90)),
    right("KN201", "a share that should fall", pk=_pk("Turun"), kinerja=_four(3, 2, 2, 1)),
    right("KN201", "a score is no sum", pk=_pk("Nilai"), kinerja=_four(80, 70, 90, 95)),
    wrong("KN202", "TW II blank", "realisasi_tw2@1", pk=PERCENT, kinerja=_four(20, "", 50, 90)),
    right("KN202", "begins late", pk=PERCENT, kinerja=_four("", "", "", 90)),
    right("KN202", "0 is no blank", pk=PERCENT, kinerja=_four(20, 0, 50, 90)),
    wrong("KN203", "TW IV blank", "realisasi_tw4@1", pk=PERCENT, kinerja=_four(20, 40, 50, "")),
    right("KN203", "a dash is asked about elsewhere", pk=PERCENT, kinerja=_four(1, 2, 3, "'-")),
    right("KN203", "filled", pk=PERCENT, kinerja=_four(20, 40, 50, 0)),
    right("KN203", "no case", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, " | Ya")),
    wrong(
        "KN204",
        "TW III already",
        "realisasi_tw3@1",
        identitas=QUARTER_2,
        pk=PERCENT,
        kinerja=_four(20, 40, 60, ""),
    ),
    right("KN204", "up to TW II", identitas=QUARTER_2, pk=PERCENT, kinerja=_four(20, 40, "", "")),
    right("KN204", "no quarter", identitas="tahun\n2024", pk=PERCENT, kinerja=_four(1, 2, 3, 4)),
    wrong(
        "KN205",
        "85 for 90",
        "target_tw4@1",
        pk=PERCENT,
        kinerja=_four(20, 40, 60, 85, prefix="target"),
    ),
    right("KN205", "same", pk=PERCENT, kinerja=_four(20, 40, 60, "90%", prefix="target")),
    right("KN205", "no quarterly targets", pk=PERCENT, kinerja=_four(prefix="target")),
    right("KN205", "same grade", pk=_pk("Predikat"), kinerja=_four(four="B", prefix="target")),
    wrong(
        "KN225",
        "target falls",
        "target_tw2@1",
        pk=PERCENT,
        kinerja=_four(40, 20, 60, 90, prefix="target"),
    ),
    right("KN225", "grows", pk=PERCENT, kinerja=_four(20, 40, 60, 90, prefix="target")),
    wrong(
        "KN226",
        "last year's figures",
        FORM,
        **_three(["85 | 85", "80 | 80", "40 | 40"], "realisasi_tw4 | realisasi_lalu"),
    ),
    right(
        "KN226",
        "one is new",
        **_three(["85 | 80", "80 | 80", "40 | 40"], "realisasi_tw4 | realisasi_lalu"),
    ),
    right(
        "KN226",
        "all the same figure",
        **_three(["90 | 90", "90 | 90", "90 | 90"], "realisasi_tw4 | realisasi_lalu"),
    ),
]

CAPAIAN = [
    right("KN208", "no case and 100", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, "100 | Ya")),
    right(
        "KN208",
        "no quarter",
        identitas="tahun\n2024",
        pk=_pk("Sengketa"),
        kinerja=_row(NO_CASE, "100 | "),
    ),
    right(
        "KN209",
        "no quarter",
        identitas="tahun\n2024",
        pk=_pk("Sengketa"),
        kinerja=_row(NO_CASE, "100 | Ya"),
    ),
    right(
        "KN210",
        "target 0, no result",
        pk=_pk("Nol"),
        kinerja=_row("realisasi_tw4 | capaian", " | "),
    ),
    right("KN217", "no such columns", pk=PERCENT, kinerja=_row("realisasi_tw4", "85")),
    right(
        "KN217",
        "no case",
        pk=_pk("Sengketa"),
        kinerja=_row("tidak_ada_kasus | hambatan | tindak_lanjut", "Ya | | "),
    ),
    wrong(
        "KN206",
        "40 of target 30",
        "capaian@1",
        pk=PERCENT.replace("| 90", "| 30"),
        kinerja=_row("realisasi_tw4 | capaian", "40 | "),
    ),
    right("KN206", "105%", pk=PERCENT, kinerja=_row("realisasi_tw4 | capaian", "95 | ")),
    right("KN206", "120%", pk=PERCENT, kinerja=_row("realisasi_tw4 | capaian", "108 | ")),
    wrong("KN207", "all 100%", FORM, **_three([90, 80, 40])),
    right("KN207", "one below", **_three([90, 80, 39])),
    right("KN207", "two only", **_three([90, 80, ""])),
    wrong(
        "KN208",
        "no dispute, 100 of 100",
        "realisasi_tw4@1",
        pk=_pk("Sengketa"),
        kinerja=_row(NO_CASE, "100 | "),
    ),
    right("KN208", "no case", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, " | Ya")),
    right("KN208", "one was lost", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, "50 | ")),
    right(
        "KN208",
        "not about cases",
        pk=PERCENT.replace("| 90", "| 100"),
        kinerja=_row(NO_CASE, "100 | "),
    ),
    wrong(
        "KN209",
        "Ya and 100",
        "realisasi_tw4@1",
        pk=_pk("Sengketa"),
        kinerja=_row(NO_CASE, "100 | Ya"),
    ),
    right("KN209", "Ya alone", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, " | ya")),
    right("KN209", "figure alone", pk=_pk("Sengketa"), kinerja=_row(NO_CASE, "100 | ")),
    wrong(
        "KN210",
        "denominator 0",
        "capaian@1",
        pk=_pk("Nol naik"),
        kinerja=_row("realisasi_tw4 | capaian", "3 | "),
    ),
    wrong(
        "KN210",
        "house rule for 0 downwards",
        "capaian@1",
        pk=_pk("Nol"),
        kinerja=_row("realisasi_tw4 | capaian", "0 | "),
    ),
    right(
        "KN210",
        "realisasi was asked about",
        pk=PERCENT,
        kinerja=_row("realisasi_tw4 | capaian", "sembilan | "),
    ),
    right(
        "KN210",
        "target was asked about",
        pk=PERCENT.replace("90", "'sekian"),
        kinerja=_row("realisasi_tw4 | capaian", "90 | "),
    ),
    right("KN210", "computed", pk=PERCENT, kinerja=_row("realisasi_tw4 | capaian", "90 | ")),
    right("KN210", "blank", pk=PERCENT, kinerja=_row("realisasi_tw4 | capaian", " | ")),
    wrong("KN213", "9000%", "realisasi_tw4@1", pk=PERCENT, kinerja=_four(four="9000%")),
    right("KN213", "100%", pk=PERCENT, kinerja=_four(four="100%")),
    right("KN213", "2.498 people", pk=_pk("Jumlah"), kinerja=_four(four=2498)),
    wrong(
        "KN217",
        "90 -> 85 unexplained",
        "hambatan@1",
        pk=PERCENT,
        kinerja=_row("realisasi_tw4 | hambatan | tindak_lanjut", "85 | | "),
    ),
    wrong(
        "KN217",
        "no follow-up",
        "tindak_lanjut@1",
        pk=PERCENT,
        kinerja=_row("realisasi_tw4 | hambatan | tindak_lanjut", "85 | Anggaran | -"),
    ),
    wrong(
        "KN217",
        "B -> CC unexplained",
        "hambatan@1",
        pk=_pk("Predikat"),
        kinerja=_row("realisasi_tw4 | hambatan | tindak_lanjut", "CC | | "),
    ),
    right(
        "KN217",
        "explained",
        pk=PERCENT,
        kinerja=_row("realisasi_tw4 | hambatan | tindak_lanjut", "85 | Dana | Revisi"),
    ),
    right(
        "KN217",
        "reached",
        pk=PERCENT,
        kinerja=_row("realisasi_tw4 | hambatan | tindak_lanjut", "90 | | "),
    ),
    wrong(
        "KN218", "no document", "bukti@1", pk=PERCENT, kinerja=_row("realisasi_tw4 | bukti", "0 | ")
    ),
    right("KN218", "document", pk=PERCENT, kinerja=_row("realisasi_tw4 | bukti", "85 | BA")),
    right("KN218", "nothing reported", pk=PERCENT, kinerja=_row("realisasi_tw4 | bukti", " | ")),
]

GRADES = [
    right("KN211", "doubtful", pk=_pk("Opini"), kinerja=_four(four="'baik")),
    right(
        "KN219",
        "first of June",
        identitas=EARLY.replace("2025-01-16", "2025-06-01"),
        pk=_pk("Opini"),
        kinerja=_four(four="WTP"),
    ),
    wrong(
        "KN219",
        "day before",
        "realisasi_tw4@1",
        identitas=EARLY.replace("2025-01-16", "2025-05-31"),
        pk=_pk("Opini"),
        kinerja=_four(four="WTP"),
    ),
    right("KN219", "no date, TW IV", pk=_pk("Opini"), kinerja=_four(four="WTP")),
    right(
        "KN219",
        "no date, no quarter",
        identitas="tahun\n2024",
        pk=_pk("Opini"),
        kinerja=_four(four="WTP"),
    ),
    right(
        "KN221", "two scores", pk=_pk("Predikat").replace("| B", "| 70"), kinerja=_four(four=71.2)
    ),
    right("KN221", "no score", pk=_pk("Predikat"), kinerja=_four(four=101)),
    wrong("KN221", "score 100", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four=100)),
    wrong("KN221", "score 0", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four=0)),
    right("KN221", "an opinion", pk=_pk("Opini"), kinerja=_four(four=71.2)),
    wrong(
        "KN222", "100 is AA", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four="'100 (A)")
    ),
    right("KN222", "no score", pk=_pk("Predikat"), kinerja=_four(four="'101 (A)")),
    right("KN222", "a count of laptops", pk=PERCENT, kinerja=_four(four="'71,2 orang")),
    wrong(
        "KN223",
        "name typed without a PK",
        "realisasi_tw4@1",
        kinerja="kode | indikator | realisasi_tw4\n1.1.1 | Nilai Maturitas SPIP | 80",
    ),
    right("KN223", "SPIP 1", pk=_pk("Level"), kinerja=_four(four=1)),
    right("KN223", "SPIP 5", pk=_pk("Level"), kinerja=_four(four=5)),
    wrong(
        "KN211", "WTP as grade", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four="WTP")
    ),
    wrong("KN211", "score 101", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four=101)),
    wrong("KN211", "opinion 100", "realisasi_tw4@1", pk=_pk("Opini"), kinerja=_four(four=100)),
    right("KN211", "CC", pk=_pk("Predikat"), kinerja=_four(four="CC")),
    right("KN211", "71,2", pk=_pk("Predikat"), kinerja=_four(four=71.2)),
    right("KN211", "WDP", pk=_pk("Opini"), kinerja=_four(four="WDP")),
    wrong("KN212", "BB on a share", "realisasi_tw4@1", pk=PERCENT, kinerja=_four(four="BB")),
    wrong("KN212", "B on a score", "realisasi_tw4@1", pk=_pk("Nilai"), kinerja=_four(four="B")),
    right("KN212", "BB on a grade", pk=_pk("Predikat"), kinerja=_four(four="BB")),
    right("KN212", "85 on a share", pk=PERCENT, kinerja=_four(four=85)),
    wrong(
        "KN219",
        "LKj of January",
        "realisasi_tw4@1",
        identitas=EARLY,
        pk=_pk("Opini"),
        kinerja=_four(four="WTP"),
    ),
    wrong(
        "KN219",
        "within the year",
        "realisasi_tw2@1",
        identitas=QUARTER_2,
        pk=_pk("Opini"),
        kinerja=_four(two="WTP"),
    ),
    right("KN219", "end of June", identitas=LATE, pk=_pk("Opini"), kinerja=_four(four="WTP")),
    right("KN219", "left blank", identitas=EARLY, pk=_pk("Opini"), kinerja=_four()),
    right("KN219", "not an opinion", identitas=EARLY, pk=PERCENT, kinerja=_four(four=90)),
    wrong(
        "KN220",
        "B -> CC",
        "capaian@1",
        pk=_pk("Predikat"),
        kinerja=_row("realisasi_tw4 | capaian", "CC | "),
    ),
    wrong(
        "KN220",
        "WTP -> WDP",
        "capaian@1",
        pk=_pk("Opini"),
        kinerja=_row("realisasi_tw4 | capaian", "WDP | "),
    ),
    right("KN220", "B -> BB", pk=_pk("Predikat"), kinerja=_row("realisasi_tw4 | capaian", "BB | ")),
    wrong("KN221", "71,2 is BB", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four=71.2)),
    right("KN221", "a letter", pk=_pk("Predikat"), kinerja=_four(four="BB")),
    right("KN221", "a plain score", pk=_pk("Nilai"), kinerja=_four(four=71.2)),
    wrong(
        "KN222",
        "71,2 is not B",
        "realisasi_tw4@1",
        pk=_pk("Predikat"),
        kinerja=_four(four="'71,2 (B)"),
    ),
    wrong(
        "KN222", "70 is not BB", "realisasi_tw4@1", pk=_pk("Predikat"), kinerja=_four(four="'70/BB")
    ),
    right("KN222", "71,2 is BB", pk=_pk("Predikat"), kinerja=_four(four="'71,2 (BB)")),
    right("KN222", "70 is B", pk=_pk("Predikat"), kinerja=_four(four="'70 = B")),
    wrong("KN223", "SPIP 100", "realisasi_tw4@1", pk=_pk("Level"), kinerja=_four(four=100)),
    wrong("KN223", "SPIP 80%", "realisasi_tw4@1", pk=_pk("Level"), kinerja=_four(four="80%")),
    right("KN223", "SPIP 3,2", pk=_pk("Level"), kinerja=_four(four=3.2)),
    right("KN223", "a share of 100", pk=PERCENT, kinerja=_four(four=100)),
]

MONEY = [
    right("KN214", "both 0", kinerja=_money((0, 0), (0, 0))),
    right("KN214", "nothing spent yet", kinerja=_money((5, ""), (5, ""))),
    right("KN215", "nothing spent", kinerja=_money((5, ""))),
    right("KN215", "pagu 0", kinerja=_money((0, 5))),
    right("KN216", "just half", kinerja=_money((200, 1), (100, 1), (100, 1))),
    right("KN216", "one without", kinerja=_money((100, 1), (100, 1), (100, 1), ("", 1))),
    wrong(
        "KN214",
        "33.801.000 / 33.775.000 twice",
        "pagu@3",
        kinerja=_money((33801000, 33775000), (20511000, 17088900), (33801000, 33775000)),
    ),
    right("KN214", "same pagu only", kinerja=_money((33801000, 33775000), (33801000, 33000000))),
    right("KN214", "both blank", kinerja=_money(("", ""), ("", ""))),
    wrong(
        "KN215", "the Opini row", "realisasi_anggaran@1", kinerja=_money((2678165000, 2715809026))
    ),
    right("KN215", "all spent", kinerja=_money((2678165000, 2678165000))),
    right("KN215", "no pagu", kinerja=_money(("", 5))),
    wrong(
        "KN216",
        "belanja pegawai on one",
        "pagu@2",
        kinerja=_money((20511000, 1), (2678165000, 1), (7540000, 1)),
    ),
    right("KN216", "shared", kinerja=_money((100, 1), (100, 1), (100, 1))),
    right("KN216", "two rows prove nothing", kinerja=_money((100, 1), (900, 1))),
    wrong("KN224", "pagu blank", "pagu@1", kinerja=_money(("", 33775000))),
    wrong("KN224", "pagu 0", "pagu@1", kinerja=_money((0, 33775000))),
    right("KN224", "both there", kinerja=_money((33801000, 33775000))),
    right("KN224", "nothing spent", kinerja=_money(("", 0))),
    right("KN224", "pagu not understood", kinerja=_money(("'1.5 dst", 33775000))),
]

CASES = [*QUARTERS, *CAPAIAN, *GRADES, *MONEY]
