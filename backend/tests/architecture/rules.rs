//! The tables. A rule that is in the way is changed here and in docs/architecture.md, in the same commit, with the reason.

/// A folder of the back end and the modules that it must not import.
pub struct Layer {
    pub folder: &'static str,
    pub never: &'static [&'static str],
    pub why: &'static str,
}

pub const LAYERS: &[Layer] = &[
    Layer {
        folder: "backend/src/http/",
        never: &["jobs", "startup", "cli", "demo"],
        why: "handlers call services and, for plain reads, the store",
    },
    Layer {
        folder: "backend/src/service/",
        never: &["http", "jobs", "startup", "cli", "demo"],
        why: "services know no HTTP and are called by jobs, not the other way",
    },
    Layer {
        folder: "backend/src/store/",
        never: &["http", "service", "graph", "jobs", "startup", "cli", "demo", "state", "config"],
        why: "the store decides nothing and knows nobody above it",
    },
    Layer {
        folder: "backend/src/graph/",
        never: &["http", "service", "store", "jobs", "startup", "cli", "demo", "state", "config", "error"],
        why: "the Graph client knows neither our database nor our rules",
    },
    Layer { folder: "backend/src/jobs/", never: &["http", "startup", "cli", "demo"], why: "jobs call services" },
];

/// Imports against the arrows that are known and to be paid back: file, and what it imports. Shorten, never lengthen.
pub const OWED: &[(&str, &str)] = &[];

/// Who turns Meta's wire types into ours.
pub const TRANSLATORS: &[&str] = &[
    "backend/src/service/apply",
    "backend/src/service/facts.rs",
    "backend/src/service/health.rs",
    "backend/src/service/intake.rs",
    "backend/src/service/record.rs",
    "backend/src/service/registration/run.rs",
    "backend/src/service/status/",
    "backend/src/service/subscription.rs",
    "backend/src/service/sync",
    "backend/src/service/template/library.rs",
    "backend/src/service/template/media.rs",
    "backend/src/service/template/record.rs",
    "backend/src/service/template/submit.rs",
    "backend/src/service/template/sync",
    "backend/src/service/token.rs",
    "backend/src/service/waba",
];

/// Words that may be written in few places only.
pub struct Home {
    pub words: &'static [&'static str],
    /// Where the rule holds: beginnings of paths.
    pub within: &'static [&'static str],
    /// Where the words are at home all the same.
    pub except: &'static [&'static str],
    pub why: &'static str,
}

impl Home {
    pub fn applies_to(&self, path: &str) -> bool {
        let begins = |starts: &[&str]| starts.iter().any(|start| path.starts_with(start));
        path.ends_with(".rs") && begins(self.within) && !begins(self.except)
    }
}

const BACKEND: &[&str] = &["backend/src/"];

pub const HOMES: &[Home] = &[
    Home {
        words: &["sea_orm", "sqlx", "sea_orm_migration"],
        within: &["backend/src/", "sandbox/", "frontend/", "shared/"],
        except: &["backend/src/store/"],
        why: "SQL belongs into store and migrations; a service holds a `Tx`",
    },
    Home {
        words: &["actix_web", "actix_http", "utoipa_actix_web"],
        within: BACKEND,
        except: &["backend/src/http/", "backend/src/gateway/", "backend/src/startup.rs"],
        why: "HTTP belongs into http, gateway and startup",
    },
    Home {
        words: &[".route("],
        within: &["backend/src/http/"],
        except: &["backend/src/http/docs.rs"],
        why: "utoipa documents only `.service(handler)`",
    },
    Home {
        words: &["Utc::now", "Local::now", "SystemTime", "Instant::now"],
        within: BACKEND,
        // These measure how long something takes; none of it is stored.
        except: &[
            "backend/src/clock.rs",
            "backend/src/graph/call.rs",
            "backend/src/http/guard.rs",
            "backend/src/service/intake.rs",
        ],
        why: "the time comes from the `Clock` that is passed in",
    },
    Home {
        words: &["getrandom", "rand", "Uuid::now_v7", "Uuid::new_v4"],
        within: BACKEND,
        except: &["backend/src/crypto.rs", "backend/src/clock.rs"],
        why: "random numbers come from crypto, ids from the clock",
    },
    Home {
        words: &["std::env", "env::var", "env::vars", "env::args"],
        within: BACKEND,
        // The demo has no configuration file; it takes the log's level alone.
        except: &["backend/src/config.rs", "backend/src/cli.rs", "backend/src/main.rs", "backend/src/demo/mod.rs"],
        why: "settings come from config",
    },
    Home {
        words: &[".unwrap()", "todo!", "unimplemented!", "dbg!"],
        within: &["backend/", "frontend/", "migrations/", "sandbox/", "shared/"],
        except: &[],
        why: "return an error, or `expect` with the proof",
    },
    Home { words: &["dbg!", "todo!", "unimplemented!"], within: &["xtask/"], except: &[], why: "finish it" },
    Home {
        words: &[
            "actix_web",
            "leptos",
            "tokio",
            "reqwest",
            "std::fs",
            "std::net",
            "std::env",
            "Utc::now",
            "SystemTime",
        ],
        within: &["shared/"],
        except: &[],
        why: "shared is types for both sides: no I/O, no clock, compiles for wasm",
    },
];

/// Which of our crates a crate may depend on.
pub const CRATES: &[(&str, &[&str])] = &[
    ("shared/Cargo.toml", &[]),
    ("sandbox/Cargo.toml", &[]),
    ("migrations/Cargo.toml", &[]),
    ("testdb/Cargo.toml", &["clienthub-migrations"]),
    ("frontend/Cargo.toml", &["clienthub-shared"]),
    // The last one in its tests only.
    ("backend/Cargo.toml", &["clienthub-shared", "clienthub-migrations", "clienthub-sandbox", "clienthub-testdb"]),
];

/// Lines of a manifest that name a crate of ours which is not allowed.
pub fn own_dependencies_beyond(manifest: &str, allowed: &[&str], path: &str) -> Vec<String> {
    let mut is_dependencies = false;
    let mut found = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_dependencies = line.contains("dependencies");
            continue;
        }
        let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
        if is_dependencies && name.starts_with("clienthub") && !allowed.contains(&name) {
            found.push(format!("{path}: depends on {name}, against the arrows"));
        }
    }
    found
}
