//! What the list of templates is filtered and sorted by.

use clienthub_shared::status::Quality;
use clienthub_shared::template::family::TemplateSort;
use clienthub_shared::template::state::TemplateState;
use clienthub_shared::template::word::{Category, find};

use crate::state::listing::{self, Listed, Query};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Status,
    Category,
    Language,
    Quality,
}

pub type Sort = listing::Sort<TemplateSort>;
pub type TemplatesQuery = Query<Filter>;
pub type Go = listing::Go<Filter>;

/// In the order of the menu.
pub const SORTS: [Sort; 4] = [
    Sort::down(TemplateSort::Edited),
    Sort::up(TemplateSort::Edited),
    Sort::up(TemplateSort::Name),
    Sort::down(TemplateSort::Name),
];

impl Listed for Filter {
    type By = TemplateSort;
    const ALL: &'static [Self] = &[Self::Status, Self::Category, Self::Language, Self::Quality];
    const SORT: Sort = SORTS[0];

    fn name(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Category => "category",
            Self::Language => "language",
            Self::Quality => "quality",
        }
    }

    fn known(self, word: &str) -> Option<String> {
        match self {
            Self::Status => listing::word::<TemplateState>(word),
            Self::Category => find(word).map(word_of),
            // Meta's codes: it has more of them than we know.
            Self::Language => Some(word.to_owned()),
            Self::Quality => listing::word::<Quality>(word),
        }
    }
}

/// As our URLs have it; the API takes it in any letter case.
pub fn word_of(category: Category) -> String {
    category.as_str().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::listing::read;

    #[test]
    fn unknown_words_of_an_address_are_dropped() {
        let query: TemplatesQuery = read(&[
            ("status", "approved,frozen,rejected"),
            ("category", "marketing,UTILITY,fun"),
            ("language", "de,,en_GB"),
            ("quality", "great"),
            ("sort", "-size"),
        ]);
        assert_eq!(query.chosen(Filter::Status), ["approved", "rejected"]);
        assert_eq!(query.chosen(Filter::Category), ["marketing", "utility"]);
        assert_eq!(query.chosen(Filter::Language), ["de", "en_GB"]);
        assert_eq!(query.chosen(Filter::Quality), [""; 0]);
        assert_eq!(query.sort, Filter::SORT);
    }

    #[test]
    fn a_choice_is_taken_back_by_choosing_it_again() {
        let query = TemplatesQuery::default().toggle(Filter::Category, "utility").toggle(Filter::Language, "de");
        assert_eq!(query.chosen(Filter::Category), ["utility"]);
        assert!(!query.is_plain());
        assert!(query.toggle(Filter::Category, "utility").clear(Filter::Language).is_plain());
    }
}
