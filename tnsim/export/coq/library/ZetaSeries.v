(* The value of a series of harmonic numbers, by one boolean: relations between multiple zeta values. *)
Require Import Reals Lra Lia List Bool ZArith QArith Qreals.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Vanishing Functions NestedSums Convergence Shuffle Words IteratedIntegrals Substitutions ZetaRelations ZetaValues ZetaConstants ZetaTerms.
Import ListNotations.
Open Scope R_scope.

(* What n adds to a nested sum, as a rational number. *)
Fixpoint total_to (f : nat -> Q) (n : nat) : Q := match n with O => 0%Q | S n => Qred (total_to f n + f n) end.
Fixpoint adds (w : index) (n : nat) : Q :=
  match w with
  | [] => match n with O => 1%Q | _ => 0%Q end
  | (s, e) :: v => match n with O => 0%Q | _ =>
      Qred ((if e && Nat.odd n then -1 else 1) * / inject_Z (Z.of_nat n ^ Z.of_nat s) * total_to (adds v) n)%Q end
  end.
Lemma adds_ok w n : Q2R (adds w n) = coef w n.
Proof.
  revert n. induction w as [|[s e] w IH]; intros n.
  { destruct n. apply Q2R_1. apply Q2R_0. }
  destruct n. cbn [adds]. rewrite Q2R_0. simpl. ring. rewrite coef_cons. cbn [adds]. rewrite Q2R_red, !Q2R_mult.
  replace (Q2R (total_to (adds w) (S n))) with (truncated w (S n)).
  2: { generalize (S n). intros m. unfold truncated. induction m. symmetry. apply Q2R_0. cbn [partial total_to].
       now rewrite Q2R_red, Q2R_plus, IH, IHm. }
  unfold Rdiv. f_equal. f_equal.
  - destruct e; cbn [andb sign]. 2: rewrite pow1; apply Q2R_1. rewrite parity_power. unfold parity.
    replace (Z.odd (Z.of_nat (S n))) with (Nat.odd (S n)). destruct (Nat.odd (S n)); unfold Q2R; simpl; field.
    generalize (S n). intros m. induction m. reflexivity. rewrite Nat.odd_succ, <- Nat.negb_odd, IHm, Nat2Z.inj_succ, Z.odd_succ, Z.negb_odd. reflexivity.
  - rewrite Q2R_Z_inverse, <- pow_IZR, <- INR_IZR_INZ. reflexivity. apply Z.pow_nonzero; lia.
Qed.

(* All sums grow slower than their convergent ones converge. *)
Lemma bounded_sums l : forallb (fun x => proper (snd x)) l = true -> exists C, 0 <= C /\ forall n, Rabs (at_bound l n) <= C * root (S n).
Proof.
  induction l as [|[x w] l IH]; intros H. exists 0. split. lra. intros n. unfold at_bound. simpl. rewrite Rabs_R0. lra.
  cbn [forallb snd] in H. apply andb_prop in H. destruct H as [A B]. destruct (IH B) as [C [P H]]. destruct (bounds w A) as [D [Q [_ T]]].
  exists (Rabs (Q2R x) * D + C). generalize (Rabs_pos (Q2R x)). intros. split. nra. intros n.
  unfold at_bound. cbn [sum_of]. eapply Rle_trans. apply Rabs_triang. rewrite Rabs_mult, Rmult_plus_distr_r.
  apply Rplus_le_compat. rewrite Rmult_assoc. apply Rmult_le_compat_l; auto. apply H.
Qed.
Lemma close_times_sums c x l : close c x -> forallb (fun x => proper (snd x)) l = true -> null (fun n => (x - c n) * at_bound l n).
Proof.
  intros [K [P A]] H. destruct (bounded_sums l H) as [C [Q B]]. apply null_below with (fun n => K * C * / root (S n)).
  2: { apply (bounded_null (fun _ => K * C)). apply bounded_const. apply null_root_inverse. }
  intros n. rewrite Rabs_mult, (Rabs_minus_sym x). apply Rle_trans with (K * small n * (C * root (S n))).
  apply Rmult_le_compat; auto using Rabs_pos. replace (K * small n * (C * root (S n))) with (K * C * (small n * root (S n))) by ring.
  apply Rmult_le_compat_l. now apply Rmult_le_pos. rewrite small_cube. generalize (root_at_least_1 n). intros R.
  apply Rmult_le_reg_r with (root (S n)). lra. rewrite Rinv_l by lra.
  replace (/ (root (S n) * root (S n) * root (S n)) * root (S n) * root (S n)) with (/ root (S n)) by (field; lra).
  rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
Qed.

Lemma null_from f (l : R) : is_lim_seq f l -> null (fun n => f n - l).
Proof.
  intros H. unfold null. replace (Finite 0) with (Finite (l - l)) by (f_equal; ring). apply is_lim_seq_minus'; auto. apply is_lim_seq_const.
Qed.

Section Series.
Variables (n0 q r : nat).
Definition in_range : bool := (Nat.eqb q 1 || Nat.eqb q 2) && Nat.leb r 1 && Nat.leb 1 (q * n0 + r).
Definition summed (e : element) : index := (power e - above e, turn e)%nat :: inner e.
(* The nested sums over the class of r modulo q, and the terms before the first. *)
Definition projected (e : element) : combination :=
  if Nat.eqb q 1 then [(size e, summed e)]
  else [((size e * (1 # 2))%Q, summed e);
        ((size e * ((if Nat.eqb r 0 then 1 else -1) # 2))%Q, (power e - above e, negb (turn e))%nat :: inner e)].
Definition earlier (e : element) : combination := map (fun n => (Qopp (size e * adds (summed e) (q * n + r)), [])) (seq 0 n0).
Definition earlier_halved (e : element) : combination :=
  map (fun n => (Qopp (size e * (adds (summed e) n * qpow (1 # 2) n)), [])) (seq 0 n0).
Definition contribution (e : element) : option combination :=
  if Nat.leb (above e) (power e) then match halved e with
  | O => if proper (summed e) then option_map (fun c => product c (projected e ++ earlier e)) (csums (factor e)) else None
  | 1%nat => if Nat.eqb q 1 && Nat.eqb r 0 then both (fun c h => product c (times (size e) h ++ earlier_halved e)) (csums (factor e)) (half_sums (summed e)) else None
  | _ => None
  end else None.

Variable range : in_range = true.
Lemma range_ok : (q = 1 \/ q = 2)%nat /\ (r <= 1)%nat /\ (1 <= q * n0 + r)%nat.
Proof.
  unfold in_range in range. rewrite !andb_true_iff, orb_true_iff in range. destruct range as [[[A|A] B] C];
    apply Nat.eqb_eq in A; apply Nat.leb_le in B, C; auto.
Qed.
Lemma summed_ok e n : (above e <= power e)%nat -> (1 <= q * n + r)%nat ->
  eval q r e n = cden (factor e) * Q2R (size e) * (/ 2 ^ n) ^ halved e * coef (summed e) (q * n + r).
Proof.
  intros A N. unfold eval, summed. rewrite !coef_cons. assert (P : INR (q * n + r) <> 0) by (apply not_0_INR; lia).
  generalize (truncated (inner e) (q * n + r)). intros t. set (x := INR (q * n + r)) in *.
  replace (x ^ power e) with (x ^ above e * x ^ (power e - above e)) by (rewrite <- pow_add; f_equal; lia).
  unfold Rdiv. rewrite Rinv_mult.
  replace (cden (factor e) * (Q2R (size e) * (/ 2 ^ n) ^ halved e * x ^ above e * (sign (turn e) ^ (q * n + r) * (/ x ^ above e * / x ^ (power e - above e)) * t)))
    with (cden (factor e) * Q2R (size e) * (/ 2 ^ n) ^ halved e * (sign (turn e) ^ (q * n + r) * / x ^ (power e - above e) * t) * (x ^ above e * / x ^ above e)) by ring.
  rewrite Rinv_r by now apply pow_nonzero. ring.
Qed.
Lemma projected_ok e m : at_bound (projected e) (q * m + r) = Q2R (size e) * partial (fun n => coef (summed e) (q * n + r)) m.
Proof.
  destruct range_ok as [A [B _]]. unfold projected. destruct A as [->| ->]; cbn [Nat.eqb].
  - rewrite at_bound_1. f_equal. rewrite Nat.mul_1_l. destruct r as [|[|]]. 3: lia.
    + rewrite Nat.add_0_r. unfold truncated. apply partial_ext. intros. f_equal. lia.
    + induction m. unfold truncated. simpl. ring. unfold truncated in *. cbn [partial Nat.add] in *. rewrite IHm. do 2 f_equal. lia.
  - unfold at_bound. cbn [sum_of]. rewrite !Q2R_mult. replace (Q2R (1 # 2)) with (1 / 2) by (unfold Q2R; simpl; field).
    set (x := Q2R ((if Nat.eqb r 0 then 1 else -1) # 2)). assert (X : x = (-1) ^ r / 2).
    { unfold x. destruct r as [|[|]]; simpl; unfold Q2R; simpl; try field. lia. }
    assert (F : forall n, coef ((power e - above e, negb (turn e))%nat :: inner e) n = (-1) ^ n * coef (summed e) n).
    { intros n. unfold summed. rewrite !coef_cons. replace (negb (turn e)) with (xorb true (turn e)) by now destruct (turn e).
      rewrite sign_xorb. cbn [sign]. unfold Rdiv. ring. }
    assert (G : 1 / 2 * truncated (summed e) (2 * m + r) + x * truncated ((power e - above e, negb (turn e))%nat :: inner e) (2 * m + r) = partial (fun n => coef (summed e) (2 * n + r)) m).
    2: rewrite <- G; ring.
    assert (E : (-1) ^ r * (-1) ^ r = 1) by (change (-1) with (sign true); rewrite <- Rpow_mult_distr, sign_square; apply pow1).
    induction m. simpl. destruct r as [|[|]]. 3: lia. unfold truncated. simpl. ring. unfold truncated. simpl. ring.
    replace (2 * S m + r)%nat with (S (S (2 * m + r))) by lia. unfold truncated in *. cbn [partial]. rewrite <- IHm, !F. cbn [pow].
    rewrite pow_add, pow_mult. replace ((-1) ^ 2) with 1 by ring. rewrite pow1, X.
    replace ((-1) ^ r / 2 * (partial (coef ((power e - above e, negb (turn e))%nat :: inner e)) (2 * m + r) + 1 * (-1) ^ r * coef (summed e) (2 * m + r) + -1 * (1 * (-1) ^ r) * coef (summed e) (S (2 * m + r))))
      with ((-1) ^ r / 2 * partial (coef ((power e - above e, negb (turn e))%nat :: inner e)) (2 * m + r) + (-1) ^ r * (-1) ^ r / 2 * coef (summed e) (2 * m + r) - (-1) ^ r * (-1) ^ r / 2 * coef (summed e) (S (2 * m + r))) by field.
    rewrite E. field.
Qed.
Lemma at_bound_rational x n : (1 <= n)%nat -> at_bound [(x, [])] n = Q2R x.
Proof. intros N. destruct n. lia. rewrite at_bound_1, truncated_nil. ring. Qed.
Lemma earlier_ok e n : (1 <= n)%nat -> at_bound (earlier e) n = - (Q2R (size e) * partial (fun n => coef (summed e) (q * n + r)) n0).
Proof.
  intros N. unfold earlier. assert (X : forall k, at_bound (map (fun n => (Qopp (size e * adds (summed e) (q * n + r)), [])) (seq 0 k)) n
    = - (Q2R (size e) * partial (fun n => coef (summed e) (q * n + r)) k)). 2: apply X.
  induction k. simpl. rewrite at_bound_nil. ring. rewrite seq_S, map_app, at_bound_app, IHk. cbn [map Nat.add].
  rewrite at_bound_rational by auto. rewrite Q2R_opp, Q2R_mult, adds_ok. cbn [partial]. ring.
Qed.
Definition bound_at (m : nat) : nat := (q * (n0 + m) + r)%nat.
Lemma null_at_bound f : null f -> null (fun m => f (bound_at m)).
Proof.
  intros H. apply (is_lim_seq_subseq f 0 bound_at); auto. apply eventually_subseq. intros m. unfold bound_at. destruct range_ok as [[->| ->] _]; lia.
Qed.
Lemma earlier_halved_ok e : close (at_bound (earlier_halved e)) (- (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) n0)).
Proof.
  unfold earlier_halved. assert (X : forall k, close (at_bound (map (fun n => (Qopp (size e * (adds (summed e) n * qpow (1 # 2) n)), [])) (seq 0 k)))
    (- (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) k))). 2: apply X.
  induction k. cbn [seq map partial]. rewrite Rmult_0_r, Ropp_0. apply (close_const 0). rewrite seq_S, map_app. cbn [map Nat.add partial].
  replace (- (Q2R (size e) * (partial (fun n => coef (summed e) n * (1 / 2) ^ n) k + coef (summed e) k * (1 / 2) ^ k)))
    with (- (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) k) + - (Q2R (size e) * (coef (summed e) k * (1 / 2) ^ k))) by ring.
  apply close_app. exact IHk. apply close_rational. rewrite Q2R_opp, !Q2R_mult, adds_ok, qpow_ok. replace (Q2R (1 # 2)) with (1 / 2) by (unfold Q2R; simpl; field). ring.
Qed.
Theorem contribution_ok e l : contribution e = Some l ->
  null (fun m => partial (fun k => eval q r e (n0 + k)) m - at_bound l (bound_at m)).
Proof.
  unfold contribution. intros H. destruct (Nat.leb_spec (above e) (power e)) as [Le|]. 2: discriminate.
  assert (In : forall k, (1 <= q * (n0 + k) + r)%nat) by (intros k; destruct range_ok as [_ [_ In]]; nia). destruct (halved e) as [|[|]] eqn:Z. 3: discriminate.
  2: { destruct (Nat.eqb_spec q 1) as [Q|]. 2: discriminate. destruct (Nat.eqb_spec r 0) as [R0|]. 2: discriminate. cbn [andb] in H. parts H. subst l.
    apply csums_ok in A. destruct (half_sums_ok _ _ B) as [C [D E]]. generalize (half_series _ D E). set (v := Series _) in *. intros S.
    assert (L : close (at_bound (product c (times (size e) c0 ++ earlier_halved e)))
      (cden (factor e) * (Q2R (size e) * v + - (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) n0)))).
    { apply close_product; auto. apply close_app. now apply close_times. apply earlier_halved_ok. }
    apply close_limit in L. apply series_rest with (N := n0) in S. apply series_partial in S.
    apply null_ext with (fun m => cden (factor e) * Q2R (size e) * (partial (fun n => coef (summed e) (n0 + n) * (1 / 2) ^ (n0 + n)) m - (v - partial (fun n => coef (summed e) n * (1 / 2) ^ n) n0))
      - (at_bound (product c (times (size e) c0 ++ earlier_halved e)) (bound_at m) - cden (factor e) * (Q2R (size e) * v + - (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) n0)))).
    - intros m. replace (partial (fun k => eval q r e (n0 + k)) m) with (cden (factor e) * Q2R (size e) * partial (fun n => coef (summed e) (n0 + n) * (1 / 2) ^ (n0 + n)) m). ring.
      rewrite <- partial_scal. apply partial_ext. intros k _. rewrite summed_ok by auto. rewrite Z, Q, R0, Nat.mul_1_l, Nat.add_0_r, pow_1.
      replace (1 / 2) with (/ 2) by field. rewrite pow_inv. ring.
    - apply null_minus. apply (bounded_null (fun _ => cden (factor e) * Q2R (size e))). apply bounded_const.
      + apply null_from. exact S.
      + apply (null_at_bound (fun n => at_bound (product c (times (size e) c0 ++ earlier_halved e)) n - cden (factor e) * (Q2R (size e) * v + - (Q2R (size e) * partial (fun n => coef (summed e) n * (1 / 2) ^ n) n0)))).
        apply null_from. exact L. }
  destruct (proper (summed e)) eqn:P. 2: discriminate. parts H. subst l. apply csums_ok in A.
  apply null_ext with (fun m => (cden (factor e) - at_bound c (bound_at m)) * at_bound (projected e ++ earlier e) (bound_at m)).
  - intros m. rewrite product_ok. replace (partial (fun k => eval q r e (n0 + k)) m) with (cden (factor e) * at_bound (projected e ++ earlier e) (bound_at m)). ring.
    rewrite at_bound_app, earlier_ok. 2: { destruct range_ok as [_ [_ R]]. unfold bound_at. nia. }
    unfold bound_at. rewrite projected_ok, partial_add.
    replace (partial (fun k => eval q r e (n0 + k)) m)
      with (cden (factor e) * Q2R (size e) * partial (fun i => coef (summed e) (q * (n0 + i) + r)) m). ring.
    rewrite <- partial_scal. apply partial_ext. intros. rewrite summed_ok, Z by auto. simpl. ring.
  - apply (null_at_bound (fun n => (cden (factor e) - at_bound c n) * at_bound (projected e ++ earlier e) n)).
    apply close_times_sums; auto. rewrite forallb_app. apply andb_true_intro. split.
    + unfold projected. destruct (Nat.eqb q 1); cbn [forallb snd]. now rewrite P. rewrite P.
      unfold summed in P. unfold proper in *. cbn [forallb fst] in *. now rewrite P.
    + unfold earlier. generalize (seq 0 n0). intros x. clear. induction x; auto.
Qed.
Fixpoint contributions (l : list element) : option combination :=
  match l with [] => Some [] | e :: l => both (@app _) (contribution e) (contributions l) end.
Lemma contributions_ok l m : contributions l = Some m ->
  null (fun k => partial (fun k => evals q r l (n0 + k)) k - at_bound m (bound_at k)).
Proof.
  revert m. induction l as [|e l IH]; intros m H; cbn [contributions] in H.
  - injection H as <-. apply null_ext with (fun _ => 0). 2: now apply (null_const 0). intros k. rewrite at_bound_nil. cbn [evals].
    induction k; simpl in *; lra.
  - parts H. subst m. apply contribution_ok in A. apply null_ext with (2 := null_plus _ _ A (IH _ eq_refl)).
    intros k. rewrite at_bound_app. cbn [evals]. rewrite partial_plus. ring.
Qed.
End Series.

Definition series_test (n0 q r : nat) (t : term) (v : const) (relations : list (Q * relation)) : bool :=
  in_range n0 q r &&
  match telements n0 q r t, csums v with
  | Some l, Some x => match contributions n0 q r l with Some m => follows (m ++ times (-1) x) relations | None => false end
  | _, _ => false
  end.
Theorem zeta_series_is n0 q r t v relations : series_test n0 q r t v relations = true ->
  is_series (fun k => tden t (n0 + k)%nat) (cden v).
Proof.
  unfold series_test. intros H. apply andb_prop in H. destruct H as [I H]. destruct (telements n0 q r t) as [l|] eqn:L. 2: discriminate.
  destruct (csums v) as [x|] eqn:V. 2: discriminate. destruct (contributions n0 q r l) as [m|] eqn:M. 2: discriminate.
  apply series_partial. apply (contributions_ok n0 q r I) in M. apply follows_ok in H. apply csums_ok, close_limit in V.
  destruct (range_ok n0 q r I) as [Q [R N]].
  assert (E : forall n, (n0 <= n)%nat -> tden t n = evals q r l n).
  { intros n G. apply (telements_ok n0 q r); auto. intros k K. nia. destruct Q; lia. }
  assert (B : null (fun k => at_bound (m ++ times (-1) x) (bound_at n0 q r k))) by now apply null_at_bound.
  assert (C : null (fun k => at_bound x (bound_at n0 q r k) - cden v)).
  { apply (null_at_bound n0 q r I (fun n => at_bound x n - cden v)). unfold null. replace (Finite 0) with (Finite (cden v - cden v)) by (f_equal; ring).
    apply is_lim_seq_minus'; auto. apply is_lim_seq_const. }
  apply limit_and_null. apply null_ext with (2 := null_plus _ _ (null_plus _ _ M B) C). intros k.
  rewrite at_bound_app. unfold at_bound at 3. rewrite sum_of_times. fold (at_bound x (bound_at n0 q r k)).
  replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; field).
  rewrite (partial_ext _ (fun k => evals q r l (n0 + k))). ring. intros j _. apply E. lia.
Qed.
