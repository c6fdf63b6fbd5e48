(* Why a sum of products tends to 0: by the orders of the factors. *)
Require Import Reals Lra Lia.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Vanishing Orders Wallis.
Open Scope R_scope.

(* The order of a product, by its factors; numbers below 1 in a power count as n^(-30), logarithms as n^(1/100). *)
Ltac along := intros; cbn; lia.
Ltac at_first := cbn; lra.
Ltac order_here := fail.
Ltac order_leaf := first
  [ apply order_const
  | eapply order_mult; [order_here|order_here]
  | eapply order_pow; order_here
  | eapply order_inverse_pow; order_here
  | eapply order_place; along
  | eapply order_inverse_here; [along|at_first]
  | eapply order_inverse_place; [along|at_first]
  | apply order_sin | apply order_cos
  | eapply (order_small_place _ _ (-30)); [along|solve [lra | nra]|solve [lra | nra]]
  | apply order_power_place; solve [lra | nra]
  | apply (order_harmonic_place _ (1 / 100)); [along|lra]
  | apply (order_ln_here _ (1 / 100)); [along|at_first|lra]
  | apply (order_ln_place _ _ (1 / 100)); [along|at_first|lra]
  | eapply order_hurwitz_place; [along|lia|at_first]
  | eapply order_wallis_rest_place; along
  | eapply order_wallis_place; along ].
Ltac order_here ::= order_leaf.
Ltac vanish := repeat apply null_plus; (eapply order_null; [order_here|simpl INR; lra]).
