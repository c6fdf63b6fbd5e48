(* Reflection of the digamma function (DLMF 5.5.4) and, by its derivatives, of the Hurwitz zeta function (DLMF 5.15.6, 25.11.12);
   so zeta at even numbers (DLMF 25.6.2). *)
Require Import Reals Lra Lia List ZArith Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Grouping Special Derivatives PowerSeries Cotangent.
Import ListNotations.
Open Scope R_scope.

Theorem digamma_reflection a : 0 < a -> a < 1 -> digamma (1 - a) - digamma a = PI * (cos (PI * a) / sin (PI * a)).
Proof.
  intros A B. apply series_unique with (fun n => 1 / (INR n + a) - 1 / (INR n + (1 - a))). apply digamma_series; lra.
  apply series_value with (-1 * (1 / a - PI * (cos (PI * a) / sin (PI * a))) + (0 - - (1 / (INR 0 + a)))).
  { simpl (INR 0). rewrite Rplus_0_l. ring. }
  apply series_ext with (fun n => -1 * (2 * a / ((INR n + 1) ^ 2 - a ^ 2)) + (- (1 / (INR (S n) + a)) - - (1 / (INR n + a)))).
  { intros n. rewrite S_INR. generalize (pos_INR n). intros P. field. repeat split; nra. }
  apply series_plus. apply series_scal, cotangent_series. lra.
  apply (telescope _ (fun n => - (1 / (INR n + a)))). reflexivity.
  replace (Finite 0) with (Rbar_opp 0) by (simpl; f_equal; ring). apply (is_lim_seq_opp _ 0).
  apply is_lim_seq_incr_1. apply is_lim_seq_le_le with (fun _ => 0) (fun n => / INR (S n)).
  - intros n. rewrite S_INR. generalize (pos_INR n). intros. split. apply Rlt_le, Rdiv_lt_0_compat; lra.
    unfold Rdiv. rewrite Rmult_1_l. apply Rinv_le_contravar; lra.
  - apply is_lim_seq_const.
  - apply lim_inv_n1.
Qed.

Lemma digamma_by_reflection a : 0 < a < 1 -> digamma (1 - a) = digamma a + PI * (cos (PI * a) / sin (PI * a)).
Proof. intros A. rewrite <- digamma_reflection by lra. ring. Qed.

(* A series of functions, term by term: their derivatives satisfy Lipschitz conditions with summable constants. *)
Lemma derivative_of_bound (f : R -> R) x l r C : 0 < r -> 0 <= C ->
  (forall y, Rabs (y - x) < r -> Rabs (f y - f x - l * (y - x)) <= C * (y - x) ^ 2) -> is_derive f x l.
Proof.
  intros R P H. apply is_derive_Reals. intros eps E. assert (D : 0 < Rmin r (eps / (C + 1))).
  { apply Rmin_case; auto. apply Rdiv_lt_0_compat; lra. }
  exists (mkposreal _ D). simpl. intros h N L. assert (A : 0 < Rabs h) by now apply Rabs_pos_lt.
  replace ((f (x + h) - f x) / h - l) with ((f (x + h) - f x - l * h) / h) by (field; auto).
  unfold Rdiv. rewrite Rabs_mult, Rabs_inv. apply Rmult_lt_reg_r with (Rabs h). exact A.
  rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  generalize (H (x + h)). replace (x + h - x) with h by ring. intros G. apply Rle_lt_trans with (C * h ^ 2).
  apply G. apply Rlt_le_trans with (1 := L), Rmin_l. rewrite <- (pow2_abs h). simpl. rewrite Rmult_1_r, <- Rmult_assoc.
  apply Rmult_lt_compat_r; auto. apply Rle_lt_trans with (C * (eps / (C + 1))).
  apply Rmult_le_compat_l; auto. apply Rlt_le, Rlt_le_trans with (1 := L), Rmin_r.
  apply Rmult_lt_reg_r with (C + 1). lra. unfold Rdiv. replace (C * (eps * / (C + 1)) * (C + 1)) with (C * eps) by (field; lra). lra.
Qed.
Lemma mean_value (f d : R -> R) x y : (forall t, Rmin x y <= t <= Rmax x y -> is_derive f t (d t)) ->
  exists t, Rmin x y <= t <= Rmax x y /\ f y - f x = d t * (y - x).
Proof.
  intros D. apply (MVT_gen f x y d). intros t T. apply D. lra.
  intros t T. apply derivable_continuous_pt. exists (d t). apply is_derive_Reals, D, T.
Qed.
Lemma between x y t r : Rmin x y <= t <= Rmax x y -> Rabs (y - x) < r -> Rabs (t - x) < r /\ Rabs (t - x) <= Rabs (y - x).
Proof.
  unfold Rmin, Rmax. intros H L. assert (X : Rabs (t - x) <= Rabs (y - x)). 2: split; auto; lra.
  destruct (Rle_dec x y). rewrite !Rabs_pos_eq by lra. lra. rewrite !Rabs_left1 by lra. lra.
Qed.
Lemma series_derivative (f d : nat -> R -> R) (M : nat -> R) x r (F : R -> R) l m : 0 < r ->
  (forall n y, Rabs (y - x) < r -> is_derive (f n) y (d n y)) ->
  (forall n y, Rabs (y - x) < r -> Rabs (d n y - d n x) <= M n * Rabs (y - x)) -> is_series M m ->
  (forall y, Rabs (y - x) < r -> is_series (fun n => f n y) (F y)) -> is_series (fun n => d n x) l -> is_derive F x l.
Proof.
  intros R D Q S C T.
  assert (N : forall n, 0 <= M n).
  { intros n. generalize (Q n (x + r / 2)). replace (x + r / 2 - x) with (r / 2) by ring. rewrite (Rabs_pos_eq (r / 2)) by lra. intros H.
    generalize (H ltac:(lra)) (Rabs_pos (d n (x + r / 2) - d n x)). intros. apply Rmult_le_reg_r with (r / 2); lra. }
  assert (m0 : 0 <= m).
  { apply (is_lim_seq_le (fun _ => 0) (sum_n M) 0 m); auto. 2: apply is_lim_seq_const. intros n. rewrite <- partial_sum_n.
    generalize (Datatypes.S n). intros k. induction k; simpl. lra. generalize (N k). lra. }
  apply derivative_of_bound with r m; auto. intros y Y.
  assert (X : Rabs (x - x) < r) by (replace (x - x) with 0 by ring; rewrite Rabs_R0; auto).
  assert (U : is_series (fun n => f n y - f n x - (y - x) * d n x) (F y - F x - l * (y - x))).
  { apply series_value with (F y - F x - (y - x) * l). ring. apply series_minus. apply series_minus; auto. now apply series_scal. }
  assert (V : is_series (fun n => (y - x) ^ 2 * M n) ((y - x) ^ 2 * m)) by now apply series_scal.
  rewrite (Rmult_comm m), <- (is_series_unique _ _ U), <- (is_series_unique _ _ V).
  assert (W : forall n, Rabs (f n y - f n x - (y - x) * d n x) <= (y - x) ^ 2 * M n).
  { intros n. destruct (mean_value (f n) (d n) x y) as [t [H E]]. intros t H. apply D. now apply (between x y).
    rewrite E. replace (d n t * (y - x) - (y - x) * d n x) with ((y - x) * (d n t - d n x)) by ring. rewrite Rabs_mult.
    destruct (between x y t r H Y) as [G K]. rewrite <- (pow2_abs (y - x)). simpl. rewrite Rmult_1_r, Rmult_assoc.
    apply Rmult_le_compat_l. apply Rabs_pos. apply Rle_trans with (1 := Q n t G). rewrite Rmult_comm. apply Rmult_le_compat_r; auto. }
  apply Rle_trans with (Series (fun n => Rabs (f n y - f n x - (y - x) * d n x))).
  apply Series_Rabs. apply (ex_series_le (V := R_CompleteNormedModule)) with (fun n => (y - x) ^ 2 * M n).
  intros n. change (Rabs (Rabs (f n y - f n x - (y - x) * d n x)) <= (y - x) ^ 2 * M n). rewrite Rabs_Rabsolu. apply W. eexists. exact V.
  apply Series_le. intros n. split. apply Rabs_pos. apply W. eexists. exact V.
Qed.

Lemma d_inverse_power s c y : 0 < c + y -> is_derive (fun y => 1 / (c + y) ^ s) y (- INR s / (c + y) ^ S s).
Proof.
  intros P. assert (X : 0 < (c + y) ^ s) by now apply pow_lt. destruct s as [|s].
  { apply (is_derive_ext (fun _ => 1)). intros; in_reals; simpl; field. eapply derivative_is. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
    unfold zero; simpl. field. lra. }
  apply (is_derive_ext (fun y => / (c + y) ^ S s)). intros; unfold Rdiv; now rewrite Rmult_1_l.
  eapply derivative_is. apply (is_derive_inv (fun y => (c + y) ^ S s)). apply (is_derive_pow (fun y => c + y)). instantiate (1 := 1).
  derive. ring. lra. simpl pred. rewrite <- !tech_pow_Rmult in *. assert (0 < (c + y) ^ s) by now apply pow_lt. field. lra.
Qed.
Lemma lipschitz s c x y : 0 <= c -> 0 < x -> Rabs (y - x) < x / 2 ->
  Rabs (- INR s / (c + y) ^ S s - - INR s / (c + x) ^ S s) <= INR s * INR (S s) * (1 / (c + x / 2) ^ S (S s)) * Rabs (y - x).
Proof.
  intros C X Y. destruct (mean_value (fun y => 1 / (c + y) ^ S s) (fun y => - INR (S s) / (c + y) ^ S (S s)) x y) as [t [H E]].
  - intros t H. destruct (between x y t _ H Y) as [G _]. apply Rabs_def2 in G. apply d_inverse_power. lra.
  - destruct (between x y t _ H Y) as [G _]. apply Rabs_def2 in G.
    replace (- INR s / (c + y) ^ S s - - INR s / (c + x) ^ S s) with (- INR s * (1 / (c + y) ^ S s - 1 / (c + x) ^ S s)) by (unfold Rdiv; ring).
    rewrite E. assert (P : 0 < (c + t) ^ S (S s)) by (apply pow_lt; lra).
    replace (- INR s * (- INR (S s) / (c + t) ^ S (S s) * (y - x))) with (INR s * INR (S s) * / (c + t) ^ S (S s) * (y - x)) by (field; lra).
    rewrite Rabs_mult. apply Rmult_le_compat_r. apply Rabs_pos. generalize (pos_INR s) (pos_INR (S s)). intros.
    rewrite Rabs_pos_eq. 2: apply Rmult_le_pos; [now apply Rmult_le_pos|apply Rlt_le, Rinv_0_lt_compat; lra].
    apply Rmult_le_compat_l. now apply Rmult_le_pos. unfold Rdiv. rewrite Rmult_1_l.
    apply Rinv_le_contravar. apply pow_lt; lra. apply pow_incr. lra.
Qed.
Theorem hurwitz_derivative s a : (2 <= s)%nat -> 0 < a -> is_derive (hurwitz s) a (- INR s * hurwitz (S s) a).
Proof.
  intros L A. apply (series_derivative (fun n y => 1 / (INR n + y) ^ s) (fun n y => - INR s / (INR n + y) ^ S s)
    (fun n => INR s * INR (S s) * (1 / (INR n + a / 2) ^ S (S s))) a (a / 2) (hurwitz s) _ (INR s * INR (S s) * hurwitz (S (S s)) (a / 2))).
  - lra.
  - intros n y Y. apply Rabs_def2 in Y. apply d_inverse_power. generalize (pos_INR n). lra.
  - intros n y Y. apply lipschitz; auto. apply pos_INR.
  - apply series_scal. apply hurwitz_series. lia. lra.
  - intros y Y. apply Rabs_def2 in Y. apply hurwitz_series; auto. lra.
  - apply series_ext with (fun n => - INR s * (1 / (INR n + a) ^ S s)). intros n. unfold Rdiv. ring.
    apply series_scal, hurwitz_series; auto.
Qed.
Theorem digamma_derivative a : 0 < a -> is_derive digamma a (hurwitz 2 a).
Proof.
  intros A. apply (is_derive_ext (fun y => digamma y - digamma 1 + digamma 1)). intros; in_reals; ring.
  apply derivative_is with (hurwitz 2 a + 0). 2: ring.
  apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)). 2: apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
  apply (series_derivative (fun n y => 1 / (INR n + 1) - 1 / (INR n + y)) (fun n y => 1 / (INR n + y) ^ 2)
    (fun n => INR 1 * INR 2 * (1 / (INR n + a / 2) ^ 3)) a (a / 2) (fun y => digamma y - digamma 1) _ (INR 1 * INR 2 * hurwitz 3 (a / 2))).
  - lra.
  - intros n y Y. apply Rabs_def2 in Y. generalize (pos_INR n). intros P. derive. lra. simpl. field. lra.
  - intros n y Y. generalize (lipschitz 1 (INR n) a y (pos_INR n) A Y). intros H.
    rewrite <- Rabs_Ropp. replace (- (1 / (INR n + y) ^ 2 - 1 / (INR n + a) ^ 2)) with (- INR 1 / (INR n + y) ^ 2 - - INR 1 / (INR n + a) ^ 2)
      by (simpl; unfold Rdiv; ring). exact H.
  - apply series_scal. apply hurwitz_series. lia. lra.
  - intros y Y. apply Rabs_def2 in Y. apply digamma_series; lra.
  - apply hurwitz_series; auto.
Qed.

(* The derivatives of the cotangent are polynomials in it, by c' = - PI (1 + c^2). *)
Fixpoint pderiv (p : list Z) : list Z := match p with [] => [] | _ :: p => padd p (0%Z :: pderiv p) end.
Lemma pderiv_ok p x : is_derive (peval p) x (peval (pderiv p) x).
Proof.
  induction p as [|c p IH].
  - apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)).
  - change (is_derive (fun x => IZR c + x * peval p x) x (peval (padd p (0%Z :: pderiv p)) x)). rewrite peval_add. simpl peval.
    eapply derivative_is. apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)).
    apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)). apply (derivative_mult (fun x => x) (peval p)).
    apply (is_derive_id (K := R_AbsRing)). exact IH. unfold plus, zero, one; simpl. ring.
Qed.
Fixpoint reflected (j : nat) : list Z := match j with O => [1; 0; 1]%Z | S j => pmul [1; 0; 1]%Z (pderiv (reflected j)) end.
Definition cotangent (a : R) : R := cos (PI * a) / sin (PI * a).
Lemma cotangent_derivative a : 0 < a < 1 -> is_derive cotangent a (- PI * (1 + cotangent a ^ 2)).
Proof.
  intros A. generalize (sine_pos a A). intros P. unfold cotangent. derive. lra.
  generalize (sin2_cos2 (PI * a)). unfold Rsqr. intros E. field_simplify_eq. 2: lra. simpl. rewrite !Rmult_1_r. nra.
Qed.
Lemma same_derivatives (f g : R -> R) a x y : 0 < a < 1 -> (forall t, 0 < t < 1 -> f t = g t) -> is_derive f a x -> is_derive g a y -> x = y.
Proof.
  intros A E F G. assert (H : is_derive f a y).
  { apply (is_derive_ext_loc g). 2: exact G. exists (mkposreal (Rmin a (1 - a)) ltac:(apply Rmin_case; lra)). intros t T.
    change (Rabs (t - a) < Rmin a (1 - a)) in T. apply Rabs_def2 in T. generalize (Rmin_l a (1 - a)) (Rmin_r a (1 - a)). intros. symmetry. apply E. lra. }
  rewrite <- (is_derive_unique _ _ _ F). now apply is_derive_unique.
Qed.
Lemma reflected_argument (f : R -> R) a l : is_derive f (1 - a) l -> is_derive (fun a => f (1 - a)) a (- l).
Proof.
  intros D. apply derivative_is with (-1 * l). apply (derivative_chain f (fun a => 1 - a)); auto. derive. ring. ring.
Qed.
Theorem hurwitz_reflection j a : 0 < a < 1 ->
  INR (fact (S j)) * (hurwitz (2 + j) a + (-1) ^ j * hurwitz (2 + j) (1 - a)) = PI ^ (2 + j) * peval (reflected j) (cotangent a).
Proof.
  revert a. induction j; intros a A.
  - cut (- hurwitz 2 (1 - a) - hurwitz 2 a = PI * (- PI * (1 + cotangent a ^ 2))). simpl. intros E. nra.
    apply (same_derivatives (fun a => digamma (1 - a) - digamma a) (fun a => PI * cotangent a) a); auto.
    intros t T. apply digamma_reflection; lra.
    apply (is_derive_minus (K := R_AbsRing) (V := R_NormedModule)). apply reflected_argument, digamma_derivative. lra. apply digamma_derivative. lra.
    apply is_derive_scal. now apply cotangent_derivative.
  - cut (INR (fact (S j)) * (- INR (2 + j) * hurwitz (3 + j) a + (-1) ^ j * - (- INR (2 + j) * hurwitz (3 + j) (1 - a)))
      = PI ^ (2 + j) * (- PI * (1 + cotangent a ^ 2) * peval (pderiv (reflected j)) (cotangent a))).
    { intros E. change (reflected (S j)) with (pmul [1; 0; 1]%Z (pderiv (reflected j))). rewrite peval_mul, (fact_simpl (S j)), mult_INR.
      change (2 + S j)%nat with (3 + j)%nat. change (S (S j)) with (2 + j)%nat. change (PI ^ (3 + j)) with (PI * PI ^ (2 + j)).
      change ((-1) ^ S j) with (-1 * (-1) ^ j). simpl (peval [1; 0; 1]%Z _). lra. }
    apply (same_derivatives (fun a => INR (fact (S j)) * (hurwitz (2 + j) a + (-1) ^ j * hurwitz (2 + j) (1 - a)))
      (fun a => PI ^ (2 + j) * peval (reflected j) (cotangent a)) a); auto.
    + apply is_derive_scal. apply (is_derive_plus (K := R_AbsRing) (V := R_NormedModule)). apply hurwitz_derivative. lia. lra.
      apply is_derive_scal. apply reflected_argument. apply hurwitz_derivative. lia. lra.
    + apply is_derive_scal. apply (derivative_chain (peval (reflected j)) cotangent). apply pderiv_ok. now apply cotangent_derivative.
Qed.

(* Zeta at even numbers, and the difference at quarters at odd ones; the equation between whole numbers is computed. *)
Fixpoint factorial (n : nat) : Z := match n with O => 1%Z | S m => (Z.of_nat n * factorial m)%Z end.
Lemma whole_fact n : IZR (factorial n) = INR (fact n).
Proof. induction n. reflexivity. cbn [factorial]. now rewrite mult_IZR, IHn, <- INR_IZR_INZ, fact_simpl, mult_INR. Qed.
Theorem zeta_even j p q : Nat.even j = true -> (0 <? q)%Z = true ->
  (pevalZ (reflected j) 0 * q =? 2 * p * (2 ^ Z.of_nat (2 + j) - 1) * factorial (S j))%Z = true ->
  hurwitz (2 + j) 1 = IZR p * PI ^ (2 + j) / IZR q.
Proof.
  intros E Q H. apply Z.ltb_lt in Q. apply Z.eqb_eq, (f_equal IZR) in H. rewrite !mult_IZR, minus_IZR, <- peval_Z, whole_fact in H.
  rewrite <- pow_IZR in H. generalize (hurwitz_reflection j (1 / 2) ltac:(lra)).
  replace (cotangent (1 / 2)) with 0.
  2: { unfold cotangent. replace (PI * (1 / 2)) with (PI / 2) by field. rewrite cos_PI2. unfold Rdiv. ring. }
  replace (1 - 1 / 2) with (1 / 2) by field.
  replace ((-1) ^ j) with 1. 2: { apply Nat.even_spec in E. destruct E as [i ->]. rewrite pow_mult. replace ((-1) ^ 2) with 1 by ring. now rewrite pow1. }
  rewrite (hurwitz_half (2 + j)) by lia. intros G.
  assert (0 < IZR q) by now apply (IZR_lt 0). assert (0 < INR (fact (S j))) by apply INR_fact_lt_0.
  assert (T : 1 < 2 ^ (2 + j)) by (apply Rlt_pow_R1; [lra|lia]).
  apply Rmult_eq_reg_r with (2 * INR (fact (S j)) * (2 ^ (2 + j) - 1) * IZR q).
  2: { apply Rgt_not_eq. repeat apply Rmult_lt_0_compat; lra. }
  replace (IZR p * PI ^ (2 + j) / IZR q * (2 * INR (fact (S j)) * (2 ^ (2 + j) - 1) * IZR q))
    with (PI ^ (2 + j) * (2 * IZR p * (2 ^ (2 + j) - 1) * INR (fact (S j)))) by (field; lra).
  rewrite <- H. transitivity (PI ^ (2 + j) * peval (reflected j) 0 * IZR q). rewrite <- G. ring. ring.
Qed.
Theorem quarters_odd j p q : Nat.even j = false -> (0 <? q)%Z = true ->
  (pevalZ (reflected j) 1 * q =? p * factorial (S j))%Z = true ->
  hurwitz (2 + j) (1 / 4) - hurwitz (2 + j) (3 / 4) = IZR p * PI ^ (2 + j) / IZR q.
Proof.
  intros E Q H. apply Z.ltb_lt in Q. apply Z.eqb_eq, (f_equal IZR) in H. rewrite !mult_IZR, <- peval_Z, whole_fact in H.
  generalize (hurwitz_reflection j (1 / 4) ltac:(lra)).
  replace (cotangent (1 / 4)) with 1.
  2: { unfold cotangent. replace (PI * (1 / 4)) with (PI / 4) by field. rewrite sin_cos_PI4. assert (0 < cos (PI / 4)) by (apply cos_gt_0; generalize PI_RGT_0; lra).
       field. lra. }
  replace (1 - 1 / 4) with (3 / 4) by field.
  replace ((-1) ^ j) with (-1).
  2: { rewrite <- Nat.negb_odd in E. apply negb_false_iff, Nat.odd_spec in E. destruct E as [i ->].
       rewrite pow_add, pow_mult. replace ((-1) ^ 2) with 1 by ring. rewrite pow1. ring. }
  intros G. assert (0 < IZR q) by now apply (IZR_lt 0). assert (0 < INR (fact (S j))) by apply INR_fact_lt_0.
  apply Rmult_eq_reg_r with (INR (fact (S j)) * IZR q). 2: { apply Rgt_not_eq. repeat apply Rmult_lt_0_compat; lra. }
  replace (IZR p * PI ^ (2 + j) / IZR q * (INR (fact (S j)) * IZR q)) with (PI ^ (2 + j) * (IZR p * INR (fact (S j)))) by (field; lra).
  rewrite <- H. transitivity (PI ^ (2 + j) * peval (reflected j) 1 * IZR q). rewrite <- G. ring. ring.
Qed.
