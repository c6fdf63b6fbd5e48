(* Terms with harmonic numbers over powers of a linear form, reflected as sums of what nested sums are made of. *)
Require Import Reals Lra Lia List Bool ZArith QArith Qreals.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Vanishing Functions NestedSums Convergence Shuffle Words ZetaRelations ZetaValues ZetaConstants.
Import ListNotations.
Open Scope R_scope.


Lemma coef_cons s e w n : coef ((s, e) :: w) n = sign e ^ n / INR n ^ s * truncated w n.
Proof. reflexivity. Qed.

(* Natural numbers that are linear in the index. *)
Inductive nexp := NVar | NConst (c : nat) | NAdd (a b : nexp) | NSub (a b : nexp) | NMul (a b : nexp).
Fixpoint nden (e : nexp) (n : nat) : nat :=
  match e with
  | NVar => n | NConst c => c | NAdd a b => nden a n + nden b n | NSub a b => nden a n - nden b n | NMul a b => nden a n * nden b n
  end.
Section Terms.
(* The sum begins at n0, the nested sums stand at q n + r. *)
Variables (n0 q r : nat).
Fixpoint nlin (e : nexp) : option (Z * Z) :=
  match e with
  | NVar => Some (1, 0)%Z | NConst c => Some (0%Z, Z.of_nat c)
  | NAdd a b => both (fun x y => (fst x + fst y, snd x + snd y)%Z) (nlin a) (nlin b)
  | NSub a b => match nlin a, nlin b with
      | Some (a, b), Some (c, d) => if (Z.leb 0 (a - c) && Z.leb 0 ((a - c) * Z.of_nat n0 + (b - d)))%Z then Some (a - c, b - d)%Z else None
      | _, _ => None end
  | NMul a b => match nlin a, nlin b with
      | Some (Z0, b), Some (c, d) => Some (b * c, b * d)%Z | Some (a, b), Some (Z0, d) => Some (a * d, b * d)%Z | _, _ => None end
  end.
Lemma nlin_ok e a b n : nlin e = Some (a, b) -> (n0 <= n)%nat -> Z.of_nat (nden e n) = (a * Z.of_nat n + b)%Z.
Proof.
  intros H N. revert a b H. induction e; intros x y H; cbn [nlin nden] in *.
  - injection H as <- <-. lia.
  - injection H as <- <-. lia.
  - parts H. destruct p as [a b], p0 as [c d]. cbn [fst snd] in H. injection H as <- <-. rewrite Nat2Z.inj_add, (IHe1 a b), (IHe2 c d) by auto. ring.
  - destruct (nlin e1) as [[a b]|]. 2: discriminate. destruct (nlin e2) as [[c d]|]. 2: discriminate.
    destruct (Z.leb_spec 0 (a - c)). 2: discriminate. destruct (Z.leb_spec 0 ((a - c) * Z.of_nat n0 + (b - d))). 2: discriminate.
    injection H as <- <-. specialize (IHe1 a b eq_refl). specialize (IHe2 c d eq_refl). nia.
  - destruct (nlin e1) as [[a b]|]. 2: discriminate. destruct (nlin e2) as [[c d]|]. 2: destruct a; discriminate.
    specialize (IHe1 a b eq_refl). specialize (IHe2 c d eq_refl). rewrite Nat2Z.inj_mul, IHe1, IHe2.
    assert (X : (a = 0 /\ x = b * c /\ y = b * d \/ c = 0 /\ x = a * d /\ y = b * d)%Z).
    { destruct a as [|a|a]; [|destruct c; try discriminate..]; injection H as <- <-; auto. }
    destruct X as [[-> [-> ->]]|[-> [-> ->]]]; ring.
Qed.

Inductive term :=
  | TC (c : const) | TN (e : nexp) | THarmonic (s : nat) (e : nexp) | TPower (c : const) (e : nexp) | TOpp (t : term)
  | TAdd (a b : term) | TSub (a b : term) | TMul (a b : term) | TDiv (a b : term) | TPow (t : term) (k : nat).
Fixpoint tden (t : term) (n : nat) : R :=
  match t with
  | TC c => cden c | TN e => INR (nden e n) | THarmonic s e => harmonic s (nden e n) | TPower c e => cden c ^ nden e n | TOpp t => - tden t n
  | TAdd a b => tden a n + tden b n | TSub a b => tden a n - tden b n | TMul a b => tden a n * tden b n | TDiv a b => tden a n / tden b n
  | TPow t k => tden t n ^ k
  end.

(* x c (q n + r)^j/2^(g n) times what q n + r adds to a nested sum. *)
Record element := Element { factor : const; size : Q; halved : nat; above : nat; power : nat; turn : bool; inner : index }.
Definition eval (e : element) (n : nat) : R :=
  cden (factor e) * (Q2R (size e) * (/ 2 ^ n) ^ halved e * INR (q * n + r) ^ above e * coef ((power e, turn e) :: inner e) (q * n + r)).
Fixpoint evals (l : list element) (n : nat) : R := match l with [] => 0 | e :: l => eval e n + evals l n end.
Lemma evals_app l m n : evals (l ++ m) n = evals l n + evals m n.
Proof. induction l; simpl. ring. rewrite IHl. ring. Qed.
Definition cmul (a b : const) : const := match a with CZ 1 => b | _ => CMul a b end.
Lemma cmul_ok a b : cden (cmul a b) = cden a * cden b.
Proof.
  destruct a as [[|[p|p|]|p]| | | | | | | | | |]; cbn [cmul cden]; ring.
Qed.
Definition multiply (a b : element) : list element :=
  map (Element (cmul (factor a) (factor b)) (Qred (size a * size b)) (halved a + halved b) (above a + above b) (power a + power b) (xorb (turn a) (turn b)))
    (stuffle (inner a) (inner b)).
Definition scale (x : Q) (e : element) : element := Element (factor e) (Qred (x * size e)) (halved e) (above e) (power e) (turn e) (inner e).
Lemma scale_ok x e n : eval (scale x e) n = Q2R x * eval e n.
Proof. unfold eval. cbn [scale factor size halved above power turn inner]. rewrite Q2R_red, Q2R_mult. ring. Qed.
Lemma scales_ok x l n : evals (map (scale x) l) n = Q2R x * evals l n.
Proof. induction l. simpl. ring. cbn [map evals]. rewrite IHl, scale_ok. ring. Qed.
Lemma multiply_ok a b n : evals (multiply a b) n = eval a n * eval b n.
Proof.
  unfold multiply. assert (X : forall l, evals (map (Element (cmul (factor a) (factor b)) (Qred (size a * size b)) (halved a + halved b) (above a + above b) (power a + power b)
      (xorb (turn a) (turn b))) l) n
    = cden (factor a) * cden (factor b) * (Q2R (size a) * Q2R (size b)) * ((/ 2 ^ n) ^ halved a * (/ 2 ^ n) ^ halved b) * (INR (q * n + r) ^ above a * INR (q * n + r) ^ above b)
      * (sign (turn a) ^ (q * n + r) * sign (turn b) ^ (q * n + r)) * (/ INR (q * n + r) ^ power a * / INR (q * n + r) ^ power b)
      * total truncated l (q * n + r)).
  { induction l as [|w l IH]. simpl. ring. cbn [map evals total]. rewrite IH. unfold eval. cbn [factor size halved above power turn inner coef].
    fold (truncated w). rewrite cmul_ok, Q2R_red, Q2R_mult, sign_xorb, !pow_add. unfold Rdiv. rewrite Rinv_mult. ring. }
  rewrite X, stuffle_ok. unfold eval. cbn [coef]. fold (truncated (inner a)) (truncated (inner b)). unfold Rdiv. ring.
Qed.
Definition multiply_all (l m : list element) : list element := flat_map (fun a => flat_map (multiply a) m) l.
Lemma multiply_all_ok l m n : evals (multiply_all l m) n = evals l n * evals m n.
Proof.
  induction l as [|a l IH]. simpl. ring. cbn [multiply_all flat_map evals]. rewrite evals_app. fold (multiply_all l m). rewrite IH, Rmult_plus_distr_r. f_equal.
  clear. induction m as [|b m IH]. simpl. ring. cbn [flat_map evals]. rewrite evals_app, IH, multiply_ok. ring.
Qed.
Definition unit : element := Element (CZ 1) 1 0 0 0 false [].
Variable in_range : forall n, (n0 <= n)%nat -> (1 <= q * n + r)%nat.
Lemma unit_ok n : (n0 <= n)%nat -> eval unit n = 1.
Proof.
  intros N. generalize (in_range n N). unfold eval, unit. cbn [factor size halved above power turn inner cden]. destruct (q * n + r)%nat. lia. intros _.
  rewrite coef_single. cbn [sign pow]. rewrite pow1, Q2R_1. field.
Qed.
Fixpoint element_power (l : list element) (k : nat) : list element := match k with O => [unit] | S k => multiply_all l (element_power l k) end.
Lemma element_power_ok l k n : (n0 <= n)%nat -> evals (element_power l k) n = evals l n ^ k.
Proof.
  intros N. induction k. cbn [element_power evals pow]. rewrite unit_ok by auto. ring. cbn [element_power pow]. now rewrite multiply_all_ok, IHk.
Qed.

(* Divisors: x N^s e^N 2^(g n). *)
Record divisor := Divisor { dsize : Q; dpower : nat; dturn : bool; dhalved : nat }.
Definition dden (d : divisor) (n : nat) : R := Q2R (dsize d) * INR (q * n + r) ^ dpower d * sign (dturn d) ^ (q * n + r) * (2 ^ n) ^ dhalved d.
Fixpoint tlin (t : term) : option (Q * Q) :=
  match t with
  | TC c => option_map (fun x => (0%Q, x)) (rational c)
  | TN e => option_map (fun x => (inject_Z (fst x), inject_Z (snd x))) (nlin e)
  | TOpp t => option_map (fun x => (Qopp (fst x), Qopp (snd x))) (tlin t)
  | TAdd a b => both (fun x y => (fst x + fst y, snd x + snd y)%Q) (tlin a) (tlin b)
  | TSub a b => both (fun x y => (fst x - fst y, snd x - snd y)%Q) (tlin a) (tlin b)
  | TMul (TC c) b => both (fun x y => (x * fst y, x * snd y)%Q) (rational c) (tlin b)
  | _ => None
  end.
Lemma tlin_ok t a b n : tlin t = Some (a, b) -> (n0 <= n)%nat -> tden t n = Q2R a * INR n + Q2R b.
Proof.
  intros H N. revert a b H. induction t; intros x y H; cbn [tlin tden] in *; try discriminate.
  - parts H. injection H as <- <-. rewrite (rational_ok _ _ A), Q2R_0. ring.
  - parts H. destruct p as [a b]. cbn [fst snd] in H. injection H as <- <-. rewrite !Q2R_Z, INR_IZR_INZ, (nlin_ok _ _ _ _ A N), INR_IZR_INZ, plus_IZR, mult_IZR. ring.
  - parts H. destruct p as [a b]. injection H as <- <-. cbn [fst snd]. rewrite !Q2R_opp, (IHt a b) by auto. ring.
  - parts H. destruct p as [a b], p0 as [c d]. injection H as <- <-. cbn [fst snd]. rewrite !Q2R_plus, (IHt1 a b), (IHt2 c d) by auto. ring.
  - parts H. destruct p as [a b], p0 as [c d]. injection H as <- <-. cbn [fst snd]. rewrite !Q2R_minus, (IHt1 a b), (IHt2 c d) by auto. ring.
  - destruct t1; try discriminate. parts H. destruct p as [a b]. injection H as <- <-. cbn [fst snd tden]. rewrite !Q2R_mult, (rational_ok _ _ A), (IHt2 a b) by auto. ring.
Qed.
(* (-1)^(a n + b) by the sign at q n + r: where q is 2, r says what q n + r is. *)
Definition odd_turn (a b : Z) : option (bool * bool) :=
  if Z.even a then Some (false, Z.odd b) else if Nat.eqb q 1 then Some (true, xorb (Z.odd b) (Nat.odd r)) else None.
Definition divide_power (x : Q) (e : nexp) : option divisor :=
  match nlin e with
  | Some (a, b) =>
    if Qeq_bool x (-1) then option_map (fun t : bool * bool => Divisor (if snd t then (-1)%Q else 1%Q) 0 (fst t) 0) (odd_turn a b)
    else if Qeq_bool x 2 then match a with
      | Zpos p => if Z.leb 0 b then Some (Divisor (inject_Z (2 ^ b)) 0 false (Pos.to_nat p))
                  else Some (Divisor (/ inject_Z (2 ^ (- b))) 0 false (Pos.to_nat p))
      | _ => None end
    else None
  | None => None
  end.
Definition joined (a b : divisor) : divisor :=
  Divisor (Qred (dsize a * dsize b)) (dpower a + dpower b) (xorb (dturn a) (dturn b)) (dhalved a + dhalved b).
Fixpoint divisor_power (d : divisor) (k : nat) : divisor := match k with O => Divisor 1 0 false 0 | S k => joined d (divisor_power d k) end.
Definition linear_divisor (x : Q * Q) : option divisor :=
  let (a, b) := x in
  if Qeq_bool a 0 then Some (Divisor b 0 false 0)
  else if Qeq_bool (a * inject_Z (Z.of_nat r)) (b * inject_Z (Z.of_nat q)) then Some (Divisor (a / inject_Z (Z.of_nat q)) 1 false 0) else None.
Fixpoint tdivisor (t : term) : option divisor :=
  match (match tlin t with Some x => linear_divisor x | None => None end) with
  | Some d => Some d
  | None => match t with
    | TMul a b => both joined (tdivisor a) (tdivisor b)
    | TPow t k => option_map (fun d => divisor_power d k) (tdivisor t)
    | TPower c e => match rational c with Some x => divide_power x e | None => None end
    | _ => None end
  end.
Lemma joined_ok a b n : dden (joined a b) n = dden a n * dden b n.
Proof. unfold dden, joined. cbn [dsize dpower dturn dhalved]. rewrite Q2R_red, Q2R_mult, sign_xorb, !pow_add. ring. Qed.
Lemma divisor_power_ok d k n : dden (divisor_power d k) n = dden d n ^ k.
Proof.
  induction k. unfold dden. cbn [divisor_power dsize dpower dturn dhalved sign pow]. rewrite pow1, Q2R_1. ring.
  cbn [divisor_power pow]. now rewrite joined_ok, IHk.
Qed.
(* (-1)^z for whole z. *)
Definition parity (z : Z) : R := if Z.odd z then -1 else 1.
Lemma parity_plus a b : parity (a + b) = parity a * parity b.
Proof. unfold parity. rewrite Z.odd_add. destruct (Z.odd a), (Z.odd b); simpl; ring. Qed.
Lemma parity_mult a b : parity (a * b) = if Z.odd a then parity b else 1.
Proof. unfold parity. rewrite Z.odd_mul. destruct (Z.odd a), (Z.odd b); reflexivity. Qed.
Lemma parity_power m : (-1) ^ m = parity (Z.of_nat m).
Proof.
  induction m. reflexivity. rewrite Nat2Z.inj_succ, <- Z.add_1_l, parity_plus, <- IHm. unfold parity. simpl. ring.
Qed.
Lemma odd_turn_ok a b s c n m : odd_turn a b = Some (s, c) -> Z.of_nat m = (a * Z.of_nat n + b)%Z ->
  (-1) ^ m = (if c then -1 else 1) * sign s ^ (q * n + r).
Proof.
  unfold odd_turn. intros H E. rewrite parity_power, E, parity_plus, parity_mult.
  rewrite <- Z.negb_odd in H. destruct (Z.odd a); cbn [negb] in H.
  - destruct (Nat.eqb_spec q 1) as [->|]. 2: discriminate. injection H as <- <-. cbn [sign].
    rewrite parity_power, Nat.mul_1_l, Nat2Z.inj_add, parity_plus. rewrite <- (parity_power r).
    replace (if xorb (Z.odd b) (Nat.odd r) then -1 else 1) with (parity b * (-1) ^ r).
    + assert ((-1) ^ r * (-1) ^ r = 1) by (change (-1) with (sign true); rewrite <- Rpow_mult_distr, sign_square; apply pow1).
      replace (parity b * (-1) ^ r * (parity (Z.of_nat n) * (-1) ^ r)) with (parity (Z.of_nat n) * parity b * ((-1) ^ r * (-1) ^ r)) by ring.
      rewrite H. ring.
    + unfold parity. replace ((-1) ^ r) with (if Nat.odd r then -1 else 1). destruct (Z.odd b), (Nat.odd r); simpl; ring.
      clear. induction r. reflexivity. rewrite Nat.odd_succ, <- Nat.negb_odd. cbn [pow]. rewrite <- IHn. destruct (Nat.odd n); simpl; ring.
  - injection H as <- <-. unfold parity. cbn [sign]. rewrite pow1. ring.
Qed.
Lemma power_2_linear a b n m : Z.of_nat m = (Zpos a * Z.of_nat n + b)%Z ->
  2 ^ m = (if Z.leb 0 b then IZR (2 ^ b) else / IZR (2 ^ (- b))) * (2 ^ n) ^ Pos.to_nat a.
Proof.
  intros E. rewrite <- pow_mult. destruct (Z.leb_spec 0 b).
  - rewrite <- (Z2Nat.id b) by auto. rewrite <- pow_IZR, <- pow_add. f_equal. apply Nat2Z.inj.
    rewrite E, Nat2Z.inj_add, Nat2Z.inj_mul, positive_nat_Z, (Z2Nat.id b) by auto. ring.
  - rewrite <- (Z2Nat.id (- b)) by lia. rewrite <- pow_IZR. assert (P : 2 ^ Z.to_nat (- b) <> 0) by (apply pow_nonzero; lra).
    apply Rmult_eq_reg_l with (2 ^ Z.to_nat (- b)); auto. rewrite <- Rmult_assoc, Rinv_r, Rmult_1_l, <- pow_add by auto. f_equal.
    apply Nat2Z.inj. rewrite Nat2Z.inj_add, Nat2Z.inj_mul, positive_nat_Z, Z2Nat.id, E by lia. ring.
Qed.
Lemma Q2R_Z_inverse z : z <> 0%Z -> Q2R (/ inject_Z z) = / IZR z.
Proof. intros H. rewrite Q2R_inv, Q2R_Z. reflexivity. intros X. apply H. unfold Qeq in X. simpl in X. lia. Qed.
Lemma divide_power_ok x e d n : divide_power x e = Some d -> (n0 <= n)%nat -> Q2R x ^ nden e n = dden d n.
Proof.
  unfold divide_power. intros H N. destruct (nlin e) as [[a b]|] eqn:L. 2: discriminate. generalize (nlin_ok e a b n L N). intros E.
  destruct (Qeq_bool x (-1)) eqn:X.
  - parts H. destruct p as [s c]. subst d. cbn [fst snd] in *. apply Qeq_bool_eq, Qeq_eqR in X. rewrite X.
    replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; field). rewrite (odd_turn_ok a b s c n _ A E). unfold dden. cbn [dsize dpower dturn dhalved].
    rewrite !pow_O, !Rmult_1_r. f_equal. destruct c; unfold Q2R; simpl; field.
  - destruct (Qeq_bool x 2) eqn:Y. 2: discriminate. apply Qeq_bool_eq, Qeq_eqR in Y. rewrite Y.
    replace (Q2R 2) with 2 by (unfold Q2R; simpl; field). destruct a as [|a|a]; try discriminate. rewrite (power_2_linear a b n _ E).
    destruct (Z.leb_spec 0 b); injection H as <-; unfold dden; cbn [dsize dpower dturn dhalved sign]; rewrite pow_O, pow1, ?Q2R_Z.
    ring. rewrite Q2R_Z_inverse. ring. generalize (Z.pow_pos_nonneg 2 (- b)). lia.
Qed.
Variable q_positive : (1 <= q)%nat.
Lemma linear_divisor_ok a b d n : linear_divisor (a, b) = Some d -> Q2R a * INR n + Q2R b = dden d n.
Proof.
  unfold linear_divisor. intros H. destruct (Qeq_bool a 0) eqn:A.
  - apply Qeq_bool_eq, Qeq_eqR in A. injection H as <-. unfold dden. cbn [dsize dpower dturn dhalved sign]. rewrite A, Q2R_0, pow1. ring.
  - destruct (Qeq_bool (a * inject_Z (Z.of_nat r)) (b * inject_Z (Z.of_nat q))) eqn:B. 2: discriminate. injection H as <-.
    apply Qeq_bool_eq, Qeq_eqR in B. rewrite !Q2R_mult, !Q2R_Z, <- !INR_IZR_INZ in B.
    assert (P : 0 < INR q) by (apply lt_0_INR; lia). unfold dden. cbn [dsize dpower dturn dhalved sign]. rewrite pow1, pow_1, plus_INR, mult_INR.
    unfold Qdiv. rewrite Q2R_mult, Q2R_Z_inverse, <- INR_IZR_INZ by lia.
    replace (Q2R a * / INR q * (INR q * INR n + INR r)) with (Q2R a * INR n + Q2R a * INR r * / INR q) by (field; lra). rewrite B. field. lra.
Qed.
Lemma tdivisor_ok t d n : tdivisor t = Some d -> (n0 <= n)%nat -> tden t n = dden d n.
Proof.
  intros H N. revert d H.
  assert (X : forall t d, (match tlin t with Some x => linear_divisor x | None => None end) = Some d -> tden t n = dden d n).
  { intros u d H. destruct (tlin u) as [[a b]|] eqn:L. 2: discriminate. rewrite (tlin_ok u a b n L N). now apply linear_divisor_ok. }
  induction t; intros d H; cbn [tdivisor] in H;
    match type of H with context [match tlin ?u with _ => _ end] => generalize (X u); destruct (match tlin u with Some x => linear_divisor x | None => None end) as [d'|] eqn:E end;
    intros Y; try (injection H as <-; now apply Y); try discriminate; cbn [tden].
  - destruct (rational c) as [x|] eqn:C. 2: discriminate. rewrite (rational_ok _ _ C). now apply divide_power_ok.
  - parts H. subst d. rewrite joined_ok. f_equal; auto.
  - parts H. subst d. rewrite divisor_power_ok. f_equal; auto.
Qed.

(* Terms as sums of elements. *)
Definition over (d : divisor) (x : Q) (e : element) : element :=
  Element (factor e) (Qred (x * size e)) (halved e + dhalved d) (above e) (power e + dpower d) (xorb (turn e) (dturn d)) (inner e).
Lemma over_ok d x e n : Q2R x = / Q2R (dsize d) -> eval (over d x e) n = eval e n / dden d n.
Proof.
  intros E. unfold eval, over, dden. cbn [factor size halved above power turn inner coef]. fold (truncated (inner e)).
  rewrite Q2R_red, Q2R_mult, E, sign_xorb. set (m := (q * n + r)%nat). rewrite !pow_add. unfold Rdiv. rewrite !Rinv_mult.
  assert (S : / sign (dturn d) ^ m = sign (dturn d) ^ m).
  { rewrite <- pow_inv. f_equal. destruct (dturn d); simpl; field. }
  rewrite S, (pow_inv (2 ^ n) (dhalved d)). ring.
Qed.
Definition sums (s : nat) : list element := [Element (CZ 1) 1 0 0 0 false [(s, false)]].
Definition itself (s : nat) : list element := [Element (CZ 1) 1 0 0 s false []].
Definition even_sums (s : nat) : list element :=
  let x := inject_Z (2 ^ (Z.of_nat s - 1)) in
  [Element (CZ 1) x 0 0 0 false [(s, false)]; Element (CZ 1) x 0 0 0 false [(s, true)]].
Definition harmonic_elements (s : nat) (e : nexp) : option (list element) :=
  match nlin e with
  | Some (a, b) =>
    if Nat.eqb s 0 then None
    else if (Z.eqb a (Z.of_nat q) && Z.eqb b (Z.of_nat r))%Z then Some (sums s ++ itself s)
    else if (Z.eqb a (Z.of_nat q) && Z.eqb b (Z.of_nat r - 1))%Z then Some (sums s)
    else if (Nat.eqb q 2 && Z.eqb a 1 && Z.eqb b 0)%Z then
      if Nat.eqb r 1 then Some (even_sums s)
      else if Nat.eqb r 0 then Some (even_sums s ++ map (scale (inject_Z (2 ^ Z.of_nat s))) (itself s)) else None
    else None
  | None => None
  end.
Lemma eval_simple x s e w n : (1 <= q * n + r)%nat ->
  eval (Element (CZ 1) x 0 0 s e w) n = Q2R x * coef ((s, e) :: w) (q * n + r).
Proof. intros _. unfold eval. cbn [factor size halved above power turn inner cden pow]. ring. Qed.
Lemma harmonic_truncated s m : harmonic s m = truncated [(s, false)] (S m).
Proof.
  induction m. unfold truncated. simpl. ring. unfold truncated in *. cbn [harmonic]. rewrite IHm.
  change (partial (coef [(s, false)]) (S (S m))) with (partial (coef [(s, false)]) (S m) + coef [(s, false)] (S m)).
  rewrite coef_single. cbn [sign]. now rewrite pow1.
Qed.
Lemma sums_ok s n : (n0 <= n)%nat -> evals (sums s) n = truncated [(s, false)] (q * n + r).
Proof.
  intros N. generalize (in_range n N). intros P. cbn [sums evals]. rewrite eval_simple by auto.
  rewrite coef_cons, Q2R_1. cbn [sign pow]. rewrite pow1. field.
Qed.
Lemma itself_ok s n : (n0 <= n)%nat -> evals (itself s) n = coef [(s, false)] (q * n + r).
Proof. intros N. generalize (in_range n N). intros P. cbn [itself evals]. rewrite eval_simple, Q2R_1 by auto. ring. Qed.
Lemma even_sums_ok s n : (n0 <= n)%nat -> (1 <= s)%nat -> q = 2%nat -> (r <= 1)%nat ->
  evals (even_sums s) n = if Nat.eqb r 1 then harmonic s n else truncated [(s, false)] n.
Proof.
  intros N S Q R. generalize (in_range n N). intros P. unfold even_sums. cbn [evals]. rewrite !eval_simple, !coef_cons, Q2R_Z by auto.
  cbn [sign]. rewrite pow1. replace (IZR (2 ^ (Z.of_nat s - 1))) with (2 ^ (s - 1)).
  2: { rewrite pow_IZR. do 2 f_equal. lia. }
  assert (T : 0 < 2 ^ (s - 1)) by (apply pow_lt; lra).
  assert (H : halving [s] * 2 ^ (s - 1) = 1).
  { unfold halving. replace s with (1 + (s - 1))%nat at 1 by lia. rewrite pow_add, pow_1. field. lra. }
  generalize (doubling_truncated [s] n) (proj1 (doubling_coef [s] n)). unfold signs, plain. cbn [map app total]. intros A B.
  cbn [pow]. unfold Rdiv. rewrite Rinv_1. subst q. destruct r as [|[|]]; cbn [Nat.eqb]. 3: lia.
  - rewrite Nat.add_0_r. replace (truncated [(s, false)] n) with (halving [s] * 2 ^ (s - 1) * truncated [(s, false)] n) by (rewrite H; ring).
    replace (halving [s] * 2 ^ (s - 1) * truncated [(s, false)] n) with (2 ^ (s - 1) * (halving [s] * truncated [(s, false)] n)) by ring.
    rewrite <- A. ring.
  - rewrite Nat.add_1_r, harmonic_truncated. unfold truncated in *. cbn [partial].
    replace (partial (coef [(s, false)]) n + coef [(s, false)] n)
      with (halving [s] * 2 ^ (s - 1) * (partial (coef [(s, false)]) n + coef [(s, false)] n)) by (rewrite H; ring).
    replace (halving [s] * 2 ^ (s - 1) * (partial (coef [(s, false)]) n + coef [(s, false)] n))
      with (2 ^ (s - 1) * (halving [s] * partial (coef [(s, false)]) n + halving [s] * coef [(s, false)] n)) by ring.
    rewrite <- A, <- B. ring.
Qed.
Lemma harmonic_elements_ok s e l n : harmonic_elements s e = Some l -> (n0 <= n)%nat -> (r <= 1)%nat -> harmonic s (nden e n) = evals l n.
Proof.
  unfold harmonic_elements. intros H N R. generalize (in_range n N). intros P. destruct (nlin e) as [[a b]|] eqn:L. 2: discriminate.
  generalize (nlin_ok e a b n L N). intros E. destruct (Nat.eqb_spec s 0). discriminate.
  assert (T : truncated [(s, false)] (S (q * n + r)) = truncated [(s, false)] (q * n + r) + coef [(s, false)] (q * n + r)) by reflexivity.
  destruct (Z.eqb_spec a (Z.of_nat q)), (Z.eqb_spec b (Z.of_nat r)); cbn [andb] in H.
  { apply some_inj in H. subst l. replace (nden e n) with (q * n + r)%nat by lia. now rewrite evals_app, sums_ok, itself_ok, harmonic_truncated. }
  all: destruct (Z.eqb_spec b (Z.of_nat r - 1)); cbn [andb] in H;
    try (apply some_inj in H; subst l; replace (nden e n) with (q * n + r - 1)%nat by lia; rewrite sums_ok, harmonic_truncated by auto; f_equal; lia).
  all: destruct (Nat.eqb_spec q 2) as [Q|Q], (Z.eqb_spec a 1), (Z.eqb_spec b 0); cbn [andb] in H; try discriminate.
  all: replace (nden e n) with n by lia; destruct (Nat.eqb_spec r 1) as [G|G].
  all: try (apply some_inj in H; subst l; rewrite even_sums_ok by (auto; lia); rewrite G; reflexivity).
  all: destruct (Nat.eqb_spec r 0) as [F|F]; try discriminate; apply some_inj in H; subst l.
  all: rewrite evals_app, even_sums_ok, scales_ok, itself_ok, Q2R_Z by (auto; lia); rewrite F, Q; cbn [Nat.eqb].
  all: rewrite harmonic_truncated, Nat.add_0_r, <- pow_IZR; unfold truncated; cbn [partial]; f_equal.
  all: assert (n <> 0)%nat by lia; destruct n as [|n]; [easy|]; replace (2 * S n)%nat with (S (2 * n + 1)) by lia; rewrite !coef_single.
  all: replace (S (2 * n + 1)) with (2 * S n)%nat by lia; cbn [sign]; rewrite !pow1, mult_INR, Rpow_mult_distr.
  all: simpl (INR 2); replace (1 + 1) with 2 by ring; field; split; apply pow_nonzero; try lra; apply not_0_INR; lia.
Qed.
Definition constant_element (c : const) : element :=
  match rational c with Some x => Element (CZ 1) x 0 0 0 false [] | None => Element c 1 0 0 0 false [] end.
Definition divided (d : option divisor) (l : option (list element)) : option (list element) :=
  match d, l with Some d, Some l => option_map (fun x => map (over d x) l) (inverse (dsize d)) | _, _ => None end.
Fixpoint telements (t : term) : option (list element) :=
  match t with
  | TC c => Some [constant_element c]
  | TN e => match nlin e with
      | Some (a, b) => Some [Element (CZ 1) (inject_Z a / inject_Z (Z.of_nat q)) 0 1 0 false [];
          Element (CZ 1) (inject_Z b - inject_Z a * inject_Z (Z.of_nat r) / inject_Z (Z.of_nat q)) 0 0 0 false []]
      | None => None end
  | THarmonic s e => harmonic_elements s e
  | TPower c e => match rational c with
      | Some x => match inverse x with Some y => divided (divide_power y e) (Some [unit]) | None => None end | None => None end
  | TOpp t => option_map (map (scale (-1))) (telements t)
  | TAdd a b => both (@app _) (telements a) (telements b)
  | TSub a b => both (fun l m => l ++ map (scale (-1)) m) (telements a) (telements b)
  | TMul a b => both multiply_all (telements a) (telements b)
  | TDiv a b => divided (tdivisor b) (telements a)
  | TPow t k => option_map (fun l => element_power l k) (telements t)
  end.
Lemma over_all d x l n : Q2R x = / Q2R (dsize d) -> evals (map (over d x) l) n = evals l n / dden d n.
Proof. intros E. induction l; cbn [map evals]. unfold Rdiv. ring. rewrite IHl, over_ok by auto. unfold Rdiv. ring. Qed.
Lemma divided_ok d l m n : divided (Some d) (Some l) = Some m -> evals m n = evals l n / dden d n.
Proof. unfold divided. intros H. parts H. subst m. apply over_all. now apply inverse_ok. Qed.
Theorem telements_ok t l n : telements t = Some l -> (n0 <= n)%nat -> (r <= 1)%nat -> tden t n = evals l n.
Proof.
  intros H N R. revert l H. assert (M : Q2R (-1) = -1) by (unfold Q2R; simpl; field). induction t; intros l H; cbn [telements tden] in *; try discriminate.
  - injection H as <-. cbn [evals]. generalize (unit_ok n N). unfold constant_element, eval, unit. cbn [factor size halved above power turn inner cden].
    rewrite Q2R_1, pow_O, !Rmult_1_l. intros U. destruct (rational c) as [x|] eqn:C; cbn [factor size halved above power turn inner cden]; rewrite U.
    rewrite (rational_ok _ _ C), pow_O. ring. rewrite Q2R_1, pow_O. ring.
  - destruct (nlin e) as [[a b]|] eqn:L. 2: discriminate. injection H as <-. generalize (nlin_ok e a b n L N) (unit_ok n N). intros E.
    unfold evals, eval, unit. cbn [factor size halved above power turn inner cden]. rewrite Q2R_1, !pow_O, !Rmult_1_l, !pow_1. intros ->.
    unfold Qminus, Qdiv. rewrite Q2R_plus, Q2R_opp, !Q2R_mult, Q2R_Z_inverse, !Q2R_Z by lia. rewrite INR_IZR_INZ, E, plus_IZR, mult_IZR, plus_INR, mult_INR, !INR_IZR_INZ.
    field. apply not_0_IZR. lia.
  - now apply harmonic_elements_ok.
  - destruct (rational c) as [x|] eqn:C. 2: discriminate. destruct (inverse x) as [y|] eqn:I. 2: discriminate.
    destruct (divide_power y e) as [d|] eqn:D. 2: discriminate. rewrite (divided_ok _ _ _ n H). cbn [evals]. rewrite unit_ok by auto.
    rewrite <- (divide_power_ok y e d n D N), (rational_ok _ _ C), (inverse_ok _ _ I), pow_inv. unfold Rdiv. rewrite Rinv_inv. ring.
  - parts H. subst l. rewrite scales_ok, (IHt _ eq_refl), M. ring.
  - parts H. subst l. rewrite evals_app. f_equal; auto.
  - parts H. subst l. rewrite evals_app, scales_ok, (IHt1 _ eq_refl), (IHt2 _ eq_refl), M. ring.
  - parts H. subst l. rewrite multiply_all_ok. f_equal; auto.
  - destruct (tdivisor t2) as [d|] eqn:D. 2: discriminate. destruct (telements t1) as [m|]. 2: discriminate.
    rewrite (divided_ok _ _ _ n H), (IHt1 m), (tdivisor_ok t2 d n D) by auto. reflexivity.
  - parts H. subst l. rewrite element_power_ok by auto. f_equal; auto.
Qed.
End Terms.
