(* Limits of antidifferences with parameters: sequences that tend to 0, and bounded ones. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Term Functions.
Open Scope R_scope.

Definition null (a : nat -> R) : Prop := is_lim_seq a 0.
Definition bounded (a : nat -> R) : Prop := exists M, forall n, Rabs (a n) <= M.

Lemma bounded_const c : bounded (fun _ => c).
Proof. exists (Rabs c). intros; lra. Qed.
Lemma bounded_plus a b : bounded a -> bounded b -> bounded (fun n => a n + b n).
Proof. intros [M A] [N B]. exists (M + N). intros n. generalize (Rabs_triang (a n) (b n)) (A n) (B n). lra. Qed.
Lemma bounded_opp a : bounded a -> bounded (fun n => - a n).
Proof. intros [M A]. exists M. intros n. now rewrite Rabs_Ropp. Qed.
Lemma bounded_minus a b : bounded a -> bounded b -> bounded (fun n => a n - b n).
Proof. intros A B. apply (bounded_plus _ (fun n => - b n)); auto. now apply bounded_opp. Qed.
Lemma bounded_mult a b : bounded a -> bounded b -> bounded (fun n => a n * b n).
Proof.
  intros [M A] [N B]. exists (M * N). intros n. rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
Qed.
Lemma bounded_div a c : bounded a -> bounded (fun n => a n / c).
Proof. intros A. apply (bounded_mult a (fun _ => / c)); auto. apply bounded_const. Qed.
Lemma bounded_pow a j : bounded a -> bounded (fun n => a n ^ j).
Proof. intros A. induction j. exact (bounded_const 1). simpl. now apply bounded_mult. Qed.
Lemma bounded_sin f : bounded (fun n => sin (f n)).
Proof. exists 1. intros n. apply Rabs_le. generalize (SIN_bound (f n)). lra. Qed.
Lemma bounded_cos f : bounded (fun n => cos (f n)).
Proof. exists 1. intros n. apply Rabs_le. generalize (COS_bound (f n)). lra. Qed.
Lemma bounded_power x f : -1 <= x -> x <= 1 -> bounded (fun n => x ^ (f n)).
Proof.
  intros A B. exists 1. intros n. rewrite <- RPow_abs. rewrite <- (pow1 (f n)). apply pow_incr.
  split. apply Rabs_pos. apply Rabs_le. lra.
Qed.
Lemma chebyshev_t_cos x n : chebyshev_t n (cos x) = cos (INR n * x).
Proof.
  assert (X : chebyshev_t n (cos x) = cos (INR n * x) /\ chebyshev_t (S n) (cos x) = cos (INR (S n) * x)).
  { induction n as [|n [A B]]. split; unfold chebyshev_t; cbn; [rewrite Rmult_0_l, cos_0|rewrite Rmult_1_l]; reflexivity.
    split; auto. rewrite (chebyshev_t_next _ n) by lia. cbn [Nat.add]. rewrite A, B, !S_INR.
    replace ((INR n + 1 + 1) * x) with ((INR n + 1) * x + x) by ring.
    replace (INR n * x) with ((INR n + 1) * x - x) by ring. rewrite cos_plus, cos_minus. ring. }
  apply X.
Qed.
Lemma bounded_chebyshev_t f x : -1 <= x -> x <= 1 -> bounded (fun n => chebyshev_t (f n) x).
Proof.
  intros A B. exists 1. intros n. rewrite <- (cos_acos x) by lra. rewrite chebyshev_t_cos. apply Rabs_le.
  generalize (COS_bound (INR (f n) * acos x)). lra.
Qed.

Lemma null_const c : c = 0 -> null (fun _ => c).
Proof. intros ->. apply is_lim_seq_const. Qed.
Lemma null_plus a b : null a -> null b -> null (fun n => a n + b n).
Proof. intros A B. unfold null. replace (Finite 0) with (Finite (0 + 0)) by (f_equal; ring). now apply is_lim_seq_plus'. Qed.
Lemma null_opp a : null a -> null (fun n => - a n).
Proof. intros A. unfold null. replace (Finite 0) with (Rbar_opp 0) by (simpl; f_equal; ring). now apply (is_lim_seq_opp a 0). Qed.
Lemma null_minus a b : null a -> null b -> null (fun n => a n - b n).
Proof. intros A B. apply (null_plus _ (fun n => - b n)); auto. now apply null_opp. Qed.
Lemma null_bounded a b : null a -> bounded b -> null (fun n => a n * b n).
Proof.
  intros A [M B]. unfold null. apply (is_lim_seq_abs_0 (fun n => a n * b n)).
  apply is_lim_seq_le_le with (fun _ => 0) (fun n => M * Rabs (a n)).
  - intros n. split. apply Rabs_pos. rewrite Rabs_mult, Rmult_comm. apply Rmult_le_compat_r; auto using Rabs_pos.
  - apply is_lim_seq_const.
  - replace (Finite 0) with (Rbar_mult M 0) by (simpl; f_equal; ring). apply is_lim_seq_scal_l.
    apply (is_lim_seq_abs a 0) in A. simpl in A. now rewrite Rabs_R0 in A.
Qed.
Lemma bounded_null a b : bounded a -> null b -> null (fun n => a n * b n).
Proof. intros A B. apply is_lim_seq_ext with (fun n => b n * a n). intros; ring. now apply null_bounded. Qed.
Lemma null_div a c : null a -> null (fun n => a n / c).
Proof. intros A. apply (null_bounded a (fun _ => / c)); auto. apply bounded_const. Qed.
Lemma null_next a : null a -> null (fun n => a (S n)).
Proof. intros A. now apply (is_lim_seq_incr_1 a). Qed.
Lemma null_moved a d : null a -> null (fun n => a (d + n)%nat).
Proof.
  intros A. apply is_lim_seq_ext with (fun n => a (n + d)%nat). intros; f_equal; lia. now apply (is_lim_seq_incr_n a d).
Qed.
Lemma null_below a b : (forall n, Rabs (a n) <= b n) -> null b -> null a.
Proof.
  intros H B. apply (is_lim_seq_abs_0 a). apply is_lim_seq_le_le with (fun _ => 0) b; auto.
  intros n. split; auto using Rabs_pos. apply is_lim_seq_const.
Qed.
Lemma null_inverse a : null (fun n => / (INR n + a)).
Proof.
  assert (P : is_lim_seq (fun n => INR n + a) p_infty).
  { apply is_lim_seq_plus with p_infty (Finite a). apply is_lim_seq_INR. apply is_lim_seq_const. easy. }
  unfold null. replace (Finite 0) with (Rbar_inv p_infty) by reflexivity. apply is_lim_seq_inv; auto. easy.
Qed.
Lemma null_power x : -1 < x -> x < 1 -> null (fun n => x ^ n).
Proof. intros A B. apply is_lim_seq_geom. apply Rabs_def1; lra. Qed.
Lemma null_polynomial_power j x : -1 < x -> x < 1 -> null (fun n => INR n ^ j * x ^ n).
Proof.
  intros A B. assert (X : Rabs x < 1) by (apply Rabs_def1; lra).
  destruct (Req_dec x 0) as [->|Z].
  { apply (is_lim_seq_incr_1 (fun n => INR n ^ j * 0 ^ n)). apply is_lim_seq_ext with (fun _ => 0).
    intros n. simpl. ring. apply is_lim_seq_const. }
  apply (is_lim_seq_incr_1 (fun n => INR n ^ j * x ^ n)).
  apply ex_series_lim_0, ex_series_Rabs. apply ex_series_DAlembert with (Rabs x); auto.
  - intros n. apply Rmult_integral_contrapositive_currified; apply pow_nonzero; auto. apply not_0_INR. lia.
  - apply is_lim_seq_ext with (fun n => Rabs x * (1 + / INR (S n)) ^ j).
    { intros n. assert (0 < INR (S n)) by (apply lt_0_INR; lia).
      replace (INR (S (S n)) ^ j * x ^ S (S n) / (INR (S n) ^ j * x ^ S n)) with (x * (1 + / INR (S n)) ^ j).
      rewrite Rabs_mult. f_equal. symmetry. apply Rabs_pos_eq. apply pow_le. generalize (Rinv_0_lt_compat _ H). lra.
      rewrite (S_INR (S n)). replace (1 + / INR (S n)) with ((INR (S n) + 1) / INR (S n)) by (field; lra).
      unfold Rdiv at 1. rewrite Rpow_mult_distr, pow_inv. change (x ^ S (S n)) with (x * x ^ S n). field.
      split; apply pow_nonzero; auto. lra. }
    replace (Finite (Rabs x)) with (Finite (Rabs x * 1)) by (f_equal; ring).
    apply is_lim_seq_mult'. apply is_lim_seq_const.
    assert (P : is_lim_seq (fun n => 1 + / INR (S n)) 1).
    { replace (Finite 1) with (Finite (1 + 0)) by (f_equal; ring). apply is_lim_seq_plus'. apply is_lim_seq_const. apply lim_inv_n1. }
    clear -P. induction j. simpl. apply is_lim_seq_const. simpl.
    replace (Finite 1) with (Finite (1 * 1)) by (f_equal; ring). now apply is_lim_seq_mult'.
Qed.
Lemma null_inverse_fibonacci d : null (fun n => / fibonacci (1 + d + n)).
Proof.
  apply (is_lim_seq_incr_1 (fun n => / fibonacci (1 + d + n))).
  apply null_below with (fun n => / (INR n + 1)). 2: apply null_inverse.
  intros n. destruct (fibonacci_grows (d + S n)) as [A B]. replace (1 + d + S n)%nat with (1 + (d + S n))%nat by lia.
  rewrite plus_INR, S_INR in A. generalize (pos_INR n) (pos_INR d). intros.
  rewrite Rabs_pos_eq. apply Rinv_le_contravar; lra. apply Rlt_le, Rinv_0_lt_compat; lra.
Qed.
Lemma harmonic_root n : 0 <= harmonic 1 n <= 2 * sqrt (INR n).
Proof.
  induction n. simpl. rewrite sqrt_0. lra.
  cbn [harmonic]. rewrite pow_1. assert (P : 0 < INR (S n)) by (apply lt_0_INR; lia).
  generalize (Rinv_0_lt_compat _ P) (pos_INR n). intros Q N. unfold Rdiv. rewrite Rmult_1_l. split. lra.
  apply Rle_trans with (2 * sqrt (INR n) + / INR (S n)). lra.
  assert (A : sqrt (INR (S n)) * sqrt (INR (S n)) = INR (S n)) by (apply sqrt_sqrt; lra).
  assert (B : sqrt (INR n) * sqrt (INR n) = INR n) by (apply sqrt_sqrt; lra).
  generalize (sqrt_pos (INR n)) (sqrt_lt_R0 _ P). intros C D. rewrite S_INR in *.
  assert (1 <= sqrt (INR n + 1)). { replace 1 with (sqrt 1) at 1 by apply sqrt_1. apply sqrt_le_1; lra. }
  assert (sqrt (INR n) <= sqrt (INR n + 1)) by (apply sqrt_le_1; lra).
  apply Rle_trans with (2 * sqrt (INR n) + / sqrt (INR n + 1)).
  { apply Rplus_le_compat_l. apply Rinv_le_contravar; nra. }
  assert (/ sqrt (INR n + 1) * (sqrt (INR n + 1)) = 1) by (field; lra). nra.
Qed.
Lemma null_harmonic a : 0 <= a -> null (fun n => harmonic 1 n * / (INR n + a)).
Proof.
  intros A. apply (is_lim_seq_incr_1 (fun n => harmonic 1 n * / (INR n + a))).
  apply null_below with (fun n => 2 * / sqrt (INR n + 1)).
  - intros n. destruct (harmonic_root (S n)) as [P Q]. rewrite S_INR in *. generalize (pos_INR n). intros.
    assert (B : sqrt (INR n + 1) * sqrt (INR n + 1) = INR n + 1) by (apply sqrt_sqrt; lra).
    assert (0 < sqrt (INR n + 1)) by (apply sqrt_lt_R0; lra).
    rewrite Rabs_pos_eq. 2: apply Rmult_le_pos; auto; apply Rlt_le, Rinv_0_lt_compat; lra.
    apply Rle_trans with (2 * sqrt (INR n + 1) * / (INR n + 1)).
    apply Rmult_le_compat; auto. apply Rlt_le, Rinv_0_lt_compat; lra. apply Rinv_le_contravar; lra.
    apply Req_le. rewrite <- B at 2. field. lra.
  - apply (bounded_null (fun _ => 2)). apply bounded_const.
    apply is_lim_seq_ext with (fun n => sqrt (/ (INR n + 1))).
    + intros n. generalize (pos_INR n). intros. now rewrite sqrt_inv.
    + replace (Finite 0) with (Finite (sqrt 0)) by (f_equal; apply sqrt_0). apply is_lim_seq_continuous.
      apply continuity_pt_sqrt. lra. apply null_inverse.
Qed.
Lemma null_harmonic_moved d a : INR d <= a -> null (fun n => harmonic 1 (d + n) * / (INR n + a)).
Proof.
  intros H. apply is_lim_seq_ext with (fun n => harmonic 1 (d + n) * / (INR (d + n) + (a - INR d))).
  intros n. rewrite plus_INR. do 2 f_equal. ring.
  apply (null_moved (fun n => harmonic 1 n * / (INR n + (a - INR d)))). apply null_harmonic. lra.
Qed.
Lemma lim_atan a : is_lim_seq (fun n => atan (INR n + a)) (PI / 2).
Proof.
  apply is_lim_seq_ext_loc with (fun n => PI / 2 - atan (/ (INR n + a))).
  - destruct (nfloor_ex (Rabs a) (Rabs_pos a)) as [N [_ B]]. exists (S N). intros n L. rewrite atan_inv. ring.
    apply le_INR in L. rewrite S_INR in L. generalize (Rle_abs (- a)). rewrite Rabs_Ropp. lra.
  - replace (Finite (PI / 2)) with (Finite (PI / 2 - atan 0)) by (f_equal; rewrite atan_0; ring).
    apply is_lim_seq_minus'. apply is_lim_seq_const. apply is_lim_seq_continuous. 2: apply null_inverse.
    apply derivable_continuous_pt, derivable_pt_atan.
Qed.
Lemma null_ln a b : 0 < a -> 0 < b -> null (fun n => ln (INR n + a) - ln (INR n + b)).
Proof.
  intros A B. apply is_lim_seq_ext with (fun n => ln (1 + (a - b) * / (INR n + b))).
  - intros n. generalize (pos_INR n). intros. rewrite <- ln_div by lra. f_equal. field. lra.
  - replace (Finite 0) with (Finite (ln 1)) by (f_equal; apply ln_1). apply is_lim_seq_continuous.
    apply derivable_continuous_pt. apply derivable_pt_ln || (exists (/ 1); apply derivable_pt_lim_ln; lra).
    replace (Finite 1) with (Finite (1 + (a - b) * 0)) by (f_equal; ring). apply is_lim_seq_plus'. apply is_lim_seq_const.
    apply is_lim_seq_mult'. apply is_lim_seq_const. apply null_inverse.
Qed.
Lemma limit_and_null (t : nat -> R) (l : R) : null (fun n => t n - l) -> is_lim_seq t l.
Proof.
  intros H. apply is_lim_seq_ext with (fun n => (t n - l) + l). intros; ring.
  replace (Finite l) with (Finite (0 + l)) by (f_equal; ring). apply is_lim_seq_plus'. exact H. apply is_lim_seq_const.
Qed.
Lemma null_ext a b : (forall n, b n = a n) -> null a -> null b.
Proof. intros E A. apply is_lim_seq_ext with a; auto. Qed.
Lemma null_is_bounded a : null a -> bounded a.
Proof.
  intros A. apply is_lim_seq_Reals in A. destruct (maj_by_pos a (exist _ 0 A)) as [M [_ H]]. now exists M.
Qed.
Lemma null_inverse_product a b : null (fun n => / a n * / b n) -> null (fun n => / (a n * b n)).
Proof. apply null_ext. intros n. apply Rinv_mult. Qed.
Lemma bounded_inverse_product a b : bounded (fun n => / a n * / b n) -> bounded (fun n => / (a n * b n)).
Proof. intros [M H]. exists M. intros n. rewrite Rinv_mult. apply H. Qed.
