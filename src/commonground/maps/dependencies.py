"""Countries whose places lists file under another country's code.

Territories, shared or contested ground, and states that have split: a list that says one and a map
that says the other differ in whose drawing they follow, and neither is wrong here. Pairs of ISO 3166
alpha-2 codes (said in the list, drawn by the map); from ISO 3166-1's remarks and common practice.
"""

from __future__ import annotations

from typing import Final

_UNDER: Final[dict[str, str]] = {
    "AU": "CX CC NF HM", "CN": "HK MO TW IN", "DK": "GL FO", "ES": "IC", "FI": "AX",
    "FR": "GP MQ GF RE YT PM BL MF NC PF WF TF", "GB": "IM JE GG GI FK AI BM VG KY MS SH TC GS IO PN",
    "IL": "PS", "JO": "PS", "IN": "PK CN", "PK": "IN", "MA": "EH", "EH": "MA", "DZ": "EH",
    "NL": "AW CW SX BQ AN", "NO": "SJ BV", "NZ": "CK NU TK", "RS": "ME XK", "YU": "RS ME XK", "XK": "RS",
    "SD": "SS", "SS": "SD", "SO": "SOL", "UA": "RU", "RU": "UA GE", "GE": "RU", "AZ": "AM", "AM": "AZ",
    "US": "PR GU VI AS MP UM", "CY": "GB NCY TR", "TW": "CN", "ID": "TL", "TL": "ID", "ET": "ER", "ER": "ET",
    "MD": "UA", "SY": "IL", "LB": "IL", "VA": "IT", "IT": "VA SM", "SM": "IT", "MC": "FR",
}  # fmt: skip

# Names of countries that lists use and ISO 3166 does not.
ALIASES: Final[dict[str, str]] = {
    "Turkey": "TR", "Zanzibar": "TZ", "Tanzania (Zanzibar)": "TZ", "South Korea": "KR", "North Korea": "KP",
    "Burma": "MM", "Ivory Coast": "CI", "Cape Verde": "CV", "Swaziland": "SZ", "Macedonia": "MK",
    "DRC": "CD", "DR Congo": "CD",
    "Congo (Kinshasa)": "CD", "Congo (Brazzaville)": "CG", "UK": "GB",
    "Czech Republic": "CZ", "East Timor": "TL", "Palestine": "PS", "Russia": "RU", "Syria": "SY",
    "Laos": "LA",
}  # fmt: skip


def filed_under(said: str, drawn: str) -> bool:
    """Whether lists are known to file places drawn as `drawn` under `said`."""
    return drawn in _UNDER.get(said, "").split()
