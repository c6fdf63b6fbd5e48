(* Sum((-1)**(n + 1)/n, (n, 1, oo)) - log(2) = 0
   A certificate of tnsim 4e9df71bab119368 as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing.
Import ListNotations.
Open Scope R_scope.

Lemma step_0 : is_series (fun n => ((1 / (INR n + (1 / 2))) - (1 / (INR n + 1)))) (((digamma 1) - (digamma (1 / 2)))).
Proof.
  eapply series_value; [|exact (digamma_series (1 / 2) 1 ltac:(lra) ltac:(lra))].
  reflexivity.
Qed.

Definition term_1 : term := (Sub (Div (At (Geo (-1) 1 (Lin 2 2 0))) (Add (Con 1) (Mul (Con 2) Idx))) (Div (Div (Con 1) (Con 2)) (Add Idx (Con 1)))).
Definition parts_1 : list (Z * Z * term) := [(1, 2%Z, (Sub (Div (Con 1) (Add Idx (Div (Con 1) (Con 2)))) (Div (Con 1) (Add Idx (Con 1)))))]%Z.
Definition rules_1 : list rule := [Rule (Geo (-1) 1 (Lin 2 2 0)) ([1]%Z, [1]%Z) []; Rule (Geo (-1) 1 (Lin 2 4 0)) ([1]%Z, [1]%Z) []].
Lemma step_1 : is_series (fun n => (((-1) ^ (2 * n + 2) / (1 + (2 * INR n))) - ((1 / 2) / (INR n + 1)))) ((ln 2)).
Proof.
  apply series_value with (combined parts_1 [(((digamma 1) - (digamma (1 / 2))))]).
  { cbn [combined parts_1]. rewrite ?digamma_1, ?digamma_half, ?digamma_quarter, ?digamma_three_quarters. solve [values_agree | terms_agree | lra]. }
  refine (combination_ok 0 rules_1 term_1 parts_1 _ ltac:(vm_cast_no_check (@eq_refl bool true)) _).
  apply Forall2_cons; [exact step_0|].
  apply Forall2_nil.
Qed.

Definition term_2 : term := (Sub (Div (At (Geo (-1) 1 (Lin 2 3 0))) (Add (Con 2) (Mul (Con 2) Idx))) (Div (Opp (Div (Con 1) (Con 2))) (Add Idx (Con 1)))).
Definition pieces_2 : list (term * way) := [].
Definition rules_2 : list rule := [Rule (Geo (-1) 1 (Lin 2 3 0)) ([(-1)]%Z, [1]%Z) []; Rule (Geo (-1) 1 (Lin 2 5 0)) ([(-1)]%Z, [1]%Z) []].
Lemma step_2 : is_series (fun n => (((-1) ^ (2 * n + 3) / (2 + (2 * INR n))) - ((- (1 / 2)) / (INR n + 1)))) (0).
Proof.
  apply series_value with (IZR 0 / IZR 1); [values_agree|].
  exact (sum_is_ok 0 0 rules_2 term_2 pieces_2 0 1 ltac:(vm_cast_no_check (@eq_refl bool true))).
Qed.

Definition term_3 : term := (Div (At (Geo (-1) 1 (Lin 1 1 0))) Idx).
Definition parts_3 : list (Z * Z * term) := [(1, 1, (Sub (Div (At (Geo (-1) 1 (Lin 2 2 0))) (Add (Con 1) (Mul (Con 2) Idx))) (Div (Div (Con 1) (Con 2)) (Add Idx (Con 1))))); (1, 1, (Sub (Div (At (Geo (-1) 1 (Lin 2 3 0))) (Add (Con 2) (Mul (Con 2) Idx))) (Div (Opp (Div (Con 1) (Con 2))) (Add Idx (Con 1)))))]%Z.
Definition pieces_3 : list (term * way) := [((Mul (Div (Sub (Con 0) (Con 1)) Idx) (At (Geo (-1) 1 (Lin 1 0 0)))), Raabe [0; 1]%Z [(-1); (-1)]%Z 1)].
Definition rules_3 : list rule := [Rule (Geo (-1) 1 (Lin 1 1 0)) ([(-1)]%Z, [1]%Z) [((Geo (-1) 1 (Lin 1 0 0)), 1%Z)]; Rule (Geo (-1) 1 (Lin 2 2 0)) ([1]%Z, [1]%Z) []; Rule (Geo (-1) 1 (Lin 2 3 0)) ([(-1)]%Z, [1]%Z) []; Rule (Geo (-1) 1 (Lin 1 2 0)) ([1]%Z, [1]%Z) [((Geo (-1) 1 (Lin 1 0 0)), 1%Z)]; Rule (Geo (-1) 1 (Lin 2 4 0)) ([1]%Z, [1]%Z) []; Rule (Geo (-1) 1 (Lin 2 5 0)) ([(-1)]%Z, [1]%Z) []].
Lemma step_3 : is_series (fun k => let n := (1 + k)%nat in ((-1) ^ (n + 1) / INR n)) ((ln 2)).
Proof.
  apply series_value with (combined parts_3 [((ln 2)); (0)]).
  { cbn [combined parts_3]. solve [values_agree | terms_agree | lra]. }
  refine (groups_ok 2 1 rules_3 term_3 pieces_3 parts_3 _ ltac:(vm_cast_no_check (@eq_refl bool true)) _).
  apply Forall2_cons; [exact step_1|].
  apply Forall2_cons; [exact step_2|].
  apply Forall2_nil.
Qed.

Theorem claim : is_series (fun k => let n := (1 + k)%nat in ((-1) ^ (n + 1) / INR n)) ((ln 2)).
Proof.
  apply series_value with ((ln 2)).
  { reflexivity. }
  exact step_3.
Qed.

Print Assumptions claim.
