"""Extracts arrive in another process as they were sent."""

import pickle

from sakip_excel.consolidate.extract import Extract
from sakip_excel.consolidate.wire import Unpacker, pack

from .rekap_case import extract


def sent(extracts, unpacker):
    """Return what another process gets."""
    return unpacker.unpack(pickle.loads(pickle.dumps(pack(extracts))))  # noqa: S301 - our own


def test_what_arrives_is_what_was_sent():
    """Rows of every kind, findings and files that cannot be read arrive unchanged and in order."""
    extracts = [extract(1, (2, 3, 1, 4)), Extract("rusak.xlsx", unreadable="Berkas rusak.")]
    assert any(each.outputs and each.notes for each in extracts)
    assert sent(extracts, Unpacker()) == extracts


def test_equal_texts_of_several_files_are_kept_once():
    """The name of an output that two satkers type the same is one text in memory."""
    unpacker = Unpacker()
    (one,) = sent([extract(1, (1, 1, 1, 1))], unpacker)
    (other,) = sent([extract(1, (1, 1, 1, 1))], unpacker)
    assert one.outputs[0].ro
    assert one.outputs[0].ro is other.outputs[0].ro
