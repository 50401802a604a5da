//! How the program is linked.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // A position-independent program of this size has a megabyte of pointers that are adjusted each time it starts,
    // whatever it is asked: measured, 1.7 of the 3.9 ms of `gotchas --version`. A command that answers a single question
    // feels that; and its code being safe Rust, it depends least on where in memory it is.
    let is = |what: &str, value: &str| env::var(what).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
