//! Meta's words of templates. Meta adds words at will and takes lower case too, so what it sends is an `Open` word: one that we
//! know or the text as it stands, and the text that was read is the text that is written.

use std::str::FromStr;

use crate::words::words;

/// A closed set of Meta's words.
pub trait Word: Copy + FromStr {
    fn word(self) -> &'static str;
}

/// A word of Meta's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open<T> {
    Known(T),
    /// A word that this version does not know, or a known one in another letter case.
    Other(String),
}

impl<T: Word> Open<T> {
    pub fn read(text: &str) -> Self {
        text.parse().map_or_else(|_| Self::Other(text.to_owned()), Self::Known)
    }

    /// What it means, whatever its letter case.
    pub fn known(&self) -> Option<T> {
        match self {
            Self::Known(word) => Some(*word),
            Self::Other(text) => find(text),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(word) => word.word(),
            Self::Other(text) => text,
        }
    }
}

/// The word of that spelling in any letter case.
pub fn find<T: Word>(text: &str) -> Option<T> {
    text.parse().or_else(|_| text.to_ascii_uppercase().parse()).or_else(|_| text.to_ascii_lowercase().parse()).ok()
}

macro_rules! meta_words {
    ($($(#[$meta:meta])* $name:ident { $($variants:tt)+ })+) => {$(
        words! { $(#[$meta])* $name { $($variants)+ } }
        impl $crate::template::word::Word for $name {
            fn word(self) -> &'static str { self.as_str() }
        }
    )+};
}
pub(super) use meta_words;

meta_words! {
    Category { Authentication = "AUTHENTICATION", Marketing = "MARKETING", Utility = "UTILITY" }

    /// How variables are written; positional where nothing is said.
    ParameterFormat { Positional = "POSITIONAL", Named = "NAMED" }

    /// Where a template stands at Meta, and the events of its webhook.
    TemplateStatus {
        Pending = "PENDING",
        Approved = "APPROVED",
        Rejected = "REJECTED",
        Paused = "PAUSED",
        Disabled = "DISABLED",
        InAppeal = "IN_APPEAL",
        PendingDeletion = "PENDING_DELETION",
        Deleted = "DELETED",
        LimitExceeded = "LIMIT_EXCEEDED",
        Archived = "ARCHIVED",
        Unarchived = "UNARCHIVED",
        Flagged = "FLAGGED",
        Reinstated = "REINSTATED",
        Locked = "LOCKED",
    }

    RejectedReason {
        None = "NONE",
        AbusiveContent = "ABUSIVE_CONTENT",
        IncorrectCategory = "INCORRECT_CATEGORY",
        InvalidFormat = "INVALID_FORMAT",
        Promotional = "PROMOTIONAL",
        Scam = "SCAM",
        TagContentMismatch = "TAG_CONTENT_MISMATCH",
        CategoryNotAvailable = "CATEGORY_NOT_AVAILABLE",
    }

    QualityScore { Green = "GREEN", Yellow = "YELLOW", Red = "RED", Unknown = "UNKNOWN" }

    SubCategory {
        OrderDetails = "ORDER_DETAILS",
        OrderStatus = "ORDER_STATUS",
        RichOrderStatus = "RICH_ORDER_STATUS",
        Custom = "CUSTOM",
    }

    ComponentKind {
        Header = "HEADER",
        Body = "BODY",
        Footer = "FOOTER",
        Buttons = "BUTTONS",
        Carousel = "CAROUSEL",
        Offer = "LIMITED_TIME_OFFER",
        CallPermission = "CALL_PERMISSION_REQUEST",
    }

    HeaderFormat {
        Text = "TEXT",
        Image = "IMAGE",
        Video = "VIDEO",
        /// Marketing Messages API only.
        Gif = "GIF",
        Document = "DOCUMENT",
        Location = "LOCATION",
        Product = "PRODUCT",
    }

    ButtonKind {
        QuickReply = "QUICK_REPLY",
        Url = "URL",
        PhoneNumber = "PHONE_NUMBER",
        CopyCode = "COPY_CODE",
        Otp = "OTP",
        Flow = "FLOW",
        Catalog = "CATALOG",
        Mpm = "MPM",
        Spm = "SPM",
        VoiceCall = "VOICE_CALL",
    }

    OtpType { CopyCode = "COPY_CODE", OneTap = "ONE_TAP", ZeroTap = "ZERO_TAP" }

    FlowAction { Navigate = "navigate", DataExchange = "data_exchange" }

    FlowIcon { Document = "DOCUMENT", Promotion = "PROMOTION", Review = "REVIEW" }
}

impl TemplateStatus {
    /// Meta takes edits of it (reference 4.9).
    pub const fn editable(self) -> bool {
        matches!(self, Self::Approved | Self::Rejected | Self::Paused)
    }
}

impl HeaderFormat {
    /// A file goes with it, and a handle of an uploaded sample.
    pub const fn is_media(self) -> bool {
        matches!(self, Self::Image | Self::Video | Self::Gif | Self::Document)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_understood_in_any_case_and_written_as_it_was_read() {
        for (text, known) in [("UTILITY", Some(Category::Utility)), ("utility", Some(Category::Utility)), ("NEW", None)]
        {
            let word = Open::<Category>::read(text);
            assert_eq!((word.known(), word.as_str()), (known, text));
        }
    }
}
