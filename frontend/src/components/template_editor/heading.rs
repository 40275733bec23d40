//! Name, state, what was saved when, and the buttons of the page; a conflict and a copy that was restored stand below it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::MouseEvent;

use super::at_hub::content;
use super::history::History;
use super::local;
use super::panel::go_to_next;
use super::save::{self, SaveState};
use super::state::{Editor, use_editor};
use super::submit;
use super::undo::UndoButtons;
use crate::components::templates::discard_dialog::{DiscardDialog, can_discard};
use crate::intl;
use crate::layouts::header::set_crumbs;
use crate::tr;
use crate::ui::badge::{StateBadge, Tone};
use crate::ui::button::Button;
use crate::ui::icon::Icon;
use crate::ui::live::{effect, live};
use crate::ui::notice::Notice;
use crate::words::{error, template};

#[component]
pub fn Heading(waba: Signal<String>, submitting: RwSignal<bool>, helping: RwSignal<bool>) -> impl IntoView {
    let editor = use_editor();
    let name =
        editor.text(|it| if it.name.is_empty() { tr!(template_editor.new_title).to_owned() } else { it.name.clone() });
    let language = editor.text(|it| it.language.clone());
    effect(move || {
        set_crumbs(
            &[(tr!(template_editor.templates), [editor.save.base.get_value().as_str(), "/templates"].concat())],
            &name.get(),
        )
    });
    let state = Memo::new(move |_| {
        editor.details.with(|it| {
            it.as_ref().map_or((clienthub_shared::template::state::TemplateState::Draft, None), |it| {
                (it.state, it.meta_status.clone())
            })
        })
    });
    let badge = move || {
        let (state, meta) = state.get();
        view! { <StateBadge badge=template::state(state, meta.as_deref()) /> }
    };
    let details = Memo::new(move |_| {
        editor.save.id.get().map(|id| [editor.save.base.get_value().as_str(), "/templates/", &id].concat())
    });
    let discarding = RwSignal::new(false);
    let id = Signal::derive(move || editor.save.id.get().unwrap_or_default());
    let discarded = Callback::new(move |fresh| {
        editor.details.set(Some(fresh));
        save::reload(editor);
    });
    let discardable =
        Memo::new(move |_| !editor.is_locked() && editor.details.with(|it| it.as_ref().is_some_and(can_discard)));
    let below = move || {
        language.with(|code| if code.is_empty() { String::new() } else { [" · ", &template::language(code)].concat() })
    };
    // Where the path of the page has no room.
    let back = [editor.save.base.get_value().as_str(), "/templates"].concat();
    view! {
        <a class="hit mb-2 inline-flex items-center gap-1.5 text-sm text-muted lg:hidden" href=back>
            <Icon name="arrow-left" />
            {tr!(template_editor.templates)}
        </a>
        <div class="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
            <div class="min-w-0 grow basis-72">
                <h1 class="flex flex-wrap items-center gap-x-2.5 gap-y-1 wrap-anywhere">
                    <span class="min-w-0">{live(move || name.get())}</span>
                    {live(badge)}
                </h1>
                <p class="hint mt-0.5">
                    {live(move || waba.get())} {live(below)} " · " <span role="status">{live(move || saved(editor))}</span>
                </p>
            </div>
            <div class="flex flex-wrap gap-2 max-sm:w-full">
                <UndoButtons />
                <button
                    type="button"
                    class="btn btn-ghost btn-square text-muted"
                    aria-label=tr!(template_editor.keys)
                    title=tr!(template_editor.keys)
                    on:click=move |_| helping.set(true)
                >
                    <Icon name="circle-question-mark" />
                </button>
                {live(move || discardable.get().then(|| view! { <DiscardButton open=discarding /> }))}
                {live(move || {
                    details.get().map(|href| {
                        view! {
                            <a class="btn max-sm:ml-auto" href=href>
                                <Icon name="history" />
                                {tr!(template_editor.details)}
                            </a>
                        }
                    })
                })}
                <div class="contents max-sm:hidden"><SubmitButton submitting /></div>
            </div>
        </div>
        <DiscardDialog
            open=discarding
            base=Signal::stored(editor.save.base.get_value())
            id
            on_discarded=discarded
        />
        <Restored />
        {live(move || editor.save.collides().then(|| view! { <Conflict /> }))}
    }
}

/// Back to what Meta has, once what was typed last is saved: its answer must not come after that of discarding.
#[component]
fn DiscardButton(open: RwSignal<bool>) -> impl IntoView {
    let editor = use_editor();
    let blocked = Signal::derive(move || {
        let saving = editor.save.is_unsaved(editor) || editor.save.state.get() == SaveState::Saving;
        saving.then(|| tr!(template_editor.unsaved).to_owned())
    });
    view! {
        <Button
            class="btn-ghost"
            text=tr!(templates.discard)
            blocked
            on_click=Callback::new(move |()| open.set(true))
        />
    }
}

#[component]
pub fn SubmitButton(submitting: RwSignal<bool>) -> impl IntoView {
    let editor = use_editor();
    let blocked = Memo::new(move |_| submit::blocked(editor));
    view! {
        <Button
            class="btn-primary max-sm:grow"
            icon="send"
            text=tr!(template_editor.submit)
            blocked=blocked
            on_click=Callback::new(move |()| submitting.set(true))
        />
    }
}

/// "draft saved 14:21:08".
fn saved(editor: Editor) -> String {
    match editor.save.state.get() {
        SaveState::Clean => match editor.details.with(|it| it.as_ref().and_then(|it| it.draft_saved_at)) {
            Some(at) => tr!(template_editor.saved_at, at = intl::clock_or_day(&at)),
            None => tr!(template_editor.no_changes).to_owned(),
        },
        SaveState::Saved(at) => tr!(template_editor.saved_at, at = intl::clock_exact(at)),
        SaveState::Unsaved => tr!(template_editor.unsaved).to_owned(),
        SaveState::Nameless => tr!(template_editor.nameless).to_owned(),
        SaveState::Saving => tr!(template_editor.saving).to_owned(),
        SaveState::Failed(failure) if failure.passes() && !editor.save.kept.get() => {
            tr!(template_editor.save_again_unkept).to_owned()
        }
        SaveState::Failed(failure) if failure.passes() => tr!(template_editor.save_again).to_owned(),
        SaveState::Failed(failure) => tr!(template_editor.not_saved, why = error::sentence(&failure)),
        SaveState::Conflict(_) => tr!(template_editor.conflict_short).to_owned(),
    }
}

#[component]
fn Conflict() -> impl IntoView {
    let editor = use_editor();
    let who = editor.details.with(|it| {
        it.as_ref().map(|it| {
            let at = it.draft_saved_at.unwrap_or(it.edited_at);
            (it.draft_saved_by.clone().unwrap_or_default(), intl::clock_or_day(&at))
        })
    });
    let text = match who {
        Some((by, at)) if !by.is_empty() => tr!(template_editor.conflict_by, by = by, at = at),
        Some((_, at)) => tr!(template_editor.conflict_at, at = at),
        None => tr!(template_editor.conflict_text).to_owned(),
    };
    view! {
        <div class="mb-4">
            <Notice tone=Tone::Bad icon="triangle-alert" strong=tr!(template_editor.conflict) text>
                <div class="flex flex-wrap gap-2">
                    <Button class="btn-sm" text=tr!(template_editor.take_theirs) on_click=Callback::new(move |()| save::reload(editor)) />
                    <Button class="btn-sm" text=tr!(template_editor.keep_mine) on_click=Callback::new(move |()| save::overwrite(editor)) />
                </div>
            </Notice>
        </div>
    }
}

/// The copy of a tab that was closed too early.
#[component]
fn Restored() -> impl IntoView {
    let editor = use_editor();
    let before = StoredValue::new(editor.template.get_untracked());
    let at = RwSignal::new(restore(editor));
    if editor.save.id.with_untracked(Option::is_none) && !editor.is_locked() {
        local::hold(editor.save);
        if at.with_untracked(Option::is_none) {
            spawn_local(async move {
                let name = editor.template.with_untracked(|it| it.name.clone());
                if local::take_over(editor.save, &name).await && editor.revision.try_get_untracked() == Some(0) {
                    at.set(restore(editor));
                }
            });
        }
    }
    // What was restored is the first change; once a later one is saved, the way back leads by the versions. Without a name there is
    // none at all.
    effect(move || {
        let is_later = editor.revision.get() > 1 || before.with_value(|before| before.name.is_empty());
        if is_later && !editor.save.is_unsaved(editor) {
            at.set(None);
        }
    });
    let undo = Callback::new(move |()| {
        at.set(None);
        if !untrack(|| editor.save.is_unsaved(editor)) {
            // It was saved meanwhile.
            editor.change(|template| *template = before.get_value());
            return;
        }
        let known = editor.details.with_untracked(|it| it.as_ref().and_then(content).cloned());
        let version = editor.details.with_untracked(|it| it.as_ref().map_or(0, |it| it.version));
        let template = known.unwrap_or_default();
        editor.save.rebase(version, &template);
        editor.replace(template);
        editor.save.settle(editor);
    });
    live(move || {
        at.get().map(|at: f64| {
            view! {
                <div class="mb-4">
                    <Notice
                        tone=Tone::Act
                        icon="history"
                        strong=tr!(template_editor.restored)
                        text=tr!(template_editor.restored_text, at = intl::clock_exact(at))
                    >
                        <Button class="btn-sm" text=tr!(template_editor.discard) on_click=undo />
                    </Notice>
                </div>
            }
        })
    })
}

/// Puts what the browser kept into the form. From an older version of the draft it meets the conflict when it is saved.
fn restore(editor: Editor) -> Option<f64> {
    if editor.locked.with_untracked(Option::is_some) {
        return None;
    }
    let copy = local::find(editor.save)?;
    let (same, other) = editor
        .template
        .with_untracked(|now| (*now == copy.template, !now.name.is_empty() && now.name != copy.template.name));
    if other && editor.save.id.with_untracked(Option::is_none) {
        local::begin_another(editor.save);
        return None;
    }
    if same {
        local::forget(editor.save);
        return None;
    }
    if copy.version > 0 && copy.version != editor.save.version() {
        let before = editor.details.with_untracked(|it| it.as_ref().and_then(content).cloned());
        editor.save.rebase(copy.version, &before.unwrap_or_default());
    }
    editor.change(|template| *template = copy.template);
    // The way back is to discard it.
    editor.history.update(History::clear);
    editor.strict.set(true);
    Some(copy.at as f64)
}

/// On phones the buttons are at the bottom, above the dock; no pointer rests there that would show why one is off.
#[component]
pub fn PhoneBar(submitting: RwSignal<bool>) -> impl IntoView {
    let editor = use_editor();
    let why = Memo::new(move |_| submit::blocked(editor));
    let mends = Memo::new(move |_| editor.errors.get() > 0 && submit::shut(editor).is_none());
    let reason = move || {
        let why = why.get()?;
        let text = view! { <Icon name="info" /> <span class="min-w-0">{why}</span> };
        Some(if mends.get() {
            // The focus stays in the field until the next has it, and the keyboard of the phone with it.
            let stay = move |event: MouseEvent| event.prevent_default();
            let go = move |_| go_to_next(editor);
            view! {
                <button
                    type="button"
                    data-why
                    class="hit flex w-full gap-1.5 text-left text-sm text-act"
                    on:mousedown=stay
                    on:click=go
                >
                    {text}
                </button>
            }
            .into_any()
        } else {
            view! { <p data-why class="flex w-full gap-1.5 text-sm text-muted">{text}</p> }.into_any()
        })
    };
    let to_preview = move |_| {
        if let Some(preview) = document().get_element_by_id("preview") {
            preview.scroll_into_view();
            let _ = wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(preview).focus();
        }
    };
    view! {
        <div data-bar class="fixed inset-x-0 bottom-[3.75rem] z-20 flex flex-wrap gap-2 border-t border-line bg-base-100 p-3 sm:hidden">
            {live(reason)}
            <button type="button" class="btn grow" on:click=to_preview>
                <Icon name="eye" />
                {tr!(template_preview.title)}
            </button>
            <SubmitButton submitting />
        </div>
    }
}
