(* Partial fractions of the cotangent and its hyperbolic relative, by the integrals of cos(2 z t) cos(t)^(2 m) from 0 to
   PI/2 and their derivatives in z: they obey the recurrence that the product of the sine gives. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Basel PowerSeries.
Open Scope R_scope.

(* s is -1 for (c, k) = (cos, sin), and 1 for (cosh, sinh). *)
Section Signed.
Context (s z : R) (c k : R -> R).
Context (Dc : forall t, is_derive c t (2 * z * s * k t)) (Dk : forall t, is_derive k t (2 * z * c t)).
Context (k_0 : k 0 = 0) (z_0 : z <> 0).

Definition cA m t := c t * cos t ^ (2 * m).
Definition cB m t := 2 * t * s * k t * cos t ^ (2 * m).
Definition A m : R := RInt (cA m) 0 (PI / 2).
Definition B m : R := RInt (cB m) 0 (PI / 2).
Lemma Ec t : ex_derive c t. Proof. exact (ex_intro _ _ (Dc t)). Qed.
Lemma Ek t : ex_derive k t. Proof. exact (ex_intro _ _ (Dk t)). Qed.
Lemma ex_cA m t : ex_derive (cA m) t.
Proof. unfold cA. auto_derive. repeat split; exact (Ec t). Qed.
Lemma ex_cB m t : ex_derive (cB m) t.
Proof. unfold cB. auto_derive. repeat split; exact (Ek t). Qed.
Lemma isA m : is_RInt (cA m) 0 (PI / 2) (A m).
Proof.
  apply (RInt_correct (V := R_CompleteNormedModule)), (ex_RInt_continuous (V := R_CompleteNormedModule)). intros. apply cont_of, ex_cA.
Qed.
Lemma isB m : is_RInt (cB m) 0 (PI / 2) (B m).
Proof.
  apply (RInt_correct (V := R_CompleteNormedModule)), (ex_RInt_continuous (V := R_CompleteNormedModule)). intros. apply cont_of, ex_cB.
Qed.
Lemma d_power j t : is_derive (fun t => cos t ^ S j) t (- (INR j + 1) * sin t * cos t ^ j).
Proof.
  assert (X : forall i, is_derive (fun t => cos t ^ i) t (INR i * - sin t * cos t ^ pred i)) by (intros i; auto_derive; [trivial|ring]).
  eapply derivative_is. apply X. rewrite S_INR. simpl pred. ring.
Qed.
Lemma d_sine_power j t : is_derive (fun t => sin t * cos t ^ S j) t (cos t ^ S (S j) - (INR j + 1) * (1 - cos t * cos t) * cos t ^ j).
Proof.
  apply derivative_is with (cos t * cos t ^ S j + sin t * (- (INR j + 1) * sin t * cos t ^ j)).
  apply (derivative_mult sin (fun t => cos t ^ S j)). apply is_derive_Reals, derivable_pt_lim_sin. apply d_power.
  rewrite <- s2. simpl. ring.
Qed.
Lemma A_next m : ((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * A (S m) = (2 * INR m + 2) * (2 * INR m + 1) * A m.
Proof.
  cut (((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * A (S m) + - ((2 * INR m + 2) * (2 * INR m + 1)) * A m = 0). lra.
  apply (by_parts (fun t => (2 * INR m + 2) * (c t * (sin t * cos t ^ S (2 * m))) + 2 * z * s * (k t * cos t ^ S (S (2 * m))))
    (fun t => ((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * cA (S m) t + - ((2 * INR m + 2) * (2 * INR m + 1)) * cA m t)).
  - intros t. eapply derivative_is.
    apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)); apply is_derive_scal.
    apply (derivative_mult c (fun t => sin t * cos t ^ S (2 * m))). apply Dc. apply d_sine_power.
    apply (derivative_mult k (fun t => cos t ^ S (S (2 * m)))). apply Dk. apply d_power.
    unfold cA. rewrite even_pow, S_INR, mult_INR. change (INR 2) with 2. unfold plus, scal; simpl; unfold mult; simpl.
    change (m + (m + 0))%nat with (2 * m)%nat. ring.
  - intros t. unfold cA. auto_derive. repeat split; try exact (Ec t).
  - rewrite sin_0, k_0. ring.
  - rewrite cos_PI2, !pow_i by lia. ring.
  - apply rint_lin2; apply isA.
Qed.
Lemma B_next m :
  ((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * B (S m) + 8 * s * z * A (S m) = (2 * INR m + 2) * (2 * INR m + 1) * B m.
Proof.
  cut (1 * (((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * B (S m) + 8 * s * z * A (S m)) + - ((2 * INR m + 2) * (2 * INR m + 1)) * B m = 0). lra.
  apply (by_parts (fun t => (2 * INR m + 2) * (2 * t * s * k t * (sin t * cos t ^ S (2 * m)))
      + (2 * s * k t + 4 * z * s * t * c t) * cos t ^ S (S (2 * m)))
    (fun t => 1 * (((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * cB (S m) t + 8 * s * z * cA (S m) t)
      + - ((2 * INR m + 2) * (2 * INR m + 1)) * cB m t)).
  - intros t. eapply derivative_is.
    apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)).
    apply is_derive_scal.
    apply (derivative_mult (fun t => 2 * t * s * k t) (fun t => sin t * cos t ^ S (2 * m))).
    apply (derivative_mult (fun t => 2 * t * s) k). instantiate (1 := 2 * s). auto_derive. trivial. ring. apply Dk. apply d_sine_power.
    apply (derivative_mult (fun t => 2 * s * k t + 4 * z * s * t * c t) (fun t => cos t ^ S (S (2 * m)))).
    apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)).
    apply is_derive_scal. apply Dk.
    apply (derivative_mult (fun t => 4 * z * s * t) c). instantiate (1 := 4 * z * s). auto_derive. trivial. ring. apply Dc. apply d_power.
    unfold cA, cB. rewrite even_pow, S_INR, mult_INR. change (INR 2) with 2. unfold plus, scal; simpl; unfold mult; simpl.
    change (m + (m + 0))%nat with (2 * m)%nat. ring.
  - intros t. unfold cA, cB. auto_derive. repeat split; try exact (Ec t); try exact (Ek t).
  - rewrite sin_0, k_0. ring.
  - rewrite cos_PI2, !pow_i by lia. ring.
  - apply (rint_lin2 (fun t => ((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) * cB (S m) t + 8 * s * z * cA (S m) t)).
    apply rint_lin2. apply isB. apply isA. apply isB.
Qed.
Lemma primitive (F f : R -> R) : (forall t, is_derive F t (f t)) -> (forall t, ex_derive f t) -> is_RInt f 0 (PI / 2) (F (PI / 2) - F 0).
Proof. intros D C. apply (is_RInt_derive (V := R_CompleteNormedModule)); intros. apply D. apply cont_of, C. Qed.
Lemma A_0 : A 0 = k (PI / 2) / (2 * z).
Proof.
  unfold A. rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ (primitive (fun t => k t / (2 * z)) (cA 0)
    ltac:(intros t; eapply derivative_is; [apply (derivative_mult k (fun _ => / (2 * z)));
      [apply Dk|apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]
      |unfold cA, zero; simpl; field; exact z_0]) (ex_cA 0))).
  rewrite k_0. field. exact z_0.
Qed.
Lemma B_0 : B 0 = PI / 2 * c (PI / 2) / z - k (PI / 2) / (2 * z ^ 2).
Proof.
  unfold B. rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ (primitive (fun t => t * c t / z - k t / (2 * z ^ 2)) (cB 0)
    ltac:(intros t; eapply derivative_is; [apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule));
      [apply (derivative_mult (fun t => t * c t) (fun _ => / z)); [apply (derivative_mult (fun t => t) c);
         [apply (is_derive_id (K := R_AbsRing))|apply Dc]|apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]
      |apply (derivative_mult k (fun _ => / (2 * z ^ 2)));
      [apply Dk|apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule))]]
      |unfold cB, zero, minus, plus, opp, one; simpl; field; exact z_0]) (ex_cB 0))).
  rewrite k_0. field. exact z_0.
Qed.

(* Bounds: what is added to 1 in c is of the order t^2. *)
Context (K L : R) (k_bound : forall t, 0 <= t <= PI / 2 -> Rabs (s * k t) <= K * t) (c_bound : forall t, 0 <= t <= PI / 2 -> Rabs (c t - 1) <= L * t ^ 2).

Lemma below_J (f : R -> R) (l v : R) (m : nat) : 
  (forall t, 0 <= t <= PI / 2 -> Rabs (f t) <= v * t ^ 2) -> is_RInt (fun t => f t * cos t ^ (2 * m)) 0 (PI / 2) l -> Rabs l <= v * J m.
Proof.
  intros H E. assert (X : is_RInt (fun t => v * cJ m t) 0 (PI / 2) (v * J m)).
  { apply (is_RInt_scal (V := R_NormedModule)). apply isJ. }
  assert (Y : forall t, 0 <= cos t ^ (2 * m)) by (intros t; rewrite pow_mult; apply pow_le, pow2_ge_0).
  apply Rabs_le. split.
  - apply (is_RInt_le (fun t => - (v * cJ m t)) (fun t => f t * cos t ^ (2 * m)) 0 (PI / 2)); auto. generalize pi2; lra.
    apply (is_RInt_opp (V := R_NormedModule)). exact X.
    intros t T. unfold cJ. generalize (H t ltac:(lra)) (Y t). intros U. apply Rabs_le_between in U. intros.
    replace (- (v * (t ^ 2 * cos t ^ (2 * m)))) with (- (v * t ^ 2) * cos t ^ (2 * m)) by ring. apply Rmult_le_compat_r; lra.
  - apply (is_RInt_le (fun t => f t * cos t ^ (2 * m)) (fun t => v * cJ m t) 0 (PI / 2)); auto. generalize pi2; lra.
    intros t T. unfold cJ. generalize (H t ltac:(lra)) (Y t). intros U. apply Rabs_le_between in U. intros.
    rewrite <- Rmult_assoc. apply Rmult_le_compat_r; lra.
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
    apply (is_RInt_ext (V := R_NormedModule) (fun t => 1 * cA m t + -1 * cI m t)). intros t _. unfold cA, cI.
    match goal with |- ?a = ?b => change (@eq R a b) end. ring.
    replace (A m - I m) with (1 * A m + -1 * I m) by ring. apply rint_lin2. apply isA. apply isI. }
  apply is_lim_seq_ext with (fun m => (A m - I m) / I m + 1). intros m. field. apply Rgt_not_eq, I_pos.
  replace (Finite 1) with (Finite (0 + 1)) by (f_equal; ring). apply is_lim_seq_plus'. exact X. apply is_lim_seq_const.
Qed.
Lemma B_over_I : is_lim_seq (fun m => B m / I m) 0.
Proof.
  apply ratio_null with (2 * K). intros m. apply (below_J (fun t => 2 * t * s * k t)). 2: apply isB.
  intros t T. replace (2 * t * s * k t) with (2 * t * (s * k t)) by ring. rewrite Rabs_mult, (Rabs_pos_eq (2 * t)) by lra.
  replace (2 * K * t ^ 2) with (2 * t * (K * t)) by ring. apply Rmult_le_compat_l. lra. auto.
Qed.
Context (A_not_0 : forall m, A m <> 0) (no_pole : forall m : nat, (INR m + 1) ^ 2 + s * z ^ 2 <> 0).
Lemma partial_fractions :
  is_series (fun n => 2 * s * z / ((INR n + 1) ^ 2 + s * z ^ 2)) (PI * c (PI / 2) / k (PI / 2) - 1 / z).
Proof.
  pose (t := fun m => - (B m / A m)).
  assert (N : k (PI / 2) <> 0). { intros E. apply (A_not_0 0). rewrite A_0, E. unfold Rdiv. ring. }
  apply series_value with (0 - t O). { unfold t. rewrite A_0, B_0. field. auto. }
  apply telescope; unfold t.
  - intros m. generalize (A_next m) (B_next m) (A_not_0 m) (A_not_0 (S m)) (pos_INR m) (no_pole m). intros E1 E2 P1 P2 P Q.
    replace ((2 * INR m + 2) ^ 2 + 4 * s * z ^ 2) with (4 * ((INR m + 1) ^ 2 + s * z ^ 2)) in E1, E2 by ring.
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
