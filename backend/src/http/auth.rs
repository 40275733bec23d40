//! Who asks, and whether they may: permissions stand in a handler's signature.
//!
//! `SignedIn` is any signed-in person; `Can<P>` is one with permission `P` in the organisation of the path. No membership is a 404, a
//! membership without the permission a 403 that names it. Operators may read every organisation, and each opening is audited.

use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use clienthub_shared::id::{AuditId, OrgId};
use clienthub_shared::permission::{self, Permission, Role};
use clienthub_shared::problem::ErrorCode;
use clienthub_shared::session::User;
use futures_util::future::LocalBoxFuture;

use crate::actor::{Actor, ActorKind};
use crate::error::{AppError, AppResult};
use crate::http::error::request_id;
use crate::http::{cookies, extract};
use crate::service::session;
use crate::state::AppState;
use crate::store;
use crate::store::audit::AuditEntry;

pub struct SignedIn {
    pub user: User,
    pub actor: Actor,
}

impl FromRequest for SignedIn {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, checking) = (request.clone(), extract::checking_sender(request));
        Box::pin(async move {
            let _checking = checking;
            signed_in(&request).await
        })
    }
}

async fn signed_in(request: &HttpRequest) -> AppResult<SignedIn> {
    let nobody = || AppError::Unauthenticated(ErrorCode::NotSignedIn);
    let app = state(request)?;
    let token = cookies::access(app, request).ok_or_else(nobody)?;
    let (user, session) = session::read_access(app, &token).ok_or_else(nobody)?;
    let user =
        store::session::find_user_any_org(app.db.read(), session, user, app.clock.now()).await?.ok_or_else(nobody)?;
    let kind = if user.operator { ActorKind::Operator } else { ActorKind::Person };
    let name = user.name.clone();
    let actor = Actor { kind, user: Some(user.id), name, session: Some(session), request_id: Some(request_id()) };
    Ok(SignedIn { user, actor })
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
needs!(NumbersRead, NumbersManage, MembersManage);

/// A person who may do `P` in the organisation of the path.
pub struct Can<P> {
    pub org: OrgId,
    /// Absent for operators.
    pub role: Option<Role>,
    pub actor: Actor,
    permission: PhantomData<P>,
}

impl<P: Needs> FromRequest for Can<P> {
    type Error = AppError;
    type Future = LocalBoxFuture<'static, AppResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (request, checking) = (request.clone(), extract::checking_sender(request));
        Box::pin(async move {
            let _checking = checking;
            let app = state(&request)?;
            let SignedIn { user, actor } = signed_in(&request).await?;
            let org: OrgId = extract::path_id(&request, "org")?;
            let role = store::org::find_role(app.db.read(), org, user.id).await?;
            match role {
                Some(role) if role.may(P::PERMISSION) => {}
                Some(_) => return Err(AppError::Forbidden(P::PERMISSION)),
                None if user.operator => operator(app, &actor, org, P::PERMISSION, &request).await?,
                None => return Err(AppError::NotFound),
            }
            Ok(Self { org, role, actor, permission: PhantomData })
        })
    }
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
