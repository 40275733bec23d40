//! The sandbox as a program of its own; the hub's `demo` command starts the library instead.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Parser;
use clienthub_sandbox::{Options, Seed, start};

/// A stand-in for Meta's Graph API, with a control page at its root.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Where to listen
    #[arg(long, default_value = "127.0.0.1:8081", value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// Where to keep the state; without it, it ends with the program
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Start with the demo's portfolios, numbers and tokens
    #[arg(long)]
    demo: bool,
    /// How many numbers the demo's first WABA gets
    #[arg(long, requires = "demo", value_name = "N")]
    numbers: Option<u32>,
    /// How many templates it gets
    #[arg(long, requires = "demo", value_name = "N")]
    templates: Option<u32>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .init();
    let args = Args::parse();
    let seed = if args.demo { Seed::Demo { numbers: args.numbers, templates: args.templates } } else { Seed::Empty };
    let running = start(Options { listen: args.listen, state_file: args.state, seed }).await?;
    tracing::info!("sandbox and its control page: {}", running.base_url());
    tokio::signal::ctrl_c().await?;
    running.stop().await;
    Ok(())
}
