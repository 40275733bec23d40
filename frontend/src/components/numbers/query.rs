//! What the list of numbers is filtered and sorted by.

use clienthub_shared::number::NumberSort;
use clienthub_shared::status::{Attention, LimitTier, NumberStatus, Quality, WabaStatus};

use crate::state::listing::{self, Listed, Query};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    /// Whose turn it is: the chips above the list.
    Attention,
    Status,
    WabaStatus,
    Quality,
    LimitTier,
    Waba,
}

pub type Sort = listing::Sort<NumberSort>;
pub type ListQuery = Query<Filter>;
pub type Go = listing::Go<Filter>;

/// In the order of the menu.
pub const SORTS: [Sort; 6] = [
    Sort::down(NumberSort::Added),
    Sort::up(NumberSort::Added),
    Sort::up(NumberSort::Name),
    Sort::down(NumberSort::Name),
    Sort::up(NumberSort::Status),
    Sort::down(NumberSort::Status),
];

impl Filter {
    /// Those with a menu.
    pub const MENUS: [Self; 5] = [Self::Status, Self::WabaStatus, Self::Quality, Self::LimitTier, Self::Waba];
}

impl Listed for Filter {
    type By = NumberSort;
    const ALL: &'static [Self] =
        &[Self::Attention, Self::Status, Self::WabaStatus, Self::Quality, Self::LimitTier, Self::Waba];
    const SORT: Sort = SORTS[0];

    fn name(self) -> &'static str {
        match self {
            Self::Attention => "attention",
            Self::Status => "status",
            Self::WabaStatus => "waba_status",
            Self::Quality => "quality",
            Self::LimitTier => "limit_tier",
            Self::Waba => "waba",
        }
    }

    fn known(self, word: &str) -> Option<String> {
        match self {
            Self::Attention => listing::word::<Attention>(word),
            Self::Status => listing::word::<NumberStatus>(word),
            Self::WabaStatus => listing::word::<WabaStatus>(word),
            Self::Quality => listing::word::<Quality>(word),
            Self::LimitTier => listing::word::<LimitTier>(word),
            // Our ids.
            Self::Waba => Some(word.to_owned()),
        }
    }

    fn is_single(self) -> bool {
        self == Self::Attention
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::listing::read;

    #[test]
    fn the_chips_are_one_choice_and_count_as_a_filter() {
        let query: ListQuery = read(&[("attention", "client,meta"), ("status", "connected,nonsense")]);
        assert_eq!(query.chosen(Filter::Attention), ["client"]);
        assert_eq!(query.chosen(Filter::Status), ["connected"]);
        assert!(!query.clear(Filter::Status).is_plain());
    }
}
