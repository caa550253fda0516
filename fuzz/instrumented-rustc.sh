#!/bin/sh
# rustc for cargo: counts the edges and compares of kyso's own crates for libFuzzer, on the stable toolchain. Crates of
# others stay plain: the fuzzer then follows our code only, and runs faster.
# usage: instrumented-rustc.sh RUSTC ARGUMENTS…
case ${CARGO_PKG_NAME:-} in
    kyso-*)
        exec "$@" --cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
            -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
            -Cllvm-args=-sanitizer-coverage-trace-compares
        ;;
    *) exec "$@" ;;
esac
