//! What a template must be (reference 4.3 to 4.7): each rule broken gives its code and subcode, and what is exactly at a limit is accepted.
//! The rules of authentication templates, carousels, offers and media are in `template_kinds`.

mod support;

use serde_json::{Value, json};
use support::template::{OK, body, body_with, buttons, header, link, otp, plain, reply, sub, try_all};
use support::{SHARED, demo_server};

#[tokio::test]
async fn parameters_beside_the_components() {
    let components = json!([body("Plain text here.")]);
    let with = |name: &str, value: Value| {
        let mut body = json!({ "components": components });
        body[name] = value;
        body
    };
    try_all(
        "UTILITY",
        vec![
            ("plain", components.clone(), OK),
            ("name of 512", with("name", json!("n".repeat(512))), OK),
            ("name of 513", with("name", json!("n".repeat(513))), sub(2388046)),
            ("capitals in a name", with("name", json!("Parcel")), sub(2388046)),
            ("hyphen in a name", with("name", json!("parcel-ready")), sub(2388046)),
            ("sample's name", with("name", json!("hello_world")), sub(2388155)),
            ("empty name", with("name", json!("")), (100, 0)),
            ("language", with("language", json!("pt_BR")), OK),
            ("hyphen in a language", with("language", json!("pt-BR")), (100, 0)),
            ("language of nobody", with("language", json!("tlh")), (100, 0)),
            ("category in lower case", with("category", json!("utility")), OK),
            ("unknown category", with("category", json!("NEWS")), (100, 0)),
            ("unknown format", with("parameter_format", json!("MIXED")), (100, 0)),
            ("format in lower case", with("parameter_format", json!("named")), OK),
            ("no components", json!({}), (100, 0)),
            ("components as text", with("components", json!("[{\"type\":\"BODY\",\"text\":\"Plain.\"}]")), OK),
            ("components not a list", with("components", json!({ "type": "BODY" })), (100, 0)),
            ("empty components", with("components", json!([])), sub(2388042)),
            ("unknown component", json!([{ "type": "POEM" }]), (100, 0)),
            ("two bodies", json!([body("One."), body("Two.")]), sub(2388042)),
            ("no body", json!([header("Hello")]), sub(2388042)),
            ("TTL of 30", with("message_send_ttl_seconds", json!(30)), OK),
            ("TTL of 43200", with("message_send_ttl_seconds", json!(43_200)), OK),
            ("TTL of -1", with("message_send_ttl_seconds", json!(-1)), OK),
            ("empty TTL", with("message_send_ttl_seconds", json!("")), OK),
            ("empty format", with("parameter_format", json!({})), OK),
            ("TTL of 29", with("message_send_ttl_seconds", json!(29)), (100, 0)),
            ("TTL of 43201", with("message_send_ttl_seconds", json!(43_201)), (100, 0)),
            ("flag that is none", with("allow_category_change", json!("maybe")), (100, 0)),
            ("display format", with("display_format", json!("ORDER_DETAILS")), OK),
            ("unknown send type", with("send_type", json!("PIGEON")), (100, 0)),
            ("empty send type", with("send_type", json!("")), OK),
        ],
    )
    .await;
}

#[tokio::test]
async fn ttl_depends_on_the_category() {
    let with = |ttl: i64| json!({ "components": [body("Plain text here.")], "message_send_ttl_seconds": ttl });
    let marketing = vec![
        ("marketing 43200", with(43_200), OK),
        ("marketing 2592000", with(2_592_000), OK),
        ("marketing 43199", with(43_199), (100, 0)),
        ("marketing 2592001", with(2_592_001), (100, 0)),
        ("marketing -1", with(-1), (100, 0)),
    ];
    try_all("MARKETING", marketing).await;
    let otp = |ttl: i64| json!({ "components": [{ "type": "BODY" }, otp(json!({}))], "message_send_ttl_seconds": ttl });
    let authentication =
        vec![("30", otp(30), OK), ("900", otp(900), OK), ("901", otp(901), (100, 0)), ("-1", otp(-1), OK)];
    try_all("AUTHENTICATION", authentication).await;
}

#[tokio::test]
async fn texts_and_their_variables() {
    let named = |text: &str, names: &[&str]| {
        let rows: Vec<Value> = names.iter().map(|name| json!({ "param_name": name, "example": "Ada" })).collect();
        json!({ "parameter_format": "NAMED", "components": [
            { "type": "BODY", "text": text, "example": { "body_text_named_params": rows } }] })
    };
    try_all(
        "UTILITY",
        vec![
            ("body of 1024", json!([body(&"b".repeat(1024))]), OK),
            ("body of 1025", json!([body(&"b".repeat(1025))]), sub(2388040)),
            ("letters, not bytes", json!([body(&"ü".repeat(1024))]), OK),
            ("empty body", json!([body("  ")]), sub(2388043)),
            ("one variable", json!([body_with("Hello dear {{1}}, welcome.", &["Ada"])]), OK),
            ("no sample", json!([body("Hello dear {{1}}, welcome.")]), sub(2388043)),
            ("empty sample", json!([body_with("Hello dear {{1}}, welcome.", &[""])]), sub(2388043)),
            ("too few samples", json!([body_with("Your order {{1}} has {{2}} items in it.", &["a"])]), sub(2388043)),
            ("gap", json!([body_with("Your order {{1}} has {{3}} items in it.", &["a", "b"])]), sub(2388072)),
            ("not from 1", json!([body_with("Your order {{2}} is here.", &["a"])]), sub(2388072)),
            ("descending", json!([body_with("Your order {{2}} has {{1}} items in it.", &["a", "b"])]), sub(2388072)),
            ("not closed", json!([body("Your order {{1 is here.")]), sub(2388072)),
            ("special character", json!([body_with("Your order {{#}} is here.", &["a"])]), sub(2388072)),
            ("name where numbers are", json!([body_with("Your order {{name}} is here.", &["a"])]), sub(2388072)),
            ("a sample too many", json!([body_with("Your order {{1}} is here.", &["a", "b"])]), sub(2388042)),
            ("touching", json!([body_with("Your order is {{1}}{{2}} and is ready now.", &["a", "b"])]), sub(2388072)),
            ("at the start", json!([body_with("{{1}} is your order number.", &["a"])]), sub(2388299)),
            ("at the end", json!([body_with("Your order number is {{1}} ", &["a"])]), sub(2388299)),
            ("before a full stop", json!([body_with("Your order number is {{1}}.", &["a"])]), OK),
            ("4 words, 2 variables", json!([body_with("It {{1}} or is {{2}} it", &["a", "b"])]), sub(2388293)),
            ("5 words, 2 variables", json!([body_with("It {{1}} or what is {{2}} it", &["a", "b"])]), OK),
            ("named", named("Hello dear {{first_name}}, welcome.", &["first_name"]), OK),
            ("named without sample", named("Hello dear {{first_name}}, welcome.", &["last_name"]), sub(2388043)),
            ("named in capitals", named("Hello dear {{Name}}, welcome.", &["Name"]), sub(2388072)),
            ("named twice", named("Hello dear {{a}}, welcome {{a}} to us all.", &["a"]), sub(2388072)),
            ("number among names", named("Hello dear {{1}}, welcome.", &["1"]), sub(2388072)),
            ("header of 60", plain(header(&"h".repeat(60))), OK),
            ("header of 61", plain(header(&"h".repeat(61))), sub(2388040)),
            ("header without format", plain(json!({ "type": "HEADER", "text": "Hi" })), sub(2388043)),
            ("unknown header", plain(json!({ "type": "HEADER", "format": "SONG" })), (100, 0)),
            ("header without text", plain(json!({ "type": "HEADER", "format": "TEXT" })), sub(2388043)),
            ("header variable", plain(json!({ "type": "HEADER", "format": "TEXT", "text": "For {{1}}", "example": { "header_text": ["Ada"] } })), OK),
            ("header variable without sample", plain(header("For {{1}}")), sub(2388043)),
            ("two header variables", plain(header("{{1}} {{2}}")), sub(2388047)),
            ("header from 2", plain(header("For {{2}}")), sub(2388047)),
            ("emoji in a header", plain(header("Hello 🥐")), sub(2388047)),
            ("bold header", plain(header("A *bold* one")), sub(2388047)),
            ("two lines", plain(header("One\nTwo")), sub(2388047)),
            ("signs that are no emoji", plain(header("✓ ★ ™ →")), OK),
            ("a telephone", plain(header("☎ us")), sub(2388047)),
            ("an alarm clock", plain(header("⏰")), sub(2388047)),
            ("words of two scripts", json!([body_with("a你 {{1}} 好.", &["a"])]), OK),
            ("words that touch the variable", json!([body_with("id#{{1}}x a b", &["a"])]), sub(2388293)),
            ("location", plain(json!({ "type": "HEADER", "format": "LOCATION" })), OK),
            ("footer of 60", plain(json!({ "type": "FOOTER", "text": "f".repeat(60) })), OK),
            ("footer of 61", plain(json!({ "type": "FOOTER", "text": "f".repeat(61) })), sub(2388040)),
            ("footer without text", plain(json!({ "type": "FOOTER" })), sub(2388043)),
            ("footer variable", plain(json!({ "type": "FOOTER", "text": "By {{1}}" })), sub(2388073)),
            ("footer of two lines", plain(json!({ "type": "FOOTER", "text": "By\nus" })), sub(2388073)),
            ("italic footer", plain(json!({ "type": "FOOTER", "text": "By _us_" })), sub(2388073)),
        ],
    )
    .await;
}

#[tokio::test]
async fn buttons_of_every_kind() {
    let phone = |number: &str| json!({ "type": "PHONE_NUMBER", "text": "Call", "phone_number": number });
    let code = |code: &str| json!({ "type": "COPY_CODE", "example": code });
    let flow = |extra: Value| {
        let mut button = json!({ "type": "FLOW", "text": "Book" });
        button.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!([button])
    };
    let with_sample = |url: &str| json!([{ "type": "URL", "text": "Open", "url": url, "example": ["x"] }]);
    let many = |count: usize| Value::Array((0..count).map(|n| reply(&format!("Reply {n}"))).collect());
    let long = |length: usize| format!("https://birch.example/{}", "u".repeat(length - 22));
    let url = "https://birch.example/p";
    try_all(
        "MARKETING",
        vec![
            ("10 replies", buttons(many(10)), OK),
            ("11 replies", buttons(many(11)), sub(2388042)),
            ("no buttons", buttons(json!([])), sub(2388043)),
            ("unknown button", buttons(json!([{ "type": "LEVER", "text": "Pull" }])), (100, 0)),
            ("label of 25", buttons(json!([reply(&"l".repeat(25))])), OK),
            ("label of 26", buttons(json!([reply(&"l".repeat(26))])), sub(2388040)),
            ("no label", buttons(json!([{ "type": "QUICK_REPLY" }])), sub(2388043)),
            ("variable in a label", buttons(json!([reply("Hi {{1}}")])), sub(2388042)),
            ("label of two lines", buttons(json!([reply("Yes\nplease")])), sub(2388042)),
            ("name only", buttons(json!([{ "type": "REMINDER" }, { "type": "APP", "text": "Open" }])), OK),
            ("name only, bold", buttons(json!([{ "type": "APP", "text": "*Open*" }])), sub(2388042)),
            ("name only, no text", buttons(json!([{ "type": "APP", "text": 7 }])), (100, 0)),
            ("bold label", buttons(json!([reply("*Yes*")])), sub(2388042)),
            ("replies first", buttons(json!([reply("A"), reply("B"), link(url)])), OK),
            ("replies last", buttons(json!([link(url), reply("A")])), OK),
            ("mixed", buttons(json!([reply("A"), link(url), reply("B")])), sub(2388042)),
            ("mixed the other way", buttons(json!([link(url), reply("A"), phone("+4930901820")])), sub(2388042)),
            ("2 links", buttons(json!([link(url), link(url)])), OK),
            ("3 links", buttons(json!([link(url), link(url), link(url)])), sub(2388042)),
            ("url of 2000", buttons(json!([link(&long(2000))])), OK),
            ("url of 2001", buttons(json!([link(&long(2001))])), sub(2388040)),
            ("no url", buttons(json!([{ "type": "URL", "text": "Open" }])), sub(2388043)),
            ("ftp", buttons(json!([link("ftp://birch.example")])), sub(2388042)),
            ("no scheme", buttons(json!([link("birch.example")])), sub(2388042)),
            ("url variable", buttons(with_sample("https://birch.example/{{1}}")), OK),
            ("url variable without sample", buttons(json!([link("https://birch.example/{{1}}")])), sub(2388043)),
            ("url variable in the middle", buttons(with_sample("https://birch.example/{{1}}/x")), sub(2388042)),
            ("two url variables", buttons(with_sample("https://birch.example/{{1}}/{{2}}")), sub(2388042)),
            ("phone of 20", buttons(json!([phone("+49 (30) 9018-20 111")])), OK),
            ("phone of 21", buttons(json!([phone("+49 (30) 9018-20 1111")])), sub(2388040)),
            ("no number", buttons(json!([phone("call me")])), (192, 0)),
            ("2 phones", buttons(json!([phone("+4930901820"), phone("+4930901821")])), sub(2388042)),
            ("code of 20", buttons(json!([code(&"C".repeat(20))])), OK),
            ("code of 21", buttons(json!([code(&"C".repeat(21))])), sub(2388040)),
            ("no code", buttons(json!([{ "type": "COPY_CODE" }])), sub(2388043)),
            ("2 codes", buttons(json!([code("A"), code("B")])), sub(2388042)),
            ("flow", buttons(flow(json!({ "flow_id": "1", "flow_action": "navigate", "icon": "REVIEW" }))), OK),
            ("flow of nothing", buttons(flow(json!({}))), sub(2388043)),
            ("flow with an empty name", buttons(flow(json!({ "flow_id": "1", "flow_name": "" }))), OK),
            ("flow of two", buttons(flow(json!({ "flow_id": "1", "flow_name": "x" }))), sub(2388042)),
            ("unknown flow action", buttons(flow(json!({ "flow_id": "1", "flow_action": "fly" }))), (100, 0)),
            ("unknown icon", buttons(flow(json!({ "flow_id": "1", "icon": "CAT" }))), (100, 0)),
            ("catalogue", buttons(json!([{ "type": "CATALOG", "text": "View catalog" }])), OK),
            ("many products", buttons(json!([{ "type": "MPM", "text": "View items" }])), OK),
            ("voice call", buttons(json!([{ "type": "VOICE_CALL", "text": "Call", "ttl_minutes": 100 }])), OK),
            ("single product below its header", json!([{ "type": "HEADER", "format": "PRODUCT" }, body("Plain."), { "type": "BUTTONS", "buttons": [{ "type": "SPM", "text": "View" }] }]), OK),
            ("single product without a header", buttons(json!([{ "type": "SPM", "text": "View" }])), sub(2388042)),
            ("OTP", buttons(json!([{ "type": "OTP", "otp_type": "COPY_CODE" }])), sub(2388042)),
            ("call permission", plain(json!({ "type": "CALL_PERMISSION_REQUEST" })), OK),
            ("call permission and buttons", json!([body("Plain."), { "type": "CALL_PERMISSION_REQUEST" }, { "type": "BUTTONS", "buttons": [reply("A")] }]), sub(2388042)),
        ],
    )
    .await;
    let utility = vec![
        ("catalogue in utility", buttons(json!([{ "type": "CATALOG", "text": "View catalog" }])), sub(2388042)),
        ("GIF in utility", plain(json!({ "type": "HEADER", "format": "GIF" })), sub(2388047)),
        (
            "offer in utility",
            plain(json!({ "type": "LIMITED_TIME_OFFER", "limited_time_offer": { "text": "Today" } })),
            sub(2388042),
        ),
    ];
    try_all("UTILITY", utility).await;
}

#[tokio::test]
async fn odd_shapes_are_refused_and_never_a_failure() {
    let sandbox = demo_server().await;
    let odd =
        [json!(1), json!(null), json!([]), json!("x"), json!({}), json!(true), json!([[]]), json!([1]), json!([null])];
    let places: [fn(Value) -> Value; 14] = [
        |odd| json!([odd]),
        |odd| json!([{ "type": odd }]),
        |odd| json!([{ "type": "BODY", "text": odd }]),
        |odd| json!([{ "type": "BODY", "text": "Dear {{1}}, welcome here.", "example": odd }]),
        |odd| json!([{ "type": "BODY", "text": "Dear {{1}}, welcome here.", "example": { "body_text": odd } }]),
        |odd| plain(json!({ "type": "HEADER", "format": odd })),
        |odd| plain(json!({ "type": "HEADER", "format": "IMAGE", "example": { "header_handle": odd } })),
        |odd| plain(json!({ "type": "FOOTER", "text": odd })),
        |odd| plain(json!({ "type": "BUTTONS", "buttons": odd })),
        |odd| buttons(json!([{ "type": "URL", "text": "Open", "url": odd }])),
        |odd| buttons(json!([{ "type": "PHONE_NUMBER", "text": "Call", "phone_number": odd }])),
        |odd| plain(json!({ "type": "CAROUSEL", "cards": odd })),
        |odd| plain(json!({ "type": "CAROUSEL", "cards": [{ "components": odd }, odd] })),
        |odd| plain(json!({ "type": "LIMITED_TIME_OFFER", "limited_time_offer": odd })),
    ];
    for (turn, place) in places.into_iter().enumerate() {
        for odd in &odd {
            for category in ["MARKETING", "AUTHENTICATION"] {
                let components = place(odd.clone());
                let body = json!({ "name": "odd", "language": "de", "category": category, "components": components });
                let reply = sandbox.create(body).await;
                // Some text is a text.
                let is_fine = odd == "x" && matches!(turn, 2 | 7) && category == "MARKETING";
                if is_fine {
                    sandbox.delete(SHARED.token, &format!("/{}/message_templates?name=odd", SHARED.meta_id)).await;
                } else {
                    assert!(
                        reply.status == 400 && matches!(reply.error_code().1, 100 | 192),
                        "{components} {}",
                        reply.body
                    );
                }
            }
        }
    }
    sandbox.running.stop().await;
}

#[tokio::test]
async fn the_blame_for_a_bad_name_is_told_as_meta_tells_it() {
    let sandbox = demo_server().await;
    let reply = sandbox.create(json!({ "name": "No Good", "language": "de", "category": "UTILITY" })).await;
    assert_eq!(reply.error_code(), (400, 100, Some(2388046)));
    assert_eq!(reply.body["error"]["error_data"], json!({ "blame_field_specs": [["name"]] }));
    assert_eq!(reply.body["error"]["message"], "Invalid parameter");
    let listed = sandbox.get(SHARED.token, &format!("/{}/message_templates?name=No", SHARED.meta_id)).await;
    assert_eq!(listed.body, json!({ "data": [] }));
    sandbox.running.stop().await;
}
