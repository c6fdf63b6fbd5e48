(* Constants as limits of combinations of truncated multiple zeta values, reflected. *)
Require Import Reals Lra Lia List Bool QArith Qreals.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Limits Constants Basel Special Grouping Vanishing NestedSums Convergence Shuffle Words ZetaRelations.
Import ListNotations.
Open Scope R_scope.

Lemma single_ok s : (2 <= s)%nat -> proper [(s, false)] = true /\ convergent [(s, false)] = true.
Proof. intros H. destruct s as [|[|s]]; try lia. split; reflexivity. Qed.
Lemma coef_single s e n : coef [(s, e)] (S n) = sign e ^ S n / INR (S n) ^ s.
Proof. change (sign e ^ S n / INR (S n) ^ s * truncated [] (S n) = sign e ^ S n / INR (S n) ^ s). rewrite truncated_nil. ring. Qed.
Lemma value_zeta s : (2 <= s)%nat -> value [(s, false)] = hurwitz s 1.
Proof.
  intros H. apply value_is; try apply single_ok; auto. 2: easy.
  generalize (zeta_series s H). apply series_ext. intros n. cbv zeta. rewrite coef_single. cbn [sign]. now rewrite pow1.
Qed.
Lemma value_ln2 : value [(1%nat, true)] = - ln 2.
Proof.
  apply value_is; auto. 2: easy. apply series_value with (-1 * ln 2). ring.
  generalize (series_scal (-1) _ _ ln2_series). apply series_ext. intros n.
  rewrite coef_single, pow_1, S_INR. cbn [sign pow]. unfold Rdiv. ring.
Qed.
Lemma at_bound_1 q w n : at_bound [(q, w)] n = Q2R q * truncated w n.
Proof. unfold at_bound. simpl. ring. Qed.
Lemma close_single q w l : proper w = true -> convergent w = true -> Q2R q * value w = l -> close (at_bound [(q, w)]) l.
Proof.
  intros P C <-. apply close_ext with (fun n => Q2R q * truncated w n). intros; symmetry; apply at_bound_1.
  apply close_mult. apply close_const. now apply close_truncated.
Qed.

(* Zeta at even numbers from zeta(2), by double shuffle. *)
Definition plain_1 (s : nat) : index := [(s, false)].
Lemma even_value (l : combination) (r : list (Q * relation)) (k : nat) (q : Q) (m : R) : (2 <= k)%nat ->
  close (at_bound l) m -> follows (l ++ [(Qopp q, plain_1 k)]) r = true -> m = Q2R q * hurwitz k 1.
Proof.
  intros K L F. apply follows_ok in F. apply close_limit in L.
  assert (Z : is_lim_seq (at_bound [(Qopp q, plain_1 k)]) (Q2R (Qopp q) * hurwitz k 1)).
  { apply close_limit, close_single; try apply single_ok; auto.
    unfold plain_1. now rewrite value_zeta. }
  assert (S : is_lim_seq (at_bound (l ++ [(Qopp q, plain_1 k)])) (m + Q2R (Qopp q) * hurwitz k 1)).
  { apply is_lim_seq_ext with (fun n => at_bound l n + at_bound [(Qopp q, plain_1 k)] n).
    intros; symmetry; apply at_bound_app. now apply is_lim_seq_plus'. }
  apply is_lim_seq_unique in S. apply is_lim_seq_unique in F. rewrite F in S. inversion S. rewrite Q2R_opp in *. lra.
Qed.
(* The sum of zeta(2a) zeta(2i - 2a) is (i + 1/2) zeta(2i) (Gangl, Kaneko, Zagier 2006, section 1). *)
Lemma close_flat_map (f : nat -> combination) (g : nat -> R) (l : list nat) :
  (forall a, In a l -> close (at_bound (f a)) (g a)) -> close (at_bound (flat_map f l)) (fold_right (fun a x => g a + x) 0 l).
Proof.
  induction l as [|a l IH]; intros H. apply (close_const 0). cbn [flat_map fold_right].
  apply close_ext with (fun n => at_bound (f a) n + at_bound (flat_map f l) n). intros; symmetry; apply at_bound_app.
  apply close_plus. apply H. now left. apply IH. intros. apply H. now right.
Qed.
Definition even_products (i : nat) : combination :=
  flat_map (fun a => product [(1%Q, plain_1 (2 * a))] [(1%Q, plain_1 (2 * (i - a)))]) (seq 1 (i - 1)).
Definition even_relations (i : nat) : list (Q * relation) :=
  ((-2)%Q, Double (plain_1 1) (plain_1 (2 * i - 1))) ::
  map (fun a => (((if Nat.even a then 1 else -1) * (if Nat.eqb a i then 1 # 2 else 1))%Q, Double (plain_1 a) (plain_1 (2 * i - a)))) (seq 2 (i - 1)).
Definition even_ok (i : nat) : bool := follows (even_products i ++ [(Qopp (inject_Z (2 * Z.of_nat i + 1) / 2), plain_1 (2 * i))]) (even_relations i).
Fixpoint ratios (j : nat) : list Q :=
  match j with
  | O => []
  | S i => let l := ratios i in
    (match i with O => 1 # 6
     | _ => Qred (fold_right (fun a x => Qred (nth (i - a) l 0 * nth (a - 1) l 0 + x)) 0 (seq 1 i) / (inject_Z (2 * Z.of_nat (S i) + 1) / 2)) end)%Q :: l
  end.
Lemma evens j : forallb even_ok (seq 2 (j - 1)) = true ->
  forall a, (1 <= a <= j)%nat -> hurwitz (2 * a) 1 = Q2R (nth (j - a) (ratios j) 0%Q) * PI ^ (2 * a).
Proof.
  induction j as [|j IH]; intros H a A. lia.
  assert (H' : forallb even_ok (seq 2 (j - 1)) = true).
  { destruct j as [|j]. reflexivity. replace (S (S j) - 1)%nat with (j + 1)%nat in H by lia.
    rewrite seq_app, forallb_app in H. apply andb_prop in H. replace (S j - 1)%nat with j by lia. apply H. }
  specialize (IH H'). destruct (Nat.eq_dec a (S j)) as [->|N].
  2: { replace (S j - a)%nat with (S (j - a)) by lia. cbn [ratios nth]. apply IH. lia. }
  rewrite Nat.sub_diag. destruct j as [|i].
  { cbn [ratios nth]. change (2 * 1)%nat with 2%nat. rewrite hurwitz_2_1. unfold Q2R. simpl. field. }
  assert (E : even_ok (S (S i)) = true).
  { rewrite forallb_forall in H. apply H. apply in_seq. lia. }
  unfold even_ok in E. eapply even_value with (m := fold_right (fun a x => hurwitz (2 * a) 1 * hurwitz (2 * (S (S i) - a)) 1 + x) 0 (seq 1 (S (S i) - 1))) in E.
  2: lia.
  - replace (S (S i) - 1)%nat with (S i) in E by lia. set (b := fun a => nth (S i - a) (ratios (S i)) 0%Q) in *.
    assert (F : forall l, (forall a, In a l -> (1 <= a <= S i)%nat) ->
      fold_right (fun a x => hurwitz (2 * a) 1 * hurwitz (2 * (S (S i) - a)) 1 + x) 0 l
      = Q2R (fold_right (fun a x => Qred (nth (S i - a) (ratios (S i)) 0 * nth (a - 1) (ratios (S i)) 0 + x)) 0 l)%Q * PI ^ (2 * S (S i))).
    { induction l as [|c l IHl]; intros L. simpl. rewrite Q2R_0. ring. cbn [fold_right]. rewrite IHl by (intros; apply L; now right).
      rewrite Q2R_red, Q2R_plus, Q2R_mult. destruct (L c (or_introl eq_refl)). rewrite (IH c), (IH (S (S i) - c)%nat) by lia.
      replace (S i - (S (S i) - c))%nat with (c - 1)%nat by lia.
      replace (2 * S (S i))%nat with (2 * c + 2 * (S (S i) - c))%nat by lia. rewrite pow_add. ring. }
    rewrite F in E by (intros c C; apply in_seq in C; lia). clear F.
    cbn [nth]. change (ratios (S (S i))) with (Qred (fold_right (fun a x => Qred (nth (S i - a) (ratios (S i)) 0 * nth (a - 1) (ratios (S i)) 0 + x)) 0 (seq 1 (S i)) / (inject_Z (2 * Z.of_nat (S (S i)) + 1) / 2))%Q :: ratios (S i)).
    cbn [nth]. set (t := fold_right (fun a x => Qred (nth (S i - a) (ratios (S i)) 0 * nth (a - 1) (ratios (S i)) 0 + x))%Q 0%Q (seq 1 (S i))) in *.
    assert (P : Q2R (inject_Z (2 * Z.of_nat (S (S i)) + 1) / 2) <> 0).
    { intros X. rewrite Q2R_div in X by (unfold Qeq; simpl; discriminate). rewrite Q2R_Z in X. replace (Q2R 2) with 2 in X by (unfold Q2R; simpl; field).
      assert (0 < IZR (2 * Z.of_nat (S (S i)) + 1)) by (apply IZR_lt; lia). lra. }
    rewrite Q2R_red, Q2R_div. 2: { intros X. apply P. rewrite (Qeq_eqR _ _ X). apply Q2R_0. }
    apply Rmult_eq_reg_l with (Q2R (inject_Z (2 * Z.of_nat (S (S i)) + 1) / 2)); auto. rewrite <- E. field. auto.
  - apply close_flat_map. intros c C. apply in_seq in C. apply close_ext with (fun n => truncated (plain_1 (2 * c)) n * truncated (plain_1 (2 * (S (S i) - c))) n).
    intros n. rewrite product_ok, !at_bound_1, Q2R_1. ring.
    rewrite <- !value_zeta by lia. apply close_mult; apply close_truncated; apply single_ok; lia.
Qed.
Definition pi_power (k : nat) : option combination :=
  let j := Nat.div2 k in let b := nth 0 (ratios j) 0%Q in
  if Nat.even k && Nat.leb 1 j && forallb even_ok (seq 2 (j - 1)) && negb (Qeq_bool b 0) then Some [(Qred (/ b), plain_1 k)] else None.
Lemma pi_power_ok k l : pi_power k = Some l -> close (at_bound l) (PI ^ k).
Proof.
  unfold pi_power. set (j := Nat.div2 k). destruct (Nat.even k) eqn:E. 2: easy. destruct (Nat.leb_spec 1 j). 2: easy.
  destruct (forallb even_ok (seq 2 (j - 1))) eqn:F. 2: easy. destruct (Qeq_bool (nth 0 (ratios j) 0%Q) 0) eqn:Z. easy.
  cbn [andb negb]. intros [= <-]. apply Nat.even_spec in E. destruct E as [i ->]. assert (J : j = i) by apply Nat.div2_double.
  rewrite J in *. apply Qeq_bool_neq in Z. generalize (evens i F i ltac:(lia)). rewrite Nat.sub_diag. intros V.
  apply close_single; try apply single_ok; try lia. unfold plain_1. rewrite value_zeta, V, Q2R_red, Q2R_inv by (auto; lia).
  field. intros X. apply Z. apply eqR_Qeq. now rewrite X, Q2R_0.
Qed.
