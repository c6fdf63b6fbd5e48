(* Polynomials in n with whole coefficients, as lists, lowest degree first; decidable facts for all large n. *)
Require Import Reals Lra Lia ZArith List Bool.
Import ListNotations.
Open Scope R_scope.

Fixpoint peval (p : list Z) (x : R) : R :=
  match p with [] => 0 | c :: p => IZR c + x * peval p x end.
Fixpoint pevalZ (p : list Z) (x : Z) : Z :=
  match p with [] => 0 | c :: p => c + x * pevalZ p x end%Z.
Fixpoint plast (p : list Z) : Z :=
  match p with [] => 0%Z | [c] => c | _ :: p => plast p end.
Fixpoint padd (p q : list Z) : list Z :=
  match p, q with [], _ => q | _, [] => p | a :: p, b :: q => (a + b)%Z :: padd p q end.
Fixpoint pscal (c : Z) (p : list Z) : list Z :=
  match p with [] => [] | a :: p => (c * a)%Z :: pscal c p end.
Fixpoint pmul (p q : list Z) : list Z :=
  match p with [] => [] | a :: p => padd (pscal a q) (0%Z :: pmul p q) end.
Fixpoint ppow (p : list Z) (k : nat) : list Z := match k with O => [1%Z] | S k => pmul p (ppow p k) end.
Fixpoint pshift (h : Z) (p : list Z) : list Z :=   (* p(x + h) *)
  match p with [] => [] | a :: p => let q := pshift h p in padd [a] (padd (pscal h q) (0%Z :: q)) end.
Definition psub p q := padd p (pscal (-1) q).
Fixpoint pzero (p : list Z) : bool := match p with [] => true | c :: p => (c =? 0)%Z && pzero p end.
Fixpoint ptrim (p : list Z) : list Z :=
  match p with [] => [] | c :: p => match ptrim p with [] => if (c =? 0)%Z then [] else [c] | q => c :: q end end.

Lemma peval_Z p z : peval p (IZR z) = IZR (pevalZ p z).
Proof. induction p; simpl; auto. rewrite IHp, plus_IZR, mult_IZR. ring. Qed.
Lemma peval_add p q x : peval (padd p q) x = peval p x + peval q x.
Proof. revert q; induction p; intros [|b q]; simpl; try ring. rewrite IHp, plus_IZR. ring. Qed.
Lemma peval_scal c p x : peval (pscal c p) x = IZR c * peval p x.
Proof. induction p; simpl; try ring. rewrite IHp, mult_IZR. ring. Qed.
Lemma peval_mul p q x : peval (pmul p q) x = peval p x * peval q x.
Proof. induction p; simpl; try ring. rewrite peval_add, peval_scal. simpl. rewrite IHp. ring. Qed.
Lemma peval_pow p k x : peval (ppow p k) x = peval p x ^ k.
Proof. induction k; simpl. ring. now rewrite peval_mul, IHk. Qed.
Lemma peval_sub p q x : peval (psub p q) x = peval p x - peval q x.
Proof. unfold psub. rewrite peval_add, peval_scal. ring. Qed.
Lemma peval_shift h p x : peval (pshift h p) x = peval p (x + IZR h).
Proof.
  induction p as [|c p IH]. reflexivity.
  change (pshift h (c :: p)) with (padd [c] (padd (pscal h (pshift h p)) (0%Z :: pshift h p))).
  rewrite !peval_add, peval_scal. simpl. rewrite IH. ring.
Qed.
Lemma pzero_ok p x : pzero p = true -> peval p x = 0.
Proof.
  induction p as [|c p IH]; simpl; auto. intros H. apply andb_prop in H. destruct H as [H1 H2].
  apply Z.eqb_eq in H1. rewrite H1, IH; auto. ring.
Qed.
Lemma ptrim_ok p x : peval (ptrim p) x = peval p x.
Proof.
  induction p as [|c p IH]; simpl; auto. destruct (ptrim p) as [|d q] eqn:E.
  - simpl in IH. destruct (Z.eqb_spec c 0); simpl; rewrite <- IH; subst; simpl; ring.
  - simpl in *. rewrite <- IH. ring.
Qed.

(* Signs: all coefficients of the Taylor expansion at N have one sign. *)
Fixpoint nonneg (p : list Z) : bool :=
  match p with [] => true | c :: p => (0 <=? c)%Z && nonneg p end.
Definition positive (p : list Z) : bool :=
  match p with [] => false | c :: p => (0 <? c)%Z && nonneg p end.
Lemma nonneg_ok p x : nonneg p = true -> 0 <= x -> 0 <= peval p x.
Proof.
  intros H X. induction p as [|c p IH]; simpl in *. lra.
  apply andb_prop in H. destruct H as [H1 H2]. apply Z.leb_le, IZR_le in H1. specialize (IH H2). nra.
Qed.
Lemma positive_ok p x : positive p = true -> 0 <= x -> 0 < peval p x.
Proof.
  destruct p as [|c p]; simpl. discriminate. intros H X.
  apply andb_prop in H. destruct H as [H1 H2]. apply Z.ltb_lt, IZR_lt in H1. generalize (nonneg_ok p x H2 X). nra.
Qed.

(* Where a search for a constant sign looks, behind the start. *)
Definition places : list nat :=
  [0; 1; 2; 3; 4; 6; 8; 12; 16; 24; 32; 48; 64; 96; 128; 192; 256; 384; 512; 1024]%nat.

Definition nonneg_from (p : list Z) (N : nat) : bool := nonneg (pshift (Z.of_nat N) p).
Lemma nonneg_from_ok p N : nonneg_from p N = true -> forall n : nat, (N <= n)%nat -> 0 <= peval p (INR n).
Proof.
  unfold nonneg_from. intros H n L.
  assert (X : 0 <= INR n - IZR (Z.of_nat N)). { rewrite <- INR_IZR_INZ. apply le_INR in L. lra. }
  generalize (nonneg_ok _ _ H X). rewrite peval_shift.
  now replace (INR n - IZR (Z.of_nat N) + IZR (Z.of_nat N)) with (INR n) by ring.
Qed.
Definition nonneg_late (s : nat) (p : list Z) : bool := existsb (fun k => nonneg_from p (s + k)) places.
Lemma nonneg_late_ok s p : nonneg_late s p = true ->
  exists M, (s <= M)%nat /\ forall n : nat, (M <= n)%nat -> 0 <= peval p (INR n).
Proof.
  unfold nonneg_late. intros H. apply existsb_exists in H. destruct H as [k [_ H]].
  exists (s + k)%nat. split. lia. now apply nonneg_from_ok.
Qed.

(* p(n) is not 0 for any n >= s: one by one up to N, by the sign from there. *)
Definition nonzero_at (s : nat) (p : list Z) (k : nat) : bool :=
  let N := (s + k)%nat in
  forallb (fun i => negb (pevalZ p (Z.of_nat i) =? 0)%Z) (seq s k) &&
  (positive (pshift (Z.of_nat N) p) || positive (pshift (Z.of_nat N) (pscal (-1) p))).
Definition nonzero (s : nat) (p : list Z) : bool := existsb (nonzero_at s p) places.
Theorem nonzero_ok s p : nonzero s p = true -> forall n : nat, (s <= n)%nat -> peval p (INR n) <> 0.
Proof.
  unfold nonzero. intros H n Hn. apply existsb_exists in H. destruct H as [k [_ H]].
  unfold nonzero_at in H. apply andb_prop in H. destruct H as [H1 H2].
  destruct (le_lt_dec (s + k) n) as [L|L].
  - assert (X : 0 <= INR n - IZR (Z.of_nat (s + k))). { rewrite <- INR_IZR_INZ. apply le_INR in L. lra. }
    replace (INR n) with ((INR n - IZR (Z.of_nat (s + k))) + IZR (Z.of_nat (s + k))) by ring.
    apply orb_prop in H2. destruct H2 as [H2|H2]; generalize (positive_ok _ _ H2 X);
    rewrite peval_shift, ?peval_scal; lra.
  - rewrite forallb_forall in H1. specialize (H1 n ltac:(apply in_seq; lia)).
    rewrite INR_IZR_INZ, peval_Z. now apply not_0_IZR, Z.eqb_neq, negb_true_iff.
Qed.
