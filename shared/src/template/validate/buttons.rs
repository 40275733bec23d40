//! Rules of a group of buttons (reference 4.5): how many, of which kinds, in which order.

use super::authentication;
use super::button;
use super::check::{Check, Path, subcode};
use super::component::{Beside, Place};
use super::missing_field;
use crate::template::button::Button;
use crate::template::component::Buttons;
use crate::template::finding::FindingCode;
use crate::template::fix::Fix;
use crate::template::limits::{BUTTONS_MAX, BUTTONS_MAX_IN_CARD, kind_max};
use crate::template::word::ButtonKind;

pub fn check(check: &mut Check, group: &Buttons, beside: Beside, path: &Path, place: Place) {
    check.rest(&group.rest, &["buttons"], path);
    let list = path.field("buttons");
    if group.buttons.is_empty() {
        missing_field(check, &group.rest, "buttons", path);
        return;
    }
    let max = if place == Place::Card { BUTTONS_MAX_IN_CARD } else { BUTTONS_MAX };
    if group.buttons.len() > max {
        let found = check.error(FindingCode::TooManyButtons, &list, subcode::COMPONENTS);
        found.with("max", max).with("found", group.buttons.len());
    }
    let mut counts = [0_usize; ButtonKind::ALL.len()];
    for (at, one) in group.buttons.iter().enumerate() {
        let path = list.index(at);
        if let Some(kind) = one.kind() {
            let count = &mut counts[kind as usize];
            *count += 1;
            if let Some(max) = kind_max(kind)
                && *count == max + 1
            {
                let found = check.error(FindingCode::TooManyOfKind, &path, subcode::COMPONENTS);
                found.with("kind", kind.as_str()).with("max", max);
            }
        }
        if check.is_authentication() {
            authentication::button(check, one, &path);
        } else {
            button::check(check, one, &path);
        }
    }
    if !is_grouped(&group.buttons) {
        check.error(FindingCode::ButtonsNotGrouped, &list, subcode::COMPONENTS).fix(Fix::RegroupButtons);
    }
    if !beside.product_header
        && let Some(at) = group.buttons.iter().position(|one| matches!(one, Button::Spm(_)))
    {
        check.error(FindingCode::ProductHeaderMissing, &list.index(at), subcode::COMPONENTS);
    }
    if beside.call_permission {
        check.error(FindingCode::ButtonsWithCallPermission, path, subcode::COMPONENTS).fix(Fix::Remove);
    }
}

/// Quick replies stand together, first or last: at most one place where a group ends.
fn is_grouped(buttons: &[Button]) -> bool {
    let replies = |button: &Button| matches!(button, Button::QuickReply(_));
    buttons.windows(2).filter(|pair| replies(&pair[0]) != replies(&pair[1])).count() <= 1
}
