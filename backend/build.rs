//! The pages are embedded at compile time: build again when they were built anew.

fn main() {
    if std::path::Path::new("../frontend/dist").exists() {
        println!("cargo::rerun-if-changed=../frontend/dist");
    }
}
