//! Activity: one row for everything that happened to a number, or to its WABA and so to all its numbers.

use clienthub_shared::id::{EventId, NumberId, OrgId, TemplateId, WabaId};
use sea_orm::entity::prelude::*;
use sea_orm::{IntoActiveModel, QueryOrder, QuerySelect, Statement};

use super::{Conn, StoreResult};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    /// An event's id: ascends with time.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub org_id: String,
    pub waba_id: String,
    /// Absent, and no template either: it concerns the WABA.
    pub number_id: Option<String>,
    pub template_id: Option<String>,
    pub at: i64,
    pub meta_at: Option<i64>,
    pub kind: String,
    pub field: Option<String>,
    pub action: Option<String>,
    pub outcome: String,
    /// Name of the person.
    pub actor: Option<String>,
    /// `ErrorCode`: why it was refused.
    pub refusal: Option<String>,
    /// JSON: `Vec<Change>`.
    pub changes: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Each half reads no more rows than a page from its own index.
const PAGE: &str = "SELECT * FROM (SELECT * FROM activity WHERE org_id = $1 AND number_id = $2 AND id < $4 \
                    ORDER BY id DESC LIMIT $5) AS own \
                    UNION ALL \
                    SELECT * FROM (SELECT * FROM activity WHERE org_id = $1 AND waba_id = $3 AND number_id IS NULL AND template_id IS NULL AND id < $4 \
                    ORDER BY id DESC LIMIT $5) AS of_waba \
                    ORDER BY id DESC LIMIT $5";

/// What happened to a number and to its WABA before `before`, the newest first, and whether there is more.
pub async fn page(
    db: &impl Conn,
    org: OrgId,
    number: NumberId,
    waba: WabaId,
    before: Option<EventId>,
    limit: u32,
) -> StoreResult<(Vec<Model>, bool)> {
    // Every id begins with its prefix; this sorts behind all of them.
    let before = before.map_or_else(|| format!("{}~", EventId::PREFIX), |id| id.to_string());
    let values = [
        org.to_string().into(),
        number.to_string().into(),
        waba.to_string().into(),
        before.into(),
        (i64::from(limit) + 1).into(),
    ];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), PAGE, values);
    let mut rows = Entity::find().from_raw_sql(statement).all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}

/// What happened to a template before `before`, the newest first, and whether there is more.
pub async fn page_of_template(
    db: &impl Conn,
    org: OrgId,
    template: TemplateId,
    before: Option<EventId>,
    limit: u32,
) -> StoreResult<(Vec<Model>, bool)> {
    let mut query = Entity::find()
        .filter(Column::OrgId.eq(org.to_string()))
        .filter(Column::TemplateId.eq(template.to_string()))
        .order_by_desc(Column::Id)
        .limit(u64::from(limit) + 1);
    if let Some(before) = before {
        query = query.filter(Column::Id.lt(before.to_string()));
    }
    let mut rows = query.all(db).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    Ok((rows, has_more))
}

pub async fn insert_many(db: &impl Conn, rows: Vec<Model>) -> StoreResult<()> {
    for some in rows.chunks(super::ROWS) {
        let rows = some.iter().map(|row| row.clone().into_active_model().reset_all());
        Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    Ok(())
}
