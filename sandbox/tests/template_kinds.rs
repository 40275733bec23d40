//! Templates of special kinds (reference 4.5 and 4.6): authentication, carousels, limited-time offers, media headers. Each rule broken gives
//! its code and subcode, and what is exactly at a limit is accepted.

mod support;

use serde_json::{Value, json};
use support::demo_server;
use support::template::{Case, OK, body, check, header, link, otp, plain, reply, sub, try_all};

#[tokio::test]
async fn authentication_templates_are_presets() {
    let with = |component: Value| json!([{ "type": "BODY" }, component, otp(json!({}))]);
    let one_tap =
        |app: Value| json!([{ "type": "BODY" }, otp(json!({ "otp_type": "one_tap", "supported_apps": app }))]);
    let app = |package: &str, hash: &str| json!([{ "package_name": package, "signature_hash": hash }]);
    let package = |length: usize| format!("com.{}", "a".repeat(length - 4));
    let hash = "Qx7/PmAbC1d";
    let minutes = |minutes: i64| json!({ "type": "FOOTER", "code_expiration_minutes": minutes });
    let apps = |count: usize| Value::Array(vec![app("com.birch.app", hash)[0].clone(); count]);
    try_all(
        "AUTHENTICATION",
        vec![
            ("least", json!([{ "type": "BODY" }, otp(json!({}))]), OK),
            ("recommendation", json!([{ "type": "BODY", "add_security_recommendation": true }, otp(json!({}))]), OK),
            ("recommendation that is none", json!([{ "type": "BODY", "add_security_recommendation": 1 }, otp(json!({}))]), sub(2388072)),
            ("1 minute", with(minutes(1)), OK),
            ("90 minutes", with(minutes(90)), OK),
            ("0 minutes", with(minutes(0)), sub(2388073)),
            ("91 minutes", with(minutes(91)), sub(2388073)),
            ("footer without minutes", with(json!({ "type": "FOOTER" })), sub(2388043)),
            ("text in the footer", with(json!({ "type": "FOOTER", "text": "By us" })), sub(2388073)),
            ("text in the body", json!([body("Your code"), otp(json!({}))]), sub(2388072)),
            ("empty texts", json!([{ "type": "BODY", "text": "" }, { "type": "FOOTER", "text": "", "code_expiration_minutes": 5 }, otp(json!({}))]), OK),
            ("header", with(header("Code")), sub(2388042)),
            ("no button", json!([{ "type": "BODY" }]), sub(2388042)),
            ("no body", json!([otp(json!({}))]), sub(2388042)),
            ("two buttons", json!([{ "type": "BODY" }, { "type": "BUTTONS", "buttons": [{ "type": "OTP", "otp_type": "COPY_CODE" }, reply("No")] }]), sub(2388042)),
            ("a button with a name only", json!([{ "type": "BODY" }, { "type": "BUTTONS", "buttons": [{ "type": "REMINDER" }] }]), sub(2388042)),
            ("a button that is none", json!([{ "type": "BODY" }, { "type": "BUTTONS", "buttons": [7] }]), sub(2388042)),
            ("another button", json!([{ "type": "BODY" }, { "type": "BUTTONS", "buttons": [reply("No")] }]), sub(2388042)),
            ("unknown kind", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "TWO_TAP" }))]), (100, 0)),
            ("label of 25", json!([{ "type": "BODY" }, otp(json!({ "text": "l".repeat(25) }))]), OK),
            ("label of 26", json!([{ "type": "BODY" }, otp(json!({ "text": "l".repeat(26) }))]), sub(2388040)),
            ("emoji in a label", json!([{ "type": "BODY" }, otp(json!({ "text": "Copy 🥐" }))]), sub(2388042)),
            ("one tap", one_tap(app("com.birch.app", hash)), OK),
            ("one tap, older", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ONE_TAP", "package_name": "com.birch.app", "signature_hash": hash }))]), OK),
            ("one tap without app", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ONE_TAP" }))]), sub(2388043)),
            ("5 apps", one_tap(apps(5)), OK),
            ("6 apps", one_tap(apps(6)), sub(2388042)),
            ("one tap, older, beside an empty list", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ONE_TAP", "supported_apps": [], "package_name": "com.birch.app", "signature_hash": hash }))]), OK),
            ("no apps", one_tap(json!([])), sub(2388043)),
            ("package of 224", one_tap(app(&package(224), hash)), OK),
            ("package of 225", one_tap(app(&package(225), hash)), sub(2388040)),
            ("package of one segment", one_tap(app("birch", hash)), sub(2388042)),
            ("hash of 10", one_tap(app("com.birch.app", "Qx7/PmAbC1")), sub(2388042)),
            ("hash of 12", one_tap(app("com.birch.app", "Qx7/PmAbC1dd")), sub(2388042)),
            ("zero tap", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ZERO_TAP", "zero_tap_terms_accepted": true, "supported_apps": app("com.birch.app", hash) }))]), OK),
            ("zero tap without terms", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ZERO_TAP", "supported_apps": app("com.birch.app", hash) }))]), sub(2388043)),
            ("zero tap, terms not accepted", json!([{ "type": "BODY" }, otp(json!({ "otp_type": "ZERO_TAP", "zero_tap_terms_accepted": false, "supported_apps": app("com.birch.app", hash) }))]), sub(2388042)),
        ],
    )
    .await;
}

#[tokio::test]
async fn carousels_offers_and_media() {
    let sandbox = demo_server().await;
    let image = sandbox.upload("image/png", &[7; 100]).await;
    let video = sandbox.upload("video/mp4", &[7; 100]).await;
    let media = |format: &str, handle: &str| json!({ "type": "HEADER", "format": format, "example": { "header_handle": [handle] } });
    let card = |format: &str, handle: &str, text: &str, buttons: Value| json!({ "components": [media(format, handle), body(text), { "type": "BUTTONS", "buttons": buttons }] });
    let usual = || card("IMAGE", &image, "A card", json!([reply("More")]));
    let carousel = |cards: Vec<Value>| plain(json!({ "type": "CAROUSEL", "cards": cards }));
    let product = || json!({ "components": [{ "type": "HEADER", "format": "PRODUCT" }, { "type": "BUTTONS", "buttons": [{ "type": "SPM", "text": "View" }] }] });
    let offer = |text: &str, expires: bool| json!({ "type": "LIMITED_TIME_OFFER", "limited_time_offer": { "text": text, "has_expiration": expires } });
    let copy = |code: &str| json!({ "type": "COPY_CODE", "example": code });
    let url = link("https://birch.example");
    let sold = |offer: Value, text: &str, buttons: Value| json!([offer, body(text), { "type": "BUTTONS", "buttons": buttons }]);
    let with = |mut components: Value, extra: Value| {
        components.as_array_mut().unwrap().push(extra);
        components
    };
    let cases: Vec<Case> = vec![
        ("image", plain(media("IMAGE", &image)), OK),
        ("video", plain(media("VIDEO", &video)), OK),
        ("GIF", plain(media("GIF", &video)), OK),
        ("image that is a video", plain(media("IMAGE", &video)), sub(2494102)),
        ("document that is an image", plain(media("DOCUMENT", &image)), sub(2494102)),
        ("handle of nobody", plain(media("IMAGE", "4::aW1h:ARZ")), sub(2494102)),
        ("no handle", plain(json!({ "type": "HEADER", "format": "IMAGE" })), sub(2388043)),
        ("2 cards", carousel(vec![usual(); 2]), OK),
        ("10 cards", carousel(vec![usual(); 10]), OK),
        ("1 card", carousel(vec![usual()]), sub(2388042)),
        ("11 cards", carousel(vec![usual(); 11]), sub(2388042)),
        ("empty cards", carousel(vec![json!({ "components": [] }); 2]), sub(2388043)),
        ("no cards", plain(json!({ "type": "CAROUSEL" })), sub(2388043)),
        ("products", carousel(vec![product(); 2]), OK),
        ("card body of 160", carousel(vec![card("IMAGE", &image, &"b".repeat(160), json!([reply("More")])); 2]), OK),
        (
            "card body of 161",
            carousel(vec![card("IMAGE", &image, &"b".repeat(161), json!([reply("More")])); 2]),
            sub(2388040),
        ),
        (
            "other headers",
            carousel(vec![usual(), card("VIDEO", &video, "A card", json!([reply("More")]))]),
            sub(2388042),
        ),
        ("other buttons", carousel(vec![usual(), card("IMAGE", &image, "A card", json!([url]))]), sub(2388042)),
        (
            "one without body",
            carousel(vec![
                usual(),
                json!({ "components": [media("IMAGE", &image), { "type": "BUTTONS", "buttons": [reply("More")] }] }),
            ]),
            sub(2388042),
        ),
        (
            "other buttons with a name only",
            carousel(vec![
                card("IMAGE", &image, "A card", json!([{ "type": "APP" }])),
                card("IMAGE", &image, "A card", json!([{ "type": "REMINDER" }])),
            ]),
            sub(2388042),
        ),
        ("2 buttons", carousel(vec![card("IMAGE", &image, "A card", json!([reply("A"), url])); 2]), OK),
        (
            "3 buttons",
            carousel(vec![card("IMAGE", &image, "A card", json!([reply("A"), reply("B"), url])); 2]),
            sub(2388042),
        ),
        (
            "text header in a card",
            carousel(vec![json!({ "components": [header("Hi"), body("A card")] }); 2]),
            sub(2388047),
        ),
        ("no header in a card", carousel(vec![json!({ "components": [body("A card")] }); 2]), sub(2388042)),
        ("carousel without body", json!([{ "type": "CAROUSEL", "cards": [usual(), usual()] }]), sub(2388042)),
        ("offer", sold(offer("Only today", true), "Buy one.", json!([copy("A1"), url])), OK),
        ("offer of 16", sold(offer(&"o".repeat(16), true), "Buy one.", json!([copy("A1"), url])), OK),
        ("offer of 17", sold(offer(&"o".repeat(17), true), "Buy one.", json!([copy("A1"), url])), sub(2388040)),
        ("offer body of 600", sold(offer("Today", true), &"b".repeat(600), json!([copy("A1"), url])), OK),
        ("offer body of 601", sold(offer("Today", true), &"b".repeat(601), json!([copy("A1"), url])), sub(2388040)),
        ("offer code of 15", sold(offer("Today", true), "Buy one.", json!([copy(&"C".repeat(15)), url])), OK),
        ("offer code of 16", sold(offer("Today", true), "Buy one.", json!([copy(&"C".repeat(16)), url])), sub(2388040)),
        ("offer, wrong order", sold(offer("Today", true), "Buy one.", json!([url, copy("A1")])), sub(2388042)),
        ("offer without code", sold(offer("Today", true), "Buy one.", json!([url])), sub(2388042)),
        ("lasting offer without code", sold(offer("Today", false), "Buy one.", json!([url])), OK),
        ("offer without link", sold(offer("Today", false), "Buy one.", json!([reply("A")])), sub(2388042)),
        (
            "offer with footer",
            with(sold(offer("Today", false), "Buy one.", json!([url])), json!({ "type": "FOOTER", "text": "Birch" })),
            sub(2388042),
        ),
        (
            "offer with text header",
            with(sold(offer("Today", false), "Buy one.", json!([url])), header("Hi")),
            sub(2388047),
        ),
        ("offer with image", with(sold(offer("Today", false), "Buy one.", json!([url])), media("IMAGE", &image)), OK),
        ("offer of nothing", plain(json!({ "type": "LIMITED_TIME_OFFER" })), sub(2388043)),
    ];
    for (index, (what, components, expected)) in cases.into_iter().enumerate() {
        let body = json!({ "name": format!("case_{index}"), "language": "en_US", "category": "MARKETING", "components": components });
        check(&sandbox, what, body, expected).await;
    }
    let utility = json!({ "name": "case_u", "language": "en_US", "category": "UTILITY", "components": carousel(vec![usual(); 2]) });
    check(&sandbox, "carousel in utility", utility, sub(2388042)).await;
    sandbox.running.stop().await;
}

#[tokio::test]
async fn files_larger_than_their_format_allows() {
    let sandbox = demo_server().await;
    const MB: usize = 1024 * 1024;
    let cases = [("IMAGE", "image/jpeg", 5 * MB), ("VIDEO", "video/mp4", 16 * MB), ("GIF", "video/mp4", 7 * MB / 2)];
    for (format, file_type, max) in cases {
        for (length, expected) in [(max, OK), (max + 1, sub(2494102))] {
            let handle = sandbox.upload(file_type, &vec![1; length]).await;
            let header = json!({ "type": "HEADER", "format": format, "example": { "header_handle": [handle] } });
            let name = format!("{}_{length}", format.to_lowercase());
            let body =
                json!({ "name": name, "language": "en_US", "category": "MARKETING", "components": plain(header) });
            check(&sandbox, &name, body, expected).await;
        }
    }
    sandbox.running.stop().await;
}
