(* The sum of 1/(n + 1)^2 is PI^2/6, by Matsuoka's integrals of x^2 cos(x)^(2 m). *)
Require Import Reals Lra Lia ZArith List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits.
Import ListNotations.
Open Scope R_scope.

Definition cI m x := cos x ^ (2 * m).
Definition cJ m x := x ^ 2 * cos x ^ (2 * m).
Definition I m : R := RInt (cI m) 0 (PI / 2).
Definition J m : R := RInt (cJ m) 0 (PI / 2).
Lemma s2 x : sin x * sin x = 1 - cos x * cos x.
Proof. generalize (sin2_cos2 x). unfold Rsqr. lra. Qed.
Lemma cont_of (f : R -> R) x : ex_derive f x -> continuous f x.
Proof. apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)). Qed.
Lemma cont_I m x : continuous (cI m) x.
Proof. apply cont_of. unfold cI. auto_derive. trivial. Qed.
Lemma cont_J m x : continuous (cJ m) x.
Proof. apply cont_of. unfold cJ. auto_derive. trivial. Qed.
Lemma isI m : is_RInt (cI m) 0 (PI / 2) (I m).
Proof. apply (RInt_correct (V := R_CompleteNormedModule)), (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; apply cont_I. Qed.
Lemma isJ m : is_RInt (cJ m) 0 (PI / 2) (J m).
Proof. apply (RInt_correct (V := R_CompleteNormedModule)), (ex_RInt_continuous (V := R_CompleteNormedModule)). intros; apply cont_J. Qed.
(* antiderivative with zero boundary values *)
Lemma by_parts (F f : R -> R) (l : R) : (forall x, is_derive F x (f x)) -> (forall x, ex_derive f x) ->
  F 0 = 0 -> F (PI / 2) = 0 -> is_RInt f 0 (PI / 2) l -> l = 0.
Proof.
  intros D C F0 F1 H.
  assert (E : is_RInt f 0 (PI / 2) (minus (F (PI / 2)) (F 0))).
  { apply (is_RInt_derive (V := R_CompleteNormedModule)); intros. apply D. apply cont_of, C. }
  rewrite F0, F1 in E.
  rewrite <- (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ H).
  rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ E).
  change (@eq R (0 - 0) 0). ring.
Qed.
Lemma rint_lin2 (f g : R -> R) a b lf lg (u v : R) : is_RInt f a b lf -> is_RInt g a b lg ->
  is_RInt (fun x => u * f x + v * g x) a b (u * lf + v * lg).
Proof.
  intros. apply (is_RInt_plus (V := R_NormedModule)); apply (is_RInt_scal (V := R_NormedModule)); assumption.
Qed.
Lemma even_pow c m : c ^ (2 * S m) = c * c * c ^ (2 * m).
Proof. replace (2 * S m)%nat with (S (S (2 * m))) by lia. simpl; ring. Qed.
Lemma der_val (f : R -> R) x (a b : R) : is_derive f x a -> a = b -> is_derive f x b.
Proof. now intros H <-. Qed.
Lemma dF1 k x : is_derive (fun x => sin x * cos x ^ k) x (cos x * cos x ^ k - INR k * (sin x * sin x) * cos x ^ pred k).
Proof. auto_derive. trivial. ring. Qed.
Lemma dF2 k j M x : is_derive (fun x => x * cos x ^ k + M * x ^ 2 * sin x * cos x ^ j) x
  (cos x ^ k - INR k * x * sin x * cos x ^ pred k + M * (2 * x * sin x * cos x ^ j + x ^ 2 * cos x * cos x ^ j
    - x ^ 2 * INR j * (sin x * sin x) * cos x ^ pred j)).
Proof. auto_derive. trivial. ring. Qed.
Lemma I_rec m : (2 * INR m + 2) * I (S m) = (2 * INR m + 1) * I m.
Proof.
  cut ((2 * INR m + 2) * I (S m) + (- (2 * INR m + 1)) * I m = 0). lra.
  apply (by_parts (fun x => sin x * cos x ^ (S (2 * m)))
     (fun x => (2 * INR m + 2) * cI (S m) x + (- (2 * INR m + 1)) * cI m x)).
  - intros x. unfold cI. apply der_val with (1 := dF1 (S (2 * m)) x).
    rewrite even_pow, S_INR, mult_INR, s2. simpl (INR 2). simpl pred.
    change (cos x ^ S (2 * m)) with (cos x * cos x ^ (2 * m)).
    change (m + (m + 0))%nat with (2 * m)%nat. ring.
  - intros x. unfold cI. auto_derive. tauto.
  - rewrite sin_0; ring.
  - rewrite cos_PI2, pow_i by lia. ring.
  - apply rint_lin2; apply isI.
Qed.
Lemma J_rec m : I (S m) + 2 * (INR m + 1) ^ 2 * J (S m) = (INR m + 1) * (2 * INR m + 1) * J m.
Proof.
  cut (1 * (1 * I (S m) + (2 * (INR m + 1) ^ 2) * J (S m)) + (- ((INR m + 1) * (2 * INR m + 1))) * J m = 0). lra.
  apply (by_parts (fun x => x * cos x ^ (2 * S m) + (INR m + 1) * x ^ 2 * sin x * cos x ^ (S (2 * m)))
     (fun x => 1 * (1 * cI (S m) x + (2 * (INR m + 1) ^ 2) * cJ (S m) x) + (- ((INR m + 1) * (2 * INR m + 1))) * cJ m x)).
  - intros x. unfold cI, cJ. apply der_val with (1 := dF2 (2 * S m) (S (2 * m)) (INR m + 1) x).
    replace (pred (2 * S m)) with (S (2 * m)) by lia. change (pred (S (2 * m))) with (2 * m)%nat.
    rewrite !even_pow, s2, (S_INR (2 * m)), !mult_INR, (S_INR m). change (INR 2) with 2.
    change (cos x ^ S (2 * m)) with (cos x * cos x ^ (2 * m)). ring.
  - intros x. unfold cI, cJ. auto_derive. tauto.
  - ring.
  - rewrite cos_PI2, !pow_i by lia. ring.
  - apply (rint_lin2 (fun x => 1 * cI (S m) x + (2 * (INR m + 1) ^ 2) * cJ (S m) x)). apply rint_lin2. apply isI. apply isJ. apply isJ.
Qed.
Lemma pi2 : 0 < PI / 2. Proof. generalize PI_RGT_0; lra. Qed.
Lemma I_0 : I 0 = PI / 2.
Proof.
  assert (H : is_RInt (cI 0) 0 (PI / 2) (scal (PI / 2 - 0) 1)).
  { apply is_RInt_ext with (fun _ => 1). intros; reflexivity. apply (is_RInt_const (V := R_NormedModule)). }
  unfold I. rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ H).
  unfold scal; simpl; unfold mult; simpl. ring.
Qed.
Lemma J_0 : J 0 = PI ^ 3 / 24.
Proof.
  assert (H : is_RInt (cJ 0) 0 (PI / 2) (minus ((PI / 2) ^ 3 / 3) (0 ^ 3 / 3))).
  { apply (is_RInt_derive (V := R_CompleteNormedModule) (fun x => x ^ 3 / 3)). 
    intros; unfold cJ. auto_derive. trivial. match goal with |- ?a = ?b => change (@eq R a b) end. simpl; field. intros; apply cont_J. }
  unfold J. rewrite (is_RInt_unique (V := R_CompleteNormedModule) _ _ _ _ H).
  change (@eq R ((PI / 2) ^ 3 / 3 - 0 ^ 3 / 3) (PI ^ 3 / 24)). field.
Qed.
Lemma I_pos m : 0 < I m.
Proof.
  induction m. rewrite I_0. apply pi2.
  apply Rmult_lt_reg_l with (2 * INR m + 2). generalize (pos_INR m); lra.
  rewrite I_rec, Rmult_0_r. apply Rmult_lt_0_compat; auto. generalize (pos_INR m); lra.
Qed.
Lemma xcos x : 0 <= x <= PI / 2 -> x * cos x <= sin x.
Proof.
  intros Hx. destruct (MVT_gen (fun x => sin x - x * cos x) 0 x (fun x => x * sin x)) as [c [Hc E]].
  - intros y _. auto_derive. trivial. ring.
  - intros y _. apply derivable_continuous_pt. exists (y * sin y). apply is_derive_Reals. auto_derive. trivial. ring.
  - rewrite Rmin_left, Rmax_right in Hc by lra. rewrite sin_0 in E.
    assert (0 <= sin c) by (apply sin_ge_0; generalize PI_RGT_0; lra).
    assert (0 <= c * sin c * (x - 0)) by (repeat apply Rmult_le_pos; lra). lra.
Qed.
Lemma J_bound m : 0 <= J (S m) <= I m - I (S m).
Proof.
  split.
  - apply (is_RInt_ge_0 (cJ (S m)) 0 (PI / 2)). generalize pi2; lra. apply isJ.
    intros x Hx. unfold cJ. rewrite pow_mult. apply Rmult_le_pos. apply pow2_ge_0. apply pow_le, pow2_ge_0.
  - replace (I m - I (S m)) with (1 * I m + (-1) * I (S m)) by ring.
    apply (is_RInt_le (cJ (S m)) (fun x => 1 * cI m x + (-1) * cI (S m) x) 0 (PI / 2)). generalize pi2; lra.
    apply isJ. apply rint_lin2; apply isI.
    intros x Hx. unfold cJ, cI. rewrite even_pow.
    replace (x ^ 2 * (cos x * cos x * cos x ^ (2 * m))) with ((x * cos x) ^ 2 * cos x ^ (2 * m)) by ring.
    replace (1 * cos x ^ (2 * m) + -1 * (cos x * cos x * cos x ^ (2 * m))) with ((1 - cos x * cos x) * cos x ^ (2 * m)) by ring.
    rewrite <- s2. apply Rmult_le_compat_r. rewrite pow_mult; apply pow_le, pow2_ge_0.
    replace (sin x * sin x) with (sin x ^ 2) by ring. apply pow_incr. split.
    apply Rmult_le_pos. lra. apply cos_ge_0; lra. apply xcos; lra.
Qed.
Lemma J_over_I : is_lim_seq (fun m => J m / I m) 0.
Proof.
  apply is_lim_seq_incr_1.
  apply is_lim_seq_le_le with (fun _ => 0) (fun m => peval [1]%Z (INR m) / peval [1; 2]%Z (INR m)).
  + intros m. generalize (J_bound m) (I_rec m) (I_pos m) (I_pos (S m)) (pos_INR m). intros B E P1 P2 P. split.
    apply Rdiv_le_0_compat; lra.
    assert (F1 : I (S m) = (2 * INR m + 1) * I m / (2 * INR m + 2)). { rewrite <- E. field. lra. }
    apply Rle_trans with ((I m - I (S m)) / I (S m)).
    apply Rmult_le_compat_r. left; now apply Rinv_0_lt_compat. lra.
    right. rewrite F1. simpl. field. repeat split; lra.
  + apply is_lim_seq_const.
  + apply (lim_rat [1]%Z [1; 2]%Z). reflexivity.
Qed.
Theorem basel_series : is_series (fun n => 1 / (INR n + 1) ^ 2) (PI ^ 2 / 6).
Proof.
  pose (t := fun m => -2 * (J m / I m)).
  apply series_value with (-2 * 0 - t 0%nat). { unfold t. rewrite I_0, J_0. field. generalize PI_RGT_0; lra. }
  apply (telescope _ t); unfold t.
  - intros m. generalize (I_rec m) (J_rec m) (I_pos m) (I_pos (S m)) (pos_INR m). intros E1 E2 P1 P2 P.
    assert (F1 : I (S m) = (2 * INR m + 1) * I m / (2 * INR m + 2)).
    { rewrite <- E1. field. lra. }
    assert (F2 : J (S m) = ((INR m + 1) * (2 * INR m + 1) * J m - I (S m)) / (2 * (INR m + 1) ^ 2)).
    { rewrite <- E2. field. lra. }
    rewrite F2, F1. field. repeat split; lra.
  - apply is_lim_seq_mult'. apply is_lim_seq_const. apply J_over_I.
Qed.
