(* A sum from the sums of its residue classes, for terms that tend to 0. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Grouping Term Telescoping.
Import ListNotations.
Open Scope R_scope.

(* The term at q n + d. *)
Definition lscale (q d : nat) (l : linear) : linear := match l with Lin a b c => Lin (a * q) (a * d + b) c end.
Lemma lscale_ok q d l n : lat (lscale q d l) n = lat l (q * n + d).
Proof. destruct l as [a b c]. cbn [lscale]. rewrite !lat_eq. f_equal. ring. Qed.
Definition ascale (q d : nat) (x : atom) : atom :=
  match x with Fact l => Fact (lscale q d l) | Geo a b l => Geo a b (lscale q d l) | Rise a b => Rise a b end.
Fixpoint scaled (q d : nat) (e : term) : term :=
  match e with
  | Con z => Con z | Idx => Add (Mul (Con (Z.of_nat q)) Idx) (Con (Z.of_nat d))
  | Add a b => Add (scaled q d a) (scaled q d b) | Sub a b => Sub (scaled q d a) (scaled q d b)
  | Opp a => Opp (scaled q d a) | Mul a b => Mul (scaled q d a) (scaled q d b) | Div a b => Div (scaled q d a) (scaled q d b)
  | Pow a k => Pow (scaled q d a) k | At x => At (ascale q d x) | Bin l m => Bin (lscale q d l) (lscale q d m)
  end.
Fixpoint scalable (e : term) : bool :=
  match e with
  | Con _ | Idx | Bin _ _ => true
  | Add a b | Sub a b | Mul a b | Div a b => scalable a && scalable b
  | Opp a | Pow a _ => scalable a
  | At x => match x with Rise _ _ => false | _ => true end
  end.
Lemma scaled_ok q d e n : scalable e = true -> den (scaled q d e) n = den e (q * n + d).
Proof.
  induction e; cbn [scaled scalable den]; intros H;
    try (apply andb_prop in H; destruct H as [H1 H2]; now rewrite IHe1, IHe2); rewrite ?IHe, ?lscale_ok; auto.
  - rewrite <- !INR_IZR_INZ, <- mult_INR, <- plus_INR. reflexivity.
  - destruct x; try discriminate; cbn [ascale aden]; now rewrite lscale_ok.
Qed.

Fixpoint blocks (q s : nat) (e : term) (k : nat) : term :=
  match k with O => Con 0 | S k => Add (blocks q s e k) (scaled q (s + k) e) end.
Definition groups (q s : nat) (rules : list rule) (f : term) (pieces : list (term * way)) (l : list (Z * Z * term)) : bool :=
  (1 <=? q)%nat && scalable f && vanishes 0 rules (Sub (blocks q s f q) (combination l)) &&
  vanishes s rules (Sub f (total pieces)) && match limits s rules pieces with Some (p, _) => (p =? 0)%Z | None => false end.
Theorem groups_ok q s rules f pieces l vs : groups q s rules f pieces l = true ->
  Forall2 (fun pqe v => is_series (fun n => den (snd pqe) (0 + n)%nat) v) l vs ->
  is_series (fun n => den f (s + n)%nat) (combined l vs).
Proof.
  unfold groups. intros H F. apply andb_prop in H. destruct H as [H L]. apply andb_prop in H. destruct H as [H T].
  apply andb_prop in H. destruct H as [H B]. apply andb_prop in H. destruct H as [Q S]. apply Nat.leb_le in Q.
  apply series_ungroup with q. lia.
  - generalize (limits_ok s rules pieces). destruct (limits s rules pieces) as [[p r]|]; [|discriminate].
    apply Z.eqb_eq in L. subst p. intros [_ X]. replace (0 / IZR r) with 0 in X by (unfold Rdiv; ring).
    apply is_lim_seq_incr_n with (N := s) in X. revert X. apply is_lim_seq_ext. intros n.
    generalize (vanishes_ok _ _ _ T (s + n)%nat ltac:(lia)). cbn [den]. rewrite (Nat.add_comm n s). lra.
  - generalize (combination_ok 0 rules (blocks q s f q) l vs B F). apply series_ext. intros n. change (0 + n)%nat with n.
    assert (K : forall k, den (blocks q s f k) n = partial (fun i => den f (s + (q * n + i))%nat) k).
    { induction k as [|k IH]; cbn [blocks den partial]; auto. rewrite IH, scaled_ok by auto. do 2 f_equal. lia. }
    apply K.
Qed.
