(* WZ pairs: the sum along one side of a quadrant from the sum along the other.
   H. Wilf and D. Zeilberger, J. Amer. Math. Soc. 3 (1990) 147-158. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Polynomial Limits Term Telescoping Grouping Multivariate Parametric ParametricForms Double.
Import ListNotations.
Open Scope R_scope.

(* ---- polynomials in two variables, in the second one with coefficients in the first ------- *)
Definition bpoly := list (list Z).
Fixpoint beval (p : bpoly) (n k : R) : R := match p with [] => 0 | c :: p => peval c n + k * beval p n k end.
(* The moduli of the coefficients, times v, are at most u times those of the other. *)
Fixpoint below (v u : Z) (a b : list Z) : bool :=
  match a, b with
  | [], _ => forallb (Z.leb 0) b
  | x :: a, [] => (x =? 0)%Z && below v u a []
  | x :: a, y :: b => (v * Z.abs x <=? u * y)%Z && (0 <=? y)%Z && below v u a b
  end.
Fixpoint all_below (v u : Z) (a b : bpoly) : bool :=
  match a, b with
  | [], _ => forallb (forallb (Z.leb 0)) b
  | x :: a, [] => below v u x [] && all_below v u a []
  | x :: a, y :: b => below v u x y && all_below v u a b
  end.
Lemma peval_nonneg p n : 0 <= n -> forallb (Z.leb 0) p = true -> 0 <= peval p n.
Proof.
  intros N. induction p as [|c p IH]; simpl. lra. intros H. apply andb_prop in H. destruct H as [C H].
  apply Z.leb_le, IZR_le in C. specialize (IH H). assert (0 <= n * peval p n) by now apply Rmult_le_pos. lra.
Qed.
Lemma beval_nonneg p n k : 0 <= n -> 0 <= k -> forallb (forallb (Z.leb 0)) p = true -> 0 <= beval p n k.
Proof.
  intros N K. induction p as [|c p IH]; cbn [beval forallb]. lra. intros H. apply andb_prop in H. destruct H as [C H].
  apply (peval_nonneg _ n N) in C. specialize (IH H). assert (0 <= k * beval p n k) by now apply Rmult_le_pos. lra.
Qed.
Section Below.
Variables (v u : Z).
Hypotheses (PV : (0 <= v)%Z) (PU : (0 <= u)%Z).
Lemma below_ok a b n : 0 <= n -> below v u a b = true -> IZR v * Rabs (peval a n) <= IZR u * peval b n.
Proof.
  intros N. apply IZR_le in PV. apply IZR_le in PU. revert b. induction a as [|x a IH]; intros b.
  - cbn [below]. intros H. simpl peval at 1. rewrite Rabs_R0, Rmult_0_r. apply Rmult_le_pos; auto. now apply peval_nonneg.
  - assert (T : Rabs (peval (x :: a) n) <= Rabs (IZR x) + n * Rabs (peval a n)).
    { simpl. eapply Rle_trans. apply Rabs_triang. rewrite Rabs_mult, (Rabs_pos_eq n) by auto. lra. }
    destruct b as [|y b]; cbn [below]; intros H.
    + apply andb_prop in H. destruct H as [X H]. apply Z.eqb_eq in X. subst x. specialize (IH [] H).
      simpl peval in *. rewrite Rabs_R0 in T. rewrite Rmult_0_r in *.
      apply Rle_trans with (IZR v * (0 + n * Rabs (peval a n))). apply Rmult_le_compat_l; auto. nra.
    + apply andb_prop in H. destruct H as [H I]. apply andb_prop in H. destruct H as [X Y]. specialize (IH b I).
      apply Z.leb_le, IZR_le in X. rewrite !mult_IZR, abs_IZR in X.
      apply Rle_trans with (IZR v * (Rabs (IZR x) + n * Rabs (peval a n))). apply Rmult_le_compat_l; auto.
      simpl. nra.
Qed.
Lemma all_below_ok a b n k : 0 <= n -> 0 <= k -> all_below v u a b = true -> IZR v * Rabs (beval a n k) <= IZR u * beval b n k.
Proof.
  intros N K. generalize (IZR_le _ _ PV) (IZR_le _ _ PU). intros PV' PU'. revert b. induction a as [|x a IH]; intros b.
  - cbn [all_below]. intros H. cbn [beval]. rewrite Rabs_R0, Rmult_0_r. apply Rmult_le_pos; auto. now apply beval_nonneg.
  - assert (T : Rabs (beval (x :: a) n k) <= Rabs (peval x n) + k * Rabs (beval a n k)).
    { cbn [beval]. eapply Rle_trans. apply Rabs_triang. rewrite Rabs_mult, (Rabs_pos_eq k) by auto. lra. }
    destruct b as [|y b]; cbn [all_below]; intros H; apply andb_prop in H; destruct H as [X H]; apply (below_ok _ _ n N) in X; specialize (IH _ H).
    + cbn [beval peval] in *. rewrite !Rmult_0_r in *.
      apply Rle_trans with (IZR v * (Rabs (peval x n) + k * Rabs (beval a n k))). apply Rmult_le_compat_l; auto. nra.
    + apply Rle_trans with (IZR v * (Rabs (peval x n) + k * Rabs (beval a n k))). apply Rmult_le_compat_l; auto.
      cbn [beval]. nra.
Qed.
End Below.
(* The growth in the second variable: at most its power, and at least that where the ends have constants. *)
Definition constant (c : list Z) : bool := match c with c :: _ => (1 <=? c)%Z | [] => false end.
Fixpoint last_constant (p : bpoly) : bool := match p with [] => false | [c] => constant c | _ :: p => last_constant p end.
Definition linear_growth (p q : bpoly) : bool :=
  forallb (forallb (Z.leb 0)) q && constant (hd [] q) && last_constant q && (length p <=? S (length q))%nat.
Lemma beval_growth p n : exists c, 0 <= c /\ forall k, 0 <= k -> Rabs (beval p n k) <= c * (k + 1) ^ pred (length p).
Proof.
  induction p as [|x p [c [C H]]].
  - exists 0. split. lra. intros k K. simpl. rewrite Rabs_R0. lra.
  - exists (Rabs (peval x n) + c). split. generalize (Rabs_pos (peval x n)). lra.
    intros k K. specialize (H k K). cbn [beval length pred]. eapply Rle_trans. apply Rabs_triang. rewrite Rabs_mult, (Rabs_pos_eq k) by auto.
    assert (O : 1 <= (k + 1) ^ length p) by (apply pow_R1_Rle; lra).
    generalize (Rabs_pos (peval x n)). intros. destruct p as [|y p].
    + simpl in *. rewrite Rabs_R0. nra.
    + assert (Q : k * (k + 1) ^ pred (length (y :: p)) <= (k + 1) ^ length (y :: p)).
      { simpl length. simpl pred. cbn [pow]. apply Rmult_le_compat_r. apply pow_le; lra. lra. }
      apply Rle_trans with (Rabs (peval x n) * (k + 1) ^ length (y :: p) + c * (k * (k + 1) ^ pred (length (y :: p)))). nra. nra.
Qed.
Lemma constant_ok c n : 0 <= n -> forallb (Z.leb 0) c = true -> constant c = true -> 1 <= peval c n.
Proof.
  intros N. destruct c as [|x c]; simpl. discriminate. intros H X. apply andb_prop in H. destruct H as [_ H].
  apply Z.leb_le, IZR_le in X. apply (peval_nonneg _ n N) in H. assert (0 <= n * peval c n) by now apply Rmult_le_pos. lra.
Qed.
Lemma beval_at_least p n k : 0 <= n -> 0 <= k -> forallb (forallb (Z.leb 0)) p = true -> last_constant p = true ->
  k ^ pred (length p) <= beval p n k.
Proof.
  intros N K. induction p as [|c p IH]. discriminate. cbn [forallb]. intros H. apply andb_prop in H. destruct H as [C H].
  destruct p as [|d p].
  - cbn [last_constant]. intros X. simpl. generalize (constant_ok c n N C X). lra.
  - intros X. specialize (IH H X). apply (peval_nonneg _ n N) in C. cbn [length pred pow].
    change (beval (c :: d :: p) n k) with (peval c n + k * beval (d :: p) n k).
    cbn [length pred] in IH. assert (k * k ^ length p <= k * beval (d :: p) n k) by now apply Rmult_le_compat_l. lra.
Qed.
Lemma linear_growth_ok p q n : 0 <= n -> linear_growth p q = true ->
  exists c, 0 <= c /\ forall k, 0 <= k -> 1 <= beval q n k /\ Rabs (beval p n k) <= c * (k + 1) * beval q n k.
Proof.
  intros N. unfold linear_growth. intros H. apply andb_prop in H. destruct H as [H L]. apply andb_prop in H. destruct H as [H T].
  apply andb_prop in H. destruct H as [Q O]. apply Nat.leb_le in L.
  destruct (beval_growth p n) as [c [C B]]. set (d := pred (length q)). exists (c * 2 ^ d).
  assert (P2 : 0 < 2 ^ d) by (apply pow_lt; lra). split. apply Rmult_le_pos; lra.
  intros k K. assert (X : k ^ d <= beval q n k) by now apply beval_at_least.
  assert (Y : 1 <= beval q n k).
  { destruct q as [|a q]. discriminate. cbn [hd forallb] in *. apply andb_prop in Q. destruct Q as [Q R0].
    apply (beval_nonneg _ n k N K) in R0. cbn [beval]. generalize (constant_ok a n N Q O).
    assert (0 <= k * beval q n k) by now apply Rmult_le_pos. lra. }
  split; auto. apply Rle_trans with (c * ((k + 1) * (k + 1) ^ d)).
  { apply Rle_trans with (1 := B k K). apply Rmult_le_compat_l; auto. change ((k + 1) * (k + 1) ^ d) with ((k + 1) ^ S d).
    apply Rle_pow. lra. unfold d. destruct q as [|a q]; [discriminate|]. simpl length in *. lia. }
  replace (c * 2 ^ d * (k + 1) * beval q n k) with (c * ((k + 1) * (2 ^ d * beval q n k))) by ring.
  apply Rmult_le_compat_l; auto. apply Rmult_le_compat_l. lra.
  destruct (Rle_dec k 1) as [S1|S1].
  - apply Rle_trans with (2 ^ d * 1). rewrite Rmult_1_r. apply pow_incr. lra. apply Rmult_le_compat_l; lra.
  - apply Rle_trans with ((2 * k) ^ d). apply pow_incr. lra. rewrite Rpow_mult_distr. apply Rmult_le_compat_l; lra.
Qed.

(* ---- the theorem ------------------------------------------------------------------------- *)
Lemma rectangle (F G : nat -> nat -> R) N K : (forall i k, F (S i) k - F i k = G i (S k) - G i k) ->
  partial (fun i => G i O - G i K) N = partial (fun k => F O k - F N k) K.
Proof.
  intros H. induction K.
  - simpl. induction N; simpl; auto. rewrite IHN. ring.
  - cbn [partial]. rewrite <- IHK. clear IHK. induction N; cbn [partial]. ring.
    rewrite IHN. specialize (H N K). lra.
Qed.
Theorem wz_pair (F G : nat -> nat -> R) (P Q A B : bpoly) (u v : Z) (h c : nat -> R) (V : R) :
  (forall i k, F (S i) k - F i k = G i (S k) - G i k) ->
  (forall i k, F (S i) k * beval B (INR i) (INR k) = F i k * beval A (INR i) (INR k)) ->
  (forall i k, G i k * beval Q (INR i) (INR k) = beval P (INR i) (INR k) * F i k) ->
  ((0 <=? u) && (u <? v))%Z && all_below v u A B && constant (hd [] B) && linear_growth P Q = true ->
  (forall k, F O k = h k) -> (forall k, 0 <= h k) -> is_lim_seq (fun k => (INR k + 1) * h k) 0 ->
  (forall i, G i O = c i) -> is_series h V -> is_series c V.
Proof.
  intros Pair Ratio Quotient Test Side Positive Small Other Sum.
  apply andb_prop in Test. destruct Test as [Test Growth]. apply andb_prop in Test. destruct Test as [Test CB].
  apply andb_prop in Test. destruct Test as [UV Low]. apply andb_prop in UV. destruct UV as [U UV].
  apply Z.leb_le in U. apply Z.ltb_lt in UV. assert (RU : 0 <= IZR u) by now apply IZR_le. assert (RV : IZR u < IZR v) by now apply IZR_lt.
  set (r := IZR u / IZR v).
  assert (Rr : 0 <= r < 1). { split. apply quotient_nonneg; lra. unfold r. apply Rmult_lt_reg_r with (IZR v). lra. unfold Rdefinitions.Rdiv. rewrite Rmult_assoc, Rinv_l; lra. }
  assert (Step : forall i k, Rabs (F (S i) k) <= r * Rabs (F i k)).
  { intros i k. generalize (pos_INR i) (pos_INR k). intros I K.
    assert (X := all_below_ok v u ltac:(lia) ltac:(lia) A B (INR i) (INR k) I K Low).
    assert (NB : 0 < beval B (INR i) (INR k)).
    { assert (NN : forallb (forallb (Z.leb 0)) B = true).
      { clear -Low. revert A Low. induction B as [|b B IH]; intros A; auto. destruct A as [|a A]; cbn [all_below forallb]; auto.
        intros H. apply andb_prop in H. destruct H as [X Y]. rewrite (IH _ Y), andb_true_r. clear -X. revert a X.
        induction b as [|y b IH]; intros a; auto. destruct a as [|x a]; cbn [below forallb]; auto. intros H.
        apply andb_prop in H. destruct H as [H Z]. apply andb_prop in H. destruct H as [_ Y]. now rewrite Y, (IH _ Z). }
      destruct B as [|b B']. discriminate. cbn [hd forallb] in *. apply andb_prop in NN. destruct NN as [N1 N2].
      apply (beval_nonneg _ _ _ I K) in N2. cbn [beval]. generalize (constant_ok b (INR i) I N1 CB).
      assert (0 <= INR k * beval B' (INR i) (INR k)) by now apply Rmult_le_pos. lra. }
    apply Rmult_le_reg_r with (beval B (INR i) (INR k) * IZR v). apply Rmult_lt_0_compat; lra.
    replace (r * Rabs (F i k) * (beval B (INR i) (INR k) * IZR v)) with (Rabs (F i k) * (IZR u * beval B (INR i) (INR k))) by (unfold r; field; lra).
    rewrite <- Rmult_assoc. rewrite <- (Rabs_pos_eq (beval B (INR i) (INR k))) at 1 by lra. rewrite <- Rabs_mult, Ratio, Rabs_mult, Rmult_assoc.
    apply Rmult_le_compat_l. apply Rabs_pos. lra. }
  assert (Row : forall i k, Rabs (F i k) <= r ^ i * h k).
  { induction i; intros k. simpl. rewrite Side, Rabs_pos_eq by auto. lra.
    apply Rle_trans with (1 := Step i k). simpl. rewrite Rmult_assoc. apply Rmult_le_compat_l. lra. auto. }
  assert (Far : forall i, is_lim_seq (G i) 0).
  { intros i. destruct (linear_growth_ok P Q (INR i) (pos_INR i) Growth) as [d [D Bound]].
    apply (is_lim_seq_abs_0 (G i)). apply is_lim_seq_le_le with (fun _ => 0) (fun k => d * r ^ i * ((INR k + 1) * h k)).
    - intros k. split. apply Rabs_pos. destruct (Bound (INR k) (pos_INR k)) as [O X].
      apply Rmult_le_reg_r with (beval Q (INR i) (INR k)). lra.
      rewrite <- (Rabs_pos_eq (beval Q (INR i) (INR k))) at 1 by lra. rewrite <- Rabs_mult, Quotient, Rabs_mult.
      apply Rle_trans with (d * (INR k + 1) * beval Q (INR i) (INR k) * (r ^ i * h k)). 2: apply Req_le; ring.
      apply Rmult_le_compat; auto using Rabs_pos.
    - apply is_lim_seq_const.
    - replace (Finite 0) with (Finite (d * r ^ i * 0)) by (f_equal; ring). apply is_lim_seq_mult'; auto. apply is_lim_seq_const. }
  assert (Rest : forall N, exists T, is_series (F N) T /\ Rabs T <= r ^ N * V).
  { intros N. assert (S1 : is_series (fun k => r ^ N * h k) (r ^ N * V)) by now apply series_scal.
    destruct (series_compare (fun k => Rabs (F N k)) _ _ (fun k => conj (Rabs_pos _) (Row N k)) S1) as [M [HM LM]].
    destruct (ex_series_Rabs (F N)) as [T HT]. now exists M.
    exists T. split; auto. apply Rle_trans with M; auto. rewrite <- (is_series_unique _ _ HM), <- (is_series_unique _ _ HT).
    apply Series_Rabs. now exists M. }
  assert (Columns : forall N, is_lim_seq (fun K => partial (fun i => G i O - G i K) N) (partial c N)).
  { induction N; cbn [partial]. apply is_lim_seq_const. apply is_lim_seq_plus'. apply IHN.
    rewrite <- Other. replace (Finite (G N O)) with (Finite (G N O - 0)) by (f_equal; ring).
    apply is_lim_seq_minus'. apply is_lim_seq_const. apply Far. }
  assert (Finite_sum : forall N, exists T, Rabs T <= r ^ N * V /\ partial c N = V - T).
  { intros N. destruct (Rest N) as [T [HT LT]]. exists T. split; auto.
    assert (L1 : is_lim_seq (fun K => partial (fun k => F O k - F N k) K) (V - T)).
    { apply series_partial. apply series_minus; auto. apply series_ext with (2 := Sum). auto. }
    assert (L2 := Columns N).
    apply is_lim_seq_ext with (v := fun K => partial (fun k => F O k - F N k) K) in L2.
    2: intros K; now apply rectangle.
    apply is_lim_seq_unique in L1. apply is_lim_seq_unique in L2. rewrite L1 in L2. now injection L2. }
  apply series_partial. apply (is_lim_seq_spec). intros [eps E]. simpl.
  assert (L : is_lim_seq (fun N => r ^ N * V) 0).
  { replace (Finite 0) with (Finite (0 * V)) by (f_equal; ring). apply is_lim_seq_mult'. apply is_lim_seq_geom. rewrite Rabs_pos_eq; lra. apply is_lim_seq_const. }
  apply is_lim_seq_spec in L. destruct (L (mkposreal _ E)) as [M HM]. simpl in HM. exists M. intros N LN.
  destruct (Finite_sum N) as [T [LT ->]]. specialize (HM N LN). rewrite Rminus_0_r in HM.
  replace (V - T - V) with (- T) by ring. rewrite Rabs_Ropp. apply Rle_lt_trans with (1 := LT).
  apply Rle_lt_trans with (2 := HM). apply Rle_abs.
Qed.

(* ---- reflected terms in two whole variables ---------------------------------------------- *)
Section Put.
Variables (s t : whole) (m p : lin).
Fixpoint nput (e : whole) : whole :=
  match e with
  | Nv O => s | Nv (S O) => t | Nv _ => Nc 0 | Nc c => Nc c
  | Nadd a b => Nadd (nput a) (nput b) | Nsub a b => Nsub (nput a) (nput b) | Nmul c a => Nmul c (nput a) | Ndiv a q => Ndiv (nput a) q
  end.
Definition lput (l : lin) : lin :=
  match l with
  | [] => [] | [c] => [c] | [c; a] => ladd [c] (lscal a m) | c :: a :: b :: _ => ladd [c] (ladd (lscal a m) (lscal b p))
  end.
Definition aput (a : arg) : arg := match a with An e => An (nput e) | Az l => Az (lput l) end.
Fixpoint put (e : rt) : rt :=
  match e with
  | Rc _ | Rx _ => e | Ri a => Ri (aput a)
  | Radd a b => Radd (put a) (put b) | Rsub a b => Rsub (put a) (put b) | Ropp a => Ropp (put a)
  | Rmul a b => Rmul (put a) (put b) | Parametric.Rdiv a b => Parametric.Rdiv (put a) (put b) | Rpw a k => Rpw (put a) k
  | Fct e => Fct (nput e) | Bino u l => Bino (nput u) (nput l) | Geom b a => Geom (put b) (aput a)
  | Poch y a => Poch (put y) (aput a) | Reci y l => Reci (put y) (lput l) | Choo y e => Choo (put y) (nput e)
  | Harm a => Harm (aput a) | Fibo a => Fibo (aput a) | Cosi e => Cosi (nput e)
  end.
Variables (i k : nat) (x : list R).
Let n := nden [i; k] s.
Let l := nden [i; k] t.
Hypotheses (M : leval m (zs [i; k]) = Z.of_nat n) (P : leval p (zs [i; k]) = Z.of_nat l).
Lemma nput_ok e : nden [i; k] (nput e) = nden [n; l] e.
Proof. induction e as [j| | | | |]; cbn [nput nden]; auto. destruct j as [|[|[|j]]]; reflexivity. Qed.
Lemma lput_ok f : leval (lput f) (zs [i; k]) = leval f (zs [n; l]).
Proof.
  destruct f as [|c [|a [|b f]]]; cbn [lput]; auto.
  - rewrite leval_add, leval_scal, M. cbn [leval dot zs map]. lia.
  - rewrite !leval_add, !leval_scal, M, P. cbn [leval dot zs map]. replace (dot f []) with 0%Z by now destruct f. lia.
Qed.
Lemma aput_n a : aval_n [i; k] (aput a) = aval_n [n; l] a.
Proof. destruct a; simpl. apply nput_ok. now rewrite lput_ok. Qed.
Theorem put_ok e : den [i; k] x (put e) = den [n; l] x e.
Proof.
  induction e; cbn [put]; cbn [den]; rewrite ?IHe1, ?IHe2, ?IHe, ?nput_ok, ?lput_ok, ?aput_n; auto.
  - destruct a; cbn [aput den]. now rewrite nput_ok. now rewrite lput_ok.
  - destruct a; cbn [aput den]. now rewrite nput_ok. now rewrite lput_ok.
Qed.
End Put.
Ltac two_places := cbn [leval dot zs map nden nth]; lia.
Definition row_next : rt -> rt := put (Nadd (Nv 0) (Nc 1)) (Nv 1) [1; 1]%Z [0; 0; 1]%Z.
Definition column_next : rt -> rt := put (Nv 0) (Nadd (Nv 1) (Nc 1)) [0; 1]%Z [1; 0; 1]%Z.
Definition first_row : rt -> rt := put (Nc 0) (Nv 1) [0]%Z [0; 0; 1]%Z.
Definition first_column : rt -> rt := put (Nv 0) (Nc 0) [0; 1]%Z [0]%Z.
Lemma row_next_ok i k x e : den [i; k] x (row_next e) = den [S i; k] x e.
Proof. unfold row_next. rewrite put_ok by two_places. cbn [nden nth]. now rewrite Nat.add_1_r. Qed.
Lemma column_next_ok i k x e : den [i; k] x (column_next e) = den [i; S k] x e.
Proof. unfold column_next. rewrite put_ok by two_places. cbn [nden nth]. now rewrite Nat.add_1_r. Qed.
Lemma first_row_ok i k x e : den [i; k] x (first_row e) = den [O; k] x e.
Proof. unfold first_row. rewrite put_ok by two_places. reflexivity. Qed.
Lemma first_column_ok i k x e : den [i; k] x (first_column e) = den [i; O] x e.
Proof. unfold first_column. rewrite put_ok by two_places. reflexivity. Qed.
(* Polynomials as terms. *)
Fixpoint prt (v : nat) (c : list Z) : rt := match c with [] => Rc 0 | z :: c => Radd (Rc z) (Rmul (Ri (An (Nv v))) (prt v c)) end.
Fixpoint brt (p : bpoly) : rt := match p with [] => Rc 0 | c :: p => Radd (prt 0 c) (Rmul (Ri (An (Nv 1))) (brt p)) end.
Lemma prt_ok i k x c : den [i; k] x (prt 0 c) = peval c (INR i).
Proof. induction c; cbn [prt den peval nden nth]; auto. now rewrite IHc. Qed.
Lemma brt_ok i k x p : den [i; k] x (brt p) = beval p (INR i) (INR k).
Proof. induction p; cbn [brt den beval nden nth]; auto. now rewrite IHp, prt_ok. Qed.

(* What has to vanish for all i and k: the pair, the quotient of neighbouring rows, that of the pair, and the two sides. *)
Definition of_pair (f g : rt) : rt := Rsub (Rsub (row_next f) f) (Rsub (column_next g) g).
Definition of_rows (f : rt) (a b : bpoly) : rt := Rsub (Rmul (row_next f) (brt b)) (Rmul f (brt a)).
Definition of_quotient (f g : rt) (p q : bpoly) : rt := Rsub (Rmul g (brt q)) (Rmul (brt p) f).
Definition of_row (f h : rt) : rt := Rsub (first_row f) h.
Definition of_column (g c : rt) : rt := Rsub (first_column g) c.
Theorem reflected_pair (x : list R) (f g h c : rt) (P Q A B : bpoly) (u v : Z) (V : R) :
  (forall i k, den [i; k] x (of_pair f g) = 0) -> (forall i k, den [i; k] x (of_rows f A B) = 0) ->
  (forall i k, den [i; k] x (of_quotient f g P Q) = 0) -> (forall i k, den [i; k] x (of_row f h) = 0) ->
  (forall i k, den [i; k] x (of_column g c) = 0) ->
  ((0 <=? u) && (u <? v))%Z && all_below v u A B && constant (hd [] B) && linear_growth P Q = true ->
  (forall k, 0 <= den [O; k] x h) -> is_lim_seq (fun k => (INR k + 1) * den [O; k] x h) 0 ->
  is_series (fun k => den [O; k] x h) V -> is_series (fun i => den [i; O] x c) V.
Proof.
  intros Pair Rows Quotient Row Column Test Positive Small Sum.
  apply (wz_pair (fun i k => den [i; k] x f) (fun i k => den [i; k] x g) P Q A B u v (fun k => den [O; k] x h)); auto.
  - intros i k. specialize (Pair i k). unfold of_pair in Pair. cbn [den] in Pair. rewrite row_next_ok, column_next_ok in Pair. lra.
  - intros i k. specialize (Rows i k). unfold of_rows in Rows. cbn [den] in Rows. rewrite row_next_ok, !brt_ok in Rows. lra.
  - intros i k. specialize (Quotient i k). unfold of_quotient in Quotient. cbn [den] in Quotient. rewrite !brt_ok in Quotient. lra.
  - intros k. specialize (Row O k). unfold of_row in Row. cbn [den] in Row. rewrite first_row_ok in Row. lra.
  - intros i. specialize (Column i O). unfold of_column in Column. cbn [den] in Column. rewrite first_column_ok in Column. lra.
Qed.
(* A reflected term of one variable, times its index + 1, tends to 0. *)
Definition small (s : nat) (rules : list rule) (a : term) (pieces : list (term * way)) : bool :=
  vanishes s rules (Sub (Mul (Add Idx (Con 1)) a) (Telescoping.total pieces)) &&
  match limits s rules pieces with Some (z, _) => (z =? 0)%Z | None => false end.
Theorem small_ok s rules a pieces : small s rules a pieces = true ->
  is_lim_seq (fun k => (INR k + 1) * Term.den a (s + k)%nat) 0.
Proof.
  intros H. apply andb_prop in H. destruct H as [H L].
  assert (T : is_lim_seq (fun k => (INR (s + k) + 1) * Term.den a (s + k)%nat) 0).
  { generalize (limits_ok s rules pieces). destruct (limits s rules pieces) as [[z w]|]; [|discriminate].
    apply Z.eqb_eq in L. subst z. intros [W T]. apply (is_lim_seq_incr_n _ s) in T.
    replace (Finite 0) with (Finite (0 / IZR w)) by (f_equal; field; auto). revert T. apply is_lim_seq_ext.
    intros k. generalize (vanishes_ok _ _ _ H (s + k)%nat ltac:(lia)). cbn [Term.den]. rewrite (Nat.add_comm k s). lra. }
  apply (is_lim_seq_abs_0 (fun k => (INR (s + k) + 1) * Term.den a (s + k)%nat)) in T.
  apply (is_lim_seq_abs_0 (fun k => (INR k + 1) * Term.den a (s + k)%nat)).
  apply is_lim_seq_le_le with (fun _ => 0) (fun k => Rabs ((INR (s + k) + 1) * Term.den a (s + k)%nat)); auto.
  2: apply is_lim_seq_const. intros k. split. apply Rabs_pos. rewrite !Rabs_mult. apply Rmult_le_compat_r. apply Rabs_pos.
  rewrite plus_INR. generalize (pos_INR s) (pos_INR k). intros. rewrite !Rabs_pos_eq; lra.
Qed.
