"""The look-up of weaknesses: found ones fail, missed look-ups are said."""

from __future__ import annotations

from tests.supply.audit import weaknesses

REPORT = {
    "dependencies": [
        {"name": "good", "version": "1", "vulns": []},
        {"name": "bad", "version": "2", "vulns": [{"id": "PYSEC-1"}, {"id": "GHSA-2"}]},
        {"name": "unseen", "skip_reason": "not found"},
    ]
}


def test_known_weaknesses_are_named_with_their_package():
    """Every weakness is one line that says what to update."""
    assert weaknesses(REPORT)[0] == ["bad 2: PYSEC-1", "bad 2: GHSA-2"]


def test_what_was_not_looked_up_is_no_clean_bill():
    """A package that the list does not answer for is counted as not looked up."""
    assert weaknesses(REPORT)[1] == ["unseen"]
