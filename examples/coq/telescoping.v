(* Sum(n/((n + 2)*(n + 4)*(n + 8)), (n, 1, oo)) - 4/35 = 0
   A certificate of tnsim 594f49e5aeea8808 as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing.
Import ListNotations.
Open Scope R_scope.

Definition term_0 : term := (Div Idx (Mul (Mul (Add Idx (Con 2)) (Add Idx (Con 4))) (Add Idx (Con 8)))).
Definition pieces_0 : list (term * way) := [((Div (Sub (Sub (Sub (Sub (Sub (Sub (Con 0) (Mul (Con 6) (Pow Idx 5))) (Mul (Con 123) (Pow Idx 4))) (Mul (Con 956) (Pow Idx 3))) (Mul (Con 3477) (Pow Idx 2))) (Mul (Con 5806) Idx)) (Con 3456)) (Add (Add (Add (Add (Add (Add (Mul (Con 6) (Pow Idx 6)) (Mul (Con 162) (Pow Idx 5))) (Mul (Con 1770) (Pow Idx 4))) (Mul (Con 9990) (Pow Idx 3))) (Mul (Con 30624) (Pow Idx 2))) (Mul (Con 48168) Idx)) (Con 30240))), Quotient)].
Definition rules_0 : list rule := [].
Lemma step_0 : is_series (fun k => let n := (1 + k)%nat in (INR n / (((INR n + 2) * (INR n + 4)) * (INR n + 8)))) ((4 / 35)).
Proof.
  apply series_value with (IZR 4 / IZR 35); [values_agree|].
  exact (sum_is_ok 1 0 rules_0 term_0 pieces_0 4 35 ltac:(vm_cast_no_check (@eq_refl bool true))).
Qed.

Theorem claim : is_series (fun k => let n := (1 + k)%nat in (INR n / (((INR n + 2) * (INR n + 4)) * (INR n + 8)))) ((4 / 35)).
Proof.
  apply series_value with ((4 / 35)).
  { reflexivity. }
  exact step_0.
Qed.

Print Assumptions claim.
