(* Partial fractions of the cotangent and its hyperbolic relative, by the integrals of cos(2 z t) cos(t)^(2 m) from 0 to
   PI/2 and their derivatives in z: they obey the recurrence that the product of the sine gives. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Derivatives Basel.
Open Scope R_scope.

(* s is -1 for (c, k) = (cos, sin), and 1 for (cosh, sinh). *)
Section Signed.
Context (s z : R) (c k : R -> R).
Context (Dc : forall t, is_derive c t (2 * z * s * k t)) (Dk : forall t, is_derive k t (2 * z * c t)).
Context (k_0 : k 0 = 0) (z_0 : z <> 0) (no_pole : forall m : nat, (INR m + 1) ^ 2 + s * z ^ 2 <> 0).

Definition cA m t := c t * cos t ^ (2 * m).
Definition cB m t := 2 * t * s * k t * cos t ^ (2 * m).
(* Their integrals. *)
Definition scale (m : nat) : R := (2 * INR m + 2) ^ 2 + 4 * s * z ^ 2.
Fixpoint A m : R := match m with O => k (PI / 2) / (2 * z) | S m => (2 * INR m + 2) * (2 * INR m + 1) * A m / scale m end.
Fixpoint B m : R :=
  match m with
  | O => PI / 2 * c (PI / 2) / z - k (PI / 2) / (2 * z ^ 2)
  | S m => ((2 * INR m + 2) * (2 * INR m + 1) * B m - 8 * s * z * A (S m)) / scale m
  end.
Lemma scale_not_0 m : scale m <> 0.
Proof. unfold scale. generalize (no_pole m). intros N E. apply N. lra. Qed.
Lemma A_next m : scale m * A (S m) = (2 * INR m + 2) * (2 * INR m + 1) * A m.
Proof. cbn [A]. field. apply scale_not_0. Qed.
Lemma B_next m : scale m * B (S m) + 8 * s * z * A (S m) = (2 * INR m + 2) * (2 * INR m + 1) * B m.
Proof. cbn [B]. field. apply scale_not_0. Qed.
Lemma d_power j t : is_derive (fun t => cos t ^ S j) t (- (INR j + 1) * sin t * cos t ^ j).
Proof.
  assert (X : forall i, is_derive (fun t => cos t ^ i) t (INR i * - sin t * cos t ^ pred i)) by (intros i; derive; ring).
  eapply derivative_is. apply X. rewrite S_INR. simpl pred. ring.
Qed.
Lemma d_sine_power j t : is_derive (fun t => sin t * cos t ^ S j) t (cos t ^ S (S j) - (INR j + 1) * (1 - cos t * cos t) * cos t ^ j).
Proof.
  apply derivative_is with (cos t * cos t ^ S j + sin t * (- (INR j + 1) * sin t * cos t ^ j)).
  apply (derivative_mult sin (fun t => cos t ^ S j)). apply is_derive_Reals, derivable_pt_lim_sin. apply d_power.
  rewrite <- s2. simpl. ring.
Qed.
Lemma dA m t : is_derive (fun t => (2 * INR m + 2) * (c t * (sin t * cos t ^ S (2 * m))) + 2 * z * s * (k t * cos t ^ S (S (2 * m)))) t
  (scale m * cA (S m) t + (- ((2 * INR m + 2) * (2 * INR m + 1)) * cA m t + 0 * cA m t)).
Proof.
  eapply derivative_is.
  apply derivative_plus; apply derivative_scal.
  apply (derivative_mult c (fun t => sin t * cos t ^ S (2 * m))). apply Dc. apply d_sine_power.
  apply (derivative_mult k (fun t => cos t ^ S (S (2 * m)))). apply Dk. apply d_power.
  unfold cA, scale. rewrite even_pow, S_INR, mult_INR. change (INR 2) with 2. simpl.
  change (m + (m + 0))%nat with (2 * m)%nat. ring.
Qed.
Lemma dB m t : is_derive (fun t => (2 * INR m + 2) * (2 * t * s * k t * (sin t * cos t ^ S (2 * m)))
    + (2 * s * k t + 4 * z * s * t * c t) * cos t ^ S (S (2 * m))) t
  (scale m * cB (S m) t + (8 * s * z * cA (S m) t + - ((2 * INR m + 2) * (2 * INR m + 1)) * cB m t)).
Proof.
  eapply derivative_is.
  apply derivative_plus. apply derivative_scal.
  apply (derivative_mult (fun t => 2 * t * s * k t) (fun t => sin t * cos t ^ S (2 * m))). derive. reflexivity. apply d_sine_power.
  apply (derivative_mult (fun t => 2 * s * k t + 4 * z * s * t * c t) (fun t => cos t ^ S (S (2 * m)))). derive. reflexivity. apply d_power.
  unfold cA, cB, scale. rewrite even_pow, S_INR, mult_INR. change (INR 2) with 2. simpl.
  change (m + (m + 0))%nat with (2 * m)%nat. ring.
Qed.
Lemma isA m : area (cA m) (A m).
Proof.
  induction m as [|m IH].
  - exists (fun t => k t / (2 * z)). split. 2: rewrite k_0; simpl; field; exact z_0.
    intros t. derive. unfold cA. simpl. field. exact z_0.
  - apply area_is with (- (- ((2 * INR m + 2) * (2 * INR m + 1)) * A m + 0 * A m) / scale m). 2: cbn [A]; field; apply scale_not_0.
    apply (area_by_parts _ _ (cA (S m)) (scale m) _ (scale_not_0 m) (dA m)).
    + rewrite sin_0, k_0. ring.
    + rewrite !cos_power_end. ring.
    + now apply area_combination.
Qed.
Lemma isB m : area (cB m) (B m).
Proof.
  induction m as [|m IH].
  - exists (fun t => t * c t / z - k t / (2 * z ^ 2)). split. 2: rewrite k_0; simpl; field; exact z_0.
    intros t. derive. unfold cB. simpl. field. exact z_0.
  - apply area_is with (- (8 * s * z * A (S m) + - ((2 * INR m + 2) * (2 * INR m + 1)) * B m) / scale m). 2: cbn [B]; field; apply scale_not_0.
    apply (area_by_parts _ _ (cB (S m)) (scale m) _ (scale_not_0 m) (dB m)).
    + rewrite sin_0, k_0. ring.
    + rewrite !cos_power_end. ring.
    + apply area_combination; auto. apply isA.
Qed.

(* Bounds: what is added to 1 in c is of the order t^2. *)
Context (K L : R) (k_bound : forall t, 0 <= t <= PI / 2 -> Rabs (s * k t) <= K * t) (c_bound : forall t, 0 <= t <= PI / 2 -> Rabs (c t - 1) <= L * t ^ 2).

Lemma below_J (f : R -> R) (l v : R) (m : nat) :
  (forall t, 0 <= t <= PI / 2 -> Rabs (f t) <= v * t ^ 2) -> area (fun t => f t * cos t ^ (2 * m)) l -> Rabs l <= v * J m.
Proof.
  intros H E. assert (X : forall w, area (fun t => w * cJ m t + 0 * cJ m t) (w * J m + 0 * J m)).
  { intros w. apply area_combination; apply isJ. }
  assert (Y : forall t, 0 <= t <= PI / 2 -> - v * cJ m t + 0 * cJ m t <= f t * cos t ^ (2 * m) <= v * cJ m t + 0 * cJ m t).
  { intros t T. unfold cJ. generalize (H t T) (cos_even_power m t). generalize (cos t ^ (2 * m)). intros p U P.
    apply Rabs_le_between in U. rewrite !Rmult_0_l, !Rplus_0_r, <- !Rmult_assoc. split; apply Rmult_le_compat_r; lra. }
  apply Rabs_le. split.
  - replace (- (v * J m)) with (- v * J m + 0 * J m) by ring. apply (area_le _ _ _ _ (X (- v)) E). intros t T. apply Y, T.
  - replace (v * J m) with (v * J m + 0 * J m) by ring. apply (area_le _ _ _ _ E (X v)). intros t T. apply Y, T.
Qed.
Lemma ratio_null (f : nat -> R) (v : R) : (forall m, Rabs (f m) <= v * J m) -> is_lim_seq (fun m => f m / I m) 0.
Proof.
  intros H. apply (is_lim_seq_abs_0 (fun m => f m / I m)). apply is_lim_seq_le_le with (fun _ => 0) (fun m => v * (J m / I m)).
  - intros m. split. apply Rabs_pos. unfold Rdiv. rewrite Rabs_mult, <- Rmult_assoc.
    assert (P : 0 < / I m) by (apply Rinv_0_lt_compat, I_pos). rewrite (Rabs_pos_eq (/ I m)) by lra. apply Rmult_le_compat_r. lra. apply H.
  - apply is_lim_seq_const.
  - replace (Finite 0) with (Rbar_mult v 0) by (simpl; f_equal; ring). apply is_lim_seq_scal_l. apply J_over_I.
Qed.
Lemma A_over_I : is_lim_seq (fun m => A m / I m) 1.
Proof.
  assert (X : is_lim_seq (fun m => (A m - I m) / I m) 0).
  { apply ratio_null with L. intros m. apply (below_J (fun t => c t - 1)); auto.
    apply area_ext with (fun t => 1 * cA m t + -1 * cI m t). intros t. unfold cA, cI. ring.
    replace (A m - I m) with (1 * A m + -1 * I m) by ring. apply area_combination. apply isA. apply isI. }
  apply is_lim_seq_ext with (fun m => (A m - I m) / I m + 1). intros m. field. apply Rgt_not_eq, I_pos.
  replace (Finite 1) with (Finite (0 + 1)) by (f_equal; ring). apply is_lim_seq_plus'. exact X. apply is_lim_seq_const.
Qed.
Lemma B_over_I : is_lim_seq (fun m => B m / I m) 0.
Proof.
  apply ratio_null with (2 * K). intros m. apply (below_J (fun t => 2 * t * s * k t)). 2: apply isB.
  intros t T. replace (2 * t * s * k t) with (2 * t * (s * k t)) by ring. rewrite Rabs_mult, (Rabs_pos_eq (2 * t)) by lra.
  replace (2 * K * t ^ 2) with (2 * t * (K * t)) by ring. apply Rmult_le_compat_l. lra. auto.
Qed.
Context (A_not_0 : forall m, A m <> 0).
Lemma partial_fractions :
  is_series (fun n => 2 * s * z / ((INR n + 1) ^ 2 + s * z ^ 2)) (PI * c (PI / 2) / k (PI / 2) - 1 / z).
Proof.
  pose (t := fun m => - (B m / A m)).
  assert (N : k (PI / 2) <> 0). { intros E. apply (A_not_0 0). simpl. rewrite E. unfold Rdiv. ring. }
  apply series_value with (0 - t O). { unfold t. simpl. field. auto. }
  apply telescope; unfold t.
  - intros m. generalize (A_next m) (B_next m) (A_not_0 m) (A_not_0 (S m)) (pos_INR m) (no_pole m). intros E1 E2 P1 P2 P Q.
    replace (scale m) with (4 * ((INR m + 1) ^ 2 + s * z ^ 2)) in E1, E2 by (unfold scale; ring).
    assert (D : (2 * INR m + 2) * (2 * INR m + 1) <> 0) by (apply Rmult_integral_contrapositive; lra).
    assert (F1 : A m = 4 * ((INR m + 1) ^ 2 + s * z ^ 2) * A (S m) / ((2 * INR m + 2) * (2 * INR m + 1))) by (rewrite E1; field; lra).
    assert (F2 : B m = (4 * ((INR m + 1) ^ 2 + s * z ^ 2) * B (S m) + 8 * s * z * A (S m)) / ((2 * INR m + 2) * (2 * INR m + 1)))
      by (rewrite E2; field; lra).
    rewrite F1, F2. field. repeat split; auto; lra.
  - replace (Finite 0) with (Finite (- (0 / 1))) by (f_equal; field).
    apply is_lim_seq_ext with (fun m => - ((B m / I m) / (A m / I m))).
    intros m. generalize (I_pos m) (A_not_0 m). intros. field. split; auto. lra.
    apply (is_lim_seq_opp _ (0 / 1)). apply is_lim_seq_div'. apply B_over_I. apply A_over_I. lra.
Qed.
End Signed.
