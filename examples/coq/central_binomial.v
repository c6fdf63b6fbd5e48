(* Sum(binomial(2*n, n)/(4**n*(n + 1)), (n, 0, oo)) - 2 = 0
   A certificate of tnsim a9ebd47c01e61345 as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing.
Import ListNotations.
Open Scope R_scope.

Definition term_0 : term := (Div (Bin (Lin 2 0 0) (Lin 1 0 0)) (Mul (At (Geo 4 1 (Lin 1 0 0))) (Add Idx (Con 1)))).
Definition pieces_0 : list (term * way) := [((Mul (Div (Div (Sub (Con 0) (Con 2)) (Con 1)) (At (Fact (Lin 1 0 0)))) (At (Rise 1 2))), Raabe [(-1); (-2)]%Z [(-2); (-2)]%Z 2)].
Definition rules_0 : list rule := [Rule (Fact (Lin 2 0 0)) ([1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z); ((Geo 2 1 (Lin 1 0 0)), 2%Z); ((Rise 1 2), 1%Z)]; Rule (Geo 4 1 (Lin 1 0 0)) ([1]%Z, [1]%Z) [((Geo 2 1 (Lin 1 0 0)), 2%Z)]; Rule (Fact (Lin 2 2 0)) ([2; 6; 4]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z); ((Geo 2 1 (Lin 1 0 0)), 2%Z); ((Rise 1 2), 1%Z)]; Rule (Fact (Lin 1 1 0)) ([1; 1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z)]; Rule (Fact (Lin 1 2 1)) ([1; 1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z)]; Rule (Geo 4 1 (Lin 1 1 0)) ([4]%Z, [1]%Z) [((Geo 2 1 (Lin 1 0 0)), 2%Z)]].
Lemma step_0 : is_series (fun n => (Binomial.C (2 * n) n / (4 ^ n * (INR n + 1)))) (2).
Proof.
  apply series_value with (IZR 2 / IZR 1); [values_agree|].
  exact (sum_is_ok 0 0 rules_0 term_0 pieces_0 2 1 ltac:(vm_cast_no_check (@eq_refl bool true))).
Qed.

Theorem claim : is_series (fun n => (Binomial.C (2 * n) n / (4 ^ n * (INR n + 1)))) (2).
Proof.
  apply series_value with (2).
  { reflexivity. }
  exact step_0.
Qed.

Print Assumptions claim.
