"""Send a workbook up: make the copy that travels, write its message, bring it on its way."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from sakip_excel.check import check_book
from sakip_excel.errors import NotReadyError, UsageError, WriteError
from sakip_excel.exchange import routes, smtp
from sakip_excel.exchange.macrofree import macro_free
from sakip_excel.exchange.mail import XLSX, build_message, checked_address, message_id, one_line
from sakip_excel.exchange.manifest import file_name, manifest_of, render, subject
from sakip_excel.exchange.outbox import Outbox, State, refuse_again, spoken_time
from sakip_excel.exchange.routes import DRAFTS, Parcel, Route, Tried
from sakip_excel.exchange.seal import SEAL_NOTE, SealState, has_galat
from sakip_excel.exchange.seal_words import changed_text
from sakip_excel.exchange.settings import own_folder, password
from sakip_excel.forms.identitas import QUARTERS
from sakip_excel.identity import identity_of
from sakip_excel.report.status import count
from sakip_excel.workbook.book import Book
from sakip_excel.workbook.files import explained, read_file
from sakip_excel.workbook.lock import locked
from sakip_excel.workbook.replace import local_now, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path

    from sakip_excel.check import Checked
    from sakip_excel.exchange.manifest import Manifest
    from sakip_excel.exchange.outbox import Item
    from sakip_excel.exchange.routes import Desktop
    from sakip_excel.exchange.settings import ExchangeSettings
    from sakip_excel.workbook.replace import Clock

OUTBOX = "kotak keluar"
"""Name of the outbox in the program's own folder."""

_DO_NOT_EDIT = "Baris di bawah ini juga dibaca program; mohon tidak diubah."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sender asks for.

    Attributes:
        to: address of the receiver; empty takes the one on Beranda.
        reason: why a workbook that is not sealed as it stands travels all the same.
        route: the only route to try; None tries them in their order.
        send_now: hand the message to the mail server instead of making a draft.
        again: also when it was sent before, or may have been.
        folder: where file and draft are put; None for the outbox.
    """

    to: str = ""
    reason: str = ""
    route: Route | None = None
    send_now: bool = False
    again: bool = False
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook that was to be sent.

    Attributes:
        manifest: what the message says of it.
        file: the workbook that travels.
        item: the message in the outbox.
        tried: every route that was tried, the one that worked last.
        warnings: sentences that the sender should read.
    """

    manifest: Manifest
    file: Path
    item: Item
    tried: tuple[Tried, ...]
    warnings: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """Return everything that happened in a few sentences."""
        return " ".join((*(t.said for t in self.tried), *self.warnings))


def send_workbook(
    book: Book,
    wish: Wish,
    settings: ExchangeSettings,
    *,
    outbox: Outbox | None = None,
    desktop: Desktop | None = None,
    clock: Clock = local_now,
) -> Outcome:
    """Make the macro-free copy of a sealed workbook and bring its message on its way.

    Args:
        book: the workbook as read.
        wish: to whom, how, and whether in spite of a missing seal.
        settings: mail server, if any.
        outbox: where messages are kept; None for the one in the program's own folder.
        desktop: programs of this computer.
        clock: tells the time of the message.

    Raises:
        NotReadyError: it is not sealed, changed since, has a Galat or no identity.
        NotDeliveredError: no route took it, or it was sent before.
        UsageError: there is no address, or no mail server for what was asked.
        FileError: the copy cannot be made or written.
    """
    outbox = outbox or Outbox(own_folder() / OUTBOX, clock)
    _refuse_unclear(wish, settings)
    checked = check_book(book)
    refuse_unready(checked, wish.reason)
    to = _receiver(checked, wish)
    copy = travelling_copy(checked)
    with locked(outbox.folder):
        manifest, key = _numbered(copy, to, wish, outbox)
        parcel, item = _packed(copy, manifest, key, to, wish, settings, outbox)
    warnings = list(_warnings(copy.book.package.data, item, settings))
    if wish.send_now:
        item, tried = _delivered(item, wish, settings, outbox)
    else:
        item, tried = _drafted(item, parcel, wish, outbox, desktop or routes.this_desktop())
    return Outcome(manifest, parcel.file, item, tried, tuple(warnings))


def _refuse_unclear(wish: Wish, settings: ExchangeSettings) -> None:
    """Make sure that nothing is sent by accident, and that what was asked can be done."""
    if wish.route is Route.SMTP and not wish.send_now:
        raise UsageError(
            "Rute smtp mengirim langsung tanpa draf.",
            "Tambahkan --kirim-sekarang bila itu maksudnya.",
        )
    if wish.send_now and wish.route not in (None, Route.SMTP):
        raise UsageError(
            f"Rute {wish.route} hanya membuat draf.",
            "Hapus --kirim-sekarang, atau pakai --rute smtp.",
        )
    if wish.send_now and settings.smtp is None:
        raise UsageError(
            f"Server surel belum diatur: {settings.path} tidak punya bagian [smtp].",
            "Jalankan sakip kirim --atur, atau kirim lewat draf tanpa --kirim-sekarang.",
        )


def refuse_unready(checked: Checked, reason: str) -> None:
    """Make sure that a workbook may travel.

    Args:
        checked: the checked workbook.
        reason: why it travels although it is not sealed as it stands; empty without one.

    Raises:
        NotReadyError: it may not; the sentence says why and what to do.
    """
    identity = identity_of(checked.report)
    if not identity.complete or not re.fullmatch(r"[0-9]{6}", identity.kode_satker):
        raise NotReadyError(
            "Kode satker, tahun atau triwulan di Beranda belum diisi dengan benar.",
            "Lengkapi Beranda, lalu segel dan kirim.",
        )
    if reason:
        return
    force = "Bila terpaksa, kirim dengan --paksa dan alasannya."
    if has_galat(checked):
        raise NotReadyError(
            f"Masih ada {count(checked.findings)['galat']} galat; buku kerja tidak dikirim.",
            f"Perbaiki (lihat Validasi), jalankan Proses dan Segel, lalu kirim. {force}",
        )
    if checked.seal.state is SealState.NONE:
        raise NotReadyError(
            "Buku kerja belum disegel; tidak dikirim.", f"Segel dahulu, lalu kirim. {force}"
        )
    if checked.seal.state is SealState.CHANGED:
        changed = changed_text(checked.seal) or "catatan segelnya tidak utuh"
        raise NotReadyError(
            f"Isian berubah setelah disegel ({changed}); buku kerja tidak dikirim.",
            f"Periksa perubahannya, segel lagi, lalu kirim. {force}",
        )


def _receiver(checked: Checked, wish: Wish) -> str:
    typed = wish.to or checked.report.forms["identitas"].cells.text("email_tujuan")
    if not typed.strip():
        raise UsageError(
            "Alamat tujuan belum ada.", "Isi E-mail tujuan di Beranda, atau tulis --ke ALAMAT."
        )
    return checked_address(typed)


def travelling_copy(checked: Checked) -> Checked:
    """Return the macro-free copy of a checked workbook, read back and compared with it.

    Raises:
        WriteError: the copy does not say the same as the workbook.
        FileError: the copy cannot be made, see `macro_free`.
    """
    data = macro_free(checked.book.package.data)
    if data is checked.book.package.data:
        return checked
    copy = check_book(Book(checked.book.path, data))
    same = (
        not copy.book.macro_enabled
        and copy.seal == checked.seal
        and copy.findings == checked.findings
        and identity_of(copy.report) == identity_of(checked.report)
        and _figures(copy) == _figures(checked)
    )
    if not same:
        raise WriteError(
            "Salinan tanpa makro tidak terbaca sama dengan buku kerjanya; tidak dikirim.",
            "Simpan sebagai .xlsx di Excel, lalu kirim berkas itu dengan sakip kirim.",
        )
    return copy


def _figures(checked: Checked) -> dict[str, object]:
    return {form: data.cells.computed for form, data in checked.report.forms.items()}


def _numbered(copy: Checked, to: str, wish: Wish, outbox: Outbox) -> tuple[Manifest, str]:
    """Return the manifest with the version, and the key of the message in the outbox.

    The same bytes have the same version, whomever they go to; other bytes have the next one.
    """
    key, sha256 = identity_of(copy.report).key, copy.book.sha256
    known = [item.about for item in outbox.items() if item.about.get("kunci") == key]
    versions = {about["sha256"]: int(about["versi"]) for about in known}
    version = versions.get(sha256) or max(versions.values(), default=0) + 1
    forced = has_galat(copy) or copy.seal.state is not SealState.INTACT
    name, reason = file_name(key, version), wish.reason if forced else ""
    manifest = manifest_of(copy, copy.seal, version, name, sha256, reason)
    receiver = hashlib.sha256(to.lower().encode()).hexdigest()[:8]
    return manifest, f"{key}-v{version}-{receiver}"


def _packed(
    copy: Checked,
    manifest: Manifest,
    key: str,
    to: str,
    wish: Wish,
    settings: ExchangeSettings,
    outbox: Outbox,
) -> tuple[Parcel, Item]:
    """Write the file that travels and put its message into the outbox."""
    data = copy.book.package.data
    file = (wish.folder or outbox.place(key)).absolute() / manifest.berkas
    _put(file, data, make_folder=wish.folder is None)
    body, line = write_body(manifest), subject(manifest)
    sender = settings.smtp.dari if settings.smtp else ""
    headers = {
        "Date": format_datetime(outbox.clock()),
        "Message-ID": message_id(sender, key, manifest.sha256, to.lower()),
    }
    attachments = [(manifest.berkas, data, XLSX)]
    message = build_message(sender, to, line, body, attachments, headers)
    about = {
        "kunci": manifest.key,
        "versi": str(manifest.versi),
        "sha256": manifest.sha256,
        "berkas": manifest.berkas,
    }
    item = outbox.prepare(key, message, about)
    return Parcel(to, line, body, file, message), item


def _put(file: Path, data: bytes, *, make_folder: bool) -> None:
    """Write the file that travels; another one of that name is never replaced."""
    if make_folder:
        with explained(file.parent):
            file.parent.mkdir(parents=True, exist_ok=True)
    if not file.parent.is_dir():
        raise WriteError(f"Folder {file.parent} tidak ada.", "Buat foldernya dahulu.")
    if not file.exists():
        write_whole(file, data)
    elif read_file(file) != data:
        raise WriteError(
            f"{file.name} sudah ada di {file.parent} dan isinya lain.",
            "Pindahkan berkas itu, atau pilih folder lain dengan --keluar.",
        )


def write_body(manifest: Manifest) -> str:
    """Return the text of the message: what is attached, what its seal says, the manifest."""
    quarter = QUARTERS[manifest.triwulan - 1]
    when = spoken_time(manifest.disegel.replace(" ", "T"))
    sealed = {
        SealState.INTACT: f"Disegel {when}, kode {manifest.segel}.\n{SEAL_NOTE}",
        SealState.CHANGED: f"Isian berubah setelah disegel {when}.",
        SealState.NONE: "Buku kerja ini tidak disegel.",
    }[manifest.keadaan_segel]
    lines = [
        f"Terlampir laporan kinerja dan anggaran {one_line(manifest.nama_satker)},",
        f"TW {quarter} {manifest.tahun}, versi {manifest.versi}.",
        "",
        sealed,
    ]
    if manifest.paksa:
        lines.append(f"Alasan tetap dikirim: {manifest.paksa}")
    return "\n".join((*lines, "", _DO_NOT_EDIT, "", render(manifest)))


def _warnings(data: bytes, item: Item, settings: ExchangeSettings) -> list[str]:
    said = []
    size, limit = len(data) * 4 // 3 / 1_000_000, settings.attachment_limit
    if size > limit:  # mail carries four signs for every three bytes
        said.append(
            f"Surel ini sekitar {size:.0f} MB; banyak server menolak di atas {limit} MB. Kecilkan "
            "gambar di buku kerja bila ditolak."
        )
    if item.state is State.DRAFT:
        said.append(
            f"Draf versi ini pernah dibuat pada {spoken_time(item.at)}; jangan kirim keduanya."
        )
    return said


def _drafted(
    item: Item, parcel: Parcel, wish: Wish, outbox: Outbox, desktop: Desktop
) -> tuple[Item, tuple[Tried, ...]]:
    if not wish.again:
        refuse_again(item)
    tried = routes.draft(parcel, DRAFTS if wish.route is None else (wish.route,), desktop)
    if not item.maybe_sent:  # a draft of what was sent does not make it unsent
        item = outbox.note(item.key, State.DRAFT, tried[-1].route, tried[-1].said)
    return item, tuple(tried)


def _delivered(
    item: Item, wish: Wish, settings: ExchangeSettings, outbox: Outbox
) -> tuple[Item, tuple[Tried, ...]]:
    server = settings.smtp
    if server is None:
        raise TypeError("checked before: there is a mail server")
    if not wish.again:
        refuse_again(item)
    secret = password("smtp", server) if server.pengguna else ""

    def hand_over(message: EmailMessage, commit: Callable[[], None]) -> smtp.Delivered:
        return smtp.send(message, server, secret, commit)

    item = outbox.deliver(item.key, hand_over, how=Route.SMTP, again=wish.again)
    said = f"Terkirim kepada {', '.join(item.to)} lewat {server.server}."
    return item, (Tried(Route.SMTP, True, said),)
