(* Hypergeometric terms, reflected: expressions in n with factorials, rising factorials, binomial coefficients and
   powers, a normal form over the field of rational functions, and a test for zero that is proved right. *)
Require Import Reals Lra Lia ZArith List Bool.
From TnSim Require Import Polynomial.
Import ListNotations.
Open Scope R_scope.

(* x (x + 1) ... (x + n - 1) *)
Fixpoint rising (x : R) (n : nat) : R := match n with O => 1 | S n => rising x n * (x + INR n) end.

(* a n + b - c, printed without what is trivial; the subtraction is that of natural numbers. *)
Inductive linear := Lin (a b c : nat).
Definition lat (l : linear) (n : nat) : nat :=
  match l with Lin a b c =>
    let x := match a with O => O | 1%nat => n | _ => (a * n)%nat end in
    let y := match b with O => x | _ => (x + b)%nat end in
    match c with O => y | _ => (y - c)%nat end
  end.
Definition lsucc (l : linear) : linear := match l with Lin a b c => Lin a (b + a) c end.
Definition lok (s : nat) (l : linear) : bool := match l with Lin a b c => (c <=? a * s + b)%nat end.
Definition slope (l : linear) : nat := match l with Lin a _ _ => a end.

Lemma lat_eq a b c n : lat (Lin a b c) n = (a * n + b - c)%nat.
Proof. unfold lat. destruct a as [|[|a]], b, c; lia. Qed.
Lemma lsucc_ok l n : lat (lsucc l) n = lat l (S n).
Proof. destruct l. simpl lsucc. rewrite !lat_eq. f_equal. lia. Qed.
Lemma lat_S s l n : lok s l = true -> (s <= n)%nat -> lat l (S n) = (slope l + lat l n)%nat.
Proof. destruct l as [a b c]. unfold lok, slope. intros H L. apply Nat.leb_le in H. rewrite !lat_eq. nia. Qed.

(* Rational constants as they are printed. *)
Definition rat (p q : Z) : R := if (q =? 1)%Z then IZR p else IZR p / IZR q.
Lemma rat_eq p q : rat p q = IZR p / IZR q.
Proof. unfold rat. destruct (Z.eqb_spec q 1); subst; auto. field. Qed.

Inductive atom := Fact (l : linear) | Geo (p q : Z) (l : linear) | Rise (p q : Z).
Definition aden (x : atom) (n : nat) : R :=
  match x with
  | Fact l => INR (fact (lat l n))
  | Geo p q l => rat p q ^ lat l n
  | Rise p q => rising (rat p q) n
  end.
Definition aok (s : nat) (x : atom) : bool :=
  match x with
  | Fact l => lok s l
  | Geo p q l => negb (p =? 0)%Z && negb (q =? 0)%Z && lok s l
  | Rise p q => (0 <? p)%Z && (0 <? q)%Z
  end.
Definition asucc (x : atom) : option atom :=
  match x with Fact l => Some (Fact (lsucc l)) | Geo p q l => Some (Geo p q (lsucc l)) | Rise _ _ => None end.

Lemma rising_pos x n : 0 < x -> 0 < rising x n.
Proof. intros X. induction n; simpl. lra. generalize (pos_INR n). nra. Qed.
Lemma aden_nz s x n : aok s x = true -> aden x n <> 0.
Proof.
  destruct x as [l|p q l|p q]; simpl; intros H.
  - apply INR_fact_neq_0.
  - apply andb_prop in H. destruct H as [H _]. apply andb_prop in H. destruct H as [P Q].
    apply pow_nonzero. rewrite rat_eq. apply negb_true_iff, Z.eqb_neq, not_0_IZR in P.
    apply negb_true_iff, Z.eqb_neq, not_0_IZR in Q. unfold Rdiv.
    apply Rmult_integral_contrapositive_currified; auto. now apply Rinv_neq_0_compat.
  - apply andb_prop in H. destruct H as [P Q]. apply Z.ltb_lt, IZR_lt in P. apply Z.ltb_lt, IZR_lt in Q.
    apply Rgt_not_eq, Rlt_gt, rising_pos. rewrite rat_eq. now apply Rdiv_lt_0_compat.
Qed.
(* An atom, made different from 0 everywhere: what monomials are made of. *)
Definition aval (s : nat) (x : atom) (n : nat) : R := if aok s x then aden x n else 1.
Lemma aval_nz s x n : aval s x n <> 0.
Proof. unfold aval. destruct (aok s x) eqn:E. now apply aden_nz with s. lra. Qed.

(* The quotient of neighbours, as polynomials. *)
Fixpoint steps (a : nat) (b c : Z) (k : nat) : list Z :=  (* product of (a n + b + j), j = 1..k *)
  match k with O => [1%Z] | S k => pmul (steps a b c k) [(b - c + Z.of_nat (S k))%Z; Z.of_nat a] end.
Definition aratio (s : nat) (x : atom) : list Z * list Z :=
  if aok s x then
    match x with
    | Fact (Lin a b c) => (steps a (Z.of_nat b) (Z.of_nat c) a, [1%Z])
    | Geo p q l => ([(p ^ Z.of_nat (slope l))%Z], [(q ^ Z.of_nat (slope l))%Z])
    | Rise p q => ([p; q], [q])
    end
  else ([1%Z], [1%Z]).
Lemma fact_steps a b c n k : (c <= a * n + b)%nat ->
  INR (fact (k + (a * n + b - c))) = peval (steps a (Z.of_nat b) (Z.of_nat c) k) (INR n) * INR (fact (a * n + b - c)).
Proof.
  intros H. induction k as [|k IH]. simpl. ring.
  change (S k + (a * n + b - c))%nat with (S (k + (a * n + b - c))).
  rewrite fact_simpl, mult_INR, IH. cbn [steps]. rewrite peval_mul. cbn [peval].
  rewrite plus_IZR, minus_IZR, <- !INR_IZR_INZ, !S_INR, plus_INR, minus_INR, plus_INR, mult_INR by lia. ring.
Qed.
Lemma aratio_ok s x n : (s <= n)%nat ->
  peval (snd (aratio s x)) (INR n) <> 0 /\
  aval s x (S n) = peval (fst (aratio s x)) (INR n) / peval (snd (aratio s x)) (INR n) * aval s x n.
Proof.
  intros L. unfold aratio, aval. destruct (aok s x) eqn:E.
  2: { simpl. split. lra. field. }
  destruct x as [[a b c]|p q l|p q]; simpl aok in E.
  - simpl snd. split. simpl. lra. cbn [aden fst]. rewrite (lat_S s (Lin a b c) n E L). rewrite lat_eq. cbn [slope].
    unfold lok in E. apply Nat.leb_le in E. rewrite fact_steps by nia. simpl (peval [1%Z] _). field.
  - apply andb_prop in E. destruct E as [E O]. apply andb_prop in E. destruct E as [P Q].
    apply negb_true_iff, Z.eqb_neq, not_0_IZR in Q. cbn [fst snd peval aden].
    rewrite (lat_S s l n O L), pow_add, rat_eq, <- !pow_IZR, Rmult_0_r, !Rplus_0_r.
    split. now apply pow_nonzero. f_equal. unfold Rdiv. now rewrite Rpow_mult_distr, pow_inv.
  - apply andb_prop in E. destruct E as [P Q]. apply Z.ltb_lt, IZR_lt in Q. cbn [fst snd peval aden rising].
    rewrite rat_eq, !Rmult_0_r, !Rplus_0_r. split. lra. field. lra.
Qed.

(* Values at the start, as quotients of whole numbers. *)
Fixpoint zfact (n : nat) : Z := match n with O => 1 | S m => Z.of_nat n * zfact m end%Z.
Fixpoint zrise (p q : Z) (n : nat) : Z := match n with O => 1 | S n => zrise p q n * (p + q * Z.of_nat n) end%Z.
Lemma zfact_ok n : INR (fact n) = IZR (zfact n).
Proof. induction n. reflexivity. rewrite fact_simpl, mult_INR, IHn, INR_IZR_INZ, <- mult_IZR. reflexivity. Qed.
Lemma zrise_ok p q n : IZR q <> 0 -> rising (IZR p / IZR q) n = IZR (zrise p q n) / IZR q ^ n.
Proof.
  intros Q. induction n; simpl. field.
  rewrite IHn, mult_IZR, plus_IZR, mult_IZR, <- INR_IZR_INZ. field. split; auto. now apply pow_nonzero.
Qed.
Definition aat (x : atom) (n : nat) : Z * Z :=
  match x with
  | Fact l => (zfact (lat l n), 1%Z)
  | Geo p q l => ((p ^ Z.of_nat (lat l n))%Z, (q ^ Z.of_nat (lat l n))%Z)
  | Rise p q => (zrise p q n, (q ^ Z.of_nat n)%Z)
  end.
Lemma aat_ok s x n : aok s x = true ->
  IZR (snd (aat x n)) <> 0 /\ aden x n = IZR (fst (aat x n)) / IZR (snd (aat x n)).
Proof.
  destruct x as [l|p q l|p q]; simpl; intros H.
  - split. lra. rewrite zfact_ok. field.
  - apply andb_prop in H. destruct H as [H _]. apply andb_prop in H. destruct H as [P Q].
    apply negb_true_iff, Z.eqb_neq, not_0_IZR in Q. rewrite <- !pow_IZR, rat_eq.
    split. now apply pow_nonzero. unfold Rdiv. now rewrite Rpow_mult_distr, pow_inv.
  - apply andb_prop in H. destruct H as [P Q]. apply Z.ltb_lt, IZR_lt in Q.
    assert (IZR q <> 0) by lra. rewrite <- pow_IZR, rat_eq. split. now apply pow_nonzero. now apply zrise_ok.
Qed.

(* ---- expressions ------------------------------------------------------------ *)
Inductive term :=
  | Con (z : Z) | Idx | Add (a b : term) | Sub (a b : term) | Opp (a : term) | Mul (a b : term) | Div (a b : term)
  | Pow (a : term) (k : nat) | At (x : atom) | Bin (l m : linear).
Fixpoint den (e : term) (n : nat) : R :=
  match e with
  | Con z => IZR z | Idx => INR n | Add a b => den a n + den b n | Sub a b => den a n - den b n
  | Opp a => - den a n | Mul a b => den a n * den b n | Div a b => den a n / den b n
  | Pow a k => den a n ^ k | At x => aden x n | Bin l m => Binomial.C (lat l n) (lat m n)
  end.
(* The term at n + 1. *)
Fixpoint succ (e : term) : term :=
  match e with
  | Con z => Con z | Idx => Add Idx (Con 1) | Add a b => Add (succ a) (succ b) | Sub a b => Sub (succ a) (succ b)
  | Opp a => Opp (succ a) | Mul a b => Mul (succ a) (succ b) | Div a b => Div (succ a) (succ b)
  | Pow a k => Pow (succ a) k
  | At x => match asucc x with
            | Some y => At y
            | None => match x with Rise p q => Mul (At x) (Add (Div (Con p) (Con q)) Idx) | _ => At x end
            end
  | Bin l m => Bin (lsucc l) (lsucc m)
  end.
Lemma succ_ok e n : den (succ e) n = den e (S n).
Proof.
  induction e; cbn [succ]; cbn [den]; rewrite ?IHe1, ?IHe2, ?IHe, ?S_INR, ?lsucc_ok; auto.
  destruct x as [l|p q l|p q]; cbn [asucc den aden]; rewrite ?lsucc_ok; auto.
  cbn [rising]. rewrite rat_eq. reflexivity.
Qed.

(* ---- monomials of atoms, with whole exponents ------------------------------- *)
Definition leqb (l m : linear) : bool :=
  match l, m with Lin a b c, Lin d e f => (a =? d)%nat && (b =? e)%nat && (c =? f)%nat end.
Definition aeqb (x y : atom) : bool :=
  match x, y with
  | Fact l, Fact m => leqb l m
  | Geo p q l, Geo r t m => (p =? r)%Z && (q =? t)%Z && leqb l m
  | Rise p q, Rise r t => (p =? r)%Z && (q =? t)%Z
  | _, _ => false
  end.
Lemma leqb_ok l m : leqb l m = true -> l = m.
Proof.
  destruct l, m; simpl. intros H. apply andb_prop in H. destruct H as [H H3]. apply andb_prop in H. destruct H as [H1 H2].
  apply Nat.eqb_eq in H1, H2, H3. congruence.
Qed.
Lemma aeqb_ok x y : aeqb x y = true -> x = y.
Proof.
  destruct x, y; simpl; try discriminate; intros H.
  - f_equal. now apply leqb_ok.
  - apply andb_prop in H. destruct H as [H L]. apply andb_prop in H. destruct H as [P Q].
    apply Z.eqb_eq in P, Q. apply leqb_ok in L. congruence.
  - apply andb_prop in H. destruct H as [P Q]. apply Z.eqb_eq in P, Q. congruence.
Qed.

Definition mono := list (atom * Z).
Lemma power_opp x e : x <> 0 -> powerRZ x (- e) = / powerRZ x e.
Proof.
  intros X. generalize (powerRZ_NOR x e X). intros N. apply Rmult_eq_reg_r with (powerRZ x e); auto.
  rewrite <- powerRZ_add, Rinv_l by auto. now rewrite Z.add_opp_diag_l.
Qed.
Lemma power_up y e : (0 <= e)%Z -> powerRZ y e = y ^ Z.abs_nat e.
Proof. intros H. rewrite pow_powerRZ. f_equal. lia. Qed.
Lemma power_down y e : y <> 0 -> (e < 0)%Z -> powerRZ y e = / y ^ Z.abs_nat e.
Proof. intros Y H. rewrite pow_powerRZ, <- power_opp by auto. f_equal. lia. Qed.
Section Start.
Variable s : nat.
Fixpoint mval (m : mono) (n : nat) : R :=
  match m with [] => 1 | (x, e) :: m => powerRZ (aval s x n) e * mval m n end.
Definition isign (x : atom) : bool := match x with Geo p q _ => (p =? -1)%Z && (q =? 1)%Z | _ => false end.
Definition ered (x : atom) (e : Z) : Z := if isign x then (e mod 2)%Z else e.
Lemma ered_ok x e n : powerRZ (aval s x n) (ered x e) = powerRZ (aval s x n) e.
Proof.
  unfold ered. destruct (isign x) eqn:E; auto. destruct x; try discriminate. simpl in E.
  apply andb_prop in E. destruct E as [P Q]. apply Z.eqb_eq in P, Q. subst.
  set (u := aval s (Geo (-1) 1 l) n).
  assert (N : u <> 0) by apply aval_nz.
  assert (U : u * u = 1).
  { unfold u, aval. destruct aok; [|ring]. cbn [aden]. rewrite rat_eq, <- Rpow_mult_distr.
    replace (-1 / 1 * (-1 / 1)) with 1 by field. apply pow1. }
  replace (powerRZ u e) with (powerRZ u (e / 2 + e / 2 + e mod 2)).
  2: f_equal; generalize (Z.div_mod e 2); lia.
  rewrite !powerRZ_add, <- powerRZ_mult, U by auto.
  replace (powerRZ 1 (e / 2)) with 1. ring. destruct (e / 2)%Z; simpl; rewrite ?pow1; field.
Qed.
Fixpoint mput (x : atom) (e : Z) (m : mono) : mono :=
  match m with
  | [] => let e := ered x e in if (e =? 0)%Z then [] else [(x, e)]
  | (y, f) :: m =>
      if aeqb x y then (let g := ered x (e + f) in if (g =? 0)%Z then m else (y, g) :: m) else (y, f) :: mput x e m
  end.
Lemma mput_ok x e m n : mval (mput x e m) n = powerRZ (aval s x n) e * mval m n.
Proof.
  induction m as [|[y f] m IH]; cbn [mput].
  - cbv zeta. rewrite <- (ered_ok x e n). destruct (Z.eqb_spec (ered x e) 0) as [->|]; simpl; ring.
  - destruct (aeqb x y) eqn:E.
    + apply aeqb_ok in E. subst y. cbv zeta. cbn [mval].
      rewrite <- Rmult_assoc, <- powerRZ_add by apply aval_nz. rewrite <- (ered_ok x (e + f) n).
      destruct (Z.eqb_spec (ered x (e + f)) 0) as [->|]; simpl; ring.
    + cbn [mval]. rewrite IH. ring.
Qed.
Definition mmul (m p : mono) : mono := fold_right (fun xe => mput (fst xe) (snd xe)) p m.
Lemma mmul_ok m p n : mval (mmul m p) n = mval m n * mval p n.
Proof. induction m as [|[x e] m IH]; simpl. ring. rewrite mput_ok, IH. ring. Qed.
Definition minv (m : mono) : mono := map (fun xe => (fst xe, (- snd xe)%Z)) m.
Lemma mval_nz m n : mval m n <> 0.
Proof.
  induction m as [|[x e] m IH]; cbn [mval]. lra.
  apply Rmult_integral_contrapositive_currified; auto. apply powerRZ_NOR, aval_nz.
Qed.
Lemma minv_ok m n : mval (minv m) n = / mval m n.
Proof.
  induction m as [|[x e] m IH]; simpl. field.
  rewrite IH, power_opp by apply aval_nz.
  rewrite Rinv_mult_distr; auto using mval_nz. apply powerRZ_NOR, aval_nz.
Qed.
Definition meq (m p : mono) : bool := match mmul m (minv p) with [] => true | _ => false end.
Lemma meq_ok m p n : meq m p = true -> mval m n = mval p n.
Proof.
  unfold meq. intros H. generalize (mmul_ok m (minv p) n). rewrite minv_ok.
  destruct (mmul m (minv p)); try discriminate. simpl. intros E. generalize (mval_nz p n). intros N.
  apply Rmult_eq_reg_r with (/ mval p n). rewrite <- E. field. auto. now apply Rinv_neq_0_compat.
Qed.

(* ---- quotients of polynomials, with denominators that have no zero from s on --- *)
Definition frac := (list Z * list Z)%type.
Definition fval (f : frac) (n : nat) : R := peval (fst f) (INR n) / peval (snd f) (INR n).
Definition fok (f : frac) : Prop := forall n, (s <= n)%nat -> peval (snd f) (INR n) <> 0.
Fixpoint zeqb (p q : list Z) : bool :=
  match p, q with [], [] => true | a :: p, b :: q => (a =? b)%Z && zeqb p q | _, _ => false end.
Lemma zeqb_ok p q : zeqb p q = true -> p = q.
Proof.
  revert q. induction p; intros [|b q]; simpl; try discriminate; auto.
  intros H. apply andb_prop in H. destruct H as [H1 H2]. apply Z.eqb_eq in H1. f_equal; auto.
Qed.
Definition fadd (f g : frac) : frac :=
  if zeqb (snd f) (snd g) then (padd (fst f) (fst g), snd f)
  else (padd (pmul (fst f) (snd g)) (pmul (fst g) (snd f)), pmul (snd f) (snd g)).
Definition fmul (f g : frac) : frac := (pmul (fst f) (fst g), pmul (snd f) (snd g)).
Lemma fadd_ok f g : fok f -> fok g -> fok (fadd f g) /\
  forall n, (s <= n)%nat -> fval (fadd f g) n = fval f n + fval g n.
Proof.
  unfold fadd, fval, fok. destruct f as [p q], g as [r t]; cbn [fst snd]. intros F G.
  destruct (zeqb q t) eqn:E; cbn [fst snd].
  - apply zeqb_ok in E. subst t. split; auto. intros n L. rewrite peval_add. field. auto.
  - split; intros n L; rewrite ?peval_add, ?peval_mul.
    apply Rmult_integral_contrapositive_currified; auto. field. split; auto.
Qed.
Lemma fmul_ok f g : fok f -> fok g -> fok (fmul f g) /\
  forall n, (s <= n)%nat -> fval (fmul f g) n = fval f n * fval g n.
Proof.
  unfold fmul, fval, fok. destruct f as [p q], g as [r t]; cbn [fst snd]. intros F G.
  split; intros n L; rewrite ?peval_mul. apply Rmult_integral_contrapositive_currified; auto. field. split; auto.
Qed.

(* ---- normal forms: linear combinations of monomials --------------------------- *)
Definition nf := list (mono * frac).
Fixpoint nval (l : nf) (n : nat) : R := match l with [] => 0 | (m, f) :: l => fval f n * mval m n + nval l n end.
Definition nok (l : nf) : Prop := Forall (fun mf => fok (snd mf)) l.
Fixpoint nput (m : mono) (f : frac) (l : nf) : nf :=
  match l with
  | [] => [(m, f)]
  | (p, g) :: l => if meq m p then (let h := fadd f g in if pzero (fst h) then l else (p, h) :: l) else (p, g) :: nput m f l
  end.
Lemma nput_ok m f l : fok f -> nok l -> nok (nput m f l) /\
  forall n, (s <= n)%nat -> nval (nput m f l) n = fval f n * mval m n + nval l n.
Proof.
  intros F. induction l as [|[p g] l IH]; intros K.
  - split. now repeat constructor. intros; reflexivity.
  - inversion K as [|? ? G K' Eq]. subst. simpl in G. cbn [nput]. destruct (meq m p) eqn:E.
    + destruct (fadd_ok f g F G) as [A V]. cbv zeta. destruct (pzero (fst (fadd f g))) eqn:Z.
      * split; auto. intros n L. cbn [nval]. rewrite (meq_ok _ _ n E).
        assert (Z0 : fval (fadd f g) n = 0). { unfold fval. rewrite (pzero_ok _ _ Z). unfold Rdiv. ring. }
        rewrite V in Z0 by auto. replace (fval f n * mval p n + (fval g n * mval p n + nval l n)) with
          ((fval f n + fval g n) * mval p n + nval l n) by ring. rewrite Z0. ring.
      * split. now constructor. intros n L. cbn [nval]. rewrite (meq_ok _ _ n E), V by auto. ring.
    + destruct (IH K') as [A V]. split. now constructor. intros n L. cbn [nval]. rewrite V by auto. ring.
Qed.
Definition nadd (l k : nf) : nf := fold_right (fun mf => nput (fst mf) (snd mf)) k l.
Lemma nadd_ok l k : nok l -> nok k -> nok (nadd l k) /\
  forall n, (s <= n)%nat -> nval (nadd l k) n = nval l n + nval k n.
Proof.
  induction l as [|[m f] l IH]; intros L K.
  - split; auto. intros. simpl. ring.
  - inversion L. subst. destruct (IH ltac:(auto) K) as [A V]. simpl.
    destruct (nput_ok m f (nadd l k)) as [B W]; auto. split; auto. intros n N. rewrite W, V by auto. ring.
Qed.
Definition ntimes (m : mono) (f : frac) (l : nf) : nf := map (fun pg => (mmul m (fst pg), fmul f (snd pg))) l.
Lemma ntimes_ok m f l : fok f -> nok l -> nok (ntimes m f l) /\
  forall n, (s <= n)%nat -> nval (ntimes m f l) n = fval f n * mval m n * nval l n.
Proof.
  intros F. induction l as [|[p g] l IH]; intros K.
  - split. constructor. intros; simpl; ring.
  - inversion K. subst. destruct (IH ltac:(auto)) as [A V]. destruct (fmul_ok f g) as [B W]; auto. simpl. split.
    now constructor. intros n L. rewrite V, W, mmul_ok by auto. ring.
Qed.
Fixpoint nmul (l k : nf) : nf := match l with [] => [] | (m, f) :: l => nadd (ntimes m f k) (nmul l k) end.
Lemma nmul_ok l k : nok l -> nok k -> nok (nmul l k) /\
  forall n, (s <= n)%nat -> nval (nmul l k) n = nval l n * nval k n.
Proof.
  induction l as [|[m f] l IH]; intros L K.
  - split. constructor. intros; simpl; ring.
  - inversion L. subst. destruct (IH ltac:(auto) K) as [A V]. destruct (ntimes_ok m f k) as [B W]; auto. simpl.
    destruct (nadd_ok (ntimes m f k) (nmul l k)) as [C U]; auto. split; auto. intros n N. rewrite U, V, W by auto. ring.
Qed.
Definition one : frac := ([1%Z], [1%Z]).
Lemma one_ok : fok one /\ forall n, fval one n = 1.
Proof. split. intros n _. simpl. lra. intros n. unfold fval. simpl. field. Qed.
Fixpoint npow (l : nf) (k : nat) : nf := match k with O => [([], one)] | S k => nmul l (npow l k) end.
Lemma npow_ok l k : nok l -> nok (npow l k) /\ forall n, (s <= n)%nat -> nval (npow l k) n = nval l n ^ k.
Proof.
  intros L. induction k as [|k [A V]].
  - split. constructor; [apply one_ok|constructor]. intros. simpl. rewrite (proj2 one_ok). ring.
  - simpl. destruct (nmul_ok l (npow l k)) as [B W]; auto. split; auto. intros n N. rewrite W, V by auto. ring.
Qed.

(* ---- rewriting of atoms: x = f(n) m(n), proved from the start and the quotients of neighbours ---- *)
Record rule := Rule { left : atom; factor : frac; right : mono }.
Fixpoint mratio (m : mono) : frac :=
  match m with
  | [] => one
  | (x, e) :: m =>
      let (p, q) := aratio s x in let k := Z.abs_nat e in
      let f := if (0 <=? e)%Z then (ppow p k, ppow q k) else (ppow q k, ppow p k) in fmul f (mratio m)
  end.
Lemma ratio_nz x n : (s <= n)%nat -> peval (fst (aratio s x)) (INR n) <> 0.
Proof.
  intros L E. destruct (aratio_ok s x n L) as [Q V]. rewrite E in V. apply (aval_nz s x (S n)). rewrite V. unfold Rdiv. ring.
Qed.
Lemma mratio_ok m : fok (mratio m) /\ forall n, (s <= n)%nat -> mval m (S n) = fval (mratio m) n * mval m n.
Proof.
  induction m as [|[x e] m [A V]].
  - split. apply one_ok. intros. cbn [mval mratio]. rewrite (proj2 one_ok). ring.
  - cbn [mratio mval]. destruct (aratio s x) as [p q] eqn:E.
    set (f := if (0 <=? e)%Z then (ppow p (Z.abs_nat e), ppow q (Z.abs_nat e)) else (ppow q (Z.abs_nat e), ppow p (Z.abs_nat e))).
    assert (F : fok f /\ forall n, (s <= n)%nat -> powerRZ (aval s x (S n)) e = fval f n * powerRZ (aval s x n) e).
    { assert (P : forall n, (s <= n)%nat -> peval p (INR n) <> 0 /\ peval q (INR n) <> 0 /\
        aval s x (S n) = peval p (INR n) / peval q (INR n) * aval s x n).
      { intros n L. generalize (ratio_nz x n L) (aratio_ok s x n L). rewrite E. simpl. tauto. }
      unfold f, fok, fval. destruct (Z.leb_spec 0 e) as [H|H]; simpl fst; simpl snd; split; intros n L;
      destruct (P n L) as [P1 [P2 P3]]; rewrite ?peval_pow; try now apply pow_nonzero.
      - rewrite P3, !power_up by auto. unfold Rdiv. rewrite !Rpow_mult_distr, pow_inv. ring.
      - rewrite !power_down by (try apply aval_nz; lia). rewrite P3. unfold Rdiv. rewrite !Rpow_mult_distr, pow_inv.
        field. repeat split; apply pow_nonzero; auto using aval_nz. }
    destruct F as [F W]. destruct (fmul_ok f (mratio m) F A) as [B U]. split; auto.
    intros n L. rewrite W, V, U by auto. ring.
Qed.
Fixpoint mat (m : mono) : Z * Z :=
  match m with
  | [] => (1, 1)%Z
  | (x, e) :: m =>
      let (p, q) := if aok s x then aat x s else (1, 1)%Z in let (a, b) := mat m in
      if (0 <=? e)%Z then (a * p ^ e, b * q ^ e)%Z else (a * q ^ (- e), b * p ^ (- e))%Z
  end.
Lemma IZR_pow z e : (0 <= e)%Z -> IZR (z ^ e) = powerRZ (IZR z) e.
Proof. intros H. rewrite <- (Z2Nat.id e H). now rewrite <- pow_IZR, pow_powerRZ. Qed.
Lemma mat_ok m : IZR (snd (mat m)) <> 0 /\ mval m s = IZR (fst (mat m)) / IZR (snd (mat m)).
Proof.
  induction m as [|[x e] m [A V]]. simpl. split. lra. field.
  cbn [mat mval]. destruct (if aok s x then aat x s else (1, 1)%Z) as [p q] eqn:E.
  assert (X : IZR p <> 0 /\ IZR q <> 0 /\ aval s x s = IZR p / IZR q).
  { generalize (aval_nz s x s). unfold aval. destruct (aok s x) eqn:K.
    - destruct (aat_ok s x s K) as [Q D]. rewrite E in Q, D. simpl in Q, D. rewrite D. intros N. repeat split; auto.
      intros P. apply N. rewrite P. unfold Rdiv. ring.
    - injection E as <- <-. intros _. repeat split; lra. }
  destruct X as [P [Q X]]. destruct (mat m) as [a b]. simpl in A, V. rewrite X, V.
  destruct (Z.leb_spec 0 e) as [H|H]; cbn [fst snd]; rewrite !mult_IZR, !IZR_pow by lia;
    (split; [apply Rmult_integral_contrapositive_currified; auto; now apply powerRZ_NOR|]).
  - rewrite !power_up by lia. unfold Rdiv. rewrite Rpow_mult_distr, pow_inv. field.
    split; auto; now apply pow_nonzero.
  - rewrite power_down by (auto; unfold Rdiv; apply Rmult_integral_contrapositive_currified; auto;
      now apply Rinv_neq_0_compat).
    rewrite !power_up by lia. replace (Z.abs_nat (- e)) with (Z.abs_nat e) by lia.
    unfold Rdiv. rewrite Rpow_mult_distr, pow_inv. field. repeat split; try (now apply pow_nonzero); auto.
Qed.
Definition rule_ok (r : rule) : bool :=
  let (x, f, m) := r in
  aok s x && nonzero s (snd f) &&
  (let (p, q) := aat x s in let (a, b) := mat m in
   (p * b * pevalZ (snd f) (Z.of_nat s) =? a * q * pevalZ (fst f) (Z.of_nat s))%Z) &&
  (let (p, q) := aratio s x in let (u, v) := mratio m in
   pzero (psub (pmul (pmul p (fst f)) (pmul (pshift 1 (snd f)) v)) (pmul (pmul q (snd f)) (pmul (pshift 1 (fst f)) u)))).
Lemma rule_ok_ok r : rule_ok r = true -> fok (factor r) /\
  forall n, (s <= n)%nat -> aden (left r) n = fval (factor r) n * mval (right r) n.
Proof.
  destruct r as [x f m]. unfold rule_ok. intros H. apply andb_prop in H. destruct H as [H R].
  apply andb_prop in H. destruct H as [H I]. apply andb_prop in H. destruct H as [K N]. cbn [left factor right].
  assert (F : fok f) by (intros n L; now apply nonzero_ok with s). split; auto.
  intros n L. replace (aden x n) with (aval s x n) by (unfold aval; now rewrite K).
  induction L as [|n L IH].
  - unfold aval. rewrite K. destruct (aat_ok s x s K) as [Q ->]. destruct (mat_ok m) as [B ->].
    destruct (aat x s) as [p q], (mat m) as [a b]. simpl in Q, B. cbn [fst snd]. apply Z.eqb_eq, (f_equal IZR) in I.
    rewrite !mult_IZR, <- !peval_Z, <- INR_IZR_INZ in I. unfold fval. specialize (F s (Nat.le_refl s)).
    apply Rmult_eq_reg_r with (IZR q * IZR b * peval (snd f) (INR s)).
    2: repeat apply Rmult_integral_contrapositive_currified; auto.
    transitivity (IZR p * IZR b * peval (snd f) (INR s)). field; auto. rewrite I. field. auto.
  - destruct (aratio_ok s x n L) as [Q ->]. destruct (mratio_ok m) as [B V]. rewrite V, IH by auto. specialize (B n L).
    destruct (aratio s x) as [p q], (mratio m) as [u v]. simpl in Q, B. cbn [fst snd].
    apply pzero_ok with (x := INR n) in R. rewrite peval_sub, !peval_mul, !peval_shift in R.
    generalize (F n L) (F (S n) ltac:(lia)). unfold fval. cbn [fst snd]. rewrite S_INR. intros F0 F1.
    set (A := peval (fst f) (INR n)) in *. set (C := peval (snd f) (INR n)) in *.
    set (A1 := peval (fst f) (INR n + 1)) in *. set (C1 := peval (snd f) (INR n + 1)) in *.
    apply Rmult_eq_reg_r with (peval q (INR n) * C * (C1 * peval v (INR n))).
    2: repeat apply Rmult_integral_contrapositive_currified; auto.
    transitivity (peval p (INR n) * A * (C1 * peval v (INR n)) * mval m n). field; auto.
    replace (peval p (INR n) * A * (C1 * peval v (INR n))) with (peval q (INR n) * C * (A1 * peval u (INR n))) by lra.
    field; auto.
Qed.

(* ---- the normal form of a term -------------------------------------------------- *)
Fixpoint find (rules : list rule) (x : atom) : option rule :=
  match rules with [] => None | r :: rules => if aeqb x (left r) then Some r else find rules x end.
Lemma find_ok rules x r : find rules x = Some r -> In r rules /\ left r = x.
Proof.
  induction rules as [|t rules IH]; simpl. discriminate.
  destruct (aeqb x (left t)) eqn:E; intros H. injection H as <-. apply aeqb_ok in E. auto. destruct (IH H). auto.
Qed.
Definition natom (rules : list rule) (x : atom) : option nf :=
  match find rules x with
  | Some r => Some [(right r, factor r)]
  | None => if aok s x then Some [([(x, 1%Z)], one)] else None
  end.
Definition ninv (l : nf) : option nf :=
  match l with [(m, (p, q))] => if nonzero s p then Some [(minv m, (q, p))] else None | _ => None end.
Definition both (f : nf -> nf -> nf) (a b : option nf) : option nf :=
  match a, b with Some l, Some k => Some (f l k) | _, _ => None end.
Definition nneg (l : nf) : nf := ntimes [] ([(-1)%Z], [1%Z]) l.
Definition lsub (l m : linear) : option linear :=
  match l, m with Lin a b c, Lin d e f => if (d <=? a)%nat then Some (Lin (a - d) (b + f) (e + c)) else None end.
Fixpoint norm (rules : list rule) (e : term) : option nf :=
  match e with
  | Con z => Some [([], ([z], [1%Z]))]
  | Idx => Some [([], ([0; 1]%Z, [1%Z]))]
  | Add a b => both nadd (norm rules a) (norm rules b)
  | Sub a b => both (fun l k => nadd l (nneg k)) (norm rules a) (norm rules b)
  | Opp a => option_map nneg (norm rules a)
  | Mul a b => both nmul (norm rules a) (norm rules b)
  | Div a b => match norm rules b with Some k => both nmul (norm rules a) (ninv k) | None => None end
  | Pow a k => option_map (fun l => npow l k) (norm rules a)
  | At x => natom rules x
  | Bin l m =>
      match lsub l m with
      | Some d =>
          if lok s l && lok s m && lok s d then
            match natom rules (Fact m), natom rules (Fact d) with
            | Some u, Some v => match ninv u, ninv v with
                                | Some u, Some v => both nmul (natom rules (Fact l)) (Some (nmul u v))
                                | _, _ => None
                                end
            | _, _ => None
            end
          else None
      | None => None
      end
  end.
Definition rules_ok (rules : list rule) : bool := forallb rule_ok rules.
Definition agrees (o : option nf) (v : nat -> R) : Prop :=
  match o with Some l => nok l /\ forall n, (s <= n)%nat -> nval l n = v n | None => True end.
Lemma natom_ok rules x : rules_ok rules = true -> agrees (natom rules x) (aden x).
Proof.
  intros H. unfold natom. destruct (find rules x) as [r|] eqn:E.
  - destruct (find_ok _ _ _ E) as [I <-]. unfold rules_ok in H. rewrite forallb_forall in H.
    destruct (rule_ok_ok r (H r I)) as [F V]. split. now repeat constructor.
    intros n L. simpl. rewrite V by auto. ring.
  - destruct (aok s x) eqn:K; simpl; auto. split. constructor; [apply one_ok|constructor].
    intros n _. rewrite (proj2 one_ok). unfold aval. rewrite K. ring.
Qed.
Lemma ninv_ok l v : agrees (Some l) v -> agrees (ninv l) (fun n => / v n).
Proof.
  intros [K V]. destruct l as [|[m [p q]] [|]]; simpl; auto. destruct (nonzero s p) eqn:E; simpl; auto.
  inversion K as [|? ? F _ Eq]. subst. simpl in F. split.
  - repeat constructor. intros n L. simpl. now apply nonzero_ok with s.
  - intros n L. rewrite <- V by auto. simpl. unfold fval. simpl. rewrite minv_ok.
    generalize (nonzero_ok _ _ E n L) (F n L) (mval_nz m n). simpl. intros. field. auto.
Qed.
Lemma both_mul a b v w : agrees a v -> agrees b w -> agrees (both nmul a b) (fun n => v n * w n).
Proof.
  destruct a as [l|], b as [k|]; simpl; auto. intros [L V] [K W]. destruct (nmul_ok l k L K) as [A U].
  split; auto. intros n N. now rewrite U, V, W.
Qed.
Lemma agrees_ext o v w : (forall n, (s <= n)%nat -> v n = w n) -> agrees o v -> agrees o w.
Proof. destruct o; simpl; auto. intros H [K V]. split; auto. intros. rewrite V; auto. Qed.
Lemma nneg_ok l v : agrees (Some l) v -> agrees (Some (nneg l)) (fun n => - v n).
Proof.
  intros [K V]. unfold nneg. destruct (ntimes_ok [] ([(-1)%Z], [1%Z]) l) as [A U]; auto. intros n _. simpl. lra.
  split; auto. intros n L. rewrite U, V by auto. unfold fval. simpl. field.
Qed.
Theorem norm_ok rules e : rules_ok rules = true -> agrees (norm rules e) (den e).
Proof.
  intros R. induction e; cbn [norm den].
  - split. repeat constructor. intros n _. simpl. lra. intros n _. simpl. unfold fval. simpl. field.
  - split. repeat constructor. intros n _. simpl. lra. intros n _. simpl. unfold fval. simpl. field.
  - destruct (norm rules e1) as [l|], (norm rules e2) as [k|]; simpl; auto. destruct IHe1 as [L V], IHe2 as [K W].
    destruct (nadd_ok l k L K) as [A U]. split; auto. intros n N. now rewrite U, V, W.
  - destruct (norm rules e1) as [l|], (norm rules e2) as [k|]; simpl; auto. destruct IHe1 as [L V].
    apply nneg_ok in IHe2. destruct IHe2 as [K W].
    destruct (nadd_ok l (nneg k) L K) as [A U]. split; auto. intros n N. rewrite U, V, W by auto. ring.
  - destruct (norm rules e) as [l|]; simpl; auto. now apply nneg_ok.
  - now apply both_mul.
  - destruct (norm rules e2) as [k|]; simpl; auto. apply ninv_ok in IHe2. now apply both_mul.
  - destruct (norm rules e) as [l|]; simpl; auto. destruct IHe as [L V]. destruct (npow_ok l k L) as [A U].
    split; auto. intros n N. now rewrite U, V.
  - now apply natom_ok.
  - destruct (lsub l m) as [d|] eqn:D; [|exact I]. destruct (lok s l && lok s m && lok s d) eqn:K; [|exact I].
    generalize (natom_ok rules (Fact m) R) (natom_ok rules (Fact d) R).
    destruct (natom rules (Fact m)) as [u|]; [|intros; exact I].
    destruct (natom rules (Fact d)) as [v|]; [|intros; exact I].
    intros U V. apply ninv_ok in U. apply ninv_ok in V.
    destruct (ninv u) as [u'|]; [|exact I]. destruct (ninv v) as [v'|]; [|exact I].
    generalize (both_mul _ _ _ _ (natom_ok rules (Fact l) R) (both_mul _ _ _ _ U V)). simpl both.
    apply agrees_ext. intros n L. cbn [aden]. unfold Binomial.C.
    destruct l as [a b c], m as [p q r], d as [x y z]. simpl lsub in D. destruct (Nat.leb_spec p a); [|discriminate].
    injection D as <- <- <-. apply andb_prop in K. destruct K as [K K3]. apply andb_prop in K. destruct K as [K1 K2].
    unfold lok in K1, K2, K3. apply Nat.leb_le in K1, K2, K3. rewrite !lat_eq.
    replace ((a - p) * n + (b + r) - (q + c))%nat with (a * n + b - c - (p * n + q - r))%nat by nia.
    field. split; apply INR_fact_neq_0.
Qed.

(* The test: the term is 0 at every n >= s, and no divisor in it is. *)
Definition vanishes (rules : list rule) (e : term) : bool :=
  rules_ok rules && match norm rules e with Some l => forallb (fun mf => pzero (fst (snd mf))) l | None => false end.
Theorem vanishes_ok rules e : vanishes rules e = true -> forall n, (s <= n)%nat -> den e n = 0.
Proof.
  unfold vanishes. intros H n L. apply andb_prop in H. destruct H as [R H]. generalize (norm_ok rules e R).
  destruct (norm rules e) as [l|]; [|discriminate]. intros [_ V]. rewrite <- V by auto. clear V.
  induction l as [|[m [p q]] l IH]; simpl in *; auto. apply andb_prop in H. destruct H as [Z H].
  rewrite IH by auto. unfold fval. simpl. rewrite (pzero_ok _ _ Z). unfold Rdiv. ring.
Qed.
End Start.
