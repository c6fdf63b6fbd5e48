"""Power series over linear factors and Fourier series: closed forms with parameters, and each a little changed."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

Facts = tuple[str, ...]

POWER_SERIES: list[tuple[str, Facts]] = [
    ("sum(x^n/n,n=1..oo) = -log(1-x)", ("x: real, -1<=x<1",)),
    ("sum(x^(2*n+1)/(2*n+1),n=0..oo) = atanh(x)", ("x: real, -1<x<1",)),
    ("sum((-1)^n*x^(2*n+1)/(2*n+1),n=0..oo) = atan(x)", ("x: real, -1<=x<=1",)),
    ("sum(x^(2*n+1)/(2*n+1),n=0..oo) = log((1+x)/(1-x))/2", ("x: real, -1<x<1",)),
    ("sum(1/((2*n+1)*9^n),n=0..oo) = 3*log(2)/2", ()),
    ("sum(x^n/(n*(n+1)),n=1..oo) = 1+(1-x)/x*log(1-x)", ("x: real, 0<x<1",)),
    ("sum(x^n/(n*(n+1)*(n+2)),n=1..oo) = 3/4-1/(2*x)-(1-x)^2/(2*x^2)*log(1-x)", ("x: real, 0<x<1",)),
    ("sum((n^2+1)/(n+3)*x^n,n=0..oo) = (x/(1-x)^2 - 3/(1-x)) +10*(-log(1-x)-x-x^2/2)/x^3", ("x: real, 0<x<1",)),
    ("sum(x^n/(n+a),n=0..oo) = lerchphi(x,1,a)", ("x: real, -1<x<1", "a: real, a>0")),
    ("sum(x^n/(n+a)^3,n=0..oo) = lerchphi(x,3,a)", ("x: real, -1<x<1", "a: real, a>0")),
    ("sum(n*x^n/(n+a),n=0..oo) = 1/(1-x)-a*lerchphi(x,1,a)", ("x: real, -1<x<1", "a: real, a>0")),
    ("sum(x^n/n^3,n=1..oo) = polylog(3,x)", ("x: real, -1<=x<=1",)),
    ("sum(n*x^n/(n+1)^2,n=0..oo) = -log(1-x)/x-polylog(2,x)/x", ("x: real, 0<x<1",)),
    (
        "sum(x^(3*n+1)/(3*n+1),n=0..oo) = -log(1-x)/3+log(1+x+x^2)/6+sqrt(3)/3*(atan((2*x+1)/sqrt(3))-pi/6)",
        ("x: real, -1<x<1",),
    ),
    ("sum(x^(4*n+1)/(4*n+1),n=0..oo) = (atanh(x)+atan(x))/2", ("x: real, -1<x<1",)),
    ("sum(x^n/(2*n+1),n=0..oo) = atanh(sqrt(x))/sqrt(x)", ("x: real, 0<x<1",)),
    ("sum((-1)^n*x^n/(2*n+1),n=0..oo) = atan(sqrt(x))/sqrt(x)", ("x: real, 0<x<=1",)),
    ("sum(1/(n*2^n),n=1..oo) = log(2)", ()),
    ("sum(1/((3*n+1)*8^n),n=0..oo) = 2*(log(7)/6+sqrt(3)/3*(atan(2/sqrt(3))-pi/6)-log(4)/6+log(2)/3)", ()),
    ("sum((1+n)*x^n/(n+2)^2,n=0..oo) = (-log(1-x)-x)/x^2-(polylog(2,x)-x)/x^2", ("x: real, 0<x<1",)),
    ("sum(exp(I*n*x)/n,n=1..oo) = -log(1-exp(I*x))", ("x: real, 0<x<2*pi",)),
    ("sum(I^n/n,n=1..oo) = -log(2)/2+I*pi/4", ()),
    ("sum(x^n/(n*(2*n+1)),n=1..oo) = 2-log(1-x)-2*atanh(sqrt(x))/sqrt(x)", ("x: real, 0<x<1",)),
    ("sum(x^(2*n)/(n*(2*n-1)),n=1..oo) = (1+x)*log(1+x)+(1-x)*log(1-x)", ("x: real, -1<x<1",)),
    ("sum(x^n/(n+1)^2,n=0..oo) = polylog(2,x)/x", ("x: real, 0<x<=1",)),
    ("sum(x^(2*n+1)/(2*n+1)^2,n=0..oo) = (polylog(2,x)-polylog(2,-x))/2", ("x: real, -1<=x<=1",)),
    ("sum((-1)^n*x^(2*n+1)/(2*n+1)^2,n=0..oo) = (polylog(2,I*x)-polylog(2,-I*x))/(2*I)", ("x: real, -1<=x<=1",)),
    ("sum(x^n/n^2,n=1..oo) = polylog(2,x)", ("x: real, -1<=x<=1",)),
    ("sum((1/3)^n/(n+1/2),n=0..oo) = lerchphi(1/3,1,1/2)", ()),
    ("sum((-2/3)^n/(n+1/3),n=0..oo) = lerchphi(-2/3,1,1/3)", ()),
    ("sum((-2/3)^n/(n+2/5)^2,n=0..oo) = lerchphi(-2/3,2,2/5)", ()),
    ("sum((1/3)^n/(2*n+1),n=0..oo) = sqrt(3)*atanh(1/sqrt(3))", ()),
    ("sum((-1)^n/((2*n+1)*3^n),n=0..oo) = pi/(2*sqrt(3))", ()),
    ("sum(1/((n+2)*3^n),n=0..oo) = 9*log(3/2)-3", ()),
    ("sum(n/((n+1)*2^n),n=0..oo) = 2-2*log(2)", ()),
    ("sum(1/(n^2*2^n),n=1..oo) = polylog(2,1/2)", ()),
    ("sum((2+I)^n/(n*5^n),n=1..oo) = -log((3-I)/5)", ()),
    ("sum(exp(-n)/n,n=1..oo) = 1-log(E-1)", ()),
    ("sum(exp(-n*t)/n,n=1..oo) = -log(1-exp(-t))", ("t: real, t>0",)),
    ("sum(harmonic(n)*x^n,n=1..oo) = -log(1-x)/(1-x)", ("x: real, -1<x<1",)),
    ("sum(x^n/(n+a),n=1..oo) = lerchphi(x,1,a)-1/a", ("x: real, -1<x<1", "a: real, a>0")),
    ("sum(x^n/((n+a)*(n+a+1)),n=0..oo) = lerchphi(x,1,a)-(lerchphi(x,1,a)-1/a)/x", ("x: real, 0<x<1", "a: real, a>0")),
]

# Fourier series: Gradshteyn and Ryzhik 1.441 to 1.448, and what follows by partial fractions and addition theorems
FOURIER_SERIES: list[tuple[str, Facts]] = [
    ("sum(cos(n*x)/n^2,n=1..oo) = x^2/4-pi*x/2+pi^2/6", ("x: real, 0<=x<=2*pi",)),
    ("sum(cos(n*x)/n,n=1..oo) = -log(2*sin(x/2))", ("x: real, 0<x<2*pi",)),
    ("sum(cos(n*x)/n,n=1..oo) = -log(2-2*cos(x))/2", ("x: real, 0<x<2*pi",)),
    ("sum(cos(n*x)/n,n=1..oo) = -log(2)-log(sin(x/2))", ("x: real, 0<x<2*pi",)),
    ("sum(sin(n*x)/n,n=1..oo) = (pi-x)/2", ("x: real, 0<x<2*pi",)),
    ("sum(sin(n*x)/n^3,n=1..oo) = x^3/12-pi*x^2/4+pi^2*x/6", ("x: real, 0<=x<=2*pi",)),
    ("sum(cos(n*x)/n^4,n=1..oo) = pi^4/90-pi^2*x^2/12+pi*x^3/12-x^4/48", ("x: real, 0<=x<=2*pi",)),
    ("sum((-1)^n*cos(n*x)/n^2,n=1..oo) = x^2/4-pi^2/12", ("x: real, -pi<=x<=pi",)),
    ("sum((-1)^(n+1)*sin(n*x)/n,n=1..oo) = x/2", ("x: real, -pi<x<pi",)),
    ("sum((-1)^(n+1)*cos(n*x)/n,n=1..oo) = log(2*cos(x/2))", ("x: real, -pi<x<pi",)),
    ("sum(sin((2*n+1)*x)/(2*n+1),n=0..oo) = pi/4", ("x: real, 0<x<pi",)),
    ("sum(cos((2*n+1)*x)/(2*n+1),n=0..oo) = -log(tan(x/2))/2", ("x: real, 0<x<pi",)),
    ("sum(cos((2*n+1)*x)/(2*n+1)^2,n=0..oo) = pi^2/8-pi*x/4", ("x: real, 0<=x<=pi",)),
    ("sum(sin((2*n+1)*x)/(2*n+1)^3,n=0..oo) = pi*x*(pi-x)/8", ("x: real, 0<=x<=pi",)),
    ("sum(sin(n)/n,n=1..oo) = (pi-1)/2", ()),
    ("sum(sin(n)^2/n^2,n=1..oo) = (pi-1)/2", ()),
    ("sum(cos(n)/n,n=1..oo) = -log(2-2*cos(1))/2", ()),
    ("sum(cos(10*n)/n^2,n=1..oo) = (10-2*pi)^2/4-pi*(10-2*pi)/2+pi^2/6", ()),
    ("sum(cos(n*pi/5)/n^2,n=1..oo) = pi^2/100-pi^2/10+pi^2/6", ()),
    ("sum(sin(n*pi/5)/n,n=1..oo) = 2*pi/5", ()),
    ("sum(cos(n*pi/3)/n,n=1..oo) = 0", ()),
    ("sum(sin(n*x)*cos(n*y)/n,n=1..oo) = (pi-x)/2", ("x: real, 0<x<pi", "y: real, 0<y<x")),
    ("sum(sin(n*x)*sin(n*y)/n^2,n=1..oo) = y*(pi-x)/2", ("x: real, 0<x<pi", "y: real, 0<y<x")),
    ("sum(sin(n*x)^2/n^2,n=1..oo) = x*(pi-x)/2", ("x: real, 0<=x<=pi",)),
    ("sum(r^n*cos(n*x)/n,n=1..oo) = -log(1-2*r*cos(x)+r^2)/2", ("r: real, -1<r<1", "x: real")),
    ("sum(r^n*sin(n*x)/n,n=1..oo) = atan(r*sin(x)/(1-r*cos(x)))", ("r: real, -1<r<1", "x: real")),
    ("sum(cos(n)/(n*2^n),n=1..oo) = -log(5/4-cos(1))/2", ()),
    ("sum(sin(n)/(n*2^n),n=1..oo) = atan(sin(1)/(2-cos(1)))", ()),
    (
        "sum(cos(n*x)/(n^2+a^2),n=1..oo) = pi*cosh(a*(pi-x))/(2*a*sinh(pi*a))-1/(2*a^2)",
        ("x: real, 0<=x<=2*pi", "a: real, a>0"),
    ),
    ("sum(n*sin(n*x)/(n^2+a^2),n=1..oo) = pi*sinh(a*(pi-x))/(2*sinh(pi*a))", ("x: real, 0<x<2*pi", "a: real, a>0")),
    ("sum((-1)^n*cos(n*x)/(n^2+1),n=1..oo) = pi*cosh(x)/(2*sinh(pi))-1/2", ("x: real, -pi<=x<=pi",)),
    (
        "sum(cos(n*x)/(n^2-a^2),n=1..oo) = 1/(2*a^2)-pi*cos(a*(pi-x))/(2*a*sin(pi*a))",
        ("x: real, 0<=x<=2*pi", "a: real, 0<a<1"),
    ),
    ("sum(cos(n*x)/(n^2-1/4),n=1..oo) = 2-pi*sin(x/2)", ("x: real, 0<=x<=2*pi",)),
    ("sum(cos(n*x)/(4*n^2-1),n=1..oo) = 1/2-pi*sin(x/2)/4", ("x: real, 0<=x<=2*pi",)),
    ("sum(cos(2*n*x)/(4*n^2-1),n=1..oo) = 1/2-pi*sin(x)/4", ("x: real, 0<=x<=pi",)),
    ("sum(cos(n*x)/(n*(n+1)),n=1..oo) = 1-(pi-x)/2*sin(x)-2*sin(x/2)^2*log(2*sin(x/2))", ("x: real, 0<x<2*pi",)),
    ("sum(cos(n)/(n^2+1),n=1..oo) = pi*cosh(pi-1)/(2*sinh(pi))-1/2", ()),
    ("sum(sin(n*x)*sin(n*x)/n^4,n=1..oo) = pi^2*x^2/6-pi*x^3/3+x^4/6", ("x: real, 0<=x<=pi",)),
    ("sum(cos(n*pi/4)/(n*2^(n/2)),n=1..oo) = log(2)/2", ()),
    ("sum(sin(n*pi/4)/(n*2^(n/2)),n=1..oo) = pi/4", ()),
    ("sum(sin(n)^3/n^3,n=1..oo) = 3*pi/8-1/2", ()),
    ("sum(sin(n*x)/(n*(n+1)),n=1..oo) = -sin(x)*log(2*sin(x/2)) + (pi-x)/2*(1-cos(x))", ("x: real, 0<x<2*pi",)),
    ("sum(cos(n*x)/(n*(n+1)),n=1..oo) = 1-(pi-x)/2*sin(x)-2*sin(x/2)^2*log(2*sin(x/2))", ("x: real, 0<x<pi",)),
    ("sum(sin(n*x)/n^5,n=1..oo) = pi^4*x/90-pi^2*x^3/36+pi*x^4/48-x^5/240", ("x: real, 0<=x<=2*pi",)),
    ("sum(cos(n*x)/n^3,n=1..oo) = (polylog(3,exp(I*x))+polylog(3,exp(-I*x)))/2", ("x: real",)),
    ("sum(sin(n*x)/n^2,n=1..oo) = (polylog(2,exp(I*x))-polylog(2,exp(-I*x)))/(2*I)", ("x: real",)),
    ("sum(sin(n)/n^2,n=1..oo) = (polylog(2,exp(I))-polylog(2,exp(-I)))/(2*I)", ()),
    ("sum((-1)^n*cos(n*x)/n^4,n=1..oo) = -7*pi^4/720+pi^2*x^2/24-x^4/48", ("x: real, -pi<=x<=pi",)),
    ("sum((-1)^n*sin(n*x)/n^3,n=1..oo) = x^3/12-pi^2*x/12", ("x: real, -pi<=x<=pi",)),
    ("sum((-1)^n*sin((2*n+1)*x)/(2*n+1)^2,n=0..oo) = pi*x/4", ("x: real, -pi/2<=x<=pi/2",)),
    ("sum((-1)^n*cos((2*n+1)*x)/(2*n+1),n=0..oo) = pi/4", ("x: real, -pi/2<x<pi/2",)),
    ("sum((-1)^n*cos((2*n+1)*x)/(2*n+1)^3,n=0..oo) = pi^3/32-pi*x^2/8", ("x: real, -pi/2<=x<=pi/2",)),
    ("sum(sin(n*x)/n,n=1..oo) = (3*pi-x)/2", ("x: real, 2*pi<x<4*pi",)),
    ("sum(cos(n*x)/n^2,n=1..oo) = (x-2*pi)^2/4-pi*(x-2*pi)/2+pi^2/6", ("x: real, 2*pi<=x<=4*pi",)),
    ("sum(cos(n*x)/n^2,n=1..oo) = x^2/4+pi*x/2+pi^2/6", ("x: real, -2*pi<=x<=0",)),
    ("sum(cos(2*n*x)/n,n=1..oo) = -log(2*sin(x))", ("x: real, 0<x<pi",)),
    ("sum(sin(2*n*pi*x)/n,n=1..oo) = pi/2-pi*x", ("x: real, 0<x<1",)),
    ("sum(cos(2*n*pi*x)/n^2,n=1..oo) = pi^2*(x^2-x+1/6)", ("x: real, 0<=x<=1",)),
    ("sum(cos(n*x)*cos(n*y)/n^2,n=1..oo) = (x^2+y^2)/4-pi*x/2+pi^2/6", ("x: real, 0<x<pi", "y: real, 0<y<x")),
    ("sum(sin(n*x)*sin(n*y)/n,n=1..oo) = log(sin((x+y)/2)/sin((x-y)/2))/2", ("x: real, 0<x<pi", "y: real, 0<y<x")),
    ("sum(cos(n)*cos(2*n)/n,n=1..oo) = -log(4*sin(1/2)*sin(3/2))/2", ()),
    ("sum(cos(n)^2/n^2,n=1..oo) = pi^2/6-(pi-1)/2", ()),
    ("sum(sin(n)^4/n^4,n=1..oo) = pi/3-1/2", ()),
    ("sum(sin(n)^2/n^4,n=1..oo) = (pi-1)^2/6", ()),
    ("sum(sin(n)/n^3,n=1..oo) = 1/12-pi/4+pi^2/6", ()),
    ("sum(sin(7*n)/n,n=1..oo) = (3*pi-7)/2", ()),
    ("sum(sin(n/2)/n,n=1..oo) = (pi-1/2)/2", ()),
    ("sum(sin(n*sqrt(2))/n,n=1..oo) = (pi-sqrt(2))/2", ()),
    ("sum((-1)^n*sin(n)/n,n=1..oo) = -1/2", ()),
    ("sum((-1)^n*cos(n)/n,n=1..oo) = -log(2*cos(1/2))", ()),
    ("sum(sin(n*pi/3)/n^3,n=1..oo) = 5*pi^3/162", ()),
    ("sum(cos(2*n*pi/3)/n,n=1..oo) = -log(3)/2", ()),
    ("sum(cos(n*pi/4)/n^2,n=1..oo) = 11*pi^2/192", ()),
    ("sum(sin(n*pi/7)/n,n=1..oo) = 3*pi/7", ()),
    ("sum(r^n*cos(n*x),n=0..oo) = (1-r*cos(x))/(1-2*r*cos(x)+r^2)", ("r: real, -1<r<1", "x: real")),
    ("sum(cos(n*x)/(n*2^n),n=1..oo) = log(2)-log(5-4*cos(x))/2", ("x: real",)),
    ("sum(sin(n*x)/(n*2^n),n=1..oo) = atan(sin(x)/(2-cos(x)))", ("x: real",)),
    ("sum(cos(n*pi/3)/(n*2^n),n=1..oo) = log(2)-log(3)/2", ()),
    ("sum(sin(n*pi/3)/(n*2^n),n=1..oo) = pi/6", ()),
    ("sum(sin(n*pi/2)/(n*2^n),n=1..oo) = atan(1/2)", ()),
    ("sum(n*sin(n*x)/(n^2-1/4),n=1..oo) = pi*cos(x/2)/2", ("x: real, 0<x<2*pi",)),
    ("sum(cos(n*x)/(n^2+4),n=1..oo) = pi*cosh(2*(pi-x))/(4*sinh(2*pi))-1/8", ("x: real, 0<=x<=2*pi",)),
    ("sum(n*sin(n*x)/(n^2+1),n=1..oo) = pi*sinh(pi-x)/(2*sinh(pi))", ("x: real, 0<x<2*pi",)),
    ("sum(cos(2*n)/(n^2+3),n=1..oo) = pi*cosh(sqrt(3)*(pi-2))/(2*sqrt(3)*sinh(pi*sqrt(3)))-1/6", ()),
    (
        "sum(cos(n*x)/(n^2*(n^2+1)),n=1..oo) = x^2/4-pi*x/2+pi^2/6-pi*cosh(pi-x)/(2*sinh(pi))+1/2",
        ("x: real, 0<=x<=2*pi",),
    ),
    ("sum(cos(n*x)/(n^2-1),n=2..oo) = 1/2+cos(x)/4-(pi-x)*sin(x)/2", ("x: real, 0<=x<=2*pi",)),
    ("sum(exp(-n*t)*cos(n*x)/n,n=1..oo) = -log(1-2*exp(-t)*cos(x)+exp(-2*t))/2", ("t: real, t>0", "x: real")),
    ("sum(exp(-n*t)*cos(n*x)/n,n=1..oo) = t/2-log(2*cosh(t)-2*cos(x))/2", ("t: real, t>0", "x: real")),
    ("sum(sin(n)^4/n^2,n=1..oo) = pi/4", ()),
    ("sum(n*sin(n*x)/(n^2-1),n=2..oo) = (pi-x)*cos(x)/2-sin(x)/4", ("x: real, 0<x<2*pi",)),
]
ALL = [*POWER_SERIES, *FOURIER_SERIES]

# Intervals that are a little too long, starts and signs that are wrong, sums that do not converge everywhere
FALSE: list[tuple[str, Facts]] = [
    ("sum(cos(n*x)/n^2, n=1..oo) = x^2/4 - pi*x/2 + pi^2/6", ("x: real, 0 <= x <= 2*pi + 1/10^20",)),
    ("sum(cos(n*x)/n^2, n=1..oo) = x^2/4 - pi*x/2 + pi^2/6", ("x: real, -1/10^20 <= x <= 2*pi",)),
    ("sum(sin(n*x)/n, n=1..oo) = (pi - x)/2", ("x: real, 0 <= x < 2*pi",)),
    ("sum(sin(n*x)/n, n=1..oo) = (pi - x)/2", ("x: real, 0 < x <= 2*pi",)),
    ("sum(sin(n*x)/n, n=1..oo) = (pi - x)/2", ("x: real",)),
    ("sum(cos(n*x)/n, n=1..oo) = -log(2*sin(x/2))", ("x: real, 0 < x < 4*pi, x != 2*pi",)),
    ("sum(cos(n*x)/n, n=1..oo) = -log(2*cos(x/2))", ("x: real, 0 < x < pi",)),
    ("sum((-1)^n*sin(n*x)/n, n=1..oo) = -x/2", ("x: real, -pi <= x <= pi",)),
    ("sum(sin((2*n + 1)*x)/(2*n + 1), n=0..oo) = pi/4", ("x: real, 0 <= x <= pi",)),
    ("sum(sin((2*n + 1)*x)/(2*n + 1), n=0..oo) = pi/4", ("x: real, 0 < x < pi + 1/10^20",)),
    ("sum(sin(n*x)*cos(n*y)/n, n=1..oo) = (pi - x)/2", ("x: real, 0 < x < pi", "y: real, 0 < y < pi")),
    ("sum(n*sin(n*x)/(n^2 + a^2), n=1..oo) = pi*sinh(a*(pi - x))/(2*sinh(pi*a))",
     ("x: real, 0 <= x < 2*pi", "a: real, a > 0")),
    ("sum(cos(n*x)/(n^2 + a^2), n=1..oo) = pi*cosh(a*(pi - x))/(2*a*sinh(pi*a)) - 1/(2*a^2)",
     ("x: real, 0 <= x <= 2*pi + 1/10^9", "a: real, a > 0")),
    ("sum(x^n/n, n=1..oo) = -log(1 - x)", ("x: real, -1 <= x <= 1",)),
    ("sum(x^n/n^2, n=1..oo) = polylog(2, x)", ("x: real, -1 <= x <= 1 + 1/10^20",)),
    ("sum(x^(2*n + 1)/(2*n + 1), n=0..oo) = atanh(x)", ("x: real, -1 <= x < 1",)),
    ("sum(x^n/(n + a), n=0..oo) = lerchphi(x, 1, a)", ("x: real, -1 < x <= 1", "a: real, a > 0")),
    ("sum(x^n/(n + a), n=0..oo) = lerchphi(x, 1, a)", ("x: real, -1 < x < 1", "a: real")),
    ("sum(r^n*sin(n*x)/n, n=1..oo) = atan(r*sin(x)/(1 - r*cos(x))) + 2*pi", ("r: real, -1 < r < 1", "x: real")),
    ("sum(r^n*cos(n*x)/n, n=1..oo) = -log(1 - 2*r*cos(x) + r^2)/2", ("r: real, -1 <= r <= 1", "x: real")),
]  # fmt: skip


def _verdict(text: str, facts: Facts) -> str:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    if certificate is None:
        return ""
    report = check(claim, certificate)
    assert report.accepted, report.reason
    return str(report.verdict)


@pytest.mark.parametrize(("text", "facts"), ALL[::4], ids=[text for text, _ in ALL[::4]])
def test_a_closed_form_is_proved(text: str, facts: Facts) -> None:
    assert _verdict(text, facts) == "proved"


@pytest.mark.slow
@pytest.mark.parametrize(("text", "facts"), ALL, ids=[text for text, _ in ALL])
def test_each_closed_form_is_proved_and_not_its_neighbour(text: str, facts: Facts) -> None:
    assert _verdict(text, facts) == "proved"
    assert _verdict(f"{text} + 1/10^30", facts) != "proved"


@pytest.mark.parametrize(("text", "facts"), ALL[::16], ids=[text for text, _ in ALL[::16]])
def test_a_closed_form_that_is_off_by_little_is_not_proved(text: str, facts: Facts) -> None:
    assert _verdict(f"{text} + 1/10^30", facts) != "proved"


@pytest.mark.parametrize(("text", "facts"), FALSE, ids=[f"{text} {facts}" for text, facts in FALSE])
def test_what_does_not_hold_everywhere_is_not_proved(text: str, facts: Facts) -> None:
    assert _verdict(text, facts) != "proved"
