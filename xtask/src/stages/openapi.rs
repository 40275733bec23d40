//! `docs/openapi.json` is what the program says of itself: written by `cargo xtask openapi`, compared by the tests.

use crate::process::{cargo, command, output};
use crate::workspace::Workspace;
use anyhow::{Context, Result, bail};
use std::fs;

const DOCUMENT: &str = "docs/openapi.json";

pub fn write(workspace: &Workspace) -> Result<()> {
    let text = output(cargo(workspace).args(["run", "--quiet", "--package", "clienthub", "--", "openapi"]))?;
    fs::create_dir_all(workspace.path("docs"))?;
    fs::write(workspace.path(DOCUMENT), text)?;
    eprintln!("wrote {DOCUMENT}");
    Ok(())
}

/// The tests have just built the program; asking it costs nothing.
pub fn check(workspace: &Workspace) -> Result<()> {
    let spoken = output(command(workspace, workspace.debug_binary()).arg("openapi"))?;
    let committed = fs::read_to_string(workspace.path(DOCUMENT)).context(DOCUMENT)?;
    match first_difference(&committed, &spoken) {
        None => Ok(()),
        Some(line) => bail!(
            "{DOCUMENT} is not what the program says, from line {line} on: run `cargo xtask openapi` and \
             look at the change"
        ),
    }
}

fn first_difference(committed: &str, spoken: &str) -> Option<usize> {
    if committed == spoken {
        return None;
    }
    let same = committed.lines().zip(spoken.lines()).take_while(|(a, b)| a == b);
    Some(same.count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_found_at_its_line_and_at_the_end() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some(2));
        assert_eq!(first_difference("a\n", "a\nb\n"), Some(2));
    }
}
