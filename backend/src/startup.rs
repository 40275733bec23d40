//! Puts the program together: `Application::build(config)` connects, migrates, binds; `run` answers until it is told to stop.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use anyhow::{Context, bail};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::clock::Clock;
use crate::config::Config;
use crate::crypto::{self, Keys};
use crate::http;
use crate::service::stream;
use crate::state::AppState;
use crate::store::{self, Db};

/// A server that is bound to its port. Not yet answering: `run` does that.
pub struct Application {
    pub state: AppState,
    address: SocketAddr,
    server: Server,
}

impl Application {
    /// Connects, migrates and binds. The state is ready unless the caller has data to seed first (`ready: false`).
    pub async fn build(config: Config, clock: Clock, ready: bool) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(config.server.listen)
            .with_context(|| format!("server.listen: {} is not free", config.server.listen))?;
        let state = open(config, clock).await?;
        Self::on(listener, state, ready)
    }

    /// The same on a port that is bound and a state that is open already.
    pub fn on(listener: TcpListener, state: AppState, ready: bool) -> anyhow::Result<Self> {
        let address = listener.local_addr()?;
        if ready {
            state.set_ready();
        }
        if http::assets::are_missing() {
            tracing::warn!("{}", http::assets::MISSING);
        }
        tokio::spawn(stream::run(state.clone()));
        let server = serve(listener, state.clone())?;
        Ok(Self { state, address, server })
    }

    /// Where it listens; the port is the real one when 0 was asked for.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn handle(&self) -> ServerHandle {
        self.server.handle()
    }

    /// Answers until it is stopped.
    pub async fn run(self) -> anyhow::Result<()> {
        self.server.await.context("the server ended")
    }
}

fn serve(listener: TcpListener, state: AppState) -> anyhow::Result<Server> {
    let shutdown_s = state.config.server.shutdown_s;
    let data = web::Data::new(state);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(data.clone())
            .app_data(web::PayloadConfig::new(http::extract::BODY_MAX))
            .wrap(from_fn(http::guard::around))
            .configure(http::routes)
    })
    .listen(listener)?
    .shutdown_timeout(shutdown_s)
    .client_request_timeout(Duration::from_secs(15))
    .disable_signals()
    .run();
    Ok(server)
}

/// Database, schema and keys: what `serve`, `work` and the commands need.
pub async fn open(config: Config, clock: Clock) -> anyhow::Result<AppState> {
    if let Some(folder) = config.sqlite_path().as_deref().and_then(Path::parent) {
        make_private(folder).with_context(|| format!("making the folder {}", folder.display()))?;
    }
    if let Some(file) = config.sqlite_path().filter(|file| !file.exists()) {
        write_private(&file, "").with_context(|| format!("making {}", file.display()))?;
    }
    let db = Db::connect(config.database.url.expose_secret(), config.database.connections).await?;
    db.migrate().await?;
    let keys = Keys::from_root(&root_key(&config)?)?;
    remember_key(&db, &keys).await?;
    AppState::new(config, db, clock, keys)
}

/// The root key, or where it will be.
pub enum KeyFile {
    Found(SecretString),
    Missing(PathBuf),
}

/// The configured key, or on SQLite the file beside the database.
pub fn find_root_key(config: &Config) -> anyhow::Result<KeyFile> {
    if !config.secrets.root_key.expose_secret().is_empty() {
        return Ok(KeyFile::Found(config.secrets.root_key.clone()));
    }
    let Some(database) = config.sqlite_path() else { bail!("secrets.root_key is not set") };
    let path = database.with_file_name("root.key");
    match std::fs::read_to_string(&path) {
        Ok(key) => Ok(KeyFile::Found(SecretString::from(key))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(KeyFile::Missing(path)),
        Err(error) => Err(error).with_context(|| format!("reading {}", path.display())),
    }
}

/// The same, made at the first start.
fn root_key(config: &Config) -> anyhow::Result<SecretString> {
    match find_root_key(config)? {
        KeyFile::Found(key) => Ok(key),
        KeyFile::Missing(path) => {
            let key = crypto::new_root_key()?;
            write_private(&path, key.expose_secret()).with_context(|| format!("writing {}", path.display()))?;
            tracing::info!(path = %path.display(), "made the root key; keep a copy of this file");
            Ok(key)
        }
    }
}

/// Mode 700 where it is new: the database holds password hashes and sealed tokens.
fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Mode 600 from the first byte, durable before anything is sealed with it.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

const KEY_CHECK: &str = "root_key_check";

/// Stops the start when the key is not the one that the database was begun with.
async fn remember_key(db: &Db, keys: &Keys) -> anyhow::Result<()> {
    let tx = db.begin().await?;
    match store::setting::find(&*tx, KEY_CHECK).await? {
        None => store::setting::put(&*tx, KEY_CHECK, keys.check_value()).await?,
        Some(known) => same_key(&known, keys)?,
    }
    Ok(tx.commit().await?)
}

/// Fails when the database was begun with another key; writes nothing.
pub async fn compare_key(db: &Db, root_key: &SecretString) -> anyhow::Result<()> {
    let keys = Keys::from_root(root_key)?;
    match store::setting::find(db.read(), KEY_CHECK).await? {
        Some(known) => same_key(&known, &keys),
        None => Ok(()),
    }
}

fn same_key(known: &str, keys: &Keys) -> anyhow::Result<()> {
    if !bool::from(known.as_bytes().ct_eq(keys.check_value().as_bytes())) {
        bail!("secrets.root_key is not the key that this database was sealed with");
    }
    Ok(())
}
