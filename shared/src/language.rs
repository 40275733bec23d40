//! Meta's languages: the locale of a registration code's text, and of templates. Names are the browser's to give. Codes that
//! Meta sends and this list lacks are kept and shown; only what we send is checked.

/// One code a line, case-sensitive, with an underscore (reference appendix A).
const LANGUAGES: &str = include_str!("../data/languages.txt");

pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.lines()
}

pub fn is_language(code: &str) -> bool {
    languages().any(|known| known == code)
}

/// The code that was meant by another spelling: a hyphen, another case, or a region that Meta does not tell apart.
pub fn nearest(code: &str) -> Option<&'static str> {
    let folded = code.trim().replace('-', "_");
    let find = |wanted: &str| languages().find(|known| known.eq_ignore_ascii_case(wanted));
    find(&folded).or_else(|| find(folded.split('_').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meta_has_111_languages_and_each_once() {
        let mut all: Vec<_> = languages().collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 111);
    }

    #[test]
    fn a_hyphen_or_another_case_is_another_word() {
        assert!(is_language("pt_BR"));
        for wrong in ["pt-BR", "pt_br", "", "en_US ", "xx"] {
            assert!(!is_language(wrong), "{wrong}");
        }
    }

    #[test]
    fn another_spelling_is_understood() {
        for (code, meant) in
            [("pt-br", Some("pt_BR")), (" DE ", Some("de")), ("de_LU", Some("de")), ("pt", None), ("", None)]
        {
            assert_eq!(nearest(code), meant, "{code}");
        }
    }
}
