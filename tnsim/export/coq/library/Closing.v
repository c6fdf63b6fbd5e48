(* Values of functions at special arguments: what proves that two closed expressions are equal. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Term Functions Special Combining Values.
Open Scope R_scope.

Lemma sqrt_is x y : 0 <= y -> y * y = x -> sqrt x = y.
Proof. intros P <-. now apply sqrt_square. Qed.
Lemma asin_is x y : - (PI / 2) <= y <= PI / 2 -> sin y = x -> asin x = y.
Proof. intros P <-. now apply asin_sin. Qed.
Lemma acos_is x y : 0 <= y <= PI -> cos y = x -> acos x = y.
Proof. intros P <-. now apply acos_cos. Qed.
Lemma atan_is x y : - (PI / 2) < y < PI / 2 -> tan y = x -> atan x = y.
Proof. intros P <-. now apply atan_tan. Qed.
Lemma sin_PI_6 : sin (PI / 6) = 1 / 2. Proof. apply sin_PI6. Qed.
Lemma sin_PI_4 : sin (PI / 4) = sqrt 2 / 2.
Proof.
  rewrite sin_PI4. assert (sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra). assert (0 < sqrt 2) by (apply sqrt_lt_R0; lra).
  replace (1 / sqrt 2) with (sqrt 2 * sqrt 2 / 2 / sqrt 2) by (rewrite H; field; lra). field. lra.
Qed.
Lemma cos_PI_4 : cos (PI / 4) = sqrt 2 / 2.
Proof. rewrite cos_sin. replace (PI / 2 + PI / 4) with (PI - PI / 4) by field. rewrite sin_PI_x. apply sin_PI_4. Qed.
Lemma Rpower_half x m : 0 < x -> Rpower x (INR m + / 2) = x ^ m * sqrt x.
Proof. intros P. rewrite Rpower_plus, Rpower_pow, Rpower_sqrt by auto. reflexivity. Qed.
Lemma Rpower_minus_half x m : 0 < x -> Rpower x (- (INR m + / 2)) = / (x ^ m * sqrt x).
Proof. intros P. rewrite Rpower_Ropp, Rpower_half by auto. reflexivity. Qed.
Lemma Rpower_minus_whole x m : 0 < x -> Rpower x (- INR m) = / x ^ m.
Proof. intros P. rewrite Rpower_Ropp, Rpower_pow by auto. reflexivity. Qed.
Lemma ln_opposite x y : 0 < x -> x * y = 1 -> ln x = - ln y.
Proof.
  intros P E. assert (0 < y) by (destruct (Rlt_dec 0 y); auto; nra).
  assert (L : ln (x * y) = 0) by (rewrite E; apply ln_1). rewrite ln_mult in L by auto. lra.
Qed.
Lemma tanh_exp x : tanh x = (exp x - exp (- x)) / (exp x + exp (- x)).
Proof. unfold tanh, sinh, cosh. generalize (exp_pos x) (exp_pos (- x)). intros. field. lra. Qed.
Lemma exp_is_1 x : x = 0 -> exp x = 1.
Proof. intros ->. apply exp_0. Qed.
Lemma exp_above_1 x : 0 < x -> 1 < exp x.
Proof. intros X. rewrite <- exp_0. now apply exp_increasing. Qed.
Lemma exp_multiple x y m : x = INR m * y -> exp x = exp y ^ m.
Proof.
  intros ->. induction m. simpl. now rewrite Rmult_0_l, exp_0.
  rewrite S_INR, Rmult_plus_distr_r, exp_plus, IHm. simpl. rewrite Rmult_1_l. ring.
Qed.
Lemma exp_minus_multiple x y m : x = - (INR m * y) -> exp x = / exp y ^ m.
Proof. intros ->. now rewrite exp_Ropp, <- (exp_multiple (INR m * y) y m eq_refl). Qed.
Lemma cosh_by_exp x : cosh x = (exp x + / exp x) / 2.
Proof. unfold cosh. now rewrite exp_Ropp. Qed.
Lemma sinh_by_exp x : sinh x = (exp x - / exp x) / 2.
Proof. unfold sinh. now rewrite exp_Ropp. Qed.
(* A multiple of an equation added to one side. *)
Lemma with_relation (m a b v w : R) : a = b -> v - m * (a - b) = w -> v = w.
Proof. intros -> E. rewrite <- E. ring. Qed.
Lemma hyper_same a b z c d y : a = c -> b = d -> z = y -> hyper a b z = hyper c d y.
Proof. now intros -> -> ->. Qed.
Ltac lists_agree := repeat (apply (f_equal2 cons); [field|]); reflexivity.

Ltac angle := first [ rewrite sin_PI_6 | rewrite sin_PI_4 | rewrite sin_PI3 | rewrite cos_PI6 | rewrite cos_PI_4 | rewrite cos_PI3
  | rewrite sin_PI2 | rewrite cos_PI2 | rewrite sin_PI | rewrite cos_PI | rewrite sin_0 | rewrite cos_0 ].
Ltac log_of_product :=   (* of whole numbers and their inverses *)
  rewrite ?ln_mult, ?ln_Rinv by (repeat apply Rmult_lt_0_compat; try apply Rinv_0_lt_compat; lra); try ring.
Ltac positive_here := repeat match goal with |- context [sqrt ?x] =>
  lazymatch goal with _ : 0 <= sqrt x |- _ => fail | _ => generalize (sqrt_pos x); intros ? end end.
(* Recurrences at literal places. *)
Ltac literals := unfold chebyshev_t, chebyshev_u, legendre, hermite, laguerre, fibonacci, lucas; cbn [two_step harmonic INR].
(* DLMF 4.24.15. *)
Lemma cos_atan_pos x : 0 < cos (atan x).
Proof. apply cos_gt_0; generalize (atan_bound x); lra. Qed.
Lemma arctangent_addition u v : -1 < u * v -> atan ((u - v) / (1 + u * v)) = atan u - atan v.
Proof.
  intros H. assert (D : - (PI / 2) < atan u - atan v < PI / 2).
  { assert (C : 0 < cos (atan u - atan v)).
    { rewrite cos_minus. assert (S : forall x, sin (atan x) = x * cos (atan x)).
      { intros x. rewrite <- (tan_atan x) at 2. unfold tan. field. generalize (cos_atan_pos x). lra. }
      rewrite !S. generalize (cos_atan_pos u) (cos_atan_pos v). intros P Q.
      replace (cos (atan u) * cos (atan v) + u * cos (atan u) * (v * cos (atan v))) with (cos (atan u) * cos (atan v) * (1 + u * v)) by ring.
      apply Rmult_lt_0_compat. now apply Rmult_lt_0_compat. lra. }
    generalize (atan_bound u) (atan_bound v). intros A B. split; apply Rnot_le_lt; intros L; apply (Rlt_not_le _ _ C).
    - rewrite <- cos_neg. apply cos_le_0; lra.
    - apply cos_le_0; lra. }
  apply atan_is; auto. rewrite tan_minus, !tan_atan. reflexivity.
  all: try (generalize (cos_atan_pos u) (cos_atan_pos v); lra). apply Rgt_not_eq, cos_gt_0; lra.
  rewrite !tan_atan. lra.
Qed.
