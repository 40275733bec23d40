//! Meta's limits of templates (reference 4.3 to 4.7), for the validator and for the counters beside the fields. Lengths are in the
//! characters of `text::length`.

use super::word::{ButtonKind, Category};

pub const NAME_MAX: usize = 512;

pub const HEADER_MAX: usize = 60;
pub const HEADER_VARIABLES_MAX: usize = 1;
pub const BODY_MAX: usize = 1024;
pub const BODY_MAX_WITH_OFFER: usize = 600;
pub const BODY_MAX_IN_CARD: usize = 160;
pub const FOOTER_MAX: usize = 60;
pub const OFFER_MAX: usize = 16;

pub const BUTTONS_MAX: usize = 10;
pub const BUTTONS_MAX_IN_CARD: usize = 2;
pub const LABEL_MAX: usize = 25;
pub const URL_MAX: usize = 2000;
pub const PHONE_MAX: usize = 20;
pub const CODE_MAX: usize = 20;
pub const CODE_MAX_WITH_OFFER: usize = 15;

pub const CARDS_MIN: usize = 2;
pub const CARDS_MAX: usize = 10;

/// In minutes.
pub const EXPIRATION_MIN: i64 = 1;
pub const EXPIRATION_MAX: i64 = 90;
pub const APPS_MAX: usize = 5;
pub const PACKAGE_MAX: usize = 224;
pub const HASH_LENGTH: usize = 11;

/// Stands for 30 days; not for marketing.
pub const TTL_LONGEST: i64 = -1;

/// From and to, in seconds.
pub const fn ttl_range(category: Category) -> (i64, i64) {
    match category {
        Category::Authentication => (30, 900),
        Category::Utility => (30, 43_200),
        Category::Marketing => (43_200, 2_592_000),
    }
}

/// How many of a kind may be there, where Meta says less than for all.
pub const fn kind_max(kind: ButtonKind) -> Option<usize> {
    match kind {
        ButtonKind::Url => Some(2),
        ButtonKind::PhoneNumber
        | ButtonKind::CopyCode
        | ButtonKind::Flow
        | ButtonKind::Catalog
        | ButtonKind::Mpm
        | ButtonKind::VoiceCall => Some(1),
        ButtonKind::QuickReply | ButtonKind::Otp | ButtonKind::Spm => None,
    }
}
