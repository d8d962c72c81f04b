"""Make the files of `examples/`: `python -m scripts.examples`.

They are kept in the repository, so that README and the first hour run as pasted; this is how they came about.
All of it is invented. The sites are spread over São Tomé, the rest lies in the open sea near 0° N 0° E.
Keys are drawn anew with each run, so cards and proof always change together.
"""

from __future__ import annotations

import csv
import io
import json
import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from commonground.node.auth.sealed import unseal
from commonground.node.config import NodeConfig
from commonground.node.folder import OWN_CARD, NewOfficer, create_party, key_of, link_peer, read_officers
from commonground.node.opening import open_record
from commonground.position.profile import Basis, MapProfile
from commonground.statements.message import Alarm
from commonground.store.peers.pull import pull
from commonground.store.peers.serve import Served

FOLDER = Path(__file__).resolve().parents[1] / "examples"
AT = datetime(2030, 1, 1, 6, 0, tzinfo=UTC)
COUNTRY = "São Tomé and Príncipe"
SITES = f"""no;name;district;country;latitude;longitude;grid;remarks
1;Store 1;Lobata;{COUNTRY};0.35172;6.58831;;
2;Store 2;Lobata;{COUNTRY};0°20'15" N;6°39'02" E;;
3;Store 3;Me-Zochi;{COUNTRY};6.63350;0.28820;;typed by hand
4;Clinic 4;Me-Zochi;{COUNTRY};0.28;6.63;;from the map
5;Clinic 5;Cantagalo;{COUNTRY};0,23114;6,69907;;
6;Clinic 5;Cantagalo;{COUNTRY};0.23114;6.69907;;
7;Shelter 7;Cantagalo;{COUNTRY};0.20331;66.9510;;
8;Shelter 8;Caue;{COUNTRY};0.11207;6.61230;32N KF 3445 1240;
9;Shelter 9;Caue;{COUNTRY};0.05;;;to follow
10;Well 10;Lemba;{COUNTRY};0 15.600 N;6 30.070 E;;GPS
11;Well 11;Lemba;{COUNTRY};0.19422;6.49512;;
12;Well 12;Lemba;{COUNTRY};0.18760 S;6.50240 E;;GPS
"""
MESSAGE = """\
WARNING 7/30 (INVENTED). GULF OF GUINEA.
1. CABLE WORK BY M/V PETREL WITHIN 2 NM OF 00-29.97N 000-00.01W, 010600Z TO 031800Z JAN 2030.
2. SURVEY IN AREA BOUNDED BY 00-20N 000-10E, 00-20N 000-25E, 00-05N 000-25E, 00-05N 000-10E.
   KEEP 1 NM OFF.
3. BUOY ADRIFT, LAST SEEN 0.512 0.231.
4. CANCEL THIS MESSAGE 031900Z JAN 2030.
"""
# A border that runs north in the open sea; South's sheet lies east of North's in the middle, by up to 450 m.
NORTH = [(0.20, 0.0500), (0.35, 0.0525), (0.45, 0.0490), (0.50, 0.0500), (0.58, 0.0530), (0.80, 0.0510)]
SOUTH = [(0.20, 0.0501), (0.35, 0.0540), (0.45, 0.0528), (0.50, 0.0540), (0.58, 0.0545), (0.80, 0.0511)]
AREA = [(0.480, -0.020), (0.480, 0.020), (0.520, 0.020), (0.520, -0.020)]


def sites() -> bytes:
    """The list as its keeper sends it: a workbook in which numbers are numbers, and everything else text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "sites"
    for row in csv.reader(io.StringIO(SITES), delimiter=";", quoting=csv.QUOTE_NONE):
        sheet.append([_number(cell) for cell in row])
    book.properties.creator = "commonground examples"
    book.properties.created = book.properties.modified = AT.replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _number(cell: str) -> float | str | None:
    try:
        return float(cell)
    except ValueError:
        return cell or None


def line(side: str, points: list[tuple[float, float]]) -> bytes:
    """One party's drawing of the border: the line, North's sea west of it, South's east of it."""
    about = {
        "border": "north_south",
        "depiction": side.lower(),
        "title": f"Sheet of {side} (invented)",
        "depicted_by": side,
        "obtained_from": "made for this example",
        "date": "2030-01-01",
        "scale": "1:50000",
        "licence": "Apache-2.0",
        "lineage": f"survey of {side}",
        "sigma_m": 25.0,
        "sigma_origin": "stated",
        "shown_to": [],
    }
    drawn = [[lon, lat] for lat, lon in points]
    features = [feature({"kind": "border", "parties": ["north", "south"]}, "LineString", drawn)]
    for party, edge_deg in (("north", -0.3), ("south", 0.4)):
        ring = [*drawn, [edge_deg, drawn[-1][1]], [edge_deg, drawn[0][1]], drawn[0]]
        features.append(feature({"kind": "area", "party": party}, "Polygon", [ring]))
    return collection(features, commonground=about)


def feature(properties: dict[str, Any], kind: str, coordinates: list[Any]) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(features: list[dict[str, Any]], **beside: Any) -> bytes:
    """A GeoJSON file, one feature a line."""
    head = json.dumps({"type": "FeatureCollection"} | beside)[:-1]
    lines = ",\n".join(json.dumps(one) for one in features)
    return f'{head}, "features": [\n{lines}\n]}}\n'.encode()


def cards_and_proof() -> dict[str, bytes]:
    """Two parties' cards, and the proof of what one said in public and the other's witness has seen."""
    with tempfile.TemporaryDirectory() as folder:
        officer = NewOfficer(code="duty", name="Duty", roles=("watch",), passphrase=secrets.token_urlsafe(16))
        profile = MapProfile(
            name="WGS 84, MGRS", crs="EPSG:32631", crs_basis=Basis.KNOWN, notation="mgrs", digits=5
        )
        configs = {
            code: NodeConfig(code=code, name=code.title(), profile=profile, folder=Path(folder) / code)
            for code in ("north", "south")
        }
        for config in configs.values():
            create_party(config, [officer], secrets.token_urlsafe(16), now=AT)
        cards = {code: (config.folder / OWN_CARD).read_bytes() for code, config in configs.items()}
        link_peer(configs["north"].folder, cards["south"], url="", where="south")
        link_peer(configs["south"].folder, cards["north"], url="", where="north")
        stores = {code: open_record(config, officer, now=AT) for code, config in configs.items()}
        words = "Exercise, invented: stop, you may be hitting ours."
        opened = unseal(read_officers(configs["north"].folder)[officer.code], officer.passphrase)
        signer = key_of("north", officer.code, opened.seed)
        said = stores["north"].say(Alarm(words=words), officer=signer, role="watch", now=AT, public=True)
        stores["north"].seal(AT)
        pull(Served(stores["north"], to="south"), stores["south"], AT)
        proof = stores["north"].prove(said.id)
        for store in stores.values():
            store.close()
    return {f"{code}.roster": card for code, card in cards.items()} | {"said.tlog-proof": proof}


def files() -> dict[str, bytes]:
    """Every file of the folder but its README, by name."""
    ring = [[lon, lat] for lat, lon in (*AREA, AREA[0])]
    return {
        "sites.xlsx": sites(),
        "message.txt": MESSAGE.encode(),
        "line-north.geojson": line("North", NORTH),
        "line-south.geojson": line("South", SOUTH),
        "area.geojson": collection([feature({"name": "survey area"}, "Polygon", [ring])]),
        **cards_and_proof(),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
