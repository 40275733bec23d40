//! Every refusal of Meta's on the way to a connected number (reference 3.5, 3.6): what the person is told, and what is left.

use serde_json::{Value, json};

use crate::registration::{BERLIN, CATERING, FRANKFURT, Way};
use crate::support::{Answer, TestApp, on_both};

/// The refusal by the sandbox's name, then what the hub says: status, code, seconds to wait, and the registration's state.
type Row = (&'static str, u16, &'static str, Option<u64>, &'static str);

const HOUR: u64 = 3600;

const OF_CODE_REQUESTS: [Row; 9] = [
    ("code_already_verified", 409, "code_not_sent", None, "not_registered"),
    ("code_wrong_state", 409, "code_not_sent", None, "not_registered"),
    ("code_not_migrating", 409, "code_not_sent", None, "not_registered"),
    ("code_servers_unavailable", 429, "code_not_sent", Some(HOUR), "waits_until"),
    ("code_requested_too_often", 429, "code_not_sent", Some(4 * HOUR), "waits_until"),
    ("code_requested_too_often_100", 429, "code_requested_too_often", Some(HOUR), "waits_until"),
    ("code_requested_too_often_613", 429, "code_requested_too_often", Some(HOUR), "waits_until"),
    ("code_request_failed", 409, "code_not_sent", None, "not_registered"),
    ("number_deleted", 409, "number_gone", None, "not_registered"),
];

const OF_CODES: [Row; 5] = [
    ("code_wrong", 422, "code_wrong", None, "code_requested"),
    ("code_expired", 422, "code_wrong", None, "code_requested"),
    ("code_guessed_too_often", 429, "code_guesses_used_up", Some(12 * HOUR), "waits_until"),
    ("code_verify_failed", 503, "code_not_checked", Some(60), "code_requested"),
    ("number_deleted", 409, "number_gone", None, "failed"),
];

const OF_REGISTER: [Row; 12] = [
    ("number_deleted", 409, "number_gone", None, "failed"),
    ("account_locked", 409, "account_locked", None, "failed"),
    ("certificate_incorrect", 503, "registration_unavailable", Some(300), "verified"),
    ("deregistration_incomplete", 409, "deregistration_incomplete", None, "failed"),
    ("server_unavailable", 503, "registration_unavailable", Some(300), "verified"),
    ("not_verified", 409, "verification_needed", None, "not_registered"),
    ("pin_guessed_too_often", 429, "pin_guesses_used_up", Some(6 * HOUR), "waits_until"),
    ("pin_guessed_too_fast", 429, "pin_guessed_too_fast", Some(120), "waits_until"),
    ("not_registered", 409, "number_not_registered", None, "failed"),
    ("deleted_moments_ago", 429, "number_just_deleted", Some(300), "waits_until"),
    ("too_many_registrations", 429, "register_limit_reached", Some(72 * HOUR), "waits_until"),
    // Meta holds a PIN though its number said otherwise: the hub's own was refused.
    ("pin_wrong", 409, "pin_required", None, "needs_pin"),
];

/// The answer, what stays beside the number, and its row of activity say the same.
async fn is_told(way: &Way<'_>, answer: Answer, row: Row) {
    let (name, status, code, wait_s, state) = row;
    let answer = answer.problem(status, code);
    assert!(answer.json["provider"]["code"].is_i64(), "{name}: {}", answer.text);
    match wait_s {
        Some(wait_s) => assert_eq!(answer.header("retry-after"), wait_s.to_string(), "{name}"),
        None => assert_eq!(answer.json["retry_after_s"], Value::Null, "{name}"),
    }
    let number = way.read().await;
    assert_eq!(number["registration"]["state"], state, "{name}");
    assert_eq!(number["registration_details"]["running"], Value::Null, "{name}");
    assert_eq!(number["registration_details"]["failure"]["code"], code, "{name}");
    let refused = way.activity().await.into_iter().find(|row| row["outcome"] == "refused").unwrap();
    assert_eq!(refused["refusal"], code, "{name}");
}

/// Everything as before the step; the token's owner may go on.
async fn forget(way: &Way<'_>) {
    let all = "UPDATE numbers SET waits_until = NULL, registration_step = NULL, pin_set = false, \
               code_verification = 'VERIFIED', verified_at = synced_at";
    way.app.execute(all).await;
}

on_both! {
    async fn each_refusal_of_a_code_request_is_told_in_our_words(app: TestApp) {
        for row in OF_CODE_REQUESTS {
            let way = Way::of(&app, CATERING).await;
            way.fault("request_code", json!({"refusal": row.0})).await;
            is_told(&way, way.ask().await, row).await;
            // What did not come does not count: no minute to wait for it.
            assert_eq!(way.read().await["registration_details"]["code"], Value::Null, "{}", row.0);
            app.run_tasks().await;
            app.execute("UPDATE wabas SET disconnected_at = 1").await;
        }
    }

    async fn each_refusal_of_a_code_is_told_in_our_words(app: TestApp) {
        for row in OF_CODES {
            let way = Way::of(&app, CATERING).await;
            app.meta().change_phone(CATERING, json!({"code_requests": 0, "code_guess_wait_s": 0, "wrong_codes": 0})).await;
            let code = way.code().await;
            way.fault("verify_code", json!({"refusal": row.0})).await;
            is_told(&way, way.finish(json!({"code": code, "pin": "123123"})).await, row).await;
            assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 0, "a PIN that was never sent is not kept");
            app.run_tasks().await;
            app.execute("UPDATE wabas SET disconnected_at = 1").await;
        }
    }

    async fn each_refusal_of_register_is_told_in_our_words(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        for row in OF_REGISTER {
            way.fault("register", json!({"refusal": row.0})).await;
            is_told(&way, way.finish(json!({})).await, row).await;
            assert_eq!(app.count("SELECT COUNT(*) FROM pins").await, 0, "{}: a PIN that Meta refused is not kept", row.0);
            forget(&way).await;
            app.execute("UPDATE numbers SET register_calls = NULL").await;
        }
        way.finish(json!({})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_wait_without_a_time_is_an_hour(app: TestApp) {
        let way = Way::of(&app, CATERING).await;
        app.meta().change_phone(CATERING, json!({"vague_waits": true, "code_request_wait_s": 7200})).await;
        let vague = way.ask().await.problem(429, "code_not_sent");
        assert_eq!(vague.header("retry-after"), "3600");
        app.run_tasks().await;
    }

    async fn the_limit_of_ten_counts_from_the_first_call(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        way.fault("register", json!({"refusal": "server_unavailable"})).await;
        way.finish(json!({})).await.problem(503, "registration_unavailable");
        app.advance(chrono::TimeDelta::hours(10));
        way.owner.renew().await;
        app.meta().change_phone(FRANKFURT, json!({"registration_calls": 10})).await;
        let full = way.finish(json!({})).await.problem(429, "register_limit_reached");
        assert_eq!(full.header("retry-after"), (62 * HOUR).to_string());
        assert_eq!(way.read().await["registration"]["attempts_72h"], 2);
        app.run_tasks().await;
    }

    async fn a_number_of_the_business_app_is_never_registered(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        // Meta says so only now: the read before the call sees it.
        app.meta().change_phone(FRANKFURT, json!({"is_on_biz_app": true})).await;
        way.finish(json!({})).await.problem(409, "number_on_business_app");
        way.finish(json!({})).await.problem(409, "number_on_business_app");
        assert_eq!(way.calls("register").await, 0);
        assert_eq!(way.read().await["registration_details"]["on_business_app"], true);
    }

    async fn a_proof_that_ran_out_at_meta_costs_no_call(app: TestApp) {
        let way = Way::of(&app, FRANKFURT).await;
        app.meta().change_phone(FRANKFURT, json!({"code_verification_status": "EXPIRED"})).await;
        way.finish(json!({})).await.problem(409, "verification_needed");
        assert_eq!((way.calls("register").await, way.read().await["registration_details"]["code_needed"].clone()), (0, json!(true)));
        let code = way.code().await;
        way.finish(json!({"code": code})).await.expect(200);
        app.run_tasks().await;
    }

    async fn a_token_that_meta_refuses_disconnects_the_waba(app: TestApp) {
        let way = Way::of(&app, BERLIN).await;
        way.fault("register", json!({"error": {"code": 190, "subcode": 463}})).await;
        way.finish(json!({"reregister": true, "pin": "246810"})).await.problem(409, "waba_disconnected");
        assert_eq!(way.read().await["waba"]["status"], "disconnected");
        way.finish(json!({"reregister": true, "pin": "246810"})).await.problem(409, "waba_disconnected");
        app.run_tasks().await;
    }
}
