//! The OpenAPI picture of what is read and written by hand. Components are Meta's, and more may come: they are open objects here.

use std::borrow::Cow;

use serde_json::{Map, Value};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::fix::Fix;
use super::{FindingCode, Severity};

/// A template in Meta's own shape (`POST /{waba-id}/message_templates`). Members, components and words that the hub does not know are
/// kept.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a picture")]
struct Template {
    /// `^[a-z0-9_]{1,512}$`
    name: String,
    /// One of Meta's 111 template languages.
    language: String,
    /// `AUTHENTICATION`, `MARKETING` or `UTILITY`.
    category: String,
    /// `POSITIONAL` or `NAMED`; `POSITIONAL` where nothing is said.
    parameter_format: Option<String>,
    /// Objects with a `type`: `HEADER`, `BODY`, `FOOTER`, `BUTTONS`, `CAROUSEL`, `LIMITED_TIME_OFFER` or
    /// `CALL_PERMISSION_REQUEST`.
    components: Vec<Map<String, Value>>,
    /// Seconds in which Meta tries to deliver; -1 is 30 days.
    message_send_ttl_seconds: Option<i64>,
}

/// What the validator finds.
#[derive(ToSchema)]
#[expect(dead_code, reason = "a picture")]
struct Finding {
    severity: Severity,
    code: FindingCode,
    /// Where, from the template on: `components.1.buttons.0.text`.
    path: String,
    /// English, for developers.
    message: String,
    /// Values for a sentence, such as `{"max": 60}`.
    params: Map<String, Value>,
    /// What Meta would answer beside code 100.
    provider_subcode: Option<u32>,
    /// What `?fix=true` does about it.
    fix: Option<Fix>,
}

macro_rules! picture {
    ($($name:ident),+) => {$(
        impl PartialSchema for super::$name {
            fn schema() -> RefOr<Schema> {
                $name::schema()
            }
        }

        impl ToSchema for super::$name {
            fn name() -> Cow<'static, str> {
                $name::name()
            }

            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                $name::schemas(schemas);
            }
        }
    )+};
}

picture!(Template, Finding);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_has_the_fields_that_are_written() {
        let RefOr::T(schema) = super::super::Finding::schema() else { panic!("a reference") };
        let picture = serde_json::to_value(schema).unwrap();
        let finding = &super::super::validate(&super::super::Template::default())[0];
        for name in serde_json::to_value(finding).unwrap().as_object().unwrap().keys() {
            assert!(picture["properties"].get(name).is_some(), "{name}");
        }
        let mut schemas = Vec::new();
        super::super::Finding::schemas(&mut schemas);
        assert!(["FindingCode", "Fix", "Severity"].iter().all(|name| schemas.iter().any(|(known, _)| known == name)));
    }
}
