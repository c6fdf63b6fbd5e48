(* Limits of truncated multiple zeta values, with the rate of convergence. *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Vanishing NestedSums.
Import ListNotations.
Open Scope R_scope.

(* Limits with an error of O(n^(-3/4)). *)
Definition close (a : nat -> R) (l : R) : Prop := exists K, 0 <= K /\ forall n, Rabs (a n - l) <= K * small n.
Lemma close_limit a l : close a l -> is_lim_seq a l.
Proof.
  intros [K [_ H]]. apply limit_and_null. apply null_below with (1 := H). apply (bounded_null (fun _ => K)).
  apply bounded_const. apply null_small.
Qed.
Lemma small_below_1 n : small n <= 1.
Proof. rewrite <- small_0. apply (small_decreases 0). Qed.
Lemma close_plus a b l m : close a l -> close b m -> close (fun n => a n + b n) (l + m).
Proof.
  intros [K [P A]] [L [Q B]]. exists (K + L). split. lra. intros n. replace (a n + b n - (l + m)) with (a n - l + (b n - m)) by ring.
  eapply Rle_trans. apply Rabs_triang. generalize (A n) (B n). lra.
Qed.
Lemma close_mult a b l m : close a l -> close b m -> close (fun n => a n * b n) (l * m).
Proof.
  intros [K [P A]] [L [Q B]]. exists (K * L + K * Rabs m + Rabs l * L). generalize (Rabs_pos l) (Rabs_pos m). intros. split. repeat apply Rplus_le_le_0_compat; apply Rmult_le_pos; auto.
  intros n. replace (a n * b n - l * m) with ((a n - l) * (b n - m) + (a n - l) * m + l * (b n - m)) by ring.
  generalize (A n) (B n) (small_positive n) (small_below_1 n) (Rabs_pos (a n - l)) (Rabs_pos (b n - m)). intros.
  eapply Rle_trans. apply Rabs_triang. eapply Rle_trans. apply Rplus_le_compat_r, Rabs_triang. rewrite !Rabs_mult.
  assert (Rabs (a n - l) * Rabs (b n - m) <= K * small n * (L * small n)) by (apply Rmult_le_compat; auto).
  assert (K * small n * (L * small n) <= K * L * small n).
  { replace (K * small n * (L * small n)) with (K * L * small n * small n) by ring.
    rewrite <- (Rmult_1_r (K * L * small n)) at 2. apply Rmult_le_compat_l; auto. generalize (Rmult_le_pos _ _ P Q). intros. apply Rmult_le_pos; lra. }
  assert (Rabs (a n - l) * Rabs m <= K * small n * Rabs m) by (apply Rmult_le_compat_r; auto).
  assert (Rabs l * Rabs (b n - m) <= Rabs l * (L * small n)) by (apply Rmult_le_compat_l; auto).
  lra.
Qed.
Lemma close_const c : close (fun _ => c) c.
Proof. exists 0. split. lra. intros n. unfold Rminus. rewrite Rplus_opp_r, Rabs_R0. lra. Qed.
Lemma close_ext a b l : (forall n, a n = b n) -> close a l -> close b l.
Proof. intros E [K [P H]]. exists K. split; auto. intros n. now rewrite <- E. Qed.
Lemma close_truncated w : proper w = true -> convergent w = true -> close (truncated w) (value w).
Proof.
  intros P C. destruct (tail w P C) as [K [Pos H]]. exists K. split. lra. intros n. rewrite Rabs_minus_sym.
  assert (L : is_lim_seq (fun m => Rabs (truncated w (n + m) - truncated w n)) (Rabs (value w - truncated w n))).
  { apply (is_lim_seq_abs _ (value w - truncated w n)). apply is_lim_seq_minus'. 2: apply is_lim_seq_const.
    apply is_lim_seq_ext with (fun m => truncated w (m + n)). intros; f_equal; lia.
    apply (is_lim_seq_incr_n (truncated w) n). now apply value_limit. }
  apply (is_lim_seq_le _ (fun _ => K * small n) _ (K * small n) (H n) L). apply is_lim_seq_const.
Qed.
Lemma value_is w l : proper w = true -> convergent w = true -> is_series (fun n => coef w (S n)) l -> w <> [] -> value w = l.
Proof.
  intros P C H N. generalize (value_limit w P C). intros L. apply is_lim_seq_unique in L.
  assert (M : is_lim_seq (truncated w) l).
  { apply series_partial. apply series_value with (partial (coef w) 1 + l). 2: apply (series_prefix (coef w) 1 l H).
    destruct w as [|[s e] r]. easy. simpl. ring. }
  apply is_lim_seq_unique in M. rewrite L in M. now inversion M.
Qed.
