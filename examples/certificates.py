"""Save a proof, read it back, and let the checker decide; a changed claim is rejected."""

from __future__ import annotations

from tnsim import Certificate, Claim, check, prove

claim = Claim.parse("sum(n*2^n/(n+2)!, n=1..oo) = 1")
verdict = prove(claim)
assert verdict.certificate is not None
text = verdict.certificate.to_json()
print(f"{verdict.kind} by {verdict.method}; the certificate has {len(text)} characters")

certificate = Certificate.from_json(text)
print("the same claim:", "accepted" if check(claim, certificate).accepted else "rejected")

other = Claim.parse("sum(n*2^n/(n+2)!, n=1..oo) = 2")
report = check(other, certificate)
print("another claim:", "accepted" if report.accepted else f"rejected, {report.reason}")
