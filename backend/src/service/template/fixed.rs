//! What Meta never changes of a template that it has (reference 4.9): an edit carries category, components, time to live and the choice
//! on link tracking. Another change would be lost without a word, so it is refused at its place.

use clienthub_shared::problem::{ErrorCode, FieldError};
use clienthub_shared::template::Template;

use crate::error::field;

/// What an edit carries beside the members that have fields of their own.
pub const LINK_TRACKING: &str = "cta_url_link_tracking_opted_out";

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

/// Members of a draft that Meta has otherwise and that no edit carries. What the draft leaves out stays at Meta.
pub fn unlike(draft: &Template, at_meta: &Template) -> Vec<String> {
    let is_free = |member: &str| {
        member == LINK_TRACKING || member.starts_with("library_template") || NEVER_SHOWN.contains(&member)
    };
    let differs = draft.rest.iter().filter(|(member, value)| at_meta.rest.get(*member) != Some(value));
    differs.map(|(member, _)| member.clone()).filter(|member| !is_free(member)).collect()
}

/// The same of what an editor shows: the kind of variables, and a time to live that was taken away. A new category clears that at Meta
/// too (reference 4.7).
pub fn kept(draft: &Template, at_meta: &Template) -> Vec<&'static str> {
    let ttl = (draft.message_send_ttl_seconds, at_meta.message_send_ttl_seconds);
    let is_cleared = matches!(ttl, (None, Some(_))) && draft.known_category() == at_meta.known_category();
    let found = [(draft.format() != at_meta.format(), "parameter_format"), (is_cleared, "message_send_ttl_seconds")];
    found.into_iter().filter_map(|(is_kept, member)| is_kept.then_some(member)).collect()
}

pub fn refusal(member: &str) -> FieldError {
    field(member, ErrorCode::TemplateMemberFixed)
}

/// What no edit carries is as Meta has it, whatever it was when the draft was begun.
pub fn settle(draft: &mut Template, at_meta: &Template) {
    let choice = draft.rest.remove(LINK_TRACKING);
    draft.rest.clone_from(&at_meta.rest);
    if let Some(choice) = choice {
        draft.rest.insert(LINK_TRACKING.into(), choice);
    }
}

/// The choice on link tracking, where the draft makes another than Meta has.
pub fn link_tracking(draft: &Template, at_meta: Option<&Template>) -> Option<bool> {
    let said = |template: &Template| template.rest.get(LINK_TRACKING)?.as_bool();
    said(draft).filter(|wanted| at_meta.and_then(said) != Some(*wanted))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

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
            (json!({"category": "MARKETING"}), "", ""),
            (json!({"message_send_ttl_seconds": 60, "parameter_format": "NAMED", "new": 1}), "new", "parameter_format"),
            (
                json!({"category": "MARKETING", "is_primary_device_delivery_only": false}),
                "is_primary_device_delivery_only",
                "",
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
