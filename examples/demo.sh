#!/bin/sh
# Proves, refutes and evaluates; saves a certificate and checks it in a process of its own.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# expect CODE COMMAND...: the exit code is the verdict
expect() {
    wanted=$1
    shift
    printf '\n$ %s\n' "$*"
    code=0
    "$@" || code=$?
    [ "$code" -eq "$wanted" ] || { echo "exit code $code, expected $wanted" >&2; exit 1; }
}

expect 0 tnsim prove "sum(1/(n*(n+1)), n=1..oo) = 1" --certificate "$folder/telescoping.json"
expect 0 tnsim prove "sum(n*2^n/(n+2)!, n=1..oo) = 1" --certificate "$folder/factorial.json"
expect 0 tnsim prove "sum(harmonic(n)/((n+1)*(n+2)), n=1..oo) = 1" --certificate "$folder/harmonic.json"
expect 0 tnsim prove "sum(x^n, n=0..oo) = 1/(1-x)" --assume "x: real, -1 < x < 1" --certificate "$folder/geometric.json"
expect 0 tnsim compensate "1/n" "-1/n"
expect 1 tnsim prove "sum(1/2^n, n=1..oo) = 1.0000000001"
expect 4 tnsim prove "sum(1/n, n=1..oo) = 5" --certificate "$folder/divergent.json"
expect 0 tnsim eval "sum(1/n^2, n=1..oo)" --digits 50
expect 0 tnsim check "$folder/telescoping.json" "$folder/factorial.json" "$folder/harmonic.json" \
    "$folder/geometric.json" "$folder/divergent.json"
expect 2 tnsim prove "sum(1/(n*(n+1), n=1..oo) = 1"
echo
echo "all as expected"
