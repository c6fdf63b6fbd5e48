(* Iterated integrals as power series: growth, derivatives, and how they end at 1. *)
Require Import Reals Lra Lia List Bool FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Vanishing Convolution NestedSums Convergence Shuffle Words.
Import ListNotations.
Open Scope R_scope.

Lemma radius a C x : (forall n, Rabs (a n) <= C) -> Rabs x < 1 -> Rbar_lt (Rabs x) (CV_radius a).
Proof.
  intros H X. destruct (CV_radius_bounded a) as [U _]. apply Rbar_lt_le_trans with (Finite 1). exact X.
  apply U. exists C. intros n. rewrite pow1, Rmult_1_r. apply H.
Qed.
Lemma series_below (a b : nat -> R) C x : 0 <= x < 1 -> (forall n, Rabs (a n) <= b n) -> (forall n, b n <= C) ->
  Rabs (PSeries a x) <= PSeries b x.
Proof.
  intros X A B. assert (P : forall n, 0 <= b n) by (intros n; apply Rle_trans with (2 := A n), Rabs_pos).
  assert (Y : Rabs x < 1) by (rewrite Rabs_pos_eq; lra).
  assert (E : forall n, Rabs (a n * x ^ n) <= b n * x ^ n).
  { intros n. rewrite Rabs_mult, (Rabs_pos_eq (x ^ n)) by (apply pow_le; lra). apply Rmult_le_compat_r; auto. apply pow_le; lra. }
  unfold PSeries. apply Rle_trans with (Series (fun n => Rabs (a n * x ^ n))). apply Series_Rabs.
  - apply CV_disk_inside. apply radius with C; auto. intros n. apply Rle_trans with (b n); auto.
  - apply Series_le. intros n. split; auto using Rabs_pos.
    apply ex_series_Rabs, (CV_disk_inside b x). apply radius with C; auto. intros n. rewrite Rabs_pos_eq; auto.
Qed.
Lemma powers_below x j : 0 <= x < 1 -> partial (fun n => x ^ n) j <= / (1 - x).
Proof.
  intros X. assert (E : (1 - x) * partial (fun n => x ^ n) j = 1 - x ^ j). { induction j; simpl. ring. rewrite Rmult_plus_distr_l, IHj. simpl. ring. }
  apply Rmult_le_reg_l with (1 - x). lra. rewrite E, Rinv_r by lra. generalize (pow_le x j). lra.
Qed.
Lemma small_series k x : 0 <= x <= 1 - / INR (S (S (S k))) -> 0 <= PSeries small x <= 6 * root (S (S k)).
Proof.
  intros X. assert (I : 0 < INR (S (S (S k)))) by (apply lt_0_INR; lia). generalize (Rinv_0_lt_compat _ I). intros J.
  assert (X1 : 0 <= x < 1) by lra.
  assert (B : forall M, 0 <= partial (fun n => small n * x ^ n) M <= 4 * root (S k) + small (S k) * / (1 - x)).
  { intros M. assert (P : forall n, 0 <= x ^ n <= 1). { intros n. split. apply pow_le; lra. rewrite <- (pow1 n). apply pow_incr. lra. }
    assert (Q : forall n, 0 < small n) by apply small_positive. assert (D : 0 < / (1 - x)) by (apply Rinv_0_lt_compat; lra). split.
    { induction M; simpl. lra. generalize (P M) (Q M). nra. }
    assert (F : forall N, partial (fun n => small n * x ^ n) N <= partial small N).
    { intros N. apply partial_le. intros n _. generalize (P n) (Q n). nra. }
    generalize (Q (S k)). intros T.
    destruct (Nat.le_ge_cases M (S k)) as [L|L].
    - apply Rle_trans with (partial small M); auto. apply Rle_trans with (4 * root M). apply sum_of_small.
      generalize (root_grows M (S k) L). nra.
    - replace M with (S k + (M - S k))%nat by lia. rewrite partial_add. apply Rplus_le_compat.
      apply Rle_trans with (1 := F (S k)). apply sum_of_small.
      apply Rle_trans with (small (S k) * partial (fun n => x ^ n) (M - S k)).
      + rewrite <- partial_scal. apply partial_le. intros n _. rewrite pow_add. generalize (P (S k)) (P n) (small_decreases (S k) n) (Q (S k + n)%nat).
        intros. apply Rmult_le_compat; try lra. apply Rmult_le_pos; lra. rewrite <- (Rmult_1_l (x ^ n)) at 2. apply Rmult_le_compat_r; lra.
      + apply Rmult_le_compat_l. lra. now apply powers_below. }
  assert (E : 4 * root (S k) + small (S k) * / (1 - x) <= 6 * root (S (S k))).
  { assert (small (S k) * / (1 - x) <= small (S k) * INR (S (S (S k)))).
    { apply Rmult_le_compat_l. apply Rlt_le, small_positive. rewrite <- (Rinv_inv (INR (S (S (S k))))). apply Rinv_le_contravar; lra. }
    assert (small (S k) * INR (S (S (S k))) <= 2 * root (S (S k))).
    { unfold small. rewrite (S_INR (S (S k))). assert (1 <= INR (S (S k))) by (apply (le_INR 1); lia). generalize (root_at_least_1 (S k)). intros.
      apply Rmult_le_reg_r with (INR (S (S k))). lra.
      replace (root (S (S k)) / INR (S (S k)) * (INR (S (S k)) + 1) * INR (S (S k))) with (root (S (S k)) * (INR (S (S k)) + 1)) by (field; lra). nra. }
    generalize (root_grows (S k) (S (S k)) ltac:(lia)). lra. }
  assert (L : is_lim_seq (partial (fun n => small n * x ^ n)) (PSeries small x)).
  { apply series_partial. unfold PSeries. apply Series_correct. apply ex_series_Rabs, (CV_disk_inside small x), radius with 1.
    intros n. rewrite Rabs_pos_eq by apply Rlt_le, small_positive. apply small_below_1. rewrite Rabs_pos_eq; lra. }
  split.
  - apply (is_lim_seq_le (fun _ => 0) _ 0 _ (fun M => proj1 (B M)) (is_lim_seq_const 0) L).
  - apply Rle_trans with (2 := E). apply (is_lim_seq_le _ (fun _ => _) _ (4 * root (S k) + small (S k) * / (1 - x)) (fun M => proj2 (B M)) L). apply is_lim_seq_const.
Qed.

(* The coefficients of iterated integrals are O(n^(-3/4)). *)
Lemma proper_index_of k c w : proper (index_of k c w) = true.
Proof. revert k c. induction w as [|[g|] w IH]; intros k c. reflexivity. exact (IH 0%nat g). exact (IH (S k) c). Qed.
Lemma index_integral w : at_0 w = true -> coef (index_of 0 false w) = integral w.
Proof.
  intros A. apply functional_extensionality. intros n. rewrite index_of_ok by auto. simpl. rewrite pow1. field.
Qed.
Lemma integral_small w : at_0 w = true -> exists C, 0 < C /\ forall n, Rabs (integral w n) <= C * small n.
Proof.
  intros A. destruct (bounds _ (proper_index_of 0 false w)) as [C [P [B _]]]. exists C. split; auto. intros n. generalize (B n). now rewrite index_integral.
Qed.
Definition at_point (w : word) (x : R) : R := PSeries (integral w) x.
Lemma integral_radius w x : at_0 w = true -> Rabs x < 1 -> Rbar_lt (Rabs x) (CV_radius (integral w)).
Proof.
  intros A X. destruct (integral_small w A) as [C [P B]]. apply radius with C; auto. intros n. apply Rle_trans with (1 := B n).
  generalize (small_below_1 n). nra.
Qed.
Lemma growth_near_1 w : at_0 w = true -> exists C, 0 <= C /\ forall k x, 0 <= x <= 1 - / INR (S (S (S k))) -> Rabs (at_point w x) <= C * root (S (S k)).
Proof.
  intros A. destruct (integral_small w A) as [C [P B]]. exists (C * 6). split. lra. intros k x X. unfold at_point.
  generalize (Rinv_0_lt_compat _ (lt_0_INR (S (S (S k))) ltac:(lia))). intros J.
  apply Rle_trans with (PSeries (PS_scal C small) x).
  - apply series_below with C. lra. exact B. intros n. unfold PS_scal. change (C * small n <= C). generalize (small_below_1 n). nra.
  - rewrite PSeries_scal. generalize (small_series k x X). nra.
Qed.
Lemma near_0 w x0 : at_0 (x0 :: w) = true -> exists C, 0 <= C /\ forall x, 0 <= x <= 1 / 2 -> Rabs (at_point (x0 :: w) x) <= C * x.
Proof.
  intros A. destruct (integral_small _ A) as [C [P B]]. exists (2 * C). split. lra. intros x X. unfold at_point.
  apply Rle_trans with (PSeries (PS_incr_1 (fun _ => C)) x).
  - apply series_below with C. lra.
    + intros [|n]. rewrite integral_at_0, Rabs_R0. apply Rle_refl. change (Rabs (integral (x0 :: w) (S n)) <= C). apply Rle_trans with (1 := B (S n)).
      generalize (small_below_1 (S n)). nra.
    + intros [|n]. change (0 <= C). lra. apply Rle_refl.
  - rewrite PSeries_incr_1. unfold PSeries. rewrite Series_scal_l, Series_geom by (rewrite Rabs_pos_eq; lra).
    assert (/ (1 - x) <= 2) by (rewrite <- (Rinv_inv 2); apply Rinv_le_contravar; lra).
    assert (0 < / (1 - x)) by (apply Rinv_0_lt_compat; lra). assert (0 <= x * C) by nra. nra.
Qed.

(* Derivatives. *)
Definition form (x : option bool) (s : R) : R := match x with None => / s | Some g => sign g / (1 - sign g * s) end.
Lemma geometric_series g s : Rabs s < 1 -> PSeries (geometric (sign g)) s = s * form (Some g) s.
Proof.
  intros S. rewrite (PSeries_ext (geometric (sign g)) (PS_incr_1 (fun n => sign g * sign g ^ n))) by (now intros [|n]).
  rewrite PSeries_incr_1. f_equal. unfold PSeries, form. apply is_series_unique.
  unfold Rdiv. apply series_ext with (fun n => sign g * (sign g * s) ^ n). intros n. rewrite Rpow_mult_distr. ring.
  apply series_scal, is_series_geom. rewrite Rabs_mult. replace (Rabs (sign g)) with 1. lra.
  destruct g; simpl; now rewrite ?Rabs_m1, ?Rabs_R1.
Qed.
Lemma partial_sum_f f n : partial f (S n) = sum_f_R0 f n.
Proof. induction n. simpl. ring. cbn [sum_f_R0]. rewrite <- IHn. reflexivity. Qed.
Lemma at_point_conv g w s : at_0 w = true -> Rabs s < 1 ->
  PSeries (conv (geometric (sign g)) (integral w)) s = s * form (Some g) s * at_point w s.
Proof.
  intros A S. rewrite (PSeries_ext _ (PS_mult (geometric (sign g)) (integral w))).
  2: { intros n. rewrite conv_closed, partial_sum_f. reflexivity. }
  rewrite PSeries_mult, geometric_series by (auto using integral_radius; apply radius with 1; auto; intros [|n]; cbn [geometric]; rewrite ?Rabs_R0, ?sign_power; lra).
  reflexivity.
Qed.
Lemma derivative x w s : at_0 (x :: w) = true -> 0 < s < 1 -> is_derive (at_point (x :: w)) s (form x s * at_point w s).
Proof.
  intros A S. assert (S1 : Rabs s < 1) by (rewrite Rabs_pos_eq; lra).
  generalize (is_derive_PSeries (integral (x :: w)) s (integral_radius _ _ A S1)).
  replace (PSeries (PS_derive (integral (x :: w))) s) with (form x s * at_point w s). auto.
  apply Rmult_eq_reg_l with s. 2: lra. rewrite <- PSeries_incr_1.
  rewrite (PSeries_ext (PS_incr_1 (PS_derive (integral (x :: w)))) (step x (integral w))).
  2: { intros n. rewrite <- (derived x w A). destruct n. change (0 = INR 0 * integral (x :: w) 0). simpl. ring. reflexivity. }
  destruct x as [g|]; unfold step. rewrite at_point_conv by (auto; now apply at_0_rest with (Some g)). ring.
  unfold form, at_point. field. lra.
Qed.
Lemma at_point_nil s : at_point [] s = 1.
Proof.
  unfold at_point. rewrite (PSeries_ext _ (fun n => match n with O => 1 | _ => 0 end)) by reflexivity.
  unfold PSeries. apply is_series_unique. apply series_value with (partial (fun k => match k with O => 1 | _ => 0 end * s ^ k) 1 + 0). simpl. ring.
  apply (series_prefix (fun k => match k with O => 1 | _ => 0 end * s ^ k) 1). apply series_zero. intros n. simpl. ring.
Qed.

(* Abel's theorem, by the rate of convergence. *)
Definition toward_1 (k : nat) : R := 1 - / INR (S (S (S k))).
Definition final (w : word) : index := index_of 0 false w.
Lemma toward_1_range k : 1 / 2 < toward_1 k < 1.
Proof.
  unfold toward_1. assert (I : 3 <= INR (S (S (S k)))). { rewrite !S_INR. generalize (pos_INR k). lra. }
  generalize (Rinv_0_lt_compat (INR (S (S (S k)))) ltac:(lra)). assert (/ INR (S (S (S k))) <= / 3) by (apply Rinv_le_contravar; lra). lra.
Qed.
Lemma limit_at_1 w : at_0 w = true -> convergent (final w) = true -> is_lim_seq (fun k => at_point w (toward_1 k)) (value (final w)).
Proof.
  intros A C. destruct (close_truncated (final w) (proper_index_of 0 false w) C) as [K [P T]].
  apply limit_and_null. apply null_below with (fun k => K * 6 * small (S k)).
  2: { apply (bounded_null (fun _ => K * 6)). apply bounded_const. apply null_next, null_small. }
  intros k. destruct (toward_1_range k) as [Z1 Z2]. set (t := toward_1 k) in *. assert (Y : Rabs t < 1) by (rewrite Rabs_pos_eq; lra).
  set (v := value (final w)) in *. set (d := fun n => truncated (final w) (S n) - v).
  assert (D : forall n, Rabs (d n) <= K * small n).
  { intros n. apply Rle_trans with (1 := T (S n)). apply Rmult_le_compat_l; auto. replace (S n) with (n + 1)%nat by lia. apply small_decreases. }
  assert (E : at_point w t - v = (1 - t) * PSeries d t).
  { assert (G : PSeries (fun _ => 1) t = / (1 - t)).
    { unfold PSeries. apply is_series_unique. apply series_ext with (fun n => t ^ n). intros; ring. now apply is_series_geom. }
    assert (R1 : Rbar_lt (Rabs t) (CV_radius (fun _ => 1))) by (apply radius with 1; auto; intros; rewrite Rabs_R1; lra).
    assert (M : PSeries (fun n => truncated (final w) (S n)) t = / (1 - t) * at_point w t).
    { rewrite <- G. unfold at_point. rewrite <- PSeries_mult by auto using integral_radius. apply PSeries_ext. intros n.
      unfold PS_mult. rewrite <- partial_sum_f, <- (conv_closed (fun _ => 1)), conv_comm, conv_const. unfold truncated, final. rewrite index_integral by auto. ring. }
    assert (N : PSeries (fun _ => v) t = v * / (1 - t)).
    { rewrite <- G. rewrite <- PSeries_scal. apply PSeries_ext. intros n. unfold PS_scal. change (v = v * 1). ring. }
    assert (Q : PSeries (fun n => truncated (final w) (S n)) t = PSeries d t + PSeries (fun _ => v) t).
    { rewrite <- PSeries_plus. apply PSeries_ext. intros n. unfold PS_plus, d. change (truncated (final w) (S n) = truncated (final w) (S n) - v + v). ring.
      apply CV_radius_inside, radius with K; auto. intros n. apply Rle_trans with (1 := D n). generalize (small_below_1 n). nra.
      apply CV_radius_inside, radius with (Rabs v); auto. intros; lra. }
    rewrite M, N in Q. apply Rmult_eq_reg_l with (/ (1 - t)). 2: { apply Rgt_not_eq, Rinv_0_lt_compat. lra. }
    rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra. lra. }
  rewrite E, Rabs_mult, Rabs_pos_eq by lra.
  assert (F : Rabs (PSeries d t) <= K * (6 * root (S (S k)))).
  { apply Rle_trans with (PSeries (PS_scal K small) t).
    - apply series_below with K. lra. exact D. intros n. unfold PS_scal. change (K * small n <= K). generalize (small_below_1 n). nra.
    - rewrite PSeries_scal. apply Rmult_le_compat_l; auto. apply small_series. unfold t, toward_1 in *. lra. }
  assert (H : 1 - t <= / INR (S (S k))).
  { unfold t, toward_1. replace (1 - (1 - / INR (S (S (S k))))) with (/ INR (S (S (S k)))) by ring.
    apply Rinv_le_contravar. apply lt_0_INR; lia. apply le_INR; lia. }
  apply Rle_trans with (/ INR (S (S k)) * (K * (6 * root (S (S k))))). apply Rmult_le_compat; auto using Rabs_pos; lra.
  unfold small. right. unfold Rdiv. ring.
Qed.
