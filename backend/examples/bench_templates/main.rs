//! A WABA with thousands of templates: how many calls, how long and how much memory a full sync takes, and how long its lists and
//! searches take inside the server. Meta is the sandbox, in a process of its own.
//!
//! `cargo run --release -p clienthub --example bench_templates -- [--templates 6000] [--plans]`. SQLite in a temporary folder;
//! Postgres too when `CLIENTHUB_BENCH_POSTGRES` is the address of a database to throw away. Linux only: memory is read from /proc.

#[path = "../shared/calls.rs"]
mod calls;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use chrono::TimeDelta;
use clap::Parser;
use clienthub::actor::Actor;
use clienthub::clock::Clock;
use clienthub::config::Config;
use clienthub::service::{fold, template, user, waba};
use clienthub::state::AppState;
use clienthub::store::template_list::{self, TemplateFilter, TemplateOrder};
use clienthub::store::{self, Conn};
use clienthub::{jobs, startup};
use clienthub_sandbox::demo::{APP_ID, APP_SECRET, BIRCH_SHARED};
use clienthub_sandbox::{Options, Seed};
use clienthub_shared::id::{OrgId, WabaId};
use clienthub_shared::permission::Role;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::waba::WabaConnect;
use serde_json::Value;

const EMAIL: &str = "bench@clienthub.example";
const PASSWORD: &str = "a password for the bench";
/// Meta's page, and the promise: a call for each.
const PAGE: usize = 100;

#[derive(Parser)]
struct Args {
    /// Templates of the WABA that is measured.
    #[arg(long, default_value_t = 6000)]
    templates: u32,
    /// Print the database's plan of every list query.
    #[arg(long)]
    plans: bool,
    /// Be the sandbox: for this program alone.
    #[arg(long, hide = true)]
    sandbox: bool,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    if args.sandbox {
        return serve_sandbox(args.templates).await;
    }
    let folder = tempfile::tempdir()?;
    run(&args, "SQLite", &format!("sqlite://{}/bench.db", folder.path().display())).await?;
    match std::env::var("CLIENTHUB_BENCH_POSTGRES") {
        Ok(url) => run(&args, "Postgres", &url).await,
        Err(_) => {
            println!("Postgres: not measured, CLIENTHUB_BENCH_POSTGRES is not set");
            Ok(())
        }
    }
}

/// Prints its address and ends with its standard input.
async fn serve_sandbox(templates: u32) -> anyhow::Result<()> {
    let seed = Seed::Demo { numbers: None, templates: Some(templates) };
    let options = Options { listen: "127.0.0.1:0".parse()?, state_file: None, seed };
    let running = clienthub_sandbox::start(options).await?;
    println!("{}", running.base_url());
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink())).await??;
    running.stop().await;
    Ok(())
}

/// The sandbox in a process of its own, so that the memory measured is the hub's.
struct Meta {
    child: Child,
    url: String,
}

impl Meta {
    fn start(templates: u32) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--sandbox", "--templates", &templates.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        let out = child.stdout.take().context("no output")?;
        std::io::BufRead::read_line(&mut std::io::BufReader::new(out), &mut url)?;
        Ok(Self { child, url: url.trim().to_owned() })
    }

    /// Calls to the list of templates since the last time.
    async fn list_calls(&self) -> anyhow::Result<usize> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let log = format!("{}/__sandbox/log", self.url);
        let calls: Value = client.get(&log).send().await?.json().await?;
        client.delete(&log).send().await?;
        let rows = calls["data"].as_array().context("no log")?;
        Ok(rows
            .iter()
            .filter(|row| row["path"].as_str().is_some_and(|path| path.ends_with("message_templates")))
            .count())
    }
}

impl Drop for Meta {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn run(args: &Args, database: &str, url: &str) -> anyhow::Result<()> {
    let meta = Meta::start(args.templates)?;
    let mut config = Config::defaults()?;
    config.database.url = url.to_owned().into();
    config.secrets.root_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into();
    config.limits.requests_per_second = std::num::NonZeroU32::MAX;
    config.limits.requests_at_once = std::num::NonZeroU32::MAX;
    config.meta.base_url = meta.url.parse()?;
    config.meta.app_id = APP_ID.into();
    config.meta.app_secret = APP_SECRET.to_owned().into();
    // It stands still but for the pause between two syncs.
    let app = startup::open(config, Clock::fixed(Clock::system().now())).await?;
    app.set_ready();
    println!("\n# {database}, {} templates\n", args.templates);
    let (org, waba) = sync(args, &app, &meta).await?;
    if !app.db.is_sqlite() {
        // What autovacuum does by itself a minute later.
        app.db.read().execute_unprepared("VACUUM ANALYZE").await?;
    }
    let get = calls::signed_in(&app, EMAIL, PASSWORD).await?;
    let base = format!("/api/v1/orgs/{org}/wabas/{waba}/templates");
    let mut kinds = vec![("summary".to_owned(), format!("{base}/summary"))];
    for (name, query) in LISTS {
        let path = format!("{base}?{query}");
        if query.starts_with("sort") {
            let cursor = calls::deep(&get, &path, args.templates as usize / 6).await?;
            kinds.push((format!("{name}, deep"), format!("{path}&cursor={cursor}")));
        }
        kinds.push((name.to_owned(), path));
    }
    calls::report(&get, kinds).await?;
    if args.plans {
        plans(&app, org, waba).await?;
    }
    Ok(())
}

const LISTS: [(&str, &str); 12] = [
    ("first page", ""),
    ("first page of 100", "limit=100"),
    ("sort=edited", "sort=edited"),
    ("sort=name", "sort=name"),
    ("status: most", "status=approved"),
    ("status: few", "status=rejected,paused"),
    ("category", "category=marketing"),
    ("language", "language=de"),
    ("filters combined", "status=approved&category=utility&language=en_US&quality=high"),
    ("q: many", "q=order"),
    ("q: two words", "q=order%20ready"),
    ("q: no match", "q=zebra%20crossing"),
];

/// The first sync, which writes every row, and one that finds everything as it was.
async fn sync(args: &Args, app: &AppState, meta: &Meta) -> anyhow::Result<(OrgId, WabaId)> {
    let org = OrgId::from_uuid(app.clock.uuid());
    let tx = app.db.begin().await?;
    store::org::insert(&*tx, org, "Bench", None, app.clock.now()).await?;
    tx.commit().await?;
    if store::user::find_by_email_any_org(app.db.read(), EMAIL).await?.is_none() {
        let create = user::UserCreate { email: EMAIL, name: "Bench", password: PASSWORD, operator: false };
        user::create(app, create).await?;
    }
    clienthub::service::org::add_role(app, org, EMAIL, Role::Owner).await?;
    let connect = WabaConnect { meta_id: BIRCH_SHARED.meta_id.into(), access_token: BIRCH_SHARED.token.into() };
    let waba = waba::connect(app, &Actor::cli(), org, connect).await?.waba;
    let pages = (args.templates as usize).div_ceil(PAGE);
    for what in ["first", "again"] {
        meta.list_calls().await?;
        if what == "again" {
            app.clock.advance(TimeDelta::minutes(1));
            template::sync::request(app, &Actor::cli(), org, waba).await?;
        }
        let (before, began) = (peak_kb(true)?, Instant::now());
        jobs::run_until_idle(app).await?;
        let (took, peak, calls) = (began.elapsed(), peak_kb(false)?, meta.list_calls().await?);
        println!(
            "sync, {what:<6} {calls} calls for {pages} pages of {PAGE}, {:.1} s, {:.1} MB more at its peak",
            took.as_secs_f64(),
            peak.saturating_sub(before) as f64 / 1024.0
        );
        if calls > pages {
            bail!("more than one call for {PAGE} templates");
        }
    }
    println!();
    Ok((org, waba))
}

/// Resident memory in KB: the highest since the last reset.
fn peak_kb(reset: bool) -> anyhow::Result<u64> {
    if reset {
        std::fs::write("/proc/self/clear_refs", "5")?;
        std::thread::sleep(Duration::from_millis(10));
    }
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).context("no VmHWM")?;
    Ok(line.split_whitespace().nth(1).context("no number")?.parse()?)
}

async fn plans(app: &AppState, org: OrgId, waba: WabaId) -> anyhow::Result<()> {
    let edited = TemplateOrder { by: TemplateSort::Edited, descending: true };
    let search = |q: &str| TemplateFilter { search: Some(fold::template_search(q)), ..TemplateFilter::default() };
    let german = TemplateFilter { language: vec!["de".into()], ..TemplateFilter::default() };
    let kinds = [
        ("first page", TemplateFilter::default(), edited),
        ("sort=name", TemplateFilter::default(), TemplateOrder { by: TemplateSort::Name, descending: false }),
        ("language", german, edited),
        ("q", search("order ready"), edited),
    ];
    for (name, filter, order) in kinds {
        println!("\n## {name}: the page, then the total");
        for line in template_list::explain(app.db.read(), org, waba, &filter, order).await? {
            println!("  {line}");
        }
    }
    Ok(())
}
