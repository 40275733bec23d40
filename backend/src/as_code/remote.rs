//! A hub's REST API, as far as templates as code need it.

use anyhow::Context;
use clienthub_shared::id::TemplateId;
use clienthub_shared::problem::Problem;
use clienthub_shared::template::details::TemplateDetails;
use clienthub_shared::template::request::{TemplateFile, TemplatePlan, TemplatesDelete, TemplatesDeleted};
use reqwest::{Client, Method, RequestBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use super::Place;
use crate::clock::Clock;

/// Longer than a submission or a large file takes at the hub.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(180);

pub struct Remote {
    http: Client,
    /// Of the WABA.
    base: String,
    token: SecretString,
}

pub enum Refused {
    Problem(Box<Problem>),
    Other(anyhow::Error),
}

impl From<Refused> for anyhow::Error {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Problem(problem) => anyhow::anyhow!("{}: {}", problem.title, in_words(&problem)),
            Refused::Other(error) => error,
        }
    }
}

/// What a problem says, with the permission that is missing.
pub fn in_words(problem: &Problem) -> String {
    match problem.permission {
        Some(permission) => format!("{} It is {}.", problem.detail, permission.as_str()),
        None => problem.detail.clone(),
    }
}

impl Remote {
    pub fn new(place: &Place) -> anyhow::Result<Self> {
        let http = Client::builder().timeout(PATIENCE).redirect(reqwest::redirect::Policy::none()).build()?;
        let url = place.url.as_str().trim_end_matches('/');
        let base = format!("{url}/api/v1/orgs/{}/wabas/{}", place.org, place.waba);
        Ok(Self { http, base, token: place.token.clone() })
    }

    pub async fn export(&self, drafts: bool) -> Result<TemplateFile, Refused> {
        self.ask(Method::GET, &format!("/templates/export?drafts={drafts}"), |request| request).await
    }

    pub async fn plan(&self, file: &TemplateFile, prune: bool) -> Result<TemplatePlan, Refused> {
        self.ask(Method::POST, &format!("/templates/plan?prune={prune}"), |request| request.json(file)).await
    }

    pub async fn import(&self, file: &TemplateFile) -> Result<TemplatePlan, Refused> {
        self.ask(Method::POST, "/templates/import", |request| request.json(file)).await
    }

    pub async fn submit(&self, id: TemplateId) -> Result<TemplateDetails, Refused> {
        self.ask(Method::POST, &format!("/templates/{id}/submit"), |request| request).await
    }

    pub async fn delete(&self, wish: &TemplatesDelete) -> Result<TemplatesDeleted, Refused> {
        self.ask(Method::POST, "/templates/delete", |request| request.json(wish)).await
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        with: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<T, Refused> {
        let request = self.http.request(method.clone(), format!("{}{path}", self.base));
        let mut request = request.bearer_auth(self.token.expose_secret());
        if method == Method::POST && !path.contains("/plan") {
            request = request.header("Idempotency-Key", Clock::system().uuid().to_string());
        }
        let answer = with(request).send().await.context("the hub cannot be reached").map_err(Refused::Other)?;
        let status = answer.status();
        let body = answer.bytes().await.context("the hub's answer was cut off").map_err(Refused::Other)?;
        let odd =
            |error| Refused::Other(anyhow::Error::new(error).context(format!("the hub answered oddly ({status})")));
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(odd);
        }
        Err(Refused::Problem(serde_json::from_slice(&body).map_err(odd)?))
    }
}
