//! An organisation of the wanted size, and another one beside it, written through the store.

use anyhow::Context;
use clienthub::service::fold;
use clienthub::service::user::{self, UserCreate};
use clienthub::state::AppState;
use clienthub::store::{self, activity, number, waba};
use clienthub_shared::id::{EventId, NumberId, OrgId, WabaId};
use clienthub_shared::permission::Role;
use clienthub_shared::status::{NumberStatus, WabaStatus};

pub const EMAIL: &str = "bench@clienthub.example";
pub const PASSWORD: &str = "a password for the bench";

const WABAS: usize = 20;
const FIRST: [&str; 10] =
    ["Birke", "Ahorn", "Olá", "Rüdiger", "Señor", "Łąka", "Café", "Northern", "Straße", "Pão Quente"];
const SECOND: [&str; 12] = [
    "Bäckerei",
    "Clinic",
    "Motors",
    "Florist",
    "Travel",
    "Câmbio",
    "Óptica",
    "Hotel",
    "Books",
    "Repair",
    "Foods",
    "Bank",
];

pub struct Seeded {
    pub org: OrgId,
    /// Has half of the numbers.
    pub big_waba: WabaId,
    /// Has a fortieth.
    pub small_waba: WabaId,
    /// In the middle of the list.
    pub number: NumberId,
    pub meta_id: String,
    /// A name that one number has.
    pub rare_name: String,
    /// Digits of one number, as people say them.
    pub some_digits: String,
}

pub async fn seed(app: &AppState, numbers: usize) -> anyhow::Result<Seeded> {
    let user = match store::user::find_by_email_any_org(app.db.read(), EMAIL).await? {
        Some((user, _)) => user,
        None => {
            user::create(app, UserCreate { email: EMAIL, name: "Bench", password: PASSWORD, operator: false }).await?
        }
    };
    org(app, numbers / 5, 0).await?;
    let seeded = org(app, numbers, 1).await?;
    let tx = app.db.begin().await?;
    store::org::put_role(&*tx, seeded.org, user.id, Role::Viewer, app.clock.now()).await?;
    tx.commit().await?;
    Ok(seeded)
}

async fn org(app: &AppState, numbers: usize, which: usize) -> anyhow::Result<Seeded> {
    let org = OrgId::from_uuid(app.clock.uuid());
    // Meta ids must be new in the database, which may have seen a bench before.
    let base = u64::try_from(app.clock.now().timestamp_micros())? * 10;
    let wabas: Vec<waba::Model> = (0..WABAS).map(|place| waba_row(app, org, base, place)).collect();
    let tx = app.db.begin().await?;
    store::org::insert(&*tx, org, &format!("Bench {which}"), None, app.clock.now()).await?;
    for waba in &wabas {
        waba::insert(&*tx, waba.clone()).await?;
    }
    let rows: Vec<number::Model> = (0..numbers)
        .map(|place| {
            let waba = if place % 2 == 0 { &wabas[0] } else { &wabas[1 + (place / 2) % (WABAS - 1)] };
            number_row(app, waba, base, place)
        })
        .collect();
    // SQLite takes at most 32,766 values in a statement.
    for some in rows.chunks(500) {
        number::insert_many(&*tx, some.to_vec()).await?;
    }
    let middle = &rows[numbers / 2];
    let events = (0..500).map(|place| activity_row(app, middle, place % 3 == 0)).collect();
    activity::insert_many(&*tx, events).await?;
    tx.commit().await?;
    Ok(Seeded {
        org,
        big_waba: wabas[0].id.parse()?,
        small_waba: wabas[1].id.parse()?,
        number: middle.id.parse()?,
        meta_id: middle.meta_id.clone(),
        rare_name: middle.name_key.rsplit(' ').next().context("no name")?.to_owned(),
        some_digits: middle.digits[2..].to_owned(),
    })
}

fn waba_row(app: &AppState, org: OrgId, base: u64, place: usize) -> waba::Model {
    let now = app.clock.now().timestamp_micros();
    let name = format!("{} Group {place}", FIRST[place % FIRST.len()]);
    let status = if place == WABAS - 1 { WabaStatus::Rejected } else { WabaStatus::Approved };
    waba::Model {
        id: WabaId::from_uuid(app.clock.uuid()).to_string(),
        org_id: org.to_string(),
        meta_id: (base + place as u64).to_string(),
        name_key: fold::fold(&name),
        name,
        status: status.as_str().into(),
        status_since: now,
        kind: "shared".into(),
        on_behalf: "not_needed".into(),
        on_behalf_name: None,
        verification: "verified".into(),
        review_status: Some("APPROVED".into()),
        ownership_type: Some("CLIENT_OWNED".into()),
        on_behalf_type: None,
        on_behalf_status: None,
        on_behalf_since: now,
        verification_status: Some("verified".into()),
        portfolio_meta_id: Some("500000000000001".into()),
        currency: Some("EUR".into()),
        timezone_id: Some("47".into()),
        namespace: Some("1b6a0000_0000_0000_0000_000000000000".into()),
        limit_raw: None,
        health: Some(HEALTH.into()),
        restrictions: None,
        ban_state: None,
        violation: None,
        violation_at: None,
        app_subscribed: true,
        partner_removed: false,
        next_expiry_at: None,
        sync_state: "done".into(),
        sync_error: None,
        sync_failed_at: None,
        sync_asked_at: Some(now),
        sync_began_at: None,
        sync_cursor: None,
        synced_at: Some(now),
        added_at: now,
        disconnected_at: None,
        version: 1,
    }
}

/// As much health as Meta tells of a number that has no trouble.
const HEALTH: &str = r#"[{"kind":"phone_number","meta_id":"106540352242922","can_send":"available","errors":[],"notes":[]},{"kind":"waba","meta_id":"102290129340398","can_send":"available","errors":[],"notes":[]},{"kind":"business","meta_id":"506914307656634","can_send":"limited","errors":[{"code":141010,"description":"The business has not passed business verification.","solution":"Visit business settings and start or resolve the business verification request."}],"notes":[]},{"kind":"app","meta_id":"150000000000001","can_send":"available","errors":[],"notes":[]}]"#;

fn number_row(app: &AppState, waba: &waba::Model, base: u64, place: usize) -> number::Model {
    let now = app.clock.now().timestamp_micros();
    let name = format!("{} {} {place}x", FIRST[place % 10], SECOND[place % 12]);
    let digits = format!("491{:09}", (place * 7_919_317) % 1_000_000_000);
    let status = match place % 100 {
        0 => NumberStatus::Banned,
        1 => NumberStatus::Flagged,
        2..7 => NumberStatus::Created,
        7..10 => NumberStatus::Verified,
        _ => NumberStatus::Connected,
    };
    let sends = status.sends();
    number::Model {
        id: NumberId::from_uuid(app.clock.uuid()).to_string(),
        org_id: waba.org_id.clone(),
        waba_id: waba.id.clone(),
        meta_id: (base + 1_000_000 + place as u64).to_string(),
        phone_number: format!("+{digits}"),
        name_key: fold::fold(&name),
        search_text: fold::search_text(&name, &waba.name, &digits),
        display_name: name,
        digits,
        status: status.as_str().into(),
        status_rank: store::number_list::status_rank(status),
        status_since: now,
        meta_status: Some(if sends { "CONNECTED" } else { "PENDING" }.into()),
        name_state: "approved".into(),
        name_state_since: now,
        name_status: Some("APPROVED".into()),
        name_pending: None,
        new_name_status: None,
        quality: match place % 50 {
            0 => "low",
            1..5 => "medium",
            _ => "high",
        }
        .into(),
        quality_since: now,
        quality_raw: Some("GREEN".into()),
        limit_tier: if place.is_multiple_of(40) { "250" } else { "10K" }.into(),
        limit_raw: Some("TIER_10K".into()),
        throughput_raw: Some("STANDARD".into()),
        account_mode_raw: Some("LIVE".into()),
        platform_raw: Some("CLOUD_API".into()),
        official: false,
        pin_set: Some(sends),
        code_verification: Some("VERIFIED".into()),
        verified_at: Some(now),
        registered_at: sends.then_some(now),
        health: Some(HEALTH.into()),
        health_at: Some(now),
        registration: if sends { "connected" } else { "not_registered" }.into(),
        registration_step: None,
        code_expires_at: None,
        waits_until: None,
        register_calls: None,
        on_biz_app: Some(false),
        attention: if sends { "none" } else { "client" }.into(),
        attention_since: now,
        unreadable: false,
        next_expiry_at: None,
        // A sync adds a hundred at once.
        added_at: now / 1_000_000 * 1_000_000 + (place / 100) as i64,
        sync_asked_at: None,
        synced_at: Some(now),
        version: 1,
    }
}

fn activity_row(app: &AppState, number: &number::Model, of_waba: bool) -> activity::Model {
    activity::Model {
        id: EventId::from_uuid(app.clock.uuid()).to_string(),
        org_id: number.org_id.clone(),
        waba_id: number.waba_id.clone(),
        number_id: (!of_waba).then(|| number.id.clone()),
        template_id: None,
        at: app.clock.now().timestamp_micros(),
        meta_at: None,
        kind: "meta".into(),
        field: Some("phone_number_quality_update".into()),
        action: None,
        outcome: "applied".into(),
        refusal: None,
        actor: None,
        changes: r#"[{"attribute":"quality","from":"high","to":"medium"}]"#.into(),
    }
}
