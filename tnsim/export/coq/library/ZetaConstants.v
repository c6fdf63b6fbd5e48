(* Constants reflected: which combinations of multiple zeta values tend to them. *)
Require Import Reals Lra Lia List Bool ZArith QArith Qreals.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Constants Special Grouping Vanishing Functions NestedSums Convergence Shuffle Words IteratedIntegrals Substitutions ZetaRelations ZetaValues.
Import ListNotations.
Open Scope R_scope.

(* Constants. *)
Inductive const :=
  | CZ (z : Z) | CPi | CLn2 | CZeta (s : nat) | CPolylog (s : nat) | COpp (c : const) | CAdd (a b : const) | CSub (a b : const)
  | CMul (a b : const) | CDiv (a b : const) | CPow (c : const) (k : nat).
Fixpoint cden (c : const) : R :=
  match c with
  | CZ z => IZR z | CPi => PI | CLn2 => ln 2 | CZeta s => hurwitz s 1 | CPolylog s => polylog s (1 / 2) | COpp c => - cden c | CAdd a b => cden a + cden b
  | CSub a b => cden a - cden b | CMul a b => cden a * cden b | CDiv a b => cden a / cden b | CPow c k => cden c ^ k
  end.
Definition both {A B C : Type} (f : A -> B -> C) (a : option A) (b : option B) : option C :=
  match a, b with Some a, Some b => Some (f a b) | _, _ => None end.
Definition inverse (q : Q) : option Q := if Qeq_bool q 0 then None else Some (Qred (/ q)).
Fixpoint qpow (q : Q) (k : nat) : Q := match k with O => 1%Q | S k => Qred (q * qpow q k) end.
Fixpoint rational (c : const) : option Q :=
  match c with
  | CZ z => Some (inject_Z z) | COpp c => option_map Qopp (rational c)
  | CAdd a b => both Qplus (rational a) (rational b) | CSub a b => both Qminus (rational a) (rational b)
  | CMul a b => both Qmult (rational a) (rational b)
  | CDiv a b => match rational b with Some q => both Qmult (rational a) (inverse q) | None => None end
  | CPow c k => option_map (fun q => qpow q k) (rational c)
  | _ => None
  end.
Fixpoint cpow (l : combination) (k : nat) : combination := match k with O => [(1%Q, [])] | S k => product l (cpow l k) end.
(* The sum of all that n adds to a nested sum, over 2^n. *)
Definition half_sums (u : index) : option combination :=
  let w := word_of false u in let e := Nat.odd (length u) in
  if proper u && halves_to w e then Some [((if e then -1 else 1)%Q, final (halved_word w))] else None.
Fixpoint csums (c : const) : option combination :=
  match c with
  | CZ z => Some [(inject_Z z, [])]
  | CPi => None
  | CLn2 => Some [((-1)%Q, [(1%nat, true)])]
  | CZeta s => if Nat.leb 2 s then Some [(1%Q, plain_1 s)] else None
  | CPolylog s => half_sums (plain_1 s)
  | COpp c => option_map (times (-1)) (csums c)
  | CAdd a b => both (@app _) (csums a) (csums b)
  | CSub a b => both (fun l m => l ++ times (-1) m) (csums a) (csums b)
  | CMul a b => both product (csums a) (csums b)
  | CDiv a b => match rational b with Some q => both times (inverse q) (csums a) | None => None end
  | CPow CPi k => pi_power k
  | CPow c k => option_map (fun l => cpow l k) (csums c)
  end.

Lemma qpow_ok q k : Q2R (qpow q k) = Q2R q ^ k.
Proof. induction k. apply Q2R_1. cbn [qpow pow]. now rewrite Q2R_red, Q2R_mult, IHk. Qed.
Lemma inverse_ok q r : inverse q = Some r -> Q2R r = / Q2R q.
Proof.
  unfold inverse. destruct (Qeq_bool q 0) eqn:E. easy. intros [= <-]. rewrite Q2R_red. apply Q2R_inv.
  now apply Qeq_bool_neq.
Qed.
Lemma some_inj {A : Type} (a b : A) : Some a = Some b -> a = b.
Proof. now intros [= ->]. Qed.
Ltac parts H := match type of H with
  | both _ ?a ?b = Some _ => let A := fresh "A" in let B := fresh "B" in destruct a eqn:A; [|discriminate]; destruct b eqn:B; [|discriminate];
      cbn [both] in H; apply some_inj in H
  | option_map _ ?a = Some _ => let A := fresh "A" in destruct a eqn:A; [|discriminate]; cbn [option_map] in H; apply some_inj in H
  end.
Lemma rational_ok c q : rational c = Some q -> cden c = Q2R q.
Proof.
  revert q. induction c; intros q H; cbn [rational cden] in *; try discriminate.
  - injection H as <-. symmetry. apply Q2R_Z.
  - parts H. rewrite <- H, Q2R_opp. f_equal; auto.
  - parts H. rewrite <- H, Q2R_plus. f_equal; auto.
  - parts H. rewrite <- H, Q2R_minus. f_equal; auto.
  - parts H. rewrite <- H, Q2R_mult. f_equal; auto.
  - destruct (rational c2) as [r|] eqn:E. 2: discriminate. parts H. rewrite <- H, Q2R_mult, (inverse_ok _ _ B). unfold Rdiv. f_equal; auto.
    f_equal. auto.
  - parts H. rewrite <- H, qpow_ok. f_equal; auto.
Qed.
Lemma close_times q l m : close (at_bound l) m -> close (at_bound (times q l)) (Q2R q * m).
Proof.
  intros H. apply close_ext with (fun n => Q2R q * at_bound l n). intros; symmetry; apply sum_of_times.
  apply close_mult; auto. apply close_const.
Qed.
Lemma close_product l m x y : close (at_bound l) x -> close (at_bound m) y -> close (at_bound (product l m)) (x * y).
Proof. intros A B. apply close_ext with (fun n => at_bound l n * at_bound m n). intros; symmetry; apply product_ok. now apply close_mult. Qed.
Lemma close_app l m x y : close (at_bound l) x -> close (at_bound m) y -> close (at_bound (l ++ m)) (x + y).
Proof. intros A B. apply close_ext with (fun n => at_bound l n + at_bound m n). intros; symmetry; apply at_bound_app. now apply close_plus. Qed.
Lemma close_rational q x : Q2R q = x -> close (at_bound [(q, [])]) x.
Proof. intros <-. apply close_single; auto. replace (value []) with 1. ring.
  generalize (value_limit [] eq_refl eq_refl). intros L. apply is_lim_seq_incr_1 in L.
  assert (M : is_lim_seq (fun n => truncated [] (S n)) 1).
  { apply is_lim_seq_ext with (fun _ => 1). intros; symmetry; apply truncated_nil. apply is_lim_seq_const. }
  apply is_lim_seq_unique in L. apply is_lim_seq_unique in M. rewrite L in M. now inversion M.
Qed.
Lemma close_cpow l x k : close (at_bound l) x -> close (at_bound (cpow l k)) (x ^ k).
Proof. intros H. induction k. apply close_rational, Q2R_1. cbn [cpow pow]. now apply close_product. Qed.
Lemma half_sums_ok u l : half_sums u = Some l ->
  close (at_bound l) (Series (fun n => coef u n * (1 / 2) ^ n)) /\ proper u = true /\ at_0 (word_of false u) = true.
Proof.
  unfold half_sums. destruct (proper u) eqn:P. 2: easy. destruct (halves_to (word_of false u) (Nat.odd (length u))) eqn:H. 2: easy.
  cbn [andb]. intros H'. apply some_inj in H'. subst l. generalize (at_half _ _ H). unfold at_point, PSeries. rewrite word_integral by auto. intros ->.
  unfold halves_to in H. rewrite !andb_true_iff in H. destruct H as [[[[_ _] C] A] _]. repeat split; auto.
  apply close_single. apply proper_index_of. exact C. destruct (Nat.odd (length u)); cbn [sign]; unfold Q2R; simpl; field.
Qed.
Lemma half_series u : proper u = true -> at_0 (word_of false u) = true -> is_series (fun n => coef u n * (1 / 2) ^ n) (Series (fun n => coef u n * (1 / 2) ^ n)).
Proof.
  intros P A. apply Series_correct, ex_series_Rabs. rewrite <- word_integral by auto.
  apply (CV_disk_inside (integral (word_of false u)) (1 / 2)), integral_radius; auto. rewrite Rabs_pos_eq; lra.
Qed.
Lemma polylog_half s : proper (plain_1 s) = true -> at_0 (word_of false (plain_1 s)) = true ->
  polylog s (1 / 2) = Series (fun n => coef (plain_1 s) n * (1 / 2) ^ n).
Proof.
  intros P A. symmetry. apply is_series_unique. generalize (half_series _ P A). intros H.
  assert (E : polylog s (1 / 2) = Series (fun n => coef (plain_1 s) n * (1 / 2) ^ n)).
  { unfold polylog. apply is_series_unique. generalize (series_rest _ 1 _ H). cbn [partial]. intros G.
    apply series_value with (m := Series (fun n => coef (plain_1 s) n * (1 / 2) ^ n)) in G. 2: unfold plain_1; simpl; ring.
    revert G. apply series_ext. intros n. cbn [Nat.add]. unfold plain_1. rewrite coef_single. cbn [sign]. rewrite pow1. unfold Rdiv. ring. }
  now rewrite E.
Qed.
Theorem csums_ok c l : csums c = Some l -> close (at_bound l) (cden c).
Proof.
  revert l. induction c; intros l H; cbn [csums cden] in *.
  - injection H as <-. apply close_rational, Q2R_Z.
  - discriminate.
  - injection H as <-. apply close_single; auto. rewrite value_ln2. replace (Q2R (-1)) with (-1) by (unfold Q2R; simpl; field). ring.
  - destruct (Nat.leb_spec 2 s). 2: discriminate. injection H as <-. apply close_single; try now apply single_ok.
    unfold plain_1. rewrite value_zeta, Q2R_1 by auto. ring.
  - destruct (half_sums_ok _ _ H) as [A [B C]]. now rewrite polylog_half.
  - parts H. rewrite <- H. replace (- cden c) with (Q2R (-1) * cden c) by (unfold Q2R; simpl; field). apply close_times; auto.
  - parts H. rewrite <- H. apply close_app; auto.
  - parts H. rewrite <- H. replace (cden c1 - cden c2) with (cden c1 + Q2R (-1) * cden c2) by (unfold Q2R; simpl; field).
    apply close_app; auto. apply close_times; auto.
  - parts H. rewrite <- H. apply close_product; auto.
  - destruct (rational c2) as [r|] eqn:E. 2: discriminate. parts H. rewrite <- H, (rational_ok _ _ E). unfold Rdiv.
    rewrite <- (inverse_ok _ _ A), Rmult_comm. apply close_times; auto.
  - destruct c; try (parts H; rewrite <- H; apply close_cpow; auto). now apply pi_power_ok.
Qed.
