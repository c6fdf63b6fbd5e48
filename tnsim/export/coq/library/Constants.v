(* Series of exp, pi/4 and ln 2, from the definitions in Coq's reals. *)
Require Import Reals Lra Lia ZArith List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Derivatives.
Open Scope R_scope.

Theorem exp_series x : is_series (fun n => x ^ n / INR (fact n)) (exp x).
Proof.
  generalize (is_exp_Reals x). intros H. apply is_pseries_R in H.
  revert H. apply series_ext. intros n. unfold Rdiv. ring.
Qed.
Theorem e_series : is_series (fun n => 1 / INR (fact n)) (exp 1).
Proof. generalize (exp_series 1). apply series_ext. intros. now rewrite pow1. Qed.

Theorem leibniz_series : is_series (fun n => (-1) ^ n / (2 * INR n + 1)) (PI / 4).
Proof.
  apply series_ext with (tg_alt PI_tg).
  { intros n. unfold tg_alt, PI_tg. rewrite plus_INR, mult_INR. reflexivity. }
  apply is_series_Reals. rewrite <- Alt_PI_eq. unfold Alt_PI. destruct exist_PI as [l Hl].
  replace (4 * l / 4) with l by field. exact Hl.
Qed.

(* ln 2: the remainder of the alternating series is at most its next term, by the mean value theorem. *)
Lemma dmono c k d x : is_derive (fun y => c * y ^ k / d) x (c * (INR k * x ^ pred k) / d).
Proof. derive. unfold Rdiv. ring. Qed.
Lemma d_part N x : -1 < x ->
  is_derive (fun x => ln (1 + x) - partial (fun k => (-1) ^ k * x ^ (S k) / (INR k + 1)) N) x ((- x) ^ N / (1 + x)).
Proof.
  intros Hx. induction N.
  - cbn [partial pow]. derive. lra. field. lra.
  - cbn [partial]. apply is_derive_ext with (fun y =>
      (ln (1 + y) - partial (fun k => (-1) ^ k * y ^ (S k) / (INR k + 1)) N) - (-1) ^ N * y ^ (S N) / (INR N + 1)).
    intros y; cbv beta; match goal with |- ?a = ?b => change (@eq R a b) end; ring.
    replace ((- x) ^ S N / (1 + x)) with ((- x) ^ N / (1 + x) - (-1) ^ N * x ^ N).
    apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule)). exact IHN.
    apply derivative_is with (1 := dmono ((-1) ^ N) (S N) (INR N + 1) x). rewrite S_INR. change (pred (S N)) with N.
    generalize (pos_INR N). intros. field. lra.
    replace ((- x) ^ N) with ((-1) ^ N * x ^ N) by (rewrite <- Rpow_mult_distr; f_equal; ring).
    change ((- x) ^ S N) with (- x * (- x) ^ N).
    replace ((- x) ^ N) with ((-1) ^ N * x ^ N) by (rewrite <- Rpow_mult_distr; f_equal; ring).
    field. lra.
Qed.
Lemma ln2_bound N : Rabs (ln 2 - partial (fun k => (-1) ^ k / (INR k + 1)) N) <= / INR (S N).
Proof.
  assert (X : forall s, s * s = 1 -> 0 <= s * (ln 2 - partial (fun k => (-1) ^ k / (INR k + 1)) N) + / INR (S N)).
  { intros s Hs.
    pose (g := fun x => s * (ln (1 + x) - partial (fun k => (-1) ^ k * x ^ (S k) / (INR k + 1)) N) + x ^ (S N) / INR (S N)).
    assert (G : g 0 <= g 1).
    { apply increasing with (fun x => s * ((- x) ^ N / (1 + x)) + x ^ N). lra.
      - intros x Hx. unfold g. apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)).
        apply (is_derive_scal _ x s). apply d_part. lra.
        apply is_derive_ext with (fun y => 1 * y ^ (S N) / INR (S N)). intros; unfold Rdiv; now rewrite Rmult_1_l.
        apply derivative_is with (1 := dmono 1 (S N) (INR (S N)) x). change (pred (S N)) with N. field. apply not_0_INR; lia.
      - intros x Hx. replace ((- x) ^ N) with ((-1) ^ N * x ^ N) by (rewrite <- Rpow_mult_distr; f_equal; ring).
        assert (A : Rabs (s * (-1) ^ N / (1 + x)) <= 1).
        { unfold Rdiv. rewrite !Rabs_mult, pow_1_abs, Rabs_inv, (Rabs_pos_eq (1 + x)) by lra.
          assert (Rabs s = 1). { rewrite <- sqrt_Rsqr_abs. unfold Rsqr. rewrite Hs. apply sqrt_1. }
          rewrite H, !Rmult_1_l. rewrite <- Rinv_1. apply Rinv_le_contravar; lra. }
        apply Rabs_le_between in A. assert (0 <= x ^ N) by (apply pow_le; lra).
        replace (s * ((-1) ^ N * x ^ N / (1 + x)) + x ^ N) with (x ^ N * (1 + s * (-1) ^ N / (1 + x))) by (field; lra).
        apply Rmult_le_pos; lra. }
    revert G. unfold g. rewrite Rplus_0_r, ln_1, pow1.
    replace (partial (fun k => (-1) ^ k * 0 ^ S k / (INR k + 1)) N) with 0.
    replace (partial (fun k => (-1) ^ k * 1 ^ S k / (INR k + 1)) N) with (partial (fun k => (-1) ^ k / (INR k + 1)) N).
    rewrite pow_i by lia. replace (1 + 1) with 2 by ring. unfold Rdiv. lra.
    clear. induction N; cbn [partial]; auto. rewrite IHN, pow1. f_equal. f_equal. ring.
    clear. induction N; cbn [partial]; auto. rewrite <- IHN, pow_i by lia. unfold Rdiv. ring. }
  apply Rabs_le. generalize (X 1 ltac:(ring)) (X (-1) ltac:(ring)). lra.
Qed.
Theorem ln2_series : is_series (fun n => (-1) ^ n / (INR n + 1)) (ln 2).
Proof.
  change (is_lim_seq (sum_n (fun n => (-1) ^ n / (INR n + 1))) (ln 2)).
  apply is_lim_seq_ext with (fun N => partial (fun n => (-1) ^ n / (INR n + 1)) (S N)).
  intros; apply partial_sum_n. apply (is_lim_seq_incr_1 (partial _)).
  apply is_lim_seq_le_le with (fun n => ln 2 - / INR (S n)) (fun n => ln 2 + / INR (S n)).
  - intros n. generalize (ln2_bound n). intros H. apply Rabs_le_between in H. lra.
  - replace (Finite (ln 2)) with (Finite (ln 2 - 0)) by (f_equal; ring).
    apply is_lim_seq_minus'. apply is_lim_seq_const. apply lim_inv_n1.
  - replace (Finite (ln 2)) with (Finite (ln 2 + 0)) by (f_equal; ring).
    apply is_lim_seq_plus'. apply is_lim_seq_const. apply lim_inv_n1.
Qed.
