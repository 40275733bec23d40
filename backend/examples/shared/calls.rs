//! Calls inside the server: real handlers, session and JSON included, no network; and how their times are told.

use std::time::{Duration, Instant};

use actix_web::http::header;
use actix_web::middleware::from_fn;
use actix_web::test::TestRequest;
use actix_web::{App, test, web};
use anyhow::{Context, bail};
use bytes::Bytes;
use clienthub::http;
use clienthub::state::AppState;
use clienthub_shared::session::SessionCreate;
use serde_json::Value;

const CALLS: usize = 200;
const PROMISE: Duration = Duration::from_millis(30);

struct Answer {
    /// `name=value` of the access cookie.
    cookie: Option<String>,
    body: Bytes,
}

/// Signs in; the answer reads a path.
pub async fn signed_in(
    app: &AppState,
    email: &str,
    password: &str,
) -> anyhow::Result<impl AsyncFn(&str) -> anyhow::Result<Bytes>> {
    let service = test::init_service(
        App::new().app_data(web::Data::new(app.clone())).wrap(from_fn(http::guard::around)).configure(http::routes),
    )
    .await;
    let host = app.hosts.first().context("no host")?.clone();
    let call = async move |request: TestRequest| -> anyhow::Result<Answer> {
        let request =
            request.insert_header((header::HOST, host.as_str())).insert_header(("sec-fetch-site", "same-origin"));
        let answer = test::call_service(&service, request.to_request()).await;
        let cookie = answer.response().cookies().find(|cookie| cookie.name().ends_with("access"));
        let cookie = cookie.map(|cookie| cookie.to_string().split(';').next().unwrap_or_default().to_owned());
        let is_success = answer.status().is_success();
        let body = test::read_body(answer).await;
        if is_success { Ok(Answer { cookie, body }) } else { bail!("{}", String::from_utf8_lossy(&body)) }
    };
    let sign_in = SessionCreate { email: email.into(), password: password.into() };
    let sign_in = TestRequest::post().uri("/api/v1/session").set_json(sign_in);
    let cookie = call(sign_in).await?.cookie.context("no cookie")?;
    Ok(async move |path: &str| {
        Ok(call(TestRequest::get().uri(path).insert_header((header::COOKIE, cookie.as_str()))).await?.body)
    })
}

/// Times each kind (name and path) and prints what took longer than the 30 ms that product.md promises.
pub async fn report(
    get: &impl AsyncFn(&str) -> anyhow::Result<Bytes>,
    kinds: impl IntoIterator<Item = (String, String)>,
) -> anyhow::Result<()> {
    println!("{:<34} {:>8} {:>8} {:>8} {:>8}  ms", "", "p50", "p99", "max", "total");
    let mut over = Vec::new();
    for (name, path) in kinds {
        let (times, total) = time(get, &path).await.with_context(|| path.clone())?;
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
        let ms = |time: Duration| time.as_secs_f64() * 1000.0;
        let (p50, p99, max) = (at(50), at(99), at(100));
        println!("{name:<34} {:>8.2} {:>8.2} {:>8.2} {total:>8}", ms(p50), ms(p99), ms(max));
        if max > PROMISE {
            over.push(format!("{name}: p50 {:.1} ms, p99 {:.1} ms, max {:.1} ms", ms(p50), ms(p99), ms(max)));
        }
    }
    if over.is_empty() {
        println!("\nNothing took longer than {} ms.", PROMISE.as_millis());
    } else {
        println!("\nLonger than {} ms:\n  {}", PROMISE.as_millis(), over.join("\n  "));
    }
    Ok(())
}

/// The cursor of the page that begins behind `place` rows.
pub async fn deep(
    get: &impl AsyncFn(&str) -> anyhow::Result<Bytes>,
    path: &str,
    place: usize,
) -> anyhow::Result<String> {
    let mut cursor = String::new();
    for _ in 0..place.div_ceil(100).max(1) {
        let page =
            if cursor.is_empty() { format!("{path}&limit=100") } else { format!("{path}&limit=100&cursor={cursor}") };
        let body: Value = serde_json::from_slice(&get(&page).await?)?;
        cursor = body["next_cursor"].as_str().context("the list is too short for a deep page")?.to_owned();
    }
    Ok(cursor)
}

/// The times in ascending order, and the list's total.
async fn time(
    get: &impl AsyncFn(&str) -> anyhow::Result<Bytes>,
    path: &str,
) -> anyhow::Result<(Vec<Duration>, String)> {
    // The first calls fill caches.
    let mut body = Bytes::new();
    for _ in 0..3 {
        body = get(path).await?;
    }
    let body: Value = serde_json::from_slice(&body)?;
    let mut times = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let began = Instant::now();
        get(path).await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok((times, body["total"].as_u64().map(|total| total.to_string()).unwrap_or_default()))
}
