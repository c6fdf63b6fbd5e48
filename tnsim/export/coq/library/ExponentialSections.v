(* The even terms of the exponential series, at real and imaginary arguments (DLMF 4.2.19, 4.19.2). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Constants.
Open Scope R_scope.

Lemma even_terms (a : nat -> R) (l m : R) : is_series a l -> is_series (fun n => (-1) ^ n * a n) m -> is_series (fun n => a (2 * n)%nat) ((l + m) * (1 / 2)).
Proof.
  intros A B. apply series_value with (/ 2 * (l + m)). field.
  generalize (series_scal (/ 2) _ _ (series_group _ _ 2 ltac:(lia) (series_plus _ _ _ _ A B))). apply series_ext. intros n. cbn [partial].
  rewrite Nat.add_0_r, !pow_add, !pow_mult. replace ((-1) ^ 2) with 1 by ring. rewrite pow1. simpl pow. field.
Qed.
Lemma opposite_argument w : is_series (fun n => (-1) ^ n * (w ^ n / INR (fact n))) (exp (- w)).
Proof.
  generalize (exp_series (- w)). apply series_ext. intros n. replace (- w) with (-1 * w) by ring. rewrite Rpow_mult_distr. unfold Rdiv. ring.
Qed.
Lemma exp_moment w : is_series (fun n => INR n * (w ^ n / INR (fact n))) (w * exp w).
Proof.
  apply series_value with (partial (fun n => INR n * (w ^ n / INR (fact n))) 1 + w * exp w). simpl. unfold Rdiv. ring.
  apply series_prefix. generalize (series_scal w _ _ (exp_series w)). apply series_ext. intros n. change (1 + n)%nat with (S n).
  rewrite fact_simpl, mult_INR. generalize (INR_fact_neq_0 n) (not_0_INR (S n) ltac:(lia)). intros. cbn [pow]. field. auto.
Qed.
Lemma roots_of_4 : sqrt 4 = 2 /\ sqrt 0 = 0.
Proof. split. replace 4 with (2 * 2) by ring. apply sqrt_square. lra. apply sqrt_0. Qed.
Theorem even_exponential w : is_series (fun n => (w ^ 2) ^ n / INR (fact (2 * n)))
  ((exp w + exp ((- (sqrt 4 / 2)) * w) * cos ((- (sqrt 0 / 2)) * w)) * (1 / 2)).
Proof.
  destruct roots_of_4 as [-> ->]. replace (- (0 / 2) * w) with 0 by field. replace (- (2 / 2) * w) with (- w) by field. rewrite cos_0, Rmult_1_r.
  generalize (even_terms _ _ _ (exp_series w) (opposite_argument w)). apply series_ext. intros n. now rewrite pow_mult.
Qed.
Theorem even_exponential_moment w : is_series (fun n => ((2 * INR n - 0) * (w ^ 2) ^ n) / INR (fact (2 * n)))
  ((w ^ 1 * exp w + ((- (sqrt 4 / 2)) * w * (exp ((- (sqrt 4 / 2)) * w) * cos ((- (sqrt 0 / 2)) * w))
    - (- (sqrt 0 / 2)) * w * (exp ((- (sqrt 4 / 2)) * w) * sin ((- (sqrt 0 / 2)) * w)))) * (1 / 2)).
Proof.
  destruct roots_of_4 as [-> ->]. replace (- (0 / 2) * w) with 0 by field. replace (- (2 / 2) * w) with (- w) by field. rewrite cos_0, sin_0.
  apply series_value with ((w * exp w + - w * exp (- w)) * (1 / 2)). ring.
  assert (M : is_series (fun n => (-1) ^ n * (INR n * (w ^ n / INR (fact n)))) (- w * exp (- w))).
  { generalize (exp_moment (- w)). apply series_ext. intros n. replace (- w) with (-1 * w) by ring. rewrite Rpow_mult_distr. unfold Rdiv. ring. }
  generalize (even_terms _ _ _ (exp_moment w) M). apply series_ext. intros n. rewrite mult_INR, pow_mult. simpl (INR 2). unfold Rdiv. ring.
Qed.
Lemma cosine_series w : is_series (fun n => (-1) ^ n * w ^ (2 * n) / INR (fact (2 * n))) (cos w).
Proof.
  unfold cos. destruct (exist_cos (Rsqr w)) as [l L]. apply is_series_Reals. intros e E. destruct (L e E) as [N H]. exists N. intros n G.
  specialize (H n G). erewrite sum_eq. exact H. intros i _. unfold cos_n. rewrite pow_mult, Rsqr_pow2. unfold Rdiv. ring.
Qed.
Theorem even_exponential_imaginary w : is_series (fun n => (- (w * w)) ^ n * (1 / INR (fact (2 * n))))
  ((cos w + exp (- ((- (sqrt 0 / 2)) * w)) * cos ((- (sqrt 4 / 2)) * w)) * (1 / 2)).
Proof.
  destruct roots_of_4 as [-> ->]. replace (- (- (0 / 2) * w)) with 0 by field. replace (- (2 / 2) * w) with (- w) by field. rewrite exp_0, cos_neg.
  apply series_value with (cos w). field. generalize (cosine_series w). apply series_ext. intros n. rewrite pow_mult.
  replace (- (w * w)) with (-1 * w ^ 2) by ring. rewrite Rpow_mult_distr. unfold Rdiv. ring.
Qed.
