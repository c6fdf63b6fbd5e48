(* Polynomials in several variables with whole coefficients, those of the ring tactic, and quotients of them whose
   denominators stay factored. *)
Require Import Reals Lra Lia ZArith List Bool Ring_polynom Setoid.
Import ListNotations.
Open Scope R_scope.

Definition mpol := Pol Z.
Definition meval (l : list R) (p : mpol) : R := Pphi 0 Rplus Rmult IZR l p.
Definition mconst (z : Z) : mpol := Pc z.
Definition madd : mpol -> mpol -> mpol := Padd 0%Z Z.add Z.eqb.
Definition mmul : mpol -> mpol -> mpol := Pmul 0%Z 1%Z Z.add Z.mul Z.eqb.
Definition mopp : mpol -> mpol := Popp Z.opp.
Definition mvar (i : nat) : mpol := mk_X 0%Z 1%Z (Pos.of_succ_nat i).
Definition meqb : mpol -> mpol -> bool := Peq Z.eqb.
Arguments mconst : simpl never.
Arguments meval : simpl never.
Fixpoint mpow (p : mpol) (k : nat) : mpol := match k with O => mconst 1 | S k => mmul p (mpow p k) end.

Lemma real_ext : ring_eq_ext Rplus Rmult Ropp (@eq R).
Proof. constructor; repeat intro; congruence. Qed.
Lemma real_ring : almost_ring_theory 0 1 Rplus Rmult Rminus Ropp (@eq R).
Proof. constructor; intros; ring. Qed.
Lemma real_morph : ring_morph 0 1 Rplus Rmult Rminus Ropp (@eq R) 0%Z 1%Z Z.add Z.mul Z.sub Z.opp Z.eqb IZR.
Proof.
  constructor; auto using plus_IZR, mult_IZR, minus_IZR, opp_IZR. intros x y H. apply Z.eqb_eq in H. now subst.
Qed.
Lemma meval_const l z : meval l (mconst z) = IZR z.
Proof. reflexivity. Qed.
Lemma meval_add l p q : meval l (madd p q) = meval l p + meval l q.
Proof. unfold meval. exact (Padd_ok (Eqsth R) real_ext real_ring real_morph q p l). Qed.
Lemma meval_mul l p q : meval l (mmul p q) = meval l p * meval l q.
Proof. unfold meval. exact (Pmul_ok (Eqsth R) real_ext real_ring real_morph p q l). Qed.
Lemma meval_opp l p : meval l (mopp p) = - meval l p.
Proof. unfold meval. exact (Popp_ok (Eqsth R) real_ext real_ring real_morph p l). Qed.
Lemma meqb_ok l p q : meqb p q = true -> meval l p = meval l q.
Proof. intros H. exact (Peq_ok (Eqsth R) real_ext real_morph p q H l). Qed.
Lemma meval_pow l p k : meval l (mpow p k) = meval l p ^ k.
Proof. induction k; simpl. reflexivity. now rewrite meval_mul, IHk. Qed.
Lemma jump_skipn (l : list R) i : BinList.jump (Pos.of_succ_nat i) l = skipn (S i) l.
Proof.
  revert l. induction i; intros l. destruct l; reflexivity.
  change (Pos.of_succ_nat (S i)) with (Pos.succ (Pos.of_succ_nat i)). rewrite BinList.jump_succ.
  rewrite IHi. cbn [BinList.jump]. generalize (S i). clear. intros n. revert l.
  induction n; intros [|a l]; auto. apply IHn.
Qed.
Lemma meval_var l i : meval l (mvar i) = nth i l 0.
Proof.
  unfold meval, mvar.
  rewrite <- (mkX_ok (Eqsth R) real_ext real_ring real_morph (Pos.of_succ_nat i) l).
  change l with (tl (0 :: l)) at 1. rewrite BinList.nth_jump, jump_skipn. simpl. revert l.
  induction i; intros [|a l]; simpl; auto.
Qed.

Definition factors := list (mpol * nat).
Fixpoint fprod (d : factors) : mpol := match d with [] => mconst 1 | (p, e) :: d => mmul (mpow p e) (fprod d) end.
Record frac := Frac { num : mpol; below : factors }.

(* The exponent of a factor, and the others. *)
Fixpoint extract (p : mpol) (d : factors) : nat * factors :=
  match d with
  | [] => (O, [])
  | (q, e) :: d => if meqb p q then (let (f, r) := extract p d in (e + f, r))%nat
                   else let (f, r) := extract p d in (f, (q, e) :: r)
  end.
(* A common multiple and what each lacks. *)
Fixpoint merge (d g : factors) : factors * (mpol * mpol) :=
  match d with
  | [] => (g, (fprod g, mconst 1))
  | (p, e) :: d =>
      let (f, r) := extract p g in let '(m, (a, b)) := merge d r in
      ((p, Nat.max e f) :: m, (mmul (mpow p (Nat.max e f - e)) a, mmul (mpow p (Nat.max e f - f)) b))
  end.
Fixpoint join (d g : factors) : factors :=
  match d with [] => g | (p, e) :: d => let (f, r) := extract p g in (p, e + f)%nat :: join d r end.
Definition fadd (f g : frac) : frac :=
  let '(m, (a, b)) := merge (below f) (below g) in Frac (madd (mmul (num f) a) (mmul (num g) b)) m.
Definition fmul (f g : frac) : frac := Frac (mmul (num f) (num g)) (join (below f) (below g)).
Definition fopp (f : frac) : frac := Frac (mopp (num f)) (below f).
Definition fpol (p : mpol) : frac := Frac p [].
Definition fone : frac := fpol (mconst 1).
Fixpoint fpow (f : frac) (k : nat) : frac := match k with O => fone | S k => fmul f (fpow f k) end.
Definition finv (f : frac) : frac := Frac (fprod (below f)) [(num f, 1%nat)].
Definition feqb (f g : frac) : bool := meqb (mmul (num f) (fprod (below g))) (mmul (num g) (fprod (below f))).

Section Values.
Variable l : list R.
Definition feval (f : frac) : R := meval l (num f) / meval l (fprod (below f)).
Definition dok (d : factors) : Prop := Forall (fun pe => meval l (fst pe) <> 0) d.
Definition fok (f : frac) : Prop := dok (below f).
Lemma fprod_nz d : dok d -> meval l (fprod d) <> 0.
Proof.
  induction d as [|[p e] d IH]; intros D; simpl. rewrite meval_const. lra.
  inversion D. subst. rewrite meval_mul, meval_pow. apply Rmult_integral_contrapositive_currified; auto.
  now apply pow_nonzero.
Qed.
Lemma extract_ok p d : dok d ->
  dok (snd (extract p d)) /\ meval l (fprod d) = meval l p ^ fst (extract p d) * meval l (fprod (snd (extract p d))).
Proof.
  induction d as [|[q e] d IH]; intros D; cbn [extract]. split. constructor. simpl. ring.
  inversion D. subst. destruct (IH ltac:(auto)) as [A V]. destruct (extract p d) as [f r]. simpl in A, V.
  destruct (meqb p q) eqn:E; cbn [fst snd fprod].
  - split; auto. rewrite meval_mul, meval_pow, V, (meqb_ok l p q E), pow_add. ring.
  - split. now constructor. rewrite !meval_mul, !meval_pow, V. ring.
Qed.
Lemma merge_ok d g : dok d -> dok g ->
  let '(m, (a, b)) := merge d g in
  dok m /\ meval l (fprod m) = meval l (fprod d) * meval l a /\ meval l (fprod m) = meval l (fprod g) * meval l b.
Proof.
  revert g. induction d as [|[p e] d IH]; intros g D G; cbn [merge].
  - rewrite meval_const. repeat split; auto; simpl; rewrite ?meval_const; ring.
  - inversion D. subst. destruct (extract_ok p g G) as [A V]. destruct (extract p g) as [f r]. simpl in A, V.
    specialize (IH r ltac:(auto) A). destruct (merge d r) as [m [a b]]. destruct IH as [M [W U]].
    cbn [fprod]. rewrite V, !meval_mul, !meval_pow, W.
    split. now constructor. split.
    + replace (Nat.max e f) with (e + (Nat.max e f - e))%nat at 1 by lia. rewrite pow_add. ring.
    + rewrite <- W, U. replace (Nat.max e f) with (f + (Nat.max e f - f))%nat at 1 by lia. rewrite pow_add. ring.
Qed.
Lemma join_ok d g : dok d -> dok g -> dok (join d g) /\ meval l (fprod (join d g)) = meval l (fprod d) * meval l (fprod g).
Proof.
  revert g. induction d as [|[p e] d IH]; intros g D G; cbn [join].
  - split; auto. simpl. rewrite meval_const. ring.
  - inversion D. subst. destruct (extract_ok p g G) as [A V]. destruct (extract p g) as [f r]. simpl in A, V.
    destruct (IH r) as [B W]; auto. split. now constructor. cbn [fprod]. rewrite !meval_mul, !meval_pow, W, V, pow_add. ring.
Qed.
Lemma fadd_ok f g : fok f -> fok g -> fok (fadd f g) /\ feval (fadd f g) = feval f + feval g.
Proof.
  intros F G. unfold fadd. generalize (merge_ok _ _ F G). destruct (merge (below f) (below g)) as [m [a b]].
  intros [M [V W]]. split; auto. unfold feval. cbn [num below]. rewrite meval_add, !meval_mul.
  generalize (fprod_nz _ F) (fprod_nz _ G) (fprod_nz _ M). rewrite V in *.
  intros X Y Z. assert (A : meval l a <> 0) by (intros E; apply Z; rewrite E; ring).
  assert (B : meval l b <> 0) by (intros E; apply Z; rewrite W, E; ring).
  replace (meval l (num g) * meval l b) with (meval l (num g) / meval l (fprod (below g)) * (meval l (fprod (below f)) * meval l a)).
  field. auto. rewrite W. field. auto.
Qed.
Lemma fmul_ok f g : fok f -> fok g -> fok (fmul f g) /\ feval (fmul f g) = feval f * feval g.
Proof.
  intros F G. destruct (join_ok _ _ F G) as [A V]. split; auto. unfold feval, fmul. cbn [num below].
  rewrite meval_mul, V. field. split; now apply fprod_nz.
Qed.
Lemma fopp_ok f : fok f -> fok (fopp f) /\ feval (fopp f) = - feval f.
Proof. intros F. split; auto. unfold feval, fopp. cbn [num below]. rewrite meval_opp. field. now apply fprod_nz. Qed.
Lemma fpol_ok p : fok (fpol p) /\ feval (fpol p) = meval l p.
Proof. split. constructor. unfold feval. simpl. rewrite meval_const. field. Qed.
Lemma fone_ok : fok fone /\ feval fone = 1.
Proof. exact (fpol_ok (mconst 1)). Qed.
Lemma fpow_ok f k : fok f -> fok (fpow f k) /\ feval (fpow f k) = feval f ^ k.
Proof.
  intros F. induction k as [|k [A V]]. apply fone_ok. destruct (fmul_ok f (fpow f k) F A) as [B W].
  split; auto. simpl. now rewrite W, V.
Qed.
Lemma finv_ok f : fok f -> feval f <> 0 -> fok (finv f) /\ feval (finv f) = / feval f.
Proof.
  intros F N. assert (X : meval l (num f) <> 0). { intros E. apply N. unfold feval. rewrite E. unfold Rdiv. ring. }
  split. now repeat constructor. unfold finv, feval. cbn [num below fprod mpow].
  rewrite !meval_mul, !meval_const. field. split; auto. now apply fprod_nz.
Qed.
Lemma feqb_ok f g : fok f -> fok g -> feqb f g = true -> feval f = feval g.
Proof.
  intros F G H. apply (meqb_ok l) in H. rewrite !meval_mul in H. unfold feval.
  generalize (fprod_nz _ F) (fprod_nz _ G). intros X Y.
  apply Rmult_eq_reg_r with (meval l (fprod (below f)) * meval l (fprod (below g))).
  2: now apply Rmult_integral_contrapositive_currified.
  transitivity (meval l (num f) * meval l (fprod (below g))). field. auto. rewrite H. field. auto.
Qed.
Lemma fzero_ok f : meqb (num f) (mconst 0) = true -> feval f = 0.
Proof. intros H. unfold feval. rewrite (meqb_ok l _ _ H), meval_const. unfold Rdiv. ring. Qed.
End Values.
