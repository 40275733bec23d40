//! How long the list of numbers takes inside the server: real handlers, session and JSON included, no network.
//!
//! `cargo run --release -p clienthub --example bench_list -- [--numbers 10000] [--plans]`. SQLite in a temporary folder; Postgres
//! too when `CLIENTHUB_BENCH_POSTGRES` is the address of a database to throw away. Prints figures, the plans (`--plans`), and what
//! took longer than the 30 ms that product.md promises.

#[path = "../shared/calls.rs"]
mod calls;
mod seed;

use std::time::Instant;

use clap::Parser;
use clienthub::clock::Clock;
use clienthub::config::Config;
use clienthub::service::fold;
use clienthub::startup;
use clienthub::state::AppState;
use clienthub::store::number_list::{self, NumberFilter, NumberOrder};
use clienthub::store::{self, Conn};
use clienthub_shared::dashboard::RECENT;
use clienthub_shared::number::NumberSort;
use clienthub_shared::status::{Attention, LimitTier, NumberStatus, Quality, WabaStatus};
use seed::Seeded;

#[derive(Parser)]
struct Args {
    /// Numbers of the organisation that is measured.
    #[arg(long, default_value_t = 10_000)]
    numbers: usize,
    /// Print the database's plan of every list query.
    #[arg(long)]
    plans: bool,
    /// Only kinds whose name contains this.
    #[arg(long, default_value = "")]
    only: String,
}

#[actix_web::main]
async fn main() -> anyhow::Result<()> {
    let args = Args::parse();
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

async fn run(args: &Args, database: &str, url: &str) -> anyhow::Result<()> {
    let mut config = Config::defaults()?;
    config.database.url = url.to_owned().into();
    // Always the same, so that a database may be measured twice.
    config.secrets.root_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".into();
    config.limits.requests_per_second = std::num::NonZeroU32::MAX;
    config.limits.requests_at_once = std::num::NonZeroU32::MAX;
    let app = startup::open(config, Clock::system()).await?;
    app.set_ready();
    let began = Instant::now();
    let seeded = seed::seed(&app, args.numbers).await?;
    if !app.db.is_sqlite() {
        // What autovacuum does by itself a minute later.
        app.db.read().execute_unprepared("VACUUM ANALYZE").await?;
    }
    println!("\n# {database}, {} numbers (seeded in {:.1} s)\n", args.numbers, began.elapsed().as_secs_f64());
    measure(args, &app, &seeded).await?;
    if args.plans {
        plans(args, &app, &seeded).await?;
    }
    Ok(())
}

async fn measure(args: &Args, app: &AppState, seeded: &Seeded) -> anyhow::Result<()> {
    let get = calls::signed_in(app, seed::EMAIL, seed::PASSWORD).await?;
    let base = format!("/api/v1/orgs/{}", seeded.org);
    let mut kinds: Vec<(String, String)> = Vec::new();
    for (name, query) in lists(seeded) {
        let path = format!("{base}/numbers?{query}");
        if query.is_empty() || name.starts_with("sort") {
            let cursor = calls::deep(&get, &path, args.numbers / 2).await?;
            kinds.push((format!("{name}, deep"), format!("{path}&cursor={cursor}")));
        }
        kinds.push((name, path));
    }
    kinds.push(("dashboard".into(), format!("{base}/dashboard")));
    kinds.push(("counts".into(), format!("{base}/numbers/counts")));
    kinds.push(("details".into(), format!("{base}/numbers/{}", seeded.number)));
    kinds.push(("activity".into(), format!("{base}/numbers/{}/activity?limit=100", seeded.number)));
    kinds.push(("alerts".into(), format!("{base}/alerts")));
    kinds.push(("wabas".into(), format!("{base}/wabas?limit=100")));
    calls::report(&get, kinds.into_iter().filter(|(name, _)| name.contains(&args.only))).await
}

/// Kinds of lists: name and query.
fn lists(seeded: &Seeded) -> Vec<(String, String)> {
    let texts: [(&str, String); 24] = [
        ("first page, list or cards", String::new()),
        ("first page of 100", "limit=100".into()),
        ("sort=added", "sort=added".into()),
        ("sort=name", "sort=name".into()),
        ("sort=-name", "sort=-name".into()),
        ("sort=status", "sort=status".into()),
        ("status: most", "status=connected".into()),
        ("status: few", "status=banned,migrated".into()),
        ("status: few, sort=name", "status=banned,migrated&sort=name".into()),
        ("attention: few", "attention=client".into()),
        ("waba_status: most", "waba_status=approved".into()),
        ("waba_status: few", "waba_status=rejected".into()),
        ("waba: half", format!("waba={}", seeded.big_waba)),
        ("waba: few", format!("waba={}", seeded.small_waba)),
        ("quality: few", "quality=low".into()),
        ("limit_tier: few", "limit_tier=250".into()),
        ("limit_tier: none", "limit_tier=unlimited".into()),
        ("filters combined", "status=connected&quality=low&limit_tier=250&waba_status=approved".into()),
        ("q: name, many", "q=birke".into()),
        ("q: name, one", format!("q={}&sort=name", seeded.rare_name)),
        ("q: digits", format!("q=0{}", seeded.some_digits)),
        ("q: no match", "q=zebra%20crossing".into()),
        ("q: id of Meta's", format!("q={}", seeded.meta_id)),
        ("q: our id", format!("q={}", seeded.number)),
    ];
    texts.into_iter().map(|(name, query)| (name.to_owned(), query)).collect()
}

/// The plans of the kinds of lists that differ in them.
async fn plans(args: &Args, app: &AppState, seeded: &Seeded) -> anyhow::Result<()> {
    let added = NumberOrder { by: NumberSort::Added, descending: true };
    let name = NumberOrder { by: NumberSort::Name, descending: false };
    let all = NumberFilter::default;
    let search = |q: &str| NumberFilter { search: Some(fold::search(q)), ..all() };
    let rare = vec![NumberStatus::Banned, NumberStatus::Migrated];
    let kinds = [
        ("first page", all(), added),
        ("sort=name", all(), name),
        ("sort=status", all(), NumberOrder { by: NumberSort::Status, descending: false }),
        ("status: few", NumberFilter { status: rare.clone(), ..all() }, added),
        ("status: few, sort=name", NumberFilter { status: rare, ..all() }, name),
        ("attention", NumberFilter { attention: vec![Attention::Client], ..all() }, added),
        ("quality", NumberFilter { quality: vec![Quality::Low], ..all() }, added),
        ("limit_tier", NumberFilter { limit_tier: vec![LimitTier::Unlimited], ..all() }, added),
        ("waba", NumberFilter { waba: vec![seeded.small_waba], ..all() }, added),
        ("waba_status", NumberFilter { waba_status: vec![WabaStatus::Rejected], ..all() }, added),
        ("q: no match", search("zebra crossing"), added),
        ("q: id of Meta's", search(&seeded.meta_id), added),
    ];
    for (name, filter, order) in kinds.iter().filter(|(name, ..)| name.contains(&args.only)) {
        println!("\n## {name}: the page, then the total");
        for line in number_list::explain(app.db.read(), seeded.org, filter, *order, None, 25).await? {
            println!("  {line}");
        }
    }
    if "dashboard".contains(&args.only) {
        println!("\n## dashboard: the counts, the five newest, the three queries of the alerts");
        let (db, all) = (app.db.read(), all());
        let mut lines = number_list::explain_counts(db, seeded.org).await?;
        lines.extend(number_list::explain_page(db, seeded.org, &all, added, None, RECENT).await?);
        lines.extend(store::alert::explain(db, seeded.org, app.clock.now()).await?);
        lines.iter().for_each(|line| println!("  {line}"));
    }
    let (_, next) = number_list::page(app.db.read(), seeded.org, &all(), added, None, 25).await?;
    println!("\n## by cursor");
    for line in number_list::explain(app.db.read(), seeded.org, &all(), added, next.as_ref(), 25).await? {
        println!("  {line}");
    }
    Ok(())
}
