//! `mdbook-gotchas`: what a stock mdBook calls, as preprocessor and as renderer. See `mdbook_gotchas::protocol`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    mdbook_gotchas::protocol::run(&arguments)
}
