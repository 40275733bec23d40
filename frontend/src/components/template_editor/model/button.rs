//! Buttons: what may be added and why not, adding in the right group, moving, removing. Cards have the same kinds of buttons, so
//! what is done to one card is done to all.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::{Button, CopyCode, Flow, Otp, PhoneButton, Plain, UrlButton, VoiceCall};
use clienthub_shared::template::component::{Buttons, Component};
use clienthub_shared::template::limits::{BUTTONS_MAX, BUTTONS_MAX_IN_CARD, kind_max};
use clienthub_shared::template::word::{ButtonKind, Category, ComponentKind, FlowAction, Open, OtpType};

use super::Spot;
use super::place;

/// What the menu offers; OTP buttons come with the category.
pub const OFFERED: [ButtonKind; 8] = [
    ButtonKind::QuickReply,
    ButtonKind::Url,
    ButtonKind::PhoneNumber,
    ButtonKind::CopyCode,
    ButtonKind::Flow,
    ButtonKind::Catalog,
    ButtonKind::Mpm,
    ButtonKind::VoiceCall,
];

/// Why a kind cannot be added now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// At most so many buttons.
    Full(usize),
    /// At most so many of this kind.
    FullOfKind(usize),
    MarketingOnly,
    CallPermission,
}

pub fn refusal(template: &Template, spot: Spot, kind: ButtonKind) -> Option<Refusal> {
    let buttons = list(template, spot);
    let max = if spot == Spot::Whole { BUTTONS_MAX } else { BUTTONS_MAX_IN_CARD };
    if place::has(template, spot, ComponentKind::CallPermission) {
        return Some(Refusal::CallPermission);
    }
    if kind == ButtonKind::Catalog && template.known_category().is_some_and(|known| known != Category::Marketing) {
        return Some(Refusal::MarketingOnly);
    }
    if buttons.len() >= max {
        return Some(Refusal::Full(max));
    }
    let most = kind_max(kind)?;
    let count = buttons.iter().filter(|button| button.kind() == Some(kind)).count();
    (count >= most).then_some(Refusal::FullOfKind(most))
}

pub fn list(template: &Template, spot: Spot) -> &[Button] {
    place::buttons(template, spot).map_or(&[], |group| &group.buttons)
}

/// Those that this version does not know, as JSON, each with its place.
pub fn unknown(template: &Template, spot: Spot) -> Vec<(usize, String)> {
    let other = |(at, button): (usize, &Button)| matches!(button, Button::Other(_)).then(|| (at, json(button)));
    list(template, spot).iter().enumerate().filter_map(other).collect()
}

pub fn json(button: &Button) -> String {
    format!("{:#}", button.to_value())
}

/// At the end of its group: quick replies stand together.
pub fn add(template: &mut Template, spot: Spot, kind: ButtonKind, label: &str) -> usize {
    let mut put = 0;
    each(template, spot, |components| {
        if !components.iter().any(|component| matches!(component, Component::Buttons(_))) {
            place::put(components, Component::Buttons(Buttons::default()));
        }
        if let Some(buttons) = group(components) {
            let replies = kind == ButtonKind::QuickReply;
            let same = |button: &Button| matches!(button, Button::QuickReply(_)) == replies;
            put = buttons.iter().rposition(same).map_or(buttons.len(), |last| last + 1);
            let mut button = fresh(kind);
            if let Some(text) = button.text_mut() {
                label.clone_into(text);
            }
            buttons.insert(put, button);
        }
    });
    put
}

pub fn remove(template: &mut Template, spot: Spot, at: usize) {
    each(template, spot, |components| {
        let Some(buttons) = group(components) else { return };
        if at < buttons.len() {
            buttons.remove(at);
        }
        if buttons.is_empty() {
            place::remove(components, ComponentKind::Buttons);
        }
    });
}

pub fn shift(template: &mut Template, spot: Spot, from: usize, to: usize) {
    each(template, spot, |components| {
        if let Some(buttons) = group(components)
            && from < buttons.len()
            && to < buttons.len()
        {
            let button = buttons.remove(from);
            buttons.insert(to, button);
        }
    });
}

pub fn one(template: &Template, spot: Spot, at: usize) -> Option<&Button> {
    list(template, spot).get(at)
}

pub fn one_mut(template: &mut Template, spot: Spot, at: usize) -> Option<&mut Button> {
    place::buttons_mut(template, spot)?.buttons.get_mut(at)
}

/// Of the template, or of every card.
fn each(template: &mut Template, spot: Spot, mut act: impl FnMut(&mut Vec<Component>)) {
    match spot {
        Spot::Whole => act(&mut template.components),
        Spot::Card(_) => {
            for card in place::cards_mut(template).into_iter().flatten() {
                act(&mut card.components);
            }
        }
    }
}

fn group(components: &mut [Component]) -> Option<&mut Vec<Button>> {
    components.iter_mut().find_map(|component| match component {
        Component::Buttons(group) => Some(&mut group.buttons),
        _ => None,
    })
}

/// One with nothing in it but what Meta always wants.
pub fn fresh(kind: ButtonKind) -> Button {
    match kind {
        ButtonKind::QuickReply => Button::QuickReply(Plain::default()),
        ButtonKind::Url => Button::Url(UrlButton { url: "https://".into(), ..UrlButton::default() }),
        ButtonKind::PhoneNumber => Button::PhoneNumber(PhoneButton::default()),
        ButtonKind::CopyCode => Button::CopyCode(CopyCode::default()),
        ButtonKind::Otp => Button::Otp(Otp { otp_type: Some(Open::Known(OtpType::CopyCode)), ..Otp::default() }),
        ButtonKind::Flow => {
            Button::Flow(Flow { flow_action: Some(Open::Known(FlowAction::Navigate)), ..Flow::default() })
        }
        ButtonKind::Catalog => Button::Catalog(Plain::default()),
        ButtonKind::Mpm => Button::Mpm(Plain::default()),
        ButtonKind::Spm => Button::Spm(Plain::default()),
        ButtonKind::VoiceCall => Button::VoiceCall(VoiceCall::default()),
    }
}

const URL_VARIABLE: &str = "{{1}}";

/// The variable at the end of an address, on or off.
pub fn toggle_url_variable(button: &mut UrlButton) {
    match button.url.find("{{") {
        Some(at) => {
            button.url.truncate(at);
            button.example.clear();
        }
        None => button.url.push_str(URL_VARIABLE),
    }
}
