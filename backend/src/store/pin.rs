//! PINs of numbers, sealed: the one that Meta holds, and those of which nobody knows whether Meta took them.

use clienthub_shared::id::{NumberId, OrgId, PinId};
use sea_orm::entity::prelude::*;
use sea_orm::{DerivePartialModel, IntoActiveModel, QueryOrder};

use super::{Conn, StoreError, StoreResult, word};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pins")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub number_id: String,
    pub org_id: String,
    pub sealed: Vec<u8>,
    pub state: String,
    pub since: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinState {
    /// Written down, and about to be sent.
    Proposed,
    /// Sent, and Meta's answer is not known: it may be in force.
    Unconfirmed,
    /// Meta took it.
    Current,
}

impl PinState {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Unconfirmed => "unconfirmed",
            Self::Current => "current",
        }
    }

    fn read(text: &str) -> StoreResult<Self> {
        match text {
            "proposed" => Ok(Self::Proposed),
            "unconfirmed" => Ok(Self::Unconfirmed),
            "current" => Ok(Self::Current),
            _ => Err(StoreError::Corrupt { what: "pins.state", value: text.into() }),
        }
    }
}

impl Model {
    pub fn state(&self) -> StoreResult<PinState> {
        PinState::read(&self.state)
    }

    pub fn id(&self) -> StoreResult<PinId> {
        word("pins.id", &self.id)
    }
}

/// A PIN without the PIN.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct PinFacts {
    pub state: String,
    pub since: i64,
}

impl PinFacts {
    pub fn state(&self) -> StoreResult<PinState> {
        PinState::read(&self.state)
    }
}

/// The cell in which a PIN is sealed.
pub fn place(pin: PinId) -> String {
    format!("pins/sealed/{pin}")
}

/// The newest first.
pub async fn list(db: &impl Conn, org: OrgId, number: NumberId) -> StoreResult<Vec<Model>> {
    Ok(of_number(org, number).all(db).await?)
}

pub async fn list_facts(db: &impl Conn, org: OrgId, number: NumberId) -> StoreResult<Vec<PinFacts>> {
    Ok(of_number(org, number).into_partial_model().all(db).await?)
}

fn of_number(org: OrgId, number: NumberId) -> Select<Entity> {
    Entity::find()
        .filter(Column::NumberId.eq(number.to_string()))
        .filter(Column::OrgId.eq(org.to_string()))
        .order_by_desc(Column::Id)
}

pub async fn insert(db: &impl Conn, row: Model) -> StoreResult<()> {
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(db).await?;
    Ok(())
}

pub async fn update_state(db: &impl Conn, org: OrgId, pin: &str, state: PinState, since: i64) -> StoreResult<()> {
    Entity::update_many()
        .col_expr(Column::State, Expr::value(state.as_str()))
        .col_expr(Column::Since, Expr::value(since))
        .filter(Column::Id.eq(pin))
        .filter(Column::OrgId.eq(org.to_string()))
        .exec(db)
        .await?;
    Ok(())
}

pub async fn remove(db: &impl Conn, org: OrgId, pins: &[&str]) -> StoreResult<()> {
    let pins = pins.iter().copied();
    Entity::delete_many().filter(Column::Id.is_in(pins)).filter(Column::OrgId.eq(org.to_string())).exec(db).await?;
    Ok(())
}
