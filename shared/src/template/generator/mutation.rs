//! Ways to break a legal template, each with the code that must be found.

use serde_json::{Value, json};

use crate::template::FindingCode;

type Break = fn(&mut Value) -> Option<FindingCode>;

pub const COUNT: usize = BREAKS.len();

/// Breaks the template in the way of that number; none where the template has nothing of the kind.
pub fn random(value: &mut Value, way: usize) -> Option<FindingCode> {
    BREAKS[way](value)
}

/// The first component of a type, also in cards.
fn component<'v>(value: &'v mut Value, kind: &str) -> Option<&'v mut Value> {
    value.get_mut("components")?.as_array_mut()?.iter_mut().find(|component| component["type"] == kind)
}

fn buttons(value: &mut Value) -> Option<&mut Vec<Value>> {
    component(value, "BUTTONS")?.get_mut("buttons")?.as_array_mut()
}

fn button<'v>(value: &'v mut Value, kind: &str) -> Option<&'v mut Value> {
    buttons(value)?.iter_mut().find(|button| button["type"] == kind)
}

fn cards(value: &mut Value) -> Option<&mut Vec<Value>> {
    component(value, "CAROUSEL")?.get_mut("cards")?.as_array_mut()
}

/// The body, where it has a text of its own.
fn body(value: &mut Value) -> Option<&mut Value> {
    component(value, "BODY").filter(|body| body["text"].as_str().is_some_and(|text| !text.is_empty()))
}

/// The footer, likewise.
fn footer(value: &mut Value) -> Option<&mut Value> {
    component(value, "FOOTER").filter(|footer| footer["text"].as_str().is_some_and(|text| !text.is_empty()))
}

/// The text of a body with variables.
fn filled(value: &mut Value) -> Option<&mut Value> {
    body(value).filter(|body| body.get("example").is_some())
}

fn change(text: &mut Value, change: impl FnOnce(&str) -> String) -> Option<()> {
    let new = change(text.as_str()?);
    *text = new.into();
    Some(())
}

const BREAKS: &[Break] = &[
    |value| change(&mut value["name"], |name| format!("{name}-A")).map(|()| FindingCode::NameFormat),
    |value| change(&mut value["language"], |code| format!("{code}_XX")).map(|()| FindingCode::LanguageUnknown),
    |value| value.as_object_mut()?.remove("category").map(|_| FindingCode::Required),
    |value| {
        value["message_send_ttl_seconds"] = 5.into();
        Some(FindingCode::OutOfRange)
    },
    |value| {
        value["components"].as_array_mut()?.retain(|component| component["type"] != "BODY");
        Some(if value["components"].as_array()?.is_empty() {
            FindingCode::Required
        } else {
            FindingCode::ComponentMissing
        })
    },
    |value| {
        let list = value["components"].as_array_mut()?;
        list.push(list.first()?.clone());
        Some(FindingCode::ComponentRepeated)
    },
    |value| {
        let body = filled(value)?;
        change(&mut body["text"], |text| format!("{{{{1}}}}{text}")).map(|()| FindingCode::VariableAtStart)
    },
    |value| {
        change(&mut filled(value)?["text"], |text| format!("{text} {{{{9}}}}")).map(|()| FindingCode::VariableAtEnd)
    },
    |value| {
        change(&mut filled(value)?["text"], |text| text.split(' ').filter(|word| word.contains('{')).collect())
            .map(|()| FindingCode::VariablesDense)
    },
    |value| {
        change(&mut filled(value)?["text"], |text| text.replacen("}}", "}}{{7}}", 1))
            .map(|()| FindingCode::VariablesAdjacent)
    },
    |value| change(&mut body(value)?["text"], |text| format!("{text} }}}} x")).map(|()| FindingCode::VariableMalformed),
    |value| {
        change(&mut body(value)?["text"], |text| format!("{text}{}", " x".repeat(1100))).map(|()| FindingCode::TooLong)
    },
    |value| filled(value)?.as_object_mut()?.remove("example").map(|_| FindingCode::SampleMissing),
    |value| {
        let header = component(value, "HEADER")?;
        change(&mut header["text"], |text| format!("{text}{}", "x".repeat(61))).map(|()| FindingCode::TooLong)
    },
    |value| {
        change(&mut component(value, "HEADER")?["text"], |text| format!("*x* {text}"))
            .map(|()| FindingCode::FormattingNotAllowed)
    },
    |value| {
        change(&mut component(value, "HEADER")?["text"], |text| format!("🎉 {text}"))
            .map(|()| FindingCode::EmojiNotAllowed)
    },
    |value| {
        component(value, "HEADER")?.get_mut("example")?.as_object_mut()?.clear();
        Some(FindingCode::SampleMissing)
    },
    |value| {
        change(&mut footer(value)?["text"], |text| format!("{text} {{{{1}}}}"))
            .map(|()| FindingCode::VariableNotAllowed)
    },
    |value| {
        change(&mut footer(value)?["text"], |text| format!("{text}{}", "x".repeat(60))).map(|()| FindingCode::TooLong)
    },
    |value| {
        let reply = json!({"type": "QUICK_REPLY", "text": "Yes"});
        let buttons = buttons(value)?;
        let url = json!({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+4930"});
        buttons.splice(0..0, [reply.clone(), url, reply]);
        Some(FindingCode::ButtonsNotGrouped)
    },
    |value| {
        let buttons = buttons(value)?;
        let reply = json!({"type": "QUICK_REPLY", "text": "Yes"});
        buttons.extend(std::iter::repeat_n(reply, 11));
        Some(FindingCode::TooManyButtons)
    },
    |value| {
        let flow = button(value, "FLOW")?.clone();
        buttons(value)?.push(flow);
        Some(FindingCode::TooManyOfKind)
    },
    |value| change(&mut button(value, "URL")?["text"], |_| "x".repeat(26)).map(|()| FindingCode::TooLong),
    |value| {
        change(&mut button(value, "URL")?["url"], |url| url.replacen("https", "ftp", 1))
            .map(|()| FindingCode::UrlScheme)
    },
    |value| {
        let url = button(value, "URL").filter(|url| url.get("example").is_some())?;
        change(&mut url["url"], |url| format!("{url}/x")).map(|()| FindingCode::UrlVariablePlace)
    },
    |value| button(value, "FLOW")?.as_object_mut()?.remove("flow_id").map(|_| FindingCode::FlowSource),
    |value| {
        cards(value)?.truncate(1);
        Some(FindingCode::CardCount)
    },
    |value| {
        let cards = cards(value)?;
        let card = cards.first()?.clone();
        cards.resize(11, card);
        Some(FindingCode::CardCount)
    },
    |value| {
        let format = &mut cards(value)?.last_mut()?["components"][0]["format"];
        (*format != "PRODUCT").then(|| *format = "PRODUCT".into()).map(|()| FindingCode::CardsDiffer)
    },
    |value| {
        let list = cards(value)?.first_mut()?["components"].as_array_mut()?;
        list.push(json!({"type": "FOOTER", "text": "x"}));
        Some(FindingCode::NotInCard)
    },
    |value| {
        let list = cards(value)?.first_mut()?["components"].as_array_mut()?;
        (list.len() > 1).then(|| list.remove(0)).map(|_| FindingCode::ComponentMissing)
    },
    |value| {
        component(value, "LIMITED_TIME_OFFER")?;
        value["components"].as_array_mut()?.push(json!({"type": "FOOTER", "text": "x"}));
        Some(FindingCode::NotWithOffer)
    },
    |value| {
        component(value, "LIMITED_TIME_OFFER")?;
        buttons(value)?.pop();
        Some(if buttons(value)?.is_empty() { FindingCode::Required } else { FindingCode::OfferButtons })
    },
    |value| {
        component(value, "LIMITED_TIME_OFFER")?;
        value["category"] = "UTILITY".into();
        Some(FindingCode::NotForCategory)
    },
    |value| {
        let otp = button(value, "OTP")?.clone();
        buttons(value)?.push(otp);
        Some(FindingCode::AuthButtons)
    },
    |value| {
        button(value, "OTP")?;
        component(value, "BODY")?["text"] = "Your code".into();
        Some(FindingCode::PresetText)
    },
    |value| button(value, "OTP")?.as_object_mut()?.remove("zero_tap_terms_accepted").map(|_| FindingCode::ZeroTapTerms),
    |value| {
        let otp = button(value, "OTP")?.as_object_mut()?;
        otp.remove("package_name");
        otp.remove("supported_apps").map(|_| FindingCode::AppsMissing)
    },
    |value| {
        button(value, "OTP")?.get_mut("supported_apps")?.get_mut(0)?["signature_hash"] = "short".into();
        Some(FindingCode::SignatureHash)
    },
    |value| {
        let footer = component(value, "FOOTER").filter(|footer| footer.get("code_expiration_minutes").is_some())?;
        footer["code_expiration_minutes"] = 91.into();
        Some(FindingCode::OutOfRange)
    },
    |value| {
        button(value, "OTP")?;
        *buttons(value)? = vec![json!({"type": "REMINDER"})];
        Some(FindingCode::AuthButtons)
    },
    |value| {
        button(value, "OTP")?;
        buttons(value)?.push(7.into());
        Some(FindingCode::AuthButtons)
    },
    |value| {
        button(value, "OTP").filter(|otp| otp["zero_tap_terms_accepted"] == true)?["zero_tap_terms_accepted"] =
            false.into();
        Some(FindingCode::ZeroTapTerms)
    },
    |value| {
        button(value, "OTP")?;
        component(value, "FOOTER")?["text"] = "Soon gone".into();
        Some(FindingCode::PresetText)
    },
    |value| {
        change(&mut footer(value)?["text"], |text| format!("x\n{}", text.get(4..).unwrap_or_default()))
            .map(|()| FindingCode::NewlineNotAllowed)
    },
    |value| {
        change(&mut button(value, "QUICK_REPLY")?["text"], |_| "Yes\nplease".into())
            .map(|()| FindingCode::NewlineNotAllowed)
    },
    |value| {
        let header = component(value, "HEADER").filter(|header| header["format"] == "TEXT")?;
        change(&mut header["text"], |text| format!("☎ {text}")).map(|()| FindingCode::EmojiNotAllowed)
    },
    |value| {
        value["send_type"] = 7.into();
        Some(FindingCode::WrongType)
    },
    |value| {
        value["allow_category_change"] = "maybe".into();
        Some(FindingCode::WrongType)
    },
    |value| {
        change(&mut button(value, "URL")?["url"], |url| url.replacen("://", "://\u{a0}", 1))
            .map(|()| FindingCode::UrlFormat)
    },
    |value| {
        button(value, "FLOW")?["flow_name"] = "booking".into();
        Some(FindingCode::FlowSource)
    },
    |value| {
        component(value, "LIMITED_TIME_OFFER")?;
        component(value, "HEADER")?["format"] = "DOCUMENT".into();
        Some(FindingCode::OfferHeader)
    },
    |value| {
        for card in cards(value)? {
            card["components"][0] = json!({"type": "HEADER", "format": "TEXT", "text": "Rye"});
        }
        Some(FindingCode::CardHeader)
    },
    |value| {
        button(value, "SPM")?;
        component(value, "HEADER")?["format"] = "LOCATION".into();
        Some(FindingCode::ProductHeaderMissing)
    },
];
