//! How many of Meta's webhooks the hub takes: verified, stored for good, acknowledged, over real HTTP with the load generator on
//! the same machine; and how fast they are applied to one number.
//!
//! `cargo run --release -p clienthub --example bench_webhooks -- [--seconds 10] [--rate 5000]`. SQLite (`synchronous=FULL`) in a
//! temporary folder; Postgres too when `CLIENTHUB_BENCH_POSTGRES` is the address of a database to throw away. Fails when an
//! acknowledged event is not in the table.

mod load;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use clap::Parser;
use clienthub::clock::Clock;
use clienthub::config::Config;
use clienthub::jobs;
use clienthub::service::apply::{self, Pace};
use clienthub::service::{change, record};
use clienthub::startup::{self, Application};
use clienthub::state::AppState;
use clienthub::store::{self, Conn, credential};
use clienthub_shared::id::{NumberId, OrgId, WabaId};
use load::{Load, Report, Sender};
use sea_orm::Statement;

const WABA: &str = "120000000000001";
const STRANGER: &str = "120000000000009";
const NUMBER: &str = "4930901820";
const SECRET: &str = "bench-app-secret";
/// Events of one number that are applied.
const APPLIED: usize = 10_000;

#[derive(Parser)]
struct Args {
    /// Seconds of each run.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Events a second that are offered in the second run.
    #[arg(long, default_value_t = 5000)]
    rate: u32,
    /// Connections that Meta keeps open.
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Only databases whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let folder = tempfile::tempdir()?;
    if "SQLite".contains(&args.only) {
        run(&args, "SQLite, synchronous=FULL", &format!("sqlite://{}/bench.db", folder.path().display())).await?;
    }
    match std::env::var("CLIENTHUB_BENCH_POSTGRES") {
        Ok(url) if "Postgres".contains(&args.only) => run(&args, "Postgres", &url).await,
        Ok(_) => Ok(()),
        Err(_) => {
            println!("Postgres: not measured, CLIENTHUB_BENCH_POSTGRES is not set");
            Ok(())
        }
    }
}

async fn run(args: &Args, name: &str, url: &str) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let mut config = Config::defaults()?;
    config.server.public_url = format!("http://{address}").parse()?;
    config.database.url = url.to_owned().into();
    config.secrets.root_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into();
    config.meta.app_secret = SECRET.to_owned().into();
    let app = startup::open(config, Clock::system()).await?;
    seed(&app).await?;
    let application = Application::on(listener, app.clone(), true)?;
    let handle = application.handle();
    let server = tokio::spawn(application.run());

    println!("\n# {name}\n");
    println!("{:<46} {:>8} {:>8} {:>8} {:>8} {:>8}  ms", "", "per s", "p50", "p99", "p99.9", "max");
    let sender = |waba: &str| Sender::new(address, SECRET, waba, NUMBER);
    let duration = Duration::from_secs(args.seconds);
    let warm = Load { connections: args.connections, duration: Duration::from_secs(1), rate: None };
    load::run(sender(STRANGER), warm).await?;

    let flat_out = Load { connections: args.connections, duration, rate: None };
    let offered = Load { connections: args.connections, duration, rate: Some(args.rate) };
    let label = |what: &str| format!("{what}, {} connections", args.connections);
    measure(&app, &label("flat out"), STRANGER, sender(STRANGER), flat_out).await?;
    let at_rate = format!("{} a second offered", args.rate);
    measure(&app, &at_rate, STRANGER, sender(STRANGER), offered).await?;

    // The same with the workers at it: events of a connected WABA's number are applied while they come in.
    let workers = tokio::spawn(jobs::run(app.clone(), app.stop.clone()));
    let before = count(&app, "outcome <> 'pending'").await?;
    let began = Instant::now();
    measure(&app, &format!("{at_rate}, applied meanwhile"), WABA, sender(WABA), offered).await?;
    let applied = count(&app, "outcome <> 'pending'").await? - before;
    println!("{:<46} {:>8.0}", "  of which applied meanwhile", applied as f64 / began.elapsed().as_secs_f64());
    app.stop.cancel();
    workers.await?;

    apply_alone(&app).await?;
    handle.stop(true).await;
    server.await??;
    Ok(())
}

async fn measure(app: &AppState, name: &str, waba: &str, sender: Sender, load: Load) -> anyhow::Result<()> {
    let of_waba = format!("waba_meta_id = '{waba}'");
    let before = count(app, &of_waba).await?;
    let Report { mut times, refused, elapsed } = load::run(sender, load).await?;
    let stored = count(app, &of_waba).await? - before;
    times.sort_unstable();
    let at = |share: f64| {
        let place = (times.len() as f64 * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    println!(
        "{name:<46} {:>8.0} {:>8.2} {:>8.2} {:>8.2} {:>8.2}",
        times.len() as f64 / elapsed.as_secs_f64(),
        at(0.5),
        at(0.99),
        at(0.999),
        at(1.0)
    );
    if refused > 0 {
        println!("  {refused} refused as overloaded");
    }
    // A request that was cut off at the end may be stored without its answer having been read.
    ensure!(stored >= times.len(), "{} acknowledged, {stored} stored", times.len());
    println!("  {} acknowledged, {stored} stored", times.len());
    Ok(())
}

/// What is pending is applied first; then `APPLIED` events of one number, each of them a change.
async fn apply_alone(app: &AppState) -> anyhow::Result<()> {
    let left = count(app, &format!("outcome = 'pending' AND waba_meta_id = '{WABA}'")).await?;
    time_applying(app, left, "applying what was left over").await?;
    let sender = Sender::new(([127, 0, 0, 1], 0).into(), SECRET, WABA, NUMBER);
    for _ in 0..APPLIED / 1000 {
        let bodies: Vec<_> = (0..1000).map(|_| sender.body()).collect();
        let stored = bodies.iter().map(|body| app.intake.receive(body.as_bytes()));
        futures_util::future::try_join_all(stored).await?;
    }
    time_applying(app, APPLIED, "applying to one number").await
}

async fn time_applying(app: &AppState, events: usize, what: &str) -> anyhow::Result<()> {
    let (began, mut longest) = (Instant::now(), Duration::ZERO);
    loop {
        let turn = Instant::now();
        let more = apply::apply_events(app, WABA, Pace::Batches).await?;
        longest = longest.max(turn.elapsed());
        if !more {
            break;
        }
    }
    let per_second = events as f64 / began.elapsed().as_secs_f64();
    let ms = longest.as_secs_f64() * 1000.0;
    println!("{what:<46} {per_second:>8.0}  {events} events, longest transaction {ms:.1} ms");
    Ok(())
}

async fn count(app: &AppState, which: &str) -> anyhow::Result<usize> {
    let db = app.db.read();
    let sql = format!("SELECT COUNT(*) FROM meta_events WHERE {which}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(usize::try_from(row.context("no count")?.try_get_by_index::<i64>(0)?)?)
}

/// A connected WABA with one number, as after a sync.
async fn seed(app: &AppState) -> anyhow::Result<()> {
    let (org, id, now) = (OrgId::from_uuid(app.clock.uuid()), WabaId::from_uuid(app.clock.uuid()), app.clock.now());
    let token = credential::Model {
        waba_id: id.to_string(),
        org_id: org.to_string(),
        sealed: app.keys.seal(&credential::place(id), &"a token of nobody".to_owned().into())?,
        scopes: "whatsapp_business_management".into(),
        expires_at: None,
        checked_at: now.timestamp_micros(),
        given_at: now.timestamp_micros(),
        given_by: None,
        source: "pasted".into(),
        refused: None,
    };
    let mut waba = record::new_waba(id, org, WABA, now);
    waba.review_status = Some("APPROVED".into());
    // Not due for a sync while this runs.
    waba.sync_asked_at = Some(now.timestamp_micros());
    waba.synced_at = Some(now.timestamp_micros());
    change::derive_waba(&mut waba, Some(&token), now)?;
    let mut number = record::new_number(NumberId::from_uuid(app.clock.uuid()), &waba, "130000000000001", now);
    number.digits = NUMBER.into();
    number.meta_status = Some("CONNECTED".into());
    change::derive_number(&mut number, &waba, Some(&token), now)?;
    let tx = app.db.begin().await?;
    store::org::insert(&*tx, org, "Bench", None, now).await?;
    store::waba::insert(&*tx, waba).await?;
    credential::put(&*tx, token).await?;
    store::number::insert_many(&*tx, vec![number]).await?;
    tx.commit().await?;
    Ok(())
}
