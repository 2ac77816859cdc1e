"""The manifest: what is written is read back, and what is damaged is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sakip_excel.errors import ManifestError
from sakip_excel.exchange.manifest import Manifest, file_name, parse, render, subject
from sakip_excel.exchange.seal import SealState

DIGEST = "7f3a09bcd21e" + "0" * 52
FULL = Manifest(
    kode_satker="658021",
    nama_satker="KPU Kota Prabumulih",
    tahun=2024,
    triwulan=4,
    versi=2,
    berkas="SAKIP-658021-2024-TW4-v2.xlsx",
    sha256="ab" * 32,
    keadaan_segel=SealState.INTACT,
    segel="7F3A-09BC-D21E",
    segel_lengkap=DIGEST,
    disegel="2025-01-16 10.05",
    templat="sakip_satker 1",
    program="0.1.0",
    pagu=13_056_986_000,
    realisasi=12_819_823_366,
    galat=0,
    peringatan=54,
    info=47,
)
TEXT = """\
--- MANIFES SAKIP 1 ---
satker: 658021 KPU Kota Prabumulih
tahun: 2024
triwulan: IV
versi: 2
berkas: SAKIP-658021-2024-TW4-v2.xlsx
sha256: abababababababababababababababababababababababababababababababab
segel: 7F3A-09BC-D21E
segel-lengkap: 7f3a09bcd21e0000000000000000000000000000000000000000000000000000
disegel: 2025-01-16 10.05
templat: sakip_satker 1
program: 0.1.0
pagu: Rp 13.056.986.000
realisasi: Rp 12.819.823.366
galat: 0
peringatan: 54
info: 47
--- AKHIR MANIFES ---
"""


def test_the_block_is_as_agreed():
    """Names, order and form of every line are fixed: other programs read them."""
    assert render(FULL) == TEXT
    assert parse(TEXT) == FULL


@pytest.mark.parametrize(
    "manifest",
    [
        replace(FULL, keadaan_segel=SealState.NONE, segel="", segel_lengkap="", disegel=""),
        replace(FULL, keadaan_segel=SealState.CHANGED, paksa="batas waktu hari ini: 16.00 WIB"),
        replace(FULL, pagu=None, realisasi=None, templat="", program=""),
        replace(FULL, pagu=0, realisasi=-5_000, triwulan=1, galat=12),
        replace(FULL, nama_satker="Sekretariat KPU Kab. Ogan Komering Ulu Timur (OKU – Timur)"),
        replace(FULL, nama_satker=""),
    ],
)
def test_every_manifest_reads_back_as_written(manifest):
    """Blank, zero and negative figures, states of the seal and names survive the mail."""
    assert parse(f"Yth. KPU Provinsi\n\n{render(manifest)}\nSalam") == manifest


@pytest.mark.parametrize(
    "changed",
    [
        TEXT.replace("\n", "\r\n"),
        "".join(f"> {line}\n" for line in TEXT.splitlines()),
        "".join(f"> > {line}\r\n" for line in TEXT.splitlines()),
        "".join(f"  {line}  \n\n" for line in TEXT.splitlines()),
        TEXT.replace(": ", ":\u00a0 "),
        TEXT.replace("sha256: ", "sha256:\n"),
        TEXT.replace("segel-lengkap: ", "segel-lengkap:\r\n> "),
        TEXT.replace("KPU Kota Prabumulih", "KPU Kota\n> Prabumulih"),
        TEXT.replace("tahun:", "warna: biru\ntahun:"),
        TEXT.replace("KPU", "\u200fK\u202ePU").replace("K PU", "KPU"),
        f"{TEXT}\n> kutipan lama:\n{TEXT.replace('versi: 2', 'versi: 1')}",
    ],
    ids=[
        "line ends",
        "quoted",
        "quoted twice",
        "spaces",
        "hard spaces",
        "wrapped",
        "wrapped in a reply",
        "wrapped name",
        "unknown key",
        "marks of direction",
        "older one quoted below",
    ],
)
def test_what_mail_programs_do_to_text_does_no_harm(changed):
    """Quoting, wrapping and other line ends leave the manifest what it was."""
    found = parse(changed)
    assert found is not None
    assert replace(found, nama_satker=found.nama_satker.replace("K PU", "KPU")) == FULL


@pytest.mark.parametrize("text", ["", "Terlampir laporan kami.", "MANIFES SAKIP 1"])
def test_a_text_without_manifest_has_none(text):
    """A mail written by hand is no damaged manifest."""
    assert parse(text) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("--- AKHIR MANIFES ---", ""),
        ("MANIFES SAKIP 1", "MANIFES SAKIP 2"),
        ("sha256: ab", "sha256: zz"),
        ("sha256: ab", "sha256: "),
        ("satker: 658021", "satker: 65802"),
        ("satker: 658021", "satker: 65802１"),
        ("triwulan: IV", "triwulan: V"),
        ("tahun: 2024\n", ""),
        ("versi: 2", "versi: dua"),
        ("versi: 2", "versi: 2\nversi: 3"),
        ("Rp 13.056.986.000", "13,056,986,000"),
        ("segel: 7F3A-09BC-D21E", "segel: aman"),
        ("segel-lengkap: 7f3a", "segel-lengkap: xyz"),
    ],
)
def test_a_damaged_manifest_is_an_error_and_no_guess(old, new):
    """What is cut off, said twice or cannot be read is never half believed."""
    assert old in TEXT
    with pytest.raises(ManifestError):
        parse(TEXT.replace(old, new))


def test_names_cannot_break_out_of_their_line():
    """A name with line ends and markers stays one line of the manifest and of the subject."""
    evil = "KPU\r\n--- AKHIR MANIFES ---\nBcc: semua@kpu.go.id\u2028galat: 0\u202e"
    manifest = replace(FULL, nama_satker=evil)
    assert len(render(manifest).splitlines()) == len(TEXT.splitlines())
    assert parse(render(manifest)).galat == FULL.galat
    assert subject(manifest).isprintable()


@pytest.mark.parametrize(
    ("state", "ending"),
    [
        (SealState.INTACT, "(versi 2)"),
        (SealState.NONE, "(versi 2) (tanpa segel)"),
        (SealState.CHANGED, "(versi 2) (berubah setelah disegel)"),
    ],
)
def test_the_subject_starts_with_the_key_and_marks_a_missing_seal(state, ending):
    """The province sorts by the key in brackets; what is not sealed is seen at once."""
    line = subject(replace(FULL, keadaan_segel=state))
    assert line == f"[SAKIP-658021-2024-TW4] Laporan KPU Kota Prabumulih, TW IV 2024 {ending}"


def test_the_file_is_named_after_satker_period_and_version():
    """The name of the attachment is the one in the manifest."""
    assert file_name(FULL.key, FULL.versi) == FULL.berkas
