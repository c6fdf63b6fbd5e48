(* The sum of 1/(n + 1)^2 is PI^2/6, by Matsuoka's integrals of x^2 cos(x)^(2 m). *)
Require Import Reals Lra Lia ZArith List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Derivatives.
Import ListNotations.
Open Scope R_scope.

(* The integral of a function from 0 to PI/2, by a primitive. *)
Definition area (f : R -> R) (l : R) : Prop := exists F, (forall x, is_derive F x (f x)) /\ F (PI / 2) - F 0 = l.
Lemma pi2 : 0 < PI / 2. Proof. generalize PI_RGT_0; lra. Qed.
Lemma area_le f g l k : area f l -> area g k -> (forall x, 0 <= x <= PI / 2 -> f x <= g x) -> l <= k.
Proof.
  intros [F [DF <-]] [G [DG <-]] H. cut (G 0 - F 0 <= G (PI / 2) - F (PI / 2)). lra.
  apply (increasing (fun x => G x - F x) (fun x => g x - f x)). generalize pi2; lra.
  - intros x _. now apply derivative_minus.
  - intros x X. generalize (H x X). lra.
Qed.
Lemma area_combination f g u v l k : area f l -> area g k -> area (fun x => u * f x + v * g x) (u * l + v * k).
Proof.
  intros [F [DF <-]] [G [DG <-]]. exists (fun x => u * F x + v * G x). split. 2: ring.
  intros x. apply derivative_plus; now apply derivative_scal.
Qed.
(* By parts: F, which is 0 at both ends, is a primitive of u h + f. *)
Lemma area_by_parts (F f h : R -> R) u l : u <> 0 -> (forall x, is_derive F x (u * h x + f x)) -> F 0 = 0 -> F (PI / 2) = 0 ->
  area f l -> area h (- l / u).
Proof.
  intros U D F0 F1 [G [DG <-]]. exists (fun x => / u * (F x - G x)). split. 2: rewrite F0, F1; field; exact U.
  intros x. apply derivative_is with (/ u * (u * h x + f x - f x)). 2: field; exact U.
  apply derivative_scal. now apply derivative_minus.
Qed.
Lemma area_is f l k : area f l -> l = k -> area f k.
Proof. now intros A <-. Qed.
Lemma area_ext f g l : (forall x, f x = g x) -> area f l -> area g l.
Proof. intros E [F [D V]]. exists F. split; auto. intros x. rewrite <- E. apply D. Qed.

Definition cI m x := cos x ^ (2 * m).
Definition cJ m x := x ^ 2 * cos x ^ (2 * m).
Fixpoint I m : R := match m with O => PI / 2 | S m => (2 * INR m + 1) * I m / (2 * INR m + 2) end.
Fixpoint J m : R :=
  match m with O => PI ^ 3 / 24 | S m => ((INR m + 1) * (2 * INR m + 1) * J m - I (S m)) / (2 * (INR m + 1) ^ 2) end.
Lemma s2 x : sin x * sin x = 1 - cos x * cos x.
Proof. generalize (sin2_cos2 x). unfold Rsqr. lra. Qed.
Lemma even_pow c m : c ^ (2 * S m) = c * c * c ^ (2 * m).
Proof. replace (2 * S m)%nat with (S (S (2 * m))) by lia. simpl; ring. Qed.
Lemma dF1 k x : is_derive (fun x => sin x * cos x ^ k) x (cos x * cos x ^ k - INR k * (sin x * sin x) * cos x ^ pred k).
Proof. derive. ring. Qed.
Lemma dF2 k j M x : is_derive (fun x => x * cos x ^ k + M * x ^ 2 * sin x * cos x ^ j) x
  (cos x ^ k - INR k * x * sin x * cos x ^ pred k + M * (2 * x * sin x * cos x ^ j + x ^ 2 * cos x * cos x ^ j
    - x ^ 2 * INR j * (sin x * sin x) * cos x ^ pred j)).
Proof. derive. simpl (INR 2). simpl pred. rewrite pow_1. ring. Qed.
Lemma cos_power_end k : cos (PI / 2) ^ S k = 0.
Proof. rewrite cos_PI2. apply pow_i. lia. Qed.
Lemma isI m : area (cI m) (I m).
Proof.
  induction m as [|m IH].
  - exists (fun x => x). split. 2: simpl; ring. intros x. apply derivative_id.
  - generalize (pos_INR m). intros P. apply area_is with (- (- (2 * INR m + 1) * I m + 0 * I m) / (2 * INR m + 2)).
    2: simpl; field; lra.
    apply (area_by_parts (fun x => sin x * cos x ^ S (2 * m)) (fun x => - (2 * INR m + 1) * cI m x + 0 * cI m x)). lra.
    + intros x. apply derivative_is with (1 := dF1 (S (2 * m)) x). unfold cI.
      rewrite even_pow, S_INR, mult_INR, s2. simpl (INR 2). simpl pred.
      change (cos x ^ S (2 * m)) with (cos x * cos x ^ (2 * m)). change (m + (m + 0))%nat with (2 * m)%nat. ring.
    + rewrite sin_0. ring.
    + rewrite cos_power_end. ring.
    + now apply area_combination.
Qed.
Lemma isJ m : area (cJ m) (J m).
Proof.
  induction m as [|m IH].
  - exists (fun x => x ^ 3 / 3). split. 2: simpl; field. intros x. derive. unfold cJ. simpl. field.
  - generalize (pos_INR m). intros P.
    apply area_is with (- (1 * I (S m) + - ((INR m + 1) * (2 * INR m + 1)) * J m) / (2 * (INR m + 1) ^ 2)).
    2: cbn [J]; field; lra.
    apply (area_by_parts (fun x => x * cos x ^ (2 * S m) + (INR m + 1) * x ^ 2 * sin x * cos x ^ S (2 * m))
      (fun x => 1 * cI (S m) x + - ((INR m + 1) * (2 * INR m + 1)) * cJ m x)). nra.
    + intros x. unfold cI, cJ. apply derivative_is with (1 := dF2 (2 * S m) (S (2 * m)) (INR m + 1) x).
      replace (pred (2 * S m)) with (S (2 * m)) by lia. change (pred (S (2 * m))) with (2 * m)%nat.
      rewrite !even_pow, s2, (S_INR (2 * m)), !mult_INR, (S_INR m). change (INR 2) with 2.
      change (cos x ^ S (2 * m)) with (cos x * cos x ^ (2 * m)). ring.
    + ring.
    + rewrite even_pow, cos_power_end, cos_PI2. ring.
    + apply area_combination; auto. apply isI.
Qed.
Lemma I_0 : I 0 = PI / 2. Proof. reflexivity. Qed.
Lemma I_rec m : (2 * INR m + 2) * I (S m) = (2 * INR m + 1) * I m.
Proof. generalize (pos_INR m). intros P. cbn [I]. field. lra. Qed.
Lemma J_rec m : I (S m) + 2 * (INR m + 1) ^ 2 * J (S m) = (INR m + 1) * (2 * INR m + 1) * J m.
Proof. generalize (pos_INR m). intros P. cbn [J]. field. lra. Qed.
Lemma I_pos m : 0 < I m.
Proof.
  induction m. apply pi2. cbn [I]. generalize (pos_INR m). intros P.
  apply Rdiv_lt_0_compat. apply Rmult_lt_0_compat; lra. lra.
Qed.
Lemma xcos x : 0 <= x <= PI / 2 -> x * cos x <= sin x.
Proof.
  intros Hx. cut (sin 0 - 0 * cos 0 <= sin x - x * cos x). rewrite sin_0. lra.
  apply (increasing (fun x => sin x - x * cos x) (fun x => x * sin x)). lra.
  - intros y _. derive. ring.
  - intros y Y. apply Rmult_le_pos. lra. apply sin_ge_0; generalize PI_RGT_0; lra.
Qed.
Lemma cos_even_power m x : 0 <= cos x ^ (2 * m).
Proof. rewrite pow_mult. apply pow_le, pow2_ge_0. Qed.
Lemma J_bound m : 0 <= J (S m) <= I m - I (S m).
Proof.
  split.
  - replace 0 with (0 * I m + 0 * I m) by ring. apply area_le with (2 := isJ (S m)) (f := fun x => 0 * cI m x + 0 * cI m x).
    apply area_combination; apply isI. intros x _. unfold cJ. generalize (pow2_ge_0 x) (cos_even_power (S m) x). intros A B.
    replace (0 * cI m x + 0 * cI m x) with 0 by ring. now apply Rmult_le_pos.
  - replace (I m - I (S m)) with (1 * I m + (-1) * I (S m)) by ring.
    apply (area_le (cJ (S m)) (fun x => 1 * cI m x + (-1) * cI (S m) x)). apply isJ. apply area_combination; apply isI.
    intros x Hx. unfold cJ, cI. rewrite even_pow.
    replace (x ^ 2 * (cos x * cos x * cos x ^ (2 * m))) with ((x * cos x) ^ 2 * cos x ^ (2 * m)) by ring.
    replace (1 * cos x ^ (2 * m) + -1 * (cos x * cos x * cos x ^ (2 * m))) with ((1 - cos x * cos x) * cos x ^ (2 * m)) by ring.
    rewrite <- s2. apply Rmult_le_compat_r. apply cos_even_power.
    replace (sin x * sin x) with (sin x ^ 2) by ring. apply pow_incr. split.
    apply Rmult_le_pos. lra. apply cos_ge_0; lra. now apply xcos.
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
  apply series_value with (-2 * 0 - t 0%nat). { unfold t. simpl. field. generalize PI_RGT_0; lra. }
  apply (telescope _ t); unfold t.
  - intros m. generalize (I_rec m) (J_rec m) (I_pos m) (I_pos (S m)) (pos_INR m). intros E1 E2 P1 P2 P.
    assert (F1 : I (S m) = (2 * INR m + 1) * I m / (2 * INR m + 2)).
    { rewrite <- E1. field. lra. }
    assert (F2 : J (S m) = ((INR m + 1) * (2 * INR m + 1) * J m - I (S m)) / (2 * (INR m + 1) ^ 2)).
    { rewrite <- E2. field. lra. }
    rewrite F2, F1. field. repeat split; lra.
  - apply is_lim_seq_mult'. apply is_lim_seq_const. apply J_over_I.
Qed.
