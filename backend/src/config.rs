//! Every setting, checked at the start: an unknown or wrong key stops the program and is named.
//!
//! Defaults are `config/default.toml`, compiled in; then a file; then the environment.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer};
use url::Url;

pub const DEFAULTS: &str = include_str!("../config/default.toml");
const PREFIX: &str = "CLIENTHUB__";

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub secrets: Secrets,
    pub meta: Meta,
    pub sync: Sync,
    pub limits: Limits,
    pub retention: Retention,
    pub log: Log,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    pub listen: SocketAddr,
    pub public_url: Url,
    pub allowed_hosts: Vec<String>,
    pub client_address_header: String,
    pub shutdown_s: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub url: SecretString,
    pub connections: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    #[serde(deserialize_with = "secret_text")]
    pub root_key: SecretString,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meta {
    pub base_url: Url,
    pub version: String,
    #[serde(deserialize_with = "text")]
    pub app_id: String,
    #[serde(deserialize_with = "secret_text")]
    pub app_secret: SecretString,
    #[serde(deserialize_with = "secret_text")]
    pub verify_token: SecretString,
    pub appsecret_proof: bool,
    pub connect_timeout_s: u64,
    pub timeout_s: u64,
    pub answer_within_s: u64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sync {
    pub every_s: u32,
    pub at_once: usize,
    pub calls_per_hour: i64,
    pub calls_per_hour_active: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    pub requests_per_second: std::num::NonZeroU32,
    pub requests_at_once: std::num::NonZeroU32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub meta_events: u32,
    pub domain_events: u32,
    pub done_tasks: u32,
    pub buried_tasks: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub level: String,
    pub format: LogFormat,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

/// The environment gives an app id as a number; it is text all the same.
fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum TextOrNumber {
        Text(String),
        Number(i64),
    }
    Ok(match TextOrNumber::deserialize(from)? {
        TextOrNumber::Text(text) => text,
        TextOrNumber::Number(number) => number.to_string(),
    })
}

fn secret_text<'de, D: Deserializer<'de>>(from: D) -> Result<SecretString, D::Error> {
    text(from).map(SecretString::from)
}

impl Config {
    /// Defaults, then the file, then the environment; checked.
    pub fn load(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::from(Toml::string(DEFAULTS));
        if let Some(file) = file {
            if !file.is_file() {
                bail!("the configuration file {} does not exist", file.display());
            }
            figment = figment.merge(Toml::file(file));
        }
        figment = figment
            .merge(Env::prefixed(PREFIX).filter(|key| !key.as_str().to_lowercase().ends_with("_file")).split("__"));
        for (key, value) in secrets_from_files(std::env::vars())? {
            figment = figment.merge(Serialized::default(&key, value));
        }
        let config: Self = figment.extract().map_err(|error| anyhow::anyhow!("configuration: {error}"))?;
        config.check()?;
        Ok(config)
    }

    /// The defaults alone, to be changed by code: demo and tests.
    pub fn defaults() -> anyhow::Result<Self> {
        Figment::from(Toml::string(DEFAULTS)).extract().context("the built-in defaults")
    }

    fn check(&self) -> anyhow::Result<()> {
        for (key, url) in [("server.public_url", &self.server.public_url), ("meta.base_url", &self.meta.base_url)] {
            if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
                bail!("configuration: {key} must be an http or https address");
            }
        }
        if self.server.public_url.path() != "/" {
            bail!("configuration: server.public_url must not have a path");
        }
        for (key, value) in [
            ("meta.app_id", self.meta.app_id.as_str()),
            ("meta.app_secret", self.meta.app_secret.expose_secret()),
            ("meta.verify_token", self.meta.verify_token.expose_secret()),
        ] {
            if value.is_empty() {
                bail!("configuration: {key} is not set; take it from your app in Meta's dashboard");
            }
        }
        if !self.is_sqlite() && self.secrets.root_key.expose_secret().is_empty() {
            bail!("configuration: secrets.root_key must be set with Postgres (openssl rand -base64 32)");
        }
        if !self.is_sqlite() && self.database.connections < 2 {
            bail!(
                "configuration: database.connections must be at least 2 on Postgres: one listens for other processes"
            );
        }
        if self.database.connections == 0 || self.sync.at_once == 0 || self.sync.every_s < 60 {
            bail!("configuration: database.connections and sync.at_once must be at least 1, sync.every_s at least 60");
        }
        if !(1..=60).contains(&self.meta.timeout_s) {
            bail!(
                "configuration: meta.timeout_s must be from 1 to 60: a registration's step without a word for longer is \
                 taken for dead"
            );
        }
        if self.retention.meta_events < 8 {
            bail!("configuration: retention.meta_events must be at least 8: Meta repeats an event for seven days");
        }
        Ok(())
    }

    pub fn is_sqlite(&self) -> bool {
        self.database.url.expose_secret().starts_with("sqlite:")
    }

    /// Where the SQLite file lies.
    pub fn sqlite_path(&self) -> Option<PathBuf> {
        let path = self.database.url.expose_secret().strip_prefix("sqlite:")?;
        Some(PathBuf::from(path.strip_prefix("//").unwrap_or(path).split('?').next().unwrap_or_default()))
    }

    /// Cookies are `Secure` when people reach the hub by https.
    pub fn is_https(&self) -> bool {
        self.server.public_url.scheme() == "https"
    }

    /// The values that the Host header may have.
    pub fn hosts(&self) -> Vec<String> {
        let url = &self.server.public_url;
        let host = url.host_str().unwrap_or_default();
        let own = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        std::iter::once(own).chain(self.server.allowed_hosts.iter().cloned()).map(|host| host.to_lowercase()).collect()
    }
}

/// `CLIENTHUB__META__APP_SECRET_FILE=/path` gives `meta.app_secret` the file's text without the line's end.
fn secrets_from_files(vars: impl Iterator<Item = (String, String)>) -> anyhow::Result<Vec<(String, String)>> {
    const SECRETS: [&str; 4] = ["database.url", "secrets.root_key", "meta.app_secret", "meta.verify_token"];
    let mut found = Vec::new();
    for (name, path) in vars {
        let Some(key) = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix("_FILE")) else { continue };
        let key = key.to_lowercase().replace("__", ".");
        if !SECRETS.contains(&key.as_str()) {
            bail!("configuration: {name} is unknown; only {} may come from files", SECRETS.join(", "));
        }
        let value = std::fs::read_to_string(&path).with_context(|| format!("reading {name}={path}"))?;
        found.push((key, value.trim_end().to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(extra: &str) -> Result<Config, String> {
        let figment = Figment::from(Toml::string(DEFAULTS)).merge(Toml::string(extra));
        let config: Config = figment.extract().map_err(|error| error.to_string())?;
        config.check().map_err(|error| error.to_string())?;
        Ok(config)
    }

    const APP: &str = "meta = { app_id = 7, app_secret = \"s\", verify_token = \"v\" }\n";

    #[test]
    fn an_unknown_or_missing_key_is_named() {
        assert!(with(APP).is_ok());
        assert!(with(&format!("{APP}server = {{ listn = \"x\" }}")).unwrap_err().contains("listn"));
        assert!(with("").unwrap_err().contains("meta.app_id"));
        let postgres = format!("{APP}database = {{ url = \"postgres://localhost/x\" }}");
        assert!(with(&postgres).unwrap_err().contains("secrets.root_key"));
        let forgetful = format!("{APP}retention = {{ meta_events = 7 }}");
        assert!(with(&forgetful).unwrap_err().contains("retention.meta_events"));
        let patient = with(&APP.replace(" }", ", timeout_s = 61 }"));
        assert!(patient.unwrap_err().contains("meta.timeout_s"));
    }

    #[test]
    fn a_secret_comes_from_a_file_and_other_keys_do_not() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "hush\n").unwrap();
        let var = |name: &str| std::iter::once((name.to_owned(), file.path().display().to_string()));
        let found = secrets_from_files(var("CLIENTHUB__META__APP_SECRET_FILE")).unwrap();
        assert_eq!(found, [("meta.app_secret".to_owned(), "hush".to_owned())]);
        assert!(secrets_from_files(var("CLIENTHUB__SERVER__LISTEN_FILE")).is_err());
    }
}
