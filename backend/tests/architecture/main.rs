//! The rules of docs/architecture.md that a machine can check, read off the sources: who may import whom, and which words
//! have one home. Each rule says how to obey it; the tables are in `rules.rs`, reading is in `source.rs`.
#![allow(clippy::unwrap_used, reason = "these are tests")]

mod rules;
mod source;

use rules::{Home, LAYERS, Layer, OWED, TRANSLATORS};
use source::{Source, repository};

/// Every breach of a table of homes.
fn strays(homes: &[Home], sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for home in homes {
        for source in sources.iter().filter(|source| home.applies_to(&source.path)) {
            for (line, code) in source.code() {
                if let Some(word) = home.words.iter().find(|word| source::has_word(code, word)) {
                    found.push(format!("{}:{line}: `{word}`: {}", source.path, home.why));
                }
            }
        }
    }
    found
}

/// Every import against the arrows.
fn against_the_arrows(layers: &[Layer], owed: &[(&str, &str)], sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for layer in layers {
        for source in sources.iter().filter(|source| source.path.starts_with(layer.folder)) {
            for (line, import) in source.imports() {
                let top = import.split("::").next().unwrap_or_default();
                let is_owed = owed.iter().any(|(path, what)| source.path == *path && import.starts_with(what));
                if layer.never.contains(&top) && !is_owed {
                    found.push(format!("{}:{line}: `crate::{import}`: {}", source.path, layer.why));
                }
            }
        }
    }
    found
}

/// Names of Meta's wire types outside the modules that translate them.
fn wire_types(translators: &[&str], sources: &[Source]) -> Vec<String> {
    const GRAPH: &str = "backend/src/graph/";
    let graph = sources.iter().filter(|source| source.path.starts_with(GRAPH));
    let declared: Vec<&str> = graph.flat_map(Source::public_types).filter(|name| name.starts_with("Meta")).collect();
    let mut found = Vec::new();
    for source in
        sources.iter().filter(|source| source.path.starts_with("backend/src/") && !source.path.starts_with(GRAPH))
    {
        if translators.iter().any(|path| source.path.starts_with(path)) {
            continue;
        }
        for (line, code) in source.code() {
            // `Column::MetaId` is the database's name for an id.
            let code = code.replace("Column::Meta", "");
            if let Some(name) = declared.iter().find(|name| source::has_word(&code, name)) {
                found.push(format!("{}:{line}: `{name}` is Meta's; only graph and TRANSLATORS know it", source.path));
            }
        }
    }
    found
}

fn too_long(max: usize, sources: &[Source]) -> Vec<String> {
    let long = sources.iter().filter(|source| source.text.lines().count() > max);
    long.map(|source| format!("{}: {} lines; split it by verb", source.path, source.text.lines().count())).collect()
}

#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn imports_follow_the_arrows() {
    none(&against_the_arrows(LAYERS, OWED, &repository()));
}

#[test]
fn what_is_owed_is_still_owed() {
    let sources = repository();
    let all = against_the_arrows(LAYERS, &[], &sources);
    for (path, what) in OWED {
        let is_there = all.iter().any(|line| line.starts_with(path) && line.contains(what));
        assert!(is_there, "{path} no longer imports {what}: take it out of OWED");
    }
}

#[test]
fn words_stay_in_their_homes() {
    none(&strays(rules::HOMES, &repository()));
}

#[test]
fn metas_wire_types_stay_in_graph_and_in_those_who_translate() {
    none(&wire_types(TRANSLATORS, &repository()));
}

#[test]
fn no_file_is_over_400_lines() {
    none(&too_long(400, &repository()));
}

#[test]
fn our_crates_depend_on_each_other_in_one_direction() {
    for (manifest, allowed) in rules::CRATES {
        let text = std::fs::read_to_string(source::root().join(manifest)).unwrap();
        none(&rules::own_dependencies_beyond(&text, allowed, manifest));
    }
}

mod the_checker_itself {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        Source { path: path.into(), text: text.into() }
    }

    #[test]
    fn sees_an_import_against_the_arrows_however_it_is_written() {
        for text in [
            "use crate::service::org;",
            "use crate::{clock, service::{org, user}};",
            "use crate::{\n    clock,\n    service,\n};",
            "fn f() { crate::service::org::create(); }",
        ] {
            assert_eq!(against_the_arrows(LAYERS, &[], &[source("backend/src/store/org.rs", text)]).len(), 1, "{text}");
            none(&against_the_arrows(LAYERS, &[], &[source("backend/src/http/org.rs", text)]));
        }
        let owed = [("backend/src/store/org.rs", "service::org")];
        none(&against_the_arrows(LAYERS, &owed, &[source("backend/src/store/org.rs", "use crate::service::org;")]));
        assert_eq!(
            against_the_arrows(LAYERS, &[], &[source("backend/src/graph/x.rs", "use crate::store::Db;")]).len(),
            1
        );
    }

    #[test]
    fn passes_over_comments_texts_and_tests() {
        let text = "// Utc::now()\nlet x = \"Utc::now()\"; let q = '\"'; // y\n#[cfg(test)]\nmod tests {\n    fn f() { Utc::now(); }\n}\n";
        none(&strays(rules::HOMES, &[source("backend/src/service/x.rs", text)]));
        none(&strays(rules::HOMES, &[source("backend/src/service/x/tests/y.rs", "a.unwrap();")]));
        none(&strays(rules::HOMES, &[source("backend/tests/api/x.rs", "a.unwrap();")]));
    }

    #[test]
    fn sees_a_word_away_from_home() {
        let strays = |path: &str, text: &str| strays(rules::HOMES, &[source(path, text)]).len();
        for (text, path, home) in [
            ("use sea_orm::Set;", "backend/src/service/x.rs", "backend/src/store/x.rs"),
            ("use actix_web::web;", "backend/src/service/x.rs", "backend/src/http/x.rs"),
            ("config.route(\"/x\", get());", "backend/src/http/x.rs", "backend/src/http/docs.rs"),
            ("let now = Utc::now();", "backend/src/service/x.rs", "backend/src/clock.rs"),
            ("let now = std::time::Instant::now();", "backend/src/http/x.rs", "backend/src/http/guard.rs"),
            ("getrandom::fill(&mut x);", "backend/src/service/x.rs", "backend/src/crypto.rs"),
            ("Uuid::now_v7()", "backend/src/store/x.rs", "backend/src/clock.rs"),
            ("std::env::var(\"X\")", "backend/src/http/x.rs", "backend/src/config.rs"),
            ("x.unwrap();", "shared/src/x.rs", "xtask/src/x.rs"),
            ("todo!()", "sandbox/src/x.rs", "sandbox/tests/x.rs"),
            ("use tokio::spawn;", "shared/src/x.rs", "backend/src/x.rs"),
        ] {
            assert_eq!((strays(path, text), strays(home, text)), (1, 0), "{text}");
        }
        assert_eq!(strays("backend/src/service/x.rs", "x.unwrap_or_default(); operand::x(); my_sea_orm_like()"), 0);
        // Code after the tests is code.
        let after = "#[cfg(test)]\nmod tests {\n}\n\nfn f() { x.unwrap() }\n";
        assert_eq!(strays("backend/src/service/x.rs", after), 1);
    }

    #[test]
    fn sees_wire_types_long_files_and_dependencies() {
        let graph =
            source("backend/src/graph/x.rs", "pub struct MetaThing {}\nstruct Other;\npub enum MetaWord<'a> {}");
        let user = |path: &str| source(path, "fn f(x: MetaThing, y: MetaThings) {}\nColumn::MetaThing");
        let found = |path: &str| {
            wire_types(&["backend/src/service/sync"], &[source(&graph.path, &graph.text), user(path)]).len()
        };
        assert_eq!((found("backend/src/http/x.rs"), found("backend/src/service/sync/x.rs")), (1, 0));

        let lines = |count| [source("a.rs", &"x\n".repeat(count))];
        assert_eq!((too_long(400, &lines(400)).len(), too_long(400, &lines(401)).len()), (0, 1));

        let manifest = "[dependencies]\nclienthub-shared.workspace = true\nclienthub = { path = \"x\" }\n[dev-dependencies]\nserde = \"1\"";
        assert_eq!(rules::own_dependencies_beyond(manifest, &["clienthub-shared"], "x").len(), 1);
        assert_eq!(rules::own_dependencies_beyond(manifest, &["clienthub-shared", "clienthub"], "x").len(), 0);
    }
}
