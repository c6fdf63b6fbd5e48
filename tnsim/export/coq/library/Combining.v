(* Combinations of series term by term, and the tactics for terms that hold parameters. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Term Grouping Functions.
Open Scope R_scope.

Lemma series_none : is_series (fun _ => 0) 0.
Proof. apply series_zero. reflexivity. Qed.
Lemma series_more (c : R) (a b : nat -> R) (l m : R) :
  is_series a l -> is_series b m -> is_series (fun n => c * a n + b n) (c * l + m).
Proof. intros A B. apply series_plus; auto. now apply series_scal. Qed.
Lemma series_split (f g : nat -> R) (v w : R) : w = v -> (forall n, g n = f n) -> is_series g w -> is_series f v.
Proof. intros -> E. now apply series_ext. Qed.
(* Some more first terms, and fewer. *)
Lemma series_earlier (f g : nat -> R) (d : nat) (v w : R) :
  partial f d + w = v -> (forall n, g n = f (d + n)%nat) -> is_series g w -> is_series f v.
Proof. intros <- E G. apply series_prefix. now apply series_ext with (2 := G). Qed.
Lemma series_later (f g : nat -> R) (d : nat) (v w : R) :
  w - partial g d = v -> (forall n, g (d + n)%nat = f n) -> is_series g w -> is_series f v.
Proof. intros <- E G. apply series_ext with (1 := E). now apply series_rest. Qed.
Lemma series_finite (f : nat -> R) (d : nat) (v : R) : partial f d = v -> (forall n, f (d + n)%nat = 0) -> is_series f v.
Proof.
  intros E Z. apply series_value with (partial f d + 0). lra. apply series_prefix. apply series_zero. exact Z.
Qed.
Lemma series_telescopes (f t : nat -> R) (d : nat) (v l : R) :
  partial f d + (l - t O) = v -> (forall n, f (d + n)%nat = t (S n) - t n) -> is_lim_seq t l -> is_series f v.
Proof. intros <- E L. apply series_prefix. now apply telescope. Qed.

Lemma power_of_inverse x y n : x * y = 1 -> x ^ n = / y ^ n.
Proof.
  intros E. assert (Y : y <> 0) by (intros ->; lra). rewrite <- pow_inv. f_equal.
  apply Rmult_eq_reg_r with y; auto. now rewrite E, Rinv_l.
Qed.
Lemma exp_differs_from_0 x : exp x <> 0.
Proof. apply Rgt_not_eq, exp_pos. Qed.
Lemma exponential_less_1 x : 0 < x -> exp x - 1 <> 0.
Proof. intros P. assert (exp 0 < exp x) by now apply exp_increasing. rewrite exp_0 in H. lra. Qed.
Ltac nonzero_one :=
  first [ assumption | lra | apply INR_fact_neq_0 | apply exp_differs_from_0 | apply exponential_less_1; generalize PI_RGT_0; intros ?; nra | apply PI_neq0 | apply Rgt_not_eq, fibonacci_at_least_1; lia | apply pow_nonzero; nonzero_one
        | apply Rgt_not_eq, rising_pos; lra | apply Rgt_not_eq, sqrt_lt_R0; lra | apply Rgt_not_eq, sqrt_lt_R0, PI_RGT_0 | apply Rgt_not_eq; nra | apply Rlt_not_eq; nra
        | apply Rmult_integral_contrapositive_currified; nonzero_one
        | apply Rinv_neq_0_compat; nonzero_one ].
Ltac by_signs := first [nra | match goal with t : R |- _ => destruct (Rle_dec 0 t); nra end].
Ltac nonzero := repeat split; nonzero_one.
(* At one place: the index is not negative. *)
Ltac place k := intros k; cbv beta zeta; generalize (pos_INR k); intros ?.
(* One argument of a function for all that are equal to it. *)
Ltac same_argument f := match goal with |- context [f ?x] => match goal with |- context [f ?y] =>
  tryif constr_eq x y then fail else replace (f y) with (f x) by (f_equal; solve [ring | field; nonzero]) end end.
Ltac same_arguments := repeat first [same_argument atan | same_argument ln | same_argument exp | same_argument sqrt | same_argument Gamma].
Ltac terms_agree := solve [reflexivity | ring | field; nonzero | unfold Rdiv; rewrite ?Rinv_mult, ?Rinv_inv; ring
  | progress same_arguments; solve [ring | field; nonzero]].
(* The first terms, written out. *)
Ltac first_terms := cbn [partial Nat.add Nat.mul Nat.sub Nat.pow rising fact]; rewrite ?INR_IZR_INZ; cbn [Z.of_nat Pos.of_succ_nat Pos.succ].
(* The hypotheses of a published theorem, for its parameters. *)
Ltac roots_known := repeat match goal with |- context [sqrt ?x] =>
  lazymatch goal with _ : 0 <= sqrt x |- _ => fail | _ => generalize (sqrt_pos x); intros ?;
    try (assert (sqrt x * sqrt x = x) by (apply sqrt_sqrt; lra)) end end.
(* Quotients between bounds. *)
Lemma quotient_below a b c : 0 < b -> a < c * b -> a / b < c.
Proof. intros B H. apply Rmult_lt_reg_r with b; auto. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. Qed.
Lemma quotient_above a b c : 0 < b -> c * b < a -> c < a / b.
Proof. intros B H. apply Rmult_lt_reg_r with b; auto. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. Qed.
Lemma quotient_at_most a b c : 0 < b -> a <= c * b -> a / b <= c.
Proof. intros B H. apply Rmult_le_reg_r with b; auto. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. Qed.
Lemma quotient_at_least a b c : 0 < b -> c * b <= a -> c <= a / b.
Proof. intros B H. apply Rmult_le_reg_r with b; auto. unfold Rdiv. rewrite Rmult_assoc, Rinv_l; lra. Qed.
Ltac bounds := generalize PI_RGT_0; intros ?; solve [assumption | lra | generalize PI_4 PI2_3_2; intros; lra | roots_known; nra | roots_known; split; nra
  | roots_known; first [apply Rle_div_r; nra | apply Rle_div_l; nra | apply Rlt_div_r; nra | apply Rlt_div_l; nra]
  | match goal with n : nat |- _ => generalize (pos_INR n); intros; first [lra | nra] end
  | apply quotient_below; nra | apply quotient_above; nra | apply quotient_at_most; nra | apply quotient_at_least; nra ].
Ltac whole_bounds := first [lia | apply INR_le; cbn [INR]; lra].
(* Logarithms of products of positive factors and their inverses. *)
Ltac positive_factors := first [assumption | lra | apply Rmult_lt_0_compat; positive_factors | apply Rinv_0_lt_compat; positive_factors].
Ltac log_of_positives := rewrite ?ln_mult, ?ln_Rinv by positive_factors; rewrite ?ln_1; ring.
(* What lies inside of the unit interval, such as an inverse of what is larger than 1. *)
Ltac inside_one := first [lra | first [apply quotient_above | apply quotient_below]; nra | nra
  | match goal with |- - ?x < 1 => cut (-1 < x); [lra|apply quotient_above; nra] | |- -1 < - ?x => cut (x < 1); [lra|apply quotient_below; nra] end ].
Ltac reciprocal := roots_known; first [nra | field; nra | field_simplify_eq; nra].
