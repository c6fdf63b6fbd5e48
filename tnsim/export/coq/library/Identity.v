(* Polynomials in a real variable: one that is 0 above some number is 0 everywhere. *)
Require Import Reals Lra Lia ZArith List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Term Parametric Recurrence.
Import ListNotations.
Open Scope R_scope.

Fixpoint horner (p : list R) (x : R) : R := match p with [] => 0 | c :: p => c + x * horner p x end.
Definition polynomial (f : R -> R) : Prop := exists p, forall x, f x = horner p x.

Fixpoint hadd (p q : list R) : list R := match p, q with [], _ => q | _, [] => p | a :: p, b :: q => (a + b) :: hadd p q end.
Lemma hadd_ok p q x : horner (hadd p q) x = horner p x + horner q x.
Proof. revert q. induction p; intros [|b q]; simpl; try ring. rewrite IHp. ring. Qed.
Lemma hscal_ok c p x : horner (map (Rmult c) p) x = c * horner p x.
Proof. induction p; simpl; try ring. rewrite IHp. ring. Qed.
Lemma polynomial_const c : polynomial (fun _ => c).
Proof. exists [c]. intros. simpl. ring. Qed.
Lemma polynomial_id : polynomial (fun x => x).
Proof. exists [0; 1]. intros. simpl. ring. Qed.
Lemma polynomial_ext f g : (forall x, g x = f x) -> polynomial f -> polynomial g.
Proof. intros E [p P]. exists p. intros. now rewrite E. Qed.
Lemma polynomial_plus f g : polynomial f -> polynomial g -> polynomial (fun x => f x + g x).
Proof. intros [p P] [q Q]. exists (hadd p q). intros. now rewrite hadd_ok, P, Q. Qed.
Lemma polynomial_scal c f : polynomial f -> polynomial (fun x => c * f x).
Proof. intros [p P]. exists (map (Rmult c) p). intros. now rewrite hscal_ok, P. Qed.
Lemma polynomial_opp f : polynomial f -> polynomial (fun x => - f x).
Proof. intros F. apply (polynomial_ext (fun x => -1 * f x)). intros; ring. now apply polynomial_scal. Qed.
Lemma polynomial_minus f g : polynomial f -> polynomial g -> polynomial (fun x => f x - g x).
Proof. intros. apply (polynomial_plus f); auto. now apply polynomial_opp. Qed.
Lemma polynomial_mult f g : polynomial f -> polynomial g -> polynomial (fun x => f x * g x).
Proof.
  intros [p P]. revert f P. induction p as [|c p IH]; intros f P [q Q].
  - exists []. intros. rewrite P. simpl. ring.
  - destruct (IH (horner p) (fun _ => eq_refl) (ex_intro _ q Q)) as [r R0]. exists (hadd (map (Rmult c) q) (0 :: r)).
    intros x. rewrite hadd_ok, hscal_ok, P. cbn [horner]. rewrite <- R0, <- Q. ring.
Qed.
Lemma polynomial_div f c : polynomial f -> polynomial (fun x => f x / c).
Proof. intros. apply (polynomial_mult f); auto. apply polynomial_const. Qed.
Lemma polynomial_pow f n : polynomial f -> polynomial (fun x => f x ^ n).
Proof. intros F. induction n. exact (polynomial_const 1). now apply (polynomial_mult f). Qed.
Lemma polynomial_falling f n : polynomial f -> polynomial (fun x => falling (f x) n).
Proof. intros F. induction n. exact (polynomial_const 1). apply (polynomial_mult (fun x => falling (f x) n)); auto. apply polynomial_minus; auto. apply polynomial_const. Qed.
Lemma polynomial_choose f n : polynomial f -> polynomial (fun x => choose (f x) n).
Proof. intros. apply (polynomial_div (fun x => falling (f x) n)). now apply polynomial_falling. Qed.
Lemma polynomial_rising f n : polynomial f -> polynomial (fun x => rising (f x) n).
Proof. intros F. induction n. exact (polynomial_const 1). apply (polynomial_mult (fun x => rising (f x) n)); auto. apply polynomial_plus; auto. apply polynomial_const. Qed.
Lemma polynomial_run (f : nat -> R -> R) a n : (forall k, polynomial (f k)) -> polynomial (fun x => run (fun k => f k x) a n).
Proof. intros F. induction n. exact (polynomial_const 0). now apply (polynomial_plus (fun x => run (fun k => f k x) a n)). Qed.
Lemma polynomial_sum (f : nat -> R -> R) a b : (forall k, polynomial (f k)) -> polynomial (fun x => sum_n_m (fun k => f k x) a b).
Proof.
  intros F. destruct (le_lt_dec a (S b)) as [L|L].
  - apply (polynomial_ext (fun x => run (fun k => f k x) a (S b - a))). intros. now apply sum_run. now apply polynomial_run.
  - apply (polynomial_ext (fun _ => 0)). intros x. rewrite sum_n_m_zero by lia. reflexivity. apply polynomial_const.
Qed.
Lemma polynomial_shift f b : polynomial f -> polynomial (fun y => f (b + y)).
Proof.
  intros [p P]. apply (polynomial_ext (fun y => horner p (b + y))). intros; apply P. clear P. induction p as [|c p IH].
  exact (polynomial_const 0). apply (polynomial_plus (fun _ => c)). apply polynomial_const.
  apply (polynomial_mult (fun y => b + y)); auto. apply (polynomial_plus (fun _ => b)). apply polynomial_const. apply polynomial_id.
Qed.

Fixpoint size (p : list R) : R := match p with [] => 0 | c :: p => Rabs c + size p end.
Lemma size_pos p : 0 <= size p.
Proof. induction p; simpl. lra. generalize (Rabs_pos a). lra. Qed.
Lemma horner_bound p y : 0 <= y <= 1 -> Rabs (horner p y) <= size p.
Proof.
  intros Y. induction p; simpl. rewrite Rabs_R0. lra.
  generalize (Rabs_triang a (y * horner p y)). rewrite Rabs_mult, (Rabs_pos_eq y) by lra. generalize (Rabs_pos (horner p y)). nra.
Qed.
Lemma horner_zero p : (forall y, 0 < y -> horner p y = 0) -> forall y, horner p y = 0.
Proof.
  induction p as [|c p IH]; intros H y; auto.
  assert (C : c = 0).
  { destruct (Req_dec c 0) as [|N]; auto. exfalso. apply Rabs_pos_lt in N.
    assert (S0 := size_pos p). set (d := Rmin 1 (Rabs c / (2 * (size p + 1)))).
    assert (D : 0 < d). { apply Rmin_pos. lra. apply Rdiv_lt_0_compat; lra. }
    specialize (H d D). simpl in H. assert (B := horner_bound p d (conj (Rlt_le _ _ D) (Rmin_l _ _))).
    assert (E : Rabs c = d * Rabs (horner p d)). { rewrite <- (Rabs_pos_eq d) at 1 by lra. rewrite <- Rabs_mult.
      replace c with (- (d * horner p d)) by lra. apply Rabs_Ropp. }
    assert (F : d * (2 * (size p + 1)) <= Rabs c).
    { apply Rle_trans with (Rabs c / (2 * (size p + 1)) * (2 * (size p + 1))). apply Rmult_le_compat_r. lra. apply Rmin_r.
      right. field. lra. }
    generalize (Rabs_pos (horner p d)). nra. }
  subst c. simpl. rewrite IH. ring. intros z Z. specialize (H z Z). simpl in H. rewrite Rplus_0_l in H.
  apply Rmult_integral in H. destruct H; auto. lra.
Qed.
Theorem polynomial_zero f b : polynomial f -> (forall x, b < x -> f x = 0) -> forall x, f x = 0.
Proof.
  intros F H x. destruct (polynomial_shift f b F) as [p P]. replace x with (b + (x - b)) by ring. rewrite P. apply horner_zero.
  intros y Y. rewrite <- P. apply H. lra.
Qed.
Ltac is_polynomial := repeat (cbv beta; lazymatch goal with
  | |- polynomial (fun x => x) => apply polynomial_id
  | |- polynomial (fun x => sum_n_m (@?f x) ?a ?b) => apply (polynomial_sum (fun k x => f x k) a b); intros ?
  | |- polynomial (fun x => choose (@?f x) ?n) => apply (polynomial_choose f n)
  | |- polynomial (fun x => rising (@?f x) ?n) => apply (polynomial_rising f n)
  | |- polynomial (fun x => (@?f x) ^ ?n) => apply (polynomial_pow f n)
  | |- polynomial (fun x => @?f x + @?g x) => apply (polynomial_plus f g)
  | |- polynomial (fun x => @?f x - @?g x) => apply (polynomial_minus f g)
  | |- polynomial (fun x => @?f x * @?g x) => apply (polynomial_mult f g)
  | |- polynomial (fun x => @?f x / ?c) => apply (polynomial_div f c)
  | |- polynomial (fun x => - @?f x) => apply (polynomial_opp f)
  | |- polynomial _ => apply polynomial_const
  end).
