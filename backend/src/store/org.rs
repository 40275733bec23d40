//! Organisations and who belongs to them.

use chrono::{DateTime, Utc};
use clienthub_shared::id::{OrgId, UserId};
use clienthub_shared::org::{Org, OrgMembership};
use clienthub_shared::permission::{OPERATOR, Role};
use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ExprTrait, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};

use super::{Conn, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "orgs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    pub contact_email: Option<String>,
    pub created_at: i64,
    pub version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub mod membership {
    //! A user in an organisation with a role.
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "memberships")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub org_id: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub user_id: String,
        pub role: String,
        pub created_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {
        #[sea_orm(belongs_to = "super::Entity", from = "Column::OrgId", to = "super::Column::Id")]
        Org,
    }

    impl Related<super::Entity> for Entity {
        fn to() -> RelationDef {
            Relation::Org.def()
        }
    }

    impl ActiveModelBehavior for ActiveModel {}
}

impl Model {
    fn into_shared(self) -> StoreResult<Org> {
        Ok(Org {
            id: word("orgs.id", &self.id)?,
            name: self.name,
            contact_email: self.contact_email,
            version: self.version,
        })
    }
}

pub async fn find(db: &impl Conn, org: OrgId) -> StoreResult<Option<Org>> {
    Entity::find_by_id(org.to_string()).one(db).await?.map(Model::into_shared).transpose()
}

/// Held until the end of the transaction, against others who change it.
pub async fn lock(db: &impl Conn, org: OrgId) -> StoreResult<Option<Org>> {
    let row = Entity::find_by_id(org.to_string()).lock(LockType::NoKeyUpdate).one(db).await?;
    row.map(Model::into_shared).transpose()
}

pub async fn insert(
    db: &impl Conn,
    org: OrgId,
    name: &str,
    contact_email: Option<&str>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let row = ActiveModel {
        id: Set(org.to_string()),
        name: Set(name.into()),
        contact_email: Set(contact_email.map(Into::into)),
        created_at: Set(now.timestamp_micros()),
        version: Set(1),
    };
    Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Writes when the stored version is `org.version`, which becomes one more; false when it is another.
pub async fn update(db: &impl Conn, org: &Org) -> StoreResult<bool> {
    let done = Entity::update_many()
        .col_expr(Column::Name, Expr::value(org.name.clone()))
        .col_expr(Column::ContactEmail, Expr::value(org.contact_email.clone()))
        .col_expr(Column::Version, Expr::value(org.version + 1))
        .filter(Column::Id.eq(org.id.to_string()))
        .filter(Column::Version.eq(org.version))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Every organisation of the installation, by name: for operators and the command line.
pub async fn list_any_org(db: &impl Conn) -> StoreResult<Vec<Org>> {
    let rows = Entity::find().order_by_asc(Column::Name).order_by_asc(Column::Id).all(db).await?;
    rows.into_iter().map(Model::into_shared).collect()
}

pub async fn find_role(db: &impl Conn, org: OrgId, user: UserId) -> StoreResult<Option<Role>> {
    let row = membership::Entity::find_by_id((org.to_string(), user.to_string())).one(db).await?;
    row.map(|row| word("memberships.role", &row.role)).transpose()
}

/// Gives a user a role in an organisation, or another one.
pub async fn put_role(db: &impl Conn, org: OrgId, user: UserId, role: Role, now: DateTime<Utc>) -> StoreResult<()> {
    let row = membership::ActiveModel {
        org_id: Set(org.to_string()),
        user_id: Set(user.to_string()),
        role: Set(role.as_str().into()),
        created_at: Set(now.timestamp_micros()),
    };
    let conflict = OnConflict::columns([membership::Column::OrgId, membership::Column::UserId])
        .update_column(membership::Column::Role)
        .to_owned();
    membership::Entity::insert(row).on_conflict(conflict).exec_without_returning(db).await?;
    Ok(())
}

/// Where a page of organisations ends.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Position(String, String);

/// The organisations of a user, by name. `limit` None: all.
pub async fn list_of_user_any_org(
    db: &impl Conn,
    user: UserId,
    after: Option<&Position>,
    limit: Option<u64>,
) -> StoreResult<Vec<OrgMembership>> {
    let query = of_user(user).find_also_related(Entity).limit(limit);
    let rows = in_order(query, after).all(db).await?;
    let mut orgs = Vec::with_capacity(rows.len());
    for (membership, org) in rows {
        let Some(org) = org else { continue };
        let role: Role = word("memberships.role", &membership.role)?;
        let permissions = role.permissions().to_vec();
        orgs.push(OrgMembership { id: word("orgs.id", &org.id)?, name: org.name, role: Some(role), permissions });
    }
    Ok(orgs)
}

/// Every organisation as an operator sees it, by name. `limit` None: all.
pub async fn list_for_operator_any_org(
    db: &impl Conn,
    after: Option<&Position>,
    limit: Option<u64>,
) -> StoreResult<Vec<OrgMembership>> {
    let rows = in_order(Entity::find().limit(limit), after).all(db).await?;
    let as_operator = |row: Model| {
        let (id, permissions) = (word("orgs.id", &row.id)?, OPERATOR.to_vec());
        Ok(OrgMembership { id, name: row.name, role: None, permissions })
    };
    rows.into_iter().map(as_operator).collect()
}

/// How many organisations a user belongs to; for operators (None) how many there are.
pub async fn count_any_org(db: &impl Conn, user: Option<UserId>) -> StoreResult<u64> {
    Ok(match user {
        Some(user) => of_user(user).count(db).await?,
        None => Entity::find().count(db).await?,
    })
}

/// Where a page ends that ends with this organisation.
pub fn position(org: &OrgMembership) -> Position {
    Position(org.name.clone(), org.id.to_string())
}

fn of_user(user: UserId) -> Select<membership::Entity> {
    membership::Entity::find().filter(membership::Column::UserId.eq(user.to_string()))
}

fn in_order<Q: QueryOrder + QueryFilter>(query: Q, after: Option<&Position>) -> Q {
    let query = query.order_by_asc(Column::Name).order_by_asc(Column::Id);
    let Some(Position(name, id)) = after else { return query };
    let here = Expr::tuple([Expr::col((Entity, Column::Name)), Expr::col((Entity, Column::Id))]);
    query.filter(here.gt(Expr::tuple([Expr::value(name.clone()), Expr::value(id.clone())])))
}
