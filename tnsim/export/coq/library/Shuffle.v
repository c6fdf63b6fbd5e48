(* The shuffle product of the coefficients of iterated integrals, and what it says of truncated sums. *)
Require Import Reals Lra Lia List Bool FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Vanishing Convolution NestedSums.
Import ListNotations.
Open Scope R_scope.

(* The product of truncated sums is that of the series, but for what tends to 0. *)
Lemma partial_le a b n : (forall k, (k < n)%nat -> a k <= b k) -> partial a n <= partial b n.
Proof. induction n; intros H; simpl. lra. generalize (IHn ltac:(auto)) (H n ltac:(lia)). lra. Qed.
Lemma conv_small n : conv small small n <= 8 * / root (S n).
Proof.
  set (r := root (S n)). assert (R : 1 <= r) by apply root_at_least_1.
  assert (E : INR (S n) = r * r * (r * r)) by (symmetry; apply root_power).
  apply Rle_trans with (r / (INR n + 2) * (conv small (fun _ => 1) n + conv (fun _ => 1) small n)).
  - rewrite !conv_closed, <- partial_plus, <- partial_scal. apply partial_le. intros k H.
    assert (S1 : small k = root (S k) / INR (S k)) by reflexivity.
    assert (S2 : small (n - k) = root (S (n - k)) / INR (S (n - k))) by reflexivity.
    generalize (root_grows (S k) (S n) ltac:(lia)) (root_grows (S (n - k)) (S n) ltac:(lia)) (root_at_least_1 k) (root_at_least_1 (n - k)).
    fold r. intros A B C D.
    assert (F : INR (S k) + INR (S (n - k)) = INR n + 2).
    { rewrite !S_INR, minus_INR by lia. ring. }
    assert (P : 0 < INR (S k)) by (apply lt_0_INR; lia). assert (Q : 0 < INR (S (n - k))) by (apply lt_0_INR; lia).
    replace (small k * small (n - k)) with (/ (INR n + 2) * (small k * root (S (n - k)) + root (S k) * small (n - k))).
    2: { rewrite S1, S2, <- F. field. lra. }
    replace (r / (INR n + 2) * (small k * 1 + 1 * small (n - k))) with (/ (INR n + 2) * (small k * r + r * small (n - k))).
    2: { field. lra. }
    apply Rmult_le_compat_l. apply Rlt_le, Rinv_0_lt_compat. lra.
    generalize (small_positive k) (small_positive (n - k)). intros. nra.
  - rewrite (conv_comm (fun _ => 1)), conv_const. generalize (sum_of_small (S n)). fold r. intros B. generalize (pos_INR n). intros N.
    rewrite S_INR in E. apply Rle_trans with (r / (INR n + 2) * (8 * r)).
    apply Rmult_le_compat_l. apply Rlt_le, Rdiv_lt_0_compat; lra. lra.
    apply Rmult_le_reg_r with (r * (INR n + 2)). nra.
    replace (r / (INR n + 2) * (8 * r) * (r * (INR n + 2))) with (8 * (r * r * r)) by (field; lra).
    replace (8 * / r * (r * (INR n + 2))) with (8 * (INR n + 2)) by (field; lra).
    replace (INR n + 2) with (r * r * (r * r) + 1) by lra. assert (0 < r * r * r) by nra. nra.
Qed.
Theorem product_remainder u v : proper u = true -> proper v = true -> convergent v = true ->
  null (fun n => truncated u n * truncated v n - partial (conv (coef u) (coef v)) n).
Proof.
  intros U V Cv. destruct (bounds u U) as [C [PC [B _]]]. destruct (tail v V Cv) as [K [PK T]].
  apply (is_lim_seq_incr_1 (fun n => truncated u n * truncated v n - partial (conv (coef u) (coef v)) n)).
  apply null_below with (fun n => C * K * (8 * / root (S n))).
  - intros n. rewrite partial_conv. rewrite Rmult_comm. unfold truncated at 2. rewrite <- conv_const, <- conv_minus_r.
    apply Rle_trans with (C * K * conv small small n). 2: apply Rmult_le_compat_l; [nra|apply conv_small].
    rewrite Rmult_assoc, <- conv_scal_r, <- conv_scal_l. apply conv_below. auto.
    intros k H. fold (truncated v). replace (S n) with (S k + (n - k))%nat by lia. apply Rle_trans with (1 := T (S k) (n - k)%nat).
    apply Rmult_le_compat_l. lra. replace (S k) with (k + 1)%nat by lia. apply small_decreases.
  - apply (bounded_null (fun _ => C * K)). apply bounded_const. apply (bounded_null (fun _ => 8)). apply bounded_const.
    apply null_root_inverse.
Qed.

(* Iterated integrals of dt/t, dt/(1 - t) and -dt/(1 + t): the letters None, Some false and Some true. *)
Definition word := list (option bool).
Fixpoint integral (w : word) (n : nat) : R :=
  match w with
  | [] => match n with O => 1 | _ => 0 end
  | None :: w => integral w n / INR n
  | Some g :: w => sign g ^ n / INR n * partial (fun k => sign g ^ k * integral w k) n
  end.
Fixpoint shuffle (u : word) : word -> list word :=
  match u with
  | [] => fun v => [v]
  | x :: u' => fix with_u (v : word) : list word :=
      match v with [] => [u] | y :: v' => map (cons x) (shuffle u' v) ++ map (cons y) (with_u v') end
  end.
Fixpoint integrals (l : list word) (n : nat) : R :=
  match l with [] => 0 | w :: l => integral w n + integrals l n end.
Fixpoint at_0 (w : word) : bool := match w with [] => true | [None] => false | _ :: w => at_0 w end.

Definition step (x : option bool) (a : nat -> R) : nat -> R :=
  match x with None => a | Some g => conv (geometric (sign g)) a end.
Lemma integrals_app l m n : integrals (l ++ m) n = integrals l n + integrals m n.
Proof. induction l; simpl. ring. rewrite IHl. ring. Qed.
Lemma integral_at_0 x w : integral (x :: w) 0 = 0.
Proof. destruct x; simpl. ring. unfold Rdiv. rewrite Rinv_0. ring. Qed.
Lemma integrals_at_0 x l : integrals (map (cons x) l) 0 = 0.
Proof. induction l. reflexivity. cbn [map integrals]. rewrite integral_at_0, IHl. ring. Qed.
Lemma derived_1 x w n : INR (S n) * integral (x :: w) (S n) = step x (integral w) (S n).
Proof.
  assert (INR (S n) <> 0) by (apply not_0_INR; lia).
  destruct x as [g|]; unfold step. rewrite conv_geometric by apply sign_square. cbn [integral]. field. auto.
  cbn [integral]. field. auto.
Qed.
Lemma derived x w : at_0 (x :: w) = true -> (fun n => INR n * integral (x :: w) n) = step x (integral w).
Proof.
  intros H. apply functional_extensionality. intros [|n]. 2: apply derived_1.
  rewrite integral_at_0, Rmult_0_r. destruct x as [g|]; simpl. ring.
  destruct w as [|y w]. discriminate. symmetry. apply integral_at_0.
Qed.
Lemma step_sum x a b n : step x (fun k => a k + b k) n = step x a n + step x b n.
Proof. destruct x; simpl. apply conv_plus_r. reflexivity. Qed.
Lemma derived_all x l n : INR (S n) * integrals (map (cons x) l) (S n) = step x (integrals l) (S n).
Proof.
  induction l as [|w l IH]. destruct x; simpl. rewrite conv_comm, conv_zero_l. ring. ring.
  cbn [map integrals]. rewrite Rmult_plus_distr_l, derived_1, IH, <- step_sum. reflexivity.
Qed.
Lemma step_l x a b n : conv (step x a) b n = step x (conv a b) n.
Proof. destruct x; simpl. apply conv_assoc. reflexivity. Qed.
Lemma step_r x a b n : conv a (step x b) n = step x (conv a b) n.
Proof.
  rewrite conv_comm, step_l. f_equal. apply functional_extensionality. intros. apply conv_comm.
Qed.
Lemma at_0_rest x w : at_0 (x :: w) = true -> at_0 w = true.
Proof. destruct w; auto. destruct x; auto. Qed.
Lemma shuffle_cons x u y v : shuffle (x :: u) (y :: v) = map (cons x) (shuffle u (y :: v)) ++ map (cons y) (shuffle (x :: u) v).
Proof. reflexivity. Qed.
Theorem shuffle_ok u v : at_0 u = true -> at_0 v = true -> integrals (shuffle u v) = conv (integral u) (integral v).
Proof.
  intros U. revert v. induction u as [|x u IHu].
  { intros v _. apply functional_extensionality. intros n. change (integral []) with (fun n : nat => match n with O => 1 | _ => 0 end).
    rewrite conv_unit_l. simpl. ring. }
  specialize (IHu (at_0_rest _ _ U)). induction v as [|y v IHv]; intros V; apply functional_extensionality; intros n.
  { rewrite conv_comm. change (integral []) with (fun n : nat => match n with O => 1 | _ => 0 end). rewrite conv_unit_l. simpl. ring. }
  specialize (IHv (at_0_rest _ _ V)). rewrite shuffle_cons. destruct n.
  { rewrite integrals_app, !integrals_at_0. cbn [conv]. rewrite integral_at_0. ring. }
  apply Rmult_eq_reg_l with (INR (S n)). 2: apply not_0_INR; lia.
  rewrite conv_derivation, !derived by auto. rewrite integrals_app, Rmult_plus_distr_l, !derived_all, step_l, step_r.
  rewrite IHu by auto. now rewrite IHv.
Qed.
