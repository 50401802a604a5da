//! The knowledge base of this repository.

use std::path::{Path, PathBuf};

use gotchas_catalog::Catalogue;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../gotchas")
}

#[test]
fn is_valid() {
    if let Err(problems) = Catalogue::load(&folder()) {
        panic!("{}", problems.render(false));
    }
}
