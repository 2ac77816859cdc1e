"""Words that tell whether less of something is better."""

from __future__ import annotations

import re
from typing import Final

from sakip_excel.values._memory import remembered

_UNWANTED: Final = re.compile(
    r"\b(?:kekurangan|pelanggaran|sengketa|gugatan|perkara|hukuman|penurunan|tidak masuk|gangguan|"
    r"revisi|keluhan|pengaduan|keterlambatan|kesalahan|kehilangan|temuan|permasalahan|kasus|"
    r"kerugian|keberatan)\b",
    re.IGNORECASE,
)
# What is done about the unwanted thing is counted, and more of that is better.
_HANDLED: Final = re.compile(
    r"\b(?:dimenangkan|(?:ter|di)selesaikan(?:nya)?|selesai|ditanggulangi|ditindaklanjuti|"
    r"(?:di|ter)tangani|difasilitasi|dipenuhi|diputus|dijawab|dicegah|tanpa|bebas|nihil|"
    r"penyelesaian|penanganan|penindakan|pencegahan|penanggulangan|tindak lanjut|advokasi|"
    r"(?:pe)?layanan|mendapat(?:kan)?|rawan|potensi|dokumentasi|penegakk?an|pengelolaan|"
    r"rekomendasi|mediasi|sosialisasi|tepat waktu)\b",
    re.IGNORECASE,
)
_CASES: Final = re.compile(
    r"\b(?:sengketa|gugatan|perkara|pelanggaran|pengaduan|keberatan|paw)\b", re.IGNORECASE
)


@remembered
def lower_is_better(indikator: str) -> bool:
    """Return whether the words of an indikator say that less of it is better.

    Example:
        >>> lower_is_better("Persentase kekurangan anggaran")
        True
        >>> lower_is_better("Persentase sengketa hukum yang dimenangkan KPU")
        False
    """
    return _UNWANTED.search(indikator) is not None and _HANDLED.search(indikator) is None


def needs_cases(indikator: str) -> bool:
    """Return whether an indikator can only be measured when cases (sengketa, PAW ...) occurred."""
    return _CASES.search(indikator) is not None
