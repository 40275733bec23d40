//! An authentication template: Meta writes its texts, and here is chosen what they say and how the code gets into the app.

use clienthub_shared::template::Template;
use clienthub_shared::template::button::{Button, Otp, SupportedApp};
use clienthub_shared::template::limits::{APPS_MAX, LABEL_MAX, PACKAGE_MAX};
use clienthub_shared::template::word::{ButtonKind, ComponentKind, Open, OtpType};
use leptos::prelude::*;

use super::field::{Field, NumberField, Tick};
use super::finding::{FindingLines, Found};
use super::header::is_authentication;
use super::model::button::fresh;
use super::model::shelf::set_way;
use super::model::{Spot, place};
use super::names;
use super::state::{Editor, use_editor};
use crate::intl;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::{Show, bound, keyed};
use crate::ui::panel::Panel;
use crate::ui::unique_id;

fn otp(template: &Template) -> Option<&Otp> {
    place::buttons(template, Spot::Whole)?.buttons.iter().find_map(|button| match button {
        Button::Otp(otp) => Some(otp),
        _ => None,
    })
}

fn otp_mut(template: &mut Template) -> Option<&mut Otp> {
    place::buttons_mut(template, Spot::Whole)?.buttons.iter_mut().find_map(|button| match button {
        Button::Otp(otp) => Some(otp),
        _ => None,
    })
}

fn change(editor: Editor, act: impl FnOnce(&mut Otp)) {
    editor.change(|template| {
        if let Some(otp) = otp_mut(template) {
            act(otp);
        }
    });
}

#[component]
pub fn AuthenticationPanel() -> impl IntoView {
    let editor = use_editor();
    view! {
        <Show when=move || is_authentication(editor)>
            <Panel title=tr!(template_editor.authentication_title)>
                <div class="grid gap-4 p-4 sm:px-5">
                    <p class="hint">{tr!(template_editor.authentication_hint)}</p>
                    <Texts />
                    <Code />
                </div>
            </Panel>
        </Show>
    }
}

#[component]
fn Texts() -> impl IntoView {
    let editor = use_editor();
    let security = editor.flag(|it| it.body().is_some_and(|body| body.add_security_recommendation == Some(true)));
    let expiry =
        editor.memo(Box::new(|it| place::footer(it, Spot::Whole).and_then(|footer| footer.code_expiration_minutes)));
    let footer = editor.path(Spot::Whole, ComponentKind::Footer);
    let body = editor.path(Spot::Whole, ComponentKind::Body);
    let path = Signal::derive(move || [footer.get().as_str(), ".code_expiration_minutes"].concat());
    let tick = Callback::new(move |wanted: bool| {
        editor.change(|template| {
            if let Some(body) = place::body_mut(template, Spot::Whole) {
                body.add_security_recommendation = Some(wanted);
            }
        });
    });
    let typed = Callback::new(move |minutes: Option<i64>| {
        editor.change(|template| {
            match minutes {
                None => place::remove(&mut template.components, ComponentKind::Footer),
                Some(_) => {
                    let mut footer = place::footer(template, Spot::Whole).cloned().unwrap_or_default();
                    footer.code_expiration_minutes = minutes;
                    let part = clienthub_shared::template::component::Component::Footer(footer);
                    place::put(&mut template.components, part);
                }
            };
        });
    });
    let visited = RwSignal::new(true);
    let text_of = |part: Memo<String>| Signal::derive(move || [part.get().as_str(), ".text"].concat());
    let body_found = Found::at(editor, text_of(body), false, visited);
    let footer_found = Found::at(editor, text_of(footer), false, visited);
    view! {
        <Tick
            label=tr!(template_editor.security)
            hint=tr!(template_editor.security_hint).to_owned()
            value=security
            on_change=tick
        />
        <FindingLines found=body_found id=unique_id("body-e") />
        <div class="sm:max-w-72">
            <NumberField
                label=tr!(template_editor.expiry)
                path
                value=expiry
                on_input=typed
                hint=tr!(template_editor.expiry_hint).to_owned()
            />
        </div>
        <FindingLines found=footer_found id=unique_id("footer-e") />
    }
}

#[component]
fn Code() -> impl IntoView {
    let editor = use_editor();
    let there = editor.flag(|template| otp(template).is_some());
    let group = editor.path(Spot::Whole, ComponentKind::Buttons);
    let list = Signal::derive(move || [group.get().as_str(), ".buttons"].concat());
    let path = Signal::derive(move || {
        let at = editor.template.with(|template| {
            let is_otp = |button: &Button| matches!(button, Button::Otp(_));
            place::buttons(template, Spot::Whole).and_then(|group| group.buttons.iter().position(is_otp))
        });
        [list.get().as_str(), ".", &at.unwrap_or_default().to_string()].concat()
    });
    let visited = RwSignal::new(true);
    let found = Found::at(editor, list, false, visited);
    let put = move |_| {
        editor.change(|template| {
            let mut group = place::buttons(template, Spot::Whole).cloned().unwrap_or_default();
            group.buttons = vec![fresh(ButtonKind::Otp)];
            place::put(&mut template.components, clienthub_shared::template::component::Component::Buttons(group));
        });
    };
    view! {
        <FindingLines found id=unique_id("otp-e") />
        <Show
            when=move || there.get()
            fallback=move || {
                view! {
                    <button type="button" class="btn w-fit" on:click=put>
                        <Icon name="plus" />
                        {tr!(template_editor.add_otp)}
                    </button>
                }
            }
        >
            <Way path />
            <Labels path />
            <Apps path />
        </Show>
    }
}

fn way_of(template: &Template) -> Option<OtpType> {
    otp(template)?.otp_type.as_ref().and_then(Open::known)
}

#[component]
fn Way(path: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let way = editor.memo(Box::new(way_of));
    let name = unique_id("otp");
    let hint = |kind: OtpType| match kind {
        OtpType::CopyCode => tr!(template_editor.otp_copy_hint),
        OtpType::OneTap => tr!(template_editor.otp_one_tap_hint),
        OtpType::ZeroTap => tr!(template_editor.otp_zero_tap_hint),
    };
    let choice = |kind: OtpType| {
        let choose = move |_| {
            editor.change_shelf(|template, shelf| {
                if let Some(otp) = otp_mut(template) {
                    set_way(otp, kind, shelf);
                }
            });
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    class="radio mt-px"
                    name=name.clone()
                    value=kind.as_str()
                    disabled=bound(move || editor.is_locked())
                    prop:checked=bound(move || way.get() == Some(kind))
                    on:change=choose
                />
                <span class="grid gap-0.5">
                    <span class="font-medium">{names::otp(kind)}</span>
                    <span class="hint">{hint(kind)}</span>
                </span>
            </label>
        }
    };
    let terms = editor.flag(|template| otp(template).is_some_and(|otp| otp.zero_tap_terms_accepted == Some(true)));
    let terms_path = Signal::derive(move || [path.get().as_str(), ".zero_tap_terms_accepted"].concat());
    let found = Found::at(editor, terms_path, false, RwSignal::new(true));
    let accept = Callback::new(move |yes| change(editor, |otp| otp.zero_tap_terms_accepted = Some(yes)));
    view! {
        <fieldset data-path=bound(move || path.get())>
            <legend class="label mb-1.5">{tr!(template_editor.otp_way)}</legend>
            <div class="grid gap-2 sm:grid-cols-3">
                {OtpType::ALL.iter().map(|kind| choice(*kind)).collect_view()}
            </div>
        </fieldset>
        <Show when=move || way.get() == Some(OtpType::ZeroTap)>
            <div data-path=bound(move || terms_path.get())>
                <Tick label=tr!(template_editor.zero_tap_terms) value=terms on_change=accept />
                <FindingLines found id=unique_id("terms-e") />
            </div>
        </Show>
    }
}

#[component]
fn Labels(path: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let text = editor.text(|it| otp(it).map(|otp| otp.text.clone()).unwrap_or_default());
    let autofill = editor.text(|it| otp(it).map(|otp| otp.autofill_text.clone()).unwrap_or_default());
    let taps = editor.flag(|it| !matches!(way_of(it), None | Some(OtpType::CopyCode)));
    let member = move |name: &'static str| Signal::derive(move || [path.get().as_str(), ".", name].concat());
    view! {
        <div class="grid gap-3 sm:grid-cols-2">
            <Field
                label=tr!(template_editor.otp_label)
                path=member("text")
                value=text
                on_input=Callback::new(move |text| change(editor, |otp| otp.text = text))
                max=LABEL_MAX
                hint=tr!(template_editor.otp_label_hint).to_owned()
            />
            <Show when=move || taps.get()>
                <Field
                    label=tr!(template_editor.autofill_label)
                    path=member("autofill_text")
                    value=autofill
                    on_input=Callback::new(move |text| change(editor, |otp| otp.autofill_text = text))
                    max=LABEL_MAX
                    hint=tr!(template_editor.otp_label_hint).to_owned()
                />
            </Show>
        </div>
    }
}

/// Android apps that take the code.
#[component]
fn Apps(path: Signal<String>) -> impl IntoView {
    let editor = use_editor();
    let taps = editor.flag(|it| !matches!(way_of(it), None | Some(OtpType::CopyCode)));
    let count = editor.count(|it| otp(it).map_or(0, |otp| otp.supported_apps.len()));
    let list = Signal::derive(move || [path.get().as_str(), ".supported_apps"].concat());
    let found = Found::at(editor, list, false, RwSignal::new(false));
    let row = move |at: usize| {
        let of = move |read: fn(&SupportedApp) -> &String| {
            editor.text(move |it| {
                otp(it).and_then(|otp| otp.supported_apps.get(at)).map(read).cloned().unwrap_or_default()
            })
        };
        let typed = move |write: fn(&mut SupportedApp) -> &mut String| {
            Callback::new(move |text: String| {
                change(editor, |otp| {
                    if let Some(app) = otp.supported_apps.get_mut(at) {
                        *write(app) = text;
                    }
                });
            })
        };
        let member = move |name: &'static str| {
            Signal::derive(move || [list.get().as_str(), ".", &at.to_string(), ".", name].concat())
        };
        let remove = move |_| {
            change(editor, |otp| {
                otp.supported_apps.remove(at);
            });
        };
        view! {
            <li class="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
                <Field
                    label=tr!(template_editor.package)
                    path=member("package_name")
                    value=of(|app| &app.package_name)
                    on_input=typed(|app| &mut app.package_name)
                    max=PACKAGE_MAX
                />
                <Field
                    label=tr!(template_editor.hash)
                    path=member("signature_hash")
                    value=of(|app| &app.signature_hash)
                    on_input=typed(|app| &mut app.signature_hash)
                />
                <button
                    type="button"
                    class="btn btn-ghost btn-square text-muted sm:mt-5"
                    aria-label=tr!(template_editor.remove_app, n = intl::number(at as u64 + 1))
                    on:click=remove
                >
                    <Icon name="trash-2" />
                </button>
            </li>
        }
    };
    let add = move |_| change(editor, |otp| otp.supported_apps.push(SupportedApp::default()));
    view! {
        <Show when=move || taps.get()>
            <div data-path=bound(move || list.get())>
                <h3 class="mb-2 text-sm">{tr!(template_editor.apps)}</h3>
                <ul class="grid gap-3">{keyed(move || 0..count.get(), |at| *at, row)}</ul>
                <FindingLines found id=unique_id("apps-e") />
                <Show when=move || count.get() < APPS_MAX && !editor.is_locked()>
                    <button type="button" class="btn btn-sm mt-3" on:click=add>
                        <Icon name="plus" />
                        {tr!(template_editor.add_app)}
                    </button>
                </Show>
            </div>
        </Show>
    }
}
