"""One made-up body of every kind; places in open sea near 0 N 0 E."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.simulator import START, card_of

from commonground.position.extent import Extent, Leg, Shape, ShapeKind
from commonground.position.place import Position
from commonground.position.profile import Basis
from commonground.position.window import Window
from commonground.statements import admin, message, notice
from commonground.statements.roster import Revocation

POSITION = Position(lat_deg=0.0045, lon_deg=-0.0043, ce95_m=599.1)
PLACE = notice.PlaceSaid(
    as_given="31N AA 66 00",
    position=POSITION,
    notation="mgrs",
    crs="EPSG:4326",
    datum_basis="assumed",
    anchor="300 m east of the buoy",
)
HOUR = Window(start=START, end=START + timedelta(hours=1))
ID = "5e" * 32


def site(item: str = "post 17", at: datetime = START) -> notice.Notice:
    """A notice of a site."""
    return notice.Notice(
        kind=notice.NoticeKind.SITE,
        item=item,
        extent=Extent(legs=(Leg(shape=Shape.place(POSITION, reach_m=50), window=HOUR),)),
        place=PLACE,
        confirmed_at=at,
    )


def enquiry(question: str = "any of yours within 2 km?") -> message.Enquiry:
    """An enquiry with a report beside it."""
    report = message.Report(words="smoke at 31N AA 66 00", source="patrol", channel="radio", at=START)
    return message.Enquiry(
        place=PLACE,
        margin_m=2000.0,
        window=HOUR,
        question=question,
        occasion="movement tonight",
        deadline=HOUR.end,
        report=report,
    )


def area() -> notice.Coverage:
    """Coverage of an area with a hole."""
    ring = ((0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0))
    hole = ((0.4, 0.4), (0.4, 0.6), (0.6, 0.6))
    shape = Shape(kind=ShapeKind.AREA, vertices=ring, holes=(hole,), ce95_m=10.0)
    kinds = (notice.NoticeKind.SITE, notice.NoticeKind.UNIT)
    return notice.Coverage(area=shape, kinds=kinds, as_of=START, valid_until=HOUR.end)


def notice_of(kind: notice.NoticeKind) -> notice.Notice:
    """A notice of another kind about the same place."""
    plain = site()
    return notice.Notice(kind=kind, item=plain.item, extent=plain.extent, confirmed_at=START, label="Post 17")


BODIES: dict[str, object] = {
    **{str(kind): notice_of(kind) for kind in notice.NoticeKind if kind not in ("coverage", "withdrawal")},
    "site": site(),
    "coverage": area(),
    "withdrawal": notice.Withdrawal(withdraws=ID, reason="moved"),
    "enquiry": enquiry(),
    "standby": message.Standby(until=HOUR.end),
    "readback": message.Readback(place=PLACE, independent=True),
    "confirmation": message.Confirmation(readback=ID, distance_m=142.0, joint_ce95_m=600.0),
    "correction": message.Correction(place=PLACE, words="digits swapped"),
    "answer": message.Answer(
        outcome=message.Outcome.NONE_BY_REGISTER, as_of=START, coverage=(ID,), reasons=("none within",)
    ),
    "acknowledgement": message.Acknowledgement(answer=ID),
    "doubt": message.DoubtRaised(doubts=ID, words="seen elsewhere this morning"),
    "alarm": message.Alarm(words="stop", place=PLACE),
    "terms": admin.Terms(
        title="Terms of the exchange of 1 May",
        parties=(card_of("north"), card_of("south")),
        policy="quorum none\n",
        pins=(admin.Pin(party="north", certificate="ab" * 32),),
        budgets=(admin.Budget(name="coarse", limit=8, per_s=86_400),),
        signals=(admin.Signal(name="stop", form="three red flares", meaning="stop at once"),),
    ),
    "roster": card_of("north", "keita", "luo"),
    "revocation": Revocation(officer="keita", key="0a1b2c3d", from_size=7, reason="lost"),
    "receipt": admin.Receipt(stage=admin.ReceiptStage.RECEIVED, of=(ID,)),
    "disclosure": admin.Disclosure(discloses=ID, parties=("south",), until=HOUR.end),
    "disclosure_end": admin.DisclosureEnd(ends=ID, parties=("south",), reason="over"),
    "profile": admin.ProfileSaid(
        name="North",
        crs="EPSG:32631",
        crs_basis=Basis.KNOWN,
        notation="mgrs",
        digits=4,
        theatre=(-1.0, -1.0, 1.0, 1.0),
    ),
    "depiction": admin.DepictionSaid(
        name="a", title="A line", basis=admin.LineBasis.CLAIMED, source="a sheet", ce95_m=500.0
    ),
    "document": admin.DocumentNamed(sha256=ID, length=1234, title="List of posts", edition="2"),
    "handover": admin.Handover(
        to_officer="luo",
        open_exchanges=(ID,),
        matters=(admin.Matter(what=admin.MatterKind.OPEN, about=ID, words="south owes a readback"),),
    ),
    "takeover": admin.Takeover(handover=ID, read=(1,)),
    "test_call": admin.CallTested(party="south", way="radio", reached=True, by="diallo"),
    "retention": admin.Retention(of=(ID,), retention_class=admin.RetentionClass.INQUIRY),
    "destruction": admin.Destruction(of=(ID,), reason="retention over"),
    "hold": admin.Hold(of=(ID,), reason="inquiry"),
    "drill": admin.Drill(name="Morning drill", begins=True),
    "check": admin.CheckRecord(step="asked", level="coarse", points=128, digest=ID),
    "relayed": admin.Relayed(source_party="north", source=ID, words="as they said"),
}
