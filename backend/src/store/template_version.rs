//! Every text that Meta has had of a template, numbered from 1.

use std::collections::HashMap;

use clienthub_shared::id::{OrgId, TemplateId};
use clienthub_shared::template::Template;
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "template_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub template_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub org_id: String,
    pub at: i64,
    /// `VersionSource`.
    pub source: String,
    /// Name of the person who sent it.
    pub by_name: Option<String>,
    /// JSON: `Template`.
    pub content: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub fn template(&self) -> StoreResult<Template> {
        Ok(super::template::parsed("template_versions.content", Some(&self.content))?.unwrap_or_default())
    }
}

fn of_template(org: OrgId, template: TemplateId) -> Select<Entity> {
    Entity::find().filter(Column::TemplateId.eq(template.to_string())).filter(Column::OrgId.eq(org.to_string()))
}

pub async fn find(db: &impl Conn, org: OrgId, template: TemplateId, number: i64) -> StoreResult<Option<Model>> {
    Ok(of_template(org, template).filter(Column::Number.eq(number)).one(db).await?)
}

/// The newest first, below `before`, and whether there is more.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    template: TemplateId,
    before: Option<i64>,
    limit: u32,
) -> StoreResult<(Vec<Model>, bool)> {
    let mut query = of_template(org, template);
    if let Some(before) = before {
        query = query.filter(Column::Number.lt(before));
    }
    let mut rows = query.order_by_desc(Column::Number).limit(u64::from(limit) + 1).all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}

/// The number of the newest; 0 when there is none.
pub async fn last_number(db: &impl Conn, org: OrgId, template: TemplateId) -> StoreResult<i64> {
    let last = last_numbers(db, org, &[template.to_string()]).await?;
    Ok(last.into_values().next().unwrap_or(0))
}

/// The numbers of the newest, by template.
pub async fn last_numbers(db: &impl Conn, org: OrgId, template_ids: &[String]) -> StoreResult<HashMap<String, i64>> {
    let mut last = HashMap::new();
    for some in template_ids.chunks(super::ROWS) {
        let rows = Entity::find().select_only().column(Column::TemplateId).column_as(Column::Number.max(), "last");
        let rows = rows.filter(Column::OrgId.eq(org.to_string())).filter(Column::TemplateId.is_in(some));
        let rows = rows.group_by(Column::TemplateId);
        last.extend(rows.into_tuple::<(String, i64)>().all(db).await?);
    }
    Ok(last)
}

/// Of a template that goes altogether.
pub async fn remove_all(db: &impl Conn, org: OrgId, template_id: &str) -> StoreResult<()> {
    let own = Entity::delete_many().filter(Column::TemplateId.eq(template_id));
    own.filter(Column::OrgId.eq(org.to_string())).exec(db).await?;
    Ok(())
}

pub async fn insert_many(db: &impl Conn, rows: Vec<Model>) -> StoreResult<()> {
    for some in rows.chunks(super::ROWS) {
        let rows = some.iter().map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
