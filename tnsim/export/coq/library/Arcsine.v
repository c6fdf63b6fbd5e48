(* The series of the arcsine from -1 to 1, by the binomial series of its derivative. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Functions Derivatives PowerSeries.
Open Scope R_scope.

(* Arcsines. *)
Lemma arcsine_derivative x : -1 < x < 1 -> is_derive asin x (/ sqrt (1 - x ^ 2)).
Proof.
  intros X. apply is_derive_Reals. generalize (derive_pt_asin x X). intros D.
  replace (/ sqrt (1 - x ^ 2)) with (derive_pt asin x (derivable_pt_asin x X)).
  apply derive_pt_eq_1 with (pr := derivable_pt_asin x X). reflexivity.
  rewrite D. unfold Rsqr. replace (x * x) with (x ^ 2) by ring. unfold Rdiv. ring.
Qed.
Lemma arcsine_below x : 0 <= x <= 1 -> asin x = PI / 2 - asin (sqrt (1 - x ^ 2)).
Proof.
  intros X. assert (S : 0 <= 1 - x ^ 2) by nra. generalize (sqrt_pos (1 - x ^ 2)). intros P.
  assert (Q : sqrt (1 - x ^ 2) * sqrt (1 - x ^ 2) = 1 - x ^ 2) by now apply sqrt_sqrt.
  assert (B : -1 <= sqrt (1 - x ^ 2) <= 1) by nra.
  replace x with (sin (PI / 2 - asin (sqrt (1 - x ^ 2)))) at 1.
  - apply asin_sin. generalize (asin_bound (sqrt (1 - x ^ 2))) (asin_bound_lt). intros C _. split; try lra.
    cut (0 <= asin (sqrt (1 - x ^ 2))). lra. rewrite <- asin_0.
    destruct (Req_dec (sqrt (1 - x ^ 2)) 0) as [->|N]. lra.
    destruct (Rle_dec (asin 0) (asin (sqrt (1 - x ^ 2)))) as [|L]; auto. exfalso.
    assert (sin (asin (sqrt (1 - x ^ 2))) < sin (asin 0)).
    { apply sin_increasing_1; try rewrite asin_0; try rewrite asin_0 in L; generalize PI_RGT_0; try lra. }
    rewrite !sin_asin in H by lra. lra.
  - rewrite sin_shift, cos_asin by auto. replace (1 - Rsqr (sqrt (1 - x ^ 2))) with (Rsqr x).
    apply sqrt_Rsqr. lra. unfold Rsqr. rewrite Q. ring.
Qed.
Lemma arcsine_from_left : filterlim asin (at_left 1) (locally (asin 1)).
Proof.
  assert (E : asin 1 = PI / 2 - asin (sqrt (1 - 1 ^ 2))) by (apply arcsine_below; lra).
  rewrite E. apply filterlim_ext_loc with (fun x => PI / 2 - asin (sqrt (1 - x ^ 2))).
  { exists (mkposreal (/ 2) pos_half). intros y Y N. change (Rabs (y - 1) < / 2) in Y. apply Rabs_def2 in Y.
    symmetry. apply arcsine_below. lra. }
  apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)).
  apply (continuous_minus (V := R_NormedModule) (fun _ => PI / 2) (fun x => asin (sqrt (1 - x ^ 2)))).
  apply continuous_const. apply (continuous_comp (fun x => sqrt (1 - x ^ 2)) asin).
  - apply (continuous_comp (fun x => 1 - x ^ 2) sqrt). eapply continuous_of_derivative; derivative_rule.
    apply continuity_pt_filterlim, continuity_pt_sqrt. lra.
  - replace (sqrt (1 - 1 ^ 2)) with 0 by (symmetry; replace (1 - 1 ^ 2) with 0 by ring; apply sqrt_0).
    apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)). eexists. apply arcsine_derivative. lra.
Qed.
Lemma root_from_left : filterlim sqrt (at_left 1) (at_left 1).
Proof.
  intros P [d H]. exists (mkposreal (Rmin d (/ 2)) (Rmin_case _ _ _ (cond_pos d) pos_half)). intros y Y N.
  change (Rabs (y - 1) < Rmin d (/ 2)) in Y. apply Rabs_def2 in Y. generalize (Rmin_l d (/ 2)) (Rmin_r d (/ 2)). intros.
  assert (Q : sqrt y * sqrt y = y) by (apply sqrt_sqrt; lra). generalize (sqrt_pos y). intros.
  assert (sqrt y < 1) by nra. apply H; auto. change (Rabs (sqrt y - 1) < d). apply Rabs_def1. lra. nra.
Qed.
Lemma of_root (F : R -> R) : filterlim F (at_left 1) (locally (F 1)) -> filterlim (fun t => F (sqrt t)) (at_left 1) (locally (F (sqrt 1))).
Proof. intros L. rewrite sqrt_1. apply (filterlim_comp _ _ _ sqrt F _ _ _ root_from_left L). Qed.
Lemma quotient_from_left (f g : R -> R) : filterlim f (at_left 1) (locally (f 1)) -> continuous g 1 ->
  filterlim (fun t => f t * g t) (at_left 1) (locally (f 1 * g 1)).
Proof.
  intros F G. apply (filterlim_comp_2 (F := at_left 1) (G := locally (f 1)) (H := locally (g 1))); auto.
  apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)). exact G.
  apply (filterlim_mult (K := R_AbsRing)).
Qed.

(* (1 - x^2)^(- 1/2), integrated. *)
Definition central (n : nat) : R := Binomial.C (2 * n) n / 4 ^ n.
Lemma central_next n : (INR n + 1) * central (S n) = (INR n + / 2) * central n.
Proof.
  unfold central. rewrite (binomial_at (2 * S n) (S n) (S n)), (binomial_at (2 * n) n n) by lia.
  replace (2 * S n)%nat with (S (S (2 * n))) by lia. rewrite !fact_simpl, !mult_INR, !S_INR, mult_INR. simpl (INR 2).
  generalize (INR_fact_neq_0 n) (pos_INR n) (pow_lt 4 n ltac:(lra)). intros. simpl pow. field. repeat split; try lra; auto.
Qed.
Lemma central_0 : central 0 = 1.
Proof. unfold central. rewrite (binomial_at (2 * 0) 0 0) by lia. simpl. field. Qed.
Lemma central_pos n : 0 < central n.
Proof.
  unfold central. rewrite (binomial_at (2 * n) n n) by lia. apply Rdiv_lt_0_compat. 2: apply pow_lt; lra.
  apply Rdiv_lt_0_compat. apply INR_fact_lt_0. apply Rmult_lt_0_compat; apply INR_fact_lt_0.
Qed.
Lemma inverse_root t : t < 1 -> exp (- / 2 * ln (1 - t)) = / sqrt (1 - t).
Proof.
  intros T. rewrite <- (Rpower_sqrt (1 - t)) by lra. unfold Rpower. rewrite <- exp_Ropp. f_equal. ring.
Qed.
Lemma square_inside x : -1 < x < 1 -> -1 < x ^ 2 < 1.
Proof. nra. Qed.
Definition arcs (n : nat) : R := central n / (2 * INR n + 1).
Lemma arcs_tame : Rbar_le 1 (CV_radius arcs).
Proof.
  apply tame_radius. exists 1. split. lra. intros n. generalize (central_next n) (central_pos n) (central_pos (S n)) (pos_INR n).
  unfold arcs. intros E P Q N. rewrite S_INR, !Rabs_pos_eq by (apply Rlt_le, Rdiv_lt_0_compat; lra).
  replace (central (S n)) with ((INR n + / 2) * central n / (INR n + 1)) by (rewrite <- E; field; lra).
  replace ((INR n + / 2) * central n / (INR n + 1) / (2 * (INR n + 1) + 1) * (INR n + 1))
    with (central n * ((INR n + / 2) / (2 * (INR n + 1) + 1))) by (field; lra).
  replace ((INR n + 1) * (central n / (2 * INR n + 1))) with (central n * ((INR n + 1) / (2 * INR n + 1))) by (field; lra).
  apply Rmult_le_compat_l. lra. apply Rle_trans with (/ 2).
  apply Rmult_le_reg_r with (2 * (INR n + 1) + 1). lra. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
  apply Rmult_le_reg_r with (2 * INR n + 1). lra. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma arcsine_inside x : -1 < x < 1 -> x * PSeries arcs (x ^ 2) = asin x.
Proof.
  apply (same_derivative (fun x => x * PSeries arcs (x ^ 2)) asin (fun x => / sqrt (1 - x ^ 2))).
  - intros y Y. assert (Z := square_inside y Y).
    apply derivative_is with (1 * PSeries arcs (y ^ 2) + y * (2 * y * PSeries (PS_derive arcs) (y ^ 2))).
    apply (derivative_mult (fun y => y) (fun y => PSeries arcs (y ^ 2))). apply (is_derive_id (K := R_AbsRing)).
    apply (derivative_chain (PSeries arcs) (fun y => y ^ 2)). apply power_series_derivative; auto. apply arcs_tame.
    derive. simpl. ring.
    rewrite <- inverse_root by lra. transitivity (central 0 * exp (- / 2 * ln (1 - y ^ 2))). 2: rewrite central_0; ring.
    rewrite <- (binomial_quotient central (/ 2) (y ^ 2) central_next Z).
    apply series_unique with (fun n => central n * (y ^ 2) ^ n).
    2: apply power_series; auto; apply tame_radius, (quotient_tame central 1 (/ 2)); [lra|exact central_next].
    apply series_value with (2 * (y ^ 2 * PSeries (PS_derive arcs) (y ^ 2) + / 2 * PSeries arcs (y ^ 2))). field.
    generalize (series_scal 2 _ _ (euler_operator arcs arcs_tame (/ 2) (y ^ 2) Z)). apply series_ext. intros n.
    unfold arcs. generalize (pos_INR n). intros. field. lra.
  - apply arcsine_derivative.
  - rewrite asin_0. ring.
Qed.
Lemma root_inside t : / 4 < t < 1 -> -1 < sqrt t < 1 /\ sqrt t ^ 2 = t /\ / 2 < sqrt t.
Proof.
  intros T. assert (Q : sqrt t * sqrt t = t) by (apply sqrt_sqrt; lra). generalize (sqrt_pos t). intros.
  repeat split; nra.
Qed.
Lemma arcsine_end : is_series arcs (asin 1).
Proof.
  assert (I : forall t, / 4 < t < 1 -> PSeries arcs t = asin (sqrt t) * / sqrt t).
  { intros t T. destruct (root_inside t T) as [A [B C]]. rewrite <- (arcsine_inside (sqrt t) A), B. field. lra. }
  apply series_value with (asin (sqrt 1) * / sqrt 1). rewrite sqrt_1. field.
  apply (abel_end arcs arcs_tame (fun t => asin (sqrt t) * / sqrt t)); auto.
  - apply positive_end with (PI / 2 * 2). apply arcs_tame.
    intros n. apply Rlt_le. generalize (central_pos n) (pos_INR n). intros. apply Rdiv_lt_0_compat; lra.
    intros t T. rewrite I by auto. destruct (root_inside t T) as [A [B C]]. generalize (asin_bound (sqrt t)). intros D.
    assert (0 < / sqrt t < 2). { split. apply Rinv_0_lt_compat; lra. apply Rmult_lt_reg_r with (sqrt t). lra.
      rewrite Rinv_l by lra. lra. }
    generalize PI_RGT_0. intros. nra.
  - apply (quotient_from_left (fun t => asin (sqrt t)) (fun t => / sqrt t)). apply of_root, arcsine_from_left.
    eapply continuous_of_derivative; derivative_rule. lra. rewrite sqrt_1. lra.
Qed.
Theorem arcsine_series x : -1 <= x -> x <= 1 ->
  is_series (fun n => Binomial.C (2 * n) n * x ^ (2 * n + 1) / (4 ^ n * (2 * INR n + 1))) (asin x).
Proof.
  intros A B. assert (X : forall s l : R, is_series (fun n => arcs n * s ^ n) l -> s = x ^ 2 -> x * l = asin x ->
    is_series (fun n => Binomial.C (2 * n) n * x ^ (2 * n + 1) / (4 ^ n * (2 * INR n + 1))) (asin x)).
  { intros s l S -> <-. generalize (series_scal x _ _ S). apply series_ext. intros n. unfold arcs, central.
    rewrite pow_add, pow_mult, pow_1. generalize (pos_INR n) (pow_lt 4 n ltac:(lra)). intros. field. lra. }
  destruct (Rlt_dec (x ^ 2) 1) as [Y|Y].
  - apply X with (x ^ 2) (PSeries arcs (x ^ 2)); auto. apply power_series. apply arcs_tame. nra. apply arcsine_inside. nra.
  - apply X with 1 (asin 1). generalize arcsine_end. apply series_ext. intros n. rewrite pow1. ring. nra.
    assert (C : x = 1 \/ x = - 1) by (destruct (Rle_dec x 0); [right|left]; nra). destruct C as [->| ->]. ring.
    replace (-1) with (- (1)) by ring. rewrite asin_opp. ring.
Qed.
