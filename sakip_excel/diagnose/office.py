"""Excel, its rules about macros, the mail program and the region settings, on Windows only.

Read from the registry: class and policy names as Microsoft documents them for Office 2016 and
later. Excel itself is never started.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sakip_excel.diagnose.condition import Condition, State
from sakip_excel.setup_pc.record import working_folder
from sakip_excel.setup_pc.trust import excel_version, trust_piece, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.setup_pc.computer import Computer, Registry

_APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_POLICY = r"Software\Policies\Microsoft\Office"
_REGION = r"HKCU\Control Panel\International"
_MAIL_CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.eml\UserChoice"
_ASR = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_NO_CHILD_PROCESSES = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Rule "Block all Office applications from creating child processes" of Microsoft Defender."""

_BLOCK, _WARN = "1", "6"
_SIGNED_ONLY, _NO_MACROS = 3, 4
"""Values of VBAWarnings: 1 all run, 2 ask, 3 only signed ones, 4 none."""

_SEND_TO = "Simpan dan tutup buku kerja, lalu klik kanan berkasnya: Kirim ke > SAKIP."


def _excel(computer: Computer) -> Iterator[Condition]:
    registry = computer.registry
    if not computer.is_windows:
        sentence = "Excel hanya diperiksa di Windows."
        advice = "Di sini pakai 'sakip proses' pada berkas yang sudah disimpan."
        yield Condition("excel", State.NOTICE, sentence, advice)
        return
    version = excel_version(registry)
    place = value(registry, rf"HKLM\{_APP_PATH}", "") or value(registry, rf"HKCU\{_APP_PATH}", "")
    if version and place:
        yield Condition("excel", State.FINE, f"Excel {version} ditemukan di {place}.")
    elif version or place:
        yield Condition(
            "excel",
            State.NOTICE,
            "Excel terdaftar sebagian di Windows; tombol mungkin tidak bekerja.",
            "Perbaiki Office lewat Pengaturan Windows > Aplikasi.",
        )
    else:
        yield Condition(
            "excel",
            State.NOTICE,
            "Excel tidak ditemukan.",
            "Tanpa Excel, pakai 'sakip proses' pada berkas yang sudah disimpan.",
        )


def _macros(computer: Computer) -> Iterator[Condition]:
    """Tell what Excel lets macros do here; offices set policies that users cannot change."""
    version = excel_version(computer.registry)
    if not computer.is_windows or not version:
        return
    rule, forced = _macro_rule(computer.registry, version)
    whose = "Kebijakan kantor" if forced else "Pengaturan Excel"
    if rule == _NO_MACROS:
        yield Condition("makro", State.NOTICE, f"{whose} melarang semua makro.", _SEND_TO)
    elif rule == _SIGNED_ONLY:
        sentence = f"{whose} hanya mengizinkan makro bertanda tangan."
        yield Condition("makro", State.NOTICE, sentence, _SEND_TO)
    else:
        yield Condition("makro", State.FINE, "Excel mengizinkan makro setelah disetujui.")
    key = trust_piece(computer, working_folder(computer))
    if key.is_as_wanted():
        sentence = f"Folder {key.values['Path']} adalah lokasi tepercaya Excel."
        yield Condition("lokasi_tepercaya", State.FINE, sentence)


def _macro_rule(registry: Registry, version: str) -> tuple[object, bool]:
    forced = value(registry, rf"HKCU\{_POLICY}\{version}\Excel\Security", "VBAWarnings")
    if forced is not None:
        return forced, True
    chosen = rf"HKCU\Software\Microsoft\Office\{version}\Excel\Security"
    return value(registry, chosen, "VBAWarnings"), False


def _child_processes(computer: Computer) -> Iterator[Condition]:
    rule = str(value(computer.registry, _ASR, _NO_CHILD_PROCESSES))
    if rule in {_BLOCK, _WARN}:
        sentence = "Microsoft Defender melarang Excel menjalankan program lain."
        yield Condition("program_dari_excel", State.NOTICE, sentence, _SEND_TO)


def _mail(computer: Computer) -> Iterator[Condition]:
    if not computer.is_windows:
        return
    registry = computer.registry
    handler = value(registry, _MAIL_CHOICE, "ProgId") or value(registry, r"HKCR\.eml", "")
    if registry.read(r"HKCR\Outlook.Application\CLSID") is not None:
        yield Condition("surel", State.FINE, "Outlook klasik ditemukan untuk konsep surel.")
    elif handler:
        sentence = f"Konsep surel (.eml) akan dibuka oleh {handler}."
        yield Condition("surel", State.FINE, sentence)
    else:
        yield Condition(
            "surel",
            State.NOTICE,
            "Tidak ada program surel untuk berkas .eml.",
            "Lampirkan berkasnya sendiri di surel web.",
        )


def _decimal(computer: Computer) -> Iterator[Condition]:
    region = computer.registry
    decimal, thousands = value(region, _REGION, "sDecimal"), value(region, _REGION, "sThousand")
    if not isinstance(decimal, str):
        return
    if decimal == thousands:
        yield Condition(
            "desimal",
            State.BROKEN,
            f"Windows memakai tanda yang sama ('{decimal}') untuk desimal dan ribuan.",
            "Perbaiki di Pengaturan Windows > Bahasa & wilayah.",
        )
    elif decimal == ",":
        yield Condition("desimal", State.FINE, "Tanda desimal Windows: koma.")
    else:
        yield Condition(
            "desimal",
            State.NOTICE,
            f"Tanda desimal Windows: '{decimal}', bukan koma.",
            f"Di Excel ketik 97{decimal}5 untuk 97,5, atau ubah wilayah ke Indonesia.",
        )


OFFICE_CHECKS = (_excel, _macros, _child_processes, _mail, _decimal)
