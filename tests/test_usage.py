"""Commands that were typed wrongly: Indonesian sentences that say what was meant."""

from __future__ import annotations

import pytest

from sakip_excel.cli import main
from sakip_excel.errors import UsageError
from sakip_excel.usage import usage_error

QUOTED = "(choose from 'periksa', 'proses', 'baru')"
BARE = "(choose from periksa, proses, baru)"
"""Python 3.11 prints choices with quotes, later ones without."""


def said(message: str, program: str = "sakip proses") -> tuple[str, str]:
    """Return the sentence and the advice for what argparse says."""
    error = usage_error(message, program)
    assert isinstance(error, UsageError)
    assert error.exit_code == 2
    return error.message, error.fix


@pytest.mark.parametrize("choices", [QUOTED, BARE])
@pytest.mark.parametrize(
    ("typed", "meant"), [("prosess", "proses"), ("PERIKSA", "periksa"), ("priksa", "periksa")]
)
def test_a_misspelt_command_is_corrected(typed, meant, choices):
    """The command that is nearest is named, whatever its case and however choices are printed."""
    message = f"argument PERINTAH: invalid choice: '{typed}' {choices}"
    assert said(message, "sakip") == (
        f"Perintah '{typed}' tidak dikenal.",
        f"Mungkin maksudnya: {meant}. Lihat sakip --help.",
    )


def test_a_command_like_no_other_is_not_guessed():
    """Nothing is suggested when nothing is near."""
    message = f"argument PERINTAH: invalid choice: 'xyz' {BARE}"
    assert said(message, "sakip") == ("Perintah 'xyz' tidak dikenal.", "Lihat sakip --help.")


@pytest.mark.parametrize("choices", ["'pk', 'rak'", "pk, rak"])
@pytest.mark.parametrize(
    ("where", "spoken"), [("--templat", "--templat"), ("-t/--templat", "--templat")]
)
def test_a_wrong_choice_lists_the_right_ones(where, spoken, choices):
    """An option with a fixed list names it in full."""
    message = f"argument {where}: invalid choice: 'rakk' (choose from {choices})"
    assert said(message) == (
        f"Isian 'rakk' untuk {spoken} tidak dikenal.",
        "Mungkin maksudnya: rak. Pilihannya: pk, rak. Lihat sakip proses --help.",
    )


def test_what_is_missing_is_named_by_its_long_name():
    """Of -o/--output the longer name is said."""
    message = "the following arguments are required: FOLDER, -o/--output"
    assert said(message)[0] == "Belum ditulis: FOLDER, --output."


@pytest.mark.parametrize(
    "message",
    ["argument -o/--output: expected one argument", "argument --output: expected 1 argument"],
)
def test_an_option_without_its_value(message):
    """An option at the end of the line asks for what belongs behind it."""
    assert said(message)[0] == "Isi untuk --output belum ditulis."


def test_an_unknown_option_is_named():
    """An option that does not exist is told apart from words left over."""
    assert said("unrecognized arguments: --xyz")[0] == "Pilihan --xyz tidak dikenal."


def test_words_left_over_are_mostly_names_with_blanks():
    """Who forgets the quotes is shown them, and that one file is meant."""
    message, fix = said("unrecognized arguments: IV 2024.xlsx")
    assert message == "Tidak dikenal atau berlebih: IV 2024.xlsx."
    assert '"TW IV 2024.xlsx"' in fix
    assert "satu" in fix


def test_anything_else_stays_indonesian():
    """A sentence of argparse that nobody foresaw is not passed on."""
    assert said("ignored explicit argument '1'") == (
        "Perintah tidak dikenal atau tidak lengkap.",
        "Lihat sakip proses --help.",
    )


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["prosess", "a.xlsx"], "Mungkin maksudnya: proses."),
        (["proses"], "Belum ditulis: BERKAS."),
        (["proses", "TW", "IV", "2024.xlsx"], "Tidak dikenal atau berlebih: IV 2024.xlsx."),
        (["proses", "a.xlsx", "-o"], "Isi untuk --output belum ditulis."),
        (["proses", "a.xlsx", "--xyz"], "Pilihan --xyz tidak dikenal."),
        (["baru", "-o", "a.xlsx", "--templat", "rakk"], "Mungkin maksudnya: rak. Pilihannya: "),
        (["kamus", "kolm"], "Isian 'kolm' untuk bagian tidak dikenal. Mungkin maksudnya: kolom."),
    ],
)
def test_the_sentences_of_this_python_are_understood(arguments, wanted, capsys):
    """What argparse really says, in the Python that runs the tests, reaches these sentences."""
    assert main(arguments) == 2
    assert wanted in capsys.readouterr().err
