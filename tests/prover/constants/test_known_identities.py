"""Identities between constants from the literature, all proved; the same with a fault, none proved.

Lewin, Polylogarithms and Associated Functions (1981); Zagier, The dilogarithm function (2007); DLMF 5.5, 5.15,
25.11 and 25.12; the class number formula for Dirichlet L values; arctangents of Machin, Gauss and Euler.
"""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

DILOGARITHMS = """
polylog(2,-1)+pi^2/12
polylog(2,1/3)-polylog(2,1/9)/6-pi^2/18+log(3)^2/6
polylog(2,-1/3)-polylog(2,1/9)/3+pi^2/18-log(3)^2/6
polylog(2,3/4)+polylog(2,1/4)-pi^2/6+log(3/4)*log(1/4)
polylog(2,-1/4)+polylog(2,1/5)+log(5/4)^2/2
polylog(2,1/5)+polylog(2,4/5)-pi^2/6+log(1/5)*log(4/5)
polylog(2,-2)+polylog(2,-1/2)+pi^2/6+log(2)^2/2
polylog(2,-3)+polylog(2,-1/3)+pi^2/6+log(3)^2/2
polylog(2,2/3)+polylog(2,-2)+log(3)^2/2
polylog(2,1/4)-2*polylog(2,1/2)-2*polylog(2,-1/2)
polylog(2,1/16)-4*(polylog(2,1/2)+polylog(2,-1/2)+polylog(2,I/2)+polylog(2,-I/2))
polylog(2,3)+polylog(2,1/3)-pi^2/3+log(3)^2/2+I*pi*log(3)
polylog(2,-I)+I*Catalan+pi^2/48
polylog(2,I)+polylog(2,-I)+pi^2/24
polylog(2,(1+I*sqrt(3))/2)+polylog(2,(1-I*sqrt(3))/2)-pi^2/18
polylog(2,(-1+I*sqrt(3))/2)+polylog(2,(-1-I*sqrt(3))/2)+pi^2/9
3*I*(polylog(2,exp(I*pi/3))-polylog(2,exp(-I*pi/3)))-9*I/2*(polylog(2,exp(2*I*pi/3))-polylog(2,exp(-2*I*pi/3)))
polylog(2,exp(2*pi*I/5))+polylog(2,exp(8*pi*I/5))-pi^2/75
polylog(2,1+I)-pi^2/16-I*(Catalan+pi*log(2)/4)
polylog(2,1-I)-pi^2/16+I*(Catalan+pi*log(2)/4)
log(2)*zeta(3)*(polygamma(1,1/3)+polygamma(1,2/3)-4*pi^2/3)+pi*Catalan*(polylog(2,1/2)-pi^2/12+log(2)^2/2)
polylog(2,1/2) - pi^2/12 + log(2)^2/2
polylog(2,(sqrt(5)-1)/2) - pi^2/10 + log((1+sqrt(5))/2)^2
polylog(2,(3-sqrt(5))/2) - pi^2/15 + log((1+sqrt(5))/2)^2
polylog(2,(1-sqrt(5))/2) + pi^2/15 - log((1+sqrt(5))/2)^2/2
polylog(2,-(1+sqrt(5))/2) + pi^2/10 + log((1+sqrt(5))/2)^2
polylog(2,1/4)+polylog(2,1/9)/3-pi^2/18-2*log(2)*log(3)+2*log(2)^2+2*log(3)^2/3
polylog(2,-1/2)+polylog(2,1/9)/6-pi^2/-18-log(2)*log(3)+log(2)^2/2+log(3)^2/3
polylog(2,-1/8)+polylog(2,1/9)+log(9/8)^2/2
polylog(2,1/GoldenRatio^6)-4*polylog(2,1/GoldenRatio^3)-3*polylog(2,1/GoldenRatio^2)+6*polylog(2,1/GoldenRatio)-7*pi^2/30
polylog(2,2)-pi^2/4+I*pi*log(2)
36*polylog(2,1/2)-36*polylog(2,1/4)-12*polylog(2,1/8)+6*polylog(2,1/64)-pi^2
12*polylog(2,1/2)-pi^2+6*log(2)^2
polylog(2,I)-I*Catalan+pi^2/48
(polylog(2,I)-polylog(2,-I))/(2*I)-Catalan
polylog(2,exp(I*pi/3))+polylog(2,exp(-I*pi/3))-pi^2/18
polylog(2,(1+I)/2)-5*pi^2/96+log(2)^2/8-I*(Catalan-pi*log(2)/8)
polylog(2,exp(2*pi*I/5))+polylog(2,exp(-2*pi*I/5))-pi^2/75
polylog(2,(1+I)/2)+polylog(2,(1-I)/2)-5*pi^2/48+log(2)^2/4
polylog(2,sqrt(2)-1)-polylog(2,1-sqrt(2))-pi^2/8+log(sqrt(2)+1)^2/2
polylog(2,(sqrt(2)-1)^2)-4*polylog(2,sqrt(2)-1)+pi^2/4-log(sqrt(2)+1)^2
polylog(2,2/3)+polylog(2,1/3)-pi^2/6+log(2/3)*log(1/3)
6*polylog(2,3)-3*polylog(2,-3)-2*pi^2+6*I*pi*log(3)*1
polylog(2,cos(pi/5)*2-1)-pi^2/10+log(2*cos(pi/5))^2
polylog(2,2*cos(2*pi/5))-pi^2/10+log(2*cos(pi/5))^2
polylog(2,(sqrt(6-2*sqrt(5)))/2)-pi^2/10+log(2*cos(pi/5))^2
"""  # fmt: skip

POLYLOGARITHMS = """
polylog(3,3)-polylog(3,1/3)-pi^2*log(3)/3+log(3)^3/6+I*pi*log(3)^2/2
polylog(3,2)-7*zeta(3)/8-pi^2*log(2)/4+I*pi*log(2)^2/2
polylog(3,1/3)+polylog(3,2/3)+polylog(3,-2)-zeta(3)-log(1/3)^3/6-pi^2*log(1/3)/6+log(1/3)^2*log(2/3)/2
polylog(3,1/GoldenRatio)+polylog(3,-1/GoldenRatio)-polylog(3,1/GoldenRatio^2)/4
polylog(4,1/2)+polylog(4,-1/2)-polylog(4,1/4)/8
polylog(4,1)-pi^4/90
polylog(5,-1)+15*zeta(5)/16
polylog(4,-1)+7*pi^4/720
polylog(4,-2)+polylog(4,-1/2)+7*pi^4/360+pi^2*log(2)^2/12+log(2)^4/24
polylog(0,1/3)-1/2
polylog(-1,1/2)-2
polylog(-2,1/3)-3/2
polylog(1,1/3)-log(3/2)
polylog(3,(-1+I*sqrt(3))/2)+polylog(3,(-1-I*sqrt(3))/2)+8*zeta(3)/9
polylog(3,(1+I*sqrt(3))/2)+polylog(3,(1-I*sqrt(3))/2)-2*zeta(3)/3
polylog(3,exp(2*pi*I/5))+polylog(3,exp(4*pi*I/5))+polylog(3,exp(6*pi*I/5))+polylog(3,exp(8*pi*I/5))+24*zeta(3)/25
polylog(3,1/2)-7*zeta(3)/8+pi^2*log(2)/12-log(2)^3/6
polylog(3,1/GoldenRatio^2)-4*zeta(3)/5-2*log(GoldenRatio)^3/3+2*pi^2*log(GoldenRatio)/15
polylog(3,-1/3)-2*polylog(3,1/3)+log(3)^3/6-pi^2*log(3)/6+13*zeta(3)/6
polylog(3,-2)-polylog(3,-1/2)+pi^2*log(2)/6+log(2)^3/6
polylog(4,-3)+polylog(4,-1/3)+7*pi^4/360+pi^2*log(3)^2/12+log(3)^4/24
polylog(5,1/3)+polylog(5,-1/3)-polylog(5,1/9)/16
polylog(3,I)+polylog(3,-I)+3*zeta(3)/16
polylog(3,I)-polylog(3,-I)-I*pi^3/16
"""  # fmt: skip

POLYGAMMA = """
polygamma(1,1/2)-pi^2/2
polygamma(1,1/4)-pi^2-8*Catalan
polygamma(1,3/4)-pi^2+8*Catalan
polygamma(1,1/4)+polygamma(1,3/4)-2*pi^2
polygamma(1,5/4)-pi^2-8*Catalan+16
polygamma(1,2/3)+polygamma(1,1/3)-4*pi^2/3
polygamma(1,1/6)+polygamma(1,5/6)-4*pi^2
polygamma(1,1/6)-5*polygamma(1,1/3)+4*pi^2/3
polygamma(1,1/8)+polygamma(1,5/8)-4*polygamma(1,1/4)
polygamma(1,1/8)+polygamma(1,7/8)-pi^2*(4+2*sqrt(2))
polygamma(1,1/5)+polygamma(1,2/5)+polygamma(1,3/5)+polygamma(1,4/5)-4*pi^2
polygamma(1,1/12)+polygamma(1,11/12)-pi^2*(8+4*sqrt(3))
polygamma(1,1/12)+polygamma(1,7/12)-4*polygamma(1,1/6)
polygamma(1,1/10)+polygamma(1,3/5)-4*polygamma(1,1/5)
polygamma(2,1/2)+14*zeta(3)
polygamma(2,1/4)+2*pi^3+56*zeta(3)
polygamma(2,3/4)-2*pi^3+56*zeta(3)
polygamma(2,1/3)+26*zeta(3)+4*sqrt(3)*pi^3/9
polygamma(2,1/6)+182*zeta(3)+4*sqrt(3)*pi^3
polygamma(3,1/2)-pi^4
polygamma(3,1/3)+polygamma(3,2/3)-16*pi^4/3
polygamma(3,1/4)+polygamma(3,3/4)-16*pi^4
zeta(3,1/4)-28*zeta(3)-pi^3
zeta(3,1/3)-13*zeta(3)-2*pi^3/(3*sqrt(3))
zeta(3,1/6)-91*zeta(3)-2*sqrt(3)*pi^3
zeta(2,1/3)-zeta(2,2/3)-2*zeta(2,1/3)+4*pi^2/3
zeta(3,1/5)-zeta(3,4/5)-pi^3*cot(pi/5)/sin(pi/5)^2
zeta(5,1/4)-zeta(5,3/4)-10*pi^5/3
(zeta(3,1/8)+zeta(3,3/8)-zeta(3,5/8)-zeta(3,7/8))/512-3*pi^3*sqrt(2)/128
(zeta(2,1/8)-zeta(2,3/8)-zeta(2,5/8)+zeta(2,7/8))/64-pi^2*sqrt(2)/16
(zeta(2,1/5)-zeta(2,2/5)-zeta(2,3/5)+zeta(2,4/5))/25-4*pi^2/(25*sqrt(5))
(zeta(2,1/12)-zeta(2,5/12)-zeta(2,7/12)+zeta(2,11/12))/144-pi^2/(6*sqrt(3))
(zeta(3,1/7)+zeta(3,2/7)-zeta(3,3/7)+zeta(3,4/7)-zeta(3,5/7)-zeta(3,6/7))/343-32*pi^3/(343*sqrt(7))
digamma(1/5)-digamma(4/5)+pi*cot(pi/5)
digamma(1/3)-digamma(2/3)+pi/sqrt(3)
digamma(1/8)-digamma(7/8)+pi*(1+sqrt(2))
dirichlet_eta(3)-3*zeta(3)/4
dirichlet_eta(1/2)-(1-sqrt(2))*zeta(1/2)
zeta(2,1/24)+zeta(2,23/24)-pi^2/sin(pi/24)^2
zeta(4,1/8)+zeta(4,5/8)-16*zeta(4,1/4)
polygamma(3,1/4)-8*pi^4-768*(zeta(4,1/4)-zeta(4,3/4))/256
zeta(3,1/8)-zeta(3,7/8)+zeta(3,3/8)-zeta(3,5/8)-512*3*pi^3*sqrt(2)/128*1
"""  # fmt: skip

GAMMA = """
gamma(1/4)*gamma(3/4)-pi*sqrt(2)
gamma(1/3)*gamma(2/3)-2*pi/sqrt(3)
gamma(1/6)*gamma(5/6)-2*pi
gamma(1/6)-2^(-1/3)*sqrt(3/pi)*gamma(1/3)^2
gamma(1/5)*gamma(2/5)*gamma(3/5)*gamma(4/5)-4*pi^2/sqrt(5)
gamma(1/8)*gamma(5/8)-2^(3/4)*sqrt(pi)*gamma(1/4)
gamma(1/9)*gamma(4/9)*gamma(7/9)-2*pi*3^(1/6)*gamma(1/3)
gamma(1/12)*gamma(5/12)*gamma(3/4)-2*pi*3^(1/4)*gamma(1/4)
1/gamma(1/4)-gamma(3/4)/(pi*sqrt(2))
gamma(-1/4)*gamma(5/4)+pi*sqrt(2)
beta(1/4,1/4)-gamma(1/4)^2/sqrt(pi)
beta(1/3,2/3)-2*pi/sqrt(3)
beta(1/4,1/2)*beta(3/4,1/2)-4*pi
beta(1/3,1/3)-gamma(1/3)^3*sqrt(3)/(2*pi)
gamma(7/3)*gamma(2/3)-8*pi/(9*sqrt(3))
exp(log(gamma(1/4))+log(gamma(3/4)))-pi*sqrt(2)
gamma(1/12)*gamma(7/12)-2^(5/6)*sqrt(pi)*gamma(1/6)
gamma(1/12)*gamma(11/12)-pi*(sqrt(6)+sqrt(2))
gamma(1/11)*gamma(10/11)-pi/sin(pi/11)
gamma(1/10)*gamma(3/10)*gamma(7/10)*gamma(9/10)-4*pi^2
gamma(1/7)*gamma(2/7)*gamma(3/7)*gamma(4/7)*gamma(5/7)*gamma(6/7)-8*pi^3/sqrt(7)
"""  # fmt: skip

ELEMENTARY = """
dirichlet_eta(-1)-1/4
dirichlet_eta(0)-1/2
cos(pi/5)-(1+sqrt(5))/4
sin(pi/5)-sqrt(10-2*sqrt(5))/4
cos(pi/7)*cos(2*pi/7)*cos(3*pi/7)-1/8
cos(2*pi/17)+cos(4*pi/17)+cos(6*pi/17)+cos(8*pi/17)+cos(10*pi/17)+cos(12*pi/17)+cos(14*pi/17)+cos(16*pi/17)+1/2
tan(3*pi/11)+4*sin(2*pi/11)-sqrt(11)
log(tan(pi/8))+log(1+sqrt(2))
log(2+sqrt(3))+log(tan(pi/12))
acosh(9)-6*log((1+sqrt(5))/2)
asinh(2)-3*log((1+sqrt(5))/2)
atanh(1/sqrt(5))-log((1+sqrt(5))/2)
acot(2)+acot(3)-pi/4
4*atan(1/5)-atan(1/239)-pi/4
12*atan(1/18)+8*atan(1/57)-5*atan(1/239)-pi/4
18*atanh(1/26)-2*atanh(1/4801)+8*atanh(1/8749)-log(2)
Sum(1/(n^2*2^n),(n,1,oo)) - pi^2/12 + log(2)^2/2
"""  # fmt: skip

WITH_PARAMETERS = """
polylog(2,x)+polylog(2,1-x)-pi^2/6+log(x)*log(1-x) ; x: real,0<x,x<1
polylog(2,x)+polylog(2,-x)-polylog(2,x^2)/2 ; x: real,0<x,x<1
polylog(3,x)+polylog(3,-x)-polylog(3,x^2)/4 ; x: real,0<x,x<1
polylog(2,-x)+polylog(2,-1/x)+pi^2/6+log(x)^2/2 ; x: real,x>0
polylog(2,x)+polylog(2,y)-polylog(2,x*y)-polylog(2,(x-x*y)/(1-x*y))-polylog(2,(y-x*y)/(1-x*y))-log((1-x)/(1-x*y))*log((1-y)/(1-x*y)) ; x: real,y: real,0<x,x<1,0<y,y<1
Sum(x**n/n**2, (n, 1, oo)) + Sum((1-x)**n/n**2, (n, 1, oo)) - (pi**2/6 - log(x)*log(1-x)) ; x: real,0<x,x<1
digamma(2*x)-digamma(x)/2-digamma(x+1/2)/2-log(2) ; x: real,x>0
polygamma(1,x)+polygamma(1,1-x)-pi^2/sin(pi*x)^2 ; x: real,0<x,x<1
zeta(3,x/2)+zeta(3,(x+1)/2)-8*zeta(3,x) ; x: real,x>0
polygamma(1,x)+polygamma(1,x+1/2)-4*polygamma(1,2*x) ; x: real,x>0
gamma(x)*gamma(x+1/3)*gamma(x+2/3)-2*pi*3^(1/2-3*x)*gamma(3*x) ; x: real,x>0
"""  # fmt: skip

# Agreement to many digits is no proof: rounded coefficients, and functions that come close to each other.
NEAR_MISSES = """
polylog(2, 1/2) - 1164481052930024/2000000000000000
polylog(3, 1/2) - 7*zeta(3)/8 + pi^2*log(2)/12 - log(2)^3/6 + exp(-200*pi)
polylog(2, 1/4) + polylog(2, 1/9)/3 - pi^2/18 - 2*log(2)*log(3) + 2*log(2)^2 + 2*log(3)^2/3 + 3^(-300)
polylog(2, 1/2 + 1/10^60) - pi^2/12 + log(2)^2/2
zeta(2, 1/3) + zeta(2, 2/3 + 1/10^50) - 4*pi^2/3
gamma(1/4)*gamma(3/4) - pi*sqrt(2)*(1 + 1/10^100)
exp(pi*sqrt(163)) - 640320^3 - 744
polygamma(2, 1/4) + 2*pi^3 + 56*zeta(3) - 1/(7^400)
cos(pi/5) - (1 + sqrt(5))/4 + 10^(-200)
"""  # fmt: skip

NUMBERS = [
    line for text in (DILOGARITHMS, POLYLOGARITHMS, POLYGAMMA, GAMMA, ELEMENTARY) for line in text.split("\n") if line
]


def _verdict(text: str) -> str | None:
    expression, _, assumptions = text.partition(" ; ")
    claim = Claim.parse(expression, [a.strip() for a in assumptions.split(",") if a])
    certificate = search(claim).certificate
    if certificate is None:
        return None
    report = check(claim, certificate)
    assert report.accepted, report.reason
    return report.verdict


@pytest.mark.parametrize("text", NUMBERS + [line for line in WITH_PARAMETERS.split("\n") if line])
def test_a_known_identity_is_proved(text: str) -> None:
    assert _verdict(text) == "proved"


@pytest.mark.parametrize("fault", [" + 1/10^30", " + pi^2/10^6", " - 2*log(2)^2/10^9"])
@pytest.mark.parametrize("text", NUMBERS)
def test_an_identity_with_a_fault_is_refuted(text: str, fault: str) -> None:
    assert _verdict(text + fault) == "refuted"


@pytest.mark.parametrize("text", [line for line in WITH_PARAMETERS.split("\n") if line])
def test_an_identity_with_parameters_and_a_fault_is_not_proved(text: str) -> None:
    expression, _, assumptions = text.partition(" ; ")
    assert _verdict(f"{expression} + 1/10^30 ; {assumptions}") != "proved"


@pytest.mark.parametrize("text", [line for line in NEAR_MISSES.split("\n") if line])
def test_a_near_miss_is_not_proved(text: str) -> None:
    assert _verdict(text) != "proved"
