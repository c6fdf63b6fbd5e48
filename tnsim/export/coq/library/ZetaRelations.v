(* Rational combinations of truncated multiple zeta values, and a test that one tends to 0 by given relations. *)
Require Import Reals Lra Lia List Bool QArith Qreals.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Basel Special Grouping Vanishing NestedSums Convergence Shuffle Words IteratedIntegrals Substitutions.
Import ListNotations.
Open Scope R_scope.

Definition combination := list (Q * index).
Fixpoint sum_of (f : index -> R) (l : combination) : R :=
  match l with [] => 0 | (q, w) :: l => Q2R q * f w + sum_of f l end.
Definition at_bound (l : combination) (n : nat) : R := sum_of (fun w => truncated w n) l.
Lemma sum_of_app f l m : sum_of f (l ++ m) = sum_of f l + sum_of f m.
Proof. induction l as [|[q w] l IH]; simpl. ring. rewrite IH. ring. Qed.
Definition times (p : Q) (l : combination) : combination := map (fun x => (Qred (p * fst x), snd x)) l.
Lemma Q2R_red p : Q2R (Qred p) = Q2R p.
Proof. apply Qeq_eqR, Qred_correct. Qed.
Lemma Q2R_0 : Q2R 0 = 0.
Proof. unfold Q2R. simpl. ring. Qed.
Lemma Q2R_1 : Q2R 1 = 1.
Proof. unfold Q2R. simpl. field. Qed.
Lemma Q2R_Z z : Q2R (inject_Z z) = IZR z.
Proof. unfold Q2R. simpl. field. Qed.
Lemma sum_of_times f p l : sum_of f (times p l) = Q2R p * sum_of f l.
Proof.
  induction l as [|[q w] l IH]. simpl. ring. cbn [times map fst snd sum_of]. fold (times p l). rewrite IH, Q2R_red, Q2R_mult. ring.
Qed.
Lemma sum_of_list p l n : at_bound (map (fun w => (p, w)) l) n = Q2R p * total truncated l n.
Proof. unfold at_bound. induction l. simpl. ring. cbn [map sum_of total]. rewrite IHl. ring. Qed.
Definition product (a b : combination) : combination :=
  flat_map (fun x => flat_map (fun y => map (fun w => (Qred (fst x * fst y), w)) (stuffle (snd x) (snd y))) b) a.
Lemma product_with u p b n :
  at_bound (flat_map (fun y => map (fun w => (Qred (p * fst y), w)) (stuffle u (snd y))) b) n = Q2R p * truncated u n * at_bound b n.
Proof.
  induction b as [|[q v] b IH]. unfold at_bound. simpl. ring.
  cbn [flat_map fst snd]. unfold at_bound in *. rewrite sum_of_app, IH. fold (at_bound (map (fun w => (Qred (p * q), w)) (stuffle u v)) n).
  rewrite sum_of_list, stuffle_ok, Q2R_red, Q2R_mult. cbn [sum_of]. ring.
Qed.
Lemma product_ok a b n : at_bound (product a b) n = at_bound a n * at_bound b n.
Proof.
  induction a as [|[p u] a IH]. unfold at_bound. simpl. ring.
  unfold at_bound at 1. cbn [product flat_map fst snd]. rewrite sum_of_app. fold (product a b).
  change (sum_of _ (product a b)) with (at_bound (product a b) n). rewrite IH.
  match goal with |- sum_of _ ?l + _ = _ => change (at_bound l n + at_bound a n * at_bound b n = at_bound ((p, u) :: a) n * at_bound b n) end.
  rewrite product_with. unfold at_bound. cbn [sum_of]. ring.
Qed.

(* Combinations all of whose coefficients cancel. *)
Fixpoint same (u v : index) : bool :=
  match u, v with
  | [], [] => true | (s, e) :: u, (t, f) :: v => Nat.eqb s t && Bool.eqb e f && same u v | _, _ => false
  end.
Lemma same_ok u v : same u v = true -> u = v.
Proof.
  revert v. induction u as [|[s e] u IH]; intros [|[t f] v]; try easy. cbn [same]. rewrite !andb_true_iff.
  intros [[A B] C]. apply Nat.eqb_eq in A. apply eqb_prop in B. now rewrite A, B, (IH v).
Qed.
Fixpoint insert (q : Q) (w : index) (l : combination) : combination :=
  match l with
  | [] => [(q, w)] | (p, v) :: l => if same w v then (Qred (p + q), v) :: l else (p, v) :: insert q w l
  end.
Lemma insert_ok f q w l : sum_of f (insert q w l) = Q2R q * f w + sum_of f l.
Proof.
  induction l as [|[p v] l IH]. reflexivity. cbn [insert]. destruct (same w v) eqn:E.
  apply same_ok in E. subst. cbn [sum_of]. rewrite Q2R_red, Q2R_plus. ring. cbn [sum_of]. rewrite IH. ring.
Qed.
Definition gathered (l : combination) : combination := fold_right (fun x => insert (fst x) (snd x)) [] l.
Definition cancels (l : combination) : bool := forallb (fun x => Qeq_bool (fst x) 0) (gathered l).
Lemma cancels_ok f l : cancels l = true -> sum_of f l = 0.
Proof.
  assert (G : sum_of f (gathered l) = sum_of f l).
  { induction l as [|[q w] l IH]. reflexivity. cbn [gathered fold_right fst snd]. rewrite insert_ok. fold (gathered l). now rewrite IH. }
  rewrite <- G. unfold cancels. generalize (gathered l). intros m. clear. induction m as [|[q w] m IH]. reflexivity.
  cbn [forallb fst]. rewrite andb_true_iff. intros [A B]. cbn [sum_of]. apply Qeq_bool_eq in A.
  rewrite (Qeq_eqR _ _ A), Q2R_0, IH by auto. ring.
Qed.

(* Relations by name. *)
Inductive relation :=
  | Double (u v : index) | Even (s : list nat) | Times (r : relation) (u : index) | Reflection (u : index) | Duality (u : index).
Fixpoint halves (s : list nat) : Q := match s with [] => 1%Q | a :: s => Qred (2 * / (inject_Z (2 ^ Z.of_nat a)) * halves s) end.
Lemma halves_ok s : Q2R (halves s) = halving s.
Proof.
  induction s as [|a s IH]. apply Q2R_1. cbn [halves halving]. rewrite Q2R_red, !Q2R_mult, IH. f_equal. f_equal.
  unfold Q2R; simpl; field. rewrite Q2R_inv, Q2R_Z. now rewrite pow_IZR. intros H. apply (Qeq_eqR) in H.
  rewrite Q2R_Z, Q2R_0 in H. apply eq_IZR in H. generalize (Z.pow_pos_nonneg 2 (Z.of_nat a)). lia.
Qed.
Definition turned_by (theta : option bool -> list (bool * option bool)) (u : index) : combination :=
  let w := word_of false u in
  if turns theta w then (1%Q, final w) :: map (fun p : bool * word => ((if fst p then 1 else -1)%Q, final (snd p))) (images theta [(false, [])] w) else [].
Fixpoint read (r : relation) : combination :=
  match r with
  | Double u v => if comparable u v then map (fun w => (1%Q, w)) (stuffle u v)
                    ++ map (fun w => ((-1)%Q, w)) (map (index_of 0 false) (shuffled u v)) else []
  | Even s => if proper (plain s) && convergent (plain s) then map (fun w => (1%Q, w)) (signs s) ++ [(Qopp (halves s), plain s)] else []
  | Times r u => if proper u && convergent u then product (read r) [(1%Q, u)] else []
  | Reflection u => turned_by reflection_theta u
  | Duality u => turned_by duality_theta u
  end.
Lemma at_bound_nil n : at_bound [] n = 0.
Proof. reflexivity. Qed.
Lemma at_bound_app l m n : at_bound (l ++ m) n = at_bound l n + at_bound m n.
Proof. apply sum_of_app. Qed.
Lemma turned_by_ok theta u : (turns theta (word_of false u) = true ->
  null (fun n => truncated (final (word_of false u)) n - signed_total (images theta [(false, [])] (word_of false u)) n)) -> null (at_bound (turned_by theta u)).
Proof.
  intros H. unfold turned_by. destruct (turns theta (word_of false u)). 2: now apply (null_const 0).
  apply null_ext with (2 := H eq_refl). intros n. unfold at_bound. cbn [sum_of]. rewrite Q2R_1.
  generalize (images theta [(false, [])] (word_of false u)). intros l. rewrite Rmult_1_l. unfold Rminus. f_equal.
  induction l as [|[e w] l IH]. simpl. ring. cbn [map sum_of signed_total fst snd]. rewrite IH.
  destruct e; cbn [sign]; unfold Q2R; simpl; field.
Qed.
Theorem read_ok r : null (at_bound (read r)).
Proof.
  induction r as [u v|s|r IH u|u|u]; cbn [read]. 4: apply turned_by_ok, reflection. 4: apply turned_by_ok, duality.
  - destruct (comparable u v) eqn:E. 2: now apply (null_const 0).
    apply null_ext with (2 := double_shuffle u v E). intros n. rewrite at_bound_app, !sum_of_list.
    replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; field). rewrite Q2R_1. ring.
  - destruct (proper (plain s)) eqn:P. destruct (convergent (plain s)) eqn:C. 2, 3: now apply (null_const 0).
    apply null_ext with (2 := doubling s P C). intros n. cbn [andb]. rewrite at_bound_app, sum_of_list.
    unfold at_bound. cbn [sum_of]. rewrite Q2R_opp, halves_ok, Q2R_1. ring.
  - destruct (proper u) eqn:P. destruct (convergent u) eqn:C. 2, 3: now apply (null_const 0).
    cbn [andb]. apply null_ext with (fun n => at_bound (read r) n * truncated u n).
    intros n. rewrite product_ok. unfold at_bound at 2. cbn [sum_of]. rewrite Q2R_1. ring.
    apply null_bounded. exact IH. generalize (value_limit u P C). intros L.
    destruct (null_is_bounded (fun n => truncated u n - value u)) as [M B].
    { unfold null. replace (Finite 0) with (Finite (value u - value u)) by (f_equal; ring).
      apply is_lim_seq_minus'; auto. apply is_lim_seq_const. }
    exists (M + Rabs (value u)). intros n. replace (truncated u n) with (truncated u n - value u + value u) by ring.
    eapply Rle_trans. apply Rabs_triang. generalize (B n). lra.
Qed.
Definition combined (l : list (Q * relation)) : combination := flat_map (fun x => times (fst x) (read (snd x))) l.
Lemma combined_ok l : null (at_bound (combined l)).
Proof.
  induction l as [|[q r] l IH]. now apply (null_const 0). cbn [combined flat_map fst snd].
  apply null_ext with (fun n => Q2R q * at_bound (read r) n + at_bound (combined l) n).
  intros n. unfold combined. rewrite at_bound_app. unfold at_bound at 1. now rewrite sum_of_times.
  apply null_plus; auto. apply (bounded_null (fun _ => Q2R q)). apply bounded_const. apply read_ok.
Qed.
(* The combination l is that of the relations. *)
Definition follows (l : combination) (r : list (Q * relation)) : bool := cancels (l ++ times (-1) (combined r)).
Theorem follows_ok l r : follows l r = true -> null (at_bound l).
Proof.
  intros H. apply null_ext with (2 := combined_ok r). intros n. apply (cancels_ok (fun w => truncated w n)) in H.
  rewrite sum_of_app, sum_of_times in H. unfold at_bound. replace (Q2R (-1)) with (-1) in H by (unfold Q2R; simpl; field). lra.
Qed.
