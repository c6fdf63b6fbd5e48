(* The digamma function at p + i q: real and imaginary part by their series, their recurrences (DLMF 5.5.2), and the imaginary part
   at p = 1 and p = 1/2 (DLMF 5.4.17 and 5.4.18). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Special Cotangent Vanishing.
Open Scope R_scope.

Definition re_digamma (p q : R) : R := Series (fun n => 1 / (INR n + 1) - (INR n + p) / ((INR n + p) ^ 2 + q ^ 2)) - euler_gamma.
Definition im_digamma (p q : R) : R := Series (fun n => q / ((INR n + p) ^ 2 + q ^ 2)).

Section Series.
Context (p q : R) (P : 0 <= p) (Q : 0 < q).
Lemma size_pos (n : nat) : 0 < (INR n + p) ^ 2 + q ^ 2.
Proof. generalize (pos_INR n). intros. assert (0 < q ^ 2) by now apply pow_lt. nra. Qed.
Lemma size_bound (n : nat) : 0 < 1 / ((INR (S n) + p) ^ 2 + q ^ 2) <= 1 / (INR n + 1) ^ 2.
Proof.
  generalize (pos_INR n) (size_pos (S n)). rewrite S_INR. intros N S. split. apply Rdiv_lt_0_compat; lra. unfold Rdiv. rewrite !Rmult_1_l.
  apply Rinv_le_contravar. apply pow_lt; lra. assert (0 < q ^ 2) by now apply pow_lt. nra.
Qed.
Lemma im_digamma_series : is_series (fun n => q / ((INR n + p) ^ 2 + q ^ 2)) (im_digamma p q).
Proof.
  apply Series_correct, compared with q. intros n. generalize (size_bound n). intros B. unfold Rdiv at 1. rewrite Rabs_pos_eq.
  apply Rmult_le_compat_l. lra. unfold Rdiv at 1 in B. lra. apply Rmult_le_pos. lra. unfold Rdiv in B. lra.
Qed.
Lemma re_digamma_from_1 : is_series (fun n => 1 / (INR n + 1) - (INR n + p) / ((INR n + p) ^ 2 + q ^ 2)) (re_digamma p q + euler_gamma).
Proof.
  apply series_value with (Series (fun n => 1 / (INR n + 1) - (INR n + p) / ((INR n + p) ^ 2 + q ^ 2))). unfold re_digamma. ring.
  apply Series_correct, compared with (Rabs (p - 1) + q ^ 2). intros n. generalize (size_bound n) (size_pos (S n)) (pos_INR n). rewrite S_INR.
  intros B S N. set (D := (INR n + 1 + p) ^ 2 + q ^ 2) in *. assert (0 < q ^ 2) by now apply pow_lt.
  replace (1 / (INR n + 1 + 1) - (INR n + 1 + p) / D) with (((INR n + 1 + p) * (p - 1) + q ^ 2) * (1 / ((INR n + 1 + 1) * D))).
  2: { assert (E : D = (INR n + 1 + p) ^ 2 + q ^ 2) by reflexivity. field_simplify_eq; [|lra]. rewrite E. ring. }
  assert (0 < 1 / ((INR n + 1 + 1) * D)) by (apply Rdiv_lt_0_compat; [lra|apply Rmult_lt_0_compat; lra]).
  rewrite Rabs_mult, (Rabs_pos_eq (1 / _)) by lra.
  apply Rle_trans with (((INR n + 1 + p) * Rabs (p - 1) + q ^ 2) * (1 / ((INR n + 1 + 1) * D))).
  { apply Rmult_le_compat_r. lra. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_mult, (Rabs_pos_eq (INR n + 1 + p)), (Rabs_pos_eq (q ^ 2)) by lra. lra. }
  rewrite (Rmult_plus_distr_r (_ * _) (q ^ 2)), (Rmult_plus_distr_r (Rabs (p - 1)) (q ^ 2)). apply Rplus_le_compat.
  - replace ((INR n + 1 + p) * Rabs (p - 1) * (1 / ((INR n + 1 + 1) * D))) with (Rabs (p - 1) * ((INR n + 1 + p) / ((INR n + 1 + 1) * D))) by (field; lra).
    apply Rmult_le_compat_l. apply Rabs_pos. apply Rmult_le_reg_r with ((INR n + 1) ^ 2 * ((INR n + 1 + 1) * D)).
    apply Rmult_lt_0_compat. apply pow_lt; lra. apply Rmult_lt_0_compat; lra.
    replace ((INR n + 1 + p) / ((INR n + 1 + 1) * D) * ((INR n + 1) ^ 2 * ((INR n + 1 + 1) * D))) with ((INR n + 1 + p) * (INR n + 1) ^ 2) by (field; lra).
    replace (1 / (INR n + 1) ^ 2 * ((INR n + 1) ^ 2 * ((INR n + 1 + 1) * D))) with ((INR n + 1 + 1) * D) by (field; lra).
    apply Rle_trans with ((INR n + 1) * (INR n + 1 + p) ^ 2). simpl. rewrite !Rmult_1_r.
    replace ((INR n + 1 + p) * ((INR n + 1) * (INR n + 1))) with ((INR n + 1) * ((INR n + 1) * (INR n + 1 + p))) by ring.
    apply Rmult_le_compat_l. lra. apply Rmult_le_compat_r; lra. unfold D. nra.
  - apply Rmult_le_compat_l. lra. apply Rle_trans with (1 / D). 2: lra. unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar; nra.
Qed.
Theorem re_digamma_series b : 0 < b ->
  is_series (fun n => (INR n + p) / ((INR n + p) ^ 2 + q ^ 2) - 1 / (INR n + b)) (digamma b - re_digamma p q).
Proof.
  intros B. apply series_value with (digamma b - digamma 1 - (re_digamma p q + euler_gamma)). rewrite digamma_1. ring.
  generalize (series_minus _ _ _ _ (digamma_series 1 b Rlt_0_1 B) re_digamma_from_1). apply series_ext. intros n. ring.
Qed.
End Series.

Lemma im_digamma_next p q : 0 <= p -> 0 < q -> im_digamma (p + 1) q = im_digamma p q - q / (p ^ 2 + q ^ 2).
Proof.
  intros P Q. apply series_unique with (fun n => q / ((INR n + (p + 1)) ^ 2 + q ^ 2)). apply im_digamma_series; lra.
  apply series_value with (im_digamma p q - partial (fun n => q / ((INR n + p) ^ 2 + q ^ 2)) 1). { cbn [partial]. simpl (INR 0). rewrite !Rplus_0_l. reflexivity. }
  generalize (series_rest _ 1 _ (im_digamma_series p q P Q)). apply series_ext. intros n. change (1 + n)%nat with (S n). rewrite S_INR.
  now replace (INR n + 1 + p) with (INR n + (p + 1)) by ring.
Qed.
Lemma re_digamma_next p q : 0 <= p -> 0 < q -> re_digamma (p + 1) q = re_digamma p q + p / (p ^ 2 + q ^ 2).
Proof.
  intros P Q. cut (digamma 2 - re_digamma (p + 1) q = digamma 1 - re_digamma p q - (p / (p ^ 2 + q ^ 2) - 1)).
  { replace 2 with (1 + 1) by ring. rewrite digamma_next by lra. lra. }
  apply series_unique with (fun n => (INR n + (p + 1)) / ((INR n + (p + 1)) ^ 2 + q ^ 2) - 1 / (INR n + 2)). apply re_digamma_series; lra.
  apply series_value with (digamma 1 - re_digamma p q - partial (fun n => (INR n + p) / ((INR n + p) ^ 2 + q ^ 2) - 1 / (INR n + 1)) 1).
  { cbn [partial]. simpl (INR 0). rewrite !Rplus_0_l. field. assert (0 < q ^ 2) by now apply pow_lt. generalize (pow2_ge_0 p). lra. }
  generalize (series_rest _ 1 _ (re_digamma_series p q P Q 1 Rlt_0_1)). apply series_ext. intros n. change (1 + n)%nat with (S n). rewrite S_INR.
  replace (INR n + 1 + p) with (INR n + (p + 1)) by ring. now replace (INR n + 1 + 1) with (INR n + 2) by ring.
Qed.
Theorem im_digamma_1 q : 0 < q -> im_digamma 1 q = (PI * (cosh (PI * q) / sinh (PI * q)) - 1 / q) / 2.
Proof.
  intros Q. apply series_unique with (fun n => q / ((INR n + 1) ^ 2 + q ^ 2)). apply im_digamma_series; lra.
  assert (0 < sinh (PI * q)) by (apply sinh_positive, Rmult_lt_0_compat; auto; apply PI_RGT_0).
  apply series_value with (q * (PI * (cosh (PI * q) / sinh (PI * q)) / (2 * q) - 1 / (2 * q ^ 2))). field. lra.
  generalize (series_scal q _ _ (coth_series_from_0 q Q)). apply series_ext. intros n. unfold Rdiv. ring.
Qed.
Theorem im_digamma_half q : 0 < q -> im_digamma (1 / 2) q = PI * tanh (PI * q) / 2.
Proof.
  intros Q. apply series_unique with (fun n => q / ((INR n + 1 / 2) ^ 2 + q ^ 2)). apply im_digamma_series; lra.
  apply series_value with (q * (PI * tanh (PI * q) / (2 * q))). field. lra.
  generalize (series_scal q _ _ (tanh_series q Q)). apply series_ext. intros n. unfold Rdiv. ring.
Qed.
Lemma re_digamma_0 q : 0 < q -> re_digamma 0 q = re_digamma 1 q.
Proof. intros Q. generalize (re_digamma_next 0 q (Rle_refl 0) Q). rewrite Rplus_0_l. intros ->. field. nra. Qed.
Lemma im_digamma_0 q : 0 < q -> im_digamma 0 q = im_digamma 1 q + 1 / q.
Proof. intros Q. generalize (im_digamma_next 0 q (Rle_refl 0) Q). rewrite Rplus_0_l. intros ->. field. nra. Qed.
(* At i q. *)
Lemma re_digamma_series_0 q : 0 < q -> forall b, 0 < b -> is_series (fun n => INR n / (INR n ^ 2 + q ^ 2) - 1 / (INR n + b)) (digamma b - re_digamma 0 q).
Proof. intros Q b B. generalize (re_digamma_series 0 q (Rle_refl 0) Q b B). apply series_ext. intros n. now rewrite Rplus_0_r. Qed.
Lemma im_digamma_series_0 q : 0 < q -> is_series (fun n => q / (INR n ^ 2 + q ^ 2)) (im_digamma 0 q).
Proof. intros Q. generalize (im_digamma_series 0 q (Rle_refl 0) Q). apply series_ext. intros n. now rewrite Rplus_0_r. Qed.
