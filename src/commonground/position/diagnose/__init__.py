"""Diagnosis: why two reports of supposedly one place differ. Nothing is corrected by it.

Every cause is a forward model: it takes the digits as they were sent and gives what they would have
been. The one that brings the two reports together most exactly, at the least price of searching,
comes first; the causes and their models stand in docs/spec/diagnosis.md.
"""

from commonground.position.diagnose.cause import Cause
from commonground.position.diagnose.hypothesis import DECIDED, Hypothesis, is_decided
from commonground.position.diagnose.many import ManyDiagnosed, Shared, diagnose_many
from commonground.position.diagnose.pair import diagnose
from commonground.position.diagnose.report import Report

__all__ = [
    "DECIDED",
    "Cause",
    "Hypothesis",
    "ManyDiagnosed",
    "Report",
    "Shared",
    "diagnose",
    "diagnose_many",
    "is_decided",
]
