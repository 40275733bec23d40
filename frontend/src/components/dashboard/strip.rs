//! How many numbers run, need the person, or wait for somebody: each count leads to the list of just those.

use clienthub_shared::number::NumberCounts;
use clienthub_shared::status::Attention;
use leptos::prelude::*;

use crate::intl;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::icon::Icon;
use crate::ui::live::live;
use crate::words::turn;

#[component]
pub fn Strip(counts: RwSignal<Option<NumberCounts>>) -> impl IntoView {
    let tile = move |attention: &Attention| {
        let attention = *attention;
        let (_, icon) = turn::chip(Some(attention));
        let count = move || counts.get().map_or(0, |counts| turn::count(&counts, attention));
        let href = use_org().path(&format!("/numbers?attention={attention}"));
        // "1 Needs you", "2 Need you".
        let words = move || match turn::badge(attention) {
            Some(badge) if intl::is_one(count()) => badge.text,
            Some(_) | None => turn::chip(Some(attention)).0.to_owned(),
        };
        let hint = match attention {
            Attention::None => tr!(dashboard.running),
            Attention::Client => tr!(dashboard.need_you),
            Attention::Meta => tr!(dashboard.wait_for_meta),
            Attention::Operator => tr!(next_action.contact_operator),
        };
        view! {
            <li>
                <a
                    href=href
                    class="grid h-full grid-cols-[auto_1fr] content-center gap-x-3 p-3 -outline-offset-2 hover:bg-hover sm:p-4"
                >
                    {icon
                        .map(|(name, tone)| {
                            view! {
                                <span
                                    class="row-span-2 grid size-10 place-items-center rounded-field bg-(--t-soft) text-(--t)"
                                    data-tone=tone.as_str()
                                >
                                    <Icon name class="size-[1.125rem]" />
                                </span>
                            }
                        })}
                    <span class="flex flex-wrap items-baseline gap-x-1.5">
                        <span class="text-xl font-semibold tabular">{live(move || intl::number(count()))}</span>
                        " "
                        <span class="font-medium">{live(words)}</span>
                    </span>
                    <span class="hint">{hint}</span>
                </a>
            </li>
        }
    };
    view! {
        <ul
            class="panel grid overflow-hidden max-sm:divide-y max-sm:divide-line sm:grid-cols-2 xl:grid-cols-4 xl:divide-x xl:divide-line"
            aria-label=tr!(dashboard.strip)
        >
            {Attention::ALL.iter().map(tile).collect_view()}
        </ul>
    }
}
