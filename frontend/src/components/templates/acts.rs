//! What can be done with templates from several places: which dialog is open for what, and whether the person may.

use clienthub_shared::id::TemplateId;
use clienthub_shared::permission::Permission;
use clienthub_shared::status::WabaStatus;
use clienthub_shared::template::family::{TemplateFamily, TemplateLanguage};
use clienthub_shared::template::state::TemplateState;
use leptos::prelude::*;

use crate::state::waba::{WabaContext, use_waba};
use crate::tr;

/// Templates of one name that are to be deleted.
#[derive(Clone, PartialEq)]
pub struct Doomed {
    pub name: String,
    pub languages: Vec<TemplateLanguage>,
    /// All that there are of the name.
    pub whole: bool,
    /// Not all, since Meta does not delete some.
    pub some_stay: bool,
}

/// Meta deletes all but these (reference 4.9).
fn stays(language: &TemplateLanguage) -> bool {
    language.state == TemplateState::Disabled
}

/// Why none of these can be deleted; of none there is nothing to say.
pub fn undeletable<'a>(languages: impl Iterator<Item = &'a TemplateLanguage>) -> Option<&'static str> {
    let mut languages = languages.peekable();
    (languages.peek().is_some() && languages.all(stays)).then(|| tr!(templates.disabled_stays))
}

impl Doomed {
    /// Without those that stay.
    pub fn family(family: &TemplateFamily) -> Self {
        let languages: Vec<_> = family.languages.iter().filter(|language| !stays(language)).cloned().collect();
        let some_stay = languages.len() < family.languages.len();
        Self { name: family.name.clone(), languages, whole: !some_stay, some_stay }
    }

    /// Meta blocks the name for 30 days, of one of its languages at least (reference 4.9).
    pub fn blocks_name(&self) -> bool {
        self.languages.iter().any(|language| language.blocks_name)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The same name in another language.
    Language,
    /// Another name, or another WABA.
    Duplicate,
}

/// What is copied: one language of a family.
#[derive(Clone, PartialEq)]
pub struct CopyOf {
    pub kind: CopyKind,
    pub name: String,
    /// That the copy starts from, unless the person chooses another.
    pub id: TemplateId,
    pub languages: Vec<TemplateLanguage>,
}

impl CopyOf {
    /// From its first approved language, else its first.
    pub fn family(kind: CopyKind, family: &TemplateFamily) -> Option<Self> {
        let approved = family.languages.iter().find(|language| language.state == TemplateState::Approved);
        let id = approved.or_else(|| family.languages.first())?.id;
        Some(Self { kind, name: family.name.clone(), id, languages: family.languages.clone() })
    }
}

/// Provided by a page, used by whatever it shows.
#[derive(Clone, Copy)]
pub struct TemplateActs {
    pub waba: WabaContext,
    /// Empty: the dialog is closed.
    pub doomed: RwSignal<Vec<Doomed>>,
    pub copied: RwSignal<Option<CopyOf>>,
    pub previewed: RwSignal<Option<TemplateFamily>>,
    /// Kept across pages and filters.
    pub selected: RwSignal<Vec<TemplateFamily>>,
    /// Why the person may not change templates here.
    pub refusal: Signal<Option<String>>,
    /// Why nobody may ask Meta for them.
    pub offline: Signal<Option<String>>,
}

impl TemplateActs {
    pub fn provide() -> Self {
        let waba = use_waba();
        let refused = waba.org.refusal(Permission::TemplatesManage);
        let offline = Memo::new(move |_| {
            let status = waba.find(|waba| waba.status);
            (status == Some(WabaStatus::Disconnected)).then(|| tr!(templates.disconnected).to_owned())
        });
        let refusal = Memo::new(move |_| refused.clone().or_else(|| offline.get()));
        let acts = Self {
            waba,
            doomed: RwSignal::default(),
            copied: RwSignal::default(),
            previewed: RwSignal::default(),
            selected: RwSignal::default(),
            refusal: refusal.into(),
            offline: offline.into(),
        };
        provide_context(acts);
        acts
    }

    pub fn toggle(self, family: TemplateFamily) {
        self.selected.update(|selected| match selected.iter().position(|known| known.name == family.name) {
            Some(at) => drop(selected.remove(at)),
            None => selected.push(family),
        });
    }

    pub fn is_selected(self, name: &str) -> bool {
        self.selected.with(|selected| selected.iter().any(|family| family.name == name))
    }
}

pub fn use_acts() -> TemplateActs {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::{Doomed, undeletable};
    use clienthub_shared::template::family::TemplateFamily;
    use serde_json::json;

    fn family(states: &[&str]) -> TemplateFamily {
        let language = |state: &&str| {
            json!({"id": "tpl_01m84dd4x6eb3b0xwdge7yq636", "language": "de", "state": state, "quality": "low",
                "unsent": false, "blocks_name": *state == "approved"})
        };
        let family = json!({"name": "survey", "category": null, "body": "", "quality": "low",
            "edited_at": "2026-11-20T14:05:00Z", "languages": states.iter().map(language).collect::<Vec<_>>()});
        serde_json::from_value(family).expect("a family")
    }

    #[test]
    fn a_disabled_language_stays_when_its_family_is_deleted() {
        let part = family(&["approved", "disabled"]);
        let doomed = Doomed::family(&part);
        assert_eq!((doomed.languages.len(), doomed.whole, doomed.some_stay), (1, false, true));
        assert_eq!(undeletable(part.languages.iter()), None);
        assert!(Doomed::family(&family(&["draft", "approved"])).whole);
    }

    #[test]
    fn the_hub_says_whose_name_is_blocked() {
        assert!(Doomed::family(&family(&["draft", "approved"])).blocks_name());
        // Approved once does not count.
        assert!(!Doomed::family(&family(&["paused", "archived", "unknown"])).blocks_name());
    }

    #[test]
    fn a_family_that_is_disabled_cannot_be_deleted() {
        assert!(undeletable(family(&["disabled", "disabled"]).languages.iter()).is_some());
    }

    #[test]
    fn of_a_deleted_template_nothing_is_said_about_disabled_ones() {
        assert_eq!(undeletable(family(&[]).languages.iter()), None);
        assert_eq!(undeletable(family(&["deleted"]).languages.iter()), None);
    }
}
