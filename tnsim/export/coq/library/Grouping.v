(* Terms taken together in blocks: always allowed; taken apart again where they tend to 0. *)
Require Import Reals Lra Lia ZArith List Arith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series.
Open Scope R_scope.

Lemma series_partial (a : nat -> R) (l : R) : is_series a l <-> is_lim_seq (partial a) l.
Proof.
  split; intros H.
  - apply is_lim_seq_incr_1. change (is_lim_seq (sum_n a) l) in H. revert H.
    apply is_lim_seq_ext. intros; symmetry; apply partial_sum_n.
  - change (is_lim_seq (sum_n a) l). apply is_lim_seq_incr_1 in H. revert H.
    apply is_lim_seq_ext. intros; apply partial_sum_n.
Qed.
Lemma partial_add a N K : partial a (N + K) = partial a N + partial (fun i => a (N + i)%nat) K.
Proof. induction K. simpl. rewrite Nat.add_0_r; ring. rewrite Nat.add_succ_r. simpl. rewrite IHK. ring. Qed.
Lemma partial_ext a b N : (forall n, (n < N)%nat -> a n = b n) -> partial a N = partial b N.
Proof. induction N; intros H; simpl. auto. rewrite IHN, H; auto. Qed.
(* insert parentheses: blocks of length m *)
Lemma partial_group a m K : partial (fun q => partial (fun i => a (m * q + i)%nat) m) K = partial a (m * K).
Proof. induction K. now rewrite Nat.mul_0_r. simpl partial at 1. rewrite IHK, Nat.mul_succ_r, partial_add. reflexivity. Qed.
Theorem series_group (a : nat -> R) (l : R) m : (0 < m)%nat -> is_series a l ->
  is_series (fun q => partial (fun i => a (m * q + i)%nat) m) l.
Proof.
  intros Hm H. apply series_partial in H. apply series_partial.
  apply is_lim_seq_ext with (fun K => partial a (m * K)). intros; symmetry; apply partial_group.
  apply (is_lim_seq_subseq (partial a) l (fun K => (m * K)%nat)); auto.
  apply eventually_subseq. intros; nia.
Qed.
(* remove parentheses when a -> 0 *)
Theorem series_ungroup (a : nat -> R) (l : R) m : (0 < m)%nat -> is_lim_seq a 0 ->
  is_series (fun q => partial (fun i => a (m * q + i)%nat) m) l -> is_series a l.
Proof.
  intros Hm Ha H. apply series_partial in H. apply series_partial.
  apply is_lim_seq_ext with (v := fun K => partial a (m * K)) in H. 2: intros; apply partial_group.
  apply is_lim_seq_spec in H. apply is_lim_seq_spec in Ha. apply is_lim_seq_spec.
  intros [eps He]. simpl.
  assert (Pm : 0 < INR m) by (apply lt_0_INR; auto).
  assert (H2 : 0 < eps / 2) by lra. assert (H3 : 0 < eps / 2 / INR m) by (apply Rdiv_lt_0_compat; lra).
  destruct (H (mkposreal _ H2)) as [Q HQ]. destruct (Ha (mkposreal _ H3)) as [N1 HN]. simpl in HQ, HN.
  exists (m * (Q + 1) + N1 + m)%nat. intros N Hn.
  rewrite (Nat.div_mod N m) by lia. set (q := (N / m)%nat). set (r := (N mod m)%nat).
  assert (Hr : (r < m)%nat) by (apply Nat.mod_upper_bound; lia).
  assert (Eq : N = (m * q + r)%nat) by (apply Nat.div_mod; lia).
  rewrite partial_add.
  assert (B : forall k, (k <= m)%nat -> Rabs (partial (fun i => a (m * q + i)%nat) k) <= INR k * (eps / 2 / INR m)).
  { induction k; intros Hk. simpl. rewrite Rabs_R0; lra. cbn [partial]. rewrite S_INR.
    eapply Rle_trans. apply Rabs_triang. specialize (IHk ltac:(lia)).
    specialize (HN (m * q + k)%nat ltac:(nia)). rewrite Rminus_0_r in HN. lra. }
  specialize (B r ltac:(lia)). specialize (HQ q ltac:(nia)).
  assert (B2 : INR r * (eps / 2 / INR m) <= eps / 2).
  { apply Rle_trans with (INR m * (eps / 2 / INR m)). apply Rmult_le_compat_r. lra. apply le_INR; lia. right; field; lra. }
  replace (partial a (m * q) + partial (fun i => a (m * q + i)%nat) r - l) with ((partial a (m * q) - l) + partial (fun i => a (m * q + i)%nat) r) by ring.
  eapply Rle_lt_trans. apply Rabs_triang. lra.
Qed.
