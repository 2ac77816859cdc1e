"""Checks that only somebody who holds many reports can make: money and names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from sakip_excel.consolidate.extract import values_of
from sakip_excel.consolidate.pool import codes_of
from sakip_excel.consolidate.remark import HOUSE, about, at, cross_rule
from sakip_excel.finding import Severity
from sakip_excel.forms.identitas import PROVINCES
from sakip_excel.rules._look import PRABUMULIH, PROBOLINGGO, SEEN, plain
from sakip_excel.rules.likeness import Words, content_words, repeats
from sakip_excel.rules.regions import own_region
from sakip_excel.scoring.anggaran import serapan
from sakip_excel.scoring.outcome import is_number
from sakip_excel.values.display import number, percent, rupiah

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sakip_excel.consolidate.extract import Action, Extract, Indicator, Output
    from sakip_excel.consolidate.joined import Remark
    from sakip_excel.consolidate.remark import Scene
    from sakip_excel.rules.registry import Rule

    Row = Indicator | Output | Action

_LEAST_SHARED: Final = 3
_COMMON: Final = 5
"""A pair of figures that more satkers share is a standard cost, not a copy."""
_HALF: Final = 0.5

LOWEST_SERAPAN: Final = (0.08, 0.22, 0.33, 0.5)
"""Serapan as a ratio below which TW I..IV are unusual: 50% at the end of the year, before it in the
proportion of the overall track 15/40/60/90."""

_SHORTEST_NAME: Final = 4
_WORD: Final = re.compile(r"\w+")


@cross_rule(
    "GB201",
    Severity.PERINGATAN,
    "Kode RO yang sama bernama sama di semua satker.",
)
def one_name_per_ro(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield rows whose RO has another name than most satkers give to that code."""
    rows: dict[tuple[str, ...], list[tuple[Extract, int, str]]] = defaultdict(list)
    for report in scene.reports:
        for index, output in enumerate(report.extract.outputs):
            own = codes_of(output)
            if output.ro and all(own):
                rows[own].append((report.extract, index, output.ro))
    for codes, members in sorted(rows.items(), key=lambda item: item[0]):
        usual = _usual_name([name for _, _, name in members])
        for extract, index, name in members:
            if usual and not _same_name(name, usual):
                yield at(
                    rule,
                    extract,
                    extract.outputs[index],
                    "ro",
                    f"RO {'.'.join(codes)} bernama lain daripada di satker lain.",
                    "Periksa kode dan nama RO pada DIPA.",
                    typed=name,
                    computed=usual,
                )


def _usual_name(names: list[str]) -> str:
    """Return the name that most rows carry; empty when all agree."""
    times = Counter(content_words(name) or (name,) for name in names)
    if len(times) == 1:
        return ""
    usual = min(times, key=lambda words: (-times[words], words))
    return min(name for name in names if (content_words(name) or (name,)) == usual)


def _same_name(one: str, other: str) -> bool:
    words: list[tuple[str, Words]] = [("a", content_words(one)), ("b", content_words(other))]
    return plain(one) == plain(other) or any(repeats(words))


@cross_rule(
    "GB202",
    Severity.PERINGATAN,
    "Dua satker tidak melaporkan angka anggaran yang sama.",
)
def no_copied_money(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield pairs of satkers that share at least half of their pairs of pagu and realisasi."""
    owners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for index, report in enumerate(scene.reports):
        for pair in _odd_pairs(report.extract):
            owners[pair].add(index)
    shared: Counter[tuple[int, int]] = Counter()
    for satkers in owners.values():
        if 1 < len(satkers) <= _COMMON:
            shared.update((a, b) for a in satkers for b in satkers if a != b)
    for (one, other), times in sorted(shared.items()):
        mine, theirs = scene.reports[one].extract, scene.reports[other].extract
        size = min(len(_odd_pairs(mine)), len(_odd_pairs(theirs)))
        if times >= _LEAST_SHARED and times >= size * _HALF:
            yield about(
                rule,
                mine,
                "anggaran",
                f"{times} pasangan pagu dan realisasi sama persis dengan {_name(theirs)}.",
                "Periksa apakah laporan ini disalin dari satker lain.",
            )


def _odd_pairs(extract: Extract) -> set[tuple[int, int]]:
    """Return pagu and realisasi of the rows that were spent in part: two satkers hardly agree."""
    columns = (values_of(extract.outputs, key) for key in ("pagu", "realised"))
    pairs = zip(*columns, strict=True)
    return {(pagu, spent) for pagu, spent in pairs if pagu and spent and spent != pagu}


def _name(extract: Extract) -> str:
    return f"{extract.identity.nama_satker or 'satker'} ({extract.identity.kode_satker})"


@cross_rule(
    "GB203",
    Severity.PERINGATAN,
    "Serapan satker tidak di bawah 50% pada akhir tahun dan tidak di atas 100%.",
    source=f"{HOUSE}; {PRABUMULIH} (realisasi melebihi pagu)",
)
def usual_serapan(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield satkers that spent unusually little for the quarter, or more than their pagu."""
    for report in scene.reports:
        extract = report.extract
        rate = serapan(extract.pagu, extract.realisasi)
        if not is_number(rate) or not extract.realisasi:
            continue
        least = LOWEST_SERAPAN[extract.identity.triwulan - 1]
        money = f"{rupiah(extract.realisasi)} dari {rupiah(extract.pagu)}"
        if rate > 1:
            message, fix = f"serapan {percent(rate)}: {money}.", "Periksa pagu dan revisi DIPA."
        elif rate < least:
            message = f"serapan {percent(rate)}, di bawah {percent(least, 0)}: {money}."
            fix = "Periksa angkanya; bila benar, terangkan sebabnya."
        else:
            continue
        yield about(rule, extract, "anggaran", message, fix, percent(rate))


@cross_rule(
    "GB204",
    Severity.PERINGATAN,
    "Laporan tidak seluruhnya nol.",
)
def not_all_zero(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield reports in which every realisasi of the budget, or every capaian, is 0."""
    fix = (
        "Periksa apakah isian triwulan ini sudah lengkap; kosong berarti belum ada, 0 berarti nol."
    )
    for report in scene.reports:
        extract = report.extract
        spent = [r for r in values_of(extract.outputs, "realised") if r is not None]
        if spent and not any(spent) and extract.pagu:
            message = f"realisasi anggaran 0 pada semua {number(len(spent))} baris."
            yield about(rule, extract, "anggaran", message, fix)
        reached = [c for c in values_of(extract.indicators, "capaian") if c is not None]
        if len(reached) >= _LEAST_SHARED and not any(reached):
            message = f"capaian 0% pada semua {number(len(reached))} indikator."
            yield about(rule, extract, "kinerja", message, fix)


@cross_rule(
    "GB205",
    Severity.PERINGATAN,
    "Teks tidak menyebut nama satker lain yang ikut digabung.",
    source=f"{PROBOLINGGO} (nama daerah lain tertinggal)",
    certainty=SEEN,
)
def no_other_satker(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield texts that name another satker; cells that have a finding of TX102 are left out."""
    names = _by_first_word(_bare_names(scene))
    known: dict[str, tuple[str, ...]] = {}  # many satkers use the same texts
    for report in scene.reports if names else ():
        extract = report.extract
        own = plain(extract.identity.nama_satker)
        told = {(n.sheet, n.cell) for n in extract.notes if n.code == "TX102"}
        for rows, index, key, text in _texts(extract):
            if text not in known:
                known[text] = tuple(_named_in(text, names))
            if not known[text]:
                continue
            other = next((name for name in known[text] if plain(name) not in own), "")
            made = other and at(
                rule,
                extract,
                rows[index],
                key,
                f"menyebut {other}, nama satker lain.",
                "Periksa apakah teks ini disalin dari satker lain.",
                typed=text,
            )
            if made and (made.note.sheet, made.note.cell) not in told:
                yield made


def _by_first_word(names: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda n: (-len(n), n)):
        found[_WORD.findall(name)[0]].append(name)
    return found


def _named_in(text: str, names: dict[str, list[str]]) -> Iterator[str]:
    """Yield the names that stand in a text as words of their own, the longest at each place."""
    for word in _WORD.finditer(text):
        for name in names.get(word[0], ()):
            end = word.start() + len(name)
            if text.startswith(name, word.start()) and not text[end : end + 1].isalnum():
                yield name
                break


def _bare_names(scene: Scene) -> set[str]:
    """Return the names of the kabupaten and kota that report, as written in a sentence."""
    provinces = {province.casefold() for province in PROVINCES}
    found: set[str] = set()
    expected = [row.nama_satker for row in scene.roster.rows]
    for satker in (*expected, *(r.extract.identity.nama_satker for r in scene.reports)):
        region = own_region(satker)
        if region is None or region.kind == "provinsi" or region.words in provinces:
            continue
        bare = region.printed.partition(" ")[2]
        if len(bare) >= _SHORTEST_NAME and bare[:1].isupper():
            found.add(bare)
    return found


def _texts(extract: Extract) -> Iterator[tuple[Sequence[Row], int, str, str]]:
    """Yield rows, number of the row, key and text."""
    kinds: tuple[tuple[Sequence[Row], tuple[str, ...]], ...] = (
        (extract.indicators, ("indikator", "sasaran")),
        (extract.outputs, ("program", "kegiatan", "kro", "ro")),
        (extract.actions, ("kegiatan", "indikator", "rencana_aksi")),
    )
    for rows, keys in kinds:
        for key in keys:
            for index, text in enumerate(values_of(rows, key)):
                yield rows, index, key, text


@cross_rule(
    "GB206",
    Severity.PERINGATAN,
    "Nama satker pada Beranda sama dengan daftar satker.",
)
def name_of_the_roster(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield reports whose satker has another name than the roster gives to its code."""
    expected = {row.kode_satker: row.nama_satker for row in scene.roster.rows}
    for report in scene.reports:
        identity = report.extract.identity
        listed = expected.get(identity.kode_satker, "")
        if listed and identity.nama_satker and plain(listed) != plain(identity.nama_satker):
            yield about(
                rule,
                report.extract,
                "identitas",
                f"nama satker '{identity.nama_satker}', dalam daftar {listed}.",
                "Periksa kode satkernya; perbaiki Beranda atau daftar satker.",
                identity.nama_satker,
            )


@cross_rule(
    "GB207",
    Severity.PERINGATAN,
    "Satu nama satker dipakai oleh satu kode satker.",
)
def one_code_per_name(scene: Scene, rule: Rule) -> Iterator[Remark]:
    """Yield reports whose name another satker uses with another code."""
    owners: dict[str, list[Extract]] = defaultdict(list)
    for report in scene.reports:
        owners[plain(report.extract.identity.nama_satker)].append(report.extract)
    for name, members in owners.items():
        for extract in members if name else ():
            others = [m.identity.kode_satker for m in members if m is not extract]
            if others:
                yield about(
                    rule,
                    extract,
                    "identitas",
                    f"nama satker ini juga dipakai kode {', '.join(sorted(others))}.",
                    "Periksa apakah buku kerja ini disalin dari satker lain.",
                    extract.identity.nama_satker,
                )
