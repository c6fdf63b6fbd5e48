(* The sum of the digamma function over the fractions with one denominator (DLMF 5.5.9), and Gauss's values at thirds and sixths
   (DLMF 5.4.19). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Basel Special Reflection.
Open Scope R_scope.

Lemma ln_below u : -1 < u -> ln (1 + u) <= u.
Proof.
  intros U. destruct (Req_dec u 0) as [->|N]. rewrite Rplus_0_r, ln_1. lra. rewrite <- (ln_exp u) at 2.
  apply Rlt_le, ln_increasing. lra. now apply exp_ineq1.
Qed.
Lemma gamma_term n : 0 <= 1 / (INR n + 1) - ln ((INR n + 2) / (INR n + 1)) <= 1 / (INR n + 1) ^ 2.
Proof.
  generalize (pos_INR n). intros P. assert (Q : 0 < INR n + 1) by lra.
  assert (A : ln ((INR n + 2) / (INR n + 1)) <= 1 / (INR n + 1)).
  { replace ((INR n + 2) / (INR n + 1)) with (1 + 1 / (INR n + 1)) by (field; lra). apply ln_below.
    assert (0 < 1 / (INR n + 1)) by (apply Rdiv_lt_0_compat; lra). lra. }
  assert (B : - ln ((INR n + 2) / (INR n + 1)) <= - (1 / (INR n + 2))).
  { rewrite <- ln_Rinv by (apply Rdiv_lt_0_compat; lra). replace (/ ((INR n + 2) / (INR n + 1))) with (1 + - (1 / (INR n + 2))) by (field; lra).
    apply ln_below. assert (1 / (INR n + 2) < 1). { apply Rmult_lt_reg_r with (INR n + 2). lra. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. } lra. }
  split. lra. apply Rle_trans with (1 / (INR n + 1) - 1 / (INR n + 2)). lra.
  replace (1 / (INR n + 1) - 1 / (INR n + 2)) with (/ ((INR n + 1) * (INR n + 2))) by (field; lra).
  unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar. apply pow_lt; lra. nra.
Qed.
Lemma euler_series : is_series (fun n => 1 / (INR n + 1) - ln ((INR n + 2) / (INR n + 1))) euler_gamma.
Proof.
  apply Series_correct. apply (ex_series_le (V := R_CompleteNormedModule)) with (fun n => 1 / (INR n + 1) ^ 2).
  2: eexists; apply basel_series. intros n. generalize (gamma_term n). intros G.
  change (Rabs (1 / (INR n + 1) - ln ((INR n + 2) / (INR n + 1))) <= 1 / (INR n + 1) ^ 2). rewrite Rabs_pos_eq; lra.
Qed.
Lemma partial_const c N : partial (fun _ => c) N = INR N * c.
Proof. induction N; cbn [partial]. simpl. ring. rewrite IHN, S_INR. ring. Qed.
Lemma series_partials (a : nat -> nat -> R) (v : nat -> R) m : (forall i, is_series (a i) (v i)) -> is_series (fun n => partial (fun i => a i n) m) (partial v m).
Proof. intros H. induction m; cbn [partial]. apply series_zero. reflexivity. now apply series_plus. Qed.
Lemma place_in_class m i n a : (0 < m)%nat -> (INR n + (a + INR i) / INR m) * INR m = INR (m * n + i) + a.
Proof. intros M. assert (INR m <> 0) by (apply not_0_INR; lia). rewrite plus_INR, mult_INR. field. auto. Qed.
Lemma logarithms_telescope c m : partial (fun i => ln ((INR (c + i) + 2) / (INR (c + i) + 1))) m = ln (INR c + INR m + 1) - ln (INR c + 1).
Proof.
  induction m; cbn [partial]. simpl. rewrite Rplus_0_r. ring. rewrite IHm, !plus_INR, S_INR. generalize (pos_INR c) (pos_INR m). intros.
  rewrite ln_div by lra. replace (INR c + INR m + 2) with (INR c + (INR m + 1) + 1) by ring. ring.
Qed.
Theorem digamma_classes m : (0 < m)%nat -> partial (fun i => digamma ((1 + INR i) / INR m)) m = INR m * (- euler_gamma) - INR m * ln (INR m).
Proof.
  intros M. assert (P : 0 < INR m) by now apply lt_0_INR.
  assert (X : is_series (fun q => / INR m * partial (fun i => 1 / (INR q + 1) - 1 / (INR q + (1 + INR i) / INR m)) m)
    (/ INR m * partial (fun i => digamma ((1 + INR i) / INR m) - digamma 1) m)).
  { apply series_scal. apply (series_partials (fun i q => 1 / (INR q + 1) - 1 / (INR q + (1 + INR i) / INR m))).
    intros i. apply digamma_series. lra. apply Rdiv_lt_0_compat; auto. generalize (pos_INR i). lra. }
  assert (Y : is_series (fun q => partial (fun i => 1 / (INR (m * q + i) + 1) - ln ((INR (m * q + i) + 2) / (INR (m * q + i) + 1))) m) euler_gamma)
    by exact (series_group _ _ m M euler_series).
  assert (Z : / INR m * partial (fun i => digamma ((1 + INR i) / INR m) - digamma 1) m + euler_gamma - euler_gamma = ln (/ INR m) - 0).
  { apply series_unique with (1 := series_minus _ _ _ _ (series_plus _ _ _ _ X Y) euler_series).
    apply series_value with (ln (/ INR m) - (ln (INR 0 + 1) - ln (INR m * INR 0 + 1))).
    { simpl (INR 0). rewrite Rmult_0_r, Rplus_0_l, ln_1. ring. }
    apply series_ext with (fun q => (ln (INR (S q) + 1) - ln (INR m * INR (S q) + 1)) - (ln (INR q + 1) - ln (INR m * INR q + 1))).
    - intros q. generalize (pos_INR q). intros Q.
      assert (L : partial (fun i => 1 / (INR (m * q + i) + 1) - ln ((INR (m * q + i) + 2) / (INR (m * q + i) + 1))) m
        = partial (fun i => 1 / (INR (m * q + i) + 1)) m - (ln (INR (m * q) + INR m + 1) - ln (INR (m * q) + 1))).
      { rewrite <- logarithms_telescope.
        rewrite (partial_ext _ (fun i => 1 / (INR (m * q + i) + 1) + -1 * ln ((INR (m * q + i) + 2) / (INR (m * q + i) + 1)))) by (intros; ring).
        rewrite partial_plus, (partial_scal (-1)). ring. }
      assert (K : partial (fun i => 1 / (INR q + 1) - 1 / (INR q + (1 + INR i) / INR m)) m
        = INR m * (1 / (INR q + 1)) + - INR m * partial (fun i => 1 / (INR (m * q + i) + 1)) m).
      { rewrite (partial_ext _ (fun i => 1 / (INR q + 1) + - INR m * (1 / (INR (m * q + i) + 1)))).
        rewrite partial_plus, (partial_scal (- INR m)), partial_const. reflexivity.
        intros i _. rewrite <- (place_in_class m i q 1 M). generalize (pos_INR i). intros.
        assert (0 < (1 + INR i) / INR m) by (apply Rdiv_lt_0_compat; lra). field. repeat split; try lra. nra. }
      rewrite L, K. rewrite ln_div by lra. rewrite mult_INR, !S_INR. replace (INR q + 1 + 1) with (INR q + 2) by ring.
      replace (INR m * (INR q + 1) + 1) with (INR m * INR q + INR m + 1) by ring. field. lra.
    - apply (telescope _ (fun q => ln (INR q + 1) - ln (INR m * INR q + 1))). reflexivity.
      apply is_lim_seq_ext with (fun q => ln (/ INR m + (1 - / INR m) * / (INR m * INR q + 1))).
      + intros q. generalize (pos_INR q). intros Q. assert (0 < INR m * INR q + 1) by nra. rewrite <- ln_div by lra. f_equal. field. lra.
      + apply is_lim_seq_continuous.
        * apply derivable_continuous_pt. exists (/ / INR m). apply derivable_pt_lim_ln. now apply Rinv_0_lt_compat.
        * replace (Finite (/ INR m)) with (Finite (/ INR m + (1 - / INR m) * 0)) by (f_equal; ring).
          apply is_lim_seq_plus'. apply is_lim_seq_const. apply is_lim_seq_mult'. apply is_lim_seq_const.
          apply is_lim_seq_le_le with (fun _ => 0) (fun q => / (INR q + 1)).
          { intros q. generalize (pos_INR q). intros Q. assert (1 <= INR m) by (apply (le_INR 1); lia). split.
            apply Rlt_le, Rinv_0_lt_compat; nra. apply Rinv_le_contravar; nra. }
          apply is_lim_seq_const. apply is_lim_seq_ext with (fun n => / INR (S n)). intros n. now rewrite S_INR. apply lim_inv_n1. }
  rewrite ln_Rinv in Z by auto.
  rewrite (partial_ext _ (fun i => digamma ((1 + INR i) / INR m) + -1 * digamma 1)) in Z by (intros; ring).
  rewrite partial_plus, (partial_const (-1 * digamma 1)) in Z.
  rewrite digamma_1 in Z. apply Rmult_eq_reg_l with (/ INR m). 2: apply Rinv_neq_0_compat; lra.
  replace (/ INR m * (INR m * - euler_gamma - INR m * ln (INR m))) with (- euler_gamma - ln (INR m)) by (field; lra).
  replace (/ INR m * (partial (fun i => digamma ((1 + INR i) / INR m)) m + INR m * (-1 * - euler_gamma)))
    with (/ INR m * partial (fun i => digamma ((1 + INR i) / INR m)) m + euler_gamma) in Z by (field; lra). lra.
Qed.

Lemma cotangent_third : cos (PI * (1 / 3)) / sin (PI * (1 / 3)) = sqrt 3 / 3.
Proof.
  replace (PI * (1 / 3)) with (PI / 3) by field. rewrite sin_PI3, cos_PI3. assert (0 < sqrt 3) by (apply sqrt_lt_R0; lra).
  replace 3 with (sqrt 3 * sqrt 3) at 3 by (apply sqrt_sqrt; lra). field. lra.
Qed.
Lemma cotangent_sixth : cos (PI * (1 / 6)) / sin (PI * (1 / 6)) = sqrt 3.
Proof. replace (PI * (1 / 6)) with (PI / 6) by field. rewrite sin_PI6, cos_PI6. field. Qed.
Lemma thirds : digamma (1 / 3) + digamma (2 / 3) = - 2 * euler_gamma - 3 * ln 3 /\ digamma (2 / 3) - digamma (1 / 3) = PI * sqrt 3 / 3.
Proof.
  split.
  - generalize (digamma_classes 3 ltac:(lia)). cbn [partial]. simpl (INR 0). simpl (INR 1). simpl (INR 2). simpl (INR 3).
    replace (1 + 1 + 1) with 3 by ring. replace (1 + 1) with 2 by ring. replace (1 + 2) with 3 by ring. rewrite Rplus_0_r.
    replace (3 / 3) with 1 by field. rewrite digamma_1. lra.
  - generalize (digamma_reflection (1 / 3) ltac:(lra) ltac:(lra)). replace (1 - 1 / 3) with (2 / 3) by field. rewrite cotangent_third. lra.
Qed.
Lemma sixths : digamma (1 / 6) + digamma (5 / 6) = - 2 * euler_gamma - 4 * ln 2 - 3 * ln 3 /\ digamma (5 / 6) - digamma (1 / 6) = PI * sqrt 3.
Proof.
  split.
  - generalize (digamma_classes 6 ltac:(lia)). cbn [partial]. rewrite !S_INR. simpl (INR 0).
    replace ((1 + 0) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with (1 / 6) by field.
    replace ((1 + (0 + 1)) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with (1 / 3) by field.
    replace ((1 + (0 + 1 + 1)) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with (1 / 2) by field.
    replace ((1 + (0 + 1 + 1 + 1)) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with (2 / 3) by field.
    replace ((1 + (0 + 1 + 1 + 1 + 1)) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with (5 / 6) by field.
    replace ((1 + (0 + 1 + 1 + 1 + 1 + 1)) / (0 + 1 + 1 + 1 + 1 + 1 + 1)) with 1 by field.
    replace (0 + 1 + 1 + 1 + 1 + 1 + 1) with (2 * 3) by ring. rewrite digamma_1, digamma_half, ln_mult by lra.
    generalize (proj1 thirds). lra.
  - generalize (digamma_reflection (1 / 6) ltac:(lra) ltac:(lra)). replace (1 - 1 / 6) with (5 / 6) by field. rewrite cotangent_sixth. lra.
Qed.
Theorem gauss_1_3 : digamma (1 / 3) = - euler_gamma - PI * sqrt 3 / 6 - 3 / 2 * ln 3.
Proof. generalize thirds. lra. Qed.
Theorem gauss_2_3 : digamma (2 / 3) = - euler_gamma + PI * sqrt 3 / 6 - 3 / 2 * ln 3.
Proof. generalize thirds. lra. Qed.
Theorem gauss_1_6 : digamma (1 / 6) = - euler_gamma - PI * sqrt 3 / 2 - 2 * ln 2 - 3 / 2 * ln 3.
Proof. generalize sixths. lra. Qed.
Theorem gauss_5_6 : digamma (5 / 6) = - euler_gamma + PI * sqrt 3 / 2 - 2 * ln 2 - 3 / 2 * ln 3.
Proof. generalize sixths. lra. Qed.
