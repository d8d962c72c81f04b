"""Which columns hold the place: names in many languages, and what stands in the cells.

A list may give a place more than once (degrees and a grid reference, two sources). Each way is a
`Source`; the first is read, the others are compared with it. Nothing is taken from a name alone:
the cells have to read.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LAT_WORDS = frozenset(
    """
    lat latitude latitud latitudine latitudes breite breitengrad breddegrad leveysaste szelesseg
    sirka szerokosc enlem lintang широта шир عرض العرض عرضجغرافیایی y ycoord gpsy gpslat coordy
    northing northings nord norte north hochwert utmn utmy
    """.split()
)
LON_WORDS = frozenset(
    """
    lon long lng longitude longitud longitudine longitudes lange laenge langengrad laengengrad lengdegrad
    pituusaste hosszusag dlugosc boylam bujur долгота дол طول الطول طولجغرافیایی x xcoord gpsx
    gpslon gpslong coordx easting eastings este est ost oeste east rechtswert utme utmx
    """.split()
)
PAIR_WORDS = frozenset(
    """
    coordinates coordinate coords coord coordonnees coordenadas koordinaten koordinate координаты
    إحداثيات position pos standort mgrs usng gridref gridreference grid utm geopoint latlon latlong
    latlng verbatimcoordinates geolocation gps georef gars pluscode geohash point wkt geom geometry
    """.split()
)
ZONE_WORDS = frozenset("zone utmzone zona zonautm fuseau gridzone zonautmwgs84".split())
# Headers that may hold a place or the name of one: what stands in the cells decides.
PLACE_WORDS = frozenset(
    "place where location ort lieu lugar luogo место yer مکان موقع adresse address".split()
)
DEGREE_WORDS = frozenset(
    """
    d deg degs degree degrees g gg gr grad grado grados grau graus grade gradi
    """.split()
)
MINUTE_WORDS = frozenset(
    """
    m mm min mins minute minutes minuto minutos minuten minuti
    """.split()
)
SECOND_WORDS = frozenset(
    """
    s ss sec secs second seconds segundo segundos sekunde sekunden secondes
    """.split()
)
LETTER_WORDS = frozenset(
    """
    hemis hemisphere hemisferio hemi letter dir direction ns ew nsew cardinal quadrant
    """.split()
)
DATUM_WORDS = frozenset(
    """
    datum geodeticdatum crs srs epsg projection coordinatesystem verbatimsrs
    verbatimcoordinatesystem spatialreference srid sistema referencesystem
    """.split()
)
COUNTRY_WORDS = frozenset(
    """
    country countrycode isocountry countryname pays pais land iso iso2 iso3 iso3166 iso3136 страна
    cntry adm0name adm0 admin0 iso3166alpha2
    """.split()
)
DISTRICT_WORDS = frozenset(
    """
    admin1 adm1 adm1name admin2 adm2 adm2name district province region state governorate county oblast
    область район provincia departement departamento municipality municipio wilaya subdivision
    """.split()
)
NAME_WORDS = frozenset(
    """
    name facilityname shortname nameoffacility site sitename title label nom nombre naam название
    station aerodromo nameen имя наименование объект назва الاسم اسم نام nome nazwa nazev naziv navn namn isim
    adi ten nama
    """.split()
)
ID_WORDS = frozenset(
    """
    id ident code icao uuid locationid ref number no row fid objectid key
    """.split()
)
DOUBT_WORDS = frozenset(
    """
    coordinateuncertaintyinmeters uncertainty accuracy accuracym precision ce95 ce95m
    locationaccuracy
    """.split()
)

ALTITUDE_WORDS = frozenset(
    """
    altitude elevation alt elev height hohe altitud elevacao altitudine kote hoehe высота ارتفاع
    """.split()
)


ALTITUDE_UNITS = frozenset("m ft feet foot metres meters metros mts masl msl msnm amsl asl gps".split())


class Way(StrEnum):
    """How a source of a list writes a place."""

    PAIR = "pair"  # both numbers, or a grid reference, in one cell
    TWO = "two"  # one cell for latitude or northing, one for longitude or easting
    SPLIT = "split"  # degrees, minutes, seconds and letters in cells of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way in which a list gives the place: the columns, from 0, by what they hold.

    PAIR: `lat` is the column, `lon` is empty. TWO: one column each. SPLIT: letter, degrees, minutes,
    seconds of each axis, -1 where a column is missing.
    """

    way: Way
    lat: tuple[int, ...]
    lon: tuple[int, ...]
    title: str

    @property
    def columns(self) -> tuple[int, ...]:
        return tuple(column for column in (*self.lat, *self.lon) if column >= 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """What the columns of a list hold. -1: there is none."""

    sources: tuple[Source, ...]
    name: int = -1
    ident: int = -1
    country: int = -1
    district: int = -1
    datum: int = -1
    zone: int = -1
    doubt: int = -1
    altitude: int = -1


def words_of(name: str) -> tuple[str, ...]:
    """The words of a header, lower case and without accents; camelCase is cut."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name[:200]) if not unicodedata.combining(c))
    cut = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return tuple(re.findall(r"[^\W_]+", cut.lower()))


def whole(name: str) -> str:
    """A header as one word."""
    return "".join(words_of(name))


@dataclass(frozen=True, slots=True)
class Role:
    """What one column may be: axis (lat, lon, pair), part, and the words that are left."""

    column: int
    axis: str
    part: str
    rest: tuple[str, ...]


PARTS = (
    ("degrees", DEGREE_WORDS),
    ("minutes", MINUTE_WORDS),
    ("seconds", SECOND_WORDS),
    ("letter", LETTER_WORDS),
)


def glued(word: str) -> tuple[str, str]:
    """Axis and part of a word such as `latgg` or `longmm`."""
    for axis, stems in (("lat", ("latitude", "lat")), ("lon", ("longitude", "long", "lon", "lng"))):
        for stem in stems:
            if word.startswith(stem):
                tail = word[len(stem) :]
                for part, known in PARTS:
                    if tail in known:
                        return axis, part
                if tail in {"", "dd", "dec", "decima", "decimal", "dms", "ddm", "wgs84", "itude"}:
                    return axis, "whole"
    return "", ""


def role_of(column: int, name: str) -> Role | None:
    """What a header says of its column, or None."""
    words = words_of(name)
    joined = "".join(words)
    if joined in PAIR_WORDS or (
        {"lat", "latitude"} & set(words) and {"lon", "long", "lng", "longitude"} & set(words)
    ):
        return Role(column, "pair", "whole", ())
    axis, part, rest = "", "whole", []
    for word in words:
        if not axis and (word in LAT_WORDS or word in LON_WORDS):
            axis = "lat" if word in LAT_WORDS else "lon"
            continue
        glued_axis, glued_part = glued(word)
        if not axis and glued_axis:
            axis, part = glued_axis, glued_part if glued_part != "whole" else part
            continue
        for candidate, known in PARTS:
            if word in known:
                part = candidate if part == "whole" else part
                break
        else:
            if word not in {"n", "e", "w"}:  # lat_N, lon_E: the hemisphere, no other thing
                rest.append(word)
    if axis:
        return Role(column, axis, part, tuple(rest))
    if {*words} & PAIR_WORDS:
        return Role(column, "pair", "whole", tuple(word for word in words if word not in PAIR_WORDS))
    return None


def sources_of(names: tuple[str, ...], taken: set[int]) -> tuple[Source, ...]:
    """Every way in which the headers say a place is given, in the order of the columns."""
    roles = [
        role
        for column, name in enumerate(names)
        if column not in taken and (role := role_of(column, name)) is not None
    ]
    minutes = {(role.axis, role.rest) for role in roles if role.part == "minutes"}
    found: list[Source] = []
    by_rest: dict[tuple[str, ...], dict[tuple[str, str], int]] = {}
    for role in roles:
        if role.axis == "pair":
            found.append(Source(way=Way.PAIR, lat=(role.column,), lon=(), title=names[role.column]))
        else:
            # A lone letter behind an axis (lat_S) is a hemisphere, unless minutes stand beside it.
            lone = role.part == "seconds" and (role.axis, role.rest) not in minutes
            part = "whole" if lone else role.part
            by_rest.setdefault(role.rest, {}).setdefault((role.axis, part), role.column)
    for held in by_rest.values():
        found.extend(sources_of_group(held, names))
    return tuple(sorted(found, key=lambda source: min(source.columns)))


def sources_of_group(held: dict[tuple[str, str], int], names: tuple[str, ...]) -> list[Source]:
    """The sources among columns whose headers differ in axis and part alone."""
    split = all((axis, "degrees") in held and (axis, "minutes") in held for axis in ("lat", "lon"))
    if split:
        parts = ("letter", "degrees", "minutes", "seconds")
        lat, lon = (tuple(held.get((axis, part), -1) for part in parts) for axis in ("lat", "lon"))
        return [Source(way=Way.SPLIT, lat=lat, lon=lon, title=f"{names[lat[1]]} … {names[lon[1]]}")]
    found = []
    for part in ("whole", "degrees"):
        if ("lat", part) in held and ("lon", part) in held:
            lat_column, lon_column = held["lat", part], held["lon", part]
            title = f"{names[lat_column]}, {names[lon_column]}"
            found.append(Source(way=Way.TWO, lat=(lat_column,), lon=(lon_column,), title=title))
    return found


def height_in_words(name: str) -> bool:
    """Whether a header is a height and its unit, `alt (ft)`; `alt name` is none."""
    words = set(words_of(name))
    return bool(words & ALTITUDE_WORDS) and words <= ALTITUDE_WORDS | ALTITUDE_UNITS


def find_columns(names: tuple[str, ...]) -> Columns:
    """What the headers say; `sources` then looks whether the cells agree."""

    def last_word(name: str) -> str:
        return whole(name.rpartition("/")[2])

    def first(known: frozenset[str], taken: set[int], *, exactly: bool = True) -> int:
        for column, name in enumerate(names):
            if column not in taken and (whole(name) in known or last_word(name) in known):
                return column
        for column, name in enumerate(names):
            if not exactly and column not in taken and set(words_of(name)) & known:
                return column
        return -1

    datum = first(DATUM_WORDS, set())
    doubt = first(DOUBT_WORDS, set())
    altitude = first(ALTITUDE_WORDS, set())
    if altitude < 0:
        altitude = next((n for n, name in enumerate(names) if height_in_words(name)), -1)
    beside = {column for column, name in enumerate(names) if last_word(name) in DATUM_WORDS | DOUBT_WORDS}
    zone = first(ZONE_WORDS, set())
    beside |= {altitude, zone}
    sources = sources_of(names, beside)
    taken = beside | {column for source in sources for column in source.columns}
    return Columns(
        sources=sources,
        name=first(NAME_WORDS, taken, exactly=False),
        ident=first(ID_WORDS, taken),
        country=first(COUNTRY_WORDS, taken, exactly=False),
        district=first(DISTRICT_WORDS, taken, exactly=False),
        datum=datum,
        zone=zone,
        doubt=doubt,
        altitude=altitude,
    )
