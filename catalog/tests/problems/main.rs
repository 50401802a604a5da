//! What people see when a file of the knowledge base is wrong.
//!
//! Each test takes the small valid knowledge base in `tests/knowledge`, spoils one thing and compares the whole report
//! with `snapshots/`. Run with `INSTA_UPDATE=always` to write the snapshots anew, and read the difference.

mod content;
mod files;
mod knowledge;
mod merging;
mod mutations;
mod python;
mod shape;
mod shared_files;
mod yaml;
