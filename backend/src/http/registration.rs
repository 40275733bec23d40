//! `/orgs/{org}/numbers/{number}/registration` and `…/pin`: a number's way to *connected*.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, post, put, web};
use clienthub_shared::id::{NumberId, OrgId};
use clienthub_shared::number::NumberDetails;
use clienthub_shared::registration::{CodeRequestCreate, PinPut, PinReveal, RegistrationCreate, RevealedPin};

use crate::error::AppResult;
use crate::http::answer::{self, Problems};
use crate::http::auth::{Can, CanInPerson, NumbersManage};
use crate::http::extract::{self, Json, NoParams};
use crate::http::guard;
use crate::http::idempotency::Once;
use crate::http::number::read_details;
use crate::service::own_time::Progress;
use crate::service::registration;
use crate::state::AppState;

/// Ask Meta to send a code that proves ownership; it is good for ten minutes.
///
/// Another one may be asked for after a minute: until then 429 `code_too_soon`. 409 `code_not_needed` while ownership is proven,
/// `already_connected`, `number_on_business_app`, `registration_in_progress` (with `by` and `since`), `code_not_sent` when Meta
/// refuses for good. 429 `code_not_sent`, `code_requested_too_often` and what an earlier step met, when Meta asks to wait.
#[utoipa::path(
    tag = "registration",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
        Once,
    ),
    request_body = CodeRequestCreate,
    responses(
        (status = 200, body = NumberDetails, description = "Meta is sending it"),
        (status = 202, body = NumberDetails, description = "Meta has not answered yet; the stream tells"),
        Problems
    )
)]
#[post("/orgs/{org}/numbers/{number}/registration/code")]
pub async fn request_code(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersManage>,
    once: Once,
    _: NoParams,
    body: Json<CodeRequestCreate>,
) -> AppResult<HttpResponse> {
    let id: NumberId = extract::path_id(&request, "number")?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let progress = registration::request_code(&app, &can.actor, can.org, id, body.0).await?;
        shown(&app, can.org, id, progress).await
    })
    .await
}

/// Check the code and register the number with a PIN.
///
/// While ownership is proven `code` is left out. `pin` is needed only when Meta holds one that the hub does not know (409
/// `pin_required`; the code that was accepted is not asked for again). 422 `code_wrong` and `pin_wrong` may be tried again at
/// once; every register call counts for Meta's ten in 72 hours. 409 `code_required`, `verification_needed`,
/// `already_connected` unless `reregister`, `registration_in_progress` (with `by` and `since`), `number_on_business_app`,
/// `number_gone`, `account_locked`, `deregistration_incomplete`; 429 with `Retry-After` when Meta asks to wait:
/// `code_guesses_used_up`, `pin_guesses_used_up`, `pin_guessed_too_fast`, `number_just_deleted`, `register_limit_reached`; 503
/// `registration_unavailable`.
#[utoipa::path(
    tag = "registration",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
        Once,
    ),
    request_body = RegistrationCreate,
    responses(
        (status = 200, body = NumberDetails, description = "Connected"),
        (status = 202, body = NumberDetails, description = "Meta has not answered yet; the stream tells"),
        Problems
    )
)]
#[post("/orgs/{org}/numbers/{number}/registration")]
pub async fn register_number(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersManage>,
    once: Once,
    _: NoParams,
    body: Json<RegistrationCreate>,
) -> AppResult<HttpResponse> {
    let id: NumberId = extract::path_id(&request, "number")?;
    let work = once.of(&app, &can.actor, &body.0)?;
    work.run(async move {
        let progress = registration::register(&app, &can.actor, can.org, id, body.0).await?;
        shown(&app, can.org, id, progress).await
    })
    .await
}

/// Change the two-step PIN of a registered number at Meta. The hub keeps it sealed and gives it again when it registers.
#[utoipa::path(
    tag = "registration",
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
    ),
    request_body = PinPut,
    responses(
        (status = 200, body = NumberDetails, description = "Changed"),
        (status = 202, body = NumberDetails, description = "Meta has not answered yet; the stream tells"),
        Problems
    )
)]
#[put("/orgs/{org}/numbers/{number}/pin")]
pub async fn put_pin(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: Can<NumbersManage>,
    _: NoParams,
    body: Json<PinPut>,
) -> AppResult<HttpResponse> {
    let id: NumberId = extract::path_id(&request, "number")?;
    let progress = registration::change_pin(&app, &can.actor, can.org, id, body.0).await?;
    shown(&app, can.org, id, progress).await
}

/// Show the PIN of a number to a person who gives the own password. It stands in audit log and activity; never by access token.
///
/// 422 `password_wrong` at `password`, which is slowed down as signing in is (429 `sign_in_slowed`); 409 `pin_unknown` when the
/// hub did not set it.
#[utoipa::path(
    tag = "registration",
    security(("session" = [])),
    params(
        ("org" = String, Path, description = "Id of the organisation"),
        ("number" = String, Path, description = "Our id of the number"),
    ),
    request_body = PinReveal,
    responses((status = 200, body = RevealedPin, description = "Hide it after 30 seconds"), Problems)
)]
#[post("/orgs/{org}/numbers/{number}/pin/reveal")]
pub async fn reveal_pin(
    app: web::Data<AppState>,
    request: HttpRequest,
    can: CanInPerson<NumbersManage>,
    _: NoParams,
    body: Json<PinReveal>,
) -> AppResult<HttpResponse> {
    let CanInPerson(can) = can;
    let id: NumberId = extract::path_id(&request, "number")?;
    let address = guard::client_address(&app, &request);
    Ok(answer::ok(&registration::reveal_pin(&app, &can.actor, can.org, id, &body.0, &address).await?))
}

async fn shown(app: &AppState, org: OrgId, id: NumberId, progress: Progress) -> AppResult<HttpResponse> {
    let details = read_details(app, org, id).await?;
    Ok(match progress {
        Progress::Done => answer::versioned(&details, details.number.version),
        Progress::Pending => answer::json(StatusCode::ACCEPTED, &details),
    })
}
