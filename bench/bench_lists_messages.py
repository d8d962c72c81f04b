"""Lists and messages: how long does a user's first ten minutes take the machine?

100,000 mixed rows checked with an HTML report: under 10 s CPU and 1 GB. 50,000 messages: under 60 s CPU.
No peer does either job; the figures stand against the budget. Every row and message comes back.
"""

from __future__ import annotations

import random
import resource
import time

from commonground.interop.lists.doctor import check_list
from commonground.interop.lists.report.page import page
from commonground.interop.tables import open_table
from commonground.interop.texts.mailbox import read_mailbox
from commonground.position import Position, write

ROWS = 100_000
MESSAGES = 50_000
NOTATIONS = ("dd", "dms", "ddm", "mgrs", "utm")


def mixed_list(count: int, seed: int = 1) -> bytes:
    """A list with one column of mixed notations, some blank, some not to be read."""
    draw = random.Random(seed)
    lines = ["id,name,place"]
    for number in range(count):
        at = Position(lat_deg=draw.uniform(-79, 79), lon_deg=draw.uniform(-179, 179), ce95_m=5.0)
        text = write(at, draw.choice(NOTATIONS)) if number % 50 else ("" if number % 100 else "by the bridge")
        lines.append(f'{number},site {number % 90_000},"{text.replace(chr(34), chr(34) * 2)}"')
    return "\n".join(lines).encode()


def warnings(count: int, seed: int = 2) -> bytes:
    """Navigational warnings with polygons, circles and daily windows at invented places."""
    draw = random.Random(seed)
    lines = []
    for number in range(count):
        lat, lon = draw.randrange(0, 60), draw.randrange(0, 170)
        corners = ", ".join(
            f"{lat:02d}-{draw.randrange(600) / 10:04.1f}N {lon:03d}-{draw.randrange(600) / 10:04.1f}E"
            for _ in range(draw.randrange(1, 6))
        )
        text = (
            f"HAZARDOUS OPERATIONS 0730Z TO 1200Z DAILY {draw.randrange(1, 12)} THRU "
            f"{draw.randrange(12, 28)} MAR IN AREA BOUND BY {corners}. 2. CANCEL THIS MSG 281300Z MAR 26."
        )
        lines.append(f'{{"id": "{number}", "issued_utc": "2026-03-01T00:00Z", "text": "{text}"}}')
    return "\n".join(lines).encode()


def main() -> None:
    """Print one row a question."""
    data = mixed_list(ROWS)
    started = time.process_time()
    report = check_list(open_table(data, "mixed.csv"))
    text = page(report, when="now")
    seconds = time.process_time() - started
    assert len(report.rows) == ROWS
    assert text.count("<tr id=") == ROWS
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {ROWS:,} mixed rows checked, HTML report | {seconds:.1f} s CPU, {peak_mb:,.0f} MB | 10 s, 1,000 MB |"
    )
    data = warnings(MESSAGES)
    started = time.process_time()
    found = sum(bool(message.areas) for message in read_mailbox(data, "warnings.jsonl"))
    seconds = time.process_time() - started
    assert found == MESSAGES
    print(f"| {MESSAGES:,} messages read | {seconds:.1f} s CPU | 60 s |")


if __name__ == "__main__":
    main()
