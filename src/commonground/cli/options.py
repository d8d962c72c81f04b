"""Options that mean the same in every command."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

Json = Annotated[bool, Parameter("--json", negative="")]
