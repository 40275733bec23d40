//! Who asks, and whether they may: permissions stand in a handler's signature.
//!
//! `Can<P>` is a person, or a program with an access token, who may do `P` in the organisation of the path; `CanInPerson<P>` is the
//! person alone. `SignedIn` is any signed-in person, `Sender` whoever asks. No membership, or a token of another organisation, is a 404, a
//! missing permission a 403 that names it, a token where a person is needed a 403 `session_needed`. Operators may read every
//! organisation, and each opening is audited.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use clienthub_shared::id::{AuditId, OrgId, SessionId};
use clienthub_shared::permission::{self, Permission};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::session::User;
use futures_util::future::LocalBoxFuture;

use crate::actor::{Actor, ActorKind};
use crate::error::{AppError, AppResult};
use crate::http::error::request_id;
use crate::http::{bearer, cookies, extract};
use crate::service::access_token::bearer::{Bearer, authenticate};
use crate::service::session;
use crate::state::AppState;
use crate::store;
use crate::store::audit::AuditEntry;

/// A person with a session.
pub struct SignedIn {
    pub user: User,
    pub session: SessionId,
    pub actor: Actor,
}

/// Whoever sent the request, whatever they may do.
pub enum Sender {
    Person(SignedIn),
    Token(Bearer),
}

/// Runs an extractor's check as one that the rest of the request waits for.
fn checked<T: 'static, F: Future<Output = AppResult<T>> + 'static>(
    request: &HttpRequest,
    check: impl FnOnce(HttpRequest) -> F,
) -> LocalBoxFuture<'static, AppResult<T>> {
    let (checking, check) = (extract::checking_sender(request), check(request.clone()));
    Box::pin(async move {
        let _checking = checking;
        check.await
    })
}

impl FromRequest for Sender {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        checked(request, async |request| sender(&request).await)
    }
}

impl FromRequest for SignedIn {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        checked(request, async |request| match sender(&request).await? {
            Sender::Person(person) => Ok(person),
            Sender::Token(_) => Err(AppError::Denied(ErrorCode::SessionNeeded)),
        })
    }
}

async fn sender(request: &HttpRequest) -> AppResult<Sender> {
    let app = state(request)?;
    // With the header a cookie counts for nothing: the guard has not asked where the request comes from.
    if let Some(secret) = bearer::of(request)? {
        return Ok(Sender::Token(authenticate(app, &secret).await?));
    }
    let nobody = || AppError::Unauthenticated(ErrorCode::NotSignedIn);
    let token = cookies::access(app, request).ok_or_else(nobody)?;
    let (user, session) = session::read_access(app, &token).ok_or_else(nobody)?;
    let user =
        store::session::find_user_any_org(app.db.read(), session, user, app.clock.now()).await?.ok_or_else(nobody)?;
    let kind = if user.operator { ActorKind::Operator } else { ActorKind::Person };
    let (id, name, request_id) = (Some(user.id), user.name.clone(), Some(request_id()));
    let actor = Actor { kind, user: id, name, session: Some(session), token: None, request_id };
    Ok(Sender::Person(SignedIn { user, session, actor }))
}

/// Refuses a request with an access token where only a browser's session is meant: 403, or 401 when it is none.
pub async fn no_token(request: &HttpRequest) -> AppResult<()> {
    let Some(secret) = bearer::of(request)? else { return Ok(()) };
    authenticate(state(request)?, &secret).await?;
    Err(AppError::Denied(ErrorCode::SessionNeeded))
}

pub fn state(request: &HttpRequest) -> AppResult<&AppState> {
    request
        .app_data::<web::Data<AppState>>()
        .map(|data| &***data)
        .ok_or_else(|| AppError::Internal(anyhow::anyhow!("no application state")))
}

/// A permission as a type.
pub trait Needs: 'static {
    const PERMISSION: Permission;
}

macro_rules! needs {
    ($($name:ident),+ $(,)?) => {$(
        pub struct $name;
        impl Needs for $name { const PERMISSION: Permission = Permission::$name; }
    )+};
}
needs!(NumbersRead, NumbersManage, KeysManage, TemplatesManage, MembersManage);

/// A person or a token who may do `P` in the organisation of the path.
pub struct Can<P> {
    pub org: OrgId,
    /// Everything that they may do in it at this moment.
    pub permissions: Vec<Permission>,
    pub actor: Actor,
    permission: PhantomData<P>,
}

impl<P: Needs> FromRequest for Can<P> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        checked(request, async |request| can(&request).await)
    }
}

/// The same, and no token: for what a person has to stand up for.
pub struct CanInPerson<P>(pub Can<P>);

impl<P: Needs> FromRequest for CanInPerson<P> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        checked(request, async |request| {
            let can = can(&request).await?;
            if can.actor.token.is_some() {
                return Err(AppError::Denied(ErrorCode::SessionNeeded));
            }
            Ok(Self(can))
        })
    }
}

async fn can<P: Needs>(request: &HttpRequest) -> AppResult<Can<P>> {
    let app = state(request)?;
    let sender = sender(request).await?;
    let org: OrgId = extract::path_id(request, "org")?;
    let (actor, permissions) = match sender {
        Sender::Person(person) => of_person(app, person, org, P::PERMISSION, request).await?,
        Sender::Token(bearer) if bearer.org == org => of_token(bearer),
        Sender::Token(_) => return Err(AppError::NotFound),
    };
    if !permissions.contains(&P::PERMISSION) {
        return Err(AppError::Forbidden(P::PERMISSION));
    }
    Ok(Can { org, permissions, actor, permission: PhantomData })
}

fn of_token(bearer: Bearer) -> (Actor, Vec<Permission>) {
    let Bearer { token, maker, name, permissions, .. } = bearer;
    let (user, token, request_id) = (Some(maker), Some(token), Some(request_id()));
    (Actor { kind: ActorKind::Token, user, name, session: None, token, request_id }, permissions)
}

async fn of_person(
    app: &AppState,
    person: SignedIn,
    org: OrgId,
    permission: Permission,
    request: &HttpRequest,
) -> AppResult<(Actor, Vec<Permission>)> {
    let SignedIn { user, actor, .. } = person;
    let permissions = match store::org::find_role(app.db.read(), org, user.id).await? {
        Some(role) => role.permissions(),
        None if user.operator => {
            operator(app, &actor, org, permission, request).await?;
            permission::OPERATOR
        }
        None => return Err(AppError::NotFound),
    };
    Ok((actor, permissions.to_vec()))
}

/// Lets an operator read and nothing else, and writes down what was opened (once in ten minutes for the same session and address).
async fn operator(
    app: &AppState,
    actor: &Actor,
    org: OrgId,
    permission: Permission,
    request: &HttpRequest,
) -> AppResult<()> {
    store::org::find(app.db.read(), org).await?.ok_or(AppError::NotFound)?;
    if !permission::OPERATOR.contains(&permission) {
        return Err(AppError::Forbidden(permission));
    }
    // Syncing is open to whoever reads, yet it writes.
    if !request.method().is_safe() {
        return Err(AppError::Forbidden(Permission::NumbersManage));
    }
    let opened = (actor.session, request.path().to_owned());
    if app.opened.contains_key(&opened) {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    let entry = AuditEntry {
        id: AuditId::from_uuid(app.clock.uuid()),
        actor,
        action: "operator.open",
        object_id: Some(request.path().to_owned()),
        before: None,
        after: None,
    };
    store::audit::insert(&*tx, org, entry, app.clock.now()).await?;
    tx.commit().await?;
    app.opened.insert(opened, ()).await;
    Ok(())
}
