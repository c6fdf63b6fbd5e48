(* Sum(n**3/factorial(n), (n, 0, oo)) - 5*E = 0
   A certificate of tnsim f7ec6d518d54c222 as a script for Coq 8.16 with Coquelicot. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Blocks Constants Special Functions Combining Vanishing Values Closing.
Import ListNotations.
Open Scope R_scope.

Definition term_2 : term := (Sub (Div (Pow Idx 3) (At (Fact (Lin 1 0 0)))) (Mul (Con 5) (Div (Con 1) (At (Fact (Lin 1 0 0)))))).
Definition pieces_2 : list (term * way) := [((Div (Div (Add (Add (Add (Pow Idx 3) (Pow Idx 2)) (Mul (Con 3) Idx)) (Con 1)) (Sub (Con 0) (Con 1))) (At (Fact (Lin 1 0 0)))), Contraction [(-6); (-8); (-4); (-1)]%Z [(-1); (-4); (-4); (-2); (-1)]%Z 1 2); ((Div (Div (Sub (Con 0) (Con 1)) (Sub (Con 0) (Con 1))) (At (Fact (Lin 1 0 0)))), Contraction [1]%Z [1; 1]%Z 1 2)].
Definition rules_2 : list rule := [Rule (Fact (Lin 1 1 0)) ([1; 1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z)]].
Lemma step_2 : is_series (fun n => (((INR n) ^ 3 / INR (fact n)) - (5 * (1 / INR (fact n))))) (0).
Proof.
  apply series_value with (IZR 0 / IZR 1); [values_agree|].
  exact (sum_is_ok 0 0 rules_2 term_2 pieces_2 0 1 ltac:(vm_cast_no_check (@eq_refl bool true))).
Qed.

Lemma step_0 : is_series (fun n => (1 ^ n / INR (fact n))) ((exp 1)).
Proof.
  eapply series_value; [|exact (exp_series 1)].
  reflexivity.
Qed.

Definition term_1 : term := (Div (Con 1) (At (Fact (Lin 1 0 0)))).
Definition part_1 : term := (Div (At (Geo 1 1 (Lin 1 0 0))) (At (Fact (Lin 1 0 0)))).
Definition rules_1 : list rule := [Rule (Geo 1 1 (Lin 1 0 0)) ([1]%Z, [1]%Z) []; Rule (Fact (Lin 1 1 0)) ([1; 1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z)]; Rule (Geo 1 1 (Lin 1 1 0)) ([1]%Z, [1]%Z) []].
Lemma step_1 : is_series (fun n => (1 / INR (fact n))) ((exp 1)).
Proof.
  apply series_value with ((exp 1)).
  { reflexivity. }
  exact (up_ok 0 0 rules_1 term_1 part_1 _ ltac:(vm_cast_no_check (@eq_refl bool true)) step_0).
Qed.

Definition term_3 : term := (Div (Pow Idx 3) (At (Fact (Lin 1 0 0)))).
Definition parts_3 : list (Z * Z * term) := [(1, 1%Z, (Sub (Div (Pow Idx 3) (At (Fact (Lin 1 0 0)))) (Mul (Con 5) (Div (Con 1) (At (Fact (Lin 1 0 0))))))); (5, 1%Z, (Div (Con 1) (At (Fact (Lin 1 0 0)))))]%Z.
Definition rules_3 : list rule := [Rule (Fact (Lin 1 1 0)) ([1; 1]%Z, [1]%Z) [((Fact (Lin 1 0 0)), 1%Z)]].
Lemma step_3 : is_series (fun n => ((INR n) ^ 3 / INR (fact n))) ((5 * (exp 1))).
Proof.
  apply series_value with (combined parts_3 [(0); ((exp 1))]).
  { cbn [combined parts_3]. solve [values_agree | terms_agree | lra]. }
  refine (combination_ok 0 rules_3 term_3 parts_3 _ ltac:(vm_cast_no_check (@eq_refl bool true)) _).
  apply Forall2_cons; [exact step_2|].
  apply Forall2_cons; [exact step_1|].
  apply Forall2_nil.
Qed.

Theorem claim : is_series (fun n => ((INR n) ^ 3 / INR (fact n))) ((5 * (exp 1))).
Proof.
  apply series_value with ((5 * (exp 1))).
  { reflexivity. }
  exact step_3.
Qed.

Print Assumptions claim.
