//! What Meta refuses about a template, as far as a service does something about it (reference 4.13). Everything else is shown in
//! Meta's words.

use crate::graph::error::GraphFault;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetaTemplateRefusal {
    /// The WABA has as many templates as it may have.
    LimitReached,
    /// The name and language are being deleted, or were an approved template's until lately.
    NameBlocked,
    /// A template of this name and language is there.
    NameTaken,
    /// The status does not allow the change, or it was edited too often.
    State,
    /// The handle of an uploaded file is not good any more.
    BadHandle,
}

impl MetaTemplateRefusal {
    pub fn of(error: &GraphFault) -> Option<Self> {
        if error.code != Some(100) {
            return None;
        }
        match error.subcode? {
            2_388_019 => Some(Self::LimitReached),
            2_388_023 => Some(Self::NameBlocked),
            2_388_024 => Some(Self::NameTaken),
            2_388_039 => Some(Self::State),
            2_494_102 => Some(Self::BadHandle),
            _ => None,
        }
    }
}
