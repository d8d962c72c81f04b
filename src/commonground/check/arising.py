"""What follows from a register alone at a moment: what an officer has to look at though nobody asked.

Movements that are overdue, crossings that parties differ about, every movement that depends on a crossing
that is not open, and what stands side by side.
"""

from __future__ import annotations

from commonground.check.depends import shut
from commonground.finding import Finding
from commonground.register.fold import Register, Standing
from commonground.register.upkeep.crossings import crossings
from commonground.register.upkeep.movements import lives


def arising(register: Register, standing: Standing) -> tuple[Finding, ...]:
    """Every finding of a standing register, the most pressing first; `standing` is of this register."""
    at_crossings = crossings(standing)
    found = [
        *standing.findings,
        *(life.finding() for life in lives(register, standing.moment, standing)),
        *(crossing.finding() for crossing in at_crossings),
        *(finding for crossing in at_crossings for finding in shut(standing, crossing)),
    ]
    return tuple(sorted((one for one in found if one is not None), key=lambda one: -one.level))
