//! Settings, access tokens: page by page, the newest first; make one, revoke one. Who may not manage them sees why.

use clienthub_shared::access_token::AccessToken;
use clienthub_shared::page::Page;
use clienthub_shared::permission::Permission;
use leptos::prelude::*;

use crate::api;
use crate::components::listing::foot::{ListFoot, Range};
use crate::components::tokens::create_dialog::CreateTokenDialog;
use crate::components::tokens::revoke_dialog::RevokeTokenDialog;
use crate::components::tokens::row::TokenRow;
use crate::layouts::header::set_crumbs;
use crate::state::org::use_org;
use crate::state::paging::Paging;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::focus_page;
use crate::ui::heading::PageHeading;
use crate::ui::live::{Show, effect, keyed, live};
use crate::ui::load::Load;
use crate::ui::panel::{Empty, PanelSkeleton};

#[component]
pub fn SettingsTokens() -> impl IntoView {
    set_crumbs(&[], tr!(tokens.title));
    let refusal = use_org().refusal(Permission::KeysManage);
    let blocked = Signal::stored(refusal.clone());
    let open = RwSignal::new(false);
    let create = Callback::new(move |()| open.set(true));
    view! {
        <PageHeading title=tr!(tokens.title) hint=tr!(tokens.hint)>
            <Button
                class="btn-primary max-sm:grow"
                icon="plus"
                text=tr!(tokens.create)
                blocked=blocked
                on_click=create
            />
        </PageHeading>
        {match refusal {
            // The hub would not tell them.
            Some(reason) => view! { <Empty icon="lock" title=tr!(tokens.not_yours) text=reason /> }.into_any(),
            None => view! { <Tokens open /> }.into_any(),
        }}
    }
}

#[component]
fn Tokens(open: RwSignal<bool>) -> impl IntoView {
    let org = use_org();
    let paging = Paging::new(org.path("/settings/tokens"));
    let remote = Remote::new(move || {
        let (org, cursor) = (org.id(), paging.cursor());
        async move { api::token::list_access_tokens(&org, cursor.as_deref()).await }
    });
    paging.mend(*remote);
    // The last row of a page was revoked.
    effect(move || {
        if remote.data.with(|page| page.as_ref().is_some_and(|page| page.data.is_empty())) {
            paging.first();
        }
    });
    let created = Callback::new(move |()| {
        paging.first();
        remote.refresh();
    });
    let body = move |page: Signal<Page<AccessToken>>| {
        let is_empty = Memo::new(move |_| page.with(|page| page.data.is_empty()));
        live(move || {
            if is_empty.get() {
                view! { <Empty icon="key-round" title=tr!(tokens.empty) text=tr!(tokens.empty_text) /> }.into_any()
            } else {
                view! { <List page remote paging /> }.into_any()
            }
        })
    };
    view! {
        <Load
            remote
            failed=tr!(tokens.failed)
            loading=tr!(tokens.loading)
            skeleton=|| view! { <PanelSkeleton rows=3 /> }
            children=body
        />
        <CreateTokenDialog open on_created=created />
    }
}

#[component]
fn List(page: Signal<Page<AccessToken>>, remote: Remote<Page<AccessToken>>, paging: Paging) -> impl IntoView {
    let (revoke_open, revoked) = (RwSignal::new(false), RwSignal::new(None::<AccessToken>));
    let revoke = Callback::new(move |token| {
        revoked.set(Some(token));
        revoke_open.set(true);
    });
    let done = Callback::new(move |()| {
        // Its button goes with the row; before the dialog is closed nothing behind it takes the focus.
        request_animation_frame(focus_page);
        remote.refresh();
    });
    let ids = move || page.with(|page| page.data.iter().map(|token| token.id).collect::<Vec<_>>());
    let row = move |id| {
        let first = page.with_untracked(|page| page.data.iter().find(|token| token.id == id).cloned());
        first.map(|first| {
            // It keeps its last value while the list no longer has it.
            let token = Memo::new(move |before: Option<&AccessToken>| {
                let found = page.with(|page| page.data.iter().find(|token| token.id == id).cloned());
                found.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
            });
            view! { <TokenRow token=token.into() revoke /> }
        })
    };
    let range: Range = |from, to, total| tr!(numbers.range, from = from, to = to, total = total);
    let many = Memo::new(move |_| paging.page() > 0 || page.with(|page| page.next_cursor.is_some()));
    view! {
        <section class="panel overflow-hidden" aria-label=tr!(tokens.title)>
            <ul class="divide-y divide-line" aria-label=tr!(tokens.title)>
                {keyed(ids, |id| *id, row)}
            </ul>
            <Show when=move || many.get()><ListFoot page current=remote.current paging range /></Show>
        </section>
        // Kept by the id: another token is another dialog.
        {keyed(
            move || revoked.get(),
            |token| token.id,
            move |token| view! { <RevokeTokenDialog open=revoke_open token on_done=done /> },
        )}
    }
}
