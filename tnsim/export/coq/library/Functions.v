(* Functions that Coq's library lacks, by series, recurrences, limits or integrals; and the atoms of terms moved. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Term.
Import ListNotations.
Open Scope R_scope.

(* Euler's limit, DLMF 5.8.1. *)
Definition Gamma (x : R) : R := real (Lim_seq (fun n => Rpower (INR n) x * INR (fact n) / rising x (S n))).
(* DLMF 10.2.2 and 10.25.2, of whole order. *)
Definition bessel_j (n : nat) (x : R) : R :=
  Series (fun k => (-1) ^ k * (x / 2) ^ (2 * k + n) / (INR (fact k) * INR (fact (k + n)))).
Definition bessel_i (n : nat) (x : R) : R := Series (fun k => (x / 2) ^ (2 * k + n) / (INR (fact k) * INR (fact (k + n)))).
(* DLMF 25.12.10. *)
Definition polylog (s : nat) (x : R) : R := Series (fun n => x ^ (1 + n) / INR (1 + n) ^ s).
(* DLMF 7.2.1. *)
Definition erf (x : R) : R := 2 / sqrt PI * RInt (fun t => exp (- t ^ 2)) 0 x.
Definition atanh (x : R) : R := ln ((1 + x) / (1 - x)) / 2.
(* DLMF 16.2.1. *)
Definition hyper (above below : list R) (z : R) : R :=
  Series (fun n => fold_right (fun a p => rising a n * p) 1 above / fold_right (fun b p => rising b n * p) 1 below
    * z ^ n / INR (fact n)).
(* x (x - 1) ... (x - n + 1)/n! *)
Fixpoint choose (x : R) (n : nat) : R := match n with O => 1 | S n => choose x n * (x - INR n) / INR (S n) end.
Fixpoint harmonic (s n : nat) : R := match n with O => 0 | S n => harmonic s n + 1 / INR (S n) ^ s end.
Fixpoint two_step (f g : nat -> R) (a b : R) (n : nat) : R :=   (* u(n + 2) = f(n) u(n + 1) + g(n) u(n) *)
  match n with O => a | S n => two_step (fun k => f (S k)) (fun k => g (S k)) b (f O * b + g O * a) n end.
Definition fibonacci : nat -> R := two_step (fun _ => 1) (fun _ => 1) 0 1.
Definition lucas : nat -> R := two_step (fun _ => 1) (fun _ => 1) 2 1.
(* DLMF 18.9.1 and 18.9.2. *)
Definition chebyshev_t (n : nat) (x : R) : R := two_step (fun _ => 2 * x) (fun _ => -1) 1 x n.
Definition chebyshev_u (n : nat) (x : R) : R := two_step (fun _ => 2 * x) (fun _ => -1) 1 (2 * x) n.
Definition legendre (n : nat) (x : R) : R :=
  two_step (fun k => (2 * INR k + 3) * x / (INR k + 2)) (fun k => - (INR k + 1) / (INR k + 2)) 1 x n.
Definition hermite (n : nat) (x : R) : R := two_step (fun _ => 2 * x) (fun k => - (2 * (INR k + 1))) 1 (2 * x) n.
Definition laguerre (n : nat) (x : R) : R :=
  two_step (fun k => (2 * INR k + 3 - x) / (INR k + 2)) (fun k => - (INR k + 1) / (INR k + 2)) 1 (1 - x) n.

Lemma two_step_next f g a b n :
  two_step f g a b (S (S n)) = f n * two_step f g a b (S n) + g n * two_step f g a b n.
Proof.
  revert f g a b. induction n; intros. simpl. ring.
  change (two_step f g a b (S (S (S n)))) with (two_step (fun k => f (S k)) (fun k => g (S k)) b (f O * b + g O * a) (S (S n))).
  rewrite IHn. reflexivity.
Qed.

(* Atoms at j + (a k + b). *)
Lemma power_at x m a b k : m = (a * k + b)%nat -> x ^ m = (x ^ k) ^ a * x ^ b.
Proof. intros ->. now rewrite pow_add, Nat.mul_comm, pow_mult. Qed.
Lemma power_of_product x y n : (x * y) ^ n = x ^ n * y ^ n.
Proof. apply Rpow_mult_distr. Qed.
Lemma power_of_quotient x y n : (x / y) ^ n = x ^ n / y ^ n.
Proof. unfold Rdiv. rewrite Rpow_mult_distr. now rewrite pow_inv. Qed.
Lemma power_of_power x j n : (x ^ j) ^ n = (x ^ n) ^ j.
Proof. rewrite <- !pow_mult. now rewrite Nat.mul_comm. Qed.
Lemma power_of_opposite x n : (- x) ^ n = (-1) ^ n * x ^ n.
Proof. rewrite <- Rpow_mult_distr. f_equal. ring. Qed.
Lemma sign_squared n : (-1) ^ n * (-1) ^ n = 1.
Proof. rewrite <- Rpow_mult_distr. replace (-1 * -1) with 1 by ring. apply pow1. Qed.
Lemma rising_plus x j b : rising x (j + b) = rising x b * rising (x + INR b) j.
Proof.
  induction j. simpl. ring. cbn [Nat.add rising]. rewrite IHj, plus_INR. ring.
Qed.
Lemma rising_at x m j b : m = (j + b)%nat -> rising x m = rising x b * rising (x + INR b) j.
Proof. intros ->. apply rising_plus. Qed.
Lemma rising_up x y n : y = x + 1 -> x <> 0 -> rising y n = rising x n * (x + INR n) / x.
Proof.
  intros -> X. induction n. simpl. field. exact X. cbn [rising]. rewrite IHn, S_INR. field. exact X.
Qed.
Lemma rising_1 n : rising 1 n = INR (fact n).
Proof. induction n. reflexivity. cbn [rising]. rewrite IHn. rewrite fact_simpl, mult_INR, S_INR. ring. Qed.
Lemma fact_at m j b : m = (j + b)%nat -> INR (fact m) = INR (fact b) * rising (1 + INR b) j.
Proof. intros ->. now rewrite <- !rising_1, rising_plus. Qed.
Lemma binomial_at m p q : m = (p + q)%nat -> Binomial.C m p = INR (fact m) / (INR (fact p) * INR (fact q)).
Proof. intros ->. unfold Binomial.C. now replace (p + q - p)%nat with q by lia. Qed.
Lemma choose_rising x n : choose x n = (-1) ^ n * rising (- x) n / INR (fact n).
Proof.
  induction n. simpl. field. cbn [choose rising pow]. rewrite IHn, fact_simpl, mult_INR. generalize (INR_fact_neq_0 n).
  generalize (not_0_INR (S n) ltac:(lia)). intros. field. auto.
Qed.
Lemma fact_double m n : m = (2 * n)%nat -> INR (fact m) = 4 ^ n * INR (fact n) * rising (1 / 2) n.
Proof.
  intros ->. induction n. simpl. ring. replace (2 * S n)%nat with (S (S (2 * n))) by lia.
  rewrite !fact_simpl, !mult_INR, IHn, !S_INR, mult_INR. cbn [rising pow]. simpl (INR 2). field.
Qed.
Lemma fact_triple m n : m = (3 * n)%nat ->
  INR (fact m) = 27 ^ n * INR (fact n) * (rising (1 / 3) n * rising (2 / 3) n).
Proof.
  intros ->. induction n. simpl. ring. replace (3 * S n)%nat with (S (S (S (3 * n)))) by lia.
  rewrite !fact_simpl, !mult_INR, IHn, !S_INR, mult_INR. cbn [rising pow]. simpl (INR 3). field.
Qed.
Lemma INR_at m a b k : m = (a * k + b)%nat -> INR m = INR a * INR k + INR b.
Proof. intros ->. now rewrite plus_INR, mult_INR. Qed.
Lemma harmonic_at s m j b : m = (j + b)%nat ->
  harmonic s m = harmonic s b + partial (fun i => 1 / (INR b + INR i + 1) ^ s) j.
Proof.
  intros ->. induction j. simpl. ring. cbn [Nat.add harmonic partial]. rewrite IHj, S_INR, plus_INR.
  replace (INR j + INR b + 1) with (INR b + INR j + 1) by ring. ring.
Qed.
Lemma fibonacci_next m b : m = (2 + b)%nat -> fibonacci m = fibonacci (1 + b) + fibonacci b.
Proof. intros ->. unfold fibonacci. rewrite (two_step_next _ _ _ _ b). cbn. ring. Qed.
Lemma lucas_next m b : m = (2 + b)%nat -> lucas m = lucas (1 + b) + lucas b.
Proof. intros ->. unfold lucas. rewrite (two_step_next _ _ _ _ b). cbn. ring. Qed.
Lemma chebyshev_t_next m b x : m = (2 + b)%nat -> chebyshev_t m x = 2 * x * chebyshev_t (1 + b) x - chebyshev_t b x.
Proof. intros ->. unfold chebyshev_t. rewrite (two_step_next _ _ _ _ b). cbn [Nat.add]. ring. Qed.
Lemma chebyshev_u_next m b x : m = (2 + b)%nat -> chebyshev_u m x = 2 * x * chebyshev_u (1 + b) x - chebyshev_u b x.
Proof. intros ->. unfold chebyshev_u. rewrite (two_step_next _ _ _ _ b). cbn [Nat.add]. ring. Qed.
Lemma fibonacci_grows n : INR n <= fibonacci (1 + n) /\ 1 <= fibonacci (1 + n).
Proof.
  assert (X : (INR n <= fibonacci (1 + n) /\ 1 <= fibonacci (1 + n)) /\ (INR n + 1 <= fibonacci (2 + n) /\ 1 <= fibonacci (2 + n))).
  { induction n as [|n [[A B] [C D]]]. unfold fibonacci; cbn; lra.
    change (1 + S n)%nat with (2 + n)%nat. rewrite S_INR. split. lra.
    rewrite (fibonacci_next (2 + S n) (1 + n)) by lia. change (1 + (1 + n))%nat with (2 + n)%nat. lra. }
  apply X.
Qed.
Lemma fibonacci_positive n : 0 < fibonacci (1 + n).
Proof. generalize (fibonacci_grows n). lra. Qed.
Lemma fibonacci_at_least_1 m : (1 <= m)%nat -> 0 < fibonacci m.
Proof. intros H. replace m with (1 + (m - 1))%nat by lia. apply fibonacci_positive. Qed.
Lemma sine_squared x : sin x * sin x = 1 - cos x * cos x.
Proof. generalize (sin2_cos2 x). unfold Rsqr. lra. Qed.
