//! The secret of a new access token, shown once, with a call to try it out.

use leptos::html;
use leptos::prelude::*;

use super::create_dialog::Made;
use crate::state::org::use_org;
use crate::tr;
use crate::ui::badge::Tone;
use crate::ui::button::Button;
use crate::ui::copy::CopyButton;
use crate::ui::notice::Notice;

#[component]
pub fn Secret(
    open: RwSignal<bool>,
    token: Made,
    stored: RwSignal<bool>,
    blocked: Signal<Option<String>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    field.on_load(|field| {
        let _ = field.focus();
        field.select();
    });
    let path = if token.reads { use_org().path("/numbers") } else { "/orgs".to_owned() };
    let origin = window().location().origin().unwrap_or_default();
    let example = format!("curl -H 'Authorization: Bearer {}' \\\n  {origin}/api/v1{path}", token.secret);
    view! {
        <div class="mt-4 grid gap-4 px-4 pb-5 sm:px-6">
            <div>
                <label class="label mb-1.5" for="new-token">{tr!(tokens.secret)}</label>
                <div class="flex gap-2 max-sm:flex-col">
                    <div class="input grow">
                        <input
                            node_ref=field
                            id="new-token"
                            class="mono"
                            readonly
                            aria-describedby="new-token-once"
                            value=token.secret.clone()
                        />
                    </div>
                    <CopyButton class="btn btn-primary" text=token.secret label=tr!(tokens.copy) caption=true />
                </div>
            </div>
            <div id="new-token-once">
                <Notice tone=Tone::Wait icon="eye-off" strong=tr!(tokens.once) text=tr!(tokens.once_text) />
            </div>
            <div class="overflow-hidden rounded-field border border-line">
                <div class="flex items-center gap-1 border-b border-line bg-base-200 py-1.5 pr-2 pl-3">
                    <h3 class="text-sm">{tr!(tokens.example)}</h3>
                    <CopyButton
                        class="btn btn-ghost btn-xs touch ml-auto text-muted"
                        text=example.clone()
                        label=tr!(tokens.copy_example)
                        caption=true
                    />
                </div>
                <pre class="overflow-x-auto p-3 text-xs leading-5" tabindex="0" role="region" aria-label=tr!(tokens.example)>
                    {example}
                </pre>
            </div>
            <label class="check-row flex items-center gap-2.5 text-sm">
                <input
                    type="checkbox"
                    class="checkbox"
                    on:change=move |event| stored.set(event_target_checked(&event))
                />
                {tr!(tokens.stored)}
            </label>
        </div>
        <div class="modal-action">
            <Button
                class="btn-primary"
                text=tr!(tokens.done)
                blocked
                on_click=Callback::new(move |()| open.set(false))
            />
        </div>
    }
}
