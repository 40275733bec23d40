//! What one row says: a sentence from the action or from Meta's webhook field. Meta's set of fields is open; one that is
//! not known has a general sentence, and its raw name stands below every row.

use clienthub_shared::activity::{Activity, ActivityKind};

use crate::tr;
use crate::words::activity;

pub fn sentence(row: &Activity) -> &'static str {
    match (row.action, row.field.as_deref(), row.kind) {
        (Some(action), _, _) => activity::action(action),
        (None, Some(field), _) => of_field(field),
        (None, None, ActivityKind::Meta) => tr!(activity.field_any),
        (None, None, ActivityKind::Person) => tr!(activity.person_acted),
        (None, None, ActivityKind::Hub) => tr!(activity.hub_acted),
    }
}

fn of_field(field: &str) -> &'static str {
    match field {
        "account_update" => tr!(activity.field_account_update),
        "account_review_update" => tr!(activity.field_account_review),
        "account_alerts" => tr!(activity.field_account_alerts),
        "business_capability_update" => tr!(activity.field_capability),
        "phone_number_name_update" => tr!(activity.field_name),
        "phone_number_quality_update" => tr!(activity.field_quality),
        "security" => tr!(activity.field_security),
        field if field.starts_with("message_template_") || field.starts_with("template_") => {
            tr!(activity.field_template)
        }
        _ => tr!(activity.field_any),
    }
}
