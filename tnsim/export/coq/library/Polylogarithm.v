(* Polylogarithms by their series (DLMF 25.12.10), the reflection of the dilogarithm (DLMF 25.12.6), and the series of odd order of the
   logarithm and of the arctangent (DLMF 4.24.3). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Constants Basel Special Functions Derivatives PowerSeries BinomialSeries.
Open Scope R_scope.

Lemma inverse_powers s : (2 <= s)%nat -> ex_series (fun n => / (INR n + 1) ^ s).
Proof. intros L. exists (hurwitz s 1). generalize (hurwitz_series s 1 L Rlt_0_1). apply series_ext. intros n. unfold Rdiv. ring. Qed.
Theorem polylog_series s x : (2 <= s)%nat -> -1 <= x -> x <= 1 ->
  is_series (fun k => let n := (1 + k)%nat in x ^ n / INR n ^ s) (polylog s x).
Proof.
  intros L A B. unfold polylog. apply Series_correct. apply (ex_series_le (V := R_CompleteNormedModule)) with (2 := inverse_powers s L).
  intros n. change (Rabs (x ^ (1 + n) / INR (1 + n) ^ s) <= / (INR n + 1) ^ s). change (1 + n)%nat with (S n). rewrite S_INR.
  assert (P : 0 < (INR n + 1) ^ s) by (apply pow_lt; generalize (pos_INR n); lra). unfold Rdiv. rewrite Rabs_mult, Rabs_inv, (Rabs_pos_eq (_ ^ s)) by lra.
  rewrite <- (Rmult_1_l (/ _)) at 2. apply Rmult_le_compat_r. apply Rlt_le, Rinv_0_lt_compat, P.
  rewrite <- RPow_abs. rewrite <- (pow1 (S n)). apply pow_incr. split. apply Rabs_pos. apply Rabs_le. lra.
Qed.

(* The dilogarithm is x times a power series. *)
Definition inverse1 (n : nat) : R := / (INR n + 1).
Definition inverse2 (n : nat) : R := / (INR n + 1) ^ 2.
Lemma bounded_tame c : (forall n, Rabs (c (S n)) <= Rabs (c n)) -> Rbar_le 1 (CV_radius c).
Proof. intros H. apply tame_radius. exists 1. split. lra. intros n. rewrite (Rmult_comm (INR n + 1)). apply Rmult_le_compat_r. generalize (pos_INR n). lra. apply H. Qed.
Lemma inverse_tame s : Rbar_le 1 (CV_radius (fun n => / (INR n + 1) ^ s)).
Proof.
  apply bounded_tame. intros n. rewrite S_INR. generalize (pos_INR n). intros P.
  rewrite !Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat, pow_lt; lra). apply Rinv_le_contravar. apply pow_lt; lra. apply pow_incr. lra.
Qed.
Lemma inverse1_tame : Rbar_le 1 (CV_radius inverse1).
Proof. rewrite (CV_radius_ext _ (fun n => / (INR n + 1) ^ 1)). apply inverse_tame. intros n. unfold inverse1. now rewrite pow_1. Qed.
Lemma polylog_2 x : polylog 2 x = x * PSeries inverse2 x.
Proof.
  unfold polylog, PSeries. rewrite <- Series_scal_l. apply Series_ext. intros n. change (1 + n)%nat with (S n). rewrite S_INR. unfold inverse2.
  cbn [pow]. unfold Rdiv. ring.
Qed.
Lemma logarithm_power_series x : -1 < x < 1 -> x * PSeries inverse1 x = - ln (1 - x).
Proof.
  intros X. apply series_unique with (fun k => let n := (1 + k)%nat in x ^ n / INR n). 2: apply logarithm_series; lra.
  generalize (series_scal x _ _ (power_series inverse1 inverse1_tame x X)). apply series_ext. intros n. cbv zeta.
  change (1 + n)%nat with (S n). rewrite S_INR. unfold inverse1. cbn [pow]. unfold Rdiv. ring.
Qed.
Lemma polylog_2_derivative x : -1 < x < 1 -> is_derive (polylog 2) x (PSeries inverse1 x).
Proof.
  intros X. apply (is_derive_ext (fun x => x * PSeries inverse2 x)). intros; symmetry; apply polylog_2.
  apply derivative_is with (1 * PSeries inverse2 x + x * PSeries (PS_derive inverse2) x).
  apply (derivative_mult (fun x => x) (PSeries inverse2)). apply (is_derive_id (K := R_AbsRing)). apply power_series_derivative; auto. apply inverse_tame.
  apply series_unique with (fun n => inverse1 n * x ^ n). 2: apply power_series; auto using inverse1_tame.
  apply series_value with (x * PSeries (PS_derive inverse2) x + 1 * PSeries inverse2 x). ring.
  generalize (euler_operator inverse2 (inverse_tame 2) 1 x X). apply series_ext. intros n. unfold inverse1, inverse2. generalize (pos_INR n). intros. field. lra.
Qed.
Lemma polylog_2_at_1 : polylog 2 1 = PI ^ 2 / 6.
Proof.
  apply series_unique with (fun n => 1 / (INR n + 1) ^ 2). 2: apply basel_series. generalize (polylog_series 2 1 (le_n 2) ltac:(lra) ltac:(lra)).
  apply series_ext. intros n. cbv zeta. change (1 + n)%nat with (S n). now rewrite S_INR, pow1.
Qed.
Definition both (x : R) : R := polylog 2 x + polylog 2 (1 - x) + ln x * ln (1 - x).
Lemma both_derivative x : 0 < x < 1 -> is_derive both x 0.
Proof.
  intros X. apply derivative_is with (PSeries inverse1 x + -1 * PSeries inverse1 (1 - x) + (/ x * ln (1 - x) + ln x * (-1 * / (1 - x)))).
  - apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)). apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)).
    apply polylog_2_derivative. lra. apply (derivative_chain (polylog 2) (fun x => 1 - x)). apply polylog_2_derivative. lra. derive. simpl. ring.
    apply (derivative_mult ln (fun x => ln (1 - x))). apply is_derive_Reals, derivable_pt_lim_ln. lra. derive. lra. field. lra.
  - generalize (logarithm_power_series x ltac:(lra)) (logarithm_power_series (1 - x) ltac:(lra)). replace (1 - (1 - x)) with x by ring. intros A B.
    replace (ln (1 - x)) with (- (x * PSeries inverse1 x)) by lra. replace (ln x) with (- ((1 - x) * PSeries inverse1 (1 - x))) by lra. field. lra.
Qed.
Definition near (n : nat) : R := / (INR n + 2) ^ 2.
Lemma near_bounds n : 0 < near n < 1 /\ near n <= / (INR n + 2) /\ near n <= / 2.
Proof.
  generalize (pos_INR n). intros P. assert (A : 0 < near n) by (apply Rinv_0_lt_compat, pow_lt; lra).
  assert (B : near n <= / (INR n + 2)) by (apply Rinv_le_contravar; nra). assert (/ (INR n + 2) <= / 2) by (apply Rinv_le_contravar; lra). lra.
Qed.
Lemma null_near_0 : is_lim_seq (fun n => / (INR n + 2)) 0.
Proof.
  apply is_lim_seq_ext with (fun n => / INR (S (S n))). intros n. rewrite !S_INR. f_equal. ring.
  apply (is_lim_seq_incr_1 (fun n => / INR (S n))), (is_lim_seq_incr_1 (fun n => / INR n)). replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
  apply is_lim_seq_inv. apply is_lim_seq_INR. easy.
Qed.
Lemma near_0 : is_lim_seq near 0.
Proof.
  apply is_lim_seq_le_le with (fun _ => 0) (fun n => / (INR n + 2)). intros n. generalize (near_bounds n). lra. apply is_lim_seq_const. apply null_near_0.
Qed.
Lemma both_near_1 : is_lim_seq (fun n => both (1 - near n)) (PI ^ 2 / 6).
Proof.
  replace (Finite (PI ^ 2 / 6)) with (Finite (1 * (PI ^ 2 / 6) + 0 + 0)) by (f_equal; ring). unfold both.
  apply is_lim_seq_plus'. apply is_lim_seq_plus'.
  - apply is_lim_seq_ext with (fun n => (1 - near n) * PSeries inverse2 (1 - near n)). intros; symmetry; apply polylog_2.
    apply is_lim_seq_mult'. replace (Finite 1) with (Finite (1 - 0)) by (f_equal; ring). apply is_lim_seq_minus'. apply is_lim_seq_const. apply near_0.
    replace (PI ^ 2 / 6) with (PSeries inverse2 1) by (rewrite <- polylog_2_at_1, polylog_2; ring).
    apply (filterlim_comp _ _ _ (fun n => 1 - near n) (PSeries inverse2) eventually (at_left 1) (locally (PSeries inverse2 1))).
    + intros P [d H]. generalize near_0. intros N. apply is_lim_seq_spec in N. destruct (N d) as [M K]. exists M. intros n L. specialize (K n L).
      generalize (near_bounds n). intros B. apply H. 2: lra. change (Rabs (1 - near n - 1) < d). replace (1 - near n - 1) with (- (near n - 0)) by ring.
      now rewrite Rabs_Ropp.
    + apply abel_limit. apply inverse_tame. apply inverse_powers. lia.
  - apply is_lim_seq_ext with (fun n => near n * PSeries inverse2 (near n)). { intros n. rewrite polylog_2. now replace (1 - (1 - near n)) with (near n) by ring. }
    replace (Finite 0) with (Finite (0 * PSeries inverse2 0)) by (f_equal; ring). apply is_lim_seq_mult'. apply near_0.
    apply is_lim_seq_continuous. 2: apply near_0. apply PSeries_continuity. apply inside. apply inverse_tame. lra.
  - apply (is_lim_seq_abs_0 (fun n => ln (1 - near n) * ln (1 - (1 - near n)))).
    apply is_lim_seq_le_le with (fun _ => 0) (fun n => 4 * / (INR n + 2)).
    + intros n. split. apply Rabs_pos. replace (1 - (1 - near n)) with (near n) by ring. rewrite Rabs_mult.
      destruct (near_bounds n) as [A [B C]]. generalize (pos_INR n). intros P.
      assert (D : Rabs (ln (1 - near n)) <= 2 * near n).
      { replace (1 - near n) with (/ (1 + near n / (1 - near n))) by (field; lra). assert (E : 0 < near n / (1 - near n)) by (apply Rdiv_lt_0_compat; lra).
        rewrite ln_Rinv, Rabs_Ropp by lra. assert (0 < ln (1 + near n / (1 - near n))) by (rewrite <- ln_1; apply ln_increasing; lra).
        rewrite Rabs_pos_eq by lra. apply Rle_trans with (near n / (1 - near n)).
        rewrite <- (ln_exp (near n / (1 - near n))) at 2. apply Rlt_le, ln_increasing. lra. apply exp_ineq1. lra.
        apply Rmult_le_reg_r with (1 - near n). lra. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. nra. }
      assert (F : Rabs (ln (near n)) <= 2 * (INR n + 2)).
      { unfold near. rewrite ln_Rinv, Rabs_Ropp by (apply pow_lt; lra). replace ((INR n + 2) ^ 2) with ((INR n + 2) * (INR n + 2)) by ring. rewrite ln_mult by lra.
        assert (G : 0 < ln (INR n + 2)) by (rewrite <- ln_1; apply ln_increasing; lra). rewrite Rabs_pos_eq by lra.
        assert (ln (INR n + 2) < INR n + 2). { rewrite <- (ln_exp (INR n + 2)) at 2. apply ln_increasing. lra. generalize (exp_ineq1 (INR n + 2)). lra. } lra. }
      apply Rle_trans with (2 * near n * (2 * (INR n + 2))). apply Rmult_le_compat; auto using Rabs_pos. unfold near. apply Req_le. field. lra.
    + apply is_lim_seq_const.
    + replace (Finite 0) with (Rbar_mult 4 0) by (simpl; f_equal; ring). apply is_lim_seq_scal_l. apply null_near_0.
Qed.
Theorem dilogarithm_reflection x : 0 < x -> x < 1 -> polylog 2 x + polylog 2 (1 - x) = PI ^ 2 / 6 - ln x * ln (1 - x).
Proof.
  intros A B. cut (both x = PI ^ 2 / 6). unfold both. lra.
  assert (C : forall y, 0 < y < 1 -> both y = both x).
  { intros y Y. destruct (MVT_gen both x y (fun _ => 0)) as [c [_ E]].
    - intros t T. apply both_derivative. revert T. unfold Rmin, Rmax. destruct (Rle_dec x y); lra.
    - intros t T. apply derivable_continuous_pt. exists 0. apply is_derive_Reals, both_derivative. revert T. unfold Rmin, Rmax. destruct (Rle_dec x y); lra.
    - lra. }
  generalize (is_lim_seq_unique _ _ both_near_1). rewrite (Lim_seq_ext _ (fun _ => both x)). rewrite Lim_seq_const. intros E. now injection E.
  intros n. apply C. generalize (near_bounds n). lra.
Qed.

(* Odd orders. *)
Definition odd_inverse (n : nat) : R := / (2 * INR n + 1).
Lemma odd_tame : tame odd_inverse.
Proof.
  exists 1. split. lra. intros n. unfold odd_inverse. rewrite S_INR. generalize (pos_INR n). intros P. rewrite !Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
  rewrite (Rmult_comm (INR n + 1)). apply Rmult_le_compat_r. lra. apply Rinv_le_contravar; lra.
Qed.
Lemma odd_derivative s y : s = 1 \/ s = -1 -> -1 < y < 1 -> is_derive (fun y => y * PSeries odd_inverse (s * y ^ 2)) y (/ (1 - s * y ^ 2)).
Proof.
  intros S Y. assert (Z : -1 < s * y ^ 2 < 1) by (destruct S as [->| ->]; nra). assert (T := tame_radius _ odd_tame).
  apply derivative_is with (1 * PSeries odd_inverse (s * y ^ 2) + y * (2 * s * y * PSeries (PS_derive odd_inverse) (s * y ^ 2))).
  - apply (derivative_mult (fun y => y) (fun y => PSeries odd_inverse (s * y ^ 2))). apply (is_derive_id (K := R_AbsRing)).
    apply (derivative_chain (PSeries odd_inverse) (fun y => s * y ^ 2)). now apply power_series_derivative. derive. simpl. ring.
  - apply series_unique with (fun n => (s * y ^ 2) ^ n). 2: apply is_series_geom; apply Rabs_def1; lra.
    apply series_value with (2 * (s * y ^ 2 * PSeries (PS_derive odd_inverse) (s * y ^ 2) + / 2 * PSeries odd_inverse (s * y ^ 2))). field.
    generalize (series_scal 2 _ _ (euler_operator odd_inverse T (/ 2) (s * y ^ 2) Z)). apply series_ext. intros n. unfold odd_inverse.
    generalize (pos_INR n). intros. field. lra.
Qed.
Theorem odd_logarithm_series y : -1 < y -> y < 1 ->
  is_series (fun n => y ^ (2 * n + 1) / (2 * INR n + 1) ^ 1) ((1 * (- ln (1 - 1 * y)) + (-1) * (- ln (1 - (-1) * y))) / 2).
Proof.
  intros A B. apply series_value with (y * PSeries odd_inverse (1 * y ^ 2)).
  - apply (same_derivative (fun y => y * PSeries odd_inverse (1 * y ^ 2)) (fun y => (1 * (- ln (1 - 1 * y)) + (-1) * (- ln (1 - (-1) * y))) / 2)
      (fun y => / (1 - 1 * y ^ 2))). 4: lra.
    + intros x X. apply odd_derivative; auto.
    + intros x X. derive. lra. lra. field. repeat split; nra.
    + replace (1 - 1 * 0) with 1 by ring. replace (1 - -1 * 0) with 1 by ring. rewrite ln_1. field.
  - generalize (series_scal y _ _ (power_series odd_inverse (tame_radius _ odd_tame) (1 * y ^ 2) ltac:(nra))). apply series_ext. intros n.
    rewrite Rmult_1_l, pow_add, pow_mult, !pow_1. unfold odd_inverse, Rdiv. ring.
Qed.
Theorem arctangent_series x : -1 <= x -> x <= 1 -> is_series (fun n => (-1) ^ n * x ^ (2 * n + 1) / (2 * INR n + 1)) (atan x).
Proof.
  intros A B. destruct (Rlt_dec (x ^ 2) 1) as [Y|Y].
  - apply series_value with (x * PSeries odd_inverse (-1 * x ^ 2)).
    + apply (same_derivative (fun y => y * PSeries odd_inverse (-1 * y ^ 2)) atan (fun y => / (1 - -1 * y ^ 2))). 4: nra.
      intros y Z. apply odd_derivative; auto. intros y Z. apply is_derive_Reals. replace (1 - -1 * y ^ 2) with (1 + y ^ 2) by ring.
      apply derivable_pt_lim_atan. rewrite atan_0. ring.
    + generalize (series_scal x _ _ (power_series odd_inverse (tame_radius _ odd_tame) (-1 * x ^ 2) ltac:(nra))). apply series_ext. intros n.
      rewrite Rpow_mult_distr, pow_add, pow_mult, !pow_1. unfold odd_inverse, Rdiv. ring.
  - assert (C : x = 1 \/ x = -1) by (destruct (Rle_dec x 0); [right|left]; nra). apply series_value with (x * (PI / 4)).
    + destruct C as [->| ->]. rewrite atan_1. ring. replace (-1) with (- (1)) by ring. rewrite atan_opp, atan_1. ring.
    + generalize (series_scal x _ _ leibniz_series). apply series_ext. intros n. rewrite pow_add, pow_mult, pow_1.
      replace (x ^ 2) with 1 by (destruct C as [->| ->]; ring). rewrite pow1. unfold Rdiv. ring.
Qed.
