"""The command line: exit codes, Indonesian help, one JSON object, never a traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sakip_excel import __version__, pipeline
from sakip_excel.cli import main
from sakip_excel.forms import FORMS
from sakip_excel.locate import single_cell
from sakip_excel.pipeline import check_workbook
from sakip_excel.rules.registry import RULES
from sakip_excel.scoring.settings import ALL_SETTINGS
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.patch import Patch
from tests.tools import filled
from tests.tools.tiny import Sheet, write

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("periksa", "proses", "baru", "kamus")
FILE_KEYS = ["jalur", "sha256", "templat", "identitas", "jumlah", "temuan", "ringkasan", "segel"]
FINDING_KEYS = [
    "kode",
    "tingkat",
    "lembar",
    "sel",
    "kolom",
    "tertulis",
    "dihitung",
    "pesan",
    "saran",
]
FIGURE_KEYS = [
    "pagu",
    "realisasi",
    "serapan",
    "efisiensi",
    "capaian_rata_rata",
    "jumlah_indikator",
    "tidak_dapat_dihitung",
]


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Path:
    """Return a report without any Galat."""
    return filled.fill(tmp_path_factory.mktemp("bersih") / "bersih.xlsx")


@pytest.fixture(scope="module")
def wrong(clean, tmp_path_factory) -> Path:
    """Return the same report with a code used twice."""
    path = tmp_path_factory.mktemp("salah") / "salah.xlsx"
    patch = Patch(Book.open(clean))
    data = check_workbook(clean).report.forms["pk"]
    patch.set(data.sheet, data.address(data.rows[1], "kode"), "1.1.1")
    path.write_bytes(patch.to_bytes())
    return path


@pytest.fixture
def broken(tmp_path) -> Path:
    """Return a file that is no workbook."""
    path = tmp_path / "rusak.xlsx"
    path.write_text("bukan Excel", encoding="utf-8")
    return path


def run(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own, as a user or a button does."""
    return subprocess.run(
        [sys.executable, "-m", "sakip_excel", *map(str, arguments)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
    )


def test_clean_is_zero(clean, capsys):
    """A report without Galat ends with 0, warnings or not, and names satker and quarter."""
    assert main(["periksa", str(clean)]) == 0
    out = capsys.readouterr().out
    assert "KPU Kota Prabumulih, 2024, TW IV" in out
    assert "Rp 1.000" in out
    assert "78,00%" in out


def test_galat_is_one(wrong, capsys):
    """A Galat ends with 1 and is printed with code, place and advice."""
    assert main(["periksa", str(wrong)]) == 1
    out = capsys.readouterr().out
    assert "GALAT" in out
    assert "PK107 PK!A" in out
    assert "->" in out


def test_information_is_shown_on_request(clean, capsys):
    """Information is counted always and printed with --semua."""
    main(["periksa", str(clean)])
    short = capsys.readouterr().out
    main(["periksa", str(clean), "--semua"])
    long = capsys.readouterr().out
    assert "--semua" in short
    assert "\nINFO" not in short
    assert "\nINFO" in long


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["tidakada"],
        ["periksa"],
        ["periksa", "--xyz", "a.xlsx"],
        ["proses", "a.xlsx", "b.xlsx"],
        ["kamus", "apa"],
        ["baru"],
        ["baru", "-o", "a.xlsx", "--templat", "lain"],
    ],
)
def test_wrong_usage_is_two(arguments, capsys):
    """Wrong usage ends with 2 and an Indonesian sentence, not argparse's English."""
    assert main(arguments) == 2
    shown = capsys.readouterr()
    text = shown.out + shown.err
    assert "sakip" in text
    assert not {"usage:", "error:", "required", "invalid"} & set(text.replace("\n", " ").split())


@pytest.mark.parametrize("command", ["periksa", "proses"])
def test_unreadable_is_three(command, broken, capsys):
    """A file that cannot be read ends with 3, one sentence, and stays as it was."""
    before = broken.read_bytes()
    assert main([command, str(broken)]) == 3
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    assert shown.err.strip()
    assert broken.read_bytes() == before


def test_missing_file_is_three(tmp_path, capsys):
    """A file that is not there is named."""
    assert main(["periksa", str(tmp_path / "tiada.xlsx")]) == 3
    assert "tiada.xlsx" in capsys.readouterr().err


def test_no_workbook_of_ours_is_three(tmp_path, capsys):
    """A workbook without forms ends with 3 and says what to do."""
    assert main(["periksa", str(write(tmp_path / "lain.xlsx", Sheet("X", "Nama\nAni")))]) == 3
    assert "templat" in capsys.readouterr().err


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_own_fault_is_five(clean, json_too, capsys, monkeypatch, tmp_path):
    """A fault of ours ends with 5, a number and a log with the details, never a traceback."""

    def crash(_: object) -> object:
        raise ZeroDivisionError("salah sendiri")

    monkeypatch.setattr(pipeline, "check_workbook", crash)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert main(["periksa", str(clean), *json_too]) == 5
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    (log,) = tmp_path.rglob("*.log")
    assert log.stem in shown.err
    text = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert __version__ in text


def test_own_fault_without_a_log(clean, capsys, monkeypatch, tmp_path):
    """Where no log can be written the number is still shown."""
    blocked = tmp_path / "berkas"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setattr(pipeline, "check_workbook", lambda _: 1 / 0)
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    assert main(["periksa", str(clean)]) == 5
    assert "nomor" in capsys.readouterr().err


def test_stopping_by_hand(clean, capsys, monkeypatch):
    """Ctrl+C ends quietly."""

    def stop(_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check_workbook", stop)
    assert main(["periksa", str(clean)]) == 130
    assert "Traceback" not in capsys.readouterr().err


def read_json(capsys, *arguments: object) -> tuple[int, dict]:
    """Run a command and return its exit code and the one object that it prints."""
    code = main([str(a) for a in arguments])
    return code, json.loads(capsys.readouterr().out)


def test_json_of_one_file(clean, capsys):
    """The object has the keys of the contract, in order, with plain numbers."""
    code, found = read_json(capsys, "periksa", "--json", clean)
    assert code == 0
    assert list(found) == ["skema", "versi", "berkas"]
    assert (found["skema"], found["versi"]) == (1, __version__)
    (entry,) = found["berkas"]
    assert list(entry) == FILE_KEYS
    assert entry["jalur"] == str(clean)
    assert entry["sha256"] == Book.open(clean).sha256
    assert entry["templat"]["id"] == "sakip_satker"
    assert entry["templat"]["versi"] == 1
    assert entry["identitas"] == {
        "kode_satker": "658021",
        "nama_satker": "KPU Kota Prabumulih",
        "tingkat": "Kabupaten/Kota",
        "provinsi": "Sumatera Selatan",
        "tahun": 2024,
        "triwulan": "IV",
    }
    assert list(entry["jumlah"]) == ["galat", "peringatan", "info"]
    assert sum(entry["jumlah"].values()) == len(entry["temuan"])
    assert list(entry["ringkasan"]) == FIGURE_KEYS


def test_json_figures(clean, capsys):
    """Money is whole rupiah, ratios are shares of one, counts are counts."""
    _, found = read_json(capsys, "periksa", "--json", clean)
    figures = found["berkas"][0]["ringkasan"]
    assert (figures["pagu"], figures["realisasi"]) == (1000, 780)
    assert isinstance(figures["pagu"], int)
    assert figures["serapan"] == pytest.approx(0.78)
    assert figures["efisiensi"] == pytest.approx(120 / 900)
    assert figures["capaian_rata_rata"] == pytest.approx(2.5 / 3)
    assert (figures["jumlah_indikator"], figures["tidak_dapat_dihitung"]) == (4, 1)


def test_json_findings(wrong, capsys):
    """Every finding has nine texts; severities are lower-case words."""
    code, found = read_json(capsys, "periksa", "--json", wrong)
    findings = found["berkas"][0]["temuan"]
    assert code == 1
    assert findings
    for finding in findings:
        assert list(finding) == FINDING_KEYS
        assert all(isinstance(value, str) for value in finding.values())
        assert finding["tingkat"] in {"galat", "peringatan", "info"}
        assert finding["kode"] in RULES
    duplicates = [f for f in findings if f["kode"] == "PK107"]
    assert [(f["lembar"], f["kolom"], f["tertulis"]) for f in duplicates] == [
        ("PK", "Kode", "1.1.1")
    ] * 2


def test_json_without_figures(tmp_path, capsys):
    """What a workbook does not have is null, never 0."""
    path = tmp_path / "pk.xlsx"
    main(["baru", "-o", str(path), "--templat", "pk"])
    capsys.readouterr()
    _, found = read_json(capsys, "periksa", "--json", path)
    figures = found["berkas"][0]["ringkasan"]
    assert figures["pagu"] is figures["serapan"] is figures["capaian_rata_rata"] is None
    assert figures["jumlah_indikator"] == 0
    assert found["berkas"][0]["identitas"]["tahun"] is None


def test_several_files_one_unreadable(clean, wrong, broken, capsys):
    """One bad file does not hide the others; the worst exit code counts."""
    code, found = read_json(capsys, "periksa", "--json", clean, broken, wrong)
    assert code == 3
    names = [Path(entry["jalur"]).name for entry in found["berkas"]]
    assert names == ["bersih.xlsx", "rusak.xlsx", "salah.xlsx"]
    bad = found["berkas"][1]
    assert bad["tidak_terbaca"]
    assert list(bad)[: len(FILE_KEYS)] == FILE_KEYS
    assert bad["jumlah"] is None


def test_patterns_stand_for_files(clean, tmp_path, capsys):
    """``*.xlsx`` is expanded, because Windows hands it over as it is; lock files are no files."""
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx"):
        shutil.copy(clean, tmp_path / name)
    (tmp_path / "~$a.xlsx").rename(tmp_path / "~$c.xlsx")
    status, content = read_json(capsys, "periksa", "--json", tmp_path / "*.xlsx")
    assert status == 0
    assert [Path(each["jalur"]).name for each in content["berkas"]] == ["a.xlsx", "b.xlsx"]


def test_a_pattern_without_files_is_three(tmp_path, capsys):
    """A pattern that stands for nothing is a file that is not there."""
    assert main(["periksa", str(tmp_path / "*.xlsx")]) == 3
    assert "tidak ditemukan" in capsys.readouterr().err


def test_several_files_for_people(clean, wrong, broken, capsys):
    """Each file is reported under its name, and what cannot be read on the other stream."""
    assert main(["periksa", str(broken), str(clean), str(wrong)]) == 3
    shown = capsys.readouterr()
    assert shown.out.index("bersih.xlsx") < shown.out.index("salah.xlsx")
    assert shown.err.strip()


def test_proses_writes_and_says_where(clean, tmp_path, capsys):
    """``proses -o`` writes the result, says so, and changes nothing else."""
    before = clean.read_bytes()
    assert main(["proses", str(clean), "-o", str(tmp_path / "hasil.xlsx")]) == 0
    assert str(tmp_path / "hasil.xlsx") in capsys.readouterr().out
    assert (tmp_path / "hasil.xlsx").exists()
    assert clean.read_bytes() == before


def test_proses_in_place_twice(clean, tmp_path, capsys):
    """In place a backup is kept and named; without changes nothing is written."""
    work = tmp_path / "kerja.xlsx"
    work.write_bytes(clean.read_bytes())
    _, first = read_json(capsys, "proses", "--json", work)
    _, second = read_json(capsys, "proses", "--json", work)
    entry, again = first["berkas"][0], second["berkas"][0]
    assert Path(entry["cadangan"]).read_bytes() == clean.read_bytes()
    assert (entry["berubah"], again["berubah"], again["cadangan"]) == (True, False, None)
    assert main(["proses", str(work)]) == 0
    assert "Tidak ada yang berubah" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["hasil.xlsm", "hasil.xls", "hasil"])
def test_proses_keeps_the_kind_of_file(clean, tmp_path, name, capsys):
    """A result under an ending that Excel would refuse is not written."""
    assert main(["proses", str(clean), "-o", str(tmp_path / name)]) in {2, 3}
    assert not (tmp_path / name).exists()
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_indonesian_with_an_example(command, capsys):
    """Every command explains itself in Indonesian and shows how it is called."""
    assert main([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith(f"pemakaian: sakip {command} ")
    assert f"contoh: sakip {command} " in text
    for english in ("usage", "options:", "positional", "show this help"):
        assert english not in text


def test_main_help_lists_the_commands(capsys):
    """``sakip --help`` lists every command."""
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("pemakaian: sakip ")
    assert all(f"\n    {command} " in text for command in COMMANDS)
    assert "contoh: sakip " in text


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_of_the_help_parse(command, capsys, monkeypatch, tmp_path):
    """The example that the help prints is a right command line."""
    import shlex

    from sakip_excel.cli import _parser

    main([command, "--help"])
    line = capsys.readouterr().out.split("contoh: sakip ")[1].strip()
    monkeypatch.chdir(tmp_path)
    assert _parser().parse_args(shlex.split(line)).command


def test_version(capsys):
    """``--version`` prints the version alone."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.strip() == __version__


def test_baru_fills_the_identity(tmp_path, capsys):
    """``baru`` makes a workbook with the identity that was given."""
    path = tmp_path / "TW I 2026.xlsx"
    arguments = ["--kode-satker", "012345", "--nama", "KPU Kota X", "--provinsi", "jawa timur"]
    assert main(["baru", "-o", str(path), *arguments, "--tahun", "2026", "--triwulan", "i"]) == 0
    assert str(path) in capsys.readouterr().out
    book = Book.open(path)
    values = {
        key: book.cell(*single_cell(book, key)).value
        for key in ("kode_satker", "nama_satker", "provinsi", "tahun", "triwulan")
    }
    assert values == {
        "kode_satker": "012345",
        "nama_satker": "KPU Kota X",
        "provinsi": "Jawa Timur",
        "tahun": 2026,
        "triwulan": "I",
    }


@pytest.mark.parametrize("template", ["sakip_satker", "pk", "rak", "realisasi_anggaran"])
def test_baru_of_every_template(tmp_path, template, capsys):
    """Every template gives a workbook that the program reads and calls incomplete."""
    path = tmp_path / "a.xlsx"
    assert main(["baru", "-o", str(path), "--templat", template]) == 0
    assert main(["periksa", str(path)]) == 1
    assert "belum diisi" in capsys.readouterr().out


def test_baru_overwrites_nothing(tmp_path, capsys):
    """A file that exists is never overwritten."""
    path = tmp_path / "ada.xlsx"
    path.write_bytes(b"isi lama")
    assert main(["baru", "-o", str(path)]) == 3
    assert path.read_bytes() == b"isi lama"
    assert "ada.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option",
    [
        ["--tahun", "dua ribu"],
        ["--tahun", "²⁰"],
        ["--tahun", "24"],
        ["--triwulan", "V"],
        ["--provinsi", "Atlantis"],
        ["--kode-satker", "12345"],
        ["--kode-satker", "65802A"],
    ],
)
def test_baru_refuses_what_does_not_fit(tmp_path, option, capsys):
    """A value that its cell would not take is wrong usage, and no file is made."""
    path = tmp_path / "a.xlsx"
    assert main(["baru", "-o", str(path), *option]) == 2
    assert option[1] in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a"])
def test_baru_makes_only_what_excel_opens(tmp_path, name):
    """The ending must be that of the template, or Excel would refuse the file."""
    assert main(["baru", "-o", str(tmp_path / name), "--tahun", "2026"]) in {2, 3}
    assert not (tmp_path / name).exists()


def test_kamus_json_is_complete(capsys):
    """The dictionary lists every column, rule and setting of the program."""
    _, found = read_json(capsys, "kamus", "--json")
    assert list(found) == ["kolom", "aturan", "pengaturan"]
    wanted = {(f.key, c.key) for f in FORMS for c in (*f.cells, *f.columns)}
    assert {(row["formulir"], row["kunci"]) for row in found["kolom"]} == wanted
    assert {row["kode"] for row in found["aturan"]} == set(RULES)
    assert len(found["pengaturan"]) == len(ALL_SETTINGS) > 0
    assert all(row["sumber"] and row["kepastian"] for row in found["aturan"])
    assert all(row["sumber"] and row["kepastian"] for row in found["pengaturan"])
    assert len(found["aturan"]) > 150


@pytest.mark.parametrize("part", ["kolom", "aturan", "pengaturan"])
def test_kamus_for_people(part, capsys):
    """Each part is printed as lines under its name."""
    assert main(["kamus", part]) == 0
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == part.upper()
    assert len([line for line in rest if line.startswith("  ")]) > 5


def test_control_signs_do_not_reach_the_terminal(clean, tmp_path, capsys):
    """Signs in a cell that would steer a terminal are printed as blanks."""
    path = tmp_path / "a.xlsx"
    patch = Patch(Book.open(clean))
    data = check_workbook(clean).report.forms["pk"]
    patch.set(data.sheet, data.address(data.rows[1], "arah"), "Na\x1b[31mik\nx")
    path.write_bytes(patch.to_bytes())
    main(["periksa", str(path)])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "PK105" in out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_pipes_carry_utf8(encoding):
    """Piped output is UTF-8 whatever the console's code page is."""
    done = run("kamus", "kolom", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0
    assert "✓" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_a_reader_that_leaves_is_no_fault(tmp_path):
    """``sakip kamus | head`` ends without a word about a broken pipe."""
    with subprocess.Popen(
        [sys.executable, "-m", "sakip_excel", "kamus"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path)},
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert list(tmp_path.rglob("*.log")) == []


def test_module_is_the_command(clean):
    """``python -m sakip_excel`` is the same command and passes its exit code on."""
    assert run("periksa", clean, "--json").returncode == 0
    done = run("periksa", clean.parent / "tiada.xlsx")
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert "tiada.xlsx" in done.stderr.decode("utf-8")


def test_patterns_mean_the_files_they_match(clean, tmp_path, monkeypatch, capsys):
    """Windows leaves *.xlsx to the program: sorted, without the marks of open files."""
    monkeypatch.chdir(tmp_path)
    for name in ("b.xlsx", "a.xlsx", "~$a.xlsx"):
        shutil.copy(clean, name)
    assert main(["periksa", "*.xlsx"]) == 0
    named = [x for x in capsys.readouterr().out.splitlines() if "KPU Kota Prabumulih, 2024" in x]
    assert [line.partition(":")[0] for line in named] == ["a.xlsx", "b.xlsx"]


@pytest.mark.parametrize(
    ("names", "code", "said"),
    [
        (("satu.xlsx",), 0, ""),
        (("a.xlsx", "b.xlsx"), 2, "*.xlsx berarti 2 berkas; perintah ini mengerjakan satu."),
        ((), 3, "Berkas *.xlsx tidak ditemukan."),
    ],
)
def test_proses_takes_one_file(names, code, said, clean, tmp_path, monkeypatch, capsys):
    """A pattern that means one file is that file; several are refused before any is changed."""
    monkeypatch.chdir(tmp_path)
    for name in names:
        shutil.copy(clean, name)
    assert main(["proses", "*.xlsx"]) == code
    assert said in capsys.readouterr().err
    assert (tmp_path / "cadangan").exists() == (code == 0)
