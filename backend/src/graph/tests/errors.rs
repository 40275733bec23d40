//! The error table and what an error says of itself.

use clienthub_shared::problem::Provider;
use serde_json::{Value, json};

use crate::graph::error::{GraphError, GraphErrorKind as Kind, Heads};
use crate::graph::usage::Usage;

const REFUSED: Kind = Kind::Auth { expired: false };

fn kind(http: u16, error: Value) -> Kind {
    GraphError::from_body(&error, http, &[]).kind.clone()
}

#[test]
fn codes_say_what_to_do() {
    let table: [(Kind, &[i64]); 8] = [
        (REFUSED, &[0, 102, 104, 190]),
        (Kind::Permission, &[3, 10, 200, 230, 299, 131_005]),
        (Kind::Throttled, &[4, 17, 32, 613, 80007, 80008, 130_429, 131_048, 131_056, 131_064]),
        (Kind::Temporary, &[1, 2, 131_000, 131_016, 131_057, 133_004, 2_494_100]),
        (Kind::NotFound, &[33]),
        (Kind::State, &[131_031, 131_045, 133_000, 133_006, 133_010, 133_015]),
        (Kind::Input, &[100, 131_009, 133_005, 2500]),
        (Kind::Input, &[300, 199, -1, i64::MAX]),
    ];
    for (expected, codes) in table {
        for code in codes {
            assert_eq!(kind(400, json!({"message": "m", "code": code})), expected, "{code}");
        }
    }
}

#[test]
fn subcodes_and_marks_refine_the_code() {
    for (error, expected) in [
        (json!({"code": 190, "error_subcode": 463}), Kind::Auth { expired: true }),
        (json!({"code": 190, "error_subcode": 460}), REFUSED),
        (json!({"code": 100, "error_subcode": 33}), Kind::NotFound),
        (json!({"code": "100", "error_subcode": "33"}), Kind::NotFound),
        (json!({"code": 100, "is_transient": true}), Kind::Temporary),
        (json!({"code": 100, "is_transient": "true"}), Kind::Temporary),
        (json!({"code": 4, "is_transient": true}), Kind::Throttled),
        (json!({"code": 190, "is_transient": true}), REFUSED),
        (json!({"code": 100, "error_subcode": 2_593_010}), Kind::Input),
        (
            json!({"code": 100, "message": "(#100) Tried accessing nonexisting field (foo) on node type (WhatsAppBusinessAccount)"}),
            Kind::UnknownField("foo".to_owned()),
        ),
        (json!({"code": 100, "message": "nonexisting field ("}), Kind::Input),
    ] {
        assert_eq!(kind(400, error.clone()), expected, "{error}");
    }
}

#[test]
fn the_status_counts_only_where_no_code_is_known() {
    assert_eq!(kind(500, json!({"code": 190})), REFUSED);
    assert_eq!(kind(500, json!({"code": 3})), Kind::Permission);
    assert_eq!(kind(500, json!({"code": 131_045})), Kind::State);
    assert_eq!(kind(500, json!({"code": 999_999})), Kind::Temporary);
    assert_eq!(kind(429, json!({"code": 999_999})), Kind::Throttled);
    assert_eq!(kind(401, json!({"message": "m", "code": 999_999})), REFUSED);
    assert_eq!(kind(403, json!({"message": "m", "code": 999_999})), Kind::Permission);
    for http in [400, 401, 403, 404] {
        assert_eq!(kind(http, json!({"message": "a proxy's"})), Kind::Garbled);
        assert_eq!(kind(http, json!("unauthorized")), Kind::Garbled);
    }
    assert_eq!(kind(503, json!("unavailable")), Kind::Temporary);
    for (http, expected) in [
        (429, Kind::Throttled),
        (503, Kind::Temporary),
        (401, Kind::Garbled),
        (302, Kind::Garbled),
        (404, Kind::Garbled),
    ] {
        assert_eq!(GraphError::from_status(http).kind, expected);
    }
}

#[test]
fn error_data_is_an_object_or_its_json_in_a_string() {
    for data in [json!({"details": "why"}), json!(r#"{"details":"why"}"#), json!("why")] {
        let error = GraphError::from_body(&json!({"code": 100, "error_data": data}), 400, &[]);
        assert_eq!(error.details.as_deref(), Some("why"));
    }
    for data in [json!(null), json!([]), json!(7), json!({"details": 7})] {
        let error = GraphError::from_body(&json!({"code": 100, "error_data": data}), 400, &[]);
        assert_eq!(error.details, None);
    }
}

#[test]
fn no_text_of_meta_brings_a_token_in() {
    let token = "secret-token-1";
    let said = format!("Malformed access token {token} EAAGm0PX4ZCpsBAKZC5TZB");
    let body = json!({
        "message": said, "error_user_title": said, "error_user_msg": said, "fbtrace_id": said,
        "error_data": {"details": said}, "code": 190,
    });
    let error = GraphError::from_body(&body, 401, &[token]);
    let printed = format!("{error} {error:?} {:?}", Provider::from(&error));
    assert!(!printed.contains(token) && !printed.contains("EAAG"), "{printed}");
}

#[test]
fn a_wait_is_told_when_meta_asks_for_one() {
    let heads = Heads {
        http: 400,
        trace_id: Some("fromheader".to_owned()),
        retry_after_s: Some(7),
        usage: Some(Usage { waba_percent: 100, regain_access_min: 3, ..Usage::default() }),
    };
    let wait = |code: i64, heads: &Heads| {
        let error = GraphError::from_body(&json!({"code": code}), 400, &[]).with_heads(heads);
        assert_eq!(error.trace_id.as_deref(), Some("fromheader"));
        Provider::from(&error).retry_after_s
    };
    assert_eq!(wait(80007, &heads), Some(180));
    assert_eq!(wait(2, &heads), Some(7));
    assert_eq!(wait(190, &heads), None);
    let silent = Heads { usage: None, retry_after_s: None, ..heads };
    assert_eq!(wait(80007, &silent), None);
}

#[test]
fn the_provider_block_prefers_the_text_for_people() {
    let body = json!({"message": "Invalid parameter", "code": 100, "error_subcode": 2_388_093,
        "error_user_msg": "Try later.", "error_data": {"details": "d"}, "fbtrace_id": "A7k"});
    let provider = Provider::from(&GraphError::from_body(&body, 400, &[]));
    assert_eq!(provider.name, "meta");
    assert_eq!((provider.code, provider.subcode), (Some(100), Some(2_388_093)));
    assert_eq!(provider.message.as_deref(), Some("Try later."));
    assert_eq!(provider.trace_id.as_deref(), Some("A7k"));
}
