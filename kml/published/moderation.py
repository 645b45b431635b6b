"""Published numbers about moderation and about claims of copyright."""

from kml.core.words import N_
from kml.published.rows import Number

_TIKTOK = N_(
    "Daily Times (dailytimes.com.pk) and PhoneWorld (phoneworld.com.pk) on TikTok's report, first quarter 2024"
)
_YOUTUBE = N_("Plagiarism Today on YouTube's Copyright Transparency Report, first half of 2021")

NUMBERS = (
    Number("tiktok_removed", 166_997_307, N_("videos removed"), _TIKTOK, "2024-07", "second-hand"),
    Number("tiktok_removed_share", 0.009, N_("of all uploads (about)"), _TIKTOK, "2024-07", "second-hand"),
    Number("tiktok_automation", 129_335_793, N_("of these removed by automation"), _TIKTOK, "2024-07", "second-hand"),
    Number("tiktok_reinstated", 6_042_287, N_("of these reinstated"), _TIKTOK, "2024-07", "second-hand"),
    Number("youtube_claims", 722_600_000, N_("Content ID claims"), _YOUTUBE, "2021-12-07", "second-hand"),
    Number("youtube_automatic", 0.99, N_("of claims made automatically"), _YOUTUBE, "2021-12-07", "second-hand"),
    Number("youtube_disputed", 3_700_000, N_("claims disputed"), _YOUTUBE, "2021-12-07", "second-hand"),
    Number("youtube_won", 2_200_000, N_("disputes won by the uploader"), _YOUTUBE, "2021-12-07", "second-hand"),
)
