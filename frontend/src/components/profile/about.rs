//! Name, language, theme and view of numbers. Sends what was changed here and nothing else, so that a choice made meanwhile in
//! the header, or in another browser, stays.

use clienthub_shared::me::{Language, NumbersView, Theme, UserPatch};
use clienthub_shared::rules;
use clienthub_shared::session::{Me, User};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::intl;
use crate::layouts::controls;
use crate::state::preferences::LOCALES;
use crate::state::session::Session;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::panel::Panel;
use crate::ui::select::{SelectField, fixed};
use crate::ui::toast::Toasts;
use crate::words::error;

/// The value of an option that is no choice.
const NONE: &str = "";

#[component]
pub fn AboutForm(user: User) -> impl IntoView {
    let session: Session = expect_context();
    let toasts: Toasts = expect_context();
    let form = FormState::new(&["name"]);
    let name = RwSignal::new(user.name.clone());
    // Only what was chosen here.
    let edits = RwSignal::new(UserPatch::default());
    let user = Memo::new(move |_| session.me().map_or_else(|| user.clone(), |me| me.user));
    let language = Signal::derive(move || {
        let chosen = edits.with(|edits| edits.language).unwrap_or_else(|| user.with(|user| user.language));
        chosen.map_or(NONE, Language::as_str).to_owned()
    });
    let theme = Signal::derive(move || {
        let chosen = edits.with(|edits| edits.theme).unwrap_or_else(|| user.with(|user| user.theme));
        chosen.map_or(NONE, Theme::as_str).to_owned()
    });
    let view = Signal::derive(move || {
        let chosen = edits.with(|edits| edits.numbers_view);
        chosen.unwrap_or_else(|| user.with(|user| user.numbers_view)).as_str().to_owned()
    });
    let edit =
        move |set: fn(&mut UserPatch, &str)| Callback::new(move |word: String| edits.update(|edits| set(edits, &word)));
    let check = Callback::new(move |()| {
        let finding = name.with_untracked(|name| rules::name("name", name)).err();
        form.findings.set(finding.iter().map(|finding| ("name", error::field_sentence(finding))).collect());
    });
    let submit = Callback::new(move |()| {
        check.run(());
        if form.findings.with_untracked(|findings| !findings.is_empty()) {
            return;
        }
        let typed = name.with_untracked(|name| name.trim().to_owned());
        let mut patch = edits.get_untracked();
        patch.name = user.with_untracked(|user| user.name != typed).then_some(typed);
        let sent = patch.clone();
        form.submit(async move { api::session::update_me(&sent).await }, move |me: Me| {
            name.set(me.user.name.clone());
            edits.set(UserPatch::default());
            spawn_local(async move {
                session.saved(me.user, &patch).await;
                // In the language that was chosen.
                toasts.say(Tone::Ok, tr!(profile.saved));
            });
        });
    });
    let mut languages = vec![(NONE, tr!(profile.language_browser).to_owned())];
    languages.extend(LOCALES.map(|locale| (intl::tag(locale), controls::name(locale).to_owned())));
    let themes = vec![
        (NONE, tr!(profile.theme_system).to_owned()),
        (Theme::Light.as_str(), tr!(profile.theme_light).to_owned()),
        (Theme::Dark.as_str(), tr!(profile.theme_dark).to_owned()),
    ];
    let views = vec![
        (NumbersView::List.as_str(), tr!(view.list).to_owned()),
        (NumbersView::Cards.as_str(), tr!(view.cards).to_owned()),
    ];
    view! {
        <Panel title=tr!(profile.about)>
            <Form state=form class="grid gap-4 p-4 sm:p-5" on_submit=submit>
                <TextField
                    label=tr!(profile.name)
                    value=name
                    name="name"
                    autocomplete="name"
                    error=form.field("name")
                    on_blur=check
                />
                <div class="grid gap-4 sm:grid-cols-3">
                    <SelectField
                        label=tr!(profile.language)
                        name="language"
                        options=fixed(languages)
                        value=language
                        on_change=edit(|edits, word| edits.language = Some(word.parse().ok()))
                    />
                    <SelectField
                        label=tr!(profile.theme)
                        name="theme"
                        options=fixed(themes)
                        value=theme
                        on_change=edit(|edits, word| edits.theme = Some(word.parse().ok()))
                    />
                    <SelectField
                        label=tr!(profile.view)
                        name="numbers_view"
                        options=fixed(views)
                        value=view
                        on_change=edit(|edits, word| edits.numbers_view = word.parse().ok())
                    />
                </div>
                <p class="hint">{tr!(profile.about_hint)}</p>
                <FormFailure state=form />
                <div class="grid sm:flex sm:justify-end">
                    <Button class="btn-primary" kind="submit" text=tr!(profile.save) pending=form.pending />
                </div>
            </Form>
        </Panel>
    }
}
