//! The pages are embedded at compile time: build again when they were built anew.

use std::path::Path;

fn main() {
    let pages = Path::new("../frontend/dist");
    // Cargo runs this again at every build while a watched path is missing, and never when none is watched.
    if let Err(error) = std::fs::create_dir_all(pages) {
        println!("cargo::warning={} cannot be made, so pages built later are not noticed: {error}", pages.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    if pages.exists() {
        println!("cargo::rerun-if-changed={}", pages.display());
    }
}
