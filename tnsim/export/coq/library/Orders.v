(* Orders of growth: |a(n)| <= M (n + 1)^p; those below 0 give the limit 0, those below -1 a convergent series. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Basel Term Functions Special Vanishing.
Open Scope R_scope.

Definition order (a : nat -> R) (p : R) : Prop := exists M, forall n, Rabs (a n) <= M * Rpower (INR n + 1) p.

Lemma next_positive n : 0 < INR n + 1.
Proof. generalize (pos_INR n). lra. Qed.
Lemma Rpower_positive x p : 0 < Rpower x p.
Proof. apply exp_pos. Qed.
Lemma exp_monotone x y : x <= y -> exp x <= exp y.
Proof. intros [L| ->]. now apply Rlt_le, exp_increasing. apply Rle_refl. Qed.
Lemma order_positive a p : order a p -> exists M, 0 < M /\ forall n, Rabs (a n) <= M * Rpower (INR n + 1) p.
Proof.
  intros [M H]. exists (Rabs M + 1). split. generalize (Rabs_pos M). lra.
  intros n. apply Rle_trans with (1 := H n). apply Rmult_le_compat_r. apply Rlt_le, Rpower_positive. generalize (Rle_abs M). lra.
Qed.
Lemma order_ext a b p : (forall n, b n = a n) -> order a p -> order b p.
Proof. intros E [M H]. exists M. intros n. now rewrite E. Qed.
Lemma order_below a b p : (forall n, Rabs (a n) <= Rabs (b n)) -> order b p -> order a p.
Proof. intros E [M H]. exists M. intros n. apply Rle_trans with (1 := E n). apply H. Qed.
Lemma order_bounded a : bounded a -> order a 0.
Proof. intros [M H]. exists M. intros n. rewrite Rpower_O, Rmult_1_r by apply next_positive. apply H. Qed.
Lemma order_const c : order (fun _ => c) 0.
Proof. apply order_bounded, bounded_const. Qed.
Lemma order_sin f : order (fun n => sin (f n)) 0.
Proof. apply order_bounded, bounded_sin. Qed.
Lemma order_cos f : order (fun n => cos (f n)) 0.
Proof. apply order_bounded, bounded_cos. Qed.
Lemma order_mult a b p q : order a p -> order b q -> order (fun n => a n * b n) (p + q).
Proof.
  intros A B. destruct (order_positive _ _ A) as [M [PM HM]]. destruct (order_positive _ _ B) as [N [PN HN]].
  exists (M * N). intros n. rewrite Rabs_mult, Rpower_plus.
  replace (M * N * (Rpower (INR n + 1) p * Rpower (INR n + 1) q)) with (M * Rpower (INR n + 1) p * (N * Rpower (INR n + 1) q)) by ring.
  apply Rmult_le_compat; auto using Rabs_pos.
Qed.
Lemma order_pow a p j : order a p -> order (fun n => a n ^ j) (INR j * p).
Proof.
  intros A. induction j. simpl. rewrite Rmult_0_l. apply order_const.
  rewrite S_INR. replace ((INR j + 1) * p) with (p + INR j * p) by ring. simpl. now apply order_mult.
Qed.
Lemma order_null a p : order a p -> p < 0 -> null a.
Proof.
  intros [M H] P. apply null_below with (1 := H). apply (bounded_null (fun _ => M)). apply bounded_const.
  apply is_lim_seq_spec. intros [e E]. simpl. destruct (nfloor_ex (Rpower e (/ p))) as [N [_ F]]. apply Rlt_le, Rpower_positive.
  exists N. intros n L. rewrite Rminus_0_r, Rabs_pos_eq by (apply Rlt_le, Rpower_positive). apply le_INR in L.
  replace e with (Rpower (Rpower e (/ p)) p). 2: rewrite Rpower_mult; rewrite Rinv_l by lra; now apply Rpower_1.
  unfold Rpower at 1 2. apply exp_increasing. assert (ln (Rpower e (/ p)) < ln (INR n + 1)).
  apply ln_increasing. apply Rpower_positive. lra. nra.
Qed.
(* The index. *)
Lemma order_index a : order (fun n => INR n + a) 1.
Proof.
  exists (1 + Rabs a). intros n. rewrite Rpower_1 by apply next_positive. generalize (pos_INR n) (Rabs_pos a). intros.
  apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_pos_eq by auto. nra.
Qed.
Lemma order_inverse_index a : 0 < a -> order (fun n => / (INR n + a)) (-1).
Proof.
  intros A. exists (1 + / a). intros n. replace (-1) with (- (1)) by ring. rewrite Rpower_Ropp, Rpower_1 by apply next_positive.
  generalize (pos_INR n). intros N. rewrite Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat; lra).
  apply Rmult_le_reg_r with ((INR n + 1) * (INR n + a)). nra.
  replace (/ (INR n + a) * ((INR n + 1) * (INR n + a))) with (INR n + 1) by (field; lra).
  replace ((1 + / a) * / (INR n + 1) * ((INR n + 1) * (INR n + a))) with (INR n + a + (INR n * / a + 1)) by (field; lra).
  assert (0 < / a) by now apply Rinv_0_lt_compat. nra.
Qed.
(* A subsequence d places later. *)
Lemma order_moved a p d : order a p -> order (fun n => a (d + n)%nat) p.
Proof.
  intros A. destruct (order_positive _ _ A) as [M [PM HM]]. exists (M * Rpower (INR d + 1) (Rabs p)). intros n.
  apply Rle_trans with (1 := HM _). rewrite Rmult_assoc. apply Rmult_le_compat_l. lra.
  rewrite plus_INR. unfold Rpower. rewrite <- exp_plus. apply exp_monotone.
  generalize (pos_INR n) (pos_INR d). intros.
  assert (L : 0 <= ln (INR d + INR n + 1) - ln (INR n + 1) <= ln (INR d + 1)).
  { split. assert (ln (INR n + 1) <= ln (INR d + INR n + 1)) by (apply ln_le; lra). lra.
    assert (ln (INR d + INR n + 1) <= ln ((INR d + 1) * (INR n + 1))) by (apply ln_le; nra). rewrite ln_mult in H1; lra. }
  unfold Rabs. destruct (Rcase_abs p); nra.
Qed.
(* Powers of numbers below 1 decrease faster than any power of the index. *)
Lemma order_geometric j x : -1 < x -> x < 1 -> order (fun n => x ^ n) (- INR j).
Proof.
  intros A B.
  assert (N : null (fun n => (INR n + 1) ^ j * x ^ n)).
  { destruct (Req_dec x 0) as [->|Z].
    { apply (is_lim_seq_incr_1 (fun n => (INR n + 1) ^ j * 0 ^ n)). apply is_lim_seq_ext with (fun _ => 0).
      intros n. simpl. ring. apply is_lim_seq_const. }
    apply null_ext with (fun n => / x * (INR (S n) ^ j * x ^ (S n))). intros n. rewrite S_INR. simpl. field. auto.
    apply (bounded_null (fun _ => / x)). apply bounded_const.
    apply (null_next (fun n => INR n ^ j * x ^ n)). now apply null_polynomial_power. }
  destruct (null_is_bounded _ N) as [M H]. exists M. intros n. generalize (next_positive n). intros P.
  assert (Q : 0 < (INR n + 1) ^ j) by now apply pow_lt.
  rewrite Rpower_Ropp, Rpower_pow by auto. apply Rmult_le_reg_r with ((INR n + 1) ^ j); auto.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. specialize (H n). rewrite Rabs_mult, (Rabs_pos_eq _ (Rlt_le _ _ Q)) in H. lra.
Qed.
Lemma order_power x : -1 <= x -> x <= 1 -> order (fun n => x ^ n) 0.
Proof. intros A B. apply order_bounded. apply (bounded_power x (fun n => n)); auto. Qed.
(* Logarithms and harmonic numbers grow slower than any power. *)
Lemma ln_below x : 0 < x -> ln x <= x - 1.
Proof. intros P. generalize (exp_ineq1_le (ln x)). rewrite exp_ln by auto. lra. Qed.
Lemma ln_next_below n e : 0 < e -> 0 <= ln (INR n + 1) <= / e * Rpower (INR n + 1) e.
Proof.
  intros E. generalize (pos_INR n). intros N. split. rewrite <- ln_1. apply ln_le; lra.
  assert (L : ln (Rpower (INR n + 1) e) <= Rpower (INR n + 1) e - 1) by apply ln_below, Rpower_positive.
  unfold Rpower in L at 1. rewrite ln_exp in L. apply Rmult_le_reg_l with e; auto. rewrite <- Rmult_assoc, Rinv_r by lra. lra.
Qed.
Lemma power_at_least_1 n e : 0 <= e -> 1 <= Rpower (INR n + 1) e.
Proof.
  intros E. apply Rle_trans with (Rpower (INR n + 1) 0). rewrite Rpower_O by apply next_positive. lra.
  apply Rle_Rpower; auto. generalize (pos_INR n). lra.
Qed.
Lemma order_ln a e : 0 < a -> 0 < e -> order (fun n => ln (INR n + a)) e.
Proof.
  intros A E. exists (Rabs (ln a) + Rabs (ln (1 + a)) + / e). intros n. generalize (pos_INR n) (ln_next_below n e E). intros N [L U].
  assert (R1 : 1 <= Rpower (INR n + 1) e) by (apply power_at_least_1; lra).
  assert (X : ln a <= ln (INR n + a) <= ln (INR n + 1) + ln (1 + a)).
  { split. apply ln_le; lra. rewrite <- ln_mult by lra. apply ln_le. lra. nra. }
  apply Rle_trans with (Rabs (ln a) + Rabs (ln (1 + a)) + ln (INR n + 1)).
  - generalize (Rle_abs (- ln a)) (Rle_abs (ln (1 + a))) (Rabs_pos (ln a)) (Rabs_pos (ln (1 + a))). rewrite Rabs_Ropp. intros.
    apply Rabs_le. lra.
  - generalize (Rabs_pos (ln a)) (Rabs_pos (ln (1 + a))). intros. nra.
Qed.
Lemma harmonic_below n : 0 <= harmonic 1 n <= 1 + ln (INR n + 1).
Proof.
  assert (X : 0 <= harmonic 1 (S n) <= 1 + ln (INR n + 1)).
  { induction n. simpl INR. rewrite Rplus_0_l, ln_1. cbn. lra.
    change (harmonic 1 (S (S n))) with (harmonic 1 (S n) + 1 / INR (S (S n)) ^ 1). rewrite pow_1, !S_INR in *.
    generalize (pos_INR n). intros. assert (0 < 1 / (INR n + 1 + 1)) by (apply Rdiv_lt_0_compat; lra).
    assert (ln ((INR n + 1) / (INR n + 1 + 1)) <= (INR n + 1) / (INR n + 1 + 1) - 1) by (apply ln_below, Rdiv_lt_0_compat; lra).
    rewrite ln_div in H1 by lra. replace ((INR n + 1) / (INR n + 1 + 1) - 1) with (- (1 / (INR n + 1 + 1))) in H1 by (field; lra). lra. }
  cbn [harmonic] in X. rewrite pow_1 in X. split. 2: assert (0 < 1 / INR (S n)) by (apply Rdiv_lt_0_compat; [lra|apply lt_0_INR; lia]); lra.
  clear X. induction n. cbn. lra. cbn [harmonic]. rewrite pow_1. assert (0 < 1 / INR (S n)) by (apply Rdiv_lt_0_compat; [lra|apply lt_0_INR; lia]). lra.
Qed.
Lemma order_harmonic d e : 0 < e -> order (fun n => harmonic 1 (d + n)) e.
Proof.
  intros E. apply (order_moved (harmonic 1)). exists (1 + / e). intros n.
  generalize (harmonic_below n) (ln_next_below n e E) (pos_INR n). intros [A B] [L U] N. rewrite Rabs_pos_eq by auto.
  assert (R1 : 1 <= Rpower (INR n + 1) e) by (apply power_at_least_1; lra). lra.
Qed.
(* The rests of the series of zeta: those of 1/n^2 are below the differences of neighbouring inverses. *)
Lemma hurwitz_2_below x : 1 <= x -> 0 <= hurwitz 2 x <= 2 * / x.
Proof.
  intros X. assert (P : 0 < 1 / x ^ 2) by (apply Rdiv_lt_0_compat; [lra|apply pow_lt; lra]).
  assert (S : is_series (fun n => 1 / (INR n + x) - 1 / (INR n + (x + 1))) (/ x)).
  { apply series_value with (digamma (x + 1) - digamma x). rewrite digamma_next by lra. field. lra. apply digamma_series; lra. }
  assert (Q : 1 / x ^ 2 <= / x).
  { unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; simpl; nra. }
  generalize (hurwitz_series 2 x ltac:(lia) ltac:(lra)). intros H.
  generalize (series_rest _ 1 _ H). cbn [partial]. simpl (INR 0). rewrite !Rplus_0_l. intros T.
  assert (L : 0 <= hurwitz 2 x).
  { replace 0 with (Series (fun _ => 0)) by (apply is_series_unique, series_zero; auto). apply Series_le. 2: now exists (hurwitz 2 x).
    intros n. split. lra. apply Rlt_le, Rdiv_lt_0_compat. lra. apply pow_lt. generalize (pos_INR n). lra. }
  split; auto. assert (U : hurwitz 2 x - 1 / x ^ 2 <= / x).
  { rewrite <- (is_series_unique _ _ T), <- (is_series_unique _ _ S). apply Series_le. 2: now exists (/ x).
    intros n. rewrite plus_INR. simpl (INR 1). generalize (pos_INR n). intros N. split.
    apply Rlt_le, Rdiv_lt_0_compat. lra. apply pow_lt. lra.
    replace (1 / (INR n + x) - 1 / (INR n + (x + 1))) with (1 / ((INR n + x) * (INR n + (x + 1)))) by (field; lra).
    unfold Rdiv. rewrite !Rmult_1_l. apply Rinv_le_contravar; simpl; nra. }
  lra.
Qed.
Lemma order_hurwitz s a : (2 <= s)%nat -> 1 <= a -> order (fun n => hurwitz s (INR n + a)) (1 - INR s).
Proof.
  intros S A. apply order_below with (fun n => 2 * ((/ (INR n + a)) ^ (s - 2) * / (INR n + a))).
  - intros n. generalize (pos_INR n). intros N. assert (P : 0 < / (INR n + a)) by (apply Rinv_0_lt_compat; lra).
    generalize (hurwitz_2_below (INR n + a) ltac:(lra)). intros [_ U].
    assert (Q : 0 <= (/ (INR n + a)) ^ (s - 2)) by (apply pow_le; lra).
    assert (T : is_series (fun i => (/ (INR n + a)) ^ (s - 2) * (1 / (INR i + (INR n + a)) ^ 2)) ((/ (INR n + a)) ^ (s - 2) * hurwitz 2 (INR n + a))).
    { apply series_scal, hurwitz_series. lia. lra. }
    assert (H : is_series (fun i => 1 / (INR i + (INR n + a)) ^ s) (hurwitz s (INR n + a))) by (apply hurwitz_series; auto; lra).
    assert (L : 0 <= hurwitz s (INR n + a)).
    { replace 0 with (Series (fun _ => 0)) by (apply is_series_unique, series_zero; auto). apply Series_le. 2: now exists (hurwitz s (INR n + a)).
      intros i. split. lra. apply Rlt_le, Rdiv_lt_0_compat. lra. apply pow_lt. generalize (pos_INR i). lra. }
    assert (M : hurwitz s (INR n + a) <= (/ (INR n + a)) ^ (s - 2) * hurwitz 2 (INR n + a)).
    { rewrite <- (is_series_unique _ _ T), <- (is_series_unique _ _ H). apply Series_le. 2: eexists; exact T.
      intros i. generalize (pos_INR i). intros I. split. apply Rlt_le, Rdiv_lt_0_compat. lra. apply pow_lt. lra.
      unfold Rdiv. rewrite !Rmult_1_l. replace s with (s - 2 + 2)%nat at 1 by lia. rewrite pow_add.
      assert (Y : 0 < (INR i + (INR n + a)) ^ 2) by (apply pow_lt; lra).
      assert (W : 0 < (INR i + (INR n + a)) ^ (s - 2)) by (apply pow_lt; lra).
      rewrite Rinv_mult. apply Rmult_le_compat_r. apply Rlt_le, Rinv_0_lt_compat; auto.
      rewrite pow_inv. apply Rinv_le_contravar. apply pow_lt; lra. apply pow_incr. lra. }
    rewrite !Rabs_pos_eq; nra.
  - replace (1 - INR s) with (0 + (INR (s - 2) * -1 + -1)) by (rewrite minus_INR by lia; simpl (INR 2); ring).
    apply (order_mult (fun _ => 2)). apply order_const.
    apply (order_mult (fun n => (/ (INR n + a)) ^ (s - 2))). apply order_pow. apply order_inverse_index; lra. apply order_inverse_index; lra.
Qed.
Lemma harmonic_rest s m x : (2 <= s)%nat -> x = INR m + 1 -> harmonic s m = hurwitz s 1 - hurwitz s x.
Proof.
  intros S ->. induction m. simpl. rewrite Rplus_0_l. ring.
  cbn [harmonic]. rewrite IHm, S_INR, (hurwitz_next s (INR m + 1)) by (auto; apply next_positive). ring.
Qed.
Lemma harmonic_2_rest m x : x = INR m + 1 -> harmonic 2 m = PI ^ 2 / 6 - hurwitz 2 x.
Proof. intros X. rewrite (harmonic_rest 2 m x) by auto. now rewrite hurwitz_2_1. Qed.

Lemma order_weaken a p q : p <= q -> order a p -> order a q.
Proof.
  intros L A. destruct (order_positive _ _ A) as [M [PM H]]. exists M. intros n. apply Rle_trans with (1 := H n).
  apply Rmult_le_compat_l. lra. apply Rle_Rpower; auto. generalize (pos_INR n). lra.
Qed.
Lemma order_small x p : -1 < x -> x < 1 -> order (fun n => x ^ n) p.
Proof.
  intros A B. destruct (nfloor_ex (Rabs p) (Rabs_pos p)) as [j [_ J]]. apply order_weaken with (- INR (S j)).
  rewrite S_INR. generalize (Rle_abs (- p)). rewrite Rabs_Ropp. lra. now apply order_geometric.
Qed.
(* Places that move with the index. *)
Lemma order_along a p (f : nat -> nat) : order a p -> (forall n, f n = (f O + n)%nat) -> order (fun n => a (f n)) p.
Proof. intros A F. apply order_ext with (fun n => a (f O + n)%nat). intros n. now rewrite <- F. now apply order_moved. Qed.
Lemma order_place f : (forall n, f n = (f O + n)%nat) -> order (fun n => INR (f n)) 1.
Proof. intros F. apply (order_along INR); auto. apply order_ext with (fun n => INR n + 0). intros; ring. apply order_index. Qed.
Lemma order_inverse_place f a : (forall n, f n = (f O + n)%nat) -> 0 < INR (f O) + a -> order (fun n => / (INR (f n) + a)) (-1).
Proof.
  intros F A. apply order_ext with (fun n => / (INR n + (INR (f O) + a))). intros n. rewrite F, plus_INR. f_equal. ring.
  now apply order_inverse_index.
Qed.
Lemma order_inverse_here f : (forall n, f n = (f O + n)%nat) -> 0 < INR (f O) -> order (fun n => / INR (f n)) (-1).
Proof.
  intros F A. apply order_ext with (fun n => / (INR (f n) + 0)). intros n. now rewrite Rplus_0_r. apply order_inverse_place; auto. lra.
Qed.
Lemma order_ln_place f a e : (forall n, f n = (f O + n)%nat) -> 0 < INR (f O) + a -> 0 < e -> order (fun n => ln (INR (f n) + a)) e.
Proof.
  intros F A E. apply order_ext with (fun n => ln (INR n + (INR (f O) + a))). intros n. rewrite F, plus_INR. f_equal. ring.
  now apply order_ln.
Qed.
Lemma order_ln_here f e : (forall n, f n = (f O + n)%nat) -> 0 < INR (f O) -> 0 < e -> order (fun n => ln (INR (f n))) e.
Proof.
  intros F A E. apply order_ext with (fun n => ln (INR (f n) + 0)). intros n. now rewrite Rplus_0_r. apply order_ln_place; auto. lra.
Qed.
Lemma order_hurwitz_place s f a : (forall n, f n = (f O + n)%nat) -> (2 <= s)%nat -> 1 <= INR (f O) + a ->
  order (fun n => hurwitz s (INR (f n) + a)) (1 - INR s).
Proof.
  intros F S A. apply order_ext with (fun n => hurwitz s (INR n + (INR (f O) + a))). intros n. rewrite F, plus_INR. f_equal. ring.
  now apply order_hurwitz.
Qed.
Lemma order_harmonic_place f e : (forall n, f n = (f O + n)%nat) -> 0 < e -> order (fun n => harmonic 1 (f n)) e.
Proof. intros F E. apply (order_along (harmonic 1)); auto. apply (order_harmonic 0); auto. Qed.

Lemma order_inverse_pow a p j : order (fun n => / a n) p -> order (fun n => / (a n ^ j)) (INR j * p).
Proof. intros A. apply order_ext with (fun n => (/ a n) ^ j). intros n. now rewrite pow_inv. now apply order_pow. Qed.
Lemma order_small_place x f p : (forall n, f n = (f O + n)%nat) -> -1 < x -> x < 1 -> order (fun n => x ^ (f n)) p.
Proof. intros F A B. apply (order_along (fun n => x ^ n)); auto. now apply order_small. Qed.
Lemma order_power_place x f : -1 <= x -> x <= 1 -> order (fun n => x ^ (f n)) 0.
Proof. intros A B. apply order_bounded. now apply bounded_power. Qed.
