(* The functions of Hurwitz and Gauss, by their series, and their values where those are elementary. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Constants Basel Grouping.
Open Scope R_scope.

Definition hurwitz (s : nat) (a : R) : R := Series (fun n => 1 / (INR n + a) ^ s).
Definition euler_gamma : R := Series (fun n => 1 / (INR n + 1) - ln ((INR n + 2) / (INR n + 1))).
Definition digamma (a : R) : R := Series (fun n => 1 / (INR n + 1) - 1 / (INR n + a)) - euler_gamma.

(* The sum of (-1)^n/(2 n + 1)^2, by residue classes. *)
Definition catalan : R := (hurwitz 2 (1 / 4) - hurwitz 2 (3 / 4)) / 16.

(* Convergence, by comparison with 1/(n + 1)^2. *)
Lemma compared (a : nat -> R) (c : R) :
  (forall n, Rabs (a (S n)) <= c * (1 / (INR n + 1) ^ 2)) -> ex_series a.
Proof.
  intros H. apply ex_series_incr_1. apply (ex_series_le (V := R_CompleteNormedModule)) with (2 := ex_intro _ _ (series_scal c _ _ basel_series)).
  exact H.
Qed.
Lemma hurwitz_series s a : (2 <= s)%nat -> 0 < a -> is_series (fun n => 1 / (INR n + a) ^ s) (hurwitz s a).
Proof.
  intros S A. apply Series_correct, compared with 1. intros n. rewrite Rmult_1_l, S_INR. generalize (pos_INR n). intros P.
  assert (0 < (INR n + 1) ^ 2) by (apply pow_lt; lra).
  rewrite Rabs_pos_eq. 2: apply Rlt_le, Rdiv_lt_0_compat, pow_lt; lra.
  unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar; auto.
  replace s with (2 + (s - 2))%nat by lia. rewrite pow_add.
  apply Rle_trans with ((INR n + 1 + a) ^ 2 * 1). rewrite Rmult_1_r. apply pow_incr. lra.
  apply Rmult_le_compat_l. apply pow_le; lra. apply pow_R1_Rle. lra.
Qed.
Lemma digamma_series a b : 0 < a -> 0 < b ->
  is_series (fun n => 1 / (INR n + a) - 1 / (INR n + b)) (digamma b - digamma a).
Proof.
  assert (X : forall a, 0 < a -> is_series (fun n => 1 / (INR n + 1) - 1 / (INR n + a)) (digamma a + euler_gamma)).
  { intros c C. unfold digamma. apply series_value with (Series (fun n => 1 / (INR n + 1) - 1 / (INR n + c))). ring.
    apply Series_correct, compared with (Rabs (c - 1)). intros n. rewrite S_INR. generalize (pos_INR n). intros P.
    replace (1 / (INR n + 1 + 1) - 1 / (INR n + 1 + c)) with ((c - 1) * (1 / ((INR n + 1 + 1) * (INR n + 1 + c)))) by (field; lra).
    rewrite Rabs_mult. apply Rmult_le_compat_l. apply Rabs_pos.
    rewrite Rabs_pos_eq. 2: apply Rlt_le, Rdiv_lt_0_compat; nra.
    unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar. apply pow_lt; lra. simpl. nra. }
  intros A B. apply series_value with (digamma b + euler_gamma - (digamma a + euler_gamma)). ring.
  generalize (series_minus _ _ _ _ (X b B) (X a A)). apply series_ext. intros n. ring.
Qed.
Lemma zeta_series s : (2 <= s)%nat -> is_series (fun k => let n := (1 + k)%nat in 1 / INR n ^ s) (hurwitz s 1).
Proof.
  intros S. generalize (hurwitz_series s 1 S Rlt_0_1). apply series_ext. intros n. cbv zeta.
  rewrite plus_INR. simpl (INR 1). do 2 f_equal. ring.
Qed.

(* Recurrences. *)
Lemma hurwitz_next s a : (2 <= s)%nat -> 0 < a -> hurwitz s (a + 1) = hurwitz s a - 1 / a ^ s.
Proof.
  intros S A. apply series_unique with (fun n => 1 / (INR n + (a + 1)) ^ s). apply hurwitz_series; auto. lra.
  generalize (series_rest _ 1 _ (hurwitz_series s a S A)). cbn [partial]. simpl (INR 0).
  rewrite !Rplus_0_l. apply series_ext. intros n. rewrite plus_INR. simpl (INR 1). do 2 f_equal. ring.
Qed.
Lemma digamma_next a : 0 < a -> digamma (a + 1) = digamma a + 1 / a.
Proof.
  intros A. cut (digamma (a + 1) - digamma a = 0 - - (1 / (INR 0 + a))). simpl (INR 0). rewrite Rplus_0_l. lra.
  apply series_unique with (fun n => 1 / (INR n + a) - 1 / (INR n + (a + 1))). apply digamma_series; lra.
  apply (telescope _ (fun n => - (1 / (INR n + a)))).
  - intros n. rewrite S_INR. generalize (pos_INR n). intros. field. lra.
  - replace (Finite 0) with (Rbar_opp 0) by (simpl; f_equal; ring). apply (is_lim_seq_opp _ 0).
    apply is_lim_seq_incr_1.
    apply is_lim_seq_le_le with (fun _ => 0) (fun n => / INR (S n)).
    + intros n. rewrite S_INR. generalize (pos_INR n). intros. split. apply Rlt_le, Rdiv_lt_0_compat; lra.
      unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; lra.
    + apply is_lim_seq_const.
    + apply lim_inv_n1.
Qed.

(* Values. *)
Lemma hurwitz_2_1 : hurwitz 2 1 = PI ^ 2 / 6.
Proof. apply series_unique with (fun n => 1 / (INR n + 1) ^ 2). apply hurwitz_series. lia. lra. apply basel_series. Qed.
(* Multiplication by 2. *)
Lemma hurwitz_double s a : (2 <= s)%nat -> 0 < a -> hurwitz s (a / 2) + hurwitz s ((a + 1) / 2) = 2 ^ s * hurwitz s a.
Proof.
  intros S A. assert (T : 0 < 2 ^ s) by (apply pow_lt; lra).
  cut (/ 2 ^ s * (hurwitz s (a / 2) + hurwitz s ((a + 1) / 2)) = hurwitz s a).
  { intros E. rewrite <- E. field. lra. }
  apply series_unique with (fun q => partial (fun i => 1 / (INR (2 * q + i) + a) ^ s) 2).
  2: apply (series_group (fun n => 1 / (INR n + a) ^ s)); [lia|]; now apply hurwitz_series.
  generalize (series_scal (/ 2 ^ s) _ _ (series_plus _ _ _ _ (hurwitz_series s (a / 2) S ltac:(lra))
    (hurwitz_series s ((a + 1) / 2) S ltac:(lra)))).
  apply series_ext. intros n. cbn [partial]. rewrite !plus_INR, mult_INR. simpl (INR 2). simpl (INR 0). simpl (INR 1).
  generalize (pos_INR n). intros P. rewrite Rplus_0_l, Rmult_plus_distr_l. unfold Rdiv. rewrite !Rmult_1_l.
  rewrite <- !Rinv_mult_distr by (try lra; apply pow_nonzero; lra). rewrite <- !Rpow_mult_distr.
  f_equal; f_equal; f_equal; field.
Qed.
Lemma hurwitz_half s : (2 <= s)%nat -> hurwitz s (1 / 2) = (2 ^ s - 1) * hurwitz s 1.
Proof. intros S. generalize (hurwitz_double s 1 S ltac:(lra)). replace ((1 + 1) / 2) with 1 by field. lra. Qed.
Lemma hurwitz_three_quarters s : (2 <= s)%nat ->
  hurwitz s (3 / 4) = 2 ^ s * ((2 ^ s - 1) * hurwitz s 1) - hurwitz s (1 / 4).
Proof.
  intros S. generalize (hurwitz_double s (1 / 2) S ltac:(lra)). rewrite (hurwitz_half s S).
  replace (1 / 2 / 2) with (1 / 4) by field. replace ((1 / 2 + 1) / 2) with (3 / 4) by field. lra.
Qed.
Lemma hurwitz_quarter s c : (2 <= s)%nat -> hurwitz s (1 / 4) - hurwitz s (3 / 4) = c ->
  hurwitz s (1 / 4) = (2 ^ s * ((2 ^ s - 1) * hurwitz s 1) + c) / 2.
Proof. intros S. rewrite (hurwitz_three_quarters s S). lra. Qed.
Lemma digamma_1 : digamma 1 = - euler_gamma.
Proof.
  unfold digamma. replace (Series (fun n => 1 / (INR n + 1) - 1 / (INR n + 1))) with 0. ring.
  symmetry. apply is_series_unique, series_zero. intros n. ring.
Qed.
Lemma digamma_half : digamma (1 / 2) = - euler_gamma - 2 * ln 2.
Proof.
  rewrite <- digamma_1. cut (digamma 1 - digamma (1 / 2) = 2 * ln 2). lra.
  apply series_unique with (fun n => 1 / (INR n + 1 / 2) - 1 / (INR n + 1)). apply digamma_series; lra.
  generalize (series_scal 2 _ _ (series_group _ _ 2 ltac:(lia) ln2_series)). apply series_ext. intros n.
  cbn [partial]. rewrite !pow_add, pow_mult, !plus_INR, mult_INR. simpl (INR 2). simpl (INR 0). simpl (INR 1).
  replace ((-1) ^ 2) with 1 by ring. rewrite pow1. generalize (pos_INR n). intros. simpl. field. lra.
Qed.
Lemma digamma_quarters : digamma (1 / 4) = - euler_gamma - PI / 2 - 3 * ln 2 /\ digamma (3 / 4) = - euler_gamma + PI / 2 - 3 * ln 2.
Proof.
  assert (D : digamma (3 / 4) - digamma (1 / 4) = PI).
  { apply series_unique with (fun n => 1 / (INR n + 1 / 4) - 1 / (INR n + 3 / 4)). apply digamma_series; lra.
    apply series_value with (4 * (PI / 4)). field.
    generalize (series_scal 4 _ _ (series_group _ _ 2 ltac:(lia) leibniz_series)). apply series_ext. intros n.
    cbn [partial]. rewrite !pow_add, pow_mult, !plus_INR, mult_INR. simpl (INR 2). simpl (INR 0). simpl (INR 1).
    replace ((-1) ^ 2) with 1 by ring. rewrite pow1. generalize (pos_INR n). intros. simpl. field. lra. }
  assert (E : / 2 * (digamma (1 / 2) - digamma (1 / 4) + (digamma 1 - digamma (3 / 4))) = digamma 1 - digamma (1 / 2)).
  { apply series_unique with (fun q => partial (fun i => 1 / (INR (2 * q + i) + 1 / 2) - 1 / (INR (2 * q + i) + 1)) 2).
    2: apply (series_group (fun n => 1 / (INR n + 1 / 2) - 1 / (INR n + 1))); [lia|]; apply digamma_series; lra.
    generalize (series_scal (/ 2) _ _ (series_plus _ _ _ _ (digamma_series (1 / 4) (1 / 2) ltac:(lra) ltac:(lra))
      (digamma_series (3 / 4) 1 ltac:(lra) ltac:(lra)))).
    apply series_ext. intros n. cbn [partial]. rewrite !plus_INR, mult_INR. simpl (INR 2). simpl (INR 0). simpl (INR 1).
    generalize (pos_INR n). intros. field. lra. }
  rewrite digamma_1, digamma_half in E. lra.
Qed.
Lemma digamma_quarter : digamma (1 / 4) = - euler_gamma - PI / 2 - 3 * ln 2.
Proof. apply digamma_quarters. Qed.
Lemma digamma_three_quarters : digamma (3 / 4) = - euler_gamma + PI / 2 - 3 * ln 2.
Proof. apply digamma_quarters. Qed.

(* One unit down: b is a + 1. *)
Ltac digamma_down a b :=
  let H := fresh in assert (H : digamma b = digamma a + 1 / a) by (replace b with (a + 1) by lra; apply digamma_next; lra);
  rewrite ?H; clear H.
Ltac hurwitz_down s a b :=
  let H := fresh in
  assert (H : hurwitz s b = hurwitz s a - 1 / a ^ s) by (replace b with (a + 1) by lra; apply hurwitz_next; [repeat constructor|lra]);
  rewrite ?H; clear H.
