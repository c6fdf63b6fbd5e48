(* Convergence by orders of growth below -1; denominators exp(c n) - 1. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Basel Term Functions Special Combining Vanishing Orders Wallis Asymptotics.
Open Scope R_scope.

(* n^(-e) - (n + 1)^(-e) >= e (n + 1)^(-e - 1). *)
Lemma power_telescopes n e : 0 < e -> e * Rpower (INR n + 2) (- e - 1) <= Rpower (INR n + 1) (- e) - Rpower (INR n + 2) (- e).
Proof.
  intros E. generalize (pos_INR n). intros N.
  assert (L : / (INR n + 2) <= ln (INR n + 2) - ln (INR n + 1)).
  { assert (B : ln ((INR n + 1) / (INR n + 2)) <= (INR n + 1) / (INR n + 2) - 1) by (apply ln_below, Rdiv_lt_0_compat; lra).
    rewrite ln_div in B by lra. replace ((INR n + 1) / (INR n + 2) - 1) with (- / (INR n + 2)) in B by (field; lra). lra. }
  assert (X : 1 + e * / (INR n + 2) <= exp (e * (ln (INR n + 2) - ln (INR n + 1)))).
  { apply Rle_trans with (1 + e * (ln (INR n + 2) - ln (INR n + 1))). nra. apply exp_ineq1_le. }
  assert (Y : Rpower (INR n + 1) (- e) = Rpower (INR n + 2) (- e) * exp (e * (ln (INR n + 2) - ln (INR n + 1)))).
  { unfold Rpower. rewrite <- exp_plus. f_equal. ring. }
  assert (Z : Rpower (INR n + 2) (- e - 1) = Rpower (INR n + 2) (- e) * / (INR n + 2)).
  { unfold Rminus. rewrite Rpower_plus, (Rpower_Ropp _ 1), Rpower_1 by lra. reflexivity. }
  rewrite Y, Z. generalize (Rpower_positive (INR n + 2) (- e)). intros P. nra.
Qed.
Lemma convergent_order a p : order a p -> p < -1 -> ex_series a.
Proof.
  intros A Q. destruct (order_positive _ _ A) as [M [PM H]]. set (e := - p - 1). assert (E : 0 < e) by (unfold e; lra).
  apply ex_series_incr_1. apply (ex_series_le (V := R_CompleteNormedModule)) with (fun n => M * / e * (Rpower (INR n + 1) (- e) - Rpower (INR n + 2) (- e))).
  - intros n. change (Rabs (a (S n)) <= M * / e * (Rpower (INR n + 1) (- e) - Rpower (INR n + 2) (- e))).
    apply Rle_trans with (1 := H (S n)). rewrite S_INR. replace (INR n + 1 + 1) with (INR n + 2) by ring.
    generalize (power_telescopes n e E). replace (- e - 1) with p by (unfold e; ring). intros T.
    rewrite Rmult_assoc. apply Rmult_le_compat_l. lra. apply Rmult_le_reg_l with e; auto. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l by lra. exact T.
  - exists (M * / e * (0 - - Rpower (INR 0 + 1) (- e))). apply (series_scal (M * / e)).
    apply (telescope _ (fun n => - Rpower (INR n + 1) (- e))).
    + intros n. rewrite S_INR. replace (INR n + 1 + 1) with (INR n + 2) by ring. ring.
    + apply null_opp. apply order_null with (- e). 2: lra. exists 1. intros n. rewrite Rabs_pos_eq. lra. apply Rlt_le, Rpower_positive.
Qed.
Lemma convergent_plus (a b : nat -> R) : ex_series a -> ex_series b -> ex_series (fun n => a n + b n).
Proof. intros A B. apply (ex_series_plus (V := R_NormedModule)); auto. Qed.
Lemma convergent_ext (a b : nat -> R) : (forall n, b n = a n) -> ex_series a -> ex_series b.
Proof. intros E. apply ex_series_ext. intros n. now rewrite E. Qed.

Lemma exp_minus_power c m : exp (- c) ^ m = exp (- (c * INR m)).
Proof.
  induction m. simpl. now rewrite Rmult_0_r, Ropp_0, exp_0.
  rewrite S_INR. replace (- (c * (INR m + 1))) with (- c + - (c * INR m)) by ring. rewrite exp_plus, <- IHm. reflexivity.
Qed.
Lemma order_exponential_less_1 (g : nat -> R) c f p : (forall n, g n = c * INR (f n)) -> (forall n, f n = (f O + n)%nat) ->
  0 < c -> 0 < INR (f O) -> order (fun n => / (exp (g n) - 1)) p.
Proof.
  intros G F C A. set (b := exp (- c)). assert (B : 0 < b < 1).
  { split. apply exp_pos. unfold b. rewrite <- exp_0. apply exp_increasing. lra. }
  assert (D : 0 < 1 - exp (- (c * INR (f O)))).
  { assert (exp (- (c * INR (f O))) < 1). { rewrite <- exp_0. apply exp_increasing. nra. } lra. }
  apply order_below with (fun n => / (1 - exp (- (c * INR (f O)))) * b ^ (f n)).
  - intros n. rewrite G. assert (I : INR (f O) <= INR (f n)) by (rewrite (F n), plus_INR; generalize (pos_INR n); lra).
    assert (E : b ^ (f n) = / exp (c * INR (f n))).
    { unfold b. now rewrite <- exp_Ropp, exp_minus_power. }
    rewrite E. assert (P : 0 < exp (c * INR (f n))) by apply exp_pos.
    assert (Q : exp (- (c * INR (f n))) <= exp (- (c * INR (f O)))) by (apply exp_monotone; nra).
    assert (R1 : 1 = exp (c * INR (f n)) * exp (- (c * INR (f n)))) by (rewrite <- exp_plus, Rplus_opp_r; symmetry; apply exp_0).
    assert (S1 : 0 < exp (c * INR (f n)) * (1 - exp (- (c * INR (f O))))) by now apply Rmult_lt_0_compat.
    assert (T : exp (c * INR (f n)) * (1 - exp (- (c * INR (f O)))) <= exp (c * INR (f n)) - 1) by nra.
    rewrite <- Rinv_mult, !Rabs_pos_eq. apply Rinv_le_contravar; lra.
    apply Rlt_le, Rinv_0_lt_compat; lra. apply Rlt_le, Rinv_0_lt_compat; lra.
  - replace p with (0 + p) by ring. apply (order_mult (fun _ => _)). apply order_const. apply order_small_place; auto; lra.
Qed.
Ltac order_here ::= first [ order_leaf | eapply (order_exponential_less_1 _ _ _ (-30)); [intros; reflexivity|along|generalize PI_RGT_0; intros ?; lra|at_first] ].
Ltac convergent := repeat apply convergent_plus; (eapply convergent_order; [order_here|simpl INR; lra]).
(* The same terms with arguments of functions in other forms. *)
Ltac arguments_agree := first [ reflexivity | solve [field; nonzero] | f_equal; arguments_agree ].
