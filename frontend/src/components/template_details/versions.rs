//! The texts that Meta has had: a list, two compared member by member, and one made the draft again.

use clienthub_shared::page::Page;
use clienthub_shared::template::details::{
    TemplateComparison, TemplateDetails, TemplateDifference, TemplateVersion, VersionSource,
};
use leptos::prelude::*;
use serde_json::Value;

use super::member;
use super::words::{Run, compared};
use crate::api;
use crate::components::templates::acts::use_acts;
use crate::intl;
use crate::state::remote::Remote;
use crate::state::way::use_visit;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::form::{FormFailure, FormState};
use crate::ui::icon::Icon;
use crate::ui::live::{Show, live};
use crate::ui::load::Load;
use crate::ui::panel::{Panel, PanelSkeleton};
use crate::ui::select::SelectField;
use crate::ui::toast::Toasts;
use crate::words::template;

#[component]
pub fn Versions(
    id: StoredValue<String>,
    /// Read again when it changes.
    version: Memo<i64>,
) -> impl IntoView {
    let waba = use_acts().waba;
    let remote = Remote::new(move || {
        version.track();
        api::template::list_versions(waba, id.get_value())
    });
    let body = move |page: Signal<Page<TemplateVersion>>| {
        live(move || {
            let rows = page.with(|page| page.data.clone());
            (!rows.is_empty()).then(|| view! { <List id rows /> })
        })
    };
    view! {
        <Load
            remote
            failed=tr!(template_details.versions_failed)
            loading=tr!(template_details.versions)
            skeleton=|| view! { <PanelSkeleton rows=2 /> }
            children=body
        />
    }
}

#[component]
fn List(id: StoredValue<String>, rows: Vec<TemplateVersion>) -> impl IntoView {
    let acts = use_acts();
    let toasts: Toasts = expect_context();
    let visit = use_visit();
    let form = FormState::new(&[]);
    let restore = Callback::new(move |number: i64| {
        let visit = visit.clone();
        form.submit(api::template::restore_version(acts.waba, id.get_value(), number), move |made: TemplateDetails| {
            toasts.say(Tone::Ok, tr!(template_details.restored, number = number));
            visit(&acts.waba.path(&format!("/{}/edit", made.id)));
        });
    });
    let row = |(place, version): (usize, &TemplateVersion)| {
        let (icon, source) = match version.source {
            VersionSource::Submitted => ("user-round", tr!(template_details.source_hub)),
            VersionSource::Meta => ("webhook", tr!(template_details.source_meta)),
        };
        let number = version.number;
        let by = version.by.clone().unwrap_or_else(|| source.to_owned());
        let text = version.template.body().map(|body| template::excerpt(&body.text)).unwrap_or_default();
        let back = (place > 0).then(|| {
            view! {
                <Button
                    class="btn-sm"
                    icon="history"
                    text=tr!(template_details.restore)
                    blocked=acts.refusal
                    on_click=Callback::new(move |()| restore.run(number))
                />
            }
        });
        view! {
            <li class="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-5">
                <div class="min-w-0 flex-1 basis-60">
                    <p class="flex flex-wrap items-center gap-x-2 text-sm">
                        <span class="font-semibold tabular">{tr!(template_details.version, number = number)}</span>
                        <span class="text-muted tabular">{intl::date_time(&version.at)}</span>
                        <span class="inline-flex items-center gap-1 text-muted">
                            <Icon name=icon class="size-3.5" />
                            {by}
                        </span>
                    </p>
                    <p class="truncate text-xs text-muted">{text}</p>
                </div>
                {back}
            </li>
        }
    };
    let list = rows.iter().enumerate().map(row).collect_view();
    let numbers: Vec<i64> = rows.iter().map(|version| version.number).collect();
    view! {
        <Panel title=tr!(template_details.versions)>
            <ul class="divide-y divide-line">{list}</ul>
            <div class="px-4 pb-3 empty:hidden sm:px-5"><FormFailure state=form /></div>
            {(numbers.len() > 1).then(|| view! { <Compare id numbers /> })}
        </Panel>
    }
}

/// The newest two, until others are chosen.
#[component]
fn Compare(id: StoredValue<String>, numbers: Vec<i64>) -> impl IntoView {
    let waba = use_acts().waba;
    let open = RwSignal::new(false);
    let (from, to) = (RwSignal::new(numbers[1].to_string()), RwSignal::new(numbers[0].to_string()));
    let options: Vec<(String, String)> =
        numbers.iter().map(|number| (number.to_string(), tr!(template_details.version, number = number))).collect();
    let for_to = options.clone();
    let options = StoredValue::new((options, for_to));
    view! {
        <div class="border-t border-line px-4 py-3 sm:px-5">
            <Show
                when=move || open.get()
                fallback=move || {
                    view! {
                        <button type="button" class="btn btn-sm" on:click=move |_| open.set(true)>
                            <Icon name="arrow-right-left" class="size-3.5" />
                            {tr!(template_details.compare)}
                        </button>
                    }
                }
            >
                <div class="grid grid-cols-2 gap-3 sm:max-w-md">
                    <SelectField
                        label=tr!(template_details.compare_from)
                        name="from"
                        options=options.with_value(|options| options.0.clone())
                        value=from
                        on_change=Callback::new(move |number| from.set(number))
                    />
                    <SelectField
                        label=tr!(template_details.compare_to)
                        name="to"
                        options=options.with_value(|options| options.1.clone())
                        value=to
                        on_change=Callback::new(move |number| to.set(number))
                    />
                </div>
                {live(move || {
                    let remote = Remote::new(move || {
                        let number = |text: RwSignal<String>| text.get().parse().unwrap_or_default();
                        api::template::compare_versions(waba, id.get_value(), number(from), number(to))
                    });
                    let body = |found: Signal<TemplateComparison>| {
                        live(move || found.with(|found| differences(found).into_any()))
                    };
                    view! {
                        <div class="mt-3">
                            <Load
                                remote
                                failed=tr!(template_details.compare_failed)
                                loading=tr!(template_details.compare)
                                skeleton=|| view! { <div class="skeleton h-16"></div> }
                                children=body
                            />
                        </div>
                    }
                })}
            </Show>
        </div>
    }
}

fn differences(found: &TemplateComparison) -> impl IntoView + use<> {
    let (newer, older) = (&found.to.template, &found.from.template);
    let row = |one: &TemplateDifference| {
        let place = member::name(&one.path, newer, older);
        let text = |value: &Option<Value>| match value {
            Some(value) => member::value(&one.path, value),
            None => Some(tr!(activity.no_value).to_owned()),
        };
        let [from, to] = match (text(&one.from), text(&one.to)) {
            (Some(from), Some(to)) if one.from.is_some() && one.to.is_some() => compared(&from, &to),
            (from, to) => {
                let to_file =
                    if from.is_none() { tr!(template_details.another_file) } else { tr!(template_details.file) };
                let to = to.unwrap_or_else(|| to_file.to_owned());
                [from.unwrap_or_else(|| tr!(template_details.file).to_owned()), to].map(Run::whole)
            }
        };
        let side = |runs: Vec<Run>, tone: &'static str, said: &'static str, mark: fn(String) -> AnyView| {
            let drawn = |run: Run| if run.changed { mark(run.text) } else { run.text.into_any() };
            let text = runs.into_iter().map(drawn).collect_view();
            view! {
                <div class="min-w-0 rounded-selector bg-base-200 p-2" data-tone=tone>
                    <span class="sr-only">{said}</span>
                    <p class="text-sm break-words whitespace-pre-line" dir="auto">{text}</p>
                </div>
            }
        };
        let gone = |text| view! { <del>{text}</del> }.into_any();
        let new = |text| view! { <ins>{text}</ins> }.into_any();
        view! {
            <li class="grid gap-1">
                <span class="text-xs text-muted" title=one.path.clone()>{place}</span>
                <div class="grid gap-2 sm:grid-cols-2">
                    {side(from, "bad", tr!(template_details.before), gone)}
                    {side(to, "ok", tr!(template_details.after), new)}
                </div>
            </li>
        }
    };
    if found.differences.is_empty() {
        return view! { <p class="hint">{tr!(template_details.same)}</p> }.into_any();
    }
    view! { <ul class="grid gap-3">{found.differences.iter().map(row).collect_view()}</ul> }.into_any()
}
