(* Equations between logarithms of positive numbers, from equations of products. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Closing.
Import ListNotations.
Open Scope R_scope.

Fixpoint logarithms (l : list (nat * R)) : R := match l with nil => 0 | (n, x) :: l => INR n * ln x + logarithms l end.
Fixpoint powers (l : list (nat * R)) : R := match l with nil => 1 | (n, x) :: l => x ^ n * powers l end.
Lemma ln_power x n : 0 < x -> ln (x ^ n) = INR n * ln x.
Proof.
  intros P. induction n. simpl. rewrite ln_1. ring.
  change (x ^ S n) with (x * x ^ n). rewrite ln_mult, IHn, S_INR by (auto; now apply pow_lt). ring.
Qed.
Lemma ln_powers l : List.Forall (fun p => 0 < snd p) l -> 0 < powers l /\ ln (powers l) = logarithms l.
Proof.
  induction 1 as [|[n x] l P _ [A B]]; cbn in *. split. lra. apply ln_1.
  assert (0 < x ^ n) by now apply pow_lt. split. now apply Rmult_lt_0_compat. rewrite ln_mult, ln_power, B; auto.
Qed.
Lemma logarithms_agree l m : List.Forall (fun p => 0 < snd p) (l ++ m) -> powers l = powers m -> logarithms l = logarithms m.
Proof.
  intros F E. apply List.Forall_app in F. destruct F as [A B]. rewrite <- (proj2 (ln_powers l A)), <- (proj2 (ln_powers m B)). now rewrite E.
Qed.
Ltac positive_number := first [ lra | apply sqrt_lt_R0; lra | generalize PI_RGT_0; intros ?; first [ lra | apply sin_gt_0; lra | apply cos_gt_0; lra ]
  | positive_here; nra | apply Rdiv_lt_0_compat; positive_number | apply Rmult_lt_0_compat; positive_number ].
Ltac positive_numbers := cbn [app]; repeat (apply List.Forall_cons; [cbn [snd]; positive_number|]); apply List.Forall_nil.
