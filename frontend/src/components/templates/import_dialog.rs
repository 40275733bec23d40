//! Import: Meta's JSON, pasted or from files; a plan is shown before anything is made, every good template becomes a draft.

use clienthub_shared::template::request::{PlanAction, PlanRow, TemplatePlan};
use js_sys::{Array, JSON, Object, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::FileList;

use super::acts::use_acts;
use crate::api;
use crate::ui::badge::{Badge, StateBadge, Tone};
use crate::ui::button::Button;
use crate::ui::dialog::{Cancel, Dialog, waits};
use crate::ui::field::ErrorLine;
use crate::ui::form::{Form, FormFailure, FormState};
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, live};
use crate::ui::toast::Toasts;
use crate::words::error;
use crate::{tr, tr_count};

/// Bytes of a file that takes its time.
const LARGE: usize = 500_000;

#[component]
pub fn ImportDialog(
    open: RwSignal<bool>,
    /// Drafts were made.
    on_imported: Callback<()>,
) -> impl IntoView {
    let form = FormState::new(&["file"]);
    view! {
        <Dialog open title=tr!(templates.import_title) busy=form.pending width="max-w-2xl">
            <Steps open form on_imported />
        </Dialog>
    }
}

#[component]
fn Steps(open: RwSignal<bool>, form: FormState, on_imported: Callback<()>) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    form.reset();
    let text = RwSignal::new(String::new());
    let plan = RwSignal::new(None::<TemplatePlan>);
    // Of the plan: whoever sends it again, since no answer came, does not do it again.
    let key = StoredValue::new(String::new());
    let good = move || plan.with(|plan| plan.as_ref().map_or(0, makes));
    let submit = Callback::new(move |()| {
        let Some(file) = as_file(&text.get_untracked()) else {
            form.judge("file", Some(tr!(templates.not_json).to_owned()));
            return;
        };
        form.judge("file", None);
        if plan.with_untracked(Option::is_none) {
            form.submit(api::template::plan_templates(acts.waba, file), move |read: TemplatePlan| {
                key.set_value(api::new_key());
                plan.set(Some(read));
            });
        } else {
            let import = api::template::import_templates(acts.waba, file, key.get_value());
            form.submit(import, move |made: TemplatePlan| {
                toasts.say(Tone::Ok, tr_count!(makes(&made), templates.imported));
                open.set(false);
                on_imported.run(());
            });
        }
    });
    let back = Callback::new(move |()| plan.set(None));
    let rows = move || plan.get().map(|plan| view! { <Plan plan /> });
    let forward = move || {
        let planned = plan.with(Option::is_some);
        let label =
            if planned { tr_count!(good(), templates.import_count) } else { tr!(templates.import_check).to_owned() };
        let blocked = (planned && good() == 0).then(|| tr!(templates.import_nothing).to_owned());
        view! {
            <Button
                class="btn-primary"
                kind="submit"
                text=label
                pending=form.pending
                blocked=Signal::stored(blocked)
            />
        }
    };
    view! {
        <Form state=form on_submit=submit>
            <div class="grid gap-4 px-4 pt-4 sm:px-6">
                <Show when=move || plan.with(Option::is_none)>
                    <Source text error=form.field("file") />
                </Show>
                {live(rows)}
                <p class="hint empty:hidden" role="status">
                    {live(move || {
                        (form.pending.get() && text.with(String::len) > LARGE).then_some(tr!(templates.import_busy))
                    })}
                </p>
                <FormFailure state=form />
            </div>
            <div class="modal-action flex-wrap">
                <Show when=move || plan.with(Option::is_some)>
                    <span class="mr-auto">
                        <Button
                            class="btn-ghost"
                            icon="arrow-left"
                            text=tr!(templates.import_back)
                            blocked=waits(form.pending.into())
                            on_click=back
                        />
                    </span>
                </Show>
                <Cancel />
                {live(forward)}
            </div>
        </Form>
    }
}

#[component]
fn Source(text: RwSignal<String>, error: Signal<Option<String>>) -> impl IntoView {
    let over = RwSignal::new(false);
    let take = move |files: Option<FileList>| {
        let Some(files) = files else { return };
        spawn_local(async move {
            if let Some(read) = read_files(files).await {
                let _ = text.try_set(read);
            }
        });
    };
    view! {
        <div>
            <label class="label mb-1.5" for="import-text">{tr!(templates.import_label)}</label>
            <textarea
                id="import-text"
                name="file"
                class="mono block h-56 w-full rounded-field border border-control bg-base-100 p-3 text-xs"
                class=("border-dashed", move || over.get())
                spellcheck="false"
                placeholder=tr!(templates.import_placeholder)
                aria-describedby="import-hint"
                aria-invalid=bound(move || error.with(Option::is_some).then_some("true"))
                prop:value=bound(move || text.get())
                on:input=move |event| text.set(event_target_value(&event))
                on:dragover=move |event| {
                    event.prevent_default();
                    over.set(true);
                }
                on:dragleave=move |_| over.set(false)
                on:drop=move |event| {
                    event.prevent_default();
                    over.set(false);
                    take(event.data_transfer().and_then(|data| data.files()));
                }
            ></textarea>
            <div aria-live="polite">{live(move || error.get().map(|text| view! { <ErrorLine text /> }))}</div>
            <p class="hint mt-1.5" id="import-hint">{tr!(templates.import_hint)}</p>
        </div>
        <div>
            <label class="btn">
                <Icon name="upload" />
                {tr!(templates.import_choose)}
                <input
                    type="file"
                    class="sr-only"
                    accept=".json,application/json"
                    multiple
                    on:change=move |event| {
                        let field = event.target().and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
                        take(field.and_then(|field| field.files()));
                    }
                />
            </label>
        </div>
    }
}

/// What would happen, a row for each template.
#[component]
fn Plan(plan: TemplatePlan) -> impl IntoView {
    let row = |row: PlanRow| {
        let badge = action(row.action);
        let errors = row.findings.iter().filter(|finding| finding.is_error()).count() as u64;
        let warnings = row.findings.len() as u64 - errors;
        let replaces = row.action == PlanAction::Update && row.unsent;
        let told = [
            replaces.then(|| tr!(templates.plan_replaces).to_owned()),
            row.code.map(error::code),
            (errors > 0).then(|| tr_count!(errors, templates.findings_errors)),
            (warnings > 0).then(|| tr_count!(warnings, templates.findings_warnings)),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        view! {
            <li class="grid gap-x-3 gap-y-0.5 px-4 py-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:px-6">
                <span class="min-w-0 font-medium break-all">{row.name} " · " {row.language}</span>
                <StateBadge badge />
                <span class="hint empty:hidden sm:col-span-2">{told.join(" · ")}</span>
            </li>
        }
    };
    view! {
        <ul class="-mx-4 max-h-[50vh] divide-y divide-line overflow-y-auto border-y border-line text-sm sm:-mx-6" tabindex="0">
            {plan.rows.into_iter().map(row).collect_view()}
        </ul>
    }
}

fn action(action: PlanAction) -> Badge {
    match action {
        PlanAction::Create => Badge::quiet(tr!(templates.plan_create), "plus", Tone::Ok),
        PlanAction::Update => Badge::quiet(tr!(templates.plan_update), "pencil", Tone::Act),
        PlanAction::Delete => Badge::quiet(tr!(templates.plan_delete), "trash-2", Tone::Bad),
        PlanAction::Unchanged => Badge::quiet(tr!(templates.plan_unchanged), "minus", Tone::Idle),
        PlanAction::Blocked => Badge::loud(tr!(templates.plan_blocked), "ban", Tone::Bad),
    }
}

/// Templates that become drafts.
fn makes(plan: &TemplatePlan) -> u64 {
    let made = |row: &&PlanRow| matches!(row.action, PlanAction::Create | PlanAction::Update);
    plan.rows.iter().filter(made).count() as u64
}

/// `{"data": […]}` of Meta's own answer, of a bare list, or of a single template. `None`: none of these.
fn as_file(text: &str) -> Option<String> {
    let value = JSON::parse(text).ok().filter(JsValue::is_object)?;
    let data = Reflect::get(&value, &JsValue::from_str("data")).ok().filter(Array::is_array);
    let list: JsValue = match data {
        Some(data) => data,
        None if Array::is_array(&value) => value,
        None => Array::of1(&value).into(),
    };
    let file = Object::new();
    Reflect::set(&file, &JsValue::from_str("data"), &list).ok()?;
    JSON::stringify(&file).ok()?.as_string()
}

/// All files as one list; what is no JSON is passed on as it is, for the person to see.
async fn read_files(files: FileList) -> Option<String> {
    let all = Array::new();
    for at in 0..files.length() {
        let text = JsFuture::from(files.get(at)?.text()).await.ok()?.as_string()?;
        let Some(file) = as_file(&text) else { return Some(text) };
        let data = Reflect::get(&JSON::parse(&file).ok()?, &JsValue::from_str("data")).ok()?;
        for template in Array::from(&data).iter() {
            all.push(&template);
        }
    }
    JSON::stringify_with_replacer_and_space(&all, &JsValue::NULL, &JsValue::from_f64(2.0)).ok()?.as_string()
}
