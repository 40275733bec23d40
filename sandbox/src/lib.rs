//! A stand-in for Meta's Graph API: an HTTP server that answers, signs webhooks, throttles and forgets tokens as Meta does, for demos and
//! tests without an account at Meta. It is written from the reference alone and shares no types with the hub. `README.md` documents the
//! endpoints and every known difference; start reading at `graph`, `webhook` and `control`.

mod control;
pub mod demo;
mod graph;
mod http;
mod life;
mod sandbox;
mod store;
mod webhook;
mod world;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use actix_web::dev::ServerHandle;
use anyhow::Context;
use tokio::task::JoinHandle;

use crate::sandbox::Sandbox;

pub struct Options {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the state is kept; without it, it ends with the process.
    pub state_file: Option<PathBuf>,
    /// What the world holds when there is no state file yet.
    pub seed: Seed,
}

#[derive(Clone, Copy, Debug)]
pub enum Seed {
    Empty,
    /// How many numbers and templates the first WABA gets, its six and its twelve made by hand included.
    Demo {
        numbers: Option<u32>,
        templates: Option<u32>,
    },
}

impl Seed {
    /// Only what is made by hand.
    pub const DEMO: Self = Self::Demo { numbers: None, templates: None };
}

/// A running sandbox. Dropping it leaves the server to its runtime; `stop` ends it and saves the state.
pub struct Running {
    addr: SocketAddr,
    sandbox: Arc<Sandbox>,
    state_file: Option<PathBuf>,
    server: ServerHandle,
    tasks: Vec<JoinHandle<()>>,
}

/// Starts the sandbox inside the tokio runtime of the caller.
pub async fn start(options: Options) -> anyhow::Result<Running> {
    let seed = demo::world(options.seed)?;
    let saved = match &options.state_file {
        Some(path) => store::load(path)?,
        None => None,
    };
    let sandbox = Arc::new(Sandbox::new(saved.unwrap_or_else(|| seed.clone()), seed));
    let listener = std::net::TcpListener::bind(options.listen)
        .with_context(|| format!("the sandbox cannot listen on {}", options.listen))?;
    let addr = listener.local_addr()?;
    let server = http::serve(listener, sandbox.clone())?;
    let handle = server.handle();

    let mut tasks = vec![
        tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!("the sandbox's server ended: {error}");
            }
        }),
        tokio::spawn(webhook::sender::run(sandbox.clone())),
        tokio::spawn(life::run(sandbox.clone())),
    ];
    if let Some(path) = options.state_file.clone() {
        tasks.push(tokio::spawn(store::keep_saved(path, sandbox.clone())));
        sandbox.dirty.notify_one();
    }
    Ok(Running { addr, sandbox, state_file: options.state_file, server: handle, tasks })
}

impl Running {
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The address to give a client as Meta's; loopback when the sandbox listens on every interface.
    pub fn base_url(&self) -> String {
        if self.addr.ip().is_unspecified() {
            return format!("http://127.0.0.1:{}", self.addr.port());
        }
        format!("http://{}", self.addr)
    }

    pub async fn stop(self) {
        self.server.stop(false).await;
        for task in &self.tasks {
            task.abort();
        }
        if let Some(path) = &self.state_file
            && let Err(error) = store::save(path, &self.sandbox)
        {
            tracing::error!("sandbox state not saved: {error:#}");
        }
    }
}
