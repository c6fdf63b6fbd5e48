"""Why a certificate has no Coq script yet."""

from __future__ import annotations

from tnsim.errors import UnsupportedError

__all__ = ["NotExportable"]


class NotExportable(UnsupportedError):
    """A step has no translation; `rule` names its rule, or its lemma as `lemma: name`.

    >>> str(NotExportable("wz", "no support yet"))
    'not exportable yet: rule wz (no support yet)'
    """

    def __init__(self, rule: str, reason: str = "") -> None:
        super().__init__(f"not exportable yet: rule {rule}" + (f" ({reason})" if reason else ""))
        self.rule = rule
        self.reason = reason

    def __reduce__(self) -> tuple[type[NotExportable], tuple[str, str]]:
        return type(self), (self.rule, self.reason)  # else a copy from another process says its message twice
