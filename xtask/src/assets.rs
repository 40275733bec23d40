//! What the browser downloads: brotli and gzip beside every built file that shrinks, and the size budget.

use crate::files::{has_extension, walk};
use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Brotli bytes of wasm, scripts and styles together that the product promises for each program. A fact of the product, see `docs/performance.md`.
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

/// Prints the sizes and fails when a program is over `budget`. A program is a page with the files that it names.
pub fn check_budget(folder: &Path, budget: u64) -> Result<()> {
    let files = walk(folder, &|_| false)?;
    let mut over = Vec::new();
    let mut programs = 0;
    for page in files.iter().filter(|file| has_extension(file, &["html"])) {
        let text = fs::read_to_string(page)?;
        let name = page.strip_prefix(folder).unwrap_or(page).display();
        let mut total = 0;
        for file in files.iter().filter(|file| has_extension(file, &BUDGETED) && is_named(file, &text)) {
            let plain = fs::metadata(file)?.len();
            let sent = fs::metadata(beside(file, "br")).map_or(plain, |found| found.len());
            eprintln!("{sent:>9} of {plain:>9} bytes  {}", file.strip_prefix(folder).unwrap_or(file).display());
            total += sent;
        }
        eprintln!("{total:>9} bytes with brotli for {name}; the budget is {budget}");
        if total >= budget {
            over.push(format!("{name} is {} bytes over its budget", total - budget + 1));
        }
        programs += u64::from(total > 0);
    }
    match over.as_slice() {
        _ if programs == 0 => bail!("no page with wasm, js or css in {}", folder.display()),
        [] => Ok(()),
        over => bail!("{}", over.join("; ")),
    }
}

fn is_named(file: &Path, page: &str) -> bool {
    file.file_name().is_some_and(|name| page.contains(&*name.to_string_lossy()))
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
        let folder = folder_with(&[("a.js", &"x".repeat(5000)), ("page.html", "not counted, names /a.js")]);
        compress(folder.path()).unwrap();
        let size = fs::metadata(folder.path().join("a.js.br")).unwrap().len();
        assert!(check_budget(folder.path(), size + 1).is_ok());
        assert!(check_budget(folder.path(), size).is_err());
    }

    #[test]
    fn each_program_has_the_budget_for_itself() {
        let files = [("a.js", "1234567"), ("b.js", "123456789"), ("both.css", "1234")];
        let folder = folder_with(&files);
        fs::write(folder.path().join("one.html"), "a.js both.css").unwrap();
        fs::write(folder.path().join("two.html"), "b.js both.css").unwrap();
        assert!(check_budget(folder.path(), 14).is_ok());
        let refused = check_budget(folder.path(), 13).unwrap_err().to_string();
        assert_eq!(refused, "two.html is 1 bytes over its budget");
    }

    #[test]
    fn an_empty_build_is_not_within_its_budget() {
        assert!(check_budget(folder_with(&[("page.html", "")]).path(), BUDGET).is_err());
    }
}
