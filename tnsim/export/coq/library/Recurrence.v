(* Finite sums: creative telescoping, and induction along a recurrence. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Term Multivariate Parametric ParametricForms.
Import ListNotations.
Open Scope R_scope.

(* The sum of n terms from a on. *)
Fixpoint run (f : nat -> R) (a n : nat) : R := match n with O => 0 | S n => run f a n + f (a + n)%nat end.
Lemma run_sum f a n : sum_n_m f a (a + n) = run f a (S n).
Proof.
  induction n. rewrite Nat.add_0_r, sum_n_n. simpl. rewrite Nat.add_0_r. symmetry. apply Rplus_0_l.
  rewrite Nat.add_succ_r, sum_n_Sm, IHn by lia. cbn [run]. rewrite Nat.add_succ_r. reflexivity.
Qed.
Lemma sum_run f a b : (a <= S b)%nat -> sum_n_m f a b = run f a (S b - a).
Proof.
  intros H. destruct (le_lt_dec a b) as [L|L].
  - replace b with (a + (b - a))%nat at 1 by lia. rewrite run_sum. f_equal. lia.
  - rewrite sum_n_m_zero by auto. now replace (S b - a)%nat with O by lia.
Qed.
Lemma run_app f a n k : run f a (n + k) = run f a n + run f (a + n) k.
Proof.
  induction k. rewrite Nat.add_0_r. simpl. ring. rewrite Nat.add_succ_r. simpl. rewrite IHk, Nat.add_assoc. ring.
Qed.

(* ---- substitution of the last whole variable ------------------------------------------- *)
Section Substitution.
Variable (i : nat).
Fixpoint nsubst (s e : whole) : whole :=
  match e with
  | Nv j => if Nat.eqb j i then s else e | Nc _ => e
  | Nadd a b => Nadd (nsubst s a) (nsubst s b) | Nsub a b => Nsub (nsubst s a) (nsubst s b)
  | Nmul c a => Nmul c (nsubst s a) | Ndiv a q => Ndiv (nsubst s a) q
  end.
Definition lsubst (s l : lin) : lin :=
  match l with [] => [] | c :: l => ladd (c :: firstn i l) (lscal (nth i l 0%Z) s) end.
Definition asubst (s : whole) (m : lin) (a : arg) : arg := match a with An e => An (nsubst s e) | Az l => Az (lsubst m l) end.
Fixpoint subst (s : whole) (m : lin) (e : rt) : rt :=
  match e with
  | Rc _ | Rx _ => e | Ri a => Ri (asubst s m a)
  | Radd a b => Radd (subst s m a) (subst s m b) | Rsub a b => Rsub (subst s m a) (subst s m b) | Ropp a => Ropp (subst s m a)
  | Rmul a b => Rmul (subst s m a) (subst s m b) | Rdiv a b => Rdiv (subst s m a) (subst s m b) | Rpw a k => Rpw (subst s m a) k
  | Fct e => Fct (nsubst s e) | Bino u l => Bino (nsubst s u) (nsubst s l) | Geom b a => Geom (subst s m b) (asubst s m a)
  | Poch y a => Poch (subst s m y) (asubst s m a) | Reci y l => Reci (subst s m y) (lsubst m l) | Choo y e => Choo (subst s m y) (nsubst s e)
  | Harm a => Harm (asubst s m a) | Fibo a => Fibo (asubst s m a) | Cosi e => Cosi (nsubst s e)
  end.
End Substitution.
Section Last.
Variables (v r : list nat) (x : list R) (s : whole) (m : lin).
Let i := length v.
Let u := v ++ r.
Let w := v ++ [nden u s].
Context (R1 : (length r <=? 1)%nat = true) (M : leval m (zs u) = Z.of_nat (nden u s)).
Lemma nsubst_ok e : nden u (nsubst i s e) = nden w e.
Proof.
  induction e; cbn [nsubst nden]; auto.
  destruct (Nat.eqb_spec i0 i) as [->|N].
  - unfold w, i. rewrite app_nth2, Nat.sub_diag by lia. reflexivity.
  - cbn [nden]. unfold u, w, i in *. apply Nat.leb_le in R1. destruct (le_lt_dec (length v) i0) as [L|L].
    rewrite !nth_overflow; auto; rewrite app_length; simpl; lia. now rewrite !app_nth1.
Qed.
Lemma dot_firstn a b l : dot (firstn (length a) l) (a ++ b) = dot (firstn (length a) l) a.
Proof. revert l. induction a as [|c a IH]; intros [|d l]; simpl; auto. now rewrite IH. Qed.
Lemma dot_last a z l : dot l (a ++ [z]) = (dot (firstn (length a) l) a + nth (length a) l 0 * z)%Z.
Proof.
  revert l. induction a as [|c a IH]; intros [|d l]; cbn [app length firstn nth dot]; try lia.
  - destruct l; simpl; lia.
  - rewrite IH. lia.
Qed.
Lemma lsubst_ok l : leval (lsubst i m l) (zs u) = leval l (zs w).
Proof.
  destruct l as [|c l]; auto. cbn [lsubst]. rewrite leval_add, leval_scal, M. cbn [leval]. unfold w, u, zs, i.
  rewrite !map_app. cbn [map]. rewrite dot_last, map_length. rewrite <- (map_length Z.of_nat v). rewrite dot_firstn. lia.
Qed.
Lemma asubst_z a : aval_z u (asubst i s m a) = aval_z w a.
Proof. destruct a; simpl. now rewrite nsubst_ok. apply lsubst_ok. Qed.
Lemma asubst_n a : aval_n u (asubst i s m a) = aval_n w a.
Proof. destruct a; simpl. apply nsubst_ok. now rewrite lsubst_ok. Qed.
Theorem subst_ok e : den u x (subst i s m e) = den w x e.
Proof.
  induction e; cbn [subst]; cbn [den]; rewrite ?IHe1, ?IHe2, ?IHe, ?nsubst_ok, ?lsubst_ok, ?asubst_n; auto.
  - destruct a; cbn [asubst den]. now rewrite nsubst_ok. now rewrite lsubst_ok.
  - destruct a; cbn [asubst den]. now rewrite nsubst_ok. now rewrite lsubst_ok.
Qed.
End Last.

(* ---- creative telescoping --------------------------------------------------------------- *)
(* A sum with its coefficient: the terms before and after the range that its group has in common. *)
Record part := Part { coefficient : rt; body : rt; low : whole; high : whole; before : list whole; after : list whole }.
Record group := Group { parts : list part; anti : rt; from : whole; past : whole }.
Fixpoint total (l : list rt) : rt := match l with [] => Rc 0 | [e] => e | e :: l => Radd e (total l) end.
Section Trees.
Variable (i : nat).
Definition at_place (e : rt) (s : whole) : rt := match nlin s with Some (m, []) => subst i s m e | _ => e end.
Definition terms_at (e : rt) (places : list whole) : rt := total (map (at_place e) places).
(* With the further variable: coefficients times terms less the difference of the antidifference. *)
Definition difference (g : group) : rt :=
  let next := Nadd (Nv i) (Nc 1) in
  Rsub (total (map (fun p => Rmul (coefficient p) (body p)) (parts g))) (Rsub (at_place (anti g) next) (anti g)).
Fixpoint closed (j : nat) (l : list part) : list rt :=
  match l with
  | [] => []
  | p :: l => Rmul (coefficient p) (Rsub (Rx j) (Radd (terms_at (body p) (before p)) (terms_at (body p) (after p)))) :: closed (S j) l
  end.
Definition boundary (j : nat) (g : group) : rt :=
  Rsub (total (closed j (parts g))) (Rsub (at_place (anti g) (past g)) (at_place (anti g) (from g))).
Fixpoint boundaries (j : nat) (l : list group) : list rt :=
  match l with [] => [] | g :: l => boundary j g :: boundaries (j + length (parts g)) l end.
End Trees.

Lemma total_ok v x l : den v x (total l) = fold_right (fun e s => den v x e + s) 0 l.
Proof.
  induction l as [|e l IH]; auto. destruct l as [|f l]. simpl. ring. change (total (e :: f :: l)) with (Radd e (total (f :: l))).
  cbn [den]. rewrite IH. reflexivity.
Qed.
Fixpoint consecutive (s : nat) (l : list nat) : Prop := match l with [] => True | e :: l => e = s /\ consecutive (S s) l end.
Lemma run_consecutive f s l : consecutive s l -> run f s (length l) = fold_right (fun e s => f e + s) 0 l.
Proof.
  revert s. induction l as [|e l IH]; intros s; auto. intros [-> C]. cbn [length fold_right].
  change (S (length l)) with (1 + length l)%nat. rewrite run_app, <- (IH (S s)) by auto. simpl run at 1. rewrite Nat.add_0_r.
  replace (s + 1)%nat with (S s) by lia. ring.
Qed.
Section Telescoping.
Variables (v : list nat) (x : list R).
Let i := length v.
Definition term_at (p : part) (k : nat) : R := den (v ++ [k]) x (body p).
Definition sum_of (p : part) : R := sum_n_m (term_at p) (nden v (low p)) (nden v (high p)).
(* Where the terms of a sum lie. *)
Definition placed (g : group) (p : part) : Prop :=
  let a := nden v (from g) in let b := nden v (past g) in
  let l := map (nden v) (before p) in let r := map (nden v) (after p) in
  consecutive (nden v (low p)) l /\ (nden v (low p) + length l)%nat = a /\ (a <= b)%nat /\
  consecutive b r /\ (b + length r)%nat = S (nden v (high p)).
Fixpoint numbered (j : nat) (l : list part) : Prop :=
  match l with [] => True | p :: l => nth j x 0 = sum_of p /\ numbered (S j) l end.
Definition plain_places (l : list whole) : bool := forallb (fun s => match nlin s with Some (_, []) => true | _ => false end) l.
Definition simple (g : group) : bool :=
  plain_places (from g :: past g :: flat_map (fun p => before p ++ after p) (parts g)).
Definition same_coefficients (g : group) : Prop :=
  forall k, map (fun p => den (v ++ [k]) x (coefficient p)) (parts g) = map (fun p => den v x (coefficient p)) (parts g).
Definition telescopes (j : nat) (g : group) : Prop :=
  simple g = true /\ (nden v (from g) <= nden v (past g))%nat /\ same_coefficients g /\ numbered j (parts g) /\ List.Forall (placed g) (parts g) /\
  forall k, (nden v (from g) <= k < nden v (past g))%nat -> den (v ++ [k]) x (difference i g) = 0.

Lemma at_place_ok e s : match nlin s with Some (_, []) => true | _ => false end = true ->
  den v x (at_place i e s) = den (v ++ [nden v s]) x e.
Proof.
  unfold at_place. destruct (nlin s) as [[m [|]]|] eqn:E; try discriminate. intros _.
  generalize (subst_ok v [] x s m eq_refl). rewrite app_nil_r. intros H. apply H. apply (nlin_ok v x s m [] E). constructor.
Qed.
Lemma at_next_ok e k : den (v ++ [k]) x (at_place i e (Nadd (Nv i) (Nc 1))) = den (v ++ [S k]) x e.
Proof.
  unfold at_place. cbn [nlin]. change ([] ++ []) with (@nil condition).
  assert (E : nden (v ++ [k]) (Nadd (Nv i) (Nc 1)) = S k).
  { cbn [nden]. unfold i. rewrite app_nth2, Nat.sub_diag by lia. simpl. lia. }
  match goal with |- context [subst _ ?s ?m _] => generalize (subst_ok v [k] x s m eq_refl) end. rewrite E. intros H. apply H.
  rewrite leval_add. cbn [leval]. rewrite dot_var. unfold zs, i. rewrite map_app, app_nth2; rewrite map_length; auto.
  rewrite Nat.sub_diag. simpl. destruct (map Z.of_nat v); simpl; lia.
Qed.
Lemma terms_at_ok e l : plain_places l = true -> den v x (terms_at i e l) = fold_right (fun k s => den (v ++ [k]) x e + s) 0 (map (nden v) l).
Proof.
  intros H. unfold terms_at. rewrite total_ok. induction l as [|s l IH]; auto. cbn [map fold_right].
  unfold plain_places in H. cbn [forallb] in H. apply andb_prop in H. destruct H as [H K]. rewrite IH, at_place_ok by auto. reflexivity.
Qed.
Lemma placed_ok g p : placed g p -> plain_places (before p ++ after p) = true ->
  sum_of p - (den v x (terms_at i (body p) (before p)) + den v x (terms_at i (body p) (after p))) =
  run (term_at p) (nden v (from g)) (nden v (past g) - nden v (from g)).
Proof.
  unfold placed. cbv zeta. intros [C1 [E1 [L [C2 E2]]]] PP. unfold plain_places in PP. rewrite forallb_app in PP. apply andb_prop in PP. destruct PP.
  rewrite !terms_at_ok by auto. unfold sum_of. rewrite sum_run by lia.
  replace (S (nden v (high p)) - nden v (low p))%nat with
    (length (map (nden v) (before p)) + ((nden v (past g) - nden v (from g)) + length (map (nden v) (after p))))%nat by lia.
  rewrite !run_app, E1, run_consecutive by auto. replace (nden v (from g) + (nden v (past g) - nden v (from g)))%nat with (nden v (past g)) by lia.
  rewrite (run_consecutive _ (nden v (past g))) by auto. unfold term_at. ring.
Qed.
Fixpoint combined (cs : list R) (ys : list R) : R := match cs, ys with c :: cs, y :: ys => c * y + combined cs ys | _, _ => 0 end.
Lemma run_combined cs fs T a n : (forall k, (a <= k < a + n)%nat -> combined cs (map (fun f => f k) fs) = T (S k) - T k) ->
  combined cs (map (fun f => run f a n) fs) = T (a + n)%nat - T a.
Proof.
  induction n as [|n IH]; intros H.
  - rewrite Nat.add_0_r. replace (T a - T a) with 0 by ring. clear H. revert cs. induction fs as [|f fs IH]; intros [|c cs]; simpl; auto.
    rewrite IH. ring.
  - replace (T (a + S n)%nat - T a) with ((T (S (a + n)) - T (a + n)%nat) + (T (a + n)%nat - T a)) by (rewrite Nat.add_succ_r; ring).
    rewrite <- (H (a + n)%nat) by lia. rewrite <- IH by (intros; apply H; lia). clear. revert cs.
    induction fs as [|f fs IH]; intros [|c cs]; cbn [map combined run]; try ring. rewrite IH. ring.
Qed.
Theorem telescopes_ok j g : telescopes j g -> den v x (boundary i j g) = 0.
Proof.
  intros [SI [AB [SC [NU [PL D]]]]]. unfold boundary, simple, plain_places in *. cbn [forallb] in SI. apply andb_prop in SI. destruct SI as [S1 SI].
  apply andb_prop in SI. destruct SI as [S2 SI]. cbn [den]. rewrite !at_place_ok by auto.
  set (a := nden v (from g)) in *. set (b := nden v (past g)) in *.
  set (cs := map (fun p => den v x (coefficient p)) (parts g)) in *.
  assert (X : forall k, (a <= k < b)%nat -> combined cs (map (fun f => f k) (map term_at (parts g))) = den (v ++ [S k]) x (anti g) - den (v ++ [k]) x (anti g)).
  { intros k K. specialize (D k K). unfold difference in D. cbn [den] in D. rewrite at_next_ok, total_ok in D. specialize (SC k). fold cs in SC. rewrite <- SC.
    apply Rminus_diag_uniq in D. rewrite <- D. rewrite map_map. clear. induction (parts g) as [|p l IH]; simpl; auto. rewrite <- IH. reflexivity. }
  assert (Y : den v x (total (closed i j (parts g))) = combined cs (map (fun f => run f a (b - a)) (map term_at (parts g)))).
  { rewrite total_ok. unfold cs. clear - NU PL SI. rewrite map_map. revert j NU. induction (parts g) as [|p l IH]; intros j NU; auto.
    destruct NU as [N1 N2]. inversion PL as [|? ? P PL']. subst. cbn [flat_map] in SI. rewrite forallb_app in SI. apply andb_prop in SI. destruct SI as [SI SI'].
    cbn [closed map fold_right combined den]. rewrite (IH SI' PL' (S j) N2), N1. f_equal. f_equal. now apply placed_ok. }
  rewrite Y, (run_combined cs _ (fun k => den (v ++ [k]) x (anti g))).
  - replace (a + (b - a))%nat with b by (unfold a, b; lia). ring.
  - intros k K. apply X. unfold a, b in *. lia.
Qed.
Theorem telescoped j gs e : (forall g j', In (j', g) (let fix number j l := match l with [] => [] | g :: l => (j, g) :: number (j + length (parts g))%nat l end in number j gs) -> telescopes j' g) ->
  den v x (Rsub e (total (boundaries i j gs))) = 0 -> den v x e = 0.
Proof.
  cbn [den]. intros H E. replace (den v x (total (boundaries i j gs))) with 0 in E. lra.
  symmetry. rewrite total_ok. clear E. revert j H. induction gs as [|g gs IH]; intros j H; auto. cbn [boundaries fold_right].
  rewrite telescopes_ok, IH by (intros; apply H; simpl; auto). ring.
Qed.
End Telescoping.

(* ---- induction along a recurrence ------------------------------------------------------- *)
Theorem recurrence_ok (E : nat -> R) (c : nat -> list R) (first start r : nat) :
  (first <= start)%nat ->
  (forall n, (first <= n < start + r)%nat -> E n = 0) ->
  (forall n, (start <= n)%nat -> length (c n) = S r /\ combined (c n) (map (fun k => E (n + k)%nat) (seq 0 (S r))) = 0 /\ last (c n) 0 <> 0) ->
  forall n, (first <= n)%nat -> E n = 0.
Proof.
  intros FS B H n. induction n as [n IH] using lt_wf_ind. intros L.
  destruct (le_lt_dec (start + r) n) as [G|G]; [|apply B; lia].
  destruct (H (n - r)%nat ltac:(lia)) as [LE [C N]].
  assert (X : forall cs ks, length cs = S (length ks) -> (forall k, In k ks -> (k < r)%nat) ->
    combined cs (map (fun k => E (n - r + k)%nat) (ks ++ [r])) = last cs 0 * E n).
  { induction cs as [|a cs IHc]; intros ks; [discriminate|]. destruct ks as [|k ks]; intros K1 K2.
    - destruct cs; [|discriminate]. simpl. replace (n - r + r)%nat with n by lia. ring.
    - destruct cs as [|a' cs]; [discriminate|]. transitivity (a * E (n - r + k)%nat + combined (a' :: cs) (map (fun k => E (n - r + k)%nat) (ks ++ [r]))). reflexivity.
      rewrite (IHc ks).
      + rewrite IH by (specialize (K2 k ltac:(simpl; auto)); lia). change (last (a :: a' :: cs) 0) with (last (a' :: cs) 0). ring.
      + simpl in *. lia.
      + intros; apply K2; simpl; auto. }
  rewrite seq_S in C. rewrite X in C.
  - apply Rmult_integral in C. destruct C; auto. contradiction.
  - now rewrite seq_length.
  - intros k K. apply in_seq in K. lia.
Qed.
