(* Equal values: what the last line of a script needs. *)
Require Import Reals Lra.
Open Scope R_scope.

Lemma exp_neq0 x : exp x <> 0.
Proof. apply Rgt_not_eq, exp_pos. Qed.
Lemma sqrt_neq0 x : 0 < x -> sqrt x <> 0.
Proof. intros. now apply Rgt_not_eq, sqrt_lt_R0. Qed.

Ltac differs_from_zero := repeat split; auto using PI_neq0, exp_neq0; try (apply sqrt_neq0; lra); try lra.
Ltac values_agree := solve [reflexivity | lra | field; differs_from_zero | simpl; field; differs_from_zero].
