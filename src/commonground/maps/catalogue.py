"""The depictions that anybody can make from freely installable packages, and the borders we can cut.

Data only. A figure for a map's own error is the publisher's where it gives a scale, and our guess
otherwise; both are said. Where a border's line ends is a place near which to cut, known to 0.01
degree: every map cuts at its own vertex next to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commonground.maps.depiction import SigmaOrigin, Source, sigma_of_scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One source of depictions and what is known of it."""

    code: str
    package: str  # how its package is called where it is installed from
    source: Source
    sigma_m: float
    sigma_origin: SigmaOrigin
    notice: str  # what has to stand beside the data


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Two parties and near which places (latitude, longitude) the line between them ends."""

    code: str
    first: str  # ISO 3166 alpha-3, as in the files
    second: str
    ends: tuple[tuple[float, float], tuple[float, float]]


BORDERS: Final[dict[str, Border]] = {
    border.code: border
    for border in (
        Border(code="afg_pak", first="AFG", second="PAK", ends=((29.859, 60.873), (37.031, 74.565))),
        Border(code="kashmir_loc", first="PAK", second="IND", ends=((32.781, 74.654), (35.009, 77.010))),
        Border(code="lbn_isr", first="LBN", second="ISR", ends=((33.094, 35.103), (33.272, 35.621))),
        Border(code="nic_cri", first="NIC", second="CRI", ends=((11.076, -85.697), (10.923, -83.683))),
        Border(code="sdn_ssd", first="SDN", second="SSD", ends=((8.697, 24.175), (9.499, 34.107))),
    )
}

# The time zones of the parties above: a zone's edge is the country's edge only where zones follow it.
ZONES: Final[dict[str, tuple[str, ...]]] = {
    "AFG": ("Asia/Kabul",),
    "PAK": ("Asia/Karachi",),
    "IND": ("Asia/Kolkata",),
    "LBN": ("Asia/Beirut",),
    "ISR": ("Asia/Jerusalem",),
    "NIC": ("America/Managua",),
    "CRI": ("America/Costa_Rica",),
    "SDN": ("Africa/Khartoum",),
    "SSD": ("Africa/Juba",),
}

PUBLISHERS: Final[dict[str, Publisher]] = {
    publisher.code: publisher
    for publisher in (
        Publisher(
            code="osm",
            package="timezonefinder-data (Python)",
            source=Source(
                title="OpenStreetMap country borders as time-zone borders (timezone-boundary-builder)",
                depicted_by="OpenStreetMap contributors",
                obtained_from="Python package timezonefinder-data",
                scale="not declared",
                licence="ODbL 1.0",
                lineage="OpenStreetMap",
            ),
            sigma_m=60.0,
            sigma_origin=SigmaOrigin.GUESS,
            notice="Contains information from OpenStreetMap, made available under the Open Database "
            "License (ODbL) 1.0. Copyright OpenStreetMap contributors. Cut out by commonground from "
            "time-zone borders; derived data stays under the ODbL.",
        ),
        Publisher(
            code="natural-earth",
            package="world-atlas (npm)",
            source=Source(
                title="Natural Earth 1:10m countries (default point of view)",
                depicted_by="Natural Earth",
                obtained_from="npm package world-atlas",
                date="v4.1 (2018)",
                scale="1:10 000 000",
                licence="public domain",
                lineage="Natural Earth (World Data Bank II stock)",
            ),
            sigma_m=round(sigma_of_scale(10_000_000)),
            sigma_origin=SigmaOrigin.SCALE,
            notice="Made with Natural Earth, public domain. Packed as TopoJSON on a grid of 0.0036 by "
            "0.0017 degree by the package world-atlas (ISC licence, Michael Bostock).",
        ),
        Publisher(
            code="dcw",
            package="gmt-dcw (Debian)",
            source=Source(
                title="DCW-GMT: Digital Chart of the World, from US Operational Navigation Charts",
                depicted_by="US Defense Mapping Agency (lineage); GMT team",
                obtained_from="Debian package gmt-dcw",
                date="charts of the 1970s to 1990s; DCW-GMT 2.1 (2022)",
                scale="1:1 000 000",
                licence="LGPL-3.0-or-later",
                lineage="DCW/ONC",
            ),
            sigma_m=round(sigma_of_scale(1_000_000)),
            sigma_origin=SigmaOrigin.SCALE,
            notice="DCW-GMT, copyright the GMT team, GNU Lesser General Public License version 3 or "
            "later. Cut out by commonground; vertices stand on a 16-bit grid per country.",
        ),
        Publisher(
            code="tm",
            package="world-countries (npm)",
            source=Source(
                title="Thematic Mapping World Borders 0.3 as carried by mledoze/countries",
                depicted_by="B. Sandvik (thematicmapping.org)",
                obtained_from="npm package world-countries",
                date="2009 (0.3)",
                scale="not declared, simplified",
                licence="CC BY-SA 3.0 upstream; ODbL 1.0 as packed",
                lineage="World Data Bank II",
            ),
            sigma_m=700.0,
            sigma_origin=SigmaOrigin.GUESS,
            notice="Thematic Mapping World Borders 0.3 by Bjorn Sandvik, CC BY-SA 3.0; as carried by "
            "mledoze/countries under the Open Database License (ODbL) 1.0. Cut out by commonground; "
            "derived data stays under these licences.",
        ),
    )
}
