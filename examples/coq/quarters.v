(* Sum(1/((4*n + 1)*(4*n + 3)), (n, 0, oo)) - pi/8 = 0
   A certificate of tnsim 3f94162cbf5f9730 as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing.
Import ListNotations.
Open Scope R_scope.

Lemma step_0 : is_series (fun n => ((1 / (INR n + (1 / 4))) - (1 / (INR n + 1)))) (((digamma 1) - (digamma (1 / 4)))).
Proof.
  eapply series_value; [|exact (digamma_series (1 / 4) 1 ltac:(lra) ltac:(lra))].
  reflexivity.
Qed.

Lemma step_1 : is_series (fun n => ((1 / (INR n + (3 / 4))) - (1 / (INR n + 1)))) (((digamma 1) - (digamma (3 / 4)))).
Proof.
  eapply series_value; [|exact (digamma_series (3 / 4) 1 ltac:(lra) ltac:(lra))].
  reflexivity.
Qed.

Definition term_2 : term := (Div (Con 1) (Mul (Add (Mul (Con 4) Idx) (Con 1)) (Add (Mul (Con 4) Idx) (Con 3)))).
Definition parts_2 : list (Z * Z * term) := [(1, 8%Z, (Sub (Div (Con 1) (Add Idx (Div (Con 1) (Con 4)))) (Div (Con 1) (Add Idx (Con 1))))); ((-1), 8%Z, (Sub (Div (Con 1) (Add Idx (Div (Con 3) (Con 4)))) (Div (Con 1) (Add Idx (Con 1)))))]%Z.
Definition rules_2 : list rule := [].
Lemma step_2 : is_series (fun n => (1 / (((4 * INR n) + 1) * ((4 * INR n) + 3)))) ((PI / 8)).
Proof.
  apply series_value with (combined parts_2 [(((digamma 1) - (digamma (1 / 4)))); (((digamma 1) - (digamma (3 / 4))))]).
  { cbn [combined parts_2]. rewrite ?digamma_1, ?digamma_half, ?digamma_quarter, ?digamma_three_quarters. solve [values_agree | terms_agree | lra]. }
  refine (combination_ok 0 rules_2 term_2 parts_2 _ ltac:(vm_cast_no_check (@eq_refl bool true)) _).
  apply Forall2_cons; [exact step_0|].
  apply Forall2_cons; [exact step_1|].
  apply Forall2_nil.
Qed.

Theorem claim : is_series (fun n => (1 / (((4 * INR n) + 1) * ((4 * INR n) + 3)))) ((PI / 8)).
Proof.
  apply series_value with ((PI / 8)).
  { reflexivity. }
  exact step_2.
Qed.

Print Assumptions claim.
