//! Signing in, staying signed in, signing out.
//!
//! The access token is a JWT of ten minutes. The refresh token is session, generation and a MAC: nothing of it is stored but the
//! generation. The one just replaced stays good for 60 s and gives the same successor (two tabs, lost answers); an older one
//! ends the session, for somebody else has it.

use chrono::{DateTime, TimeDelta, Utc};
use clienthub_shared::id::{SessionId, UserId};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::rules::PASSWORD_MAX;
use clienthub_shared::session::{Me, SessionCreate, User};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use crate::error::{AppError, AppResult, field, field_with};
use crate::state::AppState;
use crate::store::{self, Conn};

pub const ACCESS_LIFE: TimeDelta = TimeDelta::minutes(10);
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(30);
const GRACE: TimeDelta = TimeDelta::seconds(60);
const ISSUER: &str = "clienthub";
const AUDIENCE: &str = "clienthub-api";

/// What the browser keeps, as cookies.
pub struct Tokens {
    pub access: SecretString,
    pub refresh: SecretString,
    pub session_expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    exp: i64,
}

/// Checks the password and begins a session. `address` is the client's, for the slow-down.
pub async fn sign_in(app: &AppState, create: &SessionCreate, address: &str) -> AppResult<(Me, Tokens)> {
    let mut findings = Vec::new();
    if create.email.trim().is_empty() {
        findings.push(field("email", ErrorCode::Required));
    }
    if create.email.len() > 254 {
        findings.push(field_with("email", ErrorCode::TooLong, "max", 254));
    }
    if create.password.is_empty() {
        findings.push(field("password", ErrorCode::Required));
    }
    if create.password.len() > PASSWORD_MAX {
        findings.push(field_with("password", ErrorCode::TooLong, "max", PASSWORD_MAX));
    }
    if !findings.is_empty() {
        return Err(AppError::Invalid(findings));
    }
    let (account, now) = (create.email.trim().to_lowercase(), app.clock.now());
    let slowed = || match app.slow_down.wait_s(&account, address, app.clock.now()) {
        Some(wait) => Err(AppError::Limited(ErrorCode::SignInSlowed, wait)),
        None => Ok(()),
    };
    slowed()?;
    let turn = app.passwords.turn().await?;
    // Those before in the queue may have failed meanwhile.
    slowed()?;
    let found = store::user::find_by_email_any_org(app.db.read(), &account).await?;
    let hash = found.as_ref().map(|(_, hash)| hash.as_str());
    let fits = turn.verify(&create.password, hash).await?;
    let wrong = || AppError::Unauthenticated(ErrorCode::WrongCredentials);
    let Some((user, hash)) = found.filter(|_| fits) else {
        app.slow_down.failed(&account, address, app.clock.now());
        return Err(wrong());
    };
    app.slow_down.succeeded(&account);
    let session = SessionId::from_uuid(app.clock.uuid());
    let expires_at = now + SESSION_LIFE;
    let tx = app.db.begin().await?;
    // Held: whoever changes the password ends the sessions that there are, and this one must not come after them.
    let is_still = store::user::lock_any_org(&*tx, user.id).await?.is_some_and(|(_, today)| today == hash);
    if !is_still {
        return Err(wrong());
    }
    store::session::insert(&*tx, session, user.id, now, expires_at).await?;
    tx.commit().await?;
    let tokens = tokens(app, user.id, session, 1, expires_at)?;
    Ok((me(app, user).await?, tokens))
}

/// Gives the next pair for a refresh token.
pub async fn refresh(app: &AppState, token: &str) -> AppResult<(Me, Tokens)> {
    let signed_out = || AppError::Unauthenticated(ErrorCode::NotSignedIn);
    let (session, generation) = read_refresh(app, token).ok_or_else(signed_out)?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    let live = store::session::find_live_any_org(&*tx, session, now).await?.ok_or_else(signed_out)?;
    let next = if generation == live.generation {
        if !store::session::rotate_any_org(&*tx, session, generation, now).await? {
            // Another process rotated between the read and the write: its successor is ours too.
            tracing::debug!(%session, "refreshed by two at once");
        }
        generation + 1
    } else if generation + 1 == live.generation && now - live.rotated_at <= GRACE {
        live.generation
    } else {
        store::session::end_any_org(&*tx, session, now).await?;
        tx.commit().await?;
        tracing::warn!(%session, "an old refresh token came back: session ended");
        return Err(signed_out());
    };
    let user = store::user::find_any_org(&*tx, live.user).await?.ok_or_else(signed_out)?;
    tx.commit().await?;
    let tokens = tokens(app, user.id, session, next, live.expires_at)?;
    Ok((me(app, user).await?, tokens))
}

pub async fn sign_out(app: &AppState, session: SessionId) -> AppResult<()> {
    let tx = app.db.begin().await?;
    store::session::end_any_org(&*tx, session, app.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// The session of a refresh token, for signing out when the access token is gone.
pub fn session_of_refresh(app: &AppState, token: &str) -> Option<SessionId> {
    read_refresh(app, token).map(|(session, _)| session)
}

pub async fn me(app: &AppState, user: User) -> AppResult<Me> {
    let organisations = organisations(app.db.read(), &user).await?;
    Ok(Me { user, organisations })
}

async fn organisations(db: &impl Conn, user: &User) -> AppResult<Vec<clienthub_shared::org::OrgMembership>> {
    Ok(if user.operator {
        store::org::list_for_operator_any_org(db, None, None).await?
    } else {
        store::org::list_of_user_any_org(db, user.id, None, None).await?
    })
}

fn tokens(
    app: &AppState,
    user: UserId,
    session: SessionId,
    generation: i64,
    session_expires_at: DateTime<Utc>,
) -> AppResult<Tokens> {
    let now = app.clock.now();
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: user,
        sid: session,
        iat: now.timestamp(),
        exp: (now + ACCESS_LIFE).timestamp(),
    };
    let key = EncodingKey::from_secret(app.keys.sessions());
    let access = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
        .map_err(|error| anyhow::anyhow!("signing an access token: {error}"))?;
    let refresh = format!("{session}.{generation}.{}", refresh_mac(app, session, generation));
    Ok(Tokens { access: access.into(), refresh: refresh.into(), session_expires_at })
}

/// User and session of an access token that is ours and has not expired.
pub fn read_access(app: &AppState, token: &str) -> Option<(UserId, SessionId)> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_audience(&[AUDIENCE]);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    // The hub's clock decides, below.
    rules.validate_exp = false;
    let key = DecodingKey::from_secret(app.keys.sessions());
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules).ok()?.claims;
    (claims.exp > app.clock.now().timestamp()).then_some((claims.sub, claims.sid))
}

fn refresh_mac(app: &AppState, session: SessionId, generation: i64) -> String {
    hex::encode(app.keys.session_mac(format!("refresh {session} {generation}").as_bytes()))
}

fn read_refresh(app: &AppState, token: &str) -> Option<(SessionId, i64)> {
    let mut parts = token.split('.');
    let session: SessionId = parts.next()?.parse().ok()?;
    let generation: i64 = parts.next()?.parse().ok()?;
    let mac = parts.next()?;
    let fits: bool = refresh_mac(app, session, generation).as_bytes().ct_eq(mac.as_bytes()).into();
    (fits && parts.next().is_none()).then_some((session, generation))
}
