//! Reading a WABA and its numbers from Meta and putting what differs into the rows, page by page.
//!
//! A sync answer wins unless a webhook for that attribute arrived after the read began. A number that a complete listing does not
//! have is read alone before it is called gone. Stopping half-way loses nothing: every page is its own transaction.

use chrono::{DateTime, Utc};
use clienthub_shared::activity::{Action, ActivityKind, Change, Outcome};
use clienthub_shared::id::{EventId, NumberId, OrgId, TaskId, WabaId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::waba::SyncState;
use secrecy::SecretString;

use crate::actor::Actor;
use crate::error::{AppError, AppResult};
use crate::graph::{GraphErrorKind, MetaPhone, MetaWaba};
use crate::service::budget::{self, Spender};
use crate::service::change::{self, Cause, Source};
use crate::service::lease::Lease;
use crate::service::record::{self, Told};
use crate::service::status::violation_ends;
use crate::service::{facts, token};
use crate::state::AppState;
use crate::store::attribute_clock::LIMIT;
use crate::store::task::TaskKind;
use crate::store::waba_list::TokenFacts;
use crate::store::{self, Tx, activity, credential, number, waba};

const CAUSE: Cause = Cause { source: Source::Sync, actor: None };

/// Numbers that a listing did not have, read alone in one sync.
const MOST_MISSING: u64 = 100;

/// One sync, start to end. Stops when another worker has taken over.
pub async fn sync_waba(app: &AppState, id: WabaId, lease: &Lease<'_>) -> AppResult<()> {
    let Some(row) = store::waba::find_any_org(app.db.read(), id).await? else { return Ok(()) };
    let org = row.org()?;
    let opened = match token::open(app, org, id).await {
        Ok(opened) => opened,
        // Disconnected, or the token was refused: nothing to read with until a person gives another.
        Err(AppError::Conflict(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    set_state(app, org, id, SyncState::Running, None).await?;
    let done = Sync { app, org, id, meta_id: &row.meta_id, token: &opened.1, credential: &opened.0 };
    match done.run(lease).await {
        Ok(()) => Ok(()),
        Err(AppError::Provider(error)) if token::refusal(&error).is_some() => {
            let code = token::refusal(&error).unwrap_or(ErrorCode::TokenInvalid);
            refuse_token(app, org, id, &opened.0, code).await
        }
        Err(error) => {
            set_state(app, org, id, SyncState::Failed, Some(token::code_of(&error))).await?;
            Err(error)
        }
    }
}

struct Sync<'a> {
    app: &'a AppState,
    org: OrgId,
    id: WabaId,
    meta_id: &'a str,
    token: &'a SecretString,
    credential: &'a credential::Model,
}

impl Sync<'_> {
    async fn run(&self, lease: &Lease<'_>) -> AppResult<()> {
        let (app, began) = (self.app, self.app.clock.now());
        let active = store::number::any_registered(app.db.read(), self.org, self.id).await?;
        let spender = Spender::Sync { active };
        let meta = budget::call(app, self.meta_id, spender, app.graph.read_waba(self.token, self.meta_id)).await?;
        let apps = app.graph.list_subscribed_apps(self.token, self.meta_id);
        let apps = budget::call(app, self.meta_id, spender, apps).await?;
        let subscribed = apps.iter().any(|one| one.app_id.as_deref() == Some(app.config.meta.app_id.as_str()));
        self.put_waba(meta, subscribed, began).await?;
        let mut after: Option<String> = None;
        loop {
            let listing = app.graph.list_phone_numbers(self.token, self.meta_id, after.as_deref());
            let page = budget::call(app, self.meta_id, spender, listing).await?;
            self.put_numbers(page.data, began).await?;
            if !lease.extend().await? {
                return Ok(());
            }
            after = page.after;
            if after.is_none() {
                break;
            }
        }
        self.look_for_missing(spender, began).await?;
        self.finish(began).await
    }

    async fn put_waba(&self, meta: MetaWaba, subscribed: bool, began: DateTime<Utc>) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let before = store::waba::lock(&*tx, self.org, self.id).await?.ok_or(AppError::NotFound)?;
        let told = told(&tx, &before.id, began).await?;
        let mut after = before.clone();
        record::waba(&mut after, meta, &told);
        if !told.contains("partner") {
            after.app_subscribed = subscribed;
            after.partner_removed = false;
        }
        store::credential::checked(&*tx, self.credential, None, now.timestamp_micros()).await?;
        // The token of now: a person may have given another since the sync began.
        let token = store::credential::find(&*tx, self.org, self.id).await?;
        let token_facts = token.as_ref().map(TokenFacts::from);
        if violation_ends(&facts::waba_facts(&after, token_facts.as_ref())?, now) {
            after.violation = None;
            after.violation_at = None;
        }
        change::derive_waba(&mut after, token.as_ref(), now)?;
        let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
        if matters_to_numbers(&before, &after) {
            change::rederive_numbers(&tx, &app.clock, &after, token.as_ref(), &CAUSE).await?;
        }
        note(app, &tx, &after, None, Action::Synced, Outcome::Done, changes).await?;
        Ok(tx.commit().await?)
    }

    async fn put_numbers(&self, page: Vec<MetaPhone>, began: DateTime<Utc>) -> AppResult<()> {
        let (app, now) = (self.app, self.app.clock.now());
        let tx = app.db.begin().await?;
        let waba = store::waba::lock(&*tx, self.org, self.id).await?.ok_or(AppError::NotFound)?;
        let token = store::credential::find(&*tx, self.org, self.id).await?;
        let ids: Vec<String> = page.iter().map(|phone| phone.id.as_str().to_owned()).collect();
        let known = store::number::list_by_meta_ids(&*tx, self.org, self.id, &ids).await?;
        let objects: Vec<String> = known.iter().map(|row| &row.id).chain([&waba.id]).cloned().collect();
        let mut told = store::attribute_clock::told_since_any_org(&*tx, &objects, began).await?;
        // A limit that was told of the WABA is that of its numbers.
        let limit_told = told.get(&waba.id).is_some_and(|told| told.contains(LIMIT));
        let mut new = Vec::new();
        for phone in page {
            let found = known.iter().find(|row| row.meta_id == phone.id.as_str());
            let Some(before) = found else {
                let id = NumberId::from_uuid(app.clock.uuid());
                let mut row = record::new_number(id, &waba, phone.id.as_str(), now);
                record::number(&mut row, phone, &Told::default(), now);
                change::derive_number(&mut row, &waba, token.as_ref(), now)?;
                new.push(row);
                continue;
            };
            let mut after = before.clone();
            let mut told = told.remove(&before.id).unwrap_or_default();
            if limit_told {
                told.insert(LIMIT.into());
            }
            record::number(&mut after, phone, &told, now);
            change::derive_number(&mut after, &waba, token.as_ref(), now)?;
            let changes = change::save_number(&tx, &app.clock, before, &after, &CAUSE).await?;
            note(app, &tx, &waba, Some(&after), Action::Synced, Outcome::Done, changes).await?;
        }
        change::insert_numbers(&tx, &app.clock, new, &CAUSE).await?;
        Ok(tx.commit().await?)
    }

    /// Numbers that the complete listing did not have.
    async fn look_for_missing(&self, spender: Spender, began: DateTime<Utc>) -> AppResult<()> {
        let app = self.app;
        let missing =
            store::number::list_not_synced_since(app.db.read(), self.org, self.id, began, MOST_MISSING).await?;
        for row in missing {
            let call = app.graph.read_phone(self.token, &row.meta_id);
            match budget::call(app, self.meta_id, spender, call).await {
                Ok(phone) => self.put_numbers(vec![phone], began).await?,
                Err(AppError::Provider(error))
                    if matches!(error.kind, GraphErrorKind::NotFound | GraphErrorKind::Permission) =>
                {
                    mark_unreadable(app, row.id()?).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn finish(&self, began: DateTime<Utc>) -> AppResult<()> {
        let tx = self.app.db.begin().await?;
        let before = store::waba::lock(&*tx, self.org, self.id).await?.ok_or(AppError::NotFound)?;
        let mut after = before.clone();
        after.sync_state = SyncState::Done.as_str().into();
        after.sync_error = None;
        after.synced_at = Some(began.timestamp_micros());
        change::save_waba(&tx, &self.app.clock, &before, &after, &CAUSE).await?;
        if before.synced_at.is_none() {
            // Webhooks about numbers waited for the numbers.
            let task = TaskId::from_uuid(self.app.clock.uuid());
            store::task::enqueue(&*tx, TaskKind::ApplyEvents, self.meta_id, self.app.clock.now(), task).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// What a number's state, attention or search text takes from its WABA.
fn matters_to_numbers(before: &waba::Model, after: &waba::Model) -> bool {
    (&before.status, &before.on_behalf, &before.kind, &before.name)
        != (&after.status, &after.on_behalf, &after.kind, &after.name)
}

async fn told(tx: &Tx, object: &str, began: DateTime<Utc>) -> AppResult<Told> {
    let mut told = store::attribute_clock::told_since_any_org(&**tx, &[object.to_owned()], began).await?;
    Ok(told.remove(object).unwrap_or_default())
}

/// Reads one number now, for a person who waits.
pub async fn sync_number(app: &AppState, actor: &Actor, org: OrgId, id: NumberId) -> AppResult<()> {
    let (row, waba) = store::number::find(app.db.read(), org, id).await?.ok_or(AppError::NotFound)?;
    let (credential, secret) = token::open(app, org, waba.id()?).await?;
    let began = app.clock.now();
    let call = app.graph.read_phone(&secret, &row.meta_id);
    let sync = Sync { app, org, id: waba.id()?, meta_id: &waba.meta_id, token: &secret, credential: &credential };
    match budget::call(app, &waba.meta_id, Spender::Person, call).await {
        Ok(phone) => sync.put_numbers(vec![phone], began).await?,
        Err(AppError::Provider(error)) if error.kind == GraphErrorKind::NotFound => {
            mark_unreadable(app, id).await?;
        }
        Err(AppError::Provider(error)) => {
            if let Some(code) = token::refusal(&error) {
                refuse_token(app, org, waba.id()?, &credential, code).await?;
            }
            return Err(AppError::Provider(error));
        }
        Err(error) => return Err(error),
    }
    let tx = app.db.begin().await?;
    let done = activity_row(app, &waba, Some(&row), ActivityKind::Person, Action::SyncRequested, Outcome::Done, &[])?;
    let done = activity::Model { actor: Some(actor.name.clone()), ..done };
    store::activity::insert_many(&*tx, vec![done]).await?;
    tx.commit().await?;
    app.work.notify_waiters();
    Ok(())
}

/// Meta answers for the WABA and not for this number.
async fn mark_unreadable(app: &AppState, id: NumberId) -> AppResult<()> {
    let tx = app.db.begin().await?;
    let (before, waba) = store::number::lock_any_org(&*tx, id).await?.ok_or(AppError::NotFound)?;
    let mut after = before.clone();
    after.unreadable = true;
    after.synced_at = Some(app.clock.now().timestamp_micros());
    let token = store::credential::find(&*tx, waba.org()?, waba.id()?).await?;
    change::derive_number(&mut after, &waba, token.as_ref(), app.clock.now())?;
    let changes = change::save_number(&tx, &app.clock, &before, &after, &CAUSE).await?;
    note(app, &tx, &waba, Some(&after), Action::Synced, Outcome::Done, changes).await?;
    Ok(tx.commit().await?)
}

/// Meta does not take the token any more: the WABA is disconnected until a person gives another.
pub async fn refuse_token(
    app: &AppState,
    org: OrgId,
    id: WabaId,
    used: &credential::Model,
    code: ErrorCode,
) -> AppResult<()> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::credential::checked(&*tx, used, Some(code.as_str()), now.timestamp_micros()).await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    let token = store::credential::find(&*tx, org, id).await?;
    let mut after = before.clone();
    after.sync_state = SyncState::Failed.as_str().into();
    after.sync_error = Some(code.as_str().into());
    after.sync_failed_at = Some(now.timestamp_micros());
    change::derive_waba(&mut after, token.as_ref(), now)?;
    let changes = change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
    change::rederive_numbers(&tx, &app.clock, &after, token.as_ref(), &CAUSE).await?;
    note(app, &tx, &after, None, Action::SyncFailed, Outcome::Refused, changes).await?;
    Ok(tx.commit().await?)
}

async fn set_state(
    app: &AppState,
    org: OrgId,
    id: WabaId,
    state: SyncState,
    error: Option<ErrorCode>,
) -> AppResult<()> {
    let tx = app.db.begin().await?;
    let before = store::waba::lock(&*tx, org, id).await?.ok_or(AppError::NotFound)?;
    let mut after = before.clone();
    after.sync_state = state.as_str().into();
    if let Some(code) = error {
        after.sync_error = Some(code.as_str().into());
        after.sync_failed_at = Some(app.clock.now().timestamp_micros());
    }
    change::save_waba(&tx, &app.clock, &before, &after, &CAUSE).await?;
    Ok(tx.commit().await?)
}

/// An activity row, when there is anything to tell.
async fn note(
    app: &AppState,
    tx: &Tx,
    waba: &waba::Model,
    number: Option<&number::Model>,
    action: Action,
    outcome: Outcome,
    changes: Vec<Change>,
) -> AppResult<()> {
    if changes.is_empty() && outcome == Outcome::Done {
        return Ok(());
    }
    let row = activity_row(app, waba, number, ActivityKind::Hub, action, outcome, &changes)?;
    store::activity::insert_many(&**tx, vec![row]).await?;
    Ok(())
}

fn activity_row(
    app: &AppState,
    waba: &waba::Model,
    number: Option<&number::Model>,
    kind: ActivityKind,
    action: Action,
    outcome: Outcome,
    changes: &[Change],
) -> AppResult<activity::Model> {
    Ok(activity::Model {
        id: EventId::from_uuid(app.clock.uuid()).to_string(),
        org_id: waba.org_id.clone(),
        waba_id: waba.id.clone(),
        number_id: number.map(|number| number.id.clone()),
        at: app.clock.now().timestamp_micros(),
        meta_at: None,
        kind: kind.as_str().into(),
        field: None,
        action: Some(action.as_str().into()),
        outcome: outcome.as_str().into(),
        actor: None,
        changes: serde_json::to_string(changes).map_err(anyhow::Error::new)?,
    })
}
