"""Indikator of many satkers that ask the same, found by their wording alone."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, Final

from sakip_excel.consolidate.joined import IndicatorGroup, Ref, Report, Variant
from sakip_excel.rules.likeness import Words, content_words, repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sakip_excel.consolidate.extract import Indicator

Kind = tuple[str, str, str]
"""Jenis, satuan and arah in small letters: what never stands together in one group."""

Wording = tuple[Kind, Words]

_LEAST_WORDS: Final = 6
"""Content words from which one word more or less still asks the same; a convention."""

_TELLING: Final = re.compile(
    r".*\d.*|[ivx]+|tidak|bukan|belum|non|tanpa|kurang|awal|akhir|laki|perempuan"
)
"""Words that make another indikator of a sentence: numbers, negations, opposites."""


def group_indicators(reports: Sequence[Report]) -> tuple[IndicatorGroup, ...]:
    """Return the indikator of the reports that count, grouped by what they ask.

    Two wordings are one group when their words are the same without fill words and the satker's
    own name, when one word differs by a slip of the pen, or when a long one has one word more.
    Never when jenis, satuan or arah differ, and never when one satker uses both.
    """
    rows: dict[Wording, list[Ref]] = defaultdict(list)
    for index, report in enumerate(reports):
        if report.counts:
            own = report.extract.identity.nama_satker
            for number, indicator in enumerate(report.extract.indicators):
                rows[_wording(indicator, own)].append((index, number))
    merged = _merged({w: {r[0] for r in refs} for w, refs in rows.items()})
    groups = [
        (
            _group(reports, [ref for w in cluster for ref in rows[w]]),
            {words for _, words in cluster},
        )
        for cluster in merged
    ]
    groups.sort(key=lambda pair: _order(pair[0]))
    return tuple(_numbered(groups))


def _order(group: IndicatorGroup) -> tuple[object, ...]:
    return (
        -group.satkers,
        group.text.casefold(),
        group.text,
        group.jenis,
        group.satuan,
        group.arah,
        group.refs,
    )


def kind_of(indicator: Indicator) -> Kind:
    """Return jenis, satuan and arah as they are compared."""
    return (
        indicator.jenis.strip().casefold(),
        indicator.satuan.strip().casefold(),
        indicator.arah.strip().casefold(),
    )


def _wording(indicator: Indicator, own: str) -> Wording:
    words = content_words(indicator.indikator, own)
    return kind_of(indicator), words or (indicator.indikator.strip().casefold(),)


def _merged(users: dict[Wording, set[int]]) -> list[list[Wording]]:
    """Return the wordings in clusters; a pair that one satker tells apart stays apart."""
    cluster = {w: [w] for w in users}
    for one, other in _near(sorted(users)):
        left, right = cluster[one], cluster[other]
        if left is right or any(users[a] & users[b] for a in left for b in right):
            continue
        left += right
        for wording in right:
            cluster[wording] = left
    return list({id(members): members for members in cluster.values()}.values())


def _near(wordings: Sequence[Wording]) -> Iterator[tuple[Wording, Wording]]:
    """Yield the pairs that ask the same, slips of the pen first, in an order of their own."""
    by_kind: dict[Kind, list[Words]] = defaultdict(list)
    for kind, words in wordings:
        by_kind[kind].append(words)
    for kind, texts in by_kind.items():
        pairs = repeats((words, words) for words in texts)
        yield from sorted(((kind, a), (kind, b)) for a, b in _words(pairs))
        yield from (((kind, a), (kind, b)) for a, b in _longer_by_one(texts))


def _words(pairs: Iterable[tuple[object, object]]) -> Iterator[tuple[Words, Words]]:
    for one, other in pairs:
        if isinstance(one, tuple) and isinstance(other, tuple):
            yield one, other


def _longer_by_one(texts: Sequence[Words]) -> Iterator[tuple[Words, Words]]:
    """Yield (shorter, longer) where a long wording has one word more that tells nothing new."""
    known = set(texts)
    for words in texts:
        if len(words) <= _LEAST_WORDS:
            continue
        for extra in words:
            rest = tuple(w for w in words if w != extra)
            if rest in known and not _TELLING.fullmatch(extra):
                yield rest, words


def _group(reports: Sequence[Report], refs: list[Ref]) -> IndicatorGroup:
    refs = sorted(refs)
    rows = [reports[index].extract.indicators[number] for index, number in refs]
    users: dict[str, set[str]] = defaultdict(set)
    for (index, _), row in zip(refs, rows, strict=True):
        users[row.indikator].add(reports[index].extract.identity.kode_satker)
    order = sorted(users, key=lambda text: (-len(users[text]), text))
    known = [row.capaian for row in rows if row.capaian is not None]
    first = min(rows, key=lambda row: (row.jenis, row.satuan, row.arah))
    return IndicatorGroup(
        number=0,
        text=order[0],
        jenis=first.jenis,
        satuan=first.satuan,
        arah=first.arah,
        variants=tuple(Variant(text, tuple(sorted(users[text]))) for text in order),
        refs=tuple(refs),
        satkers=len(set().union(*users.values())),
        counted=len(known),
        mean=fsum(known) / len(known) if known else None,
        lowest=min(known, default=None),
        highest=max(known, default=None),
    )


def _numbered(groups: Sequence[tuple[IndicatorGroup, set[Words]]]) -> Iterator[IndicatorGroup]:
    """Number the groups and tell of each which others have a wording of it."""
    users: dict[Words, set[int]] = defaultdict(set)
    for number, (_, wordings) in enumerate(groups, 1):
        for words in wordings:
            users[words].add(number)
    for number, (group, wordings) in enumerate(groups, 1):
        others = set().union(*(users[words] for words in wordings)) - {number}
        yield replace(group, number=number, others=tuple(sorted(others)))
