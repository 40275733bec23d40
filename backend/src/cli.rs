//! The command line: `clienthub serve | work | demo | migrate | doctor | openapi | meta … | org … | user … | templates …`.

use std::io::IsTerminal;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Parser, Subcommand};
use clienthub_shared::id::OrgId;
use clienthub_shared::permission::Role;
use tokio::signal::unix::{SignalKind, signal};

use crate::as_code::{self, TemplatesCommand};
use crate::clock::Clock;
use crate::config::{Config, LogFormat};
use crate::demo::{self, DemoOptions};
use crate::doctor;
use crate::jobs;
use crate::service;
use crate::startup::{self, Application};
use crate::state::AppState;
use crate::store;

/// A self-hosted client hub for the WhatsApp Business Platform.
#[derive(Parser)]
#[command(name = "clienthub", version)]
struct Cli {
    /// Configuration file (TOML); the environment comes on top. Every setting: docs/operations.md.
    #[arg(long, global = true, env = "CLIENTHUB_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer requests and do the background work.
    Serve,
    /// Do the background work only; for more hands beside `serve`, with Postgres.
    Work,
    /// Start with a sandbox instead of Meta and data to look at. Needs no configuration.
    Demo(DemoOptions),
    /// Bring the database's schema up to date.
    Migrate,
    /// Look at configuration, database, root key and Meta's webhooks, and say what is wrong. Changes nothing.
    Doctor,
    /// Print the OpenAPI document.
    Openapi,
    /// The Meta app.
    #[command(subcommand)]
    Meta(MetaCommand),
    /// Organisations.
    #[command(subcommand)]
    Org(OrgCommand),
    /// Users. Passwords are read from standard input.
    #[command(subcommand)]
    User(UserCommand),
    /// Message templates as code: a folder of files and a WABA of a running hub, through its API. Needs no configuration.
    #[command(subcommand)]
    Templates(TemplatesCommand),
}

#[derive(Subcommand)]
enum MetaCommand {
    /// Tell Meta to send this app's webhooks to `server.public_url`/webhooks/meta. The hub must be running there.
    Subscribe,
}

#[derive(Subcommand)]
enum OrgCommand {
    Create {
        name: String,
        #[arg(long)]
        contact_email: Option<String>,
    },
    List,
}

#[derive(Subcommand)]
enum UserCommand {
    Create {
        email: String,
        #[arg(long)]
        name: String,
        /// May read every organisation.
        #[arg(long)]
        operator: bool,
    },
    Passwd {
        email: String,
    },
    AddRole {
        email: String,
        #[arg(long)]
        org: OrgId,
        /// owner, admin, developer, editor, billing or viewer
        #[arg(long)]
        role: Role,
    },
}

pub async fn run() -> anyhow::Result<()> {
    let cli = Cli::parse();
    if matches!(cli.command, Command::Openapi) {
        println!("{}", crate::http::openapi().to_pretty_json()?);
        return Ok(());
    }
    if let Command::Demo(options) = cli.command {
        return demo::run(options).await;
    }
    if let Command::Templates(command) = cli.command {
        return as_code::run(command).await;
    }
    let config = Config::load(cli.config.as_deref())?;
    start_log(&config)?;
    match cli.command {
        Command::Serve => serve(config).await,
        Command::Migrate => {
            startup::open(config, Clock::system()).await?;
            println!("the schema is up to date");
            Ok(())
        }
        Command::Doctor => doctor::run(&config).await,
        Command::Work => work(config).await,
        Command::Meta(MetaCommand::Subscribe) => {
            let app = startup::open(config, Clock::system()).await?;
            let address = service::subscription::subscribe(&app).await?;
            println!("Meta sends this app's webhooks to {address}");
            Ok(())
        }
        // Done above: they need no configuration.
        Command::Openapi | Command::Demo(_) | Command::Templates(_) => Ok(()),
        Command::Org(command) => org(&startup::open(config, Clock::system()).await?, command).await,
        Command::User(command) => user(&startup::open(config, Clock::system()).await?, command).await,
    }
}

/// Logs go to standard error.
pub fn start_log(config: &Config) -> anyhow::Result<()> {
    let filter = tracing_subscriber::EnvFilter::try_new(&config.log.level).context("log.level")?;
    let ansi = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(ansi);
    match config.log.format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(())
}

async fn serve(config: Config) -> anyhow::Result<()> {
    let application = Application::build(config, Clock::system(), true).await?;
    tracing::info!(address = %application.address(), "listening");
    until_told(application).await
}

/// Runs server and jobs until SIGTERM or SIGINT, then lets what is running end.
pub async fn until_told(application: Application) -> anyhow::Result<()> {
    let (handle, state) = (application.handle(), application.state.clone());
    let stop = state.stop.clone();
    jobs::take_back(&state).await.context("taking back what was left running")?;
    let jobs = tokio::spawn(jobs::run(state, stop.clone()));
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {}, () = stop.cancelled() => {} }
        tracing::info!("stopping");
        stop.cancel();
        handle.stop(true).await;
    });
    let done = application.run().await;
    jobs.await.context("the background work")?;
    done
}

async fn work(config: Config) -> anyhow::Result<()> {
    if config.is_sqlite() {
        bail!("SQLite has one process, `clienthub serve`, which does the background work too");
    }
    let state = startup::open(config, Clock::system()).await?;
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let stop = state.stop.clone();
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        stop.cancel();
    });
    tracing::info!("working");
    jobs::run(state.clone(), state.stop.clone()).await;
    Ok(())
}

async fn org(app: &AppState, command: OrgCommand) -> anyhow::Result<()> {
    match command {
        OrgCommand::Create { name, contact_email } => {
            println!("{}", service::org::create(app, &name, contact_email.as_deref()).await?);
        }
        OrgCommand::List => {
            for org in store::org::list_any_org(app.db.read()).await? {
                println!("{}  {}", org.id, org.name);
            }
        }
    }
    Ok(())
}

async fn user(app: &AppState, command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Create { email, name, operator } => {
            let password = read_password()?;
            let create = service::user::UserCreate { email: &email, name: &name, password: &password, operator };
            println!("{}", service::user::create(app, create).await?.id);
        }
        UserCommand::Passwd { email } => {
            service::user::change_password(app, &email, &read_password()?).await?;
            println!("changed; all sessions of {email} have ended");
        }
        UserCommand::AddRole { email, org, role } => {
            service::org::add_role(app, org, &email, role).await?;
            println!("{email} is {role} in {org}");
        }
    }
    Ok(())
}

fn read_password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("reading the password from standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
