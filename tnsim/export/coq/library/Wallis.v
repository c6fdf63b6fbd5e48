(* Wallis's product: the squares of (1/2)_n/n! are 1/(PI (n + 1/2)) and a rest of the order of 1/n^2. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Derivatives Basel Term Functions Vanishing Orders.
Open Scope R_scope.

(* The integrals of cos(x)^k from 0 to PI/2. *)
Definition cosines (k : nat) (x : R) : R := cos x ^ k.
Fixpoint wallis (k : nat) : R :=
  match k with O => PI / 2 | S O => 1 | S (S k) => (INR k + 1) * wallis k / (INR k + 2) end.
Lemma wallis_next k : (INR k + 2) * wallis (S (S k)) = (INR k + 1) * wallis k.
Proof. generalize (pos_INR k). intros P. cbn [wallis]. field. lra. Qed.
Lemma is_wallis k : area (cosines k) (wallis k).
Proof.
  assert (X : area (cosines k) (wallis k) /\ area (cosines (S k)) (wallis (S k))).
  { induction k as [|k [A B]]; split; auto.
    - exists (fun x => x). split. 2: simpl; ring. intros x. apply derivative_id.
    - exists sin. split. 2: rewrite sin_PI2, sin_0; simpl; ring.
      intros x. unfold cosines. rewrite pow_1. apply is_derive_Reals, derivable_pt_lim_sin.
    - generalize (pos_INR k). intros P. apply area_is with (- (- (INR k + 1) * wallis k + 0 * wallis k) / (INR k + 2)).
      2: cbn [wallis]; field; lra.
      apply (area_by_parts (fun x => sin x * cos x ^ S k) (fun x => - (INR k + 1) * cosines k x + 0 * cosines k x)). lra.
      + intros x. apply derivative_is with (1 := dF1 (S k) x). unfold cosines. rewrite S_INR, s2. simpl. ring.
      + rewrite sin_0. ring.
      + rewrite cos_power_end. ring.
      + now apply area_combination. }
  apply X.
Qed.
Lemma wallis_positive k : 0 < wallis k.
Proof.
  assert (X : 0 < wallis k /\ 0 < wallis (S k)).
  { induction k as [|k [A B]]. simpl. generalize pi2. lra. split; auto.
    apply Rmult_lt_reg_l with (INR k + 2). generalize (pos_INR k); lra.
    rewrite wallis_next, Rmult_0_r. apply Rmult_lt_0_compat; auto. generalize (pos_INR k); lra. }
  apply X.
Qed.
Lemma wallis_decreases k : wallis (S k) <= wallis k.
Proof.
  apply (area_le (cosines (S k)) (cosines k)). apply is_wallis. apply is_wallis.
  intros x Hx. unfold cosines. simpl. assert (0 <= cos x) by (apply cos_ge_0; lra).
  assert (0 <= cos x ^ k) by now apply pow_le. generalize (COS_bound x). nra.
Qed.
Lemma wallis_neighbours k : (INR k + 1) * (wallis k * wallis (S k)) = PI / 2.
Proof.
  induction k. simpl. ring.
  rewrite <- IHk, S_INR. replace (INR k + 1 + 1) with (INR k + 2) by ring.
  transitivity (wallis (S k) * ((INR k + 2) * wallis (S (S k)))). ring. rewrite wallis_next. ring.
Qed.
Lemma wallis_even m : wallis (2 * m) = PI / 2 * (rising (1 / 2) m / INR (fact m)).
Proof.
  induction m. simpl. field.
  replace (2 * S m)%nat with (S (S (2 * m))) by lia.
  assert (P : 0 < INR (2 * m) + 2) by (generalize (pos_INR (2 * m)); lra).
  apply Rmult_eq_reg_l with (INR (2 * m) + 2). 2: lra. rewrite wallis_next, IHm.
  cbn [rising]. rewrite fact_simpl, !mult_INR, (S_INR m). change (INR 2) with 2. field. split. apply INR_fact_neq_0. generalize (pos_INR m); lra.
Qed.
Definition wallis_rest (n : nat) : R := (rising (1 / 2) n / INR (fact n)) ^ 2 - 1 / (PI * (INR n + 1 / 2)).
Lemma wallis_square n : (1 <= n)%nat -> 1 / (PI * (INR n + 1 / 2)) <= (rising (1 / 2) n / INR (fact n)) ^ 2 <= 1 / (PI * INR n).
Proof.
  intros N. apply le_INR in N. change (INR 1) with 1 in N. generalize PI_RGT_0. intros P.
  generalize (wallis_even n) (wallis_positive (2 * n)) (wallis_decreases (2 * n)) (wallis_decreases (2 * n - 1)) (wallis_neighbours (2 * n))
    (wallis_neighbours (2 * n - 1)).
  assert (K : (1 <= n)%nat) by now apply INR_le. replace (S (2 * n - 1)) with (2 * n)%nat by lia.
  rewrite minus_INR by lia. rewrite mult_INR. change (INR 2) with 2. change (INR 1) with 1.
  set (w := rising (1 / 2) n / INR (fact n)). set (v := wallis (2 * n)). intros E V A B L U.
  assert (W : w = 2 / PI * v) by (rewrite E; field; lra).
  assert (A2 : PI / 2 <= (2 * INR n + 1) * (v * v)). { rewrite <- L. apply Rmult_le_compat_l. lra. apply Rmult_le_compat_l; lra. }
  assert (B2 : 2 * INR n * (v * v) <= PI / 2). { rewrite <- U. replace (2 * INR n - 1 + 1) with (2 * INR n) by ring. apply Rmult_le_compat_l. lra. apply Rmult_le_compat_r; lra. }
  rewrite W. replace ((2 / PI * v) ^ 2) with (4 / (PI * PI) * (v * v)) by (field; lra). split.
  - apply Rmult_le_reg_r with (PI * PI * (INR n + 1 / 2)). apply Rmult_lt_0_compat; nra.
    replace (1 / (PI * (INR n + 1 / 2)) * (PI * PI * (INR n + 1 / 2))) with PI by (field; lra).
    replace (4 / (PI * PI) * (v * v) * (PI * PI * (INR n + 1 / 2))) with (2 * ((2 * INR n + 1) * (v * v))) by (field; lra). lra.
  - apply Rmult_le_reg_r with (PI * PI * INR n). apply Rmult_lt_0_compat; nra.
    replace (1 / (PI * INR n) * (PI * PI * INR n)) with PI by (field; lra).
    replace (4 / (PI * PI) * (v * v) * (PI * PI * INR n)) with (2 * (2 * INR n * (v * v))) by (field; lra). lra.
Qed.
Lemma order_wallis_rest d : order (fun n => wallis_rest (d + n)) (-2).
Proof.
  apply (order_moved wallis_rest). exists (4 * / PI + Rabs (wallis_rest 0) * 1). intros n.
  replace (-2) with (- INR 2) by (simpl; ring). rewrite Rpower_Ropp, Rpower_pow by apply next_positive.
  generalize PI_RGT_0. intros P. assert (Q : 0 < / PI) by now apply Rinv_0_lt_compat.
  destruct n as [|n]. { simpl INR. rewrite Rplus_0_l, pow1, Rinv_1. lra. }
  generalize (wallis_square (S n) ltac:(lia)). intros [A B]. unfold wallis_rest at 1. rewrite Rabs_pos_eq by lra.
  generalize (Rabs_pos (wallis_rest 0)) (pos_INR n). rewrite S_INR in *. intros Z N.
  assert (0 < / (INR n + 1 + 1) ^ 2) by (apply Rinv_0_lt_compat, pow_lt; lra).
  apply Rle_trans with (4 * / PI * / (INR n + 1 + 1) ^ 2). 2: nra.
  apply Rle_trans with (1 / (PI * (INR n + 1)) - 1 / (PI * (INR n + 1 + 1 / 2))). lra.
  replace (1 / (PI * (INR n + 1)) - 1 / (PI * (INR n + 1 + 1 / 2))) with (/ PI * / ((INR n + 1) * (2 * INR n + 3))) by (field; lra).
  rewrite (Rmult_comm 4), Rmult_assoc. apply Rmult_le_compat_l. lra.
  apply Rmult_le_reg_r with ((INR n + 1) * (2 * INR n + 3) * (INR n + 1 + 1) ^ 2). apply Rmult_lt_0_compat. nra. apply pow_lt; lra.
  replace (/ ((INR n + 1) * (2 * INR n + 3)) * ((INR n + 1) * (2 * INR n + 3) * (INR n + 1 + 1) ^ 2)) with ((INR n + 1 + 1) ^ 2) by (field; lra).
  replace (4 * / (INR n + 1 + 1) ^ 2 * ((INR n + 1) * (2 * INR n + 3) * (INR n + 1 + 1) ^ 2)) with (4 * ((INR n + 1) * (2 * INR n + 3))) by (field; lra).
  nra.
Qed.
(* As the limits of antidifferences need it. *)
Lemma half_rising_even e j n x : e = (2 * j)%nat -> x = INR n + 1 / 2 ->
  rising (1 / 2) n ^ e = (/ PI * / x + wallis_rest n) ^ j * INR (fact n) ^ e.
Proof.
  intros -> ->. rewrite !pow_mult, <- Rpow_mult_distr. f_equal. unfold wallis_rest.
  generalize (INR_fact_neq_0 n) PI_neq0 (pos_INR n). intros. field. repeat split; auto; lra.
Qed.
Lemma order_wallis d : order (fun n => rising (1 / 2) (d + n) / INR (fact (d + n))) (- (1 / 2)).
Proof.
  apply (order_moved (fun n => rising (1 / 2) n / INR (fact n))). exists (1 + 2 * / PI). intros n.
  rewrite Rpower_Ropp. replace (1 / 2) with (/ 2) by field. rewrite Rpower_sqrt by apply next_positive.
  replace (/ 2) with (1 / 2) by field.
  assert (R : 0 < sqrt (INR n + 1)) by (apply sqrt_lt_R0, next_positive). generalize PI_RGT_0. intros P.
  assert (Q : 0 < / PI) by now apply Rinv_0_lt_compat.
  destruct n as [|n]. { simpl. rewrite Rplus_0_l, sqrt_1, Rinv_1. rewrite Rabs_pos_eq; lra. }
  generalize (wallis_square (S n) ltac:(lia)). intros [_ B].
  assert (W : 0 < rising (1 / 2) (S n) / INR (fact (S n))) by (apply Rdiv_lt_0_compat; [apply rising_pos; lra|apply INR_fact_lt_0]).
  rewrite Rabs_pos_eq by lra. apply Rsqr_incr_0_var.
  2: apply Rmult_le_pos; [lra|apply Rlt_le, Rinv_0_lt_compat; auto].
  unfold Rsqr. replace ((1 + 2 * / PI) * / sqrt (INR (S n) + 1) * ((1 + 2 * / PI) * / sqrt (INR (S n) + 1)))
    with ((1 + 2 * / PI) * (1 + 2 * / PI) * / (sqrt (INR (S n) + 1) * sqrt (INR (S n) + 1))) by (field; lra).
  rewrite sqrt_sqrt by (apply Rlt_le, next_positive). generalize (pos_INR n). intros N. rewrite S_INR in *.
  replace (rising (1 / 2) (S n) / INR (fact (S n)) * (rising (1 / 2) (S n) / INR (fact (S n)))) with ((rising (1 / 2) (S n) / INR (fact (S n))) ^ 2) by ring.
  apply Rle_trans with (1 := B). replace (1 / (PI * (INR n + 1))) with (/ PI * / (INR n + 1)) by (field; lra).
  assert (X : / (INR n + 1) <= 2 * / (INR n + 1 + 1)).
  { apply Rmult_le_reg_r with ((INR n + 1) * (INR n + 1 + 1)). nra.
    replace (/ (INR n + 1) * ((INR n + 1) * (INR n + 1 + 1))) with (INR n + 1 + 1) by (field; lra).
    replace (2 * / (INR n + 1 + 1) * ((INR n + 1) * (INR n + 1 + 1))) with (2 * (INR n + 1)) by (field; lra). lra. }
  assert (0 < / (INR n + 1 + 1)) by (apply Rinv_0_lt_compat; lra). nra.
Qed.
Lemma order_wallis_place f : (forall n, f n = (f O + n)%nat) ->
  order (fun n => rising (1 / 2) (f n) / INR (fact (f n))) (- (1 / 2)).
Proof. intros F. apply (order_along (fun n => rising (1 / 2) n / INR (fact n))); auto. apply (order_wallis 0). Qed.
Lemma order_wallis_rest_place f : (forall n, f n = (f O + n)%nat) -> order (fun n => wallis_rest (f n)) (-2).
Proof. intros F. apply (order_along wallis_rest); auto. apply (order_wallis_rest 0). Qed.
