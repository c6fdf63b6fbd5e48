(* Limits of sequences, decided from polynomials: quotients, and the ratio tests of d'Alembert and Raabe. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Polynomial.
Import ListNotations.
Open Scope R_scope.

Lemma lim_inv_n1 : is_lim_seq (fun n => / INR (S n)) 0.
Proof.
  apply (is_lim_seq_incr_1 (fun n => / INR n)).
  replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
  apply is_lim_seq_inv. apply is_lim_seq_INR. discriminate.
Qed.

(* p(n+1)/(n+1)^deg -> leading coeff *)
Lemma lim_peval c p :
  is_lim_seq (fun n => peval (c :: p) (INR (S n)) / INR (S n) ^ length p) (IZR (plast (c :: p))).
Proof.
  revert c. induction p as [|d p IH]; intros c.
  - apply is_lim_seq_ext with (fun _ => IZR c). intros n; simpl; field.
    apply is_lim_seq_const.
  - apply is_lim_seq_ext with
     (fun n => IZR c * (/ INR (S n)) ^ length (d :: p) +
               peval (d :: p) (INR (S n)) / INR (S n) ^ length p).
    { intros n. assert (INR (S n) <> 0) by (apply not_0_INR; lia).
      change (peval (c :: d :: p) (INR (S n))) with (IZR c + INR (S n) * peval (d :: p) (INR (S n))).
      rewrite pow_inv. change (length (d :: p)) with (S (length p)).
      change (INR (S n) ^ S (length p)) with (INR (S n) * INR (S n) ^ length p).
      field. split; auto. now apply pow_nonzero. }
    replace (Finite (IZR (plast (c :: d :: p)))) with (Finite (IZR c * 0 + IZR (plast (d :: p))))
      by (f_equal; simpl; ring).
    apply is_lim_seq_plus'. 2: apply IH.
    apply is_lim_seq_mult'. apply is_lim_seq_const.
    clear. simpl length. induction (length p) as [|k IHk].
    + apply is_lim_seq_ext with (fun n => / INR (S n)). intros; simpl; ring. apply lim_inv_n1.
    + apply is_lim_seq_ext with (fun n => / INR (S n) * (/ INR (S n)) ^ (S k)).
      intros; simpl; ring.
      replace 0 with (0 * 0) by ring. apply is_lim_seq_mult'; [apply lim_inv_n1|exact IHk].
Qed.

(* limit of P/Q, decided from the two lists *)
Definition ratlim (p q : list Z) : R :=
  if Nat.eqb (length p) (length q) then IZR (plast p) / IZR (plast q) else 0.

Lemma lim_pow_inv k : (0 < k)%nat -> is_lim_seq (fun n => (/ INR (S n)) ^ k) 0.
Proof.
  destruct k. lia. intros _. induction k as [|k IHk].
  - apply is_lim_seq_ext with (fun n => / INR (S n)). intros; simpl; ring. apply lim_inv_n1.
  - apply is_lim_seq_ext with (fun n => / INR (S n) * (/ INR (S n)) ^ (S k)).
    intros; simpl; ring.
    replace 0 with (0 * 0) by ring. apply is_lim_seq_mult'; [apply lim_inv_n1|exact IHk].
Qed.

Theorem lim_rat (p q : list Z) :
  (length p <=? length q)%nat && negb (plast q =? 0)%Z = true ->
  is_lim_seq (fun n => peval p (INR n) / peval q (INR n)) (ratlim p q).
Proof.
  intros H. apply andb_prop in H. destruct H as [Hl Hq].
  apply Nat.leb_le in Hl. apply negb_true_iff, Z.eqb_neq in Hq.
  apply is_lim_seq_incr_1.
  destruct q as [|c q]. { simpl in Hq. lia. }
  destruct p as [|d p].
  { unfold ratlim. simpl Nat.eqb. apply is_lim_seq_ext with (fun _ => 0).
    intros; simpl peval at 1. unfold Rdiv; ring. apply is_lim_seq_const. }
  set (k := (length q - length p)%nat).
  apply is_lim_seq_ext with (fun n => (/ INR (S n)) ^ k *
     ((peval (d :: p) (INR (S n)) / INR (S n) ^ length p) /
      (peval (c :: q) (INR (S n)) / INR (S n) ^ length q))).
  { intros n. assert (N : INR (S n) <> 0) by (apply not_0_INR; lia).
    simpl length in Hl.
    replace (length q) with (k + length p)%nat by (unfold k; lia).
    rewrite pow_add, pow_inv.
    destruct (Req_dec (peval (c :: q) (INR (S n))) 0) as [E|E].
    { rewrite E. unfold Rdiv. rewrite Rmult_0_l, Rinv_0. ring. }
    field. repeat split; auto using pow_nonzero. }
  assert (L : is_lim_seq (fun n => (/ INR (S n)) ^ k) (Finite (if Nat.eqb k 0 then 1 else 0))).
  { destruct k as [|k']; simpl Nat.eqb; cbv iota.
    apply is_lim_seq_ext with (fun _ => 1); [reflexivity|apply is_lim_seq_const].
    apply lim_pow_inv; lia. }
  replace (ratlim (d :: p) (c :: q)) with
    ((if Nat.eqb k 0 then 1 else 0) * (IZR (plast (d :: p)) / IZR (plast (c :: q)))).
  - apply is_lim_seq_mult'; [exact L|].
    apply is_lim_seq_div'; try apply lim_peval. now apply not_0_IZR.
  - unfold ratlim. simpl length in *. simpl Nat.eqb at 2.
    destruct (Nat.eqb_spec k 0); destruct (Nat.eqb_spec (length p) (length q)); unfold k in *; try lia; ring.
Qed.

(* d'Alembert: |t(n+1)| <= k |t(n)| from M on, with k < 1. *)
Theorem lim_contraction (t : nat -> R) (k : R) (M : nat) : 0 <= k < 1 ->
  (forall n, (M <= n)%nat -> Rabs (t (S n)) <= k * Rabs (t n)) -> is_lim_seq t 0.
Proof.
  intros Hk H. apply is_lim_seq_abs_0. apply (is_lim_seq_incr_n _ M).
  apply is_lim_seq_le_le with (fun _ => 0) (fun n => Rabs (t M) * k ^ n).
  - intros n. split. apply Rabs_pos. induction n. simpl; lra.
    simpl. specialize (H (n + M)%nat ltac:(lia)). nra.
  - apply is_lim_seq_const.
  - replace (Finite 0) with (Finite (Rabs (t M) * 0)) by (f_equal; ring).
    apply is_lim_seq_mult'. apply is_lim_seq_const. apply is_lim_seq_geom. rewrite Rabs_pos_eq; lra.
Qed.

(* Raabe: t(n)^d (n + 1) does not increase from M on. *)
Theorem lim_raabe (t : nat -> R) (d M : nat) : (0 < d)%nat -> (forall n, 0 <= t n) ->
  (forall n, (M <= n)%nat -> t (S n) ^ d * (INR n + 2) <= t n ^ d * (INR n + 1)) -> is_lim_seq t 0.
Proof.
  intros Hd Pt Hi. set (B := t M ^ d * (INR M + 1)).
  assert (Bd : forall n, (M <= n)%nat -> t n ^ d * (INR n + 1) <= B).
  { induction 1 as [|n Hn IH]. unfold B; lra. rewrite S_INR. specialize (Hi n Hn). lra. }
  apply is_lim_seq_spec. intros [eps He]. simpl.
  assert (L : is_lim_seq (fun n => B * / INR (S n)) (B * 0)).
  { apply is_lim_seq_mult'. apply is_lim_seq_const. apply lim_inv_n1. }
  apply is_lim_seq_spec in L.
  assert (Hed : 0 < eps ^ d) by (apply pow_lt; lra).
  destruct (L (mkposreal _ Hed)) as [N1 H1]. simpl in H1.
  exists (max M N1). intros n Hn. rewrite Rminus_0_r, Rabs_pos_eq by auto.
  specialize (H1 n ltac:(lia)). specialize (Bd n ltac:(lia)).
  rewrite Rmult_0_r, Rminus_0_r in H1. apply Rabs_lt_between in H1.
  assert (S1 : 0 < INR (S n)) by (apply lt_0_INR; lia).
  change (match n with O => 1 | S _ => INR n + 1 end) with (INR (S n)) in H1.
  assert (t n ^ d < eps ^ d).
  { apply Rle_lt_trans with (B * / INR (S n)); [|lra].
    apply Rmult_le_reg_r with (INR (S n)); auto.
    rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra. rewrite S_INR. lra. }
  apply Rnot_le_lt. intros C. apply (Rlt_not_le _ _ H). apply pow_incr. lra.
Qed.
