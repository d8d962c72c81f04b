"""Marks, words and frames that people put around one and the same place."""

from __future__ import annotations

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
