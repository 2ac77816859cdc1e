"""Every rule about written reports speaks where it must and is silent where all is right."""

from __future__ import annotations

import re

import pytest

from sakip_excel.finding import Severity
from sakip_excel.rules.registry import RULES
from sakip_excel.textcheck.remark import LOOKS
from tests.textcheck.reports import ANGGARAN, IDENTITAS, look

ROW_1 = "60.000.000 57.000.000 95,00\n"
ROW_2 = "40.000.000 30.000.000 75,00\n"
BAB = "BAB III\nAKUNTABILITAS KINERJA\n\n"
END = "\n\nBAB IV\nPENUTUP\n"
ALL_NAMED = (
    "Persentase kegiatan koordinasi dengan para pihak terkait 90 90 100\n"
    "Nilai Akuntabilitas Kinerja B CC\n"
    "Persentase informasi yang dipublikasikan paling lambat 1 hari 95 80 84,21\n"
    "Persentase sengketa hukum yang dimenangkan KPU\n"
)

# code, text, what the finding computes or says (a piece of it)
WRONG = [
    ("TX201", "pagu sebesar Rp 12.000.000 (sebelas juta rupiah)", "dua belas juta rupiah"),
    ("TX201", "pagu Rp. 40,377,837,000- (Dua belas miliar rupiah)", "empat puluh miliar"),
    ("TX201", "mencapai 82,21% (Sembilan puluh delapan limapuluh persen)", "koma dua satu"),
    ("TX201", "menetapkan 3 (empat) sasaran", "tiga"),
    ("TX202", "1 | Honor | 1.606.783.000 | 1.543.807.520 | 96,80%", "96,08%"),
    ("TX202", "178.805.000\n\n172.993.522\n\n69,75%", "96,75%"),
    ("TX202", "20.000,0000 0,0000 10,000 10,000 | 78,33 21.67", "0,00%"),
    ("TX202", "Pagu Rp 60.000.000 terealisasi Rp 57.000.000 atau 96,00%.", "95,00%"),
    ("TX202", "Realisasi Rp 30.000.000 (57,00%) dari pagu Rp 40.000.000 tercatat.", "75,00%"),
    ("TX203", "Pagu anggaran tahun ini sebesar Rp 99.000.000.", "Rp 99.000.000"),
    ("TX203", "Jumlah | 100.000.000 | 88.000.000 | 88,00%", "Rp 88.000.000"),
    ("TX204", "Realisasi anggaran mencapai 99,42%.", "87,00%"),
    ("TX204", "Serapan anggaran hampir mencapai 95%.", "87,00%"),
    (
        "TX204",
        "60.000.000 57.000.000 95,00\nIndikator tercapai dan anggaran 95,30% terserap.",
        "95,00%",
    ),
    ("TX205", "Maka efisiensi anggaran sebesar 0,04%.", "13,00%"),
    ("TX206", "Persentase kegiatan koordinasi 85 85 100\ndengan para pihak terkait\n", "target 85"),
    ("TX206", "Persentase kegiatan koordinasi dengan para pihak terkait | 85%", "buku kerja 90"),
    ("TX206", "Nilai Akuntabilitas Kinerja B CC 60\n", "capaian 60"),
    (
        "TX206",
        "Persentase sengketa hukum yang dimenangkan KPU\n\n100\n\n100\n\n100\n",
        "Tidak ada kasus",
    ),
    (
        "TX207",
        f"{ROW_1}{ROW_2}Realisasi anggaran sebesar 85,00%.",
        "87,00%",
    ),
    ("TX208", "Serapan sebesar 99,42% termasuk kategori “Berhasil”.", "Sangat Berhasil"),
    ("TX208", "Kegiatan ini berada dalam kategori cukup berhasil. Capaiannya 98,61%.", "Sangat"),
    ("TX209", "Nilai SAKIP sebesar 71,2 dengan predikat B.", "BB"),
    ("TX209", "memperoleh nilai diatas 70 dengan predikat B", "BB"),
    ("TX209", "Nilai akuntabilitas kinerja 2024 diprediksi sama yakni B.", "CC"),
    (
        "TX209",
        "Nilai SAKIP tahun 2023 sebesar 65,2 dengan predikat B. "
        "Tahun ini CC seperti tahun sebelumnya.",
        "seperti tahun sebelumnya",
    ),
    ("TX210", "Dapat dikatakan semua target terpenuhi.", "CC dari target B"),
    ("TX210", "KPU telah mencapai seluruh sasaran yang ditetapkan.", "84,21%"),
    ("TX211", "KPU menetapkan 2 (dua) sasaran strategis.", "3"),
    (
        "TX211",
        "KPU memiliki 3 sasaran strategis dengan 12 (dua belas) indikator kinerja utama.",
        "4",
    ),
    ("TX212", "indikator yang ditetapkan KPU Kabupaten Purwakarta", "Kota Prabumulih"),
    ("TX212", "Renstra KPU Provinsi NTB periode ini", "Sumatera Selatan"),
    ("TX212", "laporan KPU Kota Perabumulih", "mirip"),
    ("TX213", "BAB II PERENCANAAN KINERJA TAHUN 2020", "2020"),
    ("TX213", "Tabel 2.1 Indikator Kinerja Utama Tahun 2023", "2023"),
    ("TX213", "Dalam dokumen Laporan Kinerja Tahun 2023 yang disusun ini", "2023"),
    ("TX213", "Penyerapan anggaran pada akhir bulan Desember 2023 mencapai 95%.", "2023"),
    ("TX214", "sesuai RPJMN 2020-2025", "2020-2024"),
    ("TX214", "PKPU Nomor 63 Tahun 2015 tentang Rencana Strategis KPU Tahun 2020-2024", "2015"),
    ("TX214", "PK 2023 merupakan tahun kedua dari periode Renstra 2020-2024", "keempat"),
    ("TX215", "berdasarkan Undang-Undang Nomor 15 Tahun 2011", "UU 7 Tahun 2017"),
    ("TX215", "Peraturan KPU Nomor 14 Tahun 2022 tentang tugas Setjen", "14 Tahun 2020"),
    ("TX215", "sesuai Penetapan Kinerja", "istilah lama"),
    ("TX215", "Aturan itu dicabut. Dasarnya Undang-Undang Nomor 15 Tahun 2011.", "UU 7 Tahun"),
    ("TX215", "Undang-undang Nomor 7 Tahun 2107", "2107"),
    ("TX216", "Laporan Keuangan KPU Tahun 2024 yang telah mendapatkan Opini BPK RI", "2025"),
    ("TX217", "SP DIPA-076.01.2.658021/2023", "999901"),
    ("TX218", "Persentase sengketa hukum yang dimenangkan KPU\nBB\n", "BB"),
    ("TX218", "Nilai Akuntabilitas Kinerja 70%\n", "70%"),
    ("TX219", "Opini | 2.678.165.000 2.715.809.026 101,41", "Rp 37.644.026"),
    (
        "TX220",
        "koordinasi 3.000.000 2.900.000 96,67\npendidikan 3.000.000 2.900.000 96,67",
        "baris 1",
    ),
    ("TX221", f"{BAB}Nilai Akuntabilitas Kinerja{END}", "Persentase kegiatan koordinasi"),
    (
        "TX221",
        f"{BAB}{ALL_NAMED}\nPersentase tersusunnya laporan keuangan tepat mutu\n\n100%\n{END}",
        "tidak ada dalam PK",
    ),
    ("TX222", "pagu 40,377,837,000", "Inggris"),
    ("TX222", "realisasi 82.21% dari pagu", "Inggris"),
    (
        "TX223",
        "Sasaran 2 : Menyelenggarakan Pemilu yang demokratis, tepat waktu dan efisien",
        "tujuan",
    ),
    ("TX223", "Sasaran 1 : Terwujudnya pemilu yang aman dan damai", "sasaran lain"),
    (
        "TX224",
        "Tidak ada gugatan atau sengketa hukum di tahun 2024.\n\n"
        "Tidak ada gugatan atau sengketa hukum di tahun 2023.",
        "baris 1",
    ),
    ("TX225", "Pembentukan Badan Adhoc (CO.6867)", "CO"),
    ("TX226", "Tahun 2023, pagu anggaran sebesar Rp 100.000.000 telah direvisi.", "pagu"),
    (
        "TX227",
        "a. Nilai Akuntabilitas Kinerja\n\n"
        "a. Persentase kegiatan koordinasi dengan para pihak terkait\n",
        "huruf a",
    ),
    ("TX229", "Rata-rata capaian kinerja tahun ini sebesar 97,00%.", "92,11%"),
    (
        "TX228",
        "Tabel 3.1 Laporan Capaian Kinerja\n\nNomor Sasaran Indikator Kinerja Target\n\n1 2 3 4",
        "tanpa kolom",
    ),
]

RIGHT = [
    ("TX201", "pagu Rp 12.000.000,- (dua belas juta rupiah)"),
    ("TX201", "sebesar 82,21% (delapan puluh dua koma dua puluh satu persen)"),
    ("TX201", "30% (tiga puluh persen) dan 5 (lima) orang (satu di antaranya ketua)"),
    ("TX202", "762.757.000,0000 750.713.376,0000 10,000 10,000 | 98,43 1.57"),
    ("TX202", "7.540.000 7.539.761 100"),
    ("TX202", "Pagu Rp 60.000.000 terealisasi Rp 57.000.000 atau 95,00%."),
    ("TX202", "Realisasi belanja Rp 41.000.000 dari anggaran Rp 40.000.000 atau 102,50%."),
    ("TX203", "Pagu sebesar Rp 100.000.000 dengan realisasi Rp 87.000.000."),
    ("TX203", "Anggaran program CQ Rp 60.000.000 terealisasi Rp 57.000.000."),
    ("TX204", "Realisasi anggaran mencapai 87,00%, sisanya dikembalikan."),
    ("TX204", "Target realisasi anggaran 95% untuk tahun depan."),
    ("TX204", "Suatu instansi berhasil apabila dapat menyerap 100% anggaran."),
    ("TX204", "Realisasi belanja pegawai mencapai 93,10%."),
    ("TX204", "Realisasi honor Rp 1.900.000 dari anggaran Rp 2.000.000 atau 95,00%."),
    ("TX205", "Efisiensi anggaran 13,00% menurut buku kerja."),
    ("TX206", "Persentase kegiatan koordinasi 90 90 100\ndengan para pihak terkait\n"),
    ("TX206", "Persentase informasi yang dipublikasikan paling lambat 1 hari | 95%"),
    ("TX206", "Persentase kegiatan koordinasi internal dengan para pihak terkait 50%"),
    (
        "TX207",
        "60.000.000 57.000.000 95,00\n40.000.000 30.000.000 75,00\nRealisasi anggaran 87,00%.",
    ),
    ("TX208", "Serapan sebesar 99,42% termasuk kategori Sangat Berhasil."),
    ("TX208", "Instansi dinyatakan berhasil apabila menyerap 100% anggaran."),
    ("TX209", "Nilai SAKIP tahun 2023 sebesar 71,2 dengan predikat BB."),
    ("TX209", "Nilai akuntabilitas kinerja 2024 yakni CC."),
    ("TX210", "Renstra memuat seluruh target yang hendak dicapai."),
    ("TX210", "Semua target tercapai, kecuali nilai akuntabilitas."),
    ("TX211", "KPU menetapkan 3 (tiga) sasaran strategis dengan 4 (empat) indikator kinerja."),
    ("TX211", "Indeks itu terdiri atas 3 (tiga) indikator dan 11 (sebelas) subindikator."),
    ("TX212", "KPU Kota Prabumulih, KPU Provinsi Sumatera Selatan dan KPU Kabupaten/Kota lain"),
    ("TX212", "alokasi kursi DPRD Kota. Adapun jumlahnya tetap."),
    ("TX213", "Pemilu 2019 dan Peraturan Presiden Nomor 29 Tahun 2014, tanggal 7 Februari 2023"),
    ("TX213", "Tabel 3.2 Capaian Tahun 2024 dibandingkan Tahun 2023"),
    ("TX213", "Nilai evaluasi atas akuntabilitas kinerja tahun 2023 memperoleh 71,2."),
    ("TX214", "RPJPN 2005-2025, RPJMN 2020-2024 dan Renstra KPU 2020 – 2024"),
    ("TX214", "PK 2024 merupakan tahun kelima dari periode Renstra 2020-2024"),
    ("TX215", "Undang-Undang Nomor 7 Tahun 2017 dan PKPU Nomor 14 Tahun 2020"),
    ("TX215", "UU Nomor 7 Tahun 2017 yang mencabut Undang-Undang Nomor 15 Tahun 2011"),
    ("TX215", "Undang-Undang Nomor 15 Tahun 2011 dicabut dengan UU Nomor 7 Tahun 2017."),
    (
        "TX215",
        "sebagai pengganti Peraturan Menteri PAN dan RB Nomor 29 Tahun 2010 tentang Pedoman "
        "Penyusunan Penetapan Kinerja dan Pelaporan Akuntabilitas Kinerja",
    ),
    ("TX216", "Laporan Keuangan KPU Tahun 2023 yang telah mendapatkan Opini BPK RI"),
    ("TX217", "SP DIPA 076.01.2.999901/2024"),
    ("TX218", "Persentase sengketa hukum yang dimenangkan KPU\n100%\n"),
    ("TX219", "Opini | 2.678.165.000 2.615.809.026 97,67"),
    ("TX220", "koordinasi 3.000.000 2.900.000 96,67\npendidikan 3.000.000 2.800.000 93,33"),
    ("TX221", f"{BAB}{ALL_NAMED}{END}"),
    ("TX222", "pagu 40.377.837.000 dengan realisasi 82,21%"),
    ("TX223", "Sasaran 2 : Terwujudnya sumber daya manusia berkualitas"),
    ("TX224", "Tidak ada sengketa hukum di tahun 2024. Ada dua gugatan pada tahun 2023."),
    ("TX225", "Pembentukan Badan Adhoc (CQ.6867) dan perkantoran (WA.3360)"),
    ("TX226", "Tahun 2024, pagu anggaran sebesar Rp 100.000.000 telah direvisi."),
    (
        "TX227",
        "a. Nilai Akuntabilitas Kinerja\n\n"
        "b. Persentase kegiatan koordinasi dengan para pihak terkait\n",
    ),
    ("TX229", "Rata-rata capaian kinerja tahun ini sebesar 92,11%."),  # (100 + 84,21) / 2
    ("TX229", "Target capaian kinerja tahun depan sebesar 97,00%."),
    ("TX228", "Tabel 3.1 Laporan Capaian Kinerja\n\nIndikator Kinerja Target Realisasi Capaian"),
]


@pytest.mark.parametrize(("code", "text", "said"), WRONG)
def test_rule_finds_the_mistake(code, text, said):
    """A mistake is found, and the finding names what is right."""
    remarks = look(code, text)
    spoken = [f"{r.finding.message} {r.finding.computed}" for r in remarks]
    assert any(said in sentence for sentence in spoken), spoken


@pytest.mark.parametrize(("code", "text"), RIGHT)
def test_rule_is_silent_where_all_is_right(code, text):
    """What is right, meant for another year or only a condition raises nothing."""
    assert [r.finding.message for r in look(code, text)] == []


@pytest.mark.parametrize("code", LOOKS)
def test_rule_has_a_wrong_and_a_right_text(code):
    """No rule exists without a text that it finds and one about which it is silent."""
    assert code in {case[0] for case in WRONG}
    assert code in {case[0] for case in RIGHT}


@pytest.mark.parametrize("code", LOOKS)
def test_rule_is_registered_with_its_source(code):
    """Every rule has a code of the text area, a sentence, a source and how sure that is."""
    rule = RULES[code]
    assert re.fullmatch(r"TX2\d\d", code)
    assert rule.title.endswith(".")
    assert rule.source
    assert rule.certainty
    assert rule.check is None


@pytest.mark.parametrize(("code", "text", "said"), WRONG)
def test_sentences_are_for_people(code, text, said):
    """A finding is a sentence with advice, and quotes what stands at a place that it names."""
    del said
    for remark in look(code, text):
        assert remark.finding.message.endswith(".")
        assert remark.finding.fix.endswith(".")
        assert re.match(r"baris \d", remark.where)
        assert remark.quote
        assert not re.search(r"\bNone\b|\bnan\b|\{|\}|  ", remark.finding.message)


def test_last_digit_is_information():
    """A figure cut off instead of rounded is information, not a mistake."""
    table = ANGGARAN.replace("57000000", "57185000")  # 87,185% together
    (remark,) = look("TX204", "Serapan anggaran mencapai 87,17%.", anggaran=table)
    assert remark.finding.severity is Severity.INFO


def test_rows_that_are_not_the_whole_dipa_are_no_yardstick():
    """Where the rows of the workbook are a part of the DIPA, the report's own total counts."""
    whole = "1 | 40.000.000.000 | 32.884.000.000 | 82,21%\n\n"
    text = f"{whole}Realisasi anggaran mencapai 82,21%."
    assert look("TX204", text) == []


def test_claim_in_a_section_is_about_its_own_indikator():
    """A claim about "kedua indikator" is compared with the sasaran of its own section."""
    text = "Sasaran {} : {}\n\nHal ini tampak pada terpenuhinya kedua indikator tersebut."
    right = look("TX210", text.format(1, "Terwujudnya kebijakan bidang politik yang kuat"))
    wrong = look("TX210", text.format(3, "Terwujudnya pemilu yang aman dan damai"))
    assert right == []
    assert "84,21%" in wrong[0].finding.message


@pytest.mark.parametrize(("year", "said"), [("2015", 0), ("2016", 0), ("2017", 1), ("2024", 1)])
def test_a_law_is_no_mistake_while_it_was_in_force(year, said):
    """UU 15/2011 was the basis of a report until UU 7/2017 replaced it."""
    identitas = IDENTITAS.replace("2024", year)
    text = "berdasarkan Undang-Undang Nomor 15 Tahun 2011"
    assert len(look("TX215", text, identitas=identitas)) == said


@pytest.mark.parametrize("code", LOOKS)
def test_rules_bear_an_empty_workbook(code):
    """Without Beranda, PK, Kinerja and Anggaran no rule fails."""
    text = " ".join(case[1] for case in WRONG if case[0] == code)
    for remark in look(code, text, identitas="-", pk="", kinerja="", anggaran=""):
        assert remark.finding.code == code
