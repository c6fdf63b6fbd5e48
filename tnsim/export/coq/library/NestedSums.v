(* Truncated multiple zeta values with signs: their product, how they grow, and how fast they converge. *)
Require Import Reals Lra Lia List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Vanishing.
Import ListNotations.
Open Scope R_scope.

(* Exponents, and whether there is a factor (-1)^n, outermost first. *)
Definition index := list (nat * bool).
Definition sign (e : bool) : R := if e then -1 else 1.
(* What n adds to the sum over n > n2 > ... > 0; the sum over all below n. *)
Fixpoint coef (w : index) (n : nat) : R :=
  match w with
  | [] => match n with O => 1 | _ => 0 end
  | (s, e) :: r => sign e ^ n / INR n ^ s * partial (coef r) n
  end.
Definition truncated (w : index) : nat -> R := partial (coef w).

Lemma sign_square e : sign e * sign e = 1.
Proof. destruct e; simpl; ring. Qed.
Lemma sign_power e n : Rabs (sign e ^ n) = 1.
Proof. rewrite <- RPow_abs. destruct e; simpl; rewrite ?Rabs_R1, ?Rabs_m1; apply pow1. Qed.
Lemma sign_xorb e f n : sign (xorb e f) ^ n = sign e ^ n * sign f ^ n.
Proof. rewrite <- Rpow_mult_distr. f_equal. destruct e, f; simpl; ring. Qed.

(* The quasi-shuffle product (Hoffman 2000), exact at every bound. *)
Fixpoint stuffle (u : index) : index -> list index :=
  match u with
  | [] => fun v => [v]
  | (s, e) :: u' => fix with_u (v : index) : list index :=
      match v with
      | [] => [u]
      | (t, f) :: v' => map (cons (s, e)) (stuffle u' v) ++ map (cons (t, f)) (with_u v')
                        ++ map (cons (s + t, xorb e f)%nat) (stuffle u' v')
      end
  end.
Fixpoint total (f : index -> nat -> R) (l : list index) (n : nat) : R :=
  match l with [] => 0 | w :: l => f w n + total f l n end.
Lemma total_app f l m n : total f (l ++ m) n = total f l n + total f m n.
Proof. induction l; simpl. ring. rewrite IHl. ring. Qed.
Lemma total_coef_cons s e l n : total coef (map (cons (s, e)) l) n = sign e ^ n / INR n ^ s * total truncated l n.
Proof. induction l; simpl. ring. rewrite IHl. unfold truncated. ring. Qed.
Lemma total_next l n : total truncated l (S n) = total truncated l n + total coef l n.
Proof. induction l; simpl. ring. rewrite IHl. unfold truncated. simpl. ring. Qed.
Lemma total_first l : total truncated l 0 = 0.
Proof. induction l; simpl. ring. rewrite IHl. unfold truncated. simpl. ring. Qed.
Lemma truncated_nil n : truncated [] (S n) = 1.
Proof. induction n. unfold truncated. simpl. ring. unfold truncated in *. cbn [partial] in *. rewrite IHn. simpl. ring. Qed.

Theorem stuffle_ok u v n : total truncated (stuffle u v) n = truncated u n * truncated v n.
Proof.
  revert v n. induction u as [|[s e] u IHu].
  { intros v n. destruct n. rewrite total_first. unfold truncated. simpl. ring. rewrite truncated_nil. simpl. ring. }
  induction v as [|[t f] v IHv]; intros n.
  { destruct n. rewrite total_first. unfold truncated. simpl. ring. rewrite truncated_nil. simpl. ring. }
  induction n as [|n IHn]. rewrite total_first. unfold truncated. simpl. ring.
  rewrite total_next, IHn. cbn [stuffle]. rewrite !total_app, !total_coef_cons.
  fold (stuffle ((s, e) :: u) v). rewrite IHu, IHv, IHu.
  unfold truncated. cbn [partial coef]. fold (truncated u) (truncated v).
  rewrite sign_xorb, pow_add. unfold Rdiv. rewrite Rinv_mult. ring.
Qed.

(* Growth: all sums are O(n^(1/4)), their terms O(n^(-3/4)). *)
Definition root (n : nat) : R := sqrt (sqrt (INR n)).
Definition small (n : nat) : R := root (S n) / INR (S n).
Lemma root_power n : root n * root n * (root n * root n) = INR n /\ 0 <= root n.
Proof.
  unfold root. generalize (pos_INR n) (sqrt_pos (INR n)) (sqrt_pos (sqrt (INR n))). intros A B C.
  rewrite (sqrt_sqrt (sqrt (INR n))), (sqrt_sqrt (INR n)) by auto. auto.
Qed.
Lemma root_grows m n : (m <= n)%nat -> root m <= root n.
Proof. intros H. unfold root. apply sqrt_le_1; try apply sqrt_pos. apply sqrt_le_1; auto using pos_INR, le_INR. Qed.
Lemma root_at_least_1 n : 1 <= root (S n).
Proof.
  replace 1 with (root 1). apply root_grows. lia. unfold root. simpl INR. now rewrite !sqrt_1.
Qed.
Lemma small_cube n : small n = / (root (S n) * root (S n) * root (S n)).
Proof.
  unfold small. destruct (root_power (S n)) as [<- _]. generalize (root_at_least_1 n). intros. field. lra.
Qed.
Lemma small_positive n : 0 < small n.
Proof.
  rewrite small_cube. generalize (root_at_least_1 n). intros. apply Rinv_0_lt_compat. repeat apply Rmult_lt_0_compat; lra.
Qed.
Lemma small_0 : small 0 = 1.
Proof. unfold small, root. simpl INR. rewrite !sqrt_1. field. Qed.
Lemma growth n : small n <= 4 * (root (S n) - root n).
Proof.
  rewrite small_cube. generalize (root_at_least_1 n) (root_grows n (S n) ltac:(lia)).
  destruct (root_power n) as [A P], (root_power (S n)) as [B _]. rewrite S_INR in B.
  set (x := root n) in *. set (y := root (S n)) in *. intros Y L.
  assert (C : 0 < y * y * y) by (repeat apply Rmult_lt_0_compat; lra).
  apply Rmult_le_reg_r with (y * y * y); auto. rewrite Rinv_l by lra.
  assert (D : y * y * (y * y) - x * x * (x * x) = (y - x) * (y * y * y + y * y * x + y * x * x + x * x * x)) by ring.
  assert (x * x <= y * y) by nra. assert (y * y * x <= y * y * y) by nra.
  assert (y * x * x <= y * y * y) by nra. assert (x * x * x <= y * y * y) by nra.
  nra.
Qed.
Lemma sum_of_small n : partial small n <= 4 * root n.
Proof.
  induction n. simpl. destruct (root_power 0). lra. cbn [partial]. generalize (growth n). lra.
Qed.
Lemma decrease n : small n / INR (S n) <= 6 * (small n - small (S n)).
Proof.
  unfold Rdiv. rewrite !small_cube. generalize (growth (S n)) (root_at_least_1 n) (root_grows (S n) (S (S n)) ltac:(lia)).
  rewrite small_cube. destruct (root_power (S n)) as [A _], (root_power (S (S n))) as [B _]. rewrite S_INR in B.
  rewrite <- A in B |- *. set (y := root (S n)) in *. set (z := root (S (S n))) in *. intros G Y L.
  assert (P : 0 < z * z * z) by (repeat apply Rmult_lt_0_compat; lra).
  assert (Q : 0 < y * y * y) by (repeat apply Rmult_lt_0_compat; lra).
  assert (E : / (y * y * y) - / (z * z * z) = (z - y) * (z * z + z * y + y * y) * / (y * y * y * (z * z * z))) by (field; lra).
  rewrite E. assert (F : 3 * (y * y) <= z * z + z * y + y * y) by nra.
  assert (H : / (z * z * z) * (3 * (y * y)) <= 4 * ((z - y) * (z * z + z * y + y * y))).
  { assert (0 < / (z * z * z)) by now apply Rinv_0_lt_compat.
    apply Rle_trans with (4 * (z - y) * (3 * (y * y))). apply Rmult_le_compat_r; nra.
    assert (0 <= z - y) by lra. nra. }
  assert (Z2 : z * z <= 2 * (y * y)) by nra.
  assert (Z6 : z * z * z * (z * z * z) <= 4 * (y * y * y * (y * y * y))).
  { replace (z * z * z * (z * z * z)) with (z * z * (z * z) * (z * z)) by ring.
    replace (4 * (y * y * y * (y * y * y))) with (2 * (y * y * (y * y)) * (2 * (y * y))) by ring.
    apply Rmult_le_compat; nra. }
  replace (/ (y * y * y) * / (y * y * (y * y))) with (/ (y * y * y * (z * z * z)) * (z * z * z * / (y * y * (y * y)))) by (field; lra).
  replace (6 * ((z - y) * (z * z + z * y + y * y) * / (y * y * y * (z * z * z))))
    with (/ (y * y * y * (z * z * z)) * (6 * ((z - y) * (z * z + z * y + y * y)))) by ring.
  apply Rmult_le_compat_l. apply Rlt_le, Rinv_0_lt_compat. nra.
  apply Rle_trans with (6 / 4 * (/ (z * z * z) * (3 * (y * y)))). 2: lra.
  apply Rmult_le_reg_r with (z * z * z * (y * y * (y * y))). nra.
  replace (z * z * z * / (y * y * (y * y)) * (z * z * z * (y * y * (y * y)))) with (z * z * z * (z * z * z)) by (field; lra).
  replace (6 / 4 * (/ (z * z * z) * (3 * (y * y))) * (z * z * z * (y * y * (y * y)))) with (9 / 2 * (y * y * y * (y * y * y))) by (field; lra).
  nra.
Qed.
Lemma small_decreases m n : small (m + n) <= small m.
Proof.
  induction n. rewrite Nat.add_0_r. lra. rewrite Nat.add_succ_r. generalize (decrease (m + n)) (small_positive (m + n)).
  intros. assert (0 < small (m + n) / INR (S (m + n))) by (apply Rdiv_lt_0_compat; auto; apply lt_0_INR; lia). lra.
Qed.
Lemma null_root_inverse : null (fun n => / root (S n)).
Proof.
  unfold null. replace (Finite 0) with (Rbar_inv p_infty) by reflexivity. apply is_lim_seq_inv. 2: easy.
  apply (is_lim_seq_incr_1 root).
  apply filterlim_comp with (2 := filterlim_sqrt_p). apply filterlim_comp with (2 := filterlim_sqrt_p). apply is_lim_seq_INR.
Qed.
Lemma null_small : null small.
Proof.
  apply null_below with (fun n => / root (S n)). 2: apply null_root_inverse.
  intros n. rewrite Rabs_pos_eq by apply Rlt_le, small_positive. rewrite small_cube. generalize (root_at_least_1 n). intros.
  apply Rinv_le_contravar; nra.
Qed.
Lemma small_after n : root (S (S n)) / INR (S n) <= 2 * small (S n).
Proof.
  unfold small, Rdiv. rewrite <- Rmult_assoc, (Rmult_comm 2), Rmult_assoc. apply Rmult_le_compat_l.
  generalize (root_at_least_1 (S n)); lra.
  assert (0 < INR (S n)) by (apply lt_0_INR; lia). assert (1 <= INR (S n)) by (apply (le_INR 1); lia).
  rewrite (S_INR (S n)). apply Rmult_le_reg_r with (INR (S n) * (INR (S n) + 1)). nra.
  replace (/ INR (S n) * (INR (S n) * (INR (S n) + 1))) with (INR (S n) + 1) by (field; lra).
  replace (2 * / (INR (S n) + 1) * (INR (S n) * (INR (S n) + 1))) with (2 * INR (S n)) by (field; lra). lra.
Qed.

Definition proper (w : index) : bool := forallb (fun p => Nat.leb 1 (fst p)) w.
Definition convergent (w : index) : bool := match w with [] => true | (s, e) :: _ => Nat.leb 2 s || e end.
Lemma power_above_1 x s : 1 <= x -> (1 <= s)%nat -> / x ^ s <= / x.
Proof.
  intros X G. apply Rinv_le_contravar. lra. replace s with (1 + (s - 1))%nat by lia. rewrite pow_add, pow_1.
  generalize (pow_R1_Rle x (s - 1) X). nra.
Qed.
Lemma bounds w : proper w = true ->
  exists C, 0 < C /\ (forall n, Rabs (coef w n) <= C * small n) /\ (forall n, Rabs (truncated w n) <= C * root (S n)).
Proof.
  induction w as [|[s e] w IH]; intros P.
  - exists 1. split. lra. split; intros [|n]; try rewrite truncated_nil; simpl coef; rewrite ?Rabs_R0, ?Rabs_R1.
    rewrite small_0. lra. generalize (small_positive (S n)). lra.
    unfold truncated. simpl. rewrite Rabs_R0. generalize (root_at_least_1 0). lra. generalize (root_at_least_1 (S n)). lra.
  - cbn [proper forallb fst] in P. apply andb_prop in P. destruct P as [G P]. apply Nat.leb_le in G.
    destruct (IH P) as [C [Pos [_ B]]].
    assert (T : forall n, Rabs (coef ((s, e) :: w) n) <= 2 * C * small n).
    { intros [|n]. simpl coef. rewrite Rmult_0_r, Rabs_R0. generalize (small_positive 0). nra.
      cbn [coef]. fold (truncated w). unfold Rdiv. rewrite !Rabs_mult, sign_power, Rmult_1_l.
      assert (N : 1 <= INR (S n)) by (apply (le_INR 1); lia).
      rewrite Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat, pow_lt; lra).
      apply Rle_trans with (/ INR (S n) * (C * root (S (S n)))).
      apply Rmult_le_compat; auto using Rabs_pos. apply Rlt_le, Rinv_0_lt_compat, pow_lt; lra. now apply power_above_1.
      generalize (small_after n). unfold Rdiv. nra. }
    exists (8 * C). split. lra. split; intros n.
    + apply Rle_trans with (1 := T n). generalize (small_positive n). nra.
    + apply Rle_trans with (2 * C * partial small n).
      * induction n. unfold truncated. simpl. rewrite Rabs_R0. lra.
        unfold truncated in *. cbn [partial]. eapply Rle_trans. apply Rabs_triang. generalize (T n). lra.
      * generalize (sum_of_small n) (root_grows n (S n) ltac:(lia)). intros.
        assert (partial small n <= 4 * root (S n)) by lra. nra.
Qed.
Lemma null_coef w : proper w = true -> null (coef w).
Proof.
  intros P. destruct (bounds w P) as [C [_ [B _]]]. apply null_below with (1 := B).
  apply (bounded_null (fun _ => C)). apply bounded_const. apply null_small.
Qed.

(* Convergence: truncated sums differ from later ones by O(n^(-3/4)). *)
Lemma tail_2 w s e : proper w = true -> (2 <= s)%nat -> exists K, 0 < K /\
  forall m n, Rabs (truncated ((s, e) :: w) (m + n) - truncated ((s, e) :: w) m) <= K * (small m - small (m + n)).
Proof.
  intros P G. destruct (bounds w P) as [C [Pos [_ B]]]. exists (C * 24). split. lra.
  assert (T : forall n, Rabs (coef ((s, e) :: w) n) <= C * 24 * (small n - small (S n))).
  { intros n. apply Rle_trans with (4 * C * (small n / INR (S n))). 2: generalize (decrease n); nra.
    destruct n. simpl coef. rewrite Rmult_0_r, Rabs_R0. rewrite small_0. simpl. lra.
    cbn [coef]. fold (truncated w). unfold Rdiv. rewrite !Rabs_mult, sign_power, Rmult_1_l.
    assert (N : 1 <= INR (S n)) by (apply (le_INR 1); lia).
    rewrite Rabs_pos_eq by (apply Rlt_le, Rinv_0_lt_compat, pow_lt; lra).
    apply Rle_trans with (/ INR (S n) * / INR (S n) * (C * root (S (S n)))).
    - apply Rmult_le_compat; auto using Rabs_pos. apply Rlt_le, Rinv_0_lt_compat, pow_lt; lra.
      replace s with (1 + (s - 1))%nat by lia. rewrite pow_add, pow_1, Rinv_mult. apply Rmult_le_compat_l.
      apply Rlt_le, Rinv_0_lt_compat; lra. apply power_above_1; auto. lia.
    - generalize (small_after n) (small_positive (S n)). unfold Rdiv. intros H Q.
      assert (I : 0 < / INR (S n)) by (apply Rinv_0_lt_compat; lra).
      assert (J : / INR (S n) <= 2 * / INR (S (S n))).
      { rewrite (S_INR (S n)). apply Rmult_le_reg_r with (INR (S n) * (INR (S n) + 1)). nra.
        replace (/ INR (S n) * (INR (S n) * (INR (S n) + 1))) with (INR (S n) + 1) by (field; lra).
        replace (2 * / (INR (S n) + 1) * (INR (S n) * (INR (S n) + 1))) with (2 * INR (S n)) by (field; lra). lra. }
      apply Rle_trans with (C * (/ INR (S n) * (2 * small (S n)))).
      + replace (/ INR (S n) * / INR (S n) * (C * root (S (S n))))
          with (C * (/ INR (S n) * (root (S (S n)) * / INR (S n)))) by ring.
        apply Rmult_le_compat_l. lra. apply Rmult_le_compat_l; lra.
      + replace (4 * C * (small (S n) * / INR (S (S n))))
          with (C * (2 * / INR (S (S n)) * (2 * small (S n)))) by ring.
        apply Rmult_le_compat_l. lra. apply Rmult_le_compat_r; lra. }
  intros m n. unfold truncated. rewrite partial_add.
  replace (partial (coef ((s, e) :: w)) m + partial (fun i => coef ((s, e) :: w) (m + i)%nat) n - partial (coef ((s, e) :: w)) m)
    with (partial (fun i => coef ((s, e) :: w) (m + i)%nat) n) by ring.
  induction n. simpl. rewrite Rabs_R0, Nat.add_0_r. lra.
  cbn [partial]. eapply Rle_trans. apply Rabs_triang. generalize (T (m + n)%nat).
  replace (m + S n)%nat with (S (m + n)) by lia. lra.
Qed.
Lemma tail_alternating w : proper w = true -> exists K, 0 < K /\
  forall m n, Rabs (truncated ((1%nat, true) :: w) (m + n) - truncated ((1%nat, true) :: w) m) <= K * small m.
Proof.
  intros P. destruct (bounds w P) as [C [Pos [A _]]].
  destruct (bounds ((1%nat, true) :: w) P) as [D [Pos2 [B _]]].
  set (c := fun n => truncated w n / INR n).
  assert (E : forall n, coef ((1%nat, true) :: w) n = (-1) ^ n * c n).
  { intros n. cbn [coef sign]. fold (truncated w). unfold c. rewrite pow_1. unfold Rdiv. ring. }
  assert (Bc : forall n, Rabs (c n) <= D * small n).
  { intros n. generalize (B n). rewrite E, Rabs_mult. change (-1) with (sign true). rewrite sign_power. lra. }
  assert (Dc : forall n, Rabs (c n - c (S n)) <= 6 * (C + D) * (small n - small (S n))).
  { intros n. apply Rle_trans with ((C + D) * (small n / INR (S n))). 2: generalize (decrease n); nra.
    assert (I : 0 < / INR (S n)) by (apply Rinv_0_lt_compat, lt_0_INR; lia).
    replace (c n - c (S n)) with (c n * / INR (S n) + - coef w n * / INR (S n)).
    - unfold Rdiv. eapply Rle_trans. apply Rabs_triang. rewrite !Rabs_mult, Rabs_Ropp, (Rabs_pos_eq (/ _)) by lra.
      generalize (A n) (Bc n). nra.
    - unfold c, truncated. cbn [partial]. destruct n.
      simpl. unfold Rdiv. rewrite Rinv_0. field.
      rewrite (S_INR (S n)). field. generalize (lt_0_INR (S n) ltac:(lia)). lra. }
  exists (D + 3 * (C + D)). split. lra. intros m n.
  assert (X : 2 * (truncated ((1%nat, true) :: w) (m + n) - truncated ((1%nat, true) :: w) m)
    = (-1) ^ m * c m - (-1) ^ (m + n) * c (m + n)%nat + partial (fun i => (-1) ^ (m + i) * (c (m + i)%nat - c (S (m + i)))) n).
  { induction n. rewrite Nat.add_0_r. simpl. ring. rewrite Nat.add_succ_r. unfold truncated in *. cbn [partial] in *.
    rewrite E. cbn [pow]. lra. }
  assert (Y : Rabs (partial (fun i => (-1) ^ (m + i) * (c (m + i)%nat - c (S (m + i)))) n) <= 6 * (C + D) * (small m - small (m + n))).
  { clear X. induction n. rewrite Nat.add_0_r. simpl. rewrite Rabs_R0. lra. cbn [partial].
    eapply Rle_trans. apply Rabs_triang. rewrite Rabs_mult. change (-1) with (sign true). rewrite sign_power. fold (sign true).
    change (-1) with (sign true) in IHn. generalize (Dc (m + n)%nat). rewrite Nat.add_succ_r. lra. }
  generalize (small_decreases m n). intros F.
  generalize (Bc m) (Bc (m + n)%nat) (small_positive (m + n)) (small_positive m). intros U V W Z.
  assert (Q : Rabs ((-1) ^ m * c m - (-1) ^ (m + n) * c (m + n)%nat) <= 2 * D * small m).
  { unfold Rminus. eapply Rle_trans. apply Rabs_triang. rewrite Rabs_Ropp, !Rabs_mult. change (-1) with (sign true).
    rewrite !sign_power. nra. }
  assert (R : Rabs (2 * (truncated ((1%nat, true) :: w) (m + n) - truncated ((1%nat, true) :: w) m)) <= 2 * D * small m + 6 * (C + D) * (small m - small (m + n))).
  { rewrite X. eapply Rle_trans. apply Rabs_triang. lra. }
  rewrite Rabs_mult, (Rabs_pos_eq 2) in R by lra. nra.
Qed.
Lemma tail w : proper w = true -> convergent w = true -> exists K, 0 < K /\
  forall m n, Rabs (truncated w (m + n) - truncated w m) <= K * small m.
Proof.
  intros P V. destruct w as [|[s e] w].
  - exists 1. split. lra. intros [|m] n.
    + destruct n; rewrite ?truncated_nil; simpl; rewrite ?truncated_nil; unfold truncated; simpl; rewrite small_0, Rminus_0_r, ?Rabs_R1, ?Rabs_R0; lra.
    + cbn [Nat.add]. rewrite !truncated_nil. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. generalize (small_positive (S m)). lra.
  - cbn [proper forallb fst] in P. apply andb_prop in P. destruct P as [G P]. apply Nat.leb_le in G.
    cbn [convergent] in V. destruct (Nat.leb_spec 2 s) as [T|T].
    + destruct (tail_2 w s e P T) as [K [Pos H]]. exists K. split; auto. intros m n. apply Rle_trans with (1 := H m n).
      generalize (small_positive (m + n)). nra.
    + destruct e. 2: discriminate. replace s with 1%nat by lia. now apply tail_alternating.
Qed.
Definition value (w : index) : R := real (Lim_seq (truncated w)).
Theorem value_limit w : proper w = true -> convergent w = true -> is_lim_seq (truncated w) (value w).
Proof.
  intros P V. destruct (tail w P V) as [K [Pos H]]. apply Lim_seq_correct', ex_lim_seq_cauchy_corr.
  intros [eps He]. simpl.
  assert (N : null (fun n => K * small n)) by (apply (bounded_null (fun _ => K)); [apply bounded_const|apply null_small]).
  apply is_lim_seq_spec in N. destruct (N (mkposreal _ He)) as [M B]. simpl in B. exists M.
  assert (T : forall n m, (M <= n)%nat -> (n <= m)%nat -> Rabs (truncated w n - truncated w m) < eps).
  { intros n m A L. replace m with (n + (m - n))%nat by lia. rewrite Rabs_minus_sym. apply Rle_lt_trans with (1 := H n (m - n)%nat).
    generalize (B n A) (Rle_abs (K * small n - 0)). lra. }
  intros n m A L. destruct (Nat.le_ge_cases n m). now apply T. rewrite Rabs_minus_sym. now apply T.
Qed.
