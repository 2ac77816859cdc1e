"""The archive: stored by fingerprint, nothing lost and nothing doubled, wherever it was ended."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import datetime

import pytest

from sakip_excel.consolidate.states import Expected
from sakip_excel.errors import FileError, NotDeliveredError, OpenElsewhereError, WriteError
from sakip_excel.exchange import archive as archive_module
from sakip_excel.exchange import receipt_text
from sakip_excel.exchange.archive import open_archive
from sakip_excel.exchange.delivery import Attachment, Delivery
from sakip_excel.exchange.journal import Kind, Verdict, current, read_journal
from sakip_excel.exchange.mailread import read_mail
from sakip_excel.exchange.receipts import DRAFT, NONE, Sending
from sakip_excel.exchange.reception import receive
from sakip_excel.exchange.sources import folder_deliveries
from sakip_excel.template import template_path
from tests.exchange.parcels import BEFORE, SATKER, mail, report, sent

NOW = datetime(2025, 1, 20, 8, 0)  # noqa: DTZ001 - the clock of the province
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs fork")


def file(data: bytes, name: str = "laporan.xlsx") -> Delivery:
    """Return what a folder with one file in it delivers."""
    return Delivery(name, (Attachment(name, data),))


def take(folder, *deliveries: Delivery, mode: str = NONE, roster=None, now=NOW, **options):
    """Take in what arrived into the archive and return what became of it."""
    with open_archive(folder, roster, lambda: now) as archive:
        return receive(archive, deliveries, Sending(mode), **options)


def journal(folder):
    """Return the lines of the journal of an archive."""
    return read_journal(folder / "catatan.jsonl")


def tree(folder) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def test_a_version_is_stored_under_its_fingerprint(tmp_path):
    """The bytes stand where satker, period and fingerprint say; the journal leads there."""
    take(tmp_path, file(report(), "../../jahat/\u202e SAKIP-999999.exe"))
    (line,) = [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]
    digest = hashlib.sha256(report()).hexdigest()
    assert line.jalur == f"masuk/658021/2024-TW4/{digest[:16]}.xlsx"
    assert (tmp_path / line.jalur).read_bytes() == report()
    assert (line.sha256, line.versi, line.putusan) == (digest, 1, Verdict.ACCEPTED)
    assert set(tree(tmp_path)) == {"catatan.jsonl", "kunci", line.jalur}


def test_two_versions_are_numbered_and_both_kept(tmp_path):
    """Another content of the same satker and period is version 2; the first stays."""
    take(tmp_path, file(report(sealed=BEFORE), "a.xlsx"), file(report(), "b.xlsx"))
    lines = [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]
    assert [(e.versi, e.sumber) for e in lines] == [(1, "a.xlsx"), (2, "b.xlsx")]
    assert current(lines)["658021", 2024, 4].versi == 2
    assert all((tmp_path / e.jalur).exists() for e in lines)


def test_the_numbers_follow_the_seals_not_the_names(tmp_path):
    """Of two files in one run the one sealed earlier is version 1, whatever it is called."""
    take(tmp_path, file(report(), "a.xlsx"), file(report(sealed=BEFORE), "b.xlsx"))
    lines = [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]
    assert [e.sumber for e in lines] == ["b.xlsx", "a.xlsx"]


def test_an_older_version_that_arrives_late_does_not_count(tmp_path):
    """It is stored with the next number, but the one sealed later stays the one that counts."""
    take(tmp_path, file(report()))
    take(tmp_path, file(report(sealed=BEFORE), "lama.xlsx"))
    lines = [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]
    assert [e.versi for e in lines] == [1, 2]
    assert current(lines)["658021", 2024, 4].versi == 1


def test_an_identical_resend_is_noted_once_and_ignored(tmp_path):
    """The same bytes from another mail make one line, also when it is read again and again."""
    take(tmp_path, read_mail(sent(report(), number=1)))
    for _ in range(2):
        take(tmp_path, read_mail(sent(report(), number=2)), file(report()))
    kinds = [e.jenis for e in journal(tmp_path) if e.jenis != Kind.RECEIPT]
    assert kinds == [Kind.TAKEN, Kind.AGAIN, Kind.AGAIN]
    assert len(list((tmp_path / "masuk").rglob("*.xlsx"))) == 1


def test_a_second_run_over_the_same_folder_changes_nothing(tmp_path):
    """A folder can be read every day; only what is new makes a line."""
    deliveries = file(report()), file(b"%PDF", "surat.pdf"), read_mail(sent(report("658022")))
    take(tmp_path, *deliveries, mode=DRAFT)
    before = tree(tmp_path)
    done = take(tmp_path, *deliveries, mode=DRAFT)
    assert (done.lines, done.answers) == ([], [])
    assert tree(tmp_path) == before


def test_what_is_no_report_is_kept_with_its_reason(tmp_path):
    """Quarantine holds the bytes under a harmless name, and a text that says why."""
    take(tmp_path, file(b"MZ\x90\0", "laporan.xlsx"))
    (line,) = journal(tmp_path)
    assert line.jenis == Kind.QUARANTINE
    assert line.jalur.endswith(".karantina")
    assert (tmp_path / line.jalur).read_bytes() == b"MZ\x90\0"
    reason = (tmp_path / line.jalur).with_name("alasan.txt").read_text("utf-8")
    assert line.alasan[0] in reason
    assert "laporan.xlsx" in reason


def test_no_macro_is_left_in_the_archive(tmp_path):
    """A workbook with macros leaves only the copy without them."""
    data = template_path("sakip_satker").with_suffix(".xlsm").read_bytes()
    take(tmp_path, file(data, "a.xlsm"))
    (line,) = journal(tmp_path)
    assert line.jalur.endswith("/tanpa-makro.xlsx")
    assert not any(b"vbaProject" in content for content in tree(tmp_path).values())


def test_a_newer_program_looks_into_quarantine_again(tmp_path, monkeypatch):
    """What an old program could not read is taken when the same file comes to a newer one."""
    with monkeypatch.context() as old:
        old.setattr("sakip_excel.exchange.intake._YEARS", range(0))
        old.setattr(archive_module, "__version__", "0.0.9")
        take(tmp_path, file(report()))
    take(tmp_path, file(report()))
    assert [e.jenis for e in journal(tmp_path) if e.jenis != Kind.RECEIPT] == [
        Kind.QUARANTINE,
        Kind.TAKEN,
    ]


def test_one_mail_with_ten_attachments(tmp_path):
    """Every attachment is judged by itself: reports of nine satkers and a letter."""
    files = [(f"{n}.xlsx", report(f"65802{n}")) for n in range(9)]
    done = take(tmp_path, read_mail(mail(*files, ("surat.pdf", b"%PDF"))))
    assert [e.kode_satker for e in done.of(Kind.TAKEN)] == [f"65802{n}" for n in range(9)]
    assert [e.nama_lampiran for e in done.of(Kind.QUARANTINE)] == ["surat.pdf"]


def test_the_same_kode_under_another_name_is_noted(tmp_path):
    """Two satkers that claim one kode are both kept, and the second carries the note."""
    take(tmp_path, file(report()))
    done = take(tmp_path, file(report(nama="KPU Kota Lubuklinggau"), "b.xlsx"))
    (line,) = done.of(Kind.TAKEN)
    assert line.putusan == Verdict.NOTED
    assert any("nama lain: KPU Kota Prabumulih" in reason for reason in line.alasan)


def test_capitals_and_spaces_make_no_other_name(tmp_path):
    """The same name typed a little differently is no second satker."""
    take(tmp_path, file(report(triwulan="III")))
    done = take(tmp_path, file(report(nama="kpu kota  Prabumulih"), "b.xlsx"))
    assert done.of(Kind.TAKEN)[0].alasan == ()


def test_the_roster_is_compared(tmp_path):
    """A kode that is not expected, and one that the roster knows under another name, are noted."""
    roster = {"658021": Expected("658021", "KPU Kota Palembang")}
    done = take(tmp_path, file(report()), file(report("658022"), "b.xlsx"), roster=roster)
    first, second = done.of(Kind.TAKEN)
    assert "Daftar satker menyebut KPU Kota Palembang" in first.alasan[0]
    assert "tidak ada pada daftar satker" in second.alasan[0]


def test_versions_without_seal_and_date_say_that_their_order_is_a_guess(tmp_path):
    """Two unsealed files of one satker from a folder: the second says that the order is open."""
    done = take(
        tmp_path,
        file(report(sealed=None), "a.xlsx"),
        file(report(sealed=None, spent=391_000), "b.xlsx"),
    )
    assert "urutannya tidak pasti" in " ".join(done.of(Kind.TAKEN)[1].alasan)


def test_what_somebody_changed_in_the_archive_is_not_overwritten(tmp_path):
    """A stored file that was edited stays; the same bytes come under their full fingerprint."""
    take(tmp_path, file(report()))
    (line,) = [e for e in journal(tmp_path) if e.jenis == Kind.TAKEN]
    stored = tmp_path / line.jalur
    stored.chmod(0o644)
    stored.write_bytes(b"diubah")
    (tmp_path / "catatan.jsonl").unlink()
    take(tmp_path, file(report()))
    assert stored.read_bytes() == b"diubah"
    assert (stored.parent / f"{line.sha256}.xlsx").read_bytes() == report()


def test_a_version_that_the_disk_lost_is_stored_again(tmp_path):
    """When the same source is read again, a missing file comes back without a second line."""
    take(tmp_path, file(report()))
    before = tree(tmp_path)
    (tmp_path / journal(tmp_path)[0].jalur).unlink()
    take(tmp_path, file(report()))
    assert tree(tmp_path) == before


def test_a_stored_file_without_a_line_is_entered_even_when_its_source_is_gone(tmp_path):
    """An interrupted run and a deleted mail do not lose a report."""
    take(tmp_path, file(report()))
    stored = tmp_path / journal(tmp_path)[0].jalur
    (tmp_path / "catatan.jsonl").unlink()
    done = take(tmp_path)
    (line,) = done.of(Kind.TAKEN)
    assert tmp_path / line.jalur == stored


def test_only_one_program_works_in_an_archive(tmp_path):
    """A second one is told to wait."""
    with open_archive(tmp_path), pytest.raises(OpenElsewhereError), open_archive(tmp_path):
        pass


def test_a_folder_is_read_with_everything_below_it(tmp_path):
    """Sub-folders and saved mails are read; locks, hidden files, backups and links are not."""
    inbox, folder = tmp_path / "unduhan", tmp_path / "arsip"
    (inbox / "sub").mkdir(parents=True)
    (inbox / "cadangan").mkdir()
    (inbox / "sub" / "surat.eml").write_bytes(sent(report()))
    (inbox / "b.xlsx").write_bytes(report("658022"))
    for name in ("~$b.xlsx", ".tersembunyi.xlsx", "desktop.ini", "cadangan/b (lama).xlsx"):
        (inbox / name).write_bytes(report("658023"))
    roster = inbox / "daftar_satker.xlsx"
    roster.write_bytes(b"bukan laporan")
    found = folder_deliveries([inbox], [roster])
    assert [d.source for d in found] == ["b.xlsx", "<1@satker.example>"]
    take(folder, *folder_deliveries([inbox], [roster]))
    assert {e.kode_satker for e in journal(folder)} == {"658021", "658022"}


def test_an_archive_is_never_its_own_source(tmp_path):
    """An archive inside the folder that is read, this or another one, brings nothing back."""
    take(tmp_path / "arsip", file(report()), mode=DRAFT)
    assert list(folder_deliveries([tmp_path])) == []


def test_a_missing_folder_is_said(tmp_path):
    """A folder that does not exist is a sentence."""
    with pytest.raises(FileError, match="tidak ditemukan"):
        list(folder_deliveries([tmp_path / "tidak ada"]))


class Postbox:
    """A mailbox made of files, with the two things that a run asks of it."""

    def __init__(self, folder) -> None:
        self.inbox, self.done = folder / "INBOX", folder / "SAKIP"
        self.inbox.mkdir(parents=True, exist_ok=True)
        self.done.mkdir(exist_ok=True)

    def deliveries(self, is_known):
        """Yield the mails that are not known."""
        for path in sorted(self.inbox.iterdir()):
            if not is_known(path.name):
                yield read_mail(path.read_bytes(), path.name)

    def move(self, places):
        """Move the mails that were taken."""
        here = [self.inbox / place for place in places if (self.inbox / place).exists()]
        for path in here:
            path.rename(self.done / path.name)
        return len(here)


def mailbox_of(folder) -> Postbox:
    """Return a mailbox with two versions, a resend, a returned report, an invitation, a robot."""
    box = Postbox(folder)
    letter = mail(("undangan.pdf", b"%PDF"), number=5).replace(b"Laporan SAKIP TW IV", b"Rapat")
    mails = (
        sent(report(sealed=BEFORE), number=1),
        sent(report(), number=2),
        sent(report(), number=3),
        mail(("a.xlsx", report("658022", target="sembilan", sealed=None)), ("b.pdf", b"%PDF")),
        letter,
        mail(("x.xlsx", report("658023")), number=6, Auto_Submitted="auto-replied"),
        mail(("x.pdf", b"%PDF-1.7"), number=7),
    )
    for number, data in enumerate(mails, 1):
        (box.inbox / f"{number}").write_bytes(data)
    return box


def run_all(folder) -> None:
    """Take in a folder of files and a mailbox, answer, and move the mails."""
    inbox = folder / "unduhan"
    inbox.mkdir(exist_ok=True)
    (inbox / "c.xlsx").write_bytes(report("658024", sealed=None))
    mailbox = Postbox(folder / "surel")
    with open_archive(folder / "arsip", None, lambda: NOW) as archive:
        receive(archive, folder_deliveries([inbox]), Sending(DRAFT), mailbox, move=True)


@pytest.fixture
def remembered(monkeypatch):
    """Remember judgements and returned files and wait for no disk: hundreds of runs in seconds."""
    known: dict[tuple[str, str], object] = {}
    judge = archive_module.judge

    def quick(attachment, others):
        key = attachment.sha256, attachment.text
        if key not in known:
            known[key] = judge(attachment, others)
        return known[key]

    monkeypatch.setattr(archive_module, "judge", quick)
    returned, made = receipt_text._returned, {}

    def quick_returned(folder, entry):
        if entry.sha256 not in made:
            made[entry.sha256] = returned(folder, entry)
        return made[entry.sha256]

    monkeypatch.setattr(receipt_text, "_returned", quick_returned)
    monkeypatch.setattr("os.fsync", lambda _: None)


@contextmanager
def killed_at(step: int, folder):
    """Let a child take in everything and die without a word before its n-th step on the disk."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        yield os.waitstatus_to_exitcode(status)
        return
    left = step
    watched = {"open", "os.rename", "os.mkdir", "os.chmod", "os.remove", "os.truncate"}

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        reading = event == "open" and not set(str(arguments[1])) & set("wax+")
        if event in watched and not reading and str(arguments[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os._exit(9)

    def half(_: int) -> None:
        nonlocal left
        left -= 1
        if not left:
            os._exit(9)

    os.fsync = half
    sys.addaudithook(watch)
    try:
        run_all(folder)
    except BaseException:  # noqa: BLE001 - the child must not go on as a second pytest
        os._exit(1)
    os._exit(0)


@POSIX
@pytest.mark.usefixtures("remembered")
def test_ended_anywhere_and_run_again_gives_the_same_archive(tmp_path):
    """A run that dies before any of its steps on the disk, run again, ends as if undisturbed."""
    mailbox_of(tmp_path / "utuh" / "surel")
    run_all(tmp_path / "utuh")
    expected = tree(tmp_path / "utuh")
    lines = journal(tmp_path / "utuh" / "arsip")
    kinds = [e.jenis for e in lines]
    assert [kinds.count(k) for k in Kind] == [4, 1, 2, 5, 7]
    step, codes = 0, set()
    while 0 not in codes:
        step += 1
        folder = tmp_path / f"langkah {step}"
        mailbox_of(folder / "surel")
        with killed_at(step, folder) as code:
            codes.add(code)
        run_all(folder)
        assert tree(folder) == expected, step
    assert codes == {0, 9}
    assert step > 80, step


@POSIX
@pytest.mark.usefixtures("remembered")
def test_ended_twice_and_run_again_gives_the_same_archive(tmp_path):
    """A re-run that dies, too, does not double anything either."""
    mailbox_of(tmp_path / "utuh" / "surel")
    run_all(tmp_path / "utuh")
    expected = tree(tmp_path / "utuh")
    for first, second in ((30, 5), (60, 25), (75, 40), (90, 10)):
        folder = tmp_path / f"langkah {first} {second}"
        mailbox_of(folder / "surel")
        for step in (first, second):
            with killed_at(step, folder) as code:
                assert code in (0, 9)
        run_all(folder)
        assert tree(folder) == expected


@pytest.mark.usefixtures("remembered")
@pytest.mark.parametrize("number", [1, 4, 7, 10, 13, 16])
def test_a_full_disk_is_a_sentence_and_the_next_run_completes(tmp_path, monkeypatch, number):
    """A disk that is full at some write leaves an archive that the next run completes."""
    mailbox_of(tmp_path / "utuh" / "surel")
    run_all(tmp_path / "utuh")
    folder = tmp_path / "penuh"
    mailbox_of(folder / "surel")
    left = number

    def full(_: int) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(WriteError, match="disk penuh"):
            run_all(folder)
    run_all(folder)
    assert tree(folder) == tree(tmp_path / "utuh")


def test_a_disk_that_is_really_full(tmp_path):
    """On a real file system of 200 kB the run stops with a sentence; with more room it ends."""
    folder = tmp_path / "arsip"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(folder)]
    if os.name == "nt" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting needs root")
    try:
        deliveries = [file(report(f"65802{n}"), f"{n}.xlsx") for n in range(3)]
        with pytest.raises(WriteError, match="disk penuh"):
            take(folder, *deliveries)
        subprocess.run(["mount", "-o", "remount,size=5m", str(folder)], check=True)
        take(folder, *deliveries)
        undisturbed = tmp_path / "utuh"
        take(undisturbed, *deliveries)
        assert tree(folder) == tree(undisturbed)
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_mailbox_that_breaks_off_keeps_what_was_fetched(tmp_path):
    """What came before the break is stored and answered; nothing is moved; the rest comes later."""
    box = mailbox_of(tmp_path / "surel")

    class Broken(Postbox):
        def deliveries(self, is_known):
            for number, delivery in enumerate(super().deliveries(is_known)):
                if number == 2:
                    raise NotDeliveredError("Sambungan terputus.")
                yield delivery

    folder = tmp_path / "arsip"
    done = take(folder, mailbox=Broken(tmp_path / "surel"), move=True)
    assert str(done.failure) == "Sambungan terputus."
    assert [e.versi for e in done.of(Kind.TAKEN)] == [1, 2]
    assert len(list(box.inbox.iterdir())) == 7
    done = take(folder, mailbox=box, move=True)
    assert (done.failure, done.moved, done.unrelated) == (None, 5, 1)
    assert sorted(p.name for p in box.inbox.iterdir()) == ["5", "6"]
    assert len([e for e in journal(folder) if e.jenis == Kind.TAKEN]) == 3


def test_mails_of_others_leave_no_trace_but_their_place(tmp_path):
    """Of a mail that is no report neither sender nor Message-ID is noted."""
    mailbox_of(tmp_path / "surel")
    take(tmp_path / "arsip", mailbox=Postbox(tmp_path / "surel"))
    noted = [e for e in journal(tmp_path / "arsip") if e.kotak in ("5", "6")]
    assert [(e.sumber, e.pengirim) for e in noted] == [("", ""), ("", "")]


def test_a_mail_is_answered_to_its_sender(tmp_path):
    """The address on the mail stands in the journal, where the receipt takes it from."""
    done = take(tmp_path, read_mail(sent(report())))
    assert done.of(Kind.TAKEN)[0].pengirim == SATKER
