//! The editor of templates: a new one, or one that is there. Reads it, and what the stream says of it.

use clienthub_shared::id::TemplateId;
use clienthub_shared::language::is_language;
use clienthub_shared::permission::Permission;
use clienthub_shared::problem::ErrorCode;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::not_found::NotFound;
use crate::api;
use crate::components::template_editor::{Editing, EditorPage};
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::remote::Remote;
use crate::state::waba::use_waba;
use crate::tr;
use crate::ui::live::{Show, live};
use crate::ui::load::Load;
use crate::ui::panel::PanelSkeleton;

#[component]
pub fn TemplateEditorPage() -> impl IntoView {
    let params = use_params_map();
    let wanted =
        Memo::new(move |_| params.with(|params| (params.get("waba").unwrap_or_default(), params.get("template"))));
    live(move || match wanted.get() {
        (waba, None) => view! { <NewTemplate waba /> }.into_any(),
        (waba, Some(id)) if id.parse::<TemplateId>().is_ok() => view! { <OneTemplate waba id /> }.into_any(),
        _ => view! { <NotFound /> }.into_any(),
    })
}

fn crumbs(waba: &str, here: &str) -> String {
    let org = use_org();
    let base = org.path(&["/wabas/", waba].concat());
    set_crumbs(&[(tr!(template_editor.templates), [base.as_str(), "/templates"].concat())], here);
    base
}

#[component]
fn NewTemplate(waba: String) -> impl IntoView {
    let org = use_org();
    let base = crumbs(&waba, tr!(template_editor.new_title));
    let query = use_query_map().get_untracked();
    let name = query.get("name").unwrap_or_default();
    let language = query.get("language").filter(|code| is_language(code)).unwrap_or_default();
    let here = use_waba();
    let title = Signal::derive(move || here.find(|waba| waba.name.clone()).unwrap_or_default());
    view! {
        <EditorPage
            base
            editing=Editing::New { name, language }
            locked=org.refusal(Permission::TemplatesManage)
            waba=title
            beside=None
        />
    }
}

#[component]
fn OneTemplate(waba: String, id: String) -> impl IntoView {
    let org = use_org();
    let base = crumbs(&waba, tr!(template_editor.edit_title));
    let beside = use_query_map().get_untracked().get("beside");
    let path = base.clone();
    let remote = Remote::new(move || {
        let (base, id) = (path.clone(), id.clone());
        async move { api::template_draft::get_template(&base, &id).await }
    });
    let missing = Memo::new(move |_| {
        remote.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::NotFound)))
    });
    let skeleton = || {
        view! {
            <div class="grid gap-4">
                <PanelSkeleton rows=3 />
                <PanelSkeleton rows=5 />
            </div>
        }
    };
    view! {
        <Show when=move || !missing.get() fallback=|| view! { <NotFound /> }>
            <Load
                remote
                failed=tr!(template_editor.failed)
                loading=tr!(template_editor.loading)
                skeleton=skeleton
                children={
                    let (base, beside) = (base.clone(), beside.clone());
                    move |details| {
                        let first = details.get_untracked();
                        let name = Signal::derive(move || details.with(|it| it.waba_name.clone()));
                        view! {
                            <EditorPage
                                base=base.clone()
                                editing=Editing::Known(Box::new(first))
                                locked=org.refusal(Permission::TemplatesManage)
                                waba=name
                                beside=beside.clone()
                            />
                        }
                    }
                }
            />
        </Show>
    }
}
