(* Terms in several whole and real variables, reflected: factorials, binomial coefficients, rising factorials, powers,
   harmonic and Fibonacci numbers; a test for zero that is proved right, under conditions that it lists. *)
Require Import Reals Lra Lia ZArith List Bool.
From TnSim Require Import Term Multivariate.
Import ListNotations.
Open Scope R_scope.

(* Pascal's triangle: 0 for k > n, unlike Binomial.C. *)
Fixpoint binomial (n k : nat) : R :=
  match k, n with O, _ => 1 | S _, O => 0 | S k, S n => binomial n k + binomial n (S k) end.
Fixpoint harmonic (n : nat) : R := match n with O => 0 | S m => harmonic m + / INR n end.
Fixpoint fibonacci (n : nat) : R := match n with O => 0 | S m => match m with O => 1 | S k => fibonacci m + fibonacci k end end.
(* x (x - 1) ... (x - n + 1) *)
Fixpoint falling (x : R) (n : nat) : R := match n with O => 1 | S n => falling x n * (x - INR n) end.
Definition choose (x : R) (n : nat) : R := falling x n / INR (fact n).
(* gamma(x)/gamma(x + m) for every whole m. *)
Definition recip (x : R) (m : Z) : R :=
  match m with Zneg p => falling (x - 1) (Pos.to_nat p) | _ => / rising x (Z.to_nat m) end.

Lemma rising_1 n : rising 1 n = INR (fact n).
Proof. induction n. reflexivity. rewrite fact_simpl, mult_INR, S_INR. simpl rising. rewrite IHn. ring. Qed.
Lemma rising_add x n k : rising x (n + k) = rising x n * rising (x + INR n) k.
Proof.
  induction k. rewrite Nat.add_0_r. simpl. ring.
  rewrite Nat.add_succ_r. simpl rising. rewrite IHk, plus_INR. ring.
Qed.
Lemma falling_S x n : falling x (S n) = x * falling (x - 1) n.
Proof.
  induction n. simpl. ring. cbn [falling] in *. rewrite IHn, S_INR. ring.
Qed.
Lemma recip_step x m : 0 < x -> recip x m = (x + IZR m) * recip x (m + 1).
Proof.
  intros X. destruct m as [|p|p].
  - simpl. field. lra.
  - replace (Z.pos p + 1)%Z with (Z.pos (p + 1)) by lia. unfold recip. rewrite !Z2Nat.inj_pos.
    replace (Pos.to_nat (p + 1)) with (S (Pos.to_nat p)) by lia. simpl rising.
    rewrite <- positive_nat_Z, <- INR_IZR_INZ. generalize (rising_pos x (Pos.to_nat p) X) (pos_INR (Pos.to_nat p)).
    intros. field. split; lra.
  - destruct (Pos.eq_dec p 1) as [->|N]. simpl. field.
    replace (Z.neg p + 1)%Z with (Z.neg (Pos.pred p)) by lia. unfold recip.
    replace (Pos.to_nat p) with (S (Pos.to_nat (Pos.pred p))) by lia. cbn [falling].
    replace (Z.neg p) with (- Z.of_nat (S (Pos.to_nat (Pos.pred p))))%Z by lia.
    rewrite opp_IZR, <- INR_IZR_INZ, S_INR. ring.
Qed.
Lemma recip_rising x m : (0 <= m)%Z -> recip x m = / rising x (Z.to_nat m).
Proof. destruct m; auto. lia. Qed.
Lemma recip_negative m : (m < 0)%Z -> recip 1 m = 0.
Proof.
  destruct m as [|p|p]; try lia. intros _. unfold recip. replace (Pos.to_nat p) with (S (Pos.to_nat p - 1)) by lia.
  rewrite falling_S. ring.
Qed.
Lemma binomial_O n : binomial n 0 = 1.
Proof. now destruct n. Qed.
Lemma binomial_out n k : (n < k)%nat -> binomial n k = 0.
Proof. revert k. induction n; intros [|k] H; try lia. reflexivity. cbn. rewrite !IHn by lia. ring. Qed.
Lemma binomial_fact n k : (k <= n)%nat -> binomial n k * (INR (fact k) * INR (fact (n - k))) = INR (fact n).
Proof.
  revert k. induction n; intros k H.
  - replace k with O by lia. simpl. ring.
  - destruct k. rewrite binomial_O, Nat.sub_0_r. change (INR (fact 0)) with 1. ring.
    cbn [binomial]. destruct (Nat.eq_dec k n) as [->|N].
    + rewrite (binomial_out n (S n)) by lia. specialize (IHn n ltac:(lia)). rewrite Nat.sub_diag in *. 
      rewrite fact_simpl, mult_INR.
      transitivity (INR (S n) * (binomial n n * (INR (fact n) * INR (fact 0)))). ring. now rewrite IHn.
    + generalize (IHn k ltac:(lia)) (IHn (S k) ltac:(lia)). replace (S n - S k)%nat with (n - k)%nat by lia.
      replace (n - k)%nat with (S (n - S k)) by lia. rewrite !fact_simpl, !mult_INR. 
      replace (INR (S (n - S k))) with (INR n - INR k) by (rewrite S_INR, minus_INR, S_INR by lia; ring).
      rewrite !S_INR. intros A B.
      replace ((binomial n k + binomial n (S k)) * ((INR k + 1) * INR (fact k) * ((INR n - INR k) * INR (fact (n - S k))))) with
       ((INR k + 1) * (binomial n k * (INR (fact k) * ((INR n - INR k) * INR (fact (n - S k))))) +
        (INR n - INR k) * (binomial n (S k) * ((INR k + 1) * INR (fact k) * INR (fact (n - S k))))) by ring.
      rewrite A, B. ring.
Qed.
Lemma falling_0 n k : (n < k)%nat -> falling (INR n) k = 0.
Proof.
  induction k; intros H. lia. simpl. destruct (Nat.eq_dec n k) as [->|]. ring. rewrite IHk by lia. ring.
Qed.
Lemma binomial_recip n k :
  binomial n k = INR (fact n) * (recip 1 (Z.of_nat k) * recip 1 (Z.of_nat n - Z.of_nat k)).
Proof.
  destruct (le_lt_dec k n) as [L|L].
  - rewrite !recip_rising by lia. rewrite !rising_1, Nat2Z.id. replace (Z.to_nat (Z.of_nat n - Z.of_nat k)) with (n - k)%nat by lia.
    rewrite <- (binomial_fact n k L). field. split; apply INR_fact_neq_0.
  - rewrite binomial_out by lia. replace (Z.of_nat n - Z.of_nat k)%Z with (Z.neg (Pos.of_nat (k - n))) by lia.
    unfold recip at 2. rewrite Nat2Pos.id by lia. replace (1 - 1) with (INR 0) by (simpl; ring).
    rewrite falling_0 by lia. ring.
Qed.
Lemma rising_shift x (z : Z) n : (0 <= z)%Z ->
  rising x (Z.to_nat (z + Z.of_nat n)) = rising x (Z.to_nat z) * rising (x + IZR z) n.
Proof.
  intros H. replace (Z.to_nat (z + Z.of_nat n)) with (Z.to_nat z + n)%nat by lia.
  rewrite rising_add. rewrite INR_IZR_INZ. now replace (Z.of_nat (Z.to_nat z)) with z by lia.
Qed.
Lemma recip_shift x (z : Z) n : 0 < x -> recip x z = rising (x + IZR z) n * recip x (z + Z.of_nat n).
Proof.
  intros X. induction n. simpl. rewrite Z.add_0_r. ring.
  rewrite IHn, (recip_step x (z + Z.of_nat n)) by auto. simpl rising. rewrite plus_IZR, <- INR_IZR_INZ.
  replace (z + Z.of_nat n + 1)%Z with (z + Z.of_nat (S n))%Z by lia. ring.
Qed.
Lemma choose_recip x (z : Z) n : 0 < x + 1 -> (0 <= z)%Z ->
  choose (x + IZR z) n = rising (x + 1) (Z.to_nat z) * (recip (x + 1) (z - Z.of_nat n) * recip 1 (Z.of_nat n)).
Proof.
  intros X H. unfold choose. rewrite (recip_rising 1), rising_1, Nat2Z.id by lia. unfold Rdiv. rewrite <- Rmult_assoc. f_equal.
  induction n.
  - rewrite Z.sub_0_r, recip_rising by auto. simpl. field. apply Rgt_not_eq, rising_pos. auto.
  - cbn [falling]. rewrite IHn, (recip_step (x + 1) (z - Z.of_nat (S n))) by auto.
    replace (z - Z.of_nat (S n) + 1)%Z with (z - Z.of_nat n)%Z by lia.
    rewrite minus_IZR, <- INR_IZR_INZ, S_INR. ring.
Qed.

(* ---- whole numbers, as printed and as linear forms ------------------------------------ *)
Definition lin := list Z.  (* the constant, then the coefficients of the whole variables *)
Fixpoint dot (c v : list Z) : Z := match c, v with a :: c, x :: v => a * x + dot c v | _, _ => 0 end%Z.
Definition leval (l : lin) (v : list Z) : Z := match l with [] => 0 | c :: l => c + dot l v end%Z.
Fixpoint ladd (l m : list Z) : list Z :=
  match l, m with [], _ => m | _, [] => l | a :: l, b :: m => (a + b)%Z :: ladd l m end.
Definition lscal (c : Z) (l : list Z) : list Z := map (Z.mul c) l.
Definition lsub (l m : lin) : lin := ladd l (lscal (-1) m).
Lemma dot_add l m v : dot (ladd l m) v = (dot l v + dot m v)%Z.
Proof. revert m v. induction l; intros [|b m] [|x v]; simpl; auto; try lia. rewrite IHl. ring. Qed.
Lemma dot_scal c l v : dot (lscal c l) v = (c * dot l v)%Z.
Proof. revert v. unfold lscal. induction l; intros [|x v]; simpl; try lia. rewrite IHl. ring. Qed.
Lemma leval_add l m v : leval (ladd l m) v = (leval l v + leval m v)%Z.
Proof. destruct l, m; simpl; rewrite ?dot_add; ring. Qed.
Lemma leval_scal c l v : leval (lscal c l) v = (c * leval l v)%Z.
Proof. destruct l; simpl. ring. fold (lscal c l). rewrite dot_scal. ring. Qed.
Lemma leval_sub l m v : leval (lsub l m) v = (leval l v - leval m v)%Z.
Proof. unfold lsub. rewrite leval_add, leval_scal. ring. Qed.
Definition lconst (l : lin) : option Z :=
  match l with [] => Some 0%Z | c :: l => if forallb (Z.eqb 0) l then Some c else None end.
Lemma dot_0 l v : forallb (Z.eqb 0) l = true -> dot l v = 0%Z.
Proof.
  revert v. induction l; intros [|x v]; cbn [forallb dot]; auto. intros H. apply andb_prop in H. destruct H as [H K].
  apply Z.eqb_eq in H. rewrite IHl by auto. lia.
Qed.
Lemma lconst_ok l c v : lconst l = Some c -> leval l v = c.
Proof.
  destruct l; simpl. intros H. now injection H. destruct forallb eqn:E; [|discriminate]. intros H. injection H as <-.
  rewrite dot_0; auto. lia.
Qed.
Fixpoint lvar (i : nat) : list Z := match i with O => [1%Z] | S i => 0%Z :: lvar i end.
Lemma dot_var i v : dot (lvar i) v = nth i v 0%Z.
Proof.
  revert v. induction i; intros [|x v]; cbn [lvar dot nth]; auto; try lia.
  rewrite IHi. lia.
Qed.

Inductive whole :=
  | Nv (i : nat) | Nc (c : nat) | Nadd (a b : whole) | Nsub (a b : whole) | Nmul (c : nat) (a : whole) | Ndiv (a : whole) (q : nat).
Fixpoint nden (v : list nat) (e : whole) : nat :=
  match e with
  | Nv i => nth i v O | Nc c => c | Nadd a b => (nden v a + nden v b)%nat | Nsub a b => (nden v a - nden v b)%nat
  | Nmul c a => (c * nden v a)%nat | Ndiv a q => (nden v a / q)%nat
  end.
Definition zs : list nat -> list Z := map Z.of_nat.

(* What the test needs to know of a value. *)
Inductive arg := An (e : whole) | Az (l : lin).
Inductive rt :=
  | Rc (z : Z) | Ri (a : arg) | Rx (i : nat) | Radd (a b : rt) | Rsub (a b : rt) | Ropp (a : rt) | Rmul (a b : rt)
  | Rdiv (a b : rt) | Rpw (a : rt) (k : nat) | Fct (e : whole) | Bino (u l : whole) | Geom (b : rt) (a : arg)
  | Poch (y : rt) (a : arg) | Reci (y : rt) (l : lin) | Choo (y : rt) (e : whole) | Harm (a : arg) | Fibo (a : arg)
  | Cosi (e : whole).
Definition aval_z (v : list nat) (a : arg) : Z := match a with An e => Z.of_nat (nden v e) | Az l => leval l (zs v) end.
Definition aval_n (v : list nat) (a : arg) : nat := match a with An e => nden v e | Az l => Z.to_nat (leval l (zs v)) end.
Fixpoint den (v : list nat) (x : list R) (e : rt) : R :=
  match e with
  | Rc z => IZR z
  | Ri (An e) => INR (nden v e)
  | Ri (Az l) => IZR (leval l (zs v))
  | Rx i => nth i x 0
  | Radd a b => den v x a + den v x b | Rsub a b => den v x a - den v x b | Ropp a => - den v x a
  | Rmul a b => den v x a * den v x b | Rdiv a b => den v x a / den v x b | Rpw a k => den v x a ^ k
  | Fct e => INR (fact (nden v e))
  | Bino u l => binomial (nden v u) (nden v l)
  | Geom b (An e) => den v x b ^ nden v e
  | Geom b (Az l) => powerRZ (den v x b) (leval l (zs v))
  | Poch y a => rising (den v x y) (aval_n v a)
  | Reci y l => recip (den v x y) (leval l (zs v))
  | Choo y e => choose (den v x y) (nden v e)
  | Harm a => harmonic (aval_n v a)
  | Fibo a => fibonacci (aval_n v a)
  | Cosi e => cos (PI * INR (nden v e) / 2)
  end.
Definition whole_eq : forall a b : whole, {a = b} + {a <> b}.
Proof. decide equality; apply Nat.eq_dec. Defined.
Definition arg_eq : forall a b : arg, {a = b} + {a <> b}.
Proof. decide equality. apply whole_eq. apply (list_eq_dec Z.eq_dec). Defined.
Definition rt_eq : forall a b : rt, {a = b} + {a <> b}.
Proof. decide equality; auto using Z.eq_dec, Nat.eq_dec, arg_eq, whole_eq, (list_eq_dec Z.eq_dec). Defined.

Inductive condition := Nonneg (l : lin) | Positive (e : rt) | Nonzero (e : rt).
Definition holds (v : list nat) (x : list R) (c : condition) : Prop :=
  match c with Nonneg l => (0 <= leval l (zs v))%Z | Positive e => 0 < den v x e | Nonzero e => den v x e <> 0 end.
Definition condition_eq : forall a b : condition, {a = b} + {a <> b}.
Proof. decide equality; auto using rt_eq, (list_eq_dec Z.eq_dec). Defined.

Fixpoint nlin (e : whole) : option (lin * list condition) :=
  match e with
  | Nv i => Some (0%Z :: lvar i, [])
  | Nc c => Some ([Z.of_nat c], [])
  | Nadd a b => match nlin a, nlin b with Some (l, o), Some (m, p) => Some (ladd l m, o ++ p) | _, _ => None end
  | Nsub a b => match nlin a, nlin b with Some (l, o), Some (m, p) => let d := lsub l m in Some (d, Nonneg d :: o ++ p) | _, _ => None end
  | Nmul c a => match nlin a with Some (l, o) => Some (lscal (Z.of_nat c) l, o) | None => None end
  | Ndiv a q =>
      match nlin a, q with
      | Some (c :: l, o), S _ =>
          let q := Z.of_nat q in
          if forallb (fun b => (b mod q =? 0)%Z) l then Some ((c / q)%Z :: map (fun b => b / q)%Z l, o) else None
      | _, _ => None
      end
  end.
Lemma dot_div q l v : (0 < q)%Z -> forallb (fun b => (b mod q =? 0)%Z) l = true -> dot l v = (dot (map (fun b => b / q) l) v * q)%Z.
Proof.
  intros Q. revert v. induction l; intros [|x v]; cbn [forallb dot map]; auto. intros H. apply andb_prop in H. destruct H as [H K].
  apply Z.eqb_eq in H. rewrite IHl by auto. generalize (Z.div_mod a q). intros. nia.
Qed.
Lemma nlin_ok v x e l o : nlin e = Some (l, o) -> Forall (holds v x) o -> leval l (zs v) = Z.of_nat (nden v e).
Proof.
  revert l o. induction e; intros l o; cbn [nlin nden].
  - intros H _. injection H as <- <-. cbn [leval]. rewrite dot_var. unfold zs.
    change 0%Z with (Z.of_nat 0) at 2. rewrite map_nth. lia.
  - intros H _. injection H as <- <-. simpl. destruct (zs v); lia.
  - destruct (nlin e1) as [[l1 o1]|], (nlin e2) as [[l2 o2]|]; try discriminate. intros H F. injection H as <- <-.
    apply Forall_app in F. destruct F. rewrite leval_add, (IHe1 l1 o1), (IHe2 l2 o2) by auto. lia.
  - destruct (nlin e1) as [[l1 o1]|], (nlin e2) as [[l2 o2]|]; try discriminate. intros H F. injection H as <- <-.
    inversion F as [|? ? N F']. subst. apply Forall_app in F'. destruct F'. simpl in N.
    rewrite leval_sub in *. rewrite (IHe1 l1 o1), (IHe2 l2 o2) in * by auto. lia.
  - destruct (nlin e) as [[l1 o1]|]; try discriminate. intros H F. injection H as <- <-.
    rewrite leval_scal, (IHe l1 o1) by auto. lia.
  - destruct (nlin e) as [[[|c l1] o1]|]; try discriminate. destruct q as [|q]; try discriminate. cbv zeta.
    destruct forallb eqn:E; [|discriminate]. intros H F. injection H as <- <-.
    specialize (IHe _ _ eq_refl F). cbn [leval] in *. rewrite (dot_div (Z.of_nat (S q))) in IHe by (auto; lia).
    rewrite Nat2Z.inj_div, <- IHe. rewrite Z.div_add by lia. reflexivity.
Qed.
