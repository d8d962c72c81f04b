"""Vocabulary: the words and letters that people put around coordinates, in their languages.

One table a meaning. A hemisphere word gives the set of letters it can mean: O is Ost or Oeste, and
ش begins both north and east in Arabic script. Words are held in lower case.
"""

from __future__ import annotations

from typing import Final

# Latin letters typed for the Russian ones that look like them.
LATIN_FOR_RUSSIAN: Final[dict[str, str]] = {"c": "N", "b": "E"}

_HEMISPHERES: Final[dict[str, str]] = {
    "N": """n north northern northing nord norte norden nördlich nördliche nördlicher noord nb nördl β é lu с
        север
        северная северной северный сш пн північ північна північної пнш شمال شمالی شمالي شمالا الشمال
        उत्तर उ উত্তর উ 北 北纬 北緯 kuzey północ północna sever""",
    "S": """s south southern sud sur sul süd süden südlich südliche südlicher zuid zb südl ls ю юг южная
        южной южный юш
        пд південь південна південної пдш ج جنوب جنوبی جنوبي جنوبا الجنوب سویل दक्षिण द দক্ষিণ দ 南
        南纬 南緯 güney południe południowa jih""",
    "E": """e east eastern est este leste ost osten östlich östliche östlicher oost ol öst øst ö ø östl bt α ε
        в восток восточная восточной восточный вд сх схід східна східної схд ق شرق شرقی شرقي شرقا الشرق خاور
        ختیځ पूर्व पू পূর্ব পূ 东 東 东经 東経 東經 doğu wschód wschodnia""",
    "W": """w west western ouest oeste ovest westen westlich westliche westlicher wl väst vest v westl bb δ з
        запад западная
        западной западный зд зх захід західна західної зхд غ غرب غربی غربي غربا الغرب باختر لویدیځ
        पश्चिम প পশ্চিম 西 西经 西經 西経 batı zachód zachodnia""",
    "EW": "o",
    "NE": "ش k",  # k: Turkish north, Hungarian east
    "NS": "ν",  # Greek south, and the letter that looks like N
}
HEMISPHERE: Final[dict[str, frozenset[str]]] = {
    word: frozenset(letters) for letters, words in _HEMISPHERES.items() for word in words.split()
} | {latin: frozenset(letter) for latin, letter in LATIN_FOR_RUSSIAN.items()}

# Spellings where each letter stands before a full stop: с.ш. for северной широты.
DOTTED_HEMISPHERE: Final[dict[tuple[str, str], str]] = {
    ("с", "ш"): "N", ("ю", "ш"): "S", ("в", "д"): "E", ("з", "д"): "W",
    ("n", "br"): "N", ("s", "br"): "S", ("ö", "l"): "E", ("w", "l"): "W", ("o", "l"): "E",
    ("пн", "ш"): "N", ("пд", "ш"): "S", ("сх", "д"): "E", ("зх", "д"): "W",
    ("n", "b"): "N", ("z", "b"): "S", ("n", "lat"): "N", ("s", "lat"): "S",
    ("e", "long"): "E", ("w", "long"): "W", ("e", "lon"): "E", ("w", "lon"): "W",
}  # fmt: skip

DEGREE_WORDS: Final = frozenset(
    """d deg degs dgr degree degrees grad grade grades grado grados gradi graus grau g gr degré degrés
    graden гр град градус градуса градусов درجه درجة درجات अंश ডিগ্রি 度""".split()
)
MINUTE_WORDS: Final = frozenset(
    """m min mins mn minute minutes minuten minuto minutos minuti м мин минута минуты минут хв хвилин
    دقیقه دقيقة دقائق मिनट মিনিট 分""".split()
)
SECOND_WORDS: Final = frozenset(
    """s sec secs seg sek second seconds sekunde sekunden segundo segundos seconde secondes secondi сек
    секунда секунды секунд ثانیه ثانية ثوان सेकंड সেকেন্ড 秒""".split()
)

LAT_LABELS: Final = frozenset(
    """lat b latitude latitud latitudine breite breitengrad breedte φ phi широта широты
    широти шир عرض decimallatitude lattitude latidude अक्षांश অক্ষাংশ 纬度 緯度""".split()
)
LON_LABELS: Final = frozenset(
    """lon l ll long longitude lng longitud longitudine länge längengrad lengte λ lambda
    долгота долготы довгота довготи долг طول decimallongitude longtitude देशांतर
    দ্রাঘিমাংশ 经度 経度 經度""".split()
)

# Words that announce a position and say nothing else about it.
ANNOUNCING: Final = frozenset(
    """position positions pos posn posit coordinate coordinates coord coords co-ordinates koordinaten
    koordinate coordenadas coordonnées coordinate gps fix at location loc psn in is mgrs usng utm ups
    gars georef geohash olc plus code codes pluscode ca grid gr ref reference the approx approximately
    about near координаты координата إحداثيات مختصات jog dms dd ddm dmm latlon latlong latlng lat/lon
    geo ut point pt wpt waypoint""".split()
)
JOINING: Final = frozenset("and und et y e и و by x".split()) - {"e"}

# Datum names that people write beside a position, and the CRS they mean (longest first by use).
DATUMS: Final[dict[str, str]] = {
    "wgs84": "EPSG:4326", "wgs1984": "EPSG:4326", "wgs72": "EPSG:4322", "wgs1972": "EPSG:4322",
    "heratnorth": "EPSG:4255", "kalianpur1962": "EPSG:4145", "kalianpur1975": "EPSG:4146",
    "kalianpur1937": "EPSG:4144", "indian1975": "EPSG:4240", "indian1954": "EPSG:4239",
    "pulkovo1942": "EPSG:4284", "pulkovo42": "EPSG:4284", "sk42": "EPSG:4284", "ck42": "EPSG:4284",
    "s42": "EPSG:4284", "ск42": "EPSG:4284", "pulkovo1995": "EPSG:4200", "sk95": "EPSG:4200",
    "ck95": "EPSG:4200", "ск95": "EPSG:4200", "ed50": "EPSG:4230", "nad27": "EPSG:4267",
    "nad83": "EPSG:4269", "etrs89": "EPSG:4258", "osgb36": "EPSG:4277", "psad56": "EPSG:4248",
    "tokyo": "EPSG:4301", "agd66": "EPSG:4202", "agd84": "EPSG:4203", "gda94": "EPSG:4283",
    "sad69": "EPSG:4618", "arc1950": "EPSG:4209", "arc1960": "EPSG:4210", "clarke1880": "EPSG:4034",
}  # fmt: skip
