"""Random damage and random worksheets: only refusals come out, and edits mean what they say."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile import fuzzing
from tests.hostile.cases import changed, parts, sheet_part, template

SETTINGS = settings(
    deadline=None, derandomize=True, database=None, max_examples=150,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
)  # fmt: skip


def picker(data):
    """Return the choices of hypothesis as a function."""
    return lambda bound: data.draw(st.integers(0, bound - 1))


@SETTINGS
@given(st.data())
def test_random_damage_to_the_archive_is_refused_or_harmless(data):
    """Bytes of the file changed, lost and doubled end in a refusal or in a workbook."""
    fuzzing.read_all(fuzzing.mutated(template(), picker(data)))


@SETTINGS
@given(st.data(), st.sampled_from(sorted(parts())))
def test_random_damage_inside_a_part_is_refused_or_harmless(data, part):
    """The same inside a part that is packed anew, so that its checksum is right."""
    broken = fuzzing.mutated(parts()[part], picker(data))
    book = fuzzing.read_all(changed({part: broken}))
    if book is not None and part == sheet_part("PK"):
        fuzzing.patch_some(book, picker(data))


@settings(SETTINGS, max_examples=500)
@given(st.data())
def test_random_worksheets_take_edits_as_meant(data):
    """Whatever a worksheet looks like, it is refused or holds exactly what was set."""
    pick = picker(data)
    book = fuzzing.read_all(fuzzing.workbook(pick))
    if book is not None:
        fuzzing.patch_some(book, pick)
