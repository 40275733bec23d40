//! `clienthub doctor`: what is right and what is wrong, in one look. It changes nothing: no schema, no key, no subscription.

use std::fmt;

use anyhow::bail;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::service::subscription;
use crate::startup::{self, KeyFile};
use crate::state;
use crate::store::Db;

struct Finding {
    what: &'static str,
    is_well: bool,
    text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<14} {:<6} {}", self.what, if self.is_well { "ok" } else { "WRONG" }, self.text)
    }
}

/// Prints a line for each thing that it looked at; fails when one of them is wrong.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    println!("{}", Finding { what: "configuration", is_well: true, text: String::new() });
    let mut all_well = true;
    for (what, looked) in
        [("database", database(config).await), ("root key", root_key(config).await), ("Meta", meta(config).await)]
    {
        let (is_well, text) = match looked {
            Ok(text) => (true, text),
            Err(error) => (false, format!("{error:#}")),
        };
        all_well &= is_well;
        println!("{}", Finding { what, is_well, text });
    }
    if all_well { Ok(()) } else { bail!("something is wrong, see above") }
}

/// None: the first start will make it.
async fn open(config: &Config) -> anyhow::Result<Option<Db>> {
    if config.sqlite_path().is_some_and(|path| !path.exists()) {
        return Ok(None);
    }
    let db = Db::connect(config.database.url.expose_secret(), config.database.connections).await?;
    Ok(Some(db))
}

async fn database(config: &Config) -> anyhow::Result<String> {
    let Some(db) = open(config).await? else { return Ok("not there yet; the first start makes it".into()) };
    db.ping().await?;
    Ok(match db.pending_migrations().await? {
        0 => "the schema is up to date".into(),
        pending => format!("{pending} migrations to apply: `clienthub migrate`, or the next start"),
    })
}

async fn root_key(config: &Config) -> anyhow::Result<String> {
    match startup::find_root_key(config)? {
        KeyFile::Missing(path) => Ok(format!("not there yet; the first start makes {}", path.display())),
        KeyFile::Found(key) => match open(config).await? {
            Some(db) if db.pending_migrations().await? == 0 => {
                startup::compare_key(&db, &key).await?;
                Ok("the one that the database was sealed with".into())
            }
            _ => Ok("readable".into()),
        },
    }
}

async fn meta(config: &Config) -> anyhow::Result<String> {
    let address = subscription::address(config)?;
    match subscription::current(&state::graph(config)?).await? {
        Some(there) if there == address.as_str() => Ok(format!("webhooks come to {address}")),
        Some(there) => bail!("webhooks go to {there}, not to {address}: `clienthub meta subscribe`"),
        None => bail!("no webhooks are sent: `clienthub meta subscribe`"),
    }
}
