//! What the validator finds: a code that a program branches on, the place, values for the sentence, Meta's subcode and the fix.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::fix::Fix;
use crate::words::words;

words! {
    /// An error: Meta would refuse it. A warning: it is odd, unknown, or fails later.
    Severity { Error = "error", Warning = "warning" }
}

words! {
    FindingCode {
        // Any field
        Required = "required",
        WrongType = "wrong_type",
        UnknownField = "unknown_field",
        UnknownWord = "unknown_word",
        TooLong = "too_long",
        OutOfRange = "out_of_range",
        NotForCategory = "not_for_category",
        NotUsed = "not_used",
        // The template
        NameFormat = "name_format",
        NameReserved = "name_reserved",
        LanguageUnknown = "language_unknown",
        MarketingApiOnly = "marketing_api_only",
        ComponentsOfLibrary = "components_of_library",
        ComponentMissing = "component_missing",
        ComponentRepeated = "component_repeated",
        // Variables and their samples
        VariablesMixed = "variables_mixed",
        VariableFormat = "variable_format",
        VariableNumbering = "variable_numbering",
        VariableRepeated = "variable_repeated",
        VariableName = "variable_name",
        VariableMalformed = "variable_malformed",
        VariableAtStart = "variable_at_start",
        VariableAtEnd = "variable_at_end",
        VariablesAdjacent = "variables_adjacent",
        VariablesDense = "variables_dense",
        VariableNotAllowed = "variable_not_allowed",
        TooManyVariables = "too_many_variables",
        SampleMissing = "sample_missing",
        SampleExtra = "sample_extra",
        SampleFormat = "sample_format",
        SampleTooLong = "sample_too_long",
        SampleNotHandle = "sample_not_handle",
        // Text
        FormattingNotAllowed = "formatting_not_allowed",
        EmojiNotAllowed = "emoji_not_allowed",
        NewlineNotAllowed = "newline_not_allowed",
        UrlNotAllowed = "url_not_allowed",
        // Files
        MediaType = "media_type",
        MediaTooLarge = "media_too_large",
        // Buttons
        TooManyButtons = "too_many_buttons",
        TooManyOfKind = "too_many_of_kind",
        ButtonsNotGrouped = "buttons_not_grouped",
        UrlScheme = "url_scheme",
        UrlFormat = "url_format",
        UrlVariablePlace = "url_variable_place",
        PhoneFormat = "phone_format",
        PhoneCountryCode = "phone_country_code",
        FlowSource = "flow_source",
        ProductHeaderMissing = "product_header_missing",
        ButtonsWithCallPermission = "buttons_with_call_permission",
        // Carousel
        CardCount = "card_count",
        CardHeader = "card_header",
        CardsDiffer = "cards_differ",
        NotInCard = "not_in_card",
        // Limited-time offer
        NotWithOffer = "not_with_offer",
        OfferHeader = "offer_header",
        OfferButtons = "offer_buttons",
        // Authentication
        AuthButtons = "auth_buttons",
        PresetText = "preset_text",
        ZeroTapTerms = "zero_tap_terms",
        AppsMissing = "apps_missing",
        TooManyApps = "too_many_apps",
        PackageName = "package_name",
        SignatureHash = "signature_hash",
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Finding {
    pub severity: Severity,
    pub code: FindingCode,
    /// Where, from the template on: `components.1.buttons.0.text`.
    pub path: String,
    /// Values for the page's sentence, such as `{"max": 60}`.
    #[serde(default)]
    pub params: Map<String, Value>,
    /// What Meta would answer beside code 100.
    pub provider_subcode: Option<u32>,
    /// What `fix` can do about it.
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// By hand for `message`: English, for developers; pages translate the code and never load the sentences.
impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct(
            "Finding",
            5 + usize::from(self.provider_subcode.is_some()) + usize::from(self.fix.is_some()),
        )?;
        object.serialize_field("severity", &self.severity)?;
        object.serialize_field("code", &self.code)?;
        object.serialize_field("path", &self.path)?;
        object.serialize_field("message", self.code.english())?;
        object.serialize_field("params", &self.params)?;
        match self.provider_subcode {
            Some(subcode) => object.serialize_field("provider_subcode", &subcode)?,
            None => object.skip_field("provider_subcode")?,
        }
        match self.fix {
            Some(fix) => object.serialize_field("fix", &fix)?,
            None => object.skip_field("fix")?,
        }
        object.end()
    }
}

impl FindingCode {
    /// One sentence for developers.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Required => "It is missing or empty.",
            Self::WrongType => "It has a JSON type that Meta does not take here.",
            Self::UnknownField => "The hub does not know it; it is kept and passed on as it is.",
            Self::UnknownWord => "It is none of Meta's words for this field.",
            Self::TooLong => "It has more characters than `max`.",
            Self::OutOfRange => "It is not between `min` and `max`.",
            Self::NotForCategory => "The template's category does not allow it.",
            Self::NotUsed => "Meta does not use it here.",
            Self::NameFormat => "A name has 1 to 512 lower-case letters, digits and underscores.",
            Self::NameReserved => "One of Meta's sample templates has this name.",
            Self::LanguageUnknown => "It is none of Meta's template languages.",
            Self::MarketingApiOnly => "Only the Marketing Messages API sends it.",
            Self::ComponentsOfLibrary => "A template of the library brings its own components.",
            Self::ComponentMissing => "A component of this `kind` is needed.",
            Self::ComponentRepeated => "Each kind of component may be there once.",
            Self::VariablesMixed => "Numbered and named variables do not go together.",
            Self::VariableFormat => "The variable is not of the template's parameter format.",
            Self::VariableNumbering => "Numbered variables run 1, 2, 3 in the order of the text.",
            Self::VariableRepeated => "A named variable may be there once in a component.",
            Self::VariableName => "A variable's name has lower-case letters, digits and underscores.",
            Self::VariableMalformed => "Two braces open a variable and two close it.",
            Self::VariableAtStart => "The text may not start with a variable.",
            Self::VariableAtEnd => "The text may not end with a variable.",
            Self::VariablesAdjacent => "Something must stand between two variables.",
            Self::VariablesDense => "A text with n variables needs 2n + 1 other words.",
            Self::VariableNotAllowed => "No variable may be here.",
            Self::TooManyVariables => "It has more variables than `max`.",
            Self::SampleMissing => "Each variable and each file needs a sample.",
            Self::SampleExtra => "The sample belongs to no variable or file.",
            Self::SampleFormat => "A value has no newline, no tab and at most four blanks in a row.",
            Self::SampleTooLong => "With its samples the text has more characters than `max`.",
            Self::SampleNotHandle => {
                "It is an address to look at; with every edit Meta takes the handle of a new upload."
            }
            Self::FormattingNotAllowed => "Formatting marks work in the body only.",
            Self::EmojiNotAllowed => "No emoji may be here.",
            Self::NewlineNotAllowed => "It must be one line.",
            Self::UrlNotAllowed => "No address may be here.",
            Self::MediaType => "Meta does not take this type of file here.",
            Self::MediaTooLarge => "The file is larger than Meta takes.",
            Self::TooManyButtons => "There are more buttons than `max`.",
            Self::TooManyOfKind => "There are more buttons of this `kind` than `max`.",
            Self::ButtonsNotGrouped => "Quick replies stand together, before or after the other buttons.",
            Self::UrlScheme => "An address starts with http:// or https://.",
            Self::UrlFormat => "It is no address.",
            Self::UrlVariablePlace => "The variable stands at the very end of the address.",
            Self::PhoneFormat => "It is no phone number.",
            Self::PhoneCountryCode => {
                "A number that starts with 0 lacks its country code: from abroad nobody can call it."
            }
            Self::FlowSource => "One of flow_id, flow_name and flow_json is given.",
            Self::ProductHeaderMissing => "A product button needs a product header.",
            Self::ButtonsWithCallPermission => "No buttons may stand beside a call permission request.",
            Self::CardCount => "A carousel has 2 to 10 cards.",
            Self::CardHeader => "A card's header is an image, a video or a product.",
            Self::CardsDiffer => "All cards have the same components and kinds of buttons.",
            Self::NotInCard => "A card has a header, a body and buttons only.",
            Self::NotWithOffer => "It may not stand beside a limited-time offer.",
            Self::OfferHeader => "The header of a limited-time offer is an image or a video.",
            Self::OfferButtons => {
                "An offer has a copy-code button and then a URL button; one that does not expire may have the URL button alone."
            }
            Self::AuthButtons => "An authentication template has one OTP button and no other.",
            Self::PresetText => "Meta gives the text of an authentication template.",
            Self::ZeroTapTerms => "The terms of zero-tap must be accepted.",
            Self::AppsMissing => "An app that takes the code must be named.",
            Self::TooManyApps => "There are more apps than `max`.",
            Self::PackageName => "A package name has two or more segments and at most 224 characters.",
            Self::SignatureHash => "A signature hash has 11 characters.",
        }
    }
}
