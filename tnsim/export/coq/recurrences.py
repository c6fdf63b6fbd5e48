"""Claims about all natural numbers N: `induction`, `classes`, `creative-telescoping`, `telescope-finite`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from tnsim.export.coq.finite_sums import Claims, Equation, Group, expression_of, finite_nodes, outermost
from tnsim.export.coq.parameters import Parameters, parameters_of
from tnsim.export.coq.parametric import Node, form_of, formula_of, replaced
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.expression import INFINITY, Sum, rational_value
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate

__all__ = ["FINITE_RULES", "finite_sums_document", "has_finite_sums", "proved_equation"]

FINITE_RULES = ("classes", "creative-telescoping", "induction", "polynomial", "telescope-finite")
"""The rules with a translation here, beside `linear`."""


def _step(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma of a step, about the equation; return its name."""
    rule = claims.certificate.steps[number].rule
    if rule == "induction":
        return _induction(claims, number, equation)
    if rule == "classes":
        return _classes(claims, number, equation)
    if rule == "polynomial":
        return _polynomial(claims, number, equation)
    raise NotExportable(rule)


def _induction(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma that the equation of a step holds for all N; return its name."""
    step = claims.certificate.steps[number]
    name, texts, begin = step.witness.get("symbol"), step.witness.get("coefficients"), step.witness.get("start")
    if name not in claims.wholes or not isinstance(texts, tuple) or not isinstance(begin, int):
        raise NotExportable(step.rule)
    parameters, place = claims.parameters(number), claims.wholes.index(str(name))
    first = parameters.wholes[place][1]
    assert first is not None
    reader = claims.reader(step.rule)
    coefficients = [reader.read(expression_of(text, step.rule)) for text in texts]
    order = len(texts) - 1
    left = claims.function(number, equation)
    without = parameters.starting(str(name), None)
    values = [
        _at_number(claims, premise, equation.at(place, Node("Nc", (n,))), f"{number}_at_{n}", without)
        for n, premise in zip(range(first, begin + order), step.premises, strict=False)
    ]
    later = parameters.starting(str(name), begin)
    recurrence = _recurrence(claims, number, equation, coefficients, place, later)
    names = ["n_" if n == name else text for n, text in zip(claims.wholes, parameters.names, strict=True)]
    cs = "; ".join(formula_of(c, names, lambda i: claims.reals[i]) for c in coefficients)
    lines = [
        f"Lemma step_{number} : {parameters.binders()}{left} {' '.join((*parameters.names, *claims.reals))} = 0.",
        "Proof.",
        f"  {parameters.intros()} revert {name} L{name}_.",
        f"  apply (recurrence_ok (fun n_ => {left} {' '.join((*names, *claims.reals))}) (fun n_ => [{cs}]) "
        f"{first} {begin} {order}).",
        "  { lia. }",
        f"  {{ intros n_ K_. {_cases(range(first, begin + order))}",
        *(f"    {'' if len(values) == 1 else '+ '}exact ({v} {without.applied()})." for v in values),
        "  }",
        "  { intros n_ K_. split; [reflexivity|]. split.",
        f"    exact ({recurrence} {parameters.applied({str(name): 'n_ K_'})}).",
        "    cbv [last]. is_nonzero. }",
        "Qed.",
    ]  # fmt: skip
    claims.blocks.append("\n".join(lines))
    return f"step_{number}"


def _at_number(claims: Claims, premise: int, equation: Equation, number: str, parameters: Parameters) -> str:
    """Add the lemma of the equation for one value of the parameter: terms written out, or a proof of its own."""
    rule = claims.certificate.steps[premise].rule
    if rule != "linear":
        return _step(claims, premise, equation)
    groups = []
    for j, node in enumerate(equation.sums):
        low = form_of(node.low)
        if low is None or any(low[1:]):
            raise NotExportable(rule, "a sum that does not start at a number")
        groups.append(Group((j,), Node("Rc", (0,)), low[0], Node("Nc", (low[0],))))
    return claims.telescoped(number, equation, groups, rule, parameters)


def _recurrence(
    claims: Claims, number: int, equation: Equation, coefficients: Sequence[Node], place: int, parameters: Parameters
) -> str:
    step = claims.certificate.steps[claims.certificate.steps[number].premises[-1]]
    if step.rule != "creative-telescoping":
        raise NotExportable(step.rule)
    shifted = [
        equation.at(place, Node("Nadd", (Node("Nv", (place,)), Node("Nc", (i,))))) for i in range(len(coefficients))
    ]
    size, tree, sums = len(claims.reals), Node("Rc", (0,)), tuple(s for e in shifted for s in e.sums)
    for i in reversed(range(len(shifted))):
        moved = replaced(shifted[i].tree, None, _moved_by(i * len(equation.sums), size))
        tree = Node("Radd", (Node("Rmul", (coefficients[i], moved)), tree))
    return claims.telescoped(f"{number}_r", Equation(tree, sums), claims.groups(step, sums), step.rule, parameters)


def _moved_by(offset: int, size: int) -> Callable[[int], Node]:
    return lambda j: Node("Rx", (j if j < size else j + offset,))


def _classes(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma that the equation holds for all N as it does in every class; return its name."""
    step = claims.certificate.steps[number]
    name = step.witness.get("symbol")
    if name not in claims.wholes:
        raise NotExportable(step.rule)
    parameters, place, modulus = claims.parameters(number), claims.wholes.index(str(name)), len(step.premises)
    first = parameters.wholes[place][1]
    assert first is not None
    multiple, lemmas = Node("Nmul", (modulus, Node("Nv", (place,)))), []
    for r, premise in enumerate(step.premises, first):
        member = Node("Nadd", (multiple, Node("Nc", (r,)))) if r else multiple
        lemmas.append(_step(claims, premise, equation.at(place, member)))
    left = claims.function(number, equation)
    cases = " \\/ ".join(
        f"{name} = ({modulus} * m_ + {r})%nat" if r else f"{name} = ({modulus} * m_)%nat"
        for r in range(first, first + modulus)
    )
    lines = [
        f"Lemma step_{number} : {parameters.binders()}{left} {' '.join((*parameters.names, *claims.reals))} = 0.",
        "Proof.",
        f"  {parameters.intros()}",
        f"  assert (D := Nat.div_mod ({name} - {first}) {modulus} ltac:(lia)).",
        f"  assert (B := Nat.mod_upper_bound ({name} - {first}) {modulus} ltac:(lia)).",
        f"  assert (E : exists m_, {cases}) by (exists (({name} - {first}) / {modulus})%nat; lia).",
        f"  clear D B L{name}_. destruct E as [m_ {_pattern(modulus)}].",
        *(f"  - exact ({lemma} {parameters.applied({str(name): 'm_ (Nat.le_0_l m_)'})})." for lemma in lemmas),
        "Qed.",
    ]
    claims.blocks.append("\n".join(lines))
    return f"step_{number}"


def _polynomial(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma that the equation holds for all real x, as it does above some number; return its name."""
    step = claims.certificate.steps[number]
    name = step.witness.get("symbol")
    if name not in claims.reals:
        raise NotExportable(step.rule, "a polynomial in a whole number")
    premise = _step(claims, step.premises[0], equation)
    below = [
        value
        for fact in claims.certificate.steps[step.premises[0]].conclusion.assumptions.inequalities
        if fact.symbols == {name} and (value := rational_value(fact.left)) is not None
    ]
    bound = max(below, default=Fraction(0))
    parameters, left = claims.parameters(number), claims.function(number, equation)
    before = claims.parameters(step.premises[0])
    arguments = " ".join((*parameters.names, *claims.reals))
    wholes = " ".join(f"{n} L{n}_" for n, first in before.wholes if first is not None)
    lines = [
        f"Lemma step_{number} : {parameters.binders()}{left} {arguments} = 0.",
        "Proof.",
        f"  {parameters.intros()} revert {name}.",
        f"  apply (polynomial_zero (fun {name} => {left} {arguments}) ({bound.numerator} / {bound.denominator})).",
        f"  unfold {left}. is_polynomial.",
        f"  intros {name} K_. apply ({premise} {' '.join([wholes, *claims.reals]).strip()}); lra.",
        "Qed.",
    ]
    claims.blocks.append("\n".join(lines))
    return f"step_{number}"


def _telescoping(claims: Claims, number: int, equation: Equation, nodes: Sequence[Sum]) -> str:
    """Add the lemma of a combination of sums that telescope one by one; return its name."""
    steps = [claims.certificate.steps[p] for p in claims.certificate.steps[number].premises]
    known = {step.conclusion.left: step for step in steps if step.rule == "telescope-finite"}
    groups = []
    for j, node in enumerate(nodes):
        step = known.get(node)
        if step is None:
            raise NotExportable("linear", "a finite sum without a value")
        text, begin = step.witness.get("antidifference"), step.witness.get("from")
        if not isinstance(text, str) or not isinstance(begin, int):
            raise NotExportable(step.rule, "no antidifference")
        groups.append(claims.group((j,), begin, to_text(node.upper), text, step))
    return claims.telescoped(f"{number}", equation, groups, "telescope-finite", claims.parameters(number))


def _cases(numbers: range) -> str:
    """Return the tactics that leave a goal for each number."""
    if not numbers:
        return "lia."
    alternatives = " \\/ ".join(f"n_ = {n}%nat" for n in numbers)
    if len(numbers) == 1:
        return f"assert (K : {alternatives}) by lia. rewrite K."
    return f"assert (K : {alternatives}) by lia. destruct K as {_pattern(len(numbers))}."


def _pattern(count: int) -> str:
    """Return the pattern of a disjunction of equations to rewrite with."""
    return "->" if count == 1 else f"[-> | {_pattern(count - 1)}]"


def has_finite_sums(certificate: Certificate) -> bool:
    """Tell whether the claim is about finite sums with whole parameters, and none to infinity."""
    nodes = list(outermost(certificate.claim.expression))
    return bool(certificate.claim.assumptions.integers and nodes) and all(node.upper != INFINITY for node in nodes)


def finite_sums_document(certificate: Certificate) -> list[str]:
    """Return the blocks of a script, the theorem last; raises NotExportable."""
    last, number = certificate.steps[-1], len(certificate.steps) - 1
    assumptions = certificate.claim.assumptions
    claims = Claims(certificate, tuple(sorted(assumptions.integers)), tuple(sorted(assumptions.reals)))
    parameters = parameters_of(assumptions, claims.wholes, claims.reals, last.rule)
    equation = claims.equation(certificate.claim.expression, last.rule)
    stated = (equation.tree, *(bound for node in equation.sums for bound in (node.low, node.high)))
    if any(_stops_at_0(node, parameters) for node in stated):
        raise NotExportable(last.rule, "a natural number that is negative at the first value of a parameter")
    name = proved_equation(claims, number, equation)
    claims.blocks.append(_theorem(claims, equation, parameters, name))
    return claims.blocks


def _stops_at_0(node: Node, parameters: Parameters) -> bool:
    """Tell whether a difference is negative at the first values of the parameters: Coq's is 0 there."""
    form = form_of(node) if node.head == "Nsub" else None
    if form is not None and min(form[1:], default=0) >= 0:
        firsts = (first or 0 for _, first in parameters.wholes)
        if form[0] + sum(c * first for c, first in zip(form[1:], firsts, strict=False)) < 0:
            return True
    return any(_stops_at_0(child, parameters) for child in node.nodes)


def proved_equation(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma of a step that concludes the equation; return its name."""
    step = claims.certificate.steps[number]
    if step.rule == "linear":
        return _telescoping(claims, number, equation, finite_nodes(step.conclusion))
    return _step(claims, number, equation)


def _theorem(claims: Claims, equation: Equation, parameters: Parameters, name: str) -> str:
    tree, lemma = equation.tree, f"{name} {parameters.applied()}"
    if tree.head == "Rsub":
        left, right = (claims.formula(equation, claims.wholes, tree.node(i)) for i in (0, 1))
        statement, proof = f"{left} = {right}", f"  apply Rminus_diag_uniq. exact ({lemma})."
    else:
        statement, proof = f"{claims.formula(equation, claims.wholes)} = 0", f"  exact ({lemma})."
    theorem = f"Theorem claim : {parameters.binders(shown=True)}{statement}."
    return "\n".join([theorem, "Proof.", f"  {parameters.intros(shown=True)}", proof, "Qed."])
