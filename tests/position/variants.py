"""Other spellings of one place: what a text of coordinates may be changed into without changing its meaning.

Each maker takes a text and gives its variants by name. They know nothing of the reader: they cut the
text by its numbers, and give nothing where they cannot tell what a change would mean.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

Variant = tuple[str, str]  # name of the change, text

DIGITS = {
    "persian": "۰۱۲۳۴۵۶۷۸۹",
    "arabic": "٠١٢٣٤٥٦٧٨٩",
    "devanagari": "०१२३४५६७८९",
    "bengali": "০১২৩৪৫৬৭৮৯",
    "fullwidth": "０１２３４５６７８９",
}
DEGREE = ("°", "º", "˚", "d", "D", "deg", " deg ", " degrees ", " ° ", "°\N{NO-BREAK SPACE}", "⁰", "град")
MINUTE = ("'", "’", "′", "‘", "´", "`", "ʹ", "m", "min", " min ", " ' ", " minutes ", "′\N{THIN SPACE}")
SECOND = ('"', "”", "″", "“", "''", "´´", "’’", "′′", "s", "sec", " sec ", ' " ', " seconds ", "″ ")
TRIPLES = (
    ("°", "'", '"'), ("º", "’", "”"), ("˚", "´", "´´"), ("d", "m", "s"), ("deg", "min", "sec"),
    ("° ", "' ", '" '), ("°", "′", "″"), (" ° ", " ' ", ' " '), ("D", "'", '"'), ("*", "'", '"'),
    ("d ", "m ", "s "), ("°", "'", "''"), (" deg ", " min ", " sec "), ("°", "‘", "“"),
    ("\N{MASCULINE ORDINAL INDICATOR}", "'", "''"), ("град", "мин", "сек"), ("°", "'", ""), ("°", "", ""),
)  # fmt: skip
SEPARATORS = {
    "comma": ",", "comma blank": ", ", "blank comma blank": " , ", "semicolon": ";", "semicolon blank": "; ",
    "blank semicolon blank": " ; ", "slash": "/", "blank slash blank": " / ", "line": "\n", "lines": ",\r\n",
    "tab": "\t", "no-break": "\u00a0", "thin": "\u2009", "narrow": "\u202f", "ideographic": "\u3000",
    "blank": " ", "blanks": "    ", "bar": "|", "blank bar blank": " | ", "and": " and ",
    "arabic comma": "، ", "fullwidth comma": "，", "comma no-break": ",\u00a0", "semicolon tab": ";\t",
    "dash between blanks": " - ", "en dash between blanks": " – ", "by": " x ", "comma bidi": ",\u200e ",
}  # fmt: skip
LETTERS: tuple[dict[str, str], ...] = (
    dict(zip("NSEW", "nsew", strict=True)),
    dict(zip("NSEW", ("north", "south", "east", "west"), strict=True)),
    dict(zip("NSEW", ("North", "South", "East", "West"), strict=True)),
    dict(zip("NSEW", ("NORTH", "SOUTH", "EAST", "WEST"), strict=True)),
    dict(zip("NSEW", ("Nord", "Süd", "Ost", "West"), strict=True)),
    dict(zip("NSEW", ("nord", "sud", "est", "ouest"), strict=True)),
    dict(zip("NSEW", ("norte", "sur", "este", "oeste"), strict=True)),
    dict(zip("NSEW", ("norte", "sul", "leste", "oeste"), strict=True)),
    dict(zip("NSEW", ("С", "Ю", "В", "З"), strict=True)),
    dict(zip("NSEW", ("с.ш.", "ю.ш.", "в.д.", "з.д."), strict=True)),
    dict(zip("NSEW", ("с. ш.", "ю. ш.", "в. д.", "з. д."), strict=True)),
    dict(zip("NSEW", ("север", "юг", "восток", "запад"), strict=True)),
    dict(zip("NSEW", ("северной широты", "южной широты", "восточной долготы", "западной долготы"), strict=True)),
    dict(zip("NSEW", ("شمال", "جنوب", "شرق", "غرب"), strict=True)),
    dict(zip("NSEW", ("شمالی", "جنوبی", "شرقی", "غربی"), strict=True)),
    dict(zip("NSEW", ("उत्तर", "दक्षिण", "पूर्व", "पश्चिम"), strict=True)),
    dict(zip("NSEW", ("উত্তর", "দক্ষিণ", "পূর্ব", "পশ্চিম"), strict=True)),
    dict(zip("NSEW", ("N.", "S.", "E.", "W."), strict=True)),
    dict(zip("NSEW", ("Ｎ", "Ｓ", "Ｅ", "Ｗ"), strict=True)),
)  # fmt: skip
LABELS = (
    "lat {} lon {}", "Lat: {}, Lon: {}", "lat={} lon={}", "lat={}, lng={}", "Latitude: {} Longitude: {}",
    "LAT {} LONG {}", "latitude {}, longitude {}", "φ {} λ {}", "φ={}; λ={}", "φ = {}, λ = {}", "Lat. {} Long. {}",
    "lat:{} lon:{}", "lat:{};lon:{}", "Lat {}\nLon {}", "Latitude = {}\nLongitude = {}", "широта {} долгота {}",
    "Широта: {}, долгота: {}", "Breite {} Länge {}", "B = {} L = {}", "عرض {} طول {}", "lat: {} / lon: {}",
    "latitud {} longitud {}", "LATITUDE {}, LONGITUDE {}", "Lat: {}; Long: {}", "{} lat, {} lon",
    "{} latitude {} longitude", '{{"lat": {}, "lon": {}}}', "lat - {}, lon - {}", "(lat {}, lon {})",
    "lat[{}] lon[{}]",
)  # fmt: skip
AROUND = (
    "({})", "[{}]", "<{}>", "{{{}}}", " {} ", "\t{}\t", "{}\n", "\n{}", "{}.", "{},", "{};", "Position: {}", "position {}",
    "POS {}", "Coordinates: {}", "coords {}", "GPS: {}", "at {}", "{} (WGS84)", "{} WGS84", "{} WGS 84", "WGS84 {}",
    "\u200e{}\u200e", "\u202a{}\u202c", "\u2066{}\u2069", "\ufeff{}", "\u200b{}\u200b", "\u00a0{}\u00a0",
    "{}\r\n", '"{}"', "'{}'", "“{}”", "«{}»", "* {}", "Location: {}", "координаты: {}", "loc={}", "@{}",
    "Point: {}", "Datum WGS84: {}", "{} ±5 m", "{} (±10m)", "~{}", "{} (approx)", "ca. {}", "• {}", "Posn: {}", "pos: {}.",
)  # fmt: skip
REFERENCE_LABELS = {
    "mgrs": ("MGRS {}", "MGRS: {}", "mgrs:{}", "MGRS={}", "{} (MGRS)", "{} MGRS", "USNG {}", "grid {}", "Grid: {}",
             "GR {}", "grid ref {}", "Grid reference: {}"),
    "utm": ("UTM {}", "UTM: {}", "utm {}", "{} UTM", "{} (UTM)", "UTM zone {}", "Zone {}", "zone {}"),
    "ups": ("UPS {}", "ups: {}"),
    "gars": ("GARS {}", "GARS: {}", "gars {}", "{} (GARS)"),
    "georef": ("GEOREF {}", "Georef: {}", "georef {}", "{} (GEOREF)"),
    "geohash": ("geohash {}", "geohash: {}", "Geohash:{}", "{} (geohash)", "geohash={}"),
    "pluscode": ("Plus code {}", "plus code: {}", "Plus Code: {}", "OLC {}", "OLC: {}", "{} (plus code)", "pluscode {}"),
}  # fmt: skip

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_LETTER = re.compile(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])")
_SEPARATOR = re.compile(r"[\s,;/\x96|]+")


@dataclass(frozen=True, slots=True)
class Halves:
    """A text of two angles: what stands before the separator, the separator, what stands behind."""

    left: str
    between: str
    right: str

    @property
    def text(self) -> str:
        return self.left + self.between + self.right


def halves(text: str) -> Halves | None:
    """Cut a text of two angles at its only separator between the middle numbers; None without one."""
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) not in (2, 4, 6):
        return None
    start, end = numbers[len(numbers) // 2 - 1].end(), numbers[len(numbers) // 2].start()
    blanks = list(_SEPARATOR.finditer(text, start, end))
    if not blanks:
        return None
    strong = [one for one in blanks if one.group().strip()]
    chosen = strong[0] if strong else _outside(text, blanks)
    if chosen is None or chosen.end() == 0:
        return None
    return Halves(text[: chosen.start()], chosen.group(), text[chosen.end() :])


def _outside(text: str, blanks: list[re.Match[str]]) -> re.Match[str] | None:
    """The blank that parts the halves: letters stand in front of both or behind both."""
    if len(blanks) == 1:
        return blanks[0]
    prefixed = bool(re.match(r"\s*[NSEWnsew]\b|\s*[NSEWnsew][0-9]", text))
    fits = [one for one in blanks if bool(re.match("[NSEWnsew+-]", text[one.end() :])) is prefixed]
    return (fits[0] if prefixed else fits[-1]) if fits else None


def separators(cut: Halves, fields_by_blank: bool) -> Iterator[Variant]:
    for name, mark in SEPARATORS.items():
        if "," in cut.left + cut.right and "comma" in name:
            continue
        if "dash" in name and re.match("[-+]", cut.right):
            continue
        if fields_by_blank and mark.strip(" ") == "" and not re.search("[A-Za-z]", cut.text):
            continue
        yield f"separator {name}", cut.left + mark + cut.right


def marks(text: str) -> Iterator[Variant]:
    """Other marks for degrees, minutes and seconds, where all that the text has are the usual ones."""
    plain = re.sub("[º˚]", "°", text)
    plain = re.sub("''|´´|’’|[”″“]", '"', plain)
    plain = re.sub("[’′‘´]", "'", plain)
    if "°" not in plain or ('"' in plain and "'" not in plain):
        return
    for mark in DEGREE:
        yield f"degree {mark!r}", plain.replace("°", mark)
    if "'" in plain:
        for mark in MINUTE:
            yield f"minute {mark!r}", plain.replace("'", mark)
    if '"' in plain:
        for mark in SECOND:
            yield f"second {mark!r}", plain.replace('"', mark)
    for degree, minute, second in TRIPLES:
        if (second and minute) or not ('"' in plain and "'" not in plain):
            made = plain.replace("°", degree).replace("'", minute or " ").replace('"', second)
            yield f"marks {degree!r} {minute!r} {second!r}", made


def letters(text: str) -> Iterator[Variant]:
    """The hemisphere in other words and other places."""
    found = [one.group().upper() for one in _LETTER.finditer(re.sub("(?<=[0-9])[NSEW]", r" \g<0>", text))]
    if len(found) != 2:
        return
    for words in LETTERS:
        for blank in ("", " "):
            made = _worded(text, words, blank)
            if made:
                yield f"letters {words['N']!r}{' apart' if blank else ''}", made


def _worded(text: str, words: dict[str, str], blank: str) -> str:
    def put(match: re.Match[str]) -> str:
        word = words[match.group().upper()]
        before, after = text[: match.start()], text[match.end() :]
        gap_before = blank if before and not before[-1].isspace() and before[-1] not in ",;/" else ""
        gap_after = blank if re.match("[0-9]", after) else ""
        glued = len(word) > 1 and (before[-1:].isalpha() or after[:1].isalpha())
        return f"{' ' if glued else gap_before}{word}{gap_after}"

    return re.sub(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])", put, text)


def letter_moved(cut: Halves) -> Iterator[Variant]:
    """The letter in front instead of behind, and the halves exchanged."""
    moved = []
    for half in (cut.left, cut.right):
        behind = re.fullmatch(r"\s*([0-9].*?)\s*([NSEWnsew])\s*", half, re.DOTALL)
        before = re.fullmatch(r"\s*([NSEWnsew])\s*([0-9].*?)\s*", half, re.DOTALL)
        if not behind and not before:
            return
        moved.append((behind.group(2), behind.group(1)) if behind else (before.group(1), before.group(2)))  # type: ignore[union-attr]
    (a, left), (b, right) = moved
    for blank in ("", " "):
        for name, sep in (("blank", " "), ("comma", ", ")):
            yield f"letter first {blank!r} {name}", f"{a}{blank}{left}{sep}{b}{blank}{right}"
            yield f"letter last {blank!r} {name}", f"{left}{blank}{a}{sep}{right}{blank}{b}"
            yield f"exchanged, letter first {blank!r} {name}", f"{b}{blank}{right}{sep}{a}{blank}{left}"
            yield f"exchanged, letter last {blank!r} {name}", f"{right}{blank}{b}{sep}{left}{blank}{a}"
    yield "letter first, none between", f"{a}{left}{b}{right}"
    yield "letter last, none between", f"{left}{a}{right}{b}"


def scripts(text: str) -> Iterator[Variant]:
    for name, digits in DIGITS.items():
        made = text.translate(str.maketrans("0123456789", digits))
        yield f"digits {name}", made
        if name in ("persian", "arabic"):
            yield f"digits and point {name}", re.sub(r"(?<=\d)\.(?=\d)", "٫", made)
    yield "all fullwidth", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def minuses(text: str) -> Iterator[Variant]:
    if re.search(r"(?<![0-9A-Za-z])-[0-9]", text) and not re.search("[0-9]-[0-9]", text):
        for mark in "−–‐‑‒—﹣－":
            yield f"minus {mark!r}", text.replace("-", mark)
        yield "minus and a blank", text.replace("-", "- ")


def decimal_commas(cut: Halves) -> Iterator[Variant]:
    if "," in cut.left + cut.right or not re.search(r"[0-9]\.[0-9]", cut.left + cut.right):
        return
    if re.search(r"[0-9]\.[0-9]+\.", cut.text):
        return
    left, right = (re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", half) for half in (cut.left, cut.right))
    for name, sep in (
        ("semicolon", "; "),
        ("blank", " "),
        ("line", "\n"),
        ("slash", " / "),
        ("comma blank", ", "),
    ):
        yield f"decimal comma, {name}", left + sep + right


def labels(cut: Halves) -> Iterator[Variant]:
    if re.search("[A-Za-z]{3}|[NSEWnsew].*[NSEWnsew]", cut.text, re.DOTALL) and re.search(
        "^[^0-9]*[EWew]|[0-9\"'°][ ]?[EWew]", cut.left
    ):
        return
    if re.search("lat|lon|UT", cut.text, re.IGNORECASE):
        return
    for form in LABELS:
        yield f"label {form!r}", form.format(cut.left.strip(), cut.right.strip())


def around(text: str) -> Iterator[Variant]:
    for form in AROUND:
        yield f"around {form!r}", form.format(text)
    yield "blanks doubled", text.replace(" ", "  ")
    yield "blanks no-break", text.replace(" ", "\u00a0")
    yield "blanks thin", text.replace(" ", "\u2009")
    yield "bidi marks among the words", text.replace(" ", " \u200e")
    yield "a mark behind each letter", re.sub("[NSEW]", "\\g<0>\u200f", text)


def pair_variants(text: str) -> Iterator[Variant]:
    """Every variant of a text of two angles."""
    yield "as it is", text
    yield from marks(text)
    yield from letters(text)
    yield from scripts(text)
    yield from minuses(text)
    yield from around(text)
    cut = halves(text)
    if cut is not None:
        yield from separators(cut, bool(re.search(r"[0-9]\s+[0-9]", cut.left)))
        yield from letter_moved(cut)
        yield from decimal_commas(cut)
        yield from labels(cut)


def angle_variants(text: str) -> Iterator[Variant]:
    """Every variant of a text of one angle."""
    yield "as it is", text
    yield from marks(text)
    yield from scripts(text)
    yield from minuses(text)
    yield from around(text)
    if len(_LETTER.findall(text)) == 1 and not re.search("[a-z]{2}|[0-9][dms]", text):
        for words in LETTERS:
            yield f"letters {words['N']!r}", _worded(text, words, " ")
            yield f"letters {words['N']!r} tight", _worded(text, words, "")
        moved = re.fullmatch(r"\s*([0-9].*?)\s*([NSEWnsew])\s*", text)
        if moved:
            yield "letter first", moved.group(2) + moved.group(1)
            yield "letter first apart", f"{moved.group(2)} {moved.group(1)}"
    if "," not in text and len(re.findall(r"[0-9]\.[0-9]", text)) == 1:
        yield "decimal comma", re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", text)


LOOK = str.maketrans("ABEKMHOPCTXaeopcx", "АВЕКМНОРСТХаеорсх")


def reference_variants(text: str, notation: str, *, as_cut: bool = False) -> Iterator[Variant]:
    """Every variant of a grid reference, grid numbers or a code; `as_cut` leaves its groups alone."""
    yield "as it is", text
    kind = "utm" if notation.startswith("utm") else notation
    for form in REFERENCE_LABELS.get(kind, ()):
        yield f"label {form!r}", form.format(text)
    if not text.isdigit():  # 52 is a geohash by itself, and no more beside words
        yield from ((how, made) for how, made in around(text) if "±" not in how or kind in ("mgrs", "utm"))
    if kind != "geohash" and not as_cut:
        yield "small letters", text.lower()
    if kind in ("mgrs", "gars", "georef", "utm", "ups"):
        yield from scripts(text)
        yield "look-alike letters", text.translate(LOOK)
    if kind == "mgrs" and not as_cut:
        yield from _mgrs(text)
    if kind == "georef":
        yield from _georef(text)
    if kind == "utm":
        yield from _utm(text)
    if kind == "gars":
        yield "blanks", re.sub("(?<=[0-9])(?=[A-Z])|(?<=[A-Z])(?=[0-9])", " ", text)


def _mgrs(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([0-9]{0,2})\s?([A-Z])\s?([A-Z]{2})\s?([0-9]*)\s?([0-9]*)", text)
    if not match:
        return
    zone, band, square, a, b = match.groups()
    digits = a + b
    half = len(digits) // 2
    east, north = digits[:half], digits[half:]
    for name, gap in (("blank", " "), ("no-break", "\u00a0"), ("tab", "\t"), ("hyphen", "-"), ("line", "\n"),
                      ("two blanks", "  "), ("comma", ", "), ("slash", "/"), ("underscore", "_")):  # fmt: skip
        if zone:
            yield f"groups by {name}", gap.join(part for part in (zone + band, square, east, north) if part)
        if zone and name in ("blank", "no-break"):
            yield (
                f"all groups by {name}",
                gap.join(part for part in (zone, band, square, east, north) if part),
            )
        if east:
            yield f"digits by {name}", f"{zone}{band}{square}{gap}{east}{gap}{north}"
    if zone.startswith("0"):
        yield "zone without zero", f"{zone[1:]}{band}{square}{digits}"
        yield "zone without zero, groups", f"{zone[1:]}{band} {square} {east} {north}".strip()
    elif len(zone) == 1:
        yield "zone with zero", f"0{zone}{band}{square}{digits}"
    if len(east) == 5 and zone:
        yield "metres told", f"{zone}{band} {square} {east}m {north}m"
        yield "E and N behind", f"{zone}{band} {square} {east}E {north}N"
        yield "mE and mN behind", f"{zone}{band} {square} {east}mE {north}mN"


def _georef(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([A-Z]{2})([A-Z]{2})([0-9]*)", text)
    if not match:
        return
    big, small, digits = match.groups()
    half = len(digits) // 2
    for name, gap in (("blank", " "), ("no-break", "\u00a0")):
        yield (
            f"groups by {name}",
            gap.join(part for part in (big, small, digits[:half], digits[half:]) if part),
        )
        yield (
            f"digits by {name}",
            gap.join(part for part in (big + small, digits[:half], digits[half:]) if part),
        )


UTM_FORMS = (
    "{z}{l} {e} {n}", "{z} {l} {e} {n}", "{z}{l} {e},{n}", "{z}{l} {e}, {n}", "{z}{l}, {e}, {n}", "{z}{l} {e}E {n}N",
    "{z}{l} {e}mE {n}mN", "{z}{l} {e} mE {n} mN", "{z}{l} {e}m E {n}m N", "{z}{l} E{e} N{n}", "{z}{l} E {e} N {n}",
    "{z}{l} E: {e} N: {n}", "{z}{l} E={e} N={n}", "{z}{l} easting {e} northing {n}", "{z}{l} Easting: {e} Northing: {n}",
    "{z}{l} {n}N {e}E", "{z}{l} {n}mN {e}mE", "{z}{l} N {n} E {e}", "{e} {n} {z}{l}", "{e}E {n}N {z}{l}",
    "{e}mE {n}mN {z}{l}", "{e}E {n}N zone {z}{l}", "zone {z}{l} {e}E {n}N", "Zone {z}{l}, {e} mE, {n} mN",
    "UTM {z}{l} {e} {n}", "UTM zone {z}{l}: {e} E, {n} N", "{z}{l}/{e}/{n}", "{z}{l}-{e}-{n}", "{z}{l}\n{e}\n{n}",
    "{z}{l}\t{e}\t{n}", "{z}{l}; {e}; {n}", "{z}{l} {e} / {n}", "{z}{l}: {e} {n}", "{z}{l} {e}m {n}m",
    "{z}{l} {e} m E {n} m N", "{z}{l} {e} E {n} N", "{e} E {n} N {z}{l}", "{z}{l} {n} N {e} E", "{z}{l} 0{e} {n}", "{z}{l} {es} {ns}", "{z}{l} {ec} {nc}", "{z}{l} {es}E {ns}N",
    "{z}{l} {ec} mE {nc} mN", "{z}{l} ({e}, {n})", "({z}{l}, {e}, {n})", "{z}{l} x={e} y={n}", "{z}-{l} {e} {n}",
    "zone: {z}{l}, easting: {e}, northing: {n}", "{z}{l}{e}{n}",
)  # fmt: skip


def _utm(text: str) -> Iterator[Variant]:
    match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s([0-9]{6})(\.[0-9]+)?\s([0-9]{6,7})(\.[0-9]+)?", text)
    if not match:
        return
    zone, letter, east, east_rest, north, north_rest = match.groups()
    east_rest, north_rest = east_rest or "", north_rest or ""
    grouped = {
        "es": f"{int(east):,}".replace(",", " ") + east_rest, "ns": f"{int(north):,}".replace(",", " ") + north_rest,
        "ec": f"{int(east):,}" + east_rest, "nc": f"{int(north):,}" + north_rest,
    }  # fmt: skip
    for form in UTM_FORMS:
        made = form.format(z=zone, l=letter, e=east + east_rest, n=north + north_rest, **grouped)
        if form != "{z}{l}{e}{n}":
            yield f"form {form!r}", made
    if zone.startswith("0"):
        yield "zone without zero", f"{zone[1:]}{letter} {east}{east_rest} {north}{north_rest}"


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A text of the same shape with other digits, and the degrees that they make."""

    text: str
    degrees: tuple[float, ...]


def redrawn(text: str, degrees: tuple[float, ...], lat_place: int, dice: random.Random) -> Redrawn | None:
    """Other digits in the same places; None where plain arithmetic does not give the degrees as told.

    `degrees`: the angles in the order of the text; `lat_place` is where the latitude stands.
    """
    numbers = list(re.finditer(r"[0-9]+(?:[.,][0-9]+)?", text))
    count = len(degrees)
    if len(numbers) % count or len(numbers) // count > 3:
        return None
    size = len(numbers) // count
    made, told, last = "", [], 0
    for index in range(count):
        fields = numbers[index * size : index * size + size]
        values = [float(one.group().replace(",", ".")) for one in fields]
        value = sum(part / 60**power for power, part in enumerate(values))
        if abs(value - abs(degrees[index])) > 2e-5 or not value:
            return None
        drawn = _drawn(fields, 90 if index == lat_place else 180, dice)
        for one, new in zip(fields, drawn, strict=True):
            made += text[last : one.start()] + new
            last = one.end()
        total = sum(float(new.replace(",", ".")) / 60**power for power, new in enumerate(drawn))
        told.append(-total if degrees[index] < 0 else total)
    return Redrawn(made + text[last:], tuple(told))


def _drawn(fields: list[re.Match[str]], limit: int, dice: random.Random) -> list[str]:
    drawn = []
    for place, one in enumerate(fields):
        whole, mark, fraction = re.match(r"([0-9]+)([.,]?)([0-9]*)", one.group()).groups()  # type: ignore[union-attr]
        if place == 0:
            width = len(whole)
            most = min(limit - 1, 10**width - 1)
            least = 0 if whole[0] == "0" or width == 1 else 10 ** (width - 1)
            if whole[0] == "0" and width > 1:
                most = min(most, 10 ** (width - 1) - 1)
            new = f"{dice.randint(min(least, most), most):0{width}d}"
        else:
            least, most = (1, 9) if len(whole) == 1 else (10, 59) if whole[0] != "0" else (1, 9)
            new = f"{dice.randint(least, most):0{len(whole)}d}"
        digits = "".join(dice.choice("0123456789") for _ in fraction)
        if place < len(fields) - 1:
            digits = "0" * len(fraction)
        if place == 0 and len(fraction) in (2, 4):
            digits = dice.choice("6789") + digits[1:]
        drawn.append(new + mark + digits)
    return drawn


def spoiled_pairs(text: str) -> Iterator[Variant]:
    """Texts that contradict themselves or name no place, made from a good one of two angles."""
    numbers = list(_NUMBER.finditer(text))
    if len(numbers) not in (2, 4, 6):
        return
    size = len(numbers) // 2
    whole = [one.group().split(".")[0].split(",")[0] for one in numbers]
    if len(whole[0]) > 3 or len(whole[size]) > 3 or re.search("[0-9][.,][0-9]+[.,][0-9]", text):
        return

    def put(index: int, new: str) -> str:
        one = numbers[index]
        return text[: one.start()] + new + one.group()[len(whole[index]) :] + text[one.end() :]

    lettered = list(re.finditer(r"(?<![A-Za-z])[NSEWnsew](?![A-Za-z])", text))
    for new in ("181", "200", "361", "719"):
        yield f"first angle {new}", put(0, new)
        yield f"second angle {new}", put(size, new)
    if size > 1:
        for new in ("61", "75", "99"):
            for index in range(2 * size):
                if index % size:
                    yield f"field {index} {new}", put(index, new)
    yield "a third number behind", f"{text} 33"
    yield "a number in front", f"33 {text}"
    yield "a word behind", f"{text} aaa"
    yield "a number lost", text[: numbers[-1].start()] + text[numbers[-1].end() :]
    if len(lettered) == 2:
        for letter in "NE":
            made = text
            for one in reversed(lettered):
                made = made[: one.start()] + letter + made[one.end() :]
            yield f"both letters {letter}", made
        lat = next((one for one in lettered if one.group().upper() in "NS"), None)
        if lat is not None:
            place = 0 if lat is lettered[0] else size
            for new in ("91", "100", "179"):
                yield f"latitude {new}", put(place, new)
            sign = numbers[place].start()
            yield "minus and letter", f"{text[:sign]}-{text[sign:]}"
        first = lettered[0]
        yield "a letter doubled", text[: first.start()] + first.group() * 2 + text[first.end() :]
        yield "a letter lost", text[: first.start()] + text[first.end() :]
        yield "another letter", text[: first.start()] + "X" + text[first.end() :]
    elif re.search("[0-9]", text) and not lettered:
        yield "two signs", re.sub(r"^(\s*)[-+]?(?=[0-9])", r"\1+-", text)
        yield "sign behind", text + "-"


def spoiled_references(text: str, notation: str) -> Iterator[Variant]:
    """Texts that are no reference of their kind any more, made from a good one."""
    if notation == "mgrs":
        match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s?([A-Z]{2})\s?([0-9]*)\s?([0-9]*)", text)
        if not match:
            return
        zone, band, square, a, b = match.groups()
        digits = a + b
        for new in ("0", "00", "61", "99"):
            yield f"zone {new}", f"{new}{band}{square}{digits}"
        for new in "ABIOYZ":
            yield f"band {new}", f"{zone}{new}{square}{digits}"
        yield "column I", f"{zone}{band}I{square[1]}{digits}"
        yield "row O", f"{zone}{band}{square[0]}O{digits}"
        yield "row Z", f"{zone}{band}{square[0]}Z{digits}"
        yield "a digit more", f"{zone}{band}{square}{digits}7"
        if digits:
            yield "a digit less", f"{zone}{band}{square}{digits[:-1]}"
            yield (
                "unequal halves",
                f"{zone}{band} {square} {a or digits}7 {b}"
                if b
                else f"{zone}{band} {square} {digits[:1]} {digits[1:]}7",
            )
            yield "letter O for nought", f"{zone}{band}{square}{digits[:-1]}O"
        other = {1: "SZ", 2: "AH", 0: "JR"}[int(zone) % 3]
        yield "column of another zone", f"{zone}{band}{other[0]}{square[1]}{digits}"
        yield "column of another zone, last", f"{zone}{band}{other[1]}{square[1]}{digits}"
    elif notation.startswith("utm"):
        match = re.fullmatch(r"([0-9]{1,2})\s?([A-Z])\s([0-9.]+)\s([0-9.]+)", text)
        if not match:
            return
        zone, letter, east, north = match.groups()
        for new in ("0", "61", "99"):
            yield f"zone {new}", f"{new}{letter} {east} {north}"
        for new in "IO":
            yield f"letter {new}", f"{zone}{new} {east} {north}"
        yield "no letter", f"{zone} {east} {north}"
        yield "no zone", f"{letter} {east} {north}"
        yield "no northing", f"{zone}{letter} {east}"
        yield "northing beyond the pole", f"{zone}{letter} {east} 1{north.split('.')[0].rjust(7, '0')}"
        yield "minus", f"{zone}{letter} -{east} {north}"
    elif notation == "georef":
        yield "minutes of 60", text[:4] + "6" + text[5:] if text[4:].isdigit() else text + "6"
        yield "a letter I", "I" + text[1:]
        yield "a second letter beyond", text[0] + "N" + text[2:]
        yield "a digit more", text + "7"
    elif notation == "gars":
        for new in ("000", "721", "999"):
            yield f"band {new}", new + text[3:]
        yield "a letter I", text[:3] + "I" + text[4:]
        yield "beyond the pole", text[:3] + "RA" + text[5:]
        yield "quadrant 5", text[:5] + "5" + text[6:]
        yield "key 0", (text[:6] + "0")[:7].ljust(7, "0")
        yield "a digit more", text.ljust(7, "1") + "1"
    elif notation == "pluscode":
        for new in "AIOLU1":
            yield f"letter {new}", new + text[1:]
        yield "two plus", text.replace("+", "++")
        yield "plus lost of a whole code", text.replace("+", "")
        yield "plus at another place", text[:6] + "+" + text[6:].replace("+", "")
        if "0" not in text:
            yield "nought inside", text[:3] + "0" + text[4:]
        yield "beyond the pole", "F" + text[1:] if text[0] != "F" else "X" + text[1:]
    elif notation == "geohash":
        for new in "ailo":
            yield f"letter {new}", text[:-1] + new
        yield "too long", (text * 13)[:13]
        yield "a mark inside", text[:1] + "." + text[1:] + "-"
