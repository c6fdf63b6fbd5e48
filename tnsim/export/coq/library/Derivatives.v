(* Derivatives by the rules of calculus, and what the sign of a derivative says. The proofs use these lemmas and not
   Coquelicot's auto_derive, whose correctness rests on the whole theory of the Riemann integral. *)
Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Open Scope R_scope.

Lemma derivative_is (f : R -> R) x (a b : R) : is_derive f x a -> a = b -> is_derive f x b.
Proof. now intros H <-. Qed.
Lemma derivative_const (c x : R) : is_derive (fun _ => c) x 0.
Proof. apply (is_derive_const (K := R_AbsRing) (V := R_NormedModule)). Qed.
Lemma derivative_id x : is_derive (fun x => x) x 1.
Proof. apply (is_derive_id (K := R_AbsRing)). Qed.
Lemma derivative_plus (f g : R -> R) x a b : is_derive f x a -> is_derive g x b -> is_derive (fun x => f x + g x) x (a + b).
Proof. exact (is_derive_plus (K := R_AbsRing) (V := R_NormedModule) f g x a b). Qed.
Lemma derivative_minus (f g : R -> R) x a b : is_derive f x a -> is_derive g x b -> is_derive (fun x => f x - g x) x (a - b).
Proof. exact (is_derive_minus (K := R_AbsRing) (V := R_NormedModule) f g x a b). Qed.
Lemma derivative_opp (f : R -> R) x a : is_derive f x a -> is_derive (fun x => - f x) x (- a).
Proof. exact (is_derive_opp (K := R_AbsRing) (V := R_NormedModule) f x a). Qed.
Lemma derivative_mult (f g : R -> R) x a b :
  is_derive f x a -> is_derive g x b -> is_derive (fun x => f x * g x) x (a * g x + f x * b).
Proof. intros F G. apply (is_derive_mult f g x a b F G). exact Rmult_comm. Qed.
Lemma derivative_scal (f : R -> R) c x a : is_derive f x a -> is_derive (fun x => c * f x) x (c * a).
Proof. exact (is_derive_scal f x c a). Qed.
Lemma derivative_inv (f : R -> R) x a : is_derive f x a -> f x <> 0 -> is_derive (fun x => / f x) x (- a / f x ^ 2).
Proof. exact (is_derive_inv f x a). Qed.
Lemma derivative_pow (f : R -> R) n x a : is_derive f x a -> is_derive (fun x => f x ^ n) x (INR n * a * f x ^ pred n).
Proof. exact (is_derive_pow f n x a). Qed.
Lemma derivative_chain (f g : R -> R) x a b : is_derive f (g x) a -> is_derive g x b -> is_derive (fun x => f (g x)) x (b * a).
Proof. exact (is_derive_comp f g x a b). Qed.
Lemma derivative_sin (f : R -> R) x a : is_derive f x a -> is_derive (fun x => sin (f x)) x (a * cos (f x)).
Proof. apply (derivative_chain sin). apply is_derive_Reals, derivable_pt_lim_sin. Qed.
Lemma derivative_cos (f : R -> R) x a : is_derive f x a -> is_derive (fun x => cos (f x)) x (a * - sin (f x)).
Proof. apply (derivative_chain cos). apply is_derive_Reals, derivable_pt_lim_cos. Qed.
Lemma derivative_exp (f : R -> R) x a : is_derive f x a -> is_derive (fun x => exp (f x)) x (a * exp (f x)).
Proof. apply (derivative_chain exp). apply is_derive_Reals, derivable_pt_lim_exp. Qed.
Lemma derivative_ln (f : R -> R) x a : is_derive f x a -> 0 < f x -> is_derive (fun x => ln (f x)) x (a * / f x).
Proof. intros F P. apply (derivative_chain ln); auto. now apply is_derive_Reals, derivable_pt_lim_ln. Qed.
Lemma derivative_sqrt (f : R -> R) x a : is_derive f x a -> 0 < f x -> is_derive (fun x => sqrt (f x)) x (a * / (2 * sqrt (f x))).
Proof. intros F P. apply (derivative_chain sqrt); auto. now apply is_derive_Reals, derivable_pt_lim_sqrt. Qed.

(* The derivative of a closed expression; what stays are the conditions. *)
Ltac derivative_rule := lazymatch goal with
  | |- is_derive (fun _ => ?c) _ _ => apply (derivative_const c)
  | |- is_derive (fun y => y) _ _ => apply derivative_id
  | |- is_derive (fun y => @?f y + @?g y) _ _ => apply (derivative_plus f g); derivative_rule
  | |- is_derive (fun y => @?f y - @?g y) _ _ => apply (derivative_minus f g); derivative_rule
  | |- is_derive (fun y => - @?f y) _ _ => apply (derivative_opp f); derivative_rule
  | |- is_derive (fun y => @?f y * @?g y) _ _ => apply (derivative_mult f g); derivative_rule
  | |- is_derive (fun y => @?f y / @?g y) _ _ => apply (derivative_mult f (fun y => / g y)); derivative_rule
  | |- is_derive (fun y => / @?f y) _ _ => apply (derivative_inv f); [derivative_rule|]
  | |- is_derive (fun y => @?f y ^ ?n) _ _ => apply (derivative_pow f n); derivative_rule
  | |- is_derive (fun y => sin (@?f y)) _ _ => apply (derivative_sin f); derivative_rule
  | |- is_derive (fun y => cos (@?f y)) _ _ => apply (derivative_cos f); derivative_rule
  | |- is_derive (fun y => exp (@?f y)) _ _ => apply (derivative_exp f); derivative_rule
  | |- is_derive (fun y => ln (@?f y)) _ _ => apply (derivative_ln f); [derivative_rule|]
  | |- is_derive (fun y => sqrt (@?f y)) _ _ => apply (derivative_sqrt f); [derivative_rule|]
  | H : forall t, is_derive ?f t _ |- is_derive ?f _ _ => apply H
  | |- _ => idtac
  end.
Ltac derive := eapply derivative_is; [derivative_rule|]; cbv beta.

Lemma continuous_of_derivative (f : R -> R) x (a : R) : is_derive f x a -> continuous f x.
Proof. intros H. apply (ex_derive_continuous (K := R_AbsRing) (V := R_NormedModule)). now exists a. Qed.
Lemma increasing (f d : R -> R) a b : a <= b -> (forall x, a <= x <= b -> is_derive f x (d x)) ->
  (forall x, a <= x <= b -> 0 <= d x) -> f a <= f b.
Proof.
  intros L D P. destruct (MVT_gen f a b d) as [c [C E]]; rewrite ?Rmin_left, ?Rmax_right in * by lra.
  - intros x X. apply D. lra.
  - intros x X. apply derivable_continuous_pt. exists (d x). now apply is_derive_Reals, D.
  - assert (0 <= d c * (b - a)) by (apply Rmult_le_pos; [auto|lra]). lra.
Qed.
