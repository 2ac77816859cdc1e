"""The manifest in the body of a message: who sends which workbook, for people and for programs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sakip_excel import __version__
from sakip_excel.check import template_label
from sakip_excel.errors import ManifestError
from sakip_excel.exchange.mail import one_line
from sakip_excel.exchange.record import short_code
from sakip_excel.exchange.seal import SealState
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.identity import identity_of
from sakip_excel.report.status import count
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sakip_excel.check import Checked
    from sakip_excel.exchange.seal import SealStatus

VERSION = 1
"""Version of the block; raised when an older program could misread it."""

END = "--- AKHIR MANIFES ---"

_SAID = {SealState.CHANGED: "berubah setelah disegel", SealState.NONE: "tanpa segel"}
_BLANK = "-"
_START = re.compile(r"---\s*MANIFES SAKIP\s+(\d+)\s*---")
_END = re.compile(r"---\s*AKHIR MANIFES\s*---")
_QUOTE = re.compile(r"^(?:\s*[>|])*\s*")
_LINE = re.compile(r"([a-z][a-z0-9-]{2,20}):(?:\s+(.*))?$")
_NEEDED = ("satker", "tahun", "triwulan", "versi", "berkas", "sha256", "segel")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a message says about the workbook that it carries.

    Attributes:
        kode_satker: six digits.
        nama_satker: name as typed on Beranda.
        tahun: budget year.
        triwulan: quarter reported, 1 to 4.
        versi: counted by the sender for this satker and period, from 1.
        berkas: file name of the attachment.
        sha256: fingerprint of the attachment, 64 hexadecimal digits.
        keadaan_segel: whether the workbook was sealed and unchanged when it was sent.
        segel: short code of the seal, empty without one.
        segel_lengkap: full digest of the seal, empty without one.
        disegel: time of sealing as written in the seal, empty without one.
        templat: template id and version.
        program: version of the program that sent it.
        pagu, realisasi: rupiah to the quarter reported; None when Anggaran is not filled in.
        galat, peringatan, info: findings when it was sent.
        paksa: reason why it was sent although it was not sealed or changed since.
    """

    kode_satker: str
    nama_satker: str
    tahun: int
    triwulan: int
    versi: int
    berkas: str
    sha256: str
    keadaan_segel: SealState = SealState.NONE
    segel: str = ""
    segel_lengkap: str = ""
    disegel: str = ""
    templat: str = ""
    program: str = ""
    pagu: int | None = None
    realisasi: int | None = None
    galat: int = 0
    peringatan: int = 0
    info: int = 0
    paksa: str = ""

    @property
    def key(self) -> str:
        """Return the key in subjects and file names, e.g. ``658021-2024-TW4``."""
        return f"{self.kode_satker}-{self.tahun}-TW{self.triwulan}"


def manifest_of(
    checked: Checked,
    status: SealStatus,
    version: int,
    file_name: str,
    sha256: str,
    reason: str = "",
) -> Manifest:
    """Return the manifest of a workbook whose identity is complete.

    Args:
        checked: the checked workbook, as it travels.
        status: what its seal says.
        version: number of this version, from 1.
        file_name: name of the attachment.
        sha256: fingerprint of the attachment.
        reason: why it travels unsealed or changed.
    """
    identity, counts, seal = identity_of(checked.report), count(checked.findings), status.seal
    return Manifest(
        kode_satker=one_line(identity.kode_satker),
        nama_satker=one_line(identity.nama_satker),
        tahun=identity.tahun,
        triwulan=identity.triwulan,
        versi=version,
        berkas=file_name,
        sha256=sha256,
        keadaan_segel=status.state,
        segel=seal.code if seal else "",
        segel_lengkap=seal.digest if seal else "",
        disegel=seal.sealed_at if seal else "",
        templat=one_line(template_label(checked.book), 80),
        program=__version__,
        pagu=_total(checked, "total_pagu"),
        realisasi=_total(checked, "total_realisasi"),
        galat=counts["galat"],
        peringatan=counts["peringatan"],
        info=counts["info"],
        paksa=one_line(reason),
    )


def _total(checked: Checked, key: str) -> int | None:
    data = checked.report.forms.get("anggaran")
    value = None if data is None else data.cells.computed.get(key)
    return round(value) if is_number(value) else None


def file_name(key: str, version: int) -> str:
    """Return the name of the file that travels, e.g. ``SAKIP-658021-2024-TW4-v2.xlsx``."""
    return f"SAKIP-{key}-v{version}.xlsx"


def subject(manifest: Manifest) -> str:
    """Return the subject of the message, with a mark when the workbook is not sealed as sent."""
    quarter = QUARTERS[manifest.triwulan - 1]
    mark = (
        "" if manifest.keadaan_segel is SealState.INTACT else f" ({_SAID[manifest.keadaan_segel]})"
    )
    return one_line(
        f"[SAKIP-{manifest.key}] Laporan {one_line(manifest.nama_satker, 80)}, TW {quarter} "
        f"{manifest.tahun} (versi {manifest.versi}){mark}"
    )


def render(manifest: Manifest) -> str:
    """Return the block of lines that stands in the body, markers included."""
    lines = (f"{key}: {value}" for key, value in _lines(manifest))
    return "\n".join((f"--- MANIFES SAKIP {VERSION} ---", *lines, END, ""))


def _lines(m: Manifest) -> Iterator[tuple[str, str]]:
    yield "satker", one_line(f"{m.kode_satker} {m.nama_satker}")
    yield "tahun", str(m.tahun)
    yield "triwulan", QUARTERS[m.triwulan - 1]
    yield "versi", str(m.versi)
    yield "berkas", m.berkas
    yield "sha256", m.sha256
    yield "segel", _SAID.get(m.keadaan_segel) or m.segel
    yield "segel-lengkap", m.segel_lengkap or _BLANK
    yield "disegel", m.disegel or _BLANK
    yield "templat", m.templat or _BLANK
    yield "program", m.program or _BLANK
    yield "pagu", _BLANK if m.pagu is None else rupiah(m.pagu)
    yield "realisasi", _BLANK if m.realisasi is None else rupiah(m.realisasi)
    yield "galat", str(m.galat)
    yield "peringatan", str(m.peringatan)
    yield "info", str(m.info)
    if m.paksa:
        yield "paksa", m.paksa


def parse(text: str) -> Manifest | None:
    """Return the first manifest in the body of a message, None when there is none.

    Quotation marks of replies, other line ends, spaces and lines that a mail program broke are
    understood; keys that are not known are passed over.

    Raises:
        ManifestError: the block is cut off, says a thing twice or holds what cannot be read.
    """
    block = _block(text)
    if block is None:
        return None
    found = _pairs(block)
    missing = [key for key in _NEEDED if not found.get(key)]
    if missing:
        raise _damaged(f"{', '.join(missing)} tidak ada")
    kode, _, nama = found["satker"].partition(" ")
    digest = _matched(found, "segel-lengkap", r"[0-9a-f]{64}", lower=True)
    state = next(
        (s for s, said in _SAID.items() if said == found["segel"].lower()), SealState.INTACT
    )
    written = _text(found, "segel")
    code = written if state is SealState.INTACT else short_code(digest) if digest else ""
    if not re.fullmatch(r"([0-9A-F]{4}-){2}[0-9A-F]{4}|", code):
        raise _damaged("segel tidak terbaca")
    return Manifest(
        kode_satker=_matched({"satker": kode}, "satker", r"[0-9]{6}"),
        nama_satker=one_line(nama),
        tahun=_number(found, "tahun"),
        triwulan=_quarter(found["triwulan"]),
        versi=_number(found, "versi"),
        berkas=found["berkas"],
        sha256=_matched(found, "sha256", r"[0-9a-f]{64}", lower=True),
        keadaan_segel=state,
        segel=code,
        segel_lengkap=digest,
        disegel=_text(found, "disegel"),
        templat=_text(found, "templat"),
        program=_text(found, "program"),
        pagu=_money(found, "pagu"),
        realisasi=_money(found, "realisasi"),
        galat=_number(found, "galat"),
        peringatan=_number(found, "peringatan"),
        info=_number(found, "info"),
        paksa=_text(found, "paksa"),
    )


def _block(text: str) -> list[str] | None:
    """Return the lines between the markers, quotation marks taken off."""
    lines = [one_line(_QUOTE.sub("", line), 2000) for line in text.splitlines()]
    start = next((n for n, line in enumerate(lines) if _START.fullmatch(line)), None)
    if start is None:
        return None
    marker = _START.fullmatch(lines[start])
    if marker is None or int(marker[1]) > VERSION:
        raise ManifestError(
            "Manifes pada surel dibuat oleh program yang lebih baru.",
            "Perbarui program sakip_excel, lalu ulangi.",
        )
    for end in range(start + 1, len(lines)):
        if _END.fullmatch(lines[end]):
            return lines[start + 1 : end]
    raise _damaged("bagian akhirnya tidak ada")


def _pairs(block: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in block:
        match = _LINE.fullmatch(line)
        if match is not None:
            key = match[1]
            if key in found:
                raise _damaged(f"{key} tertulis dua kali")
            found[key] = (match[2] or "").strip()
        elif key and line:  # a mail program broke the line before
            found[key] = f"{found[key]} {line}".strip()
    return found


def _text(found: dict[str, str], key: str) -> str:
    value = found.get(key, "")
    return "" if value == _BLANK else value


def _matched(found: dict[str, str], key: str, pattern: str, *, lower: bool = False) -> str:
    value = _text(found, key)
    value = value.lower() if lower else value
    if value and not re.fullmatch(pattern, value):
        raise _damaged(f"{key} tidak terbaca")
    return value


def _number(found: dict[str, str], key: str) -> int:
    return int(_matched(found, key, r"[0-9]{1,9}") or 0)


def _money(found: dict[str, str], key: str) -> int | None:
    text = _matched(found, key, r"-?Rp [0-9]{1,3}(\.[0-9]{3})*")
    return int(re.sub(r"[Rp .]", "", text)) if text else None


def _quarter(text: str) -> int:
    if text not in QUARTERS:
        raise _damaged("triwulan tidak terbaca")
    return QUARTERS.index(text) + 1


def _damaged(detail: str) -> ManifestError:
    return ManifestError(
        f"Manifes pada surel rusak: {detail}.",
        "Isi buku kerja tetap menentukan; minta pengirim mengirim ulang dengan sakip kirim.",
    )
