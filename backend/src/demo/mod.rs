//! `clienthub demo`: the hub with a sandbox in place of Meta, in one process, with data to look at.
//!
//! Everything goes through the hub's ordinary configuration and services; only addresses differ from a real installation. The
//! secrets are public, so it answers on loopback alone unless told otherwise. Data: `seed.rs`.

mod seed;

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use clienthub_sandbox::demo::{APP_ID, APP_SECRET, BIRCH_UNCONNECTED, VERIFY_TOKEN};
use clienthub_sandbox::{Options, Seed};
use secrecy::SecretString;

use crate::cli;
use crate::clock::Clock;
use crate::config::Config;
use crate::service;
use crate::startup::{self, Application};
use crate::state::AppState;

#[derive(Args)]
pub struct DemoOptions {
    /// Where the hub listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Where the sandbox listens.
    #[arg(long, default_value = "127.0.0.1:8081")]
    sandbox_listen: SocketAddr,
    /// Where database, key and the sandbox's state are kept.
    #[arg(long, default_value = "data/demo")]
    data_dir: PathBuf,
    /// Numbers of the first WABA; only for a new folder.
    #[arg(long)]
    numbers: Option<u32>,
    /// Templates of the first WABA at the sandbox; only for a new folder.
    #[arg(long)]
    templates: Option<u32>,
    /// Allow addresses that others can reach, although the demo's secrets are public.
    #[arg(long)]
    expose: bool,
}

pub async fn run(options: DemoOptions) -> anyhow::Result<()> {
    for address in [options.listen, options.sandbox_listen] {
        if !address.ip().is_loopback() && !options.expose {
            bail!("{address} can be reached by others and the demo's secrets are public; add --expose if you mean it");
        }
    }
    std::fs::create_dir_all(&options.data_dir)
        .with_context(|| format!("making the folder {}", options.data_dir.display()))?;
    let listener = TcpListener::bind(options.listen).with_context(|| format!("{} is not free", options.listen))?;
    let sandbox = clienthub_sandbox::start(Options {
        listen: options.sandbox_listen,
        state_file: Some(options.data_dir.join("sandbox.json")),
        seed: Seed::Demo { numbers: options.numbers, templates: options.templates },
    })
    .await
    .context("starting the sandbox")?;
    let address = listener.local_addr()?;
    let config = config(address, &sandbox.base_url(), &options.data_dir)?;
    cli::start_log(&config)?;
    let state = startup::open(config, Clock::system()).await?;
    let application = Application::on(listener, state.clone(), false)?;
    println!("hub      {}", state.config.server.public_url.as_str().trim_end_matches('/'));
    println!("sandbox  {}", sandbox.base_url());
    println!("sign in  {} / {}", seed::EMAIL, seed::PASSWORD);
    println!("waba     {}  (not connected yet: connect it with this token)", BIRCH_UNCONNECTED.meta_id);
    println!("token    {}", BIRCH_UNCONNECTED.token);
    let (address, stop) = (sandbox.base_url(), state.stop.clone());
    let seeding = async {
        tokio::select! { done = prepare(&state, &address) => done, () = stop.cancelled() => Ok(()) }
    };
    let (served, seeded) = tokio::join!(cli::until_told(application), seeding);
    sandbox.stop().await;
    served.and(seeded)
}

/// The hub's configuration: defaults with the demo's addresses, names and secrets.
fn config(address: SocketAddr, sandbox: &str, data: &Path) -> anyhow::Result<Config> {
    let mut config = Config::defaults()?;
    let (port, host) = (address.port(), shown_host(address.ip()));
    config.server.listen = address;
    config.server.public_url = format!("http://{host}:{port}").parse()?;
    config.server.allowed_hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}")).to_vec();
    config.database.url = SecretString::from(format!("sqlite://{}", data.join("clienthub.db").display()));
    config.meta.base_url = sandbox.parse()?;
    config.meta.app_id = APP_ID.into();
    config.meta.app_secret = SecretString::from(APP_SECRET);
    config.meta.verify_token = SecretString::from(VERIFY_TOKEN);
    config.log.level = std::env::var("CLIENTHUB__LOG__LEVEL").unwrap_or_else(|_| "warn".into());
    Ok(config)
}

fn shown_host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) if ip.is_unspecified() => "127.0.0.1".into(),
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) if ip.is_unspecified() => "[::1]".into(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Until this is done every page answers 503; Meta's webhooks are taken from the start.
async fn prepare(app: &AppState, sandbox: &str) -> anyhow::Result<()> {
    let subscribed = service::subscription::subscribe(app).await.context("subscribing the app");
    let done = match subscribed {
        Ok(_) => seed::seed(app, sandbox).await.context("making the demo's data"),
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => app.set_ready(),
        Err(_) => app.stop.cancel(),
    }
    done
}
