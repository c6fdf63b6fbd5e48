(* Sines and cosines of fifths, eighths, tenths and twelfths of PI. *)
Require Import Reals Lra Lia List ZArith.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Functions Closing.
Open Scope R_scope.

Lemma cos_fifth : cos (PI / 5) = (1 + sqrt 5) / 4.
Proof.
  set (x := PI / 5). generalize PI_RGT_0. intros P.
  assert (C : 0 < cos x) by (apply cos_gt_0; unfold x; lra).
  assert (S : 0 < sin x) by (apply sin_gt_0; unfold x; lra).
  assert (E : sin (x + x + x) = sin (x + x)). { replace (x + x + x) with (PI - (x + x)) by (unfold x; field). apply sin_PI_x. }
  rewrite (sin_plus (x + x)), (cos_plus x), (sin_plus x) in E. generalize (sine_squared x). intros Q.
  assert (F : 4 * (cos x * cos x) - 1 = 2 * cos x).
  { apply Rmult_eq_reg_l with (sin x). 2: lra.
    replace (sin x * (2 * cos x)) with (sin x * cos x + cos x * sin x) by ring. rewrite <- E.
    replace ((sin x * cos x + cos x * sin x) * cos x + (cos x * cos x - sin x * sin x) * sin x) with
      (sin x * (3 * (cos x * cos x) - sin x * sin x)) by ring. rewrite Q. ring. }
  assert (R : sqrt 5 * sqrt 5 = 5) by (apply sqrt_sqrt; lra). generalize (sqrt_pos 5). intros T.
  assert (Z : (4 * cos x - 1 - sqrt 5) * (4 * cos x - 1 + sqrt 5) = 0).
  { replace ((4 * cos x - 1 - sqrt 5) * (4 * cos x - 1 + sqrt 5)) with (4 * (4 * (cos x * cos x) - 1) - 8 * cos x + 5 - sqrt 5 * sqrt 5) by ring.
    rewrite F, R. ring. }
  apply Rmult_integral in Z. destruct Z as [Z|Z]. lra. nra.
Qed.
Lemma sin_fifth_squared : sin (PI / 5) * sin (PI / 5) = (5 - sqrt 5) / 8.
Proof.
  rewrite sine_squared, cos_fifth. assert (R : sqrt 5 * sqrt 5 = 5) by (apply sqrt_sqrt; lra).
  replace (1 - (1 + sqrt 5) / 4 * ((1 + sqrt 5) / 4)) with (1 - (1 + 2 * sqrt 5 + sqrt 5 * sqrt 5) / 16) by field. rewrite R. field.
Qed.
Lemma sin_fifth : sin (PI / 5) = sqrt (10 - 2 * sqrt 5) / 4.
Proof.
  generalize PI_RGT_0. intros P. assert (S : 0 < sin (PI / 5)) by (apply sin_gt_0; lra).
  replace (10 - 2 * sqrt 5) with ((4 * sin (PI / 5)) * (4 * sin (PI / 5))). rewrite sqrt_square by lra. field.
  replace (4 * sin (PI / 5) * (4 * sin (PI / 5))) with (16 * (sin (PI / 5) * sin (PI / 5))) by ring. rewrite sin_fifth_squared. field.
Qed.
Lemma sin_2_fifths : sin (PI * (2 / 5)) = sqrt (10 - 2 * sqrt 5) * (1 + sqrt 5) / 8.
Proof. replace (PI * (2 / 5)) with (2 * (PI / 5)) by field. rewrite sin_2a, cos_fifth, sin_fifth. field. Qed.
Lemma cos_2_fifths : cos (PI * (2 / 5)) = (sqrt 5 - 1) / 4.
Proof.
  replace (PI * (2 / 5)) with (2 * (PI / 5)) by field. rewrite cos_2a_cos, cos_fifth.
  assert (R : sqrt 5 * sqrt 5 = 5) by (apply sqrt_sqrt; lra).
  replace (2 * ((1 + sqrt 5) / 4) * ((1 + sqrt 5) / 4) - 1) with ((1 + 2 * sqrt 5 + sqrt 5 * sqrt 5) / 8 - 1) by field. rewrite R. field.
Qed.
Lemma sin_tenth : sin (PI / 10) = (sqrt 5 - 1) / 4.
Proof. rewrite <- cos_2_fifths, <- cos_shift. f_equal. field. Qed.
Lemma cos_tenth : cos (PI / 10) = sqrt (10 - 2 * sqrt 5) * (1 + sqrt 5) / 8.
Proof. rewrite <- sin_2_fifths, <- sin_shift. f_equal. field. Qed.
Lemma sin_3_tenths : sin (PI * (3 / 10)) = (1 + sqrt 5) / 4.
Proof. rewrite <- cos_fifth, <- cos_shift. f_equal. field. Qed.
Lemma cos_3_tenths : cos (PI * (3 / 10)) = sqrt (10 - 2 * sqrt 5) / 4.
Proof. rewrite <- sin_fifth, <- sin_shift. f_equal. field. Qed.
Lemma cos_eighth_squared : cos (PI / 8) * cos (PI / 8) = (2 + sqrt 2) / 4.
Proof.
  generalize (cos_2a_cos (PI / 8)). replace (2 * (PI / 8)) with (PI / 4) by field. rewrite cos_PI_4. lra.
Qed.
Lemma cos_eighth : cos (PI / 8) = sqrt (2 + sqrt 2) / 2.
Proof.
  generalize PI_RGT_0. intros P. assert (C : 0 < cos (PI / 8)) by (apply cos_gt_0; lra).
  replace (2 + sqrt 2) with ((2 * cos (PI / 8)) * (2 * cos (PI / 8))). rewrite sqrt_square by lra. field.
  replace (2 * cos (PI / 8) * (2 * cos (PI / 8))) with (4 * (cos (PI / 8) * cos (PI / 8))) by ring. rewrite cos_eighth_squared. field.
Qed.
Lemma sin_eighth : sin (PI / 8) = (sqrt 2 - 1) * sqrt (2 + sqrt 2) / 2.
Proof.
  replace ((sqrt 2 - 1) * sqrt (2 + sqrt 2) / 2) with ((sqrt 2 - 1) * (sqrt (2 + sqrt 2) / 2)) by field. rewrite <- cos_eighth.
  generalize PI_RGT_0. intros P. assert (C : 0 < cos (PI / 8)) by (apply cos_gt_0; lra).
  generalize (sin_2a (PI / 8)). replace (2 * (PI / 8)) with (PI / 4) by field. rewrite sin_PI_4. intros E.
  assert (R : sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra).
  apply Rmult_eq_reg_r with (2 * cos (PI / 8)). 2: lra.
  replace (sin (PI / 8) * (2 * cos (PI / 8))) with (2 * sin (PI / 8) * cos (PI / 8)) by ring. rewrite <- E.
  replace ((sqrt 2 - 1) * cos (PI / 8) * (2 * cos (PI / 8))) with (2 * (sqrt 2 - 1) * (cos (PI / 8) * cos (PI / 8))) by ring.
  rewrite cos_eighth_squared. replace (2 * (sqrt 2 - 1) * ((2 + sqrt 2) / 4)) with ((sqrt 2 * sqrt 2 + sqrt 2 - 2) / 2) by field. rewrite R. field.
Qed.
Lemma sin_3_eighths : sin (PI * (3 / 8)) = sqrt (2 + sqrt 2) / 2.
Proof. rewrite <- cos_eighth, <- cos_shift. f_equal. field. Qed.
Lemma cos_3_eighths : cos (PI * (3 / 8)) = (sqrt 2 - 1) * sqrt (2 + sqrt 2) / 2.
Proof. rewrite <- sin_eighth, <- sin_shift. f_equal. field. Qed.
Lemma sin_twelfth : sin (PI / 12) = sqrt 2 * (sqrt 3 - 1) / 4.
Proof. replace (PI / 12) with (PI / 3 - PI / 4) by field. rewrite sin_minus, sin_PI_4, cos_PI_4, sin_PI3, cos_PI3. field. Qed.
Lemma cos_twelfth : cos (PI / 12) = sqrt 2 * (sqrt 3 + 1) / 4.
Proof. replace (PI / 12) with (PI / 3 - PI / 4) by field. rewrite cos_minus, sin_PI_4, cos_PI_4, sin_PI3, cos_PI3. field. Qed.
Lemma sin_5_twelfths : sin (PI * (5 / 12)) = sqrt 2 * (sqrt 3 + 1) / 4.
Proof. rewrite <- cos_twelfth, <- cos_shift. f_equal. field. Qed.
Lemma cos_5_twelfths : cos (PI * (5 / 12)) = sqrt 2 * (sqrt 3 - 1) / 4.
Proof. rewrite <- sin_twelfth, <- sin_shift. f_equal. field. Qed.

Ltac special_angle := first [ rewrite sin_fifth | rewrite sin_2_fifths | rewrite cos_fifth | rewrite cos_2_fifths | rewrite sin_tenth | rewrite cos_tenth
  | rewrite sin_3_tenths | rewrite cos_3_tenths | rewrite sin_eighth | rewrite cos_eighth | rewrite sin_3_eighths | rewrite cos_3_eighths
  | rewrite sin_twelfth | rewrite cos_twelfth | rewrite sin_5_twelfths | rewrite cos_5_twelfths ].
