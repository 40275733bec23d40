//! Reading Rust sources by line, well enough for rules: comments, texts and test modules are left out.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Source {
    /// From the repository's root, with slashes.
    pub path: String,
    pub text: String,
}

/// Asked at run time: clones may share a target folder, and cargo does not build anew for each.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("tests are run by cargo");
    Path::new(&package).parent().unwrap().to_owned()
}

/// Every source of ours: Rust and TypeScript.
pub fn repository() -> Vec<Source> {
    let (root, mut found) = (root(), Vec::new());
    walk(&root, &root, &mut found);
    assert!(found.len() > 50, "the sources are not where this test looks: {}", root.display());
    found
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !["target", "node_modules", "dist", "test-results"].contains(&name.as_str()) {
                walk(root, &path, found);
            }
        } else if name.ends_with(".rs") || name.ends_with(".ts") {
            let below = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { path: below, text: fs::read_to_string(&path).unwrap() });
        }
    }
}

impl Source {
    /// Lines with their numbers, without comments, texts and inline test modules; nothing of a file that is a test.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let file = self.path.rsplit('/').next().unwrap_or_default();
        let is_test = self.path.split('/').any(|part| part == "tests" || part == "benches")
            || file == "tests.rs"
            || file.ends_with("_tests.rs");
        let (mut in_tests, mut announced) = (false, false);
        self.text.lines().enumerate().filter_map(move |(at, line)| {
            if in_tests {
                in_tests = line != "}";
                return None;
            }
            if announced && line.starts_with("mod ") && line.ends_with('{') {
                (in_tests, announced) = (true, false);
                return None;
            }
            announced = line == "#[cfg(test)]";
            (!is_test).then_some((at + 1, line))
        })
    }

    /// What follows each `crate::`, with the line; a group in braces gives one each.
    pub fn imports(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let code: Vec<(usize, String)> = self.code().map(|(line, code)| (line, bare(code))).collect();
        for (at, (line, text)) in code.iter().enumerate() {
            for (start, _) in text.match_indices("crate::").filter(|(start, _)| is_start_of_word(text, *start)) {
                let rest = &text[start + "crate::".len()..];
                if rest.starts_with('{') {
                    let whole: String =
                        std::iter::once(rest).chain(code[at + 1..].iter().map(|(_, text)| text.as_str())).collect();
                    found.extend(group(&whole).into_iter().map(|name| (*line, name)));
                } else {
                    let end =
                        rest.find(|one: char| !one.is_alphanumeric() && one != '_' && one != ':').unwrap_or(rest.len());
                    found.push((*line, rest[..end].to_owned()));
                }
            }
        }
        found
    }

    pub fn public_types(&self) -> impl Iterator<Item = &str> {
        self.code().filter_map(|(_, line)| {
            let rest = ["pub struct ", "pub enum ", "pub type "].iter().find_map(|start| line.strip_prefix(start))?;
            rest.split(|one: char| !one.is_alphanumeric() && one != '_').next()
        })
    }
}

/// The members of `{a, b::c, d::{e, f}}`, each from its first name.
fn group(text: &str) -> Vec<String> {
    let (mut depth, mut names, mut name) = (0_usize, Vec::new(), String::new());
    for one in text.chars() {
        match one {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && one == ',') {
            names.push(std::mem::take(&mut name));
            if depth == 0 {
                break;
            }
        } else if !(one.is_whitespace() || depth == 1 && one == '{') {
            name.push(one);
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Whether the line's code has the word, not as a part of a longer one.
pub fn has_word(line: &str, word: &str) -> bool {
    let code = bare(line);
    code.match_indices(word).any(|(at, _)| {
        let ends = word.ends_with(|one: char| !one.is_alphanumeric())
            || !code[at + word.len()..].starts_with(|one: char| one.is_alphanumeric() || one == '_');
        ends && (word.starts_with('.') || is_start_of_word(&code, at))
    })
}

fn is_start_of_word(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|one: char| one.is_alphanumeric() || one == '_')
}

/// The line without comment and without what stands in quotes.
fn bare(line: &str) -> String {
    let mut kept = String::new();
    let mut rest = line.replace("'\"'", "' '").replace("'\\\"'", "' '");
    while let Some(at) = rest.find(['"', '/']) {
        if rest[at..].starts_with("//") {
            kept.push_str(&rest[..at]);
            return kept;
        }
        if rest[at..].starts_with('/') {
            kept.push_str(&rest[..=at]);
            rest.drain(..=at);
            continue;
        }
        kept.push_str(&rest[..=at]);
        rest.drain(..=at);
        let mut escaped = false;
        let end = rest.find(|one: char| {
            let is_end = one == '"' && !escaped;
            escaped = one == '\\' && !escaped;
            is_end
        });
        match end {
            Some(end) => {
                kept.push('"');
                rest.drain(..=end);
            }
            None => return kept,
        }
    }
    kept + &rest
}
