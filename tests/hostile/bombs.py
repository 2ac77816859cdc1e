"""Small files that would take hours or gigabytes: each is tried in a process of its own."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from tests.hostile.archives import Member, archive
from tests.hostile.cases import (
    ACCEPTED,
    BOOK,
    BOOK_LINKS,
    CELL,
    NOT_EXCEL,
    STYLES,
    UNSAFE,
    Case,
    parts,
    table_part,
)
from tests.hostile.streams import (
    BELOW,
    FORM,
    LAST,
    LAST_COLUMN,
    MAIN,
    MILLION,
    ROWS,
    Pieces,
    Stream,
    below,
    book,
    cells,
    format_only,
    in_part,
    inline,
    last_string,
    letters,
    numbered,
    sheet,
    strings,
    valued,
    wide,
    words,
)

_Bomb = tuple[str, Callable[[], bytes], frozenset[str]]
_EITHER = ACCEPTED | UNSAFE
_CELL = b'<row r="1"><c r="A1"><v>'
_INLINE = b'<row r="1"><c r="A1" t="inlineStr"><is>'
_HEAD = b'<?xml version="1.0"?><worksheet ' + MAIN + b"><sheetData>"
_TAIL = b"</sheetData></worksheet>"


def bombs() -> Iterator[Case]:
    """Yield the heavy files."""
    for group in (
        _sizes,
        _rows,
        _forms,
        _strings,
        _markup,
        _lists,
        _headings,
        _formulas,
        _archives,
    ):
        for name, make, expected in group():
            yield Case(f"bomb/{name}", make, expected, heavy=True)


def _own(rows: Callable[[], Pieces], after: bytes = b"") -> Callable[[], bytes]:
    """Return a maker of the template in which a sheet of the user's own has these rows."""
    return lambda: book(own=sheet(rows(), after))


def _form(rows: Callable[[], Pieces]) -> Callable[[], bytes]:
    """Return a maker of the template in which these rows stand below the Table of PK."""
    return lambda: book(form=below(rows()))


def _part(name: str, part: str, before: bytes, more: Callable[[], Pieces]) -> Callable[[], bytes]:
    """Return a maker of the template with more text in one part."""
    return lambda: book(**{name: in_part(part, before, more())})


def _gigabyte(part: str, head: bytes, tail: bytes, content: bytes) -> Callable[[], bytes]:
    return lambda: book(**{part: [head, (content, (1 << 30) // len(content)), tail]})


def _sizes() -> Iterator[_Bomb]:
    value = _CELL, b"</v></c></row>"
    yield "1-gb-value", _gigabyte("own", _HEAD + value[0], value[1] + _TAIL, b"0" * MILLION), UNSAFE
    yield "1-gb-rows", _gigabyte("own", _HEAD, _TAIL, valued(1) * 30_000), UNSAFE
    yield "1-gb-nul", _gigabyte("own", _HEAD, _TAIL, bytes(MILLION)), UNSAFE
    items = b"<si><t>a</t></si>" * 60_000
    yield "1-gb-strings", _gigabyte("strings", b"<sst>", b"</sst>", items), UNSAFE
    yield "dense-sheets", lambda: _many_sheets(37, 15 << 20), UNSAFE
    yield "five-thousand-sheets", lambda: _many_sheets(5_000, 65_536), UNSAFE


def _many_sheets(count: int, size: int) -> bytes:
    """Return a workbook with many sheets, each just small enough to be as dense as it likes."""
    stream = Stream()
    stream.add(b'<?xml version="1.0"?><worksheet ' + MAIN + b"><sheetData/><!--")
    stream.add(b" " * 65_536, size // 65_536)
    stream.add(b"--></worksheet>")
    made = stream.member("x")
    base = parts()
    sheets = b"".join(
        b'<sheet name="S%d" sheetId="%d" r:id="rS%d"/>' % (n, n + 100, n) for n in range(count)
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    links = b"".join(
        b'<Relationship Id="rS%d" Type="%b" Target="worksheets/s%d.xml"/>' % (n, kind, n)
        for n in range(count)
    )
    base[BOOK] = base[BOOK].replace(b"</sheets>", sheets + b"</sheets>")
    base[BOOK_LINKS] = base[BOOK_LINKS].replace(b"</Relationships>", links + b"</Relationships>")
    more = (
        Member(b"xl/worksheets/s%d.xml" % n, b"", crc=made.crc, size=made.size, data=made.data)
        for n in range(count)
    )
    return archive([*(Member(name.encode(), text) for name, text in base.items()), *more])


def _rows() -> Iterator[_Bomb]:
    ghosts = cells("ABCDEFGHIJKLMNO", b' s="1"/>')
    corner = b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    yield "formatted-rows", _own(lambda: numbered(1, ROWS, format_only)), ACCEPTED
    yield "formatted-rows-form", _form(lambda: numbered(BELOW, ROWS, format_only)), ACCEPTED
    spaced = b'<row r="%d" s="1" />'
    yield "formatted-spaced", _own(lambda: numbered(1, ROWS, lambda n: spaced % n)), ACCEPTED
    yield "formatted-cells", _own(lambda: numbered(1, ROWS, ghosts)), UNSAFE
    yield "formatted-cells-form", _form(lambda: numbered(BELOW, 100_000, ghosts)), ACCEPTED
    yield "corner", _own(lambda: [valued(1), corner]), ACCEPTED
    yield "million-values", _own(lambda: numbered(1, ROWS, valued)), UNSAFE
    three = cells("ABC", b"><v>1</v></c>")
    yield "three-million-values", _own(lambda: numbered(1, ROWS, three)), UNSAFE
    text = cells("ABC", inline("teks"))
    yield "many-texts", _own(lambda: numbered(1, 240_000, text)), ACCEPTED
    yield "many-distinct", _own(lambda: numbered(1, 240_000, _distinct)), ACCEPTED
    odd = b'<row r="%d" ><c r="A%d" ><v>1</v></c></row>'
    yield "million-spaced", _own(lambda: numbered(1, ROWS, lambda n: odd % (n, n))), UNSAFE


def _distinct(row: int) -> bytes:
    made = (b'<c r="%c%d"%b' % (65 + n, row, inline(f"teks {row} {n}")) for n in range(3))
    return b'<row r="%d">' % row + b"".join(made) + b"</row>"


def _forms() -> Iterator[_Bomb]:
    for rows in (2_000, 100_000):
        junk = cells("ABCDEFG", inline("a"))
        maker = _form(lambda n=rows, j=junk: numbered(BELOW, n, j))
        yield f"form-rows-{rows}", maker, _EITHER
    figures = cells("BD", b"><v>1</v></c>")
    yield "form-rows-million", _form(lambda: numbered(BELOW, ROWS, figures)), UNSAFE
    for name, text in (
        ("texts", words(32_767)),
        ("words", ("kata " * 4_000) + words(12_000)),
        ("digits", ("1.000." * 3_300) + words(12_000)),
    ):
        row = cells("BCDH", inline(text))
        yield f"form-long-{name}", _form(lambda r=row: numbered(BELOW, 300, r)), UNSAFE
    million, more = inline("x" * 999_999), inline("x" * 20 * MILLION)
    yield "text-million", _form(lambda: [cells("B", million)(BELOW)]), _EITHER
    yield "text-20-million", _form(lambda: [cells("B", more)(BELOW)]), UNSAFE
    same = cells("BCDF", b' t="s"><v>%d</v></c>' % last_string())
    text = b"<si><t>" + b"y" * 999_999 + b"</t></si>"
    yield (
        "repeated-text",
        lambda: book(strings=strings([text]), form=below(numbered(BELOW, 2_000, same))),
        UNSAFE,
    )
    for name, rows in (("table-wide", 5), ("table-grown", 5_000)):
        yield name, lambda n=rows: _grown_table(16_384, n), _EITHER | CELL


def _grown_table(columns: int, rows: int) -> bytes:
    """Return a Table as wide as the sheet that would grow over thousands of rows."""
    base, table = parts(), table_part("tblPK")
    more = b"".join(b'<tableColumn id="%d" name="K%d"/>' % (n, n) for n in range(10, columns + 1))
    old, new = f"{LAST_COLUMN}{LAST}".encode(), letters(columns) + b"%d" % LAST
    base[table] = base[table].replace(b":" + old, b":" + new)
    base[table] = base[table].replace(b"</tableColumns>", more + b"</tableColumns>")
    row = cells("BCD", inline("a"))
    made = below(numbered(BELOW, LAST + rows, row))
    base[FORM] = b"".join(piece for piece in made if isinstance(piece, bytes))
    return archive(Member(name.encode(), text) for name, text in base.items())


def _strings() -> Iterator[_Bomb]:
    plain = b"<si><t>a</t></si>" * 1000
    wide_text = b"<si><t>" + "😀".encode() + b"a" * 9_000 + b"</t></si>"
    rich = b"<si>" + b"<r><t>a</t></r>" * 100 + b"</si>"
    guides: Pieces = [b"<si>", (b"<rPh/>" * 1000, 400), b"<t>a</t></si>"]
    for name, items, expected in (
        ("many", [(plain, 9_000)], UNSAFE),
        ("million", [(plain, 1_000)], ACCEPTED),
        ("emoji", [(wide_text, 12_000)], UNSAFE),
        ("emoji-less", [(wide_text, 2_000)], ACCEPTED),
        ("rich", [(rich, 20_000)], UNSAFE),
        ("rich-less", [(rich, 13_000)], ACCEPTED),
        ("phonetic", guides, ACCEPTED),
    ):
        yield f"strings-{name}", lambda i=items: book(strings=strings(i)), expected
    signs = cells("A", inline("😀" + "a" * 9_000))
    yield "inline-emoji", _own(lambda: numbered(1, 12_000, signs)), ACCEPTED
    many = lambda n: cells("A", inline(f"😀{n}" + "a" * 9_000))(n)  # noqa: E731 - one row
    yield "inline-emoji-distinct", _own(lambda: numbered(1, 12_000, many)), UNSAFE
    inside: Pieces = [_INLINE, (b"<rPh/>" * 1000, 400), b"<t>a</t></is></c></row>"]
    yield "inline-phonetic", _own(lambda: inside), ACCEPTED


def _markup() -> Iterator[_Bomb]:
    deep = b"<a>" * MILLION + b"</a>" * MILLION
    yield "deep", _own(list, deep), UNSAFE
    yield "deep-workbook", _part("book", BOOK, b"</workbook>", lambda: [deep]), UNSAFE
    many = b"<a " + b" ".join(b'a%d=""' % n for n in range(650_000)) + b"/>"
    yield "attributes", _own(list, many), _EITHER
    yield "attributes-workbook", _part("book", BOOK, b"</workbook>", lambda: [many]), _EITHER
    yield "comments", _own(lambda: [(b"<!-- x -->" * 1000, 10_000)]), UNSAFE
    cdata = b"<row><c><v><![CDATA[1]]></v></c></row>" * 100
    yield "cdata", _own(lambda: [(cdata, 3_000)]), UNSAFE


def _lists() -> Iterator[_Bomb]:
    name, entry = (
        b'<definedName name="n%d">PK!$A$%d</definedName>',
        b'<sheet name="n%d" r:id="r%d"/>',
    )
    merged = b'<mergeCell ref="A%d:B%d"/>'

    def listed(text: bytes) -> Callable[[], Pieces]:
        return lambda: numbered(100, MILLION, lambda n: text % (n, n))

    yield "names-million", _part("book", BOOK, b"</definedNames>", listed(name)), UNSAFE
    yield "sheets-million", _part("book", BOOK, b"</sheets>", listed(entry)), UNSAFE
    styles = (b'<xf numFmtId="10"/>' * 1000, 1_000)
    yield "styles-million", _part("styles", STYLES, b"</cellXfs>", lambda: [styles]), UNSAFE
    pieces = lambda: [b"<mergeCells>", *listed(merged)(), b"</mergeCells>"]  # noqa: E731 - as above
    yield "merged-million", _part("form", FORM, b"<pageMargins", pieces), _EITHER
    code = b'<numFmts><numFmt numFmtId="200" formatCode="%b"/></numFmts>' % (b"[&quot;_*" * 500_000)
    yield "format-code", _part("styles", STYLES, b"<fonts", lambda: [code]), _EITHER


def _headings() -> Iterator[_Bomb]:
    texts = inline("Indikator sasaran")
    yield "headings-wide", _own(lambda: (wide(n, texts) for n in range(1, 60))), ACCEPTED
    item = b"<si><t>" + b"y" * 32_000 + b"</t></si>"
    same = b' t="s"><v>%d</v></c>' % last_string()
    rows = lambda: sheet(wide(n, same) for n in range(1, 60))  # noqa: E731 - made anew each time
    yield "headings-long", lambda: book(strings=strings([item]), own=rows()), ACCEPTED


def _formulas() -> Iterator[_Bomb]:
    yield "shared-formula-million", _own(lambda: _shared(ROWS, 60)), UNSAFE
    yield "shared-formula-long", _own(lambda: _shared(200_000, 8_000)), UNSAFE
    first = b'<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">' + b"[ '" * 300_000
    second = b'</f></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    yield "shared-formula-nasty", _own(lambda: [first, second]), UNSAFE


def _shared(rows: int, length: int) -> Pieces:
    master = b'<row r="1"><c r="A1"><f t="shared" ref="A1:A%d" si="0">' % rows
    follower = cells("A", b'><f t="shared" si="0"/><v>1</v></c>')
    yield master + b"B1" + b"+B1" * (length // 3) + b"</f><v>1</v></c></row>"
    yield from numbered(2, rows, follower)


def _archives() -> Iterator[_Bomb]:
    yield "entries-60000", lambda: _entries(60_000), UNSAFE
    yield "entries-million", lambda: _entries(MILLION), UNSAFE
    yield "entries-9900", lambda: _entries(9_900), ACCEPTED
    yield "entries-extra", lambda: _entries(1_000, 60_000), UNSAFE
    rest = [Member(name.encode(), text) for name, text in parts().items()]
    big = lambda size: archive([Member(b"xl/media/a", bytes(size), method=0), *rest])  # noqa: E731
    yield "stored-75-mb", lambda: big(75 << 20), ACCEPTED
    yield "stored-100-mb", lambda: big(100 << 20), UNSAFE
    yield "zeros-500-mb", lambda: bytes(500 << 20), NOT_EXCEL | UNSAFE
    yield "text-500-mb", lambda: b"a;b;c\n" * (80 << 20), NOT_EXCEL | UNSAFE


def _entries(count: int, extra: int = 0) -> bytes:
    """Return an archive with so many small entries besides those of the template."""
    true = [Member(key.encode(), text) for key, text in parts().items()]
    fill = b"\xfe\xca\0\0" * (extra // 4)
    more = (Member(b"xl/media/%d.bin" % n, b"", method=0, extra=fill) for n in range(count))
    body, listing = [], []
    at = 0
    for member in (*true, *more):
        listing.append(member.central(at))
        body.append(member.local())
        at += len(body[-1])
    joined, many = b"".join(listing), count + len(true)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, many, many, len(joined), at)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at + len(joined), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return b"".join(body) + joined + record + locator + end
