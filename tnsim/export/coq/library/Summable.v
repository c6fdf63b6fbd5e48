(* Absolute convergence of reflected terms by Kummer's test with the divisors n: Knopp, Theory and Application of
   Infinite Series, section 37. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Term Telescoping Grouping Double.
Import ListNotations.
Open Scope R_scope.

(* c t(n) <= n t(n) - (n + 1) t(n + 1) for all n >= M. *)
Lemma kummer (t : nat -> R) (c : R) (M : nat) : 0 < c -> (forall n, 0 <= t n) ->
  (forall n, (M <= n)%nat -> c * t n <= INR n * t n - INR (S n) * t (S n)) -> exists l : R, is_series t l.
Proof.
  intros C P H. destruct (series_bounded (fun n => t (M + n)%nat) (INR M * t M / c)) as [l [L _]]; auto.
  - intros N. apply Rmult_le_reg_l with c; auto.
    replace (c * (INR M * t M / c)) with (INR M * t M) by (field; lra).
    assert (T : c * partial (fun n => t (M + n)%nat) N <= INR M * t M - INR (M + N) * t (M + N)%nat).
    { induction N. simpl. rewrite Nat.add_0_r. lra. cbn [partial]. specialize (H (M + N)%nat ltac:(lia)).
      replace (M + S N)%nat with (S (M + N)) by lia. lra. }
    assert (0 <= INR (M + N) * t (M + N)%nat) by (apply Rmult_le_pos; auto; apply pos_INR). lra.
  - exists (partial t M + l). now apply series_prefix.
Qed.
Definition summable (s : nat) (rules : list rule) (e : term) (p q : list Z) (u v : Z) : bool :=
  ratio s rules e p q && ((0 <? u) && (0 <? v))%Z &&
  nonneg_late s (psub (pmul (sq [- u; v]%Z) (sq q)) (pmul (sq [v; v]%Z) (sq p))).
Theorem summable_ok s rules e p q u v : summable s rules e p q u v = true -> ex_series (fun n => Rabs (den e (s + n)%nat)).
Proof.
  unfold summable. intros H. apply andb_prop in H. destruct H as [H N]. apply andb_prop in H. destruct H as [Rt UV].
  apply andb_prop in UV. destruct UV as [U V]. apply Z.ltb_lt in U, V.
  assert (RU : 0 < IZR u) by now apply IZR_lt. assert (RV : 1 <= IZR v) by (apply (IZR_le 1); lia).
  apply nonneg_late_ok in N. destruct N as [M [LM N]].
  destruct (kummer (fun n => Rabs (den e n)) (IZR u / IZR v) (M + Z.to_nat u)) as [l L].
  - apply Rdiv_lt_0_compat; lra.
  - intros; apply Rabs_pos.
  - intros n Hn. destruct (ratio_ok _ _ _ _ _ Rt n ltac:(lia)) as [Q Eq]. specialize (N n ltac:(lia)).
    unfold sq in N. rewrite peval_sub, !peval_mul in N. cbn [peval] in N.
    set (P0 := peval p (INR n)) in *. set (Q0 := peval q (INR n)) in *.
    assert (B : IZR u <= INR n). { apply Rle_trans with (INR (Z.to_nat u)). rewrite INR_IZR_INZ, Z2Nat.id by lia. lra. apply le_INR. lia. }
    generalize (pos_INR n). intros PN. rewrite opp_IZR in N.
    assert (X : Rabs (IZR v * (INR n + 1) * P0) <= Rabs ((IZR v * INR n - IZR u) * Q0)) by (apply Rsqr_le_abs_0; unfold Rsqr; lra).
    rewrite !Rabs_mult, (Rabs_pos_eq (IZR v)), (Rabs_pos_eq (INR n + 1)), (Rabs_pos_eq (IZR v * INR n - IZR u)) in X by nra.
    assert (Y : Rabs (den e (S n)) * Rabs Q0 = Rabs (den e n) * Rabs P0) by (rewrite <- !Rabs_mult; now f_equal).
    assert (AQ : 0 < Rabs Q0) by now apply Rabs_pos_lt. rewrite S_INR.
    assert (W : IZR v * (INR n + 1) * Rabs (den e (S n)) <= (IZR v * INR n - IZR u) * Rabs (den e n)).
    { apply Rmult_le_reg_r with (Rabs Q0); auto. rewrite Rmult_assoc, Y.
      replace (IZR v * (INR n + 1) * (Rabs (den e n) * Rabs P0)) with (Rabs (den e n) * (IZR v * (INR n + 1) * Rabs P0)) by ring.
      replace ((IZR v * INR n - IZR u) * Rabs (den e n) * Rabs Q0) with (Rabs (den e n) * ((IZR v * INR n - IZR u) * Rabs Q0)) by ring.
      apply Rmult_le_compat_l; auto. apply Rabs_pos. }
    apply Rmult_le_reg_l with (IZR v). lra.
    replace (IZR v * (IZR u / IZR v * Rabs (den e n))) with (IZR u * Rabs (den e n)) by (field; lra). lra.
  - exists (l - partial (fun n => Rabs (den e n)) s). now apply (series_rest (fun n => Rabs (den e n))).
Qed.
