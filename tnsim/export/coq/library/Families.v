(* Families over pairs of natural numbers, c (-1)^A(i,j) q^E(i,j) with |q| < 1, cut into families of the same shape and
   put together anew: Hardy and Wright, Introduction to the Theory of Numbers, 17.10. *)
Require Import Reals Lra Lia ZArith List Bool.
From Coquelicot Require Import Coquelicot.
From TnSim Require Import Series Grouping Functions Double.
Import ListNotations.
Open Scope R_scope.

(* ---- absolutely summable families ------------------------------------------------------------ *)
Definition dominated (g : nat -> nat -> R) : Prop :=
  exists (b d : nat -> R) (m l : R), is_series b m /\ is_series d l /\ (forall i, 0 <= b i) /\ (forall j, 0 <= d j) /\
    forall i j, Rabs (g i j) <= b i * d j.
Definition whole (g : nat -> nat -> R) : R := Series (fun i => Series (g i)).
Lemma dominated_row g : dominated g -> forall i, is_series (g i) (Series (g i)).
Proof.
  intros [b [d [m [l [B [D [PB [PD H]]]]]]]] i. apply Series_correct, ex_series_Rabs.
  destruct (series_compare (fun j => Rabs (g i j)) (fun j => b i * d j) (b i * l)) as [v [V _]].
  intros j. split; auto using Rabs_pos. now apply series_scal. now exists v.
Qed.
Lemma dominated_bound g : dominated g -> exists m, ex_series m /\ forall i, exists l : R, is_series (fun j => Rabs (g i j)) l /\ l <= m i.
Proof.
  intros [b [d [m [l [B [D [PB [PD H]]]]]]]]. exists (fun i => b i * l). split.
  - exists (l * m). apply series_ext with (fun i => l * b i). intros; ring. now apply series_scal.
  - intros i. apply (series_compare (fun j => Rabs (g i j)) (fun j => b i * d j) (b i * l)).
    intros j. split; auto using Rabs_pos. now apply series_scal.
Qed.
Lemma dominated_rows g : dominated g -> is_series (fun i => Series (g i)) (whole g).
Proof.
  intros G. destruct (dominated_bound g G) as [m [[v M] H]]. apply Series_correct, ex_series_Rabs.
  destruct (series_compare (fun i => Rabs (Series (g i))) m v) as [w [W _]]; auto.
  - intros i. split. apply Rabs_pos. destruct (H i) as [l [L Q]]. apply Rle_trans with l; auto.
    rewrite <- (is_series_unique _ _ L). apply Series_Rabs. now exists l.
  - now exists w.
Qed.
Lemma dominated_swap g : dominated g -> dominated (fun i j => g j i).
Proof.
  intros [b [d [m [l [B [D [PB [PD H]]]]]]]]. exists d, b, l, m. repeat split; auto. intros i j. rewrite Rmult_comm. apply H.
Qed.
Lemma whole_swap g : dominated g -> whole (fun i j => g j i) = whole g.
Proof.
  intros G. apply series_unique with (fun i => Series (fun j => g j i)). apply (dominated_rows (fun i j => g j i)), dominated_swap, G.
  destruct (dominated_bound _ (dominated_swap g G)) as [m [M H]].
  apply (fubini (fun i j => g j i) m _ (fun i => Series (g i))); auto.
  - exact (dominated_row _ (dominated_swap g G)).
  - exact (dominated_row g G).
  - exact (dominated_rows g G).
Qed.
Lemma dominated_part g h : dominated g -> (forall i j, Rabs (h i j) <= Rabs (g i j)) -> dominated h.
Proof.
  intros [b [d [m [l [B [D [PB [PD H]]]]]]]] Q. exists b, d, m, l. repeat split; auto. intros i j. apply Rle_trans with (1 := Q i j). apply H.
Qed.
Lemma whole_ext g h : (forall i j, g i j = h i j) -> whole g = whole h.
Proof. intros E. apply Series_ext. intros i. now apply Series_ext. Qed.
Lemma whole_plus g h : dominated g -> dominated h -> whole (fun i j => g i j + h i j) = whole g + whole h.
Proof.
  intros G H. apply is_series_unique. apply series_ext with (fun i => Series (g i) + Series (h i)).
  - intros i. symmetry. apply is_series_unique. apply (series_plus (g i) (h i)); now apply dominated_row.
  - apply (series_plus (fun i => Series (g i))); now apply dominated_rows.
Qed.
(* Rows in residue classes. *)
Lemma class_series b l m c : (c < m)%nat -> (forall n, 0 <= b n) -> is_series b l -> exists v : R, is_series (fun q => b (m * q + c)%nat) v.
Proof.
  intros C P B. destruct (series_compare (fun q => b (m * q + c)%nat) (fun q => partial (fun i => b (m * q + i)%nat) m) l) as [v [V _]].
  2: apply series_group; auto; lia. 2: now exists v.
  intros q. split; auto. clear B. assert (T : forall k, (c < k)%nat -> b (m * q + c)%nat <= partial (fun i => b (m * q + i)%nat) k).
  { induction k. lia. intros K. cbn [partial]. destruct (Nat.eq_dec c k) as [<-|N].
    generalize (partial_nonneg (fun i => b (m * q + i)%nat) c (fun i => P _)). lra.
    specialize (IHk ltac:(lia)). generalize (P (m * q + k)%nat). lra. }
  auto.
Qed.
Lemma dominated_class g m c : (c < m)%nat -> dominated g -> dominated (fun i j => g (m * i + c)%nat j).
Proof.
  intros C [b [d [v [l [B [D [PB [PD H]]]]]]]]. destruct (class_series b v m c C PB B) as [w W].
  exists (fun i => b (m * i + c)%nat), d, w, l. repeat split; auto.
Qed.
Lemma whole_classes g m : (0 < m)%nat -> dominated g -> whole g = partial (fun c => whole (fun i j => g (m * i + c)%nat j)) m.
Proof.
  intros M G. apply series_unique with (fun q => partial (fun c => Series (g (m * q + c)%nat)) m).
  - apply (series_group (fun i => Series (g i))); auto. now apply dominated_rows.
  - assert (T : forall k, (k <= m)%nat -> is_series (fun q => partial (fun c => Series (g (m * q + c)%nat)) k)
      (partial (fun c => whole (fun i j => g (m * i + c)%nat j)) k)).
    { induction k; intros K. now apply series_zero. cbn [partial].
      apply (series_plus (fun q => partial (fun c => Series (g (m * q + c)%nat)) k)). apply IHk. lia.
      apply (dominated_rows (fun i j => g (m * i + k)%nat j)). apply dominated_class; auto. }
    auto.
Qed.
(* The first row, and the others. *)
Lemma dominated_next g : dominated g -> dominated (fun i j => g (S i) j).
Proof.
  intros [b [d [v [l [B [D [PB [PD H]]]]]]]]. exists (fun i => b (1 + i)%nat), d, (v - partial b 1), l.
  repeat split; auto. now apply series_rest.
Qed.
Lemma whole_first g : dominated g -> whole g = Series (g O) + whole (fun i j => g (S i) j).
Proof.
  intros G. assert (X := dominated_rows _ (dominated_next g G)). assert (Y := series_rest _ 1 _ (dominated_rows g G)).
  generalize (series_unique _ _ _ X Y). cbn [partial]. lra.
Qed.
(* The diagonal, and what lies on either side of it. *)
Lemma partial_zero a N : (forall n, (n < N)%nat -> a n = 0) -> partial a N = 0.
Proof. induction N; simpl; intros H. auto. rewrite IHN, H by auto. ring. Qed.
Lemma whole_below g : dominated g -> dominated (fun i j => g (S (i + j)) j) ->
  whole (fun i j => if (j <? i)%nat then g i j else 0) = whole (fun i j => g (S (i + j)) j).
Proof.
  intros G P. set (h := fun i j => if (j <? i)%nat then g i j else 0).
  assert (H : dominated h). { apply dominated_part with (1 := G). intros i j. unfold h. destruct (j <? i)%nat. lra. rewrite Rabs_R0. apply Rabs_pos. }
  rewrite <- (whole_swap h H), <- (whole_swap _ P). apply Series_ext. intros j.
  apply is_series_unique. apply series_value with (partial (fun i => h i j) (S j) + Series (fun i => g (S (i + j)) j)).
  { rewrite partial_zero. ring. intros n N. unfold h. destruct (Nat.ltb_spec j n); auto. lia. }
  apply series_prefix. generalize (dominated_row _ (dominated_swap _ P) j). apply series_ext. intros n. unfold h.
  replace (j <? S j + n)%nat with true. do 2 f_equal. lia. symmetry. apply Nat.ltb_lt. lia.
Qed.
Lemma whole_diagonal g : dominated g -> dominated (fun i j => g (S (i + j)) j) -> dominated (fun i j => g i (S (i + j))) ->
  whole g = Series (fun i => g i i) + whole (fun i j => g (S (i + j)) j) + whole (fun i j => g i (S (i + j))).
Proof.
  intros G P Q. assert (Q' : dominated (fun i j => g j (S (i + j)))).
  { destruct (dominated_swap _ Q) as [b [d [m [l [B [D [PB [PD H]]]]]]]]. exists b, d, m, l. repeat split; auto.
    intros i j. rewrite (Nat.add_comm i j). apply H. }
  rewrite <- whole_below by auto. replace (whole (fun i j => g i (S (i + j)))) with (whole (fun i j => if (i <? j)%nat then g i j else 0)).
  2: { rewrite <- whole_swap. 2: { apply dominated_part with (1 := G). intros i j. destruct (i <? j)%nat. lra. rewrite Rabs_R0. apply Rabs_pos. }
       rewrite (whole_below (fun i j => g j i)); auto. 2: now apply dominated_swap.
       rewrite <- (whole_swap _ Q'). apply whole_ext. intros i j. now rewrite (Nat.add_comm i j). }
  set (m := fun i j => if (i =? j)%nat then g i j else 0).
  assert (M : dominated m). { apply dominated_part with (1 := G). intros i j. unfold m. destruct (i =? j)%nat. lra. rewrite Rabs_R0. apply Rabs_pos. }
  replace (Series (fun i => g i i)) with (whole m).
  2: { apply Series_ext. intros i. apply is_series_unique. apply series_value with (partial (m i) (S i) + 0).
       cbn [partial]. rewrite partial_zero. unfold m. rewrite Nat.eqb_refl. ring.
       intros n N. unfold m. destruct (Nat.eqb_spec i n); auto. lia.
       apply series_prefix, series_zero. intros n. unfold m. destruct (Nat.eqb_spec i (S i + n)); auto. lia. }
  rewrite <- !whole_plus; auto.
  1: { apply whole_ext. intros i j. unfold m. destruct (Nat.eqb_spec i j), (Nat.ltb_spec j i), (Nat.ltb_spec i j); try lia; lra. }
  all: apply dominated_part with (1 := G); intros i j; unfold m; destruct (Nat.eqb_spec i j), (Nat.ltb_spec j i), (Nat.ltb_spec i j);
    try lia; rewrite ?Rplus_0_l, ?Rplus_0_r; try lra; rewrite Rabs_R0; apply Rabs_pos.
Qed.

(* ---- exponents ------------------------------------------------------------------------------- *)
Fixpoint tri (n : nat) : nat := match n with O => O | S n => tri n + n end.
Lemma tri_twice n : (2 * tri n + n = n * n)%nat.
Proof. induction n; simpl tri; nia. Qed.
Lemma tri_add a b : tri (a + b) = (tri a + tri b + a * b)%nat.
Proof. generalize (tri_twice a) (tri_twice b) (tri_twice (a + b)). nia. Qed.
Lemma tri_mul m n : tri (m * n) = (m * m * tri n + tri m * n)%nat.
Proof. generalize (tri_twice m) (tri_twice n) (tri_twice (m * n)). nia. Qed.
(* The exponent e0 + er i + es j + eu i j + ev binomial(i, 2) + ew binomial(j, 2). *)
Record exponents := Exponents { e0 : nat; er : nat; es : nat; eu : nat; ev : nat; ew : nat }.
Definition power (e : exponents) (i j : nat) : nat := (e0 e + er e * i + es e * j + eu e * (i * j) + ev e * tri i + ew e * tri j)%nat.
Definition mirrored (e : exponents) := Exponents (e0 e) (es e) (er e) (eu e) (ew e) (ev e).
Definition every (m p : nat) (e : exponents) :=
  Exponents (e0 e + er e * p + ev e * tri p) (er e * m + ev e * (tri m + m * p)) (es e + eu e * p) (eu e * m) (ev e * (m * m)) (ew e).
Definition at_first (e : exponents) := Exponents (e0 e) (es e) 0 0 (ew e) 0.
Definition diagonal (e : exponents) := Exponents (e0 e) (er e + es e + eu e) 0 0 (ev e + ew e + 2 * eu e) 0.
Definition above (e : exponents) :=
  Exponents (e0 e + er e) (er e + ev e) (er e + es e + 2 * eu e + ev e) (eu e + ev e) (ev e) (2 * eu e + ev e + ew e).
Lemma power_mirrored e i j : power (mirrored e) i j = power e j i.
Proof. unfold power. simpl. lia. Qed.
Lemma power_every m p e i j : power (every m p e) i j = power e (m * i + p) j.
Proof. unfold power, every. cbn [e0 er es eu ev ew]. rewrite tri_add, tri_mul. ring. Qed.
Lemma power_first e j : power (at_first e) j 0 = power e 0 j.
Proof. unfold power, at_first. cbn [e0 er es eu ev ew tri]. ring. Qed.
Lemma power_diagonal e i : power (diagonal e) i 0 = power e i i.
Proof. unfold power, diagonal. cbn [e0 er es eu ev ew tri]. generalize (tri_twice i). nia. Qed.
Lemma power_above e i j : power (above e) i j = power e (S (i + j)) j.
Proof.
  unfold power, above. cbn [e0 er es eu ev ew]. replace (S (i + j)) with (i + (j + 1))%nat by lia. rewrite !tri_add. cbn [tri].
  generalize (tri_twice j). nia.
Qed.

(* ---- families -------------------------------------------------------------------------------- *)
(* `axes` is 2 for i, j >= 0, 1 for j = 0, 0 for i = j = 0; the coefficient is num/den. *)
Record family := Family { num : Z; den : Z; minus : exponents; base : exponents; axes : nat }.
Section Base.
Variable (q : R).
Variable (Q : Rabs q < 1).
Definition unit_term (f : family) (i j : nat) : R := (-1) ^ power (minus f) i j * q ^ power (base f) i j.
Definition unit_value (f : family) : R :=
  match axes f with
  | 2%nat => whole (unit_term f) | 1%nat => Series (fun i => unit_term f i 0) | _ => unit_term f 0 0
  end.
Definition coefficient (f : family) : R := IZR (num f) / IZR (den f).
Definition value (f : family) : R := coefficient f * unit_value f.
Definition values (l : list family) : R := fold_right (fun f v => value f + v) 0 l.
Lemma values_app l m : values (l ++ m) = values l + values m.
Proof. induction l; simpl. ring. rewrite IHl. ring. Qed.
(* The exponent grows in every index that the family has. *)
Definition summable (f : family) : bool :=
  let e := base f in
  match axes f with
  | 2%nat => ((1 <=? er e) || (1 <=? ev e))%nat && ((1 <=? es e) || (1 <=? ew e))%nat
  | 1%nat => ((1 <=? er e) || (1 <=? ev e))%nat
  | _ => true
  end.
Lemma unit_abs f i j : Rabs (unit_term f i j) = Rabs q ^ power (base f) i j.
Proof. unfold unit_term. rewrite Rabs_mult, pow_1_abs, <- RPow_abs. ring. Qed.
Lemma power_smaller a b : (b <= a)%nat -> Rabs q ^ a <= Rabs q ^ b.
Proof.
  intros L. replace a with (b + (a - b))%nat by lia. rewrite pow_add. rewrite <- (Rmult_1_r (Rabs q ^ b)) at 2.
  apply Rmult_le_compat_l. apply pow_le, Rabs_pos. rewrite <- (pow1 (a - b)). apply pow_incr. generalize (Rabs_pos q). lra.
Qed.
Lemma geometric : is_series (fun i => Rabs q ^ i) (/ (1 - Rabs q)).
Proof. apply is_series_geom. rewrite Rabs_Rabsolu. exact Q. Qed.
Lemma tail_geometric : is_series (fun i => Rabs q ^ (i - 1)) (1 + / (1 - Rabs q)).
Proof.
  apply series_value with (partial (fun i => Rabs q ^ (i - 1)) 1 + / (1 - Rabs q)). simpl. ring.
  apply series_prefix. generalize geometric. apply series_ext. intros n. f_equal. lia.
Qed.
Lemma grows e n : ((1 <=? er e) || (1 <=? ev e))%nat = true -> (n - 1 <= er e * n + ev e * tri n)%nat.
Proof.
  intros H. apply orb_prop in H. generalize (tri_twice n). destruct H as [H|H]; apply Nat.leb_le in H; intros; destruct n as [|[|n]]; nia.
Qed.
Lemma summable_ok f : axes f = 2%nat -> summable f = true -> dominated (unit_term f).
Proof.
  unfold summable. intros ->. intros H. apply andb_prop in H. destruct H as [H K].
  exists (fun i => Rabs q ^ (i - 1)), (fun j => Rabs q ^ (j - 1)), (1 + / (1 - Rabs q)), (1 + / (1 - Rabs q)).
  repeat split; try apply tail_geometric; try (intros; apply pow_le, Rabs_pos).
  intros i j. rewrite unit_abs, <- pow_add. apply power_smaller. unfold power.
  generalize (grows (base f) i H) (grows (mirrored (base f)) j K). simpl. lia.
Qed.
Lemma summable_line f : axes f = 1%nat -> summable f = true -> is_series (fun i => unit_term f i 0) (Series (fun i => unit_term f i 0)).
Proof.
  unfold summable. intros ->. intros H. apply Series_correct, ex_series_Rabs.
  destruct (series_compare (fun i => Rabs (unit_term f i 0)) (fun i => Rabs q ^ (i - 1)) (1 + / (1 - Rabs q))) as [v [V _]].
  - intros i. split. apply Rabs_pos. rewrite unit_abs. apply power_smaller. unfold power. generalize (grows (base f) i H). simpl. lia.
  - apply tail_geometric.
  - now exists v.
Qed.

(* ---- cutting --------------------------------------------------------------------------------- *)
Inductive word := Rows (m : nat) | Columns (m : nat) | FirstRow | FirstColumn | Diagonal.
Definition with_exponents (t : exponents -> exponents) (f : family) (n : nat) : family :=
  Family (num f) (den f) (t (minus f)) (t (base f)) n.
Definition below (e : exponents) := mirrored (above (mirrored e)).
Definition children (w : word) (f : family) : list family :=
  let n := axes f in
  match w with
  | Rows m => map (fun p => with_exponents (every m p) f n) (seq 0 m)
  | Columns m => map (fun p => with_exponents (fun e => mirrored (every m p (mirrored e))) f n) (seq 0 m)
  | FirstRow => [with_exponents at_first f (n - 1); with_exponents (every 1 1) f n]
  | FirstColumn => [with_exponents (fun e => at_first (mirrored e)) f (n - 1); with_exponents (fun e => mirrored (every 1 1 (mirrored e))) f n]
  | Diagonal => [with_exponents diagonal f 1; with_exponents above f 2; with_exponents below f 2]
  end.
Definition allowed (w : word) (f : family) : bool :=
  match axes f, w with
  | 2%nat, (Rows m | Columns m) => (1 <=? m)%nat | 2%nat, _ => true
  | 1%nat, Rows m => (1 <=? m)%nat | 1%nat, FirstRow => true | _, _ => false
  end.
Lemma unit_with t f n i j a b : (forall e, power (t e) i j = power e a b) -> unit_term (with_exponents t f n) i j = unit_term f a b.
Proof. intros H. unfold unit_term, with_exponents. cbn [minus base]. now rewrite !H. Qed.
Lemma values_classes f n m (t : nat -> exponents -> exponents) (v : nat -> R) :
  (forall p, (p < m)%nat -> unit_value (with_exponents (t p) f n) = v p) ->
  values (map (fun p => with_exponents (t p) f n) (seq 0 m)) = coefficient f * partial v m.
Proof.
  intros H. assert (T : forall k, (k <= m)%nat -> values (map (fun p => with_exponents (t p) f n) (seq 0 k)) = coefficient f * partial v k).
  { induction k; intros K. simpl. ring. rewrite seq_S, map_app, values_app, IHk by lia. cbn [map plus values fold_right partial].
    rewrite Nat.add_0_l. unfold value at 1. rewrite H by lia. unfold coefficient, with_exponents. cbn [num den]. ring. }
  apply T. lia.
Qed.
Theorem children_ok w f : allowed w f = true -> summable f = true -> forallb summable (children w f) = true ->
  value f = values (children w f).
Proof.
  intros A K C. unfold value. destruct (axes f) as [|[|[|n]]] eqn:N; unfold allowed in A; rewrite N in A; try discriminate A.
  - (* one index *)
    assert (G := summable_line f N K). unfold unit_value at 1. rewrite N. destruct w; try discriminate A; unfold children; rewrite N.
    + apply Nat.leb_le in A. rewrite (values_classes f 1 m (every m) (fun p => Series (fun i => unit_term f (m * i + p) 0))).
      2: { intros p P. unfold unit_value. cbn [axes with_exponents]. apply Series_ext. intros i. apply unit_with. intros e. apply power_every. }
      f_equal. apply series_unique with (1 := series_group _ _ m ltac:(lia) G).
      assert (T : forall k, (k <= m)%nat -> is_series (fun q0 => partial (fun i => unit_term f (m * q0 + i) 0) k)
        (partial (fun p => Series (fun i => unit_term f (m * i + p) 0)) k)).
      { induction k; intros L'. now apply series_zero. cbn [partial].
        apply (series_plus (fun q0 => partial (fun i => unit_term f (m * q0 + i) 0) k)). apply IHk. lia.
        unfold children in C. rewrite N, forallb_forall in C. specialize (C (with_exponents (every m k) f 1)).
        assert (L := summable_line (with_exponents (every m k) f 1) eq_refl (C ltac:(apply in_map_iff; exists k; split; auto; apply in_seq; lia))).
        apply series_ext with (fun i => unit_term (with_exponents (every m k) f 1) i 0).
        intros i. apply unit_with. intros e. apply power_every.
        eapply series_value. 2: exact L. apply Series_ext. intros i. apply unit_with. intros e. apply power_every. }
      now apply T.
    + cbn [values fold_right]. unfold value, coefficient. cbn [num den with_exponents Nat.sub]. 
      assert (X := series_rest _ 1 _ G). cbn [partial] in X.
      unfold unit_value. cbn [axes with_exponents Nat.sub]. rewrite (unit_with at_first f 0 0 0 0 0) by (intros e; apply power_first).
      replace (Series (fun i => unit_term (with_exponents (every 1 1) f 1) i 0)) with (Series (fun i => unit_term f i 0) - (0 + unit_term f 0 0)). ring.
      symmetry. apply is_series_unique. revert X. apply series_ext. intros i. symmetry. apply unit_with. intros e. rewrite power_every. f_equal. lia.
  - (* two indices *)
    assert (G := summable_ok f N K). unfold unit_value at 1. rewrite N. destruct w; unfold children; rewrite ?N.
    + apply Nat.leb_le in A. rewrite (values_classes f 2 m (every m) (fun p => whole (fun i j => unit_term f (m * i + p) j))).
      f_equal. now apply whole_classes.
      intros p P. unfold unit_value. cbn [axes with_exponents]. apply whole_ext. intros i j. apply unit_with. intros e. apply power_every.
    + apply Nat.leb_le in A.
      rewrite (values_classes f 2 m (fun p e => mirrored (every m p (mirrored e))) (fun p => whole (fun j i => unit_term f i (m * j + p)))).
      * f_equal. rewrite <- (whole_swap _ G). apply (whole_classes (fun j i => unit_term f i j)); auto. now apply dominated_swap.
      * intros p P. unfold unit_value. cbn [axes with_exponents].
        rewrite <- (whole_swap (fun j i => unit_term f i (m * j + p))). 2: { apply (dominated_class (fun j i => unit_term f i j)); auto. now apply dominated_swap. }
        apply whole_ext. intros i j. apply unit_with. intros e. now rewrite power_mirrored, power_every, power_mirrored.
    + cbn [values fold_right]. unfold value, coefficient. cbn [num den with_exponents Nat.sub]. unfold unit_value. cbn [axes with_exponents Nat.sub].
      rewrite (whole_first _ G). replace (Series (fun i => unit_term (with_exponents at_first f 1) i 0)) with (Series (unit_term f 0)).
      replace (whole (unit_term (with_exponents (every 1 1) f 2))) with (whole (fun i j => unit_term f (S i) j)). ring.
      apply whole_ext. intros i j. symmetry. apply unit_with. intros e. rewrite power_every. f_equal. lia.
      apply Series_ext. intros j. symmetry. apply unit_with. intros e. apply power_first.
    + cbn [values fold_right]. unfold value, coefficient. cbn [num den with_exponents Nat.sub]. unfold unit_value. cbn [axes with_exponents Nat.sub].
      rewrite <- (whole_swap _ G). rewrite (whole_first _ (dominated_swap _ G)).
      replace (Series (fun i => unit_term (with_exponents (fun e => at_first (mirrored e)) f 1) i 0)) with (Series (fun i => unit_term f i 0)).
      replace (whole (unit_term (with_exponents (fun e => mirrored (every 1 1 (mirrored e))) f 2))) with (whole (fun i j => unit_term f j (S i))). ring.
      * rewrite <- whole_swap. 2: apply (dominated_next (fun i j => unit_term f j i)), dominated_swap, G.
        apply whole_ext. intros i j. symmetry. apply unit_with. intros e. rewrite power_mirrored, power_every, power_mirrored. f_equal. lia.
      * apply Series_ext. intros j. symmetry. apply unit_with. intros e. now rewrite power_first, power_mirrored.
    + cbn [forallb children] in C. apply andb_prop in C. destruct C as [_ C]. apply andb_prop in C. destruct C as [C1 C]. apply andb_prop in C. destruct C as [C2 _].
      apply summable_ok in C1; [|reflexivity]. apply summable_ok in C2; [|reflexivity].
      assert (U1 : forall i j, unit_term (with_exponents above f 2) i j = unit_term f (S (i + j)) j) by (intros i j; apply unit_with; intros e; apply power_above).
      assert (U2 : forall i j, unit_term (with_exponents below f 2) i j = unit_term f i (S (i + j))).
      { intros i j. apply unit_with. intros e. unfold below. rewrite power_mirrored, power_above, power_mirrored. f_equal. lia. }
      cbn [values fold_right]. unfold value, coefficient. cbn [num den with_exponents]. unfold unit_value. cbn [axes with_exponents].
      rewrite (whole_diagonal _ G).
      * rewrite (whole_ext _ _ U1), (whole_ext _ _ U2).
        replace (Series (fun i => unit_term (with_exponents diagonal f 1) i 0)) with (Series (fun i => unit_term f i i)). ring.
        apply Series_ext. intros i. symmetry. apply unit_with. intros e. apply power_diagonal.
      * destruct C1 as [b [d [m [l [B [D [PB [PD H]]]]]]]]. exists b, d, m, l. repeat split; auto. intros i j. rewrite <- U1. apply H.
      * destruct C2 as [b [d [m [l [B [D [PB [PD H]]]]]]]]. exists b, d, m, l. repeat split; auto. intros i j. rewrite <- U2. apply H.
Qed.
(* Cuts one after the other: at a place of the list. *)
Fixpoint cut_at (k : nat) (w : word) (l : list family) : option (list family) :=
  match k, l with
  | O, f :: l => if allowed w f && summable f && forallb summable (children w f) then Some (children w f ++ l) else None
  | S k, f :: l => match cut_at k w l with Some m => Some (f :: m) | None => None end
  | _, [] => None
  end.
Fixpoint cuts (s : list (nat * word)) (l : list family) : option (list family) :=
  match s with [] => Some l | (k, w) :: s => match cut_at k w l with Some m => cuts s m | None => None end end.
Lemma cut_at_ok k w l m : cut_at k w l = Some m -> values l = values m.
Proof.
  revert l m. induction k; intros [|f l] m; cbn [cut_at]; try discriminate.
  - destruct (allowed w f && summable f && forallb summable (children w f)) eqn:E; try discriminate. intros H. injection H as <-.
    apply andb_prop in E. destruct E as [E C]. apply andb_prop in E. destruct E as [A S]. rewrite values_app. cbn [values fold_right].
    now rewrite (children_ok w f A S C).
  - destruct (cut_at k w l) eqn:E; try discriminate. intros H. injection H as <-. cbn [values fold_right]. f_equal. now apply IHk.
Qed.
Lemma cuts_ok s l m : cuts s l = Some m -> values l = values m.
Proof.
  revert l. induction s as [|[k w] s IH]; intros l; cbn [cuts]. intros H. now injection H as <-.
  destruct (cut_at k w l) eqn:E; try discriminate. intros H. rewrite (cut_at_ok _ _ _ _ E). now apply IH.
Qed.

(* ---- cancelling ------------------------------------------------------------------------------ *)
Definition even (a b : nat) : bool := Nat.even (a + b).
Definition alike_exponents (r : nat -> nat -> bool) (a b : exponents) : bool :=
  r (e0 a) (e0 b) && r (er a) (er b) && r (es a) (es b) && r (eu a) (eu b) && r (ev a) (ev b) && r (ew a) (ew b).
Definition alike (f g : family) : bool :=
  Nat.eqb (axes f) (axes g) &&
  (alike_exponents Nat.eqb (base f) (base g) && alike_exponents even (minus f) (minus g) ||
   Nat.eqb (axes f) 2 && summable f && alike_exponents Nat.eqb (mirrored (base f)) (base g) && alike_exponents even (mirrored (minus f)) (minus g)).
Lemma sign_even a b : Nat.Even (a + b) -> (-1) ^ a = (-1) ^ b.
Proof.
  intros [m E]. assert (X : (-1) ^ a * (-1) ^ b = 1). { rewrite <- pow_add, E, pow_mult. replace ((-1) ^ 2) with 1 by ring. apply pow1. }
  assert (Y : (-1) ^ b * (-1) ^ b = 1). { rewrite <- Rpow_mult_distr. replace (-1 * -1) with 1 by ring. apply pow1. }
  apply Rmult_eq_reg_r with ((-1) ^ b). now rewrite X, Y. intros Z. rewrite Z in Y. lra.
Qed.
Lemma alike_same a b : alike_exponents Nat.eqb a b = true -> a = b.
Proof.
  unfold alike_exponents. intros H. repeat (apply andb_prop in H; destruct H as [H ?]).
  repeat match goal with X : (_ =? _)%nat = true |- _ => apply Nat.eqb_eq in X end. destruct a, b; simpl in *; congruence.
Qed.
Lemma even_times a b k : Nat.Even (a + b) -> Nat.Even (a * k + b * k).
Proof. intros [m E]. exists (m * k)%nat. nia. Qed.
Lemma alike_sign a b i j : alike_exponents even a b = true -> (-1) ^ power a i j = (-1) ^ power b i j.
Proof.
  unfold alike_exponents, even. intros H. repeat (apply andb_prop in H; destruct H as [H ?]).
  repeat match goal with X : Nat.even _ = true |- _ => apply Nat.even_spec in X; destruct X as [? X] end.
  apply sign_even. unfold power. 
  exists (x4 + x3 * i + x2 * j + x1 * (i * j) + x0 * tri i + x * tri j)%nat. nia.
Qed.
Lemma alike_ok f g : alike f g = true -> unit_value f = unit_value g.
Proof.
  unfold alike. intros H. apply andb_prop in H. destruct H as [A H]. apply Nat.eqb_eq in A. apply orb_prop in H.
  destruct H as [H|H].
  - apply andb_prop in H. destruct H as [B M]. apply alike_same in B.
    assert (E : forall i j, unit_term f i j = unit_term g i j).
    { intros i j. unfold unit_term. rewrite B. f_equal. now apply alike_sign. }
    unfold unit_value. rewrite A. destruct (axes g) as [|[|[|n]]]; auto. apply Series_ext. auto. now apply whole_ext.
  - apply andb_prop in H. destruct H as [H M]. apply andb_prop in H. destruct H as [H B]. apply andb_prop in H. destruct H as [N K].
    apply Nat.eqb_eq in N. apply alike_same in B. unfold unit_value. rewrite <- A, N.
    rewrite <- (whole_swap _ (summable_ok f N K)). apply whole_ext. intros i j. unfold unit_term. rewrite <- B, power_mirrored. f_equal.
    rewrite <- (alike_sign _ _ i j M). now rewrite power_mirrored.
Qed.
Definition quotients (l : list family) : Z * Z :=
  fold_right (fun f a => (num f * snd a + fst a * den f, den f * snd a))%Z (0, 1)%Z l.
Fixpoint cancels (fuel : nat) (l : list family) : bool :=
  match fuel, l with
  | _, [] => true
  | O, _ => false
  | S fuel, f :: l =>
      let (same, rest) := partition (alike f) l in
      forallb (fun g => negb (den g =? 0)%Z) (f :: same) && (fst (quotients (f :: same)) =? 0)%Z && cancels fuel rest
  end.
Lemma quotients_ok l : forallb (fun g => negb (den g =? 0)%Z) l = true ->
  IZR (snd (quotients l)) <> 0 /\ fold_right (fun f v => coefficient f + v) 0 l = IZR (fst (quotients l)) / IZR (snd (quotients l)).
Proof.
  induction l as [|f l IH]; cbn [forallb]. intros _. simpl. split. lra. field.
  intros H. apply andb_prop in H. destruct H as [D H]. apply negb_true_iff, Z.eqb_neq, not_0_IZR in D. destruct (IH H) as [N E].
  cbn [quotients fold_right fst snd] in *. fold (quotients l) in *. rewrite plus_IZR, !mult_IZR. split.
  now apply Rmult_integral_contrapositive_currified. rewrite E. unfold coefficient. field. auto.
Qed.
Lemma values_partition p l : values l = values (fst (partition p l)) + values (snd (partition p l)).
Proof.
  induction l as [|f l IH]; simpl. ring. destruct (partition p l) as [a b]. cbn [fst snd] in IH.
  destruct (p f); cbn [fst snd values fold_right]; fold (values a) (values b); rewrite IH; ring.
Qed.
Theorem cancels_ok fuel l : cancels fuel l = true -> values l = 0.
Proof.
  revert l. induction fuel as [|fuel IH]; intros [|f l]; cbn [cancels]; auto. discriminate.
  destruct (partition (alike f) l) as [same rest] eqn:E. intros H. apply andb_prop in H. destruct H as [H C]. apply andb_prop in H. destruct H as [D Z].
  cbn [values fold_right]. fold (values l). rewrite (values_partition (alike f) l), E. cbn [fst snd]. rewrite (IH _ C).
  assert (A : forall g, In g same -> unit_value g = unit_value f).
  { intros g G. symmetry. apply alike_ok. change same with (fst (same, rest)) in G. rewrite <- E in G.
    revert G. clear. induction l as [|h l IH]; simpl. tauto. destruct (partition (alike f) l) as [a b]. cbn [fst] in IH.
    destruct (alike f h) eqn:X; cbn [fst]; auto. intros [<-|G]; auto. }
  assert (S1 : values same = fold_right (fun f v => coefficient f + v) 0 same * unit_value f).
  { clear -A. induction same as [|g l IH]; simpl. ring. rewrite IH by (intros; apply A; now right). unfold value.
    rewrite (A g) by now left. ring. }
  destruct (quotients_ok _ D) as [N V]. apply Z.eqb_eq in Z. rewrite Z in V. cbn [fold_right] in V.
  rewrite S1. unfold value. transitivity ((coefficient f + fold_right (fun f v => coefficient f + v) 0 same) * unit_value f). ring.
  rewrite V. unfold Rdiv. ring.
Qed.
(* The sign of the first term taken into the coefficient. *)
Definition signed (f : family) : family :=
  let m := minus f in
  Family (if Nat.odd (e0 m) then - num f else num f) (den f) (Exponents 0 (er m) (es m) (eu m) (ev m) (ew m)) (base f) (axes f).
Lemma signed_term f i j : unit_term f i j = (-1) ^ e0 (minus f) * unit_term (signed f) i j.
Proof.
  unfold unit_term, signed, power. cbn [minus base e0 er es eu ev ew]. rewrite <- Rmult_assoc, <- pow_add. do 2 f_equal. lia.
Qed.
Lemma signed_ok f : value (signed f) = value f.
Proof.
  assert (U : unit_value f = (-1) ^ e0 (minus f) * unit_value (signed f)).
  { unfold unit_value, signed at 1. cbn [axes]. destruct (axes f) as [|[|[|n]]]; try apply signed_term.
    - rewrite <- Series_scal_l. apply Series_ext. intros i. apply signed_term.
    - unfold whole. rewrite <- Series_scal_l. apply Series_ext. intros i. rewrite <- Series_scal_l. apply Series_ext. intros j. apply signed_term. }
  unfold value at 2. rewrite U. unfold value. set (u := unit_value (signed f)).
  assert (S2 : (-1) ^ e0 (minus f) = if Nat.odd (e0 (minus f)) then -1 else 1).
  { rewrite <- Nat.negb_even. destruct (Nat.even (e0 (minus f))) eqn:E; simpl.
    - apply Nat.even_spec in E. destruct E as [m ->]. rewrite pow_mult. replace ((-1) ^ 2) with 1 by ring. apply pow1.
    - assert (O : Nat.odd (e0 (minus f)) = true) by now rewrite <- Nat.negb_even, E. apply Nat.odd_spec in O. destruct O as [m ->].
      rewrite pow_add, pow_mult. replace ((-1) ^ 2) with 1 by ring. rewrite pow1. ring. }
  rewrite S2. unfold coefficient, signed. cbn [num den]. destruct (Nat.odd (e0 (minus f))); rewrite ?opp_IZR; unfold Rdiv; ring.
Qed.
Lemma all_signed l : values (map signed l) = values l.
Proof. induction l; simpl; auto. now rewrite signed_ok, IHl. Qed.
Definition scaled (c d : Z) (l : list family) : list family :=
  map (fun f => Family (c * num f) (d * den f) (minus f) (base f) (axes f)) l.
Lemma scaled_ok c d l : d <> 0%Z -> forallb (fun g => negb (den g =? 0)%Z) l = true -> values (scaled c d l) = IZR c / IZR d * values l.
Proof.
  intros D. apply not_0_IZR in D. induction l as [|f l IH]; cbn [forallb]. intros _. simpl. ring.
  intros H. apply andb_prop in H. destruct H as [E H]. apply negb_true_iff, Z.eqb_neq, not_0_IZR in E.
  change (scaled c d (f :: l)) with (Family (c * num f) (d * den f) (minus f) (base f) (axes f) :: scaled c d l).
  change (value (Family (c * num f) (d * den f) (minus f) (base f) (axes f)) + values (scaled c d l) = IZR c / IZR d * (value f + values l)).
  rewrite (IH H). unfold value, coefficient, unit_value, unit_term. cbn [num den minus base axes]. rewrite !mult_IZR. field. auto.
Qed.

(* ---- terms ----------------------------------------------------------------------------------- *)
Definition first_term (f : family) (i : nat) : R :=
  (-1) ^ e0 (minus f) * ((-1) ^ i) ^ er (minus f) * ((-1) ^ tri i) ^ ev (minus f) *
  (q ^ e0 (base f) * (q ^ i) ^ er (base f) * (q ^ tri i) ^ ev (base f)).
Definition ratio (f : family) (i : nat) : R :=
  (-1) ^ es (minus f) * ((-1) ^ i) ^ eu (minus f) * (q ^ es (base f) * (q ^ i) ^ eu (base f)).
Definition head (f : family) (i : nat) : R :=
  match axes f with 2%nat => coefficient f * (first_term f i / (1 - ratio f i)) | _ => coefficient f * first_term f i end.
Definition heads (l : list family) (i : nat) : R := fold_right (fun f v => head f i + v) 0 l.
Definition simple (f : family) : bool :=
  summable f && match axes f with
  | 2%nat => (1 <=? es (base f))%nat && (ew (base f) =? 0)%nat && (ew (minus f) =? 0)%nat
  | 1%nat => true | _ => false end.
Lemma first_term_ok f i : unit_term f i 0 = first_term f i.
Proof. unfold unit_term, first_term, power. cbn [tri]. rewrite !Nat.mul_0_r, !Nat.add_0_r, !pow_add, !(Nat.mul_comm (er _)), !(Nat.mul_comm (ev _)), !pow_mult. ring. Qed.
Lemma ratio_inside f i : (1 <= es (base f))%nat -> Rabs (ratio f i) < 1.
Proof.
  intros E. unfold ratio. rewrite <- pow_mult, <- pow_add. rewrite <- (pow_mult q), <- (pow_add q), Rabs_mult, pow_1_abs, <- RPow_abs, Rmult_1_l.
  apply Rle_lt_trans with (Rabs q ^ 1). apply power_smaller. lia. now rewrite pow_1.
Qed.
Lemma ratio_not_1 f i : (1 <= es (base f))%nat -> 1 - ratio f i <> 0.
Proof. intros E H. generalize (ratio_inside f i E). replace (ratio f i) with 1 by lra. rewrite Rabs_R1. lra. Qed.
Lemma power_row x e i j : ew e = O -> x ^ power e i j = x ^ power e i 0 * (x ^ es e * (x ^ i) ^ eu e) ^ j.
Proof.
  intros W. rewrite <- pow_mult, <- pow_add, <- pow_mult, <- pow_add. f_equal. unfold power. rewrite W. cbn [tri]. ring.
Qed.
Theorem series_of_pieces l (t : nat -> R) : forallb simple l = true -> (forall i, t i = heads l i) -> is_series t (values l).
Proof.
  intros H E. apply series_ext with (heads l). intros i. now rewrite E. clear E. induction l as [|f l IH]; cbn [forallb] in H.
  - now apply series_zero.
  - apply andb_prop in H. destruct H as [F H]. apply (series_plus (head f) (heads l)); auto. clear IH H.
    unfold simple in F. apply andb_prop in F. destruct F as [K F]. destruct (axes f) as [|[|[|n]]] eqn:N; try discriminate F; unfold head; rewrite N; apply series_scal.
    + unfold unit_value. rewrite N. generalize (summable_line f N K). apply series_ext. intros i. apply first_term_ok.
    + apply andb_prop in F. destruct F as [F M]. apply andb_prop in F. destruct F as [S1 B]. apply Nat.leb_le in S1. apply Nat.eqb_eq in B, M.
      unfold unit_value. rewrite N. generalize (dominated_rows _ (summable_ok f N K)). apply series_ext. intros i.
      apply is_series_unique. apply series_ext with (fun j => first_term f i * ratio f i ^ j).
      * intros j. rewrite <- first_term_ok. unfold unit_term, ratio. rewrite (power_row (-1) (minus f) i j M), (power_row q (base f) i j B).
        rewrite !Rpow_mult_distr. ring.
      * apply series_scal. apply is_series_geom. now apply ratio_inside.
Qed.
End Base.
Arguments first_term : simpl never.
Definition all_cancel (s : list (nat * word)) (l : list family) : bool :=
  match cuts s l with Some m => cancels (length m) (map signed m) | None => false end.
Theorem all_cancel_ok q s l : Rabs q < 1 -> all_cancel s l = true -> values q l = 0.
Proof.
  unfold all_cancel. intros Q H. destruct (cuts s l) as [m|] eqn:E; [|discriminate].
  rewrite (cuts_ok q Q s l m E), <- all_signed. exact (cancels_ok q Q _ _ H).
Qed.

(* ---- tactics for the terms ------------------------------------------------------------------------ *)
Lemma power_inside q n : Rabs q < 1 -> (1 <= n)%nat -> Rabs (q ^ n) < 1.
Proof.
  intros Q N. rewrite <- RPow_abs. apply Rle_lt_trans with (Rabs q ^ 1). apply power_smaller; auto. now rewrite pow_1.
Qed.
Lemma one_minus_power q n : Rabs q < 1 -> (1 <= n)%nat -> 1 - q ^ n <> 0.
Proof. intros Q N E. generalize (power_inside q n Q N). replace (q ^ n) with 1 by lra. rewrite Rabs_R1. lra. Qed.
Lemma one_plus_power q n : Rabs q < 1 -> (1 <= n)%nat -> 1 + q ^ n <> 0.
Proof. intros Q N E. generalize (power_inside q n Q N). replace (q ^ n) with (-1) by lra. rewrite Rabs_m1. lra. Qed.
Ltac power_divisor := first [apply one_minus_power | apply one_plus_power]; [assumption|nia].
(* The exponent of a power, by k and tri k. *)
Ltac exponent k := rewrite <- ?pow_mult, <- ?pow_add; f_equal; generalize (tri_twice k); cbn [Nat.pow]; nia.
Ltac unfolded := cbv [heads head fold_right axes coefficient num den first_term ratio minus base e0 er es eu ev ew] in *.
Ltac known_nonzero := repeat split; first [ lra | assumption
  | apply Rmult_integral_contrapositive_currified; known_nonzero | apply pow_nonzero; known_nonzero
  | match goal with H : ?a <> 0 |- ?b <> 0 => replace b with a by ring; exact H | H : ?a <> 0 |- ?b <> 0 => replace b with (- a) by ring; apply Ropp_neq_0_compat; exact H end ].
Ltac signs_known k := generalize (sign_squared k) (sign_squared (tri k)); intros Sign Sign'.
