(* The normal form of a term with parameters over independent values, and the test that a term is 0. *)
Require Import Reals Lra Lia ZArith List Bool.
From TnSim Require Import Term Multivariate Parametric.
Import ListNotations.
Open Scope R_scope.

Lemma nonzero_mult x y : x <> 0 -> y <> 0 -> x * y <> 0.
Proof. intros. now apply Rmult_integral_contrapositive_currified. Qed.
Lemma power_nat x n : powerRZ x (Z.of_nat n) = x ^ n.
Proof. symmetry. apply pow_powerRZ. Qed.
Lemma power_abs x z : powerRZ x z = if (0 <=? z)%Z then x ^ Z.to_nat z else (/ x) ^ Z.to_nat (- z).
Proof.
  destruct (Z.leb_spec 0 z). rewrite <- power_nat. f_equal. lia.
  rewrite <- power_nat. replace z with (- Z.of_nat (Z.to_nat (- z)))%Z at 1 by lia.
  rewrite powerRZ_neg', !power_nat, pow_inv. reflexivity.
Qed.
Lemma power_times x e z : x <> 0 -> powerRZ x (e * z) = powerRZ (powerRZ x e) z.
Proof.
  intros X. assert (N : forall n, powerRZ x (e * Z.of_nat n) = powerRZ x e ^ n).
  { induction n. simpl. now rewrite Z.mul_0_r. rewrite Nat2Z.inj_succ, Z.mul_succ_r, powerRZ_add, IHn by auto. simpl. ring. }
  destruct (Z.le_gt_cases 0 z).
  - replace z with (Z.of_nat (Z.to_nat z)) by lia. now rewrite N, power_nat.
  - replace z with (- Z.of_nat (Z.to_nat (- z)))%Z by lia. rewrite Z.mul_opp_r, !powerRZ_neg', N, power_nat. reflexivity.
Qed.
Lemma power_sign z : powerRZ (-1) (z mod 2) = powerRZ (-1) z.
Proof.
  rewrite (Z.div_mod z 2) at 2 by lia. rewrite powerRZ_add, power_times by lra.
  replace (powerRZ (-1) 2) with 1 by (simpl; ring). rewrite (power_abs 1), Rinv_1.
  destruct (0 <=? z / 2)%Z; rewrite pow1; ring.
Qed.

(* The independent values: rising y z with z >= 0, recip y z, b ^ variable, harmonic and Fibonacci numbers; BNeg z
   says that z is negative. *)
Inductive base := BPoch (y : rt) (z : lin) | BRec (y : rt) (z : lin) | BPow (b : rt) (i : nat) | BHarm (z : lin) | BFib (z : lin) | BNext (z : lin) | BNeg (z : lin).
Definition bval (v : list nat) (x : list R) (b : base) : R :=
  match b with
  | BPoch y z => rising (den v x y) (Z.to_nat (leval z (zs v)))
  | BRec y z => recip (den v x y) (leval z (zs v))
  | BPow b i => den v x b ^ nth i v O
  | BHarm z => harmonic (Z.to_nat (leval z (zs v)))
  | BFib z => fibonacci (Z.to_nat (leval z (zs v)))
  | BNext z => fibonacci (S (Z.to_nat (leval z (zs v))))
  | BNeg _ => 0
  end.
Fixpoint find {A} (P : base -> option A) (l : list base) : option (nat * A) :=
  match l with
  | [] => None
  | b :: l => match P b with Some a => Some (O, a) | None => match find P l with Some (k, a) => Some (S k, a) | None => None end end
  end.
Lemma find_ok {A} (P : base -> option A) l k a : find P l = Some (k, a) -> exists b, nth_error l k = Some b /\ P b = Some a.
Proof.
  revert k. induction l as [|b l IH]; simpl. discriminate. intros k. destruct (P b) eqn:E.
  - intros H. injection H as <- <-. exists b. auto.
  - destruct (find P l) as [[j c]|]; [|discriminate]. intros H. injection H as <- <-. simpl. apply IH. reflexivity.
Qed.

Definition result := option (frac * list condition).
Definition lift (f : frac -> frac -> frac) (a b : result) : result :=
  match a, b with Some (g, o), Some (h, p) => Some (f g h, o ++ p) | _, _ => None end.
Definition also (o : list condition) (a : result) : result := match a with Some (f, p) => Some (f, o ++ p) | None => None end.
Definition mapped (f : frac -> frac) (a : result) : result := match a with Some (g, o) => Some (f g, o) | None => None end.
Definition invert (e : rt) (a : result) : result := match a with Some (f, o) => Some (finv f, Nonzero e :: o) | None => None end.
Definition close (i : bool) (e : rt) (a : result) : result := if i then invert e a else a.

Record table := Table { bases : list base; powers : list (rt * list (rt * Z)); splits : list (rt * (rt * lin)) }.
Fixpoint assoc {A} (y : rt) (l : list (rt * A)) : option A :=
  match l with [] => None | (z, a) :: l => if rt_eq y z then Some a else assoc y l end.

Section Norm.
Variables (nv nx : nat) (t : table).
Definition var (k : nat) : frac := fpol (mvar (nv + nx + k)).
Fixpoint lin_from (i : nat) (l : list Z) : mpol :=
  match l with [] => mconst 0 | c :: l => if (i <? nv)%nat then madd (mmul (mconst c) (mvar i)) (lin_from (S i) l) else mconst 0 end.
Definition lin_pol (l : lin) : mpol := match l with [] => mconst 0 | c :: l => madd (mconst c) (lin_from 0 l) end.
Definition int (a : arg) : result :=
  match a with An e => match nlin e with Some (l, o) => Some (fpol (lin_pol l), o) | None => None end | Az l => Some (fpol (lin_pol l), []) end.

(* Terms without factorials or powers. *)
Fixpoint plain (e : rt) : result :=
  match e with
  | Rc z => Some (fpol (mconst z), [])
  | Ri a => int a
  | Rx k => if (k <? nx)%nat then Some (fpol (mvar (nv + k)), []) else None
  | Radd a b => lift fadd (plain a) (plain b)
  | Rsub a b => lift fadd (plain a) (mapped fopp (plain b))
  | Ropp a => mapped fopp (plain a)
  | Rmul a b => lift fmul (plain a) (plain b)
  | Rdiv a b => lift fmul (plain a) (invert b (plain b))
  | _ => None
  end.

Fixpoint rises (fy : frac) (l : lin) (n : nat) : frac :=
  match n with O => fone | S n => fmul (rises fy l n) (fadd fy (fpol (lin_pol (ladd l [Z.of_nat n])))) end.
Fixpoint falls (fy : frac) (l : lin) (n : nat) : frac :=
  match n with O => fone | S n => fmul (falls fy l n) (finv (fadd fy (fpol (lin_pol (ladd l [Z.of_nat n]))))) end.
Fixpoint fall_conditions (y : rt) (l : lin) (n : nat) : list condition :=
  match n with O => [] | S n => Nonzero (Radd y (Ri (Az (ladd l [Z.of_nat n])))) :: fall_conditions y l n end.
Definition same_class (y : rt) (l : lin) (b : base) : option (bool * lin * Z) :=
  match b with
  | BPoch z m => if rt_eq y z then option_map (fun d => (false, m, d)) (lconst (lsub l m)) else None
  | BRec z m => if rt_eq y z then option_map (fun d => (true, m, d)) (lconst (lsub l m)) else None
  | _ => None
  end.
Definition negative (y : rt) (l : lin) (b : base) : option unit :=
  match b with
  | BNeg m => if rt_eq y (Rc 1) then match lconst (lsub l m) with Some d => if (d <=? 0)%Z then Some tt else None | None => None end else None
  | _ => None
  end.
(* recip y l if inv, else rising y l with l >= 0. *)
Definition npoch (inv : bool) (y : rt) (l : lin) : result :=
  match plain y with
  | None => None
  | Some (fy, oy) =>
    match lconst l with
    | Some c =>
        if (0 <=? c)%Z then
          if inv then Some (falls fy [] (Z.to_nat c), Positive y :: fall_conditions y [] (Z.to_nat c) ++ oy)
          else Some (rises fy [] (Z.to_nat c), Positive y :: oy)
        else if inv then Some (rises fy [c] (Z.to_nat (- c)), Positive y :: oy) else None
    | None =>
        if (if inv then match find (negative y l) (bases t) with Some _ => true | None => false end else false)
        then Some (fpol (mconst 0), [Positive y; Nonneg (lsub [(-1)%Z] l)]) else
        match find (same_class y l) (bases t) with
        | Some (k, (true, m, d)) =>
            if inv && (d <=? 0)%Z then Some (fmul (rises fy l (Z.to_nat (- d))) (var k), Positive y :: oy) else None
        | Some (k, (false, m, d)) =>
            let o := Positive y :: Nonneg m :: oy in
            match inv, (0 <=? d)%Z with
            | true, true => Some (fmul (finv (var k)) (falls fy m (Z.to_nat d)), fall_conditions y m (Z.to_nat d) ++ o)
            | true, false => Some (fmul (rises fy l (Z.to_nat (- d))) (finv (var k)), o)
            | false, true => Some (fmul (var k) (rises fy m (Z.to_nat d)), o)
            | false, false => Some (fmul (var k) (falls fy l (Z.to_nat (- d))), Nonneg l :: fall_conditions y l (Z.to_nat (- d)) ++ o)
            end
        | None => None
        end
    end
  end.

Definition fpower (f : frac) (z : Z) : frac := if (0 <=? z)%Z then fpow f (Z.to_nat z) else fpow (finv f) (Z.to_nat (- z)).
Definition is_pow (b : rt) (i : nat) (c : base) : option unit :=
  match c with BPow d j => if rt_eq b d then if Nat.eqb i j then Some tt else None else None | _ => None end.
Fixpoint npower_from (b : rt) (i : nat) (l : list Z) : option frac :=
  match l with
  | [] => Some fone
  | a :: l =>
      match npower_from b (S i) l with
      | None => None
      | Some f =>
          if (a =? 0)%Z then Some f
          else match find (is_pow b i) (bases t) with Some (k, _) => Some (fmul (fpower (var k) a) f) | None => None end
      end
  end.
Definition parity (b : rt) (l : lin) : lin := match b with Rc (-1) => map (fun a => a mod 2)%Z l | _ => l end.
Definition npower (b : rt) (l : lin) : result :=
  match plain b, parity b l with
  | Some (f, o), c :: l => match npower_from b 0 l with Some g => Some (fmul (fpower f c) g, Nonzero b :: o) | None => None end
  | Some (f, o), [] => Some (fone, Nonzero b :: o)
  | None, _ => None
  end.
Fixpoint npowers (r : list (rt * Z)) (l : lin) : result :=
  match r with [] => Some (fone, []) | (b, e) :: r => lift fmul (npower b (lscal e l)) (npowers r l) end.
Fixpoint product (r : list (rt * Z)) : result :=
  match r with
  | [] => Some (fone, [])
  | (b, e) :: r => match plain b with Some (f, o) => lift fmul (Some (fpower f e, Nonzero b :: o)) (product r) | None => None end
  end.
Definition ngeom (y : rt) (l : lin) : result :=
  match assoc y (powers t) with
  | None => npower y l
  | Some r =>
      match plain y, product r with
      | Some (f, o), Some (g, p) => if feqb f g then also (o ++ p) (npowers r l) else None
      | _, _ => None
      end
  end.

Definition at_lin (a : arg) (f : lin -> result) : result :=
  match a with Az l => f l | An e => match nlin e with Some (l, o) => also o (f l) | None => None end end.
Fixpoint reciprocals (l : lin) (n : nat) : frac :=  (* of l + 1, ..., l + n *)
  match n with O => fpol (mconst 0) | S n => fadd (reciprocals l n) (finv (fpol (lin_pol (ladd l [Z.of_nat (S n)])))) end.
Fixpoint reciprocal_conditions (l : lin) (n : nat) : list condition :=
  match n with O => [] | S n => Nonzero (Ri (Az (ladd l [Z.of_nat (S n)]))) :: reciprocal_conditions l n end.
Definition is_harm (l : lin) (b : base) : option (lin * Z) :=
  match b with BHarm m => option_map (fun d => (m, d)) (lconst (lsub l m)) | _ => None end.
Definition nharm (l : lin) : result :=
  match lconst l with
  | Some c => if (0 <=? c)%Z then Some (reciprocals [] (Z.to_nat c), reciprocal_conditions [] (Z.to_nat c)) else None
  | None =>
      match find (is_harm l) (bases t) with
      | Some (k, (m, d)) =>
          if (0 <=? d)%Z then Some (fadd (var k) (reciprocals m (Z.to_nat d)), Nonneg m :: reciprocal_conditions m (Z.to_nat d)) else None
      | None => None
      end
  end.
Fixpoint fibs (n : nat) : Z * Z := match n with O => (0, 1)%Z | S n => let (a, b) := fibs n in (b, (a + b)%Z) end.
Definition is_fib (l : lin) (b : base) : option (lin * Z) :=
  match b with BFib m => option_map (fun d => (m, d)) (lconst (lsub l m)) | _ => None end.
Definition is_next (l : lin) (b : base) : option (lin * Z) :=
  match b with BNext m => option_map (fun d => (m, d)) (lconst (lsub l m)) | _ => None end.
Fixpoint walk (n : nat) (f g : frac) : frac := match n with O => f | S n => walk n g (fadd f g) end.
Definition nfib (l : lin) : result :=
  match lconst l with
  | Some c => if (0 <=? c)%Z then Some (walk (Z.to_nat c) (fpol (mconst 0)) fone, []) else None
  | None =>
      match find (is_fib l) (bases t), find (is_next l) (bases t) with
      | Some (k, (m, d)), Some (j, (m', d')) =>
          if (0 <=? d)%Z && (d =? d')%Z then Some (walk (Z.to_nat d) (var k) (var j), [Nonneg m; Nonneg m']) else None
      | _, _ => None
      end
  end.
Definition even_lin (l : lin) : bool := forallb (fun a => (a mod 2 =? 0)%Z) l.
Definition ncos (l : lin) : result :=
  match l with
  | [] => None
  | c :: m => if even_lin m then
      if (c mod 2 =? 0)%Z then npower (Rc (-1)) ((c / 2)%Z :: map (fun a => a / 2)%Z m) else Some (fpol (mconst 0), [])
      else None
  end.
Definition choose_parts (i : bool) (y : rt) (m : lin) : result :=
  match assoc y (splits t) with
  | None => None
  | Some (z, l) =>
      match plain y, plain (Radd z (Ri (Az l))) with
      | Some (f, o), Some (g, p) =>
          if feqb f g then
            let z := Radd z (Rc 1) in
            also (Nonneg l :: o ++ p)
            (if i then also [Nonneg (lsub l m); Nonneg m] (lift fmul (npoch true z l) (lift fmul (npoch false z (lsub l m)) (npoch false (Rc 1) m)))
             else lift fmul (npoch false z l) (lift fmul (npoch true z (lsub l m)) (npoch true (Rc 1) m)))
          else None
      | _, _ => None
      end
  end.
(* The value, or its inverse and the reason why it is not 0. *)
Fixpoint norm (i : bool) (e : rt) : result :=
  match e with
  | Rc z => close i e (Some (fpol (mconst z), []))
  | Ri a => close i e (int a)
  | Rx k => close i e (if (k <? nx)%nat then Some (fpol (mvar (nv + k)), []) else None)
  | Radd a b => close i e (lift fadd (norm false a) (norm false b))
  | Rsub a b => close i e (lift fadd (norm false a) (mapped fopp (norm false b)))
  | Ropp a => mapped fopp (norm i a)
  | Rmul a b => lift fmul (norm i a) (norm i b)
  | Rdiv a b => if i then also [Nonzero b] (lift fmul (norm true a) (norm false b)) else lift fmul (norm false a) (norm true b)
  | Rpw a k => mapped (fun f => fpow f k) (norm i a)
  | Fct e => match nlin e with Some (l, o) => also o (npoch i (Rc 1) l) | None => None end
  | Bino u l =>
      match nlin u, nlin l with
      | Some (a, o), Some (b, p) =>
          also (o ++ p) (if i then also [Nonneg (lsub a b)] (lift fmul (npoch true (Rc 1) a) (lift fmul (npoch false (Rc 1) b) (npoch false (Rc 1) (lsub a b))))
                         else lift fmul (npoch false (Rc 1) a) (lift fmul (npoch true (Rc 1) b) (npoch true (Rc 1) (lsub a b))))
      | _, _ => None
      end
  | Geom y a => at_lin a (fun l => ngeom y (if i then lscal (-1) l else l))
  | Poch y a => at_lin a (fun l => also [Nonneg l] (npoch i y l))
  | Reci y l => if i then also [Nonneg l] (npoch false y l) else npoch true y l
  | Choo y e => match nlin e with Some (m, o) => also o (choose_parts i y m) | None => None end
  | Harm a => close i e (at_lin a (fun l => also [Nonneg l] (nharm l)))
  | Fibo a => close i e (at_lin a (fun l => also [Nonneg l] (nfib l)))
  | Cosi n => close i e (match nlin n with Some (l, o) => also o (ncos l) | None => None end)
  end.
Definition listed (given : list condition) (o : list condition) : bool :=
  forallb (fun c => if in_dec condition_eq c given then true else false) o.
Definition vanishing (given : list condition) (e : rt) : bool :=
  match norm false e with Some (f, o) => meqb (num f) (mconst 0) && listed given o | None => false end.
Definition conditions (e : rt) : list condition := match norm false e with Some (_, o) => nodup condition_eq o | None => [] end.

(* ---- the proof ------------------------------------------------------------------------ *)
Variables (v : list nat) (x : list R).
Hypotheses (HV : (length v =? nv)%nat = true) (HX : (length x =? nx)%nat = true).
Definition env : list R := map IZR (zs v) ++ x ++ map (bval v x) (bases t).
Notation value e := (den v x e).
Notation ok := (fok env).
Notation eval := (feval env).
Notation hold := (Forall (holds v x)).
Definition gives (r : result) (w : R) : Prop := match r with Some (f, o) => hold o -> ok f /\ eval f = w | None => True end.

Lemma V : length v = nv.
Proof. now apply Nat.eqb_eq. Qed.
Lemma X : length x = nx.
Proof. now apply Nat.eqb_eq. Qed.
Lemma env_int i : (i < nv)%nat -> nth i env 0 = IZR (nth i (zs v) 0%Z).
Proof.
  intros H. unfold env, zs. rewrite app_nth1 by (rewrite !map_length, V; lia). change 0 with (IZR 0) at 1. now rewrite map_nth.
Qed.
Lemma env_real k : (k < nx)%nat -> nth (nv + k) env 0 = nth k x 0.
Proof.
  intros H. unfold env, zs. rewrite app_nth2 by (rewrite !map_length, V; lia). rewrite !map_length, V.
  replace (nv + k - nv)%nat with k by lia. now rewrite app_nth1 by (rewrite X; lia).
Qed.
Lemma var_ok k b : nth_error (bases t) k = Some b -> ok (var k) /\ eval (var k) = bval v x b.
Proof.
  intros H. destruct (fpol_ok env (mvar (nv + nx + k))) as [A W]. split; auto. unfold var. rewrite W, meval_var.
  unfold env, zs. rewrite app_nth2 by (rewrite !map_length, V; lia). rewrite !map_length, V.
  rewrite app_nth2 by (rewrite X; lia). rewrite X. replace (nv + nx + k - nv - nx)%nat with k by lia.
  apply map_nth_error with (f := bval v x) in H. now apply nth_error_nth.
Qed.
Lemma lin_from_ok i l : meval env (lin_from i l) = IZR (dot l (skipn i (zs v))).
Proof.
  revert i. induction l as [|c l IH]; intros i; simpl; auto.
  destruct (Nat.ltb_spec i nv) as [H|H].
  - rewrite meval_add, meval_mul, meval_const, meval_var, IH, env_int by auto.
    assert (L : (i < length (zs v))%nat) by (unfold zs; rewrite map_length, V; lia).
    replace (skipn i (zs v)) with (nth i (zs v) 0%Z :: skipn (S i) (zs v)).
    cbn [dot]. now rewrite plus_IZR, mult_IZR.
    clear - L. revert i L. induction (zs v) as [|a l IH]; intros [|i] L; simpl in *; try lia; auto. apply IH. lia.
  - rewrite meval_const, skipn_all2. reflexivity. unfold zs. rewrite map_length, V. lia.
Qed.
Lemma lin_pol_ok l : meval env (lin_pol l) = IZR (leval l (zs v)).
Proof. destruct l; simpl. reflexivity. rewrite meval_add, meval_const, lin_from_ok, plus_IZR. reflexivity. Qed.

Lemma gives_lift (f : frac -> frac -> frac) (g : R -> R -> R) a b w z :
  (forall p q, ok p -> ok q -> ok (f p q) /\ eval (f p q) = g (eval p) (eval q)) ->
  gives a w -> gives b z -> gives (lift f a b) (g w z).
Proof.
  intros F. destruct a as [[p o]|], b as [[q u]|]; simpl; auto. intros A B H. apply Forall_app in H. destruct H as [H K].
  destruct (A H) as [P W]. destruct (B K) as [Q Z]. rewrite <- W, <- Z. now apply F.
Qed.
Lemma gives_add a b w z : gives a w -> gives b z -> gives (lift fadd a b) (w + z).
Proof. apply gives_lift. intros. now apply fadd_ok. Qed.
Lemma gives_mul a b w z : gives a w -> gives b z -> gives (lift fmul a b) (w * z).
Proof. apply gives_lift. intros. now apply fmul_ok. Qed.
Lemma gives_opp a w : gives a w -> gives (mapped fopp a) (- w).
Proof. destruct a as [[p o]|]; simpl; auto. intros A H. destruct (A H) as [P W]. rewrite <- W. now apply fopp_ok. Qed.
Lemma gives_pow a w k : gives a w -> gives (mapped (fun f => fpow f k) a) (w ^ k).
Proof. destruct a as [[p o]|]; simpl; auto. intros A H. destruct (A H) as [P W]. rewrite <- W. now apply fpow_ok. Qed.
Lemma gives_also o a w : (hold o -> gives a w) -> gives (also o a) w.
Proof. destruct a as [[p u]|]; simpl; auto. intros A H. apply Forall_app in H. destruct H. auto. Qed.
Lemma gives_inv e a : gives a (value e) -> gives (invert e a) (/ value e).
Proof.
  destruct a as [[p o]|]; simpl; auto. intros A H. inversion H as [|? ? N K]. subst. simpl in N.
  destruct (A K) as [P W]. rewrite <- W in *. now apply finv_ok.
Qed.
Lemma gives_eq a w z : w = z -> gives a w -> gives a z.
Proof. now intros ->. Qed.
Lemma int_ok a : gives (int a) (value (Ri a)).
Proof.
  destruct a as [e|l]; simpl.
  - destruct (nlin e) as [[l o]|] eqn:E; simpl; auto. intros H. destruct (fpol_ok env (lin_pol l)) as [A W]. split; auto.
    rewrite W, lin_pol_ok, (nlin_ok v x e l o) by auto. now rewrite <- INR_IZR_INZ.
  - intros _. destruct (fpol_ok env (lin_pol l)) as [A W]. split; auto. now rewrite W, lin_pol_ok.
Qed.
Lemma plain_ok e : gives (plain e) (value e).
Proof.
  induction e; try exact I; cbn [plain den].
  - intros _. apply fpol_ok.
  - apply int_ok.
  - destruct (Nat.ltb_spec i nx); [|exact I]. intros _. destruct (fpol_ok env (mvar (nv + i))) as [A W]. split; auto.
    now rewrite W, meval_var, env_real.
  - now apply gives_add.
  - apply gives_add; auto. now apply gives_opp.
  - now apply gives_opp.
  - now apply gives_mul.
  - apply gives_mul; auto. now apply gives_inv.
Qed.

Section Shifts.
Variables (y : rt) (fy : frac).
Hypotheses (FY : ok fy) (VY : eval fy = value y).
Lemma factor_ok l n : ok (fadd fy (fpol (lin_pol (ladd l [Z.of_nat n])))) /\
  eval (fadd fy (fpol (lin_pol (ladd l [Z.of_nat n])))) = value y + IZR (leval l (zs v)) + INR n.
Proof.
  destruct (fpol_ok env (lin_pol (ladd l [Z.of_nat n]))) as [A W].
  destruct (fadd_ok env _ _ FY A) as [B U]. split; auto. rewrite U, W, VY, lin_pol_ok, leval_add, plus_IZR.
  simpl leval at 2. rewrite Z.add_0_r, <- INR_IZR_INZ. ring.
Qed.
Lemma rises_ok l n : ok (rises fy l n) /\ eval (rises fy l n) = rising (value y + IZR (leval l (zs v))) n.
Proof.
  induction n as [|n [A W]]. apply fone_ok. cbn [rises rising]. destruct (factor_ok l n) as [B U].
  destruct (fmul_ok env _ _ A B) as [C T]. split; auto. now rewrite T, W, U.
Qed.
Lemma falls_ok l n : hold (fall_conditions y l n) ->
  ok (falls fy l n) /\ eval (falls fy l n) = / rising (value y + IZR (leval l (zs v))) n /\ rising (value y + IZR (leval l (zs v))) n <> 0.
Proof.
  induction n as [|n IH]; cbn [falls fall_conditions rising].
  - intros _. destruct (fone_ok env). repeat split; auto. rewrite H0. field.
  - intros H. inversion H as [|? ? N K]. subst. destruct (IH K) as [A [W Z]]. destruct (factor_ok l n) as [B U].
    assert (E : value y + IZR (leval l (zs v)) + INR n <> 0).
    { simpl in N. rewrite leval_add, plus_IZR in N. simpl leval at 2 in N. rewrite Z.add_0_r, <- INR_IZR_INZ in N. lra. }
    destruct (finv_ok env _ B) as [C T]. now rewrite U. destruct (fmul_ok env _ _ A C) as [D S]. split; auto.
    rewrite S, W, T, U. split. field; auto. now apply nonzero_mult.
Qed.
End Shifts.

Definition poch_value (inv : bool) (w : R) (z : Z) : R := if inv then recip w z else rising w (Z.to_nat z).
Lemma npoch_ok inv y l f o : npoch inv y l = Some (f, o) -> hold o ->
  ok f /\ eval f = poch_value inv (value y) (leval l (zs v)) /\ 0 < value y /\ (inv = false -> (0 <= leval l (zs v))%Z).
Proof.
  unfold npoch. generalize (plain_ok y). destruct (plain y) as [[fy oy]|]; [|discriminate]. intros PY.
  destruct (lconst l) as [c|] eqn:LC.
  - assert (LE : leval l (zs v) = c) by now apply lconst_ok. rewrite LE.
    destruct (Z.leb_spec 0 c) as [C|C]; [destruct inv|destruct inv; [|discriminate]]; intros E; injection E as <- <-; intros H;
      inversion H as [|? ? P K]; subst; simpl in P.
    + apply Forall_app in K. destruct K as [K1 K2]. destruct (PY K2) as [FY VY].
      destruct (falls_ok y fy FY VY _ _ K1) as [A [W N]]. split; auto. rewrite W. simpl leval. rewrite Rplus_0_r. unfold poch_value.
      rewrite recip_rising by auto. repeat split; auto; discriminate.
    + destruct (PY K) as [FY VY]. destruct (rises_ok y fy FY VY [] (Z.to_nat (leval l (zs v)))) as [A W]. split; auto.
      rewrite W. simpl leval. rewrite Rplus_0_r. auto.
    + destruct (PY K) as [FY VY]. destruct (rises_ok y fy FY VY [leval l (zs v)] (Z.to_nat (- leval l (zs v)))) as [A W]. split; auto.
      rewrite W. unfold poch_value. rewrite (recip_shift _ _ (Z.to_nat (- leval l (zs v)))) by auto.
      replace (leval l (zs v) + Z.of_nat (Z.to_nat (- leval l (zs v))))%Z with 0%Z by lia.
      replace (leval [leval l (zs v)] (zs v)) with (leval l (zs v)) by (destruct (zs v); simpl; lia).
      repeat split; auto; try discriminate. simpl recip. field.
  - destruct (if inv then match find (negative y l) (bases t) with Some _ => true | None => false end else false) eqn:NG.
    { destruct inv; [|discriminate]. destruct (find (negative y l) (bases t)) as [[k u]|] eqn:F; [|discriminate].
      destruct (find_ok _ _ _ _ F) as [b [_ SC]]. unfold negative in SC. destruct b; try discriminate SC.
      destruct (rt_eq y (Rc 1)) as [->|]; [|discriminate]. intros E. injection E as <- <-. intros H.
      inversion H as [|? ? P K]. subst. inversion K as [|? ? N _]. subst. simpl in P. cbn [holds] in N. rewrite leval_sub in N.
      destruct (fpol_ok env (mconst 0)) as [A W]. split; auto. rewrite W, meval_const. unfold poch_value. cbn [den].
      rewrite recip_negative. repeat split; auto; discriminate.
      replace (leval [(-1)%Z] (zs v)) with (-1)%Z in N by (destruct (zs v); reflexivity). lia. }
    clear NG.
    destruct (find (same_class y l) (bases t)) as [[k [[rec m] d]]|] eqn:F; [|discriminate].
    destruct (find_ok _ _ _ _ F) as [b [NE SC]]. destruct (var_ok k b NE) as [VK VE]. unfold same_class in SC.
    destruct b as [z mm|z mm|? ?|?|?|?|?]; try discriminate SC; destruct (rt_eq y z) as [<-|]; try discriminate SC;
      destruct (lconst (lsub l mm)) as [dd|] eqn:LD; try discriminate SC; simpl in SC; injection SC as <- <- <-;
      apply (lconst_ok _ _ (zs v)) in LD; rewrite leval_sub in LD; cbn [bval] in VE.
    + cbv zeta. destruct inv, (Z.leb_spec 0 dd) as [D|D]; intros E; injection E as <- <-; intros H.
      * apply Forall_app in H. destruct H as [H1 H]. inversion H as [|? ? P K]. subst. inversion K as [|? ? M K']. subst.
        simpl in P, M. destruct (PY K') as [FY VY]. destruct (falls_ok y fy FY VY _ _ H1) as [A [W N]].
        assert (R1 : rising (value y) (Z.to_nat (leval mm (zs v))) <> 0) by now apply Rgt_not_eq, rising_pos.
        destruct (finv_ok env (var k) VK) as [B U]. now rewrite VE.
        destruct (fmul_ok env _ _ B A) as [C T]. split; auto. rewrite T, U, W, VE. unfold poch_value.
        rewrite recip_rising by lia. replace (leval l (zs v)) with (leval mm (zs v) + Z.of_nat (Z.to_nat (leval l (zs v) - leval mm (zs v))))%Z by lia.
        rewrite rising_shift by auto. repeat split; auto; try discriminate.
        replace (leval mm (zs v) + Z.of_nat (Z.to_nat (leval l (zs v) - leval mm (zs v))) - leval mm (zs v))%Z with (Z.of_nat (Z.to_nat (leval l (zs v) - leval mm (zs v)))) by lia.
        rewrite Nat2Z.id. field. auto.
      * inversion H as [|? ? P K]. subst. inversion K as [|? ? M K']. subst. simpl in P, M. destruct (PY K') as [FY VY].
        destruct (rises_ok y fy FY VY l (Z.to_nat (- (leval l (zs v) - leval mm (zs v))))) as [A W].
        assert (R1 : rising (value y) (Z.to_nat (leval mm (zs v))) <> 0) by now apply Rgt_not_eq, rising_pos.
        destruct (finv_ok env (var k) VK) as [B U]. now rewrite VE.
        destruct (fmul_ok env _ _ A B) as [C T]. split; auto. rewrite T, U, W, VE. unfold poch_value.
        rewrite (recip_shift _ (leval l (zs v)) (Z.to_nat (- (leval l (zs v) - leval mm (zs v))))) by auto.
        replace (leval l (zs v) + Z.of_nat (Z.to_nat (- (leval l (zs v) - leval mm (zs v)))))%Z with (leval mm (zs v)) by lia.
        rewrite (recip_rising _ (leval mm (zs v))) by auto. repeat split; auto; discriminate.
      * inversion H as [|? ? P K]. subst. inversion K as [|? ? M K']. subst. simpl in P, M. destruct (PY K') as [FY VY].
        destruct (rises_ok y fy FY VY mm (Z.to_nat (leval l (zs v) - leval mm (zs v)))) as [A W].
        destruct (fmul_ok env _ _ VK A) as [C T]. split; auto. rewrite T, W, VE. unfold poch_value.
        split; [|split; auto; intros; lia].
        rewrite <- rising_shift by auto. do 2 f_equal. lia.
      * inversion H as [|? ? L0 H0]. subst. apply Forall_app in H0. destruct H0 as [H1 H0].
        inversion H0 as [|? ? P K]. subst. inversion K as [|? ? M K']. subst. simpl in P, M, L0. destruct (PY K') as [FY VY].
        destruct (falls_ok y fy FY VY _ _ H1) as [A [W N]].
        destruct (fmul_ok env _ _ VK A) as [C T]. split; auto. rewrite T, W, VE. unfold poch_value.
        split; [|split; auto].
        replace (leval mm (zs v)) with (leval l (zs v) + Z.of_nat (Z.to_nat (- (leval l (zs v) - leval mm (zs v)))))%Z at 1 by lia.
        rewrite rising_shift by auto. field. auto.
    + destruct (inv && (dd <=? 0)%Z) eqn:I; [|discriminate]. apply andb_prop in I. destruct I as [-> D]. apply Z.leb_le in D.
      intros E. injection E as <- <-. intros H. inversion H as [|? ? P K]. subst. simpl in P. destruct (PY K) as [FY VY].
      destruct (rises_ok y fy FY VY l (Z.to_nat (- (leval l (zs v) - leval mm (zs v))))) as [A W].
      destruct (fmul_ok env _ _ A VK) as [C T]. split; auto. rewrite T, W, VE. unfold poch_value.
      rewrite (recip_shift _ (leval l (zs v)) (Z.to_nat (- (leval l (zs v) - leval mm (zs v))))) by auto.
      replace (leval l (zs v) + Z.of_nat (Z.to_nat (- (leval l (zs v) - leval mm (zs v)))))%Z with (leval mm (zs v)) by lia.
      repeat split; auto; discriminate.
Qed.

(* Powers. *)
Lemma fpower_ok f z : ok f -> eval f <> 0 -> ok (fpower f z) /\ eval (fpower f z) = powerRZ (eval f) z.
Proof.
  intros F N. unfold fpower. rewrite power_abs. destruct (0 <=? z)%Z. now apply fpow_ok.
  destruct (finv_ok env f F N) as [A W]. rewrite <- W. now apply fpow_ok.
Qed.
Lemma skipn_zs i : skipn i (zs v) = [] /\ (length (zs v) <= i)%nat \/ skipn i (zs v) = nth i (zs v) 0%Z :: skipn (S i) (zs v).
Proof.
  destruct (le_lt_dec (length (zs v)) i) as [L|L]. left. split; auto. now apply skipn_all2. right.
  revert i L. induction (zs v) as [|a l IH]; intros [|i] L; simpl in *; try lia; auto. apply IH. lia.
Qed.
Lemma npower_from_ok b i l f : value b <> 0 -> npower_from b i l = Some f ->
  ok f /\ eval f = powerRZ (value b) (dot l (skipn i (zs v))).
Proof.
  intros B. revert i f. induction l as [|a l IH]; intros i f; cbn [npower_from].
  - intros H. injection H as <-. apply fone_ok.
  - destruct (npower_from b (S i) l) as [g|] eqn:E; [|discriminate]. destruct (IH (S i) g E) as [G W].
    destruct (Z.eqb_spec a 0) as [->|A].
    + intros H. injection H as <-. split; auto. rewrite W. f_equal.
      destruct (skipn_zs i) as [[-> L]| ->]; auto. rewrite skipn_all2 by lia. now destruct l.
    + destruct (find (is_pow b i) (bases t)) as [[k u]|] eqn:F; [|discriminate]. intros H. injection H as <-.
      destruct (find_ok _ _ _ _ F) as [c [NE SC]]. destruct (var_ok k c NE) as [VK VE].
      destruct c as [? ?|? ?|d j|?|?|?|?]; try discriminate SC. simpl in SC. destruct (rt_eq b d) as [<-|]; [|discriminate].
      destruct (Nat.eqb_spec i j) as [<-|]; [|discriminate]. cbn [bval] in VE.
      destruct (fpower_ok (var k) a VK) as [P Q]. rewrite VE. now apply pow_nonzero.
      destruct (fmul_ok env _ _ P G) as [R S]. split; auto. rewrite S, Q, W, VE, <- power_nat.
      destruct (skipn_zs i) as [[-> L]| ->].
      * rewrite (skipn_all2 (zs v)) by lia. rewrite (nth_overflow v) by (unfold zs in L; rewrite map_length in L; lia).
        simpl (powerRZ _ (Z.of_nat 0)). rewrite power_abs, Rinv_1. destruct l; destruct (0 <=? a)%Z; rewrite pow1; simpl; ring.
      * cbn [dot]. rewrite powerRZ_add by auto. f_equal. rewrite Z.mul_comm, power_times by auto. do 2 f_equal.
        unfold zs. change 0%Z with (Z.of_nat 0). now rewrite map_nth.
Qed.
Lemma dot_mod l w : (dot (map (fun a => a mod 2) l) w mod 2 = dot l w mod 2)%Z.
Proof.
  revert w. induction l as [|a l IH]; intros [|z w]; cbn [map dot]; auto.
  rewrite Z.add_mod, IH, Z.mul_mod_idemp_l, <- Z.add_mod by lia. reflexivity.
Qed.
Lemma leval_mod l w : (leval (map (fun a => a mod 2) l) w mod 2 = leval l w mod 2)%Z.
Proof.
  destruct l as [|c l]; cbn [map leval]; auto. rewrite Z.add_mod, dot_mod, Z.mod_mod, <- Z.add_mod by lia. reflexivity.
Qed.
Lemma parity_ok b l : powerRZ (value b) (leval (parity b l) (zs v)) = powerRZ (value b) (leval l (zs v)).
Proof.
  unfold parity. destruct b as [z| | | | | | | | | | | | | | | | |]; auto. destruct z as [|p|p]; auto. destruct p; auto.
  cbn [den]. now rewrite <- power_sign, leval_mod, power_sign.
Qed.
Lemma npower_ok b l f o : npower b l = Some (f, o) -> hold o ->
  ok f /\ eval f = powerRZ (value b) (leval l (zs v)) /\ value b <> 0.
Proof.
  unfold npower. rewrite <- parity_ok. generalize (plain_ok b). destruct (plain b) as [[g p]|]; [|discriminate]. intros PB.
  destruct (parity b l) as [|c m].
  - intros E. injection E as <- <-. intros H. inversion H. subst. destruct (fone_ok env). repeat split; auto.
  - destruct (npower_from b 0 m) as [h|] eqn:E; [|discriminate]. intros H. injection H as <- <-. intros H.
    inversion H as [|? ? N K]. subst. simpl in N. destruct (PB K) as [G W]. destruct (npower_from_ok b 0 m h N E) as [A U].
    destruct (fpower_ok g c G) as [B T]. now rewrite W. destruct (fmul_ok env _ _ B A) as [C S]. repeat split; auto.
    rewrite S, T, U, W. cbn [leval skipn]. now rewrite powerRZ_add.
Qed.
Fixpoint power_product (r : list (rt * Z)) (z : Z) : R :=
  match r with [] => 1 | (b, e) :: r => powerRZ (value b) (e * z) * power_product r z end.
Lemma npowers_ok r l : gives (npowers r l) (power_product r (leval l (zs v))).
Proof.
  induction r as [|[b e] r IH]; cbn [npowers power_product]. intros _. apply fone_ok.
  apply gives_mul; auto. destruct (npower b (lscal e l)) as [[f o]|] eqn:E; simpl; auto. intros H.
  destruct (npower_ok _ _ _ _ E H) as [A [W _]]. now rewrite leval_scal in W.
Qed.
Lemma product_ok r f o : product r = Some (f, o) -> hold o ->
  ok f /\ eval f <> 0 /\ forall z, powerRZ (eval f) z = power_product r z.
Proof.
  revert f o. induction r as [|[b e] r IH]; intros f o; cbn [product power_product].
  - intros E. injection E as <- <-. intros _. destruct (fone_ok env) as [A W]. rewrite W. repeat split; auto.
    intros z. rewrite power_abs, Rinv_1. destruct (0 <=? z)%Z; apply pow1.
  - generalize (plain_ok b). destruct (plain b) as [[g p]|]; [|discriminate]. intros PB. simpl.
    destruct (product r) as [[h q]|]; [|discriminate]. intros E. injection E as <- <-. intros H.
    inversion H as [|? ? N K]. subst. simpl in N. apply Forall_app in K. destruct K as [K1 K2].
    destruct (PB K1) as [G W]. destruct (IH _ _ eq_refl K2) as [A [Z U]].
    destruct (fpower_ok g e G) as [B T]. now rewrite W. destruct (fmul_ok env _ _ B A) as [C S]. split; auto.
    rewrite S, T, W. split. apply nonzero_mult; auto. now apply powerRZ_NOR.
    intros z. now rewrite powerRZ_mult, power_times, U.
Qed.
Lemma ngeom_ok y l f o : ngeom y l = Some (f, o) -> hold o ->
  ok f /\ eval f = powerRZ (value y) (leval l (zs v)) /\ value y <> 0.
Proof.
  unfold ngeom. destruct (assoc y (powers t)) as [r|]; [|apply npower_ok].
  generalize (plain_ok y). destruct (plain y) as [[g p]|]; [|discriminate]. intros PY.
  generalize (product_ok r). destruct (product r) as [[h q]|]; [|discriminate]. intros PR.
  destruct (feqb g h) eqn:E; [|discriminate]. generalize (npowers_ok r l). destruct (npowers r l) as [[k u]|]; [|discriminate].
  simpl. intros PL H. injection H as <- <-. intros H. apply Forall_app in H. destruct H as [H1 H2].
  apply Forall_app in H1. destruct H1 as [H0 H1]. destruct (PY H0) as [G W]. destruct (PR _ _ eq_refl H1) as [A [N U]].
  destruct (PL H2) as [B T]. apply (feqb_ok env) in E; auto. rewrite <- W, E. split; auto. split; auto. now rewrite T, U.
Qed.
Lemma gives_at a f w : (forall l, leval l (zs v) = aval_z v a -> gives (f l) w) -> gives (at_lin a f) w.
Proof.
  destruct a as [e|l]; simpl; intros H; auto. destruct (nlin e) as [[l o]|] eqn:E; [|exact I].
  apply gives_also. intros K. apply H. now apply nlin_ok with x o.
Qed.

(* Harmonic and Fibonacci numbers, cosines. *)
Lemma reciprocals_ok l n : hold (reciprocal_conditions l n) -> (0 <= leval l (zs v))%Z ->
  ok (reciprocals l n) /\ harmonic (Z.to_nat (leval l (zs v)) + n) = harmonic (Z.to_nat (leval l (zs v))) + eval (reciprocals l n).
Proof.
  intros H L. induction n as [|n IH]; cbn [reciprocals].
  - destruct (fpol_ok env (mconst 0)) as [A W]. split; auto. rewrite W, meval_const, Nat.add_0_r. ring.
  - inversion H as [|? ? N K]. subst. destruct (IH K) as [A W].
    destruct (fpol_ok env (lin_pol (ladd l [Z.of_nat (S n)]))) as [B U]. rewrite lin_pol_ok in U. cbn [holds den] in N.
    destruct (finv_ok env _ B) as [C T]. now rewrite U. destruct (fadd_ok env _ _ A C) as [D Q]. split; auto.
    rewrite Q, T, U. rewrite Nat.add_succ_r. cbn [harmonic]. rewrite W, Rplus_assoc. do 2 f_equal. f_equal.
    rewrite leval_add, INR_IZR_INZ. f_equal. replace (leval [Z.of_nat (S n)] (zs v)) with (Z.of_nat (S n)) by (destruct (zs v); simpl; lia). lia.
Qed.
Lemma nharm_ok l : (0 <= leval l (zs v))%Z -> gives (nharm l) (harmonic (Z.to_nat (leval l (zs v)))).
Proof.
  intros L. unfold nharm. destruct (lconst l) as [c|] eqn:LC.
  - apply (lconst_ok _ _ (zs v)) in LC. rewrite LC in *. destruct (Z.leb_spec 0 c); [|exact I]. intros H0.
    destruct (reciprocals_ok [] (Z.to_nat c) H0) as [A W]. apply Z.le_refl. split; auto. simpl in W. rewrite W. ring.
  - destruct (find (is_harm l) (bases t)) as [[k [m d]]|] eqn:F; [|exact I]. destruct (Z.leb_spec 0 d); [|exact I].
    destruct (find_ok _ _ _ _ F) as [b [NE SC]]. destruct (var_ok k b NE) as [VK VE].
    destruct b as [? ?|? ?|? ?|mm|?|?|?]; try discriminate SC. simpl in SC. destruct (lconst (lsub l mm)) as [dd|] eqn:LD; [|discriminate].
    simpl in SC. injection SC as <- <-. apply (lconst_ok _ _ (zs v)) in LD. rewrite leval_sub in LD. cbn [bval] in VE.
    intros H0. inversion H0 as [|? ? M K]. subst. simpl in M. destruct (reciprocals_ok mm _ K M) as [A W].
    destruct (fadd_ok env _ _ VK A) as [B U]. split; auto. rewrite U, VE, <- W. f_equal. lia.
Qed.
Lemma walk_ok n f g m : ok f -> ok g -> eval f = fibonacci m -> eval g = fibonacci (S m) ->
  ok (walk n f g) /\ eval (walk n f g) = fibonacci (n + m).
Proof.
  revert f g m. induction n as [|n IH]; intros f g m F G W U; cbn [walk]; auto.
  destruct (fadd_ok env f g F G) as [A S]. replace (Datatypes.S n + m)%nat with (n + Datatypes.S m)%nat by lia. apply IH; auto.
  rewrite S, W, U. change (fibonacci m + fibonacci (Datatypes.S m) = fibonacci (Datatypes.S m) + fibonacci m). ring.
Qed.
Lemma nfib_ok l : (0 <= leval l (zs v))%Z -> gives (nfib l) (fibonacci (Z.to_nat (leval l (zs v)))).
Proof.
  intros L. unfold nfib. destruct (lconst l) as [c|] eqn:LC.
  - apply (lconst_ok _ _ (zs v)) in LC. rewrite LC in *. destruct (Z.leb_spec 0 c); [|exact I]. intros _.
    destruct (fpol_ok env (mconst 0)) as [A W]. destruct (fone_ok env) as [B U].
    destruct (walk_ok (Z.to_nat c) (fpol (mconst 0)) fone 0 A B) as [C T]; auto. split; auto. rewrite T. f_equal. lia.
  - destruct (find (is_fib l) (bases t)) as [[k [m d]]|] eqn:F; [|exact I].
    destruct (find (is_next l) (bases t)) as [[j [m' d']]|] eqn:G; [|exact I].
    destruct ((0 <=? d)%Z && (d =? d')%Z) eqn:E; [|exact I]. apply andb_prop in E. destruct E as [D E].
    apply Z.leb_le in D. apply Z.eqb_eq in E.
    destruct (find_ok _ _ _ _ F) as [b [NE SC]]. destruct (var_ok k b NE) as [VK VE].
    destruct b as [? ?|? ?|? ?|?|mm|?|?]; try discriminate SC. simpl in SC. destruct (lconst (lsub l mm)) as [dd|] eqn:LD; [|discriminate].
    simpl in SC. injection SC as <- <-.
    destruct (find_ok _ _ _ _ G) as [b [NE' SC]]. destruct (var_ok j b NE') as [VJ VE'].
    destruct b as [? ?|? ?|? ?|?|?|mn|?]; try discriminate SC. simpl in SC. destruct (lconst (lsub l mn)) as [de|] eqn:LE; [|discriminate].
    simpl in SC. injection SC as <- <-.
    apply (lconst_ok _ _ (zs v)) in LD. apply (lconst_ok _ _ (zs v)) in LE. rewrite leval_sub in LD, LE. cbn [bval] in VE, VE'.
    intros H. inversion H as [|? ? M K]. subst. simpl in M.
    destruct (walk_ok (Z.to_nat (leval l (zs v) - leval mm (zs v))) (var k) (var j) (Z.to_nat (leval mm (zs v))) VK VJ VE) as [C T].
    { rewrite VE'. do 3 f_equal. lia. }
    split; auto. rewrite T. f_equal. lia.
Qed.
Lemma cos_even m : cos (PI * INR (2 * m) / 2) = (-1) ^ m.
Proof.
  induction m. simpl. replace (PI * 0 / 2) with 0 by field. apply cos_0.
  replace (2 * S m)%nat with (S (S (2 * m))) by lia. rewrite !S_INR.
  replace (PI * (INR (2 * m) + 1 + 1) / 2) with (PI * INR (2 * m) / 2 + PI) by field. rewrite neg_cos, IHm. simpl. ring.
Qed.
Lemma cos_odd m : cos (PI * INR (2 * m + 1) / 2) = 0.
Proof.
  rewrite plus_INR, mult_INR. simpl (INR 2). simpl (INR 1).
  replace (PI * ((1 + 1) * INR m + 1) / 2) with (PI / 2 + PI * INR m) by field.
  induction m. simpl. rewrite Rmult_0_r, Rplus_0_r. apply cos_PI2.
  rewrite S_INR. replace (PI / 2 + PI * (INR m + 1)) with (PI / 2 + PI * INR m + PI) by ring. rewrite neg_cos, IHm. ring.
Qed.
Lemma dot_even m : even_lin m = true -> dot m (zs v) = (2 * dot (map (fun a => a / 2) m) (zs v))%Z.
Proof. intros H. rewrite (dot_div 2) by (auto; lia). lia. Qed.
Lemma ncos_ok l n : leval l (zs v) = Z.of_nat n -> gives (ncos l) (cos (PI * INR n / 2)).
Proof.
  intros L. unfold ncos. destruct l as [|c m]; [exact I|]. destruct (even_lin m) eqn:E; [|exact I].
  apply dot_even in E. cbn [leval] in L. generalize (Z.div_mod c 2 ltac:(lia)) (Z.mod_pos_bound c 2 ltac:(lia)). intros D B.
  destruct (Z.eqb_spec (c mod 2) 0) as [M|M].
  - destruct (npower (Rc (-1)) _) as [[f o]|] eqn:N; [|exact I]. intros H. destruct (npower_ok _ _ _ _ N H) as [A [W _]].
    split; auto. rewrite W. cbn [leval den]. replace n with (2 * Z.to_nat (c / 2 + dot (map (fun a => (a / 2)%Z) m) (zs v)))%nat by lia.
    rewrite cos_even, <- power_nat. f_equal. lia.
  - intros _. destruct (fpol_ok env (mconst 0)) as [A W]. split; auto. rewrite W, meval_const.
    replace n with (2 * Z.to_nat (c / 2 + dot (map (fun a => (a / 2)%Z) m) (zs v)) + 1)%nat by lia. now rewrite cos_odd.
Qed.

Lemma gives_poch inv y l w :
  (0 < value y -> (inv = false -> (0 <= leval l (zs v))%Z) -> poch_value inv (value y) (leval l (zs v)) = w) -> gives (npoch inv y l) w.
Proof.
  destruct (npoch inv y l) as [[f o]|] eqn:E; simpl; auto. intros H K. destruct (npoch_ok _ _ _ _ _ E K) as [A [W [P Q]]].
  split; auto. rewrite W. auto.
Qed.
Definition seen (i : bool) (w : R) : R := if i then / w else w.
Definition gives' (i : bool) (r : result) (w : R) : Prop :=
  match r with Some (f, o) => hold o -> ok f /\ eval f = seen i w /\ (i = true -> w <> 0) | None => True end.
Lemma gives_false r w : gives r w -> gives' false r w.
Proof. destruct r as [[f o]|]; simpl; auto. intros H K. destruct (H K). repeat split; auto. discriminate. Qed.
Lemma gives_of_false r w : gives' false r w -> gives r w.
Proof. destruct r as [[f o]|]; simpl; auto. intros H K. destruct (H K) as [A [W _]]. auto. Qed.
Lemma gives_true r w : (forall f o, r = Some (f, o) -> hold o -> w <> 0) -> gives r (/ w) -> gives' true r w.
Proof. destruct r as [[f o]|]; simpl; auto. intros N H K. destruct (H K). repeat split; auto. intros _. now apply (N f o). Qed.
Lemma gives_close i e a : gives a (value e) -> gives' i (close i e a) (value e).
Proof.
  intros H. destruct i; simpl. 2: now apply gives_false. generalize (gives_inv e a H). destruct a as [[f o]|]; simpl; auto.
  intros G K. destruct (G K). inversion K. repeat split; auto.
Qed.
Lemma rising_inv w z : 0 < w -> (0 <= z)%Z -> / recip w z = rising w (Z.to_nat z) /\ recip w z <> 0.
Proof.
  intros W Z0. rewrite recip_rising by auto. generalize (rising_pos w (Z.to_nat z) W). intros H. split. field. lra.
  apply Rinv_neq_0_compat. lra.
Qed.
Lemma norm_poch i y l : (0 <= leval l (zs v))%Z -> gives' i (npoch i y l) (rising (value y) (Z.to_nat (leval l (zs v)))).
Proof.
  intros L. destruct (npoch i y l) as [[f o]|] eqn:E; simpl; auto. intros K. destruct (npoch_ok _ _ _ _ _ E K) as [A [W [P Q]]].
  generalize (rising_pos (value y) (Z.to_nat (leval l (zs v))) P). intros R0. repeat split; auto. 2: lra.
  rewrite W. unfold poch_value. destruct i; simpl; auto. now apply recip_rising.
Qed.
Lemma norm_recip i y l : (i = true -> (0 <= leval l (zs v))%Z) -> gives' i (npoch (negb i) y l) (recip (value y) (leval l (zs v))).
Proof.
  intros L. destruct (npoch (negb i) y l) as [[f o]|] eqn:E; simpl; auto. intros K. destruct (npoch_ok _ _ _ _ _ E K) as [A [W [P Q]]].
  rewrite W. unfold poch_value. destruct i; simpl.
  - destruct (rising_inv (value y) (leval l (zs v)) P (L eq_refl)) as [-> N]. auto.
  - repeat split; auto; discriminate.
Qed.
Lemma norm_mul i a b w z : gives' i a w -> gives' i b z -> gives' i (lift fmul a b) (w * z).
Proof.
  destruct a as [[p o]|], b as [[q u]|]; simpl; auto. intros A B H. apply Forall_app in H. destruct H as [H K].
  destruct (A H) as [P [W N]]. destruct (B K) as [Q [Z M]]. destruct (fmul_ok env _ _ P Q) as [C T]. split; auto. rewrite T, W, Z.
  destruct i; simpl; split; try discriminate; auto; try (intros _; apply nonzero_mult; auto). all: rewrite Rinv_mult_distr; auto.
Qed.
Lemma norm_also i o a w : (hold o -> gives' i a w) -> gives' i (also o a) w.
Proof. destruct a as [[p u]|]; simpl; auto. intros A H. apply Forall_app in H. destruct H. auto. Qed.
Lemma norm_eq i a w z : w = z -> gives' i a w -> gives' i a z.
Proof. now intros ->. Qed.
Lemma norm_bino i a b u l : leval a (zs v) = Z.of_nat u -> leval b (zs v) = Z.of_nat l -> (i = true -> (0 <= leval (lsub a b) (zs v))%Z) ->
  gives' i (lift fmul (npoch i (Rc 1) a) (lift fmul (npoch (negb i) (Rc 1) b) (npoch (negb i) (Rc 1) (lsub a b)))) (binomial u l).
Proof.
  intros A B L. rewrite binomial_recip, <- rising_1. rewrite <- A, <- B, <- leval_sub.
  replace (rising 1 u) with (rising 1 (Z.to_nat (leval a (zs v)))) by (f_equal; lia).
  apply norm_mul; [|apply norm_mul]. apply (norm_poch i (Rc 1)). lia. apply (norm_recip i (Rc 1)). lia. now apply (norm_recip i (Rc 1)).
Qed.
Lemma norm_choose i y m n : leval m (zs v) = Z.of_nat n -> gives' i (choose_parts i y m) (choose (value y) n).
Proof.
  intros M. unfold choose_parts. destruct (assoc y (splits t)) as [[z l]|]; [|exact I].
  generalize (plain_ok y) (plain_ok (Radd z (Ri (Az l)))).
  destruct (plain y) as [[f o]|]; [|intros; exact I]. destruct (plain (Radd z (Ri (Az l)))) as [[g p]|]; [|intros; exact I].
  intros F G. destruct (feqb f g) eqn:E; [|exact I]. cbv zeta. apply norm_also. intros H.
  inversion H as [|? ? L K]. subst. simpl in L. apply Forall_app in K. destruct K as [K1 K2].
  destruct (F K1) as [A W]. destruct (G K2) as [B U]. apply (feqb_ok env) in E; auto. rewrite W, U in E. rewrite E. cbn [den].
  assert (X0 : 0 < value z + 1 -> choose (value z + IZR (leval l (zs v))) n =
     rising (value (Radd z (Rc 1))) (Z.to_nat (leval l (zs v))) * (recip (value (Radd z (Rc 1))) (leval (lsub l m) (zs v)) * recip (value (Rc 1)) (leval m (zs v)))).
  { intros P. rewrite leval_sub, M. now apply choose_recip. }
  assert (Y0 : forall i, (i = true -> (0 <= leval (lsub l m) (zs v))%Z) ->
    gives' i (lift fmul (npoch i (Radd z (Rc 1)) l) (lift fmul (npoch (negb i) (Radd z (Rc 1)) (lsub l m)) (npoch (negb i) (Rc 1) m)))
     (choose (value z + IZR (leval l (zs v))) n)).
  { intros j J. generalize (norm_poch j (Radd z (Rc 1)) l L) (npoch_ok j (Radd z (Rc 1)) l).
    destruct (npoch j (Radd z (Rc 1)) l) as [[a q]|] eqn:N; [|intros; exact I]. intros N1 N2.
    assert (N3 : gives' j (lift fmul (npoch (negb j) (Radd z (Rc 1)) (lsub l m)) (npoch (negb j) (Rc 1) m))
      (recip (value (Radd z (Rc 1))) (leval (lsub l m) (zs v)) * recip (value (Rc 1)) (leval m (zs v)))).
    { apply norm_mul; apply norm_recip; auto. intros _. lia. }
    generalize (norm_mul j _ _ _ _ N1 N3). destruct (lift fmul (npoch (negb j) (Radd z (Rc 1)) (lsub l m)) (npoch (negb j) (Rc 1) m)) as [[b r]|]; [|auto].
    simpl. intros N4 Q. rewrite X0. auto. apply Forall_app in Q. destruct Q as [Q _]. now destruct (N2 _ _ eq_refl Q) as [_ [_ [P _]]]. }
  destruct i.
  - apply norm_also. intros Q. inversion Q as [|? ? Q1 Q2]. subst. simpl in Q1. now apply (Y0 true).
  - apply (Y0 false). discriminate.
Qed.
Lemma norm_geom i y l z : leval l (zs v) = z -> gives' i (ngeom y (if i then lscal (-1) l else l)) (powerRZ (value y) z).
Proof.
  intros <-. destruct (ngeom y _) as [[f o]|] eqn:E; [|exact I]. intros H. destruct (ngeom_ok _ _ _ _ E H) as [A [W N]].
  repeat split; auto. 2: intros _; now apply powerRZ_NOR. rewrite W. destruct i; simpl; auto.
  rewrite leval_scal. replace (-1 * leval l (zs v))%Z with (- leval l (zs v))%Z by lia. apply powerRZ_neg'.
Qed.
Lemma norm_at i a f w : (forall l, leval l (zs v) = aval_z v a -> gives' i (f l) w) -> gives' i (at_lin a f) w.
Proof.
  destruct a as [e|l]; simpl; intros H; auto. destruct (nlin e) as [[l o]|] eqn:E; [|exact I].
  apply norm_also. intros K. apply H. now apply nlin_ok with x o.
Qed.
Lemma aval_zn a : (0 <= aval_z v a)%Z -> Z.to_nat (aval_z v a) = aval_n v a.
Proof. destruct a; simpl; auto. intros. lia. Qed.

Theorem norm_ok e : forall i, gives' i (norm i e) (value e).
Proof.
  induction e; intros i0; cbn [norm].
  - apply gives_close. intros _. apply fpol_ok.
  - apply gives_close. apply int_ok.
  - apply gives_close. apply (plain_ok (Rx i)).
  - apply gives_close. cbn [den]. apply gives_add; now apply gives_of_false.
  - apply gives_close. cbn [den]. apply gives_add. now apply gives_of_false. now apply gives_opp, gives_of_false.
  - specialize (IHe i0). destruct (norm i0 e) as [[f o]|]; simpl; auto. intros H. destruct (IHe H) as [A [W N]].
    destruct (fopp_ok env f A) as [B T]. split; auto. rewrite T, W. destruct i0; simpl; split; auto; try discriminate.
    field. auto. intros _. apply Ropp_neq_0_compat. auto.
  - cbn [den]. now apply norm_mul.
  - cbn [den]. destruct i0.
    + apply norm_also. intros H. inversion H as [|? ? N _]. subst. simpl in N. generalize (IHe1 true) (IHe2 false).
      destruct (norm true e1) as [[p o]|], (norm false e2) as [[q u]|]; simpl; auto. intros A B K. apply Forall_app in K. destruct K as [K1 K2].
      destruct (A K1) as [P [W M]]. destruct (B K2) as [Q [Z _]]. destruct (fmul_ok env _ _ P Q) as [C T]. split; auto. rewrite T, W, Z.
      split. field; auto. intros _. apply nonzero_mult; auto. now apply Rinv_neq_0_compat.
    + generalize (IHe1 false) (IHe2 true).
      destruct (norm false e1) as [[p o]|], (norm true e2) as [[q u]|]; simpl; auto. intros A B K. apply Forall_app in K. destruct K as [K1 K2].
      destruct (A K1) as [P [W _]]. destruct (B K2) as [Q [Z M]]. destruct (fmul_ok env _ _ P Q) as [C T]. split; auto. rewrite T, W, Z.
      split; auto. discriminate.
  - specialize (IHe i0). destruct (norm i0 e) as [[f o]|]; simpl; auto. intros H. destruct (IHe H) as [A [W N]].
    destruct (fpow_ok env f k A) as [B T]. split; auto. rewrite T, W. destruct i0; simpl; split; auto; try discriminate.
    now apply pow_inv. intros _. apply pow_nonzero. auto.
  - destruct (nlin e) as [[l o]|] eqn:E; [|exact I]. apply norm_also. intros H. apply (nlin_ok v x) in E; auto.
    apply norm_eq with (rising (value (Rc 1)) (Z.to_nat (leval l (zs v)))). cbn [den]. rewrite E, Nat2Z.id. apply rising_1.
    apply norm_poch. lia.
  - destruct (nlin u) as [[a o]|] eqn:E; [|exact I]. destruct (nlin l) as [[b p]|] eqn:F; [|exact I].
    apply norm_also. intros H. apply Forall_app in H. destruct H as [H K]. apply (nlin_ok v x) in E; auto. apply (nlin_ok v x) in F; auto.
    cbn [den]. destruct i0.
    + apply norm_also. intros Q. inversion Q as [|? ? Q1 _]. subst. simpl in Q1. now apply (norm_bino true).
    + apply (norm_bino false); auto. discriminate.
  - apply norm_at. intros l L. apply norm_eq with (powerRZ (value e) (leval l (zs v))). 2: now apply norm_geom.
    destruct a as [n|m]; simpl in *; rewrite L; auto. apply power_nat.
  - apply norm_at. intros l L. apply norm_also. intros H. inversion H as [|? ? N _]. subst. simpl in N.
    cbn [den]. rewrite <- aval_zn, <- L by (rewrite <- L; auto). now apply norm_poch.
  - cbn [den]. destruct i0.
    + apply norm_also. intros H. inversion H as [|? ? N _]. subst. simpl in N. now apply (norm_recip true).
    + apply (norm_recip false). discriminate.
  - destruct (nlin e0) as [[m o]|] eqn:E; [|exact I]. apply norm_also. intros H. apply (nlin_ok v x) in E; auto. now apply norm_choose.
  - apply gives_close. apply gives_at. intros l L. apply gives_also. intros H. inversion H as [|? ? N _]. subst. simpl in N.
    cbn [den]. rewrite <- aval_zn, <- L by (rewrite <- L; auto). now apply nharm_ok.
  - apply gives_close. apply gives_at. intros l L. apply gives_also. intros H. inversion H as [|? ? N _]. subst. simpl in N.
    cbn [den]. rewrite <- aval_zn, <- L by (rewrite <- L; auto). now apply nfib_ok.
  - apply gives_close. destruct (nlin e) as [[l o]|] eqn:E; [|exact I]. apply gives_also. intros H. apply (nlin_ok v x) in E; auto. now apply ncos_ok.
Qed.

Theorem vanishing_ok given e : vanishing given e = true -> hold given -> value e = 0.
Proof.
  unfold vanishing. generalize (norm_ok e false). destruct (norm false e) as [[f o]|]; [|discriminate].
  simpl. intros G H K. apply andb_prop in H. destruct H as [Z L]. destruct G as [A [W _]].
  - apply Forall_forall. intros c C. unfold listed in L. rewrite forallb_forall in L. specialize (L c C).
    destruct (in_dec condition_eq c given); [|discriminate]. rewrite Forall_forall in K. auto.
  - rewrite <- W. now apply fzero_ok.
Qed.
End Norm.
