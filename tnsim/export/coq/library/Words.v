(* Words of iterated integrals and indices of nested sums; combinations of truncated sums that tend to 0. *)
Require Import Reals Lra Lia List Bool FunctionalExtensionality.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Grouping Vanishing Convolution NestedSums Shuffle.
Import ListNotations.
Open Scope R_scope.

Fixpoint word_of (c : bool) (w : index) : word :=
  match w with [] => [] | (s, e) :: r => repeat None (s - 1) ++ Some (xorb c e) :: word_of (xorb c e) r end.
Fixpoint index_of (k : nat) (c : bool) (w : word) : index :=
  match w with
  | [] => [] | None :: w => index_of (S k) c w | Some g :: w => (S k, xorb c g) :: index_of 0 g w
  end.
Lemma integral_zeros k w n : integral (repeat None k ++ w) n = integral w n / INR n ^ k.
Proof.
  induction k; simpl. field. rewrite IHk. unfold Rdiv. rewrite Rinv_mult. ring.
Qed.
Lemma word_of_ok w c n : proper w = true -> integral (word_of c w) n = sign c ^ n * coef w n.
Proof.
  revert c n. induction w as [|[s e] w IH]; intros c n P. destruct n; simpl; ring.
  cbn [proper forallb fst] in P. apply andb_prop in P. destruct P as [G P]. apply Nat.leb_le in G.
  cbn [word_of]. rewrite integral_zeros. cbn [integral coef]. rewrite (partial_ext _ (coef w)).
  - rewrite sign_xorb. replace s with (1 + (s - 1))%nat at 2 by lia. rewrite pow_add, pow_1. unfold Rdiv. rewrite Rinv_mult. ring.
  - intros k _. rewrite IH by auto. rewrite <- Rmult_assoc, <- Rpow_mult_distr, sign_square, pow1. ring.
Qed.
Lemma word_integral w : proper w = true -> integral (word_of false w) = coef w.
Proof. intros P. apply functional_extensionality. intros n. rewrite word_of_ok by auto. simpl. rewrite pow1. ring. Qed.
Lemma index_of_ok w k c n : at_0 w = true -> w <> [] \/ k = O ->
  coef (index_of k c w) n = sign c ^ n * integral w n / INR n ^ k.
Proof.
  revert k c n. induction w as [|x w IH]; intros k c n A B.
  { destruct B as [B| ->]. easy. destruct n; simpl; field. }
  destruct x as [g|]; cbn [index_of integral].
  - cbn [coef]. rewrite sign_xorb. simpl pow. rewrite (partial_ext _ (fun k => sign g ^ k * integral w k)).
    replace (1 + 1) with 2 by ring. unfold Rdiv. rewrite Rinv_mult. ring.
    intros j _. rewrite IH by (auto; apply at_0_rest with (1 := A)). simpl. field.
  - rewrite IH. simpl pow. unfold Rdiv. rewrite Rinv_mult. ring. apply at_0_rest with (1 := A). left. intros ->. discriminate.
Qed.
Lemma total_integrals l : forallb at_0 l = true -> total coef (map (index_of 0 false) l) = integrals l.
Proof.
  intros H. apply functional_extensionality. intros n. induction l as [|w l IH]. reflexivity.
  cbn [forallb] in H. apply andb_prop in H. destruct H as [A B]. cbn [map total integrals]. rewrite (IH B), index_of_ok by auto.
  simpl. rewrite pow1. field.
Qed.
Lemma total_truncated l n : total truncated l n = partial (total coef l) n.
Proof. induction n. apply total_first. rewrite total_next, IHn. reflexivity. Qed.

(* Double shuffle (Ihara, Kaneko, Zagier 2006): with one divergent factor, too. *)
Definition shuffled (u v : index) : list word := shuffle (word_of false u) (word_of false v).
Definition comparable (u v : index) : bool :=
  proper u && proper v && convergent v && at_0 (word_of false u) && at_0 (word_of false v) && forallb at_0 (shuffled u v).
Theorem double_shuffle u v : comparable u v = true ->
  null (fun n => total truncated (stuffle u v) n - total truncated (map (index_of 0 false) (shuffled u v)) n).
Proof.
  unfold comparable, shuffled. rewrite !andb_true_iff. intros [[[[[U V] C] A] B] D].
  apply null_ext with (2 := product_remainder u v U V C). intros n.
  now rewrite stuffle_ok, total_truncated, total_integrals, (shuffle_ok _ _ A B), !word_integral by auto.
Qed.

(* Doubling: with the factors 1 + (-1)^n only even n are left. *)
Fixpoint signs (s : list nat) : list index :=
  match s with [] => [[]] | a :: s => map (cons (a, false)) (signs s) ++ map (cons (a, true)) (signs s) end.
Definition plain (s : list nat) : index := map (fun a => (a, false)) s.
Fixpoint halving (s : list nat) : R := match s with [] => 1 | a :: s => 2 * / 2 ^ a * halving s end.
Lemma doubling_coef s m : total coef (signs s) (2 * m) = halving s * coef (plain s) m /\ total coef (signs s) (S (2 * m)) = 0.
Proof.
  revert m. induction s as [|a s IH]; intros m.
  { destruct m. simpl; split; ring. replace (2 * S m)%nat with (S (S (2 * m))) by lia. simpl; split; ring. }
  assert (E : (-1) ^ (2 * m) = 1) by (rewrite pow_mult; replace ((-1) ^ 2) with 1 by ring; apply pow1).
  cbn [signs]. rewrite !total_app, !total_coef_cons. cbn [sign]. split.
  - rewrite E, pow1, total_truncated. change (plain (a :: s)) with ((a, false) :: plain s). cbn [halving coef sign]. rewrite pow1, mult_INR, Rpow_mult_distr. simpl (INR 2).
    replace (partial (total coef (signs s)) (2 * m)) with (halving s * partial (coef (plain s)) m).
    replace (1 + 1) with 2 by ring. unfold Rdiv. rewrite Rinv_mult. ring.
    clear E. induction m. simpl. ring. replace (2 * S m)%nat with (S (S (2 * m))) by lia. cbn [partial].
    destruct (IH m) as [A B]. replace (m + (m + 0))%nat with (2 * m)%nat by lia. rewrite A, B, <- IHm. ring.
  - cbn [pow]. rewrite E, pow1. unfold Rdiv. ring.
Qed.
Lemma doubling_truncated s m : total truncated (signs s) (2 * m) = halving s * truncated (plain s) m.
Proof.
  rewrite total_truncated. induction m. unfold truncated. simpl. ring. replace (2 * S m)%nat with (S (S (2 * m))) by lia. cbn [partial].
  destruct (doubling_coef s m) as [A B]. replace (m + (m + 0))%nat with (2 * m)%nat by lia. rewrite A, B, IHm. unfold truncated. cbn [partial]. ring.
Qed.
Theorem doubling s : proper (plain s) = true -> convergent (plain s) = true ->
  null (fun n => total truncated (signs s) n - halving s * truncated (plain s) n).
Proof.
  intros P C. generalize (value_limit _ P C). intros L. set (v := value (plain s)) in *.
  assert (E : is_lim_seq (fun m => total truncated (signs s) (2 * m)) (halving s * v)).
  { apply is_lim_seq_ext with (fun m => halving s * truncated (plain s) m). intros; symmetry; apply doubling_truncated.
    apply is_lim_seq_mult'; auto. apply is_lim_seq_const. }
  assert (T : is_lim_seq (total truncated (signs s)) (halving s * v)).
  { apply is_lim_seq_ext with (partial (total coef (signs s))). intros; symmetry; apply total_truncated.
    apply series_partial. apply series_ungroup with 2%nat. lia.
    - apply is_lim_seq_spec. intros eps.
      assert (N : null (fun m => halving s * coef (plain s) m)).
      { apply (bounded_null (fun _ => halving s)). apply bounded_const. now apply null_coef. }
      apply is_lim_seq_spec in N. destruct (N eps) as [M B]. exists (2 * M)%nat. intros n H.
      destruct (Nat.Even_or_Odd n) as [[m ->]|[m ->]].
      rewrite (proj1 (doubling_coef s m)). apply B. lia.
      rewrite Nat.add_1_r, (proj2 (doubling_coef s m)), Rminus_0_r, Rabs_R0. apply cond_pos.
    - apply series_partial. apply is_lim_seq_ext with (2 := E). intros m. rewrite total_truncated. symmetry. apply partial_group. }
  unfold null. replace (Finite 0) with (Finite (halving s * v - halving s * v)) by (f_equal; ring).
  apply is_lim_seq_minus'; auto. apply is_lim_seq_mult'; auto. apply is_lim_seq_const.
Qed.
