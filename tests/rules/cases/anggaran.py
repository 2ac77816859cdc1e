"""Cases of the rules of Anggaran; figures are those of the efficiency table of Prabumulih 2024."""

from tests.rules.cases.case import FORM, right, wrong

CODES = "kode_program | program | kode_kegiatan | kegiatan | kode_kro | kro | kode_ro | ro"
QUARTER_2 = "tahun | triwulan\n2024 | II"


def _ro(tvro="1", rvro="1", pagu="1000", spent="900"):
    return f"tvro | rvro | pagu | realisasi_tw4 | serapan\n{tvro} | {rvro} | {pagu} | {spent} | "


def _four(one="", two="", three="", four=""):
    keys = " | ".join(f"realisasi_tw{n}" for n in (1, 2, 3, 4))
    return f"pagu | {keys}\n1000 | {one} | {two} | {three} | {four}"


def _codes(*rows):
    keys = "kode_program | kode_kegiatan | kode_kro | kode_ro | sumber_dana | pagu"
    return "\n".join([keys, *rows])


def _typed(*rows, keys="serapan | selisih"):
    """Return RO of pagu, realisasi and figures typed over their formulas."""
    return "\n".join([f"pagu | realisasi_tw4 | {keys}", *rows])


def _program(code, kegiatan="6709"):
    return f"kode_program | kode_kegiatan\n{code} | {kegiatan}"


def _dipa(pagu):
    return f"tahun | triwulan | pagu_dipa\n2024 | IV | {pagu}"


PAGU_MINUS = _ro(pagu="2638483000", spent="2680536126")
ROW_1 = "426483000 | 372684240"
TWO = "pagu | realisasi_tw4\n426483000 | 372684240\n5640000 | 5618832"
TOTALS = "total_pagu | total_realisasi | total_serapan"
AVERAGED = "pagu | realisasi_tw4 | serapan\n33801000 | 33775000 | \n22442000 | 21868492 | "

ROWS = [
    right("AG201", "pagu 0", anggaran=_ro(pagu="0", spent="5")),
    right("AG201", "only pagu", anggaran=_ro(spent="")),
    right("AG201", "only spending", anggaran=_ro(pagu="")),
    wrong("AG202", "more than the volume", "realisasi_tw4@1", anggaran=_ro("1", "2", "100", "0")),
    right("AG202", "no volume wanted", anggaran=_ro("0", "0", "100", "0")),
    right("AG202", "volume blank", anggaran=_ro("1", "", "100", "0")),
    right("AG202", "target blank", anggaran=_ro("", "1", "100", "0")),
    right("AG202", "pagu blank", anggaran=_ro("1", "1", "", "0")),
    right("AG203", "0 is AG202's", anggaran=_ro(spent="0")),
    right("AG203", "nothing spent", anggaran=_ro(spent="")),
    right("AG203", "volume blank", anggaran=_ro(rvro="", spent="500")),
    right("AG204", "volume blank", anggaran=_ro(rvro="")),
    right("AG204", "target blank", anggaran=_ro(tvro="", rvro="5")),
    right("AG205", "no such column", anggaran="pagu | realisasi_tw4\n1000 | 900"),
    right("AG205", "no quarter", identitas="tahun\n2024", anggaran=_ro(rvro="")),
    wrong(
        "AG207",
        "no quarter stated",
        "realisasi_tw2@1",
        identitas="tahun\n2024",
        anggaran=_four(100, "", 500, ""),
    ),
    right("AG207", "after the reported one", identitas=QUARTER_2, anggaran=_four(100, "", "", 9)),
    right("AG208", "no such column", anggaran="pagu | realisasi_tw1\n1000 | 900"),
    right("AG208", "no quarter", identitas="tahun\n2024", anggaran=_four()),
    wrong("AG218", "volume unknown", "serapan@1", anggaran=_ro("2", "", "1000", "400")),
    right("AG218", "volume reached is AG203's", anggaran=_ro("1", "1", "1000", "400")),
    right("AG218", "nothing known", anggaran=_ro(spent="")),
    right("AG219", "one RO", anggaran="pagu | realisasi_tw4\n1000 | 0"),
    right("AG225", "pagu blank is asked elsewhere", anggaran=_ro(pagu="", spent="900")),
    wrong("AG201", "pagu minus by 42.053.126", "realisasi_tw4@1", anggaran=PAGU_MINUS),
    right("AG201", "all spent", anggaran=_ro(pagu="5617450000", spent="5617450000")),
    right("AG201", "nothing known", anggaran=_ro(pagu="", spent="")),
    wrong("AG202", "row 2: 0 of 20.000", "realisasi_tw4@1", anggaran=_ro(pagu="20000", spent="0")),
    right("AG202", "blank is not 0", anggaran=_ro(pagu="20000", spent="")),
    right("AG202", "nothing done", anggaran=_ro(rvro="0", pagu="20000", spent="0")),
    right("AG202", "no pagu", anggaran=_ro(pagu="0", spent="0")),
    wrong(
        "AG203", "row 18: 68,94%", "serapan@1", anggaran=_ro(pagu="507443000", spent="349844227")
    ),
    right("AG203", "85%", anggaran=_ro(pagu="1000", spent="850")),
    right("AG203", "half the volume", anggaran=_ro("2", "1", "507443000", "349844227")),
    wrong("AG204", "3 of 2", "rvro@1", anggaran=_ro(tvro="2", rvro="3")),
    right("AG204", "2 of 2", anggaran=_ro(tvro="2", rvro="2")),
    wrong("AG205", "no volume", "rvro@1", anggaran=_ro(rvro="")),
    right("AG205", "volume 0", anggaran=_ro(rvro="0")),
    right("AG205", "nothing spent yet", anggaran=_ro(rvro="", spent="")),
    wrong("AG206", "TW III falls", "realisasi_tw3@1", anggaran=_four(100, 500, 400, 900)),
    wrong("AG206", "falls across a gap", "realisasi_tw3@1", anggaran=_four(500, "", 400, 900)),
    right("AG206", "grows", anggaran=_four(100, 500, 500, 900)),
    wrong("AG207", "TW II blank", "realisasi_tw2@1", anggaran=_four(100, "", 500, 900)),
    right("AG207", "begins with TW III", anggaran=_four("", "", 500, 900)),
    wrong("AG208", "TW IV blank", "realisasi_tw4@1", anggaran=_four(100, 200, 500, "")),
    right("AG208", "TW IV 0", anggaran=_four(four=0)),
    right("AG208", "a formula without a value is asked elsewhere", anggaran=_four(four="=")),
    right("AG208", "a formula counts as filled", anggaran=_four(four="=900")),
    wrong(
        "AG209",
        "TW IV in TW II",
        "realisasi_tw4@1",
        identitas=QUARTER_2,
        anggaran=_four(100, 200, "", 900),
    ),
    right("AG209", "up to TW II", identitas=QUARTER_2, anggaran=_four(100, 200)),
    wrong("AG218", "40% and half the volume", "serapan@1", anggaran=_ro("2", "1", "1000", "400")),
    right("AG218", "half spent", anggaran=_ro("2", "1", "1000", "500")),
    right("AG218", "in TW II", identitas=QUARTER_2, anggaran=_four(10, 20)),
    wrong("AG219", "all 0", FORM, anggaran="pagu | realisasi_tw4\n1000 | 0\n2000 | 0"),
    right("AG219", "one is not", anggaran="pagu | realisasi_tw4\n1000 | 0\n2000 | 5"),
    right("AG219", "blank is not 0", anggaran="pagu | realisasi_tw4\n1000 | \n2000 | "),
    wrong("AG225", "spent without pagu", "pagu@1", anggaran=_ro(pagu="0", spent="900")),
    right("AG225", "nothing at all", anggaran=_ro(pagu="0", spent="0")),
]

KODE = [
    right(
        "AG211",
        "blank code or name",
        anggaran=f"{CODES}\nCQ | P | | A | QGE | K | 001 | A\nCQ | P | | B | QGE | | 002 | B",
    ),
    wrong(
        "AG212",
        "from TA 2021 on",
        "kode_program@1",
        identitas="tahun\n2021",
        anggaran=_program("ZZ"),
    ),
    right("AG212", "no year", identitas="nama_satker\nKPU", anggaran=_program("ZZ")),
    right("AG212", "no pattern of a program", anggaran=_program("CQX")),
    right("AG212", "a number", anggaran=_program("12")),
    right("AG213", "other kegiatan of WA", anggaran=_program("WA", "3356")),
    right("AG213", "no pattern of a kegiatan", anggaran=_program("CQ", "67099")),
    right("AG213", "letters", anggaran=_program("CQ", "ABCD")),
    right("AG214", "unknown program", anggaran=_program("ZZ", "6709")),
    right("AG214", "no pattern of a kegiatan", anggaran=_program("WA", "67099")),
    right(
        "AG215", "pagu blank", anggaran=_codes("CQ | 6709 | QGE | 001 | | ", "CQ | 6709 | | | | ")
    ),
    wrong(
        "AG210",
        "same RO twice",
        "kode_ro@2",
        anggaran=_codes("CQ | 6709 | QGE | 001 | | 1", "076.01.CQ | 6709 | QGE | 001 | | 2"),
    ),
    right(
        "AG210",
        "other RO, other kegiatan",
        anggaran=_codes(
            "CQ | 6709 | QGE | 001 | | 1",
            "CQ | 6709 | QGE | 002 | | 1",
            "CQ | 6710 | QGE | 001 | | 1",
        ),
    ),
    right(
        "AG210",
        "APBN and hibah",
        anggaran=_codes("CQ | 6709 | QGE | 001 | RM | 1", "CQ | 6709 | QGE | 001 | HIBAH | 1"),
    ),
    right(
        "AG210", "no code", anggaran=_codes("CQ | 6709 | QGE | | | 1", "CQ | 6709 | QGE | | | 1")
    ),
    wrong(
        "AG211",
        "6709 with two names",
        "kegiatan@2",
        anggaran=f"{CODES}\nCQ | P | 6709 | Perencanaan | QGE | K | 001 | A\n"
        "CQ | P | 6709 | Logistik | QGE | K | 002 | B",
    ),
    right(
        "AG211",
        "capitals do not matter",
        anggaran=f"{CODES}\nCQ | P | 6709 | Perencanaan | QGE | K | 001 | A\n"
        "CQ | p. | 6709 | PERENCANAAN | QGE | K | 002 | B",
    ),
    wrong("AG212", "CO for CQ", "kode_program@1", anggaran=_program("CO", "6867")),
    right("AG212", "CQ", anggaran=_program("CQ")),
    right("AG212", "with unit", anggaran=_program("076.01.WA", "3355")),
    right("AG212", "before TA 2021", identitas="tahun\n2019", anggaran=_program("ZZ")),
    wrong("AG213", "never seen", "kode_kegiatan@1", anggaran=_program("CQ", "1234")),
    right("AG213", "seen", anggaran=_program("CQ", "6890")),
    wrong("AG214", "3355 under CQ", "kode_kegiatan@1", anggaran=_program("CQ", "3355")),
    wrong("AG214", "6709 under WA", "kode_kegiatan@1", anggaran=_program("WA", "6709")),
    right("AG214", "3360 under WA", anggaran=_program("WA", "3360")),
    right("AG214", "unknown kegiatan", anggaran=_program("WA", "1234")),
    wrong(
        "AG215",
        "sum of the kegiatan in between",
        "pagu@3",
        anggaran=_codes(
            "CQ | 6709 | QGE | 001 | | 5", "CQ | 6709 | QGE | 003 | | 7", "CQ | 6709 | | | | 12"
        ),
    ),
    wrong(
        "AG215",
        "sum of the program on top",
        "pagu@1",
        anggaran=_codes(
            "CQ | | | | | 12", "CQ | 6709 | QGE | 001 | | 5", "CQ | 6710 | QGE | 001 | | 7"
        ),
    ),
    wrong(
        "AG215",
        "called Jumlah in the column of the RO",
        "pagu@2",
        anggaran="kode_ro | ro | pagu\n001 | Layanan | 5\n | Jumlah seluruhnya | 9",
    ),
    right(
        "AG215",
        "an RO whose name begins so",
        anggaran="kode_ro | ro | pagu\n001 | Jumlah peserta terlatih | 5",
    ),
    right(
        "AG215",
        "only RO",
        anggaran=_codes("CQ | 6709 | QGE | 001 | | 5", "CQ | 6709 | QGE | 002 | | 5"),
    ),
    right(
        "AG215",
        "a row without RO, other amount",
        anggaran=_codes("CQ | 6709 | QGE | 001 | | 5", "CQ | 6709 | | | | 8"),
    ),
]

JUMLAH = [
    right(
        "AG221",
        "the figure of the rows beside wrong totals",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | 87.55%",
    ),
    wrong(
        "AG221",
        "no figure of the rows",
        "total_serapan",
        anggaran="pagu | realisasi_tw4\n | ",
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | 99.42%",
    ),
    wrong(
        "AG220",
        "less than the rows",
        "total_pagu",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n432000000 | | ",
    ),
    right("AG216", "no RO yet", identitas=_dipa("5"), anggaran="pagu | realisasi_tw4\n | "),
    right("AG217", "nothing spent", identitas=QUARTER_2, anggaran=_four()),
    right("AG220", "no cells", anggaran=TWO),
    right(
        "AG221",
        "99,74% as text",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | '99,74%",
    ),
    right("AG221", "pagu 0", anggaran=TWO, anggaran_cells=f"{TOTALS}\n0 | 5 | 99%"),
    right("AG221", "no totals typed", anggaran=TWO, anggaran_cells="total_serapan\n99%"),
    right("AG221", "one total typed", anggaran=TWO, anggaran_cells=f"{TOTALS}\n5 | =5 | 99%"),
    right("AG222", "nothing to follow", anggaran=_typed(" | | 99% | 1%")),
    wrong("AG222", "0,02 points off", "selisih@1", anggaran=_typed("10000 | 9000 | | 10.02%")),
    right("AG222", "0,01 points off", anggaran=_typed("10000 | 9000 | | 10.01%")),
    right(
        "AG223",
        "one row",
        anggaran="pagu | realisasi_tw4 | serapan\n100 | 50 | 99%",
        anggaran_cells="total_serapan\n99%",
    ),
    right(
        "AG223",
        "nothing to average",
        anggaran="pagu | realisasi_tw4\n | ",
        anggaran_cells="total_serapan\n99%",
    ),
    wrong(
        "AG223",
        "mean of the typed percentages",
        "total_serapan",
        anggaran="pagu | realisasi_tw4 | serapan\n100 | 50 | 90%\n900 | 90 | 80%",
        anggaran_cells="total_serapan\n85%",
    ),
    right(
        "AG223",
        "equal rows: the mean is right",
        anggaran="pagu | realisasi_tw4 | serapan\n100 | 50 | \n100 | 60 | ",
        anggaran_cells="total_serapan\n55%",
    ),
    right(
        "AG224",
        "nothing known",
        anggaran=_typed(" | | 2 | 1 | 60%", keys="tvro | rvro | efisiensi"),
    ),
    wrong(
        "AG216",
        "RO do not add up",
        "total_pagu",
        identitas=_dipa("41661103000"),
        anggaran=TWO,
        anggaran_cells="total_pagu\n=432123000",
    ),
    wrong("AG216", "no cell for the total", FORM, identitas=_dipa("1"), anggaran=TWO),
    right("AG216", "RO add up", identitas=_dipa("432123000"), anggaran=TWO),
    right("AG216", "DIPA not given", identitas=_dipa(""), anggaran=TWO),
    wrong(
        "AG217",
        "39% in TW II",
        "total_serapan",
        identitas=QUARTER_2,
        anggaran=_four(100, 390),
        anggaran_cells="total_serapan\n=0.39",
    ),
    right("AG217", "40% in TW II", identitas=QUARTER_2, anggaran=_four(100, 400)),
    right(
        "AG217",
        "no target known for 2019",
        identitas="tahun | triwulan\n2019 | II",
        anggaran=_four(1, 1),
    ),
    wrong(
        "AG220",
        "28,6 miliar too much",
        "total_pagu",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n29036240000 | =378303072 | ",
    ),
    wrong(
        "AG220",
        "both typed",
        "total_pagu",
        "total_realisasi",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | ",
    ),
    right(
        "AG220",
        "typed but right",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n432123000 | 378303072 | ",
    ),
    right(
        "AG220",
        "formulas",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n=432123000 | =378303072 | =0.8",
    ),
    wrong(
        "AG221",
        "99,42% beside figures of 99,74%",
        "total_serapan",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | 99.42%",
    ),
    wrong(
        "AG221",
        "the same as text",
        "total_serapan",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | '99,42%",
    ),
    right(
        "AG221",
        "99,74%",
        anggaran=TWO,
        anggaran_cells=f"{TOTALS}\n41661103000 | 41552911818 | 99.74%",
    ),
    wrong("AG222", "0,75 after 99,25", "selisih@1", anggaran=_typed(f"{ROW_1} | 99.25% | 0.75%")),
    wrong("AG222", "a figure of its own", "selisih@1", anggaran=_typed(f"{ROW_1} | 87.39% | 5%")),
    wrong(
        "AG222",
        "0,58 after 99,42",
        "total_selisih",
        anggaran=TWO,
        anggaran_cells="total_serapan | total_selisih\n99.42% | 0.58%",
    ),
    right("AG222", "row 5: both right", anggaran=_typed("9487000 | 9237000 | 97.36% | 2.64%")),
    right("AG222", "row 17: rounding", anggaran=_typed("762757000 | 750713376 | 98.43% | 1.57%")),
    right("AG222", "only serapan typed", anggaran=_typed(f"{ROW_1} | 99.25% | ")),
    wrong(
        "AG223",
        "98,68% is the mean of 99,92 and 97,44",
        "total_serapan",
        anggaran=AVERAGED,
        anggaran_cells="total_serapan\n98.68%",
    ),
    right("AG223", "98,93% is pooled", anggaran=AVERAGED, anggaran_cells="total_serapan\n98.93%"),
    right("AG223", "wrong in another way", anggaran=AVERAGED, anggaran_cells="total_serapan\n90%"),
    wrong(
        "AG224",
        "unspent share with half the volume",
        "efisiensi@1",
        anggaran=_typed("1000 | 400 | 2 | 1 | 60%", keys="tvro | rvro | efisiensi"),
    ),
    right(
        "AG224",
        "volume reached: both are 60%",
        anggaran=_typed("1000 | 400 | 1 | 1 | 60%", keys="tvro | rvro | efisiensi"),
    ),
    right(
        "AG224",
        "right figure",
        anggaran=_typed("1000 | 400 | 2 | 1 | 20%", keys="tvro | rvro | efisiensi"),
    ),
]

CASES = [*ROWS, *KODE, *JUMLAH]
