(* Double series: the sum by rows is that by columns where all terms are nonnegative (Tonelli), or where the sums of the
   absolute values of the rows have a sum (Fubini). *)
Require Import Reals Lra Lia List.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Special Functions Combining.
Open Scope R_scope.

Lemma inverse_nonneg x : 0 <= x -> 0 <= / x.
Proof. intros [H|<-]. now apply Rlt_le, Rinv_0_lt_compat. rewrite Rinv_0. lra. Qed.
Lemma quotient_nonneg x y : 0 <= x -> 0 <= y -> 0 <= x / y.
Proof. intros. apply Rmult_le_pos; auto. now apply inverse_nonneg. Qed.
Lemma partial_le a b N : (forall n, a n <= b n) -> partial a N <= partial b N.
Proof. intros H. induction N; simpl. lra. specialize (H N). lra. Qed.
Lemma partial_nonneg a N : (forall n, 0 <= a n) -> 0 <= partial a N.
Proof. intros H. induction N; simpl. lra. specialize (H N). lra. Qed.
(* Nonnegative terms with bounded partial sums; every partial sum is at most the sum. *)
Lemma series_bounded (a : nat -> R) (B : R) : (forall n, 0 <= a n) -> (forall N, partial a N <= B) ->
  exists l : R, is_series a l /\ l <= B.
Proof.
  intros P H. destruct (ex_finite_lim_seq_incr (partial a) B) as [l L].
  { intros N. simpl. specialize (P N). lra. } { exact H. }
  exists l. split. now apply series_partial.
  apply (is_lim_seq_le (partial a) (fun _ => B) l B); auto. apply is_lim_seq_const.
Qed.
Lemma series_above (a : nat -> R) (l : R) N : (forall n, 0 <= a n) -> is_series a l -> partial a N <= l.
Proof.
  intros P H. apply series_partial in H. apply (is_lim_seq_incr_compare (partial a)); auto.
  intros n. simpl. specialize (P n). lra.
Qed.
Lemma series_le (a b : nat -> R) (l m : R) : (forall n, a n <= b n) -> is_series a l -> is_series b m -> l <= m.
Proof.
  intros H A B. apply series_partial in A. apply series_partial in B.
  apply (is_lim_seq_le (partial a) (partial b) l m); auto. intros N. now apply partial_le.
Qed.
Lemma series_nonneg (a : nat -> R) (l : R) : (forall n, 0 <= a n) -> is_series a l -> 0 <= l.
Proof. intros P H. exact (series_above a l 0 P H). Qed.
Lemma series_compare (a b : nat -> R) (m : R) : (forall n, 0 <= a n <= b n) -> is_series b m -> exists l : R, is_series a l /\ l <= m.
Proof.
  intros H B. apply series_bounded. apply H. intros N. apply Rle_trans with (partial b N). apply partial_le, H.
  apply series_above; auto. intros n. specialize (H n). lra.
Qed.
(* Finitely many rows. *)
Lemma series_rows (a : nat -> nat -> R) (r : nat -> R) N :
  (forall i, is_series (a i) (r i)) -> is_series (fun j => partial (fun i => a i j) N) (partial r N).
Proof.
  intros H. induction N; simpl. now apply series_zero.
  apply (series_plus (fun j => partial (fun i => a i j) N)); auto.
Qed.

Lemma columns_bound (a : nat -> nat -> R) (r c : nat -> R) (V : R) : (forall i j, 0 <= a i j) ->
  (forall i, is_series (a i) (r i)) -> (forall j, is_series (fun i => a i j) (c j)) -> is_series c V ->
  exists W : R, is_series r W /\ W <= V.
Proof.
  intros P Rows Columns S. apply series_bounded. intros i. now apply series_nonneg with (a i).
  intros N. apply series_le with (fun j => partial (fun i => a i j) N) c; auto. 2: now apply series_rows.
  intros j. apply (series_above (fun i => a i j)); auto.
Qed.
Theorem tonelli (a : nat -> nat -> R) (r c : nat -> R) (V : R) : (forall i j, 0 <= a i j) ->
  (forall i, is_series (a i) (r i)) -> (forall j, is_series (fun i => a i j) (c j)) -> is_series c V -> is_series r V.
Proof.
  intros P Rows Columns S. destruct (columns_bound a r c V P Rows Columns S) as [W [X L]].
  destruct (columns_bound (fun j i => a i j) c r W) as [U [Y M]]; auto.
  rewrite (series_unique _ _ _ S Y) in *. now replace U with W by lra.
Qed.
Theorem fubini (a : nat -> nat -> R) (m r c : nat -> R) (V : R) :
  (forall i, exists l : R, is_series (fun j => Rabs (a i j)) l /\ l <= m i) -> ex_series m ->
  (forall i, is_series (a i) (r i)) -> (forall j, is_series (fun i => a i j) (c j)) -> is_series c V -> is_series r V.
Proof.
  intros Bound [M HM] Rows Columns S.
  set (p := fun i j => (Rabs (a i j) + a i j) / 2). set (q := fun i j => (Rabs (a i j) - a i j) / 2).
  assert (D : forall i j, a i j = p i j - q i j) by (intros; unfold p, q; field).
  assert (P : forall i j, 0 <= p i j <= Rabs (a i j)).
  { intros. unfold p. generalize (Rle_abs (a i j)) (Rle_abs (- a i j)). rewrite Rabs_Ropp. lra. }
  assert (Q : forall i j, 0 <= q i j <= Rabs (a i j)).
  { intros. unfold q. generalize (Rle_abs (a i j)) (Rle_abs (- a i j)). rewrite Rabs_Ropp. lra. }
  assert (E : forall i j, Rabs (a i j) <= m i).
  { intros i j. destruct (Bound i) as [l [A L]]. apply Rle_trans with l; auto.
    apply Rle_trans with (partial (fun j => Rabs (a i j)) (1 + j)). 2: apply series_above; auto using Rabs_pos.
    simpl. generalize (partial_nonneg (fun j => Rabs (a i j)) j (fun n => Rabs_pos _)). lra. }
  assert (Half : forall b, (forall i j, 0 <= b i j <= Rabs (a i j)) ->
    exists W : R, is_series (fun i => Series (b i)) W /\ is_series (fun j => Series (fun i => b i j)) W /\
      (forall i, is_series (b i) (Series (b i))) /\ (forall j, is_series (fun i => b i j) (Series (fun i => b i j)))).
  { intros b B.
    assert (BR : forall i, is_series (b i) (Series (b i)) /\ Series (b i) <= m i).
    { intros i. destruct (Bound i) as [l [A L]]. destruct (series_compare (b i) _ l (B i) A) as [u [U X]].
      rewrite (is_series_unique _ _ U). split; auto. lra. }
    assert (BC : forall j, is_series (fun i => b i j) (Series (fun i => b i j))).
    { intros j. destruct (series_compare (fun i => b i j) m M) as [u [U X]]; auto.
      intros i. specialize (B i j). specialize (E i j). lra. now rewrite (is_series_unique _ _ U). }
    destruct (series_compare (fun i => Series (b i)) m M) as [W [X L]]; auto.
    { intros i. split. apply series_nonneg with (b i). intros; apply B. apply BR. apply BR. }
    exists W. split; auto. split. 2: split; auto; intros; apply BR.
    apply (tonelli (fun j i => b i j) _ (fun i => Series (b i))); auto. intros; apply B. intros; apply BR. }
  destruct (Half p P) as [A [PR [PC [PA PB]]]]. destruct (Half q Q) as [B [QR [QC [QA QB]]]].
  assert (X : is_series r (A - B)).
  { generalize (series_minus _ _ _ _ PR QR). apply series_ext. intros i. apply series_unique with (a i); auto.
    generalize (series_minus _ _ _ _ (PA i) (QA i)). apply series_ext. intros j. now rewrite D. }
  assert (Y : is_series c (A - B)).
  { generalize (series_minus _ _ _ _ PC QC). apply series_ext. intros j. apply series_unique with (fun i => a i j); auto.
    generalize (series_minus _ _ _ _ (PB j) (QB j)). apply series_ext. intros i. now rewrite D. }
  now rewrite (series_unique _ _ _ S Y).
Qed.

(* Sums over values of the zeta function, by columns: sum_i g(i) (zeta(s(i)) - sum_{m < M} m^-s(i)) = sum_{m >= M} c(m). *)
Lemma zeta_tail s M : (2 <= s)%nat -> (1 <= M)%nat ->
  is_series (fun j => / INR (M + j) ^ s) (hurwitz s 1 - partial (fun j => / INR (1 + j) ^ s) (M - 1)).
Proof.
  intros S L. generalize (series_rest _ (M - 1) _ (zeta_series s S)). cbv zeta.
  rewrite (partial_ext _ (fun j => / INR (1 + j) ^ s)) by (intros; unfold Rdiv; apply Rmult_1_l).
  apply series_ext. intros n. unfold Rdiv. rewrite Rmult_1_l. do 3 f_equal. lia.
Qed.
Theorem interchange_positive (M : nat) (s : nat -> nat) (g f c h : nat -> R) (V : R) :
  (1 <= M)%nat -> (forall i, 2 <= s i)%nat -> (forall i, 0 <= g i) ->
  (forall i, g i * (hurwitz (s i) 1 - partial (fun j => / INR (1 + j) ^ s i) (M - 1)) = f i) ->
  (forall j, is_series (fun i => g i * / INR (M + j) ^ s i) (c j)) -> (forall j, c j = h j) -> is_series h V ->
  is_series f V.
Proof.
  intros L S P F C E H. apply series_ext with (1 := F).
  apply (tonelli (fun i j => g i * / INR (M + j) ^ s i) _ c); auto.
  - intros i j. apply Rmult_le_pos; auto. apply Rlt_le, Rinv_0_lt_compat, pow_lt, lt_0_INR. lia.
  - intros i. apply series_scal, zeta_tail; auto.
  - apply series_ext with h; auto.
Qed.
(* sum_{m >= M} m^-s is at most M^-s times sum_{m >= M} (M/m)^2. *)
Theorem interchange_absolute (M : nat) (b : R) (s : nat -> nat) (e g f c h : nat -> R) (V : R) :
  INR M = b -> (1 <= M)%nat -> (forall i, 2 <= s i)%nat -> (forall i, e i = g i * / b ^ s i) -> ex_series (fun i => Rabs (e i)) ->
  (forall i, g i * (hurwitz (s i) 1 - partial (fun j => / INR (1 + j) ^ s i) (M - 1)) = f i) ->
  (forall j, is_series (fun i => g i * / INR (M + j) ^ s i) (c j)) -> (forall j, c j = h j) -> is_series h V ->
  is_series f V.
Proof.
  intros <- L S Size [B A0] F C E H.
  assert (A : is_series (fun i => Rabs (g i) * / INR M ^ s i) B).
  { revert A0. apply series_ext. intros i. rewrite Size, Rabs_mult. f_equal. apply Rabs_pos_eq.
    apply Rlt_le, Rinv_0_lt_compat, pow_lt, lt_0_INR. lia. }
  apply series_ext with (1 := F).
  set (z := hurwitz 2 1 - partial (fun j => / INR (1 + j) ^ 2) (M - 1)).
  assert (Z : is_series (fun j => / INR (M + j) ^ 2) z) by (apply zeta_tail; lia).
  assert (PM : 0 < INR M) by (apply lt_0_INR; lia).
  apply (fubini (fun i j => g i * / INR (M + j) ^ s i) (fun i => INR M ^ 2 * z * (Rabs (g i) * / INR M ^ s i)) _ c); auto.
  - intros i. apply (series_compare _ (fun j => INR M ^ 2 * (Rabs (g i) * / INR M ^ s i) * / INR (M + j) ^ 2)).
    2: replace (INR M ^ 2 * z * (Rabs (g i) * / INR M ^ s i)) with (INR M ^ 2 * (Rabs (g i) * / INR M ^ s i) * z) by ring;
       now apply series_scal.
    intros j. split. apply Rabs_pos. assert (PJ : 0 < INR (M + j)) by (apply lt_0_INR; lia).
    assert (T : forall x, 0 < x -> x ^ s i = x ^ 2 * x ^ (s i - 2)).
    { intros x X. rewrite <- pow_add. f_equal. specialize (S i). lia. }
    rewrite Rabs_mult, (Rabs_pos_eq (/ _)). 2: now apply Rlt_le, Rinv_0_lt_compat, pow_lt.
    rewrite (T (INR M)), (T (INR (M + j))) by auto.
    replace (INR M ^ 2 * (Rabs (g i) * / (INR M ^ 2 * INR M ^ (s i - 2))) * / INR (M + j) ^ 2) with
      (Rabs (g i) * (/ INR M ^ (s i - 2) * / INR (M + j) ^ 2)) by (field; repeat split; try apply pow_nonzero; lra).
    apply Rmult_le_compat_l. apply Rabs_pos.
    rewrite Rinv_mult, Rmult_comm. apply Rmult_le_compat_r. now apply Rlt_le, Rinv_0_lt_compat, pow_lt.
    apply Rinv_le_contravar. now apply pow_lt. apply pow_incr. rewrite plus_INR. generalize (pos_INR j). lra.
  - exists (INR M ^ 2 * z * B). now apply series_scal.
  - intros i. apply series_scal, zeta_tail; auto.
  - apply series_ext with h; auto.
Qed.

(* Weights that are not negative. *)
Ltac nonnegative := repeat first
  [ apply pos_INR | apply Rle_0_1 | lra | apply Rmult_le_pos | apply quotient_nonneg | apply pow_le | apply inverse_nonneg | apply Rplus_le_le_0_compat | nra ].
(* An inequality at the place of a natural number. *)
Ltac at_place k := rewrite ?plus_INR; generalize (pos_INR k); intros; cbn [INR]; lra.
(* Values at whole numbers: DLMF 5.4.14 and 25.11.4. *)
Lemma digamma_whole n : digamma (INR n + 1) = harmonic 1 n - euler_gamma.
Proof.
  induction n. simpl. rewrite Rplus_0_l, digamma_1. ring.
  rewrite S_INR, digamma_next, IHn by (generalize (pos_INR n); lra). cbn [harmonic]. rewrite S_INR, pow_1. ring.
Qed.
Lemma hurwitz_whole s n : (2 <= s)%nat -> hurwitz s (INR n + 1) = hurwitz s 1 - harmonic s n.
Proof.
  intros S. induction n. simpl. rewrite Rplus_0_l. ring.
  rewrite S_INR, hurwitz_next, IHn by (auto; generalize (pos_INR n); lra). cbn [harmonic]. rewrite S_INR. ring.
Qed.

(* Diagonals: nonnegative terms added up along i + j = n. *)
Lemma partial_null a N : (forall n, (n < N)%nat -> a n = 0) -> partial a N = 0.
Proof. induction N; simpl; intros H. auto. rewrite IHN, H by auto. ring. Qed.
Theorem by_diagonals (f : nat -> nat -> R) (d : nat -> R) (V : R) : (forall i j, 0 <= f i j) ->
  (forall n, partial (fun i => f i (n - i)%nat) (S n) = d n) -> is_series d V ->
  exists r : nat -> R, (forall i, is_series (f i) (r i)) /\ is_series r V.
Proof.
  intros P D S. set (a := fun n i => if (i <=? n)%nat then f i (n - i)%nat else 0).
  assert (A : forall n i, 0 <= a n i). { intros n i. unfold a. destruct (i <=? n)%nat. auto. lra. }
  assert (Diagonal : forall n, is_series (a n) (d n)).
  { intros n. apply series_value with (partial (a n) (1 + n) + 0).
    { rewrite <- D, Rplus_0_r. apply partial_ext. intros i I. unfold a. replace (i <=? n)%nat with true. reflexivity.
      symmetry. apply Nat.leb_le. lia. }
    apply series_prefix, series_zero. intros i. unfold a. replace (1 + n + i <=? n)%nat with false. reflexivity.
    symmetry. apply Nat.leb_gt. lia. }
  assert (Row : forall i, exists c : R, is_series (fun n => a n i) c).
  { intros i. destruct (series_compare (fun n => a n i) d V) as [c [C _]]; auto. 2: now exists c.
    intros n. split; auto. apply Rle_trans with (partial (a n) (1 + i)). 2: apply series_above; auto.
    simpl. generalize (partial_nonneg (a n) i (A n)). lra. }
  exists (fun i => Series (fun n => a n i)).
  assert (Rows : forall i, is_series (fun n => a n i) (Series (fun n => a n i))).
  { intros i. destruct (Row i) as [c C]. now rewrite (is_series_unique _ _ C). }
  split. 2: apply (tonelli (fun i n => a n i) _ d); auto.
  intros i. generalize (series_rest _ i _ (Rows i)). rewrite partial_null.
  2: { intros n N. unfold a. replace (i <=? n)%nat with false. reflexivity. symmetry. apply Nat.leb_gt. lia. }
  rewrite Rminus_0_r. apply series_ext. intros j. unfold a. replace (i <=? i + j)%nat with true. f_equal. lia.
  symmetry. apply Nat.leb_le. lia.
Qed.
Lemma sum_partial (f : nat -> R) a n : sum_n_m f a (a + n) = partial (fun i => f (a + i)%nat) (S n).
Proof.
  induction n. rewrite Nat.add_0_r, sum_n_n. simpl. rewrite Nat.add_0_r. ring.
  rewrite Nat.add_succ_r, sum_n_Sm, IHn by lia. cbn [partial]. rewrite <- Nat.add_succ_r. reflexivity.
Qed.
Ltac diagonal_sum := match goal with E : sum_n_m ?f ?a ?b - ?g = 0 |- partial _ (S ?n) = _ =>
  apply Rminus_diag_uniq in E; transitivity g;
  [ rewrite <- E; replace b with (a + n)%nat by lia; rewrite sum_partial; apply partial_ext; intros i I; cbv beta zeta
  | cbv beta zeta ] end.
Ltac same_factorials := repeat match goal with |- context [fact ?x] => match goal with |- context [fact ?y] =>
  tryif constr_eq x y then fail else replace (fact y) with (fact x) by (f_equal; lia) end end.
Ltac diagonal_terms := cbn [Nat.add]; same_factorials;
  repeat match goal with |- context [INR (?x - ?y)] => rewrite (minus_INR x y) by lia end; rewrite ?plus_INR; cbn [INR]; terms_agree.
