(* The binomial series, and the series of the logarithm and of its combinations. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Constants Functions Derivatives PowerSeries.
Open Scope R_scope.

Lemma choose_next a n : (INR n + 1) * choose a (S n) = (a - INR n) * choose a n.
Proof. cbn [choose]. rewrite S_INR. generalize (pos_INR n). intros. field. lra. Qed.
Lemma alternating_power n x : (-1) ^ n * (- x) ^ n = x ^ n.
Proof. rewrite <- Rpow_mult_distr. f_equal. ring. Qed.

Theorem binomial_series a x : -1 < x -> x < 1 -> is_series (fun n => choose a n * x ^ n) (Rpower (1 + x) a).
Proof.
  intros A B. pose (c := fun n => (-1) ^ n * choose a n).
  assert (H : forall n, (INR n + 1) * c (S n) = (INR n + - a) * c n).
  { intros n. unfold c. replace ((INR n + 1) * ((-1) ^ S n * choose a (S n)))
      with (- (-1) ^ n * ((INR n + 1) * choose a (S n))) by (simpl pow; ring). rewrite choose_next. ring. }
  apply series_value with (PSeries c (- x)).
  - rewrite (binomial_quotient c (- a)) by (auto; lra). unfold c, Rpower. simpl.
    replace (- - a * ln (1 - - x)) with (a * ln (1 + x)) by (replace (1 - - x) with (1 + x) by ring; ring). ring.
  - apply series_ext with (fun n => c n * (- x) ^ n).
    { intros n. unfold c. rewrite <- (alternating_power n x). ring. }
    apply power_series. apply tame_radius, (quotient_tame c 1 (- a)); auto. lra. lra.
Qed.

Theorem logarithm_series x : -1 <= x -> x < 1 ->
  is_series (fun k => let n := (1 + k)%nat in x ^ n / INR n) (- ln (1 - x)).
Proof.
  intros A B. destruct (Req_dec x (-1)) as [->|N].
  { replace (1 - -1) with 2 by ring. apply series_value with (- (1) * ln 2). ring.
    generalize (series_scal (- (1)) _ _ ln2_series). apply series_ext. intros n. cbv zeta.
    change (1 + n)%nat with (S n). rewrite S_INR. cbn [pow]. unfold Rdiv. ring. }
  pose (q := fun n => / (INR n + 1)).
  assert (T : Rbar_le 1 (CV_radius q)).
  { apply tame_radius. exists 1. split. lra. intros n. unfold q. rewrite S_INR. generalize (pos_INR n). intros P.
    rewrite !Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
    replace ((INR n + 1) * / (INR n + 1)) with 1 by (field; lra).
    apply Rmult_le_reg_l with (INR n + 1 + 1). lra. rewrite <- Rmult_assoc, Rinv_r by lra. lra. }
  apply series_value with (x * PSeries q x).
  2: { generalize (series_scal x _ _ (power_series q T x ltac:(lra))). apply series_ext. intros n. cbv zeta.
       change (1 + n)%nat with (S n). rewrite S_INR. unfold q. cbn [pow]. unfold Rdiv. ring. }
  apply (same_derivative (fun x => x * PSeries q x) (fun x => - ln (1 - x)) (fun x => / (1 - x))). 4: lra.
  - intros y Y. apply derivative_is with (1 * PSeries q y + y * PSeries (PS_derive q) y).
    apply (derivative_mult (fun y => y) (PSeries q)). apply (is_derive_id (K := R_AbsRing)). now apply power_series_derivative.
    apply series_unique with (fun n => y ^ n). 2: apply is_series_geom; apply Rabs_def1; lra.
    apply series_value with (y * PSeries (PS_derive q) y + 1 * PSeries q y). ring.
    generalize (euler_operator q T 1 y Y). apply series_ext. intros n. unfold q. generalize (pos_INR n). intros. field. lra.
  - intros y Y. derive. lra. field. lra.
  - rewrite Rminus_0_r, ln_1. ring.
Qed.

Theorem arcsinh_is x : arcsinh x = ln (x + sqrt (1 + x ^ 2)).
Proof. unfold arcsinh. do 3 f_equal. ring. Qed.
Theorem atanh_is x : -1 < x -> x < 1 -> atanh x = (ln (1 + x) - ln (1 - x)) / 2.
Proof. intros A B. unfold atanh. rewrite ln_div; lra. Qed.
