//! The load generator: keep-alive connections on a thread of its own, one small signed event per request, each of them new. With
//! a rate, a request's time counts from when it was due, whether or not a connection was free then.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use clienthub::graph;
use secrecy::SecretString;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone, Copy)]
pub struct Load {
    pub connections: usize,
    pub duration: Duration,
    /// Requests a second; none: as many as it takes.
    pub rate: Option<u32>,
}

pub struct Report {
    /// Of each acknowledged request.
    pub times: Vec<Duration>,
    /// Answered with 503.
    pub refused: usize,
    pub elapsed: Duration,
}

#[derive(Clone)]
pub struct Sender {
    address: SocketAddr,
    secret: SecretString,
    waba: String,
    number: String,
    // Meta's time of the next event: no two are the same.
    time: Arc<AtomicI64>,
}

static TIME: AtomicI64 = AtomicI64::new(1_780_000_000);

impl Sender {
    pub fn new(address: SocketAddr, secret: &str, waba: &str, number: &str) -> Self {
        // Far behind every event of earlier senders.
        let time = Arc::new(AtomicI64::new(TIME.fetch_add(10_000_000, Ordering::Relaxed)));
        Self { address, secret: secret.to_owned().into(), waba: waba.into(), number: number.into(), time }
    }

    /// A quality event that changes the number's status each time.
    pub fn body(&self) -> String {
        let (waba, number, time) = (&self.waba, &self.number, self.time.fetch_add(1, Ordering::Relaxed));
        let event = if time % 2 == 0 { "FLAGGED" } else { "UNFLAGGED" };
        format!(
            r#"{{"object":"whatsapp_business_account","entry":[{{"id":"{waba}","time":{time},"changes":[{{"field":"phone_number_quality_update","value":{{"display_phone_number":"{number}","event":"{event}","current_limit":"TIER_2K","max_daily_conversations_per_business":"TIER_2K"}}}}]}}]}}"#
        )
    }

    fn request(&self) -> Vec<u8> {
        let body = self.body();
        let signature = graph::sign(&self.secret, body.as_bytes());
        format!(
            "POST /webhooks/meta HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nX-Hub-Signature-256: {signature}\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .into_bytes()
    }
}

/// Runs on a thread of its own, so that the server's runtime does not work for its client.
pub async fn run(sender: Sender, load: Load) -> anyhow::Result<Report> {
    let (done, report) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let report = runtime.map_err(anyhow::Error::new).and_then(|runtime| runtime.block_on(all(sender, load)));
        let _ = done.send(report);
    });
    report.await?
}

async fn all(sender: Sender, load: Load) -> anyhow::Result<Report> {
    let began = Instant::now() + Duration::from_millis(50);
    let connections: Vec<_> =
        (0..load.connections).map(|place| tokio::spawn(connection(sender.clone(), load, began, place))).collect();
    let mut report = Report { times: Vec::new(), refused: 0, elapsed: Duration::ZERO };
    for connection in connections {
        let (times, refused) = connection.await??;
        report.times.extend(times);
        report.refused += refused;
    }
    report.elapsed = began.elapsed();
    Ok(report)
}

async fn connection(
    sender: Sender,
    load: Load,
    began: Instant,
    place: usize,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let mut stream = TcpStream::connect(sender.address).await?;
    stream.set_nodelay(true)?;
    tokio::time::sleep_until(began.into()).await;
    let (mut times, mut refused, mut turn) = (Vec::new(), 0, place);
    loop {
        let due = match load.rate {
            Some(rate) => began + Duration::from_secs_f64(turn as f64 / f64::from(rate)),
            None => Instant::now(),
        };
        if due.saturating_duration_since(began) >= load.duration {
            return Ok((times, refused));
        }
        turn += load.connections;
        let request = sender.request();
        tokio::time::sleep_until(due.into()).await;
        match ask(&mut stream, &request).await? {
            200 => times.push(due.elapsed()),
            503 => refused += 1,
            status => bail!("answered {status}"),
        }
    }
}

/// One request, one answer without a body; the status.
async fn ask(stream: &mut TcpStream, request: &[u8]) -> anyhow::Result<u16> {
    stream.write_all(request).await?;
    let (mut answer, mut end) = ([0u8; 8192], 0);
    loop {
        let read = stream.read(&mut answer[end..]).await?;
        if read == 0 {
            bail!("the server closed the connection");
        }
        end += read;
        let Some(head) = answer[..end].windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&answer[..head])?;
        let status: u16 = text.get(9..12).context("no status")?.parse()?;
        let length = text.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let length: usize = length.unwrap_or(0);
        if end >= head + 4 + length {
            return Ok(status);
        }
    }
}
