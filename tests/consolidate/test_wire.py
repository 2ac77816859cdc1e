"""Extracts arrive in another process as they were sent."""

import pickle

import pytest

from sakip_excel.consolidate.extract import Extract, RowCells, values_of
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


def rows(count=3):
    """Return rows of Anggaran as they are made and as they arrive."""
    made = extract(1, (0, count, 0, 0)).outputs
    (arrived,) = sent([extract(1, (0, count, 0, 0))], Unpacker())
    return made, arrived.outputs


def test_rows_that_arrive_are_a_sequence():
    """They are counted, taken singly or in slices, and compared like the rows that were sent."""
    made, arrived = rows()
    assert len(arrived) == 3
    assert arrived[-1] == made[-1]
    assert list(arrived[1:]) == list(made[1:])
    assert list(reversed(arrived)) == list(reversed(made))
    assert arrived != made[:2]
    assert arrived != 3
    with pytest.raises(IndexError):
        arrived[3]


@pytest.mark.parametrize("field", ["row", "pagu", "ro", "tvro", "realisasi"])
def test_one_field_without_the_rows(field):
    """What the rows hold in one field is the same whether they are kept as rows or as columns."""
    made, arrived = rows()
    assert list(values_of(arrived, field)) == [getattr(row, field) for row in made]
    assert list(values_of(made, field)) == [getattr(row, field) for row in made]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("pagu", [1, 2**62, -5]),
        ("pagu", [1, 2**63, 0]),
        ("pagu", [-(2**63), -(2**63) - 1, 0]),
        ("pagu", [None, 5, 0]),
        ("tvro", [1, 2.0, 0.1]),
        ("tvro", [1.5, -0.0, 1e300]),
        ("tvro", [None, None, None]),
        ("realisasi", [(1, 2, 3, 4), (None, 1, 2, 3), (0, 0, 0, 2**70)]),
        ("ro", ["a", "", "\ud800"]),
    ],
)
def test_every_value_keeps_its_kind(field, values):
    """Whole numbers stay whole however large, others keep every digit, and blank stays blank."""
    own = extract(1, (0, 3, 0, 0))
    given = tuple(
        row._replace(**{field: value}) for row, value in zip(own.outputs, values, strict=True)
    )
    (arrived,) = sent([Extract("a.xlsx", outputs=given)], Unpacker())
    found = [getattr(row, field) for row in arrived.outputs]
    assert repr(found) == repr(values)
    assert [repr(arrived.outputs[n]) for n in range(3)] == [repr(row) for row in arrived.outputs]


def test_addresses_arrive_whatever_the_columns():
    """Rows may stand in the same columns, in different ones, or in none."""
    one, two, three = extract(1, (0, 3, 0, 0)).outputs
    for cells in (
        [RowCells({"pagu": "M"}, n) for n in (7, 8, 9)],
        [RowCells({"pagu": letter}, 7) for letter in "MNM"],
        [RowCells({"pagu": "M"}, 7), {}, {"pagu": "Q9"}],
        [{}, {"pagu": "Q9"}, {}],
    ):
        given = tuple(
            row._replace(cells=each) for row, each in zip((one, two, three), cells, strict=True)
        )
        (arrived,) = sent([Extract("a.xlsx", outputs=given)], Unpacker())
        assert [dict(row.cells) for row in arrived.outputs] == [dict(each) for each in cells]
