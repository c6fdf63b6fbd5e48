(* Power series on (-1, 1), their values at 1 by Abel's theorem, and functions that are equal by their derivatives. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Derivatives.
Open Scope R_scope.

(* The quotients of neighbours are at most 1 + O(1/n), so the radius of convergence is at least 1. *)
Definition tame (c : nat -> R) : Prop :=
  exists K, 0 <= K /\ forall n, Rabs (c (S n)) * (INR n + 1) <= (INR n + K) * Rabs (c n).

Lemma bounded_after (u : nat -> R) N :
  (forall n, (N <= n)%nat -> Rabs (u (S n)) <= Rabs (u n)) -> exists M, forall n, Rabs (u n) <= M.
Proof.
  intros H. assert (X : forall m, exists M, forall n, (n <= m)%nat -> Rabs (u n) <= M).
  { induction m as [|m [M IH]]. exists (Rabs (u O)). intros n L. replace n with O by lia. lra.
    exists (Rmax M (Rabs (u (S m)))). intros n L. destruct (Nat.eq_dec n (S m)) as [->|]. apply Rmax_r.
    apply Rle_trans with M. apply IH. lia. apply Rmax_l. }
  destruct (X N) as [M B]. exists M. intros n. destruct (le_lt_dec n N). auto.
  assert (Y : forall j, Rabs (u (N + j)%nat) <= M).
  { induction j. rewrite Nat.add_0_r. auto. rewrite Nat.add_succ_r. apply Rle_trans with (2 := IHj). apply H. lia. }
  replace n with (N + (n - N))%nat by lia. auto.
Qed.
Lemma tame_radius c : tame c -> Rbar_le 1 (CV_radius c).
Proof.
  intros [K [P H]].
  assert (A : forall r, 0 < r < 1 -> Rbar_le r (CV_radius c)).
  { intros r R. apply (CV_radius_bounded c).
    destruct (nfloor_ex (K * r / (1 - r))) as [N [_ B]]. apply Rdiv_le_0_compat; [apply Rmult_le_pos|]; lra.
    apply bounded_after with (S N). intros n L. apply le_INR in L. rewrite S_INR in L.
    assert (D : K * r < INR n * (1 - r)). { apply Rmult_lt_reg_r with (/ (1 - r)). apply Rinv_0_lt_compat; lra.
      replace (INR n * (1 - r) * / (1 - r)) with (INR n) by (field; lra). unfold Rdiv in B. lra. }
    rewrite !Rabs_mult, <- !RPow_abs, (Rabs_pos_eq r) by lra. generalize (H n) (pos_INR n) (Rabs_pos (c n)). intros E F G.
    assert (0 < r ^ n) by (apply pow_lt; lra). apply Rmult_le_reg_r with (INR n + 1). lra.
    apply Rle_trans with ((INR n + K) * Rabs (c n) * (r ^ n * r)).
    replace (Rabs (c (S n)) * r ^ S n * (INR n + 1)) with (Rabs (c (S n)) * (INR n + 1) * (r ^ n * r)) by (simpl; ring).
    apply Rmult_le_compat_r; auto. apply Rmult_le_pos; lra.
    replace ((INR n + K) * Rabs (c n) * (r ^ n * r)) with ((INR n + K) * r * (Rabs (c n) * r ^ n)) by ring.
    rewrite (Rmult_comm _ (INR n + 1)). apply Rmult_le_compat_r. apply Rmult_le_pos; lra. lra. }
  destruct (CV_radius c) as [l| |]; simpl in *; auto.
  - destruct (Rle_dec 1 l); auto. generalize (A (/ 2) ltac:(lra)). intros. generalize (A ((l + 1) / 2) ltac:(lra)). lra.
  - apply (A (/ 2)). lra.
Qed.

Ltac in_reals := match goal with |- ?a = ?b => change (@eq R a b) end.
Lemma pos_half : 0 < / 2.
Proof. lra. Qed.

Section Inside.
Context (c : nat -> R).
Context (T : Rbar_le 1 (CV_radius c)).

Lemma inside x : -1 < x < 1 -> Rbar_lt (Rabs x) (CV_radius c).
Proof. intros X. apply Rbar_lt_le_trans with 1. simpl. apply Rabs_def1; lra. exact T. Qed.
Lemma power_series x : -1 < x < 1 -> is_series (fun n => c n * x ^ n) (PSeries c x).
Proof. intros X. apply (is_pseries_R c x), PSeries_correct, CV_radius_inside. now apply inside. Qed.
Lemma power_series_derivative x : -1 < x < 1 -> is_derive (PSeries c) x (PSeries (PS_derive c) x).
Proof. intros X. apply is_derive_PSeries. now apply inside. Qed.
Lemma derived_series x : -1 < x < 1 -> is_series (fun n => PS_derive c n * x ^ n) (PSeries (PS_derive c) x).
Proof.
  intros X. apply (is_pseries_R (PS_derive c) x), PSeries_correct, CV_radius_inside. rewrite CV_radius_derive. now apply inside.
Qed.
(* The operator x d/dx + k. *)
Lemma euler_operator k x : -1 < x < 1 ->
  is_series (fun n => (INR n + k) * c n * x ^ n) (x * PSeries (PS_derive c) x + k * PSeries c x).
Proof.
  intros X. apply series_ext with (fun n => INR n * c n * x ^ n + k * (c n * x ^ n)). intros; ring.
  apply series_plus. 2: now apply series_scal, power_series.
  apply series_value with (partial (fun n => INR n * c n * x ^ n) 1 + x * PSeries (PS_derive c) x). simpl. ring.
  apply series_prefix. generalize (series_scal x _ _ (derived_series x X)). apply series_ext. intros n.
  unfold PS_derive. simpl (1 + n)%nat. simpl pow. ring.
Qed.
Lemma power_series_at_0 : PSeries c 0 = c O.
Proof. apply PSeries_0. Qed.

(* Abel's theorem at 1. *)
Lemma abel_limit : ex_series c -> filterlim (PSeries c) (at_left 1) (locally (PSeries c 1)).
Proof.
  intros E. destruct (Rbar_le_lt_or_eq_dec _ _ T) as [G|G].
  - apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)). apply continuity_pt_filterlim. apply PSeries_continuity.
    rewrite Rabs_R1. exact G.
  - generalize (Abel c). rewrite <- G. intros Z. apply Z; simpl; auto. lra. apply ex_pseries_1. exact E.
Qed.
Lemma power_series_end : ex_series c -> is_series c (PSeries c 1).
Proof.
  intros E. assert (E1 : ex_pseries c 1) by (apply ex_pseries_1; exact E). generalize (PSeries_correct c 1 E1). intros S.
  apply (is_pseries_R c 1) in S. revert S. apply series_ext. intros n. rewrite pow1. ring.
Qed.
Lemma abel_end (F : R -> R) : ex_series c -> (forall t, / 4 < t < 1 -> PSeries c t = F t) ->
  filterlim F (at_left 1) (locally (F 1)) -> is_series c (F 1).
Proof.
  intros E I L. assert (B : filterlim (PSeries c) (at_left 1) (locally (F 1))).
  { apply filterlim_ext_loc with (2 := L). exists (mkposreal (/ 2) pos_half). intros y Y N. symmetry. apply I.
    change (Rabs (y - 1) < / 2) in Y. apply Rabs_def2 in Y. lra. }
  replace (F 1) with (PSeries c 1). now apply power_series_end.
  apply (filterlim_locally_unique (PSeries c) (F := at_left 1)); auto. now apply abel_limit.
Qed.
End Inside.

(* Terms that are not negative: convergence at 1 from a bound inside. *)
Lemma partial_continuous (c : nat -> R) N t : continuous (fun t => partial (fun n => c n * t ^ n) N) t.
Proof.
  apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)). induction N; cbn [partial].
  apply ex_derive_const. apply (ex_derive_plus (K := R_AbsRing) (V := R_NormedModule)). exact IHN. exists (c N * (INR N * 1 * t ^ pred N)). derive. ring.
Qed.
Lemma positive_end (c : nat -> R) (B : R) : Rbar_le 1 (CV_radius c) -> (forall n, 0 <= c n) ->
  (forall t, / 4 < t < 1 -> PSeries c t <= B) -> ex_series c.
Proof.
  intros T P H.
  assert (U : forall N, partial c N <= B).
  { intros N. apply (filterlim_le (F := at_left 1) (fun t => partial (fun n => c n * t ^ n) N) (fun _ => B) (partial c N) B).
    - exists (mkposreal (/ 2) pos_half). intros t Y Z. change (Rabs (t - 1) < / 2) in Y. apply Rabs_def2 in Y.
      assert (X : / 4 < t < 1) by lra. apply Rle_trans with (2 := H t X).
      assert (Q : forall n, 0 <= c n * t ^ n) by (intros n; apply Rmult_le_pos; auto; apply pow_le; lra).
      assert (D : is_series (fun n => c n * t ^ n) (PSeries c t)) by (apply power_series; auto; lra).
      destruct N. simpl. apply (is_lim_seq_le (fun _ => 0) (sum_n (fun n => c n * t ^ n)) 0 (PSeries c t)).
      intros n. rewrite <- partial_sum_n. generalize (S n). intros m. induction m; simpl. lra. generalize (Q m). lra.
      apply is_lim_seq_const. exact D.
      rewrite partial_sum_n. apply (is_lim_seq_incr_compare (sum_n (fun n => c n * t ^ n))); auto.
      intros n. rewrite sum_Sn. change (sum_n (fun n => c n * t ^ n) n <= sum_n (fun n => c n * t ^ n) n + c (S n) * t ^ (S n)).
      generalize (Q (S n)). lra.
    - replace (partial c N) with (partial (fun n => c n * 1 ^ n) N).
      apply (filterlim_filter_le_1 _ (filter_le_within (F := locally 1) _)), partial_continuous.
      clear. induction N; simpl; auto. rewrite IHN, pow1. ring.
    - apply filterlim_const. }
  destruct (ex_finite_lim_seq_incr (sum_n c) B) as [l L].
  - intros n. rewrite sum_Sn. change (sum_n c n <= sum_n c n + c (S n)). generalize (P (S n)). lra.
  - intros n. rewrite <- partial_sum_n. apply U.
  - now exists l.
Qed.

(* Functions with the same derivative on (-1, 1). *)
Lemma same_derivative (f g d : R -> R) :
  (forall x, -1 < x < 1 -> is_derive f x (d x)) -> (forall x, -1 < x < 1 -> is_derive g x (d x)) -> f 0 = g 0 ->
  forall x, -1 < x < 1 -> f x = g x.
Proof.
  intros F G Z x X.
  assert (M : forall y, Rmin 0 x <= y <= Rmax 0 x -> -1 < y < 1).
  { intros y. unfold Rmin, Rmax. destruct (Rle_dec 0 x); lra. }
  assert (D : forall y, -1 < y < 1 -> is_derive (fun y => f y - g y) y 0).
  { intros y Y. replace 0 with (d y - d y) by ring. apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule)); auto. }
  destruct (MVT_gen (fun y => f y - g y) 0 x (fun _ => 0)) as [c [_ E]].
  - intros y Y. apply D, M. lra.
  - intros y Y. apply derivable_continuous_pt. exists 0. apply is_derive_Reals. apply D, M, Y.
  - lra.
Qed.
(* Coefficients with (n + b) c(n + 1) = (n + e) c(n). *)
Lemma quotient_tame c b e : 1 <= b -> (forall n, (INR n + b) * c (S n) = (INR n + e) * c n) -> tame c.
Proof.
  intros B H. exists (Rabs e). split. apply Rabs_pos. intros n. generalize (pos_INR n). intros P.
  apply Rle_trans with (Rabs (c (S n)) * (INR n + b)).
  apply Rmult_le_compat_l. apply Rabs_pos. lra.
  rewrite <- (Rabs_pos_eq (INR n + b)) by lra. rewrite <- Rabs_mult, Rmult_comm, H, Rabs_mult.
  apply Rmult_le_compat_r. apply Rabs_pos. apply Rle_trans with (1 := Rabs_triang _ _). rewrite Rabs_pos_eq; lra.
Qed.
Lemma quotient_equation c b e x : 1 <= b -> (forall n, (INR n + b) * c (S n) = (INR n + e) * c n) -> -1 < x < 1 ->
  x * (1 - x) * PSeries (PS_derive c) x = (e * x - (b - 1)) * PSeries c x + (b - 1) * c O.
Proof.
  intros B H X. assert (T := tame_radius c (quotient_tame c b e B H)).
  cut (x * PSeries (PS_derive c) x + (b - 1) * PSeries c x - (b - 1) * c O = x * (x * PSeries (PS_derive c) x + e * PSeries c x)).
  lra.
  apply series_unique with (fun n => x * ((INR n + e) * c n * x ^ n)).
  2: apply series_scal, euler_operator; auto.
  generalize (series_rest _ 1 _ (euler_operator c T (b - 1) x X)). cbn [partial]. simpl (INR 0).
  replace (0 + (0 + (b - 1)) * c O * x ^ 0) with ((b - 1) * c O) by (simpl; ring).
  apply series_ext. intros n. change (1 + n)%nat with (S n). rewrite S_INR. cbn [pow].
  replace (INR n + 1 + (b - 1)) with (INR n + b) by ring. rewrite H. ring.
Qed.
(* b = 1: (1 - x)^(- e). *)
Lemma binomial_quotient c e x : (forall n, (INR n + 1) * c (S n) = (INR n + e) * c n) -> -1 < x < 1 ->
  PSeries c x = c O * exp (- e * ln (1 - x)).
Proof.
  intros H X. assert (T := tame_radius c (quotient_tame c 1 e (Rle_refl 1) H)).
  cut (PSeries c x * exp (e * ln (1 - x)) = c O).
  { intros <-. rewrite Rmult_assoc, <- exp_plus. replace (e * ln (1 - x) + - e * ln (1 - x)) with 0 by ring. rewrite exp_0. ring. }
  apply (same_derivative (fun x => PSeries c x * exp (e * ln (1 - x))) (fun _ => c O) (fun _ => 0)); auto.
  - intros y Y. assert (E : (1 - y) * PSeries (PS_derive c) y = e * PSeries c y).
    { cut (PSeries (PS_derive c) y = y * PSeries (PS_derive c) y + e * PSeries c y). lra.
      apply series_unique with (fun n => (INR n + e) * c n * y ^ n). 2: now apply euler_operator.
      generalize (derived_series c T y Y). apply series_ext. intros n. unfold PS_derive. rewrite S_INR. now rewrite H. }
    apply derivative_is with (PSeries (PS_derive c) y * exp (e * ln (1 - y)) + PSeries c y * (- e / (1 - y) * exp (e * ln (1 - y)))).
    apply (derivative_mult (PSeries c) (fun y => exp (e * ln (1 - y)))). now apply power_series_derivative.
    derive. lra. field. lra.
    replace (PSeries (PS_derive c) y) with (e * PSeries c y / (1 - y)) by (rewrite <- E; field; lra). field. lra.
  - intros y _. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
  - rewrite power_series_at_0. replace (e * ln (1 - 0)) with 0. rewrite exp_0; ring. rewrite Rminus_0_r, ln_1. ring.
Qed.
