//! `health_status` (reference 2.6): whether Meta lets messages out, entity by entity. Words are kept as they come.

use serde::Deserialize;

use super::wire::{int, list, text};

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaHealth {
    /// `AVAILABLE`, `LIMITED`, `BLOCKED`; the worst of the entities.
    pub can_send_message: Option<String>,
    #[serde(default, deserialize_with = "list")]
    pub entities: Vec<MetaHealthEntity>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaHealthEntity {
    /// `PHONE_NUMBER`, `WABA`, `BUSINESS`, `APP`.
    pub entity_type: Option<String>,
    #[serde(default, deserialize_with = "text")]
    pub id: Option<String>,
    pub can_send_message: Option<String>,
    /// Come with `BLOCKED`.
    #[serde(default, deserialize_with = "list")]
    pub errors: Vec<MetaHealthError>,
    /// Come with `LIMITED`.
    #[serde(default, deserialize_with = "list")]
    pub additional_info: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct MetaHealthError {
    #[serde(default, deserialize_with = "int")]
    pub error_code: Option<i64>,
    pub error_description: Option<String>,
    pub possible_solution: Option<String>,
}
