//! `GET /orgs/{org}/stream`: server-sent events. Each says what changed, never how; the page reads again. The first is
//! `resync`. A comment every 15 seconds keeps the connection, and ends it when the session, the
//! token or the membership is gone.

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get, web};
use bytes::Bytes;
use clienthub_shared::id::OrgId;
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::stream::StreamEvent;
use futures_util::stream::{self, Stream};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::http::answer::Problems;
use crate::http::auth::{Can, NumbersRead};
use crate::http::extract::Params;
use crate::http::guard;
use crate::service::stream::{Subscription, may_listen, resync};
use crate::state::AppState;

const HEARTBEAT: Duration = Duration::from_secs(15);

/// Live changes as server-sent events; `data` is a `StreamEvent`. `resync` comes first, and whenever something may have been
/// missed: then presume everything stale. At most 16 streams a person or token, the oldest is ended. Refused to pages of other sites.
#[utoipa::path(
    tag = "organisations",
    params(("org" = String, Path, description = "Id of the organisation")),
    responses((status = 200, body = StreamEvent, content_type = "text/event-stream"), Problems)
)]
#[get("/orgs/{org}/stream")]
pub async fn get_stream(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersRead>,
) -> AppResult<HttpResponse> {
    // No other site's page can send an access token.
    if can.actor.token.is_none() {
        guard::not_foreign(&app, &request)?;
    }
    Params::of(&request)?.finish()?;
    let listener = can.actor.principal().ok_or(AppError::Unauthenticated(ErrorCode::NotSignedIn))?;
    let subscription = app.streams.subscribe(can.org, listener);
    let mut heartbeat = interval(HEARTBEAT);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first tick is at once; `resync` stands for it.
    heartbeat.tick().await;
    let open =
        Open { app: app.get_ref().clone(), subscription, org: can.org, actor: can.actor, heartbeat, begun: false };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store, no-transform"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        // nginx passes each event on at once.
        .insert_header(("x-accel-buffering", "no"))
        .streaming(chunks(open)))
}

struct Open {
    app: AppState,
    subscription: Subscription,
    org: OrgId,
    actor: Actor,
    heartbeat: Interval,
    begun: bool,
}

fn chunks(open: Open) -> impl Stream<Item = Result<Bytes, std::convert::Infallible>> {
    stream::unfold(open, |mut open| async move {
        let chunk = open.next().await?;
        Some((Ok(chunk), open))
    })
}

impl Open {
    /// None: the end.
    async fn next(&mut self) -> Option<Bytes> {
        if !self.begun {
            self.begun = true;
            return Some(lines(&[resync()]));
        }
        let stop = self.app.stop.clone();
        tokio::select! {
            biased;
            () = stop.cancelled() => None,
            _ = self.heartbeat.tick() => match may_listen(&self.app, self.org, &self.actor).await {
                Ok(false) => None,
                Ok(true) => Some(Bytes::from_static(b": still here\n\n")),
                Err(error) => {
                    tracing::warn!(%error, "a stream's right could not be checked");
                    None
                }
            },
            events = self.subscription.next() => events.map(|events| lines(&events)),
        }
    }
}

fn lines(events: &[StreamEvent]) -> Bytes {
    let mut text = String::new();
    for event in events {
        // Plain strings and a number always make JSON.
        let data = serde_json::to_string(event).unwrap_or_default();
        text.push_str(&format!("data: {data}\n\n"));
    }
    Bytes::from(text)
}
