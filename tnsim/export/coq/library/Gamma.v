(* The gamma function by Euler's limit: convergence, values, recurrence (DLMF 5.5.1) and reflection (DLMF 5.5.3). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Term Functions Basel PowerSeries Derivatives PartialFractions Cotangent Digamma.
Open Scope R_scope.

Definition euler_quotient (x : R) (n : nat) : R := Rpower (INR n) x * INR (fact n) / rising x (S n).

Section Convergence.
Context (x : R) (X : 0 < x).
Lemma euler_quotient_pos n : 0 < euler_quotient x n.
Proof.
  unfold euler_quotient. apply Rdiv_lt_0_compat. apply Rmult_lt_0_compat. apply exp_pos. apply INR_fact_lt_0. apply rising_pos. exact X.
Qed.
(* The logarithm of the quotient of neighbours lies between 0 and x (1 + x)/n^2. *)
Lemma euler_step n : (1 <= n)%nat -> euler_quotient x (S n) = euler_quotient x n
  * exp (x * ln (1 + / INR n) - ln (1 + x / (INR n + 1))).
Proof.
  intros L. assert (P : 0 < INR n) by (apply lt_0_INR; lia). unfold euler_quotient, Rpower. cbn [rising]. rewrite fact_simpl, mult_INR, !S_INR.
  assert (R : 0 < rising x n) by now apply rising_pos. assert (0 < x / (INR n + 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (0 < / INR n) by now apply Rinv_0_lt_compat.
  unfold Rminus. rewrite exp_plus, exp_Ropp, exp_ln by lra.
  replace (ln (INR n + 1)) with (ln (INR n) + ln (1 + / INR n)) by (rewrite <- ln_mult by lra; f_equal; field; lra).
  rewrite Rmult_plus_distr_l, exp_plus. field. repeat split; lra.
Qed.
Lemma exponent_bounds n : (1 <= n)%nat ->
  0 <= x * ln (1 + / INR n) - ln (1 + x / (INR n + 1)) <= x * (1 + x) * (1 / INR n ^ 2).
Proof.
  intros L. assert (P : 0 < INR n) by (apply lt_0_INR; lia). assert (0 < / INR n) by now apply Rinv_0_lt_compat.
  assert (Y : 0 < x / (INR n + 1)) by (apply Rdiv_lt_0_compat; lra).
  assert (A : ln (1 + / INR n) <= / INR n) by (apply ln_below; lra).
  assert (B : / (INR n + 1) <= ln (1 + / INR n)).
  { replace (1 + / INR n) with (/ (1 + - / (INR n + 1))) by (field; lra).
    assert (/ (INR n + 1) < 1) by (rewrite <- Rinv_1; apply Rinv_lt_contravar; lra).
    rewrite ln_Rinv by lra. generalize (ln_below (- / (INR n + 1))). lra. }
  assert (C : ln (1 + x / (INR n + 1)) <= x / (INR n + 1)) by (apply ln_below; lra).
  assert (D : x / (INR n + 1 + x) <= ln (1 + x / (INR n + 1))).
  { replace (1 + x / (INR n + 1)) with (/ (1 + - (x / (INR n + 1 + x)))) by (field; lra).
    assert (x / (INR n + 1 + x) < 1). { apply Rmult_lt_reg_r with (INR n + 1 + x). lra. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    rewrite ln_Rinv by lra. generalize (ln_below (- (x / (INR n + 1 + x)))). lra. }
  split.
  - apply Rle_trans with (x * / (INR n + 1) - x / (INR n + 1)). unfold Rdiv. lra. apply Rplus_le_compat. apply Rmult_le_compat_l; lra. lra.
  - apply Rle_trans with (x * / INR n - x / (INR n + 1 + x)). apply Rplus_le_compat. apply Rmult_le_compat_l; lra. lra.
    replace (x * / INR n - x / (INR n + 1 + x)) with (x * (1 + x) * / (INR n * (INR n + 1 + x))) by (field; lra).
    apply Rmult_le_compat_l. nra. unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar. apply pow_lt; auto. nra.
Qed.
Lemma euler_converges : exists l, 0 < l /\ is_lim_seq (euler_quotient x) l.
Proof.
  pose (e := fun n => x * ln (1 + / INR (S n)) - ln (1 + x / (INR (S n) + 1))).
  assert (E : ex_series e).
  { apply (ex_series_le (V := R_CompleteNormedModule)) with (fun n => x * (1 + x) * (1 / (INR n + 1) ^ 2)).
    intros n. generalize (exponent_bounds (S n) ltac:(lia)). intros B. change (Rabs (e n) <= x * (1 + x) * (1 / (INR n + 1) ^ 2)).
    rewrite Rabs_pos_eq. rewrite <- S_INR. apply B. apply B. eexists. apply series_scal, basel_series. }
  destruct E as [s E]. exists (euler_quotient x 1 * exp s). split. apply Rmult_lt_0_compat. apply euler_quotient_pos. apply exp_pos.
  apply is_lim_seq_incr_1. apply is_lim_seq_incr_1.
  apply is_lim_seq_ext with (fun n => euler_quotient x 1 * exp (sum_n e n)).
  - intros n. rewrite <- partial_sum_n. induction n. cbn [partial]. rewrite Rplus_0_l. unfold e. now rewrite <- euler_step by lia.
    cbn [partial] in *. rewrite exp_plus, <- Rmult_assoc, IHn. unfold e. now rewrite <- euler_step by lia.
  - replace (Finite (euler_quotient x 1 * exp s)) with (Rbar_mult (euler_quotient x 1) (exp s)) by reflexivity.
    apply is_lim_seq_scal_l. apply is_lim_seq_continuous. 2: exact E. apply derivable_continuous_pt, derivable_pt_exp.
Qed.
Lemma gamma_limit : is_lim_seq (euler_quotient x) (Gamma x).
Proof. destruct euler_converges as [l [_ L]]. unfold Gamma. fold (euler_quotient x). now rewrite (is_lim_seq_unique _ _ L). Qed.
End Convergence.

Lemma gamma_is (x l : R) : 0 < x -> is_lim_seq (euler_quotient x) l -> Gamma x = l.
Proof.
  intros X L. generalize (is_lim_seq_unique _ _ L) (is_lim_seq_unique _ _ (gamma_limit x X)). intros -> E. now inversion E.
Qed.
Theorem gamma_positive x : 0 < x -> 0 < Gamma x.
Proof. intros X. destruct (euler_converges x X) as [l [P L]]. now rewrite (gamma_is x l X L). Qed.
Lemma over_plus_1 a : is_lim_seq (fun n => INR n / (INR n + a)) 1.
Proof.
  apply is_lim_seq_ext_loc with (fun n => 1 - a * / (INR n + a)).
  - destruct (nfloor_ex (Rabs a) (Rabs_pos a)) as [N [_ B]]. exists (S N). intros n L. apply le_INR in L. rewrite S_INR in L.
    generalize (Rle_abs (- a)). rewrite Rabs_Ropp. intros. field. lra.
  - replace (Finite 1) with (Finite (1 - a * 0)) by (f_equal; ring). apply is_lim_seq_minus'. apply is_lim_seq_const.
    apply is_lim_seq_mult'. apply is_lim_seq_const.
    assert (P : is_lim_seq (fun n => INR n + a) p_infty).
    { apply is_lim_seq_plus with p_infty (Finite a). apply is_lim_seq_INR. apply is_lim_seq_const. easy. }
    replace (Finite 0) with (Rbar_inv p_infty) by reflexivity. apply is_lim_seq_inv; auto. easy.
Qed.
Lemma rising_next x n : rising x (S n) = x * rising (x + 1) n.
Proof. induction n. simpl. ring. change (rising x (S (S n))) with (rising x (S n) * (x + INR (S n))). rewrite IHn. cbn [rising]. rewrite S_INR. ring. Qed.
Theorem gamma_recurrence x : 0 < x -> Gamma (x + 1) = x * Gamma x.
Proof.
  intros X. apply gamma_is. lra. apply (is_lim_seq_incr_1 (euler_quotient (x + 1))).
  replace (Finite (x * Gamma x)) with (Finite (x * (Gamma x * 1))) by (f_equal; ring).
  apply is_lim_seq_ext with (fun n => x * (euler_quotient x (S n) * (INR (S n) / (INR (S n) + (x + 1))))).
  - intros n. unfold euler_quotient. rewrite Rpower_plus, Rpower_1 by (apply lt_0_INR; lia). rewrite (rising_next x (S n)).
    change (rising (x + 1) (S (S n))) with (rising (x + 1) (S n) * (x + 1 + INR (S n))). assert (0 < rising (x + 1) (S n)) by (apply rising_pos; lra).
    generalize (pos_INR (S n)). intros. field. repeat split; lra.
  - apply is_lim_seq_mult'. apply is_lim_seq_const. apply is_lim_seq_mult'. apply (is_lim_seq_incr_1 (euler_quotient x)), gamma_limit, X.
    apply (is_lim_seq_incr_1 (fun n => INR n / (INR n + (x + 1)))), over_plus_1.
Qed.
Theorem gamma_at_1 : Gamma 1 = 1.
Proof.
  apply gamma_is. lra. apply (is_lim_seq_incr_1 (euler_quotient 1)). apply is_lim_seq_ext with (fun n => INR (S n) / (INR (S n) + 1)).
  - intros n. unfold euler_quotient. rewrite Rpower_1 by (apply lt_0_INR; lia). rewrite rising_1, (fact_simpl (S n)), mult_INR, (S_INR (S n)).
    generalize (INR_fact_neq_0 (S n)) (pos_INR (S n)). intros. field. split; lra.
  - apply (is_lim_seq_incr_1 (fun n => INR n / (INR n + 1))), over_plus_1.
Qed.

(* The product of the quotients at z and 1 - z is that of the sine, up to factors that tend to 1. *)
Lemma sine_quotient z m : 0 < z < 1 -> (1 <= m)%nat ->
  euler_quotient z m * euler_quotient (1 - z) m * (sine_A z 0 / I 0) * z * (INR m + (1 - z))
  = INR m * (sine_A z m / I m).
Proof.
  intros Z. induction m as [|m IH]; intros L. lia. destruct (Nat.eq_dec m 0) as [->|N].
  - unfold euler_quotient, Rpower. cbn [rising]. simpl (INR 0). simpl (INR 1). rewrite ln_1, !Rmult_0_r, exp_0.
    generalize (sine_A_next z Z 0) (I_rec 0) (I_pos 0) (I_pos 1). simpl (INR 0). rewrite !Rmult_0_r, !Rplus_0_l, !Rmult_1_r. intros E F P Q.
    replace (sine_A z 1) with (2 * sine_A z 0 / (4 * (1 ^ 2 + -1 * z ^ 2))) by (rewrite <- E; field; nra).
    replace (I 1) with (I 0 / 2) by lra. simpl (INR (fact 1)). field. repeat split; try lra; nra.
  - specialize (IH ltac:(lia)). assert (P : 0 < INR m) by (apply lt_0_INR; lia).
    rewrite (euler_step z) by (auto; lra || lia). rewrite (euler_step (1 - z)) by (auto; lra || lia).
    generalize (sine_A_next z Z m) (I_rec m) (I_pos m) (I_pos (S m)) (denominator z Z m). intros E F J K D.
    replace (sine_A z (S m)) with ((2 * INR m + 2) * (2 * INR m + 1) * sine_A z m / (4 * ((INR m + 1) ^ 2 + -1 * z ^ 2)))
      by (rewrite <- E; field; lra).
    replace (I (S m)) with ((2 * INR m + 1) * I m / (2 * INR m + 2)) by (rewrite <- F; field; lra).
    assert (0 < / INR m) by now apply Rinv_0_lt_compat.
    assert (0 < z / (INR m + 1)) by (apply Rdiv_lt_0_compat; lra). assert (0 < (1 - z) / (INR m + 1)) by (apply Rdiv_lt_0_compat; lra).
    assert (X : exp (z * ln (1 + / INR m) - ln (1 + z / (INR m + 1))) * exp ((1 - z) * ln (1 + / INR m) - ln (1 + (1 - z) / (INR m + 1)))
      = (1 + / INR m) / ((1 + z / (INR m + 1)) * (1 + (1 - z) / (INR m + 1)))).
    { rewrite <- exp_plus.
      replace (z * ln (1 + / INR m) - ln (1 + z / (INR m + 1)) + ((1 - z) * ln (1 + / INR m) - ln (1 + (1 - z) / (INR m + 1))))
        with (ln (1 + / INR m) + - ln ((1 + z / (INR m + 1)) * (1 + (1 - z) / (INR m + 1)))) by (rewrite ln_mult by lra; ring).
      rewrite exp_plus, exp_Ropp, !exp_ln by (try lra; apply Rmult_lt_0_compat; lra). reflexivity. }
    rewrite S_INR.
    transitivity (euler_quotient z m * euler_quotient (1 - z) m * (sine_A z 0 / I 0) * z * (INR m + (1 - z))
      * ((exp (z * ln (1 + / INR m) - ln (1 + z / (INR m + 1))) * exp ((1 - z) * ln (1 + / INR m) - ln (1 + (1 - z) / (INR m + 1)))))
      * (INR m + 1 + (1 - z)) / (INR m + (1 - z))). generalize (I_pos 0). intros. field. split; lra.
    rewrite X, IH. field. repeat split; try lra; nra.
Qed.
Theorem gamma_reflection x : 0 < x -> x < 1 -> Gamma x * Gamma (1 - x) = PI / sin (PI * x).
Proof.
  intros U V. assert (Z : 0 < x < 1) by lra. assert (S : 0 < sin (PI * x)) by now apply sine_pos.
  cut (Gamma x * Gamma (1 - x) * (sin (PI * x) / PI) = 1).
  { intros E. apply Rmult_eq_reg_r with (sin (PI * x) / PI). rewrite E. field. split; try apply PI_neq0; lra.
    apply Rgt_not_eq. apply Rdiv_lt_0_compat; auto. apply PI_RGT_0. }
  assert (L : is_lim_seq (fun m => euler_quotient x m * euler_quotient (1 - x) m * (sin (PI * x) / PI)) (Gamma x * Gamma (1 - x) * (sin (PI * x) / PI))).
  { apply is_lim_seq_mult'. 2: apply is_lim_seq_const. apply is_lim_seq_mult'; apply gamma_limit; lra. }
  assert (M : is_lim_seq (fun m => euler_quotient x m * euler_quotient (1 - x) m * (sin (PI * x) / PI)) (1 * 1)).
  { apply is_lim_seq_ext_loc with (fun m => sine_A x m / I m * (INR m / (INR m + (1 - x)))).
    - exists 1%nat. intros m L1. assert (P : 0 < INR m) by (apply lt_0_INR; lia). generalize (sine_quotient x m Z L1) (I_pos m). rewrite (sine_A_0 x), I_0. intros E J.
      apply Rmult_eq_reg_r with (INR m + (1 - x)). 2: lra.
      transitivity (INR m * (sine_A x m / I m)). field. split; lra. rewrite <- E. field. repeat split; try apply PI_neq0; lra.
    - apply is_lim_seq_mult'. now apply sine_product. apply over_plus_1. }
  generalize (is_lim_seq_unique _ _ L) (is_lim_seq_unique _ _ M). intros -> E. injection E. lra.
Qed.
Lemma gamma_by_reflection x : 0 < x < 1 -> Gamma x = PI / (sin (PI * x) * Gamma (1 - x)).
Proof.
  intros Z. generalize (gamma_reflection x ltac:(lra) ltac:(lra)) (sine_pos x Z) (gamma_positive (1 - x) ltac:(lra)). intros E S P.
  apply Rmult_eq_reg_r with (Gamma (1 - x)). 2: lra. rewrite E. field. lra.
Qed.
Theorem gamma_at_half : Gamma (1 / 2) = sqrt PI.
Proof.
  generalize (gamma_reflection (1 / 2) ltac:(lra) ltac:(lra)) (gamma_positive (1 / 2) ltac:(lra)).
  replace (1 - 1 / 2) with (1 / 2) by field. replace (PI * (1 / 2)) with (PI / 2) by field. rewrite sin_PI2. intros E P.
  symmetry. apply sqrt_lem_1. generalize PI_RGT_0. lra. lra. rewrite E. field.
Qed.
