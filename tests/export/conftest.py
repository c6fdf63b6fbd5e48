"""Certificates for every rule, by a short name."""

from __future__ import annotations

import pytest

from tests.rule_certificates import SEARCHED, WRITTEN, found
from tnsim.proof.certificate import Certificate


@pytest.fixture(scope="session")
def certificates() -> dict[str, Certificate]:
    """Return certificates that use every rule, by a short name."""
    return {**WRITTEN, **{text: found(text, facts) for text, facts in SEARCHED}}
