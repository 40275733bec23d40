//! What the browser downloads: brotli and gzip beside every built file that shrinks, and the size budget.

use crate::files::{has_extension, walk};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Brotli bytes of wasm, scripts and styles together that the product promises. A fact of the product, see `docs/performance.md`.
pub const BUDGET: u64 = 400_000;

const COMPRESSIBLE: [&str; 9] = ["css", "html", "ico", "js", "json", "svg", "txt", "wasm", "webmanifest"];
const BUDGETED: [&str; 3] = ["css", "js", "wasm"];

/// Writes `NAME.br` and `NAME.gz` beside each compressible file that gets smaller by it.
pub fn compress(folder: &Path) -> Result<()> {
    for file in walk(folder, &|_| false)? {
        if !has_extension(&file, &COMPRESSIBLE) {
            continue;
        }
        let plain = fs::read(&file).with_context(|| format!("{}", file.display()))?;
        for (suffix, bytes) in [("br", brotli(&plain)?), ("gz", gzip(&plain)?)] {
            if bytes.len() < plain.len() {
                fs::write(beside(&file, suffix), bytes)?;
            }
        }
    }
    Ok(())
}

/// Prints the sizes and fails when their sum is over `budget`.
pub fn check_budget(folder: &Path, budget: u64) -> Result<()> {
    let mut total = 0;
    for file in walk(folder, &|_| false)? {
        if has_extension(&file, &BUDGETED) {
            let plain = fs::metadata(&file)?.len();
            let sent = fs::metadata(beside(&file, "br")).map_or(plain, |found| found.len());
            let name = file.strip_prefix(folder).unwrap_or(&file).display();
            eprintln!("{sent:>9} of {plain:>9} bytes  {name}");
            total += sent;
        }
    }
    eprintln!("{total:>9} bytes with brotli; the budget is {budget}");
    match total {
        0 => bail!("no wasm, js or css in {}", folder.display()),
        over if over >= budget => bail!("the pages are {} bytes over their budget", over - budget + 1),
        _ => Ok(()),
    }
}

fn brotli(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 22);
    writer.write_all(plain)?;
    Ok(writer.into_inner())
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::best());
    writer.write_all(plain)?;
    Ok(writer.finish()?)
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn compressed_files_hold_the_same_bytes() {
        let text = "let a = 1;\n".repeat(200);
        let folder = folder_with(&[("app.js", &text)]);
        compress(folder.path()).unwrap();
        let mut plain = String::new();
        let packed = fs::read(folder.path().join("app.js.br")).unwrap();
        assert!(packed.len() < 100);
        brotli::Decompressor::new(packed.as_slice(), 4096).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
        plain.clear();
        let packed = fs::read(folder.path().join("app.js.gz")).unwrap();
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
    }

    #[test]
    fn what_does_not_shrink_or_is_packed_already_stays_alone() {
        let folder = folder_with(&[("tiny.js", "1"), ("font.woff2", &"a".repeat(1000))]);
        compress(folder.path()).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn the_budget_counts_brotli_sizes_and_refuses_one_byte_too_much() {
        let folder = folder_with(&[("a.js", &"x".repeat(5000)), ("page.html", "not counted")]);
        compress(folder.path()).unwrap();
        let size = fs::metadata(folder.path().join("a.js.br")).unwrap().len();
        assert!(check_budget(folder.path(), size + 1).is_ok());
        assert!(check_budget(folder.path(), size).is_err());
    }

    #[test]
    fn an_empty_build_is_not_within_its_budget() {
        assert!(check_budget(folder_with(&[("page.html", "")]).path(), BUDGET).is_err());
    }
}
