//! What Meta never changes of a template that it has (reference 4.9): an edit carries category, components, time to live and the choice
//! on link tracking. Another change would be lost without a word, so it is refused at its place.

use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::template::Template;
use serde_json::Value;

use crate::error::field;

/// What an edit carries beside the members that have fields of their own.
pub const LINK_TRACKING: &str = "cta_url_link_tracking_opted_out";

/// Members with fields of their own: the validator judges them.
const TYPED: [&str; 6] = ["name", "language", "category", "parameter_format", "components", "message_send_ttl_seconds"];

/// Taken at creation and shown by no read: nothing can be said of them later.
const NEVER_SHOWN: [&str; 7] = [
    "allow_category_change",
    "creative_sourcing_spec",
    "display_format",
    "product_set_id",
    "routing_entrypoint",
    "send_type",
    "source_template_id",
];

/// Members of a file's template that Meta has otherwise and that no edit carries. What the file leaves out stays at Meta.
pub fn unlike(draft: &Template, at_meta: &Template) -> Vec<String> {
    let is_free = |member: &str| {
        member == LINK_TRACKING || member.starts_with("library_template") || NEVER_SHOWN.contains(&member)
    };
    let differs = draft.rest.iter().filter(|(member, value)| !is_said(value, at_meta.rest.get(*member)));
    differs.map(|(member, _)| member.clone()).filter(|member| !is_free(member)).collect()
}

/// Those that somebody asked to change, of the members that have no fields of their own.
pub fn asked<'a>(names: &'a [String], draft: &Template, at_meta: &Template) -> Vec<&'a String> {
    let is_kept = |name: &str| match (draft.rest.get(name), at_meta.rest.get(name)) {
        (Some(Value::Bool(_)), _) if name == LINK_TRACKING => false,
        (Some(wanted), there) => !is_said(wanted, there),
        (None, there) => there.is_some_and(|there| !is_nothing(there)),
    };
    names.iter().filter(|name| !TYPED.contains(&name.as_str()) && is_kept(name)).collect()
}

/// Meta may leave out what says nothing, and add to what it was given.
fn is_said(wanted: &Value, there: Option<&Value>) -> bool {
    match (wanted, there) {
        (wanted, None) => is_nothing(wanted),
        (Value::Object(wanted), Some(Value::Object(there))) => {
            wanted.iter().all(|(name, value)| is_said(value, there.get(name)))
        }
        (wanted, Some(there)) => wanted == there || (is_nothing(wanted) && is_nothing(there)),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// What an editor shows and no edit carries: another kind of variables, and a time to live that was taken away.
pub fn kept(draft: &Template, at_meta: &Template) -> Vec<&'static str> {
    let is_cleared = draft.message_send_ttl_seconds.is_none() && at_meta.message_send_ttl_seconds.is_some();
    let found = [(draft.format() != at_meta.format(), "parameter_format"), (is_cleared, "message_send_ttl_seconds")];
    found.into_iter().filter_map(|(is_kept, member)| is_kept.then_some(member)).collect()
}

pub fn refusal(member: &str) -> FieldError {
    field(member, ErrorCode::TemplateMemberFixed)
}

/// What no edit carries, and what was left out, is as Meta has it.
pub fn settle(draft: &mut Template, at_meta: &Template) {
    let choice = draft.rest.remove(LINK_TRACKING);
    draft.rest.clone_from(&at_meta.rest);
    if let Some(choice) = choice {
        draft.rest.insert(LINK_TRACKING.into(), choice);
    }
    if draft.format() == at_meta.format() {
        draft.parameter_format.clone_from(&at_meta.parameter_format);
    }
    if draft.known_category() == at_meta.known_category() {
        draft.message_send_ttl_seconds = draft.message_send_ttl_seconds.or(at_meta.message_send_ttl_seconds);
    }
}

/// The choice on link tracking, which Meta does not always show.
pub fn tracking(template: &Template) -> Option<bool> {
    template.rest.get(LINK_TRACKING)?.as_bool()
}

/// That choice, where the draft makes another than Meta has.
pub fn link_tracking(draft: &Template, at_meta: Option<&Template>) -> Option<bool> {
    tracking(draft).filter(|wanted| at_meta.and_then(tracking) != Some(*wanted))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(more: Value) -> Template {
        let mut value = json!({"name": "a", "language": "de", "category": "UTILITY", "components": []});
        value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn what_no_edit_carries_is_named() {
        let at_meta = template(json!({"message_send_ttl_seconds": 600, "is_primary_device_delivery_only": true}));
        let found = |more: Value| {
            let draft = template(more);
            let kept = kept(&draft, &at_meta).join(" ");
            (unlike(&draft, &at_meta).join(" "), kept)
        };
        for (more, unlike, kept) in [
            (json!({"message_send_ttl_seconds": 60, "is_primary_device_delivery_only": true}), "", ""),
            (json!({"message_send_ttl_seconds": 60, LINK_TRACKING: true, "display_format": "ORDER_DETAILS"}), "", ""),
            (json!({}), "", "message_send_ttl_seconds"),
            (json!({"category": "MARKETING"}), "", "message_send_ttl_seconds"),
            (json!({"message_send_ttl_seconds": 60, "new": null, "newer": false, "newest": {"a": []}}), "newest", ""),
            (json!({"message_send_ttl_seconds": 60, "parameter_format": "NAMED", "new": 1}), "new", "parameter_format"),
            (
                json!({"category": "MARKETING", "is_primary_device_delivery_only": false}),
                "is_primary_device_delivery_only",
                "message_send_ttl_seconds",
            ),
        ] {
            assert_eq!(found(more.clone()), (unlike.to_owned(), kept.to_owned()), "{more}");
        }
    }

    #[test]
    fn a_draft_takes_what_no_edit_carries_and_keeps_its_choice() {
        let at_meta = template(json!({"is_primary_device_delivery_only": true, LINK_TRACKING: false}));
        let mut draft = template(json!({"is_primary_device_delivery_only": false, "old": 1, LINK_TRACKING: true}));
        settle(&mut draft, &at_meta);
        assert_eq!(draft, template(json!({"is_primary_device_delivery_only": true, LINK_TRACKING: true})));
        let at_meta = template(json!({"message_send_ttl_seconds": 600}));
        settle(&mut draft, &at_meta);
        assert_eq!(draft.message_send_ttl_seconds, Some(600));
        let mut other = template(json!({"category": "MARKETING"}));
        settle(&mut other, &at_meta);
        assert_eq!(other.message_send_ttl_seconds, None);
    }

    #[test]
    fn what_was_asked_for_and_cannot_be_is_named() {
        let at_meta = template(json!({"is_primary_device_delivery_only": true, "spec": {"a": 1, "b": 2}}));
        let names = |draft: Value| {
            let names: Vec<String> = draft.as_object().unwrap().keys().cloned().collect();
            let draft = template(draft);
            asked(&names, &draft, &at_meta).into_iter().cloned().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(json!({"is_primary_device_delivery_only": true, "spec": {"a": 1}, "other": false})), "");
        assert_eq!(names(json!({LINK_TRACKING: true, "category": "MARKETING"})), "");
        assert_eq!(names(json!({"spec": {"a": 2}, "display_format": "ORDER_DETAILS"})), "display_format spec");
        let nulled = template(json!({}));
        assert_eq!(asked(&["spec".to_owned()], &nulled, &at_meta), ["spec"]);
    }

    #[test]
    fn another_choice_on_link_tracking_is_sent() {
        let (on, out) = (template(json!({LINK_TRACKING: false})), template(json!({LINK_TRACKING: true})));
        assert_eq!(link_tracking(&out, Some(&on)), Some(true));
        assert_eq!(link_tracking(&on, Some(&out)), Some(false));
        assert_eq!(link_tracking(&out, Some(&out)), None);
        assert_eq!(link_tracking(&template(json!({})), Some(&out)), None);
    }
}
