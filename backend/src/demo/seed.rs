//! The demo's data: two organisations, a user for every role, WABAs in every mood. Made at the first start through the
//! hub's own services, and the sandbox's control API where Meta would act.

use std::time::Duration;

use anyhow::{Context, bail};
use clienthub_sandbox::demo::{BIRCH_EXPIRING, BIRCH_OBO, BIRCH_RESTRICTED, BIRCH_SHARED, CEDAR, DemoWaba};
use clienthub_shared::id::{OrgId, TaskId, WabaId};
use clienthub_shared::permission::Role;
use clienthub_shared::status::WabaStatus;
use clienthub_shared::waba::WabaConnect;
use serde_json::json;

use crate::actor::Actor;
use crate::service;
use crate::service::user::UserCreate;
use crate::state::AppState;
use crate::store;
use crate::store::number_list::NumberFilter;
use crate::store::task::TaskKind;
use crate::store::waba;

pub const EMAIL: &str = "demo@clienthub.example";
pub const PASSWORD: &str = "clienthub-demo";

const BIRCH: &[(&str, &str, Role)] = &[
    ("demo", "Mara Lindt", Role::Owner),
    ("owner", "Olga Owner", Role::Owner),
    ("admin", "Adam Admin", Role::Admin),
    ("developer", "Dana Developer", Role::Developer),
    ("editor", "Edda Editor", Role::Editor),
    ("billing", "Bill Billing", Role::Billing),
    ("viewer", "Vera Viewer", Role::Viewer),
    ("both", "Bo Both", Role::Admin),
];

/// Between two looks at what the workers do; this often, and it is a minute.
const PAUSE: Duration = Duration::from_millis(20);
const PAUSES: u32 = 3000;

const SEEDED: &str = "demo_seeded";

/// Makes what is not there yet. A start that was cut short goes on where it stopped.
pub async fn seed(app: &AppState, sandbox: &str) -> anyhow::Result<()> {
    if store::setting::find(app.db.read(), SEEDED).await?.is_some() {
        return Ok(());
    }
    let birch = organisation(app, "Birch Bakery", "whatsapp@birch.example").await?;
    let cedar = organisation(app, "Cedar Clinic", "office@cedar.example").await?;
    for (name, full_name, role) in BIRCH {
        member(app, birch, name, full_name, *role).await?;
    }
    member(app, cedar, "both", "Bo Both", Role::Viewer).await?;
    member(app, cedar, "other", "Oskar Other", Role::Owner).await?;
    for waba in [&BIRCH_SHARED, &BIRCH_OBO, &BIRCH_RESTRICTED, &BIRCH_EXPIRING] {
        connect(app, birch, waba).await?;
    }
    connect(app, cedar, &CEDAR).await?;
    first_syncs(app, &[birch, cedar]).await?;
    restrict(app, sandbox).await?;
    expire(app, sandbox).await?;
    let tx = app.db.begin().await?;
    store::setting::put(&*tx, SEEDED, "1").await?;
    Ok(tx.commit().await?)
}

async fn organisation(app: &AppState, name: &str, contact: &str) -> anyhow::Result<OrgId> {
    let known = store::org::list_any_org(app.db.read()).await?;
    match known.into_iter().find(|org| org.name == name) {
        Some(org) => Ok(org.id),
        None => Ok(service::org::create(app, name, Some(contact)).await?),
    }
}

async fn member(app: &AppState, org: OrgId, name: &str, full_name: &str, role: Role) -> anyhow::Result<()> {
    let email = format!("{name}@clienthub.example");
    if store::user::find_by_email_any_org(app.db.read(), &email).await?.is_none() {
        let create = UserCreate { email: &email, name: full_name, password: PASSWORD, operator: false };
        service::user::create(app, create).await?;
    }
    Ok(service::org::add_role(app, org, &email, role).await?)
}

async fn connect(app: &AppState, org: OrgId, demo: &DemoWaba) -> anyhow::Result<()> {
    if store::waba::find_active_any_org(app.db.read(), demo.meta_id).await?.is_some() {
        return Ok(());
    }
    let create = WabaConnect { meta_id: demo.meta_id.into(), access_token: demo.token.into() };
    service::waba::connect(app, &Actor::cli(), org, create)
        .await
        .with_context(|| format!("connecting {}", demo.name))?;
    Ok(())
}

async fn row(app: &AppState, demo: &DemoWaba) -> anyhow::Result<waba::Model> {
    store::waba::find_active_any_org(app.db.read(), demo.meta_id)
        .await?
        .with_context(|| format!("{} is not connected", demo.name))
}

/// Meta restricts messaging, and tells by webhook.
async fn restrict(app: &AppState, sandbox: &str) -> anyhow::Result<()> {
    let until_unix = (app.clock.now() + chrono::TimeDelta::days(7)).timestamp();
    let change = json!({
        "restriction_info": [{ "restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": until_unix }]
    });
    control(&format!("{sandbox}/__sandbox/wabas/{}", BIRCH_RESTRICTED.meta_id), &change).await?;
    until("the restriction", async || Ok(row(app, &BIRCH_RESTRICTED).await?.status == WabaStatus::Restricted.as_str()))
        .await
}

/// The token runs out at Meta; the next sync notices.
async fn expire(app: &AppState, sandbox: &str) -> anyhow::Result<()> {
    let past = (app.clock.now() - chrono::TimeDelta::hours(1)).timestamp();
    control(&format!("{sandbox}/__sandbox/tokens/{}", BIRCH_EXPIRING.token), &json!({ "expires_at": past })).await?;
    let id: WabaId = row(app, &BIRCH_EXPIRING).await?.id()?;
    let tx = app.db.begin().await?;
    let task = TaskId::from_uuid(app.clock.uuid());
    store::task::enqueue(&*tx, TaskKind::SyncWaba, &id.to_string(), app.clock.now(), task).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    until(
        "the expired token",
        async || Ok(row(app, &BIRCH_EXPIRING).await?.status == WabaStatus::Disconnected.as_str()),
    )
    .await
}

async fn control(address: &str, change: &serde_json::Value) -> anyhow::Result<()> {
    let client = reqwest::Client::builder().no_proxy().build()?;
    let answer = client.patch(address).json(change).send().await.context("the sandbox's control API")?;
    if !answer.status().is_success() {
        bail!("the sandbox answered {}: {}", answer.status(), answer.text().await?);
    }
    Ok(())
}

/// However many numbers there are: it is only given up when none has come for a minute.
async fn first_syncs(app: &AppState, orgs: &[OrgId]) -> anyhow::Result<()> {
    let (mut come, mut pauses) = (0, 0);
    while pauses < PAUSES {
        let mut waiting = false;
        for waba in [&BIRCH_SHARED, &BIRCH_OBO, &BIRCH_RESTRICTED, &BIRCH_EXPIRING, &CEDAR] {
            waiting |= row(app, waba).await?.synced_at.is_none();
        }
        if !waiting {
            return Ok(());
        }
        let mut now = 0;
        for org in orgs {
            now += store::number_list::total(app.db.read(), *org, &NumberFilter::default()).await?;
        }
        pauses = if now > come { 0 } else { pauses + 1 };
        come = now;
        tokio::time::sleep(PAUSE).await;
    }
    bail!("the first syncs did not come to an end, {come} numbers are there")
}

/// Looks again and again, for at most a minute.
async fn until(what: &str, mut done: impl AsyncFnMut() -> anyhow::Result<bool>) -> anyhow::Result<()> {
    for _ in 0..PAUSES {
        if done().await? {
            return Ok(());
        }
        tokio::time::sleep(PAUSE).await;
    }
    bail!("{what} did not come")
}
