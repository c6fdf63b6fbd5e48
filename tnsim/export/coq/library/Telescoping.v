(* Sums of reflected terms: telescoping with limits decided by polynomials, combinations, shifts. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Term.
Import ListNotations.
Open Scope R_scope.

(* ---- the value of a term at one place ------------------------------------------ *)
Definition qadd (a b : Z * Z) : Z * Z := (fst a * snd b + fst b * snd a, snd a * snd b)%Z.
Definition qmul (a b : Z * Z) : Z * Z := (fst a * fst b, snd a * snd b)%Z.
Definition qneg (a : Z * Z) : Z * Z := (- fst a, snd a)%Z.
Definition qinv (a : Z * Z) : option (Z * Z) := if (fst a =? 0)%Z then None else Some (snd a, fst a).
Definition lift2 {A} (f : A -> A -> A) (a b : option A) : option A :=
  match a, b with Some x, Some y => Some (f x y) | _, _ => None end.
Definition obind {A} (a : option A) (f : A -> option A) : option A := match a with Some x => f x | None => None end.
Fixpoint qpow (a : Z * Z) (k : nat) : Z * Z := match k with O => (1, 1)%Z | S k => qmul a (qpow a k) end.
Definition qatom (n : nat) (x : atom) : option (Z * Z) := if aok n x then Some (aat x n) else None.
Fixpoint at_place (n : nat) (e : term) : option (Z * Z) :=
  match e with
  | Con z => Some (z, 1%Z)
  | Idx => Some (Z.of_nat n, 1%Z)
  | Add a b => lift2 qadd (at_place n a) (at_place n b)
  | Sub a b => lift2 (fun x y => qadd x (qneg y)) (at_place n a) (at_place n b)
  | Opp a => option_map qneg (at_place n a)
  | Mul a b => lift2 qmul (at_place n a) (at_place n b)
  | Div a b => lift2 qmul (at_place n a) (obind (at_place n b) qinv)
  | Pow a k => option_map (fun x => qpow x k) (at_place n a)
  | At x => qatom n x
  | Bin l m =>
      if (lat m n <=? lat l n)%nat
      then obind (Some (zfact (lat m n) * zfact (lat l n - lat m n), 1)%Z) (fun x => option_map (qmul (zfact (lat l n), 1%Z)) (qinv x))
      else None
  end.
Definition is_value (o : option (Z * Z)) (v : R) : Prop :=
  match o with Some (p, q) => IZR q <> 0 /\ v = IZR p / IZR q | None => True end.
Lemma nonzero_product x y : x <> 0 -> y <> 0 -> x * y <> 0.
Proof. intros. now apply Rmult_integral_contrapositive_currified. Qed.
Lemma qmul_ok a b v w : is_value a v -> is_value b w -> is_value (lift2 qmul a b) (v * w).
Proof.
  destruct a as [[p q]|], b as [[r t]|]; simpl; auto. intros [Q ->] [T ->]. rewrite !mult_IZR.
  split. now apply nonzero_product. field. auto.
Qed.
Lemma qadd_ok a b v w : is_value a v -> is_value b w -> is_value (lift2 qadd a b) (v + w).
Proof.
  destruct a as [[p q]|], b as [[r t]|]; simpl; auto. intros [Q ->] [T ->]. rewrite plus_IZR, !mult_IZR.
  split. now apply nonzero_product. field. auto.
Qed.
Lemma qneg_ok a v : is_value a v -> is_value (option_map qneg a) (- v).
Proof. destruct a as [[p q]|]; simpl; auto. intros [Q ->]. rewrite opp_IZR. split; auto. field. auto. Qed.
Lemma qinv_ok a v : is_value a v -> is_value (obind a qinv) (/ v).
Proof.
  destruct a as [[p q]|]; simpl; auto. intros [Q ->]. unfold qinv. simpl.
  destruct (Z.eqb_spec p 0); simpl; auto. split. now apply not_0_IZR. field. split; auto. now apply not_0_IZR.
Qed.
Lemma at_place_ok n e : is_value (at_place n e) (den e n).
Proof.
  induction e; cbn [at_place den].
  - simpl. split. lra. field.
  - simpl. split. lra. rewrite <- INR_IZR_INZ. field.
  - now apply qadd_ok.
  - apply qneg_ok in IHe2. generalize (qadd_ok _ _ _ _ IHe1 IHe2).
    destruct (at_place n e1), (at_place n e2); simpl; auto.
  - now apply qneg_ok.
  - now apply qmul_ok.
  - apply qinv_ok in IHe2. now apply qmul_ok.
  - destruct (at_place n e) as [[p q]|]; simpl; auto. destruct IHe as [Q V].
    cut (is_value (Some (qpow (p, q) k)) (den e n ^ k)). simpl. destruct (qpow (p, q) k); auto.
    induction k. simpl. split. lra. field.
    generalize (qmul_ok (Some (p, q)) _ _ _ (conj Q V) IHk). simpl. auto.
  - unfold qatom. destruct (aok n x) eqn:E; [|exact I]. generalize (aat_ok n x n E). simpl. destruct (aat x n). auto.
  - destruct (Nat.leb_spec (lat m n) (lat l n)); [|exact I]. unfold obind, qinv. cbn [fst snd].
    destruct (Z.eqb_spec (zfact (lat m n) * zfact (lat l n - lat m n)) 0) as [E|N]; [exact I|].
    cbn [option_map]. unfold qmul, is_value. cbn [fst snd]. unfold Binomial.C. rewrite !zfact_ok. apply not_0_IZR in N. rewrite !mult_IZR in *.
    assert (IZR (zfact (lat m n)) <> 0) by (intros E; apply N; rewrite E; ring).
    assert (IZR (zfact (lat l n - lat m n)) <> 0) by (intros E; apply N; rewrite E; ring).
    split. rewrite Rmult_1_l. now apply nonzero_product. field. auto.
Qed.

(* ---- limits -------------------------------------------------------------------- *)
Inductive way :=
  | Quotient                                (* a rational function of degree at most 0 *)
  | Contraction (p q : list Z) (u v : Z)    (* e(n+1)/e(n) = p/q, of modulus at most u/v < 1 for large n *)
  | Raabe (p q : list Z) (d : nat).         (* e(n+1)/e(n) = p/q, and e(n)^(2 d) n decreases for large n *)
Fixpoint poly (p : list Z) : term := match p with [] => Con 0 | c :: p => Add (Con c) (Mul Idx (poly p)) end.
Lemma poly_ok p n : den (poly p) n = peval p (INR n).
Proof. induction p; cbn [poly den peval]; auto. now rewrite IHp. Qed.
Section Start.
Variables (s : nat) (rules : list rule).
Definition ratio (e : term) (p q : list Z) : bool :=
  nonzero s q && vanishes s rules (Sub (Mul (succ e) (poly q)) (Mul e (poly p))).
Lemma ratio_ok e p q : ratio e p q = true -> forall n, (s <= n)%nat ->
  peval q (INR n) <> 0 /\ den e (S n) * peval q (INR n) = den e n * peval p (INR n).
Proof.
  unfold ratio. intros H n L. apply andb_prop in H. destruct H as [N V]. split. now apply nonzero_ok with s.
  generalize (vanishes_ok s rules _ V n L). cbn [den]. rewrite succ_ok, !poly_ok. lra.
Qed.
Definition sq (p : list Z) := pmul p p.
Definition limit (e : term) (w : way) : option (Z * Z) :=
  match w with
  | Quotient =>
      match norm s [] e with
      | Some [] => Some (0, 1)%Z
      | Some [([], (p, q))] =>
          let p := ptrim p in let q := ptrim q in
          if (length p <=? length q)%nat && negb (plast q =? 0)%Z
          then Some (if Nat.eqb (length p) (length q) then (plast p, plast q) else (0, 1)%Z) else None
      | _ => None
      end
  | Contraction p q u v =>
      if ratio e p q && ((0 <=? u) && (u <? v))%Z &&
         nonneg_late s (psub (pscal (u * u) (sq q)) (pscal (v * v) (sq p))) then Some (0, 1)%Z else None
  | Raabe p q d =>
      if ratio e p q && (1 <=? d)%nat &&
         nonneg_late s (psub (pmul [1; 1]%Z (ppow (sq q) d)) (pmul [2; 1]%Z (ppow (sq p) d))) then Some (0, 1)%Z else None
  end.
Definition tends (o : option (Z * Z)) (f : nat -> R) : Prop :=
  match o with Some (p, q) => IZR q <> 0 /\ is_lim_seq f (IZR p / IZR q) | None => True end.
Lemma tends_zero f : is_lim_seq f 0 -> tends (Some (0, 1)%Z) f.
Proof. intros L. split. lra. now replace (0 / 1) with 0 by field. Qed.
Lemma limit_ok e w : tends (limit e w) (den e).
Proof.
  destruct w as [|p q u v|p q d]; unfold limit.
  - generalize (norm_ok s [] e eq_refl).
    destruct (norm s [] e) as [[|[[|] [p q]] [|]]|]; intros H; try exact I; destruct H as [K V].
    + apply tends_zero. apply is_lim_seq_incr_n with s. apply is_lim_seq_ext with (fun _ => 0).
      intros n. rewrite <- V by lia. reflexivity. apply is_lim_seq_const.
    + cbv zeta. destruct ((length (ptrim p) <=? length (ptrim q))%nat && negb (plast (ptrim q) =? 0)%Z) eqn:E; [|exact I].
      generalize (lim_rat _ _ E). intros L. apply andb_prop in E. destruct E as [_ Q].
      apply negb_true_iff, Z.eqb_neq, not_0_IZR in Q.
      assert (X : is_lim_seq (den e) (ratlim (ptrim p) (ptrim q))).
      { apply is_lim_seq_incr_n with s. apply is_lim_seq_incr_n with (N := s) in L. revert L. apply is_lim_seq_ext.
        intros n. rewrite <- V by lia. simpl. unfold fval. simpl. rewrite !ptrim_ok. ring. }
      unfold ratlim in X. destruct Nat.eqb; [simpl; auto|now apply tends_zero].
  - destruct (ratio e p q && ((0 <=? u) && (u <? v))%Z && _) eqn:E; [|exact I]. apply tends_zero.
    apply andb_prop in E. destruct E as [E N]. apply andb_prop in E. destruct E as [R UV].
    apply andb_prop in UV. destruct UV as [U V]. apply Z.leb_le, IZR_le in U. apply Z.ltb_lt, IZR_lt in V.
    apply nonneg_late_ok in N. destruct N as [M [LM N]].
    apply lim_contraction with (IZR u / IZR v) M.
    { split. apply Rdiv_le_0_compat; lra. apply Rmult_lt_reg_r with (IZR v). lra.
      unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
    intros n Hn. destruct (ratio_ok _ _ _ R n ltac:(lia)) as [Q Eq]. specialize (N n Hn).
    unfold sq in N. rewrite peval_sub, !peval_scal, !peval_mul, !mult_IZR in N.
    set (P0 := peval p (INR n)) in *. set (Q0 := peval q (INR n)) in *.
    assert (X : Rabs (IZR v * P0) <= Rabs (IZR u * Q0)) by (apply Rsqr_le_abs_0; unfold Rsqr; lra).
    rewrite !Rabs_mult, (Rabs_pos_eq (IZR v)), (Rabs_pos_eq (IZR u)) in X by lra.
    assert (Y : Rabs (den e (S n)) * Rabs Q0 = Rabs (den e n) * Rabs P0) by (rewrite <- !Rabs_mult; now f_equal).
    assert (AQ : 0 < Rabs Q0) by now apply Rabs_pos_lt.
    apply Rmult_le_reg_r with (Rabs Q0 * IZR v). apply Rmult_lt_0_compat; lra.
    replace (IZR u / IZR v * Rabs (den e n) * (Rabs Q0 * IZR v)) with (Rabs (den e n) * (IZR u * Rabs Q0)) by (field; lra).
    rewrite <- Rmult_assoc, Y, Rmult_assoc. apply Rmult_le_compat_l. apply Rabs_pos. lra.
  - destruct (ratio e p q && (1 <=? d)%nat && _) eqn:E; [|exact I]. apply tends_zero.
    apply andb_prop in E. destruct E as [E N]. apply andb_prop in E. destruct E as [R D]. apply Nat.leb_le in D.
    apply nonneg_late_ok in N. destruct N as [M [LM N]]. apply is_lim_seq_abs_0.
    apply lim_raabe with (2 * d)%nat M. lia. intros; apply Rabs_pos.
    intros n Hn. destruct (ratio_ok _ _ _ R n ltac:(lia)) as [Q Eq]. specialize (N n Hn).
    unfold sq in N. rewrite peval_sub, !peval_mul, !peval_pow, !peval_mul in N. simpl in N.
    set (P0 := peval p (INR n)) in *. set (Q0 := peval q (INR n)) in *.
    rewrite !pow_mult, !pow2_abs.
    assert (Y : (den e (S n) ^ 2) ^ d * (Q0 * Q0) ^ d = (den e n ^ 2) ^ d * (P0 * P0) ^ d).
    { rewrite <- !Rpow_mult_distr. f_equal.
      replace (den e (S n) ^ 2 * (Q0 * Q0)) with ((den e (S n) * Q0) ^ 2) by ring. rewrite Eq. ring. }
    assert (QP : 0 < (Q0 * Q0) ^ d). { apply pow_lt. assert (0 < Q0 ^ 2) by now apply pow2_gt_0. lra. }
    assert (EP : 0 <= (den e n ^ 2) ^ d) by apply pow_le, pow2_ge_0.
    apply Rmult_le_reg_r with ((Q0 * Q0) ^ d); auto.
    replace ((den e (S n) ^ 2) ^ d * (INR n + 2) * (Q0 * Q0) ^ d) with
      ((den e (S n) ^ 2) ^ d * (Q0 * Q0) ^ d * (INR n + 2)) by ring. rewrite Y.
    replace ((den e n ^ 2) ^ d * (INR n + 1) * (Q0 * Q0) ^ d) with ((den e n ^ 2) ^ d * ((Q0 * Q0) ^ d * (INR n + 1))) by ring.
    rewrite Rmult_assoc. apply Rmult_le_compat_l; auto. lra.
Qed.

(* ---- telescoping ----------------------------------------------------------------- *)
Fixpoint total (pieces : list (term * way)) : term :=
  match pieces with [] => Con 0 | (e, _) :: pieces => Add e (total pieces) end.
Fixpoint limits (pieces : list (term * way)) : option (Z * Z) :=
  match pieces with [] => Some (0, 1)%Z | (e, w) :: pieces => lift2 qadd (limit e w) (limits pieces) end.
Lemma limits_ok pieces : tends (limits pieces) (den (total pieces)).
Proof.
  induction pieces as [|[e w] pieces IH]; cbn [limits total den].
  - apply tends_zero. apply is_lim_seq_const.
  - generalize (limit_ok e w). destruct (limit e w) as [[p q]|]; [|intros _; exact I]. intros [Q L].
    revert IH. destruct (limits pieces) as [[r t]|]; [|intros _; exact I]. intros [T K]. simpl lift2. unfold qadd, tends. cbn [fst snd].
    rewrite plus_IZR, !mult_IZR. split. now apply nonzero_product.
    replace ((IZR p * IZR t + IZR r * IZR q) / (IZR q * IZR t)) with (IZR p / IZR q + IZR r / IZR t) by (field; auto).
    now apply is_lim_seq_plus'.
Qed.
End Start.

Fixpoint first_terms (s : nat) (a : term) (k : nat) : option (Z * Z) :=
  match k with O => Some (0, 1)%Z | S k => lift2 qadd (first_terms s a k) (at_place (s + k) a) end.
Lemma first_terms_ok s a k : is_value (first_terms s a k) (partial (fun n => den a (s + n)%nat) k).
Proof. induction k; cbn [first_terms partial]. simpl. split. lra. field. apply qadd_ok; auto. apply at_place_ok. Qed.

(* The sum of a(n) over n >= s, with a(n) = T(n + 1) - T(n) for n >= s + k, T the total of the pieces, is u/v. *)
Definition sum_is (s k : nat) (rules : list rule) (a : term) (pieces : list (term * way)) (u v : Z) : bool :=
  let T := total pieces in
  vanishes (s + k) rules (Sub a (Sub (succ T) T)) && negb (v =? 0)%Z &&
  match limits (s + k) rules pieces, at_place (s + k) T, first_terms s a k with
  | Some l, Some t, Some f => let x := qadd f (qadd l (qneg t)) in (fst x * v =? u * snd x)%Z
  | _, _, _ => false
  end.
Theorem sum_is_ok s k rules a pieces u v :
  sum_is s k rules a pieces u v = true -> is_series (fun n => den a (s + n)%nat) (IZR u / IZR v).
Proof.
  unfold sum_is. intros H. apply andb_prop in H. destruct H as [H X]. apply andb_prop in H. destruct H as [Z V].
  apply negb_true_iff, Z.eqb_neq, not_0_IZR in V. set (T := total pieces) in *.
  generalize (limits_ok (s + k) rules pieces) (at_place_ok (s + k) T) (first_terms_ok s a k).
  destruct (limits (s + k) rules pieces) as [[lp lq]|]; [|discriminate].
  destruct (at_place (s + k) T) as [[tp tq]|]; [|discriminate].
  destruct (first_terms s a k) as [[fp fq]|]; [|discriminate].
  intros [LQ L] [TQ TV] [FQ FV]. fold T in L.
  apply series_value with (partial (fun n => den a (s + n)%nat) k + (IZR lp / IZR lq - den T (s + k))).
  - rewrite FV, TV. apply Z.eqb_eq, (f_equal IZR) in X. simpl in X.
    repeat (rewrite ?plus_IZR, ?mult_IZR, ?opp_IZR in X).
    apply Rmult_eq_reg_r with (IZR v * (IZR fq * (IZR lq * IZR tq))). 2: repeat apply nonzero_product; auto.
    transitivity (IZR u * (IZR fq * (IZR lq * IZR tq))). rewrite <- X. field. auto. field. auto.
  - apply series_prefix.
    apply series_ext with (fun n => den a (s + k + n)%nat). intros n. f_equal. lia.
    replace (den T (s + k)) with (den T (s + k + 0)) by (f_equal; lia).
    apply (telescope _ (fun n => den T (s + k + n)%nat)).
    + intros n. generalize (vanishes_ok _ _ _ Z (s + k + n)%nat ltac:(lia)). cbn [den]. rewrite succ_ok.
      replace (s + k + S n)%nat with (S (s + k + n)) by lia. lra.
    + apply is_lim_seq_ext with (fun n => den T (n + (s + k))%nat). intros n. f_equal. lia.
      now apply is_lim_seq_incr_n.
Qed.

(* ---- combinations and shifts -------------------------------------------------------- *)
Fixpoint combination (l : list (Z * Z * term)) : term :=
  match l with [] => Con 0 | (p, q, e) :: l => Add (Mul (Div (Con p) (Con q)) e) (combination l) end.
Fixpoint combined (l : list (Z * Z * term)) (vs : list R) : R :=
  match l, vs with (p, q, _) :: l, v :: vs => IZR p / IZR q * v + combined l vs | _, _ => 0 end.
Theorem combination_ok s rules a l vs :
  vanishes s rules (Sub a (combination l)) = true ->
  Forall2 (fun pqe v => is_series (fun n => den (snd pqe) (s + n)%nat) v) l vs ->
  is_series (fun n => den a (s + n)%nat) (combined l vs).
Proof.
  intros H F. apply series_ext with (fun n => den (combination l) (s + n)%nat).
  { intros n. generalize (vanishes_ok _ _ _ H (s + n)%nat ltac:(lia)). cbn [den]. lra. }
  clear H. induction F as [|[[p q] e] v l vs K F IH]; cbn [combination combined den].
  - now apply series_zero.
  - apply (series_plus (fun n => IZR p / IZR q * den e (s + n)%nat) (fun n => den (combination l) (s + n)%nat)); auto.
    now apply series_scal.
Qed.

Fixpoint shifted (d : nat) (e : term) : term := match d with O => e | S d => succ (shifted d e) end.
Lemma shifted_ok d e n : den (shifted d e) n = den e (d + n)%nat.
Proof. revert n. induction d; intros n; cbn [shifted]; auto. rewrite succ_ok, IHd. f_equal. lia. Qed.
(* The same terms, from the places s + d and s on. *)
Theorem up_ok s d rules a b v : vanishes s rules (Sub (shifted d a) b) = true ->
  is_series (fun n => den b (s + n)%nat) v -> is_series (fun n => den a (s + d + n)%nat) v.
Proof.
  intros H. apply series_ext. intros n. generalize (vanishes_ok _ _ _ H (s + n)%nat ltac:(lia)). cbn [den].
  rewrite shifted_ok. replace (d + (s + n))%nat with (s + d + n)%nat by lia. lra.
Qed.
Theorem down_ok s d rules a b v : vanishes s rules (Sub a (shifted d b)) = true ->
  is_series (fun n => den b (s + d + n)%nat) v -> is_series (fun n => den a (s + n)%nat) v.
Proof.
  intros H. apply series_ext. intros n. generalize (vanishes_ok _ _ _ H (s + n)%nat ltac:(lia)). cbn [den].
  rewrite shifted_ok. replace (d + (s + n))%nat with (s + d + n)%nat by lia. lra.
Qed.
(* The same terms with another start: k terms, of the value u/v, before. *)
Theorem prefix_ok s k a u w v : first_terms s a k = Some (u, w) ->
  is_series (fun n => den a (s + k + n)%nat) v -> is_series (fun n => den a (s + n)%nat) (IZR u / IZR w + v).
Proof.
  intros F H. generalize (first_terms_ok s a k). rewrite F. intros [_ <-]. apply series_prefix.
  revert H. apply series_ext. intros n. f_equal. lia.
Qed.
