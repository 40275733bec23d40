//! A state: icon, text and tone. Quiet (coloured icon, ink text) for what is fine, loud (soft pill) for what needs
//! attention, tinted for text that carries its colour itself. Words and tones come from `words/`.

use leptos::prelude::*;

use super::icon::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Act,
    Wait,
    Bad,
    Idle,
}

impl Tone {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Act => "act",
            Self::Wait => "wait",
            Self::Bad => "bad",
            Self::Idle => "idle",
        }
    }

    /// A word of `as_str`; another is nothing to worry about.
    pub fn read(word: &str) -> Self {
        let all = [Self::Ok, Self::Act, Self::Wait, Self::Bad];
        all.into_iter().find(|tone| tone.as_str() == word).unwrap_or(Self::Idle)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Quiet,
    Loud,
    Tint,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    pub text: String,
    pub icon: &'static str,
    pub tone: Tone,
    pub look: Look,
}

impl Badge {
    pub fn new(text: impl Into<String>, icon: &'static str, tone: Tone, look: Look) -> Self {
        Self { text: text.into(), icon, tone, look }
    }

    pub fn quiet(text: impl Into<String>, icon: &'static str, tone: Tone) -> Self {
        Self::new(text, icon, tone, Look::Quiet)
    }

    pub fn loud(text: impl Into<String>, icon: &'static str, tone: Tone) -> Self {
        Self::new(text, icon, tone, Look::Loud)
    }
}

#[component]
pub fn StateBadge(badge: Badge) -> impl IntoView {
    let class = match badge.look {
        Look::Quiet => "state",
        Look::Loud => "state state-loud",
        Look::Tint => "state state-tint",
    };
    view! {
        <span class=class data-tone=badge.tone.as_str()>
            <Icon name=badge.icon />
            {badge.text}
        </span>
    }
}
