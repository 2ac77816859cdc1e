"""XML as bytes: checks, masks and splices."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip_excel.errors import DamagedError, UnsafeError
from sakip_excel.workbook import xmltext

PLAIN = b'<?xml version="1.0"?>\n<a><c r="A1" s="2"><v>1</v></c></a>'
UNUSUAL = [
    b'<a><!-- <c r="A1"> --><c r="B1"/></a>',
    b"<a><v><![CDATA[<c>&]]></v></a>",
    b"<a><?pi <c> ?><c/></a>",
    b'<a><c t="x>y"><f>A1>2</f></c></a>',
    b"<a><c><v>1</v></c  ></a >",
    b"<a><c r='A>1' /></a>",
]


def test_plain_text_is_not_touched():
    """Text as Excel writes it is its own mask."""
    assert xmltext.mask(PLAIN) is PLAIN


@pytest.mark.parametrize("text", UNUSUAL)
def test_mask_keeps_length_and_ends_tags_at_the_first_angle(text):
    """In masked text every tag ends at the next ``>`` and every offset is the old one."""
    masked = xmltext.mask(text)
    assert len(masked) == len(text)
    assert masked.count(b"<") == masked.count(b">")
    assert b"<!" not in masked
    assert all(text[at : at + 1] == b"<" for at, byte in enumerate(masked) if byte == ord("<"))


@pytest.mark.parametrize("text", UNUSUAL)
def test_normal_text_means_the_same(text):
    """Normalised text is plain and says the same to a parser."""
    normal = xmltext.normalise(text)
    assert b"<!" not in normal
    assert normal.count(b"<") == normal.count(b">")
    assert ET.tostring(ET.fromstring(normal)) == ET.tostring(ET.fromstring(text))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (b"<a><b></a>", DamagedError),
        (b"", DamagedError),
        (b"<a/><b/>", DamagedError),
        (b"<a>\xff</a>", DamagedError),
        (b"<a>\0</a>", DamagedError),
        (b"<a>&nbsp;</a>", DamagedError),
        (b"<a x='1' x='2'/>", DamagedError),
        (b"<!DOCTYPE a><a/>", UnsafeError),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', UnsafeError),
        (b'<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', UnsafeError),
    ],
)
def test_check_refuses(text, error):
    """Broken XML is damaged; any document type is unsafe."""
    with pytest.raises(error):
        xmltext.check(text, "bagian.xml")


def test_check_survives_deep_nesting():
    """A hundred thousand nested tags neither crash nor hang."""
    xmltext.check(b"<a>" * 100_000 + b"</a>" * 100_000, "dalam.xml")


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "utf-8-sig"]
)
def test_any_encoding_becomes_utf8(encoding):
    """A part in another encoding is read as what it says, and declares UTF-8 afterwards."""
    declared = encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    text = f'<?xml version="1.0" encoding="{declared}"?><a>é</a>'
    mark, data = xmltext.to_utf8(text.encode(encoding), "bagian.xml")
    assert ET.fromstring(data).text == "é"
    assert mark == (b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b"")
    assert b"utf-8" in data.lower()


def test_wrong_encoding_is_damage():
    """Bytes that are not what the part declares are damage, not a crash."""
    with pytest.raises(DamagedError):
        xmltext.to_utf8(b'<?xml version="1.0" encoding="x-nol"?><a/>', "bagian.xml")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("a &lt;b&gt; &amp; &quot;c&quot; &apos;", 'a <b> & "c" \''),
        ("&#65;&#x42;", "AB"),
        ("&amp;lt;", "&lt;"),
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x00_ _xZZZZ_", "_x00_ _xZZZZ_"),
        ("baris\r\nbaru\rlagi", "baris\nbaru\nlagi"),
        ("_x0041__x0042_", "AB"),
    ],
)
def test_read_text(raw, text):
    """References, line ends and Excel's own escapes are resolved, each once."""
    assert xmltext.read_text(raw) == text


@given(st.text())
def test_text_comes_back_as_it_was(text):
    """Any text at all survives being written and parsed again."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    xml = f"<t>{xmltext.write_text(text)}</t>"
    parsed = ET.fromstring(xml.encode()).text or ""
    assert xmltext.read_text(xmltext.write_text(text)) == text
    assert xmltext._ESCAPED.sub(lambda match: chr(int(match[1], 16)), parsed) == text


def test_half_a_character_is_escaped():
    """A lone surrogate, which UTF-8 cannot hold, is escaped and not an error."""
    assert xmltext.write_text("a\ud83d") == "a_xD83D_"


@pytest.mark.parametrize(
    "tag", [b"<c r=\"A1\" s='2'>", b'<c r = "A1" s="2" />', b'<c a:s="9" s="2"/>']
)
def test_attribute_is_replaced_in_place(tag):
    """Setting an attribute changes its value and no other byte."""
    assert xmltext.with_attribute(tag, "s", "7") == tag.replace(b"2", b"7")


def test_attribute_is_added_at_the_end():
    """A missing attribute goes before the end of the tag."""
    assert xmltext.with_attribute(b'<c r="A1" />', "s", "7") == b'<c r="A1" s="7"/>'


PLAIN_TEXTS = [
    PLAIN,
    b'<a n="Office Theme"><f>IF(A1="x y","Sheet! <","/")</f></a>'.replace(b" <", b" &lt;"),
    b'<a><c r="A1" /><b n="a b"/></a>',
    b"<a>b \n\t!?</a>",
]


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_usual_text_is_plain(text):
    """Spaces, quotes, slashes and signs inside text and attributes leave a text plain."""
    assert xmltext.is_plain(text)


@pytest.mark.parametrize("text", UNUSUAL)
def test_unusual_text_is_not_plain(text):
    """Comments, sections, instructions, bare angles and spaces before an angle are told apart."""
    assert not xmltext.is_plain(text)


@given(st.text("<>!?/ \n\t\r\"'=ab", max_size=30))
def test_plain_text_has_none_of_the_signs(text):
    """Whatever is called plain has as many opening as closing angles and no such pair."""
    data = b"<a>" + text.encode() + b"</a>"
    if xmltext.is_plain(data):
        assert data.count(b"<") == data.count(b">")
        assert not any(pair in data for pair in (b"<!", b"<?", b" >", b"\n>", b"\t>", b"\r>"))
