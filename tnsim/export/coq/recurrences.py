"""Claims about all natural numbers N: `induction`, `classes`, `creative-telescoping`, `telescope-finite`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tnsim.export.coq.finite_sums import (
    RESERVED,
    Claims,
    Equation,
    Group,
    expression_of,
    finite_nodes,
    outermost,
)
from tnsim.export.coq.parametric import Node, form_of, formula_of, replaced
from tnsim.export.coq.parametric_reading import Reader
from tnsim.export.coq.refusal import NotExportable
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum, Symbol, rational_value
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate

__all__ = ["finite_sums_document", "has_finite_sums"]


def _step(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma of a step, about the equation; return its name."""
    rule = claims.certificate.steps[number].rule
    if rule == "induction":
        return _induction(claims, number, equation)
    if rule == "classes":
        return _classes(claims, number, equation)
    raise NotExportable(rule)


def _induction(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma that the equation of a step holds for all N; return its name."""
    step = claims.certificate.steps[number]
    name, texts, begin = step.witness.get("symbol"), step.witness.get("coefficients"), step.witness.get("start")
    if step.rule != "induction" or name != claims.whole or not isinstance(texts, tuple) or not isinstance(begin, int):
        raise NotExportable(step.rule)
    first = _least(step.conclusion.assumptions, claims.whole, step.rule)
    reader = claims.reader(step.rule)
    coefficients = [reader.read(expression_of(text, step.rule)) for text in texts]
    order = len(texts) - 1
    left = claims.function(number, equation)
    values = [_at_number(claims, number, equation, n, step.rule) for n in range(first, begin + order)]
    recurrence = _recurrence(claims, number, equation, coefficients, step.premises[-1], begin)
    arguments = " ".join(claims.reals)
    proofs = _proofs(claims)
    texts_ = "; ".join(formula_of(c, ["n"], lambda i: claims.reals[i]) for c in coefficients)
    lines = [
        f"Lemma step_{number} : forall {claims.whole} : nat, ({first} <= {claims.whole})%nat -> {claims.binders}"
        f"{left} {claims.whole} {arguments} = 0.",
        "Proof.",
        f"  intros {claims.whole} L_ {claims.names}. revert {claims.whole} L_.",
        f"  apply (recurrence_ok (fun n => {left} n {arguments}) (fun n => [{texts_}]) {first} {begin} {order}).",
        "  { lia. }",
        f"  {{ intros n K_. {_cases(range(first, begin + order))}",
        *(f"    {'' if len(values) == 1 else '+ '}exact ({v} {proofs})." for v in values),
        "  }",
        "  { intros n K_. split; [reflexivity|]. split.",
        f"    exact ({recurrence} n K_ {proofs}).",
        "    cbv [last]. is_nonzero. }",
        "Qed.",
    ]  # fmt: skip
    claims.blocks.append("\n".join(lines))
    return f"step_{number}"


def _at_number(claims: Claims, number: int, equation: Equation, value: int, rule: str) -> str:
    special = equation.at(Node("Nc", (value,)))
    groups = []
    for j, node in enumerate(special.sums):
        low = form_of(node.low)
        if low is None or any(low[1:]):
            raise NotExportable(rule, "a sum that does not start at a number")
        groups.append(Group((j,), Node("Rc", (0,)), low[0], Node("Nc", (low[0],))))
    return claims.telescoped(f"{number}_at_{value}", special, groups, rule, None)


def _recurrence(
    claims: Claims, number: int, equation: Equation, coefficients: Sequence[Node], premise: int, begin: int
) -> str:
    step = claims.certificate.steps[premise]
    if step.rule != "creative-telescoping":
        raise NotExportable(step.rule)
    shifted = [equation.at(Node("Nadd", (Node("Nv", (0,)), Node("Nc", (i,))))) for i in range(len(coefficients))]
    size, tree, sums = len(claims.reals), Node("Rc", (0,)), tuple(s for e in shifted for s in e.sums)
    for i in reversed(range(len(shifted))):
        offset = i * len(equation.sums)
        moved = replaced(shifted[i].tree, None, lambda j, o=offset: Node("Rx", (j if j < size else j + o,)))  # type: ignore[misc]
        tree = Node("Radd", (Node("Rmul", (coefficients[i], moved)), tree))
    return claims.telescoped(f"{number}_r", Equation(tree, sums), claims.groups(step, sums), step.rule, begin)


def _classes(claims: Claims, number: int, equation: Equation) -> str:
    """Add the lemma that the equation holds for all N as it does in every class; return its name."""
    step = claims.certificate.steps[number]
    modulus, first = len(step.premises), _least(step.conclusion.assumptions, claims.whole, step.rule)
    lemmas = []
    for r, premise in enumerate(step.premises, first):
        multiple = Node("Nmul", (modulus, Node("Nv", (0,))))
        lemmas.append(
            _step(claims, premise, equation.at(Node("Nadd", (multiple, Node("Nc", (r,)))) if r else multiple))
        )
    left, arguments = claims.function(number, equation), " ".join(claims.reals)
    cases = " \\/ ".join(
        f"{claims.whole} = ({modulus} * m + {r})%nat" if r else f"{claims.whole} = ({modulus} * m)%nat"
        for r in range(first, first + modulus)
    )
    proofs = _proofs(claims)
    lines = [
        f"Lemma step_{number} : forall {claims.whole} : nat, ({first} <= {claims.whole})%nat -> {claims.binders}"
        f"{left} {claims.whole} {arguments} = 0.",
        "Proof.",
        f"  intros {claims.whole} L_ {claims.names}.",
        f"  assert (D := Nat.div_mod ({claims.whole} - {first}) {modulus} ltac:(lia)).",
        f"  assert (B := Nat.mod_upper_bound ({claims.whole} - {first}) {modulus} ltac:(lia)).",
        f"  assert (E : exists m, {cases}) by (exists (({claims.whole} - {first}) / {modulus})%nat; lia).",
        f"  clear D B L_. destruct E as [m {_pattern(modulus)}].",
        *(f"  - exact ({lemma} m (Nat.le_0_l m) {proofs})." for lemma in lemmas),
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
    least = _least(claims.certificate.claim.assumptions, claims.whole, "linear")
    return claims.telescoped(f"{number}", equation, groups, "telescope-finite", least)


def _cases(numbers: range) -> str:
    """Return the tactics that leave a goal for each number."""
    if not numbers:
        return "lia."
    alternatives = " \\/ ".join(f"n = {n}%nat" for n in numbers)
    if len(numbers) == 1:
        return f"assert (K : {alternatives}) by lia. rewrite K."
    return f"assert (K : {alternatives}) by lia. destruct K as {_pattern(len(numbers))}."


def _pattern(count: int) -> str:
    """Return the pattern of a disjunction of equations to rewrite with."""
    return "->" if count == 1 else f"[-> | {_pattern(count - 1)}]"


def _proofs(claims: Claims) -> str:
    """Return the parameters and their hypotheses, for what is applied to them."""
    return " ".join([*claims.reals, *(f"H{i}" for i in range(len(claims.hypotheses)))])


def _least(assumptions: Assumptions, name: str, rule: str) -> int:
    """Return the lower bound of a natural number of which nothing else is assumed."""
    bounds = []
    for fact in assumptions.inequalities:
        if name in fact.symbols:
            value = rational_value(fact.left)
            if (
                fact.right != Symbol(name)
                or fact.relation != "<="
                or value is None
                or value.denominator != 1
                or value < 0
            ):
                raise NotExportable(rule, f"what is assumed of {name}")
            bounds.append(int(value))
    if not bounds:
        raise NotExportable(rule, f"{name} may be negative")
    return max(bounds)


def has_finite_sums(certificate: Certificate) -> bool:
    """Tell whether the claim is about finite sums with a whole parameter."""
    assumptions = certificate.claim.assumptions
    return len(assumptions.integers) == 1 and bool(list(outermost(certificate.claim.expression)))


def finite_sums_document(certificate: Certificate) -> list[str]:
    """Return the blocks of a script, the theorem last; raises NotExportable."""
    last = certificate.steps[-1]
    assumptions = certificate.claim.assumptions
    (whole,) = assumptions.integers
    reals = tuple(sorted(assumptions.reals))
    if not all(re.fullmatch("[A-Za-z][A-Za-z0-9]*", name) and name not in RESERVED for name in (whole, *reals)):
        raise NotExportable(last.rule, "names of parameters that mean something in Coq")
    least = _least(assumptions, whole, last.rule)
    reader = Reader(last.rule, {}, {name: i for i, name in enumerate(reals)})
    hypotheses = []
    for fact in assumptions.inequalities:
        if whole not in fact.symbols:
            sides = [formula_of(reader.read(side), [], lambda i: reals[i]) for side in (fact.left, fact.right)]
            hypotheses.append(f"{sides[0]} {'<>' if fact.relation == '!=' else fact.relation} {sides[1]}")
    claims = Claims(certificate, whole, reals, tuple(hypotheses))
    equation = claims.equation(certificate.claim.expression, last.rule)
    number = len(certificate.steps) - 1
    if last.rule == "linear":
        name = _telescoping(claims, number, equation, finite_nodes(last.conclusion))
    else:
        name = _step(claims, number, equation)
    lemma = f"{name} {whole} L_ {_proofs(claims)}"
    claims.blocks.append(_theorem(claims, equation, least, lemma))
    return claims.blocks


def _theorem(claims: Claims, equation: Equation, least: int, lemma: str) -> str:
    tree = equation.tree
    quantified = f"forall {claims.whole} : nat, " + (f"({least} <= {claims.whole})%nat -> " if least else "")
    intros = f"  intros {claims.whole} {'L_ ' if least else ''}{claims.names}."
    if not least:
        intros += f" assert (L_ : (0 <= {claims.whole})%nat) by apply Nat.le_0_l."
    if tree.head == "Rsub":
        left, right = (claims.formula(equation, tree.node(i)) for i in (0, 1))
        statement, proof = f"{left} = {right}", f"  apply Rminus_diag_uniq. exact ({lemma})."
    else:
        statement, proof = f"{claims.formula(equation)} = 0", f"  exact ({lemma})."
    return "\n".join([f"Theorem claim : {quantified}{claims.binders}{statement}.", "Proof.", intros, proof, "Qed."])
