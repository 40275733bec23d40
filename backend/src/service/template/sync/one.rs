//! One template, read alone: for a person who waits, or because a webhook says that it is new or another.

use std::fmt;
use std::str::FromStr;

use clienthub_shared::id::{OrgId, TemplateId, WabaId};

use super::{Reader, is_hidden};
use crate::error::{AppError, AppResult};
use crate::service::{budget, sync, token};
use crate::state::AppState;
use crate::store;

/// The object of a task that reads one template: its WABA, and its id at Meta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub waba: WabaId,
    pub meta_id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.waba, self.meta_id)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (waba, meta_id) = text.split_once('/').ok_or(())?;
        Ok(Self { waba: waba.parse().map_err(|_| ())?, meta_id: meta_id.to_owned() })
    }
}

/// Reads one template now. A draft that Meta never had is looked for by its name.
pub async fn read_now(app: &AppState, org: OrgId, waba: WabaId, id: TemplateId) -> AppResult<()> {
    let row = store::template::find(app.db.read(), org, waba, id).await?.ok_or(AppError::NotFound)?;
    let reader = Reader::open(app, waba).await?.ok_or(AppError::NotFound)?.for_a_person();
    let read = async {
        match &row.meta_id {
            Some(meta_id) => reader.read(meta_id).await,
            None => reader.look_for(&row.name, &row.language).await,
        }
    };
    reader.or_refused(budget::within_one_timeout(app, read).await).await
}

/// The same for nobody in particular, by Meta's id.
pub async fn read_at_meta(app: &AppState, place: &Place) -> AppResult<()> {
    let read = match Reader::open(app, place.waba).await {
        Ok(Some(reader)) => reader.or_refused(reader.read(&place.meta_id).await).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error),
    };
    match read {
        // Disconnected, or the token was refused.
        Err(AppError::Conflict(_)) => Ok(()),
        read => read,
    }
}

impl Reader {
    async fn read(&self, meta_id: &str) -> AppResult<()> {
        let read_at = self.app.clock.now();
        match self.call(self.app.graph.read_template(&self.secret, meta_id)).await {
            Ok(template) => self.put_one(template, read_at).await,
            Err(AppError::Provider(error)) if is_hidden(&error) => {
                let ids = [meta_id.to_owned()];
                let rows = store::template::list_by_meta_ids(self.app.db.read(), self.org, self.id, &ids).await?;
                let Some(row) = rows.first() else { return Ok(()) };
                // Only a listing that is answered tells that it is not the token that may see nothing.
                let found = self.app.graph.find_templates_by_name(&self.secret, &self.waba.meta_id, &row.name);
                match self.call(found).await?.into_iter().find(|meta| meta.id.as_str() == meta_id) {
                    Some(meta) => self.put_one(meta, read_at).await,
                    None => self.put_gone(&[row.id()?], read_at).await,
                }
            }
            Err(error) => Err(error),
        }
    }

    async fn look_for(&self, name: &str, language: &str) -> AppResult<()> {
        let read_at = self.app.clock.now();
        let found = self.app.graph.find_templates_by_name(&self.secret, &self.waba.meta_id, name);
        let found = self.call(found).await?;
        match found.into_iter().find(|meta| meta.template.language == language) {
            Some(meta) => self.put_one(meta, read_at).await,
            None => Ok(()),
        }
    }

    /// A token that Meta refuses is refused for everybody.
    async fn or_refused(&self, outcome: AppResult<()>) -> AppResult<()> {
        if let Err(AppError::Provider(error)) = &outcome
            && let Some(code) = token::refusal(error)
        {
            sync::refuse_token(&self.app, &self.waba, &self.credential, &self.secret, code).await?;
        }
        outcome
    }
}
