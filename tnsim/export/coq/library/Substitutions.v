(* Substitutions that turn paths round, in iterated integrals: by composition of paths (Chen 1977). *)
Require Import Reals Lra Lia List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Derivatives Limits Grouping Vanishing NestedSums Convergence Shuffle Words IteratedIntegrals.
Import ListNotations.
Open Scope R_scope.

Definition signed := list (bool * word).
Definition toward_0 (k : nat) : R := / (2 * INR k + 5).
Lemma toward_0_range k : 0 < toward_0 k <= 1 / 5 /\ toward_0 k <= / INR (S (S k)).
Proof.
  unfold toward_0. rewrite !S_INR. generalize (pos_INR k). intros K. repeat split. apply Rinv_0_lt_compat; lra.
  unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; lra. apply Rinv_le_contravar; lra.
Qed.

Section Path.
(* The form of each letter is, but for the sign, that of its images at phi. *)
Variables (phi dphi : R -> R) (theta : option bool -> list (bool * option bool)).
Fixpoint forms (l : list (bool * option bool)) (t : R) : R :=
  match l with [] => 0 | (e, x) :: l => sign e * form x t + forms l t end.
Definition turned (acc : signed) (y : option bool) : signed :=
  flat_map (fun p => map (fun q => (xorb (fst p) (fst q), snd p :: snd q)) acc) (theta y).
Fixpoint images (acc : signed) (w : word) : signed := match w with [] => acc | y :: v => images (turned acc y) v end.
Fixpoint usable (acc : signed) (w : word) : bool :=
  forallb (fun p => at_0 (snd p)) acc && at_0 w &&
  match w with [] => true | y :: v => negb (Nat.eqb (length (theta y)) 0) && usable (turned acc y) v end.
Variable phi_range : forall s, 0 < s < 1 -> 0 < phi s <= 1 - s.
Variable phi_derivative : forall s, 0 < s < 1 -> is_derive phi s (dphi s).
Variable phi_forms : forall y s, 0 < s < 1 -> Nat.eqb (length (theta y)) 0 = false -> forms (theta y) (phi s) * dphi s = - form y s.

Fixpoint moved (acc : signed) (s : R) : R := match acc with [] => 0 | (e, w) :: l => sign e * at_point w (phi s) + moved l s end.
Fixpoint composed (acc : signed) (w : word) (s : R) : R :=
  moved acc s * at_point w s + match w with [] => 0 | y :: v => composed (turned acc y) v s end.
Lemma moved_app l m s : moved (l ++ m) s = moved l s + moved m s.
Proof. induction l as [|[e w] l IH]; simpl. ring. rewrite IH. ring. Qed.
Lemma moved_derivative e x acc s : 0 < s < 1 -> forallb (fun p => at_0 (snd p)) (map (fun q => (xorb e (fst q), x :: snd q)) acc) = true ->
  is_derive (moved (map (fun q => (xorb e (fst q), x :: snd q)) acc)) s (sign e * form x (phi s) * dphi s * moved acc s).
Proof.
  intros S. induction acc as [|[f w] acc IH]; intros A.
  - cbn [map moved]. rewrite Rmult_0_r. apply (is_derive_const (V := R_NormedModule)).
  - cbn [map forallb fst snd] in A. apply andb_prop in A. destruct A as [A B]. cbn [map moved fst snd].
    replace (sign e * form x (phi s) * dphi s * (sign f * at_point w (phi s) + moved acc s))
      with (sign (xorb e f) * (dphi s * (form x (phi s) * at_point w (phi s))) + sign e * form x (phi s) * dphi s * moved acc s).
    2: { replace (sign (xorb e f)) with (sign e * sign f) by (destruct e, f; simpl; ring). ring. }
    apply (is_derive_plus (V := R_NormedModule)); auto. apply is_derive_scal.
    apply (is_derive_comp (V := R_NormedModule) (at_point (x :: w)) phi). apply derivative; auto. generalize (phi_range s S); lra. now apply phi_derivative.
Qed.
Lemma turned_derivative acc y s : 0 < s < 1 -> forallb (fun p => at_0 (snd p)) (turned acc y) = true -> Nat.eqb (length (theta y)) 0 = false ->
  is_derive (moved (turned acc y)) s (- form y s * moved acc s).
Proof.
  intros S A N. rewrite <- phi_forms by auto. unfold turned in *. clear N. induction (theta y) as [|[e x] l IH].
  - cbn [flat_map moved forms]. replace (0 * dphi s * moved acc s) with 0 by ring. apply (is_derive_const (V := R_NormedModule)).
  - cbn [flat_map fst snd forms] in *. rewrite forallb_app in A. apply andb_prop in A. destruct A as [A B].
    apply is_derive_ext with (fun t => moved (map (fun q => (xorb e (fst q), x :: snd q)) acc) t
      + moved (flat_map (fun p => map (fun q => (xorb (fst p) (fst q), snd p :: snd q)) acc) l) t).
    intros t. symmetry. apply moved_app.
    replace ((sign e * form x (phi s) + forms l (phi s)) * dphi s * moved acc s)
      with (sign e * form x (phi s) * dphi s * moved acc s + forms l (phi s) * dphi s * moved acc s) by ring.
    apply (is_derive_plus (V := R_NormedModule)). now apply moved_derivative. now apply IH.
Qed.
Lemma composed_derivative acc w s d : 0 < s < 1 -> usable acc w = true -> is_derive (moved acc) s d ->
  is_derive (composed acc w) s (d * at_point w s).
Proof.
  intros S. revert acc d. induction w as [|y v IH]; intros acc d U D; cbn [usable] in U; rewrite !andb_true_iff in U.
  - cbn [composed]. apply is_derive_ext with (moved acc). intros t. rewrite at_point_nil. match goal with |- ?a = ?b => change (@eq R a b) end. ring.
    rewrite at_point_nil, Rmult_1_r. exact D.
  - destruct U as [[A B] [C U]]. apply negb_true_iff in C.
    assert (T : forallb (fun p => at_0 (snd p)) (turned acc y) = true).
    { destruct v; cbn [usable] in U; rewrite !andb_true_iff in U; apply U. }
    cbn [composed]. generalize (IH _ _ U (turned_derivative acc y s S T C)). intros E.
    replace (d * at_point (y :: v) s) with ((d * at_point (y :: v) s + moved acc s * (form y s * at_point v s)) + - form y s * moved acc s * at_point v s) by ring.
    apply (is_derive_plus (V := R_NormedModule)). 2: exact E.
    apply (is_derive_mult (moved acc) (at_point (y :: v)) s d (form y s * at_point v s)). exact D. now apply derivative.
    intros; apply Rmult_comm.
Qed.
(* The ends. *)
Lemma toward_0_inside k : 0 < toward_0 k < 1.
Proof. generalize (toward_0_range k). lra. Qed.
Lemma toward_1_inside k : 0 < toward_1 k < 1.
Proof. generalize (toward_1_range k). lra. Qed.
Definition started (p : bool * word) : bool := match snd p with [] => false | _ => true end.
Lemma moved_near_1 acc : forallb (fun p => at_0 (snd p)) acc = true -> forallb started acc = true ->
  exists C, 0 <= C /\ forall k, Rabs (moved acc (toward_1 k)) <= C * / INR (S (S k)).
Proof.
  induction acc as [|[e w] acc IH]; intros A B. exists 0. split. lra. intros k. simpl. rewrite Rabs_R0. lra.
  cbn [forallb snd started] in *. apply andb_prop in A. apply andb_prop in B. destruct A as [A A'], B as [B B'].
  destruct (IH A' B') as [C [P H]]. destruct w as [|x w]. discriminate. destruct (near_0 w x A) as [D [Q E]].
  exists (D + C). split. lra. intros k. cbn [moved]. eapply Rle_trans. apply Rabs_triang. rewrite Rmult_plus_distr_r. apply Rplus_le_compat; auto.
  rewrite Rabs_mult. replace (Rabs (sign e)) with 1 by (destruct e; simpl; rewrite ?Rabs_m1, ?Rabs_R1; reflexivity). rewrite Rmult_1_l.
  destruct (phi_range (toward_1 k) (toward_1_inside k)) as [F G]. generalize (toward_1_range k). intros T.
  apply Rle_trans with (D * phi (toward_1 k)). apply E. lra. apply Rmult_le_compat_l; auto.
  apply Rle_trans with (1 := G). unfold toward_1. replace (1 - (1 - / INR (S (S (S k))))) with (/ INR (S (S (S k)))) by ring.
  apply Rinv_le_contravar. apply lt_0_INR; lia. apply le_INR; lia.
Qed.
Lemma root_doubles m n : (n <= 16 * m)%nat -> root n <= 2 * root m.
Proof.
  intros H. apply le_INR in H. rewrite mult_INR in H. replace (INR 16) with 16 in H by (simpl; ring).
  destruct (root_power n) as [A P], (root_power m) as [B Q]. rewrite <- A, <- B in H.
  destruct (Rle_dec (root n) (2 * root m)) as [L|L]; auto. exfalso. apply Rnot_le_lt in L.
  assert (root n * root n > 4 * (root m * root m)) by nra. assert (0 <= root m * root m) by nra. nra.
Qed.
Lemma moved_near_0 acc : forallb (fun p => at_0 (snd p)) acc = true ->
  exists C, 0 <= C /\ forall k, Rabs (moved acc (toward_0 k)) <= C * root (S (S k)).
Proof.
  induction acc as [|[e w] acc IH]; intros A. exists 0. split. lra. intros k. simpl. rewrite Rabs_R0. lra.
  cbn [forallb snd] in *. apply andb_prop in A. destruct A as [A A'].
  destruct (IH A') as [C [P H]]. destruct (growth_near_1 w A) as [D [Q E]].
  exists (2 * D + C). split. lra. intros k. cbn [moved]. eapply Rle_trans. apply Rabs_triang. rewrite Rmult_plus_distr_r. apply Rplus_le_compat; auto.
  rewrite Rabs_mult. replace (Rabs (sign e)) with 1 by (destruct e; simpl; rewrite ?Rabs_m1, ?Rabs_R1; reflexivity). rewrite Rmult_1_l.
  apply Rle_trans with (D * root (S (S (2 * k + 2)))).
  - apply E. replace (/ INR (S (S (S (2 * k + 2))))) with (toward_0 k). generalize (phi_range (toward_0 k) (toward_0_inside k)). lra.
    unfold toward_0. f_equal. rewrite !S_INR, plus_INR, mult_INR. simpl. ring.
  - rewrite (Rmult_comm 2), Rmult_assoc. apply Rmult_le_compat_l; auto. apply root_doubles. lia.
Qed.
Lemma null_products C D (a b : nat -> R) : 0 <= C -> 0 <= D -> (forall k, Rabs (a k) <= C * / INR (S (S k))) ->
  (forall k, Rabs (b k) <= D * root (S (S k))) -> null (fun k => a k * b k).
Proof.
  intros P Q A B. apply null_below with (fun k => C * D * small (S k)).
  - intros k. rewrite Rabs_mult. apply Rle_trans with (C * / INR (S (S k)) * (D * root (S (S k)))).
    apply Rmult_le_compat; auto using Rabs_pos. unfold small. right. unfold Rdiv. ring.
  - apply (bounded_null (fun _ => C * D)). apply bounded_const. apply null_next, null_small.
Qed.
Lemma turned_started acc y : forallb started (turned acc y) = true.
Proof.
  unfold turned. induction (theta y) as [|p l IH]. reflexivity. cbn [flat_map]. rewrite forallb_app. apply andb_true_intro. split. 2: exact IH.
  clear. induction acc; auto.
Qed.
Lemma composed_near_1 w acc : usable acc w = true -> forallb started acc = true -> null (fun k => composed acc w (toward_1 k)).
Proof.
  revert acc. induction w as [|y v IH]; intros acc U B; assert (U' := U); cbn [usable] in U; rewrite !andb_true_iff in U; destruct U as [[A A'] U];
    destruct (moved_near_1 acc A B) as [C [P H]]; destruct (growth_near_1 _ A') as [D [Q E]]; cbn [composed];
    apply (null_plus (fun k => moved acc (toward_1 k) * at_point _ (toward_1 k)));
    try (apply null_products with C D; auto; intros k; apply E; generalize (toward_1_range k); unfold toward_1; lra).
  now apply (null_const 0). apply IH. apply U. apply turned_started.
Qed.
Lemma composed_near_0 w acc : usable acc w = true ->
  null (fun k => composed acc w (toward_0 k) - moved (images acc w) (toward_0 k)).
Proof.
  revert acc. induction w as [|y v IH]; intros acc U; cbn [usable] in U; rewrite !andb_true_iff in U; destruct U as [[A A'] U].
  - apply null_ext with (fun _ => 0). 2: now apply (null_const 0). intros k. cbn [composed images]. rewrite at_point_nil. ring.
  - destruct (moved_near_0 acc A) as [C [P H]]. destruct (near_0 v y A') as [D [Q E]]. cbn [composed images].
    apply null_ext with (2 := null_plus _ _ (null_products D C (fun k => at_point (y :: v) (toward_0 k)) (fun k => moved acc (toward_0 k)) Q P
      ltac:(intros k; destruct (toward_0_range k) as [T1 T2]; apply Rle_trans with (1 := E (toward_0 k) ltac:(lra)); apply Rmult_le_compat_l; auto) H) (IH _ (proj2 U))).
    intros k. ring.
Qed.
Theorem path w : usable [(false, [])] w = true -> w <> [] -> convergent (final w) = true ->
  is_lim_seq (fun k => moved (images [(false, [])] w) (toward_0 k)) (value (final w)).
Proof.
  intros U N V.
  assert (Const : forall s t, 0 < s < 1 -> 0 < t < 1 -> s < t -> composed [(false, [])] w s = composed [(false, [])] w t).
  { intros s t S T L. apply (eq_is_derive (V := R_NormedModule)); auto. intros x X.
    assert (D : is_derive (composed [(false, [])] w) x (0 * at_point w x)).
    { apply composed_derivative; auto. lra. apply is_derive_ext with (fun _ => 1).
      intros y. cbn [moved sign]. rewrite at_point_nil. match goal with |- ?a = ?b => change (@eq R a b) end. ring.
      apply (is_derive_const (V := R_NormedModule)). }
    rewrite Rmult_0_l in D. exact D. }
  assert (E : forall k, composed [(false, [])] w (toward_0 k) = composed [(false, [])] w (toward_1 k)).
  { intros k. apply Const. apply toward_0_inside. apply toward_1_inside. generalize (toward_0_range k) (toward_1_range k). lra. }
  assert (A : at_0 w = true). { destruct w. easy. cbn [usable] in U. rewrite !andb_true_iff in U. apply U. }
  assert (L : is_lim_seq (fun k => composed [(false, [])] w (toward_1 k)) (value (final w))).
  { destruct w as [|y v]. easy. cbn [usable] in U. rewrite !andb_true_iff in U. destruct U as [_ [_ U]].
    apply is_lim_seq_ext with (fun k => at_point (y :: v) (toward_1 k) + composed (turned [(false, [])] y) v (toward_1 k)).
    intros k. cbn [composed moved sign]. rewrite at_point_nil. ring.
    replace (Finite (value (final (y :: v)))) with (Finite (value (final (y :: v)) + 0)) by (f_equal; ring).
    apply is_lim_seq_plus'. now apply limit_at_1. apply composed_near_1; auto. apply turned_started. }
  apply is_lim_seq_ext with (fun k => composed [(false, [])] w (toward_1 k) - (composed [(false, [])] w (toward_0 k) - moved (images [(false, [])] w) (toward_0 k))).
  intros k. rewrite E. ring. replace (Finite (value (final w))) with (Finite (value (final w) - 0)) by (f_equal; ring).
  apply is_lim_seq_minus'; auto. now apply composed_near_0.
Qed.
End Path.

(* t = (1 - s)/2. *)
Definition half_theta (y : option bool) : list (bool * option bool) :=
  match y with None => [] | Some true => [(true, Some false)] | Some false => [(false, None)] end.
Definition halved_word (w : word) : word := map (fun x => Some (match x with None => false | Some _ => true end)) (rev w).
Fixpoint same_word (u v : word) : bool :=
  match u, v with
  | [], [] => true | None :: u, None :: v => same_word u v | Some a :: u, Some b :: v => Bool.eqb a b && same_word u v | _, _ => false
  end.
Lemma same_word_ok u v : same_word u v = true -> u = v.
Proof.
  revert v. induction u as [|[a|] u IH]; intros [|[b|] v]; cbn [same_word]; try easy.
  intros H. apply andb_prop in H. destruct H as [A B]. apply eqb_prop in A. now rewrite A, (IH v). intros H. now rewrite (IH v).
Qed.
Definition halves_to (w : word) (e : bool) : bool :=
  let v := halved_word w in
  usable half_theta [(false, [])] v && negb (Nat.eqb (length v) 0) && convergent (final v) && at_0 w &&
  match images half_theta [(false, [])] v with [(f, u)] => Bool.eqb e f && same_word w u | _ => false end.
Theorem at_half w e : halves_to w e = true -> at_point w (1 / 2) = sign e * value (final (halved_word w)).
Proof.
  unfold halves_to. rewrite !andb_true_iff. intros [[[[U N] C] A] I]. set (v := halved_word w) in *.
  assert (L := path (fun s => (1 - s) / 2) (fun _ => - / 2) half_theta). specialize (L ltac:(intros s S; lra)).
  specialize (L ltac:(intros s S; derive; field)).
  assert (F : forall y s, 0 < s < 1 -> Nat.eqb (length (half_theta y)) 0 = false -> forms (half_theta y) ((1 - s) / 2) * - / 2 = - form y s).
  { intros [[|]|] s S X; try discriminate; cbn [half_theta forms form sign]; field; lra. }
  specialize (L F v U). specialize (L ltac:(intros X; rewrite X in N; discriminate) C).
  destruct (images half_theta [(false, [])] v) as [|[f u] [|]]; try discriminate. apply andb_prop in I. destruct I as [I J].
  apply eqb_prop in I. apply same_word_ok in J. subst f u. cbn [moved] in L.
  assert (M : is_lim_seq (fun k => sign e * at_point w ((1 - toward_0 k) / 2) + 0) (sign e * at_point w (1 / 2) + 0)).
  { apply is_lim_seq_plus'. 2: apply is_lim_seq_const. apply is_lim_seq_mult'. apply is_lim_seq_const.
    apply is_lim_seq_continuous. unfold at_point. apply PSeries_continuity. apply integral_radius; auto. rewrite Rabs_pos_eq; lra.
    apply is_lim_seq_ext with (fun k => / 2 - toward_0 k * / 2). intros; field.
    replace (1 / 2) with (/ 2 - 0 * / 2) by field. apply is_lim_seq_minus'. apply is_lim_seq_const.
    apply is_lim_seq_mult'. 2: apply is_lim_seq_const. apply null_below with (fun k => / INR (S (S k))).
    intros k. destruct (toward_0_range k). rewrite Rabs_pos_eq; lra. apply (null_next (fun n => / INR (S n))). apply lim_inv_n1. }
  apply is_lim_seq_unique in L. apply is_lim_seq_unique in M. rewrite L in M. injection M as M. rewrite M.
  rewrite Rplus_0_r, <- Rmult_assoc. replace (sign e * sign e) with 1 by (symmetry; apply sign_square). ring.
Qed.

(* Both ends changed: t = (1 - s)/(1 + s) and t = 1 - s. *)
Definition reflection_theta (y : option bool) : list (bool * option bool) :=
  match y with
  | None => [(false, Some false); (true, Some true)] | Some false => [(false, None); (false, Some true)] | Some true => [(false, Some true)]
  end.
Definition duality_theta (y : option bool) : list (bool * option bool) :=
  match y with None => [(false, Some false)] | Some false => [(false, None)] | Some true => [] end.
Definition turns (theta : option bool -> list (bool * option bool)) (w : word) : bool :=
  usable theta [(false, [])] w && negb (Nat.eqb (length w) 0) && convergent (final w) &&
  forallb (fun p => at_0 (snd p) && convergent (final (snd p))) (images theta [(false, [])] w).
Fixpoint signed_total (l : signed) (n : nat) : R :=
  match l with [] => 0 | (e, w) :: l => sign e * truncated (final w) n + signed_total l n end.
Lemma turned_null (phi dphi : R -> R) theta w : (forall s, 0 < s < 1 -> 0 < phi s <= 1 - s) -> (forall s, 0 < s < 1 -> is_derive phi s (dphi s)) ->
  (forall y s, 0 < s < 1 -> Nat.eqb (length (theta y)) 0 = false -> forms (theta y) (phi s) * dphi s = - form y s) ->
  (exists f, (forall k, f k < f (S k))%nat /\ forall k, phi (toward_0 k) = toward_1 (f k)) ->
  turns theta w = true -> null (fun n => truncated (final w) n - signed_total (images theta [(false, [])] w) n).
Proof.
  intros In D F [f [Inc E]] H. unfold turns in H. rewrite !andb_true_iff in H. destruct H as [[[U N] C] I].
  assert (L := path phi dphi theta In D F w U ltac:(intros X; rewrite X in N; discriminate) C).
  set (l := images theta [(false, [])] w) in *. clearbody l.
  assert (V : exists v : R, is_lim_seq (fun k => moved phi l (toward_0 k)) v /\ is_lim_seq (signed_total l) v).
  { clear L. induction l as [|[e u] l IH]. exists 0. split; apply is_lim_seq_const.
    cbn [forallb snd] in I. rewrite !andb_true_iff in I. destruct I as [[A B] I]. destruct (IH I) as [v [X Y]].
    exists (sign e * value (final u) + v). split; apply is_lim_seq_plus'; auto; apply is_lim_seq_mult'; try apply is_lim_seq_const.
    - apply is_lim_seq_ext with (fun k => at_point u (toward_1 (f k))). intros k. now rewrite E.
      apply (is_lim_seq_subseq (fun k => at_point u (toward_1 k)) _ f). now apply eventually_subseq. now apply limit_at_1.
    - apply value_limit; auto. apply proper_index_of. }
  destruct V as [v [X Y]]. apply is_lim_seq_unique in L. apply is_lim_seq_unique in X. rewrite L in X. injection X as X.
  unfold null. replace (Finite 0) with (Finite (value (final w) - v)) by (rewrite X; f_equal; ring).
  apply is_lim_seq_minus'; auto. apply value_limit; auto. apply proper_index_of.
Qed.
Theorem reflection w : turns reflection_theta w = true -> null (fun n => truncated (final w) n - signed_total (images reflection_theta [(false, [])] w) n).
Proof.
  apply turned_null with (fun s => (1 - s) / (1 + s)) (fun s => - 2 / ((1 + s) * (1 + s))).
  - intros s S. split. apply Rdiv_lt_0_compat; lra. apply Rmult_le_reg_r with (1 + s). lra.
    replace ((1 - s) / (1 + s) * (1 + s)) with (1 - s) by (field; lra). nra.
  - intros s S. derive. lra. field. lra.
  - intros [[|]|] s S _; cbn [reflection_theta forms form sign]; field; repeat split; try lra.
    all: try (replace (1 + s - -1 * (1 - s)) with 2 by ring; lra); try (intros X; assert (Y : 0 < (1 - s) / (1 + s)) by (apply Rdiv_lt_0_compat; lra); lra).
  - exists (fun k => k). split. intros; lia. intros k. unfold toward_0, toward_1. rewrite !S_INR. generalize (pos_INR k). intros. field. lra.
Qed.
Theorem duality w : turns duality_theta w = true -> null (fun n => truncated (final w) n - signed_total (images duality_theta [(false, [])] w) n).
Proof.
  apply turned_null with (fun s => 1 - s) (fun _ => - 1).
  - intros s S. lra.
  - intros s S. derive; field.
  - intros [[|]|] s S X; try discriminate; cbn [duality_theta forms form sign]; field; lra.
  - exists (fun k => (2 * k + 2)%nat). split. intros; lia. intros k. unfold toward_0, toward_1. f_equal. f_equal.
    rewrite !S_INR, plus_INR, mult_INR. simpl. ring.
Qed.
