"""The command line: ``sakip periksa``, ``sakip proses`` and their companions."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from errno import EINVAL
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from sakip_excel import __version__
from sakip_excel.errors import SakipError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Command = Callable[[argparse.Namespace], int]

CLEAN, FINDINGS, OWN_FAULT = 0, 1, 5

_HELP = "tampilkan bantuan ini"
_BOOK = "buku kerja .xlsx atau .xlsm"
_NEW_NAME = "nama berkas baru, .xlsx, atau .xlsm dengan tombol"
_WORDS = {
    "usage: ": "pemakaian: ",
    "positional arguments": "masukan",
    "options": "pilihan",
    "show this help message and exit": _HELP,
}


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        # Subcommands take the main usage line with an empty prefix as their name.
        prefix = _WORDS["usage: "] if prefix is None else prefix
        super().add_usage(usage, actions, groups, prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_WORDS.get(heading or "", heading))


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks Indonesian and raises instead of leaving."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **options)
        self.add_argument("-h", "--help", action="help", help=_HELP)

    def error(self, message: str) -> NoReturn:
        from sakip_excel.usage import usage_error

        raise usage_error(message, self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 clean, 1 findings that must be fixed, 2 wrong usage, 3 cannot read or write, 4 not delivered,
    5 our own fault.
    """
    _speak_utf8()
    try:
        options = _parser().parse_args(arguments)
        command: Command = options.command
        return command(options)
    except SystemExit as stop:
        return int(stop.code or 0)
    except SakipError as error:
        print(error, file=sys.stderr)  # noqa: T201 - this is the command line
        return error.exit_code
    except OSError as error:
        return _excused(error)
    except KeyboardInterrupt:
        print("Dihentikan.", file=sys.stderr)  # noqa: T201
        return 130
    except Exception as error:  # noqa: BLE001 - users never see a traceback
        from sakip_excel.fault import log_fault

        print(log_fault(error), file=sys.stderr)  # noqa: T201
        return OWN_FAULT


def _excused(error: OSError) -> int:
    """Return the exit code for what the operating system refused."""
    # The reader of our output has left, as in "sakip kamus | head"; Windows gives another number.
    if isinstance(error, BrokenPipeError) or (error.errno == EINVAL and error.filename is None):
        sys.stdout = StringIO()
        return CLEAN
    from sakip_excel.workbook.files import system_error

    said = system_error(error)
    print(said, file=sys.stderr)  # noqa: T201 - this is the command line
    return said.exit_code


def _speak_utf8() -> None:
    """Let every sign pass through a pipe or an old console; a button gives no console at all."""
    sys.stdout, sys.stderr = sys.stdout or StringIO(), sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="sakip",
        description="Memeriksa, menghitung dan menulis kembali buku kerja SAKIP.",
        epilog='contoh: sakip proses "TW IV 2024.xlsx"',
    )
    parser.add_argument(
        "--version", action="version", version=__version__, help="tampilkan versi program"
    )
    parser.set_defaults(command=lambda _: _usage(parser))
    commands = parser.add_subparsers(title="perintah", metavar="PERINTAH", parser_class=_Parser)
    _add_periksa(commands)
    _add_periksa_teks(commands)
    _add_proses(commands)
    _add_exchange_commands(commands)
    _add_baru(commands)
    _add_kamus(commands)
    _add_tombol(commands)
    _add_computer_commands(commands)
    return parser


def _usage(parser: argparse.ArgumentParser) -> int:
    parser.print_help()
    return UsageError.exit_code


def _add(commands: Any, name: str, command: Command, text: str, example: str) -> Any:
    added = commands.add_parser(
        name, help=text, description=text, epilog=f"contoh: sakip {name} {example}"
    )
    added.set_defaults(command=command)
    return added


def _add_periksa(commands: Any) -> None:
    added = _add(
        commands,
        "periksa",
        _periksa,
        "Baca dan periksa buku kerja; tidak mengubah apa pun.",
        "laporan.xlsx --json",
    )
    added.add_argument("berkas", nargs="+", type=Path, metavar="BERKAS", help=_BOOK)
    _add_reporting(added)


def _add_periksa_teks(commands: Any) -> None:
    from sakip_excel.textcheck import command

    added = _add(commands, command.NAME, command.run, command.TEXT, command.EXAMPLE)
    command.add_options(added)


def _add_proses(commands: Any) -> None:
    added = _add(
        commands,
        "proses",
        _proses,
        "Periksa, hitung, lalu tulis kembali ke buku kerja (cadangan disimpan).",
        "laporan.xlsx -o hasil.xlsx",
    )
    added.add_argument("berkas", type=Path, metavar="BERKAS", help=_BOOK)
    added.add_argument("-o", "--output", type=Path, metavar="HASIL", help="tulis ke berkas lain")
    _add_reporting(added)


def _add_baru(commands: Any) -> None:
    added = _add(
        commands,
        "baru",
        _baru,
        "Buat buku kerja baru dari templat.",
        '-o "TW I 2026.xlsx" --tahun 2026 --triwulan I',
    )
    added.add_argument("-o", "--output", type=Path, required=True, metavar="BERKAS", help=_NEW_NAME)
    added.add_argument(
        "--templat",
        default="sakip_satker",
        choices=("sakip_satker", "pk", "rak", "realisasi_anggaran", "daftar_satker"),
        help="templat yang dipakai (bawaan: sakip_satker)",
    )
    for name, text in (
        ("kode-satker", "kode satker, enam angka"),
        ("nama", "nama satker"),
        ("provinsi", "nama provinsi"),
        ("tahun", "tahun anggaran"),
        ("triwulan", "I, II, III atau IV"),
    ):
        added.add_argument(f"--{name}", metavar=name.upper(), help=text)


def _add_kamus(commands: Any) -> None:
    added = _add(
        commands,
        "kamus",
        _kamus,
        "Daftar formulir, kolom, aturan dan pengaturan dengan sumbernya.",
        "aturan --json",
    )
    added.add_argument(
        "bagian",
        nargs="?",
        default="semua",
        choices=("semua", "kolom", "aturan", "pengaturan"),
        help="bagian yang ditampilkan",
    )
    added.add_argument("--json", action="store_true", help="cetak sebagai JSON")


def _add_tombol(commands: Any) -> None:
    # Without a help text the command stays out of the list: only the workbook's buttons use it.
    added = commands.add_parser("tombol", description="Dipakai tombol di buku kerja .xlsm.")
    added.add_argument(
        "aksi", choices=("periksa", "proses", "segel", "kirim", "diagnosa"), help="nama tombol"
    )
    added.add_argument("rincian", nargs=argparse.REMAINDER, help="diisi oleh tombol")
    added.set_defaults(command=_tombol)


def _add_exchange_commands(commands: Any) -> None:
    from sakip_excel.consolidate import command as gabung_command
    from sakip_excel.consolidate import surati_command
    from sakip_excel.exchange import kirim_command, segel_command, terima_command

    for module in (
        segel_command,
        kirim_command,
        terima_command,
        gabung_command,
        surati_command,
    ):
        added = _add(commands, module.NAME, module.run, module.TEXT, module.EXAMPLE)
        module.add_options(added)


def _add_computer_commands(commands: Any) -> None:
    from sakip_excel.diagnose import command as diagnose_command
    from sakip_excel.setup_pc import command as setup_command

    for module in (setup_command, diagnose_command):
        added = _add(commands, module.NAME, module.run, module.TEXT, module.EXAMPLE)
        module.add_options(added)


def _add_reporting(added: Any) -> None:
    added.add_argument("--json", action="store_true", help="cetak satu objek JSON")
    added.add_argument("--semua", action="store_true", help="tampilkan juga temuan tingkat info")


def _say(text: str = "") -> None:
    print(text)  # noqa: T201 - this is the command line


def _say_json(content: object) -> None:
    _say(json.dumps(content, ensure_ascii=False, indent=2))


def _periksa(options: argparse.Namespace) -> int:
    from sakip_excel.pipeline import check_workbook
    from sakip_excel.summary import as_json, failed_json, file_json

    files: list[dict[str, Any]] = []
    worst = CLEAN
    for path in _expanded(options.berkas):
        try:
            checked = check_workbook(path)
        except SakipError as error:
            worst = max(worst, error.exit_code)
            files.append(failed_json(str(path), str(error)))
            if not options.json:
                named = "" if path.name in error.message else f"{path}: "
                print(f"{named}{error}", file=sys.stderr)  # noqa: T201
            continue
        worst = max(worst, _exit_code(checked))
        if options.json:
            files.append(file_json(checked, str(path)))
        else:
            _report(checked, str(path), everything=options.semua)
    if options.json:
        _say_json(as_json(files))
    return worst


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Return the files that patterns such as ``*.xlsx`` stand for; Windows leaves that to us."""
    found: list[Path] = []
    for path in paths:
        pattern = "*" in path.name or "?" in path.name
        matches = sorted(path.parent.glob(path.name)) if pattern else []
        found += [m for m in matches if not m.name.startswith("~$")] or [path]
    return found


def _one(path: Path) -> Path:
    """Return the single file that a path or a pattern means.

    Raises:
        UsageError: a pattern means several.
    """
    found = _expanded([path])
    if len(found) > 1:
        raise UsageError(
            f"{path.name} berarti {len(found)} berkas; perintah ini mengerjakan satu.",
            "Sebutkan satu berkas. Banyak berkas sekaligus dapat diperiksa dengan sakip periksa.",
        )
    return found[0]


def _proses(options: argparse.Namespace) -> int:
    from sakip_excel.console import next_step
    from sakip_excel.pipeline import process_workbook
    from sakip_excel.summary import as_json, file_json

    done = process_workbook(_one(options.berkas), options.output)
    written = done.written
    if options.json:
        entry = file_json(done.checked, str(options.berkas))
        entry["hasil"] = str(written.path)
        entry["cadangan"] = str(written.backup) if written.backup else None
        entry["berubah"] = written.changed
        _say_json(as_json([entry]))
        return _exit_code(done.checked)
    _report(done.checked, str(options.berkas), everything=options.semua)
    if written.changed:
        _say(f"Ditulis: {written.path}")
    else:
        _say("Tidak ada yang berubah; berkas tidak ditulis ulang.")
    if written.backup:
        _say(f"Cadangan: {written.backup}")
    _say(next_step(done.checked, written.path))
    return _exit_code(done.checked)


def _baru(options: argparse.Namespace) -> int:
    from sakip_excel.create import create_workbook

    values = {
        "kode_satker": options.kode_satker,
        "nama_satker": options.nama,
        "provinsi": options.provinsi,
        "tahun": options.tahun,
        "triwulan": options.triwulan,
    }
    create_workbook(options.output, options.templat, {k: v for k, v in values.items() if v})
    _say(f"Dibuat: {options.output}")
    return CLEAN


def _kamus(options: argparse.Namespace) -> int:
    from sakip_excel.kamus import kamus, kamus_lines

    content = kamus(options.bagian)
    if options.json:
        _say_json(content)
    else:
        _say("\n".join(kamus_lines(content)))
    return CLEAN


def _tombol(options: argparse.Namespace) -> int:
    gc.disable()  # somebody waits for this one short run; looking for garbage is a tenth of it
    try:
        from sakip_excel.addin import press
        from sakip_excel.click import read_request

        return press(read_request(options.aksi, options.rincian))
    finally:
        gc.enable()


def _report(checked: Any, name: str, *, everything: bool) -> None:
    from sakip_excel.console import report_lines

    _say("\n".join(report_lines(checked, name, everything=everything)))


def _exit_code(checked: Any) -> int:
    from sakip_excel.finding import Severity

    found = any(f.severity is Severity.GALAT for f in checked.findings)
    return FINDINGS if found else CLEAN
