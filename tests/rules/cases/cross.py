"""Cases of the rules that compare forms."""

from tests.rules.cases.case import FORM, right, wrong

PK = "kode | indikator | satuan | target\n1.1.1 | Persentase A | % | 90\n1.1.2 | Nilai B | | B"
REVISED = "tahun | triwulan | revisi_dipa\n2024 | IV | 2"
PROMISED = "kode_program | program | anggaran\n | Program Dukungan Manajemen | 2885908000"


def _kinerja(*codes):
    return "\n".join(["kode | realisasi_tw4", *(f"{code} | 90" for code in codes)])


def _rak(*rows):
    return "\n".join(["indikator | kode | target | satuan", *rows])


def _money(pagu, spent):
    return {
        "kinerja": f"kode | pagu | realisasi_anggaran\n1.1.1 | {pagu} | {spent}\n1.1.2 | 100 | 90",
        "anggaran": "pagu | realisasi_tw4\n600 | 500\n400 | 300",
    }


CASES = [
    right("CR103", "PK not filled in yet", pk=PK.partition("\n")[0], kinerja=_kinerja("9.9.9")),
    right(
        "CR106",
        "dust behind the digits",
        pk=PK.replace("| 90", "| 7%"),
        rak=_rak("A | 1.1.1 | 7 | %"),
    ),
    right(
        "CR107",
        "no amounts",
        pk_anggaran=PROMISED.replace("2885908000", ""),
        anggaran="kode_program | program | pagu\nWA | Dukungan Manajemen | ",
    ),
    right(
        "CR107",
        "no names",
        pk_anggaran="kode_program | program | anggaran\n | | 5",
        anggaran="kode_program | program | pagu\n | | 7",
    ),
    right("CR108", "no column", kinerja="kode\n1.1.1", anggaran="pagu\n1"),
    right(
        "CR108",
        "no RO yet",
        kinerja="kode | pagu\n1.1.1 | 5",
        anggaran="pagu | realisasi_tw4\n | ",
    ),
    right(
        "CR109",
        "no RO yet",
        kinerja="kode | realisasi_anggaran\n1.1.1 | 5",
        anggaran="pagu | realisasi_tw4\n | ",
    ),
    wrong("CR102", "1.1.2 not measured", "kode@2", pk=PK, kinerja=_kinerja("1.1.1")),
    right("CR102", "all measured", pk=PK, kinerja=_kinerja("1.1.2", "1.1.1")),
    right("CR102", "nothing measured yet is said elsewhere", pk=PK, kinerja=_kinerja("")),
    wrong("CR103", "9.9.9 unknown", "kode@2", pk=PK, kinerja=_kinerja("1.1.1", "9.9.9")),
    right("CR103", "known", pk=PK, kinerja=_kinerja("1.1.1", " 1.1.2")),
    wrong("CR104", "9.9.9 unknown", "kode@1", pk=PK, rak=_rak("Persentase A | 9.9.9 | 90 | %")),
    right("CR104", "known or blank", pk=PK, rak=_rak("A | 1.1.1 | 90 | %", "B | | 1 | ")),
    wrong("CR105", "1.1.2 without action", "kode@2", pk=PK, rak=_rak("A | 1.1.1 | 90 | %")),
    right("CR105", "no codes at all", pk=PK, rak=_rak("A | | 90 | %")),
    right("CR105", "all supported", pk=PK, rak=_rak("A | 1.1.1 | 90 | %", "B | 1.1.2 | B | ")),
    wrong("CR106", "85 for 90", "target@1", pk=PK, rak=_rak("A | 1.1.1 | 85 | %")),
    wrong("CR106", "CC for B", "target@1", pk=PK, rak=_rak("B | 1.1.2 | CC | ")),
    wrong("CR106", "a score of BB for B", "target@1", pk=PK, rak=_rak("B | 1.1.2 | 71.2 | ")),
    right("CR106", "90% and 90", pk=PK, rak=_rak("A | 1.1.1 | 90% | ")),
    right("CR106", "a score of B for B", pk=PK, rak=_rak("B | 1.1.2 | 70 | ")),
    right("CR106", "no target", pk=PK, rak=_rak("A | 1.1.1 | | ")),
    wrong(
        "CR107",
        "WA by name",
        "anggaran@1",
        pk_anggaran=PROMISED,
        anggaran="kode_program | program | pagu\nWA | Dukungan Manajemen | 2702417000",
    ),
    wrong(
        "CR107",
        "WA by code, after a revision",
        "anggaran@1",
        identitas=REVISED,
        pk_anggaran=PROMISED.replace("\n |", "\n076.01.WA |"),
        anggaran="kode_program | program | pagu\nWA | X | 2702417000",
    ),
    right(
        "CR107",
        "several RO add up",
        pk_anggaran=PROMISED,
        anggaran="kode_program | program | pagu\nWA | Dukungan Manajemen | 2885900000\n"
        "WA | Dukungan Manajemen | 8000",
    ),
    right(
        "CR107",
        "another program",
        pk_anggaran=PROMISED,
        anggaran="kode_program | program | pagu\nCQ | Pemilu | 1",
    ),
    right(
        "CR107",
        "no column of pagu",
        pk_anggaran=PROMISED,
        anggaran="kode_program | program\nWA | Dukungan Manajemen",
    ),
    wrong("CR108", "1.001 of 1.000", FORM, **_money(901, 1)),
    right("CR108", "1.000 of 1.000", **_money(900, 1)),
    wrong("CR109", "801 of 800", FORM, **_money(900, 711)),
    right("CR109", "800 of 800", **_money(900, 710)),
]
