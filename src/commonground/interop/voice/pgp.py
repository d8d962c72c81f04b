"""PGP words: a code as words that a telephone does not confuse, with a check word behind them.

The word list of Juola and Zimmermann (PGPfone, 1995): every byte has a word of two syllables for even places
and one of three for odd places, so a word left out, doubled, or changed with its neighbour shows at once.
The check word is the sum of the bytes, each multiplied by a power of alpha that belongs to its place, in
GF(256) with x^8 + x^4 + x^3 + x^2 + 1: it finds every single wrong word and every swap of two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from commonground.errors import InputError
from commonground.interop.voice.checkletter import letters_of, number_of

_EVEN: Final = """
    aardvark absurd accrue acme adrift adult afflict ahead aimless algol allow alone ammo ancient apple
    artist assume athens atlas aztec baboon backfield backward banjo beaming bedlamp beehive beeswax
    befriend belfast berserk billiard bison blackjack blockade blowtorch bluebird bombast bookshelf
    brackish breadline breakup brickyard briefcase burbank button buzzard cement chairlift chatter
    checkup chisel choking chopper christmas clamshell classic classroom cleanup clockwork cobra
    commence concert cowbell crackdown cranky crowfoot crucial crumpled crusade cubic dashboard deadbolt
    deckhand dogsled dragnet drainage dreadful drifter dropper drumbeat drunken dupont dwelling eating
    edict egghead eightball endorse endow enlist erase escape exceed eyeglass eyetooth facial fallout
    flagpole flatfoot flytrap fracture framework freedom frighten gazelle geiger glitter glucose goggles
    goldfish gremlin guidance hamlet highchair hockey indoors indulge inverse involve island jawbone
    keyboard kickoff kiwi klaxon locale lockup merit minnow miser mohawk mural music necklace neptune
    newborn nightbird oakland obtuse offload optic orca payday peachy pheasant physique playhouse pluto
    preclude prefer preshrunk printer prowler pupil puppy python quadrant quiver quota ragtime ratchet
    rebirth reform regain reindeer rematch repay retouch revenge reward rhythm ribcage ringbolt robust
    rocker ruffled sailboat sawdust scallion scenic scorecard scotland seabird select sentence shadow
    shamrock showgirl skullcap skydive slingshot slowdown snapline snapshot snowcap snowslide solo
    southward soybean spaniel spearhead spellbind spheroid spigot spindle spyglass stagehand stagnate
    stairway standard stapler steamship sterling stockman stopwatch stormy sugar surmount suspense
    sweatband swelter tactics talon tapeworm tempest tiger tissue tonic topmost tracker transit trauma
    treadmill trojan trouble tumor tunnel tycoon uncut unearth unwind uproot upset upshot vapor village
    virus vulcan waffle wallet watchword wayside willow woodlark zulu
""".split()
_ODD: Final = """
    adroitness adviser aftermath aggregate alkali almighty amulet amusement antenna applicant apollo
    armistice article asteroid atlantic atmosphere autopsy babylon backwater barbecue belowground
    bifocals bodyguard bookseller borderline bottomless bradbury bravado brazilian breakaway burlington
    businessman butterfat camelot candidate cannonball capricorn caravan caretaker celebrate cellulose
    certify chambermaid cherokee chicago clergyman coherence combustion commando company component
    concurrent confidence conformist congregate consensus consulting corporate corrosion councilman
    crossover crucifix cumbersome customer dakota decadence december decimal designing detector
    detergent determine dictator dinosaur direction disable disbelief disruptive distortion document
    embezzle enchanting enrollment enterprise equation equipment escapade eskimo everyday examine
    existence exodus fascinate filament finicky forever fortitude frequency gadgetry galveston getaway
    glossary gossamer graduate gravity guitarist hamburger hamilton handiwork hazardous headwaters
    hemisphere hesitate hideaway holiness hurricane hydraulic impartial impetus inception indigo inertia
    infancy inferno informant insincere insurgent integrate intention inventive istanbul jamaica jupiter
    leprosy letterhead liberty maritime matchmaker maverick medusa megaton microscope microwave
    midsummer millionaire miracle misnomer molasses molecule montana monument mosquito narrative nebula
    newsletter norwegian october ohio onlooker opulent orlando outfielder pacific pandemic pandora
    paperweight paragon paragraph paramount passenger pedigree pegasus penetrate perceptive performance
    pharmacy phonetic photograph pioneer pocketful politeness positive potato processor provincial
    proximate puberty publisher pyramid quantity racketeer rebellion recipe recover repellent replica
    reproduce resistor responsive retraction retrieval retrospect revenue revival revolver sandalwood
    sardonic saturday savagery scavenger sensation sociable souvenir specialist speculate stethoscope
    stupendous supportive surrender suspicious sympathy tambourine telephone therapist tobacco tolerance
    tomorrow torpedo tradition travesty trombonist truncated typewriter ultimate undaunted underfoot
    unicorn unify universe unravel upcoming vacancy vagabond vertigo virginia visitor vocalist voyager
    warranty waterloo whimsical wichita wilmington wyoming yesteryear yucatán
""".split()
LISTS: Final = (tuple(_EVEN), tuple(_ODD))
_BYTE: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {word: (which, byte) for which, words in enumerate(LISTS) for byte, word in enumerate(words)}
)
# Words of a code with its check word -> letters of the code: 5 bits a letter, 8 bits a word.
LETTERS: Final[Mapping[int, int]] = MappingProxyType({5: 5, 6: 8})
_SPLIT: Final = re.compile(r"[\s,;.\-/]+")
_POLYNOMIAL: Final = 0x11D


def in_words(code: str) -> str:
    """A code of 5 or 8 letters, its check letter included, in words.

    >>> in_words("K7QX2")
    'absurd concurrent talon pacific oakland'
    """
    count = next((words - 1 for words, letters in LETTERS.items() if letters == len(code)), 0)
    if not count:
        raise ValueError(f"a code has 5 or 8 letters, not {len(code)}")
    body = number_of(code).to_bytes(count)
    return " ".join(LISTS[at % 2][byte] for at, byte in enumerate((*body, _check(body))))


def is_words(text: str) -> bool:
    """Whether the text is said in these words; "zulu" alone is also a spelling word."""
    return any(part in _BYTE and part != "zulu" for part in _parts(text))


def from_words(text: str) -> str:
    """The letters behind the words. InputError, worded "misheard", where they are not whole.

    >>> from_words("Absurd concurrent, talon Pacific Oakland")
    'K7QX2'
    """
    parts = _parts(text)
    for at, part in enumerate(parts):
        if part not in _BYTE:
            raise InputError("misheard: no word of the list", given=part, hint="say it again")
        if _BYTE[part][0] != at % 2:
            raise InputError(
                "misheard: a word is missing, doubled, or has changed places", given=part, hint="say it again"
            )
    if len(parts) not in LETTERS:
        raise InputError(
            f"misheard: {' or '.join(map(str, LETTERS))} words are wanted, {len(parts)} were heard",
            given=" ".join(parts),
            hint="say it again",
        )
    *body, check = (_BYTE[part][1] for part in parts)
    letters = LETTERS[len(parts)]
    number = int.from_bytes(bytes(body))
    if _check(bytes(body)) != check or number >= 32**letters:
        raise InputError("misheard: the check word does not fit", given=" ".join(parts), hint="say it again")
    return letters_of(number, letters)


def _parts(text: str) -> list[str]:
    return [part for part in _SPLIT.split(text.casefold()) if part]


def _check(body: bytes) -> int:
    total = 0
    for byte in reversed(body):  # Horner: byte i comes out multiplied by alpha^(i+1)
        total = _doubled(total ^ byte)
    return total


def _doubled(value: int) -> int:
    return (value << 1) ^ (_POLYNOMIAL if value & 0x80 else 0)
