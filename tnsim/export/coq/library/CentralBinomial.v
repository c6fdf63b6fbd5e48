(* Lehmer's series with inverse central binomial coefficients, from -1 to 1. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Functions Derivatives PowerSeries Arcsine.
Open Scope R_scope.

(* 4^(n + 1)/((n + 1) C(2 n + 2, n + 1)), and the same over n + 1. *)
Definition lehmer (n : nat) : R := / ((INR n + 1) * central (S n)).
Lemma lehmer_pos n : 0 < lehmer n.
Proof.
  apply Rinv_0_lt_compat, Rmult_lt_0_compat. generalize (pos_INR n). lra. apply central_pos.
Qed.
Lemma lehmer_next n : (INR n + 3 / 2) * lehmer (S n) = (INR n + 1) * lehmer n.
Proof.
  generalize (central_next (S n)) (central_pos (S n)) (central_pos (S (S n))) (pos_INR n). unfold lehmer. rewrite !S_INR.
  intros E A B P. replace (central (S (S n))) with ((INR n + 1 + / 2) * central (S n) / (INR n + 1 + 1)) by (rewrite <- E; field; lra).
  field. lra.
Qed.
Lemma lehmer_0 : lehmer 0 = 2.
Proof.
  unfold lehmer. generalize (central_next 0). rewrite central_0. simpl (INR 0). rewrite !Rplus_0_l, Rmult_1_l, Rmult_1_r. intros ->. field.
Qed.
Lemma lehmer_tame : tame lehmer.
Proof. apply (quotient_tame lehmer (3 / 2) 1). lra. exact lehmer_next. Qed.
Definition lehmer2 (n : nat) : R := lehmer n / (INR n + 1).
Lemma lehmer2_pos n : 0 < lehmer2 n.
Proof. apply Rdiv_lt_0_compat. apply lehmer_pos. generalize (pos_INR n). lra. Qed.
Lemma tame_over c : tame c -> tame (fun n => c n / (INR n + 1)).
Proof.
  intros [K [P H]]. exists K. split; auto. intros n. rewrite S_INR. generalize (H n) (pos_INR n) (Rabs_pos (c (S n))) (Rabs_pos (c n)). intros E N A B.
  unfold Rdiv. rewrite !Rabs_mult, !(Rabs_pos_eq (/ _)) by (apply Rlt_le, Rinv_0_lt_compat; lra).
  apply Rle_trans with (Rabs (c (S n)) * (INR n + 1) * / (INR n + 1)).
  - rewrite !(Rmult_assoc (Rabs (c (S n)))). apply Rmult_le_compat_l; auto. rewrite Rmult_comm. apply Rmult_le_compat_l. lra.
    apply Rinv_le_contravar; lra.
  - rewrite <- Rmult_assoc. apply Rmult_le_compat_r; auto. apply Rlt_le, Rinv_0_lt_compat. lra.
Qed.
Lemma tame_alternating c : tame c -> tame (fun n => (-1) ^ n * c n).
Proof. intros [K [P H]]. exists K. split; auto. intros n. rewrite !Rabs_mult, !pow_1_abs, !Rmult_1_l. apply H. Qed.

(* s is the sign; S the arcsine, or its hyperbolic relative. *)
Section Signed.
Context (s : R) (S : R -> R).
Context (sign : s = 1 \/ s = -1).
Context (S_derivative : forall x, -1 < x < 1 -> is_derive S x (/ sqrt (1 - s * x ^ 2))).
Context (S_0 : S 0 = 0).

Lemma signed_inside x : -1 < x < 1 -> -1 < s * x ^ 2 < 1.
Proof. intros X. generalize (square_inside x X) (pow2_ge_0 x). destruct sign as [->| ->]; lra. Qed.
Lemma lehmer_inside x : -1 < x < 1 -> x * PSeries lehmer (s * x ^ 2) * sqrt (1 - s * x ^ 2) = 2 * S x.
Proof.
  apply (same_derivative (fun x => x * PSeries lehmer (s * x ^ 2) * sqrt (1 - s * x ^ 2)) (fun x => 2 * S x)
    (fun x => 2 * / sqrt (1 - s * x ^ 2))).
  - intros y Y. assert (Z := signed_inside y Y). pose (t := s * y ^ 2). pose (D := PSeries (PS_derive lehmer) t).
    assert (R : 0 < sqrt (1 - t)) by (apply sqrt_lt_R0; unfold t; lra).
    assert (Q : sqrt (1 - t) * sqrt (1 - t) = 1 - t) by (apply sqrt_sqrt; unfold t; lra).
    apply derivative_is with ((1 * PSeries lehmer t + y * (2 * s * y * D)) * sqrt (1 - t) + y * PSeries lehmer t * (- s * y / sqrt (1 - t))).
    + apply (derivative_mult (fun y => y * PSeries lehmer (s * y ^ 2)) (fun y => sqrt (1 - s * y ^ 2))).
      apply (derivative_mult (fun y => y) (fun y => PSeries lehmer (s * y ^ 2))). apply (is_derive_id (K := R_AbsRing)).
      apply (derivative_chain (PSeries lehmer) (fun y => s * y ^ 2)). apply power_series_derivative; auto. apply tame_radius, lehmer_tame.
      derive. simpl. ring.
      derive. unfold t in *. lra. fold t. simpl. field. lra.
    + assert (E : t * (1 - t) * D = (1 * t - (3 / 2 - 1)) * PSeries lehmer t + (3 / 2 - 1) * lehmer 0)
        by (apply quotient_equation; auto using lehmer_next; lra).
      rewrite lehmer_0 in E. fold t. apply Rmult_eq_reg_r with (sqrt (1 - t)). 2: lra.
      replace (2 * / sqrt (1 - t) * sqrt (1 - t)) with 2 by (field; lra).
      replace (((1 * PSeries lehmer t + y * (2 * s * y * D)) * sqrt (1 - t) + y * PSeries lehmer t * (- s * y / sqrt (1 - t))) * sqrt (1 - t))
        with ((PSeries lehmer t + 2 * (s * y ^ 2) * D) * (sqrt (1 - t) * sqrt (1 - t)) - s * y ^ 2 * PSeries lehmer t) by (field; lra).
      change (s * y ^ 2) with t. rewrite Q. lra.
  - intros y Y. now apply (is_derive_scal S y 2), S_derivative.
  - rewrite S_0. ring.
Qed.
Lemma lehmer2_inside x : -1 < x < 1 -> x ^ 2 * PSeries lehmer2 (s * x ^ 2) = 2 * S x ^ 2.
Proof.
  assert (T : Rbar_le 1 (CV_radius lehmer2)) by apply tame_radius, tame_over, lehmer_tame.
  apply (same_derivative (fun x => x ^ 2 * PSeries lehmer2 (s * x ^ 2)) (fun x => 2 * S x ^ 2) (fun x => 2 * x * PSeries lehmer (s * x ^ 2))).
  - intros y Y. assert (Z := signed_inside y Y). pose (t := s * y ^ 2).
    apply derivative_is with (2 * y * PSeries lehmer2 t + y ^ 2 * (2 * s * y * PSeries (PS_derive lehmer2) t)).
    + apply (derivative_mult (fun y => y ^ 2) (fun y => PSeries lehmer2 (s * y ^ 2))). derive. simpl. ring.
      apply (derivative_chain (PSeries lehmer2) (fun y => s * y ^ 2)). apply power_series_derivative; auto.
      derive. simpl. ring.
    + fold t. transitivity (2 * y * (t * PSeries (PS_derive lehmer2) t + 1 * PSeries lehmer2 t)). unfold t at 3. ring. f_equal.
      apply series_unique with (fun n => lehmer n * t ^ n). 2: apply power_series; auto; apply tame_radius, lehmer_tame.
      generalize (euler_operator lehmer2 T 1 t Z). apply series_ext. intros n. unfold lehmer2. generalize (pos_INR n). intros. field. lra.
  - intros y Y. assert (Z := signed_inside y Y). assert (R : 0 < sqrt (1 - s * y ^ 2)) by (apply sqrt_lt_R0; lra).
    apply derivative_is with (2 * (INR 2 * / sqrt (1 - s * y ^ 2) * S y ^ pred 2)).
    apply (is_derive_scal (fun y => S y ^ 2) y 2). apply (is_derive_pow S 2 y). now apply S_derivative.
    transitivity (2 * (y * PSeries lehmer (s * y ^ 2) * sqrt (1 - s * y ^ 2)) * / sqrt (1 - s * y ^ 2)). rewrite lehmer_inside by auto.
    simpl. ring. field. lra.
  - rewrite S_0. ring.
Qed.
End Signed.

(* At the ends. *)
Lemma sign_1 : 1 = 1 \/ 1 = -1. Proof. now left. Qed.
Lemma sign_minus_1 : -1 = 1 \/ -1 = -1. Proof. now right. Qed.
Lemma arcsine_signed x : -1 < x < 1 -> is_derive asin x (/ sqrt (1 - 1 * x ^ 2)).
Proof. rewrite Rmult_1_l. apply arcsine_derivative. Qed.
Lemma arcsinh_derivative x : is_derive arcsinh x (/ sqrt (1 - -1 * x ^ 2)).
Proof. apply is_derive_Reals. replace (1 - -1 * x ^ 2) with (x ^ 2 + 1) by ring. apply derivable_pt_lim_arcsinh. Qed.
Lemma alternating_value c t : PSeries (fun n => (-1) ^ n * c n) t = PSeries c (-1 * t).
Proof. apply Series_ext. intros n. rewrite Rpow_mult_distr. ring. Qed.
Lemma lehmer2_end : is_series lehmer2 (2 * asin 1 ^ 2).
Proof.
  assert (T : Rbar_le 1 (CV_radius lehmer2)) by apply tame_radius, tame_over, lehmer_tame.
  assert (I : forall t, / 4 < t < 1 -> PSeries lehmer2 t = 2 * asin (sqrt t) ^ 2 * / t).
  { intros t Y. destruct (root_inside t Y) as [A [B C]].
    rewrite <- (lehmer2_inside 1 asin sign_1 arcsine_signed asin_0 (sqrt t) A), B, Rmult_1_l. field. lra. }
  apply series_value with (2 * asin (sqrt 1) ^ 2 * / 1). rewrite sqrt_1. field.
  apply (abel_end lehmer2 T (fun t => 2 * asin (sqrt t) ^ 2 * / t)); auto.
  - apply positive_end with (2 * (PI / 2) ^ 2 * 4); auto. intros n. apply Rlt_le, lehmer2_pos.
    intros t Y. rewrite I by auto. generalize (asin_bound (sqrt t)) PI_RGT_0. intros D P.
    assert (0 < / t < 4). { split. apply Rinv_0_lt_compat; lra. apply Rmult_lt_reg_r with t. lra. rewrite Rinv_l by lra. lra. }
    assert (0 <= asin (sqrt t) ^ 2 <= (PI / 2) ^ 2) by (split; [apply pow2_ge_0|nra]). nra.
  - apply (quotient_from_left (fun t => 2 * asin (sqrt t) ^ 2) (fun t => / t)).
    + apply (of_root (fun x => 2 * asin x ^ 2)).
      apply (filterlim_comp _ _ _ asin (fun y => 2 * y ^ 2) (at_left 1) (locally (asin 1)) (locally (2 * asin 1 ^ 2)) arcsine_from_left).
      change (continuous (fun y => 2 * y ^ 2) (asin 1)).
      eapply continuous_of_derivative; derivative_rule.
    + eapply continuous_of_derivative; derivative_rule. lra.
Qed.
Lemma continuous_of_root (F : R -> R) (f : R -> R) : (forall x, is_derive F x (f x)) -> continuous (fun t => F (sqrt t)) 1.
Proof.
  intros D. apply (continuous_comp sqrt F). apply continuity_pt_filterlim, continuity_pt_sqrt. lra.
  apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)). eexists. apply D.
Qed.
Lemma alternating_lehmer2_end : is_series (fun n => (-1) ^ n * lehmer2 n) (2 * arcsinh 1 ^ 2).
Proof.
  assert (T : Rbar_le 1 (CV_radius (fun n => (-1) ^ n * lehmer2 n)))
    by apply tame_radius, (tame_alternating lehmer2), tame_over, lehmer_tame.
  apply series_value with (2 * arcsinh (sqrt 1) ^ 2 * / 1). rewrite sqrt_1. field.
  apply (abel_end _ T (fun t => 2 * arcsinh (sqrt t) ^ 2 * / t)).
  - apply ex_series_Rabs. apply ex_series_ext with lehmer2. 2: eexists; apply lehmer2_end.
    intros n. rewrite Rabs_mult, pow_1_abs, Rmult_1_l, Rabs_pos_eq; auto. apply Rlt_le, lehmer2_pos.
  - intros t Y. destruct (root_inside t Y) as [A [B C]]. rewrite alternating_value.
    rewrite <- (lehmer2_inside (-1) arcsinh sign_minus_1 (fun x _ => arcsinh_derivative x) arcsinh_0 (sqrt t) A), B. field. lra.
  - apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)).
    apply (continuous_mult (K := R_AbsRing) (fun t => 2 * arcsinh (sqrt t) ^ 2) (fun t => / t)).
    + apply (continuous_of_root (fun x => 2 * arcsinh x ^ 2) (fun x => 2 * (INR 2 * / sqrt (1 - -1 * x ^ 2) * arcsinh x ^ pred 2))).
      intros x. apply (is_derive_scal (fun y => arcsinh y ^ 2) x 2). apply (is_derive_pow arcsinh 2 x), arcsinh_derivative.
    + eapply continuous_of_derivative; derivative_rule. lra.
Qed.
Lemma lehmer_square n : lehmer n ^ 2 * (INR n + 1) <= 4.
Proof.
  induction n. rewrite lehmer_0. simpl. lra. apply Rle_trans with (2 := IHn). generalize (lehmer_next n) (pos_INR n). intros E P.
  rewrite S_INR. replace (lehmer (S n)) with (lehmer n * ((INR n + 1) / (INR n + 3 / 2))).
  2: { apply Rmult_eq_reg_l with (INR n + 3 / 2). rewrite E. field. lra. lra. }
  rewrite Rpow_mult_distr, Rmult_assoc. apply Rmult_le_compat_l. apply pow2_ge_0.
  replace (((INR n + 1) / (INR n + 3 / 2)) ^ 2 * (INR n + 1 + 1)) with ((INR n + 1) * ((INR n + 1) * (INR n + 2) / (INR n + 3 / 2) ^ 2)) by (field; lra).
  apply Rle_trans with ((INR n + 1) * 1). 2: lra. apply Rmult_le_compat_l. lra.
  apply Rmult_le_reg_r with ((INR n + 3 / 2) ^ 2). apply pow_lt; lra. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l. nra.
  apply pow_nonzero. lra.
Qed.
Lemma alternating_lehmer_converges : ex_series (fun n => (-1) ^ n * lehmer n).
Proof.
  destruct (alternated_series lehmer) as [l L].
  - intros n. generalize (lehmer_next n) (lehmer_pos n) (lehmer_pos (S n)) (pos_INR n). intros. nra.
  - apply is_lim_seq_Reals. apply is_lim_seq_le_le with (fun _ => 0) (fun n => 2 * sqrt (/ (INR n + 1))).
    + intros n. generalize (lehmer_square n) (lehmer_pos n) (pos_INR n). intros A B C. split. lra.
      apply Rsqr_incr_0; try lra. 2: generalize (sqrt_pos (/ (INR n + 1))); lra. unfold Rsqr.
      replace (2 * sqrt (/ (INR n + 1)) * (2 * sqrt (/ (INR n + 1)))) with (4 * (sqrt (/ (INR n + 1)) * sqrt (/ (INR n + 1)))) by ring.
      rewrite sqrt_sqrt by (apply Rlt_le, Rinv_0_lt_compat; lra). apply Rmult_le_reg_r with (INR n + 1). lra.
      rewrite (Rmult_assoc 4), Rinv_l by lra. simpl in A. lra.
    + apply is_lim_seq_const.
    + replace (Finite 0) with (Rbar_mult 2 (Finite (sqrt 0))) by (simpl; f_equal; rewrite sqrt_0; ring).
      apply is_lim_seq_scal_l. apply is_lim_seq_continuous. apply continuity_pt_sqrt. lra.
      apply is_lim_seq_ext with (fun n => / INR (S n)). intros n. now rewrite S_INR.
      apply (is_lim_seq_incr_1 (fun n => / INR n)). replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
      apply is_lim_seq_inv. apply is_lim_seq_INR. easy.
  - exists l. apply is_series_Reals. exact L.
Qed.
Lemma alternating_lehmer_end : is_series (fun n => (-1) ^ n * lehmer n) (2 * arcsinh 1 * / sqrt 2).
Proof.
  assert (T : Rbar_le 1 (CV_radius (fun n => (-1) ^ n * lehmer n))) by apply tame_radius, tame_alternating, lehmer_tame.
  apply series_value with (2 * arcsinh (sqrt 1) * / (sqrt 1 * sqrt (1 + 1))).
  { rewrite sqrt_1, Rmult_1_l. do 3 f_equal. }
  apply (abel_end _ T (fun t => 2 * arcsinh (sqrt t) * / (sqrt t * sqrt (1 + t)))). apply alternating_lehmer_converges.
  - intros t Y. destruct (root_inside t Y) as [A [B C]]. rewrite alternating_value.
    generalize (lehmer_inside (-1) arcsinh sign_minus_1 (fun x _ => arcsinh_derivative x) arcsinh_0 (sqrt t) A). rewrite B.
    replace (1 - -1 * t) with (1 + t) by ring. intros <-. assert (0 < sqrt (1 + t)) by (apply sqrt_lt_R0; lra). field. lra.
  - apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)).
    apply (continuous_mult (K := R_AbsRing) (fun t => 2 * arcsinh (sqrt t)) (fun t => / (sqrt t * sqrt (1 + t)))).
    + apply (continuous_of_root (fun x => 2 * arcsinh x) (fun x => 2 * / sqrt (1 - -1 * x ^ 2))).
      intros x. apply (is_derive_scal arcsinh x 2), arcsinh_derivative.
    + eapply continuous_of_derivative; derivative_rule.
      lra. lra. assert (0 < sqrt 1) by (apply sqrt_lt_R0; lra). assert (0 < sqrt (1 + 1)) by (apply sqrt_lt_R0; lra). nra.
Qed.

(* D. H. Lehmer, Interesting series involving the central binomial coefficient, Amer. Math. Monthly 92 (1985). *)
Lemma lehmer_term x k : x ^ 2 * (lehmer k * (x ^ 2) ^ k) = (2 * x) ^ (2 * (1 + k)) / (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k)).
Proof.
  generalize (central_pos (S k)) (pos_INR k) (pow_lt 4 (S k) ltac:(lra)). intros A B C.
  assert (E : Binomial.C (2 * (1 + k)) (1 + k) = central (S k) * 4 ^ S k). { unfold central. change (1 + k)%nat with (S k). field. lra. }
  rewrite E. unfold lehmer. change (1 + k)%nat with (S k). rewrite S_INR, (pow_mult (2 * x)). replace ((2 * x) ^ 2) with (4 * x ^ 2) by ring.
  rewrite Rpow_mult_distr. change ((x ^ 2) ^ S k) with (x ^ 2 * (x ^ 2) ^ k). field. lra.
Qed.
Lemma lehmer_term_signed x k : x ^ 2 * (lehmer k * (-1 * x ^ 2) ^ k)
  = (-1) ^ (1 + k + 1) * (2 * x) ^ (2 * (1 + k)) / (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k)).
Proof.
  unfold Rdiv. rewrite Rmult_assoc. fold ((2 * x) ^ (2 * (1 + k)) / (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k))).
  rewrite <- lehmer_term, Rpow_mult_distr, !pow_add. simpl. ring.
Qed.
Theorem inverse_central_over_n x : -1 < x -> x < 1 ->
  is_series (fun k => let n := (1 + k)%nat in (2 * x) ^ (2 * n) / (INR n * Binomial.C (2 * n) n)) (2 * x * asin x / sqrt (1 - x ^ 2)).
Proof.
  intros A B. assert (X : -1 < x < 1) by lra. assert (Y := square_inside x X). apply series_value with (x ^ 2 * PSeries lehmer (x ^ 2)).
  - assert (0 < sqrt (1 - x ^ 2)) by (apply sqrt_lt_R0; lra).
    generalize (lehmer_inside 1 asin sign_1 arcsine_signed asin_0 x X). rewrite Rmult_1_l. intros E.
    replace (2 * x * asin x) with (x * (2 * asin x)) by ring. rewrite <- E. field. lra.
  - generalize (series_scal (x ^ 2) _ _ (power_series lehmer (tame_radius _ lehmer_tame) (x ^ 2) Y)). apply series_ext.
    intros k. apply lehmer_term.
Qed.
Theorem inverse_central_over_n2 x : -1 <= x -> x <= 1 ->
  is_series (fun k => let n := (1 + k)%nat in (2 * x) ^ (2 * n) / (INR n ^ 2 * Binomial.C (2 * n) n)) (2 * asin x ^ 2).
Proof.
  intros A B. assert (X : forall t l : R, is_series (fun n => lehmer2 n * t ^ n) l -> t = x ^ 2 -> x ^ 2 * l = 2 * asin x ^ 2 ->
    is_series (fun k => let n := (1 + k)%nat in (2 * x) ^ (2 * n) / (INR n ^ 2 * Binomial.C (2 * n) n)) (2 * asin x ^ 2)).
  { intros t l H -> <-. generalize (series_scal (x ^ 2) _ _ H). apply series_ext. intros k. cbv zeta.
    replace (INR (1 + k) ^ 2 * Binomial.C (2 * (1 + k)) (1 + k)) with (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k) * INR (1 + k)) by ring.
    apply (@eq_trans R _ ((2 * x) ^ (2 * (1 + k)) / (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k)) * / INR (1 + k))).
    2: { unfold Rdiv. rewrite (Rinv_mult (_ * _)). ring. }
    rewrite <- lehmer_term. unfold lehmer2. change (1 + k)%nat with (S k). rewrite S_INR. unfold Rdiv. ring. }
  destruct (Rlt_dec (x ^ 2) 1) as [Y|Y].
  - apply X with (x ^ 2) (PSeries lehmer2 (x ^ 2)); auto. apply power_series. apply tame_radius, tame_over, lehmer_tame. nra.
    rewrite <- (lehmer2_inside 1 asin sign_1 arcsine_signed asin_0 x) by nra. now rewrite Rmult_1_l.
  - assert (C : x = 1 \/ x = -1) by (destruct (Rle_dec x 0); [right|left]; nra).
    apply X with 1 (2 * asin 1 ^ 2). generalize lehmer2_end. apply series_ext. intros m. rewrite pow1. ring. nra.
    destruct C as [->| ->]. ring. replace (-1) with (- (1)) by ring. rewrite asin_opp. ring.
Qed.
Lemma arcsinh_opposite x : arcsinh (- x) = - arcsinh x.
Proof.
  unfold arcsinh. assert (A : 0 <= x ^ 2) by apply pow2_ge_0. replace ((- x) ^ 2) with (x ^ 2) by ring. generalize (sqrt_pos (x ^ 2 + 1)). intros P.
  assert (Q : sqrt (x ^ 2 + 1) * sqrt (x ^ 2 + 1) = x ^ 2 + 1) by (apply sqrt_sqrt; lra).
  assert (B : 0 < x + sqrt (x ^ 2 + 1)) by (destruct (Rle_dec 0 x); nra).
  assert (C : 0 < - x + sqrt (x ^ 2 + 1)) by (destruct (Rle_dec 0 x); nra).
  cut (ln ((- x + sqrt (x ^ 2 + 1)) * (x + sqrt (x ^ 2 + 1))) = 0). rewrite ln_mult by auto. lra.
  replace ((- x + sqrt (x ^ 2 + 1)) * (x + sqrt (x ^ 2 + 1))) with 1 by (ring_simplify; simpl in *; lra). apply ln_1.
Qed.
Theorem alternating_inverse_central_over_n x : -1 <= x -> x <= 1 ->
  is_series (fun k => let n := (1 + k)%nat in (-1) ^ (n + 1) * (2 * x) ^ (2 * n) / (INR n * Binomial.C (2 * n) n))
    (2 * x * arcsinh x / sqrt (1 + x ^ 2)).
Proof.
  intros A B. assert (X : forall l : R, is_series (fun n => lehmer n * (-1 * x ^ 2) ^ n) l -> x ^ 2 * l = 2 * x * arcsinh x / sqrt (1 + x ^ 2) ->
    is_series (fun k => let n := (1 + k)%nat in (-1) ^ (n + 1) * (2 * x) ^ (2 * n) / (INR n * Binomial.C (2 * n) n))
      (2 * x * arcsinh x / sqrt (1 + x ^ 2))).
  { intros l H <-. generalize (series_scal (x ^ 2) _ _ H). apply series_ext. intros k. apply lehmer_term_signed. }
  assert (0 < sqrt (1 + x ^ 2)) by (apply sqrt_lt_R0; nra).
  destruct (Rlt_dec (x ^ 2) 1) as [Y|Y].
  - assert (Z : -1 < x < 1) by nra. apply X with (PSeries lehmer (-1 * x ^ 2)). apply power_series. apply tame_radius, lehmer_tame. nra.
    generalize (lehmer_inside (-1) arcsinh sign_minus_1 (fun x _ => arcsinh_derivative x) arcsinh_0 x Z).
    replace (1 - -1 * x ^ 2) with (1 + x ^ 2) by ring. intros E.
    replace (2 * x * arcsinh x) with (x * (2 * arcsinh x)) by ring. rewrite <- E. field. lra.
  - assert (C : x = 1 \/ x = -1) by (destruct (Rle_dec x 0); [right|left]; nra). assert (D : x ^ 2 = 1) by nra.
    apply X with (2 * arcsinh 1 * / sqrt 2). rewrite D. generalize alternating_lehmer_end. apply series_ext. intros m. rewrite Rmult_1_r. ring.
    rewrite D in *. replace (1 + 1) with 2 by ring. unfold Rdiv. destruct C as [->| ->]. ring.
    replace (-1) with (- (1)) by ring. rewrite arcsinh_opposite. ring.
Qed.
Theorem alternating_inverse_central_over_n2 x : -1 <= x -> x <= 1 ->
  is_series (fun k => let n := (1 + k)%nat in (-1) ^ (n + 1) * (2 * x) ^ (2 * n) / (INR n ^ 2 * Binomial.C (2 * n) n)) (2 * arcsinh x ^ 2).
Proof.
  intros A B. assert (X : forall l : R, is_series (fun n => lehmer2 n * (-1 * x ^ 2) ^ n) l -> x ^ 2 * l = 2 * arcsinh x ^ 2 ->
    is_series (fun k => let n := (1 + k)%nat in (-1) ^ (n + 1) * (2 * x) ^ (2 * n) / (INR n ^ 2 * Binomial.C (2 * n) n)) (2 * arcsinh x ^ 2)).
  { intros l H <-. generalize (series_scal (x ^ 2) _ _ H). apply series_ext. intros k. cbv zeta.
    replace (INR (1 + k) ^ 2 * Binomial.C (2 * (1 + k)) (1 + k)) with (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k) * INR (1 + k)) by ring.
    apply (@eq_trans R _ ((-1) ^ (1 + k + 1) * (2 * x) ^ (2 * (1 + k)) / (INR (1 + k) * Binomial.C (2 * (1 + k)) (1 + k)) * / INR (1 + k))).
    2: { unfold Rdiv. rewrite (Rinv_mult (_ * _)). ring. }
    rewrite <- lehmer_term_signed. unfold lehmer2. change (1 + k)%nat with (S k). rewrite S_INR. unfold Rdiv. ring. }
  destruct (Rlt_dec (x ^ 2) 1) as [Y|Y].
  - apply X with (PSeries lehmer2 (-1 * x ^ 2)). apply power_series. apply tame_radius, tame_over, lehmer_tame. nra.
    apply (lehmer2_inside (-1) arcsinh sign_minus_1 (fun x _ => arcsinh_derivative x) arcsinh_0). nra.
  - assert (C : x = 1 \/ x = -1) by (destruct (Rle_dec x 0); [right|left]; nra). assert (D : x ^ 2 = 1) by nra.
    apply X with (2 * arcsinh 1 ^ 2). rewrite D. generalize alternating_lehmer2_end. apply series_ext. intros m. rewrite Rmult_1_r. ring.
    rewrite D. destruct C as [->| ->]. ring. replace (-1) with (- (1)) by ring. rewrite arcsinh_opposite. ring.
Qed.
