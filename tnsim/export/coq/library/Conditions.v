(* Tactics for the conditions of ParametricForms.v and the shape of the groups of Recurrence.v. *)
Require Import Reals Lra Lia ZArith List.
From TnSim Require Import Term Multivariate Parametric ParametricForms Recurrence.
Open Scope R_scope.

Ltac know_whole n :=
  lazymatch goal with
  | _ : 0 <= IZR (Z.of_nat n) |- _ => fail
  | _ => assert (0 <= IZR (Z.of_nat n)) by (apply IZR_le; apply Nat2Z.is_nonneg)
  end.
Ltac know_wholes := repeat match goal with |- context [IZR (Z.of_nat ?n)] => know_whole n end.
Ltac gathered := rewrite ?INR_IZR_INZ, ?Nat2Z.inj_add, ?Nat2Z.inj_mul; rewrite <- ?pow_IZR, <- ?opp_IZR;
  repeat (rewrite <- ?mult_IZR, <- ?plus_IZR, <- ?minus_IZR, <- ?opp_IZR).
Ltac spread := rewrite ?INR_IZR_INZ, ?Nat2Z.inj_add, ?Nat2Z.inj_mul; rewrite ?plus_IZR, ?mult_IZR, ?minus_IZR, ?opp_IZR, ?plus_IZR, ?mult_IZR.
Ltac is_nonzero := first
  [ lra
  | gathered; apply not_0_IZR; lia
  | spread; know_wholes; first [ lra | apply Rgt_not_eq; nra | apply Rlt_not_eq; nra ]
  | gathered; apply not_0_IZR; nia ].
Ltac is_positive := first [ lra | spread; know_wholes; first [ lra | nra ] ].
Ltac condition :=
  cbv [holds den leval dot zs map nden nth aval_n aval_z app List.map List.nth];
  first [ lia | is_positive | is_nonzero ].
Ltac all_conditions := repeat (apply List.Forall_cons; [condition|]); apply List.Forall_nil.

Ltac shape := cbv [from past low high before after nden nth map consecutive length List.nth List.map List.length app]; lia.
Ltac shapes :=
  cbv [parts];
  repeat (apply List.Forall_cons;
    [cbv [placed from past low high before after nden nth map consecutive length List.nth List.map List.length app]; repeat split; lia|]);
  apply List.Forall_nil.
(* All of `telescopes` but the identity of the terms. *)
Ltac group_shape :=
  split; [reflexivity|]; split; [shape|]; split; [intros ?; reflexivity|];
  split; [repeat (split; [reflexivity|]); exact I|]; split; [shapes|].
