(* Series of reals in Coquelicot's sense: restatements without abstract operations, shifts, telescoping. *)
Require Import Reals Lra Lia ZArith List.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Lemma series_ext (a b : nat -> R) (l : R) : (forall n, a n = b n) -> is_series a l -> is_series b l.
Proof. intros H. apply is_series_ext. exact H. Qed.

Lemma series_value (a : nat -> R) (l m : R) : l = m -> is_series a l -> is_series a m.
Proof. now intros ->. Qed.

Lemma series_plus (a b : nat -> R) (l m : R) :
  is_series a l -> is_series b m -> is_series (fun n => a n + b n) (l + m).
Proof. exact (is_series_plus a b l m). Qed.

Lemma series_scal (c : R) (a : nat -> R) (l : R) : is_series a l -> is_series (fun n => c * a n) (c * l).
Proof. exact (is_series_scal_l c a l). Qed.

Lemma series_unique (a : nat -> R) (l m : R) : is_series a l -> is_series a m -> l = m.
Proof. intros H1 H2. rewrite <- (is_series_unique _ _ H1). now apply is_series_unique. Qed.

(* The sum of the first N terms. *)
Fixpoint partial (a : nat -> R) (N : nat) : R :=
  match N with O => 0 | S N => partial a N + a N end.

Lemma partial_plus a b N : partial (fun n => a n + b n) N = partial a N + partial b N.
Proof. induction N; simpl; lra. Qed.
Lemma partial_scal c a N : partial (fun n => c * a n) N = c * partial a N.
Proof. induction N; simpl; lra. Qed.

Lemma partial_sum_n a N : partial a (S N) = sum_n a N.
Proof.
  induction N. simpl. rewrite sum_O. ring.
  rewrite sum_Sn, <- IHN. reflexivity.
Qed.

Lemma series_zero (a : nat -> R) : (forall n, a n = 0) -> is_series a 0.
Proof.
  intros H.
  assert (E : forall n, 0 = sum_n a n).
  { induction n. now rewrite sum_O, H.
    rewrite sum_Sn, <- IHn, H. change (0 = 0 + 0). ring. }
  change (is_lim_seq (sum_n a) 0).
  apply is_lim_seq_ext with (1 := E). apply is_lim_seq_const.
Qed.

(* Put back the first N terms. *)
Lemma series_prefix (a : nat -> R) (N : nat) (l : R) :
  is_series (fun n => a (N + n)%nat) l -> is_series a (partial a N + l).
Proof.
  intros H. destruct N.
  - simpl. apply series_value with l. ring. exact H.
  - apply is_series_decr_n with (n := S N). lia. simpl pred. rewrite <- partial_sum_n.
    apply series_value with l; [|exact H]. change (l = (partial a (S N) + l) + - partial a (S N)). ring.
Qed.

(* Leave out the first N terms. *)
Lemma series_rest (a : nat -> R) (N : nat) (l : R) :
  is_series a l -> is_series (fun n => a (N + n)%nat) (l - partial a N).
Proof.
  intros H. destruct N.
  - simpl. apply series_value with l. ring. exact H.
  - apply is_series_incr_n. lia. simpl pred.
    apply series_value with l; [|exact H]. rewrite <- partial_sum_n.
    change (l = (l - partial a (S N)) + partial a (S N)). ring.
Qed.

Theorem telescope (a t : nat -> R) (l : R) :
  (forall n, a n = t (S n) - t n) -> is_lim_seq t l -> is_series a (l - t O).
Proof.
  intros H L. change (is_lim_seq (sum_n a) (l - t O)).
  apply is_lim_seq_ext with (fun n => t (S n) - t O).
  { intros n. rewrite <- partial_sum_n. symmetry.
    induction n as [|n IH]. simpl. rewrite H. ring.
    change (partial a (S (S n))) with (partial a (S n) + a (S n)). rewrite IH, (H (S n)). ring. }
  apply is_lim_seq_minus'. now apply is_lim_seq_incr_1 in L. apply is_lim_seq_const.
Qed.

Lemma series_minus (a b : nat -> R) (l m : R) :
  is_series a l -> is_series b m -> is_series (fun n => a n - b n) (l - m).
Proof. exact (is_series_minus a b l m). Qed.
