"""The factors of a product or quotient, each by itself."""

from __future__ import annotations

from tnsim.language.expression import ONE, Divide, Expression, Multiply, Negate

__all__ = ["factors_of"]


def factors_of(expression: Expression, below: bool = False) -> list[tuple[Expression, bool]]:
    """Return the factors, each with whether it stands below a fraction line; a sign is the factor -1.

    A quotient below a line is one factor: 1/(1/x) has no value at x = 0, where x has one.

    >>> from tnsim.language.parser import parse
    >>> from tnsim.language.printing import to_text
    >>> [(to_text(factor), below) for factor, below in factors_of(parse("-2*pi/(pi + 1)"))]
    [('-1', False), ('2', False), ('pi', False), ('pi + 1', True)]
    >>> [(to_text(factor), below) for factor, below in factors_of(parse("2/(1/pi)"))]
    [('2', False), ('1/pi', True)]
    """
    match expression:
        case Multiply(factors):
            return [found for factor in factors for found in factors_of(factor, below)]
        case Divide(numerator, denominator) if not below:
            return factors_of(numerator) + factors_of(denominator, below=True)
        case Negate(operand) if operand != ONE:
            return [(Negate(ONE), below), *factors_of(operand, below)]
    return [(expression, below)]
