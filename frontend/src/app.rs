//! The routes of all programs, and what lives as long as the tab: preferences, session, clock, toasts. Everything below the language is
//! built anew when the language changes, so that texts need not be reactive.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::components::registration::dialog::RegistrationDialog;
use crate::components::registration::offer::Registering;
use crate::layouts::shell::Shell;
use crate::pages::{
    dashboard::DashboardPage,
    home::Home,
    not_found::{NotFound, NotFoundPage},
    number_activity::NumberActivity,
    number_details::{NumberDetailsPage, NumberPage},
    numbers_list::NumbersList,
    settings::{SettingsPage, SettingsStart},
    settings_profile::SettingsProfile,
    settings_tokens::SettingsTokens,
    settings_wabas::SettingsWabas,
    sign_in::SignIn,
    template_details::TemplatePage,
    template_editor::TemplateEditorPage,
    template_library::TemplateLibrary,
    templates_list::TemplatesList,
    templates_start::{TemplatesSection, TemplatesStart},
};
use crate::state::preferences::Preferences;
use crate::state::session::Session;
use crate::state::way::leave_to_browser;
use crate::ui::time::Minute;
use crate::ui::toast::{ToastRegion, Toasts};

#[component]
pub fn Hub() -> impl IntoView {
    frame(|| {
        view! {
            <Router>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=Home />
                    <Route path=path!("/sign-in") view=SignIn />
                    <ParentRoute path=path!("/orgs/:org") view=HubShell>
                        <Route path=path!("") view=Home />
                        <Route path=path!("/dashboard") view=DashboardPage />
                        <Route path=path!("/numbers") view=NumbersList />
                        <ParentRoute path=path!("/numbers/:number") view=NumberPage>
                            <Route path=path!("") view=NumberDetailsPage />
                            <Route path=path!("/activity") view=NumberActivity />
                        </ParentRoute>
                        <ParentRoute path=path!("/settings") view=SettingsPage>
                            <Route path=path!("") view=SettingsStart />
                            <Route path=path!("/whatsapp-accounts") view=SettingsWabas />
                            <Route path=path!("/tokens") view=SettingsTokens />
                            <Route path=path!("/profile") view=SettingsProfile />
                        </ParentRoute>
                        <Route path=path!("/*any") view=NotFound />
                    </ParentRoute>
                </Routes>
            </Router>
        }
        .into_any()
    })
}

#[component]
pub fn Templates() -> impl IntoView {
    frame(|| {
        view! {
            <Router>
                <Routes fallback=NotFoundPage>
                    <ParentRoute path=path!("/orgs/:org") view=TemplatesShell>
                        <Route path=path!("/templates") view=TemplatesStart />
                        <ParentRoute path=path!("/wabas/:waba/templates") view=TemplatesSection>
                            <Route path=path!("") view=TemplatesList />
                            <Route path=path!("/library") view=TemplateLibrary />
                            <Route path=path!("/:template") view=TemplatePage />
                        </ParentRoute>
                        <Route path=path!("/*any") view=NotFound />
                    </ParentRoute>
                </Routes>
            </Router>
        }
        .into_any()
    })
}

#[component]
pub fn Editor() -> impl IntoView {
    frame(|| {
        view! {
            <Router>
                <Routes fallback=NotFoundPage>
                    <ParentRoute path=path!("/orgs/:org") view=TemplatesShell>
                        <ParentRoute path=path!("/wabas/:waba/templates") view=TemplatesSection>
                            <Route path=path!("/new") view=TemplateEditorPage />
                            <Route path=path!("/:template/edit") view=TemplateEditorPage />
                        </ParentRoute>
                        <Route path=path!("/*any") view=NotFound />
                    </ParentRoute>
                </Routes>
            </Router>
        }
        .into_any()
    })
}

fn frame(pages: fn() -> AnyView) -> impl IntoView {
    let preferences = Preferences::provide();
    Session::provide();
    Minute::provide();
    Toasts::provide();
    leave_to_browser();
    move || {
        preferences.locale.track();
        view! {
            {pages()}
            <ToastRegion />
        }
    }
}

#[component]
fn HubShell() -> impl IntoView {
    view! { <Shell provide=Registering::provide beside=|| view! { <RegistrationDialog /> } /> }
}

#[component]
fn TemplatesShell() -> impl IntoView {
    view! { <Shell provide=|| () beside=|| () /> }
}
