"""Searching for garbage is put off and taken up again."""

import gc

import pytest

from sakip_excel.collection import no_collection


def fail_inside():
    """Fail while the search is put off."""
    with no_collection():
        assert not gc.isenabled()
        raise ZeroDivisionError


@pytest.mark.parametrize("enabled", [True, False])
def test_the_search_is_as_before_afterwards(enabled):
    """Inside nothing is searched; after it, even after an error, all is as it was before."""
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with pytest.raises(ZeroDivisionError):
            fail_inside()
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
