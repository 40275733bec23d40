//! Registering and deregistering a number, which share a limit (reference 3.6). The order of the checks is that of section 12.5.

use serde_json::json;

use super::refusal::{refuse, usual_wait_s};
use super::{Subject, choice, pin};
use crate::control::events;
use crate::graph::access::Caller;
use crate::graph::error::GraphError;
use crate::graph::params::Params;
use crate::sandbox::meta_time;
use crate::world::Phone;

const CALLS: usize = 10;
const WINDOW_S: i64 = 72 * 3600;
const NAME_S: i64 = 14 * 24 * 3600;
const REGIONS: &[&str] = &["AU", "ID", "IN", "JP", "SG", "KR", "DE", "CH", "GB", "BR", "BH", "ZA", "AE", "CA"];
const MANAGE: &str = "MANAGE";

pub fn register(subject: &mut Subject<'_>, params: &Params) -> Result<(), GraphError> {
    choice(params, "messaging_product", &["whatsapp"])?;
    let offered = pin::parameter(params)?;
    let region = match params.text("data_localization_region") {
        Some(_) => Some(choice(params, "data_localization_region", REGIONS)?),
        None => None,
    };
    count(subject)?;
    if subject.phone.registration.deregistration_incomplete {
        return Err(refuse("deregistration_incomplete"));
    }
    subject.waits("deleted_moments_ago", subject.phone.registration.register_wait_until)?;
    if !subject.phone.is_verified(subject.now.timestamp()) {
        return Err(refuse("not_verified"));
    }
    pin::check(subject, &offered)?;
    pin::set(subject, offered);
    connect(subject, region);
    Ok(())
}

/// A registration of a number that is registered keeps its status and region.
fn connect(subject: &mut Subject<'_>, region: Option<String>) {
    let phone = &mut *subject.phone;
    if !phone.is_registered() {
        phone.set("status", "CONNECTED");
        phone.registration.data_localization_region = region;
        if phone.fields.get("throughput").is_none_or(|throughput| throughput["level"] == "NOT_APPLICABLE") {
            phone.set("throughput", json!({ "level": "STANDARD" }));
        }
        subject.events.push(events::onboarding(&phone.fields));
    }
    phone.set("platform_type", "CLOUD_API");
    phone.set("last_onboarded_time", meta_time(subject.now));
    put_name_into_force(phone, subject.now.timestamp());
}

/// An approved new name waits for this (reference 3.8); after 14 days it has expired.
fn put_name_into_force(phone: &mut Phone, now: i64) {
    if !matches!(phone.text("new_name_status"), "APPROVED" | "AVAILABLE_WITHOUT_REVIEW") {
        return;
    }
    if phone.registration.name_approved_at.is_some_and(|at| at + NAME_S <= now) {
        phone.set("new_name_status", "EXPIRED");
        return;
    }
    if let Some(name) = phone.fields.remove("new_display_name") {
        phone.set("verified_name", name);
        let status = phone.fields.remove("new_name_status").unwrap_or_default();
        phone.set("name_status", status);
    }
}

pub fn may_deregister(caller: &Caller) -> Result<(), GraphError> {
    match caller {
        Caller::User(token) if !token.has_task(MANAGE) => Err(refuse("no_full_permission")),
        Caller::User(_) | Caller::App { .. } => Ok(()),
    }
}

pub fn deregister(subject: &mut Subject<'_>) -> Result<(), GraphError> {
    count(subject)?;
    if subject.phone.is_true("is_on_biz_app") {
        return Err(refuse("coexistence"));
    }
    let now = subject.now.timestamp();
    let phone = &mut *subject.phone;
    if !phone.is_registered() && !phone.registration.deregistration_incomplete {
        return Err(refuse("not_registered"));
    }
    // While it was registered its proof of ownership did not lapse.
    if phone.is_verified(now) {
        phone.registration.verified_at = Some(now);
    }
    phone.registration.deregistration_incomplete = false;
    phone.set("status", "DISCONNECTED");
    Ok(())
}

/// Ten calls in 72 hours, refused ones included; the eleventh blocks the number for 72 hours from then on, after which it begins anew.
fn count(subject: &mut Subject<'_>) -> Result<(), GraphError> {
    let now = subject.now.timestamp();
    subject.waits("too_many_registrations", subject.phone.registration.blocked_until)?;
    let registration = &mut subject.phone.registration;
    registration.calls.retain(|at| *at > now - WINDOW_S);
    if registration.calls.len() < CALLS {
        registration.calls.push(now);
        return Ok(());
    }
    registration.calls.clear();
    registration.blocked_until = now + usual_wait_s("too_many_registrations");
    subject.waits("too_many_registrations", subject.phone.registration.blocked_until)
}
