//! Settings, access tokens: page by page, the newest first; make one, revoke one. Who may not manage them sees why.

use clienthub_shared::access_token::AccessToken;
use clienthub_shared::page::{LIMIT_DEFAULT, Page};
use clienthub_shared::permission::Permission;
use clienthub_shared::problem::ErrorCode;
use leptos::prelude::*;

use crate::api;
use crate::components::tokens::create_dialog::CreateTokenDialog;
use crate::components::tokens::revoke_dialog::RevokeTokenDialog;
use crate::components::tokens::row::TokenRow;
use crate::intl;
use crate::layouts::header::set_crumbs;
use crate::layouts::shell::focus_main;
use crate::state::org::use_org;
use crate::state::paging::Paging;
use crate::state::remote::Remote;
use crate::tr;
use crate::ui::button::Button;
use crate::ui::heading::PageHeading;
use crate::ui::live::{Show, effect, keyed, live};
use crate::ui::load::Load;
use crate::ui::pager::Pager;
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
    // The page of a cursor may be gone: its last row revoked, or the cursor too old.
    effect(move || {
        let stale = remote.error.with(|error| error.as_ref().is_some_and(|error| error.is(ErrorCode::CursorStale)));
        let empty = remote.data.with(|page| page.as_ref().is_some_and(|page| page.data.is_empty()));
        if stale || empty {
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
        request_animation_frame(focus_main);
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
    let range = Signal::derive(move || {
        page.with(|page| {
            let from = paging.page() as u64 * u64::from(LIMIT_DEFAULT);
            let to = from + page.data.len() as u64;
            let total = page.total.map_or_else(String::new, intl::number);
            tr!(numbers.range, from = intl::number(from + 1), to = intl::number(to), total = total)
        })
    });
    let has_previous = Signal::derive(move || paging.page() > 0);
    let has_next = Signal::derive(move || page.with(|page| page.next_cursor.is_some()));
    let previous = Callback::new(move |()| paging.previous());
    let next = Callback::new(move |()| paging.next(page.with_untracked(|page| page.next_cursor.clone())));
    view! {
        <section class="panel overflow-hidden" aria-label=tr!(tokens.title)>
            <ul class="divide-y divide-line" aria-label=tr!(tokens.title)>
                {keyed(ids, |id| *id, row)}
            </ul>
            <Show when=move || has_previous.get() || has_next.get()>
                <Pager
                    range
                    has_previous
                    has_next
                    on_previous=previous
                    on_next=next
                />
            </Show>
        </section>
        // Kept by the id: another token is another dialog.
        {keyed(
            move || revoked.get(),
            |token| token.id,
            move |token| view! { <RevokeTokenDialog open=revoke_open token on_done=done /> },
        )}
    }
}
