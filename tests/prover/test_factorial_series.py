"""Series that decay like a factorial: proved from the literature; a little off, never; random ones with mpmath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

import pytest
from mpmath import mp, mpf

from tnsim.core.compensator import Compensator
from tnsim.domains.balls import evaluate
from tnsim.language.expression import ZERO, Expression, number
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.ball import Ball
from tnsim.sets.claim import Claim

X = ("x: real",)
POSITIVE = ("x: real, x > 0",)
NEGATIVE = ("x: real, x < 0",)
ORDER = ("x: real, x > 0", "nu: real, nu > 0")

# DLMF 4.2, 4.19, 6.6, 7.6, 8.5, 8.7, 10.2, 10.25, 10.39, 16.2; A. P. Prudnikov, Yu. A. Brychkov, O. I. Marichev,
# Integrals and Series I (1986), 5.2.7 to 5.2.12; H. W. Gould, Dobinski's formula for Bell numbers.
IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Sum(1/factorial(n), (n, 0, oo)) - E", ()),
    ("Sum((-1)**n/factorial(2*n), (n, 0, oo)) - cos(1)", ()),
    ("Sum(1/(factorial(n)*factorial(n)), (n, 0, oo)) - besseli(0,2)", ()),
    ("Sum((-1)**n/(factorial(n)*factorial(n+1)), (n, 0, oo)) - besselj(1,2)", ()),
    ("Sum(2**n*factorial(n)/factorial(2*n+1), (n, 0, oo)) - sqrt(pi/2)*exp(Rational(1,2))*erf(1/sqrt(2))", ()),
    ("Sum(1/(factorial(n)*(n+2)), (n, 0, oo)) - 1", ()),
    ("Sum(n/factorial(2*n+1), (n, 0, oo)) - exp(-1)/2", ()),
    ("Sum(1/factorial(3*n), (n, 0, oo)) - E/3 - 2*exp(-1/2)*cos(sqrt(3)/2)/3", ()),
    ("Sum(1/factorial(4*n), (n, 0, oo)) - (cos(1)+cosh(1))/2", ()),
    ("Sum(harmonic(n)/factorial(n), (n, 0, oo)) - E*(EulerGamma - Ei(-1))", ()),
    ("Sum(1/(n*factorial(n)), (n, 1, oo)) - Ei(1) + EulerGamma", ()),
    ("sum(x^n/factorial(n), n=0..oo) = exp(x)", X),
    ("sum(n^4*x^n/factorial(n), n=0..oo) = (x+7*x^2+6*x^3+x^4)*exp(x)", X),
    ("sum((-1)^n*n^3/factorial(n), n=0..oo) = 1/E", ()),
    ("sum((-1)^n*x^(2*n)/factorial(2*n), n=0..oo) = cos(x)", X),
    ("sum((-1)^n*x^(2*n+1)/factorial(2*n+1), n=0..oo) = sin(x)", X),
    ("sum(x^(2*n)/factorial(2*n), n=0..oo) = cosh(x)", X),
    ("sum(x^(2*n+1)/factorial(2*n+1), n=0..oo) = sinh(x)", X),
    ("sum(x^n/factorial(2*n), n=0..oo) = cosh(sqrt(x))", POSITIVE),
    ("sum(x^n/factorial(2*n), n=0..oo) = cos(sqrt(-x))", NEGATIVE),
    ("sum(x^n/factorial(2*n+1), n=0..oo) = sinh(sqrt(x))/sqrt(x)", POSITIVE),
    ("sum(x^n/factorial(2*n+1), n=0..oo) = sin(sqrt(-x))/sqrt(-x)", NEGATIVE),
    ("sum(n^2/factorial(2*n), n=0..oo) = (cosh(1)+sinh(1))/4", ()),
    ("sum(n/factorial(2*n), n=0..oo) = sinh(1)/2", ()),
    ("sum(1/(factorial(2*n+1)*(2*n+3)), n=0..oo) = exp(-1)", ()),
    ("sum(1/(factorial(2*n)*(2*n+2)), n=0..oo) = sinh(1) - cosh(1) + 1", ()),
    ("sum(1/factorial(4*n+1), n=0..oo) = (sin(1)+sinh(1))/2", ()),
    ("sum(1/factorial(4*n+2), n=0..oo) = (cosh(1)-cos(1))/2", ()),
    ("sum(1/factorial(4*n+3), n=0..oo) = (sinh(1)-sin(1))/2", ()),
    ("sum(1/factorial(3*n+1), n=0..oo) = E/3 + 2/3*exp(-1/2)*sin(sqrt(3)/2 - pi/6)", ()),
    ("sum(1/factorial(3*n+2), n=0..oo) = E/3 - 2/3*exp(-1/2)*sin(sqrt(3)/2 + pi/6)", ()),
    ("sum((-1)^n/factorial(3*n), n=0..oo) = exp(-1)/3 + 2/3*exp(1/2)*cos(sqrt(3)/2)", ()),
    ("sum(x^(3*n)/factorial(3*n), n=0..oo) = exp(x)/3 + 2/3*exp(-x/2)*cos(sqrt(3)*x/2)", X),
    ("sum(x^(4*n)/factorial(4*n), n=0..oo) = (cos(x)+cosh(x))/2", X),
    ("sum((-1)^n*x^(4*n)/factorial(4*n), n=0..oo) = cos(x/sqrt(2))*cosh(x/sqrt(2))", X),
    ("sum(1/factorial(6*n), n=0..oo) = (cosh(1) + 2*cosh(1/2)*cos(sqrt(3)/2))/3", ()),
    ("sum(1/factorial(8*n), n=0..oo) = (cosh(1)+cos(1)+2*cos(1/sqrt(2))*cosh(1/sqrt(2)))/4", ()),
    ("sum(n/factorial(3*n), n=0..oo) = E/9 - 2/9*exp(-1/2)*sin(sqrt(3)/2+pi/6)", ()),
    ("sum((-1)^n*(x/2)^(2*n)/factorial(n)^2, n=0..oo) = besselj(0,x)", X),
    ("sum((x/2)^(2*n)/factorial(n)^2, n=0..oo) = besseli(0,x)", X),
    ("sum((-1)^n*(x/2)^(2*n+1)/(factorial(n)*factorial(n+1)), n=0..oo) = besselj(1,x)", POSITIVE),
    ("sum((x/2)^(2*n+3)/(factorial(n)*factorial(n+3)), n=0..oo) = besseli(3,x)", POSITIVE),
    ("sum((x/2)^(2*n+nu)/(factorial(n)*gamma(n+nu+1)), n=0..oo) = besseli(nu,x)", ORDER),
    ("sum((-1)^n*(x/2)^(2*n+nu)/(factorial(n)*gamma(n+nu+1)), n=0..oo) = besselj(nu,x)", ORDER),
    ("sum((-1)^n*(1/2)^(2*n+1/3)/(factorial(n)*gamma(n+4/3)), n=0..oo) = besselj(1/3,1)", ()),
    ("sum((1/2)^(2*n-1/3)/(factorial(n)*gamma(n+2/3)), n=0..oo) = besseli(-1/3,1)", ()),
    ("sum((-1)^n*x^(2*n)/(factorial(n)*gamma(n+3/2)*4^n), n=0..oo) = 2*sin(x)/(sqrt(pi)*x)", POSITIVE),
    ("sum(n/factorial(n)^2, n=0..oo) = besseli(1,2)", ()),
    ("sum(n^2/factorial(n)^2, n=0..oo) = besseli(0,2)", ()),
    ("sum(n^3/factorial(n)^2, n=0..oo) = besseli(0,2)+besseli(1,2)", ()),
    ("sum(1/(factorial(n)*factorial(n+2)), n=0..oo) = besseli(2,2)", ()),
    ("sum(1/(factorial(n)*factorial(n+2)), n=0..oo) = besseli(0,2)-besseli(1,2)", ()),
    ("sum(x^n/factorial(n)^2, n=0..oo) = besseli(0,2*sqrt(x))", POSITIVE),
    ("sum(x^n/factorial(n)^2, n=0..oo) = besselj(0,2*sqrt(-x))", NEGATIVE),
    ("sum(binomial(2*n,n)/factorial(n), n=0..oo) = exp(2)*besseli(0,2)", ()),
    ("sum(binomial(2*n,n)*(-1)^n/factorial(n), n=0..oo) = exp(-2)*besseli(0,2)", ()),
    ("sum(binomial(2*n,n)*x^n/factorial(n), n=0..oo) = exp(2*x)*besseli(0,2*x)", X),
    ("sum(binomial(2*n,n)/factorial(n+1), n=0..oo) = exp(2)*(besseli(0,2)-besseli(1,2))", ()),
    ("sum((-1)^n/(factorial(n)*(2*n+1)), n=0..oo) = sqrt(pi)/2*erf(1)", ()),
    ("sum(1/(factorial(n)*(2*n+1)), n=0..oo) = sqrt(pi)/2*erfi(1)", ()),
    ("sum((-1)^n*x^(2*n+1)/(factorial(n)*(2*n+1)), n=0..oo) = sqrt(pi)/2*erf(x)", X),
    ("sum(2^n*x^(2*n+1)/factorial2(2*n+1), n=0..oo) = sqrt(pi)/2*exp(x^2)*erf(x)", X),
    ("sum(1/factorial2(2*n+1), n=0..oo) = sqrt(pi*E/2)*erf(1/sqrt(2))", ()),
    ("sum(1/factorial2(n), n=0..oo) = sqrt(E) + sqrt(pi*E/2)*erf(1/sqrt(2))", ()),
    ("sum(factorial(n)*4^n/factorial(2*n), n=1..oo) = sqrt(pi)*E*erf(1)", ()),
    ("sum((-1)^n*factorial(n)*4^n/factorial(2*n+1), n=0..oo) = sqrt(pi)/2*exp(-1)*erfi(1)", ()),
    ("sum(1/gamma(n+1/2), n=0..oo) = 1/sqrt(pi) + E*erf(1)", ()),
    ("sum(x^n/gamma(n+3/2), n=0..oo) = exp(x)*erf(sqrt(x))/sqrt(x)", POSITIVE),
    ("sum((-1)^n*x^n/(factorial(n)*(n+a)), n=0..oo) = lowergamma(a,x)/x^a", ("x: real, x > 0", "a: real, a > 0")),
    ("sum((-1)^n/(factorial(n)*(3*n+1)), n=0..oo) = lowergamma(1/3,1)/3", ()),
    ("sum((-1)^n/(factorial(n)*(n+3)), n=0..oo) = 2-5/E", ()),
    ("sum(x^n/RisingFactorial(a+1,n), n=0..oo) = a*exp(x)*lowergamma(a,x)/x^a", ("x: real, x > 0", "a: real, a > 0")),
    ("sum(x^n/(n*factorial(n)), n=1..oo) = Ei(x) - log(x) - EulerGamma", POSITIVE),
    ("sum((-1)^(n-1)*x^n/(n*factorial(n)), n=1..oo) = expint(1,x) + log(x) + EulerGamma", POSITIVE),
    ("sum((-1)^n*x^(2*n+1)/((2*n+1)*factorial(2*n+1)), n=0..oo) = Si(x)", X),
    ("sum(x^(2*n+1)/((2*n+1)*factorial(2*n+1)), n=0..oo) = Shi(x)", X),
    ("sum((-1)^n*x^(2*n)/((2*n)*factorial(2*n)), n=1..oo) = Ci(x) - log(x) - EulerGamma", POSITIVE),
    ("sum(x^(2*n)/((2*n)*factorial(2*n)), n=1..oo) = Chi(x) - log(x) - EulerGamma", POSITIVE),
    ("sum((-1)^n/((2*n+1)*factorial(2*n+1)), n=0..oo) = Si(1)", ()),
    ("sum((log(3))^n/(n*factorial(n)), n=1..oo) = li(3) - log(log(3)) - EulerGamma", ()),
    ("sum((-1)^n*(pi/2)^(2*n)/(factorial(2*n)*(4*n+1)), n=0..oo) = fresnelc(1)", ()),
    ("sum((-1)^n*(pi/2)^(2*n+1)/(factorial(2*n+1)*(4*n+3)), n=0..oo) = fresnels(1)", ()),
    ("sum((-1)^n*(pi/2)^(2*n)*x^(4*n+1)/(factorial(2*n)*(4*n+1)), n=0..oo) = fresnelc(x)", POSITIVE),
    ("sum((-1)^n*(pi/2)^(2*n+1)*x^(4*n+3)/(factorial(2*n+1)*(4*n+3)), n=0..oo) = fresnels(x)", POSITIVE),
    ("sum(harmonic(n)*x^n/factorial(n), n=1..oo) = exp(x)*(EulerGamma + log(x) + expint(1,x))", POSITIVE),
    ("sum((-1)^n*harmonic(n)/factorial(n), n=0..oo) = exp(-1)*(EulerGamma - Ei(1))", ()),
    ("sum(n*harmonic(n)/factorial(n), n=0..oo) = E*(EulerGamma - Ei(-1)) + E - 1", ()),
    ("sum(harmonic(n+1)/factorial(n), n=0..oo) = E*(EulerGamma - Ei(-1)) + E - 1", ()),
    ("sum(1/factorial(n)^3, n=0..oo) = hyper((),(1,1),1)", ()),
    ("sum(1/(factorial(n)*factorial(2*n)), n=0..oo) = hyper((),(1/2,1),1/4)", ()),
    ("sum(factorial(n)/factorial(3*n), n=0..oo) = hyper((1,),(1/3,2/3),1/27)", ()),
    ("sum(1/factorial(2*n+1), n=0..oo) = hyper((),(3/2,),1/4)", ()),
    ("sum(1/factorial(n)^2, n=0..oo) = hyper((),(1,),1)", ()),
    ("sum(1/(factorial(n)*factorial(n+3)), n=0..oo) = hyper((),(4,),1)/6", ()),
    ("hyper((),(1,),1) - besseli(0,2)", ()),
    ("hyper((1/2,),(3/2,),-1) - sqrt(pi)/2*erf(1)", ()),
    ("sum(RisingFactorial(1/3,n)/(factorial(n)*RisingFactorial(1/5,n)), n=0..oo) = hyper((1/3,),(1/5,),1)", ()),
    (
        "sum(RisingFactorial(1/3,n)*RisingFactorial(1/7,n)/(factorial(n)*RisingFactorial(1/5,n)*2^n), n=0..oo) = hyper((1/3,1/7),(1/5,),1/2)",
        (),
    ),
    ("sum((n+1)^2*x^n/factorial(n), n=0..oo) = (x^2+3*x+1)*exp(x)", X),
    ("sum((2*n+1)/factorial(n), n=0..oo) = 3*E", ()),
    ("sum(n*(-1)^n/factorial(2*n+1), n=0..oo) = (cos(1)-sin(1))/2", ()),
    ("sum(2^n/factorial(n), n=3..oo) = exp(2)-5", ()),
    ("sum(x^n/factorial(n+1), n=0..oo) = (exp(x)-1)/x", POSITIVE),
    ("sum(1/(n*factorial(n+1)), n=1..oo) = Ei(1) - EulerGamma - E + 2", ()),
    ("sum(1/(n^2+n)/factorial(n), n=1..oo) = Ei(1) - EulerGamma - E + 2", ()),
    ("sum((-1)^n*pi^(2*n)/factorial(2*n+1), n=0..oo) = 0", ()),
    ("sum((-1)^n*pi^(2*n)/factorial(2*n), n=0..oo) = -1", ()),
    ("sum((-1)^n*(pi/3)^(2*n)/factorial(2*n), n=0..oo) = 1/2", ()),
    ("sum(cos(n)/factorial(n), n=0..oo) = exp(cos(1))*cos(sin(1))", ()),
    ("sum(sin(n*x)/factorial(n), n=0..oo) = exp(cos(x))*sin(sin(x))", X),
    ("sum(harmonic(n)/factorial(n+1), n=0..oo) = E*(EulerGamma - Ei(-1)) - Ei(1) + EulerGamma", ()),
    ("hyper((2,),(7/2,),x) = hyper((3/2,),(7/2,),-x)*exp(x)", POSITIVE),
    ("sum(1/factorial(n+2)^2, n=0..oo) = hyper((1,),(3,3),1)/4", ()),
    ("sum((-1)^n*x^(2*n)/(4^n*factorial(n)^2), n=0..oo) = besselj(0,x)", X),
    ("sum(x^n/(factorial(n)^2), n=0..oo) = hyper((),(1,),x)", X),
    ("sum(gamma(n+1/3)/(factorial(n)*gamma(n+1/2)), n=0..oo) = gamma(1/3)/sqrt(pi)*hyper((1/3,),(1/2,),1)", ()),
    ("sum(n!/(2*n)!, n=0..oo) = 1 + sqrt(pi)/2*exp(1/4)*erf(1/2)", ()),
    ("sum((-1)^n*n!/(2*n)!, n=0..oo) = 1 - sqrt(pi)/2*exp(-1/4)*erfi(1/2)", ()),
    ("sum(x^n/(n+1)!/(n+1), n=0..oo) = (Ei(x)-log(x)-EulerGamma)/x", POSITIVE),
    ("sum((-1)^n/(n^2*n!), n=1..oo) = -hyper((1,1,1),(2,2,2),-1)", ()),
    ("sum(2^n*n^2/(2*n)!, n=0..oo) = (sqrt(2)*sinh(sqrt(2))+2*cosh(sqrt(2)))/4", ()),
    ("Sum(n/factorial(n+1), (n, 1, oo)) - 1", ()),
    ("Sum(1/(factorial(n)*2**n), (n, 0, oo)) - sqrt(E)", ()),
    ("Sum((-1)**n/(2**n*factorial(n)), (n,0,oo)) - exp(Rational(-1,2))", ()),
    ("Sum(1/factorial2(2*n), (n,0,oo)) - sqrt(E)", ()),
    ("Sum(1/factorial(2*n+1), (n,0,oo)) - sinh(1)", ()),
    ("Sum((-1)**n*pi**(2*n+1)/factorial(2*n+1), (n,0,oo))", ()),
    ("Sum((-1)**n*(2*n+1)/factorial(2*n+1), (n,0,oo)) - cos(1)", ()),
    ("Sum(n**2*x**n/factorial(n), (n,0,oo)) - x*(x+1)*exp(x)", X),
    ("Sum(n**10/factorial(n), (n,0,oo)) - 115975*E", ()),
    ("Sum(binomial(n,2)*3**n/factorial(n), (n,2,oo)) - 9*exp(3)/2", ()),
    ("Sum(exp(-3)*3**n/factorial(n), (n,0,oo)) - 1", ()),
    ("Sum(n*exp(-x)*x**n/factorial(n), (n,0,oo)) - x", X),
    ("Sum(log(2)**n/factorial(n), (n,0,oo)) - 2", ()),
    ("Sum((-log(3))**n/factorial(n), (n,0,oo)) - 1/3", ()),
    ("Sum((-1)**n*log(2)**(2*n)/factorial(2*n), (n,0,oo)) - cos(log(2))", ()),
    ("Sum(I**n/factorial(n), (n,0,oo)) - cos(1) - I*sin(1)", ()),
    ("Sum((I*pi)**n/factorial(n), (n,0,oo)) + 1", ()),
    ("Sum(2**(2*n)/factorial(2*n), (n,0,oo)) - cosh(2)", ()),
    ("Sum((-1)**n*2**n/factorial(2*n), (n,0,oo)) - cos(sqrt(2))", ()),
    ("Sum(1/(factorial(n)*(n+1)), (n,0,oo)) - E + 1", ()),
    ("Sum(1/(factorial(n)*(n+3)), (n,0,oo)) - E + 2", ()),
    ("Sum(1/(factorial(n)*(n+1)*(n+2)), (n,0,oo)) - E + 2", ()),
    ("Sum((-1)**n/(factorial(n)*(2*n+3)), (n,0,oo)) - sqrt(pi)*erf(1)/4 + exp(-1)/2", ()),
    ("Sum((-1)**n/(factorial(n)**2*4**n), (n,0,oo)) - besselj(0,1)", ()),
    ("Sum(1/(factorial(n)*factorial(n+1)), (n,0,oo)) - besseli(1,2)", ()),
    ("Sum(4**n/(factorial(n)*factorial(n+5)), (n,0,oo)) - besseli(5,4)/32", ()),
    ("Sum((-1)**n*9**n/(factorial(n)*factorial(n+2)), (n,0,oo)) - besselj(2,6)/9", ()),
    ("Sum(1/gamma(n+Rational(3,2)), (n,0,oo)) - E*erf(1)", ()),
    ("Sum((-1)**n/gamma(n+Rational(3,2)), (n,0,oo)) - exp(-1)*erfi(1)", ()),
    ("Sum(2**n/factorial2(2*n+1), (n,0,oo)) - sqrt(pi)*E*erf(1)/2", ()),
    ("Sum(factorial(n)/factorial(2*n+1), (n,0,oo)) - sqrt(pi)*exp(Rational(1,4))*erf(Rational(1,2))", ()),
    ("Sum((-1)**(n+1)/(n*factorial(n)), (n,1,oo)) - EulerGamma - expint(1,1)", ()),
    ("Sum((-1)**(n+1)/(n*factorial(n)), (n,1,oo)) - EulerGamma + Ei(-1)", ()),
    ("Sum(harmonic(n)/(2**n*factorial(n)), (n,1,oo)) - sqrt(E)*(EulerGamma - log(2) + expint(1,Rational(1,2)))", ()),
    ("Sum(harmonic(n)*n/factorial(n+1), (n,1,oo)) - (Ei(1)-EulerGamma)", ()),
    ("Sum(1/(factorial(n)*factorial(n)*4**n), (n, 0, oo)) - besseli(0,1)", ()),
    ("Sum(1/factorial(2*n)*hyper((),(),0), (n,0,oo)) - cosh(1)", ()),
    ("Sum((-1)**n/factorial(4*n), (n,0,oo)) - cos(1/sqrt(2))*cosh(1/sqrt(2))", ()),
    ("Sum((-4)**n/factorial(4*n), (n,0,oo)) - cos(1)*cosh(1)", ()),
    ("Sum(cos(n*pi/3)/factorial(n), (n,0,oo)) - exp(Rational(1,2))*cos(sqrt(3)/2)", ()),
    ("Sum(sin(n)/factorial(n), (n,0,oo)) - exp(cos(1))*sin(sin(1))", ()),
    ("Sum(2**n*cos(n*x)/factorial(n), (n,0,oo)) - exp(2*cos(x))*cos(2*sin(x))", X),
    ("Sum(cosh(n)/factorial(n), (n,0,oo)) - exp(cosh(1))*cosh(sinh(1))", ()),
    ("Sum(fibonacci(n)/factorial(n), (n,0,oo)) - exp(1/2)*2/sqrt(5)*sinh(sqrt(5)/2)", ()),
    ("Sum(lucas(n)/factorial(n), (n,0,oo)) - 2*exp(1/2)*cosh(sqrt(5)/2)", ()),
    ("Sum((-1)**n*fibonacci(n)/factorial(n), (n,0,oo)) + exp(-1/2)*2/sqrt(5)*sinh(sqrt(5)/2)", ()),
    ("Sum((2**n-1)/factorial(n), (n,0,oo)) - E**2 + E", ()),
    ("Sum((n+1)/(factorial(n)**2), (n,0,oo)) - besseli(0,2)-besseli(1,2)", ()),
    ("Sum(x**n/factorial(n), (n,1,oo)) - exp(x)+1", X),
    ("Sum((-1)**n*x**(2*n)/factorial(n), (n,0,oo)) - exp(-x**2)", X),
    ("Sum(x**(2*n+1)/(factorial(n)*(2*n+1)), (n,0,oo)) - sqrt(pi)*erfi(x)/2", X),
    ("Sum((-1)**n*x**n/(factorial(n)*(n+2)), (n,0,oo)) - (1-(1+x)*exp(-x))/x**2", POSITIVE),
    ("Sum(a**n/factorial(n), (n,3,oo)) - exp(a)+1+a+a**2/2", ("a: real",)),
    ("Sum(binomial(n+2,2)*x**n/factorial(n), (n,0,oo)) - exp(x)*(1+2*x+x**2/2)", X),
    ("Sum(1/(n*(n+1)*factorial(n)), (n,1,oo)) - Ei(1)+EulerGamma+E-2", ()),
    ("Sum(factorial(n)**2*4**n/factorial(2*n+1)/factorial(n+1), (n,0,oo)) - hyper((1,1),(3/2,2),1)", ()),
    ("Sum(factorial(n)/(factorial(2*n)*2**n), (n,0,oo)) - 1 - sqrt(2*pi)/4*exp(Rational(1,8))*erf(1/(2*sqrt(2)))", ()),
    ("Sum(1/(factorial(2*n)*(2*n+1)), (n,0,oo)) - sinh(1)", ()),
    ("Sum((-1)**n/(factorial(2*n)*(2*n+2)), (n,0,oo)) - sin(1) - cos(1) + 1", ()),
    ("Sum((-1)**n/(factorial(2*n+1)*(2*n+3)), (n,0,oo)) - sin(1) + cos(1)", ()),
    ("Sum(1/factorial(n)*(1/2)**n*n**2, (n,0,oo)) - 3*sqrt(E)/4", ()),
    ("Sum(3**n/factorial(2*n+1), (n,1,oo)) - sinh(sqrt(3))/sqrt(3) + 1", ()),
    ("Sum((-1)**n*factorial(2*n)/(4**n*factorial(n)**3), (n,0,oo)) - exp(-1/2)*besseli(0,1/2)", ()),
    ("Sum(RisingFactorial(1/2,n)/(factorial(n)*factorial(n)), (n,0,oo)) - exp(1/2)*besseli(0,1/2)", ()),
    (
        "Sum(RisingFactorial(3/2,n)/(factorial(n)*factorial(n+1)), (n,0,oo)) - exp(1/2)*(besseli(0,1/2)+besseli(1,1/2))*1",
        (),
    ),
    ("Sum(1/factorial(n)**2*x**n*n, (n,0,oo)) - sqrt(x)*besseli(1,2*sqrt(x))", POSITIVE),
    ("Sum(1/(4*n+1)/factorial(n), (n,0,oo)) - hyper((1/4,),(5/4,),1)", ()),
    ("Sum((-1)**n/(4*n+1)/factorial(n), (n,0,oo)) - lowergamma(1/4,1)/4", ()),
    ("Sum((-1)**n/(4*n+1)/factorial(n), (n,0,oo)) - gamma(1/4)/4 + uppergamma(1/4,1)/4", ()),
    ("Sum(n/((n+1)*factorial(n)), (n,0,oo)) - 1", ()),
    ("Sum(1/(factorial(n)*factorial(n+k)), (n,0,oo)) - besseli(k,2)", ("k: integer, k >= 0",)),
    (
        "Sum((-1)**n*x**(2*n)/(4**n*factorial(n)*factorial(n+k)), (n,0,oo)) - besselj(k,x)*(2/x)^k",
        ("k: integer, >= 0", "x: real", "x > 0"),
    ),
    ("Sum(2^n*sin(n*pi/3)/factorial(n), (n,0,oo)) - exp(1)*sin(sqrt(3))", ()),
    ("Sum(cos(n*pi/4)/factorial(n), (n,0,oo)) - exp(1/sqrt(2))*cos(1/sqrt(2))", ()),
    ("Sum(cos(2*n*pi/5)/factorial(n), (n,0,oo)) - exp(cos(2*pi/5))*cos(sin(2*pi/5))", ()),
)

WRONG: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sum((-1)^n*x^(2*n)/(4^n*factorial(n)^2), n=0..oo) = besselj(0,x)+x/10^9", POSITIVE),
    ("sum(1/factorial(n)^2, n=0..oo) = besseli(0,2) + 1/10^30", ()),
    ("sum(1/factorial(n)^2, n=1..oo) = besseli(0,2)", ()),
    ("sum(1/factorial(3*n), n=0..oo) = E/3 + 2*exp(-1/2)*cos(sqrt(3)/2)/3 - 1/10^40", ()),
    ("sum(1/factorial(3*n+1), n=0..oo) = E/3 + 2*exp(-1/2)*cos(sqrt(3)/2)/3", ()),
    ("sum(harmonic(n)/factorial(n), n=0..oo) = E*(EulerGamma + Ei(-1))", ()),
)


@pytest.mark.parametrize(("text", "assumptions"), IDENTITIES)
def test_an_identity_is_proved(text: str, assumptions: tuple[str, ...]) -> None:
    claim = Claim.parse(text, assumptions)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize(("text", "assumptions"), WRONG)
def test_a_wrong_identity_is_refuted(text: str, assumptions: tuple[str, ...]) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text, assumptions)).kind == "refuted"


@pytest.mark.parametrize("change", ["+ 1/10^30", "- 1/10^30", "+ 1", "- E/10^40"])
def test_an_identity_a_little_off_is_refuted(change: str) -> None:
    for text, assumptions in IDENTITIES[::6]:
        if not assumptions:
            claim = Claim.parse(f"{text} {change}")
            assert Compensator(timeout=20).prove(claim).kind == "refuted", text


def _harmonic(n: int) -> mpf:
    return mp.fsum(mpf(1) / k for k in range(1, n + 1))


KERNELS: Mapping[str, Callable[[int], mpf]] = {
    "1/n!": lambda n: 1 / mp.factorial(n),
    "1/(2*n)!": lambda n: 1 / mp.factorial(2 * n),
    "1/(2*n+1)!": lambda n: 1 / mp.factorial(2 * n + 1),
    "1/(3*n)!": lambda n: 1 / mp.factorial(3 * n),
    "1/n!^2": lambda n: 1 / mp.factorial(n) ** 2,
    "1/(n!*(n+1)!)": lambda n: 1 / (mp.factorial(n) * mp.factorial(n + 1)),
    "n!/(2*n)!": lambda n: mp.factorial(n) / mp.factorial(2 * n),
    "1/gamma(n+4/3)": lambda n: 1 / mp.gamma(n + mpf(4) / 3),
    "1/(n!*gamma(n+1/3))": lambda n: 1 / (mp.factorial(n) * mp.gamma(n + mpf(1) / 3)),
    "binomial(2*n,n)/n!": lambda n: mp.binomial(2 * n, n) / mp.factorial(n),
    "1/(n!*(2*n+1))": lambda n: 1 / (mp.factorial(n) * (2 * n + 1)),
    "1/(n!*(3*n+2))": lambda n: 1 / (mp.factorial(n) * (3 * n + 2)),
    "1/((n+1)*(n+1)!)": lambda n: 1 / (mp.factorial(n + 1) * (n + 1)),
    "1/((2*n+1)*(2*n+1)!)": lambda n: 1 / (mp.factorial(2 * n + 1) * (2 * n + 1)),
    "harmonic(n)/n!": lambda n: _harmonic(n) / mp.factorial(n),
}


def _campaign(count: int, seed: str) -> None:
    """Sum random polynomials times x^n times kernels: the value against mpmath, the claim proved, others never."""
    random = Random(seed)
    for _ in range(count):
        x = Fraction(random.randint(1, 24), random.randint(1, 8)) * random.choice((-1, 1))
        coefficients = [random.randint(-9, 9) for _ in range(random.randint(0, 3))] + [random.randint(1, 9)]
        polynomial = " + ".join(f"({c})*n^{k}" for k, c in enumerate(coefficients))
        kernel, start = random.choice(sorted(KERNELS)), random.randint(0, 3)
        total = Claim.parse(f"sum(({polynomial})*({x})^n*{kernel}, n={start}..oo)").expression
        _check(total, _by_hand(coefficients, x, KERNELS[kernel], start))


def _by_hand(coefficients: list[int], x: Fraction, kernel: Callable[[int], mpf], start: int) -> mpf:
    # Terms such as 96^n/n! rise to 10^41 before they fall, and from n = 400 on all of them add less than 10^-70.
    with mp.workdps(120):
        ratio = mpf(x.numerator) / x.denominator
        terms = (sum(c * n**k for k, c in enumerate(coefficients)) * ratio**n * kernel(n) for n in range(start, 400))
        return mp.fsum(terms)


def _check(total: Expression, reference: mpf) -> None:
    ends = [a.steps[-1].conclusion for a in search(Claim(total)).attempts if a.outcome == "found"]
    value = next((end.right for end in ends if end.left == total), None)
    assert value is not None, to_text(total)
    assert _verdict(Claim(total - value)) == "proved", to_text(total)
    ball = Ball.from_arb(evaluate(value, {}, 250).real)
    middle, _ = ball.to_decimal_strings()
    with mp.workdps(60):
        assert abs(mpf(middle) - reference) < (1 + abs(reference)) * mpf(10) ** -40, to_text(total)
    for off in (Fraction(1, 10**30), Fraction(-1)):
        assert _verdict(Claim(total - value - number(off))) == "refuted", to_text(total)
    assert _verdict(Claim(total + value)) == ("proved" if value == ZERO else "refuted")


def _verdict(claim: Claim) -> str:
    """Return the verdict, whose certificate is accepted when read from a file, too."""
    verdict = Compensator(timeout=30).prove(claim)
    if verdict.certificate is not None:
        assert check(claim, Certificate.from_json(verdict.certificate.to_json())).verdict == verdict.kind
    return verdict.kind


def test_random_series() -> None:
    _campaign(12, "factorial series")


@pytest.mark.slow
def test_random_series_campaign() -> None:
    _campaign(1000, "factorial series, at length")
