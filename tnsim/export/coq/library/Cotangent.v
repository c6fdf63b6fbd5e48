(* Partial fractions of the cotangent and of the hyperbolic cotangent and tangent; the product of the sine. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Derivatives Basel PartialFractions.
Open Scope R_scope.

Lemma sine_bound u : 0 <= u <= PI -> Rabs (sin u) <= u.
Proof.
  intros U. rewrite Rabs_pos_eq by (apply sin_ge_0; lra). destruct (Req_dec u 0) as [->|N]. rewrite sin_0. lra.
  apply Rlt_le, sin_lt_x. lra.
Qed.
Section Sine.
Context (z : R) (Z : 0 < z < 1).
Lemma d_cos t : is_derive (fun t => cos (2 * z * t)) t (2 * z * -1 * sin (2 * z * t)).
Proof. derive. ring. Qed.
Lemma d_sin t : is_derive (fun t => sin (2 * z * t)) t (2 * z * cos (2 * z * t)).
Proof. derive. ring. Qed.
Lemma sin_at_0 : sin (2 * z * 0) = 0. Proof. rewrite Rmult_0_r. apply sin_0. Qed.
Lemma z_not_0 : z <> 0. Proof. lra. Qed.
Lemma sin_k_bound t : 0 <= t <= PI / 2 -> Rabs (-1 * sin (2 * z * t)) <= 2 * z * t.
Proof.
  intros T. replace (-1 * sin (2 * z * t)) with (- sin (2 * z * t)) by ring. rewrite Rabs_Ropp. apply sine_bound. split.
  apply Rmult_le_pos; lra. apply Rle_trans with (2 * 1 * t). apply Rmult_le_compat_r; lra. lra.
Qed.
Lemma cos_c_bound t : 0 <= t <= PI / 2 -> Rabs (cos (2 * z * t) - 1) <= 2 * z ^ 2 * t ^ 2.
Proof.
  intros T. replace (2 * z * t) with (2 * (z * t)) by ring. rewrite cos_2a_sin.
  replace (1 - 2 * sin (z * t) * sin (z * t) - 1) with (- (2 * (sin (z * t) * sin (z * t)))) by ring.
  rewrite Rabs_Ropp, Rabs_mult, (Rabs_pos_eq 2), Rabs_mult by lra. rewrite Rmult_assoc. apply Rmult_le_compat_l. lra.
  replace (z ^ 2 * t ^ 2) with (z * t * (z * t)) by ring.
  assert (B : Rabs (sin (z * t)) <= z * t).
  { apply sine_bound. split. apply Rmult_le_pos; lra. apply Rle_trans with (1 * t). apply Rmult_le_compat_r; lra. generalize PI_RGT_0. lra. }
  apply Rmult_le_compat; auto using Rabs_pos.
Qed.
Lemma sine_pos : 0 < sin (PI * z).
Proof. generalize PI_RGT_0. intros P. apply sin_gt_0. apply Rmult_lt_0_compat; lra. rewrite <- (Rmult_1_r PI) at 2. apply Rmult_lt_compat_l; lra. Qed.
Lemma half_turn : 2 * z * (PI / 2) = PI * z. Proof. field. Qed.
Lemma denominator m : 0 < (INR m + 1) ^ 2 + -1 * z ^ 2.
Proof. generalize (pos_INR m). intros. nra. Qed.
Definition sine_A (m : nat) : R := A (-1) z (fun t => sin (2 * z * t)) m.
Lemma sine_A_pos m : 0 < sine_A m.
Proof.
  induction m; unfold sine_A; cbn [A]. rewrite half_turn. apply Rdiv_lt_0_compat. apply sine_pos. lra.
  generalize (denominator m) (pos_INR m). intros D P. apply Rdiv_lt_0_compat. 2: unfold scale; lra.
  apply Rmult_lt_0_compat; auto. apply Rmult_lt_0_compat; lra.
Qed.
Lemma sine_no_pole (m : nat) : (INR m + 1) ^ 2 + -1 * z ^ 2 <> 0.
Proof. apply Rgt_not_eq, denominator. Qed.
Lemma sine_A_0 : sine_A 0 = sin (PI * z) / (2 * z).
Proof. unfold sine_A. cbn [A]. now rewrite half_turn. Qed.
Lemma sine_A_next m : 4 * ((INR m + 1) ^ 2 + -1 * z ^ 2) * sine_A (S m) = (2 * INR m + 2) * (2 * INR m + 1) * sine_A m.
Proof. unfold sine_A. cbn [A]. unfold scale. generalize (denominator m). intros D. field. lra. Qed.
Theorem cotangent_series :
  is_series (fun n => 2 * z / ((INR n + 1) ^ 2 - z ^ 2)) (1 / z - PI * (cos (PI * z) / sin (PI * z))).
Proof.
  generalize (partial_fractions (-1) z (fun t => cos (2 * z * t)) (fun t => sin (2 * z * t)) d_cos d_sin sin_at_0 z_not_0
    sine_no_pole (2 * z) (2 * z ^ 2) sin_k_bound cos_c_bound (fun m => Rgt_not_eq _ _ (sine_A_pos m))).
  rewrite half_turn. intros H. generalize (series_scal (-1) _ _ H). intros G.
  apply series_value with (-1 * (PI * cos (PI * z) / sin (PI * z) - 1 / z)). unfold Rdiv. ring.
  revert G. apply series_ext. intros n. generalize (denominator n). intros. field. lra.
Qed.
(* The partial products of sin(PI z)/(PI z), up to a factor that tends to 1. *)
Lemma sine_product : is_lim_seq (fun m => sine_A m / I m) 1.
Proof.
  exact (A_over_I (-1) z (fun t => cos (2 * z * t)) (fun t => sin (2 * z * t)) d_cos d_sin sin_at_0 z_not_0 sine_no_pole _ cos_c_bound).
Qed.
End Sine.

Section Hyperbolic.
Context (z : R) (Z : 0 < z).
Lemma d_cosh t : is_derive (fun t => cosh (2 * z * t)) t (2 * z * 1 * sinh (2 * z * t)).
Proof. unfold cosh, sinh. derive. field. Qed.
Lemma d_sinh t : is_derive (fun t => sinh (2 * z * t)) t (2 * z * cosh (2 * z * t)).
Proof. unfold cosh, sinh. derive. field. Qed.
Lemma sinh_at_0 : sinh (2 * z * 0) = 0. Proof. rewrite Rmult_0_r. apply sinh_0. Qed.
Lemma sinh_positive u : 0 < u -> 0 < sinh u.
Proof. intros U. unfold sinh. apply Rdiv_lt_0_compat. 2: lra. generalize (exp_increasing (- u) u). lra. Qed.
Lemma exp_monotone u v : u <= v -> exp u <= exp v.
Proof. intros [L|L]. apply Rlt_le, exp_increasing, L. rewrite L. lra. Qed.
Lemma sinh_bound u : 0 <= u -> 0 <= sinh u <= u * exp u.
Proof.
  intros U. split. unfold sinh. apply Rdiv_le_0_compat. 2: lra. generalize (exp_monotone (- u) u). lra.
  cut (0 * exp u - sinh 0 <= u * exp u - sinh u). rewrite sinh_0. lra.
  apply (increasing (fun y => y * exp u - sinh y) (fun y => exp u - cosh y)); auto.
  - intros y _. unfold cosh, sinh. derive. field.
  - intros y Y. unfold cosh. generalize (exp_monotone y u) (exp_monotone (- y) u). lra.
Qed.
Definition top : R := exp (z * PI).
Lemma sinh_k_bound t : 0 <= t <= PI / 2 -> Rabs (1 * sinh (2 * z * t)) <= 2 * z * top * t.
Proof.
  intros T. assert (U : 0 <= 2 * z * t) by (apply Rmult_le_pos; lra). destruct (sinh_bound _ U) as [A B].
  rewrite Rmult_1_l, Rabs_pos_eq by lra. apply Rle_trans with (1 := B). replace (2 * z * top * t) with (2 * z * t * top) by ring.
  apply Rmult_le_compat_l; auto. unfold top. apply exp_monotone. rewrite (Rmult_comm 2), Rmult_assoc. apply Rmult_le_compat_l; lra.
Qed.
Lemma cosh_c_bound t : 0 <= t <= PI / 2 -> Rabs (cosh (2 * z * t) - 1) <= 2 * (z * top) ^ 2 * t ^ 2.
Proof.
  intros T. assert (U : 0 <= z * t) by (apply Rmult_le_pos; lra). destruct (sinh_bound _ U) as [A B].
  replace (cosh (2 * z * t) - 1) with (2 * (sinh (z * t) * sinh (z * t))).
  2: { unfold cosh, sinh. replace (2 * z * t) with (z * t + z * t) by ring. rewrite Ropp_plus_distr, !exp_plus.
       assert (E : exp (z * t) * exp (- (z * t)) = 1) by (rewrite <- exp_plus, Rplus_opp_r; apply exp_0). lra. }
  rewrite Rabs_pos_eq by nra. rewrite Rmult_assoc. apply Rmult_le_compat_l. lra.
  replace ((z * top) ^ 2 * t ^ 2) with (z * t * top * (z * t * top)) by ring.
  assert (C : sinh (z * t) <= z * t * top).
  { apply Rle_trans with (1 := B). apply Rmult_le_compat_l; auto. apply exp_monotone. apply Rmult_le_compat_l; generalize PI_RGT_0; lra. }
  apply Rmult_le_compat; auto.
Qed.
Lemma sinh_half_turn : 2 * z * (PI / 2) = PI * z. Proof. field. Qed.
Lemma sinh_denominator (m : nat) : (INR m + 1) ^ 2 + 1 * z ^ 2 <> 0.
Proof. generalize (pos_INR m). intros. nra. Qed.
Lemma sinh_A_pos m : 0 < A 1 z (fun t => sinh (2 * z * t)) m.
Proof.
  induction m; cbn [A].
  - rewrite sinh_half_turn. apply Rdiv_lt_0_compat. apply sinh_positive, Rmult_lt_0_compat; auto. apply PI_RGT_0. lra.
  - generalize (pos_INR m). intros P. apply Rdiv_lt_0_compat. 2: unfold scale; nra.
    apply Rmult_lt_0_compat; auto. apply Rmult_lt_0_compat; lra.
Qed.
(* DLMF 4.36.3. *)
Lemma coth_series_from_0 : is_series (fun n => 1 / ((INR n + 1) ^ 2 + z ^ 2)) (PI * (cosh (PI * z) / sinh (PI * z)) / (2 * z) - 1 / (2 * z ^ 2)).
Proof.
  generalize (partial_fractions 1 z (fun t => cosh (2 * z * t)) (fun t => sinh (2 * z * t)) d_cosh d_sinh sinh_at_0 (Rgt_not_eq _ _ Z)
    sinh_denominator (2 * z * top) (2 * (z * top) ^ 2) sinh_k_bound cosh_c_bound (fun m => Rgt_not_eq _ _ (sinh_A_pos m))).
  rewrite sinh_half_turn. intros H. generalize (series_scal (/ (2 * z)) _ _ H). intros G.
  assert (0 < sinh (PI * z)) by (apply sinh_positive, Rmult_lt_0_compat; auto; apply PI_RGT_0).
  apply series_value with (/ (2 * z) * (PI * cosh (PI * z) / sinh (PI * z) - 1 / z)). field. lra.
  revert G. apply series_ext. intros n. generalize (sinh_denominator n). rewrite Rmult_1_l. intros. field. lra.
Qed.
Theorem coth_series : is_series (fun k => let n := (1 + k)%nat in 1 / (INR n ^ 2 + z ^ 2))
  (PI * (cosh (PI * z) / sinh (PI * z)) / (2 * z) - 1 / (2 * z ^ 2)).
Proof.
  generalize coth_series_from_0. apply series_ext. intros n. cbv zeta. change (1 + n)%nat with (S n). now rewrite S_INR.
Qed.
End Hyperbolic.

Theorem tanh_series z : 0 < z -> is_series (fun n => 1 / ((INR n + 1 / 2) ^ 2 + z ^ 2)) (PI * tanh (PI * z) / (2 * z)).
Proof.
  intros Z. apply series_value with (4 * (PI * (cosh (PI * (2 * z)) / sinh (PI * (2 * z))) / (2 * (2 * z)) - 1 / (2 * (2 * z) ^ 2))
    - (PI * (cosh (PI * z) / sinh (PI * z)) / (2 * z) - 1 / (2 * z ^ 2))).
  2: { generalize (series_minus _ _ _ _ (series_scal 4 _ _ (series_group _ _ 2 ltac:(lia) (coth_series_from_0 (2 * z) ltac:(lra))))
         (coth_series_from_0 z Z)). apply series_ext. intros n. cbn [partial]. rewrite !plus_INR, mult_INR. simpl (INR 2).
       simpl (INR 0). simpl (INR 1). generalize (pos_INR n). intros P. assert (0 < z ^ 2) by (apply pow_lt; auto).
       field. repeat split; nra. }
  replace (PI * (2 * z)) with (PI * z + PI * z) by ring. assert (S : 0 < sinh (PI * z)) by (apply sinh_positive, Rmult_lt_0_compat; auto; apply PI_RGT_0).
  unfold tanh. assert (C : 0 < cosh (PI * z)) by (unfold cosh; generalize (exp_pos (PI * z)) (exp_pos (- (PI * z))); lra).
  replace (sinh (PI * z + PI * z)) with (2 * sinh (PI * z) * cosh (PI * z)).
  2: { unfold sinh, cosh. rewrite Ropp_plus_distr, !exp_plus. field. }
  replace (cosh (PI * z + PI * z)) with (sinh (PI * z) ^ 2 + cosh (PI * z) ^ 2).
  2: { unfold sinh, cosh. rewrite Ropp_plus_distr, !exp_plus. field. }
  field. lra.
Qed.
