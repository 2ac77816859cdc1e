"""Small changes to the parts that must follow when cells change, byte for byte otherwise."""

from __future__ import annotations

import re

from sakip_excel.workbook import xmltext
from sakip_excel.workbook.refs import Area, range_name
from sakip_excel.workbook.sheetedit import Splice, splice

_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")
"""What may stand before ``calcPr``, in the order of the schema (ECMA-376-1, 18.2.27)."""


def _tags(plain: bytes, name: str) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"<((?:[\w.-]+:)?)%s(?=[\s/>])[^>]*>" % name.encode(), plain))


def request_calculation(text: bytes) -> bytes:
    """Return the workbook part in which Excel is asked to recalculate when it opens the file."""
    plain = xmltext.mask(text)
    found = _tags(plain, "calcPr")
    if found:
        start, end = found[0].span()
        tag = text[start:end]
        if xmltext.attributes(tag.decode()).get("fullCalcOnLoad") in ("1", "true"):
            return text
        new = xmltext.with_attribute(tag, "fullCalcOnLoad", "1")
        return splice(text, [Splice(start, end, new)])
    at, prefix = _after_last(plain)
    return splice(text, [Splice(at, at, b"<" + prefix + b'calcPr fullCalcOnLoad="1"/>')])


def _after_last(plain: bytes) -> tuple[int, bytes]:
    for name in reversed(_BEFORE_CALCULATION):
        for tag in _tags(plain, name)[:1]:
            if tag[0].endswith(b"/>"):
                return tag.end(), tag[1]
            close = b"</" + tag[1] + name.encode() + b">"
            return _past_filler(plain, plain.index(close, tag.end()) + len(close)), tag[1]
    raise ValueError("a workbook part lists its sheets")


def _past_filler(plain: bytes, end: int) -> int:
    """Return where a closing tag ends in the true text, spaces such as in ``</a >`` included."""
    while plain.startswith(xmltext.FILLER, end):
        end += 1
    return end


def resize_table(text: bytes, area: Area) -> bytes:
    """Return the table part with a new range, its filter included."""
    plain = xmltext.mask(text)
    splices = []
    for tag in _tags(plain, "table")[:1] + _tags(plain, "autoFilter")[:1]:
        span = xmltext.attribute_span(tag[0], "ref")
        if span is not None:
            start = tag.start()
            new = range_name(area).encode()
            splices.append(Splice(start + span[0], start + span[1], new))
    return splice(text, splices)


def drop_element(text: bytes, name: str, attribute: str, ending: str) -> bytes:
    """Return a list part without the elements whose attribute ends like this.

    Args:
        text: content types or relationships.
        name: ``Override`` or ``Relationship``.
        attribute: the attribute to look at.
        ending: how it ends, in any case.
    """
    plain = xmltext.mask(text)
    splices = []
    for tag in _tags(plain, name):
        start, end = tag.span()
        value = xmltext.attributes(text[start:end].decode()).get(attribute, "")
        if not value.lower().endswith(ending.lower()):
            continue
        if not tag[0].endswith(b"/>"):
            end = _past_filler(plain, plain.index(b">", plain.index(b"</", end)) + 1)
        splices.append(Splice(start, end, b""))
    return splice(text, splices)
