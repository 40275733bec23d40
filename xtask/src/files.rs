//! Walking folders, and the fingerprint by which a finished step knows that nothing changed since.

use anyhow::{Context, Result};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Every file under `folder`, sorted; entries for which `skip` holds are left out with all below them.
pub fn walk(folder: &Path, skip: &dyn Fn(&Path) -> bool) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            if skip(&path) {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Names and contents, in the order given. Only for comparing on the same machine.
pub fn fingerprint<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| format!("{}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

pub fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension().and_then(|extension| extension.to_str()).is_some_and(|extension| extensions.contains(&extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_contents_and_names_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        fs::write(&one, "a").unwrap();
        let first = fingerprint([&one]).unwrap();
        fs::write(&one, "a").unwrap();
        assert_eq!(first, fingerprint([&one]).unwrap());
        fs::rename(&one, &two).unwrap();
        assert_ne!(first, fingerprint([&two]).unwrap());
        fs::write(&one, "b").unwrap();
        assert_ne!(first, fingerprint([&one]).unwrap());
    }

    #[test]
    fn walking_leaves_out_what_is_skipped() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["src/a.rs", "node_modules/b.js", "c.html"] {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let found = walk(folder.path(), &|path| path.ends_with("node_modules")).unwrap();
        let names: Vec<_> = found.iter().map(|file| file.strip_prefix(folder.path()).unwrap()).collect();
        assert_eq!(names, [Path::new("c.html"), Path::new("src/a.rs")]);
    }
}
