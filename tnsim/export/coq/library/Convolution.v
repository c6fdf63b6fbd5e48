(* Sequences as power series: their product, their derivation, both by recursion. *)
Require Import Reals Lra Lia FunctionalExtensionality.
From TnSim Require Import Series Grouping.
Open Scope R_scope.

Fixpoint conv (a b : nat -> R) (n : nat) : R :=
  match n with O => a O * b O | S m => a O * b (S m) + conv (fun k => a (S k)) b m end.

Lemma conv_plus_l a b c n : conv (fun k => a k + b k) c n = conv a c n + conv b c n.
Proof. revert a b. induction n; intros; simpl. ring. rewrite (IHn (fun k => a (S k))). ring. Qed.
Lemma conv_plus_r a b c n : conv a (fun k => b k + c k) n = conv a b n + conv a c n.
Proof. revert a. induction n; intros; simpl. ring. rewrite IHn. ring. Qed.
Lemma conv_scal_l x a b n : conv (fun k => x * a k) b n = x * conv a b n.
Proof. revert a. induction n; intros; simpl. ring. rewrite (IHn (fun k => a (S k))). ring. Qed.
Lemma conv_scal_r x a b n : conv a (fun k => x * b k) n = x * conv a b n.
Proof. revert a. induction n; intros; simpl. ring. rewrite IHn. ring. Qed.
Lemma conv_minus_r a b c n : conv a (fun k => b k - c k) n = conv a b n - conv a c n.
Proof. revert a. induction n; intros; simpl. ring. rewrite IHn. ring. Qed.
Lemma conv_zero_l b n : conv (fun _ => 0) b n = 0.
Proof. induction n; simpl. ring. rewrite IHn. ring. Qed.
Lemma conv_ext a b c d n : (forall k, (k <= n)%nat -> a k = b k) -> (forall k, (k <= n)%nat -> c k = d k) ->
  conv a c n = conv b d n.
Proof.
  revert a b. induction n; intros a b A C; simpl. now rewrite A, C by lia.
  rewrite A, C by lia. f_equal. apply IHn; intros; [apply A|apply C]; lia.
Qed.
Lemma conv_below a b c d n : (forall k, (k <= n)%nat -> Rabs (a k) <= b k) -> (forall k, (k <= n)%nat -> Rabs (c k) <= d k) ->
  Rabs (conv a c n) <= conv b d n.
Proof.
  revert a b. induction n; intros a b A C; simpl.
  - rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos.
  - eapply Rle_trans. apply Rabs_triang. apply Rplus_le_compat.
    rewrite Rabs_mult. apply Rmult_le_compat; auto using Rabs_pos. apply A. lia.
    apply IHn; intros; [apply A|apply C]; lia.
Qed.
Lemma conv_tail a b n : conv a b (S n) = conv a (fun k => b (S k)) n + a (S n) * b O.
Proof.
  revert a. induction n; intros a. simpl. ring.
  change (conv a b (S (S n))) with (a O * b (S (S n)) + conv (fun k => a (S k)) b (S n)). rewrite IHn. simpl. ring.
Qed.
Lemma conv_comm a b n : conv a b n = conv b a n.
Proof. revert b. induction n; intros b. simpl. ring. rewrite conv_tail, IHn. simpl. ring. Qed.
Lemma conv_assoc a b c n : conv (conv a b) c n = conv a (conv b c) n.
Proof.
  revert a. induction n; intros a. simpl. ring.
  cbn [conv]. rewrite (conv_plus_l (fun k => a O * b (S k)) (conv (fun k => a (S k)) b)), conv_scal_l, IHn. ring.
Qed.
Lemma conv_unit_l b n : conv (fun k => match k with O => 1 | _ => 0 end) b n = b n.
Proof. destruct n; simpl. ring. rewrite conv_zero_l. ring. Qed.
(* The derivation x d/dx. *)
Lemma conv_derivation a b n :
  INR n * conv a b n = conv (fun k => INR k * a k) b n + conv a (fun k => INR k * b k) n.
Proof.
  revert a. induction n; intros a. simpl. ring.
  cbn [conv]. replace (fun k => INR (S k) * a (S k)) with (fun k => INR k * a (S k) + a (S k))
    by (apply functional_extensionality; intros; rewrite S_INR; ring).
  rewrite (conv_plus_l (fun k => INR k * a (S k))). simpl (INR 0).
  generalize (IHn (fun k => a (S k))). rewrite S_INR. lra.
Qed.
Lemma conv_const a x n : conv a (fun _ => x) n = x * partial a (S n).
Proof.
  rewrite conv_comm. revert a. induction n; intros a. simpl. ring. cbn [conv]. rewrite IHn. cbn [partial]. ring.
Qed.
Lemma partial_conv a b n : partial (conv a b) (S n) = conv a (fun k => partial b (S k)) n.
Proof.
  rewrite <- (Rmult_1_l (partial _ _)), <- conv_const, conv_assoc. apply conv_ext; auto.
  intros. rewrite conv_const. ring.
Qed.
Lemma partial_first a n : partial a (S n) = a O + partial (fun k => a (S k)) n.
Proof. change (S n) with (1 + n)%nat. rewrite partial_add. simpl. ring. Qed.
Lemma conv_closed a b n : conv a b n = partial (fun k => a k * b (n - k)%nat) (S n).
Proof.
  revert a. induction n; intros a. simpl. ring. cbn [conv]. rewrite IHn, (partial_first _ (S n)). reflexivity.
Qed.
(* x/(1 - q x) times a series, for q = 1 and q = -1. *)
Definition geometric (q : R) (n : nat) : R := match n with O => 0 | S _ => q ^ n end.
Lemma conv_geometric q a n : q * q = 1 -> conv (geometric q) a n = q ^ n * partial (fun k => q ^ k * a k) n.
Proof.
  intros Q. destruct n. simpl. ring. cbn [conv geometric]. rewrite Rmult_0_l, Rplus_0_l.
  assert (X : forall m, conv (fun k => q ^ S k) a m = q ^ S m * partial (fun k => q ^ k * a k) (S m)); auto.
  induction m. simpl. ring.
  replace (conv (fun k => q ^ S k) a (S m)) with (q * a (S m) + q * conv (fun k => q ^ S k) a m).
  - rewrite IHm. cbn [partial]. replace (q * a (S m)) with (q * (q ^ S m * q ^ S m) * a (S m)). simpl. ring.
    rewrite <- Rpow_mult_distr, Q, pow1. ring.
  - rewrite <- conv_scal_l. simpl. f_equal. ring.
Qed.
